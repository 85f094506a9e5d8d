"""A storage within an old Microsoft file as a file of its own ([MS-CFB], version 3), the same bytes every time."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT, _DIFAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_IN_HEADER = 109


@dataclass
class Storage:
    """A storage to be written: its streams and the storages in it, by name."""

    streams: dict[str, bytes] = field(default_factory=dict)
    storages: dict[str, Storage] = field(default_factory=dict)
    class_id: bytes = bytes(16)


def ole_file(root: Storage) -> bytes:
    """A file that holds a storage with everything in it."""
    return _Writer(root).write()


@dataclass
class _Entry:
    name: str
    kind: int
    class_id: bytes = bytes(16)
    left: int = _FREE
    right: int = _FREE
    child: int = _FREE
    start: int = _END
    size: int = 0


class _Writer:
    def __init__(self, root: Storage) -> None:
        self.entries = [_Entry("Root Entry", _ROOT, root.class_id)]
        self.fat: list[int] = []
        self.sectors: list[bytes] = []
        self.mini_fat: list[int] = []
        self.mini = bytearray()
        self._add(root, 0)

    def write(self) -> bytes:
        """The whole file."""
        top = self.entries[0]
        top.start, top.size = self._chain(bytes(self.mini)), len(self.mini)
        mini_fat = _numbers(self.mini_fat)
        mini_start = self._chain(mini_fat)
        directory = b"".join(_packed(entry) for entry in self.entries)
        empty = struct.pack("<64sHBBIII", b"", 0, 0, 0, _FREE, _FREE, _FREE).ljust(128, b"\0")
        directory += empty * (-len(self.entries) % 4)
        directory_start = self._chain(directory)
        fat_sectors, difat_sectors = self._room_for_fat()
        first_fat = len(self.sectors)
        fat_at = list(range(first_fat, first_fat + fat_sectors))
        fat = self.fat + [_FAT] * fat_sectors + [_DIFAT] * difat_sectors
        data = _numbers(fat, fat_sectors * _SECTOR)
        head = struct.pack(
            "<8s16xHHHHH6x9I",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, fat_sectors, directory_start, 0, _CUTOFF,
            mini_start, -(-len(mini_fat) // _SECTOR), first_fat + fat_sectors if difat_sectors else _END, difat_sectors,
        )  # fmt: skip
        head += _numbers(fat_at[:_IN_HEADER], _IN_HEADER * 4)
        difat = _difat(fat_at[_IN_HEADER:], first_fat + fat_sectors, difat_sectors)
        return head + b"".join(self.sectors) + data + difat

    def _add(self, storage: Storage, parent: int) -> None:
        made: list[int] = []
        for name, stream in storage.streams.items():
            entry = _Entry(name, _STREAM, size=len(stream))
            entry.start = self._chain(stream) if len(stream) >= _CUTOFF else self._mini_chain(stream)
            made.append(len(self.entries))
            self.entries.append(entry)
        for name, inner in storage.storages.items():
            number = len(self.entries)
            made.append(number)
            self.entries.append(_Entry(name, _STORAGE, inner.class_id))
            self._add(inner, number)
        made.sort(key=lambda number: (len(self.entries[number].name), self.entries[number].name.upper()))
        self.entries[parent].child = self._tree(made)

    def _tree(self, numbers: list[int]) -> int:
        """A balanced tree over entries that are in order; gives its top."""
        if not numbers:
            return _FREE
        middle = len(numbers) // 2
        entry = self.entries[numbers[middle]]
        entry.left, entry.right = self._tree(numbers[:middle]), self._tree(numbers[middle + 1 :])
        return numbers[middle]

    def _chain(self, data: bytes) -> int:
        if not data:
            return _END
        start = len(self.sectors)
        count = -(-len(data) // _SECTOR)
        self.sectors += [data[at * _SECTOR : (at + 1) * _SECTOR].ljust(_SECTOR, b"\0") for at in range(count)]
        self.fat += [*range(start + 1, start + count), _END]
        return start

    def _mini_chain(self, data: bytes) -> int:
        if not data:
            return _END
        start = len(self.mini_fat)
        count = -(-len(data) // _MINI)
        self.mini += data.ljust(count * _MINI, b"\0")
        self.mini_fat += [*range(start + 1, start + count), _END]
        return start

    def _room_for_fat(self) -> tuple[int, int]:
        """How many sectors the table takes that also lists its own sectors."""
        fat, difat = 0, 0
        while True:
            needed = -(-(len(self.sectors) + fat + difat) // 128)
            more = -(-max(0, needed - _IN_HEADER) // 127)
            if (needed, more) == (fat, difat):
                return fat, difat
            fat, difat = needed, more


def _numbers(values: list[int], size: int = 0) -> bytes:
    data = struct.pack(f"<{len(values)}I", *values)
    size = size or -(-len(data) // _SECTOR) * _SECTOR
    return data.ljust(size, b"\xff")


def _difat(fat_at: list[int], first: int, count: int) -> bytes:
    out = b""
    for number in range(count):
        here = fat_at[number * 127 : (number + 1) * 127]
        after = first + number + 1 if number + 1 < count else _END
        out += _numbers(here, 127 * 4) + struct.pack("<I", after)
    return out


def _packed(entry: _Entry) -> bytes:
    name = entry.name[:31].encode("utf-16-le", "replace")[:62]
    return struct.pack(
        "<64sHBBIII16sI8x8xIQ", name, len(name) + 2, entry.kind, 1, entry.left, entry.right, entry.child,
        entry.class_id, 0, entry.start, entry.size,
    )  # fmt: skip
