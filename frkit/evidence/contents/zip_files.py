"""The files in a ZIP archive, also where its list of files is damaged, overlapping, encrypted or meant to deceive."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from frkit.evidence.contents.gathering import MOST_PARTS, Gathering, Locked
from frkit.evidence.contents.names import decoded_name
from frkit.evidence.contents.part import BLOCK
from frkit.evidence.contents.zip_packing import Damaged, checked, decrypted, decrypted_aes, unpacked

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_MARK = b"PK\x03\x04"
_END = b"PK\x05\x06"
_AES = 99
_LOOKED_AT = 1 << 20
"""Bytes that are looked at before a password of the old encryption is taken for the right one."""
_ENCRYPTED, _SIZES_FOLLOW, _UTF8 = 1, 8, 0x800
_BY_UNIX = 3
_LONGEST_LIST = 5 * MOST_PARTS


@dataclass(frozen=True)
class _Entry:
    """One file as the archive tells of it."""

    name: str
    at: int
    packed: int
    size: int | None
    method: int
    flags: int
    crc: int | None
    check: int
    extra: bytes = b""
    mode: int = 0


def read_zip(file: BinaryIO, found: Gathering) -> None:
    """Take the files out of a ZIP archive; where its list cannot be read, each file that can still be found."""
    entries: Iterable[_Entry]
    try:
        entries = _listed(file)
    except Exception:
        found.warn("the archive's list of files is damaged; the files that can still be found are taken out")
        entries = _searched(file)
    else:
        found.claims((one.packed, one.size or 0) for one in entries)
    for entry in entries:
        _take(file, entry, found)


def _listed(file: BinaryIO) -> list[_Entry]:
    if _count(file) > _LONGEST_LIST:
        raise Damaged("its list is too long")
    with zipfile.ZipFile(file) as archive:
        entries = [_from_list(info) for info in archive.infolist()]
    if not entries and _has_files(file):
        raise Damaged("its list is empty")
    return entries


def _count(file: BinaryIO) -> int:
    """How many files the archive's end claims; more than 65,534 are written elsewhere, and then zipfile counts."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 66_000))
    tail = file.read()
    at = tail.rfind(_END)
    # Each line of the list takes at least 46 bytes.
    claimed = int.from_bytes(tail[at + 12 : at + 16], "little") // 46 if at >= 0 else 0
    return claimed if claimed < 0xFFFFFFFF // 46 else min(claimed, size // 46)


def _has_files(file: BinaryIO) -> bool:
    file.seek(0)
    return file.read(4) == _MARK


def _from_list(info: zipfile.ZipInfo) -> _Entry:
    name = info.orig_filename
    if not info.flag_bits & _UTF8:
        raw = name.encode("cp437")
        name = _unicode_name(info.extra, raw) or decoded_name(
            raw, "cp1252" if info.create_system == _BY_UNIX else "cp437"
        )
    late = info.flag_bits & _SIZES_FOLLOW
    check = (_dos_time(info) >> 8 if late else info.CRC >> 24) & 0xFF
    mode = info.external_attr >> 16 if info.create_system == _BY_UNIX else 0
    return _Entry(name, info.header_offset, info.compress_size, info.file_size, info.compress_type, info.flag_bits,
                  info.CRC, check, info.extra, mode)  # fmt: skip


def _dos_time(info: zipfile.ZipInfo) -> int:
    _, _, _, hour, minute, second = info.date_time
    return hour << 11 | minute << 5 | second // 2


def _unicode_name(extra: bytes, raw: bytes) -> str:
    """The name in UTF-8 that some programs write beside the old one (Info-ZIP's field 0x7075)."""
    field = _extra_field(extra, 0x7075)
    if len(field) > 5 and field[0] == 1 and int.from_bytes(field[1:5], "little") == zlib.crc32(raw):
        return field[5:].decode("utf-8", "replace")
    return ""


def _extra_field(extra: bytes, wanted: int) -> bytes:
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == wanted:
            return extra[at + 4 : at + 4 + size]
        at += 4 + size
    return b""


def _take(file: BinaryIO, entry: _Entry, found: Gathering) -> None:
    if entry.name.endswith(("/", "\\")) and not entry.size:
        return
    kind = stat.S_IFMT(entry.mode)
    if kind == stat.S_IFLNK:
        target = b"".join(_blocks(file, entry.at, min(entry.packed, 500), entry.method))
        shown = target.decode("utf-8", "replace")[:200]
        found.leave_out(entry.name, f"no file but a link to '{shown}'", 0)
    elif kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        found.leave_out(entry.name, "no file but a device or a pipe", 0)
    elif entry.flags & _ENCRYPTED:
        found.add(entry.name, _by_password(file, entry, found.passwords), packed=entry.packed, claimed=entry.size)
    else:
        packed = _packed(file, entry.at, entry.packed)
        content = checked(unpacked(packed, entry.method), entry.crc)
        found.add(entry.name, content, packed=entry.packed, claimed=entry.size)


