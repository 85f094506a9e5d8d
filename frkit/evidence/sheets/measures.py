"""How much room the words of a cell take, on the safe side: too wide a column costs paper, too narrow a one words."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

PADDING = 0.14
"""Inches that a cell keeps free left and right of its words."""
LINE = 1.25
"""Height of a line, as a share of the type size."""


@dataclass(frozen=True)
class Type:
    """The type of a cell's words: size in points, and whether it is bold."""

    size: float = 10.0
    bold: bool = False


@lru_cache(maxsize=20_000)
def width(text: str, kind: Type) -> float:
    """Inches that a line of text takes at most."""
    units = sum(_em(sign) for sign in text)
    return units * kind.size / 72 * (1.1 if kind.bold else 1.0)


def lines(paragraphs: Sequence[str], kind: Type, room: float) -> int:
    """How many lines some paragraphs take in a column that leaves so many inches."""
    return sum(max(1, math.ceil(width(one, kind) * 1.08 / max(room, 0.1))) for one in paragraphs)


def height(paragraphs: Sequence[str], kind: Type, room: float) -> float:
    """Inches that some paragraphs need in a column that leaves so many inches."""
    return lines(paragraphs, kind, room) * kind.size * LINE / 72 + 0.05


def _em(sign: str) -> float:
    if sign in " .,:;'|!ijl()[]ftIr-":
        return 0.36
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.02
    return 0.78 if sign.isupper() or sign in "mwMW%@&" else 0.58
