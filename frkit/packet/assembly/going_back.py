"""The link on each stamp: from any page of a packet back to its contents."""

from __future__ import annotations

from functools import lru_cache

from pikepdf import Array, Dictionary, Name, Object

from frkit.packet.assembly.geometry import Frame
from frkit.packet.assembly.places import ASIDE, HEIGHT, scale_of
from frkit.packet.assembly.stamping import Drawing, number
from frkit.packet.verify.digests import box_digest
from frkit.packet.verify.standalone import joined

PRINTED = 4
"""Flag of a note or link that goes to paper with its page (ISO 32000-1, 12.5.3)."""
_LINK = b"<< /Type /Annot /Subtype /Link /Rect [ %b ] /Border [ 0 0 0 ] /F %d /Dest [ %b /XYZ null null null ] >>"


def add_link_back(page: Object, drawing: Drawing, target: Object) -> None:
    """Give a page in memory the link on its stamp, behind its other links."""
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Border=[0, 0, 0], F=PRINTED)
    link.Rect = Object.parse(b"[ %b ]" % _where(drawing))
    link.Dest = Array([target, Name.XYZ, None, None, None])
    page["/Annots"] = Array([*page.get("/Annots", ()), link])


def link_back(drawing: Drawing, target: bytes) -> bytes:
    """The link on a stamp as it is written; ``target`` refers to the page to which it leads."""
    return _LINK % (_where(drawing), PRINTED, target)


def link_back_digest(drawing: Drawing, target: int) -> bytes:
    """The hash of that link, as a check of the packet finds it; ``target`` is the packet page."""
    return _digest(_where(drawing), target)


@lru_cache(maxsize=1 << 12)
def _digest(box: bytes, target: int) -> bytes:
    nothing = joined(b"plain", b"None")
    destination = joined(b"array", joined(b"page", b"%d" % target), joined(b"plain", b"/XYZ"), *[nothing] * 3)
    entries = {
        b"/Border": joined(b"array", *[joined(b"plain", b"0")] * 3),
        b"/Dest": destination,
        b"/F": joined(b"plain", b"%d" % PRINTED),
        b"/Rect": box_digest(box),
        b"/Subtype": joined(b"plain", b"/Link"),
        b"/Type": joined(b"plain", b"/Annot"),
    }
    return joined(b"dictionary", *(part for entry in entries.items() for part in entry))


def _where(drawing: Drawing) -> bytes:
    """The stamp's rectangle in the page's own coordinates, as four numbers."""
    return _box(drawing.frame, drawing.lower, drawing.width)


@lru_cache(maxsize=1 << 12)
def _box(frame: Frame, lower: float, width: float) -> bytes:
    scale = scale_of(frame)
    right = frame.width - ASIDE * scale
    corners = ((right - width * scale, lower * scale), (right, (lower + HEIGHT) * scale))
    a, b, c, d, e, f = frame.matrix
    across = sorted(a * x + c * y + e for x, y in corners)
    along = sorted(b * x + d * y + f for x, y in corners)
    return " ".join(map(number, (across[0], along[0], across[1], along[1]))).encode()
