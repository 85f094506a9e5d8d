"""Reads what has not been read yet: all processors, bounded memory, and what one file does never stops the others."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from frkit.evidence.apart.running import each_apart
from frkit.evidence.opening.passwords import passwords_of
from frkit.evidence.text.documents import MISSING, Document
from frkit.evidence.text.kept_pages import NOTHING_KEPT, Kept, kept_for
from frkit.evidence.text.looks import ALTERED, all_passwords
from frkit.evidence.text.reading import PAGES, Answer, Errand, Unit, read
from frkit.evidence.text.rows import (
    FileRow,
    add_file,
    add_pages,
    drop_file,
    file_rows,
    missing_pages,
    settle,
)
from frkit.evidence.text.store import Store
from frkit.evidence.text.types import TEXT, PageText
from frkit.evidence.unreadable import Unreadable
from frkit.tracking.folder import CampaignFolder

SECONDS = 60
_FEWER = 10
"""Pages that are tried together after a larger share could not be read."""
_AT_ONCE, _AT_LEAST_EVERY = 2000, 2.0
"""Pages, or seconds, after which what was read is kept for good."""

Progress = Callable[[int, int, str], None]
"""Files read, files to read, and the name of the last one."""


def _silent(done: int, total: int, name: str) -> None:
    return None


@dataclass(frozen=True)
class _Wanted:
    """One file to read, and where it lies."""

    original: str
    unit: Unit
    name: str
    state: str


def gather(store: Store, folder: CampaignFolder, documents: Sequence[Document], progress: Progress = _silent) -> None:
    """Read the words of all documents into the store, as far as they are not there; what is damaged is noted there."""
    from frkit.evidence.text.overlay import lay_over

    kept = kept_for(folder, documents)
    wanted = _wanted(folder, documents, kept)
    Gathering(store, wanted, progress, all_passwords(folder)).run()
    lay_over(store, kept, wanted)


def unit_of(folder: CampaignFolder, document: Document, kept: Mapping[str, Kept]) -> Unit:
    """What a process of its own has to know to read a document."""
    there = kept.get(document.sha256, NOTHING_KEPT)
    password = passwords_of(folder.root).get(document.sha256, "")
    return Unit(document.part, document.sha256, document.kind, there.pages_in, password)


def _wanted(folder: CampaignFolder, documents: Iterable[Document], kept: dict[str, Kept]) -> dict[str, _Wanted]:
    passwords = passwords_of(folder.root)
    found: dict[str, _Wanted] = {}
    for one in documents:
        if not one.sha256 or one.kind == MISSING or one.problem == ALTERED or one.sha256 in found:
            continue
        there = kept.get(one.sha256, NOTHING_KEPT)
        unit = Unit(one.part, one.sha256, one.kind, there.pages_in, passwords.get(one.sha256, ""))
        state = f"{there.state}{'+unlocked' * bool(unit.password)}"
        found[one.sha256] = _Wanted(str(one.original), unit, one.name, state)
    return found


class Gathering:
    """One run over many files."""

    def __init__(
        self, store: Store, wanted: dict[str, _Wanted], progress: Progress, passwords: tuple[str, ...] = ()
    ) -> None:
        self._store, self._wanted, self._progress = store, wanted, progress
        self._passwords = passwords
        self._rows: dict[str, FileRow] = {}
        self._todo: deque[Errand] = deque()
        self._answers: list[Answer] = []
        self._counted: dict[str, int] = {}
        self._written = time.monotonic()
        self._to_read = 0
        self._read = 0

    def run(self) -> None:
        """Read until nothing is missing."""
        self._begin()
        while self._todo:
            for errand, outcome in each_apart(read, self._errands(), seconds=SECONDS):
                if isinstance(outcome, Unreadable):
                    self._todo.extend(self._smaller(errand, str(outcome)))
                else:
                    self._take(errand, outcome)
                if self._enough():
                    self._write()
            self._write()

    def _begin(self) -> None:
        """What is to be read: files that are new, changed, or were left half read."""
        known = file_rows(self._store)
        new: dict[str, list[Unit]] = {}
        with self._store.writing():
            for digest, one in self._wanted.items():
                row = known.get(digest)
                if row is not None and row.state.partition(" ")[0] != one.state:
                    drop_file(self._store, row)
                    row = None
                if row is None:
                    self._rows[digest] = add_file(self._store, digest, one.state)
                    new.setdefault(one.original, []).append(one.unit)
                elif not row.done:
                    self._rows[digest] = row
                    self._resume(one, row)
        self._todo.extend(Errand(original, tuple(units)) for original, units in new.items())
        self._to_read = len(self._rows)

    def _resume(self, one: _Wanted, row: FileRow) -> None:
        if row.total < 0:
            self._todo.append(Errand(one.original, (one.unit,)))
        for first, count in _runs(missing_pages(self._store, row)):
            self._todo.append(Errand(one.original, (one.unit,), first, count, whole=False))

    def _errands(self) -> Iterator[Errand]:
        while self._todo:
            yield replace(self._todo.popleft(), passwords=self._passwords)

    def _take(self, errand: Errand, answers: tuple[Answer, ...]) -> None:
        """Note what came, and ask for what did not."""
        self._answers.extend(answers)
        last = answers[-1]
        end = last.first + len(last.pages)
        rest = errand.units[len(answers) :]
        if rest:
            self._todo.append(Errand(errand.original, rest))
        until = last.total if errand.whole else min(last.total, errand.first + errand.count)
        if not last.problem:
            self._counted[last.unit.sha256] = last.total
            for first in range(end, until, PAGES):
                count = min(PAGES, until - first)
                self._todo.append(Errand(errand.original, (last.unit,), first, count, whole=False))

    def _smaller(self, errand: Errand, reason: str) -> Iterator[Errand]:
        """The same work in smaller shares, after a process died over it; the reason is noted where there is none."""
        unit = errand.units[0]
        paged = unit.kind == "pdf" or bool(unit.pages_in)
        if len(errand.units) > 1:
            yield from (Errand(errand.original, (one,)) for one in errand.units)
        elif not paged or errand.count == 0:
            self._answers.append(Answer(unit, 0, problem=reason))
        elif unit.sha256 not in self._counted:
            yield replace(errand, count=0)
        elif errand.count > 1:
            share = _FEWER if errand.count > _FEWER else 1
            for first in range(errand.first, errand.first + errand.count, share):
                count = min(share, errand.first + errand.count - first)
                yield replace(errand, first=first, count=count, whole=False)
        else:
            page = PageText(errand.first + 1, "", TEXT, f"it cannot be read: {reason}")
            self._answers.append(Answer(unit, self._counted[unit.sha256], errand.first, (page,)))

    def _enough(self) -> bool:
        pages = sum(len(one.pages) for one in self._answers)
        return pages >= _AT_ONCE or time.monotonic() - self._written > _AT_LEAST_EVERY

    def _write(self) -> None:
        """Keep what was read so far; what another command kept meanwhile stays as it is."""
        with self._store.writing():
            for answer in self._answers:
                self._keep(answer)
        self._answers.clear()
        self._written = time.monotonic()

    def _keep(self, answer: Answer) -> None:
        row = self._rows[answer.unit.sha256]
        row = replace(row, total=max(row.total, answer.total), problem=answer.problem or row.problem)
        add_pages(self._store, row, answer.first, answer.pages)
        settled = settle(self._store, row)
        if settled.done and not self._rows[answer.unit.sha256].done:
            self._read += 1
            self._progress(self._read, self._to_read, self._wanted[answer.unit.sha256].name)
        self._rows[answer.unit.sha256] = settled


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Numbers in a row as first and count, no more than one errand takes."""
    first, count = -1, 0
    for number in numbers:
        if count and number == first + count and count < PAGES:
            count += 1
            continue
        if count:
            yield first, count
        first, count = number, 1
    if count:
        yield first, count


__all__ = ["Progress", "gather"]
