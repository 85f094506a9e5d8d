"""Counting days: from a start, so many of a unit, over a calendar, rolled off a closed day or not. Pure."""

from __future__ import annotations

import calendar as months
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from frkit.law.calendars import ONE_DAY, Calendar
from frkit.law.lengths import Length

Rolls = Literal["forward", "back", "no", "unknown"]
Passed = tuple[tuple[date, str], ...]


@dataclass(frozen=True)
class Stop:
    """Days that are not counted because the clock stood still; ``last`` is None while it still does."""

    first: date
    last: date | None
    why: str

    def holds(self, day: date) -> bool:
        """Whether the clock stood still on that day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Counted:
    """The end of a count: where it fell, where it was moved to, and every day passed over on the way."""

    unrolled: date
    rolled: date
    skipped: Passed
    rolled_over: Passed

    @property
    def moved(self) -> bool:
        """Whether the last day was closed and the end moved off it."""
        return self.unrolled != self.rolled


def count(
    start: date,
    length: Length,
    calendar: Calendar,
    *,
    day_one: bool = False,
    rolls: Rolls = "no",
    stops: tuple[Stop, ...] = (),
) -> Counted | None:
    """Count a length with a number from a start; None where it has no number or the clock stands still for ever.

    ``day_one`` counts the start day itself. ``unknown`` rolls like ``forward``: callers choose between ``unrolled``
    and ``rolled``. Hours are whole days here, rounded up: frkit tracks days.
    """
    if length.number is None or any(stop.last is None for stop in stops):
        return None
    if length.unit in ("business", "working week"):
        days = length.number * (5 if length.unit == "working week" else 1)
        closed = calendar.why_closed
        why_not = (lambda day: closed(day) or _stopped(day, stops)) if stops else closed
        end, skipped = _walk(start, days, day_one, why_not)
    elif length.unit in ("month", "year"):
        end, skipped = _months(start, length.number * (12 if length.unit == "year" else 1), day_one, stops)
    else:
        days = {"calendar": length.number, "week": 7 * length.number, "hours": -(-length.number // 24)}[
            str(length.unit)
        ]
        if stops:
            end, skipped = _walk(start, days, day_one, lambda day: _stopped(day, stops))
        else:
            end, skipped = start + timedelta(days=days - day_one), ()
    if rolls == "no":
        return Counted(end, end, skipped, ())
    rolled, passed = calendar.next_open(end, back=rolls == "back")
    return Counted(end, rolled, skipped, passed)


def later_by_months(start: date, number: int) -> date:
    """The same day so many months later, or the last day of a month that lacks it; ValueError beyond the year 9999."""
    years, month = divmod(start.month - 1 + number, 12)
    year, month = start.year + years, month + 1
    if year > date.max.year:
        raise ValueError(f"the year {year} lies beyond every calendar")
    return date(year, month, min(start.day, months.monthrange(year, month)[1]))


def _walk(start: date, number: int, day_one: bool, why_not: Callable[[date], str | None]) -> tuple[date, Passed]:
    day = start - ONE_DAY if day_one else start
    skipped: list[tuple[date, str]] = []
    while number:
        day += ONE_DAY
        reason = why_not(day)
        if reason is None:
            number -= 1
        else:
            skipped.append((day, reason))
    return day, tuple(skipped)


def _months(start: date, number: int, day_one: bool, stops: tuple[Stop, ...]) -> tuple[date, Passed]:
    """Date to date; a date that the month lacks becomes its last day; then the stopped days are added."""
    end = later_by_months(start, number)
    if day_one and start.day == end.day:
        end -= ONE_DAY
    if not stops:
        return end, ()
    stopped: list[tuple[date, str]] = []
    day = start - ONE_DAY if day_one else start
    while day < end:
        day += ONE_DAY
        reason = _stopped(day, stops)
        if reason is not None:
            stopped.append((day, reason))
            end += timedelta(days=1)
    return end, tuple(stopped)


def _stopped(day: date, stops: tuple[Stop, ...]) -> str | None:
    return next((stop.why for stop in stops if stop.holds(day)), None)