def _blocks(file: BinaryIO, at: int, size: int, method: int) -> Iterator[bytes]:
    try:
        yield from unpacked(_packed(file, at, size), method)
    except Exception:
        return


def _by_password(file: BinaryIO, entry: _Entry, passwords: tuple[str, ...]) -> Iterator[bytes]:
    """The file with the first password that fits.

    One of 256 wrong passwords passes the check of the old encryption: only the check sum of the file tells it.
    """
    if not passwords:
        raise Locked("encrypted; its password is needed")
    looked_at = 1 if entry.method == _AES else _LOOKED_AT
    for password in _spelt(passwords):
        content = _decrypted(file, entry, password)
        held: list[bytes] = []
        try:
            while sum(map(len, held)) < looked_at and (block := next(content, None)) is not None:
                held.append(block)
        except (Locked, Damaged, zlib.error):
            continue
        yield from held
        yield from content
        return
    raise Locked("encrypted, and the password is not the right one")


def _spelt(passwords: tuple[str, ...]) -> Iterator[bytes]:
    """Passwords in the codings that programs use for them."""
    for password in passwords:
        for coding in ("utf-8", "cp437", "cp1252"):
            if coding == "utf-8" or not password.isascii():
                yield password.encode(coding, "replace")


def _decrypted(file: BinaryIO, entry: _Entry, password: bytes) -> Iterator[bytes]:
    packed = _packed(file, entry.at, entry.packed)
    if entry.method != _AES:
        yield from checked(unpacked(decrypted(packed, password, entry.check), entry.method), entry.crc)
        return
    settings = _extra_field(entry.extra, 0x9901)
    if len(settings) < 7:
        raise Damaged("encrypted in a way that frkit does not know")
    method = int.from_bytes(settings[5:7], "little")
    crc = entry.crc if settings[0] == 1 else None
    yield from checked(unpacked(decrypted_aes(packed, entry.packed, password, settings[4]), method), crc)


def _packed(file: BinaryIO, at: int, size: int) -> Iterator[bytes]:
    """The packed bytes of the file whose own head lies at that place."""
    file.seek(at)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size or not head.startswith(_MARK):
        raise Damaged("it is not where the list says")
    fields = _LOCAL.unpack(head)
    start = at + _LOCAL.size + fields[9] + fields[10]
    while size > 0:
        file.seek(start)
        block = file.read(min(size, BLOCK))
        if not block:
            raise Damaged("the archive ends within it")
        start, size = start + len(block), size - len(block)
        yield block


def _searched(file: BinaryIO) -> Iterator[_Entry]:
    """Every head of a file that can be found, one after the other."""
    at = 0
    while (at := _next_mark(file, at)) >= 0:
        entry, after = _from_head(file, at)
        if entry is not None:
            yield entry
        at = max(after, at + 4)


def _next_mark(file: BinaryIO, start: int, mark: bytes = _MARK) -> int:
    file.seek(start)
    before = b""
    while block := file.read(BLOCK):
        at = (before + block).find(mark)
        if at >= 0:
            return start - len(before) + at
        start += len(block)
        before = (before + block)[-3:]
    return -1


def _from_head(file: BinaryIO, at: int) -> tuple[_Entry | None, int]:
    """What the head of a file says, and where the file ends."""
    file.seek(at)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size:
        return None, at + 4
    _, _, flags, method, time, _, crc, packed, size, name_length, extra_length = _LOCAL.unpack(head)
    raw, extra = file.read(name_length), file.read(extra_length)
    if not raw or b"\0" in raw or re.search(rb"[\x01-\x1f]", raw):
        return None, at + 4
    start = at + _LOCAL.size + name_length + extra_length
    if packed == 0xFFFFFFFF and len(large := _extra_field(extra, 1)) >= 16:
        size, packed = struct.unpack_from("<QQ", large)
    check = (time >> 8 if flags & _SIZES_FOLLOW else crc >> 24) & 0xFF
    known: int | None = crc
    if flags & _SIZES_FOLLOW and not packed:
        packed, known = _length_found(file, start, method), None
    name = raw.decode("utf-8", "replace") if flags & _UTF8 else decoded_name(raw)
    entry = _Entry(name, at, packed, None if known is None else size, method, flags, known, check, extra)
    return entry, start + packed


def _length_found(file: BinaryIO, start: int, method: int) -> int:
    """How many packed bytes belong to a file whose size is written after it only."""
    if method == 8:
        file.seek(start)
        unpacker, length, waiting = zlib.decompressobj(-zlib.MAX_WBITS), 0, b""
        try:
            while not unpacker.eof and (waiting or (waiting := file.read(BLOCK))):
                before = len(waiting)
                unpacker.decompress(waiting, BLOCK)
                waiting = unpacker.unconsumed_tail
                length += before - len(waiting) - len(unpacker.unused_data)
        except zlib.error:
            unpacker = zlib.decompressobj()
        if unpacker.eof:
            return length
    end = min(
        (one for one in (_next_mark(file, start, b"PK\x07\x08"), _next_mark(file, start)) if one >= 0), default=-1
    )
    return (file.seek(0, 2) if end < 0 else end) - start
