"""Pages whose drawing leaves something open are closed, so that what is drawn after them lands where it should.

A page may end with a graphics state that it never gave back (``q`` without ``Q``), or give back more than it took, or
leave a text or a layer open. Whatever frkit adds would then be moved, clipped or hidden.
"""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, PdfError, Stream, parse_content_stream

STAMP_FONT, STAMP_MARK = "/FrkStampFont", "/FrkStamp"
"""Names that frkit's stamps use on a page: of their font, and of the key that marks their streams."""
WATCHED = "q Q BT ET BMC BDC EMC"
_CHANGE = {"q": 1, "Q": -1, "BT": 1, "ET": -1, "BMC": 1, "BDC": 1, "EMC": -1}


def balance(pdf: Pdf, page: Object) -> bool:
    """Close what a page's drawing leaves open, without changing how it looks; True where that was needed."""
    if "/Contents" not in page:
        return False
    state = _left_open(page)
    if state == 0:
        return False
    if state is None:
        _wrap_in_form(pdf, page)
    else:
        page.Contents = Array([*_streams(page), pdf.make_stream(b"\n" + b"Q " * state + b"\n")])
    return True


def set_apart(pdf: Pdf, page: Object) -> bool:
    """Draw a page that bears stamps of an earlier packet as one unit, so that they are not taken for new ones."""
    resources = page.get("/Resources", Dictionary())
    fonts = resources.get("/Font", Dictionary()) if isinstance(resources, Dictionary) else Dictionary()
    marked = "/Contents" in page and any(STAMP_MARK in stream for stream in _streams(page))
    if not marked and STAMP_FONT not in fonts:
        return False
    _wrap_in_form(pdf, page)
    for stream in _streams(page):
        if STAMP_MARK in stream:
            del stream[STAMP_MARK]
    return True


def _left_open(page: Object) -> int | None:
    """How many graphics states stay open at the end; None where the rest is not in order either."""
    depth = {"q": 0, "BT": 0, "BMC": 0}
    try:
        operators = [str(instruction.operator) for instruction in parse_content_stream(page, WATCHED)]
    except (PdfError, ValueError, TypeError, RuntimeError):
        return None
    for operator in operators:
        if operator not in _CHANGE:  # so damaged that it may swallow what is drawn after it
            return None
        family = "q" if operator in "qQ" else "BT" if operator in ("BT", "ET") else "BMC"
        depth[family] += _CHANGE[operator]
        if depth[family] < 0:
            return None
    return None if depth["BT"] or depth["BMC"] else depth["q"]


def _streams(page: Object) -> list[Object]:
    contents = page.Contents
    return [part for part in contents if isinstance(part, Stream)] if isinstance(contents, Array) else [contents]


def _wrap_in_form(pdf: Pdf, page: Object) -> None:
    """Draw the page's content as one unit: at its end every program puts all drawing settings back."""
    try:
        content = b"\n".join(stream.read_bytes() for stream in _streams(page))
    except (PdfError, ValueError):  # qpdf may tell of the damage in bytes that are no text
        return
    box = list(Page(page).mediabox)
    form = pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=Array(box))
    form.Resources = page.get("/Resources", Dictionary())
    page.Resources = Dictionary(XObject=Dictionary(FrkPage=form))
    page.Contents = pdf.make_stream(b"q /FrkPage Do Q\n")
