"""Closed days: which days a law does not count, by name, for the years that were reviewed."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationError, field_validator, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from frkit.base.models import EARLIEST, LATEST, Data, Many, PartialDate, day_from

ONE_DAY = timedelta(days=1)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _span(value: Any) -> Any:
    """A part of a year as first and last day; one that ends before it begins runs on into the next year."""
    first, _, last = str(value).partition("/")
    if not all(_is_date(2000, day) for day in (first, last)):
        raise ValueError(f"'{value}' is no part of a year; write it month-day/month-day, like 12-25/01-15")
    return str(value)


def _plausible(years: dict[int, Any]) -> dict[int, Any]:
    for year in years:
        if not EARLIEST.year <= year < LATEST.year:
            raise ValueError(f"'{year}' is no year that frkit counts with")
    return years


Span = Annotated[str, BeforeValidator(_span)]


class Closedown(Data):
    """Weeks in which an office is shut by law: every year alike, or from year to year as somebody declares."""

    name: str
    every_year: Span | None = None
    """Like ``12-25/01-15``: from 25 December to 15 January."""
    falls: Span | None = None
    """In which part of the year it lies, where it is declared anew each year: a count through it needs that year."""
    years: dict[int, Span] = {}
    """Year in which it begins -> from when to when, as declared."""
    citation: str | None = None
    source: str | None = None

    _years = field_validator("years")(_plausible)

    @model_validator(mode="after")
    def _one_way(self) -> Closedown:
        if (self.every_year is None) == (self.falls is None):
            raise ValueError(
                "a closedown is the same 'every_year', or it 'falls' in a part of the year and has 'years'"
            )
        return self

    def days(self, year: int) -> Iterator[date]:
        """Its days where it begins in that year; none where nobody has put that year on file."""
        span = self.every_year or self.years.get(year)
        if span is not None:
            yield from _days_of(span, year)

    def touches_unknown(self, first: date, last: date) -> list[int]:
        """The years whose closedown is not on file, of those through which a count between two days runs."""
        if self.falls is None:
            return []
        years = range(first.year - 1, last.year + 1)
        unknown = [year for year in years if year not in self.years]
        return [year for year in unknown if any(first < day <= last for day in _days_of(self.falls, year))]


def _days_of(span: str, year: int) -> Iterator[date]:
    begin, _, end = span.partition("/")
    day, last = _day_of(year, begin), _day_of(year + (end < begin), end)
    while day <= last:
        yield day
        day += ONE_DAY


def _day_of(year: int, day: str) -> date:
    """A day of a year; 29 February is the last of that month where the year has none."""
    return date.fromisoformat(f"{year:04}-{day if day != '02-29' or isleap(year) else '02-28'}")


class ClosedDays(Data):
    """``closed-days.yaml``: the weekly closed days and, year by year, each closed date with its name."""

    code: str
    weekly: Many[str] = ("saturday", "sunday")
    generated_from: str | None = None
    reviewed: PartialDate | None = None
    source: str | None = None
    note: str | None = None
    years: dict[int, dict[str, str]]
    """Year -> ``MM-DD`` -> the name of the day."""
    closedowns: Many[Closedown] = ()
    uncertain: Many[str] = ()
    """Names of days of which it is in doubt whether they are left out: closed for the agency's limits, so that none is
    called late too soon, and open for the requester's own, so that none is missed."""

    @cached_property
    def by_date(self) -> dict[date, str]:
        """Every closed date on file with its name; a day with a name of its own keeps it within a closedown."""
        # One that begins in December runs into the first year on file.
        years = range(min(self.years, default=1) - 1, max(self.years, default=-1) + 1)
        found = {day: shut.name for shut in self.closedowns for year in years for day in shut.days(year)}
        for year, days in self.years.items():
            found |= {date(year, int(day[:2]), int(day[3:])): name for day, name in days.items()}
        return found

    @cached_property
    def weekly_names(self) -> tuple[str | None, ...]:
        """For each weekday from Monday on, its name if it is closed every week."""
        return tuple(name.capitalize() if name in self.weekly else None for name in WEEKDAYS)

    @field_validator("weekly")
    @classmethod
    def _known_weekdays(cls, days: tuple[str, ...]) -> tuple[str, ...]:
        for day in days:
            if day not in WEEKDAYS:
                raise ValueError(f"'{day}' is not a day of the week")
        if set(days) == set(WEEKDAYS):
            raise ValueError("a week in which every day is closed never ends a count; leave at least one day open")
        return days

    @field_validator("years")
    @classmethod
    def _real_dates(cls, years: dict[int, dict[str, str]]) -> dict[int, dict[str, str]]:
        _plausible(years)
        wrong = [(year, day) for year, days in years.items() for day in days if not _is_date(year, day)]
        if wrong:  # each at its own place in the file
            raise ValidationError.from_exception_data("ClosedDays", [_no_date(year, day) for year, day in wrong])
        return years


