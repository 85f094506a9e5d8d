"""What to ask for and of whom: record types and packs, vendors and pledges, agencies, public events."""
