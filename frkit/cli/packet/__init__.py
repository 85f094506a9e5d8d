"""``frkit packet``: plan, check, build and verify an evidence packet."""
