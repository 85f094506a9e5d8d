"""One encrypted file with a whole campaign in it, ``private/`` included, and the campaign from such a file.

The file is a tar archive of three: ``README.txt``; ``key.age``, a key of its own that the pass phrase opens; and
``campaign.tar.age``, the campaign for that key. Both are in the age format, so that the ``age`` program opens them
without frkit. The key between pass phrase and campaign lets a campaign of any size pass through little memory.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import tarfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import BLOCK, create_from, make_folder, usual_mode
from frkit.exchange.backup_stream import Blocks, Found, Progress, archive, contents, files_to_keep
from frkit.tracking.folder import CampaignFolder

SHORTEST_PHRASE = 12
README, KEY, DATA = "README.txt", "key.age", "campaign.tar.age"
LARGEST_KEY = 64 << 10
TEXT = f"""A campaign, encrypted. With frkit and the pass phrase:

    frkit restore THIS-FILE FOLDER

Without frkit, by the programs tar and age (age-encryption.org), which ask for the pass phrase:

    tar -xf THIS-FILE
    age --decrypt -i {KEY} {DATA} | tar -xf -
    sha256sum -c SHA256SUMS
"""


@dataclass(frozen=True)
class Backup:
    """A backup that was written, or read through: how much is in it, and what of the campaign is not."""

    files: int
    size: int
    """Bytes of the encrypted file."""
    left_out: tuple[str, ...] = ()
    """Links, devices and the like, which no backup keeps."""


def phrase_problem(phrase: str) -> str | None:
    """Why a pass phrase would not keep anybody out, or None."""
    if len(phrase) < SHORTEST_PHRASE:
        return f"whoever finds the file can try all that have fewer than {SHORTEST_PHRASE} characters"
    if len(set(phrase.casefold())) < 6:
        return "it is made of the same few characters"
    return None


def back_up(folder: CampaignFolder, target: Path, phrase: str, *, with_git: bool, progress: Progress) -> Backup:
    """Write a campaign to one new encrypted file, whole or not at all, and read it back.

    Raises WrongUsage for a file that is there already or lies in the campaign, or for a weak pass phrase.
    """
    refuse_target(folder, target)
    problem = phrase_problem(phrase)
    if problem is not None:
        remedy = "take six words chosen at random, write them down, and keep them away from the file"
        raise WrongUsage(f"This pass phrase is too weak: {problem}.", remedy=remedy)
    found = files_to_keep(folder.root, with_git=with_git)
    create_from(target, lambda file: _write(file, folder.root, found, phrase, progress), mode=0o600)
    progress(0, 1, "Reading it back")
    try:
        written = check_backup(target, phrase)
    except FrkitError:
        target.unlink(missing_ok=True)
        raise
    return Backup(written.files, written.size, tuple(found.odd))


def refuse_target(folder: CampaignFolder, target: Path) -> None:
    """Raise WrongUsage where no backup may be written: over a file, or into the campaign itself."""
    if os.path.lexists(target):
        raise WrongUsage("There is such a file already.", place=str(target), remedy="name a new one; none is replaced")
    if target.resolve().is_relative_to(folder.root.resolve()):
        remedy = "name a file elsewhere, best on another disk"
        raise WrongUsage("A backup cannot lie in the campaign itself.", place=str(target), remedy=remedy)


def check_backup(source: Path, phrase: str) -> Backup:
    """Decrypt a backup, keep nothing, and compare every file with its hash; raises FrkitError if it is not whole."""
    with _opened(source, phrase) as stream:
        files = contents(stream, lambda path, data: None if data is None else _hash(data))
    return Backup(len(files), source.stat().st_size)


def restore(source: Path, target: Path, phrase: str) -> Backup:
    """Make the campaign of a backup in a new or empty folder; raises FrkitError, and leaves nothing, if it cannot.

    Nothing but plain files and folders is ever made, and none outside the folder.
    """
    refuse_full(target)
    inside = target.is_dir()
    making = (target if inside else target.parent) / f".{target.name[:60]}.{os.getpid()}-{secrets.token_hex(4)}.tmp"
    try:
        make_folder(making.parent)
        making.mkdir(mode=0o700)
        with _opened(source, phrase) as stream:
            files = contents(stream, lambda path, data: _kept(making / path, data))
        _settle(making, target, inside)
    except OSError as error:
        why = error.strerror or str(error)
        remedy = "nothing was kept; mend that, or name a folder on another disk, and run it again"
        raise FrkitError(f"The campaign could not be restored: {why}.", place=str(target), remedy=remedy) from None
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return Backup(len(files), source.stat().st_size)


def refuse_full(target: Path) -> None:
    """Raise WrongUsage for a folder to restore into that is none, or holds anything."""
    if os.path.lexists(target) and not (target.is_dir() and not any(target.iterdir())):
        raise WrongUsage("The folder is not empty.", place=str(target), remedy="name a new folder, or an empty one")


def _write(file: BinaryIO, root: Path, found: Found, phrase: str, progress: Progress) -> None:
    """The three parts; the length of the last is known, and its header written, when it is done."""
    import pyrage

    key = pyrage.x25519.Identity.generate()
    locked = pyrage.passphrase.encrypt(f"{key}\n".encode(), phrase)
    for name, data in ((README, TEXT.encode()), (KEY, locked)):
        file.write(_header(name, len(data)) + data + bytes(-len(data) % tarfile.BLOCKSIZE))
    at = file.tell()
    file.write(bytes(tarfile.BLOCKSIZE))
    blocks, writer = Blocks(archive(root, found, progress)), _Writer(file)
    try:
        pyrage.encrypt_io(blocks, writer, [key.to_public()])
    except pyrage.EncryptError as error:
        if str(error).startswith("KeyboardInterrupt"):  # the library makes an error of its own of ctrl-C
            raise KeyboardInterrupt from None
        raise blocks.failure or writer.failure or FrkitError(f"The backup could not be encrypted: {error}.") from None
    size = file.tell() - at - tarfile.BLOCKSIZE
    file.write(bytes(-size % tarfile.BLOCKSIZE + 2 * tarfile.BLOCKSIZE))
    file.seek(at)
    file.write(_header(DATA, size))


def _header(name: str, size: int) -> bytes:
    """One block, of whatever size: GNU's form holds lengths beyond 8 GiB in it."""
    entry = tarfile.TarInfo(name)
    entry.size = size
    return entry.tobuf(tarfile.GNU_FORMAT)


