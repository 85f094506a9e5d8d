"""Certifications to be checked and signed: what was done with the files, step by step; blanks for the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from frkit.packet.parts.custody import not_here
from frkit.packet.parts.forms import common_facts, exhibits_where, is_received, profile_of, rule_lines
from frkit.packet.parts.made_part import FrontFacts, MadePart
from frkit.packet.parts.refs import Book, Ref
from frkit.packet.verify.versions import made_with
from frkit.pages.wording import on_one_line, plural

RULES = ("fre-902-11", "fre-902-13", "fre-902-14")
"""Ids of the rules of a profile that say what such a certification has to show."""
MOST_STEPS = 25
"""Kinds of steps that are listed; the rest are counted."""


@dataclass(frozen=True)
class FileLine:
    """One file with its hash, for the schedule."""

    ref: Ref
    first: bool
    name: str
    size: str
    sha256: str


def schedule(book: Book) -> Iterator[FileLine]:
    """Every file of the packet, in its order."""
    for made in book.exhibits:
        for piece in made.pieces:
            pages = piece.pages
            name = on_one_line(pages.name)
            size = plural(pages.size, "byte")
            yield FileLine(book.ref(made, [piece]), not pages.part, name, size, pages.sha256)


def steps(book: Book) -> list[tuple[str, int]]:
    """How pages were made, as the build recorded it, and for how many files; the commonest first."""
    counted: Counter[str] = Counter()
    for piece in (piece for made in book.exhibits for piece in made.pieces):
        counted.update([f"slip sheet: {piece.pages.slip}"] if piece.pages.slip else list(piece.pages.how))
    ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    rest = sum(count for _, count in ordered[MOST_STEPS:])
    return [*ordered[:MOST_STEPS], *([("other steps", rest)] if rest else [])]


def _gone(book: Book) -> int:
    """How many documents stand here by a slip sheet alone since their bytes are gone."""
    return sum(made.pieces[0].pages.kind == "missing" for made in book.exhibits)


def _facts(front: FrontFacts) -> dict[str, Any]:
    book = front.book
    rules = {rule.id: rule for rule in profile_of(front).rules}
    files = list(schedule(book))
    attached = sum(not one.first for one in files)
    return {
        "certification": {
            **common_facts(front),
            "rules": {id: rule_lines(book, [rules[id]]) for id in RULES if id in rules},
            "received": exhibits_where(book, is_received),
            "documents": plural(len(files) - attached, "document"),
            "attached": plural(attached, "file") if attached else "",
            "gone": f"of {plural(gone, 'document')}" if (gone := _gone(book)) else "",
            "steps": [(words, plural(count, "file")) for words, count in steps(book)],
            "made_with": list(made_with().items()),
            "schedule": [] if "custody" in front.packet.parts else files,
            "not_here": not_here(book),
        }
    }


PART = MadePart("certification", "Certifications (drafts to sign)", _facts)
