"""What a file carries inside: the hashes of all files in it, however deep."""

from __future__ import annotations

from pathlib import Path

from frkit.base.errors import FrkitError
from frkit.base.findings import shown_path
from frkit.evidence.apart.running import apart
from frkit.evidence.contents.part import size_of
from frkit.evidence.contents.walking import Walk
from frkit.evidence.opening.what_is import what_is
from frkit.evidence.unreadable import Unreadable

_BRINGS = ("mail", "outlook", "archive", "pdf")
_SMALL = 20 << 20
_SECONDS = 600.0


def hashes_inside(source: Path | bytes, passwords: tuple[str, ...] = ()) -> dict[str, str]:
    """SHA-256 of each file within a mail, an archive, a mailbox or a PDF -> its name there; else nothing.

    Archives and large files are looked into in a process apart. Raises FrkitError where that is not possible, or
    where all of it is encrypted.
    """
    kind = what_is(source).kind
    if kind not in _BRINGS:
        return {}
    try:
        if kind != "archive" and size_of(source) < _SMALL:
            return _gathered(source, passwords)
        return apart(_gathered, source, passwords, seconds=_SECONDS)
    except Unreadable as problem:
        place = shown_path(source) if isinstance(source, Path) else ""
        remedy = "look into it yourself with a program of your own"
        raise FrkitError(f"What is inside the file is not known: {problem}.", place=place, remedy=remedy) from None


def _gathered(source: Path | bytes, passwords: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    walk = Walk(source, passwords=passwords)
    if walk.contents.locked and not walk.contents.parts:
        raise Unreadable("it is encrypted, and its password is not known")
    for one in walk:
        found.setdefault(one.part.sha256, one.part.name)
    return found
