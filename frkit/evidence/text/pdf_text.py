"""The words on the pages of a PDF, and which pages have none that can be trusted. Runs in a process of its own."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from ctypes import c_float
from typing import TYPE_CHECKING, Any

from frkit.evidence.text.folding import storable
from frkit.evidence.text.types import PageText
from frkit.evidence.unreadable import Unreadable

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

FEW = 200
"""Signs of text on a page below which a picture on it is taken to hold the real text."""
COVERED = 0.4
"""Share of a page's area from which pictures count as the page itself."""
_GARBLED = 0.3
_ENOUGH_LETTERS = 200
_VOWELS = 0.15
_CID = re.compile(r"\(cid:\d+\)")
_UNREADABLE = re.compile("[\x01\x03-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_LATIN = re.compile("[A-Za-z]")
_VOWEL = re.compile("[aeiouyAEIOUY]")
_MOST_OBJECTS = 5000


def opened_pdf(source: str | bytes) -> PdfDocument:
    """A PDF ready to be read, repaired where it is damaged; raises Unreadable with the reason where nobody can."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source)
        if len(document) > 0:
            return document
        document.close()
    except pypdfium2.PdfiumError:
        pass
    from frkit.evidence.pdf_copy import packet_copy

    data = source if isinstance(source, bytes) else _bytes_of(source)
    try:
        return pypdfium2.PdfDocument(packet_copy(data).pdf)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"it is damaged and cannot be repaired ({error})") from error


def page_text(document: PdfDocument, number: int) -> PageText:
    """The words of a page, counted from 0, filled-in fields and comments among them."""
    import pypdfium2

    try:
        page, remarks = _as_shown(document, number)
    except pypdfium2.PdfiumError:
        return PageText(number + 1, "", "text", "the page is damaged")
    with contextlib.closing(page):
        try:
            words = page.get_textpage()
            with contextlib.closing(words):
                text = storable(words.get_text_range())
        except pypdfium2.PdfiumError:
            return PageText(number + 1, remarks, "text", "its text is damaged")
        lacks = what_it_lacks(text, page)
    return PageText(number + 1, f"{text}\n{remarks}" if remarks else text, "text", lacks)


def what_it_lacks(text: str, page: PdfPage) -> str:
    """Why the words of a page are not all that stands on it, in words; empty where they are."""
    visible = sum(map(len, text.split()))
    if visible == 0:
        return "no text" if _draws(page) else ""
    codes = _CID.findall(text)
    bad = sum(map(len, codes)) + len(_UNREADABLE.findall(text))
    if bad > _GARBLED * visible or _no_words(text):
        return "its text is garbled"
    if visible < FEW and _covered(page) >= COVERED:
        return "a picture with few words of text on it"
    return ""


def _no_words(text: str) -> bool:
    """Letters of a font whose code table is wrong: many, and hardly a vowel among them."""
    letters = len(_LATIN.findall(text))
    return letters >= _ENOUGH_LETTERS and len(_VOWEL.findall(text)) < _VOWELS * letters


def _as_shown(document: PdfDocument, number: int) -> tuple[PdfPage, str]:
    """A page with fields, stamps and notes drawn into it, and the words of comments that open only on a click."""
    from pypdfium2 import raw

    page = document[number]
    count = raw.FPDFPage_GetAnnotCount(page.raw)
    if not count:
        return page, ""
    kinds, remarks = [], []
    for index in range(min(count, _MOST_OBJECTS)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if annotation:
            kinds.append(raw.FPDFAnnot_GetSubtype(annotation))
            if kinds[-1] in _remarking():
                remarks.append(_contents(annotation))
            raw.FPDFPage_CloseAnnot(annotation)
    if set(kinds) - {raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP}:
        raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
        page.close()
        page = document[number]
    return page, storable("\n".join(one for one in remarks if one.strip()))


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
    from ctypes import POINTER, c_ushort, cast, create_string_buffer

    from pypdfium2 import raw

    size = raw.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    if not 2 < size < 1 << 20:
        return ""
    buffer = create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(annotation, b"Contents", cast(buffer, POINTER(c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "ignore")


def _draws(page: PdfPage) -> bool:
    """Whether a page shows anything at all; an empty one needs no reading."""
    from pypdfium2 import raw

    return bool(raw.FPDFPage_CountObjects(page.raw) > 0)


def _covered(page: PdfPage) -> float:
    """The share of a page's area that pictures take, at most 1."""
    width, height = page.get_size()
    area = sum(_area(one) for one in _pictures(page))
    return min(1.0, area / (width * height)) if width > 0 and height > 0 else 0.0


def _pictures(page: PdfPage) -> Iterator[Any]:
    """Pictures of a page; a drawing within it that may hold pictures counts as one."""
    from pypdfium2 import raw

    for index in range(min(raw.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        one = raw.FPDFPage_GetObject(page.raw, index)
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