class _Writer:
    """A file to write to through another library, that remembers why writing failed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.failure: BaseException | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._file.write(data)
        except OSError as error:
            self.failure = error
            raise

    def flush(self) -> None:
        self._file.flush()


@contextlib.contextmanager
def _opened(source: Path, phrase: str) -> Iterator[BinaryIO]:
    """The campaign's archive as a stream, decrypted as it is read; at last, proof that it was read to its end."""
    with contextlib.ExitStack() as stack:
        try:
            outer = stack.enter_context(tarfile.open(source, "r:"))
            locked, data = (outer.extractfile(entry) for entry in _parts(outer))
        except FileNotFoundError:
            raise WrongUsage("There is no such file.", place=str(source), remedy="check the path") from None
        except (tarfile.TarError, EOFError, KeyError, ValueError, RecursionError, OverflowError):
            remedy = "check the path; if it is one, it was cut off or damaged: get another copy"
            raise FrkitError("This is no backup made by frkit.", place=str(source), remedy=remedy) from None
        except OSError as error:
            raise FrkitError(f"The file cannot be read: {error.strerror}.", place=str(source)) from None
        assert locked is not None and data is not None
        key = _key(locked.read(LARGEST_KEY), phrase, source)
        with _decrypting(data, key, source) as stream:  # type: ignore[arg-type]
            yield stream


