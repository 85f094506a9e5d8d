"""What differs between two texts of a place's law, field by field and in the dates that follow. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from frkit.base.models import Data
from frkit.law.calendars import Calendar, ClosedDays
from frkit.law.clocks import StartFact, run
from frkit.law.lengths import Length
from frkit.law.rule_types import Clock
from frkit.law.types import Jurisdiction


@dataclass(frozen=True)
class Difference:
    """One field that differs; None where one of the two lacks it."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Shift:
    """A limit that ends on another day, counted from one start."""

    clock: str
    start: date
    before: date | None
    after: date | None


def differences(before: Jurisdiction, after: Jurisdiction) -> list[Difference]:
    """Every field that differs, in the order of the file; entries of lists are matched by their id."""
    old, new = dict(_fields(before)), dict(_fields(after))
    paths = list(dict.fromkeys([*old, *new]))
    return [Difference(path, old.get(path), new.get(path)) for path in paths if old.get(path) != new.get(path)]


def shifts(
    before: tuple[Jurisdiction, ClosedDays], after: tuple[Jurisdiction, ClosedDays], starts: tuple[date, ...]
) -> list[Shift]:
    """The clocks of both texts that end on another day, counted from these starts."""
    found = []
    for clock in before[0].clocks:
        other = after[0].clock(clock.id)
        if other is None:
            continue
        for start in starts:
            ends = _end(clock, start, before[1]), _end(other, start, after[1])
            if ends[0] != ends[1]:
                found.append(Shift(clock.id, start, *ends))
    return found


def _end(clock: Clock, start: date, days: ClosedDays) -> date | None:
    return run(clock, StartFact(start, "start", "started"), Calendar(days, also_closed=clock.also_closed)).date


def _fields(part: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(part, Data) and not isinstance(part, Length):
        for name in type(part).model_fields:
            yield from _fields(getattr(part, name), f"{path}.{name}" if path else name)
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from _fields(value, f"{path}.{key}")
    elif isinstance(part, tuple) and all(isinstance(one, Data) and not isinstance(one, Length) for one in part):
        for number, one in enumerate(part):
            yield from _fields(one, f"{path}[{getattr(one, 'id', number)}]")
    elif isinstance(part, tuple):
        yield path, ", ".join(map(str, part))
    elif part is not None:
        yield path, str(part)
