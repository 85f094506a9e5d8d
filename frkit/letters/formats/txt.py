"""A letter as plain text in even lines."""

from __future__ import annotations

from frkit.letters.formats.made import Made
from frkit.letters.formats.sheet import Sheet
from frkit.letters.letter import Letter


def txt_letter(letter: Letter, sheet: Sheet, masked: bool) -> Made:
    """The text as UTF-8."""
    return Made((letter.masked_text if masked else letter.text).encode())
