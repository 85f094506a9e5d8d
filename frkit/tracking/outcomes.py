"""What became of each item asked for. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from frkit.tracking.events import Event
from frkit.tracking.links import moved_items
from frkit.tracking.order import Logged
from frkit.tracking.types import Request

_OUTCOMES = {
    "denied": "denied",
    "no_records": "no_records",
    "not_custodian": "not_custodian",
    "neither_confirm_nor_deny": "glomar",
}
ANSWERS = ("produced", *_OUTCOMES)
"""Kinds of event that answer items."""
DECISIONS = ("granted", *ANSWERS)
"""Kinds of event that decide on items; access that was only granted is no answer yet to whoever wants the records."""


MOVED = ("transferred", "split")
"""Outcomes of items that somebody else answers, or that another request follows: nothing here is refused by them."""


def item_outcomes(request: Request, events: Iterable[Logged]) -> dict[int, str]:
    """Item number -> pending, granted, partial, denied, no_records, not_custodian, glomar, transferred or split."""
    return {number: outcome for number, (outcome, _) in _fates(request, events).items()}


def open_items(request: Request, events: Iterable[Logged]) -> tuple[int, ...]:
    """The items whose answer is still to come here: those pending, or passed on and followed in no other request."""
    fates = _fates(request, events).items()
    return tuple(number for number, (outcome, here) in fates if outcome == "pending" or (outcome in MOVED and here))


def _fates(request: Request, events: Iterable[Logged]) -> dict[int, tuple[str, bool]]:
    """Item number -> its outcome, and whether an answer to it would be logged here."""
    fates = {item.number: ("pending", True) for item in request.items}
    for _, event in events:
        if event.kind in ANSWERS:
            whole = event.kind == "produced" and bool(getattr(event, "items", ())) and _said(event) == "granted"
            for number in touched(request, event):
                if number in fates:  # what is said to have come whole, by its number, has come
                    fates[number] = ("granted" if whole else _joined(fates[number][0], _said(event)), True)
        elif event.kind in MOVED:
            for number in moved(request, event):
                if number in fates and fates[number][0] in ("pending", "not_custodian"):
                    fates[number] = (event.kind, not follows_elsewhere(event))
        elif event.kind == "received_by_agency" and getattr(event, "competent", False):
            back = [number for number, (outcome, here) in fates.items() if outcome == "transferred" and here]
            fates |= dict.fromkeys(back, ("pending", True))
    return fates


def moved(request: Request, event: Event) -> tuple[int, ...]:
    """The items that an event passes on to another body, or into another request."""
    named = moved_items(event)
    if named is None:
        return ()
    return named or tuple(item.number for item in request.items)


def follows_elsewhere(event: Event) -> bool:
    """Whether another request here follows what an event passed on, with clocks of its own."""
    return bool(getattr(event, "request", None) or getattr(event, "into", ()))


def touched(request: Request, event: Event) -> tuple[int, ...]:
    """The items that an answer speaks of; one that names none speaks of all.

    A production that names none and is not final speaks of none for certain: more may come on every item.
    """
    if event.kind not in DECISIONS:
        return ()
    named: tuple[int, ...] = getattr(event, "items", ())
    if not named and event.kind == "produced" and not getattr(event, "final", False):
        return ()
    return named or tuple(item.number for item in request.items)


def left_out(request: Request, events: Iterable[Logged], until: str) -> bool:
    """Whether some item had no answer when the event of that id came."""
    waiting = {item.number for item in request.items}
    for event_id, event in events:
        waiting -= set(touched(request, event)) if event.kind in ANSWERS else set(moved(request, event))
        if event_id == until:
            break
    return bool(waiting)


def refused_items(request: Request, events: Iterable[Logged], event_id: str) -> tuple[int, ...]:
    """The items against whose answer something can be done: those refused, and what a final answer leaves out."""
    waiting = {item.number for item in request.items}
    for one, event in events:
        spoken = set(touched(request, event)) if event.kind in ANSWERS else set(moved(request, event))
        if one != event_id:
            waiting -= spoken
        elif event.kind != "produced":
            return tuple(sorted(spoken))
        else:
            kept = spoken if getattr(event, "partial", False) else set()
            return tuple(sorted(kept | (waiting - spoken if getattr(event, "final", False) else set())))
    return ()


def rolled_up(outcomes: dict[int, str]) -> str:
    """One word for the whole request: the outcome of all items if it is the same, else pending or partial."""
    words = set(outcomes.values())
    words = words - set(MOVED) or words
    if len(words) == 1:
        return words.pop()
    return "pending" if "pending" in words and words.isdisjoint({"granted", "partial"}) else "partial"


def answered_on(
    request: Request, events: Iterable[Logged], kinds: tuple[str, ...] = ANSWERS, items: Collection[int] = ()
) -> tuple[date, str] | None:
    """The day, and the event, with which every item (or these) had an answer, or an answer called itself final.

    ``kinds`` says what is taken for an answer: with :data:`DECISIONS`, access that was granted is one. What another
    request follows waits for no answer here.
    """
    waiting = set(items) or {item.number for item in request.items}
    for event_id, event in events:
        if event.kind in MOVED and follows_elsewhere(event):
            waiting -= set(moved(request, event))
        elif event.kind in kinds:
            waiting -= set(touched(request, event))
        else:
            continue
        if getattr(event, "final", False) or not waiting:
            return event.date, event_id
    return None


def _said(event: Event) -> str:
    if event.kind != "produced":
        return _OUTCOMES[event.kind]
    whole = not getattr(event, "partial", False) and (
        getattr(event, "final", False) or bool(getattr(event, "items", ()))
    )
    return "granted" if whole else "partial"


def _joined(before: str, now: str) -> str:
    if before in ("pending", now, *MOVED):
        return now
    if "granted" in (before, now) or "partial" in (before, now):
        return "granted" if now == "granted" and before == "partial" else "partial"
    return now
