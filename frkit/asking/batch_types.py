"""What a batch of requests is made of: rows as typed, rows as planned, and what stands out among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from frkit.asking.new_request import Asked
from frkit.catalogue.types import Agency
from frkit.law.types import Jurisdiction
from frkit.tracking.types import Request

Grade = Literal["error", "doubt", "look", "know"]
"""``error``: no such request can be made; ``doubt``: mend it before you send; ``look``: to check or to do; ``know``: a
rule to keep in mind."""
GRADES: tuple[Grade, ...] = ("error", "doubt", "look", "know")


@dataclass(frozen=True)
class Wanted:
    """One request as a person asked for it; the agency may still be a name."""

    asked: Asked
    place: str = ""
    """Where it was typed, like ``list.csv:3``; empty where it was chosen by options."""
    cap_currency: str | None = None
    """The currency that was written beside the cap on fees."""
    caps: Mapping[str, str] = field(default_factory=dict)
    """Currency -> cap on fees, for rows that name none; without a currency it is for any place."""
    said: Mapping[str, str] = field(default_factory=dict)
    """Answers for whichever laws ask for them, besides those that are given for this row."""
    fixed_requester: bool = False
    """True where the row itself names who signs."""

    @property
    def called(self) -> str:
        """How messages name the row."""
        return f"{self.place} ({self.asked.agency})" if self.place else self.asked.agency


@dataclass(frozen=True)
class Planned:
    """A row that can be made, with the request as it would be written."""

    number: int
    """Place in the list, from 1."""
    wanted: Wanted
    agency: Agency
    law: Jurisdiction
    request: Request
    same: str | None = None
    """Id of a request in the campaign that asks for just this already; it is not made again."""


@dataclass(frozen=True)
class Noticed:
    """Something that stands out, with the rows for which it does."""

    grade: Grade
    message: str
    rows: tuple[int, ...] = ()
    remedy: str = ""


@dataclass(frozen=True)
class Batch:
    """All rows of a batch and what stands out; nothing is written yet."""

    rows: tuple[Planned, ...]
    noticed: tuple[Noticed, ...] = ()
    waves: tuple[str, ...] = field(default=())
    """Names of the waves, the one to send first at the head."""

    @property
    def fresh(self) -> list[Planned]:
        """The rows that would be made."""
        return [row for row in self.rows if row.same is None]

    def of_grade(self, grade: Grade) -> list[Noticed]:
        """What stands out with this weight."""
        return [one for one in self.noticed if one.grade == grade]
