"""The two tables beside many letters: a list for whoever sends them, and one that logs them all."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from frkit.base.errors import AlreadyThere
from frkit.base.files import create
from frkit.exchange.csv_rows import csv_text
from frkit.letters.log_line import log_line
from frkit.letters.making import Wish
from frkit.letters.writing_many import Outcome

_INDEX = ("request", "agency", "kind", "subject", "file", "to", "sha256", "to_do", "log")
_FIRST = ("kind", "request", "date", "method")
"""Columns that a person fills in or looks at come first."""


@dataclass(frozen=True)
class Tables:
    """Where the two tables lie."""

    index: Path
    log: Path | None
    """None for masked letters, which nobody sends."""


def write_tables(into: Path, letters: Sequence[Outcome], wish: Wish) -> Tables:
    """Write both; a table of that name with other rows, of an earlier run, stays, and the new one has a number."""
    index = _new(into, "index", csv_text(_INDEX, [_index_row(one, wish) for one in letters]))
    return Tables(index, None if wish.masked else _new(into, "log", _log_table(letters)))


def _index_row(one: Outcome, wish: Wish) -> tuple[str, ...]:
    file = one.file.name if one.file is not None else ""
    logging = log_line(one.cells, one.file if not wish.masked else None)
    to_do = " | ".join(one.to_do)
    return (one.request, one.agency, one.kind, one.subject, file, " | ".join(one.to), one.sha256, to_do, logging)


def _log_table(letters: Sequence[Outcome]) -> str:
    """In the columns of ``frkit log --from-csv``: the day stands empty, paths are seen from the table."""
    rows = [{**one.cells, "letter": one.file.name if one.file is not None else ""} for one in letters]
    others = dict.fromkeys(name for row in rows for name in row if name not in (*_FIRST, "letter"))
    columns = (*_FIRST, *others, "letter")
    return csv_text(columns, [[row.get(name, "") for name in columns] for row in rows])


def _new(into: Path, name: str, text: str) -> Path:
    for number in count(1):
        path = into / (f"{name}.csv" if number == 1 else f"{name}-{number}.csv")
        with suppress(AlreadyThere):
            create(path, text.encode())
            break
    return path
