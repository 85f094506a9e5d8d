"""The files in a 7-Zip archive, read by py7zr without trusting a name in it."""

from __future__ import annotations

import stat
import tempfile
from collections.abc import Iterator
from typing import IO, Any, BinaryIO, cast

from frkit.evidence.contents.gathering import LARGEST_PART, Gathering
from frkit.evidence.contents.part import BLOCK

_LINK = 0x400
_NEEDED = "encrypted; its password is needed"
_WRONG = "encrypted, and the password is not the right one"


def read_seven_zip(file: BinaryIO, found: Gathering) -> None:
    """Take the files out of a 7-Zip archive; without its password they are only named, if even that."""
    from py7zr.exceptions import PasswordRequired

    try:
        archive = _opened(file, None)
    except PasswordRequired:
        archive = None
    if archive is not None and not archive.password_protected:
        _Taking(archive, found).run()
        return
    for password in found.passwords:
        try:
            unlocked = _opened(file, password)
        except Exception:
            unlocked = None
        if unlocked is not None and _fits(unlocked):
            _Taking(_opened(file, password), found).run()
            return
    why = _WRONG if found.passwords else _NEEDED
    if archive is None:
        found.leave_out("(names not known)", f"{why} (the names of its files are, too)", encrypted=True)
        return
    for one in _files(archive):
        found.leave_out(one.filename, why, one.uncompressed, encrypted=True)


def _opened(file: BinaryIO, password: str | None) -> Any:
    import py7zr

    file.seek(0)
    return py7zr.SevenZipFile(file, password=password)


def _files(archive: Any) -> list[Any]:
    return [one for one in archive.files if not one.is_directory]


def _fits(archive: Any) -> bool:
    """Whether the smallest file comes out whole, and the password is therefore the right one."""
    full = [one for one in _files(archive) if not one.emptystream]
    if not full:
        return True
    smallest = min(full, key=lambda one: int(one.uncompressed))
    archive.worker.register_filelike(smallest.id, _sink(_Nowhere()))
    try:
        archive.worker.extract(archive.fp, None, parallel=False)
    except Exception:
        return False
    return True


class _Taking:
    """Takes everything out of an archive that is open, in one go for each of its blocks."""

    def __init__(self, archive: Any, found: Gathering) -> None:
        self.archive, self.found = archive, found
        self.waiting: dict[int, tuple[Any, str]] = {}
        self.coming: tuple[int, IO[bytes]] | None = None

    def run(self) -> None:
        """Take all files out; one that is damaged costs those after it in the same block."""
        for one in _files(self.archive):
            if _is_link(one):
                self.found.leave_out(one.filename, "no file but a link", 0)
                continue
            if one.is_socket:
                self.found.leave_out(one.filename, "no file but a device or a pipe", 0)
                continue
            number = self.found.reserve()
            if self.found.only and number != self.found.only:
                continue
            self.waiting[one.id] = (one, number)
            self.archive.worker.register_filelike(one.id, _sink(_Into(self, one.id)))
        while self.waiting:
            try:
                self.archive.worker.extract(self.archive.fp, None, parallel=False)
            except Exception as error:
                self._give_up_block(error)
            else:
                self._finish()
                break
        for one, number in self.waiting.values():
            self.found.leave_out(one.filename, "not found in the archive", one.uncompressed, number=number)
        self.found.parts.sort(key=lambda part: int(part.number))

    def begin(self, key: int) -> IO[bytes]:
        """A place for the next file; the one before is whole."""
        self._finish()
        place: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=BLOCK)  # noqa: SIM115  # read back later
        self.coming = (key, place)
        return place

    def _finish(self, error: Exception | None = None) -> None:
        if self.coming is None:
            return
        (key, place), self.coming = self.coming, None
        one, number = self.waiting.pop(key)
        self.archive.worker.register_filelike(key, None)
        with place:
            place.seek(0)
            self.found.add(one.filename, _read_back(place, error), number=number)

    def _give_up_block(self, error: Exception) -> None:
        block = self.waiting[self.coming[0]][0].folder if self.coming else None
        self._finish(error)
        for key, (one, number) in list(self.waiting.items()):
            if block is None or one.folder is block:
                reason = "lies behind damaged bytes in the archive" if block is not None else "damaged"
                self.found.leave_out(one.filename, reason, one.uncompressed, number=number)
                self.archive.worker.register_filelike(key, None)
                del self.waiting[key]


def _read_back(place: IO[bytes], error: Exception | None) -> Iterator[bytes]:
    while block := place.read(BLOCK):
        yield block
    if error is not None:
        raise error


def _is_link(one: Any) -> bool:
    attributes = one.file_properties().get("attributes") or 0
    return bool(
        one.is_symlink or one.is_junction or (attributes & _LINK and not attributes & stat.FILE_ATTRIBUTE_ARCHIVE)
    )


def _sink(target: Any) -> Any:
    """What py7zr takes for a path and writes a file into."""
    from py7zr.io import MemIO, Py7zIO, WriterFactory

    class Sink(Py7zIO):
        def write(self, s: bytes | bytearray) -> int:
            return cast(int, target.write(s))

        def read(self, size: int | None = None) -> bytes:
            return b""

        def seek(self, offset: int, whence: int = 0) -> int:
            return 0

        def flush(self) -> None:
            pass

        def size(self) -> int:
            return 0

    class Factory(WriterFactory):
        def create(self, filename: str) -> Py7zIO:
            target.begin()
            return Sink()

    return MemIO("part", Factory())


class _Into:
    """Writes one file to its place, up to the limit for one."""

    def __init__(self, taking: _Taking, key: int) -> None:
        self.taking, self.key = taking, key
        self.place: IO[bytes] | None = None
        self.left = LARGEST_PART + BLOCK

    def begin(self) -> None:
        self.place = self.taking.begin(self.key)

    def write(self, data: bytes | bytearray) -> int:
        # Beyond the limit nothing more is kept: the gathering refuses the file for its size.
        if self.place is not None and self.left > 0:
            self.place.write(data)
            self.left -= len(data)
        return len(data)


class _Nowhere:
    """Takes everything and keeps nothing."""

    def begin(self) -> None:
        pass

    def write(self, data: bytes | bytearray) -> int:
        return len(data)
