"""Writes a PDF object by object from its beginning to its end, and hashes it while it is written.

Streams lie in the file as they are given; all other objects are packed together, some hundred at a time. Hashing and
writing go on in a thread of their own while the next objects are put together.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import BinaryIO

_HEAD = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n"
_BLOCK = 1 << 22
"""Bytes that are written at once."""
_WAITING = 3
"""Blocks that may wait to be written."""
_TOGETHER = 200
"""Objects that are packed together."""
_EFFORT = 3
"""How hard they are packed: more takes longer than it saves."""
_PLACE = 5
"""Bytes of an offset in the table."""


@dataclass(frozen=True)
class Written:
    """A file as it was written."""

    sha256: str
    size: int


class PdfFile:
    """A PDF that is being written; to be used as a context, and finished with :meth:`finish`."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._digest = hashlib.sha256()
        self._thread = ThreadPoolExecutor(1, "frkit-pdf")
        self._waiting: deque[Future[None]] = deque()
        self._block: list[bytes] = []
        self._in_block = 0
        self._at = 0
        self._rows: dict[int, bytes] = {}
        """Number -> its row of the table: kind, offset or number of the stream that holds it, place in that stream."""
        self._small: list[tuple[int, bytes]] = []
        self._last = 0
        self._put(_HEAD)

    def __enter__(self) -> PdfFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)

    def number(self) -> int:
        """A number for an object, which has to be written once."""
        self._last += 1
        return self._last

    def value(self, number: int, written: bytes) -> None:
        """Write an object that is no stream."""
        self._small.append((number, written))
        if len(self._small) == _TOGETHER:
            self._pack()

    def stream(self, number: int, dictionary: bytes, data: bytes) -> None:
        """Write a stream; ``dictionary`` says how long ``data`` is."""
        self._rows[number] = b"\x01%b\0\0" % self._at.to_bytes(_PLACE, "big")
        self._put(b"%d 0 obj\n%b\nstream\n" % (number, dictionary), data, b"\nendstream\nendobj\n")

    def finish(self, root: int, info: int | None) -> Written:
        """Write the table of places; the file's identifier comes from its bytes: it needs neither clock nor chance."""
        if self._small:
            self._pack()
        self._flush()
        self._wait(0)
        identifier = self._digest.hexdigest()[:32].encode()
        begin, table = self._at, self.number()
        self._rows[table] = b"\x01%b\0\0" % begin.to_bytes(_PLACE, "big")
        packed = zlib.compress(self._table(), 6)
        about = b"/Info %d 0 R " % info if info is not None else b""
        self._put(
            b"%d 0 obj\n<< /Type /XRef /Length %d /Filter /FlateDecode /W [ 1 %d 2 ] /Root %d 0 R %b/Size %d "
            b"/ID [<%b><%b>] >>\nstream\n"
            % (table, len(packed), _PLACE, root, about, self._last + 1, identifier, identifier)
        )
        self._put(packed + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % begin)
        self._flush()
        self._wait(0)
        return Written(self._digest.hexdigest(), self._at)

    def _table(self) -> bytes:
        missing = [number for number in range(1, self._last + 1) if number not in self._rows]
        if missing:
            raise AssertionError(f"{len(missing)} objects of the packet were numbered and not written")
        return bytes(_PLACE + 3) + b"".join(map(self._rows.__getitem__, range(1, self._last + 1)))

    def _pack(self) -> None:
        small, self._small = self._small, []
        holder = self.number()
        heads, at = [], 0
        for within, (number, written) in enumerate(small):
            self._rows[number] = b"\x02%b%b" % (holder.to_bytes(_PLACE, "big"), within.to_bytes(2, "big"))
            heads.append(b"%d %d" % (number, at))
            at += len(written) + 1
        head = b" ".join(heads) + b"\n"
        packed = zlib.compress(head + b"\n".join([written for _, written in small]), _EFFORT)
        about = b"<< /Type /ObjStm /Length %d /Filter /FlateDecode /N %d /First %d >>"
        self.stream(holder, about % (len(packed), len(small), len(head)), packed)

    def _put(self, *data: bytes) -> None:
        long = sum(map(len, data))
        self._block.extend(data)
        self._at += long
        self._in_block += long
        if self._in_block >= _BLOCK:
            self._flush()

    def _flush(self) -> None:
        block, self._block, self._in_block = self._block, [], 0
        self._wait(_WAITING - 1)
        self._waiting.append(self._thread.submit(self._write, block))

    def _write(self, block: list[bytes]) -> None:
        data = b"".join(block)
        self._digest.update(data)
        self._out.write(data)

    def _wait(self, most: int) -> None:
        while len(self._waiting) > most:
            self._waiting.popleft().result()
