"""Lays the words that OCR read over the pages that lack them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from frkit.evidence.text.kept_pages import NOTHING_KEPT, Kept
from frkit.evidence.text.ocr_records import best_readings
from frkit.evidence.text.rows import FileRow, file_rows, keep_file, pages_of, replace_page
from frkit.evidence.text.store import Store
from frkit.evidence.text.types import OCR, TEXT, PageText


def lay_over(store: Store, kept: Mapping[str, Kept], wanted: Iterable[str]) -> None:
    """For each file whose OCR is another than the store has: its pages anew, with the words that were read since."""
    rows = file_rows(store)
    for digest in wanted:
        row = rows.get(digest)
        there = kept.get(digest, NOTHING_KEPT)
        if row is None or not row.done or row.state.partition(" ")[2] == there.ocr_state:
            continue
        with store.writing():
            _lay(store, row, there)


def _lay(store: Store, row: FileRow, there: Kept) -> None:
    readings = best_readings(there.ocr)
    for number, old in list(pages_of(store, row)):
        new = _with_reading(old, readings.get(old.page or 0))
        if new != old:
            replace_page(store, row, number, old, new)
    base = row.state.partition(" ")[0]
    keep_file(store, replace(row, state=f"{base} {there.ocr_state}" if there.ocr_state else base))


def _with_reading(old: PageText, words: str | None) -> PageText:
    own = old.beside if old.how == OCR else old.text
    if words is None:
        return PageText(old.page, own, TEXT, old.lacks) if old.how == OCR else old
    return replace(old, text=words, how=OCR, beside=own)
