"""What became of each item asked for. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from frkit.tracking.events import Event
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


def item_outcomes(request: Request, events: Iterable[Logged]) -> dict[int, str]:
    """Item number -> pending, granted, partial, denied, no_records, not_custodian or glomar."""
    outcomes = {item.number: "pending" for item in request.items}
    for _, event in events:
        whole = event.kind == "produced" and bool(getattr(event, "items", ())) and _said(event) == "granted"
        for number in touched(request, event) if event.kind in ANSWERS else ():
            if number in outcomes:  # what is said to have come whole, by its number, has come
                outcomes[number] = "granted" if whole else _joined(outcomes[number], _said(event))
    return outcomes


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
    open_items = {item.number for item in request.items}
    for event_id, event in events:
        open_items -= set(touched(request, event)) if event.kind in ANSWERS else set()
        if event_id == until:
            break
    return bool(open_items)


def rolled_up(outcomes: dict[int, str]) -> str:
    """One word for the whole request: the outcome of all items if it is the same, else pending or partial."""
    words = set(outcomes.values())
    if len(words) == 1:
        return words.pop()
    return "pending" if "pending" in words and words.isdisjoint({"granted", "partial"}) else "partial"


def answered_on(
    request: Request, events: Iterable[Logged], kinds: tuple[str, ...] = ANSWERS, items: Collection[int] = ()
) -> tuple[date, str] | None:
    """The day, and the event, with which every item (or these) had an answer, or an answer called itself final.

    ``kinds`` says what is taken for an answer: with :data:`DECISIONS`, access that was granted is one.
    """
    open_items = set(items) or {item.number for item in request.items}
    for event_id, event in events:
        if event.kind not in kinds:
            continue
        open_items -= set(touched(request, event))
        if getattr(event, "final", False) or not open_items:
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
    if before in ("pending", now):
        return now
    if "granted" in (before, now) or "partial" in (before, now):
        return "granted" if now == "granted" and before == "partial" else "partial"
    return now
