"""Taking the files out of a container one by one, hashed on the way, within limits that no bomb gets past."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from frkit.evidence.contents.part import Part, Spool, Stored

MOST_PARTS = 20_000
LARGEST_PART = 2 << 30
LARGEST_TOTAL = 8 << 30
HIGHEST_RATIO = 300
"""A container may unpack to so many times its own size ..."""
FREE_OF_RATIO = 64 << 20
"""... once one file has given so many bytes, or all of them four times as many."""
_BOMBS = 20
"""So many files that unpack like bombs are tried before the container is given up."""
HELD = 256 << 10
"""Larger parts lie in a temporary file, as do all once those in memory come to ``HELD_TOTAL``."""
HELD_TOTAL = 64 << 20
_WARNINGS = 50


class Enough(Exception):
    """A limit of the whole container is reached; the warning is given already."""


@dataclass(frozen=True)
class LeftOut:
    """A file that the container names and that was not taken out, with the reason; it has its number all the same."""

    number: str
    name: str
    reason: str
    size: int | None = None
    """As the container claims it."""
    encrypted: bool = False


@dataclass
class Gathering:
    """The parts of one container, in its order, and all that has to be said of it."""

    size: int
    passwords: tuple[str, ...] = ()
    parts: list[Part] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unpacked: int = 0
    count: int = 0
    detail: str = ""
    """What the container is, where its reader knows better."""
    only: str = ""
    """The number of the one part that is wanted; others are passed over as far as the container allows it."""
    _held: int = 0
    _bombs: int = 0
    _most: int = 0
    _spool: Spool | None = None

    def add(
        self,
        name: str,
        content: Iterable[bytes],
        *,
        packed: int | None = None,
        claimed: int | None = None,
        embedded: bool = False,
        number: str | None = None,
    ) -> Part | None:
        """Take one file out; what is damaged is kept as far as it can be read, with a warning. Raises Enough.

        ``packed`` is how many bytes it takes in the container, where that is known, and ``claimed`` to how many it
        unpacks by the container's own words; ``number`` one from :meth:`reserve`, else the next.
        """
        number = number or self.reserve()
        if self.only and number != self.only:
            return None
        taking = _Taking(self._store)
        wrong = ""
        try:
            for block in content:
                taking.add(block)
                self.unpacked += len(block)
                self._check(taking.size, self.size if packed is None else packed, claimed)
        except _TooLarge as limit:
            self.left_out.append(LeftOut(number, name, str(limit)))
            self._count_bomb(taking.size)
            return None
        except Locked as locked:
            self.left_out.append(LeftOut(number, name, str(locked), encrypted=True))
            return None
        except Enough:
            self.left_out.append(LeftOut(number, name, self.warnings[-1]))
            raise
        except MemoryError:
            self.left_out.append(LeftOut(number, name, "unpacking it takes too much memory"))
            return None
        except Exception as error:
            if not taking.size:
                self.left_out.append(LeftOut(number, name, f"damaged ({_short(error)})"))
                return None
            wrong = f"damaged: only its first {taking.size:,} bytes could be read ({_short(error)})"
        return self._keep(number, name, taking, embedded, wrong)

    def leave_out(
        self, name: str, reason: str, size: int | None = None, *, encrypted: bool = False, number: str | None = None
    ) -> None:
        """Name a file that is not taken out. Raises Enough."""
        self.left_out.append(LeftOut(number or self.reserve(), name, reason, size, encrypted))

    def reserve(self) -> str:
        """The next number of a file in this container. Raises Enough where there are too many."""
        if self.count >= MOST_PARTS:
            self.warn(f"holds more than {MOST_PARTS:,} files; the rest is only in the original")
            raise Enough
        self.count += 1
        return str(self.count)

    def warn(self, text: str) -> None:
        """Say something of the container, once."""
        if text not in self.warnings and len(self.warnings) < _WARNINGS:
            self.warnings.append(text)

    def claims(self, files: Iterable[tuple[int, int]]) -> None:
        """To how many bytes the container says that its files unpack, each (packed, unpacked).

        What calls itself a bomb is believed as soon as it has given as much as is free.
        """
        honest = (size for packed, size in files if size <= _most_of_one(packed))
        if sum(honest) > self._most:
            self._most = 4 * FREE_OF_RATIO

    def __post_init__(self) -> None:
        self._most = max(4 * FREE_OF_RATIO, self.size * HIGHEST_RATIO)

    def _check(self, size: int, packed: int, claimed: int | None) -> None:
        if size > LARGEST_PART:
            raise _TooLarge(f"larger than {LARGEST_PART >> 30} GB when unpacked")
        most = _most_of_one(packed)
        if size > (FREE_OF_RATIO if claimed is not None and claimed > most else most):
            raise _TooLarge(f"unpacks to more than {HIGHEST_RATIO} times its size, as a bomb does")
        if self.unpacked > LARGEST_TOTAL:
            self.warn(f"unpacks to more than {LARGEST_TOTAL >> 30} GB; the rest is only in the original")
            raise Enough
        if self.unpacked > self._most:
            self.warn(
                f"unpacks to more than {HIGHEST_RATIO} times its size, as a bomb does; the rest is only in the original"
            )
            raise Enough

    def _count_bomb(self, size: int) -> None:
        self._bombs += 1
        self.unpacked -= size
        if self._bombs > _BOMBS:
            self.warn(f"more than {_BOMBS} of its files unpack like bombs; the rest is only in the original")
            raise Enough

    def _store(self) -> Spool:
        if self._spool is None:
            self._spool = Spool()
        return self._spool

    def _keep(self, number: str, name: str, taking: _Taking, embedded: bool, wrong: str) -> Part:
        content = taking.content(HELD if self._held < HELD_TOTAL else 0)
        self._held += len(content) if isinstance(content, bytes) else 0
        part = Part(number, name, content, taking.sha256, embedded, wrong)
        self.parts.append(part)
        if self.only:
            raise Enough
        return part


def _most_of_one(packed: int) -> int:
    """To how many bytes a file of so many packed ones may unpack."""
    return max(FREE_OF_RATIO, packed * HIGHEST_RATIO)


class Locked(Exception):
    """A file that is encrypted, and whose password is not among those given."""


class _TooLarge(Exception):
    """One file is above the limit for one."""


class _Taking:
    """One file while it is taken out: in memory as long as it is small."""

    def __init__(self, store: Callable[[], Spool]) -> None:
        self.size = 0
        self._store = store
        self._digest = hashlib.sha256()
        self._small = bytearray()
        self._stored: Stored | None = None

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def add(self, block: bytes) -> None:
        self.size += len(block)
        self._digest.update(block)
        if self._stored is not None:
            self._store().append(block)
            return
        self._small += block
        if len(self._small) > HELD:
            self._to_spool()

    def content(self, most: int) -> bytes | Stored:
        if self._stored is None and len(self._small) > most:
            self._to_spool()
        return bytes(self._small) if self._stored is None else self._store().ended(self._stored)

    def _to_spool(self) -> None:
        self._stored = self._store().begin()
        self._store().append(bytes(self._small))
        self._small = bytearray()


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__
