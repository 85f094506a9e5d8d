"""frkit log: what happened to a request."""
