"""Files that others made and may still be writing: their bytes in blocks, and whether they stayed as they were."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import FileIO
from pathlib import Path

from frkit.base.errors import FrkitError
from frkit.base.refusals import reason

_WORTH_A_THREAD = 256 << 10
"""Bytes: to hand over fewer takes longer than to hash them."""
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
    try:
        with source.open("rb", buffering=0) as file:
            before = os.fstat(file.fileno())
            sparse = before.st_size > size + 512 * getattr(before, "st_blocks", before.st_size)
            view, empty = memoryview(bytearray(min(size, before.st_size + 1))), bytes(size if sparse else 0)
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


def copy_bytes(source: Path, outgoing: FileIO, block: int, seen: FileState | None = None) -> tuple[str, int]:
    """Copy a file into an open one, hashed on the way; gives the SHA-256 and the size. Holes stay holes.

    A large block is hashed by one processor while the other writes it.
    """
    digest, size = hashlib.sha256(), 0
    with ThreadPoolExecutor(1) as beside:
        for data, hole in blocks_of(source, block, seen):
            hashed = beside.submit(digest.update, data) if len(data) >= _WORTH_A_THREAD else None
            if hashed is None:
                digest.update(data)
            size += len(data)
            if hole:
                outgoing.seek(len(data), os.SEEK_CUR)
            else:
                _write_whole(outgoing, data)
            if hashed is not None:
                hashed.result()
    outgoing.truncate(size)
    return digest.hexdigest(), size


def sha256_if(source: Path, seen: FileState) -> str:
    """The SHA-256 of a file that is still as it was ``seen``; raises ForeignFileError otherwise."""
    digest = hashlib.sha256()
    for data, _ in blocks_of(source, 1 << 20, seen):
        digest.update(data)
    return digest.hexdigest()


def _write_whole(file: FileIO, block: memoryview) -> None:
    """Write a block to the end; a disk that is nearly full may take a part of it first."""
    while block:
        block = block[file.write(block) :]
