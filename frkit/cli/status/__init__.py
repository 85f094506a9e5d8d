"""frkit status, next and why: where requests stand."""
