"""One scene for each kind of letter: what happened to a request under some law before that letter is due."""
