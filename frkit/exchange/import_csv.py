"""A history that somebody kept in a table: one row an event, read as docs/importing.md explains."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import inside
from frkit.base.findings import did_you_mean
from frkit.base.json_reading import json_in
from frkit.base.models import day_from
from frkit.exchange.csv_events import (
    REQUEST_COLUMNS,
    SHARED_COLUMNS,
    Days,
    apart,
    fields_of,
    own_columns,
    values_in,
)
from frkit.exchange.csv_rows import Row, Sheet, sheet_of
from frkit.exchange.exporting import LEFT_ALONE
from frkit.exchange.import_types import Attached, History, Part, says
from frkit.tracking.codes import kind_meant
from frkit.tracking.types import Item, Period

FILES = ("files", "file", "proof_file")
"""Columns that name files below the folder of the table."""
_ROLES = {"produced": "record", "sent": "letter"}
_KNOWN = {*REQUEST_COLUMNS, *SHARED_COLUMNS, *FILES, *LEFT_ALONE}
_TOKENS = {"YYYY": r"(?P<year>[0-9]{4})", "MM": r"(?P<month>[0-9]{1,2})", "DD": r"(?P<day>[0-9]{1,2})"}


@dataclass(frozen=True)
class Read:
    """What a table holds: its requests, and what a person should know of the reading."""

    histories: tuple[History, ...]
    notes: tuple[str, ...] = ()


def read_csv(path: Path, days: Days = day_from) -> Read:
    """The requests of a table, each with its rows as events; faults stay with the request that has them.

    Raises WrongUsage where a column that every row needs is missing.
    """
    sheet = sheet_of(path)
    columns = {*own_columns(), *_KNOWN}
    for needed in ("request", "kind", "date"):
        if needed not in sheet.columns:
            near = did_you_mean(needed, sheet.columns)
            remedy = "name it in the first row; docs/importing.md lists the columns"
            raise WrongUsage(f"The table has no column '{needed}'{near}.", place=sheet.place(1), remedy=remedy)
    unknown = [
        f"{sheet.place(1)}: the column '{name}' is not known and was left out{did_you_mean(name, columns)}"
        for name in sheet.columns
        if name not in columns
    ]
    rows: dict[str, list[Row]] = {}
    homeless = []
    for line, row in sheet.rows:
        if "request" in row:
            rows.setdefault(row["request"], []).append((line, row))
        else:
            homeless.append(f"{sheet.place(line)}: the row names no request and was left out")
    histories = tuple(_history(sheet, name, its, days) for name, its in rows.items())
    return Read(histories, (*sheet.notes, *unknown, *homeless))


def days_spelt(pattern: str) -> Days:
    """Reads days spelt as a pattern like ``DD/MM/YYYY`` says; raises WrongUsage for a pattern that is none."""
    spelt = pattern.strip().upper()
    if sorted(re.findall(r"YYYY|MM|DD", spelt)) != ["DD", "MM", "YYYY"] or re.sub("YYYY|MM|DD|[-/. ]", "", spelt):
        fact = f"'{pattern}' does not say how days are spelt."
        raise WrongUsage(fact, place="--date-format", remedy="write it with YYYY, MM and DD, like DD/MM/YYYY")
    form = re.sub("YYYY|MM|DD", lambda token: _TOKENS[token[0]], re.escape(spelt).replace(r"\ ", " "))
    shape = re.compile(form)

    def read(text: str) -> date:
        match = shape.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"'{text}' is not a date like {spelt}")
        try:
            return day_from(date(int(match["year"]), int(match["month"]), int(match["day"])))
        except ValueError:
            raise ValueError(f"'{text}' is no day, read as {spelt}") from None

    return read


def items_in(cell: str) -> tuple[Item, ...]:
    """The items that a cell asks for: ids of record types, or JSON as ``frkit export`` writes; raises ValueError."""
    if cell.startswith("["):
        try:
            return tuple(Item.model_validate(one) for one in json_in(cell))
        except (ValueError, TypeError):
            raise ValueError(f"'{cell[:40]}' is not a list of items") from None
    return tuple(_item(number, text) for number, text in enumerate(apart(cell), 1))


def _item(number: int, text: str) -> Item:
    """A record type by its id, or the request's own words; a single word is taken for an id that must be known."""
    from frkit.catalogue.loading import CATEGORIES

    known = CATEGORIES.paths()
    if text in known:
        return Item(number=number, category=text)
    if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        near = did_you_mean(text, known)
        raise ValueError(f"asked: '{text}' is no record type{near}; words of your own are more than one")
    return Item(number=number, category="other", text=text)


