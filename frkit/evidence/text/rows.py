"""The rows of the store: which files were read, the words of their pages, and the index over them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from frkit.evidence.text.folding import folded, other_readings
from frkit.evidence.text.store import ROOM, Damaged, Store
from frkit.evidence.text.types import OCR, PageText

MOST_PAGES = (1 << ROOM) - 1
_AI_MISREAD = re.compile(r"\bAl\b")
"""In most typefaces nobody can tell these letters from AI, and half the vendors' names end in it."""


@dataclass(frozen=True)
class FileRow:
    """One file as the store knows it, by the SHA-256 of its bytes."""

    id: int
    sha256: str
    state: str
    """Which kept conversion and which OCR its words come from."""
    total: int
    """Pages, or pieces of text; -1 as long as nobody has counted them."""
    done: bool = False
    """Whether all of its pages are there."""
    indexed: bool = False
    """Whether all of them are in the index; of a file that is not, none is."""
    problem: str = ""


def file_rows(store: Store) -> dict[str, FileRow]:
    """Every file that was read, or begun."""
    found: dict[str, FileRow] = {}
    for row in store.database.execute("SELECT id, sha256, state, total, done, indexed, problem, seal FROM files"):
        found[row[1]] = _file(store, row)
    return found


def file_row(store: Store, sha256: str) -> FileRow | None:
    """One file that was read, or begun."""
    query = "SELECT id, sha256, state, total, done, indexed, problem, seal FROM files WHERE sha256 = ?"
    row = store.database.execute(query, (sha256,)).fetchone()
    return None if row is None else _file(store, row)


def add_file(store: Store, sha256: str, state: str) -> FileRow:
    """A file that is about to be read."""
    highest = store.database.execute("SELECT max(id) FROM files").fetchone()[0] or 0
    made = FileRow(highest + 1, sha256, state, -1)
    keep_file(store, made)
    return made


def keep_file(store: Store, row: FileRow) -> None:
    """Write what is known of a file."""
    values = (row.id, row.sha256, row.state, row.total, int(row.done), int(row.indexed), row.problem)
    store.database.execute(
        "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*values, store.seal("files", *values))
    )


def drop_file(store: Store, row: FileRow) -> None:
    """Take a file and its words out, also out of the index."""
    if row.indexed:
        for number, page in list(pages_of(store, row)):
            _out_of_index(store, number, page)
    store.database.execute("DELETE FROM pages WHERE id BETWEEN ? AND ?", _range(row))
    store.database.execute("DELETE FROM files WHERE id = ?", (row.id,))


def add_pages(store: Store, row: FileRow, first: int, pages: Iterable[PageText]) -> None:
    """Put pages into the store; those that are there already stay as they are."""
    for step, page in enumerate(pages):
        number = first + step
        if number > MOST_PAGES:
            return
        _add(store, (row.id << ROOM) + number, page)


def replace_page(store: Store, row: FileRow, number: int, old: PageText, new: PageText) -> None:
    """Another reading of a page, such as that of OCR."""
    store.database.execute("DELETE FROM pages WHERE id = ?", (number,))
    _add(store, number, new)
    if row.indexed:
        _out_of_index(store, number, old)
        _into_index(store, number, new)


def index_file(store: Store, row: FileRow) -> int:
    """Put a file that was read whole into the index; gives the number of its pages."""
    count = 0
    for number, page in pages_of(store, row):
        _into_index(store, number, page)
        count += 1
    keep_file(store, replace(row, indexed=True))
    return count


def pages_of(store: Store, row: FileRow) -> Iterator[tuple[int, PageText]]:
    """The pages of a file in order, each with the number of its row; raises Damaged for one that is not ours."""
    query = "SELECT id, page, how, lacks, text, beside, seal FROM pages WHERE id BETWEEN ? AND ? ORDER BY id"
    for found in store.database.execute(query, _range(row)):
        yield found[0], _page(store, found)


def page_at(store: Store, number: int) -> PageText:
    """One page by the number of its row."""
    query = "SELECT id, page, how, lacks, text, beside, seal FROM pages WHERE id = ?"
    found = store.database.execute(query, (number,)).fetchone()
    if found is None:
        raise Damaged
    return _page(store, found)


def missing_pages(store: Store, row: FileRow) -> list[int]:
    """The pages of a file that was begun that are not there yet, from 0."""
    there = {one[0] - (row.id << ROOM) for one in store.database.execute(
        "SELECT id FROM pages WHERE id BETWEEN ? AND ?", _range(row))}  # fmt: skip
    return [number for number in range(max(row.total, 0)) if number not in there]


def settle(store: Store, row: FileRow) -> FileRow:
    """Note that a file is read whole, once all of its pages are there."""
    count = store.database.execute("SELECT count(*) FROM pages WHERE id BETWEEN ? AND ?", _range(row)).fetchone()[0]
    settled = replace(row, done=count >= min(row.total, MOST_PAGES + 1))
    keep_file(store, settled)
    return settled


def seen_by_reader(page: PageText) -> PageText:
    """A page as others are told of it: one that was read by OCR lacks nothing."""
    return replace(page, lacks="") if page.how == OCR else page


def _range(row: FileRow) -> tuple[int, int]:
    return row.id << ROOM, (row.id << ROOM) + MOST_PAGES


def _file(store: Store, row: tuple[int, str, str, int, int, int, str, bytes]) -> FileRow:
    if row[-1] != store.seal("files", *row[:-1]):
        raise Damaged
    return FileRow(row[0], row[1], row[2], row[3], bool(row[4]), bool(row[5]), row[6])


def _page(store: Store, found: tuple[int, int | None, str, str, str, str, bytes]) -> PageText:
    if found[-1] != store.seal("pages", *found[:-1]):
        raise Damaged
    _, page, how, lacks, text, beside, _ = found
    return PageText(page, text, how, lacks, beside)


def _add(store: Store, number: int, page: PageText) -> None:
    values = (number, page.page, page.how, page.lacks, page.text, page.beside)
    store.database.execute(
        "INSERT OR IGNORE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?)", (*values, store.seal("pages", *values))
    )


def _into_index(store: Store, number: int, page: PageText) -> None:
    if page.text or page.beside:
        store.database.execute("INSERT INTO words(rowid, text, also) VALUES (?, ?, ?)", (number, *indexed(page)))


def _out_of_index(store: Store, number: int, page: PageText) -> None:
    if page.text or page.beside:
        store.database.execute(
            "INSERT INTO words(words, rowid, text, also) VALUES ('delete', ?, ?, ?)", (number, *indexed(page))
        )


def indexed(page: PageText) -> tuple[str, str]:
    """What the index holds of a page: its words, and other readings of them."""
    also = [other_readings(page.text), folded(page.beside)]
    if page.how == OCR and _AI_MISREAD.search(page.text):
        also.append(folded(_AI_MISREAD.sub("AI", page.text)))
    return folded(page.text), "\n".join(one for one in also if one)
