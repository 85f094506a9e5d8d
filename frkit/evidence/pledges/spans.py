"""Partial dates as spans of days: 2020-06 is any day of that month. Pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Span:
    """The days that a date can mean, the first and the last of them."""

    first: date
    last: date

    def surely_before(self, other: Span) -> bool:
        """Whether every day of it lies before every day of the other."""
        return self.last < other.first


def span_of(partial: str) -> Span:
    """The days of 2020, 2020-06 or 2020-06-10."""
    parts = [int(part) for part in partial.split("-")]
    if len(parts) == 1:
        return Span(date(parts[0], 1, 1), date(parts[0], 12, 31))
    if len(parts) == 2:
        year, month = parts
        return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    day = date(*parts)
    return Span(day, day)
