"""Making requests: of whom, what, under which rules; one or forty at once."""
