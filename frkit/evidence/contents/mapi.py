"""The properties in which Outlook keeps a mail ([MS-OXPROPS], [MS-OXCDATA]): their numbers, types and values."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

SUBJECT, CLASS, SENT, DELIVERED = 0x0037, 0x001A, 0x0039, 0x0E06
HEADERS, MESSAGE_ID, IN_REPLY_TO, REFERENCES = 0x007D, 0x1035, 0x1042, 0x1039
BODY, HTML, RTF = 0x1000, 0x1013, 0x1009
SENDER_NAME, SENDER_TYPE, SENDER_ADDRESS, SENDER_SMTP = 0x0C1A, 0x0C1E, 0x0C1F, 0x5D01
FROM_NAME, FROM_TYPE, FROM_ADDRESS, FROM_SMTP = 0x0042, 0x0064, 0x0065, 0x5D02
SHOWN_TO, SHOWN_CC, SHOWN_BCC, REPLY_NAMES = 0x0E04, 0x0E03, 0x0E02, 0x0050
INTERNET_CODE_PAGE, CODE_PAGE = 0x3FDE, 0x3FFD
NAME, TYPE, ADDRESS, SMTP, ROLE, TRANSMITTABLE_NAME = 0x3001, 0x3002, 0x3003, 0x39FE, 0x0C15, 0x3A20
DATA, METHOD, LONG_NAME, SHORT_NAME, ENDING, MIME, LINK = 0x3701, 0x3705, 0x3707, 0x3704, 0x3703, 0x370E, 0x370D
CONTENT_ID, CONTENT_PLACE = 0x3712, 0x3713
BY_REFERENCE, EMBEDDED_MAIL, OLE_OBJECT, BY_WEB = (2, 3, 4), 5, 6, 7

UNICODE, NARROW, BINARY, OBJECT = 0x001F, 0x001E, 0x0102, 0x000D
_FIXED = {0x0002: "<h", 0x0003: "<i", 0x000B: "<H", 0x0014: "<q", 0x0040: "<Q", 0x0005: "<d"}
_TIME = 0x0040
_BEGINNING = datetime(1601, 1, 1, tzinfo=timezone.utc)
_CODINGS = {
    20127: "ascii", 20866: "koi8-r", 21866: "koi8-u", 28591: "latin-1", 28592: "iso8859-2", 28605: "iso8859-15",
    28595: "iso8859-5", 50220: "iso-2022-jp", 50221: "iso-2022-jp", 50222: "iso-2022-jp", 51932: "euc-jp",
    51949: "euc-kr", 54936: "gb18030", 936: "gb18030", 65000: "utf-7", 65001: "utf-8", 1200: "utf-16-le",
}  # fmt: skip


@dataclass
class Properties:
    """The properties of one mail, recipient or attachment, by their numbers, as they are stored."""

    values: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    """Number -> (type, bytes)."""
    coding: str = "cp1252"
    """Of texts in eight bits."""
    cut: set[int] = field(default_factory=set)
    """Numbers of those of which only the beginning could be read."""

    def text(self, *numbers: int) -> str:
        """The first of these that holds a text, or nothing."""
        for number in numbers:
            kind, data = self.values.get(number, (0, b""))
            if kind == UNICODE:
                found = data.decode("utf-16-le", "replace")
            elif kind == NARROW:
                found = data.decode(self.coding, "replace")
            else:
                continue
            if found.strip("\0 "):
                return found.rstrip("\0")
        return ""

    def data(self, number: int) -> bytes | None:
        """The bytes of a property, whatever it holds."""
        found = self.values.get(number)
        return None if found is None else found[1]

    def number(self, number: int) -> int | None:
        """A whole number, or None."""
        kind, data = self.values.get(number, (0, b""))
        form = _FIXED.get(kind)
        if form is None or kind == 0x0005 or len(data) < struct.calcsize(form):
            return None
        return int(struct.unpack_from(form, data)[0])

    def moment(self, *numbers: int) -> str:
        """The first of these that is a time, as a mail's ``Date`` writes it, or nothing."""
        for number in numbers:
            kind = self.values.get(number, (0, b""))[0]
            ticks = self.number(number)
            if kind == _TIME and ticks:
                try:
                    return format_datetime(_BEGINNING + timedelta(microseconds=ticks // 10))
                except (OverflowError, ValueError):
                    continue
        return ""

    def set_coding(self) -> None:
        """Use the code page that the mail names for its texts."""
        for number in (CODE_PAGE, INTERNET_CODE_PAGE):
            found = coding_of(self.number(number))
            if found and found not in ("utf-16-le", "utf-7"):
                self.coding = found
                return


def coding_of(page: int | None) -> str:
    """Python's name for a Windows code page, or nothing."""
    if not page or page < 0:
        return ""
    try:
        return codecs.lookup(_CODINGS.get(page, f"cp{page}")).name
    except LookupError:
        return ""


def address(name: str, kind: str, given: str, smtp: str) -> str:
    """A person as a mail's header names them; an Exchange address, which nobody outside can use, is left out."""
    mail = smtp or (given if kind.upper() in ("", "SMTP") and "@" in given else "")
    name = name.strip().strip("'\"")
    if not mail:
        return name or given
    if not name or name.lower() == mail.lower():
        return mail
    quoted = f'"{name}"' if any(sign in name for sign in ',;:<>@()"[]') else name
    return f"{quoted.replace(chr(92), '')} <{mail}>"


def sender_headers(mail: Properties) -> list[tuple[str, str]]:
    """``From``, and ``Sender`` where somebody else sent it."""
    author = address(mail.text(FROM_NAME), mail.text(FROM_TYPE), mail.text(FROM_ADDRESS), mail.text(FROM_SMTP))
    sender = address(mail.text(SENDER_NAME), mail.text(SENDER_TYPE), mail.text(SENDER_ADDRESS), mail.text(SENDER_SMTP))
    if not author:
        return [("From", sender)] if sender else []
    other = sender and sender.lower() != author.lower() and mail.text(SENDER_NAME) != mail.text(FROM_NAME)
    return [("From", author), *([("Sender", sender)] if other else [])]


def recipient_headers(mail: Properties, recipients: Iterable[Properties]) -> list[tuple[str, str]]:
    """``To``, ``Cc`` and ``Bcc``: the recipients by their role, else as Outlook shows them."""
    by_role: dict[int, list[str]] = {}
    for one in recipients:
        shown = address(one.text(NAME, TRANSMITTABLE_NAME), one.text(TYPE), one.text(ADDRESS), one.text(SMTP))
        if shown:
            by_role.setdefault((one.number(ROLE) or 1) & 0xF, []).append(shown)
    found = []
    for role, name, shown_in in ((1, "To", SHOWN_TO), (2, "Cc", SHOWN_CC), (3, "Bcc", SHOWN_BCC)):
        value = ", ".join(by_role.get(role, ())) or mail.text(shown_in)
        if value:
            found.append((name, value))
    return found


def headers_of(mail: Properties, recipients: Iterable[Properties]) -> tuple[tuple[str, str], ...]:
    """The headers that a mail's properties make, for one that keeps none of its own."""
    found = [*sender_headers(mail), *recipient_headers(mail, recipients)]
    for name, value in (
        ("Reply-To", mail.text(REPLY_NAMES)),
        ("Date", mail.moment(SENT, DELIVERED)),
        ("Subject", mail.text(SUBJECT)),
        ("Message-ID", mail.text(MESSAGE_ID)),
        ("In-Reply-To", mail.text(IN_REPLY_TO)),
        ("References", mail.text(REFERENCES)),
    ):
        if value:
            found.append((name, " ".join(value.split())))
    return tuple((name, " ".join(value.split())) for name, value in found)
