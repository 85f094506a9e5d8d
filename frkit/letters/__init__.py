"""Which letter, from which facts."""
