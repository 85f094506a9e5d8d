"""How the specimen documents of the example campaign are made."""
