"""Outlook messages (.msg) as mails, read by frkit's own reader ([MS-OXMSG])."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from frkit.evidence.contents import mapi
from frkit.evidence.contents.mapi import Properties
from frkit.evidence.contents.ole_copy import Storage, ole_file
from frkit.evidence.contents.outlook_mail import Attachment, mail_from
from frkit.evidence.mail.types import Mail

_FIXED = "__properties_version1.0"
_NAMES = "__nameid_version1.0"
_HEAD = 32
_HEAD_INSIDE = 24
_STREAM = re.compile(r"__substg1\.0_([0-9A-Fa-f]{4})([0-9A-Fa-f]{4})$")
_SHORT = {0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x0007, 0x000A, 0x000B, 0x0014, 0x0040}
_INNER = f"__substg1.0_{mapi.DATA:04X}{mapi.OBJECT:04X}"
_MOST_DEEP = 200


def read_msg(file: BinaryIO) -> Mail:
    """The mail in an Outlook message; never fails: what cannot be read is a warning."""
    import olefile

    file.seek(0)
    try:
        with olefile.OleFileIO(file, raise_defects=olefile.DEFECT_FATAL) as inside:
            return _Message(inside).mail()
    except Exception as error:
        why = " ".join(str(error).split())[:80] or type(error).__name__
        return Mail((), "", "", (), (f"damaged: the Outlook message cannot be read ({why})",))


class _Message:
    """A message that is open."""

    def __init__(self, inside: Any) -> None:
        self.inside = inside
        self.warnings: list[str] = []
        self.entries: dict[str, list[tuple[str, ...]]] = {}
        for path in inside.listdir(streams=True, storages=True):
            self.entries.setdefault("/".join(path[:-1]), []).append(tuple(path))

    def mail(self) -> Mail:
        about = self._properties((), _HEAD)
        about.set_coding()
        recipients = [self._with_coding(path, about) for path in self._storages("__recip_version1.0_")]
        made = mail_from(about, recipients, self._attachments(about))
        return replace(made, warnings=tuple(dict.fromkeys((*made.warnings, *self.warnings))))

    def _storages(self, begins: str) -> list[tuple[str, ...]]:
        """Recipients or attachments in the order of their numbers."""
        return sorted(
            (path for path in self.entries.get("", ()) if path[0].lower().startswith(begins)),
            key=lambda path: path[0].lower(),
        )

    def _with_coding(self, path: tuple[str, ...], mail: Properties) -> Properties:
        found = self._properties(path, 8)
        found.coding = mail.coding
        return found

    def _attachments(self, mail: Properties) -> Iterator[Attachment]:
        for path in self._storages("__attach_version1.0_"):
            about = self._with_coding(path, mail)
            inner = next(
                (one for one in self.entries.get("/".join(path), ()) if one[-1].upper() == _INNER.upper()), None
            )
            if inner is None:
                yield Attachment(about)
                continue
            try:
                yield self._embedded(about, inner)
            except Exception as error:
                yield Attachment(about, reason=f"damaged ({' '.join(str(error).split())[:80]})")

    def _embedded(self, about: Properties, path: tuple[str, ...]) -> Attachment:
        """A mail within, or an object of another program, as a file of its own."""
        storage = self._copy(path, 0)
        if _FIXED not in storage.streams:
            native = storage.streams.get("\x01Ole10Native") or storage.streams.get("CONTENTS")
            return Attachment(about, native if native else ole_file(storage), ".ole" if not native else "")
        head = storage.streams[_FIXED]
        storage.streams[_FIXED] = head[:_HEAD_INSIDE] + bytes(_HEAD - _HEAD_INSIDE) + head[_HEAD_INSIDE:]
        if self.inside.exists(_NAMES):
            storage.storages.setdefault(_NAMES, self._copy((_NAMES,), 0))
        storage.class_id = bytes.fromhex("0b0d020000000000c000000000000046")
        return Attachment(about, ole_file(storage), ".msg")

    def _copy(self, path: tuple[str, ...], depth: int) -> Storage:
        made = Storage()
        if depth > _MOST_DEEP:
            raise ValueError("nested too deeply")
        for one in self.entries.get("/".join(path), ()):
            if self.inside.get_type(list(one)) == 2:
                made.streams[one[-1]] = self.inside.openstream(list(one)).read()
            else:
                made.storages[one[-1]] = self._copy(one, depth + 1)
        return made

    def _properties(self, path: tuple[str, ...], head: int) -> Properties:
        found = Properties()
        for one in self.entries.get("/".join(path), ()):
            if one[-1].lower() == _FIXED:
                found.values.update(self._short_ones(one, head))
        for one in self.entries.get("/".join(path), ()):
            match = _STREAM.match(one[-1])
            if match and self.inside.get_type(list(one)) == 2:
                number, kind = int(match[1], 16), int(match[2], 16)
                data = self._read(one)
                if data is not None:
                    found.values[number] = (kind, data)
                    if len(data) < self.inside.get_size(list(one)):
                        found.cut.add(number)
        return found

    def _short_ones(self, path: tuple[str, ...], head: int) -> dict[int, tuple[int, bytes]]:
        """Properties of at most eight bytes, which stand in one table."""
        data = self._read(path) or b""
        found: dict[int, tuple[int, bytes]] = {}
        for at in range(head, len(data) - 15, 16):
            kind, number = struct.unpack_from("<HH", data, at)
            if kind in _SHORT:
                found[number] = (kind, data[at + 8 : at + 16])
        return found

    def _read(self, path: tuple[str, ...]) -> bytes | None:
        try:
            data: bytes = self.inside.openstream(list(path)).read()
        except Exception:
            self.warnings.append(f"damaged: a piece of the Outlook message cannot be read ({path[-1][:60]})")
            return None
        if len(data) != self.inside.get_size(list(path)):
            self.warnings.append(f"damaged: a piece of the Outlook message is cut off ({path[-1][:60]})")
        return data
