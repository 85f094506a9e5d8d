"""The manifest of a packet, and whether a packet is still what it says."""
