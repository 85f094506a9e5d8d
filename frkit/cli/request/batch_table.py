"""The table of a batch: one row for each request, every slip with its line and column, and an empty one to fill in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from frkit.asking.batch_fees import CAP, cap_from
from frkit.asking.batch_requesters import RESIDENT, asks_residence
from frkit.asking.batch_types import Wanted
from frkit.asking.new_request import Asked
from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.findings import did_you_mean
from frkit.base.models import day_from
from frkit.catalogue.loading import all_agencies
from frkit.catalogue.naming import AgencyNames
from frkit.catalogue.types import Agency
from frkit.exchange.csv_events import apart
from frkit.exchange.csv_rows import Row, Sheet, csv_text, sheet_of
from frkit.law.loading import load_jurisdiction

T = TypeVar("T")
COLUMNS = {
    "agency": "Whom to ask: an id, or a name that only one body has. The only column that must be there.",
    "law": "Another regime of its place, like gb-sar; else the body's usual law.",
    "pack": "A pack of items, like first-contact.",
    "items": "Ids of record types, besides the pack or in its place: contracts | policies",
    "ask": "Items in your own words, with a bar between them.",
    "vendors": "Vendors to name as examples: clearview | amazon",
    "since": "Records from this day on: 2024-01-01",
    "until": "Records up to this day; empty: up to the day of the search.",
    "custodians": "Offices that may hold the records: Records Division | City Clerk",
    "terms": "Search terms for every item.",
    "requester": "Id of who signs: a file in private/requesters.",
    "fee_cap": "What you agree to pay in all without being asked again: 25 USD",
    "title": "What the request is called in lists.",
    "given.resident": "Answers to what a law asks: a column for each, like given.resident with yes or no.",
}
"""Column -> what stands in it."""
NOT_READ = ("name", "place", "note")
"""Columns for whoever reads the table."""
_GIVEN = "given."


@dataclass(frozen=True)
class Table:
    """What a table says: the rows that can be read, and what is wrong with the others, each with its place."""

    wanted: list[Wanted]
    faults: list[str]
    notes: tuple[str, ...]


def table_in(path: Path, usual: Wanted, overlay: Path | None) -> Table:
    """The rows of a table; ``usual`` fills the cells that are empty. Raises WrongUsage for what is no such table."""
    sheet = sheet_of(path)
    _refuse_columns(sheet)
    if not sheet.rows:
        raise WrongUsage("The table has no rows.", place=sheet.place(1), remedy="write one row for each request")
    names = AgencyNames(all_agencies(overlay))
    found: list[Wanted] = []
    faults: list[str] = []
    for row in sheet.rows:
        wanted, wrong = _wanted(sheet, row, usual, names)
        faults += wrong
        if wanted is not None:
            found.append(wanted)
    return Table(found, faults, sheet.notes)


def template(agencies: Sequence[Agency] = (), overlay: Path | None = None) -> str:
    """A table to fill in, as CSV: the columns, and a row for each body.

    Where a law wants to know whether who asks lives there, or no body is named yet, there is a column for that.
    """
    residents = not agencies or any(_asks_residence(law, overlay) for law in {agency.law for agency in agencies})
    left_out = {"agency"} if residents else {"agency", f"{_GIVEN}{RESIDENT}"}
    columns = ["agency", "name", *(name for name in COLUMNS if name not in left_out)]
    rows = [[agency.id, agency.name, *[""] * (len(columns) - 2)] for agency in agencies]
    return csv_text(columns, rows)


def _asks_residence(code: str, overlay: Path | None) -> bool:
    law = load_jurisdiction(code, overlay)
    return RESIDENT in law.given or asks_residence(law)


def _refuse_columns(sheet: Sheet) -> None:
    known = [*COLUMNS, *NOT_READ]
    for number, name in enumerate(sheet.columns, 1):
        if name not in known and not name.startswith(_GIVEN):
            fact = f"A batch has no column '{name}'{did_you_mean(name, known) or '.'}"
            place = f"{sheet.place(1)}:{number}"
            raise WrongUsage(fact, place=place, remedy="frkit request batch --columns explains the columns")
    if "agency" not in sheet.columns:
        raise WrongUsage(
            "The column 'agency' is missing.",
            place=sheet.place(1),
            remedy="frkit request batch --template prints a table to fill in",
        )


def _wanted(sheet: Sheet, row: Row, usual: Wanted, names: AgencyNames) -> tuple[Wanted | None, list[str]]:
    line, cells = row
    reader = _Cells(sheet, line, cells)
    agency = reader.value("agency", lambda cell: names.meant(cell).id)
    if "agency" not in cells:
        reader.faults.append(f"{reader.place('agency')}: the agency is missing")
    cap = reader.value("fee_cap", cap_from)
    own = {name.removeprefix(_GIVEN): cell for name, cell in cells.items() if name.startswith(_GIVEN)}
    given = {**usual.asked.given, **own, **({CAP: cap[0]} if cap else {})}
    default = usual.asked
    items = reader.value("items", _ids)
    pack = cells.get("pack")
    asked = Asked(
        agency=agency or "",
        law=cells.get("law", default.law),
        pack=pack if pack or items else default.pack,
        items=items or (() if pack else default.items),
        texts=reader.value("ask", _texts) or default.texts,
        vendors=reader.value("vendors", _ids) or default.vendors,
        since=reader.value("since", _day) or default.since,
        until=reader.value("until", _day) or default.until,
        custodians=reader.value("custodians", _texts) or default.custodians,
        terms=reader.value("terms", _texts) or default.terms,
        requester=cells.get("requester", default.requester),
        given=given,
        title=cells.get("title", default.title),
    )
    if reader.faults:
        return None, reader.faults
    wanted = replace(
        usual,
        asked=asked,
        place=sheet.place(line),
        cap_currency=cap[1] if cap else usual.cap_currency,
        fixed_requester="requester" in cells,
    )
    return wanted, []


class _Cells:
    """The cells of one row, and what is wrong with them."""

    def __init__(self, sheet: Sheet, line: int, cells: dict[str, str]) -> None:
        self._sheet, self._line, self._cells = sheet, line, cells
        self.faults: list[str] = []

    def place(self, column: str) -> str:
        """``list.csv:3:2``: the line, and the number of the column."""
        return f"{self._sheet.place(self._line)}:{self._sheet.columns.index(column) + 1}"

    def value(self, column: str, read: Callable[[str], T]) -> T | None:
        """What a cell says, or None for an empty one or one that cannot be read."""
        cell = self._cells.get(column)
        if cell is None:
            return None
        try:
            return read(cell)
        except FrkitError as error:
            fact = error.fact.rstrip(".")
            told = f"{fact}{' -' if fact.endswith('?') else ';'} {error.remedy}" if error.remedy else error.fact
        except ValueError as error:
            told = str(error)
        self.faults.append(f"{self.place(column)}: {column}: {told}")
        return None


def _ids(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for text in apart(cell) for part in text.replace(";", ",").split(",") if part.strip())


def _texts(cell: str) -> tuple[str, ...]:
    return tuple(apart(cell))


def _day(cell: str) -> date:
    return day_from(cell)
