"""A letter as a web page: one file without scripts that asks for nothing from anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from frkit.letters.document import Block, Document, document
from frkit.letters.formats.sheet import Sheet
from frkit.letters.letter import Letter
from frkit.letters.wrapping import tied
from frkit.pages.environment import TemplateEnvironment, environment, render

_RIGHT_TO_LEFT = ("ar", "dv", "fa", "he", "ps", "ur", "yi")
_SECTIONS = {"sender": "head", "date": "head", "farewell": "closing", "signature": "closing"}


@dataclass(frozen=True)
class _Section:
    name: str
    blocks: tuple[Block, ...]


def html_letter(letter: Letter, sheet: Sheet, masked: bool) -> bytes:
    """The page as UTF-8."""
    return html_page(letter, sheet, masked, typeset=False).encode()


def html_page(letter: Letter, sheet: Sheet, masked: bool, *, typeset: bool) -> str:
    """The page as text; ``typeset`` takes the bundled fonts, by addresses that only frkit resolves."""
    parts = document(letter.masked_marked if masked else letter.marked, sheet.day_in_words)
    names = parts.lines_of("sender")
    facts = {
        "title": sheet.title,
        "author": names[0] if names and not masked else "",
        "language": sheet.language,
        "direction": "rtl" if sheet.language.split("-")[0] in _RIGHT_TO_LEFT else "ltr",
        "day": sheet.day,
        "paper": sheet.paper,
        "sections": _sections(parts),
        "typeset": typeset,
    }
    return render(_environment(sheet.folder), "pages/letter.html.j2", facts)


@lru_cache(maxsize=4)
def _environment(overlay: Path | None) -> TemplateEnvironment:
    """The templates of a campaign, read once for all its letters."""
    made = environment(overlay, html=True)
    made.filters["tied"] = tied
    return made


def _sections(parts: Document) -> list[_Section]:
    """The blocks in order: what stands above the addressee, the letter, and the end that is kept together."""
    return [
        _Section(name, tuple(blocks))
        for name, blocks in groupby(parts.blocks, lambda block: _SECTIONS.get(block.role, "letter"))
    ]
