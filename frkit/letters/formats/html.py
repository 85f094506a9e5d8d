"""A letter as a web page: one file without scripts that asks for nothing from anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from frkit.letters.document import Block
from frkit.letters.formats.made import Made
from frkit.letters.formats.page import page_environment, page_facts
from frkit.letters.formats.sheet import Sheet
from frkit.letters.letter import Letter
from frkit.pages.environment import render

_SECTIONS = {"sender": "head", "date": "head", "farewell": "closing", "signature": "closing", "after": "closing"}


@dataclass(frozen=True)
class _Section:
    name: str
    blocks: tuple[Block, ...]


def html_letter(letter: Letter, sheet: Sheet, masked: bool) -> Made:
    """The page as UTF-8."""
    return Made(html_page(letter, sheet, masked, typeset=False).encode())


def html_page(letter: Letter, sheet: Sheet, masked: bool, *, typeset: bool) -> str:
    """The page as text; ``typeset`` takes the bundled fonts, by addresses that only frkit resolves."""
    facts = page_facts(letter, sheet, masked)
    facts |= {"sections": _sections(facts["blocks"]), "typeset": typeset}
    return render(page_environment(sheet.folder), "pages/letter.html.j2", facts)


def _sections(blocks: tuple[Block, ...]) -> list[_Section]:
    """The blocks in order: what stands above the addressee, the letter, and the end that is kept together."""
    return [
        _Section(name, tuple(some)) for name, some in groupby(blocks, lambda block: _SECTIONS.get(block.role, "letter"))
    ]
