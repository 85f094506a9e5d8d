"""frkit search: where words stand."""
