"""``manifest.csv``: the manifest as a table with a row for each page, for whoever works with a spreadsheet."""

from __future__ import annotations

from typing import Any

from frkit.exchange.csv_rows import csv_text
from frkit.packet.verify.manifest import ExhibitEntry, FileEntry, Record, pages_of_file

NAME = "manifest.csv"
_OF_PAGE = ("page", "bates", "source_page", "stamp", "content", "digest")
_OF_EXHIBIT = ("label", "title", "request", "original", "event", "date")
_OF_FILE = ("part", "name", "kind", "size", "sha256", "slip_sheet")
COLUMNS = (
    *("page", "bates", "exhibit", "title", "request", "event", "date", "original", "original_sha256"),
    *("part", "name", "kind", "size", "sha256", "source_page", "slip_sheet", "derivatives"),
    *("made_part", "stamp", "content", "digest"),
)
"""The names of the columns, in order."""


def page_table(record: Record) -> bytes:
    """The table's bytes: the same for the same record; no cell runs as a formula."""
    of_page = _exhibits_by_page(record)
    made = {page: one.title for one in record.parts for page in _pages(one.first_page, one.last_page, record)}
    made |= {one.sheet_page: f"Sheet of Exhibit {one.label}" for one in record.exhibits if one.sheet_page}
    sheets = (one.page for one in record.pages if one.bates is None and one.page not in made)
    made |= dict.fromkeys(sheets, "Sheet of a volume")
    rows = []
    for page in record.pages:
        cells = {key: getattr(page, key) for key in _OF_PAGE} | of_page.get(page.page, {})
        cells["made_part"] = made.get(page.page)
        rows.append([_cell(cells.get(column)) for column in COLUMNS])
    return csv_text(COLUMNS, rows).encode("utf-8", "replace")


def _exhibits_by_page(record: Record) -> dict[int, dict[str, Any]]:
    """What stands in the columns of exhibit and file, by packet page."""
    found: dict[int, dict[str, Any]] = {}
    for exhibit in record.exhibits:
        for file in exhibit.files:
            cells = _cells(exhibit, file)
            found |= {page: cells for page, _ in pages_of_file(record, file)}
    return found


def _cells(exhibit: ExhibitEntry, file: FileEntry) -> dict[str, Any]:
    of_exhibit = {key: getattr(exhibit, key) for key in _OF_EXHIBIT}
    of_file = {key: getattr(file, key) for key in _OF_FILE}
    derivatives = "; ".join(f"{one.what} {one.sha256}" for one in file.derivatives)
    more = {"exhibit": exhibit.label, "original_sha256": exhibit.files[0].sha256, "derivatives": derivatives}
    return {**of_exhibit, **of_file, **more}


def _pages(first: int, last: int, record: Record) -> range:
    """Packet pages from one to another, none of them beyond the packet's last."""
    return range(first, min(last, len(record.pages)) + 1)


def _cell(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())
