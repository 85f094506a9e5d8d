"""Which documents are locked, and which of them a password opens: many at once, in processes apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from frkit.evidence.apart.running import each_apart
from frkit.evidence.opening.unlocking import is_locked, opens
from frkit.evidence.text.documents import Document, part_bytes
from frkit.evidence.unreadable import Unreadable

_CAN_BE_LOCKED = ("pdf", "office", "archive", "unknown")


@dataclass(frozen=True)
class Lock:
    """A file that may be locked, and how to come at it."""

    original: str
    part: str
    passwords: tuple[str, ...] = field(repr=False)
    """Those that open what it lies in."""
    tried: str = field(default="", repr=False)
    """The password that may open the file itself."""

    def data(self) -> bytes:
        """Its bytes; for a process apart."""
        return part_bytes(self.original, self.part, self.passwords) if self.part else Path(self.original).read_bytes()


def locked_among(documents: Iterable[Document]) -> list[Document]:
    """The documents that cannot be read without a password, each content once, in their order."""
    once: dict[str, Document] = {}
    for one in documents:
        if one.kind in _CAN_BE_LOCKED:
            once.setdefault(one.sha256, one)
    wanted = list(once.values())
    found = each_apart(is_shut, [_lock(one) for one in wanted])
    return [one for one, (_, shut) in zip(wanted, found, strict=True) if shut is True]


def opened_by(password: str, documents: Sequence[Document]) -> Iterator[tuple[Document, bool | Unreadable]]:
    """Each document with whether a password opens it, or why nobody can tell."""
    outcomes = each_apart(fits, [_lock(one, password) for one in documents])
    for one, (_, outcome) in zip(documents, outcomes, strict=True):
        yield one, outcome


def is_shut(lock: Lock) -> bool:
    """Whether a file cannot be read without a password; raises Unreadable for one that cannot be read at all."""
    try:
        return is_locked(lock.data())
    except OSError as error:
        raise Unreadable(error.strerror or str(error)) from None


def fits(lock: Lock) -> bool:
    """Whether a password opens a file; raises Unreadable where frkit cannot open its kind of encryption."""
    try:
        return opens(lock.data(), lock.tried)
    except OSError as error:
        raise Unreadable(error.strerror or str(error)) from None


def _lock(document: Document, password: str = "") -> Lock:
    return Lock(str(document.original), document.part, document.passwords, password)
