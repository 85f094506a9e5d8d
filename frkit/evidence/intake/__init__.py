"""Taking in what agencies sent: as it came, matched to the requests it answers."""
