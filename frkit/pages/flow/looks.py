"""How the parts of a long table look: the same sizes, colours and distances as in ``templates/packet/packet.css``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from frkit.base.bundled import bundled

MM = 72 / 25.4
INK, LINE, LATE, OUTSIDE = "14213d", "b8bcc6", "8f1d14", "7a4b00"
OUTSIDE_SOFT, OUTSIDE_LINE, SOFT = "fbf5e9", "e0cfa8", "f3f4f7"
PAPERS = {"Letter": (612.0, 792.0), "A4": (595.276, 841.89)}
SIDE, TOP, BOTTOM = 22 * MM, 22 * MM, 24 * MM
"""Margins of a packet's page."""


@dataclass(frozen=True, eq=False)
class Look:
    """How some words are set."""

    font: str = "sans"
    size: float = 8.8
    leading: float = 1.32
    colour: str = "111111"
    nowrap: bool = False
    boxed: str = ""
    """The colour of a thin frame around the words, if there is one."""
    capitals: bool = False

    def bold(self) -> Look:
        """The same in bold."""
        return replace(self, font="sans-bold")


@dataclass(frozen=True)
class Space:
    """What a cell keeps free around its words, in points, and what is drawn around it."""

    left: float = 0.0
    top: float = 1.2 * MM
    right: float = 2.5 * MM
    bottom: float = 1.2 * MM
    rule: float = 0.3
    """Thickness of the line below it."""
    rule_colour: str = LINE
    back: str = ""
    edge: str = ""
    """Colour of a thick line at its left."""
    at_right: bool = False
    at_bottom: bool = False


BODY = Look()
HEAD = Look("sans-bold", 7.8, 1.2, INK)
HEAD_SPACE = Space(top=0, bottom=1 * MM, rule=0.8, rule_colour=INK, at_bottom=True)
SECTION = Look("sans-bold", 12.5, 1.2, INK)
SECTION_SPACE = Space(top=0, right=0, bottom=1 * MM, rule=0.8, rule_colour=INK)
NOTE = Look(size=9, leading=1.4)
NOTE_SPACE = Space(3.5 * MM, 2.5 * MM, 3.5 * MM, 2.5 * MM, rule=0, back=SOFT)
BELOW = 4 * MM
"""Free space below a table."""
BEFORE_SECTION = 5 * MM
"""What a heading keeps free above it, beside the space below the table before it."""


@lru_cache(maxsize=4096)
def worded(look: Look, tag: str, classes: frozenset[str]) -> Look:
    """The look of an element's words inside words of another look."""
    if tag in ("b", "strong"):
        look = look.bold()
    elif tag in ("i", "em"):
        look = replace(look, font="sans-italic")
    for name, keys in _WORDS.items():
        if name in classes:
            look = replace(look, **keys)
    if {"tag", "outside"} <= classes:
        look = replace(look, font="sans-bold", colour=OUTSIDE, boxed=OUTSIDE, capitals=True)
    return look


_WORDS: dict[str, dict[str, Any]] = {
    "bates": {"font": "mono", "size": 7.9, "nowrap": True},
    "hash": {"font": "mono", "size": 7.2, "leading": 1.25, "colour": "333333"},
    "mono": {"font": "mono", "size": 7.6},
    "late": {"font": "sans-bold", "colour": LATE},
    "muted": {"colour": "444444"},
    "source": {"size": 7.6, "colour": "444444"},
    "nowrap": {"nowrap": True},
    "ref": {"leading": 1.25},
    "tag": {"size": 7.0, "nowrap": True, "boxed": "555555"},
}


@lru_cache(maxsize=4096)
def celled(table: frozenset[str], row: frozenset[str], cell: frozenset[str], at: int) -> tuple[Look, Space]:
    """The look of a cell's words and the space around them; ``at`` is its place in the row, from 0."""
    look, space = BODY, Space()
    if "custody" in table or "schedule" in table:
        look = replace(look, size=8.0)
    if "contents" in table:
        space = replace(space, top=MM, bottom=MM)
    if row & {"group", "year"}:
        top = 3.5 * MM if "group" in row else 3 * MM
        return replace(look, font="sans-bold", size=9.4, colour=INK), replace(space, top=top, rule=0.6, rule_colour=INK)
    look, space = _rowed(look, space, row, at, 1 if "contents" in table else 0)
    if "number" in cell:
        look, space = replace(look, nowrap=True), replace(space, at_right=True)
    return worded(look, "td", cell), space


def _rowed(look: Look, space: Space, row: frozenset[str], at: int, indented: int) -> tuple[Look, Space]:
    """What the kind of its row changes for a cell; ``indented`` is the cell that an attached file sets back."""
    if "attached" in row:
        look = replace(look, colour="333333")
        if at == indented:
            space = replace(space, left=(5 if indented else 3) * MM)
    if "public" in row:
        space = replace(space, back=OUTSIDE_SOFT, rule_colour=OUTSIDE_LINE)
        if at == 0:
            space = replace(space, edge=OUTSIDE, left=1.6 * MM + 0.8)
    if "counted" in row:
        space = replace(space, rule=0)
    if "reckoning" in row:
        look, space = replace(look, size=8.0, leading=1.3, colour="333333"), replace(space, top=0)
    return look, space


@lru_cache(maxsize=1)
def column_widths() -> dict[str, float]:
    """Class of a column's heading -> its width in points, as the style sheet has it, with the space at its right."""
    css = (bundled("templates") / "packet" / "packet.css").read_text(encoding="utf-8")
    found = {name: (float(width) + 2.5) * MM for name, width in re.findall(r"th\.(\w+) \{ width: ([\d.]+)mm; \}", css)}
    return found | {"facts": 36.5 * MM}
