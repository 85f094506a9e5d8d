"""What is said of a document that gives no pages, no text or no list of what is inside it."""

from __future__ import annotations


class Unreadable(Exception):
    """A document that cannot be read; the message is the reason, such as a slip sheet prints it."""
