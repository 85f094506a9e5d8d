"""What a file really is, told by its content and never by its name alone."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["pdf", "mail", "office", "image", "text", "html", "outlook", "archive", "media", "empty", "unknown"]
HEAD = 4096

_IMAGES = (
    (b"\xff\xd8\xff", "JPEG image"),
    (b"\x89PNG\r\n\x1a\n", "PNG image"),
    (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"BM", "BMP image"),
)
_ARCHIVES = (
    (b"7z\xbc\xaf\x27\x1c", "7-Zip archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"\x1f\x8b", "gzip archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ\x00", "xz archive"),
)
_MEDIA = (
    (b"ID3", "MP3 sound"),
    (b"\xff\xfb", "MP3 sound"),
    (b"OggS", "Ogg sound or video"),
    (b"fLaC", "FLAC sound"),
    (b"\x1aE\xdf\xa3", "Matroska or WebM video"),
    (b"\x00\x00\x01\xba", "MPEG video"),
)
_IN_ZIP = (
    ("word/", "Word document (docx)"),
    ("xl/", "Excel workbook (xlsx)"),
    ("ppt/", "PowerPoint slides (pptx)"),
)
_OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.text": "OpenDocument text (odt)",
    "application/vnd.oasis.opendocument.spreadsheet": "OpenDocument spreadsheet (ods)",
    "application/vnd.oasis.opendocument.presentation": "OpenDocument slides (odp)",
}
_IN_OLE = (
    ("__properties_version1.0", "outlook", "Outlook message (msg)"),
    ("WordDocument", "office", "Word document (doc)"),
    ("Workbook", "office", "Excel workbook (xls)"),
    ("PowerPoint Document", "office", "PowerPoint slides (ppt)"),
)
_MAIL_HEADERS = {
    "from", "to", "cc", "date", "subject", "received", "return-path", "message-id", "mime-version", "delivered-to",
    "reply-to", "sender", "content-type", "content-transfer-encoding", "dkim-signature", "in-reply-to", "references",
}  # fmt: skip
_ZIP_ENTRIES = 2000


@dataclass(frozen=True)
class Opened:
    """What a file is: its kind, the words for it, and, for text, how its characters are coded."""

    kind: Kind
    detail: str
    encoding: str | None = None


def what_is(source: Path | bytes) -> Opened:
    """What a file, or the bytes of an attached file, really is."""
    data = source if isinstance(source, bytes) else source.read_bytes()
    if not data:
        return Opened("empty", "empty file")
    head = data[:HEAD]
    return _by_signature(data, head) or _by_text(data) or Opened("unknown", "file of an unknown kind")


def _by_signature(data: bytes, head: bytes) -> Opened | None:
    if b"%PDF-" in head[:1024]:
        return Opened("pdf", "PDF")
    if head.startswith(b"PK\x03\x04"):
        return _in_zip(data)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _in_ole(data)
    if head.startswith(b"{\\rtf"):
        return Opened("office", "Rich Text document (rtf)")
    if head[:4] == b"RIFF":
        return _in_riff(head)
    if head[4:8] == b"ftyp":
        return _in_iso_media(head)
    for table, kind in ((_IMAGES, "image"), (_ARCHIVES, "archive"), (_MEDIA, "media")):
        for mark, detail in table:
            if head.startswith(mark):
                return Opened(kind, detail)  # type: ignore[arg-type]
    return None


def _in_zip(data: bytes) -> Opened:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()[:_ZIP_ENTRIES]
            if "[Content_Types].xml" in names:
                for folder, detail in _IN_ZIP:
                    if any(name.startswith(folder) for name in names):
                        return Opened("office", detail)
            if "mimetype" in names and package.getinfo("mimetype").file_size < 200:
                detail = _OPEN_DOCUMENT.get(package.read("mimetype").decode("ascii", "replace").strip(), "")
                if detail:
                    return Opened("office", detail)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        return Opened("unknown", "damaged ZIP archive or office file")
    return Opened("archive", "ZIP archive")


def _in_ole(data: bytes) -> Opened:
    for name, kind, detail in _IN_OLE:
        if name.encode("utf-16-le") in data:
            return Opened(kind, detail)  # type: ignore[arg-type]
    return Opened("unknown", "old Microsoft file of an unknown kind")


def _in_riff(head: bytes) -> Opened:
    if head[8:12] == b"WEBP":
        return Opened("image", "WebP image")
    return Opened("media", {b"WAVE": "WAV sound", b"AVI ": "AVI video"}.get(head[8:12], "sound or video"))


def _in_iso_media(head: bytes) -> Opened:
    brand = head[8:12]
    if brand in (b"heic", b"heix", b"mif1", b"msf1", b"avif"):
        return Opened("image", "HEIC or AVIF image")
    return Opened("media", "MP4 or QuickTime sound or video")


def _by_text(data: bytes) -> Opened | None:
    encoding = text_encoding(data)
    if _looks_like_mail(data[: 4 * HEAD].decode("latin-1").lstrip("\xef\xbb\xbf\r\n")):
        return Opened("mail", "e-mail message (eml)", encoding)
    if encoding is None:
        return None
    start = data[: 4 * HEAD].decode(encoding, "replace").lstrip("\ufeff \t\r\n")
    if re.match(r"(?is)(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", start):
        return Opened("html", "web page (html)", encoding)
    return Opened("text", "plain text", encoding)


def text_encoding(data: bytes) -> str | None:
    """How the characters of a text are coded, or None where the bytes are no text."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16" if _decodes(data, "utf-16") else None
    if re.search(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]", data):
        return None
    if _decodes(data, "utf-8"):
        return "utf-8-sig"
    return "cp1252" if _decodes(data, "cp1252") else "latin-1"


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _looks_like_mail(start: str) -> bool:
    """True where the text begins with a block of header lines and at least two of them are a mail's own."""
    names: set[str] = set()
    for number, line in enumerate(start.splitlines()):
        if number == 0 and line.startswith("From "):
            continue
        if not line or (line[0] not in " \t" and not re.match(r"[!-9;-~]+:", line)):
            break
        if line[0] not in " \t":
            names.add(line.partition(":")[0].lower())
    return len(names & _MAIL_HEADERS) >= 2
