"""Brings the index up to date: what is new is read and put in, what is gone is taken out, the rest stays."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from frkit.evidence.text.documents import Document
from frkit.evidence.text.gathering import Progress, gather
from frkit.evidence.text.papers import Papers
from frkit.evidence.text.rows import add_file, add_pages, drop_file, file_rows, index_file, keep_file
from frkit.evidence.text.sources import said_by
from frkit.evidence.text.store import STORE, Store
from frkit.evidence.text.types import EVENT, PageText
from frkit.tracking.folder import CampaignFolder

_AT_ONCE = 2000
"""Pages that go into the index in one transaction."""
LOCK = ".frkit/texts.lock"


def bring_up_to_date(
    store: Store,
    folder: CampaignFolder,
    papers: Sequence[Papers],
    documents: Sequence[Document],
    progress: Progress | None = None,
) -> None:
    """Read and index all of a campaign that is not in the store yet. Of two commands, one waits for the other."""
    with _alone(folder.root, store):
        gather(store, folder, documents, *([progress] if progress else []))
        _add_said(store, papers)
        live = {one.sha256 for one in documents} | {key for key, _ in said_by(papers)}
        _drop(store, live)
        index_all(store)


def index_all(store: Store) -> int:
    """Put every file into the index that is read whole and not in it; gives the number of pages."""
    waiting = [row for row in file_rows(store).values() if row.done and not row.indexed]
    count = 0
    at = 0
    while at < len(waiting):
        with store.writing():
            since = count
            while at < len(waiting) and count - since < _AT_ONCE:
                count += index_file(store, waiting[at])
                at += 1
    return count


def _add_said(store: Store, papers: Iterable[Papers]) -> None:
    known = file_rows(store)
    new = {key: said for key, said in said_by(list(papers)) if key not in known}
    if not new:
        return
    with store.writing():
        for key, said in new.items():
            row = add_file(store, key, "")
            add_pages(store, row, 0, [PageText(None, said.words, EVENT)])
            keep_file(store, replace(row, total=1, done=True))


def _drop(store: Store, live: set[str]) -> None:
    """Words of what is not in the campaign any more, or was forgotten, do not stay."""
    gone = [row for digest, row in file_rows(store).items() if digest not in live]
    if gone:
        with store.writing():
            for row in gone:
                drop_file(store, row)


@contextlib.contextmanager
def _alone(root: Path, store: Store) -> Iterator[None]:
    """While this lasts no other frkit reads the same files for the same store; where a disk has no locks, both do."""
    if not store.kept:
        yield
        return
    import fcntl

    try:
        handle = os.open(root / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    except OSError:
        yield
        return
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


__all__ = ["STORE", "bring_up_to_date", "index_all"]
