"""What a letter is written about: a request as it stands on a day, and what a person says for this letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from frkit.letters.lookup import ENGLISH
from frkit.tracking.standing import Standing
from frkit.tracking.types import RequestFile


@dataclass(frozen=True)
class Said:
    """What only a person can say for a letter; everything may be left out."""

    text: str = ""
    """The words of an answer, a narrower scope or a correction: one or more paragraphs of plain text."""
    items: tuple[int, ...] = ()
    """Numbers of the items that the letter is about; all that it can be about if empty."""
    tone: int | None = None
    """1 to 3: how far a reminder has risen; by the reminders already sent if None."""
    remedy: str | None = None
    """Id of the step of the law, where it has several."""


NOTHING_SAID = Said()


@dataclass(frozen=True)
class Matter:
    """All that a letter is made from, besides the catalogue and the person who signs."""

    file: RequestFile
    stand: Standing
    today: date
    overlay: Path | None
    """The campaign's folder, whose own templates, law and agencies win."""
    said: Said = NOTHING_SAID
    language: str = ENGLISH
    """Of the letter's template; the words that facts bring are in it as far as its folder has them."""
