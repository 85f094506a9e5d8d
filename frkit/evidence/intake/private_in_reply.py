"""Whether what came holds the requester's own address, telephone or e-mail, before it goes where git sees it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from frkit.evidence.opening.signatures import Kind
from frkit.tracking.file_texts import LARGEST_LOOKED_INTO, Room, pages_shown
from frkit.tracking.privacy import found_in_bytes, found_in_file, found_in_text

_BLOCK = 4 << 20
_AT_EACH_END = 8 << 20
"""Of a large file that is no document, only so many bytes at its beginning and its end: there stands what it says of
itself."""
_NO_TEXT: tuple[Kind, ...] = ("image", "media", "unknown", "archive")
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class PrivateLook:
    """What was found, and what nobody but a person can see."""

    found: tuple[str, ...] = ()
    """``address of requester`` and the like."""
    unseen: str = ""
    """Why the file may show more than was found: it is a picture, it is too large."""
    partly: bool = False
    """Whether something inside it was passed over, as too much or not to be read."""


NOTHING = PrivateLook()


def private_look(path: Path, name: str, kind: Kind, values: dict[str, str]) -> PrivateLook:
    """What of the requester's ``values`` a file or its name holds; without values there is nothing to look for."""
    if not values:
        return PrivateLook()
    found = {*found_in_text(name, values)}
    size = path.stat().st_size
    if kind in _NO_TEXT and not _is_zip(path):
        found.update(found_in_bytes(_ends(path, size), values))
        return PrivateLook(tuple(sorted(found)), _unseen(kind, size))
    if size <= LARGEST_LOOKED_INTO:
        room = Room()
        found.update(found_in_file(path, values, room))
        return PrivateLook(tuple(sorted(found)), _pictures(path) if kind == "pdf" else "", room.passed_over)
    if kind == "pdf":
        found.update(_in_pages(path, values))
        return PrivateLook(tuple(sorted(found)), _pictures(path))
    return PrivateLook(tuple(sorted(found)), f"larger than {LARGEST_LOOKED_INTO >> 20} MB, and so not looked into")


def _unseen(kind: Kind, size: int) -> str:
    """Why a file that is no document may show more than was found in it; nothing where every byte was looked at."""
    told = {"image": "a picture, whose words are not read", "archive": "an archive that is not looked into"}
    if kind == "unknown" and size > 2 * _AT_EACH_END:
        return f"only its beginning and its end, {_AT_EACH_END >> 20} MB each, were looked at"
    return told.get(kind, "")


def _is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == _ZIP


def _ends(path: Path, size: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block
            if _AT_EACH_END <= file.tell() < size - _AT_EACH_END:
                file.seek(size - _AT_EACH_END)


def _in_pages(path: Path, values: dict[str, str]) -> set[str]:
    """What the pages of a PDF say, one in memory at a time."""
    import pypdfium2

    found: set[str] = set()
    with contextlib.suppress(pypdfium2.PdfiumError), pypdfium2.PdfDocument(path) as document:
        for page in pages_shown(document):
            found.update(found_in_text(page.get_textpage().get_text_bounded(), values))
            page.close()
    return found


def _pictures(path: Path) -> str:
    """How many pages of a PDF have no text, in words; nothing where all have some."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as document:
            count = len(document)
            bare = 0
            for number in range(count):
                page = document[number]
                bare += not page.get_textpage().count_chars()
                page.close()
    except pypdfium2.PdfiumError:
        return "its pages cannot be read"
    if not bare:
        return ""
    return "a scan, whose words are not read" if bare == count else f"{bare} of {count} pages are pictures without text"
