"""The kinds of letter: one module each, with what is its own; registry.py lists them."""
