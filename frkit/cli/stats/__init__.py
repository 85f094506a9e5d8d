"""frkit stats: how long answers take."""
