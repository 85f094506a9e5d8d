"""Drafts of ``closed-days.yaml`` from the ``holidays`` library, for a person to review against the statute.

frkit never asks the library when it counts: a newer version of it must not move the dates of a filed case.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from frkit.base.errors import FrkitError, MissingProgram
from frkit.base.files import create
from frkit.law.loading import CLOSED_SUFFIX, LOCAL_SCHEMAS, closed_days_home, load_jurisdiction

FIRST, LAST = 2005, 2035
Years = dict[int, dict[str, str]]


def library_calendars(code: str, overlay: Path | None = None) -> tuple[str, ...]:
    """The library's calendars for a place: those its law names, else the one that bears the place's own code."""
    law = load_jurisdiction(code, overlay)
    named = law.holidays.library if law.holidays is not None else ()
    return named or ("-".join(part.upper() for part in code.split("-")[:2]),)


def draft_years(calendars: Iterable[str], first: int = FIRST, last: int = LAST) -> Years:
    """The union of some calendars, year by year; a day that not all of them have says where it is closed."""
    found = {name: _from_library(name, first, last) for name in calendars}
    years: Years = {year: {} for year in range(first, last + 1)}
    for day in sorted({day for days in found.values() for day in days if first <= day.year <= last}):
        where = [name for name in found if day in found[name]]
        names = dict.fromkeys(text for name in where for text in found[name][day].split("; "))
        places = "" if len(where) == len(found) else f" ({', '.join(_place(name) for name in where)})"
        years[day.year][day.strftime("%m-%d")] = " / ".join(names) + places
    return years


def closed_days_text(code: str, years: Years, head: dict[str, str], comments: Iterable[str] = ()) -> str:
    """A whole ``closed-days.yaml``: comments, what it was made from, and one line for each year."""
    lines = [f"# yaml-language-server: $schema={schema_path(code, 'closed-days')}"]
    lines += [f"# {comment}".rstrip() for comment in comments]
    lines += ["", f"code: {code}", "weekly: [saturday, sunday]"]
    lines += [f"{key}: {_quoted(value)}" for key, value in head.items()]
    lines += ["", "years:"]
    for year, days in years.items():
        inner = ", ".join(f"{day}: {_quoted(name)}" for day, name in sorted(days.items()))
        lines.append(f"  {year}: {{{inner}}}")
    return "\n".join(lines) + "\n"


def write_draft(code: str, path: Path, first: int = FIRST, last: int = LAST, overlay: Path | None = None) -> Years:
    """Write a draft that says that nobody has reviewed it; never replaces a file."""
    calendars = library_calendars(code, overlay)
    years = draft_years(calendars, first, last)
    comments = [
        f"DRAFT of the closed days of {code}, {first} to {last}: made by a library, reviewed by nobody.",
        "Compare each year with the statute that says which days are closed, mend the lines, say above them what you",
        "compared and what stays in doubt, and put the month of the review under 'reviewed'.",
    ]
    text = closed_days_text(code, years, {"generated_from": _generator(calendars)}, comments)
    if path.name.endswith(CLOSED_SUFFIX) and path.absolute() == closed_days_home(code, overlay).absolute():
        text = text.replace(schema_path(code, "closed-days"), f"{LOCAL_SCHEMAS}/closed-days.json", 1)
    create(path, text.encode())
    return years


def schema_path(code: str, name: str) -> str:
    """The way from a place's folder to a schema, as editors want it in the first line of a file."""
    return "../" * len(code.split("-", 2)) + f"schema/{name}.json"


def _generator(calendars: Iterable[str]) -> str:
    return f"holidays {version('holidays')}: {', '.join(calendars)}"


def _from_library(name: str, first: int, last: int) -> dict[date, str]:
    country, _, part = name.partition("-")
    try:
        import holidays
    except ImportError:
        raise MissingProgram(
            "Drafting closed days needs the Python package 'holidays'.", remedy="pip install holidays"
        ) from None
    try:
        # One more year on each side: a New Year's Day on a Saturday may close the last Friday of December.
        years = range(first - 1, last + 2)
        found: Any = holidays.country_holidays(country, subdiv=part or None, years=years, language="en_US")
    except NotImplementedError as error:
        remedy = "write the file by hand, or name other calendars under holidays.library"
        raise FrkitError(f"The holidays library has no calendar '{name}': {error}.", remedy=remedy) from None
    return dict(found.items())


def _place(name: str) -> str:
    import holidays

    country, _, part = name.partition("-")
    aliases: dict[str, str] = getattr(holidays, country)().subdivisions_aliases
    return next((alias for alias, code in aliases.items() if code == part), name)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
