"""A mail read as it came: headers, body and attached files, whatever its character sets and however broken."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import policy
from email.errors import HeaderParseError
from email.generator import BytesGenerator
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.utils import collapse_rfc2231_value

from frkit.base.files import sha256_of_bytes

SHOWN_HEADERS = ("From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Date", "Subject", "Message-ID", "In-Reply-To")
MOST_PARTS = 500
DEEPEST = 30


@dataclass(frozen=True)
class Part:
    """One file that a mail brought: its place in the mail, the sender's name for it, its bytes and their hash."""

    number: str
    name: str
    data: bytes
    sha256: str
    embedded: bool = False
    """True where the mail's body shows it, such as a logo."""

    @property
    def size(self) -> int:
        """Number of bytes."""
        return len(self.data)


@dataclass(frozen=True)
class Mail:
    """What a mail says and brings."""

    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    parts: tuple[Part, ...]
    warnings: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """The first header of that name, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


def read_mail(data: bytes) -> Mail:
    """The mail in some bytes; never fails: what cannot be read is a warning."""
    if data.startswith(b"From ") and b"\n" in data:
        data = data.split(b"\n", 1)[1]
    message: Message = BytesParser(policy=policy.compat32).parsebytes(data)
    reader = _Reader()
    reader.take(message, 0)
    headers = tuple((name, header_text(value)) for name, value in _raw_headers(message) if name in SHOWN_HEADERS)
    return Mail(headers, "\n\n".join(reader.texts), "\n".join(reader.htmls), reader.all_parts(), tuple(reader.warnings))


def header_text(value: str) -> str:
    """A header's words in plain characters, on one line, however they were coded."""
    raw = value.encode("utf-8", "surrogateescape")
    try:
        pieces = decode_header(raw.decode("ascii"))
    except (UnicodeDecodeError, HeaderParseError, ValueError):
        return " ".join(_decoded(raw, None)[0].split())
    words = [piece if isinstance(piece, str) else _decoded(piece, charset)[0] for piece, charset in pieces]
    return " ".join("".join(words).split())


class _Reader:
    """Walks through a mail and sorts what it finds into text, html and files."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.htmls: list[str] = []
        self.parts: list[Part] = []
        self.warnings: list[str] = []
        self.content_ids: dict[str, str] = {}

    def all_parts(self) -> tuple[Part, ...]:
        """The files, with those marked that the body shows."""
        shown = "\n".join(self.htmls)
        named = {number for number, name in self.content_ids.items() if name and f"cid:{name}" in shown}
        return tuple(replace(part, embedded=part.number in named) for part in self.parts)

    def take(self, message: Message, depth: int) -> None:
        kind = message.get_content_type()
        if kind == "message/rfc822" or (kind == "message/global"):
            self._file(message, _enclosed(message), "message.eml")
        elif message.is_multipart() and depth < DEEPEST:
            for child in _children(message):
                self.take(child, depth + 1)
        else:
            self._leaf(message, kind)

    def _leaf(self, message: Message, kind: str) -> None:
        data = _payload(message)
        attached = _disposition(message) == "attachment" or bool(_file_name(message))
        if kind in ("text/plain", "text/html") and not attached:
            text, wrong = _decoded(data, _charset(message))
            if wrong:
                self.warnings.append(wrong)
            (self.texts if kind == "text/plain" else self.htmls).append(text)
        elif data:
            self._file(message, data, _usual_name(kind))

    def _file(self, message: Message, data: bytes, otherwise: str) -> None:
        if len(self.parts) >= MOST_PARTS:
            self.warnings.append(f"more than {MOST_PARTS} attached files; the rest is only in the original")
            return
        number = str(len(self.parts) + 1)
        name = _file_name(message) or otherwise
        self.parts.append(Part(number, name, data, sha256_of_bytes(data)))
        self.content_ids[number] = str(message.get("Content-ID", "")).strip().strip("<>")


def _raw_headers(message: Message) -> Iterator[tuple[str, str]]:
    """Headers in the order of the mail, names in their usual spelling."""
    usual = {name.lower(): name for name in SHOWN_HEADERS}
    for name, value in message.raw_items():
        yield usual.get(name.lower(), name), str(value)


def _children(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _enclosed(message: Message) -> bytes:
    """The bytes of a mail inside a mail, its lines as they were."""
    out = io.BytesIO()
    with contextlib.suppress(Exception):
        for child in _children(message):
            BytesGenerator(out, mangle_from_=False, maxheaderlen=0).flatten(child)
        return out.getvalue()
    return _payload(message)


def _payload(message: Message) -> bytes:
    with contextlib.suppress(Exception):
        data = message.get_payload(decode=True)
        if isinstance(data, bytes):
            return data
    return str(message.get_payload()).encode("utf-8", "replace")


def _decoded(data: bytes, charset: str | None) -> tuple[str, str]:
    """The characters of some bytes, and a warning where the named set is unknown or does not fit."""
    wrong = ""
    if charset:
        try:
            return data.decode(charset), ""
        except LookupError:
            wrong = f"the mail names a character set that does not exist ('{charset[:40]}')"
        except (UnicodeError, ValueError):
            wrong = f"some characters do not fit the mail's own character set ('{charset[:40]}')"
    for guess in ("utf-8", "cp1252"):
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(guess), wrong
    return data.decode("latin-1"), wrong


def _charset(message: Message) -> str | None:
    try:
        return message.get_content_charset()
    except (LookupError, ValueError, TypeError, HeaderParseError):
        return None


def _disposition(message: Message) -> str:
    try:
        return message.get_content_disposition() or ""
    except (LookupError, ValueError, TypeError, HeaderParseError):
        return ""


def _file_name(message: Message) -> str:
    try:
        found = message.get_param("filename", None, "content-disposition") or message.get_param("name", None)
        return header_text(collapse_rfc2231_value(found)) if found else ""
    except (LookupError, ValueError, TypeError, AttributeError, HeaderParseError):
        return ""


def _usual_name(kind: str) -> str:
    endings = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "text/calendar": "ics"}
    return f"attached file.{endings[kind]}" if kind in endings else "attached file"
