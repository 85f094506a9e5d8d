"""Outlook's files for tests, put together from their parts as Outlook lays them out; every name is made up."""

from __future__ import annotations

import struct
from datetime import datetime, timezone

from frkit.evidence.contents.ole_copy import Storage, ole_file

SENT = datetime(2026, 3, 2, 18, 0, tzinfo=timezone.utc)
Value = str | bytes | int | datetime


def ticks(moment: datetime) -> int:
    return int((moment - datetime(1601, 1, 1, tzinfo=timezone.utc)).total_seconds()) * 10_000_000


def storage(values: dict[int, Value], *, head: int, narrow: str | None = None) -> Storage:
    """A storage with properties: texts in Unicode, or in a code page where ``narrow`` names one."""
    made = Storage()
    table = b""
    for number, value in values.items():
        if isinstance(value, bool | int):
            table += struct.pack("<HHIQ", 3, number, 6, value)
        elif isinstance(value, datetime):
            table += struct.pack("<HHIQ", 0x40, number, 6, ticks(value))
        else:
            kind, data = _stream(value, narrow)
            made.streams[f"__substg1.0_{number:04X}{kind:04X}"] = data
            table += struct.pack("<HHII4x", kind, number, 6, len(data))
    made.streams["__properties_version1.0"] = bytes(head) + table
    return made


def _stream(value: str | bytes, narrow: str | None) -> tuple[int, bytes]:
    if isinstance(value, bytes):
        return 0x0102, value
    return (0x001E, value.encode(narrow)) if narrow else (0x001F, value.encode("utf-16-le"))


def message(
    values: dict[int, Value],
    recipients: list[dict[int, Value]] | None = None,
    attachments: list[dict[int, Value] | tuple[dict[int, Value], Storage]] | None = None,
    *,
    head: int = 32,
    narrow: str | None = None,
) -> Storage:
    """A message as a storage."""
    made = storage(values, head=head, narrow=narrow)
    for number, one in enumerate(recipients or ()):
        made.storages[f"__recip_version1.0_#{number:08X}"] = storage(one, head=8, narrow=narrow)
    for number, given in enumerate(attachments or ()):
        about, inner = given if isinstance(given, tuple) else (given, None)
        place = storage(about, head=8, narrow=narrow)
        if inner is not None:
            place.storages["__substg1.0_3701000D"] = inner
        made.storages[f"__attach_version1.0_#{number:08X}"] = place
    return made


def msg(*arguments, **named) -> bytes:
    """The same as a file."""
    return ole_file(message(*arguments, **named))


def packed_rtf(rtf: bytes, *, plain: bool = False) -> bytes:
    """Rich Text as Outlook keeps it, every byte a literal one, which its packing allows."""
    if plain:
        return struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf
    body = b"".join(b"\0" + rtf[at : at + 8] for at in range(0, len(rtf), 8))
    return struct.pack("<II4sI", len(body) + 12, len(rtf), b"LZFu", 0) + body


def attribute(level: int, name: int, value: bytes, kind: int = 6) -> bytes:
    """One attribute of a winmail.dat."""
    return struct.pack("<BHHI", level, name, kind, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def properties(values: dict[int, Value]) -> bytes:
    """Properties as a winmail.dat holds them."""
    out = struct.pack("<I", len(values))
    for number, value in values.items():
        if isinstance(value, datetime):
            out += struct.pack("<HHQ", 0x40, number, ticks(value))
        elif isinstance(value, int):
            out += struct.pack("<HHI", 3, number, value)
        else:
            kind, data = _stream(value, None)
            out += struct.pack("<HHII", kind, number, 1, len(data)) + data + bytes(-len(data) % 4)
    return out


def winmail(*attributes: bytes) -> bytes:
    """A winmail.dat."""
    return b"\x78\x9f\x3e\x22\x01\x00" + b"".join(attributes)
