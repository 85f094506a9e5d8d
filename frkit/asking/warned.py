"""A warning before a request goes out: how grave it is, what it is about, one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Grade = Literal["stop", "look", "know"]
"""``stop``: do not send it yet; ``look``: something to do or to check first; ``know``: a rule to keep in mind."""
GRADES: tuple[Grade, ...] = ("stop", "look", "know")


@dataclass(frozen=True)
class Warned:
    """One warning."""

    grade: Grade
    about: str
    """What it is about, in one word that stays the same: ``residency``, ``form``, ``costs``."""
    text: str


def gravest_first(found: list[Warned]) -> list[Warned]:
    """The same warnings, those that stop a request first; within a grade in the order in which they were found."""
    return sorted(dict.fromkeys(found), key=lambda one: GRADES.index(one.grade))
