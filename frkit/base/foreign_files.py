"""Files that others made and may still be writing: their bytes in blocks, and whether they stayed as they were."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from frkit.base.errors import FrkitError
from frkit.base.refusals import reason

FileState = tuple[int, ...]
"""What changes when a file is written to or replaced: disk, number, size, time of the last change."""


class ForeignFileError(FrkitError):
    """A file from outside cannot be read, or did not stay as it was; the next one may well be read."""


def state_of(file: os.stat_result) -> FileState:
    """The state of a file, to be compared with a later one."""
    return file.st_dev, file.st_ino, file.st_size, file.st_mtime_ns


def blocks_of(source: Path, size: int, seen: FileState | None = None) -> Iterator[tuple[memoryview, bool]]:
    """The bytes of a file in blocks of at most ``size`` bytes, each with whether it lies in a hole of a sparse file.

    A block is good until the next is asked for. Raises ForeignFileError if the file cannot be read, changes meanwhile,
    or is not as it was ``seen``.
    """
    view, empty = memoryview(bytearray(size)), bytes(size)
    try:
        with source.open("rb", buffering=0) as file:
            before = os.fstat(file.fileno())
            sparse = before.st_size > size + 512 * getattr(before, "st_blocks", before.st_size)
            same = seen is None or seen == state_of(before)
            while same and (count := file.readinto(view)):
                yield view[:count], sparse and view[:count] == empty[:count]
            same = same and state_of(os.fstat(file.fileno())) == state_of(before)
    except OSError as error:
        why, remedy = reason(error, reading=True)
        raise ForeignFileError(f"The file cannot be read: {why}.", place=str(source), remedy=remedy) from error
    if not same:
        raise ForeignFileError(
            "The file changed while it was read.",
            place=str(source),
            remedy="wait until it is saved whole, then run the command again; it was not taken in",
        )
