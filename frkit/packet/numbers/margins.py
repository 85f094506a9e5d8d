"""What stands at the margins of the pages that came: where agencies print numbers of their own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frkit.evidence.apart.running import each_apart
from frkit.evidence.text.documents import Document
from frkit.evidence.text.gathering import unit_of
from frkit.evidence.text.kept_pages import NOTHING_KEPT, Kept, kept_for
from frkit.evidence.text.looks import all_passwords
from frkit.evidence.text.ocr_records import Word, best_records, table_of, words_in
from frkit.evidence.text.pdf_text import opened_pdf
from frkit.evidence.text.reading import Unit, source_of
from frkit.evidence.text.store import Store, with_store
from frkit.evidence.unreadable import Unreadable
from frkit.tracking.folder import CampaignFolder

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

EDGE = 0.1
"""Share of the page's height, or width, that is its margin."""
LONGEST = 160
"""Characters of a line that are looked at."""
MOST_LINES = 24
"""Lines of a page that are kept."""
_METHOD = "margins-1"
"""Changes with the way in which margins are read: what was kept is read anew then."""
_PAGED = ("pdf", "office", "image")
_SIDES = ("bottom", "left", "top", "right")
"""Each is where the one before it is seen after a quarter turn clockwise."""
_SECONDS, _PAGES_AT_ONCE = 120, 400
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Line:
    """A line of text at the margin, as a reader sees the page."""

    side: str
    """``bottom``, ``top``, ``left`` or ``right``."""
    text: str


@dataclass(frozen=True)
class Margins:
    """The margins of one file, page by page."""

    document: Document
    pages: tuple[tuple[Line, ...], ...]
    unread: frozenset[int]
    """Pages, from 1, whose words nobody has read: a scan before OCR, a damaged page."""


@dataclass(frozen=True)
class _Errand:
    original: str
    unit: Unit
    passwords: tuple[str, ...]
    first: int


@dataclass(frozen=True)
class _Read:
    """Some pages of a file; ``total`` tells how many there are in all."""

    total: int
    pages: tuple[tuple[tuple[Line, ...], bool], ...]
    """The lines of each, and whether it has any text at all."""


def margins_of(
    folder: CampaignFolder, documents: Sequence[Document], progress: Progress | None = None
) -> Iterator[Margins]:
    """The margins of every file that has pages of its own; what was read once is kept below ``.frkit/``.

    A file that cannot be read is passed over: ``frkit search`` and ``frkit pages`` tell why.
    """
    wanted = [one for one in documents if one.kind in _PAGED and one.sha256 and not one.problem]
    kept = kept_for(folder, wanted)
    read = with_store(folder, lambda store: _all_read(store, folder, wanted, kept, progress))
    seen: set[tuple[str, str]] = set()
    for one in wanted:
        if one.sha256 in read and (one.record.sha256, one.part) not in seen:
            seen.add((one.record.sha256, one.part))
            yield _with_ocr(one, read[one.sha256], kept.get(one.sha256, NOTHING_KEPT))


def _all_read(
    store: Store, folder: CampaignFolder, wanted: Sequence[Document], kept: dict[str, Kept], progress: Progress | None
) -> dict[str, _Read]:
    found: dict[str, _Read] = {}
    missing: list[_Errand] = []
    passwords = all_passwords(folder)
    for one in wanted:
        if one.kind == "image" or one.sha256 in found:
            found.setdefault(one.sha256, _Read(0, ()))
            continue
        unit = unit_of(folder, one, kept)
        if one.kind == "office" and not unit.pages_in:
            continue
        earlier = store.value("images", _key(unit))
        if earlier is not None:
            found[one.sha256] = _from_json(earlier)
        elif all(errand.unit.sha256 != one.sha256 for errand in missing):
            missing.append(_Errand(str(one.original), unit, passwords, 0))
    found |= _newly_read(store, missing, progress)
    return found


def _newly_read(store: Store, errands: list[_Errand], progress: Progress | None) -> dict[str, _Read]:
    """Read in processes apart, some pages at a time; what one file does never stops the others."""
    found: dict[str, _Read] = {}
    count, done = len(errands), 0
    while errands:
        more: list[_Errand] = []
        for errand, outcome in each_apart(_read, errands, seconds=_SECONDS):
            if isinstance(outcome, Unreadable):
                continue
            before = found.get(errand.unit.sha256, _Read(0, ())).pages
            whole = _Read(outcome.total, before + outcome.pages)
            found[errand.unit.sha256] = whole
            if outcome.pages and len(whole.pages) < whole.total:
                more.append(_Errand(errand.original, errand.unit, errand.passwords, len(whole.pages)))
                continue
            with store.writing():
                store.keep("images", _key(errand.unit), _as_json(whole))
            done += 1
            if progress:
                progress(done, count, Path(errand.original).name)
        errands = more
    return found