def _parts(outer: tarfile.TarFile) -> tuple[tarfile.TarInfo, tarfile.TarInfo]:
    """The key and the campaign; whether the file goes on behind them is seen when they are read."""
    found: dict[str, tarfile.TarInfo] = {}
    while DATA not in found and (entry := outer.next()) is not None:
        if entry.isreg():
            found[entry.name] = entry
    return found[KEY], found[DATA]


TRIES = 5
"""How often a computer that is too busy to open a backup tries again."""


def _key(locked: bytes, phrase: str, source: Path) -> Any:
    import pyrage

    for left in reversed(range(TRIES)):
        try:
            return pyrage.x25519.Identity.from_str(pyrage.passphrase.decrypt(locked, phrase).decode().strip())
        except (pyrage.DecryptError, pyrage.IdentityError, ValueError) as error:
            if not str(error).startswith("Excessive work"):
                break
            # The library measures how fast this computer is just now; a moment later it may be fast enough.
            if left:
                time.sleep(1)
                continue
            raise FrkitError(
                "The backup was made on a much faster computer, or this one is too busy now to open it.",
                place=str(source),
                remedy="close other programs and try again, or open it with age; README.txt in the file says how",
            ) from None
    raise FrkitError(
        "The pass phrase does not open this backup.",
        place=str(source),
        remedy="type it exactly as it was: capitals and spaces count; if it is right, the file was damaged",
    )


@contextlib.contextmanager
def _decrypting(data: BinaryIO, key: Any, source: Path) -> Iterator[BinaryIO]:
    """What an encrypted stream holds, decrypted by a second thread while it is read."""
    import pyrage

    reading, writing = os.pipe()
    failures: list[BaseException] = []

    def decrypt() -> None:
        try:
            with os.fdopen(writing, "wb", buffering=BLOCK) as out:
                pyrage.decrypt_io(data, out, [key])
        except BrokenPipeError:
            return
        except Exception as error:  # told to whoever reads, in the thread that can
            failures.append(error)

    thread = threading.Thread(target=decrypt, daemon=True)
    thread.start()
    damaged = FrkitError(
        "The backup is damaged: its end is missing, or a part was changed.",
        place=str(source),
        remedy="nothing was written; get another copy of the file, or another backup",
    )
    refused: FrkitError | None = None
    try:
        with os.fdopen(reading, "rb", buffering=BLOCK) as stream:
            try:
                yield stream
            except FrkitError as error:
                refused = error
            while refused is None and stream.read(BLOCK):
                pass
    finally:  # closed by then, the pipe ends a thread that still writes
        thread.join()
    if failures and (refused is None or "not whole" in refused.fact):
        raise damaged  # what broke the stream is the cause of what could not be read in it
    if refused is not None:
        raise refused


def _hash(data: BinaryIO) -> str:
    digest = hashlib.sha256()
    while block := data.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _kept(path: Path, data: BinaryIO | None) -> str | None:
    """Make a folder, or a file with its bytes on the disk; gives the hash of a file."""
    if data is None:
        make_folder(path)
        return None
    digest = hashlib.sha256()
    with path.open("xb") as file:
        while block := data.read(BLOCK):
            digest.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _settle(making: Path, target: Path, inside: bool) -> None:
    """Give what was made its place; within a folder that was there, ``campaign.yaml`` comes last and makes it one."""
    if not inside:
        usual_mode(making)
        os.rename(making, target)
        return
    came = sorted(path.name for path in target.iterdir() if path != making)
    if came:
        remedy = "nothing was kept; name a new folder, and run it again"
        raise FrkitError("Something was written into the folder meanwhile.", place=str(target / came[0]), remedy=remedy)
    for path in sorted(making.iterdir(), key=lambda one: one.name == "campaign.yaml"):
        os.rename(path, target / path.name)
