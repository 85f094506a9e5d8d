"""frkit receive: files that came, sorted and taken in."""
