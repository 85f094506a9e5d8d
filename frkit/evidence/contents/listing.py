"""A list of all that is in a file, to be shown: number, name, kind, size, hash, and what is wrong."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from frkit.base.files import BLOCK, sha256_of
from frkit.evidence.contents.part import Source, bytes_of, opened
from frkit.evidence.contents.parts import Contents, part_at
from frkit.evidence.contents.walking import Walk
from frkit.evidence.opening.what_is import what_is
from frkit.evidence.unreadable import Unreadable


@dataclass(frozen=True)
class Line:
    """One file within, or the name of one that was not taken out."""

    number: str
    name: str
    kind: str
    """What it is, in words."""
    size: int | None
    """In bytes; of one that was not taken out, as its container claims it."""
    sha256: str | None
    """None where it was not taken out."""
    locked: bool = False
    """Whether it, or something in it, needs a password that is not known."""
    embedded: bool = False
    """Whether the mail's body shows it, such as a logo."""
    warnings: tuple[str, ...] = ()

    @property
    def depth(self) -> int:
        """1 for a part of the file itself."""
        return self.number.count("/") + 1


@dataclass(frozen=True)
class Listing:
    """What a file is and what is in it, in the order of the numbers."""

    kind: str
    locked: bool
    warnings: tuple[str, ...]
    lines: tuple[Line, ...]

    def as_data(self) -> dict[str, Any]:
        """The same for JSON."""
        return {
            "kind": self.kind,
            "locked": self.locked,
            "warnings": list(self.warnings),
            "parts": [{**asdict(line), "warnings": list(line.warnings)} for line in self.lines],
        }


@dataclass(frozen=True)
class Extracted:
    """A part that was written to a file."""

    name: str
    kind: str
    size: int
    sha256: str
    warning: str = ""


def listing(source: Source, passwords: tuple[str, ...] = ()) -> Listing:
    """All that is in a file, however deep; to be called in a process apart, since the file may be hostile."""
    walk = Walk(source, passwords=passwords)
    top = walk.contents
    lines = _left_out(top, "")
    for found in walk:
        inner = found.contents
        told = [found.part.warning, found.warning, *(inner.warnings if inner else ())]
        lines.append(
            Line(
                found.number,
                found.part.name,
                found.kind,
                found.part.size,
                found.part.sha256,
                bool(inner and (inner.locked or (inner.opened.locked and _still_shut(found.part, passwords)))),
                found.part.embedded,
                tuple(one for one in told if one),
            )
        )
        if inner is not None:
            lines += _left_out(inner, found.number)
    lines.sort(key=lambda line: [int(step) for step in line.number.split("/")])
    locked = top.locked or (top.opened.locked and not top.parts and _still_shut(source, passwords))
    return Listing(top.detail, locked, (*top.warnings, *walk.warnings), tuple(lines))


def _still_shut(source: Source, passwords: tuple[str, ...]) -> bool:
    """Whether none of some passwords opens an encrypted file."""
    from frkit.evidence.opening.unlocking import opens

    for one in passwords:
        try:
            if opens(bytes_of(source), one):
                return False
        except Unreadable:
            return True
    return True


def extract(path: Path, number: str, to: Path, passwords: tuple[str, ...] = ()) -> Extracted | None:
    """Write the part of that number to a new file; None where there is none. To be called in a process apart."""
    part = part_at(path, number, passwords=passwords)
    if part is None:
        return None
    with opened(part) as file, to.open("xb") as out:
        while block := file.read(BLOCK):
            out.write(block)
    if sha256_of(to) != part.sha256:
        raise OSError("the bytes that were written are not those that were read")
    return Extracted(part.name, what_is(to).detail, part.size, part.sha256, part.warning)


def _left_out(contents: Contents, above: str) -> list[Line]:
    return [
        Line(
            f"{above}/{one.number}" if above else one.number,
            one.name,
            "not taken out",
            one.size,
            None,
            one.encrypted,
            warnings=(one.reason,),
        )
        for one in contents.left_out
    ]
