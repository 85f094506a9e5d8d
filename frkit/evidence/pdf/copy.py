"""The packet's copy of a PDF: every page as it looks, nothing that acts, each page complete in itself."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass

from pikepdf import (
    Dictionary,
    Object,
    ObjectStreamMode,
    Pdf,
    PdfError,
    StreamDecodeLevel,
)

from frkit.evidence.pdf.actions import (
    FORM_PROGRAM,
    Removed,
    clean_catalog,
    clean_page,
    clean_streams,
    has_form_program,
    signed,
)
from frkit.evidence.pdf.balance import balance, set_apart
from frkit.evidence.pdf.boxes import LETTER, as_array, overlap, rectangle
from frkit.evidence.pdf.destinations import Bookmark, Destinations
from frkit.evidence.pdf.form_fields import flatten_form
from frkit.evidence.pdf.opening import BROKEN, MOST_PAGES, Opened, append_page, open_pdf
from frkit.evidence.pdf.opening import short as _short
from frkit.evidence.unreadable import Unreadable

# qpdf's remarks on damaged files are read with get_warnings; they do not belong on the terminal.
logging.getLogger("pikepdf").addHandler(logging.NullHandler())
logging.getLogger("pikepdf").propagate = False

INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")


@dataclass(frozen=True)
class PdfCopy:
    """A cleaned copy: its bytes, how many pages, what was done to it, what to warn of, and its own bookmarks."""

    pdf: bytes
    count: int
    steps: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()


def packet_copy(data: bytes) -> PdfCopy:
    """The packet's copy of a PDF; raises Unreadable with the reason if no page can be had from it."""
    found = open_pdf(data)
    with found.pdf as pdf:
        try:
            return _cleaned(pdf, found, encrypted=pdf.is_encrypted)
        except BROKEN as error:
            raise Unreadable(f"it is damaged and cannot be repaired ({_short(error)})") from error


def save(pdf: Pdf, *, packed: bool = True) -> bytes:
    """The bytes of a PDF, each stream as it is, the same for the same content.

    Unless ``packed``, each object lies open, as ``frkit.evidence.pdf.layout`` reads it.
    """
    out = io.BytesIO()
    pdf.save(
        out,
        compress_streams=False,
        stream_decode_level=StreamDecodeLevel.none,
        object_stream_mode=ObjectStreamMode.generate if packed else ObjectStreamMode.disable,
        deterministic_id=True,
        encryption=False,
    )
    return out.getvalue()


def _cleaned(pdf: Pdf, found: Opened, *, encrypted: bool) -> PdfCopy:
    steps = ["opened without a password; the copy is not encrypted"] if encrypted else []
    steps += found.steps
    if len(pdf.pages) > MOST_PAGES:
        raise Unreadable(f"it has {len(pdf.pages):,} pages, more than the {MOST_PAGES:,} that one file may bring")
    if signed(pdf):
        steps.append("digital signature: holds for the original only; its picture stays")
    pages: list[Object] = [page.obj for page in pdf.pages]
    places = Destinations(pdf)
    bookmarks = places.bookmarks()
    closed = stamped = 0
    for page in pages:
        complete(page)
        closed += balance(pdf, page)
        stamped += set_apart(pdf, page)
    removed = Removed()
    removed.counts[FORM_PROGRAM] += has_form_program(pdf)
    form = flatten_form(pdf, pages)
    steps += form.steps
    for page in pages:
        clean_page(page, places, removed)
    clean_catalog(pdf, removed)
    clean_streams(pdf, removed)
    if closed:
        steps.append(f"drawing left open on {closed} {'page' if closed == 1 else 'pages'} closed; looks unchanged")
    if stamped:
        steps.append(
            f"stamps of an earlier packet on {stamped} {'page' if stamped == 1 else 'pages'} kept as they were"
        )
    data = _whole(pdf, pages)
    warnings = (*found.warnings, *form.warnings, *_warnings(pdf))
    if removed.counts[FORM_PROGRAM]:
        warnings += ("an Adobe form (XFA): its pages may show a notice in place of what was filled in",)
    return PdfCopy(data, len(pages), (*steps, *removed.lines()), warnings, bookmarks)


def _whole(pdf: Pdf, pages: list[Object]) -> bytes:
    """The bytes of the copy, in a new file where the old one is too damaged to be saved."""
    data = save(pdf)
    try:
        with Pdf.open(io.BytesIO(data), suppress_warnings=True) as again:
            kept = [page.obj for page in again.pages]
            if len(kept) == len(pages) and all("/Parent" in page for page in kept):
                return data
    except PdfError:
        pass
    with Pdf.new() as fresh:
        for page in pages:
            append_page(fresh, page)
        return save(fresh)


def complete(page: Object) -> None:
    """Give a page what it has from the nodes above it, and boxes that every program reads alike.

    A page without a size is Letter; a crop box that shows nothing of the page is no crop box.
    """
    seen: set[tuple[int, int]] = set()
    node = page.get("/Parent")
    while isinstance(node, Dictionary) and node.objgen not in seen:
        seen.add(node.objgen)
        for key in INHERITED:
            if key in node and key not in page:
                page[key] = node[key]
        node = node.get("/Parent")
    media = rectangle(page.get("/MediaBox")) or LETTER
    page.MediaBox = as_array(media)
    crop = rectangle(page.get("/CropBox"))
    if crop and overlap(media, crop):
        page.CropBox = as_array(crop)
    elif "/CropBox" in page:
        del page["/CropBox"]
    if not isinstance(page.get("/Resources"), Dictionary):
        page.Resources = Dictionary()
    for kind in ("/Font", "/XObject"):
        if kind in page.Resources and not isinstance(page.Resources[kind], Dictionary):
            del page.Resources[kind]


def _warnings(pdf: Pdf) -> tuple[str, ...]:
    found = pdf.get_warnings()
    if not found:
        return ()
    return (f"damaged, and read with repairs ({len(found)} {'fault' if len(found) == 1 else 'faults'})",)
