"""frkit seal and verify: the hash of every file, written down and compared."""
