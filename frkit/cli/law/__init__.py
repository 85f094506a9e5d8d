"""frkit law: what the law of a place says, and its upkeep."""
