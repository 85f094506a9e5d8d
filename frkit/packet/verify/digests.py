"""What the pages of a PDF hold, as hashes, and what belongs to none of them.

Pages are hashed by the program that goes with every packet, so that both always agree; docs/packet.md tells how.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pikepdf import Dictionary, Pdf

from frkit.packet.verify.standalone import (
    BROKEN,
    METHOD,
    RECORD,
    Reader,
    joined,
    page_hashes,
    readers_of,
)

_TRUE = joined(b"plain", b"True")
_OF_PAGES = {"/Pages", "/Outlines", "/Type", "/Version", "/Extensions"}


@dataclass(frozen=True)
class PageDigest:
    """The two hashes of one page."""

    body: str
    """Of what it drew before frkit stamped it, so that it can be compared with the original's."""
    whole: str
    """Of all that it shows: the stamp, the boxes, the rotation, and links and notes, too."""


def page_digests(pdf: Pdf, first: int = 1, which: Sequence[int] | None = None) -> list[PageDigest]:
    """The digests of all pages of a PDF, or of those with some indexes; ``first`` is the packet page of its first."""
    pages = [page.obj for page in pdf.pages]
    readers = readers_of(pages, first)
    return [PageDigest(*page_hashes(pages[at], *readers)) for at in (range(len(pages)) if which is None else which)]


def value_digest(value: Any) -> str:
    """The hash of a value of a PDF that leads to no page."""
    return Reader({}).value(value).hex()


@lru_cache(maxsize=1 << 12)
def box_digest(written: bytes) -> bytes:
    """The hash of a box, from its four numbers as they are written, with spaces between them."""
    return joined(b"array", *(joined(b"plain", number) for number in written.split()))


def mark_digest(mark: str, drawn: bytes) -> bytes:
    """The hash of a stream that bears only that mark in its dictionary."""
    return joined(b"stream", mark.encode(), _TRUE, joined(drawn))


def whole_digest(body: str, parts: Sequence[bytes]) -> PageDigest:
    """The digest of a page from those of its parts: its stamps, their font, and what ``FRAME`` names, in that order."""
    return PageDigest(body, joined(b"whole", bytes.fromhex(body), *parts).hex())


def outside_digest(pdf: Pdf, first: int = 1) -> str:
    """The hash of what belongs to no page: title, bookmarks, page labels, layers, the view at the start, attachments.

    The record of the manifest, which is put in last, is left out.
    """
    reader = Reader({page.obj.objgen: first + at for at, page in enumerate(pdf.pages)})
    told = reader.entries(pdf.Root, *_OF_PAGES)
    todo: list[tuple[int, Any]] = [(0, pdf.Root.get("/Outlines", Dictionary()).get("/First"))]
    seen: set[tuple[int, int]] = set()
    while todo:
        level, mark = todo.pop()
        if isinstance(mark, Dictionary) and mark.objgen not in seen:
            seen.add(mark.objgen)
            told += [str(level).encode(), *reader.entries(mark, "/First", "/Last", "/Next", "/Prev", "/Count")]
            todo += [(level, mark.get("/Next")), (level + 1, mark.get("/First"))]
    return joined(b"outside", *reader.entries(pdf.docinfo, RECORD), *told).hex()


__all__ = [
    "BROKEN",
    "METHOD",
    "RECORD",
    "PageDigest",
    "box_digest",
    "mark_digest",
    "outside_digest",
    "page_digests",
    "value_digest",
    "whole_digest",
]
