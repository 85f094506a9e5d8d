"""The words on the pages of a PDF, and which pages have none that can be trusted. Runs in a process of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ctypes import POINTER, c_float, c_ushort, cast, create_string_buffer
from typing import TYPE_CHECKING, Any

from frkit.evidence.text.folding import storable
from frkit.evidence.text.types import TEXT, PageText
from frkit.evidence.unreadable import Unreadable

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

FEW = 200
"""Signs of text on a page below which a picture on it is taken to hold the real text."""
COVERED = 0.4
"""Share of a page's area from which pictures count as the page itself."""
_GARBLED = 0.3
_ENOUGH_LETTERS = 200
_VOWELS = 0.15
_CID = re.compile(r"\(cid:\d+\)")
_FOREIGN = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_CONTROLS = bytes({*range(32), *range(0x7F, 0xA0)} - set(b"\0\2\t\n\r"))
"""Signs that no text has; the others of their kind are line ends and hyphens."""
_LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VOWELS_OF_THEM = b"aeiouyAEIOUY"
_MOST_OBJECTS = 5000


def opened_pdf(source: str | bytes, password: str = "") -> PdfDocument:
    """A PDF ready to be read, repaired where it is damaged; raises Unreadable with the reason where nobody can."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source, password=password or None)
        if len(document) > 0:
            return document
        document.close()
    except pypdfium2.PdfiumError:
        pass
    from frkit.evidence.opening.unlocking import unlocked
    from frkit.evidence.pdf.copy import packet_copy

    data = source if isinstance(source, bytes) else _bytes_of(source)
    try:
        return pypdfium2.PdfDocument(packet_copy(unlocked(data, password) if password else data).pdf)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"it is damaged and cannot be repaired ({error})") from error


def page_text(document: PdfDocument, number: int) -> PageText:
    """The words of a page, counted from 0, filled-in fields and comments among them.

    Written for pdfium's own functions: the library's helpers take a tenth of the time of a page.
    """
    from pypdfium2 import raw

    page = raw.FPDF_LoadPage(document.raw, number)
    if not page:
        return PageText(number + 1, "", TEXT, "the page is damaged")
    remarks = ""
    if count := raw.FPDFPage_GetAnnotCount(page):
        drawn, remarks = _beside(page, count)
        if drawn:
            raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
            raw.FPDF_ClosePage(page)
            page = raw.FPDF_LoadPage(document.raw, number)
    try:
        text = _text_on(page)
        lacks = "its text is damaged" if text is None else what_it_lacks(text, page)
    finally:
        raw.FPDF_ClosePage(page)
    return PageText(number + 1, "\n".join(filter(None, (text, remarks))), TEXT, lacks)


def _text_on(page: Any) -> str | None:
    from pypdfium2 import raw

    words = raw.FPDFText_LoadPage(page)
    if not words:
        return None
    try:
        count = raw.FPDFText_CountChars(words)
        if count <= 0:
            return "" if count == 0 else None
        buffer = (c_ushort * (count * 2 + 1))()
        written = raw.FPDFText_GetText(words, 0, count, buffer)
        return storable(bytes(memoryview(buffer).cast("B")[: max(0, written - 1) * 2]).decode("utf-16-le", "ignore"))
    finally:
        raw.FPDFText_ClosePage(words)


def what_it_lacks(text: str, page: Any) -> str:
    """Why the words of a page are not all that stands on it, in words; empty where they are."""
    if not text.strip():
        return "no text" if _draws(page) else ""
    plain = text.encode("latin-1", "replace")
    visible = len(plain) - plain.count(b" ") - plain.count(b"\n")
    bad = _count(plain, _CONTROLS)
    if not text.isascii():
        bad += len(_FOREIGN.findall(text))
    if "(cid:" in text:
        bad += sum(map(len, _CID.findall(text)))
    if bad > _GARBLED * visible or _no_words(plain):
        return "its text is garbled"
    if visible < FEW and _covered(page) >= COVERED:
        return "a picture with few words of text on it"
    return ""


def _no_words(plain: bytes) -> bool:
    """Letters of a font whose code table is wrong: many, and hardly a vowel among them."""
    letters = _count(plain, _LETTERS)
    return letters >= _ENOUGH_LETTERS and _count(plain, _VOWELS_OF_THEM) < _VOWELS * letters


def _count(text: bytes, signs: bytes) -> int:
    return len(text) - len(text.translate(None, signs))


def _beside(page: Any, count: int) -> tuple[bool, str]:
    """Whether fields, stamps and notes are drawn beside the page's own content, and what comments say on a click."""
    from pypdfium2 import raw

    drawn, remarks = False, []
    for index in range(min(count, _MOST_OBJECTS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if annotation:
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            drawn = drawn or kind not in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP)
            if kind in _remarking():
                remarks.append(_contents(annotation))
            raw.FPDFPage_CloseAnnot(annotation)
    return drawn, storable("\n".join(one for one in remarks if one.strip()))


def _remarking() -> tuple[int, ...]:
    from pypdfium2 import raw

    return (
        raw.FPDF_ANNOT_TEXT,
        raw.FPDF_ANNOT_HIGHLIGHT,
        raw.FPDF_ANNOT_UNDERLINE,
        raw.FPDF_ANNOT_STRIKEOUT,
        raw.FPDF_ANNOT_SQUIGGLY,
        raw.FPDF_ANNOT_CARET,
    )


def _contents(annotation: Any) -> str:
    from pypdfium2 import raw

    size = raw.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    if not 2 < size < 1 << 20:
        return ""
    buffer = create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(annotation, b"Contents", cast(buffer, POINTER(c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "ignore")


def _draws(page: Any) -> bool:
    """Whether a page shows anything at all; an empty one needs no reading."""
    from pypdfium2 import raw

    return bool(raw.FPDFPage_CountObjects(page) > 0)


def _covered(page: Any) -> float:
    """The share of a page's area that pictures take, at most 1."""
    from pypdfium2 import raw

    width, height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
    area = sum(_area(one) for one in _pictures(page))
    return min(1.0, area / (width * height)) if width > 0 and height > 0 else 0.0


def _pictures(page: Any) -> Iterator[Any]:
    """Pictures of a page; a drawing within it that may hold pictures counts as one."""
    from pypdfium2 import raw

    for index in range(min(raw.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        one = raw.FPDFPage_GetObject(page, index)
        kind = raw.FPDFPageObj_GetType(one)
        if kind == raw.FPDF_PAGEOBJ_IMAGE or (kind == raw.FPDF_PAGEOBJ_FORM and _holds_picture(one, 0)):
            yield one


def _holds_picture(form: Any, depth: int) -> bool:
    from pypdfium2 import raw

    for index in range(min(raw.FPDFFormObj_CountObjects(form), _MOST_OBJECTS)):
        one = raw.FPDFFormObj_GetObject(form, index)
        kind = raw.FPDFPageObj_GetType(one)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            return True
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < 5 and _holds_picture(one, depth + 1):
            return True
    return False


def _area(one: Any) -> float:
    from pypdfium2 import raw

    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    if not raw.FPDFPageObj_GetBounds(one, left, bottom, right, top):
        return 0.0
    return max(0.0, right.value - left.value) * max(0.0, top.value - bottom.value)


def _bytes_of(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
