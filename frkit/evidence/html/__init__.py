"""Web text from strangers: what it says, and what its reader saw."""
