"""A campaign as one stream of bytes: a tar archive whose content depends on the files alone, and the way back.

The archive holds ``campaign/<path>`` for every file and folder, sorted, and as its last file ``SHA256SUMS`` with the
hash of each, which ``sha256sum -c`` reads. An archive without that last file was cut off.
"""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from frkit.base.errors import FrkitError
from frkit.base.files import BLOCK

TOP = "campaign"
SUMS = "SHA256SUMS"
LARGEST_SUMS = 256 << 20
Progress = Callable[[int, int, str], None]


@dataclass
class Found:
    """What of a campaign goes into a backup, and what does not."""

    folders: list[str] = field(default_factory=list)
    files: dict[str, int] = field(default_factory=dict)
    """Path below the campaign -> size in bytes."""
    odd: list[str] = field(default_factory=list)
    """Links, devices and the like: none of them is followed or kept."""


def files_to_keep(root: Path, *, with_git: bool) -> Found:
    """Everything below a campaign but what can be made again; git's own folder only if asked for, without its hooks."""
    found = Found()
    _walk(root, "", with_git, found)
    return found


def archive(root: Path, found: Found, progress: Progress) -> Iterator[bytes]:
    """The bytes of the archive, in blocks; raises FrkitError if a file changes or cannot be read meanwhile."""
    sums: list[str] = []
    yield _folder_header(TOP)
    for name in sorted(found.folders):
        yield _folder_header(f"{TOP}/{name}")
    for number, name in enumerate(sorted(found.files), start=1):
        progress(number, len(found.files), "Backup")
        digest = hashlib.sha256()
        for block in _contents(root / name, found.files[name], name):
            digest.update(block[0])
            yield from block[1]
        sums.append(_sum_line(digest.hexdigest(), f"{TOP}/{name}"))
    data = os.fsencode("".join(sums))
    yield _header(SUMS, len(data)) + data + _padding(len(data)) + bytes(2 * tarfile.BLOCKSIZE)


class Blocks(io.RawIOBase):
    """Blocks of bytes read as a file."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._rest = b""
        self.failure: BaseException | None = None
        """What went wrong while a block was made; whoever reads through another library finds it here."""

    def readable(self) -> bool:
        """True."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes; none at the end."""
        try:
            while not self._rest:  # an empty block is not the end
                self._rest = next(self._blocks)
        except StopIteration:
            return b""
        except BaseException as error:
            self.failure = error
            raise
        taken, self._rest = (self._rest, b"") if size < 0 else (self._rest[:size], self._rest[size:])
        return taken


def contents(stream: BinaryIO, keep: Callable[[str, BinaryIO | None], str | None]) -> dict[str, str]:
    """Path below the campaign -> SHA-256 of each file of an archive, proven whole.

    ``keep`` is called for each entry with its path and, for a file, its bytes; it gives the hash of what it read.
    Raises FrkitError for an archive that is not whole, or that holds anything but plain files and folders inside it.
    """
    seen: dict[str, str] = {}
    told: dict[str, str] | None = None
    try:
        with tarfile.open(fileobj=stream, mode="r|", encoding="utf-8", errors="surrogateescape") as tar:
            for entry in tar:
                data = tar.extractfile(entry) if entry.type in (tarfile.REGTYPE, tarfile.AREGTYPE) else None
                if entry.name == SUMS and data is not None and entry.size <= LARGEST_SUMS:
                    told = _sums(data.read())
                    continue
                path = inner_path(entry, told)
                digest = keep(path, data)  # type: ignore[arg-type]
                if digest is not None:
                    seen[path] = digest
    except RecursionError:
        raise _not_whole("the archive in it cannot be read (headers upon headers)") from None
    except (tarfile.TarError, EOFError, ValueError, OverflowError) as error:
        raise _not_whole(f"the archive in it cannot be read ({error})") from None
    if told is None:
        raise _not_whole("its list of files is missing at the end")
    if told != seen:
        different = sorted(path for path in told.keys() | seen.keys() if told.get(path) != seen.get(path))
        raise _not_whole(f"{len(different)} of its files are not what its list says, the first {different[0]!r}")
    return seen


