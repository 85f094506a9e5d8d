"""Words and reserved names that every specimen shares."""

from __future__ import annotations

SPECIMEN = "SPECIMEN, written for the frkit example; not an agency's record"
"""Stands, visibly, on every page of every specimen."""

FIGURES = "All figures on this page are specimen figures."

PROJECT_MAILBOX = "records-requests@example.org"
"""The shared mailbox that the agencies answer to; the requester's own address stays in private/."""


def reference(number: int) -> str:
    """A reference number that nobody could take for a real one."""
    return f"SPECIMEN-2026-{number:04d}"
