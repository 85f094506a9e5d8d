"""Tables of a spreadsheet: read with the line of each row, written so that no cell runs as a formula."""

from __future__ import annotations

import csv
import io
import re
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.findings import shown_path

Row = tuple[int, dict[str, str]]
"""The line in which a row begins, from 1, and its cells by column; empty cells are left out."""

LARGEST_FILE = 256 << 20
LARGEST_CELL = 4 << 20
MOST_COLUMNS = 500
MOST_TOLD = 20
_DELIMITERS = ",;\t|"
_RUNS = re.compile(r"\s*'*[=+\-@\uff0b\uff0d\uff1d\uff20]|'*[\t\r\n]")
"""How a cell begins that a spreadsheet may run as a formula, or that was kept from it with an apostrophe."""
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class Sheet:
    """What stands in a file of comma-separated values."""

    path: Path
    columns: tuple[str, ...]
    """The names of the columns as they are compared: lower case, ``_`` for spaces and dashes."""
    rows: list[Row]
    notes: tuple[str, ...] = ()
    """What a person should know about the reading, such as a set of characters that had to be supposed."""

    def place(self, line: int) -> str:
        """``history.csv:12``, as a person finds it."""
        return f"{shown_path(self.path)}:{line}"


def rows_of(path: Path) -> list[Row]:
    """The rows of a CSV file: for each the line in which it begins, and its cells by the name of their column.

    See :func:`sheet_of`, which also gives the columns and what had to be supposed.
    """
    return sheet_of(path).rows


def sheet_of(path: Path) -> Sheet:
    """A CSV file as a sheet; its first row names the columns.

    UTF-8, UTF-16 with its mark, and Windows-1252 are read; commas, semicolons, tabs and bars separate. Names of
    columns are compared in lower case with ``_`` for spaces and dashes. Cells are stripped of space around them, empty
    ones and empty rows left out, and the apostrophe that keeps a formula from running is taken off.

    Raises WrongUsage for what is no table, and FrkitError with every broken row and its line.
    """
    text, notes = _text(path)
    rows = _records(text, path)
    first = next(rows, None)
    if first is None:
        raise WrongUsage("The file is empty.", place=shown_path(path), remedy="its first row must name the columns")
    columns = _columns(first, path)
    kept: list[Row] = []
    faults: list[str] = []
    for line, cells in rows:
        row = {name: cell for name, cell in zip(columns, map(_as_typed, cells), strict=False) if cell}
        if any(cell.strip() for cell in cells[len(columns) :]):
            has = f"{len(cells)} cells, and there are {len(columns)} columns"
            faults.append(f"{shown_path(path)}:{line}: {has}; a text with a separator in it needs quotes")
        elif row:
            kept.append((line, row))
    if faults:
        raise rows_refused(faults)
    return Sheet(path, columns, kept, notes)


def column_name(typed: str) -> str:
    """The name of a column as it is compared: ``Fee agreed`` and ``fee-agreed`` are ``fee_agreed``."""
    return re.sub(r"[\s_-]+", "_", typed.strip().lower()).strip("_")


def rows_refused(faults: Sequence[str]) -> FrkitError:
    """The error that lists rows which cannot be taken, each with its line; nothing was written."""
    lines = "\n  ".join(faults[:MOST_TOLD])
    more = f"\n  and {len(faults) - MOST_TOLD:,} more" if len(faults) > MOST_TOLD else ""
    count = "One row" if len(faults) == 1 else f"{len(faults):,} rows"
    return FrkitError(f"{count} cannot be taken:\n  {lines}{more}", remedy="mend the table; nothing was written")


def harmless(text: str) -> str:
    """A cell that no spreadsheet runs: what could begin a formula gets an apostrophe, which reading takes off again."""
    return f"'{text}" if _RUNS.match(text) and not _NUMBER.fullmatch(text) else text


