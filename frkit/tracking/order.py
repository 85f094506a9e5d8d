"""The order in which events happened, from their dates alone; the moment of typing never counts. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby

from frkit.tracking.events import RANK, Corrected, DeliveryFailed, Event

Logged = tuple[str, Event]
_SENDINGS = ("sent", "appeal_sent", "complaint_filed", "followed_up", "decision_requested", "notice_given")
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


_FOLLOWS: dict[str, tuple[str, ...]] = {"delivery_failed": _SENDINGS, "received_by_agency": ("transferred",)}
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
    ordered = in_order(events)
    corrected = _corrected(ordered)
    kept = [logged for logged in ordered if logged[0] not in corrected]
    failed = _failed_sendings(kept)
    return [logged for logged in kept if logged[0] not in failed]


def _corrected(ordered: list[Logged]) -> set[str]:
    """What corrections that count make count for nothing, of whatever day they are; one correction can undo another."""
    by_target: dict[str, list[str]] = {}
    for event_id, event in ordered:
        if isinstance(event, Corrected):
            by_target.setdefault(event.event, []).append(event_id)

    def undone(event_id: str, above: tuple[str, ...] = ()) -> bool:
        by = [one for one in by_target.get(event_id, ()) if one not in above]
        return any(not undone(one, (*above, event_id)) for one in by)

    return {event_id for event_id in by_target if undone(event_id)}


def _failed_sendings(ordered: list[Logged]) -> set[str]:
    """The sending that each failure means: the one it names, else the last before it.

    Once the agency has answered a sending, a later failure can only mean a copy.
    """
    failed: set[str] = set()
    last: str | None = None
    for event_id, event in ordered:
        if event.kind in _SENDINGS:
            last = event_id
        elif event.kind in _RECEIPTS:
            last = None
        elif isinstance(event, DeliveryFailed):
            failed |= {one for one in (event.of or last,) if one}
            last = None
    return failed


def _with_after(ordered: list[Logged]) -> list[Logged]:
    """Move each event behind those it names in ``after``; a circle leaves the order by date."""
    known = {event_id: event.date for event_id, event in ordered}
    behind = {event_id: _named(event, known) for event_id, event in ordered}
    if not any(behind.values()):
        return ordered
    placed: list[Logged] = []
    done: set[str] = set()
    waiting = list(ordered)
    while waiting:
        ready = next((one for one in waiting if behind[one[0]] <= done), waiting[0])
        waiting.remove(ready)
        placed.append(ready)
        done.add(ready[0])
    return placed


def _named(event: Event, known: Mapping[str, date]) -> set[str]:
    """The events on file that an event comes after: those it names so, and of its own day the one it is about."""
    of = getattr(event, "of", None)
    about = {of} if isinstance(of, str) and known.get(of) == event.date else set()
    return set(event.after) & known.keys() | about
