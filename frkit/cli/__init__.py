"""What people type: each command parses, calls one function of another room, and prints."""
