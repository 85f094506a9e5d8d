"""Vendors in the records, and the records beside what vendors pledged and local laws order."""
