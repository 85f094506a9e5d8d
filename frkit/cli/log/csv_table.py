"""``frkit log --from-csv``: the rows of a table as events of requests that are here; every mistake with its line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.findings import did_you_mean
from frkit.cli.log.plan import Desk, Fault, Typed, own_values, refuse_future
from frkit.exchange.csv_events import SHARED_COLUMNS, own_columns, values_in
from frkit.exchange.csv_rows import Row, Sheet, sheet_of
from frkit.tracking.codes import CODES, kind_meant
from frkit.tracking.events import BY_KIND
from frkit.tracking.types import RequestFile

_FILES = ("file", "files", "proof", "letter", "private", "source")
"""Columns that say what files came with the event; their paths are seen from the table."""
_PASSED_OVER = ("id", "by", "entered")
"""Columns of an export that say who logged an event and when: what is logged now is logged by whoever does it."""
_OF_REQUEST = ("agency", "law", "places", "request_title", "asked", "given", "vendors", "pack", "period", "requester")


def typed_in(
    desk: Desk,
    path: Path,
    only: str | None = None,
    *,
    day: date | None = None,
    options: Mapping[str, Any] | None = None,
) -> tuple[list[tuple[RequestFile, Typed]], list[Fault]]:
    """The events in a table, each with its request, and what is wrong with the other rows.

    What the command line says fills the cells that are empty. Raises WrongUsage for a table that cannot be read, and
    FrkitError for broken rows.
    """
    sheet = sheet_of(path)
    _refuse_columns(sheet, only)
    files: dict[str, RequestFile] = {}
    found: list[tuple[RequestFile, Typed]] = []
    faults: list[Fault] = []
    for row in sheet.rows:
        try:
            found.append(_event_in(desk, sheet, row, only, day, options or {}, files))
        except FrkitError as error:
            faults.append((sheet.place(row[0]), error))
    if not sheet.rows:
        raise WrongUsage("The table has no rows.", place=sheet.place(1), remedy="write one row for each event")
    _tell(sheet)
    return found, faults


def _refuse_columns(sheet: Sheet, only: str | None) -> None:
    """Raise WrongUsage for a table without the columns that are needed, or with one that nothing knows."""
    known = ["request", *SHARED_COLUMNS, *own_columns(), *_FILES, *_OF_REQUEST, "wave"]
    unknown = [name for name in sheet.columns if name not in known]
    if unknown:
        fact = f"No event has a column '{unknown[0]}'{did_you_mean(unknown[0], known)}"
        raise WrongUsage(fact, place=sheet.place(1), remedy="name columns like the options of frkit log KIND --help")
    needed = ("request", "date") if only else ("request", "kind", "date")
    lacking = [name for name in needed if name not in sheet.columns and not (name == "date" and only)]
    if lacking:
        fact = f"The column '{lacking[0]}' is missing."
        raise WrongUsage(
            fact, place=sheet.place(1), remedy=f"the first row names the columns: {', '.join(needed)}, ..."
        )


def _tell(sheet: Sheet) -> None:
    for note in sheet.notes:
        click.echo(f"Note: {note}", err=True)
    over = [name for name in sheet.columns if name in (*_PASSED_OVER, *_OF_REQUEST, "wave")]
    if over:
        click.echo(f"Note: not read from the table: {', '.join(over)}.", err=True)


def _event_in(
    desk: Desk,
    sheet: Sheet,
    row: Row,
    only: str | None,
    day: date | None,
    options: Mapping[str, Any],
    files: dict[str, RequestFile],
) -> tuple[RequestFile, Typed]:
    line, cells = row[0], dict(row[1])
    if "request" not in cells:
        raise WrongUsage("the request is missing (column 'request')")
    request_id = desk.folder.find_request(cells.pop("request"))
    if request_id not in files:
        files[request_id] = desk.folder.load(request_id)
    kind, besides = _kind(cells, only)
    taken = _files_in(cells, kind, sheet.path.parent)
    defaults = own_values(kind, {**options, **besides})
    if day is not None:
        cells.setdefault("date", day.isoformat())
    values = {**defaults, **_values(cells, kind)}
    on: date = values.pop("date")
    refuse_future(on, desk.today)
    typed = Typed(
        kind=kind,
        day=on,
        values={key: value for key, value in values.items() if key != "kind"},
        files=taken.get("files") or tuple(options.get("files", ())),
        proof=taken.get("proof") or options.get("proof"),
        letter=taken.get("letter") or options.get("letter"),
        private=bool(taken.get("private") or options.get("private")),
        came_from=taken.get("came_from") or options.get("came_from"),
        place=sheet.place(line),
    )
    return files[request_id], typed


def _kind(cells: dict[str, str], only: str | None) -> tuple[str, dict[str, Any]]:
    """The kind of event of a row, taken out of its cells, with what its code says besides."""
    word = cells.pop("kind", only or "")
    meant = kind_meant(word)
    if meant is None:
        known = [*CODES, *(kind.replace("_", "-") for kind in BY_KIND)]
        fact = f"there is no kind of event '{word}'{did_you_mean(word, known)}"
        raise WrongUsage(fact if word else "the kind of event is missing (column 'kind')")
    if only is not None and meant[0] != only:
        raise WrongUsage(f"the row says '{word}', the command {only.replace('_', '-')}")
    return meant


def _files_in(cells: dict[str, str], kind: str, folder: Path) -> dict[str, Any]:
    """What the row says of files, taken out of its cells."""
    own = BY_KIND[kind].model_fields
    found: dict[str, Any] = {}
    paths = [folder / part for name in ("file", "files") for part in _parts(cells.pop(name, ""))]
    if paths:
        found["files"] = tuple(paths)
    for name in ("proof", "letter"):
        if name in cells:
            found[name] = folder / cells.pop(name)
    if "private" in cells:
        word = cells.pop("private").casefold()
        if word not in ("yes", "true", "1", "x", "no", "false", "0"):
            raise WrongUsage(f"private: '{word}' is neither yes nor no")
        found["private"] = word in ("yes", "true", "1", "x")
    if "source" in cells:
        found["came_from"] = cells["source"] if "source" in own else cells.pop("source")
    return found


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _values(cells: dict[str, str], kind: str) -> dict[str, Any]:
    kept = {name: cell for name, cell in cells.items() if name not in (*_PASSED_OVER, *_OF_REQUEST, "wave")}
    values, faults = values_in({**kept, "kind": kind})
    if faults:
        raise WrongUsage("; ".join(faults))
    return values
