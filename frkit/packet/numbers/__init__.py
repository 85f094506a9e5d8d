"""Bates numbers, which a page keeps for ever."""