def _is_date(year: int, day: str) -> bool:
    try:
        day_from(f"{year}-{day}")
    except ValueError:
        return False
    return True


def _no_date(year: int, day: str) -> InitErrorDetails:
    message = f"{year}-{day} is not a date; a closed day is written month-day, like 12-25"
    # The text goes in as a value: a brace in a hostile key is no placeholder.
    kind = PydanticCustomError("no_date", "{message}", {"message": message})
    return InitErrorDetails(type=kind, loc=(str(year), day), input=day)


@dataclass(frozen=True)
class Calendar:
    """Answers, for a day, whether it is counted; with the office closures that were logged for one agency."""

    days: ClosedDays
    extra: dict[date, str] = field(default_factory=dict)
    also_closed: tuple[str, ...] = ()
    """Further weekdays that are left out."""
    doubts_open: bool = False
    """Whether days in doubt are taken as open: for limits of the requester."""

    def why_closed(self, day: date) -> str | None:
        """The name of the closed day, or None for a day that is open."""
        named = self._named(day) or self.extra.get(day) or self.days.weekly_names[day.weekday()]
        if named is None and self.also_closed and WEEKDAYS[day.weekday()] in self.also_closed:
            return WEEKDAYS[day.weekday()].capitalize()
        return named

    def _named(self, day: date) -> str | None:
        name = self.days.by_date.get(day)
        if name is None or name not in self.days.uncertain:
            return name
        return None if self.doubts_open else f"{name} (in doubt)"

    def doubts(self, first: date, last: date) -> tuple[str, ...]:
        """Why a count between two days cannot be trusted: years or closedowns that are not on file."""
        if last < first:
            first, last = last, first
        missing = [year for year in range(first.year, last.year + 1) if year not in self.days.years]
        doubts = [
            f"No closed days are on file for {_listed(missing)}: only the weekly closed days were left out there."
        ]
        doubts = doubts if missing else []
        for shut in self.days.closedowns:
            unknown = shut.touches_unknown(first, last)
            if unknown:
                doubts.append(f"{shut.name}: not on file for {_listed(unknown)}, so the true last day may be later.")
        return tuple(doubts)

    def next_open(self, day: date, *, back: bool = False) -> tuple[date, tuple[tuple[date, str], ...]]:
        """The nearest open day from this one on (or back), and the closed days passed over."""
        passed: list[tuple[date, str]] = []
        while (name := self.why_closed(day)) is not None:
            passed.append((day, name))
            day += -ONE_DAY if back else ONE_DAY
        return day, tuple(passed)


def _listed(years: Iterable[int]) -> str:
    return ", ".join(map(str, years))


def with_closures(days: ClosedDays, closures: Iterable[tuple[date, str]]) -> Calendar:
    """A calendar with the closures that were logged for one agency."""
    return Calendar(days, dict(closures))
