"""The formats of a letter by their names, which are also the endings of their files."""

from __future__ import annotations

from collections.abc import Callable

from frkit.base.errors import WrongUsage
from frkit.base.findings import did_you_mean
from frkit.letters.formats.docx import docx_letter
from frkit.letters.formats.html import html_letter
from frkit.letters.formats.pdf import pdf_letter
from frkit.letters.formats.sheet import Sheet
from frkit.letters.formats.txt import txt_letter
from frkit.letters.letter import Letter

FORMATS: tuple[str, ...] = ("txt", "pdf", "docx", "eml", "html")


_MAKERS: dict[str, Callable[[Letter, Sheet, bool], bytes]] = {
    "txt": txt_letter,
    "pdf": pdf_letter,
    "docx": docx_letter,
    "html": html_letter,
}


def in_format(letter: Letter, name: str, sheet: Sheet, *, masked: bool = False) -> bytes:
    """A letter as the bytes of a file; ``masked`` gives the version with [name of requester] and the like."""
    if name not in _MAKERS:
        raise WrongUsage(
            f"There is no format '{name}'{did_you_mean(name, FORMATS)}", remedy=f"one of: {', '.join(FORMATS)}"
        )
    return _MAKERS[name](letter, sheet, masked)
