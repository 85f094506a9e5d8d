"""Single files that are packed as a whole (gzip, bzip2, xz), and what tar archives are read through."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO, cast

from frkit.evidence.contents.gathering import (
    FREE_OF_RATIO,
    HIGHEST_RATIO,
    LARGEST_TOTAL,
    Enough,
    Gathering,
)
from frkit.evidence.contents.names import decoded_name
from frkit.evidence.contents.part import blocks

_MOST_MEMORY = 1 << 30
_STEP = 16 << 10


def read_packed(file: BinaryIO, found: Gathering) -> None:
    """Take out the one file that a gzip, bzip2 or xz file holds."""
    name = _name_in_gzip(file) or "unpacked file"
    found.add(name, blocks(unpacked_stream(file)))


def unpacked_stream(file: BinaryIO) -> BinaryIO:
    """What a file holds once it is unpacked, as a stream; a file that is not packed, as it is."""
    file.seek(0)
    head = file.read(6)
    file.seek(0)
    start = next((start for mark, start in _UNPACKERS if head.startswith(mark)), None)
    return file if start is None else cast(BinaryIO, _Unpacked(file, start))


class Bounded:
    """A stream that ends the reading of its container where that would unpack without end."""

    def __init__(self, stream: BinaryIO, found: Gathering) -> None:
        self._stream, self._found = stream, found
        self._left = min(LARGEST_TOTAL, max(FREE_OF_RATIO, found.size * HIGHEST_RATIO)) + FREE_OF_RATIO

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes; raises Enough."""
        data = self._stream.read(min(size, FREE_OF_RATIO) if size >= 0 else FREE_OF_RATIO)
        self._left -= len(data)
        if self._left < 0:
            self._found.warn("unpacks to far more than its size, as a bomb does; the rest is only in the original")
            raise Enough
        return data


class _Gzip:
    """zlib's unpacker with the manners of the other two."""

    def __init__(self) -> None:
        self._unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._waiting = b""

    @property
    def eof(self) -> bool:
        return self._unpacker.eof

    @property
    def unused_data(self) -> bytes:
        return self._unpacker.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._waiting

    def decompress(self, data: bytes, most: int) -> bytes:
        made = self._unpacker.decompress(self._waiting + data, most)
        self._waiting = self._unpacker.unconsumed_tail
        return made


class _Unpacked:
    """A packed file as a stream that gives all it can before it fails, one packed piece after the other."""

    def __init__(self, file: BinaryIO, start: Callable[[], Any]) -> None:
        self._file, self._start = file, start
        self._unpacker = start()

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most so many; raises EOFError where the file ends too early."""
        most = size if size >= 0 else FREE_OF_RATIO
        while most:
            if self._unpacker.eof and not self._next_piece():
                return b""
            block = self._file.read(_STEP) if self._unpacker.needs_input else b""
            if not block and self._unpacker.needs_input:
                raise EOFError("it ends too early")
            data: bytes = self._unpacker.decompress(block, most)
            if data:
                return data
        return b""

    def _next_piece(self) -> bool:
        """Begin the piece after the one that is over; zero bytes may lie between and after them."""
        rest: bytes = self._unpacker.unused_data.lstrip(b"\0")
        while not rest and (block := self._file.read(_STEP)):
            rest = block.lstrip(b"\0")
        if not rest:
            return False
        self._unpacker = self._start()
        self._file = cast(BinaryIO, _Before(rest, self._file))
        return True


class _Before:
    """Some bytes, and then a file."""

    def __init__(self, first: bytes, file: Any) -> None:
        self._first = first
        self._file: Any = file._file if isinstance(file, _Before) and not file._first else file

    def read(self, size: int) -> bytes:
        if self._first:
            data, self._first = self._first[:size], self._first[size:]
            return data
        return bytes(self._file.read(size))


def _xz() -> Any:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_MEMORY)


_UNPACKERS: tuple[tuple[bytes, Callable[[], Any]], ...] = (
    (b"\x1f\x8b", _Gzip),
    (b"BZh", bz2.BZ2Decompressor),
    (b"\xfd7zXZ\0", _xz),
)


def _name_in_gzip(file: BinaryIO) -> str:
    """The name that a gzip file keeps of what is in it (RFC 1952)."""
    file.seek(0)
    head = file.read(1 << 16)
    if not head.startswith(b"\x1f\x8b\x08") or len(head) < 10 or not head[3] & 8:
        return ""
    at = 10
    if head[3] & 4:
        at += 2 + int.from_bytes(head[10:12], "little")
    return decoded_name(head[at:].split(b"\0", 1)[0][:1000], "latin-1")
