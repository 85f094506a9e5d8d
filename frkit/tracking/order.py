"""The order in which events happened, from their dates alone; the moment of typing never counts. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby

from frkit.tracking.events import RANK, Corrected, DeliveryFailed, Event

Logged = tuple[str, Event]
SENDINGS = ("sent", "appeal_sent", "complaint_filed", "followed_up", "decision_requested", "notice_given")
"""What we send, and what can therefore come back."""
_RECEIPTS = (
    "received_by_agency",
    "registered",
    "acknowledged",
    "extension_claimed",
    "clarification_asked",
    "identity_asked",
    "consultation_started",
    "referred",
    "fee_estimated",
    "granted",
    "produced",
    "denied",
    "no_records",
    "not_custodian",
    "neither_confirm_nor_deny",
    "appeal_decided",
    "complaint_decided",
)


_FOLLOWS: dict[str, tuple[str, ...]] = {"delivery_failed": SENDINGS, "received_by_agency": ("transferred",)}
"""What a failure, or a receipt by the competent body, comes after if both are of one day."""


def in_order(events: Iterable[Logged]) -> list[Logged]:
    """Events by date; within a day by time if every event of it has one, else by the fixed rank of kinds, then id.

    ``after`` overrides: an event comes after those that it names, wherever they stand; within a day so does ``of``.
    """
    by_day = sorted(events, key=lambda logged: (logged[1].date, logged[0]))
    ordered: list[Logged] = []
    for _, group in groupby(by_day, key=lambda logged: logged[1].date):
        day = list(group)
        if all(event.time for _, event in day):
            ordered += sorted(day, key=lambda logged: (logged[1].time or "", RANK[logged[1].kind], logged[0]))
        else:
            kinds = {event.kind for _, event in day}
            ordered += sorted(day, key=lambda logged: (*_rank(logged[1], kinds), logged[0]))
    return _with_after(ordered)


def _rank(event: Event, kinds: set[str]) -> tuple[int, bool]:
    """The place of a kind within a day of such kinds: its own, or behind what it can only have followed."""
    own = RANK[event.kind]
    if event.kind == "received_by_agency" and not getattr(event, "competent", False):
        return own, False
    behind = max((RANK[kind] for kind in _FOLLOWS.get(event.kind, ()) if kind in kinds), default=own)
    return max(own, behind), behind > own


def effective(events: Iterable[Logged]) -> list[Logged]:
    """The events that count, in order: all but the corrected ones and the sendings that failed."""
    return counting(in_order(events))


def uncorrected(events: Iterable[Logged]) -> list[Logged]:
    """The events in order without the corrected ones, sendings that failed included."""
    return without_corrected(in_order(events))


def without_corrected(ordered: list[Logged]) -> list[Logged]:
    """Of events that are in order, those that no correction makes count for nothing."""
    wrong = corrected_ones(ordered)
    return [logged for logged in ordered if logged[0] not in wrong] if wrong else ordered


def counting(ordered: list[Logged]) -> list[Logged]:
    """Of events that are in order, those that count."""
    kept = without_corrected(ordered)
    failed = failures(kept)
    return [logged for logged in kept if logged[0] not in failed]


def corrected_ones(ordered: list[Logged]) -> set[str]:
    """What corrections that count make count for nothing, of whatever day they are; one correction can undo another.

    Corrections that go round in a circle count for nothing, all of them.
    """
    target_of = {event_id: event.event for event_id, event in ordered if isinstance(event, Corrected)}
    by_target: dict[str, set[str]] = {}
    for event_id, target in target_of.items():
        by_target.setdefault(target, set()).add(event_id)
    undone = {event_id: False for event_id in target_of if event_id not in by_target}
    settled = list(undone)
    while settled:
        by = settled.pop()
        target = target_of.get(by, by)
        if target in undone:
            continue
        if undone[by]:
            by_target[target].discard(by)
        if not undone[by] or not by_target[target]:
            undone[target] = not undone[by]
            settled.append(target)
    return {event_id for event_id in by_target if undone.get(event_id, True)}


def failures(ordered: Iterable[Logged]) -> dict[str, Logged]:
    """Each sending that failed, with the failure that means it: the one that names it, else the next after it.

    Once the agency has answered a sending, a later failure can only mean a copy.
    """
    failed: dict[str, Logged] = {}
    last: str | None = None
    for event_id, event in ordered:
        if event.kind in SENDINGS:
            last = event_id
        elif event.kind in _RECEIPTS:
            last = None
        elif isinstance(event, DeliveryFailed):
            failed |= {one: (event_id, event) for one in (event.of or last,) if one}
            last = None
    return failed


def _with_after(ordered: list[Logged]) -> list[Logged]:
    """Move each event behind those it names in ``after``; what names each other in a circle stays where it was."""
    behind = named_before(ordered)
    if not behind:
        return ordered
    for event_id in after_circles(behind):
        behind[event_id] = set()
    placed: list[Logged] = []
    done: set[str] = set()
    waiting = list(ordered)
    while waiting:
        ready = next((one for one in waiting if behind.get(one[0], done) <= done), waiting[0])
        waiting.remove(ready)
        placed.append(ready)
        done.add(ready[0])
    return placed


def named_before(events: Iterable[Logged]) -> dict[str, set[str]]:
    """For each event that names any, the events that it says it came after, or that it is about on its own day."""
    history = list(events)
    known = {event_id: event.date for event_id, event in history}
    return {event_id: named for event_id, event in history if (named := _named(event, known))}


def after_circles(behind: Mapping[str, set[str]]) -> set[str]:
    """The events that, by what they name, would come after themselves."""
    found: set[str] = set()
    for event_id in behind:
        seen: set[str] = set()
        waiting = [*behind[event_id]]
        while waiting:
            other = waiting.pop()
            if other not in seen:
                seen.add(other)
                waiting += behind.get(other, ())
        if event_id in seen:
            found.add(event_id)
    return found


def _named(event: Event, known: Mapping[str, date]) -> set[str]:
    """The events on file that an event comes after: those it names so, and of its own day the one it is about."""
    of = getattr(event, "of", None)
    about = {of} if isinstance(of, str) and known.get(of) == event.date else set()
    return set(event.after) & known.keys() | about
