"""The numbered items of a request to be made, each with what was said of it alone or of all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from frkit.base.errors import WrongUsage
from frkit.base.findings import did_you_mean
from frkit.tracking.types import OTHER, Item, Period

T = TypeVar("T")


@dataclass(frozen=True)
class Words:
    """What a person said of the items: for all of them, and by number or record type for one alone."""

    custodians: tuple[str, ...] = ()
    """Offices that may hold any of it."""
    terms: tuple[str, ...] = ()
    """Search terms for every item."""
    own_periods: Mapping[str, Period] = field(default_factory=dict)
    own_custodians: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    own_terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    narrower: Mapping[str, str] = field(default_factory=dict)


def numbered(categories: Sequence[str], texts: Sequence[str], words: Words) -> tuple[Item, ...]:
    """An item for each record type and each text of one's own; raises WrongUsage where words fit no item of these."""
    told = list(dict.fromkeys(" ".join(text.split()) for text in texts))
    if "" in told:
        raise WrongUsage("An item has no words.", remedy='say what is asked for: --ask "the minutes of ..."')
    bare = [(category, None) for category in categories] + [(OTHER, text) for text in told]
    names = [category for category, _ in bare]
    periods = _by_number(words.own_periods, names)
    custodians = _by_number(words.own_custodians, names)
    terms = _by_number(words.own_terms, names)
    narrower = _by_number(words.narrower, names)
    return tuple(
        Item(
            number=number,
            category=category,
            text=text,
            period=periods.get(number),
            custodians=_once(words.custodians, custodians.get(number, ())),
            terms=_once(words.terms, terms.get(number, ())),
            narrower=narrower.get(number),
        )
        for number, (category, text) in enumerate(bare, 1)
    )


def _by_number(said: Mapping[str, T], names: Sequence[str]) -> dict[int, T]:
    found: dict[int, T] = {}
    for key, value in said.items():
        number = _number(key, names)
        if number in found:
            raise WrongUsage(f"Item {number} is named twice, also as '{key}'.", remedy="say it once")
        found[number] = value
    return found


def _number(key: str, names: Sequence[str]) -> int:
    if key.isascii() and key.isdigit() and 0 < int(key) <= len(names):
        return int(key)
    if key in names and key != OTHER:
        return names.index(key) + 1
    raise WrongUsage(
        f"The request has no item '{key}'{did_you_mean(key, names) or '.'}",
        remedy=f"name one of its items by number or record type: {'; '.join(_listed(names))}",
    )


def _listed(names: Sequence[str]) -> Iterator[str]:
    for number, name in enumerate(names, 1):
        yield f"{number} {name}"


def _once(everywhere: tuple[str, ...], here: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*everywhere, *here)))
