"""The agency's own page numbers, as they can be made out at the margins, and what seems to be missing in them. Pure.

These are candidates, each with the reason for it, and never a claim: a number that is missing may stand on a page that
nobody can read, may never have been given, or may belong to somebody else's copy. Two things are looked for: numbers
that go up by one from page to page ("LAPD-000123"), over all files of an agency; and pages that count themselves ("Page
3 of 12"), within one file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from frkit.evidence.text.documents import Document
from frkit.packet.numbers.margins import Line, Margins

_NUMBER = re.compile(
    r"(?<![\w/.,$£€(-])(?P<prefix>(?:(?:[A-Z&]{2,12} ){0,2}[A-Za-z0-9&()]+(?:[_.–-][A-Za-z0-9&()]+)*[ _.:#–-]{0,2})?)"
    r"(?<![0-9])(?P<digits>[0-9]{3,10})(?![\w/%-]|[.,][0-9])"
)
"""One word, or several that are all capitals, and the digits at its end."""
_COUNTED = re.compile(
    r"(?<![\w./-])(?P<page>[0-9]{1,4}) ?(?:of|/|von|de|sur|di|van|av|z|из|\|) ?(?P<count>[0-9]{1,4})(?![\w./-])",
    re.IGNORECASE,
)
_NO_SERIES = {"page", "pages", "p", "pg", "seite", "pagina", "página", "sheet", "tel", "fax", "phone", "ext", "box"}
"""Words before a number that is something else."""
_BARE = 5
"""Digits that a number without letters before it must have; years and rooms have fewer."""
_CONFLICTS = 0.2
_ONE_PAGE_FILES, _DENSE = 3, 3
MOST_MISSING = 100_000
"""A larger gap is another series, or a slip of whoever stamped it."""


@dataclass(frozen=True)
class Stamped:
    """One page with the agency's number on it."""

    number: int
    shown: str
    """As it is printed."""
    document: Document
    page: int
    """Of the file, from 1."""


@dataclass(frozen=True)
class Gap:
    """Numbers between two pages that are on no page that can be read."""

    first: str
    last: str
    count: int
    before: Stamped
    after: Stamped
    unnumbered: int
    """Pages between these two on which no such number can be read: they may bear it."""

    @property
    def reason(self) -> str:
        """Why it is told, and what speaks against it."""
        text = f"{_at(self.before)} bears {self.before.shown}, {_at(self.after)} bears {self.after.shown}"
        if self.unnumbered:
            page = "page" if self.unnumbered == 1 else "pages"
            text += f"; on {self.unnumbered} {page} between them no such number can be read"
        return text


@dataclass(frozen=True)
class Series:
    """Numbers of one form that an agency put on its pages."""

    agency: str
    prefix: str
    stamped: tuple[Stamped, ...]
    """By number."""
    gaps: tuple[Gap, ...]
    repeated: tuple[tuple[Stamped, Stamped], ...]
    """Pages that bear the same number though they are not the same page of one file."""
    why: str
    """Why these are taken for numbers of pages."""


@dataclass(frozen=True)
class Short:
    """A file whose pages count themselves, and some of those that they count are not in it."""

    document: Document
    count: int
    """How many pages it says that it has."""
    missing: tuple[int, ...]
    first: int
    """Page of the file on which this count begins, from 1."""
    last: int
    unnumbered: int
    """Pages among them on which no such number can be read."""

    @property
    def reason(self) -> str:
        """Why it is told."""
        pages = f"page {self.first}" if self.first == self.last else f"pages {self.first} to {self.last}"
        text = f"{pages} of the file count themselves as pages of {self.count}"
        if self.unnumbered:
            text += f"; {self.unnumbered} of them cannot be read there"
        return text


@dataclass(frozen=True)
class Found:
    """Everything that was made out."""

    series: tuple[Series, ...]
    short: tuple[Short, ...]
    unread: int
    """Pages whose words nobody has read: OCR may find numbers there."""

    def on_page(self, sha256: str, part: str, page: int) -> tuple[Stamped, ...]:
        """The agency's numbers on one page of a file."""
        return tuple(
            one
            for series in self.series
            for one in series.stamped
            if (one.document.record.sha256, one.document.part, one.page) == (sha256, part, page)
        )


