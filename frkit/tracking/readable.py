"""Whether frkit can read all that a file shows, so that a search for somebody's name in it means something."""

from __future__ import annotations

import re
import zipfile
from email import policy
from email.parser import BytesParser
from io import BytesIO
from pathlib import Path

from frkit.tracking.privacy import LARGEST_LOOKED_INTO

_OFFICE_TEXT = (".xml", ".rels")
_PLAIN = (".txt", ".html", ".htm", ".csv", ".md", ".json")


def has_readable_text(path: Path) -> bool:
    """Whether a search through a file sees everything in it: false for scans, photos, sound, and what is locked."""
    if path.stat().st_size > LARGEST_LOOKED_INTO:
        return False
    return _readable(path.read_bytes())


def _readable(data: bytes) -> bool:
    if b"%PDF-" in data[:1024]:
        return _pdf(data)
    if data[:4] == b"PK\x03\x04":
        return _archive(data)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    if b"\0" in data or data[:2] == b"\xff\xd8":
        return False
    if re.match(rb"(?i)(from |[a-z-]+:[ \t])", data):
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
    """Whether every page of a PDF has text, and nothing is attached to it."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return False
    try:
        if document.count_attachments() or not len(document):
            return False
        return all(page.get_textpage().get_text_bounded().strip() for page in document)
    except pypdfium2.PdfiumError:
        return False
    finally:
        document.close()


def _archive(data: bytes) -> bool:
    """Whether it is an office file that shows text and no picture, or holds plain texts only."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            files = [info for info in archive.infolist() if not info.is_dir()]
            if len(files) > 1000 or any(info.flag_bits & 1 or info.file_size > LARGEST_LOOKED_INTO for info in files):
                return False
            return all(_shown(archive, info) for info in files)
    except (zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError):
        return False


def _shown(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    name = info.filename.casefold()
    if name.endswith((*_OFFICE_TEXT, *_PLAIN)) or name in ("mimetype",):
        return True
    return "printersettings" in name or "/fonts/" in name or name.startswith("docprops/thumbnail")


def _mail(data: bytes) -> bool:
    """Whether the words of a mail, and all that is attached to it, can be read."""
    message = BytesParser(policy=policy.compat32).parsebytes(data)
    for part in message.walk():
        payload = None if part.is_multipart() else part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload and payload != data and not _readable(payload):
            return False
    return True
