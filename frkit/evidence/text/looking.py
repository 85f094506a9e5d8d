"""What a file is and which files it brought with it, however deep: looked into once, in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from frkit.base.files import sha256_of
from frkit.evidence.contents.parts import Contents
from frkit.evidence.contents.walking import Walk
from frkit.evidence.opening.what_is import what_is

MISSING = "missing"
"""Kind of a file that is not on this computer."""


@dataclass(frozen=True)
class Inside:
    """One file within another: its place, the sender's name for it, its bytes' hash and size, and what it is."""

    number: str
    name: str
    sha256: str
    """Empty for a file that could not be taken out."""
    size: int
    kind: str
    embedded: bool = False
    problem: str = ""
    """Why it, or what is in it, cannot be read, or not wholly."""


@dataclass(frozen=True)
class Look:
    """What one original is and brought."""

    sha256: str
    """Of the bytes as they lie there now, which may be others than were logged."""
    kind: str
    parts: tuple[Inside, ...] = ()
    problem: str = ""
    """Why it could not be looked into, or not wholly; empty where all is well."""
    locked: bool = False
    """Whether something in it needs a password that was not known."""


@dataclass(frozen=True)
class ToLookInto:
    """A file, and the passwords that may open what is in it."""

    original: str
    passwords: tuple[str, ...] = ()


def look_into(wanted: ToLookInto) -> Look:
    """What a file is, with every file inside it. For use inside :func:`frkit.evidence.apart.running.apart`."""
    path = Path(wanted.original)
    walk = Walk(path, passwords=wanted.passwords)
    top = walk.contents
    found = _left_out(top, "")
    locked = top.locked
    for one in walk:
        part, inner = one.part, one.contents
        kind = inner.opened.kind if inner is not None else what_is(part).kind
        told = "; ".join(filter(None, [part.warning, *_said_of(inner)]))
        found.append(Inside(one.number, part.name, part.sha256, part.size, kind, part.embedded, told))
        if inner is not None:
            found += _left_out(inner, one.number)
            locked = locked or inner.locked
    found.sort(key=lambda inside: [int(step) for step in inside.number.split("/")])
    problem = "; ".join([*_said_of(top), *walk.warnings])
    return Look(sha256_of(path), top.opened.kind, tuple(found), problem, locked)


def _said_of(contents: Contents | None) -> tuple[str, ...]:
    """What is wrong with an archive. Mails and PDFs are read as a whole anyhow, and say then what is wrong."""
    return contents.warnings if contents is not None and contents.opened.kind == "archive" else ()


def _left_out(contents: Contents, above: str) -> list[Inside]:
    return [
        Inside(
            f"{above}/{one.number}" if above else one.number, one.name, "", one.size or 0, "unknown", False, one.reason
        )
        for one in contents.left_out
    ]