def inner_path(entry: tarfile.TarInfo, told: dict[str, str] | None) -> str:
    """The path of an entry below the campaign; raises FrkitError for one that frkit would never have written."""
    steps = entry.name.split("/")
    kinds = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.DIRTYPE)
    strange = {"", ".", ".."} & set(steps) or "\0" in entry.name or (os.name == "nt" and set(entry.name) & set("\\:"))
    strange = strange or _made_again("/".join(steps[1:]), with_git=True)
    if entry.type not in kinds or entry.issparse() or steps[0] != TOP or strange or told is not None:
        raise FrkitError(
            f"The backup holds {entry.name!r}, which frkit would not have put there: a link, a device, a path that "
            "leads out of its folder, a cache, or a program of git's.",
            remedy="nothing was written; do not trust this file, and look for another backup",
        )
    return "/".join(steps[1:])


def _walk(root: Path, below: str, with_git: bool, found: Found) -> None:
    for entry in sorted(os.scandir(root / below), key=lambda one: one.name):
        path = f"{below}/{entry.name}" if below else entry.name
        if _made_again(path, with_git):
            continue
        if entry.is_symlink() or not (entry.is_dir(follow_symlinks=False) or entry.is_file(follow_symlinks=False)):
            found.odd.append(path)
        elif entry.is_dir(follow_symlinks=False):
            found.folders.append(path)
            _walk(root, path, with_git, found)
        else:
            found.files[path] = entry.stat(follow_symlinks=False).st_size


def _made_again(path: str, with_git: bool) -> bool:
    """Caches, halves that an interrupted command left, and git's folder unless it is wanted."""
    steps = path.split("/")
    if steps[0] == ".git":
        return not with_git or steps[1:2] == ["hooks"] or path.endswith(".lock")
    return steps[0] == ".frkit" or (steps[-1].startswith(".") and steps[-1].endswith(".tmp"))


def _contents(path: Path, size: int, name: str) -> Iterator[tuple[bytes, tuple[bytes, ...]]]:
    """Each block of a file with the bytes that it adds to the archive: the header before, the padding behind."""
    try:
        with path.open("rb") as file:
            before: tuple[bytes, ...] = (_header(f"{TOP}/{name}", size),)
            left = size
            while left:
                block = file.read(min(BLOCK, left))
                if not block:
                    raise _changed(path)
                left -= len(block)
                yield block, (*before, block)
                before = ()
            if file.read(1):
                raise _changed(path)
            yield b"", (*before, _padding(size))
    except OSError as error:
        fact = f"A file cannot be read: {error.strerror or error}."
        raise FrkitError(fact, place=str(path), remedy="mend that and run it again; nothing was written") from None


def _changed(path: Path) -> FrkitError:
    fact = "A file changed while the backup was made, so nothing was written."
    return FrkitError(fact, place=str(path), remedy="run it again when nothing else writes there")


def _header(name: str, size: int, kind: bytes = tarfile.REGTYPE) -> bytes:
    """The header of an entry, without the time and owner of the file, so that equal files give equal archives."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.type, entry.mode = size, kind, 0o755 if kind == tarfile.DIRTYPE else 0o644
    return entry.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")


def _folder_header(name: str) -> bytes:
    return _header(name, 0, tarfile.DIRTYPE)


def _padding(size: int) -> bytes:
    return bytes(-size % tarfile.BLOCKSIZE)


def _sum_line(digest: str, name: str) -> str:
    """One line as ``sha256sum`` writes it, a line break in a name escaped as it does."""
    plain = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return ("\\" if plain != name else "") + f"{digest}  {plain}\n"


def _sums(data: bytes) -> dict[str, str]:
    """Path below the campaign -> hash, from such lines."""
    told: dict[str, str] = {}
    for line in os.fsdecode(data).split("\n"):
        escaped = line.startswith("\\")
        digest, gap, name = line.removeprefix("\\").partition("  ")
        if gap:
            if escaped:
                name = name.replace("\\\\", "\0").replace("\\n", "\n").replace("\\r", "\r").replace("\0", "\\")
            told[name.removeprefix(f"{TOP}/")] = digest
    return told


def _not_whole(why: str) -> FrkitError:
    return FrkitError(
        f"The backup is not whole: {why}.",
        remedy="nothing was written; get another copy of the file, or another backup",
    )
