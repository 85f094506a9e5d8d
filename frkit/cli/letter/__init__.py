"""frkit letter: the letter that a request needs, one or many."""
