"""Writing files so that nothing is torn or lost, and naming them so that nothing escapes the folder."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import re
import secrets
import stat
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from frkit.base.errors import AlreadyThere, FrkitError, WrongUsage
from frkit.base.foreign_files import FileState, copy_bytes
from frkit.base.refusals import reason

BLOCK = 1 << 20
LONGEST_NAME = 80
_OWNER_ONLY = ("private", "inbox")
"""Names of folders that hold what other accounts of the computer must not see."""
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


def create(path: Path, data: bytes, *, confirm: bool = True) -> None:
    """Write a new file whole or not at all; never replace one.

    The bytes go to a temporary file in the same folder, are flushed to disk, and get their final name by a hard
    link, which fails if the name is taken. Where the disk has no hard links the whole file is renamed to it.

    Raises AlreadyThere if the name is taken by a file with other content; the same content is left as it is.
    Without ``confirm`` the name may be lost with the power until the folder is flushed: for one of many files.
    """
    create_from(path, lambda file: _write_all(file, data), confirm=confirm)


def create_from(path: Path, write: Callable[[BinaryIO], None], *, mode: int = 0o666, confirm: bool = True) -> None:
    """Like :func:`create`, for content that ``write`` puts into an open file; ``mode`` is cut by the system's mask."""
    temporary = temporary_beside(path)
    try:
        make_folder(path.parent)
        with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            write(file)
            flush_file(file)
        name_finally(temporary, path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        remove_quietly(temporary)
    if confirm:
        _confirm(path)


def copy_in(
    source: Path,
    folder: Path,
    name_of: Callable[[str], str],
    *,
    seen: FileState | None = None,
) -> tuple[Path, str, int]:
    """Copy a file into a folder, hashing on the way; its name there is made from its hash.

    Gives the path, the SHA-256 and the size in bytes. Create-only: a file that is there already with the same bytes
    is left as it is. Raises FrkitError if the file changes meanwhile, as one does that is still being saved, or is no
    longer as it was ``seen``; and whatever ``name_of`` raises, which then leaves nothing behind.
    """
    temporary = temporary_beside(folder / "copy")
    path = folder / "copy"
    try:
        make_folder(folder)
        with temporary.open("xb", buffering=0) as outgoing:
            digest, size = copy_bytes(source, outgoing, BLOCK, seen)
            path = folder / name_of(digest)
            flush_file(outgoing)
        name_finally(temporary, path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        remove_quietly(temporary)
    _confirm(path)
    return path, digest, size


def replace(path: Path, data: bytes) -> None:
    """Write a file that frkit may make again (built packets, indexes): whole or not at all, replacing the old one."""
    temporary = temporary_beside(path)
    try:
        make_folder(path.parent)
        with temporary.open("xb") as file:
            _write_all(file, data)
            flush_file(file)
        os.replace(temporary, path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        remove_quietly(temporary)
    _confirm(path)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each of which a loss of power leaves where it is.

    ``private`` and ``inbox`` are for their owner alone, so that other accounts of the computer cannot look into them.
    """
    if folder.is_dir():
        return
    if folder.parent != folder:
        make_folder(folder.parent)
    folder.mkdir(mode=0o700 if folder.name in _OWNER_ONLY else 0o777, exist_ok=True)
    flush_folder(folder.parent)


def usual_mode(folder: Path) -> None:
    """Give a folder that was made for its owner alone the permissions of any other folder beside it."""
    probe = folder.parent / f".{os.getpid()}-{secrets.token_hex(4)}.tmp"
    probe.mkdir()
    try:
        os.chmod(folder, stat.S_IMODE(probe.stat().st_mode))
    finally:
        probe.rmdir()


def flush_folder(folder: Path) -> None:
    """Let the disk keep the names in a folder; does nothing where the system cannot do that for folders."""
    if os.name == "nt":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # a folder that one may write into, but not list
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def name_folder(making: Path, parent: Path, name: str, *, keep_same: bool = False) -> str:
    """Give a folder that is complete its name in one step; a taken name gets four hex digits more. Gives the name.

    With ``keep_same`` a folder of that name that holds the very same files is left as it is, and so is ``making``.
    """
    free = name
    for _ in range(20):
        try:
            os.rename(making, parent / free)
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
                raise cannot_write(parent / free, error) from error
            if keep_same and (parent / free).is_dir() and _files_in(making) == _files_in(parent / free):
                return free
            free = f"{name[:70]}-{secrets.token_hex(2)}"
        else:
            _confirm(parent / free)
            return free
    remedy = "look at what lies there, and run the command again"
    raise FrkitError("No free name was found for the request.", place=str(parent), remedy=remedy)


def _files_in(folder: Path) -> dict[str, str]:
    """The files directly in a folder, with their hashes."""
    return {path.name: sha256_of(path) for path in folder.iterdir() if path.is_file()}


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
    made = stem[: LONGEST_NAME - len(ending)].rstrip(".-") + ending
    return f"{made[:-4]}-tmp" if made.endswith(".tmp") else made  # no reader, seal or git looks at *.tmp


def _plain(text: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    dashed = re.sub(r"[^A-Za-z0-9.]+", "-", ascii_only).lower()
    return re.sub(r"\.{2,}", ".", dashed).strip(".-")


def current_folder() -> Path:
    """The folder that the command runs in; raises WrongUsage if it was removed meanwhile."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        remedy = "go to a folder that is there, or name the campaign with --campaign DIR"
        raise WrongUsage(
            "The folder that you are in is no longer there.", place="it was removed or moved", remedy=remedy
        ) from None


def refuse_odd_file(source: Path) -> None:
    """Raise WrongUsage or FrkitError if a path from outside is not a regular file that may be read."""
    try:
        mode = source.stat().st_mode
    except FileNotFoundError:
        raise WrongUsage("There is no such file.", place=str(source), remedy="check the path") from None
    except OSError as error:
        fact = f"The file cannot be read: {error.strerror}."
        raise FrkitError(fact, place=str(source), remedy="check the path and its permissions") from None
    if not stat.S_ISREG(mode):
        kind = "a folder" if stat.S_ISDIR(mode) else "not a regular file"
        raise WrongUsage(f"This is {kind}.", place=str(source), remedy="name the files themselves")
    if not os.access(source, os.R_OK):
        raise FrkitError("You may not read this file.", place=str(source), remedy="check its permissions")


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


def temporary_beside(path: Path) -> Path:
    """A name that nobody else takes, no longer in bytes than a disk allows."""
    begins = path.name.encode(errors="ignore")[:60].decode(errors="ignore")
    return path.with_name(f".{begins}.{os.getpid()}-{os.urandom(4).hex()}.tmp")


def _write_all(file: BinaryIO, data: bytes) -> None:
    file.write(data)


def flush_file(file: BinaryIO | io.FileIO) -> None:
    """Let the disk keep what was written to an open file."""
    file.flush()
    os.fsync(file.fileno())


def remove_quietly(temporary: Path) -> None:
    """Remove a temporary file; what cannot be removed is named by frkit check and harms nobody."""
    with contextlib.suppress(OSError):
        temporary.unlink(missing_ok=True)


def _confirm(path: Path) -> None:
    """The name of a file that is in its place must outlast a loss of power, too."""
    try:
        flush_folder(path.parent)
    except OSError as error:
        why, _ = reason(error)
        raise FrkitError(
            f"{path.name} is in its place, but the disk did not confirm it: {why}.",
            place=str(path.parent),
            remedy="make a copy of the campaign on another disk, and look with frkit check before you go on",
        ) from error


def name_finally(temporary: Path, path: Path) -> None:
    """Give a file that is whole its name; raises AlreadyThere if the name is taken by other content."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        _same_or_refuse(temporary, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
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
            _rename_if_free(temporary, path)
    except FileExistsError:
        _same_or_refuse(temporary, path)
    finally:
        if handle is not None:
            os.close(handle)


def _rename_if_free(temporary: Path, path: Path) -> None:
    """Rename a file; raises FileExistsError if the name is taken, as far as the system can tell.

    Some network disks know neither links nor locks. Linux can refuse to replace by itself (renameat2), and so does
    Windows; elsewhere the caller's look at the name must do.
    """
    import ctypes

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    if rename is not None:
        here, no_replace = -100, 1
        if rename(here, os.fsencode(temporary), here, os.fsencode(path), no_replace) == 0:
            return
        error = ctypes.get_errno()
        if error not in (errno.EINVAL, errno.ENOSYS):
            raise OSError(error, os.strerror(error), str(path))
    os.rename(temporary, path)


def _locked_folder(folder: Path) -> int | None:
    """A handle that locks a folder until it is closed; None where the system has no such lock, or needs none."""
    if sys.platform == "win32":
        return None
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError:  # some network disks know no locks
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


_NO_LINKS = (
    errno.EPERM,
    errno.EACCES,
    errno.EINVAL,
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
    errno.EMLINK,
    errno.ENOSYS,
)
"""How systems say that a disk has no hard links; where one of them means something else, the rename says so again."""


def cannot_write(path: Path, error: OSError) -> FrkitError:
    """The error for a file that the system refused to write."""
    why, remedy = reason(error)
    return FrkitError(f"{path.name} could not be written: {why}.", place=str(path.parent), remedy=remedy)
