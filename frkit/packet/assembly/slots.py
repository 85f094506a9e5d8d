"""Pages of a document made ready for every packet: with empty places for what a packet puts on them.

A packet adds to each page a stamp with a link on it, the font of stamps, and for some a larger box. Here each of these
gets an object of its own that holds nothing yet, so that a build only has to put other numbers and other bytes there.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence
from decimal import Decimal

from pikepdf import Array, Dictionary, Name, Object, Pdf

from frkit.evidence.pdf.boxes import as_array, rectangle
from frkit.evidence.pdf.copy import complete, save
from frkit.packet.assembly.geometry import Frame, frame_of
from frkit.packet.assembly.stamping import FONT, MARK, contents_of

OPENING = b"q\n"
"""What stands before everything that a page draws."""
HIDDEN_FLAG = 2


def with_slots(pdf: bytes) -> bytes:
    """The same pages, each with slots for stamp and boxes; links to page numbers lead to the pages themselves."""
    with Pdf.open(io.BytesIO(pdf)) as opened:
        pages = [page.obj for page in opened.pages]
        slots = _Slots(opened)
        for page in pages:
            complete(page)
            _plain_turn_and_unit(page)
            lead_to_pages(page, pages)
            _hide_cropped_annotations(page, frame_of(page))
            slots.add(page)
        return save(opened, packed=False)


def lead_to_pages(page: Object, among: Sequence[Object], before: int = 0) -> None:
    """Page numbers in links become the pages themselves; ``before`` is the number that the first of ``among`` has.

    A link to a page that is not among them goes, but no note that only led there besides.
    """
    annotations = page.get("/Annots")
    if annotations is None:
        return
    kept = [one for one in annotations if _leads(one, among, before) or one.get("/Subtype") != Name.Link]
    if len(kept) != len(annotations):
        page["/Annots"] = Array(kept)


def _leads(annotation: Object, among: Sequence[Object], before: int) -> bool:
    destination = annotation.get("/Dest") if isinstance(annotation, Dictionary) else None
    if not (isinstance(destination, Array) and len(destination) and isinstance(destination[0], int)):
        return True
    at = int(destination[0]) - before
    if 0 <= at < len(among):
        annotation.Dest = Array([among[at], *list(destination)[1:]])
        return True
    del annotation["/Dest"]
    return False


class _Slots:
    """Adds slots to the pages of one PDF, the link on its stamp behind all notes; fonts and opening are shared."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._font = pdf.make_indirect(Dictionary())
        self._opening = self._marked(OPENING)
        self._resources: dict[tuple[int, int], Object] = {}

    def add(self, page: Object) -> None:
        page["/Contents"] = Array([self._opening, *contents_of(page), self._marked(b"")])
        page["/Resources"] = self._with_font(page.get("/Resources", Dictionary()))
        page["/Annots"] = Array([*page.get("/Annots", ()), self._pdf.make_indirect(Dictionary())])
        media = page["/MediaBox"]
        page["/MediaBox"] = self._pdf.make_indirect(copy.copy(media))
        page["/CropBox"] = self._pdf.make_indirect(as_array(frame_of(page).box))

    def _with_font(self, resources: Object) -> Object:
        """A copy that has the font of stamps: what else draws by the same resources keeps them as they are."""
        known = self._resources.get(resources.objgen) if resources.is_indirect else None
        if known is not None:
            return known
        fonts = copy.copy(resources.get("/Font", Dictionary()))
        fonts[FONT] = self._font
        made = copy.copy(resources)
        made["/Font"] = fonts
        if resources.is_indirect:
            made = self._resources[resources.objgen] = self._pdf.make_indirect(made)
        return made

    def _marked(self, data: bytes) -> Object:
        stream = self._pdf.make_stream(data)
        stream[MARK] = True
        return stream


def _plain_turn_and_unit(page: Object) -> None:
    """A rotation or unit that is no number says nothing."""
    if "/Rotate" in page and not isinstance(page["/Rotate"], int):
        page["/Rotate"] = frame_of(page).turn
    if "/UserUnit" in page and not isinstance(page["/UserUnit"], int | Decimal):
        del page["/UserUnit"]


def _hide_cropped_annotations(page: Object, frame: Frame) -> None:
    """Notes outside the visible part stay unseen when the page grows."""
    for annotation in page.get("/Annots", ()):
        box = rectangle(annotation.get("/Rect")) if isinstance(annotation, Dictionary) else None
        if box and (box[2] <= frame.left or box[0] >= frame.right or box[3] <= frame.bottom or box[1] >= frame.top):
            annotation.F = int(annotation.get("/F", 0)) | HIDDEN_FLAG
