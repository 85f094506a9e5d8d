"""One file that came inside another: its place there, its name, its bytes and their hash."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO

BLOCK = 1 << 20


class Spool:
    """A nameless temporary file for what is too large to lie in memory; it is gone when nobody holds it any more."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(prefix="frkit-parts-")  # noqa: SIM115  # lives with its parts
        self._end = 0

    def begin(self) -> Stored:
        """A new file at its end, empty so far."""
        return Stored(self, self._end, 0)

    def append(self, data: bytes) -> None:
        """Add bytes to the file that was begun last."""
        self._file.write(data)
        self._end += len(data)

    def ended(self, begun: Stored) -> Stored:
        """The file that was begun, now whole."""
        self._file.flush()
        return Stored(self, begun.offset, self._end - begun.offset)

    def read_at(self, offset: int, size: int) -> bytes:
        """So many bytes from that place."""
        return os.pread(self._file.fileno(), size, offset)


@dataclass(frozen=True)
class Stored:
    """Bytes that lie in a temporary file."""

    spool: Spool
    offset: int
    size: int

    def read(self) -> bytes:
        """All of them at once."""
        with io.BufferedReader(_Window(self), BLOCK) as file:
            return file.read()


@dataclass(frozen=True)
class Part:
    """A file within a file: its place there, the sender's name for it, its bytes and their hash."""

    number: str
    name: str
    content: bytes | Stored
    sha256: str
    embedded: bool = False
    """True where the mail's body shows it, such as a logo."""
    warning: str = ""
    """What is wrong with these bytes, such as that only their beginning could be read."""

    @property
    def data(self) -> bytes:
        """All bytes in memory; for a large part rather use :func:`opened`."""
        return self.content if isinstance(self.content, bytes) else self.content.read()

    @property
    def size(self) -> int:
        """Number of bytes."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.size

    def __reduce__(self) -> tuple[Any, ...]:
        # A temporary file does not cross from one process to another; its bytes do.
        return Part, (self.number, self.name, self.data, self.sha256, self.embedded, self.warning)


Source = Path | bytes | Part
"""What can be looked into: a file on disk, bytes, or a part of something else."""


@contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """A source as a file that can be read anywhere, without taking it into memory."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield file
        return
    content = source.content if isinstance(source, Part) else source
    if isinstance(content, bytes):
        yield io.BytesIO(content)
        return
    with io.BufferedReader(_Window(content), 1 << 16) as window:
        yield window


def bytes_of(source: Source) -> bytes:
    """All bytes of a source."""
    if isinstance(source, Path):
        return source.read_bytes()
    return source.data if isinstance(source, Part) else source


def size_of(source: Source) -> int:
    """Number of bytes of a source."""
    if isinstance(source, Path):
        return source.stat().st_size
    return source.size if isinstance(source, Part) else len(source)


def blocks(file: BinaryIO) -> Iterator[bytes]:
    """What is left of a file, block by block."""
    while block := file.read(BLOCK):
        yield block


class _Window(io.RawIOBase):
    """The part of a temporary file that holds one stored file."""

    def __init__(self, stored: Stored) -> None:
        self._stored = stored
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._stored.size}[whence]
        if start + offset < 0:
            raise OSError("a place before the beginning of the file")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        size = max(0, min(len(buffer), self._stored.size - self._at))
        data = self._stored.spool.read_at(self._stored.offset + self._at, size)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)
