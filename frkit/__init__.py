"""frkit: ask police bodies for face-recognition records, track the answers, compile them into packets."""

__version__ = "0.1.0"
