"""Asks for an answer before its turn, where the law has a way to; why it is urgent only the person can say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from frkit.base.errors import FrkitError
from frkit.law.types import Expedited
from frkit.letters.facts.fitting import must_be_open
from frkit.letters.facts.limits import clock_facts
from frkit.letters.facts.our_letters import written_about
from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.matter import Matter
from frkit.letters.spelling import spelled_for
from frkit.pages.wording import on_one_line


def _facts(matter: Matter) -> Facts:
    rule = _rule(matter)
    must_be_open(matter, "there is nothing to expedite")
    country = matter.file.law.code[:2]
    return {
        "expedited": {
            "citation": on_one_line(rule.citation),
            "grounds": [spelled_for(country, on_one_line(one)) for one in rule.grounds],
            "must_state": [spelled_for(country, on_one_line(one)) for one in rule.must_state],
            "certified": rule.certified,
            "decided_within": str(rule.decided_within) if rule.decided_within else "",
            "limit": _limit(matter, rule),
            "asked_on": written_about(matter.stand, "expedited"),
        }
    }


def _rule(matter: Matter) -> Expedited:
    rule = matter.file.law.expedited
    if rule is None:
        raise FrkitError(
            f"The law on file knows no way to be answered first: {matter.file.law.law.name}.",
            remedy="say in an ordinary letter why it is urgent, or add the rule: frkit law new CODE",
        )
    return rule


def _limit(matter: Matter, rule: Expedited) -> dict[str, Any] | None:
    """The limit that holds for an answer given first, where the law names its number."""
    clocks = [matter.file.law.clock(name) for name in rule.clocks] if matter.stand.law_confirmed else []
    known = [clock for clock in clocks if clock is not None and clock.length.number is not None]
    return clock_facts(known[0]) if known else None


def _to_do(matter: Matter, facts: Facts) -> Iterator[str]:
    rule, told = facts["expedited"], facts["said"]["paragraphs"]
    shown = "; ".join(rule["must_state"])
    if not told:
        yield f'Say why it is urgent with --text "WORDS"; the law wants to see: {shown or "; ".join(rule["grounds"])}.'
    if rule["certified"]:
        yield "The letter certifies its reasons as true: sign it only if every word of them is."
    yield "Look whether one of the grounds is yours; if none is, an ordinary request serves you better."
    if rule["asked_on"]:
        yield f"You asked for this on {rule['asked_on'][-1]} already: look whether an answer came."
    yield from _answers(matter)


def _answers(matter: Matter) -> Iterator[str]:
    """Which answer under ``given`` makes frkit count the shorter limit."""
    law = matter.file.law
    names = law.expedited.clocks if law.expedited else ()
    for clock in filter(None, (law.clock(name) for name in names)):
        for key, answer in clock.when.items():
            if matter.file.request.given.get(key) != answer:
                counted = f"{clock.length} ({clock.citation})"
                yield f"So that frkit counts {counted}, '{key}' under 'given' must be '{answer}'."


KIND = LetterKind(
    name="expedited",
    purpose="asks for an answer before its turn, where the law has a way to",
    logged_as="followed_up",
    about="expedited",
    facts=_facts,
    to_do=_to_do,
)
