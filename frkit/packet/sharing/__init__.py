"""Packets in a copy of a campaign for somebody outside."""
