"""A letter as PDF: tagged, with its fonts inside, and with the same bytes on any day."""

from __future__ import annotations

from frkit.base.bundled import bundled
from frkit.letters.formats.html import html_page
from frkit.letters.formats.sheet import Sheet
from frkit.letters.letter import Letter
from frkit.pages.typeset import TypesetPages, typeset_pages


def pdf_letter(letter: Letter, sheet: Sheet, masked: bool) -> bytes:
    """The PDF; raises MissingProgram where the library that sets type is missing."""
    return typeset_letter(letter, sheet, masked).pdf


def typeset_letter(letter: Letter, sheet: Sheet, masked: bool) -> TypesetPages:
    """The PDF with what went wrong in it, such as a character that no font on this computer has."""
    page = html_page(letter, sheet, masked, typeset=True)
    return typeset_pages(page, folder=sheet.folder or bundled("templates"), day=sheet.day, tagged=True)
