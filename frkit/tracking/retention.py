"""When the records that a request asks for are destroyed, if nobody stops it. Pure.

The earliest plausible day is shown: who acts by it loses nothing. Only items that are not yet granted matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from frkit.law.explaining import long_day
from frkit.law.retention import gone_on, oldest_left
from frkit.law.retention_types import AT_ONCE, ON_HOLD, PERMANENT
from frkit.tracking.events import FollowedUp
from frkit.tracking.order import Logged
from frkit.tracking.retention_rules import KnownRule, of_events, of_law, once
from frkit.tracking.types import Item, RequestFile

AHEAD = 60
"""Days before a destruction at which it begins to be shown."""
NONE_BEFORE = date(1990, 1, 1)
"""No police face search is older: where no period is set, nothing that is kept since before this day is lost yet."""
_SETTLED = ("granted", "not_custodian")
"""Outcomes of items that this agency need keep nothing for any more."""
RiskState = Literal["later", "soon", "going", "gone", "unknown", "held", "permanent"]


@dataclass(frozen=True)
class AtRisk:
    """Records of some items under one rule: when the first and the last of them go, and how far that has come."""

    rule: KnownRule
    items: tuple[int, ...]
    since: date | None
    """The first day for which records are asked for; None where the request names none."""
    until: date | None
    state: RiskState
    """``soon``: the first go within :data:`AHEAD` days; ``going``: some are gone, each day takes more; ``gone``: all;
    ``unknown``: no day can be counted; ``held``: the agency stopped the destruction; ``permanent``: never destroyed."""
    first: date | None
    """The day on which the first of them go."""
    last: date | None
    """The day on which the last of them go; None where the period asked for is open."""
    left_from: date | None
    """Where some are gone: the first day whose records are still there; as of the day on which we asked, if we did."""
    asked_on: tuple[date, ...] = ()
    """The days on which we asked the agency to keep them."""
    held_on: date | None = None

    @property
    def live(self) -> bool:
        """Whether records can still be saved by writing now, and nobody has asked for that yet."""
        return self.state in ("soon", "going") and not self.asked_on

    @property
    def derivation(self) -> tuple[str, ...]:
        """How the days were counted, so that a person can count again."""
        return _derivation(self)


@dataclass(frozen=True)
class _Known:
    """What all rules of a request are judged by."""

    sent_on: date | None
    today: date
    asked_on: tuple[date, ...]


def records_at_risk(
    file: RequestFile, events: tuple[Logged, ...], outcomes: Mapping[int, str], sent_on: date | None, today: date
) -> tuple[AtRisk, ...]:
    """Every rule that is known for an open item, with its days; the one with the earliest day first."""
    rules = once([*file.retention, *of_law(file.law), *of_events(events)])
    if not rules:
        return ()
    items = [item for item in file.request.items if outcomes.get(item.number) not in _SETTLED]
    known = _Known(sent_on, today, _asked_on(events))
    found = [
        _judged(rule, numbers, span, held, known)
        for rule in rules
        if rule.kept != ON_HOLD
        for (span, held), numbers in _grouped(rule, items, rules, file).items()
    ]
    return tuple(sorted(found, key=lambda one: (one.first or date.max, one.items, one.rule.key)))


def _asked_on(events: Iterable[Logged]) -> tuple[date, ...]:
    return tuple(event.date for _, event in events if isinstance(event, FollowedUp) and event.about == "preservation")


_Span = tuple[date | None, date | None]


def _grouped(
    rule: KnownRule, items: list[Item], rules: list[KnownRule], file: RequestFile
) -> dict[tuple[_Span, date | None], tuple[int, ...]]:
    """The items that a rule is about, those together that ask for the same time and are kept from the same day on."""
    groups: dict[tuple[_Span, date | None], list[int]] = defaultdict(list)
    for item in items:
        if rule.covers(item.number, item.category, item.text):
            period = item.period or file.request.period
            span = (period.since, period.until) if period else (None, None)
            groups[span, _held_on(rule, item, rules)].append(item.number)
    return {key: tuple(numbers) for key, numbers in groups.items()}


def _held_on(rule: KnownRule, item: Item, rules: list[KnownRule]) -> date | None:
    """The day of the last stop of destruction for an item, unless this rule was learned after it."""
    about = [one for one in rules if one.kept == ON_HOLD and one.covers(item.number, item.category, item.text)]
    holds = [one.learned for one in about if one.learned is not None]
    last = max(holds, default=None)
    return last if last is not None and (rule.learned is None or rule.learned <= last) else None


def _judged(rule: KnownRule, items: tuple[int, ...], span: _Span, held: date | None, known: _Known) -> AtRisk:
    since, until = span
    first = _first(rule, since, known)
    last = gone_on(until, rule.kept) if until is not None and rule.counted_from != "last_use" else None
    if rule.kept == AT_ONCE:
        last = last or first
    state = "held" if held and rule.kept != PERMANENT else _state(rule, first, last, known.today)
    asked = min(known.asked_on, default=known.today)
    left = None
    if first is not None and first <= asked and rule.counted_from == "made":
        left = oldest_left(asked, rule.kept)
    return AtRisk(rule, items, since, until, state, first, last, left, known.asked_on, held)


def _first(rule: KnownRule, since: date | None, known: _Known) -> date | None:
    """The day on which the first records go; where no period is set, each day takes some, from the sending on."""
    if rule.kept == PERMANENT:
        return None
    if since is not None:
        return gone_on(since, rule.kept)
    day = known.sent_on or known.today
    oldest = day if rule.kept == AT_ONCE else oldest_left(day, rule.kept)
    return None if rule.counted_from == "incident" or oldest is None or oldest < NONE_BEFORE else day


def _state(rule: KnownRule, first: date | None, last: date | None, today: date) -> RiskState:
    if rule.kept == PERMANENT:
        return "permanent"
    if last is not None and last <= today:
        return "gone"
    if first is None:
        return "unknown" if rule.counted_from == "incident" else "later"
    if first <= today:
        return "going"
    return "soon" if rule.means == "at_most" or (first - today).days <= AHEAD else "later"


def _derivation(one: AtRisk) -> tuple[str, ...]:
    rule = one.rule
    ground = "; ".join(filter(None, (rule.citation, *rule.sources, rule.where)))
    return (
        f"{rule.period[0].upper()}{rule.period[1:]}. From: {ground}.",
        *_asked_for(one),
        *_days(one),
        *([f"Stopped by the agency, as learned on {long_day(one.held_on)}."] if one.held_on else ()),
        *(f"Asked to preserve on {long_day(day)}." for day in one.asked_on),
        *([f"Note: {rule.note}"] if rule.note else ()),
    )


def _asked_for(one: AtRisk) -> tuple[str, ...]:
    if one.since and one.until:
        return (f"Asked for: {long_day(one.since)} to {long_day(one.until)}.",)
    if one.since:
        return (f"Asked for: from {long_day(one.since)} on.",)
    if one.until:
        return (f"Asked for: up to {long_day(one.until)}; no first day is set.",)
    return ("Asked for: no period is set, so each day takes the records of one more day, from the sending on.",)


def _days(one: AtRisk) -> tuple[str, ...]:
    """The counts, each with the day it begins on."""
    lines = []
    kept, counted = one.rule.kept, one.rule.kept != AT_ONCE
    if counted and one.since and one.first:
        earliest = {"last_use": ", at the earliest: each use puts it off"}.get(one.rule.counted_from, "")
        lines.append(f"The first go: {long_day(one.since)} + {kept} = {long_day(one.first)}{earliest}.")
    if counted and one.until and one.last and one.until != one.since:
        lines.append(f"The last go: {long_day(one.until)} + {kept} = {long_day(one.last)}.")
    if one.left_from:
        before = long_day(one.left_from - timedelta(days=1))
        on = f"On {long_day(min(one.asked_on))}, when we asked," if one.asked_on else "Today"
        lines.append(f"{on} those made up to {before} were gone by that count, later ones were left.")
    if one.state == "unknown":
        lines.append("No day can be counted: the day of the incident is not on file (set the item's period to it).")
    return tuple(lines)
