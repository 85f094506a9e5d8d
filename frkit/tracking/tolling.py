"""What the agency's questions and bills do to its clock, and the limits they set for the requester. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from frkit.law.counting import Stop
from frkit.law.types import Clock, Jurisdiction, Start, Tolling
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


def stops_for(law: Jurisdiction, clock: Clock, events: Iterable[Logged]) -> Iterator[Stop]:
    """The spells during which a clock of the agency stood still under this law."""
    history = list(events)
    for rule in law.tolling:
        if rule.effect == "suspend" and rule.trigger in _ASKED and touches(rule, clock):
            yield from _spells(rule, history)


def resets_for(law: Jurisdiction, clock: Clock, events: Iterable[Logged]) -> Iterator[tuple[date, date | None, str]]:
    """(asked, answered or None, citation) of each question whose answer starts the clock anew under this law."""
    history = list(events)
    for rule in law.tolling:
        if rule.effect == "reset" and rule.trigger in _ASKED and touches(rule, clock):
            for spell in _spells(rule, history):
                yield (
                    spell.first if rule.first_day_out else spell.first - timedelta(days=1),
                    spell.last,
                    str(rule.citation),
                )


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
            satisfied_by=_ANSWERED[rule.trigger],
            basis="statute",
            citation=rule.citation,
            source=rule.source,
            note=rule.requester_limit_effect,
        )


def _spells(rule: Tolling, events: list[Logged]) -> Iterator[Stop]:
    """The spells of one rule; where only the first question stops the clock, the first of them."""
    spells = _all_spells(rule, events)
    return itertools.islice(spells, 1) if rule.once else spells


def _all_spells(rule: Tolling, events: list[Logged]) -> Iterator[Stop]:
    asked: date | None = None
    why = f"{_WORDS[rule.trigger]} ({rule.citation})" if rule.citation else _WORDS[rule.trigger]
    for _, event in events:
        if event.kind == _ASKED[rule.trigger] and asked is None and _counts(rule, event):
            asked = event.date if rule.first_day_out else event.date + timedelta(days=1)
        elif asked is not None and event.kind in _ANSWERED[rule.trigger]:
            if event.date >= asked:
                yield Stop(asked, event.date, why)
            asked = None
    if asked is not None:
        yield Stop(asked, None, why)


def _counts(rule: Tolling, event: Event) -> bool:
    return rule.trigger != "deposit" or getattr(event, "deposit", None) is not None
