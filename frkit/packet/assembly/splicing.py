"""Writes an assembled PDF to disk with the large streams taken straight from the files that they came from.

pikepdf copies every stream of a foreign file into memory. So that a packet of any size needs little memory, each large
stream is replaced by a mark before its page is copied. The small PDF that pikepdf then saves is copied object by
object into the packet's file, and where a mark stands, the bytes of the stream are put, as they lie in their file.
"""

from __future__ import annotations

import hashlib
import os
import re
import zlib
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from pikepdf import Pdf

from frkit.evidence.pdf.copy import save
from frkit.evidence.pdf.layout import PACKED, Layout, layout_of

Stretch = tuple[int, int, int]
"""A stream in a file: its object number there, the offset of its raw bytes, and their length."""
_BLOCK = 1 << 20
_OPEN_AT_ONCE = 32
_DIGITS = 10
_OBJECTS = re.compile(rb"\d+ 0 obj\n<< /Type /ObjStm /Length (\d+)( [^>]*)>>\nstream\n")
_ROW = 8
"""Bytes of an entry in the table of places: kind 1, offset 5, place in a stream of objects 2."""


@dataclass(frozen=True)
class Written:
    """A file as it was written."""

    sha256: str
    size: int


class Marks:
    """Hands out marks that stand for streams of files, and knows which is which."""

    def __init__(self) -> None:
        # No file that somebody sent can hold such a mark, since nobody knows the next one.
        self._nonce = os.urandom(24).hex().encode()
        self._streams: list[tuple[Path, int, int]] = []

    def replace(self, pdf: Pdf, path: Path, streams: Sequence[Stretch]) -> None:
        """Put a mark in place of each of these streams in an opened file, which is not saved."""
        for number, offset, length in streams:
            stream = pdf.get_object((number, 0))
            mark = self._nonce + f"{len(self._streams):0{_DIGITS}d}".encode()
            self._streams.append((path, offset, length))
            # What packs the stream stays said in its dictionary, since its bytes come back as they are.
            packing: dict[str, Any] = {"filter": stream.get("/Filter"), "decode_parms": stream.get("/DecodeParms")}
            stream._write(mark, **packing)

    def write(self, packet: Pdf, out: BinaryIO) -> Written:
        """Write the packet with all streams in their places. The same content gives the same bytes."""
        skeleton = save(packet, identified=False)
        return _Writer(out, self._streams).write(skeleton, self._found(skeleton))

    def _found(self, skeleton: bytes) -> dict[int, tuple[int, int]]:
        """Where each mark stands: offset of its length in the dictionary -> (offset of the mark, number)."""
        length = len(self._nonce) + _DIGITS
        wanted = re.compile(rb"/Length %d >>\nstream\n%s(\d{%d})\nendstream\nendobj\n" % (length, self._nonce, _DIGITS))
        found = {one.start(): (one.start(1) - len(self._nonce), int(one[1])) for one in wanted.finditer(skeleton)}
        if skeleton.count(self._nonce) != len(found):
            raise AssertionError(f"{skeleton.count(self._nonce)} marks in the packet, {len(found)} of them in streams")
        return found


class _Writer:
    """Writes a file from its beginning to its end, counting and hashing."""

    def __init__(self, out: BinaryIO, streams: Sequence[tuple[Path, int, int]]) -> None:
        self._out = out
        self._streams = streams
        self._digest = hashlib.sha256()
        self._at = 0
        self._files: OrderedDict[Path, BinaryIO] = OrderedDict()

    def write(self, skeleton: bytes, marks: dict[int, tuple[int, int]]) -> Written:
        layout = layout_of(skeleton)
        moved: dict[int, int] = {}
        starts = sorted(marks)
        following = 0
        try:
            for number, first, last in self._with_head(skeleton, layout):
                moved[number] = self._at
                if following < len(starts) and starts[following] < last:
                    self._stream(skeleton, first, starts[following], *marks[starts[following]])
                    following += 1
                else:
                    self._put(_packed(skeleton[first:last]))
            if following != len(starts):
                raise AssertionError(f"{len(starts)} marks, of which {following} were put back")
            self._table(layout, moved)
        finally:
            for file in self._files.values():
                file.close()
        return Written(self._digest.hexdigest(), self._at)

    def _with_head(self, skeleton: bytes, layout: Layout) -> Iterator[tuple[int, int, int]]:
        objects = list(layout.plain())
        self._put(skeleton[: objects[0][1]])
        yield from objects

    def _put(self, data: bytes) -> None:
        self._out.write(data)
        self._digest.update(data)
        self._at += len(data)

    def _stream(self, skeleton: bytes, first: int, length_at: int, mark_at: int, number: int) -> None:
        path, offset, length = self._streams[number]
        self._put(skeleton[first:length_at] + b"/Length %d >>\nstream\n" % length)
        file = self._opened(path)
        file.seek(offset)
        while length:
            data = file.read(min(length, _BLOCK))
            if not data:
                raise OSError(f"{path.name} became shorter while it was read")
            self._put(data)
            length -= len(data)
        self._put(b"\nendstream\nendobj\n")

    def _opened(self, path: Path) -> BinaryIO:
        file = self._files.pop(path, None)
        if file is None:
            if len(self._files) >= _OPEN_AT_ONCE:
                self._files.popitem(last=False)[1].close()
            file = path.open("rb")
        self._files[path] = file
        return file

    def _table(self, layout: Layout, moved: dict[int, int]) -> None:
        """The table of places; the file's identifier comes from its bytes, so it needs neither clock nor chance."""
        begin = self._at
        moved[layout.table] = begin
        rows = bytearray()
        for number, place in enumerate(layout.places):
            at = place.at if place.kind == PACKED else moved.get(number, 0)
            kind = place.kind if place.kind == PACKED or number in moved else 0
            rows += bytes([kind]) + at.to_bytes(_ROW - 3, "big") + place.within.to_bytes(2, "big")
        packed = zlib.compress(bytes(rows), 9)
        info = b"/Info %d 0 R " % layout.info if layout.info is not None else b""
        identifier = self._digest.hexdigest()[:32].encode()
        self._put(
            b"%d 0 obj\n<< /Type /XRef /Length %d /Filter /FlateDecode /W [ 1 %d 2 ] /Root %d 0 R %s/Size %d "
            b"/ID [<%s><%s>] >>\nstream\n"
            % (layout.table, len(packed), _ROW - 3, layout.root, info, len(layout.places), identifier, identifier)
        )
        self._put(packed + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % begin)


def _packed(data: bytes) -> bytes:
    """An object as it is; a stream of objects packed, for no page draws it."""
    found = _OBJECTS.match(data)
    if found is None:
        return data
    begin, length = found.end(), int(found[1])
    packed = zlib.compress(data[begin : begin + length], 3)
    head = data[: found.start(1)] + b"%d /Filter /FlateDecode" % len(packed) + found[2] + b">>\nstream\n"
    return head + packed + data[begin + length :]
