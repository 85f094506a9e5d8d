"""Records of which a law or guidance speaks, as far as they concern the agency asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from frkit.catalogue.types import Agency
from frkit.law.types import Jurisdiction, Lever
from frkit.letters.spelling import spelled_for
from frkit.pages.wording import on_one_line

MOST_DUTIES = 5
MOST_HINTS = 3
_COMMON = set(
    re.findall(
        r"\w+",
        "facial recognition record their every change technology using under which other evidence result image "
        "document system police force agency service public",
    )
)


def levers_facts(
    laws: Iterable[Jurisdiction], agency: Agency, items: list[dict[str, Any]]
) -> dict[str, list[dict[str, Any]]]:
    """``duties``: records that a cited law obliges this agency to keep or publish; ``hints``: others it may hold.

    Only those that share a telling word with an item asked for.
    """
    asked = {word for item in items for word in _telling(f"{item['title']} {item['ask']}")}
    found = {lever.id: (lever, law.code[:2]) for law in laws for lever in law.levers if _binds(lever, agency)}
    cited = [(lever, country) for lever, country in found.values() if _fits(lever, asked)]
    return {
        "duties": [_facts(lever, country) for lever, country in cited if lever.obliges][:MOST_DUTIES],
        "hints": [_facts(lever, country) for lever, country in cited if not lever.obliges][:MOST_HINTS],
    }


def _fits(lever: Lever, asked: set[str]) -> bool:
    """Whether it can be cited, by a number and not a mere name, and shares a telling word with what is asked for."""
    return bool(re.search(r"\d", lever.citation or "")) and bool(_telling(lever.record) & asked)


def _binds(lever: Lever, agency: Agency) -> bool:
    """Whether a lever speaks of this agency: by a general word such as 'force', or by one of its names."""
    who = lever.who or ""
    if not re.search(r"[A-Z]", who):
        return True
    names = {name.casefold() for name in (agency.name, *agency.aliases)}
    return who.casefold() in names


def _telling(text: str) -> set[str]:
    """The words that tell what a record is, in the singular: policy, audit, contract."""
    words = re.findall(r"[a-z]{5,}", text.casefold())
    return {re.sub(r"ies$", "y", word) if word.endswith("ies") else word.rstrip("s") for word in words} - _COMMON


def _facts(lever: Lever, country: str) -> dict[str, Any]:
    return {
        "record": spelled_for(country, _lower_first(on_one_line(lever.record))),
        "duty": on_one_line(lever.duty),
        "citation": on_one_line(lever.citation or ""),
        "caution": on_one_line(lever.caution or ""),
    }


def _lower_first(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
