"""What of a PDF page is seen, and where a point of the seen page lies in the page's own coordinates.

A page may be turned, cropped, shifted, or measured in units larger than a point. Here a place is always given in points
of the page as a reader sees it: x from the left edge, y from the lower edge.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from pikepdf import Object

from frkit.evidence.pdf.boxes import LETTER, overlap, rectangle

Matrix = tuple[float, float, float, float, float, float]


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
    box = overlap(media, crop) if crop else media
    return Frame(*(box or media), turn=_turn(page.get("/Rotate", 0)), unit=_unit(page.get("/UserUnit", 1)))


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
