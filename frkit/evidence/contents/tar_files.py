"""The files in a tar archive of any dialect, packed or not."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from frkit.evidence.contents.gathering import Gathering
from frkit.evidence.contents.names import decoded_name
from frkit.evidence.contents.packed import Bounded, unpacked_stream

BLOCK = 512
_STEP = 64 << 10


def read_tar(file: BinaryIO, found: Gathering) -> None:
    """Take the files out of a tar archive, one after the other as they come."""
    stream = cast(BinaryIO, Bounded(unpacked_stream(file), found))
    with tarfile.open(fileobj=stream, mode="r|", encoding="utf-8", errors="surrogateescape") as archive:
        while (member := archive.next()) is not None:
            _take(archive, member, found)
            archive.members = []  # type: ignore[attr-defined]  # or each head of a file stays in memory


def looks_like_tar(head: bytes) -> bool:
    """Whether a block is the head of a file in a tar archive: the sum over its bytes stands in it."""
    if len(head) < BLOCK or not head[0]:
        return False
    try:
        said = int(head[148:156].split(b"\0")[0].strip() or b"x", 8)
    except ValueError:
        return False
    return said == sum(head[:148]) + 8 * 32 + sum(head[156:BLOCK])


def _take(archive: tarfile.TarFile, member: tarfile.TarInfo, found: Gathering) -> None:
    name = decoded_name(member.name.encode("utf-8", "surrogateescape"), "cp1252")
    if member.isdir():
        return
    if member.islnk() or member.issym():
        target = decoded_name(member.linkname.encode("utf-8", "surrogateescape"), "cp1252")[:200]
        what = "the same file as" if member.islnk() else "no file but a link to"
        found.leave_out(name, f"{what} '{target}'", 0)
    elif not member.isfile():
        found.leave_out(name, "no file but a device or a pipe", 0)
    else:
        content = archive.extractfile(member)
        if content is None:
            found.leave_out(name, "damaged", member.size)
        else:
            found.add(name, _whole(cast(BinaryIO, content), member.size))


def _whole(content: BinaryIO, size: int) -> Iterator[bytes]:
    """The blocks of a file; raises EOFError if there are fewer bytes than its head says."""
    while block := content.read(_STEP):
        size -= len(block)
        yield block
    if size > 0:
        raise EOFError("the archive ends within it")


def packed_tar(file: BinaryIO) -> bool:
    """Whether what a file holds once it is unpacked is a tar archive."""
    try:
        return looks_like_tar(unpacked_stream(file).read(BLOCK))
    except Exception:
        return False
