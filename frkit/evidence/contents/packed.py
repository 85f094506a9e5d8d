"""Single files that are packed as a whole (gzip, bzip2, xz), and what tar archives are read through."""

from __future__ import annotations

import bz2
import gzip
import lzma
from typing import BinaryIO, cast

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


def read_packed(file: BinaryIO, found: Gathering) -> None:
    """Take out the one file that a gzip, bzip2 or xz file holds."""
    name = _name_in_gzip(file) or "unpacked file"
    found.add(name, blocks(unpacked_stream(file)))


def unpacked_stream(file: BinaryIO) -> BinaryIO:
    """What a file holds once it is unpacked, as a stream; a file that is not packed, as it is."""
    file.seek(0)
    head = file.read(6)
    file.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return cast(BinaryIO, gzip.GzipFile(fileobj=file))
    if head.startswith(b"BZh"):
        return cast(BinaryIO, bz2.BZ2File(file))
    if head.startswith(b"\xfd7zXZ\0"):
        return cast(BinaryIO, _XzStream(file))
    return file


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


class _XzStream:
    """An xz file, which may not take more than a gigabyte of memory to unpack."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._unpacker = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_MEMORY)

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most so many."""
        most = size if size >= 0 else FREE_OF_RATIO
        while True:
            if self._unpacker.eof:
                rest = (self._unpacker.unused_data + self._file.read(1 << 16)).lstrip(b"\0")
                if not rest:
                    return b""
                self._unpacker = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_MEMORY)
                data = self._unpacker.decompress(rest, most)
            else:
                waiting = self._file.read(1 << 16) if self._unpacker.needs_input else b""
                if not waiting and self._unpacker.needs_input:
                    raise EOFError("it ends too early")
                data = self._unpacker.decompress(waiting, most)
            if data:
                return data


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
