"""``frkit letter REQUEST --explain``: what made each paragraph of a letter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from frkit.cli.common import console, print_json, say
from frkit.letters.explaining import Explained, TemplateLines, ToldFact, explained
from frkit.letters.fact_sources import FactSource
from frkit.letters.making import Wish, kind_for, make, matter_of
from frkit.tracking.folder import CampaignFolder

if TYPE_CHECKING:
    from rich.console import Console

FIRST_WORDS = 60
"""Characters of a paragraph by which it is known."""
LONGEST_VALUE = 70
MOST_SOURCES = 2
"""More are counted; --json names all."""


def explain_one(folder: CampaignFolder, request_id: str, wish: Wish, *, as_json: bool) -> None:
    """Print, paragraph by paragraph, the templates, the facts and where they stand. Names nobody: it is masked."""
    matter = matter_of(folder, folder.load(request_id), wish)
    made = make(folder, matter, *kind_for(matter, wish))
    found = explained(made.letter, matter)
    if as_json:
        letter = made.letter
        data = {"request": request_id, "kind": letter.kind, "template": letter.template, "language": letter.language}
        print_json({**data, "paragraphs": [_data(one) for one in found]})
        return
    out = console()
    for number, paragraph in enumerate(found, 1):
        _print(out, number, paragraph)


def _print(out: Console, number: int, paragraph: Explained) -> None:
    say(out, f'{number}. "{_shortened(paragraph.text, FIRST_WORDS)}"', hang=3, style="bold")
    for template in paragraph.templates:
        say(out, _template_words(template), indent=3, hang=2)
    for source, facts in groupby(sorted(paragraph.facts, key=_order), key=lambda fact: fact.source):
        _print_facts(out, source, list(facts))
    out.print()


def _order(fact: ToldFact) -> tuple[str, int, str]:
    return (fact.source.file, fact.source.line or 0, repr(fact.source))


def _print_facts(out: Console, source: FactSource, facts: Iterable[ToldFact]) -> None:
    say(out, _place(source), indent=3, hang=2, style="cyan")
    for fact in facts:
        say(out, f"{fact.name}: {_shortened(_spelt(fact.value), LONGEST_VALUE)}", indent=5, hang=2)
    for behind in _behind(source):
        say(out, behind, indent=5, hang=2, style="dim")


def _template_words(template: TemplateLines) -> str:
    lines = ", ".join(map(str, template.lines))
    return f"{template.file}, line{'s' * (len(template.lines) > 1)} {lines}{' (your own)' if template.own else ''}"


def _place(source: FactSource) -> str:
    if source.events:
        return ", ".join(f"events/{one}.yaml" for one in source.events)
    file = re.sub(r"^requests/[^/]+/", "", source.file)
    place = f"{file}{f':{source.line}' if source.line else ''}"
    return f"{place}, {source.entry}" if source.entry else place


def _behind(source: FactSource) -> Iterable[str]:
    if source.citation:
        yield f"provision: {source.citation}"
    if source.sources:
        more = len(source.sources) - MOST_SOURCES
        first = "; ".join(source.sources[:MOST_SOURCES])
        yield f"read in: {first}{f' and {more} more' if more > 0 else ''}"
    if source.confidence:
        yield f"confidence: {source.confidence}"


def _spelt(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(map(_spelt, value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _shortened(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def _data(paragraph: Explained) -> dict[str, Any]:
    return {
        "text": paragraph.text,
        "templates": [{"file": one.file, "lines": list(one.lines), "own": one.own} for one in paragraph.templates],
        "facts": [
            {
                "name": fact.name,
                "value": _spelt(fact.value),
                "file": fact.source.file,
                "line": fact.source.line,
                "entry": fact.source.entry or None,
                "citation": fact.source.citation or None,
                "sources": list(fact.source.sources),
                "confidence": fact.source.confidence or None,
                "events": list(fact.source.events),
            }
            for fact in paragraph.facts
        ],
    }
