"""Exhibits with their pages, stamped, linked and joined into one PDF."""
