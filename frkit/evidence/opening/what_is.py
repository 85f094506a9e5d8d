"""What a file really is, told by its content and never by its name alone."""

from __future__ import annotations

import io
import os
import re
import struct
from dataclasses import dataclass
from typing import BinaryIO, cast

from frkit.evidence.contents.mailboxes import is_mailbox
from frkit.evidence.contents.part import Source, opened
from frkit.evidence.contents.tar_files import looks_like_tar, packed_tar
from frkit.evidence.opening.packages import in_ole, in_pdf, in_zip
from frkit.evidence.opening.signatures import AT_START, ISO_IMAGES, ISO_MEDIA, QUICKTIME_ATOMS, RIFF, Kind
from frkit.evidence.opening.text_kinds import encoding_of, mail_in, words_for

HEAD = 16 << 10
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF_OBJECT = re.compile(rb"\d+[ \r\n]+\d+[ \r\n]+obj\b")
_BZIP2 = re.compile(rb"BZh[1-9](1AY&SY|\x17rE8P\x90)")
_FAX = {2: "CCITT", 3: "Group 3", 4: "Group 4"}
_MPEG_PACKET = 188
_WRITTEN = (b"%!PS", b"%FDF-", b"age-encryption.org/")
"""Marks of files that are texts."""


_MARKS = tuple(mark for mark, _, _ in AT_START)


@dataclass(frozen=True)
class Opened:
    """What a file is: its kind, the words for it, and, for text, how its characters are coded."""

    kind: Kind
    detail: str
    encoding: str | None = None
    locked: bool = False
    """True where nothing, or not all, can be read without a password."""


def what_is(source: Source) -> Opened:
    """What a file, the bytes of a file or a part really is; reads no more of it than that takes."""
    with opened(source) as file:
        head = file.read(HEAD)
        if not head:
            return Opened("empty", "empty file")
        found = _by_signature(file, head) or _by_structure(head) or _late_pdf(file, head)
        found = found or _by_text(file, head) or _stream_of_frames(head)
        return found or Opened("unknown", _unknown(file, head))


def text_encoding(data: bytes) -> str | None:
    """How the characters of a text are coded, or None where the bytes are no text."""
    return encoding_of(io.BytesIO(data))


def _by_signature(file: BinaryIO, head: bytes) -> Opened | None:
    if head.lstrip(b"\xef\xbb\xbf\0\t\n\f\r ").startswith(b"%PDF-"):
        return _told(*in_pdf(file, 0))
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04", b"PK\x07\x08PK\x03\x04")):
        return _told(*in_zip(file))
    if head.startswith(_OLE):
        return _told(*in_ole(file))
    if head.startswith((b"\x1f\x8b", b"\xfd7zXZ\0")) or _BZIP2.match(head):
        return _packed(file, head)
    if head.startswith((b"II*\0", b"MM\0*")):
        return Opened("image", _tiff(head))
    for mark, kind, detail in AT_START if head.startswith(_MARKS) else ():
        if head.startswith(mark) and (kind == "office" or mark in _WRITTEN or not _only_words(mark, head)):
            return Opened(kind, detail)
    return None


def _only_words(mark: bytes, head: bytes) -> bool:
    """Whether a mark could just as well be the first letters of a text, and the file looks like one."""
    return mark.isascii() and mark.decode().isprintable() and encoding_of(io.BytesIO(head[:2048])) is not None


def _late_pdf(file: BinaryIO, head: bytes) -> Opened | None:
    """A PDF after other bytes, such as a mail server's banner; a text that only speaks of PDF has no objects."""
    at = head[:1024].find(b"%PDF-")
    if at < 0 or mail_in(head) or not _PDF_OBJECT.search(head, at):
        return None
    return _told(*in_pdf(file, at))


def _told(kind: Kind, detail: str, locked: bool) -> Opened:
    return Opened(kind, detail, locked=locked)


def _packed(file: BinaryIO, head: bytes) -> Opened:
    by = {b"\x1f": "gzip", b"B": "bzip2", b"\xfd": "xz"}[head[:1]]
    if packed_tar(file):
        return Opened("archive", f"tar archive packed by {by}")
    return Opened("archive", f"file packed by {by}")


