"""Plain text of even lines from what a template gives.

A blank line ends a block. A block is wrapped as a paragraph, except that a line beginning with ``| `` stays a line of
its own, ``= `` marks the subject, a line beginning with ``1. ``, ``(a) `` or ``- `` begins a list item, whose further
lines are set under its text, and a block whose first line is indented keeps that indent.
"""

from __future__ import annotations

import re
from textwrap import TextWrapper

WIDTH = 76
"""Columns of a letter: what mail programs quote, and what one page takes, without breaking lines again."""

_MARKER = re.compile(r"( *)(\d{1,3}\.|\([a-z]\)|-) +(?=\S)")
_KEPT = re.compile(r"[|=] ?")
_SUBJECT = re.compile(r"^= *(.+)$", re.MULTILINE)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# A line must end neither between these words and the number that follows, nor inside a date.
_TIES = re.compile(
    r"(§§?|\b(?:[Ss]ections?|[Aa]rticles?|[Ii]tems?|[Pp]arts?|ch\.|art\.|[Nn]o\.|ORS|C\.F\.R\.|U\.S\.C\.)) (?=[\d(§])"
    rf"|((?<!\w)(?:{_MONTHS})) (?=\d)|((?<!\d)\d{{1,2}}) (?=(?:{_MONTHS}|U\.S\.C\.|C\.F\.R\.|NYCRR)(?!\w))"
)
_TIE = "\N{NO-BREAK SPACE}"


def wrapped(text: str, width: int = WIDTH) -> str:
    """The text in lines of at most ``width`` columns, blocks parted by one blank line, with one line end at its end."""
    blocks = [_block(block.strip("\n"), width) for block in re.split(r"\n[ \t]*\n", text.strip("\n"))]
    return "\n\n".join(block for block in blocks if block.strip()) + "\n"


def subject_of(text: str) -> str:
    """The subject that a template's text marks, on one line; empty where it marks none."""
    found = _SUBJECT.search(text)
    return " ".join(found[1].split()) if found else ""


def _block(block: str, width: int) -> str:
    pieces: list[str] = []
    for line in block.split("\n"):
        begins = not pieces or _KEPT.match(line) or _MARKER.match(line) or _KEPT.match(pieces[-1])
        if begins:
            pieces.append(line)
        else:
            pieces[-1] += " " + line.strip()
    return "\n".join(line for line in (_piece(piece, width) for piece in pieces) if line.strip())


def _piece(piece: str, width: int) -> str:
    kept = _KEPT.match(piece)
    if kept:
        return _filled(piece[kept.end() :], "", "  " if piece.startswith("|") else "", width)
    marked = _MARKER.match(piece)
    if marked:
        first = f"{marked[1]}{marked[2]} "
        return _filled(piece[marked.end() :], first, " " * len(first), width)
    indent = " " * (len(piece) - len(piece.lstrip(" ")))
    return _filled(piece, indent, indent, width)


def _filled(text: str, first: str, rest: str, width: int) -> str:
    words = _TIES.sub(lambda match: f"{match[0].rstrip()}{_TIE}", " ".join(text.split()))
    wrapper = TextWrapper(
        width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False, break_long_words=True
    )
    return wrapper.fill(words).replace(_TIE, " ") or first.rstrip()
