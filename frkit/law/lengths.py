"""Periods as laws write them: ``20 business``, ``1 month``, ``24 hours``, ``prompt``, ``earlier_of: [...]``.

A ``working week`` is five working days in a row, as Irish law has it: four of them are 20 business days.
"""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import model_validator

from frkit.base.models import Data

Unit = Literal["hours", "calendar", "business", "week", "working week", "month", "year"]
Soft = Literal["prompt", "none_stated", "by_agency_date", "by_agreement"]

WORDS = {
    "hour": "hours",
    "hours": "hours",
    "calendar": "calendar",
    "day": "calendar",
    "days": "calendar",
    "business": "business",
    "week": "week",
    "weeks": "week",
    "working week": "working week",
    "working weeks": "working week",
    "month": "month",
    "months": "month",
    "year": "year",
    "years": "year",
}
"""Each way to write a unit -> the unit."""
_NAMES = {
    "hours": ("hour", "hours"),
    "calendar": ("calendar day", "calendar days"),
    "business": ("business day", "business days"),
    "week": ("week", "weeks"),
    "working week": ("week of five working days", "weeks of five working days"),
    "month": ("month", "months"),
    "year": ("year", "years"),
}


class Length(Data):
    """A period: a number with a unit, or a standard without a number, or a choice of several periods."""

    number: int | None = None
    unit: Unit | None = None
    soft: Soft | None = None
    earlier_of: tuple[Length, ...] = ()
    later_of: tuple[Length, ...] = ()

    @model_validator(mode="after")
    def _one_form(self) -> Length:
        forms = [self.number is not None, self.soft is not None, bool(self.earlier_of), bool(self.later_of)]
        if sum(forms) != 1 or (self.number is None) != (self.unit is None):
            raise ValueError("a length is one of: '20 business', 'prompt', or 'earlier_of:' with a list")
        if self.number is not None and not 0 < self.number <= 3660:
            raise ValueError(f"a length of {self.number} is not plausible; it must lie between 1 and 3660")
        if any(part.soft is not None for part in (*self.earlier_of, *self.later_of)):
            raise ValueError("each part of a choice needs a number: 'prompt' has no last day to compare")
        return self

    def __str__(self) -> str:
        if self.number is not None and self.unit is not None:
            return f"{self.number} {_NAMES[self.unit][self.number != 1]}"
        if self.soft is not None:
            return {
                "prompt": "promptly, no number stated",
                "none_stated": "no limit stated",
                "by_agency_date": "the date the agency gave",
                "by_agreement": "the date agreed",
            }[self.soft]
        parts = " or ".join(str(part) for part in self.earlier_of or self.later_of)
        return f"{parts}, whichever is {'earlier' if self.earlier_of else 'later'}"


def parse_length(value: Any) -> Any:
    """A Length from its spelling in YAML; raises ValueError with the spellings that are understood."""
    if value is None or isinstance(value, Length):
        return value
    if isinstance(value, dict):
        choice = {key: tuple(parse_length(item) for item in items) for key, items in value.items()}
        return Length(**choice)
    text = str(value).strip()
    if text in ("prompt", "none_stated", "by_agency_date", "by_agreement"):
        return Length(soft=text)
    match = re.fullmatch(r"([0-9]+) ([a-z]+(?: [a-z]+)?)", text)
    if match is None or match[2] not in WORDS:
        raise ValueError(
            f"'{text}' is not a length; write '20 business', '30 calendar', '2 weeks', '4 working weeks', '1 month', "
            "'6 years', '24 hours', 'prompt', 'none_stated' or 'by_agency_date'"
        )
    return Length(number=int(match[1]), unit=WORDS[match[2]])


def spelt(length: Length) -> Any:
    """A length as it is written in YAML: what :func:`parse_length` reads back to the same length."""
    if length.number is not None:
        return f"{length.number} {length.unit}"
    if length.soft is not None:
        return length.soft
    choice = "earlier_of" if length.earlier_of else "later_of"
    return {choice: [spelt(part) for part in length.earlier_of or length.later_of]}