def _by_structure(head: bytes) -> Opened | None:
    if head.startswith(b"RIFF"):
        webp = head[8:12] == b"WEBP"
        return Opened("image", "WebP image") if webp else Opened("media", RIFF.get(head[8:12], "sound or video"))
    if head.startswith(b"FORM") and head[8:12] in (b"AIFF", b"AIFC"):
        return Opened("media", "AIFF sound")
    if head[4:8] == b"ftyp":
        return _iso(head)
    if head[4:8] in QUICKTIME_ATOMS:
        return Opened("media", "QuickTime video (mov)")
    if head.startswith(b"\0\0\1\0") and len(head) > 22 and 0 < head[4] < 100 and head[5] == head[9] == 0:
        return Opened("image", "icon (ico)")
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return Opened("image", "BMP image")
    if len(head) > 44 and head[:4] == b"\x01\0\0\0" and head[40:44] == b" EMF":
        return Opened("image", "Windows drawing (emf)")
    if looks_like_tar(head):
        return Opened("archive", "tar archive")
    return None


def _stream_of_frames(head: bytes) -> Opened | None:
    """Sound and video without a head of their own: frames that each begin with the same bits."""
    if head[0] == 0xFF and len(head) > 3 and head[1] & 0xE0 == 0xE0 and head[1] & 0x18 != 0x08:
        if head[1] & 0xF6 == 0xF0:
            return Opened("media", "AAC sound")
        if head[1] & 0x06 and head[2] & 0xF0 != 0xF0 and head[2] & 0x0C != 0x0C:
            return Opened("media", "MP3 sound")
    for start in (0, 4):
        marks = head[start : start + 5 * _MPEG_PACKET : _MPEG_PACKET + start]
        if len(marks) >= 4 and set(marks) == {0x47}:
            return Opened("media", "MPEG video (transport stream)")
    return None


def _iso(head: bytes) -> Opened:
    brand = head[8:12]
    if brand in ISO_IMAGES:
        return Opened("image", "HEIC or AVIF image")
    if brand == b"jp2 ":
        return Opened("image", "JPEG 2000 image")
    detail = ISO_MEDIA.get(brand) or ISO_MEDIA.get(brand[:3]) or "MP4 or QuickTime sound or video"
    return Opened("media", detail)


def _tiff(head: bytes) -> str:
    """``TIFF image``, and whether it is packed as a fax is."""
    order = "<" if head.startswith(b"II") else ">"
    try:
        (at,) = struct.unpack_from(order + "I", head, 4)
        (count,) = struct.unpack_from(order + "H", head, at)
        for number in range(min(count, 200)):
            tag, _, _, value = struct.unpack_from(order + "HHIH", head, at + 2 + 12 * number)
            if tag == 259 and value in _FAX:
                return f"TIFF image (fax, {_FAX[value]})"
    except struct.error:
        pass
    return "TIFF image"


def _by_text(file: BinaryIO, head: bytes) -> Opened | None:
    mail = mail_in(head)
    if mail and head.startswith(b"From ") and is_mailbox(file):
        return Opened("archive", "mailbox (mbox)")
    encoding = encoding_of(file)
    if mail:
        return Opened("mail", mail, encoding)
    if encoding is None:
        return None
    kind, detail = words_for(head.decode(encoding, "replace"))
    return Opened(cast(Kind, kind), detail, encoding)


def _unknown(file: BinaryIO, head: bytes) -> str:
    if not any(head) and _is_hole(file):
        return "file without content (only zero bytes)"
    return "file of an unknown kind"


def _is_hole(file: BinaryIO) -> bool:
    """Whether no byte of a file was ever written; asks the disk and does not read."""
    try:
        os.lseek(file.fileno(), 0, os.SEEK_DATA)
    except (OSError, AttributeError, io.UnsupportedOperation) as error:
        return isinstance(error, OSError) and getattr(error, "errno", None) == 6
    return False
