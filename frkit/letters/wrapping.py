"""Plain text of even lines from what a template gives, by the marks that :mod:`frkit.letters.marks` reads.

Each block is wrapped as a paragraph; the further lines of a list item are set under its text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from textwrap import TextWrapper

from frkit.letters.marks import Piece, blocks_of

WIDTH = 76
"""Columns of a letter: what mail programs quote, and what one page takes, without breaking lines again."""

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
    blocks = ("\n".join(_piece(piece, width) for piece in block) for block in blocks_of(text))
    return "\n\n".join(blocks) + "\n"


def subject_of(text: str) -> str:
    """The subject that a template's text marks, on one line; empty where it marks none."""
    found = _SUBJECT.search(text)
    return " ".join(found[1].split()) if found else ""


def tied(text: str) -> str:
    """The text with spaces at which no line may end, so that no date and no "section 10" is torn apart."""
    return _TIES.sub(lambda match: f"{match[0].rstrip()}{_TIE}", text)


def _piece(piece: Piece, width: int) -> str:
    if piece.kind in ("line", "subject"):
        return _filled(piece.text, "", "  " if piece.kind == "line" else "", width)
    first = " " * piece.indent + (f"{piece.marker} " if piece.marker else "")
    return _filled(piece.text, first, " " * len(first), width)


@lru_cache(maxsize=4096)  # the masked letter, and the next one, have most paragraphs in common
def _filled(text: str, first: str, rest: str, width: int) -> str:
    wrapper = TextWrapper(
        width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False, break_long_words=True
    )
    return wrapper.fill(tied(text)).replace(_TIE, " ")
