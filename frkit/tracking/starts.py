"""What started a clock: which event, on which day, how well proven. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from frkit.law.clocks import StartFact
from frkit.law.rule_types import Clock, Start
from frkit.tracking.events import Event
from frkit.tracking.order import Logged

NAMES = {
    "sent": "the request was sent",
    "received_by_agency": "the agency received the request",
    "acknowledged": "the agency acknowledged",
    "clarified": "we answered the agency's question",
    "denied": "the agency refused",
    "no_records": "the agency said that it holds no records",
    "not_custodian": "the agency said that it is not the custodian",
    "neither_confirm_nor_deny": "the agency would neither confirm nor deny",
    "produced": "the agency produced records",
    "appeal_sent": "the appeal was sent",
    "appeal_decided": "the appeal was decided",
    "complaint_filed": "the complaint was filed",
    "complaint_decided": "the complaint was decided",
    "fee_estimated": "the agency named a fee",
    "clarification_asked": "the agency asked a question",
    "extension_claimed": "the agency claimed an extension",
    "waiver_denied": "the agency refused to waive its fee",
}
_HOW = {"email": "by e-mail", "post": "by post", "portal": "through its portal", "fax": "by fax", "hand": "by hand"}

Started = tuple[StartFact, date | None]
"""A start, and the date that the agency stated in it, if any."""


def receipt_of_request(events: Iterable[Logged]) -> StartFact | None:
    """When the agency got the request: proven, or provisionally the day of the first sending that did not fail.

    A receipt dated before the request was sent cannot be one, and starts nothing.
    """
    fact: StartFact | None = None
    history = list(events)
    first_sent = next((event.date for _, event in history if event.kind == "sent"), None)
    for event_id, event in history:
        if first_sent is not None and event.date < first_sent:
            continue
        if event.kind == "sent" and fact is None:
            how = _HOW.get(getattr(event, "method", "other"), "by other means")
            fact = StartFact(event.date, "sent", f"{NAMES['sent']} {how}", event_id, False, proof_of(event))
        elif _is_receipt_of_request(event) and (fact is None or not fact.confirmed):
            fact = StartFact(event.date, event.kind, NAMES[event.kind], event_id, True, proof_of(event))
    return fact


def _is_receipt_of_request(event: Event) -> bool:
    return event.kind == "received_by_agency" and getattr(event, "of", None) is None


def start_of_event(logged: Logged, start: Start, events: Iterable[Logged]) -> Started:
    """The start that an event gives, on the day of it that the rule names."""
    event_id, event = logged
    if start.day == "received" and event.kind in ("appeal_sent", "complaint_filed"):
        proven = next((one for one in events if getattr(one[1], "of", None) == event_id), None)
        if proven is not None and proven[1].kind == "received_by_agency":
            what = f"{NAMES[event.kind]} on {event.date} and received"
            return StartFact(proven[1].date, event.kind, what, event_id, True, proof_of(proven[1])), None
    received = getattr(event, "received", None)
    day = received if start.day == "received" and received else event.date
    confirmed = not (start.day == "received" and event.kind in ("appeal_sent", "complaint_filed"))
    what = NAMES.get(event.kind, event.kind.replace("_", " "))
    if not confirmed:
        what += "; the day of its receipt is taken as the day of sending"
    return StartFact(day, event.kind, what, event_id, confirmed, proof_of(event), event.date), stated_date(event)


def starts_here(event: Event, clock: Clock, *, leaves_out: bool) -> bool:
    """Whether an event of a fitting kind does start this clock.

    A production is an adverse answer if it is partial, or final and ``leaves_out`` an item; a full one is none. A
    date given by the agency starts only if it gave one.
    """
    if event.kind == "produced" and clock.binds == "requester":
        return bool(getattr(event, "partial", False)) or (bool(getattr(event, "final", False)) and leaves_out)
    return clock.length.soft != "by_agency_date" or stated_date(event) is not None


def stated_date(event: Event) -> date | None:
    """The date by which the agency promised to answer, if the event holds one."""
    value = getattr(event, "promised", None) or getattr(event, "until", None)
    return value if isinstance(value, date) else None


def proof_of(event: Event) -> str | None:
    """The file that proves an event: its first document, or the proof it names."""
    return next((record.file for record in event.documents), getattr(event, "proof", None))
