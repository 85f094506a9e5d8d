"""Stamps: exhibit, Bates number and packet page at the lower right of the page as seen, a legend at the lower left.

They stand over nothing: where the corners are not clear, the page gets a white band below.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pikepdf import Array, Object, Stream

from frkit.evidence.pdf.balance import STAMP_FONT, STAMP_MARK
from frkit.packet.assembly.geometry import Frame
from frkit.packet.assembly.places import ASIDE, GAP, HEIGHT, LOWER, Clear, needed, scale_of
from frkit.packet.assembly.stamp_font import StampFont, code_of

FONT, MARK = STAMP_FONT, STAMP_MARK
"""Name of the font of stamps, and key of the streams that frkit adds to a page: a check can tell them from its own."""
PAGE_SIZE, BATES_SIZE, EXHIBIT_SIZE, LEGEND_SIZE = 9.0, 9.5, 8.0, 8.5
INK = "0.08 0.13 0.24 rg"
Placement = Literal["corner", "band"]


@dataclass(frozen=True)
class Stamp:
    """What one page bears: its number in the packet, and for an exhibit's page its Bates number, exhibit and legend."""

    page: int
    bates: str | None = None
    exhibit: str | None = None
    legend: str | None = None


@dataclass(frozen=True)
class Drawing:
    """The stamp of one page: what draws it after all else, where it stands, and the frame of the page with it."""

    content: bytes
    placement: Placement
    frame: Frame
    lower: float
    """How far above the lower edge the stamp stands, and how wide it is, at scale 1."""
    width: float


class Stamper:
    """Draws stamps in one font."""

    def __init__(self, font: StampFont) -> None:
        self._font = font

    def drawing(self, stamp: Stamp, frame: Frame, clear: Clear | None) -> Drawing:
        """The stamp in the page's lower corners, or in a band below it where they are not clear.

        ``frame`` tells what of the page is seen, and ``clear`` what of it is clear: None if it keeps its corners free.
        """
        scale, width = scale_of(frame), self._width(stamp)
        lower = self._clear_height(stamp, frame, clear)
        if lower is not None:
            return Drawing(b"\nQ\n" + self._content(stamp, frame, lower, scale), "corner", frame, lower, width)
        band = (2 * LOWER[0] + HEIGHT) * scale
        grown = frame.grown(band, to_width=self._least_width(stamp) * scale)
        white = f"\nQ\nq {matrix_of(grown)} cm 1 g 0 0 {number(grown.width)} {number(band)} re f "
        if grown.width > frame.width + 0.001:
            white += f"0 0 {number(grown.width - frame.width)} {number(grown.height)} re f "
        content = f"{white}Q\n".encode() + self._content(stamp, grown, LOWER[0], scale)
        return Drawing(content, "band", grown, LOWER[0], width)

    def _clear_height(self, stamp: Stamp, frame: Frame, clear: Clear | None) -> float | None:
        """How far above the lower edge a stamp may stand; None where no place is clear."""
        if clear is None:
            return LOWER[0]
        right = needed(self._width(stamp), frame)
        left = needed(self._legend_width(stamp), frame) if stamp.legend else 0.0
        if stamp.legend and self._least_width(stamp) * scale_of(frame) > frame.width:
            return None
        for lower, runs in zip(LOWER, clear, strict=True):
            if runs[0] >= right and runs[1] >= left:
                return lower
        return None

    def _least_width(self, stamp: Stamp) -> float:
        """The width, at scale 1, of a page that has room for a stamp."""
        legend = self._legend_width(stamp) + 2 * GAP if stamp.legend else 0.0
        return self._width(stamp) + 2 * ASIDE + legend

    def _legend_width(self, stamp: Stamp) -> float:
        return self._font.width(stamp.legend or "", LEGEND_SIZE)

    def _width(self, stamp: Stamp) -> float:
        width = self._box_width(stamp)
        if stamp.bates:
            width += GAP + self._font.width(stamp.bates, BATES_SIZE)
        if stamp.exhibit:
            width += GAP + self._font.width(stamp.exhibit, EXHIBIT_SIZE)
        return width

    def _box_width(self, stamp: Stamp) -> float:
        return max(20.0, self._font.width(str(stamp.page), PAGE_SIZE) + 8)

    def _content(self, stamp: Stamp, frame: Frame, lower: float, scale: float) -> bytes:
        """From right to left: the packet page in a dark box, the Bates number, the exhibit; far left the legend."""
        right = frame.width - ASIDE * scale
        box = self._box_width(stamp)
        page = str(stamp.page)
        parts = [
            f"/Artifact <</Type /Pagination /Subtype /Footer>> BDC q {matrix_of(frame)} cm",
            f"{number(scale)} 0 0 {number(scale)} {number(right)} {number(lower * scale)} cm {INK}",
            f"{number(-box)} 0 {number(box)} {number(HEIGHT)} re f",
            self._text(page, PAGE_SIZE, -box / 2 - self._font.width(page, PAGE_SIZE) / 2, "1 g"),
        ]
        at = -box
        for text, size in ((stamp.bates, BATES_SIZE), (stamp.exhibit, EXHIBIT_SIZE)):
            if text:
                at -= GAP + self._font.width(text, size)
                parts.append(self._text(text, size, at, INK))
        if stamp.legend:
            parts.append(self._text(stamp.legend, LEGEND_SIZE, 2 * ASIDE - frame.width / scale, INK))
        return "\n".join([*parts, "Q EMC\n"]).encode("ascii")

    def _text(self, text: str, size: float, at: float, colour: str) -> str:
        baseline = (HEIGHT - self._font.cap_height * PAGE_SIZE / 1000) / 2
        return f"BT {colour} {FONT} {number(size)} Tf {number(at)} {number(baseline)} Td <{code_of(text)}> Tj ET"


def contents_of(page: Object) -> list[Object]:
    """The content streams of a page, in order."""
    contents = page.get("/Contents")
    if isinstance(contents, Stream):
        return [contents]
    return [part for part in contents if isinstance(part, Stream)] if isinstance(contents, Array) else []


def is_own(stream: Object) -> bool:
    """Whether a content stream is one that frkit added."""
    return bool(stream.get(MARK, False))


@lru_cache(maxsize=1 << 10)
def matrix_of(frame: Frame) -> str:
    """From points of the page as seen to its own coordinates, as operands of ``cm``."""
    return " ".join(number(value, 6) for value in frame.matrix)


@lru_cache(maxsize=1 << 14)
def number(value: float, places: int = 3) -> str:
    """A number as PDF writes it: no exponent, no zeros at the end."""
    return f"{round(value, places) + 0.0:.{places}f}".rstrip("0").rstrip(".")


__all__ = ["FONT", "MARK", "Drawing", "Placement", "Stamp", "Stamper", "contents_of", "is_own", "matrix_of", "number"]
