"""What a scene says: the events so far, the day of the letter, and what the person says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from frkit.letters.matter import NOTHING_SAID, Said

SENT_ON = "2026-03-02"


@dataclass(frozen=True)
class Scene:
    """A history after which a kind of letter fits, under one place's law."""

    today: str
    events: tuple[tuple[Any, ...], ...] = ()
    """Tuples of kind, date and fields, as the fixture ``asked`` takes them."""
    said: Said = NOTHING_SAID
    request: dict[str, Any] = field(default_factory=dict)
    """Fields of the request that matter: vendors, given, period."""
    must_say: tuple[str, ...] = ()
    """What the letter has to contain besides the law's name: a citation, a date."""
