"""How much room the words of a cell take, on the safe side: too wide a column costs paper, too narrow a one words."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

FONT = "Liberation Sans"
"""All cells are set in it: it comes with LibreOffice, and has the widths of Arial, which are known."""
PADDING = 0.16
"""Inches that a cell keeps free left and right of its words."""
LINE = 1.2
"""Height of a line, as a share of the type size."""
_SAFE = 1.05
_ABOVE_AND_BELOW = 0.09
_ASCII = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
)  # fmt: skip
"""Widths from the space to the tilde, in thousandths of the type size (Helvetica's metrics file)."""


@dataclass(frozen=True)
class Type:
    """The type of a cell's words: size in points, and whether it is bold."""

    size: float = 10.0
    bold: bool = False


@lru_cache(maxsize=20_000)
def width(text: str, kind: Type) -> float:
    """Inches that a line of text takes at most."""
    units = sum(_em(sign) for sign in text)
    return units * kind.size / 72 * (1.12 if kind.bold else 1.0) * _SAFE


def lines(paragraphs: Sequence[str], kind: Type, room: float) -> int:
    """How many lines some paragraphs take in a column that leaves so many inches."""
    return sum(_lines(line, kind, max(room, 0.1)) for one in paragraphs for line in one.split("\n"))


def height(paragraphs: Sequence[str], kind: Type, room: float) -> float:
    """Inches that some paragraphs need in a column that leaves so many inches."""
    count = lines(paragraphs, kind, room)
    return (count + count // 12) * kind.size * LINE / 72 + _ABOVE_AND_BELOW


def _lines(text: str, kind: Type, room: float) -> int:
    """Lines of one paragraph, words kept whole where they fit."""
    if width(text, kind) <= room:
        return 1
    space, count, used = width(" ", kind), 1, 0.0
    for word in text.split(" "):
        wide = width(word, kind)
        if used and used + space + wide > room:
            count, used = count + 1, 0.0
        if wide > room:
            more = math.ceil(wide / room)
            count, used = count + more - 1, wide - (more - 1) * room
        else:
            used += (space if used else 0.0) + wide
    return count


def _em(sign: str) -> float:
    code = ord(sign)
    if 32 <= code < 127:
        return _ASCII[code - 32] / 1000
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.02
    if unicodedata.combining(sign):
        return 0.0
    return 0.8 if sign.isupper() else 0.64
