"""The marks of a letter's text: which line begins what, before it is known what each part of a letter is.

A blank line ends a block. In a block a line beginning with ``| `` stays a line of its own, ``= `` marks the subject, a
line beginning with ``1. ``, ``(a) `` or ``- `` begins a list item, and a first line that is indented keeps its indent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

_MARKER = re.compile(r"( *)(\d{1,3}\.|\([a-z]\)|-) +(?=\S)")
_KEPT = re.compile(r"[|=] ?")
_BLANK = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True)
class Piece:
    """One kept line, subject, list item or running text, its words parted by single spaces."""

    kind: Literal["line", "subject", "item", "text"]
    text: str
    marker: str = ""
    """Of an item: ``1.``, ``(a)``, ``-``."""
    indent: int = 0
    """Spaces before the marker, or before each line of the text."""


def blocks_of(marked: str) -> tuple[tuple[Piece, ...], ...]:
    """The blocks of a text as a template gives it, each as its pieces; a block that shows nothing is left out."""
    blocks = (_block(block.strip("\n")) for block in _BLANK.split(marked.strip("\n")))
    return tuple(block for block in blocks if block)


@lru_cache(maxsize=4096)  # the masked letter, and the next one, have most blocks in common
def _block(block: str) -> tuple[Piece, ...]:
    pieces: list[str] = []
    for line in block.split("\n"):
        begins = not pieces or _KEPT.match(line) or _MARKER.match(line) or _KEPT.match(pieces[-1])
        if begins:
            pieces.append(line)
        else:
            pieces[-1] += " " + line.strip()
    return tuple(piece for piece in map(_piece, pieces) if piece.text)


def _piece(piece: str) -> Piece:
    kept = _KEPT.match(piece)
    if kept:
        return Piece("line" if piece.startswith("|") else "subject", " ".join(piece[kept.end() :].split()))
    marked = _MARKER.match(piece)
    if marked:
        return Piece("item", " ".join(piece[marked.end() :].split()), marked[2], len(marked[1]))
    return Piece("text", " ".join(piece.split()), indent=len(piece) - len(piece.lstrip(" ")))
