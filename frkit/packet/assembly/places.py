"""Where stamps stand on a page as seen: distances in points, larger on a sheet that is larger than paper."""

from __future__ import annotations

from frkit.packet.assembly.geometry import Frame

ASIDE, HEIGHT, GAP, CLEAR = 20.0, 13.0, 7.0, 3.0
"""Distance from the left or right edge, height of a stamp, gap between its parts, and what is kept clear around it."""
LOWER = (13.0, 8.0)
"""Distances from the lower edge, the usual one first: where it is not clear a little lower may be."""
USUAL, LARGE, LARGEST = 612.0, 900.0, 4.0

Clear = tuple[tuple[float, float], ...]
"""For each of ``LOWER``: how many points of the strip there are clear, from its right end and from its left end."""


def scale_of(frame: Frame) -> float:
    """Larger on a sheet that is larger than paper, so that it can still be read when the sheet is printed smaller."""
    shorter = min(frame.width, frame.height)
    return min(LARGEST, shorter / USUAL) if shorter > LARGE else 1.0


def strip(frame: Frame, lower: float) -> tuple[float, float] | None:
    """Lower and upper edge of the strip in which stamps stand; None where the page is too low for it."""
    scale = scale_of(frame)
    bottom, top = (lower - CLEAR) * scale, (lower + HEIGHT + CLEAR) * scale
    return (bottom, top) if bottom >= 0 and top <= frame.height else None


def needed(width: float, frame: Frame) -> float:
    """How much of a strip a stamp of that width (at scale 1) needs to be clear."""
    return (width + 2 * CLEAR) * scale_of(frame)


def edge(frame: Frame) -> float:
    """How far from the left and right edge a strip has to be clear first."""
    return (ASIDE - CLEAR) * scale_of(frame)
