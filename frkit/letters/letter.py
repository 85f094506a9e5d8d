"""What a letter is: its text, the same text with the requester masked, and what it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Letter:
    """A letter ready to be read, signed and sent."""

    kind: str
    """Name of its kind: ``request``, ``fee-waiver``."""
    subject: str
    """With the requester masked."""
    text: str
    """The letter as it is sent, as plain text in lines."""
    masked_text: str
    """The same with ``[name of requester]`` and the like: what git may track and others may see."""
    marked: str
    """The letter as its template gives it, before lines are made: the form that templates/README.md describes."""
    masked_marked: str
    """The same with the requester masked."""
    template: str
    language: str
    """Of the template: ``en``."""
    facts: dict[str, Any]
    """The masked facts it was made from: plain values only."""
    to_do: tuple[str, ...] = ()
    """What a person must still fill in or check before it goes out; the warnings come first."""
    warnings: tuple[str, ...] = ()
    """Those of them that should be known before the letter is read."""
