"""Counting how long records are kept: when those of one day are gone, and which are left. Pure.

The earliest plausible day is taken: hours are rounded down to whole days, and a record counts as made at the
beginning of its day.
"""

from __future__ import annotations

from datetime import date, timedelta

from frkit.base.models import EARLIEST, LATEST
from frkit.law.counting import later_by_months
from frkit.law.retention_types import AT_ONCE, ON_HOLD, PERMANENT, RetentionPeriod

ONE_DAY = timedelta(days=1)
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}
_FROM = {"made": "from the day they are made", "incident": "from the incident", "last_use": "from their last use"}
_MEANS = {"exactly": "", "at_least": "at least ", "at_most": "at most "}


def gone_on(made: date, kept: str) -> date | None:
    """The first day on which the records of a day are no longer kept; None where that lies beyond every calendar."""
    if kept in (PERMANENT, ON_HOLD):
        return None
    if kept == AT_ONCE:
        return made
    number, unit = _parts(kept)
    try:
        if unit in _MONTHS:
            end = later_by_months(made, number * _MONTHS[unit])
        else:
            end = made + timedelta(days=number // 24 if unit == "hour" else number * _DAYS[unit])
    except (ValueError, OverflowError):
        return None
    return end if end <= LATEST else None


def oldest_left(day: date, kept: str) -> date | None:
    """The earliest day whose records are still kept on a day; None where none is, or where all are."""
    if kept in (PERMANENT, ON_HOLD, AT_ONCE):
        return None
    made = _near(day, kept)
    while made > EARLIEST and (gone_on(made - ONE_DAY, kept) or LATEST) > day:
        made -= ONE_DAY
    while made <= day and (gone_on(made, kept) or LATEST) <= day:
        made += ONE_DAY
    return made if EARLIEST < made <= day else None


def kept_words(kept: str, means: str = "exactly", *, roughly: bool = False) -> str:
    """How long, in words: ``at most about 31 days``."""
    if kept in (AT_ONCE, PERMANENT, ON_HOLD):
        return {AT_ONCE: "not at all", PERMANENT: "for good", ON_HOLD: "until further notice"}[kept]
    return f"{_MEANS[means]}{'about ' if roughly else ''}{kept}"


def period_words(kept: str, means: str, counted_from: str, *, roughly: bool = False) -> str:
    """The whole period: ``kept 90 days from the day they are made``."""
    if kept == AT_ONCE:
        return "destroyed at once"
    if kept in (PERMANENT, ON_HOLD):
        return {PERMANENT: "never destroyed", ON_HOLD: "not destroyed until further notice"}[kept]
    return f"kept {kept_words(kept, means, roughly=roughly)} {_FROM[counted_from]}"


def retention_words(one: RetentionPeriod) -> str:
    """A period of a file in one line: ``search logs: kept 90 days from the day they are made (policy)``."""
    basis = {"law": "law", "policy": "policy, not law", "practice": "practice", "statement": "as the agency said"}
    return f"{one.records}: {period_words(one.kept, one.means, one.from_, roughly=one.roughly)} ({basis[one.basis]})"


def _parts(kept: str) -> tuple[int, str]:
    number, unit = kept.split(" ")
    return int(number), unit.removesuffix("s")


def _near(day: date, kept: str) -> date:
    """A day near the one sought, so that the search is short."""
    number, unit = _parts(kept)
    days = {"hour": number // 24, "day": number, "week": 7 * number, "month": 30.44 * number, "year": 365.25 * number}
    try:
        return max(day - timedelta(days=round(days[unit])), EARLIEST)
    except OverflowError:
        return EARLIEST
