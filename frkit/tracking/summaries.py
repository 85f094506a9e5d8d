"""What a list says of one request: small enough to be kept for thousands of them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from frkit.tracking.case import RunningClock
from frkit.tracking.flags import Flag
from frkit.tracking.next_steps import LONG_BEFORE, NextStep
from frkit.tracking.order import effective
from frkit.tracking.standing import Standing, ball_after
from frkit.tracking.types import RequestFile

_ASIDE = ("routing", "guideline", "pre_suit")
"""Roles of clocks that are not what a request waits for."""
_OUR_LIMITS = ("appeal", "complaint", "withdrawal", "court")


@dataclass(frozen=True)
class AskedItem:
    """The record type of one item."""

    category: str


@dataclass(frozen=True)
class AskedFor:
    """What filters look at in a request as written."""

    agency: str
    law: str
    places: tuple[str, ...]
    vendors: tuple[str, ...]
    items: tuple[AskedItem, ...]
    requester: str | None
    wave: str | None


@dataclass(frozen=True)
class LeadingLimit:
    """The one limit that a list shows of a request, as of its day."""

    role: str
    binds: str
    binding: str
    state: str
    soft: str | None
    """``prompt`` and the like, where the law gives no number."""
    last_day: date | None
    cautious: date | None
    days_left: int | None
    days_late: int | None
    confirmed: bool


@dataclass(frozen=True)
class Summary:
    """A request in a list, as of a day: who must act, since when, by when, how sure that is, what stands out."""

    id: str
    request: AskedFor
    ball: str
    closed_as: str | None
    since: date | None
    """Since when it is that side's turn."""
    tracks: tuple[str, ...]
    outcome: str
    item_outcomes: dict[int, str]
    sent_on: date | None
    days_waiting: int | None
    last_event: date | None
    law_confirmed: bool
    law_confidence: str
    flags: tuple[Flag, ...]
    next_steps: tuple[NextStep, ...]
    leading: LeadingLimit | None
    prompt: tuple[str, ...]
    """What the law says where it gives no number, for the limits that run: ``promptly``."""
    extension: str | None
    """``too long`` or ``not lawful``, where the agency took an extension that the law does not give."""
    court_is_near: bool
    faults: int
    """How many of its files cannot be read; ``frkit check`` names them."""


def summary_of(file: RequestFile, stand: Standing) -> Summary:
    """What a list says of a request."""
    asked = file.request
    leading = _leading(stand)
    return Summary(
        id=file.id,
        request=AskedFor(
            agency=asked.agency,
            law=asked.law,
            places=asked.places,
            vendors=asked.vendors,
            items=tuple(AskedItem(item.category) for item in asked.items),
            requester=asked.requester,
            wave=asked.wave,
        ),
        ball=stand.ball,
        closed_as=stand.closed_as,
        since=acting_since(file, stand),
        tracks=stand.tracks,
        outcome=stand.outcome,
        item_outcomes=stand.item_outcomes,
        sent_on=stand.sent_on,
        days_waiting=stand.days_waiting,
        last_event=stand.last_event,
        law_confirmed=stand.law_confirmed,
        law_confidence=file.law.confidence,
        flags=stand.flags,
        next_steps=stand.next_steps,
        leading=_limit(leading) if leading and stand.law_confirmed else None,
        prompt=tuple(
            str(one.clock.length)
            for one in stand.clocks
            if one.clock.length.soft == "prompt" and one.state == "no_date"
        ),
        extension=_extension(stand),
        court_is_near=any(
            one.clock.role == "court" and one.state == "running" and _is_near(one) for one in stand.clocks
        ),
        faults=sum(finding.severity == "error" for finding in file.findings),
    )


def acting_since(file: RequestFile, stand: Standing) -> date | None:
    """The day since which it is that side's turn: that of the event which made it so. None before anything happened."""
    gone = set(stand.corrected)
    events = tuple(effective(logged for logged in stand.events if logged[0] not in gone))
    for end in range(len(events), 0, -1):
        if ball_after(file, events[: end - 1]) != stand.ball:
            return events[end - 1][1].date
    return None


def _limit(one: RunningClock) -> LeadingLimit:
    return LeadingLimit(
        role=one.clock.role,
        binds=one.clock.binds,
        binding=one.clock.binding,
        state=one.state,
        soft=one.clock.length.soft,
        last_day=one.due.date,
        cautious=one.due.cautious,
        days_left=one.days_left,
        days_late=one.days_late,
        confirmed=one.due.confirmed,
    )


def _leading(stand: Standing) -> RunningClock | None:
    """The clock to show: our own limit that runs, else what the agency or a reviewer owes, else a prompt duty."""
    ours = [
        one
        for one in stand.clocks
        if one.state == "running"
        and one.clock.binds == "requester"
        and one.clock.role in _OUR_LIMITS
        and _is_near(one)
        and not one.needs
    ]
    if ours:
        return min(ours, key=lambda one: one.due.cautious or date.max)
    theirs = [one for one in stand.clocks if one.clock.binds != "requester" and _waited_for(one)]
    if "appeal" in stand.tracks:
        theirs = [one for one in theirs if one.clock.binds == "reviewer"] or theirs
    for state in ("lapsed", "running"):
        found = [one for one in theirs if one.state == state]
        if found:
            return max(found, key=lambda one: one.due.date or date.min)
    return next((one for one in theirs if one.state == "no_date"), None)


def _is_near(one: RunningClock) -> bool:
    return one.clock.role != "court" or (one.days_left or 0) <= LONG_BEFORE


def _waited_for(one: RunningClock) -> bool:
    return one.clock.role not in _ASIDE and not one.needs and one.clock.only_if is None


def _extension(stand: Standing) -> str | None:
    audits = [one.due.extension for one in stand.clocks if one.due.extension and not one.due.extension.lawful]
    return None if not audits else "too long" if audits[0].allowed else "not lawful"
