"""Rectangles of PDF pages, whatever the order of their corners."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pikepdf import Array

Box = tuple[float, float, float, float]
"""Left, lower, right and upper edge."""
LETTER: Box = (0.0, 0.0, 612.0, 792.0)


def rectangle(value: Any) -> Box | None:
    """A rectangle with its corners in order, or None where the value is none or has no area."""
    if not isinstance(value, Array) or len(value) != 4:
        return None
    try:
        x0, y0, x1, y1 = (float(number) for number in value)
    except (TypeError, ValueError):
        return None
    box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return box if box[2] - box[0] > 0 and box[3] - box[1] > 0 else None


def overlap(first: Sequence[float], second: Sequence[float]) -> Box | None:
    """What two rectangles share, or None."""
    left, lower = max(first[0], second[0]), max(first[1], second[1])
    right, upper = min(first[2], second[2]), min(first[3], second[3])
    return (left, lower, right, upper) if right > left and upper > lower else None


def union(first: Sequence[float], second: Sequence[float]) -> Box:
    """The smallest rectangle that holds both."""
    left, lower = min(first[0], second[0]), min(first[1], second[1])
    return (left, lower, max(first[2], second[2]), max(first[3], second[3]))


def as_array(box: Sequence[float]) -> Array:
    """A rectangle as a PDF writes it, to a thousandth of a unit."""
    return Array([_plain(number) for number in box])


def _plain(number: float) -> int | Decimal:
    rounded = round(number, 3)
    return int(rounded) if rounded == int(rounded) else Decimal(f"{rounded:.3f}")
