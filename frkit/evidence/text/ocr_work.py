"""Draws pages and has their words read: one errand in a process of its own, so that no page can stop the others."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path

from frkit.evidence.text.ocr_records import words_in
from frkit.evidence.text.page_images import PageImage, pdf_page_image, picture_image
from frkit.evidence.text.reading import Unit, source_of
from frkit.evidence.text.tesseract import tables_of, turned
from frkit.evidence.unreadable import Unreadable

PAGES = 4
"""Pages of one errand: as many share the loading of tesseract's model, and as many are lost if it is cut off."""
_DOUBTFUL = 50
"""Confidence below which a page may lie on its side."""


@dataclass(frozen=True)
class OcrErrand:
    """Some pages of one file, and with what to read them."""

    original: str
    unit: Unit
    pages: tuple[int, ...]
    program: str
    version: str
    languages: str
    passwords: tuple[str, ...] = ()
    known: str = ""
    """The store in which pictures that were read before are known; it is only asked, and not believed."""


@dataclass(frozen=True)
class Reading:
    """What came of one page."""

    page: int
    image_sha256: str = ""
    width: int = 0
    height: int = 0
    dpi: int = 0
    table: bytes | None = None
    """Tesseract's words; None where the picture was read before, or cannot be read."""
    problem: str = ""


def image_key(image_sha256: str, languages: str, version: str) -> str:
    """By which the words of a picture are kept, whichever page shows it."""
    return f"{image_sha256} {languages} {version}"


def read_pages(errand: OcrErrand) -> tuple[Reading, ...]:
    """The words of some pages; those of pictures that the store knows are left to it."""
    readings: list[Reading] = []
    to_read: list[tuple[int, PageImage]] = []
    known = _Known(errand.known)
    with contextlib.closing(known):
        for page in errand.pages:
            try:
                image = page_image(errand.original, errand.unit, page, errand.passwords)
            except (Unreadable, MemoryError) as error:
                readings.append(Reading(page, problem=str(error) or "it takes too much memory"))
                continue
            if known.has(image_key(image.sha256, errand.languages, errand.version)):
                readings.append(_about(page, image))
            else:
                to_read.append((page, image))
    readings += _tables(errand, to_read)
    return tuple(sorted(readings, key=lambda one: one.page))


def page_image(original: str, unit: Unit, page: int, passwords: tuple[str, ...] = ()) -> PageImage:
    """The picture of a page, counted from 1; raises Unreadable."""
    if unit.kind == "image" and not unit.pages_in:
        return picture_image(source_of(original, unit.part, passwords), page)
    source = unit.pages_in or source_of(original, unit.part, passwords)
    return pdf_page_image(source, page, unit.password)


def _tables(errand: OcrErrand, pages: list[tuple[int, PageImage]]) -> list[Reading]:
    """The words of pictures, all of one resolution at once; one by one if that fails."""
    found: list[Reading] = []
    for dpi in {image.dpi for _, image in pages}:
        some = [(page, image) for page, image in pages if image.dpi == dpi]
        try:
            tables = tables_of(errand.program, errand.languages, [image for _, image in some])
        except Unreadable as error:
            if len(some) == 1:
                found.append(replace(_about(*some[0]), problem=str(error)))
            else:
                for one in some:
                    found += _tables(errand, [one])
            continue
        for (page, image), table in zip(some, tables, strict=True):
            found.append(replace(_about(page, image), table=_better(errand, image, table)))
    return found


def _better(errand: OcrErrand, image: PageImage, table: bytes) -> bytes:
    """The table, or that of the page the right way up, where most words are doubtful."""
    count, sure = judged(table)
    if count and sure >= _DOUBTFUL:
        return table
    if not count and len(set(image.grey[::997])) < 2:  # an empty page
        return table
    try:
        other = turned(errand.program, errand.languages, image)
    except Unreadable:
        return table
    other_count, other_sure = judged(other)
    return other if other_count * other_sure > count * sure else table


def judged(table: bytes) -> tuple[int, int]:
    """How many words there are, and how sure tesseract is of them on average, in per cent."""
    sure = [word.confidence for word in words_in(table.decode("utf-8", "replace"))]
    return len(sure), round(min(100.0, max(0.0, sum(sure) / len(sure)))) if sure else 0


def _about(page: int, image: PageImage) -> Reading:
    return Reading(page, image.sha256, image.width, image.height, image.dpi)


class _Known:
    """The store, opened to look whether a picture was read before."""

    def __init__(self, path: str) -> None:
        self._database: sqlite3.Connection | None = None
        if path:
            with contextlib.suppress(sqlite3.Error, ValueError):
                self._database = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True, timeout=5)

    def has(self, key: str) -> bool:
        """Whether something is kept under a key."""
        if self._database is None:
            return False
        with contextlib.suppress(sqlite3.Error):
            return self._database.execute("SELECT 1 FROM images WHERE key = ?", (key,)).fetchone() is not None
        return False

    def close(self) -> None:
        """Close it."""
        if self._database is not None:
            self._database.close()
