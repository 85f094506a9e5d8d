"""Pages of rows as PDF drawing instructions, with the places that can be clicked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from frkit.pages.flow.embedded import Subset
from frkit.pages.flow.lines import BOX, Line, Piece
from frkit.pages.flow.looks import INK, LINE, SIDE, Look
from frkit.pages.flow.paging import Placed, SetCell, SetRow

Link = tuple[float, float, float, float, str]
"""Left, low, right, high, and the address."""
EDGE = 1.6


@dataclass(frozen=True)
class Drawn:
    """One page: its drawing, and its links."""

    content: bytes
    links: tuple[Link, ...]


def drawn(page: Sequence[Placed], fonts: Mapping[str, Subset], tall: float) -> Drawn:
    """The drawing of the rows of a page of that height."""
    links: list[Link] = []
    parts = ["q"]
    for placed in page:
        parts += _ground(placed.row, tall - placed.top)
    for placed in page:
        parts += _row(placed.row, tall - placed.top, fonts, links)
    parts.append("Q\n")
    return Drawn("\n".join(parts).encode("ascii"), tuple(links))


def _ground(row: SetRow, high: float) -> Iterator[str]:
    """What is drawn behind all words and lines of a page."""
    low = high - row.height
    for cell in row.cells:
        left = SIDE + cell.x
        if cell.space.back:
            yield f"{_rgb(cell.space.back)} rg {left:.2f} {low:.2f} {cell.width:.2f} {row.height:.2f} re f"
        if cell.space.edge:
            yield f"{_rgb(cell.space.edge)} rg {left:.2f} {low:.2f} {EDGE} {row.height:.2f} re f"


def _row(row: SetRow, high: float, fonts: Mapping[str, Subset], links: list[Link]) -> Iterator[str]:
    """The words of a row, then the line below it."""
    low = high - row.height
    for cell in row.cells:
        yield from _cell(cell, high, row.height, fonts, links)
    for cell in row.cells:
        if cell.space.rule:
            rule = cell.space.rule
            yield f"{_rgb(cell.space.rule_colour)} rg {SIDE + cell.x:.2f} {low:.2f} {cell.width:.2f} {rule:.2f} re f"


def _cell(cell: SetCell, high: float, tall: float, fonts: Mapping[str, Subset], links: list[Link]) -> Iterator[str]:
    space = cell.space
    y = high - space.top
    if space.at_bottom:
        y = high - tall + space.rule + space.bottom + sum(line.height for line in cell.lines)
    if space.mark and cell.lines:
        yield _mark(space.mark, SIDE + cell.x, y - cell.lines[0].baseline)
    for line in cell.lines:
        if line.ruled:
            yield _below(line, SIDE + cell.x + space.left, y, cell.width - space.left - space.right)
        x = SIDE + cell.x + space.left
        if space.at_right:
            x = SIDE + cell.x + cell.width - space.right - line.width
        for piece in line.pieces:
            yield _piece(piece, x, y - line.baseline, fonts)
            if piece.link:
                _add_link(links, piece, x, y, line)
        y -= line.height


def _piece(piece: Piece, x: float, baseline: float, fonts: Mapping[str, Subset]) -> str:
    look, left = piece.look, x + piece.x
    font = fonts[look.font]
    text = font.words(piece.words)
    show = f"BT {_rgb(look.colour)} rg /{font.key} {look.size} Tf {left:.2f} {baseline:.2f} Td [{text}] TJ ET"
    return f"{_frame(look, piece, left, baseline)}\n{show}" if look.boxed else show


def _frame(look: Look, piece: Piece, left: float, baseline: float) -> str:
    """A thin frame around a tag."""
    low, high = baseline - 0.27 * look.size, 1.12 * look.size
    wide = piece.width + 2 * (BOX - 0.4)
    return f"{_rgb(look.boxed)} RG 0.4 w {left - BOX + 0.4:.2f} {low:.2f} {wide:.2f} {high:.2f} re S"


def _below(line: Line, x: float, y: float, wide: float) -> str:
    """A line to write on, at the foot of an empty one."""
    return f"{_rgb(line.ruled)} rg {x:.2f} {y - line.height:.2f} {wide:.2f} 0.4 re f"


def _mark(state: str, x: float, baseline: float) -> str:
    """The sign of a state: a ring, a disc, a diamond or a square, as the templates draw them in a box of 3 mm."""
    scale, high = 8.504 / 12, baseline - 0.85
    ink = _rgb(INK)
    if state == "after_outside":
        shape = "6 10.3 m 10.3 6 l 6 1.7 l 1.7 6 l h"
    elif state == "cannot_tell":
        shape = "2.9 2.9 6.2 6.2 re"
    else:
        shape = _circle(3.4 if state == "before" else 3.6)
    fill = {"after_in_scope": ink, "cannot_tell": _rgb(LINE)}.get(state, "1 1 1")
    return f"q {scale:.4f} 0 0 {scale:.4f} {x:.2f} {high:.2f} cm {fill} rg {ink} RG 1.2 w {shape} B Q"


def _circle(radius: float) -> str:
    """A circle around the middle of the box, of four curves."""
    bow = radius * 0.5523
    low, high, left, right = 6 - radius, 6 + radius, 6 - bow, 6 + bow
    return (
        f"{high:g} 6 m {high:g} {right:g} {right:g} {high:g} 6 {high:g} c "
        f"{left:g} {high:g} {low:g} {right:g} {low:g} 6 c "
        f"{low:g} {left:g} {left:g} {low:g} 6 {low:g} c {right:g} {low:g} {high:g} {left:g} {high:g} 6 c h"
    )


def _add_link(links: list[Link], piece: Piece, x: float, y: float, line: Line) -> None:
    """Words in lines that follow each other and lead to the same place are one place to click."""
    left, right, high, low = x + piece.x, x + piece.x + piece.width, y, y - line.height
    if links:
        before = links[-1]
        if before[4] == piece.link and abs(before[0] - left) < 0.5 and abs(before[1] - high) < 0.5:
            links[-1] = (before[0], low, max(before[2], right), before[3], piece.link)
            return
    links.append((left, low, right, high, piece.link))


_COLOURS: dict[str, str] = {}


def _rgb(colour: str) -> str:
    if colour not in _COLOURS:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
        _COLOURS[colour] = " ".join(f"{part:.3f}".rstrip("0").rstrip(".") or "0" for part in parts)
    return _COLOURS[colour]
