"""What a file is and which files it brought with it, however deep: looked into once, in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from frkit.base.files import sha256_of
from frkit.evidence.contents.walking import Walk
from frkit.evidence.opening import what_is

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
    walk = Walk(path)
    for one in walk:
        if len(found) >= MOST_PARTS:
            problem = f"it holds more than {MOST_PARTS:,} files; the rest is not searched"
            break
        part = one.part
        inner = one.contents.opened.kind if one.contents is not None else what_is(part).kind
        found.append(Inside(one.number, part.name, part.sha256, part.size, inner, part.embedded))
    lost = [f"part {one.number} could not be taken out ({one.reason})" for one in walk.contents.left_out[:3]]
    problem = problem or "; ".join([*walk.warnings, *lost])
    return Look(sha256_of(path), kind, tuple(found), problem)
