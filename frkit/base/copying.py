"""Many files copied in at once: all are flushed to the disk together before the first of them gets its name."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import cache
from io import FileIO
from pathlib import Path

from frkit.base.files import (
    BLOCK,
    cannot_write,
    flush_file,
    flush_folder,
    make_folder,
    name_finally,
    remove_quietly,
    temporary_beside,
)
from frkit.base.foreign_files import FileState, copy_bytes

AT_ONCE, BYTES_AT_ONCE = 128, 512 << 20
"""So many files, or bytes, wait for their names at most; whoever is killed loses no more than these copies. All of them
are open meanwhile, and some systems let a program have no more than 256 files open."""
_WRITE = 2
"""SYNC_FILE_RANGE_WRITE: begin to write, do not wait."""
_FEW = 8
"""So few files are flushed one by one: what other programs write need not be waited for."""


@dataclass
class Copies:
    """Copies under way. Leave it with ``with``: what has no name by then is removed."""

    _waiting: list[tuple[Path, Path, FileIO]] = field(default_factory=list)
    """Temporary file, its name to be, and the open file, which is flushed once all are written."""
    _bytes: int = 0

    def __enter__(self) -> Copies:
        return self

    def __exit__(self, *why: object) -> None:
        for temporary, _, outgoing in self._waiting:
            outgoing.close()
            remove_quietly(temporary)
        self._waiting.clear()

    def copy(
        self, source: Path, folder: Path, name_of: Callable[[str], str], seen: FileState | None = None
    ) -> tuple[Path, str, int]:
        """Copy a file as :func:`frkit.base.files.copy_in` does; it gets its name with :meth:`keep`."""
        temporary = temporary_beside(folder / "copy")
        path = folder / "copy"
        kept = False
        try:
            make_folder(folder)
            outgoing = temporary.open("xb", buffering=0)
            with ExitStack() as unless_kept:
                unless_kept.enter_context(outgoing)
                digest, size = copy_bytes(source, outgoing, BLOCK, seen)
                _begin_writing(outgoing.fileno(), size)
                path = folder / name_of(digest)
                self._waiting.append((temporary, path, outgoing))
                unless_kept.pop_all()
            kept = True
        except OSError as error:
            raise cannot_write(path, error) from error
        finally:
            if not kept:
                remove_quietly(temporary)
        self._bytes += size
        if len(self._waiting) >= AT_ONCE or self._bytes >= BYTES_AT_ONCE:
            self.keep()
        return path, digest, size

    def keep(self) -> None:
        """Let the disk keep all copies, then name them; raises FrkitError, and AlreadyThere as ``copy_in`` does."""
        if len(self._waiting) > _FEW:
            _flush_disk(self._waiting[0][0].parent)
        path = self._waiting[0][1] if self._waiting else Path()
        try:
            for _, _, outgoing in self._waiting:
                flush_file(outgoing)
            for temporary, path, _ in self._waiting:
                name_finally(temporary, path)
                remove_quietly(temporary)
            for folder in {path.parent for _, path, _ in self._waiting}:
                flush_folder(folder)
        except OSError as error:
            raise cannot_write(path, error) from error
        self.__exit__()
        self._bytes = 0


def _begin_writing(handle: int, size: int) -> None:
    """Let the disk begin with a large file while the next one is read, where the system can."""
    begin = getattr(_libc(), "sync_file_range", None) if size >= BLOCK else None
    if begin is not None:
        begin(handle, ctypes.c_int64(0), ctypes.c_int64(0), _WRITE)


@cache
def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if sys.platform == "linux" else None


def _flush_disk(folder: Path) -> None:
    """Write all at once, where the system can; each file is flushed by itself afterwards, which is quick then."""
    flush = getattr(_libc(), "syncfs", None)
    if flush is None:
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            flush(handle)
        finally:
            os.close(handle)