def csv_text(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table as CSV that spreadsheets open as it is: a mark for UTF-8, commas, CRLF, every cell harmless."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(name) for name in columns])
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return out.getvalue()


def _as_typed(cell: str) -> str:
    text = cell.strip(" \u00a0")
    if text.startswith("'") and _RUNS.match(text[1:]):
        text = text[1:]
    return text.strip()


def _text(path: Path) -> tuple[str, tuple[str, ...]]:
    data = _bytes(path)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _decoded(data, "utf-16", path), ()
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        remedy = "save it as CSV in the spreadsheet program, then name that file"
        raise WrongUsage("This is a spreadsheet, not a CSV file.", place=shown_path(path), remedy=remedy)
    if b"\0" in data:
        raise _no_text(path)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        text = _decoded(data, "cp1252", path)
    return text, (f"{shown_path(path)} is not UTF-8; read as Windows-1252 (Western European). Look at the accents.",)


def _bytes(path: Path) -> bytes:
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise WrongUsage("This is no regular file.", place=shown_path(path), remedy="name a CSV file")
        if about.st_size > LARGEST_FILE:
            fact = f"The file is larger than {LARGEST_FILE >> 20} MB."
            raise WrongUsage(fact, place=shown_path(path), remedy="split it into several files")
        return path.read_bytes()
    except FileNotFoundError:
        raise WrongUsage("There is no such file.", place=shown_path(path), remedy="check the path") from None
    except OSError as error:
        fact = f"The file cannot be read: {error.strerror}."
        raise WrongUsage(fact, place=shown_path(path), remedy="check the path and its permissions") from None


def _decoded(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise _no_text(path) from None


def _no_text(path: Path) -> WrongUsage:
    fact = "The file is not text in a set of characters that frkit reads."
    return WrongUsage(fact, place=shown_path(path), remedy="save it as CSV in UTF-8, then name that file")


def _records(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each row that holds anything, with the line in which it begins; a cell may go over several lines."""
    delimiter, skipped = _delimiter(text)
    lines = io.StringIO(text, newline="")
    for _ in range(skipped):
        lines.readline()
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    begins = skipped + 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _broken_row(error, path, begins) from None
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield begins, cells
        begins = skipped + reader.line_num + 1


def _broken_row(error: csv.Error, path: Path, line: int) -> FrkitError:
    said = str(error)
    if "unexpected end of data" in said:
        fact, remedy = "A quote opens in this row and is never closed.", 'a quote inside a cell is written ""'
    elif "field larger" in said:
        fact, remedy = "A cell is too long, or a quote is not closed.", "look for a quote that is not closed"
    elif "expected after" in said:
        fact, remedy = "Something stands behind a closing quote.", 'a quote inside a cell is written ""'
    else:
        fact, remedy = f"The row cannot be read ({said}).", "look at that line"
    return FrkitError(fact, place=f"{shown_path(path)}:{line}", remedy=f"{remedy}; nothing was written")


def _delimiter(text: str) -> tuple[str, int]:
    """What separates the cells, and how many lines stand before the names of the columns."""
    first = next((line for line in io.StringIO(text, newline=None) if line.strip()), "")
    named = re.fullmatch(r'"?sep=([,;\t|])"?', first.strip("\n"), re.IGNORECASE)
    if named and text.startswith(first[:4]):
        return named[1], 1
    outside = Counter(re.sub(r'"[^"]*"', "", first))
    return max(_DELIMITERS, key=lambda one: outside[one]), 0


def _columns(first: tuple[int, list[str]], path: Path) -> tuple[str, ...]:
    line, cells = first
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    columns = tuple(column_name(_as_typed(cell)) for cell in cells)
    place, remedy = f"{shown_path(path)}:{line}", "mend the first row, which names the columns"
    if len(columns) > MOST_COLUMNS:
        raise WrongUsage(f"There are more than {MOST_COLUMNS} columns.", place=place, remedy=remedy)
    twice = [name for name, count in Counter(columns).items() if count > 1 and name]
    if twice:
        raise WrongUsage(f"Two columns are called '{twice[0]}'.", place=place, remedy=remedy)
    if "" in columns:
        raise WrongUsage(f"Column {columns.index('') + 1} has no name.", place=place, remedy=remedy)
    return columns
