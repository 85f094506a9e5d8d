"""Closed days: which days a law does not count, by name, for the years that were reviewed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from pydantic import ValidationError, field_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from frkit.base.models import Data, Many, PartialDate, day_from

ONE_DAY = timedelta(days=1)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


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

    @field_validator("weekly")
    @classmethod
    def _known_weekdays(cls, days: tuple[str, ...]) -> tuple[str, ...]:
        for day in days:
            if day not in WEEKDAYS:
                raise ValueError(f"'{day}' is not a day of the week")
        return days

    @field_validator("years")
    @classmethod
    def _real_dates(cls, years: dict[int, dict[str, str]]) -> dict[int, dict[str, str]]:
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

    def why_closed(self, day: date) -> str | None:
        """The name of the closed day, or None for a day that is open."""
        named = self.days.years.get(day.year, {}).get(day.strftime("%m-%d"))
        if named is not None:
            return named
        if day in self.extra:
            return self.extra[day]
        weekday = WEEKDAYS[day.weekday()]
        return weekday.capitalize() if weekday in self.days.weekly else None

    def missing_years(self, first: date, last: date) -> list[int]:
        """Years between two days for which no closed days are on file: a count through them cannot be trusted."""
        return [year for year in range(first.year, last.year + 1) if year not in self.days.years]

    def next_open(self, day: date, *, back: bool = False) -> tuple[date, tuple[tuple[date, str], ...]]:
        """The nearest open day from this one on (or back), and the closed days passed over."""
        passed: list[tuple[date, str]] = []
        while (name := self.why_closed(day)) is not None:
            passed.append((day, name))
            day += -ONE_DAY if back else ONE_DAY
        return day, tuple(passed)


def with_closures(days: ClosedDays, closures: Iterable[tuple[date, str]]) -> Calendar:
    """A calendar with the closures that were logged for one agency."""
    return Calendar(days, dict(closures))
