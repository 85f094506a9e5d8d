"""Whether frkit can read all that a file shows, so that a search for somebody's name in it means something."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from frkit.tracking.file_texts import (
    LARGEST_ARCHIVE,
    LARGEST_LOOKED_INTO,
    MOST_MEMBERS,
    inner_mail,
    is_mail,
    is_pdf,
    message_in,
    pages_shown,
)

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_OFFICE_TEXT = (".xml", ".rels")
_PLAIN = (".txt", ".html", ".htm", ".csv", ".md", ".json")
_LARGEST_PICTURE = 0.1
"""Part of a page that pictures may cover, as a letterhead does; a larger one may be a scan with a number on it."""
_FEW_SIGNS, _MANY_LINES = 40, 100
"""A page of fewer characters and more drawn lines may have its letters drawn."""


def has_readable_text(path: Path) -> bool:
    """Whether a search through a file sees everything in it: false for scans, photos, sound, and what is locked."""
    if path.stat().st_size > LARGEST_LOOKED_INTO:
        return False
    return _readable(path.read_bytes())


def _readable(data: bytes) -> bool:
    archive, pdf = data[:4] == b"PK\x03\x04", is_pdf(data)
    if archive or pdf:
        return (not archive or _archive(data)) and (not pdf or _pdf(data))
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    if b"\0" in data or data[:2] == b"\xff\xd8" or data[:5] == b"{\\rtf" or data[:4] == b"%!PS":
        return False
    if is_mail(data):
        return _mail(data)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _of_one_byte(data)
    return True


def _of_one_byte(data: bytes) -> bool:
    """Whether it is text in one of the old alphabets: hardly a sign in it that no text has."""
    odd = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in data)
    return odd * 200 < len(data)


def _pdf(data: bytes) -> bool:
    """Whether every page of a PDF shows its words as text, and nothing is attached to it."""
    import pypdfium2

    if b"/EmbeddedFile" in data:
        return False

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return False
    try:
        if document.count_attachments() or not len(document):
            return False
        return all(_shows_text(page) for page in pages_shown(document))
    except pypdfium2.PdfiumError:
        return False
    finally:
        document.close()


def _shows_text(page: PdfPage) -> bool:
    """Whether a page has text, and no picture so large, nor so many lines, that they may hold words of their own."""
    from pypdfium2.raw import FPDF_PAGEOBJ_FORM, FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_PATH

    signs = len("".join(page.get_textpage().get_text_bounded().split()))
    if not signs:
        return False
    width, height = page.get_size()
    pictures, lines = 0.0, 0
    for one in page.get_objects(max_depth=1):
        inner = list(page.get_objects(form=one.raw, level=1)) if one.type == FPDF_PAGEOBJ_FORM else [one]
        lines += sum(each.type == FPDF_PAGEOBJ_PATH for each in inner)
        if any(each.type == FPDF_PAGEOBJ_IMAGE for each in inner):
            left, bottom, right, top = one.get_bounds()
            pictures += abs((right - left) * (top - bottom))
    drawn = signs < _FEW_SIGNS and lines > _MANY_LINES
    return not drawn and pictures <= _LARGEST_PICTURE * width * height


def _archive(data: bytes) -> bool:
    """Whether it is an office file that shows text and no picture, or holds plain texts only."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            files = [info for info in archive.infolist() if not info.is_dir()]
            if len(archive.infolist()) > MOST_MEMBERS or sum(info.file_size for info in files) > LARGEST_ARCHIVE:
                return False
            if any(info.flag_bits & 1 or info.file_size > LARGEST_LOOKED_INTO for info in files):
                return False
            return all(_shown(archive, info) for info in files)
    except (zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError, ValueError):
        return False


def _shown(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    name = info.filename.casefold()
    if name.endswith((*_OFFICE_TEXT, *_PLAIN)) or name in ("mimetype",):
        return True
    return "printersettings" in name or "/fonts/" in name


def _mail(data: bytes) -> bool:
    """Whether the words of a mail, and all that is attached to it, can be read."""
    for part in message_in(data).walk():
        payload = inner_mail(part) or (None if part.is_multipart() else part.get_payload(decode=True))
        if isinstance(payload, bytes) and payload and payload != data and not _readable(payload):
            return False
    return True
