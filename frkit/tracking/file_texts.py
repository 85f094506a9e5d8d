"""All texts that a file holds: what it shows, and what stands beside that, such as headers, forms and authors' names.

A search must see at least what any reader of the file could: mails with their parts, office files with who changed
them, PDFs with their forms, comments and earlier versions, archives with all that is in them.
"""

from __future__ import annotations

import base64
import binascii
import html
import logging
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from pikepdf import Pdf
    from pypdfium2 import PdfDocument, PdfPage

logging.getLogger("pikepdf").addHandler(logging.NullHandler())
logging.getLogger("pikepdf").propagate = False

LARGEST_LOOKED_INTO = 64 << 20
LARGEST_ARCHIVE = 256 << 20
"""Bytes of all that an archive holds, unpacked; what is beyond is not looked into."""
MOST_MEMBERS = 1000
_HIGHEST_RATIO, _FREE_OF_RATIO = 300, 4 << 20
"""Real texts do not unpack to so many times their size, but for small ones."""
_DEEPEST = 6
_VERSIONS = 20
_MARK = b"\xef\xbb\xbf"


class Room:
    """What a file from a stranger may unpack to in all while it is looked into, so that no bomb takes all the time."""

    def __init__(self) -> None:
        self.left = LARGEST_ARCHIVE
        self.passed_over = False
        """Whether something in it was not looked into."""

    def admits(self, packed: int, size: int) -> bool:
        """Whether a file in an archive is looked into: there is room for it, and it does not unpack as a bomb does."""
        fits = size <= min(self.left, LARGEST_LOOKED_INTO) and size <= max(_FREE_OF_RATIO, packed * _HIGHEST_RATIO)
        self.left -= size if fits else 0
        self.passed_over = self.passed_over or not fits
        return fits


def texts_of(data: bytes, depth: int = 0, room: Room | None = None) -> Iterator[str]:
    """Every text in some bytes, some of them in several readings; nothing for what cannot be read.

    ``room`` bounds what is unpacked in all levels together, and tells whether that passed something over; without it
    each archive has its own bound.
    """
    yield from _plain(data)
    if depth > _DEEPEST:
        if room is not None and data[:4] == b"PK\x03\x04":
            room.passed_over = True
        return
    if data[:4] == b"PK\x03\x04":
        yield from _of_archive(data, depth, room)
    if is_pdf(data):
        yield from _of_pdf(data)
    elif is_mail(data):
        yield from _of_mail(data, depth, room)


def is_pdf(data: bytes) -> bool:
    """Whether some bytes begin as a PDF does."""
    return b"%PDF-" in data[:1024]


def is_mail(data: bytes) -> bool:
    """Whether some bytes begin with a header line as mails do (RFC 5322, 2.2), or as mailboxes do."""
    return bool(re.match(rb"(?i)(from |[!-9;-~]{1,76}:)", _begun(data)))


def message_in(data: bytes) -> Message:
    """A mail; what is none becomes one without headers."""
    return BytesParser(policy=policy.compat32).parsebytes(_begun(data))


def inner_mail(part: Message) -> bytes | None:
    """A mail that was attached in base64, which the parser of mails leaves as it is."""
    if part.get_content_type() != "message/rfc822" or "base64" not in str(part.get("Content-Transfer-Encoding")):
        return None
    inner: Any = part.get_payload()
    try:
        return base64.b64decode(inner[0].as_bytes() if isinstance(inner, list) else str(inner).encode())
    except (binascii.Error, IndexError, ValueError, KeyError):
        return None


def _begun(data: bytes) -> bytes:
    return data[:256].removeprefix(_MARK).lstrip() + data[256:]


