"""Offers the smaller versions of items; an offer, and no withdrawal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from frkit.base.errors import FrkitError
from frkit.letters.facts.account import chosen_items
from frkit.letters.facts.fitting import must_be_open
from frkit.letters.facts.items import items_facts
from frkit.letters.facts.pauses import pause_facts
from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.matter import Matter


def _facts(matter: Matter) -> Facts:
    must_be_open(matter, "there is nothing to narrow")
    offers = _offers(matter)
    numbers = [one["number"] for one in offers] or sorted(chosen_items(matter))
    rest = [number for number, outcome in matter.stand.item_outcomes.items() if outcome == "pending"]
    return {
        "narrowing": {
            "offers": offers,
            "numbers": numbers,
            "rest": [number for number in rest if number not in numbers] if numbers else [],
            "pause": pause_facts(matter.file, matter.stand, "clarification", "scope_narrowed")
            or pause_facts(matter.file, matter.stand, "fee", "scope_narrowed"),
        }
    }


def _offers(matter: Matter) -> list[dict[str, Any]]:
    """The open items with a smaller version on file; none where the person offers something in their own words."""
    chosen = chosen_items(matter)
    answered = [number for number in sorted(chosen) if matter.stand.item_outcomes.get(number) != "pending"]
    if answered:
        raise FrkitError(
            f"Item {answered[0]} has an answer already.", remedy="offer smaller versions of open items only"
        )
    open_items = [
        one
        for one in items_facts(matter.file.request, matter.file.law, matter.stand.item_outcomes)
        if one["outcome"] == "pending" and (not chosen or one["number"] in chosen)
    ]
    if matter.said.text.strip():
        return []
    found = [{key: one[key] for key in ("number", "title", "narrower")} for one in open_items if one["narrower"]]
    without = sorted(chosen - {one["number"] for one in found})
    if without or not found:
        which = f"item {without[0]}" if without else "any open item"
        raise FrkitError(
            f"No smaller version of {which} is on file.",
            remedy="say what you would take instead: --text WORDS, or write 'narrower' at the item before it is sent",
        )
    return found


def _to_do(matter: Matter, facts: Facts) -> Iterator[str]:
    if not matter.said.items and not matter.said.text.strip():
        yield "Every open item is offered smaller: to offer some only, name them with --items 2,3."
    yield "Read what you give up: a smaller version may be all that the agency ever looks for."


def _log_options(matter: Matter) -> Mapping[str, str]:
    chosen = sorted(chosen_items(matter)) or [one["number"] for one in _offers(matter)]
    return {"items": ",".join(str(number) for number in chosen)} if chosen else {}


KIND = LetterKind(
    name="narrowing",
    purpose="offers smaller versions of items, and withdraws nothing",
    logged_as="scope_narrowed",
    facts=_facts,
    to_do=_to_do,
    log_options=_log_options,
)
