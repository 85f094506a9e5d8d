"""Hashes that depend on the numbers of pages: all that can be hashed before these are known, and how to go on.

A page's notes and links are hashed by what they hold, and a link holds the number of the page that it leads to. A build
has thousands of them: with a recipe it need not open the files in which they stand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from pikepdf import Array, Dictionary, Object, PdfError, Stream

from frkit.packet.verify.standalone import Reader, joined

Recipe = tuple["str | int | Recipe", ...]
"""What is hashed, in order: bytes as hex digits, the index of a page, ``SLOT``, or another recipe."""
SLOT = -1
"""Stands for what a packet puts into a slot."""
_LONG = (32).to_bytes(8, "big")
"""The length of a hash, as it stands before one."""


def recipes_of(values: Sequence[Any], pages: Sequence[Object], slots: Sequence[Object] = ()) -> list[Recipe | str]:
    """How the hash of each value comes about; the hash itself, as hex digits, of one without pages and slots."""
    recorder, found = _Recorder(pages, slots), []
    for value in values:
        recorder.here = {}
        found.append(recorder.recipe(recorder.value(value)))
    return found


def followed(recipe: Recipe, first: int, slot: bytes | None = None) -> bytes:
    """The hash that a recipe gives; ``first`` is the number of the first page, ``slot`` the hash of what fills a slot.

    A slot that stays empty counts as if it were not there.
    """
    return hashlib.sha256(b"".join(_part(one, first, slot) for one in recipe)).digest()


def _part(part: str | int | Recipe, first: int, slot: bytes | None) -> bytes:
    if isinstance(part, str):
        return bytes.fromhex(part)
    if isinstance(part, tuple):
        return _LONG + followed(part, first, slot)
    if part == SLOT:
        return b"" if slot is None else _LONG + slot
    return _LONG + joined(b"page", str(first + part).encode())


class _Recorder(Reader):
    """Hashes as Reader does, but keeps apart what leads to pages, and slots: a token stands for its hash."""

    def __init__(self, pages: Sequence[Object], slots: Sequence[Object]) -> None:
        super().__init__({})
        self._parts: dict[bytes, int | tuple[bytes, ...]] = {}
        for at, page in enumerate(pages):
            self.known[page.objgen] = self._token(at)
        for slot in slots:
            self.known[slot.objgen] = self._token(SLOT)

    def recipe(self, found: bytes) -> Recipe | str:
        """The recipe that a token stands for, or the hash."""
        parts = self._parts.get(found)
        return found.hex() if parts is None else self._written(parts) if isinstance(parts, tuple) else (parts,)

    def plain(self, one: Any) -> bytes:
        """The hash of an object by its kind, or a token."""
        if isinstance(one, Stream):
            try:
                data = joined(one.read_bytes())
            except (PdfError, ValueError):
                return self._joined(b"packed", *self.entries(one), joined(one.read_raw_bytes()))
            return self._joined(b"stream", *self.entries(one, "/Filter", "/DecodeParms"), data)
        if isinstance(one, Dictionary):
            return self._joined(b"dictionary", *self.entries(one))
        if isinstance(one, Array):
            return self._joined(b"array", *(self.value(item) for item in one))
        return super().plain(one)

    def _joined(self, *parts: bytes) -> bytes:
        return self._token(parts) if any(part in self._parts for part in parts) else joined(*parts)

    def _token(self, parts: int | tuple[bytes, ...]) -> bytes:
        token = b"token %d" % len(self._parts)  # shorter than any hash
        self._parts[token] = parts
        return token

    def _written(self, parts: tuple[bytes, ...]) -> Recipe:
        found: list[str | int | Recipe] = []
        for part in parts:
            inner = self._parts.get(part)
            if inner is not None:
                found.append(inner if isinstance(inner, int) else self._written(inner))
                continue
            told = (len(part).to_bytes(8, "big") + part).hex()
            if found and isinstance(found[-1], str):
                found[-1] += told
            else:
                found.append(told)
        return tuple(found)
