"""What an office file or a table says that its pages do not show: hidden sheets and rows, comments, cut-off ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from frkit.evidence.text.pdf_text import opened_pdf
from frkit.evidence.text.types import FILE, PageText
from frkit.evidence.text.words import pieces

_NO_WORD_SIGNS = re.compile(r"[\W_]+")
_LETTERS_ONLY = (b"{\\rtf", b"\xd0\xcf\x11\xe0")
"""Forms of which only runs of letters are read, names of fonts and programs among them: their pages say it better."""


def words_not_on_pages(data: bytes, pdf: str, words: Callable[[bytes], Iterator[PageText]]) -> tuple[PageText, ...]:
    """The lines of a file that hold a word which stands on none of its pages; ``pdf`` is the file of the pages."""
    if data.startswith(_LETTERS_ONLY):
        return ()
    shown = _shown(pdf)
    lines = (line for piece in words(data) for line in piece.text.split("\n"))
    return tuple(pieces("\n".join(line for line in lines if not shown.issuperset(_words(line))), FILE))


@lru_cache(maxsize=1)
def _shown(pdf: str) -> frozenset[str]:
    """All words on the pages of a PDF, and what a line end may have parted."""
    found: set[str] = set()
    document = opened_pdf(pdf, "")
    try:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage().get_text_bounded()
            page.close()
            found.update(_words(text), _words(re.sub(r"[-\x02\xad\ufffe]?\s*\n", "", text)))
    finally:
        document.close()
    return frozenset(found)


def _words(text: str) -> Iterable[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return (word for word in map(_bare, plain.split()) if word)


def _bare(word: str) -> str:
    return _NO_WORD_SIGNS.sub("", word)
