"""Where each object lies in a PDF that frkit saved itself, so that its bytes can be taken without reading them.

pikepdf, told to leave streams as they are and objects open, writes one form only: objects one behind the other, and at
the end a table with a row of twenty bytes for each. Nothing else is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TABLE = re.compile(rb"xref\n0 (\d+)\n")
_ROW, _TAIL = 20, 64
_STREAM, _ENDSTREAM, _ENDOBJ = b"\nstream\n", b"\nendstream\nendobj\n", b"\nendobj\n"


class Stretch(NamedTuple):
    """An object in a file: its number, where its value begins and how long that is, and the length of its stream."""

    number: int
    at: int
    length: int
    stream: int
    """Bytes of its stream, which begins ``BEFORE_STREAM`` bytes after the value; -1 for an object that is none."""


BEFORE_STREAM = len(_STREAM)


def layout_of(data: bytes) -> list[Stretch]:
    """All objects in the order of the file; raises ValueError for a PDF that ``copy.save`` did not write open."""
    mark = data.rfind(b"startxref\n", max(0, len(data) - _TAIL))
    begin = int(data[mark + 10 :].split()[0]) if mark >= 0 else -1
    table = _TABLE.match(data, begin) if begin >= 0 else None
    if table is None:
        raise ValueError("not a PDF of the form that frkit writes")
    rows = (data[at : at + _ROW] for at in range(table.end(), table.end() + int(table[1]) * _ROW, _ROW))
    found = sorted((int(row[:10]), number) for number, row in enumerate(rows) if row[17:18] == b"n")
    ends = [at for at, _ in found[1:]]
    return list(_stretches(data, found, [*ends, begin]))


def _stretches(data: bytes, found: list[tuple[int, int]], ends: list[int]) -> Iterator[Stretch]:
    for (at, number), end in zip(found, ends, strict=True):
        head = b"%d 0 obj\n" % number
        first = at + len(head)
        if not data.startswith(head, at) or not data.endswith(_ENDOBJ, first, end):
            raise ValueError(f"object {number} is not of the form that frkit writes")
        stream = data.find(_STREAM, first, end) if data.endswith(_ENDSTREAM, first, end) else -1
        if stream < 0:
            yield Stretch(number, first, end - len(_ENDOBJ) - first, -1)
        else:
            yield Stretch(number, first, stream - first, end - len(_ENDSTREAM) - stream - BEFORE_STREAM)
