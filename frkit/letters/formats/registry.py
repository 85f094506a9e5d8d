"""The formats of a letter by their names, which are also the endings of their files."""

from __future__ import annotations

from collections.abc import Callable

from frkit.base.errors import WrongUsage
from frkit.base.findings import did_you_mean
from frkit.letters.formats.docx import docx_letter
from frkit.letters.formats.eml import eml_letter
from frkit.letters.formats.html import html_letter
from frkit.letters.formats.made import Made
from frkit.letters.formats.pdf import pdf_letter
from frkit.letters.formats.sheet import Sheet
from frkit.letters.formats.txt import txt_letter
from frkit.letters.letter import Letter

_MAKERS: dict[str, Callable[[Letter, Sheet, bool], Made]] = {
    "txt": txt_letter,
    "pdf": pdf_letter,
    "docx": docx_letter,
    "eml": eml_letter,
    "html": html_letter,
}
FORMATS: tuple[str, ...] = tuple(_MAKERS)


def in_format(letter: Letter, name: str, sheet: Sheet, *, masked: bool = False) -> bytes:
    """A letter as the bytes of a file; ``masked`` gives the version with [name of requester] and the like."""
    return made_in_format(letter, name, sheet, masked=masked).data


def made_in_format(letter: Letter, name: str, sheet: Sheet, *, masked: bool = False) -> Made:
    """The same with what a person should know of the file: a character that no font has, a PDF that is missing.

    Raises WrongUsage for an unknown name, MissingProgram where a PDF cannot be made on this computer.
    """
    if name not in _MAKERS:
        raise WrongUsage(
            f"There is no format '{name}'{did_you_mean(name, FORMATS)}", remedy=f"one of: {', '.join(FORMATS)}"
        )
    return _MAKERS[name](letter, sheet, masked)
