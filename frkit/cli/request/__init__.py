"""frkit request: new requests, one or many, and their story."""
