"""What a file is and which files it brought with it, however deep: looked into once, in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from frkit.base.files import sha256_of, sha256_of_bytes
from frkit.evidence.contents.parts import parts_of
from frkit.evidence.opening import what_is
from frkit.evidence.unreadable import Unreadable

DEEPEST = 12
MOST_PARTS = 20_000
"""Files within one original; what is beyond is counted as not read."""
MISSING = "missing"
"""Kind of a file that is not on this computer."""


@dataclass(frozen=True)
class Inside:
    """One file within another: its place, the sender's name for it, its bytes' hash and size, and what it is."""

    number: str
    name: str
    sha256: str
    size: int
    kind: str
    embedded: bool = False


@dataclass(frozen=True)
class Look:
    """What one original is and brought."""

    sha256: str
    """Of the bytes as they lie there now, which may be others than were logged."""
    kind: str
    parts: tuple[Inside, ...] = ()
    problem: str = ""
    """Why it could not be looked into, or not wholly; empty where all is well."""


def look_into(original: str) -> Look:
    """What a file is, with every file inside it. For use inside :func:`frkit.evidence.apart.apart`."""
    path = Path(original)
    kind = what_is(path).kind
    found: list[Inside] = []
    problem = ""
    try:
        for inside in _within(path, "", 1):
            if len(found) >= MOST_PARTS:
                problem = f"it holds more than {MOST_PARTS:,} files; the rest is not searched"
                break
            found.append(inside)
    except (Unreadable, RecursionError) as error:
        problem = str(error)
    return Look(sha256_of(path), kind, tuple(found), problem)


def _within(source: Path | bytes, above: str, depth: int) -> Iterator[Inside]:
    if depth > DEEPEST:
        return
    for part in parts_of(source):
        number = f"{above}/{part.number}" if above else part.number
        digest = part.sha256 or sha256_of_bytes(part.data)
        yield Inside(number, part.name, digest, len(part.data), what_is(part.data).kind, part.embedded)
        yield from _within(part.data, number, depth + 1)
