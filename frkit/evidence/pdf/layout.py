"""Where each object lies in a PDF that frkit saved itself, and the bytes of each, without taking it apart.

pikepdf, told to leave streams as they are, writes one form only: objects one behind the other, and at the end one
table of places (a cross-reference stream) that is not packed. Nothing else is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TABLE = re.compile(rb"(\d+) 0 obj\n<< /Type /XRef (.*?)/Length \d+ (.*?)>>\nstream\n", re.DOTALL)
_TAIL = 64
_WIDTHS = re.compile(rb"/W \[ (\d+) (\d+) (\d+) \]")
_STREAM = b"\nstream\n"
_END = b"\nendstream\nendobj\n"
FREE, PLAIN, PACKED = 0, 1, 2
"""Kinds of entries: no object, an object of its own, an object in a stream of objects."""


@dataclass(frozen=True)
class Place:
    """One entry of the table: its kind, and where the object is."""

    kind: int
    at: int
    """Offset in the file; of a packed object the number of the stream that holds it."""
    within: int
    """Its place in that stream."""


@dataclass(frozen=True)
class Layout:
    """The table of a PDF: an entry for each object number, what the file's end says, and where the table begins."""

    places: tuple[Place, ...]
    root: int
    info: int | None
    table: int
    begin: int

    def plain(self) -> Iterator[tuple[int, int, int]]:
        """Objects of their own as (number, first byte, byte after the last), in the order of the file."""
        found = sorted((place.at, number) for number, place in enumerate(self.places) if place.kind == PLAIN)
        ends = [at for at, _ in found[1:]]
        for (at, number), end in zip(found, [*ends, self.begin], strict=True):
            if at < self.begin:
                yield number, at, end


def layout_of(data: bytes) -> Layout:
    """The layout of a PDF that ``frkit.evidence.pdf.copy.save`` wrote; raises ValueError for any other."""
    ending = data[-_TAIL:]
    mark = ending.rfind(b"startxref\n")
    begin = int(ending[mark + 10 :].split()[0]) if mark >= 0 else -1
    found = _TABLE.match(data, begin) if begin >= 0 else None
    widths = _WIDTHS.search(found[0]) if found else None
    if found is None or widths is None or b"/Filter" in found[0] or b"/Index" in found[0]:
        raise ValueError("not a PDF of the form that frkit writes")
    one, two, three = (int(width) for width in widths.groups())
    size, root = _number(rb"/Size (\d+)", found[0]), _number(rb"/Root (\d+) 0 R", found[0])
    if size is None or root is None:
        raise ValueError("not a PDF of the form that frkit writes")
    step, at = one + two + three, found.end()
    rows = (data[at + number * step : at + (number + 1) * step] for number in range(size))
    places = tuple(
        Place(row[0] if one else PLAIN, int.from_bytes(row[one : one + two]), int.from_bytes(row[one + two :]))
        for row in rows
    )
    return Layout(places, root, _number(rb"/Info (\d+) 0 R", found[0]), int(found[1]), begin)


def stream_within(data: bytes, first: int, last: int) -> tuple[int, int] | None:
    """Offset and length of the raw bytes of a stream that lies in ``data[first:last]``; None for other objects."""
    at = data.find(_STREAM, first, last)
    if at < 0 or data[last - len(_END) : last] != _END:
        return None
    begin = at + len(_STREAM)
    return begin, last - len(_END) - begin


def _number(pattern: bytes, text: bytes) -> int | None:
    found = re.search(pattern, text)
    return int(found[1]) if found else None