def _key(unit: Unit) -> str:
    return f"{_METHOD} {unit.sha256} {unit.pages_in.rpartition('/')[2]}{'+unlocked' * bool(unit.password)}"


def _read(errand: _Errand) -> _Read:
    """The margins of some pages of a PDF; runs in a process apart."""
    unit = errand.unit
    document = opened_pdf(unit.pages_in or source_of(errand.original, unit.part, errand.passwords), unit.password)
    try:
        last = min(len(document), errand.first + _PAGES_AT_ONCE)
        return _Read(len(document), tuple(_of_page(document, number) for number in range(errand.first, last)))
    finally:
        document.close()


def _of_page(document: PdfDocument, number: int) -> tuple[tuple[Line, ...], bool]:
    import pypdfium2
    from pypdfium2 import raw

    try:
        page = document[number]
        if raw.FPDFPage_GetAnnotCount(page):  # some programs put their numbers on as comments
            raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
            page = document[number]
        words = page.get_textpage()
        left, bottom, right, top = page.get_bbox()
        wide, high = (right - left) * EDGE, (top - bottom) * EDGE
        boxes = (
            (left, bottom, right, bottom + high),
            (left, bottom, left + wide, top),
            (left, top - high, right, top),
            (right - wide, bottom, right, top),
        )
        turned = page.get_rotation() // 90
        lines = []
        for side, box in enumerate(boxes):
            seen = _SIDES[(side + turned) % 4]
            lines += [Line(seen, text) for text in _telling(words.get_text_bounded(*box).splitlines())]
        return tuple(dict.fromkeys(lines))[:MOST_LINES], words.count_chars() > 0
    except (pypdfium2.PdfiumError, ValueError):
        return (), False


def _telling(lines: Iterable[str]) -> Iterator[str]:
    """Lines with a digit in them, without what nobody sees."""
    for line in lines:
        text = " ".join("".join(sign for sign in line if sign.isprintable()).split())[:LONGEST]
        if any(sign in "0123456789" for sign in text):
            yield text


def _with_ocr(document: Document, read: _Read, kept: Kept) -> Margins:
    """The margins from the text of the pages, and from what OCR read of those that have none."""
    lines = {number: found for number, (found, _) in enumerate(read.pages, 1)}
    unread = {number for number, (_, any_text) in enumerate(read.pages, 1) if not any_text}
    for number, (path, record) in best_records(kept.ocr).items():
        table = table_of(path, record)
        if table is not None:
            scanned = tuple(_of_words(words_in(table), record.width, record.height))
            lines[number] = tuple(dict.fromkeys((*lines.get(number, ()), *scanned)))[:MOST_LINES]
            unread.discard(number)
    last = max((read.total, *lines, 1))
    pages = tuple(lines.get(number, ()) for number in range(1, last + 1))
    return Margins(
        document, pages, frozenset(unread | {number for number in range(1, last + 1) if number not in lines})
    )


def _of_words(words: Iterable[Word], width: int, height: int) -> Iterator[Line]:
    """Lines at the margins of a picture that OCR has read."""
    sides: dict[tuple[str, tuple[int, int, int]], list[str]] = {}
    for word in words:
        across, down = word.left + word.width / 2, word.top + word.height / 2
        for side, there in (
            ("bottom", down > height * (1 - EDGE)),
            ("top", down < height * EDGE),
            ("left", across < width * EDGE),
            ("right", across > width * (1 - EDGE)),
        ):
            if there:
                sides.setdefault((side, word.line), []).append(word.text)
    for (side, _), texts in sides.items():
        yield from (Line(side, text) for text in _telling([" ".join(texts)]))


def _as_json(read: _Read) -> str:
    pages = [[[[one.side, one.text] for one in lines], any_text] for lines, any_text in read.pages]
    return json.dumps([read.total, pages], ensure_ascii=False)


def _from_json(text: str) -> _Read:
    total, pages = json.loads(text)
    kept: list[Any] = [(tuple(Line(side, line) for side, line in lines), bool(any_text)) for lines, any_text in pages]
    return _Read(total, tuple(kept))
