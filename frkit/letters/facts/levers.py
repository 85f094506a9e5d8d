"""Records of which a law or guidance speaks, as far as they concern the agency asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
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
_SECTION = re.compile(
    r"§|\bss?\.\s?\d|\bsections?\s\d|\barts?\.\s?\d[^,;]*$|\b(RCW|KRS|ILCS|ORS|NRS|MCL|MCA|RSA|RSMo|C\.R\.S\.)\s\d",
)
"""A citation that leads to a section, not only to an act, a chapter or an ordinance as a whole."""
_CHAPTER_CODE = re.compile(r"Municipal Code art\.")
_UNREAD = re.compile(
    r"not (itself )?read|was read only|read as|not opened|not on file",
    re.IGNORECASE,
)
"""How a caution says that nobody has read the words: then no letter says that they oblige."""
_TO_OTHERS = re.compile(r"\b(defendant|defence|defense)\b")
"""A duty to the defence in a trial is none to whoever asks."""
_NEVER = re.compile(r"do not (cite|quote)|none may be quoted", re.IGNORECASE)
_APART = {"warrant", "drone", "verification", "criminal"}
"""Subjects that a record is about only where an item asks for them."""
_LOCAL = re.compile(r"\b(municipal|local|city|cities|town)\b")
_WIDER = ("state", "federal", "national")


def levers_facts(
    laws: Iterable[Jurisdiction], agency: Agency, items: list[dict[str, Any]]
) -> dict[str, list[dict[str, Any]]]:
    """``duties``: records that a cited section obliges this agency to keep or publish; ``hints``: others it may hold.

    Only those that share a telling word with an item asked for; what a place itself orders comes first.
    """
    asked = {word for item in items for word in _telling(f"{item['title']} {item['ask']}")}
    nearest_first = sorted(laws, key=lambda law: -law.code.count("-"))
    found = {lever.id: (lever, law.code[:2]) for law in nearest_first for lever in law.levers if _binds(lever, agency)}
    cited = [(lever, country) for lever, country in found.values() if _fits(lever, asked)]
    return {
        "duties": [_facts(lever, country) for lever, country in cited if obliges(lever)][:MOST_DUTIES],
        "hints": [_facts(lever, country) for lever, country in cited if not obliges(lever)][:MOST_HINTS],
    }


def obliges(lever: Lever) -> bool:
    """Whether a letter may say that the law obliges: a duty, in a section that is cited and was read."""
    citation = lever.citation or ""
    section = bool(_SECTION.search(citation)) and not _CHAPTER_CODE.search(citation)
    return lever.obliges and section and not _unread(lever.caution or "")


def _unread(caution: str) -> bool:
    """Whether a caution says that the words were not read; what it leaves open with 'whether' is another question."""
    told = re.split(r"(?<=[.;])\s+", on_one_line(caution))
    return any(_UNREAD.search(one) for one in told if not one.startswith("Whether"))


def _fits(lever: Lever, asked: set[str]) -> bool:
    """Whether it can be cited, by a number and not a mere name, and shares a telling word with what is asked for."""
    cited = bool(re.search(r"\d", lever.citation or "")) and not _TO_OTHERS.search(lever.duty)
    told = _telling(lever.record)
    never = _NEVER.search(lever.caution or "")
    return cited and not never and bool(told & asked) and _APART & told <= asked


def _binds(lever: Lever, agency: Agency) -> bool:
    """Whether a lever speaks of this agency: by a general word such as 'force', or by one of its names."""
    who = lever.who or ""
    if not re.search(r"[A-Z]", who.split(",")[0]):
        only_local = _LOCAL.search(who) and not re.search(r"\b(state|federal)\b", who)
        return not (only_local and agency.level in _WIDER)
    names = {name.casefold() for name in (agency.name, *agency.aliases)}
    return who.casefold() in names


@lru_cache(maxsize=2048)
def _telling(text: str) -> frozenset[str]:
    """The words that tell what a record is, in the singular: policy, audit, contract."""
    words = re.findall(r"[a-z]{5,}", text.casefold())
    return frozenset(f"{word[:-3]}y" if word.endswith("ies") else word.rstrip("s") for word in words) - _COMMON


def _facts(lever: Lever, country: str) -> dict[str, Any]:
    return {
        "record": spelled_for(country, _lower_first(on_one_line(lever.record))),
        "duty": on_one_line(lever.duty),
        "citation": on_one_line(lever.citation or ""),
        "caution": on_one_line(lever.caution or ""),
    }


def _lower_first(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
