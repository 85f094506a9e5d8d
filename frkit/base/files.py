"""Writing files so that nothing is torn or lost, and naming them so that nothing escapes the folder."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from frkit.base.errors import AlreadyThere, FrkitError

BLOCK = 1 << 20
LONGEST_NAME = 80
_RESERVED = {"con", "prn", "aux", "nul", *(f"com{i}" for i in range(1, 10)), *(f"lpt{i}" for i in range(1, 10))}


def sha256_of_bytes(data: bytes) -> str:
    """The SHA-256 of some bytes, as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, read in blocks, as 64 hex digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def create(path: Path, data: bytes) -> None:
    """Write a new file whole or not at all; never replace one.

    The bytes go to a temporary file in the same folder, are flushed to disk, and get their final name by a hard
    link, which fails if the name is taken. Where the disk has no hard links the whole file is renamed to it.

    Raises AlreadyThere if the name is taken by a file with other content; the same content is left as it is.
    """
    create_from(path, lambda file: _write_all(file, data))


def create_from(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Like :func:`create`, for content that ``write`` puts into an open file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = _temporary_beside(path)
    try:
        with temporary.open("xb") as file:
            write(file)
            _flush(file)
        _name_finally(temporary, path)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)
    _flush_folder(path.parent)


def copy_in(source: Path, folder: Path, name_of: Callable[[str], str]) -> tuple[Path, str, int]:
    """Copy a file into a folder, hashing on the way; its name there is made from its hash.

    Gives the path, the SHA-256 and the size in bytes. Create-only: a file that is there already with the same bytes
    is left as it is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    temporary = _temporary_beside(folder / "copy")
    try:
        with source.open("rb") as incoming, temporary.open("xb") as outgoing:
            digest, size = hashlib.sha256(), 0
            while block := incoming.read(BLOCK):
                digest.update(block)
                size += len(block)
                outgoing.write(block)
            _flush(outgoing)
        path = folder / name_of(digest.hexdigest())
        _name_finally(temporary, path)
    except OSError as error:
        raise _cannot_write(folder / source.name, error) from error
    finally:
        temporary.unlink(missing_ok=True)
    _flush_folder(folder)
    return path, digest.hexdigest(), size


def replace(path: Path, data: bytes) -> None:
    """Write a file that frkit may make again (built packets, indexes): whole or not at all, replacing the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = _temporary_beside(path)
    try:
        with temporary.open("xb") as file:
            _write_all(file, data)
            _flush(file)
        os.replace(temporary, path)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)
    _flush_folder(path.parent)


def safe_name(name: str, *, keep_suffix: bool = True) -> str:
    """A name made of lower-case ASCII letters, digits, dots and dashes, at most 80 characters, for a file of any name.

    Folders, ``..``, control characters and names that some system reserves are gone from it; the ending stays.
    """
    last = re.split(r"[/\\]", name)[-1]
    stem, dot, suffix = last.rpartition(".")
    suffix = _plain(suffix)
    if not keep_suffix or not dot or not suffix.isalnum() or len(suffix) > 8:
        stem, suffix = last, ""
    stem = _plain(stem) or "file"
    if stem.split(".")[0] in _RESERVED:
        stem = f"file-{stem}"
    ending = f".{suffix}" if suffix else ""
    return stem[: LONGEST_NAME - len(ending)].rstrip(".-") + ending


def _plain(text: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    dashed = re.sub(r"[^A-Za-z0-9.]+", "-", ascii_only).lower()
    return re.sub(r"\.{2,}", ".", dashed).strip(".-")


def inside(folder: Path, relative: str) -> Path:
    """The file that a path inside a folder names; raises FrkitError if it leads out of the folder."""
    try:
        target = (folder / relative).resolve()
    except (ValueError, OSError, RuntimeError):  # a null byte, or links in a circle
        target = None
    if target is None or not target.is_relative_to(folder.resolve()):
        raise FrkitError(
            f"The path {relative!r} leads out of its folder.",
            place=str(folder),
            remedy="name a file inside the folder, without '..'",
        )
    return target


def _temporary_beside(path: Path) -> Path:
    return path.with_name(f".{path.name[:60]}.{os.getpid()}-{os.urandom(4).hex()}.tmp")


def _write_all(file: BinaryIO, data: bytes) -> None:
    file.write(data)


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def _name_finally(temporary: Path, path: Path) -> None:
    try:
        os.link(temporary, path)
    except FileExistsError:
        _same_or_refuse(temporary, path)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS):
            raise
        _rename_without_links(temporary, path)


def _rename_without_links(temporary: Path, path: Path) -> None:
    """Name a file on a disk without hard links, such as a memory stick.

    The name is looked at and taken by a rename while the folder is locked, so that no other frkit can take it in
    between. The system drops the lock if the process dies: nothing is ever there in part, and nothing is left over.
    """
    handle = _locked_folder(path.parent)
    try:
        if os.path.lexists(path):
            _same_or_refuse(temporary, path)
        else:
            os.rename(temporary, path)
    except FileExistsError:  # on Windows a rename never replaces
        _same_or_refuse(temporary, path)
    finally:
        if handle is not None:
            os.close(handle)


def _locked_folder(folder: Path) -> int | None:
    """A handle that locks a folder until it is closed; None where the system has no such lock, or needs none."""
    if sys.platform == "win32":
        return None
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError:  # some network disks know no locks: names made of hashes then stand for the same bytes
        os.close(handle)
        return None
    return handle


def _same_or_refuse(temporary: Path, path: Path) -> None:
    if path.is_file() and sha256_of(path) == sha256_of(temporary):
        return
    raise AlreadyThere(
        f"The file {path.name} exists already with other content.",
        place=str(path.parent),
        remedy="nothing was written; look at the file that is there",
    )


def _cannot_write(path: Path, error: OSError) -> FrkitError:
    reasons = {
        errno.ENOSPC: ("the disk is full", "free some space and run the command again"),
        errno.EROFS: ("the folder is read-only", "move the campaign to a folder that can be written"),
        errno.EACCES: ("you may not write there", "check who owns the folder and its permissions"),
        errno.EPERM: ("you may not write there", "check who owns the folder and its permissions"),
        errno.ENAMETOOLONG: ("the name is too long", "use a shorter path"),
    }
    why, remedy = reasons.get(error.errno or 0, (error.strerror or str(error), "mend the cause and run it again"))
    return FrkitError(f"The file {path.name} could not be written: {why}.", place=str(path.parent), remedy=remedy)
