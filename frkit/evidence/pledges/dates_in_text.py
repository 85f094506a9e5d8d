"""Dates that stand in the text of a page: candidates, until a person has looked and confirmed one.

A date of figures alone, such as 03/04/2021, has two readings; both are given, that of the place first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTH_NAMES = (
    "january jan janvier janv januar januari enero ene janeiro gennaio gen jänner",
    "february feb février fevrier févr februar februari febrero fevereiro febbraio febr",
    "march mar mars märz maart marzo março marts mrt",
    "april apr avril avr abril abr aprile",
    "may mai mei mayo maio maggio maj",
    "june jun juin juni junio junho giugno giu",
    "july jul juillet juil juli julio julho luglio lug",
    "august aug août aout augustus agosto augusti ago",
    "september sept sep septembre septiembre setembro settembre set",
    "october oct octobre oktober okt octubre outubro ottobre ott out",
    "november nov novembre noviembre novembro",
    "december dec décembre dezember dez diciembre dic dezembro dicembre déc des desember",
)
"""The months in the languages of the places on file, with their usual short forms."""
EARLIEST, LATEST = 1990, 2100
"""Years that a record about face recognition can bear; other numbers are no years."""
SHORTEST_IN_SMALL_LETTERS = 3
"""``may 2020`` in small letters is more often the verb."""
_MONTH = {name: number for number, names in enumerate(MONTH_NAMES, 1) for name in names.split()}
_NAME = "|".join(sorted(map(re.escape, _MONTH), key=len, reverse=True))
_LETTER = r"(?=[^\W\d_])"
"""Looked for first: a page of figures is then passed over at once."""
_YEAR = r"(?:19|20)\d\d"
_PATTERNS = (
    ("iso", re.compile(rf"(?<![\w.])({_YEAR})-(\d\d)-(\d\d)(?!\d)")),
    ("iso", re.compile(rf"(?<!\d)({_YEAR})\s?年\s?(\d\d?)\s?月\s?(\d\d?)\s?日")),
    ("iso", re.compile(rf"(?<![\d/.])({_YEAR})/(\d\d?)/(\d\d?)(?![\d/])")),
    ("month_day", re.compile(rf"\b{_LETTER}({_NAME})\.? (\d\d?)(?:st|nd|rd|th)?,? ({_YEAR})(?!\d)", re.IGNORECASE)),
    (
        "day_month",
        re.compile(
            rf"(?<!\d)(\d\d?)(?:st|nd|rd|th|er|º|\.)? (?:de |of |d’|d')?({_NAME})\.?,? (?:de |of )?({_YEAR})(?!\d)",
            re.IGNORECASE,
        ),
    ),
    ("day_month", re.compile(rf"(?<!\d)(\d\d?)[- ]({_NAME})[- ]({_YEAR}|\d\d)(?!\d)", re.IGNORECASE)),
    ("figures", re.compile(rf"(?<![\d/.\-])(\d\d?)([/.\-])(\d\d?)\2({_YEAR}|\d\d)(?![\d/\-]|\.\d)")),
    ("month", re.compile(rf"(?<!\d )\b{_LETTER}({_NAME})\.?,? (?:de |of )?({_YEAR})(?!\d)", re.IGNORECASE)),
    ("month", re.compile(rf"(?<!\d)({_YEAR})\s?年\s?(\d\d?)\s?月(?!\s?\d)")),
)


@dataclass(frozen=True)
class FoundDate:
    """A date as a text bears it, and each day, month or year that it can mean."""

    words: str
    start: int
    end: int
    readings: tuple[str, ...]
    """``2021-04-03``, ``2021-04``; the likelier first where there are two."""

    @property
    def is_sure(self) -> bool:
        """Whether it can be read in one way only."""
        return len(self.readings) == 1


def dates_in(text: str, style: str) -> list[FoundDate]:
    """The dates in a text, in its order; ``style`` is how the place writes figures: ``month_first``, ``day_first``."""
    taken: list[FoundDate] = []
    for form, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            readings = tuple(dict.fromkeys(_readings(form, match, style)))
            free = not any(one.start < match.end() and match.start() < one.end for one in taken)
            if readings and free:
                taken.append(FoundDate(match[0], match.start(), match.end(), readings))
    return sorted(taken, key=lambda one: one.start)


def _readings(form: str, match: re.Match[str], style: str) -> Iterator[str]:
    if form == "iso":
        yield from _day(match[1], match[2], match[3])
    elif form == "month_day":
        yield from _day(match[3], _number(match[1]), match[2])
    elif form == "day_month":
        yield from _day(_year(match[3]), _number(match[2]), match[1])
    elif form == "month":
        named = match[1].casefold() in _MONTH
        if match[1].islower() and len(match[1]) <= SHORTEST_IN_SMALL_LETTERS:
            return
        year, month = (match[2], _number(match[1])) if named else (match[1], match[2])
        if EARLIEST <= int(year) <= LATEST and 1 <= int(month) <= 12:
            yield f"{year}-{int(month):02}"
    else:
        one, other, year = match[1], match[3], _year(match[4])
        american = style == "month_first" and match[2] != "."
        pairs = [(one, other), (other, one)] if american else [(other, one), (one, other)]
        for month, day in pairs:
            yield from _day(year, month, day)


def _number(name: str) -> str:
    return str(_MONTH[name.casefold()])


def _year(figures: str) -> str:
    """A year of two figures is one of this century: nothing that is asked for is older."""
    return figures if len(figures) == 4 else f"20{figures}"


def _day(year: str, month: str, day: str) -> Iterator[str]:
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        return
    if EARLIEST <= made.year <= LATEST:
        yield made.isoformat()
