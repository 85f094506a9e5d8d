"""What a page of a PDF holds, as hashes: over its drawing instructions and every font and picture that it uses.

Fonts and pictures are hashed as they lie in the file, byte for byte; drawing instructions unpacked, so that a program
which only packs them anew is not taken for one that changed the page.

``body`` covers what the page drew before frkit stamped it, so that it can be compared with the original's; ``whole``
also covers the stamp, the boxes, the rotation, and links and notes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, PdfError, Stream, String

from frkit.packet.assembly.stamping import FONT, contents_of, is_own

METHOD = "pages-2"
"""Name of the way in which pages are hashed here; it changes whenever the same page would get another hash."""
_LEFT_OUT = {"/Parent", "/P", "/StructParent", "/StructParents", "/Length"}
DEEPEST = 150
"""References followed one inside the other; no honest page comes near."""
_PACKING = frozenset({"/Filter", "/DecodeParms"})
_FRAME = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Annots")


@dataclass(frozen=True)
class PageDigest:
    """The two hashes of one page."""

    body: str
    whole: str


def page_digests(pdf: Pdf) -> list[PageDigest]:
    """The digests of all pages of a PDF, in order."""
    pages = [page.obj for page in pdf.pages]
    reader = _Reader({page.objgen: number for number, page in enumerate(pages)})
    return [reader.digest(page) for page in pages]


class _Reader:
    """Hashes objects by what they hold, never by their numbers; shared objects are hashed once."""

    def __init__(self, pages: dict[tuple[int, int], int]) -> None:
        self._pages = pages
        self._known: dict[tuple[int, int], bytes] = {}
        self._depth = 0

    def digest(self, page: Object) -> PageDigest:
        """The digests of one page."""
        own: list[bytes] = []
        added: list[bytes] = []
        for stream in contents_of(page):
            (added if is_own(stream) else own).append(_unpacked(stream))
        body = _joined(b"body", *own, self._resources(page.get("/Resources")))
        frame = [self._object(page[key]) if key in page else b"-" for key in _FRAME]
        font = page.get("/Resources", Dictionary()).get("/Font", Dictionary()).get(FONT)
        stamp_font = self._object(font) if font is not None else b"-"
        return PageDigest(body.hex(), _joined(b"whole", body, *added, *frame, stamp_font).hex())

    def _resources(self, resources: Any) -> bytes:
        """The resources without the font that stamps use."""
        if not isinstance(resources, Dictionary):
            return _joined(b"none")
        parts = []
        for key, value in sorted(resources.items()):
            if key == "/Font" and isinstance(value, Dictionary):
                fonts = [(name, font) for name, font in sorted(value.items()) if name != FONT]
                parts += [part for name, font in fonts for part in (b"/Font", _bytes(name), self._object(font))]
            elif not (isinstance(value, Dictionary) and not isinstance(value, Stream) and len(value) == 0):
                parts += [_bytes(key), self._object(value)]
        return _joined(b"resources", *parts)

    def _object(self, value: Any) -> bytes:
        if not isinstance(value, Object):
            return _joined(type(value).__name__.encode(), _bytes(str(value)))
        if not value.is_indirect:
            return self._plain(value)
        if value.objgen in self._pages:
            return _joined(b"page", str(self._pages[value.objgen]).encode())
        if value.objgen not in self._known:
            if self._depth >= DEEPEST:
                return b"deeper"
            self._depth += 1
            self._known[value.objgen] = b"circle"
            self._known[value.objgen] = self._plain(value)
            self._depth -= 1
        return self._known[value.objgen]

    def _plain(self, value: Object) -> bytes:
        if isinstance(value, Stream):
            drawn = value.get("/Subtype") == Name.Form
            data = _unpacked(value) if drawn else _joined(value.read_raw_bytes())
            return _joined(b"stream", *self._items(value, _PACKING if drawn else frozenset()), data)
        if isinstance(value, Dictionary):
            return _joined(b"dictionary", *self._items(value))
        if isinstance(value, Array):
            return _joined(b"array", *(self._object(item) for item in value))
        if isinstance(value, String):
            return _joined(b"string", bytes(value))
        return _joined(b"name" if isinstance(value, Name) else b"other", value.unparse())

    def _items(self, value: Object, without: frozenset[str] = frozenset()) -> Iterator[bytes]:
        for key, item in sorted(value.items()):
            if key not in _LEFT_OUT and key not in without:
                yield _bytes(key)
                yield self._object(item)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _unpacked(stream: Object) -> bytes:
    try:
        return _joined(b"drawing", stream.read_bytes())
    except PdfError:
        return _joined(b"packed", stream.read_raw_bytes())


def _joined(*parts: bytes) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()