def _plain(data: bytes) -> Iterator[str]:
    """The bytes as text: in UTF-8, in the old alphabet of the west, in UTF-16; without tags, escapes and codes."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield from _read(data.decode("utf-16", "ignore"))
    text = data.decode("utf-8", "ignore")
    yield from _read(text)
    if "\0" not in text[:4096] and len(text.encode()) != len(data):
        yield from _read(data.decode("cp1252", "replace"))


def _read(text: str) -> Iterator[str]:
    """A text as it stands, and as it is shown."""
    yield text
    if text.startswith("{\\rtf"):
        yield _without_codes(text)
    shown = re.sub(r"<[^>]*>", " ", text) if "<" in text else text
    if "&" in text or "%" in text:
        yield unquote(html.unescape(text))
        shown = unquote(html.unescape(shown))
    if "\\u" in text or "\\/" in text:
        shown = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), shown)
    if shown is not text:
        yield shown


def _without_codes(text: str) -> str:
    """A text in RTF without its codes."""
    text = re.sub(r"\\'([0-9a-fA-F]{2})", lambda found: bytes([int(found[1], 16)]).decode("cp1252", "replace"), text)
    text = re.sub(r"\\u(-?\d{1,6}) ?\??", lambda found: chr(int(found[1]) % 65536), text)
    return re.sub(r"\\[a-zA-Z]+-?\d* ?|[{}\r\n]|\\~", "", text)


def _of_archive(data: bytes, depth: int, room: Room | None) -> Iterator[str]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            yield archive.comment.decode("utf-8", "replace")
            left = LARGEST_ARCHIVE
            if room is not None and len(archive.infolist()) > MOST_MEMBERS:
                room.passed_over = True
            for info in archive.infolist()[:MOST_MEMBERS]:
                yield f"{info.filename}\n{info.comment.decode('utf-8', 'replace')}"
                left -= info.file_size
                if room.admits(info.compress_size, info.file_size) if room else _fits(info.file_size, left):
                    yield from texts_of(archive.read(info), depth + 1, room)
    except (zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError, EOFError, ValueError):
        _stopped(room)
    except (zlib.error, lzma.LZMAError):  # a damaged member
        _stopped(room)


def _stopped(room: Room | None) -> None:
    """An archive could not be read to its end: it is damaged, or locked."""
    if room is not None:
        room.passed_over = True


def _fits(size: int, left: int) -> bool:
    return size <= LARGEST_LOOKED_INTO and left > 0


def pages_shown(document: PdfDocument) -> Iterator[PdfPage]:
    """The pages of a PDF with stamps, comments and filled-in fields as parts of the page, as readers show them."""
    from pypdfium2.raw import FLAT_NORMALDISPLAY, FPDFPage_Flatten, FPDFPage_GetAnnotCount

    for number in range(len(document)):
        page = document[number]
        if FPDFPage_GetAnnotCount(page.raw):
            FPDFPage_Flatten(page.raw, FLAT_NORMALDISPLAY)
            page.close()
            page = document[number]
        yield page


def _of_pdf(data: bytes) -> Iterator[str]:
    yield from _pages_of(data)
    yield from _beside_the_pages(data)
    ends = [found.end() for found in re.finditer(rb"%%EOF", data)][:-1][-_VERSIONS:]
    for end in ends:  # what an earlier version said can be had back by cutting the file off
        yield from _beside_the_pages(data[:end], whole=False)
        yield from _pages_of(data[:end])


def _pages_of(data: bytes) -> Iterator[str]:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            for page in pages_shown(document):
                yield page.get_textpage().get_text_bounded()
            yield " ".join(str(value) for value in document.get_metadata_dict().values())
    except pypdfium2.PdfiumError:
        return


def _beside_the_pages(data: bytes, *, whole: bool = True) -> Iterator[str]:
    """What forms, comments, bookmarks and metadata of a PDF say."""
    import pikepdf

    try:
        with pikepdf.open(BytesIO(data), attempt_recovery=whole, suppress_warnings=True) as pdf:
            yield "\n".join(_strings(pdf))
            for stream in _streams(pdf):
                yield from _plain(stream)
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RuntimeError, RecursionError, TypeError):
        return


def _strings(pdf: Pdf) -> Iterator[str]:
    for one in pdf.objects:
        yield from _strings_in(one, 0)


def _strings_in(one: Any, depth: int) -> Iterator[str]:
    """Every text in an object; what it refers to is an object of its own."""
    import pikepdf

    if isinstance(one, pikepdf.String):
        yield str(one)
    elif isinstance(one, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream) and depth < 20:
        inner = one if isinstance(one, pikepdf.Array) else (value for _, value in one.items())
        for value in inner:
            if not (isinstance(value, pikepdf.Object) and value.is_indirect):
                yield from _strings_in(value, depth + 1)


def _streams(pdf: Pdf) -> Iterator[bytes]:
    """Metadata and forms in XML; other streams draw pages."""
    import pikepdf

    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream) and (one.get("/Type") == "/Metadata" or "/Type" not in one):
            if {"/Subtype", "/BBox", "/FunctionType", "/Length1"} & set(one.keys()) and one.get("/Subtype") != "/XML":
                continue
            found = one.read_bytes()
            if found.lstrip().startswith((b"<", b"\xef\xbb\xbf")):
                yield found


def _of_mail(data: bytes, depth: int, room: Room | None = None) -> Iterator[str]:
    for part in message_in(data).walk():
        for value in part.values():
            yield from _header(value)
        yield part.get_filename() or ""
        payload = inner_mail(part) or (None if part.is_multipart() else part.get_payload(decode=True))
        if isinstance(payload, bytes) and payload and payload != data:
            yield from texts_of(payload, depth + 1, room)
            yield from _in_charset(payload, part)


def _header(value: object) -> Iterator[str]:
    """A header as it stands, and with its encoded words (RFC 2047) read."""
    text = str(value)
    yield text
    if "=?" in text:
        try:
            yield str(make_header(decode_header(text)))
        except (LookupError, ValueError, MessageError, binascii.Error):
            return


def _in_charset(payload: bytes, part: Message) -> Iterator[str]:
    charset = part.get_content_charset() or "utf-8"
    try:
        if charset not in ("utf-8", "us-ascii"):
            yield from _read(payload.decode(charset, "ignore"))
    except (LookupError, ValueError):
        return
