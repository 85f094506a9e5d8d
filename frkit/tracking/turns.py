"""Whose turn it is, which tracks are open, and how a request ended. Pure."""

from __future__ import annotations

from datetime import date

from frkit.tracking.events import Event
from frkit.tracking.fees import bill_of
from frkit.tracking.order import Logged
from frkit.tracking.outcomes import open_items
from frkit.tracking.types import Request, RequestFile

_US = {
    "clarification_asked",
    "identity_asked",
    "delivery_failed",
    "fee_estimated",
    "appeal_decided",
    "complaint_decided",
    "not_custodian",
}
_AGENCY = {
    "sent",
    "clarified",
    "identity_proved",
    "decision_requested",
    "notice_given",
    "scope_narrowed",
    "followed_up",
    "fee_agreed",
    "fee_paid",
    "fee_disputed",
    "waiver_requested",
    "waiver_granted",
    "appeal_sent",
    "complaint_filed",
    "suit_filed",
    "reopened",
}
_CLOSING = {"accepted": "satisfied", "abandoned": "abandoned", "consolidated": "consolidated"}
_OPENS = {"appeal_sent": "appeal", "complaint_filed": "complaint", "suit_filed": "lawsuit"}
_ENDS = {"appeal_decided": "appeal", "complaint_decided": "complaint"}


def closed_as(events: tuple[Logged, ...]) -> str | None:
    """How the request ended; a withdrawal is final, the other ends can be reopened."""
    closed: str | None = None
    for _, event in events:
        if event.kind == "withdrawn":
            return "withdrawn"
        if event.kind in _CLOSING:
            closed = _CLOSING[event.kind]
        elif event.kind == "reopened":
            closed = None
    return closed


def sent_on(events: tuple[Logged, ...]) -> date | None:
    """The day of the first sending that did not fail; for a request that was passed on here, that of its receipt."""
    sent = next((event.date for _, event in events if event.kind == "sent"), None)
    return sent or next((event.date for _, event in events if _is_handed_over(event)), None)


def ball_of(file: RequestFile, events: tuple[Logged, ...]) -> str:
    """draft, ready, agency, us or closed; ``newer_frkit`` where an event of an unknown kind forbids a judgement."""
    if file.unknown_kinds:
        return "newer_frkit"
    if closed_as(events) is not None:
        return "closed"
    ball = "ready" if file.request.requester else "draft"
    for number, (_, event) in enumerate(events):
        ball = _after(ball, event, events[: number + 1])
    if ball == "agency" and not open_items(file.request, events) and not open_tracks(file.request, events):
        return "us"  # every item is answered and no appeal, complaint or suit is open
    return ball


def _after(ball: str, event: Event, so_far: tuple[Logged, ...]) -> str:
    if event.kind in _US:
        return "us"
    if event.kind in ("fee_paid", "waiver_denied"):
        bill = bill_of(so_far)
        return "us" if bill.state == "waits" else "agency" if event.kind == "fee_paid" else ball
    if event.kind in _AGENCY and getattr(event, "about", "") != "preservation":
        return "agency"
    if event.kind in ("produced", "denied") and getattr(event, "final", False):
        return "us"
    return "agency" if ball in ("draft", "ready") and _is_handed_over(event) else ball


def _is_handed_over(event: Event) -> bool:
    """Whether an event says that this body got the request from another, without a sending of ours."""
    return (
        event.kind == "received_by_agency"
        and bool(getattr(event, "competent", False))
        and not getattr(event, "of", None)
    )


def tracks_of(request: Request, events: tuple[Logged, ...]) -> tuple[str, ...]:
    """request while it is open, and each of appeal, complaint and lawsuit that was begun and has not ended."""
    open_still = sent_on(events) is not None and closed_as(events) is None
    return (*(("request",) if open_still else ()), *open_tracks(request, events))


def open_tracks(request: Request, events: tuple[Logged, ...]) -> tuple[str, ...]:
    """appeal, complaint, lawsuit: those that wait for a decision on some item."""
    everything = {item.number for item in request.items}
    waiting: dict[str, list[set[int]]] = {}
    for _, event in events:
        about = set(getattr(event, "items", ())) or everything
        if event.kind in _OPENS:
            waiting.setdefault(_OPENS[event.kind], []).append(about)
        ends = _ENDS.get(event.kind) or ("lawsuit" if getattr(event, "closes", False) else None)
        if ends in waiting:
            left = [items - about for items in waiting[ends]]
            waiting[ends] = [items for items in left if items]
            if not waiting[ends]:
                del waiting[ends]
    return tuple(waiting)
