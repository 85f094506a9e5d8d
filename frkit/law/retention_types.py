"""How long records are kept before they are destroyed, and what forbids destroying them: the shapes of both.

A period is kept as text (``90 days``), so that files and events show it as it was typed; :mod:`frkit.law.retention`
counts with it.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from frkit.base.models import Data, Many
from frkit.law.lengths import Length, parse_length

AT_ONCE, PERMANENT, ON_HOLD = "at_once", "permanent", "on_hold"
UNITS = {"hours": "hour", "calendar": "day", "week": "week", "month": "month", "year": "year"}
"""Unit of a length -> how a retention period spells it, for one of them."""
LONGEST = 3660
_SPELT = "write '90 days', '12 weeks', '6 months', '2 years', '72 hours', 'at_once' or 'permanent'"


def _kept(value: object) -> str:
    text = " ".join(str(value).split())
    if text in (AT_ONCE, PERMANENT):
        return text
    if (number := re.match(r"\d+", text)) and int(number[0]) > LONGEST:
        raise ValueError(f"'{text}' is too long to be counted; write a larger unit, or 'permanent'")
    try:
        length = parse_length(text)
    except ValueError:
        length = None
    if not isinstance(length, Length) or length.number is None or length.unit not in UNITS:
        raise ValueError(f"'{text}' does not say how long records are kept; {_SPELT}")
    unit = UNITS[length.unit]
    return f"{length.number} {unit}{'s' * (length.number != 1)}"


def _kept_or_held(value: object) -> str:
    return ON_HOLD if str(value).strip() == ON_HOLD else _kept(value)


Kept = Annotated[str, BeforeValidator(_kept)]
"""``90 days``, ``2 years``; ``at_once``: not kept at all; ``permanent``: never destroyed."""
KeptOrHeld = Annotated[str, BeforeValidator(_kept_or_held)]
"""The same, or ``on_hold``: the agency stopped the destruction."""
From = Literal["made", "incident", "last_use"]
"""From which day a period runs: the record was made, the incident it is about happened, it was last used."""
Means = Literal["exactly", "at_least", "at_most"]
"""What a period says: destroyed then; not before then; by then at the latest."""
RetentionBasis = Literal["law", "policy", "practice", "statement"]
"""``policy``: a written schedule; ``practice``: seen in other cases; ``statement``: the agency said so."""


class RetentionPeriod(Data):
    """How long one kind of record is kept, and which items ask for such records."""

    records: str = Field(min_length=1)
    """The records in a few words, as a letter names them: ``search logs``."""
    categories: Many[str] = ()
    """Record types of the catalogue whose records they are: ``audit-logs``."""
    words: Many[str] = ()
    """Words that show that an item worded by hand asks for them: ``footage``."""
    kept: Kept
    """90 days, 2 years, 72 hours; at_once where they are not kept at all; permanent where they are never destroyed."""
    from_: From = Field(default="made", alias="from")
    """From which day the period runs: made, incident or last_use."""
    means: Means = "exactly"
    """at_least: they may be destroyed after it; at_most: they must be gone after it, and may be gone sooner."""
    roughly: bool = False
    """True where the source gives the period only roughly."""
    basis: RetentionBasis
    citation: str | None = None
    """What a letter cites: the section, or the schedule and its line."""
    note: str | None = None

    @model_validator(mode="after")
    def _about_something(self) -> RetentionPeriod:
        if not self.categories and not self.words:
            raise ValueError("name the items that it is about: record types under 'categories', or 'words' of an item")
        return self


class LawRetention(RetentionPeriod):
    """A period that a law sets, or that is known of all agencies of a place."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    confidence: Literal["high", "medium", "low"]
    source: Many[str] = ()
    """Ids of entries under ``sources``."""


class DutyToPreserve(Data):
    """What forbids the destruction of records that somebody has asked for."""

    text: str = Field(min_length=1)
    """What the law says, so that it reads after 'As I read SECTION,'."""
    kind: Literal["duty", "offence"]
    """``duty``: the body must keep them, and a letter may say so; ``offence``: to destroy them is punished, which no
    letter says, for a letter threatens nobody."""
    citation: str
    source: Many[str] = ()
    note: str | None = None
