"""What a search could not see: pages without text, files that cannot be read. It is said, never passed over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from frkit.evidence.text.documents import MISSING, Document
from frkit.evidence.text.reading import NO_WORDS
from frkit.evidence.text.rows import FileRow, file_rows
from frkit.evidence.text.store import ROOM, Store
from frkit.evidence.text.types import OCR

_WHY_NO_WORDS = {
    "media": "it is a recording, which nobody has written down",
    "unknown": "frkit does not know this kind of file",
    MISSING: "it is not on this computer",
}


@dataclass(frozen=True)
class Unread:
    """One document whose words are not known, or not all of them."""

    document: Document
    pages: tuple[int, ...]
    """Pages that need OCR; empty where the file as a whole cannot be read."""
    reason: str


def unread_documents(store: Store, documents: Iterable[Document]) -> list[Unread]:
    """Every document of which something was not searched, in their order; each file once a request."""
    rows = file_rows(store)
    lacking = lacking_pages(store)
    found, seen = [], set()
    for one in documents:
        key = (one.request, one.sha256 or f"{one.path} {one.part}")
        if key in seen:
            continue
        seen.add(key)
        row = rows.get(one.sha256)
        lacks = lacking.get(row.id, {}) if row is not None else {}
        for reason in dict.fromkeys(lacks.values()):
            pages = tuple(page for page, why in lacks.items() if why == reason)
            found.append(Unread(one, pages, reason))
        why = _whole(one, row)
        if why:
            found.append(Unread(one, (), why))
    return found


def lacking_pages(store: Store) -> dict[int, dict[int, str]]:
    """Id of a file -> each of its pages that needs OCR, and why."""
    found: dict[int, dict[int, str]] = {}
    query = "SELECT id, page, lacks FROM pages WHERE lacks != '' AND how != ? ORDER BY id"
    for number, page, lacks in store.database.execute(query.replace("?", f"'{OCR}'")):
        found.setdefault(number >> ROOM, {})[page] = lacks
    return found


def _whole(one: Document, row: FileRow | None) -> str:
    if one.problem:
        return one.problem
    if row is not None and row.problem:
        return row.problem
    return _WHY_NO_WORDS.get(one.kind, "") if one.kind in NO_WORDS else ""


def pages_to_read(store: Store, documents: Iterable[Document]) -> list[tuple[Document, tuple[int, ...]]]:
    """Each file with its pages that have no text of their own to trust, read by OCR before or not; each file once."""
    rows = file_rows(store)
    lacking: dict[int, list[int]] = {}
    for number, page in store.database.execute("SELECT id, page FROM pages WHERE lacks != '' ORDER BY id"):
        lacking.setdefault(number >> ROOM, []).append(page)
    found, seen = [], set()
    for one in documents:
        row = rows.get(one.sha256)
        if row is not None and row.id in lacking and one.sha256 not in seen:
            seen.add(one.sha256)
            found.append((one, tuple(lacking[row.id])))
    return found