def agency_numbers(margins: Iterable[Margins]) -> Found:
    """What can be made out on the margins of what came."""
    by_agency: dict[str, list[Margins]] = {}
    for one in margins:
        by_agency.setdefault(one.document.agency, []).append(one)
    series: list[Series] = []
    for agency, files in sorted(by_agency.items()):
        series += _series(agency, files)
    every = [one for files in by_agency.values() for one in files]
    return Found(
        tuple(series), tuple(short for one in every for short in _short(one)), sum(len(e.unread) for e in every)
    )


def _series(agency: str, files: Sequence[Margins]) -> Iterator[Series]:
    pages: dict[tuple[str, int], dict[tuple[int, int], list[Stamped]]] = {}
    for number, file in enumerate(files):
        for page, lines in enumerate(file.pages, 1):
            for form, one in _numbers(file.document, page, lines):
                pages.setdefault(form, {}).setdefault((number, page), []).append(one)
    for form, there in sorted(pages.items()):
        chosen = _chosen(there)
        why = _why(form, chosen, files)
        if why:
            stamped = tuple(sorted((one for _, one in chosen), key=lambda one: one.number))
            yield Series(
                agency, stamped[0].shown[: -form[1]], stamped, tuple(_gaps(stamped, files)), tuple(_twice(stamped)), why
            )


def _numbers(document: Document, page: int, lines: Iterable[Line]) -> Iterator[tuple[tuple[str, int], Stamped]]:
    for line in lines:
        counted = [found.span() for found in _COUNTED.finditer(line.text)]
        for found in _NUMBER.finditer(line.text):
            prefix, digits = found["prefix"], found["digits"]
            plain = re.sub(r"[\s_.:#–-]+", "", prefix).casefold()
            word = re.split(r"[\s_.:#–-]+", prefix.strip(" _.:#–-"))[-1].casefold()
            inside = any(begin <= found.start("digits") < end for begin, end in counted)
            if inside or word in _NO_SERIES or (not any(map(str.isalpha, plain)) and len(digits) < _BARE):
                continue
            yield (plain, len(digits)), Stamped(int(digits), found[0].strip(), document, page)


def _chosen(there: dict[tuple[int, int], list[Stamped]]) -> list[tuple[tuple[int, int], Stamped]]:
    """One number a page: of several, the one that goes on from the page before."""
    chosen: list[tuple[tuple[int, int], Stamped]] = []
    before: tuple[tuple[int, int], Stamped] | None = None
    for place, several in sorted(there.items(), key=lambda one: one[0]):
        wanted = before[1].number + 1 if before and before[0][0] == place[0] else None
        one = next((each for each in several if each.number == wanted), several[-1])
        before = (place, one)
        chosen.append(before)
    return chosen


def _why(form: tuple[str, int], chosen: Sequence[tuple[tuple[int, int], Stamped]], files: Sequence[Margins]) -> str:
    """Why numbers of one form count pages; empty where they do not seem to."""
    steps = [
        (two[1].number - one[1].number, two[0][1] - one[0][1])
        for one, two in pairwise(chosen)
        if one[0][0] == two[0][0]
    ]
    by_one = sum(1 for step, pages in steps if step == pages)
    against = sum(1 for step, _ in steps if step <= 0)
    if by_one >= (1 if form[0] else 2) and against <= by_one * _CONFLICTS:
        return f"it goes up by one from page to page, {by_one} time{'s' * (by_one != 1)}"
    numbers = [one.number for _, one in chosen]
    holding = {place[0] for place, _ in chosen}
    alone = all(len(files[number].pages) == 1 for number in holding)
    dense = max(numbers) - min(numbers) + 1 <= _DENSE * len(numbers)
    if form[0] and alone and len(holding) >= _ONE_PAGE_FILES and len(set(numbers)) == len(numbers) and dense:
        return f"{len(holding)} files of one page each bear numbers that lie close together"
    return ""


