"""Sources of public facts, as the made parts print them: those that were read first, with what was only recalled."""

from __future__ import annotations

from collections.abc import Sequence

from frkit.catalogue.types import Source

MOST = 2
"""Sources named for one public fact; the catalogue may hold more."""


def told_sources(sources: Sequence[Source]) -> tuple[str, ...]:
    """The sources to print: those whose text was read, else all, and at most two."""
    read = [one for one in sources if one.text_read] or list(sources)
    return tuple(map(_told, read[:MOST]))


def _told(source: Source) -> str:
    recalled = "" if source.text_read else " (from memory, not read; open it before citing it)"
    return f"{source.title}{', ' + source.url if source.url else ''}{recalled}"
