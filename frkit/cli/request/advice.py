"""What the catalogue advises for the items of a request: help for whoever edits it, never printed in a letter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from frkit.catalogue.loading import load_record_category
from frkit.catalogue.types import RecordCategory
from frkit.cli.common import console, say
from frkit.tracking.types import OTHER, Request


def print_advice(request: Request, country: str) -> None:
    """Per item: why it is asked for, who may hold it, what to search for, smaller versions, what is usually claimed."""
    out = console()
    for item in request.items:
        if item.category == OTHER:
            say(out, f"{item.number}  in your own words: {item.text or 'no text yet'}", hang=3, style="bold")
            continue
        category = load_record_category(item.category)
        say(out, f"{item.number}  {category.title} ({category.id})", hang=3, style="bold")
        for name, words in _rows(category, country):
            if words:
                say(out, f"{name}: {words}", indent=3, hang=2)
    say(out, "To use any of this, edit request.yaml: 'custodians:', 'terms:' or 'narrower:' of the item.")


def advice_data(request: Request, country: str) -> list[dict[str, Any]]:
    """The same for JSON, an entry an item; an item in one's own words has only its number and text."""
    found: list[dict[str, Any]] = []
    for item in request.items:
        entry: dict[str, Any] = {"number": item.number, "record_type": item.category, "text": item.text}
        if item.category != OTHER:
            category = load_record_category(item.category)
            entry |= {
                "why": category.why,
                "custodians": list(category.custodians),
                "search_terms": list(category.search_terms),
                "narrower": list(category.narrower),
                "usual_exemptions": list(category.usual_exemptions.get(country, ())),
                "if_they_say_none": category.if_they_say_none,
                "advice": list(category.advice),
            }
        found.append(entry)
    return found


def _rows(category: RecordCategory, country: str) -> Iterator[tuple[str, str]]:
    yield "Why", category.why
    yield "Who may hold it", ", ".join(category.custodians)
    yield "Search for", ", ".join(category.search_terms)
    yield "Smaller versions", "; ".join(category.narrower)
    yield "Often claimed", "; ".join(category.usual_exemptions.get(country, ()))
    yield "If they say none", category.if_they_say_none or ""
    for one in category.advice:
        yield "Advice", one
