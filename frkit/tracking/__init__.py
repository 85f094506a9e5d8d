"""Requests, their events, and where they stand."""
