"""What the pages of a PDF hold, as hashes, and what belongs to none of them.

Pages are hashed by the program that goes with every packet, so that both always agree; docs/packet.md tells how.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pikepdf import Dictionary, Pdf

from frkit.packet.verify.standalone import BROKEN, METHOD, RECORD, Reader, hashes, joined

_OF_PAGES = {"/Pages", "/Outlines", "/Type", "/Version", "/Extensions"}


@dataclass(frozen=True)
class PageDigest:
    """The two hashes of one page."""

    body: str
    """Of what it drew before frkit stamped it, so that it can be compared with the original's."""
    whole: str
    """Of all that it shows: the stamp, the boxes, the rotation, and links and notes, too."""


def page_digests(pdf: Pdf, first: int = 1, known: Sequence[str | None] = ()) -> list[PageDigest]:
    """The digests of all pages of a PDF, in order; ``first`` is the packet page of its first one.

    ``known``: the ``body`` of each page where it was hashed before; the streams of such a page need not be there.
    """
    return [PageDigest(body, whole) for body, whole in hashes(pdf, first, known)]


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


__all__ = ["BROKEN", "METHOD", "RECORD", "PageDigest", "outside_digest", "page_digests"]
