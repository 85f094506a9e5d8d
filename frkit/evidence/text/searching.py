"""Finds pages by their words: the best first, in the same order every time, each with the words around."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from frkit.base.errors import WrongUsage
from frkit.evidence.text.folding import shown
from frkit.evidence.text.query import Query
from frkit.evidence.text.rows import file_rows, indexed, page_at, seen_by_reader
from frkit.evidence.text.sources import Source, Wanted, by_file
from frkit.evidence.text.store import ROOM, Store
from frkit.evidence.text.types import PageText

RANKED = 10_000
"""Pages that are ranked at most: where words are on more of them, the files read last are."""
AROUND = 30
"""Words of a snippet."""
BEGIN, END = "\x02", "\x03"
"""Around each word that was found, in a snippet."""


@dataclass(frozen=True)
class Result:
    """One page, or one text without pages, on which the words were found."""

    source: Source
    page: int | None
    how: str
    lacks: str
    """Why there may be more on the page than the words that were searched."""
    snippet: str
    """The words around; what was found stands between :data:`BEGIN` and :data:`END`."""
    score: float


@dataclass(frozen=True)
class Found:
    """The best results, and how many pages there are in all."""

    results: tuple[Result, ...]
    pages: int
    """Pages on which the words are, before ``most``; at most :data:`RANKED`."""
    more: bool = False
    """True where they are on more pages than were ranked."""


class Search:
    """A store that is up to date, opened for many questions."""

    def __init__(self, store: Store, sources: Sequence[Source]) -> None:
        self._store = store
        self._sources = list(sources)
        self._ids = {digest: row.id for digest, row in file_rows(store).items()}
        self._all = self._by_id(Wanted())
        self._order = _in_order(self._all)

    def find(self, query: Query, wanted: Wanted | None = None, *, most: int = 20, also: str = "") -> Found:
        """The best pages for a question. ``also``: a second question that each page must answer, such as a name."""
        match = f"({query.match}) AND ({also})" if also else query.match
        sources = self._by_id(wanted) if wanted is not None and wanted.asks else self._all
        rows = self._matching(match, sources if sources is not self._all else None)
        more = len(rows) > RANKED
        best = self._best([row for row in rows[:RANKED] if row[0] >> ROOM in sources], sources, most)
        pages = {number: page_at(self._store, number) for number, _, _ in best}
        snippets = _snippets(query.match, pages)
        results = tuple(_result(source, pages[number], snippets.get(number, ""), score)
                        for number, score, source in best)  # fmt: skip
        return Found(results, min(len(rows), RANKED), more)

    def _by_id(self, wanted: Wanted) -> dict[int, list[Source]]:
        found = by_file(self._sources, wanted.fits)
        return {self._ids[digest]: sources for digest, sources in found.items() if digest in self._ids}

    def _matching(self, match: str, only: Iterable[int] | None) -> list[tuple[int, float]]:
        """Numbers and scores of the rows that fit, those read last first."""
        within = ""
        database = self._store.database
        if only is not None:
            database.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (id INTEGER PRIMARY KEY)")
            database.execute("DELETE FROM temp.wanted")
            database.executemany("INSERT INTO temp.wanted VALUES (?)", ((one,) for one in only))
            within = f"AND (rowid >> {ROOM}) IN (SELECT id FROM temp.wanted)"
        score = "0.0" if _one_phrase(match) else "rank"
        query = f"SELECT rowid, {score} FROM words WHERE words MATCH ? {within} ORDER BY rowid DESC LIMIT {RANKED + 1}"
        try:
            return database.execute(query, (match,)).fetchall()
        except sqlite3.OperationalError as error:
            if "fts5" not in str(error) and "parse" not in str(error):
                raise
            raise WrongUsage("The question cannot be understood.", remedy="use fewer signs and brackets") from error

    def _best(
        self, rows: list[tuple[int, float]], sources: dict[int, list[Source]], most: int
    ) -> list[tuple[int, float, Source]]:
        """The best rows with their sources. Equal ones by day, the latest first, then by request, file and page."""
        ranked = nsmallest(most, [(score, self._order[number >> ROOM], number) for number, score in rows])
        found = [(number, score, one) for score, _, number in ranked for one in sources[number >> ROOM]]
        return found[:most]


def _one_phrase(match: str) -> bool:
    """Whether a question is one phrase and nothing else: its pages are alike, so the latest come first."""
    return bool(re.fullmatch(r'"[^"]*[^\W_][\W_]+[^\W_][^"]*"', match))


def _in_order(by_id: dict[int, list[Source]]) -> dict[int, int]:
    """Id of a file -> its place among all, so that pages of equal rank stand in the same order every time."""
    for sources in by_id.values():
        sources.sort(key=_place)
    ordered = sorted(by_id, key=lambda one: _place(by_id[one][0]))
    return {one: place for place, one in enumerate(ordered)}


def _place(one: Source) -> tuple[int, str, str, str, str]:
    return -one.date.toordinal(), one.request, one.path, one.part, one.event


def _result(source: Source, page: PageText, snippet: str, score: float) -> Result:
    page = seen_by_reader(page)
    return Result(source, page.page, page.how, page.lacks, snippet, -score)


def _snippets(match: str, pages: dict[int, PageText]) -> dict[int, str]:
    """The words around what was found on each page; a small index of these pages alone knows where it is."""
    if not pages:
        return {}
    database = sqlite3.connect(":memory:")
    try:
        database.execute("CREATE VIRTUAL TABLE shown USING fts5(text, also, tokenize='unicode61 remove_diacritics 2')")
        rows = ((number, *indexed(page)) for number, page in pages.items())
        database.executemany("INSERT INTO shown(rowid, text, also) VALUES (?, ?, ?)", rows)
        columns = ", ".join(f"snippet(shown, {column}, '{BEGIN}', '{END}', '…', {AROUND})" for column in (0, 1))
        found = database.execute(f"SELECT rowid, {columns} FROM shown WHERE shown MATCH ?", (match,))
        return {number: _on_one_line(first if BEGIN in first else other) for number, first, other in found}
    finally:
        database.close()


def _on_one_line(text: str) -> str:
    return " ".join(shown(text).replace(f"{END}{BEGIN}", "").split())


__all__ = ["BEGIN", "END", "RANKED", "Found", "Query", "Result", "Search"]
