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
    after: float = 0.0
    """Free space below the last line of words that begin and end their lines."""
    ruled: str = ""
    """The colour of a line to write on, which stands there instead of words."""

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
    mark: str = ""
    """The state whose sign stands before the words."""


BODY = Look()
HEAD = Look("sans-bold", 7.8, 1.2, INK)
HEAD_SPACE = Space(top=0, bottom=1 * MM, rule=0.8, rule_colour=INK, at_bottom=True)
SECTION = Look("sans-bold", 12.5, 1.2, INK)
SECTION_SPACE = Space(top=0, right=0, bottom=1 * MM, rule=0.8, rule_colour=INK)
NOTE = Look(size=9, leading=1.4)
NOTE_SPACE = Space(3.5 * MM, 2.5 * MM, 3.5 * MM, 2.5 * MM, rule=0, back=SOFT)
SUBHEAD = Look("sans-bold", 10, 1.2)
SMALL = Look(size=8.6, leading=1.4, after=2.6 * MM)
LISTED = Look(leading=1.4)
BARE = Space(top=0, right=0, bottom=0, rule=0)
LISTED_SPACE = Space(top=MM, right=0, bottom=MM)
SAID_HEAD = Look("sans-bold", 7.6, 1.2, INK)
SAID = Look(size=8.0, colour="222222")
SAID_SPACE = Space(top=0.3 * MM, right=0, bottom=0.5 * MM, rule=0)
SAID_LAST = replace(SAID_SPACE, bottom=2.7 * MM, rule=0.3)
SAID_NAME = replace(SAID_SPACE, right=3 * MM), replace(SAID_LAST, right=3 * MM)
SAID_WORDS = replace(SAID_SPACE, right=2.5 * MM), replace(SAID_LAST, right=2.5 * MM)
"""Of a name and of what is told under it: in a row that others follow, and in the last."""
SAID_WIDTH = 37 * MM
"""The column of what is told of a withheld record, with the space at its right."""
PROMISE = Look(size=8.6, leading=1.36)
PROMISE_SPACE = Space(3 * MM + 1.6, 2.2 * MM, 3 * MM, 2.2 * MM, rule=0, back=OUTSIDE_SOFT, edge=OUTSIDE)
MARK = 4.1 * MM
"""What a sign before words takes, with the space at its right."""
BELOW = 4 * MM
"""Free space below a table."""
BEFORE_SECTION = 5 * MM
"""What a heading keeps free above it, beside the space below the table before it."""


@lru_cache(maxsize=4096)
def worded(look: Look, tag: str, classes: frozenset[str]) -> Look:
    """The look of an element's words inside words of another look."""
    narrow = (look.size, look.leading) == _ACROSS
    if tag in ("b", "strong"):
        look = look.bold()
    elif tag in ("i", "em"):
        look = replace(look, font="sans-italic")
    elif tag in _TAGS:
        look = replace(look, **_TAGS[tag])
    for name, keys in _WORDS.items():
        if name in classes:
            look = replace(look, **keys)
    if "bates" in classes and narrow:
        look = replace(look, size=6.9, nowrap=False)
    if {"tag", "outside"} <= classes:
        look = replace(look, font="sans-bold", colour=OUTSIDE, boxed=OUTSIDE, capitals=True)
    return look


_ACROSS = 8.0, 1.25
"""Size and leading of tables across agencies, whose columns are narrow."""
_TAGS: dict[str, dict[str, Any]] = {
    "h2": {"font": "sans-bold", "size": 11.5, "leading": 1.2, "colour": INK, "after": 0.6 * MM},
    "p": {"font": "serif", "size": 9.6, "leading": 1.38, "after": 1.2 * MM},
}
"""What stands in the box of a public fact."""
_WORDS: dict[str, dict[str, Any]] = {
    "bates": {"font": "mono", "size": 7.9, "nowrap": True},
    "hash": {"font": "mono", "size": 7.2, "leading": 1.25, "colour": "333333"},
    "mono": {"font": "mono", "size": 7.6},
    "late": {"font": "sans-bold", "colour": LATE},
    "muted": {"colour": "444444"},
    "source": {"size": 7.6, "colour": "444444"},
    "nowrap": {"nowrap": True},
    "ref": {"leading": 1.25},
    "rule": {"size": 6 * MM + 0.4, "leading": 1.0, "ruled": "777777"},
    "why": {"size": 7.9, "leading": 1.3, "colour": "333333"},
    "words": {"size": 7.8, "colour": "333333"},
    "verdict": {"font": "sans-bold"},
    "released": {"font": "sans-bold", "colour": "14532d"},
    "kept": {"font": "sans-bold", "colour": LATE},
    "waits": {"font": "sans-italic", "colour": "444444"},
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
    if "outcomes" in table:
        look = replace(look, size=_ACROSS[0], leading=_ACROSS[1])
        space = replace(space, top=MM, right=2 * MM, bottom=MM)
    if "sums" in row:
        look, space = replace(look, size=7.6), replace(space, rule=0)
    if "withheld" in table and "counted" in row:
        space = replace(space, top=1.8 * MM)
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
    """Class of a column's heading, after that of its table where the width is that table's own -> its width in points,
    as the style sheets have it, with the space at its right.
    """
    folder = bundled("templates") / "packet"
    css = "".join((folder / name).read_text(encoding="utf-8") for name in ("packet.css", "tables.css"))
    found = re.findall(r"(?:\.([\w-]+) )?th\.(\w+) \{ width: ([\d.]+)mm; \}", css)
    widths = {f"{table} {name}".strip(): (float(width) + 2.5) * MM for table, name, width in found}
    return widths | {"facts": 36.5 * MM}