def _history(sheet: Sheet, name: str, rows: list[Row], days: Days) -> History:
    about, faults = _about(sheet, rows)
    parts: list[Part] = []
    seen: Counter[str] = Counter()
    for line, row in rows:
        if not _is_event(row):
            continue
        part, wrong = _part(sheet, line, row, days)
        if wrong:
            faults += [f"{sheet.place(line)}: {one}" for one in wrong]
            continue
        seen[part.key] += 1
        if seen[part.key] > 1 and "id" in row:
            faults.append(f"{sheet.place(line)}: the id '{row['id']}' stands here a second time")
        parts.append(part if seen[part.key] == 1 else replace(part, key=f"{part.key}-{seen[part.key]}"))
    fields, asked, period, wrong = _request_fields(about)
    line = rows[0][0]
    return History(
        source="csv",
        key=name,
        called=about.get("request_title", name),
        agency=about.get("agency", ""),
        parts=tuple(parts),
        law=about.get("law"),
        asked=asked,
        fields=fields,
        period=period,
        faults=(*faults, *(f"{sheet.place(line)}: {one}" for one in wrong)),
    )


def _is_event(row: Mapping[str, str]) -> bool:
    """Whether a row has more than what it says of its request, and is not one that stands only for a draft."""
    return any(name in row for name in (*SHARED_COLUMNS, *own_columns(), *FILES))


def _about(sheet: Sheet, rows: list[Row]) -> tuple[dict[str, str], list[str]]:
    """What the rows say of their request, together; two rows that say different things are told."""
    said: dict[str, tuple[int, str]] = {}
    faults = []
    for line, row in rows:
        for name in REQUEST_COLUMNS[1:]:
            first_line, first = said.setdefault(name, (line, row[name])) if name in row else (line, row.get(name))
            if name in row and first != row[name]:
                other = f"'{row[name]}' here and '{first}' in line {first_line}, for one request"
                faults.append(f"{sheet.place(line)}: {name}: {other}")
    return {name: cell for name, (_, cell) in said.items()}, faults


def _request_fields(about: Mapping[str, str]) -> tuple[dict[str, Any], tuple[Item, ...], Period | None, list[str]]:
    fields: dict[str, Any] = {}
    faults: list[str] = []
    asked: tuple[Item, ...] = ()
    period = None
    for name in ("pack", "wave", "requester"):
        if name in about:
            fields[name] = about[name]
    try:
        for name in ("places", "vendors"):
            if name in about:
                fields[name] = tuple(apart(about[name]))
        if "given" in about:
            fields["given"] = _given(apart(about["given"]))
        if "asked" in about:
            asked = items_in(about["asked"])
        period = _period(about.get("period", ""))
    except (ValueError, ValidationError) as error:
        faults.append(str(error) if not isinstance(error, ValidationError) else "the request's columns do not fit")
    return fields, asked, period, faults


def _given(pairs: list[str]) -> dict[str, str]:
    given = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not (key and equals and value):
            raise ValueError(f"given: '{pair}' is not like resident=yes")
        given[key.strip()] = value.strip()
    return given


def _period(cell: str) -> Period | None:
    if not cell:
        return None
    since, slash, until = cell.partition("/")
    if not slash:
        raise ValueError(f"period: '{cell}' is not like 2020-01-01/2025-12-31")
    return Period(since=day_from(since) if since else None, until=day_from(until) if until else None)


def _with_proof_file(row: Mapping[str, str]) -> Mapping[str, str]:
    """A row in which ``proof`` names a file, as ``frkit log --from-csv`` takes it, unless the kind has such a field."""
    meant = kind_meant(row.get("kind", ""))
    if "proof" not in row or meant is None or "proof" in fields_of(meant[0]):
        return row
    rest = {name: cell for name, cell in row.items() if name != "proof"}
    return {"proof_file": row["proof"], **rest}


def _part(sheet: Sheet, line: int, row: Mapping[str, str], days: Days) -> tuple[Part, list[str]]:
    row = _with_proof_file(row)
    values, faults = values_in(row, days)
    told = {name: cell for name, cell in row.items() if name in {*SHARED_COLUMNS, *own_columns(), *FILES}}
    digest = says(told)
    kind = str(values.get("kind"))
    files: list[Attached] = []
    for column in FILES:
        role = "proof" if column == "proof_file" else _ROLES.get(kind, "reply")
        try:
            paths = [inside(sheet.path.parent, name) for name in apart(row.get(column, ""))]
        except (ValueError, FrkitError) as error:
            faults.append(f"{column}: {getattr(error, 'fact', error)}")
        else:
            files += [Attached(path.name, path=path, role=role) for path in paths]
    return Part(row.get("id", digest), values, sheet.place(line), digest, tuple(files)), faults
