"""Has the pages read that need it: all processors, each page kept as soon as it is read, none read twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from itertools import islice
from pathlib import Path

from frkit.base.files import sha256_of_bytes
from frkit.evidence.apart.running import each_apart
from frkit.evidence.text.documents import Document
from frkit.evidence.text.gathering import unit_of
from frkit.evidence.text.kept_pages import Kept, derived_folder
from frkit.evidence.text.ocr_records import OcrRecord, keep_reading, readings
from frkit.evidence.text.ocr_work import PAGES, OcrErrand, Reading, image_key, judged, read_pages
from frkit.evidence.text.store import STORE, Store
from frkit.evidence.text.tesseract import SECONDS_A_PAGE, Tesseract
from frkit.evidence.unreadable import Unreadable
from frkit.tracking.folder import CampaignFolder

_SECONDS = 2 * SECONDS_A_PAGE * PAGES + 60
_MEGABYTES = 4096
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class ToRead:
    """Pages of one document that OCR is to read, in some languages."""

    document: Document
    pages: tuple[int, ...]
    languages: str


@dataclass
class Outcome:
    """What came of it."""

    read: int = 0
    """Pages that tesseract read now."""
    seen: int = 0
    """Pages whose picture was read before, elsewhere."""
    wordless: list[tuple[Document, int]] = field(default_factory=list)
    """Pages on which no words were found."""
    failed: list[tuple[Document, int, str]] = field(default_factory=list)


def still_to_read(
    kept: Mapping[str, Kept], lacking: Sequence[tuple[Document, tuple[int, ...]]],
    languages: Callable[[Document], str], tesseract: Tesseract, *, again: bool,
) -> list[ToRead]:  # fmt: skip
    """The pages that were not read before. ``again``: also those that were read in other languages, or by another
    version."""
    wanted = []
    for document, pages in lacking:
        asked = languages(document)
        there = kept.get(document.sha256)
        done = {
            record.page
            for _, record in readings(there.ocr if there is not None else ())
            if not again or (record.languages, record.version) == (asked, tesseract.version)
        }
        left = tuple(page for page in pages if page not in done)
        if left:
            wanted.append(ToRead(document, left, asked))
    return wanted


def read_all_pages(
    store: Store,
    folder: CampaignFolder,
    wanted: Sequence[ToRead],
    kept: Mapping[str, Kept],
    tesseract: Tesseract,
    progress: Progress | None = None,
) -> Outcome:
    """Read pages and keep what was read below ``derived/``. What was kept before a stop is not read again."""
    outcome = Outcome()
    total = sum(len(one.pages) for one in wanted)
    told = progress or (lambda done, total, name: None)
    by_hash = {one.document.sha256: one for one in wanted}
    errands: list[OcrErrand] = list(_errands(folder, wanted, kept, tesseract, store))
    while errands:
        again: list[OcrErrand] = []
        for errand, answer in each_apart(read_pages, errands, seconds=_SECONDS, megabytes=_MEGABYTES):
            one = by_hash[errand.unit.sha256]
            if isinstance(answer, Unreadable):
                again += _one_by_one(errand, one, answer, outcome)
            else:
                again += _keep(store, folder, one, errand, answer, outcome)
            done = outcome.read + outcome.seen + len(outcome.failed)
            told(done, total, one.document.name)
        errands = again
    return outcome


def _errands(
    folder: CampaignFolder, wanted: Sequence[ToRead], kept: Mapping[str, Kept], tesseract: Tesseract, store: Store
) -> Iterator[OcrErrand]:
    known = str(folder.root / STORE) if store.kept else ""
    for one in wanted:
        unit = unit_of(folder, one.document, kept)
        pages = iter(one.pages)
        while some := tuple(islice(pages, PAGES)):
            yield OcrErrand(str(one.document.original), unit, some, tesseract.program, tesseract.version,
                            one.languages, one.document.passwords, known)  # fmt: skip


def _one_by_one(errand: OcrErrand, one: ToRead, problem: Unreadable, outcome: Outcome) -> Iterator[OcrErrand]:
    from dataclasses import replace

    if len(errand.pages) == 1:
        outcome.failed.append((one.document, errand.pages[0], str(problem)))
        return
    for page in errand.pages:
        yield replace(errand, pages=(page,))


def _keep(
    store: Store, folder: CampaignFolder, one: ToRead, errand: OcrErrand, answer: tuple[Reading, ...], outcome: Outcome
) -> list[OcrErrand]:
    """Keep what was read. Gives what has to be read after all, since the store's words for it are not ours."""
    from dataclasses import replace

    below = derived_folder(folder, one.document)
    doubtful = []
    for reading in answer:
        if reading.problem:
            outcome.failed.append((one.document, reading.page, reading.problem))
            continue
        key = image_key(reading.image_sha256, errand.languages, errand.version)
        table = reading.table if reading.table is not None else _table_from(store.value("images", key))
        if table is None:
            doubtful.append(reading.page)
            continue
        count = _keep_one(below, one, errand, reading, table)
        if not count:
            outcome.wordless.append((one.document, reading.page))
        if reading.table is None:
            outcome.seen += 1
        else:
            outcome.read += 1
            with store.writing():
                store.keep("images", key, json.dumps(table.decode("utf-8", "replace")))
    return [replace(errand, pages=tuple(doubtful), known="")] if doubtful else []


def _keep_one(below: Path, one: ToRead, errand: OcrErrand, reading: Reading, table: bytes) -> int:
    count, sure = judged(table)
    record = OcrRecord(
        version=errand.version,
        languages=errand.languages,
        input_sha256=one.document.sha256,
        page=reading.page,
        image_sha256=reading.image_sha256,
        width=reading.width,
        height=reading.height,
        dpi=reading.dpi,
        output_sha256=sha256_of_bytes(table),
        words=count,
        confidence=sure,
        when=datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    keep_reading(below, record, table)
    return count


def _table_from(value: str | None) -> bytes | None:
    return None if value is None else str(json.loads(value)).encode()
