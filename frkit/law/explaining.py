"""Dates and counts in plain words, for derivations that a lawyer can attach."""

from __future__ import annotations

from datetime import date, timedelta

from frkit.law.counting import Counted, Passed
from frkit.law.rule_types import Clock

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def long_day(day: date) -> str:
    """A day with its weekday: ``Mon 2026-03-02``."""
    return f"{_WEEKDAYS[day.weekday()]} {day.isoformat()}"


def basis_words(basis: str, binding: str) -> str:
    """What kind of rule it is, so that policy is never taken for law."""
    words = {
        "statute": "statute",
        "regulation": "regulation",
        "policy": "policy, not statute",
        "advice": "advice, not statute",
    }[basis]
    return f"{words}, a target" if binding == "target" else words


def length_words(clock: Clock) -> str:
    """A clock's length with how its first day is counted."""
    if clock.length.soft is not None:
        return str(clock.length)
    first = "the day itself counts as day 1" if clock.counts == "day_one" else "the day itself is not counted"
    other = f" (or {clock.also_read}, as it can also be read)" if clock.also_read else ""
    return f"{clock.length}{other}, {first}"


def count_lines(clock: Clock, counted: Counted, lawful: date) -> tuple[str, ...]:
    """The lines that tell how a count went: days left out, where it ended, where it was moved."""
    return (*passed_lines(clock, counted, lawful), f"Last day: {long_day(lawful)}.")


def passed_lines(clock: Clock, counted: Counted, lawful: date) -> tuple[str, ...]:
    """The same without the last day: what was left out on the way to it, and off which days it was moved."""
    lines = skipped_lines(counted.skipped)
    if not counted.moved:
        return lines
    names = ", ".join(f"{long_day(day)} ({name})" for day, name in counted.rolled_over)
    cited = f" ({clock.roll_citation})" if clock.roll_citation else ""
    if clock.rolls == "unknown":
        moved = (
            f"The count ends on a closed day: {names}. Whether it moves to {long_day(counted.rolled)} is not known; "
            f"{'the earlier' if lawful == counted.unrolled else 'the later'} day is taken as the cautious one."
        )
    else:
        moved = f"The count ends on a closed day: {names}; it moves to {long_day(counted.rolled)}{cited}."
    return (*lines, moved)


def skipped_lines(skipped: Passed) -> tuple[str, ...]:
    """Days left out: weekends together, every other day by its name."""
    weekends = [day for day, name in skipped if name in ("Saturday", "Sunday")]
    named = [(day, name) for day, name in skipped if name not in ("Saturday", "Sunday")]
    lines = []
    if weekends:
        lines.append(f"Not counted, weekends: {_ranges(weekends)}.")
    for name, days in _grouped(named):
        lines.append(f"Not counted: {_ranges(days, weekday=True)}, {name}.")
    return tuple(lines)


def _grouped(named: list[tuple[date, str]]) -> list[tuple[str, list[date]]]:
    groups: list[tuple[str, list[date]]] = []
    for day, name in named:
        if groups and groups[-1][0] == name:
            groups[-1][1].append(day)
        else:
            groups.append((name, [day]))
    return groups


def days_words(number: int | None) -> str:
    """A number of days in words: ``1 day``, ``12 days``."""
    return f"{number} day{'s' * (number != 1)}"


def _ranges(days: list[date], *, weekday: bool = False) -> str:
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    show = long_day if weekday else date.isoformat
    parts = []
    for run in runs:
        last = run[-1].strftime("%d" if run[-1].month == run[0].month else "%m-%d")
        parts.append(show(run[0]) if len(run) == 1 else f"{show(run[0])}/{last}")
    return ", ".join(parts)
