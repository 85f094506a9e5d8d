"""What every format that has pages is filled in with, and the templates it is filled into."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from frkit.letters.document import Document, Role, document
from frkit.letters.formats.runs import Run, curled, heads_of, runs_of, short_heads
from frkit.letters.formats.sheet import Sheet
from frkit.letters.formats.sizes import size_for
from frkit.letters.letter import Letter
from frkit.letters.masking import PLACEHOLDERS
from frkit.letters.to_do import BLANK
from frkit.letters.wrapping import tied
from frkit.pages.environment import environment
from frkit.pages.sandbox import TemplateEnvironment
from frkit.pages.wording import MONTHS, without_hidden

LONGEST_NAME = 90
"""Characters of an addressee that fit the line above a page, with the date."""
LONGEST_TIE = 40
"""Signs that are kept on one line; a longer run may break, so that no line leaves the page."""
LONGEST_WORD = 500
"""Signs without a space after which a word may break: to find such a place by itself takes the setting of type long."""
_RIGHT_TO_LEFT = ("ar", "dv", "fa", "he", "ps", "ur", "yi")
_TIE = "\N{NO-BREAK SPACE}"
_NUMBERED = re.compile(r"[A-Za-z]\.\d")
"""As in "s.43(2)": a line may otherwise end at such a stop."""
_YEAR = re.compile(rf"((?:{'|'.join(MONTHS)}){_TIE}\d{{1,2}},) (?=\d{{4}}(?!\d))")
_CITED = re.compile(r"(?<!\w)((?:[Aa]rts?|[Rr]egs?|ss?|ch?|paras?|Nr|Abs|SI)\.?) (?=\d|[DLR]\. ?\*?\d)")
"""As in "SI 2004", "c. 36", "art. L. 300-1"; plain text leaves these to chance."""
_WHO: tuple[Role, ...] = ("sender", "addressee", "signature")
# Neither XML 1.0 nor HTML can hold these.
_NO_CHARACTER = re.compile("[\ufffe\uffff]")


def page_facts(letter: Letter, sheet: Sheet, masked: bool) -> dict[str, Any]:
    """The facts that page templates share: the blocks of the letter, how they are set, its title, language and day."""
    parts = _document(letter, sheet, masked)
    names, to, signed = (parts.lines_of(role) for role in _WHO)
    return {
        "blocks": parts.blocks,
        "size": size_for(parts.blocks, sheet.paper),
        "group": list(takewhile(signed.__contains__, names[1:])),
        "heads": (*heads_of(letter.facts), *short_heads(part for block in parts.blocks for part in block.parts)),
        "filled": PLACEHOLDERS if masked else (),
        "title": sheet.title,
        "author": names[0] if names and not masked else "",
        "running": " · ".join((*map(_shortened, _known(to[:1])), *parts.lines_of("date"))),
        "language": sheet.language,
        "direction": "rtl" if sheet.language.split("-")[0] in _RIGHT_TO_LEFT else "ltr",
        "day": sheet.day,
        "paper": sheet.paper,
    }


def _document(letter: Letter, sheet: Sheet, masked: bool) -> Document:
    """The parts of the letter, with the quotation marks of print where it is in English."""
    marked = _NO_CHARACTER.sub("", letter.masked_marked if masked else letter.marked)
    parts = document(marked, sheet.day_in_words)
    if sheet.language.split("-")[0] != "en":
        return parts
    printed = curled(marked, " ".join(parts.lines_of("sender")))
    return parts if printed == marked else document(printed, sheet.day_in_words)


def unbroken(text: str, direction: str, heads: Sequence[str] = (), filled: Sequence[str] = ()) -> Markup:
    """Markup of a text in which a date and "section 10" stay on one line, with plain spaces between their words.

    A space at which no line breaks would not do: fonts draw both alike, and a PDF would then copy every space as that.
    Where text runs from right to left each such piece would be put in order by itself: there lines break as usual.
    """
    shown = without_hidden(text)
    return Markup("".join(_run(run, direction) for run in runs_of(shown, heads, filled)))


def _run(run: Run, direction: str) -> str:
    words = (run.text if direction == "rtl" else bound(run.text)).split(" ")
    shown = " ".join(map(_word, words))
    return f"<strong>{shown}</strong>" if run.head else f"<mark>{shown}</mark>" if run.blank else shown


def bound(text: str) -> str:
    """The text with spaces at which no line may end, in dates up to their year: on a page there is room for that."""
    return _CITED.sub(rf"\1{_TIE}", _YEAR.sub(rf"\1{_TIE}", tied(text)))


def _word(word: str) -> str:
    if len(word) > LONGEST_WORD:
        pieces = (word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD))
        return "<wbr>".join(str(escape(piece.replace(_TIE, " "))) for piece in pieces)
    plain = str(escape(word.replace(_TIE, " ")))
    whole = _TIE in word or _NUMBERED.search(word)
    return plain if not whole or len(word) > LONGEST_TIE else f'<span class="unbroken">{plain}</span>'


def _known(names: Sequence[str]) -> list[str]:
    """Those without a blank: who fills it in below may not think of the line above further pages."""
    return [name for name in names if not BLANK.search(name)]


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"


@lru_cache(maxsize=4)
def page_environment(overlay: Path | None) -> TemplateEnvironment:
    """The templates of a campaign, read once for all its letters."""
    made = environment(overlay, html=True)
    made.filters |= {"tied": bound, "unbroken": unbroken, "runs": runs_of}
    return made
