"""What the agency's questions and bills do to its clock, and the limits they set for the requester. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from frkit.law.counting import Stop
from frkit.law.rule_types import Clock, Start, Tolling
from frkit.law.types import Jurisdiction
from frkit.tracking.events import Event
from frkit.tracking.order import Logged

_ASKED = {"clarification": "clarification_asked", "fee": "fee_estimated", "deposit": "fee_estimated"}
_ANSWERED = {
    "clarification": ("clarified", "scope_narrowed"),
    "fee": ("fee_agreed", "fee_paid", "waiver_granted", "scope_narrowed"),
    "deposit": ("fee_paid", "waiver_granted"),
}
_WORDS = {
    "clarification": "the agency waited for our answer to its question",
    "fee": "the agency waited for its fee",
    "deposit": "the agency waited for its deposit",
}


@dataclass(frozen=True)
class Spell:
    """The time between a question (or bill) and its answer, and what it does to a clock."""

    asked_on: date
    first: date
    """The first day that is not counted."""
    answered: date | None
    why: str
    starts_anew: bool

    @property
    def stop(self) -> Stop:
        """The spell as days that are not counted."""
        return Stop(self.first, self.answered, self.why)

    def comes_after(self, limit: date) -> bool:
        """Whether the limit had passed before the question could touch it."""
        return (self.asked_on if self.starts_anew else self.first) > limit


def spells_for(law: Jurisdiction, clock: Clock, events: Iterable[Logged]) -> list[Spell]:
    """The spells that stop a clock or start it anew under this law, in time."""
    history = list(events)
    rules = [rule for rule in law.tolling if rule.effect in ("suspend", "reset") and rule.trigger in _ASKED]
    spells = [spell for rule in rules if touches(rule, clock) for spell in _spells(rule, history)]
    return sorted(spells, key=lambda spell: (spell.asked_on, spell.answered or date.max))


def touches(rule: Tolling, clock: Clock) -> bool:
    """Whether a tolling rule reaches a clock: those it names, or else the agency's main ones."""
    if rule.of:
        return clock.id in rule.of
    return clock.binds == "agency" and clock.role in ("determination", "production")


def requester_limits(law: Jurisdiction) -> Iterator[Clock]:
    """The requester's own limits to answer a question or a bill, as clocks: past them the request may be closed."""
    for rule in law.tolling:
        if rule.requester_limit is None or rule.trigger not in _ASKED or rule.citation is None:
            continue
        yield Clock(
            id=f"answer_{rule.trigger}",
            role="withdrawal",
            binds="requester",
            length=rule.requester_limit,
            starts=(Start(on=(_ASKED[rule.trigger],), day="dated"),),
            satisfied_by=rule.ended_by or _ANSWERED[rule.trigger],
            counts=rule.requester_limit_counts,
            basis="statute",
            citation=rule.citation,
            source=rule.source,
            note=rule.requester_limit_effect,
        )


def _spells(rule: Tolling, events: list[Logged]) -> Iterator[Spell]:
    """The spells of one rule; where only the first question stops the clock, the first of them."""
    spells = _all_spells(rule, events)
    return itertools.islice(spells, 1) if rule.once else spells


def _all_spells(rule: Tolling, events: list[Logged]) -> Iterator[Spell]:
    asked: date | None = None
    why = f"{_WORDS[rule.trigger]} ({rule.citation})" if rule.citation else _WORDS[rule.trigger]
    for _, event in events:
        if event.kind == _ASKED[rule.trigger] and asked is None and _counts(rule, event):
            asked = event.date
        elif asked is not None and event.kind in (rule.ended_by or _ANSWERED[rule.trigger]):
            spell = _spell(rule, asked, event.date, why)
            if event.date >= spell.first:
                yield spell
            asked = None
    if asked is not None:
        yield _spell(rule, asked, None, why)


def _spell(rule: Tolling, asked: date, answered: date | None, why: str) -> Spell:
    first = asked if rule.first_day_out else asked + timedelta(days=1)
    return Spell(asked, first, answered, why, rule.effect == "reset")


def _counts(rule: Tolling, event: Event) -> bool:
    return rule.trigger != "deposit" or getattr(event, "deposit", None) is not None
