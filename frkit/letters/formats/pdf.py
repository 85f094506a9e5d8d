"""A letter as PDF: tagged, with its fonts inside, and with the same bytes on any day."""

from __future__ import annotations

import re
from collections.abc import Iterable

from frkit.base.bundled import bundled
from frkit.letters.formats.html import html_page
from frkit.letters.formats.made import Made
from frkit.letters.formats.sheet import Sheet
from frkit.letters.letter import Letter
from frkit.pages.typeset import typeset_pages

_NO_GLYPH = re.compile(r"\.notdef glyph .*\(U\+([0-9A-F]{4,6})\)")
_SHOWN = 5
"""Characters that a warning names."""


def pdf_letter(letter: Letter, sheet: Sheet, masked: bool) -> Made:
    """The PDF; raises MissingProgram where the library that sets type is missing."""
    page = html_page(letter, sheet, masked, typeset=True)
    made = typeset_pages(page, folder=sheet.folder or bundled("templates"), day=sheet.day, tagged=True)
    return Made(made.pdf, tuple(_boxes(made.warnings)))


def _boxes(said: Iterable[str]) -> Iterable[str]:
    """A sentence on the characters that no font on this computer has: they show as empty boxes."""
    missing = dict.fromkeys(found[1] for found in map(_NO_GLYPH.match, said) if found)
    if missing:
        named = ", ".join(f"{chr(int(code, 16))} (U+{code})" for code in list(missing)[:_SHOWN])
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        yield (
            f"No font on this computer has {named}{more}; the PDF shows an empty box instead. "
            "Install a font that has it, such as one of the Noto family, and make the PDF again."
        )