def _gaps(stamped: Sequence[Stamped], files: Sequence[Margins]) -> Iterator[Gap]:
    length = {_file(one.document): len(one.pages) for one in files}
    for before, after in pairwise(stamped):
        count = after.number - before.number - 1
        if not 0 < count <= MOST_MISSING:
            continue
        if _file(before.document) == _file(after.document):
            between = max(0, after.page - before.page - 1)
        else:
            between = length[_file(before.document)] - before.page + after.page - 1
        if between == count and _file(before.document) == _file(after.document):
            continue  # each of them fits the page on which it cannot be read
        digits = len(re.sub(r"^.*?([0-9]+)$", r"\1", before.shown))
        head = before.shown[: len(before.shown) - digits]
        names = [f"{head}{number:0{digits}d}" for number in (before.number + 1, after.number - 1)]
        yield Gap(names[0], names[1], count, before, after, between)


def _twice(stamped: Sequence[Stamped]) -> Iterator[tuple[Stamped, Stamped]]:
    for one, other in pairwise(stamped):
        if one.number == other.number:
            yield one, other


def _short(file: Margins) -> Iterator[Short]:
    """Runs of pages that count themselves up to the same number, and do not have all that they count."""
    runs: list[_Run] = []
    for page, lines in enumerate(file.pages, 1):
        last = runs[-1] if runs else None
        counted = _counted(lines, last.pages[-1][1] if last else 0, last.count if last else 0)
        if counted is None:
            continue
        number, count = counted
        if last and count == last.count and number > last.pages[-1][1]:
            last.pages.append((page, number))
        else:
            runs.append(_Run(count, [(page, number)]))
    ends = [0, *(run.pages[-1][0] for run in runs)]
    starts = [*(run.pages[0][0] for run in runs), len(file.pages) + 1]
    for number, run in enumerate(runs):
        before, after = starts[number] - ends[number] - 1, starts[number + 1] - ends[number + 1] - 1
        yield from _judged(file.document, run, before, after)


@dataclass(frozen=True)
class _Run:
    """Pages that count themselves: page of the file and the number on it, in order."""

    count: int
    pages: list[tuple[int, int]]


def _counted(lines: Iterable[Line], before: int, whole: int) -> tuple[int, int] | None:
    """``3 of 12``, where a page says so; of several the one that goes on."""
    found = [(int(one["page"]), int(one["count"])) for line in lines for one in _COUNTED.finditer(line.text)]
    sound = [(number, count) for number, count in found if 1 <= number <= count and count > 1]
    return next((one for one in sound if one == (before + 1, whole)), sound[0] if sound else None)


def _judged(document: Document, run: _Run, before: int, after: int) -> Iterator[Short]:
    """A run of at least two pages that lacks some. ``before``, ``after``: pages beside it that bear no such number."""
    shifts = Counter(number - page for page, number in run.pages)
    if len(run.pages) < 2 or len(shifts) > max(2, len(run.pages) // 3):
        return
    (first, lowest), (last, highest) = run.pages[0], run.pages[-1]
    here = {number for _, number in run.pages}
    if before >= lowest - 1:  # a cover without a number
        here |= set(range(1, lowest))
    if after == run.count - highest:
        here |= set(range(highest + 1, run.count + 1))
    for (page, number), (later, other) in pairwise(run.pages):
        if other - number == later - page:  # the pages between fit, though they do not say so
            here |= set(range(number, other))
    missing = tuple(number for number in range(1, run.count + 1) if number not in here)
    if missing:
        yield Short(document, run.count, missing, first, last, last - first + 1 - len(run.pages))


def _file(document: Document) -> tuple[str, str]:
    return document.record.sha256, document.part


def _at(one: Stamped) -> str:
    return f"page {one.page} of {one.document.name}"


__all__ = ["Found", "Gap", "Series", "Short", "Stamped", "agency_numbers"]
