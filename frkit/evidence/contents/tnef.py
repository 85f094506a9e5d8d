"""Outlook's attachment bundles (winmail.dat) as mails ([MS-OXTNEF])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import format_datetime

from frkit.evidence.contents import mapi
from frkit.evidence.contents.mapi import Properties
from frkit.evidence.contents.outlook_mail import Attachment, mail_from
from frkit.evidence.mail.types import Mail

MARK = b"\x78\x9f\x3e\x22"
_OF_MAIL = 1
_SUBJECT, _SENT, _BODY, _CLASS, _FROM = 0x8004, 0x8005, 0x800C, 0x8008, 0x8000
_DATA, _TITLE, _BEGINS = 0x800F, 0x8010, 0x9002
_MAIL_PROPERTIES, _FILE_PROPERTIES, _RECIPIENTS, _CODE_PAGE = 0x9003, 0x9005, 0x9004, 0x9007
_SIZES = {0x0001: 4, 0x0002: 4, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4, 0x000B: 4,
          0x0014: 8, 0x0040: 8, 0x0048: 16}  # fmt: skip
_COUNTED = {0x001E, 0x001F, 0x0102, 0x000D}
_SEVERAL = 0x1000
_MESSAGE = struct.pack("<I", 0x00020307)
_MOST = 100_000


def read_tnef(data: bytes) -> Mail:
    """The mail in a winmail.dat: its words and files; never fails: what cannot be read is a warning."""
    bundle = _Bundle()
    try:
        bundle.take(data)
    except (struct.error, _CutOff):
        bundle.warnings.append("damaged: the bundle is cut off; the rest is only in the original")
    bundle.take_time_of_sending()
    for one in (*bundle.recipients, *bundle.files):
        one.coding = bundle.mail.coding
    return mail_from(bundle.mail, bundle.recipients, bundle.attachments(), bundle.warnings)


class _CutOff(Exception):
    """There are fewer bytes than said."""


@dataclass
class _Cursor:
    """A place in some bytes."""

    data: bytes
    at: int = 0

    def take(self, size: int) -> bytes:
        found = self.data[self.at : self.at + size]
        if size < 0 or len(found) < size:
            raise _CutOff
        self.at += size
        return found

    def number(self) -> int:
        return int(struct.unpack("<I", self.take(4))[0])

    def align(self) -> None:
        self.at += -self.at % 4


class _Bundle:
    """What has been read of a bundle so far."""

    def __init__(self) -> None:
        self.mail = Properties()
        self.recipients: list[Properties] = []
        self.files: list[Properties] = []
        self.sent = b""
        self.warnings: list[str] = []

    def take(self, data: bytes) -> None:
        at = 6
        while at + 9 <= len(data):
            level, name, _, size = struct.unpack_from("<BHHI", data, at)
            value = data[at + 9 : at + 9 + size]
            self._attribute(level, name, value, cut=len(value) < size)
            if len(value) < size:
                raise _CutOff
            (check,) = struct.unpack_from("<H", data, at + 9 + size)
            if check != sum(value) & 0xFFFF:
                self._warn("damaged: a check sum of the bundle is wrong")
            at += 11 + size

    def attachments(self) -> Iterator[Attachment]:
        """The files in the order of the bundle; a mail among them is a bundle of its own."""
        for about in self.files:
            kind, data = about.values.get(mapi.DATA, (0, b""))
            if kind == mapi.OBJECT and data[:4] == _MESSAGE and data[16:20] == MARK:
                yield Attachment(about, data[16:], ".dat")
            elif kind == mapi.OBJECT:
                yield Attachment(about, data[16:], "")
            else:
                yield Attachment(about)

    def _attribute(self, level: int, name: int, value: bytes, *, cut: bool) -> None:
        if name == _BEGINS:
            self.files.append(Properties())
        elif name == _CODE_PAGE and len(value) >= 4:
            self.mail.coding = mapi.coding_of(struct.unpack_from("<I", value)[0]) or self.mail.coding
        elif name in (_MAIL_PROPERTIES, _FILE_PROPERTIES, _RECIPIENTS):
            self._properties(name, value)
        elif level == _OF_MAIL:
            self._of_mail(name, value)
        elif name in (_DATA, _TITLE):
            number, kind = (mapi.DATA, mapi.BINARY) if name == _DATA else (mapi.SHORT_NAME, mapi.NARROW)
            self._file().values.setdefault(number, (kind, value))
            if cut:
                self._file().cut.add(number)

    def _of_mail(self, name: int, value: bytes) -> None:
        for attribute, number in ((_SUBJECT, mapi.SUBJECT), (_BODY, mapi.BODY), (_CLASS, mapi.CLASS)):
            if name == attribute and number not in self.mail.values:
                self.mail.values[number] = (mapi.NARROW, value)
        if name == _SENT:
            self.sent = value
        if name == _FROM and len(value) > 8:
            _, _, name_size, address_size = struct.unpack_from("<4H", value)
            self.mail.values.setdefault(mapi.SENDER_NAME, (mapi.NARROW, value[8 : 8 + name_size]))
            given = value[8 + name_size : 8 + name_size + address_size].rstrip(b"\0")
            self.mail.values.setdefault(mapi.SENDER_ADDRESS, (mapi.NARROW, given.partition(b":")[2] or given))

    def take_time_of_sending(self) -> None:
        """Where no property says in universal time when the mail was sent, its other form has to do."""
        if not self.sent or mapi.SENT in self.mail.values:
            return
        try:
            year, month, day, hour, minute, second = struct.unpack_from("<6H", self.sent)
            said = datetime(year, month, day, hour, minute, second, tzinfo=timezone.utc)
        except (struct.error, ValueError):
            return
        ticks = int((said - datetime(1601, 1, 1, tzinfo=timezone.utc)).total_seconds()) * 10_000_000
        self.mail.values[mapi.SENT] = (0x0040, struct.pack("<Q", max(0, ticks)))
        # The time zone is that of the sender's computer, and nowhere written.
        self._warn(f"the bundle's time of sending, {format_datetime(said)[:-6]}, is of an unknown time zone")

    def _properties(self, name: int, value: bytes) -> None:
        cursor = _Cursor(value)
        if name != _RECIPIENTS:
            _read_properties(cursor, self.mail if name == _MAIL_PROPERTIES else self._file())
            return
        for _ in range(min(cursor.number(), _MOST)):
            one = Properties()
            self.recipients.append(one)
            _read_properties(cursor, one)

    def _file(self) -> Properties:
        if not self.files:
            self.files.append(Properties())
        return self.files[-1]

    def _warn(self, text: str) -> None:
        if text not in self.warnings:
            self.warnings.append(text)


def _read_properties(cursor: _Cursor, into: Properties) -> None:
    """The properties that stand at a place, each with its type and number."""
    for _ in range(min(cursor.number(), _MOST)):
        kind, number = struct.unpack("<HH", cursor.take(4))
        if number >= 0x8000:
            cursor.take(16)
            if cursor.number() == 0:
                cursor.number()
            else:
                cursor.take(cursor.number())
                cursor.align()
        value = _value(cursor, kind)
        # Numbers from 0x8000 on mean something else in every bundle.
        if number < 0x8000:
            into.values[number] = (kind, value)


def _value(cursor: _Cursor, kind: int) -> bytes:
    simple = kind & ~_SEVERAL
    count = cursor.number() if kind & _SEVERAL or simple in _COUNTED else 1
    first = b""
    for number in range(min(count, _MOST)):
        value = cursor.take(cursor.number() if simple in _COUNTED else _SIZES.get(simple, 4))
        cursor.align()
        first = value if number == 0 else first
    return first
