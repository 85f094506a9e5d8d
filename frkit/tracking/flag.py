"""One thing that stands out about a request. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Flag:
    """One thing that stands out: its stable name, a sentence, since when, and the events it speaks of."""

    name: str
    message: str
    since: date | None = None
    events: tuple[str, ...] = ()
    """Ids of the events that it names."""
