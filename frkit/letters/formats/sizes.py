"""The size of type of a letter: the largest in which it needs no page more than in the smallest.

How much room a letter takes is reckoned from the widths of the bundled font before anything is set, since setting each
letter two or three times would take two or three times as long. Lengths are millimetres unless a name says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from frkit.letters.document import Block, Lines, Listing, Paragraph, Part
from frkit.pages.fonts import font_file

Paper: TypeAlias = Literal["Letter", "A4"]
_Rows: TypeAlias = list[float]
"""Heights that follow each other; a page ends between two of them."""


@dataclass(frozen=True)
class Size:
    """How large the type is, and how far its lines stand apart."""

    name: str
    points: float
    leading: float
    """Times the size of type."""
    word: int
    """The same for a word processor, whose font is narrower: half points."""
    word_line: int
    """Distance of its lines in parts of 240."""


AMPLE = Size("ample", 11, 1.36, 24, 259)
USUAL = Size("usual", 10.5, 1.32, 23, 252)
CLOSE = Size("close", 10, 1.26, 21, 247)
SIZES = (AMPLE, USUAL, CLOSE)
"""From the largest."""

_POINT = 25.4 / 72
_SIDES = 48.0
_PAGE: dict[Paper, tuple[float, float]] = {"Letter": (215.9, 279.4), "A4": (210.0, 297.0)}
_EDGES_FIRST = 38.0
_EDGES = 45.0
"""What templates/pages/letter.css leaves free above and below a page, and on both sides together."""
_TO_ADDRESSEE = 46.4
_UNDER_ADDRESSEE = 6.0
_ADDRESSEE = 26.0
_ADDRESS_LINE = 12.6 * _POINT
_INDENT = 6.5
_SIGNATURE = 16.5
_ENCLOSURE = 5.0
_GAP = 0.57
"""Under a paragraph, in ems; a lead, an item and an item of a loose list have less."""
_GAPS = {"lead": 0.19, "item": 0.25, "loose": 0.42, "under": 0.32}
SPARE = 4.0
"""More than the reckoning is out by, since what is kept together may be more than it knows."""
_LEFT_OVER = 2.0
"""In the smallest type the signature has so much less room than is reckoned, for letters that only just fit."""
_UNKNOWN = 0.62
"""Width of a sign that the font lacks, in ems."""
_TOO_LONG = 40_000
"""Signs of a letter that is set as usual without reckoning."""


def size_for(blocks: Iterable[Block], paper: Paper) -> Size:
    """The size for a letter of these blocks on this paper."""
    blocks = tuple(blocks)
    if sum(len(line) for block in blocks for line in block.lines) > _TOO_LONG:
        return USUAL
    fewest = pages_needed(blocks, paper, CLOSE, spare=-_LEFT_OVER)
    return next((size for size in SIZES[:-1] if pages_needed(blocks, paper, size) <= fewest), CLOSE)


def pages_needed(blocks: Iterable[Block], paper: Paper, size: Size, spare: float = SPARE) -> int:
    """How many pages a letter takes, as far as can be told without setting it; ``spare`` is left free of each."""
    room = _Room(_PAGE[paper][0] - _SIDES, size)
    rows, tail = room.rows(tuple(blocks))
    height = _PAGE[paper][1] - spare
    pages, left = 1, height - _EDGES_FIRST
    for row in [*rows, tail]:
        if row > left:
            pages, left = pages + 1, height - _EDGES
        left -= row
    return pages


@dataclass(frozen=True)
class _Room:
    """What parts of a letter take at a size of type."""

    width: float
    size: Size

    @property
    def em(self) -> float:
        return self.size.points * _POINT

    @property
    def line(self) -> float:
        return self.em * self.size.leading

    def rows(self, blocks: tuple[Block, ...]) -> tuple[_Rows, float]:
        """The rows of a letter but its end, and the height of its end, which is kept together."""
        rows: _Rows = []
        tail = 0.0
        for block in blocks:
            if block.role == "body":
                *before, last = list(self._body(block.parts)) or [[]]
                rows += [row for part in before[:-1] for row in part]
                tail += sum(sum(part) for part in (*before[-1:], last)) - _GAP * self.em
            elif block.role in ("farewell", "signature", "after"):
                tail += self._end(block)
            elif block.role != "date":
                rows.append(self._head(block))
        return rows, tail

    def _body(self, parts: Iterable[Part]) -> Iterator[_Rows]:
        yield from (list(self._part(part, self.width)) for part in parts)

    def _head(self, block: Block) -> float:
        """Sender with the date, addressee, or subject."""
        if block.role == "sender":
            first, *rest = block.lines
            reach = self.lines_of(" · ".join(rest), self.width, 8.8) * 8.8 * 1.35 if rest else 0
            name = self.lines_of(first, self.width, 13.6) * 13 * 1.25
            return max(_TO_ADDRESSEE, (name + reach) * _POINT + 11.6 + self.line)
        if block.role == "addressee":
            lines = sum(self.lines_of(line, self.width) for line in block.lines)
            return max(_ADDRESSEE, lines * _ADDRESS_LINE) + _UNDER_ADDRESSEE
        return self.lines_of(" ".join(block.lines), self.width, 1.06 * self.size.points) * self.line + 1.08 * self.em

    def _end(self, block: Block) -> float:
        lines = sum(self.lines_of(line, self.width) for line in block.lines) * self.line
        return lines + {"farewell": _SIGNATURE, "after": _ENCLOSURE}.get(block.role, 0.0)

    def _part(self, part: Part, width: float) -> Iterator[float]:
        if isinstance(part, Listing):
            yield from self._listing(part, width)
            return
        texts = part.lines if isinstance(part, Lines) else (part.text,)
        count = sum(self.lines_of(text, width) for text in texts)
        gap = _GAPS["lead"] if isinstance(part, Paragraph) and part.lead else _GAP
        yield from (self.line + (gap * self.em if at == count else 0) for at in range(1, count + 1))

    def _listing(self, listing: Listing, width: float) -> Iterator[float]:
        gap = _GAPS["loose" if listing.loose else "item"] * self.em
        for item in listing.items:
            *before, last = (list(self._part(part, width - _INDENT)) for part in item.parts)
            less = (_GAP - _GAPS["under"]) * self.em
            for rows in before:
                yield from [*rows[:-1], rows[-1] - less]
            yield from [*last[:-1], last[-1] - _GAP * self.em + gap]
        yield (_GAP * self.em) - gap

    def lines_of(self, text: str, width: float, points: float | None = None) -> int:
        return lines_in(text, width, points or self.size.points)


def lines_in(text: str, width: float, points: float) -> int:
    """How many lines of a width in millimetres a text takes: words one after another, as long as they fit."""
    em = points * _POINT
    widths = _widths()
    space = widths[" "] * em
    lines, used = 1, 0.0
    for word in text.split(" "):
        length = sum(widths.get(sign, _UNKNOWN) for sign in word) * em
        if used and used + space + length > width:
            lines, used = lines + 1, 0.0
        used += (space if used else 0) + length
        lines, used = lines + int(used // width), used % width
    return lines


@lru_cache(maxsize=1)
def _widths() -> dict[str, float]:
    """The width of each sign of the font of letters, in ems."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(font_file("serif"), lazy=True) as font:
        advances, em = font["hmtx"], font["head"].unitsPerEm
        return {chr(code): advances[name][0] / em for code, name in font.getBestCmap().items()}
