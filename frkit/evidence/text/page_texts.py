"""The words of documents, page by page: read once, kept below ``.frkit/``, and read again if that is deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from frkit.evidence.text.documents import Document
from frkit.evidence.text.gathering import Progress, gather
from frkit.evidence.text.rows import file_row, pages_of, seen_by_reader
from frkit.evidence.text.store import Store, with_store
from frkit.evidence.text.types import PageText
from frkit.tracking.folder import CampaignFolder

_AT_ONCE = 20


def page_texts(folder: CampaignFolder, document: Document) -> tuple[PageText, ...]:
    """The words of one document, page by page; nothing for a file that has none. Many: :func:`each_page_texts`."""

    def read(store: Store) -> tuple[PageText, ...]:
        gather(store, folder, [document])
        return _pages(store, document)

    return with_store(folder, read)


def each_page_texts(
    folder: CampaignFolder, documents: Sequence[Document], progress: Progress | None = None
) -> Iterator[tuple[Document, tuple[PageText, ...]]]:
    """Each document with its words; what was not read before is read now, by all processors. Memory is bounded."""
    read_all(folder, documents, progress)
    for begin in range(0, len(documents), _AT_ONCE):
        some = documents[begin : begin + _AT_ONCE]
        yield from zip(some, with_store(folder, partial(_read, folder=folder, documents=some)), strict=True)


def read_all(folder: CampaignFolder, documents: Sequence[Document], progress: Progress | None = None) -> None:
    """Read what was not read before."""
    with_store(folder, lambda store: gather(store, folder, documents, *([progress] if progress else [])))


def _read(store: Store, folder: CampaignFolder, documents: Sequence[Document]) -> list[tuple[PageText, ...]]:
    if not store.kept:
        gather(store, folder, documents)
    return [_pages(store, one) for one in documents]


def _pages(store: Store, document: Document) -> tuple[PageText, ...]:
    row = file_row(store, document.sha256)
    return () if row is None else tuple(seen_by_reader(page) for _, page in pages_of(store, row))


__all__ = ["PageText", "each_page_texts", "page_texts", "read_all"]
