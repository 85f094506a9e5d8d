"""What of a PDF page is seen, and where a point of the seen page lies in the page's own coordinates.

A page may be turned, cropped, shifted, or measured in units larger than a point. Here a place is always given in points
of the page as a reader sees it: x from the left edge, y from the lower edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pikepdf import Array, Object

Matrix = tuple[float, float, float, float, float, float]
LETTER = (0.0, 0.0, 612.0, 792.0)


@dataclass(frozen=True)
class Frame:
    """The visible part of a page in its own coordinates, how it is turned for reading, and how long its unit is."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int = 0
    """Degrees clockwise: 0, 90, 180 or 270."""
    unit: float = 1.0
    """Points in one unit (UserUnit)."""

    @property
    def width(self) -> float:
        """Width as seen, in points."""
        return self._across * self.unit

    @property
    def height(self) -> float:
        """Height as seen, in points."""
        return self._along * self.unit

    @property
    def matrix(self) -> Matrix:
        """From points of the page as seen to the page's own coordinates, as the operator ``cm`` takes it."""
        scale = 1 / self.unit
        return {
            0: (scale, 0.0, 0.0, scale, self.left, self.bottom),
            90: (0.0, scale, -scale, 0.0, self.right, self.bottom),
            180: (-scale, 0.0, 0.0, -scale, self.right, self.top),
            270: (0.0, -scale, scale, 0.0, self.left, self.top),
        }[self.turn]

    def grown(self, below: float, *, to_width: float = 0.0) -> Frame:
        """A frame with so many points more at the lower edge as seen, and at the left edge up to a least width."""
        down = below / self.unit
        aside = max(0.0, to_width - self.width) / self.unit
        if self.turn == 0:
            return replace(self, bottom=self.bottom - down, left=self.left - aside)
        if self.turn == 90:
            return replace(self, right=self.right + down, bottom=self.bottom - aside)
        if self.turn == 180:
            return replace(self, top=self.top + down, right=self.right + aside)
        return replace(self, left=self.left - down, top=self.top + aside)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The rectangle in the page's own coordinates."""
        return (self.left, self.bottom, self.right, self.top)

    @property
    def _across(self) -> float:
        return self.top - self.bottom if self.turn in (90, 270) else self.right - self.left

    @property
    def _along(self) -> float:
        return self.right - self.left if self.turn in (90, 270) else self.top - self.bottom


def frame_of(page: Object) -> Frame:
    """The frame of a page that has its inherited attributes: the crop box as far as it lies in the media box."""
    media = rectangle(page.get("/MediaBox")) or LETTER
    crop = rectangle(page.get("/CropBox"))
    box = _overlap(media, crop) if crop else media
    return Frame(*(box or media), turn=_turn(page.get("/Rotate", 0)), unit=_unit(page.get("/UserUnit", 1)))


def rectangle(value: Any) -> tuple[float, float, float, float] | None:
    """A rectangle with its corners in order, or None where the value is none or has no area."""
    if not isinstance(value, Array) or len(value) != 4:
        return None
    try:
        x0, y0, x1, y1 = (float(number) for number in value)
    except (TypeError, ValueError):
        return None
    box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return box if box[2] - box[0] > 0 and box[3] - box[1] > 0 else None


def as_array(box: Sequence[float]) -> Array:
    """A rectangle as a PDF writes it, to a thousandth of a unit."""
    return Array([_plain(number) for number in box])


def union(first: Sequence[float], second: Sequence[float]) -> tuple[float, float, float, float]:
    """The smallest rectangle that holds both."""
    return (
        min(first[0], second[0]),
        min(first[1], second[1]),
        max(first[2], second[2]),
        max(first[3], second[3]),
    )


def _overlap(first: Sequence[float], second: Sequence[float]) -> tuple[float, float, float, float] | None:
    box = (
        max(first[0], second[0]),
        max(first[1], second[1]),
        min(first[2], second[2]),
        min(first[3], second[3]),
    )
    return box if box[2] > box[0] and box[3] > box[1] else None


def _turn(value: Any) -> int:
    try:
        return int(float(value)) // 90 % 4 * 90
    except (TypeError, ValueError, OverflowError):
        return 0


def _unit(value: Any) -> float:
    try:
        unit = float(value)
    except (TypeError, ValueError):
        return 1.0
    return unit if 0.01 <= unit <= 75_000 else 1.0


def _plain(number: float) -> Any:
    from decimal import Decimal

    rounded = round(number, 3)
    return int(rounded) if rounded == int(rounded) else Decimal(f"{rounded:.3f}")
