"""The plan of a packet: what goes in, what is proposed, what its rules miss."""
