"""What started a clock: which event, on which day, how well proven. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from frkit.law.calendars import Calendar
from frkit.law.clocks import StartFact
from frkit.law.counting import count
from frkit.law.explaining import long_day
from frkit.law.lengths import Length
from frkit.law.rule_types import Clock, Start
from frkit.tracking.events import Event, ExtensionClaimed
from frkit.tracking.order import Logged

NAMES = {
    "sent": "the request was sent",
    "received_by_agency": "the agency received the request",
    "received_by_competent_body": "the body that must answer received the request",
    "registered": "the request was registered or accepted as valid",
    "acknowledged": "the agency acknowledged",
    "clarified": "we answered the agency's question",
    "identity_asked": "the agency asked who makes the request",
    "identity_proved": "we showed who makes the request",
    "consultation_started": "the agency began to consult others",
    "consultation_ended": "the agency had heard the others",
    "referred": "the agency asked whether it may withhold",
    "granted": "the agency decided to give access",
    "denied": "the agency refused",
    "no_records": "the agency said that it holds no records",
    "not_custodian": "the agency said that it is not the custodian",
    "neither_confirm_nor_deny": "the agency would neither confirm nor deny",
    "produced": "the agency produced records",
    "transferred": "the agency passed the request on",
    "decision_requested": "we asked for a formal decision",
    "notice_given": "we gave notice",
    "appeal_sent": "the appeal was sent",
    "appeal_decided": "the appeal was decided",
    "complaint_filed": "the complaint was filed",
    "complaint_decided": "the complaint was decided",
    "suit_filed": "the suit was filed",
    "fee_estimated": "the agency named a fee",
    "fee_agreed": "we agreed to the fee",
    "fee_paid": "we paid the fee",
    "clarification_asked": "the agency asked a question",
    "extension_claimed": "the agency claimed an extension",
    "waiver_denied": "the agency refused to waive its fee",
}
FILED = ("appeal_sent", "complaint_filed", "notice_given", "decision_requested")
"""Our letters, whose receipt is proven by a later event that names them."""
SHOWS_RECEIPT = (
    "acknowledged",
    "extension_claimed",
    "clarification_asked",
    "identity_asked",
    "fee_estimated",
    "referred",
    "granted",
    "produced",
    "denied",
    "no_records",
    "not_custodian",
    "neither_confirm_nor_deny",
)
"""What an agency cannot do before it has the request."""
_HOW = {"email": "by e-mail", "post": "by post", "portal": "through its portal", "fax": "by fax", "hand": "by hand"}

Started = tuple[StartFact, date | None]
"""A start, and the date that the agency stated in it, if any."""


def receipt_of_request(events: Iterable[Logged]) -> StartFact | None:
    """When the agency got the request: proven, or provisionally the day of the first sending that did not fail.

    A receipt dated before the request was sent cannot be one, and starts nothing. Where the agency had acted on the
    request before the day that is proven, it may have had it from the sending on. Where it was passed on, the receipt
    by the other body says nothing of the first one's.
    """
    fact: StartFact | None = None
    acted = passed_on = False
    history = list(events)
    first_sent = next((event.date for _, event in history if event.kind == "sent"), None)
    for event_id, event in history:
        if first_sent is not None and event.date < first_sent:
            continue
        passed_on = passed_on or event.kind == "transferred"
        if passed_on and fact is not None and getattr(event, "competent", False):
            continue
        if event.kind == "sent" and fact is None:
            fact = StartFact(event.date, "sent", _sending(event), event_id, False, proof_of(event))
        elif is_receipt_of_request(event) and (fact is None or not fact.confirmed):
            since = fact.day if fact is not None and acted else None
            fact = StartFact(event.date, event.kind, NAMES[event.kind], event_id, True, proof_of(event), since)
        acted = acted or (event.kind in SHOWS_RECEIPT and not is_automatic(event))
    return fact


def receipt_by_competent_body(events: Iterable[Logged], *, wrong: bool) -> StartFact | None:
    """When the body that must answer got the request; ``wrong`` says that another had it first.

    Where no such receipt is logged and nothing says that the first body was the wrong one, the plain receipt counts.
    """
    history = list(events)
    for event_id, event in history:
        if is_receipt_of_request(event) and getattr(event, "competent", False):
            what = NAMES["received_by_competent_body"]
            return StartFact(event.date, event.kind, what, event_id, True, proof_of(event))
    return None if wrong else receipt_of_request(history)


def sending_of_request(events: Iterable[Logged]) -> StartFact | None:
    """The day on which the request was sent; where only its receipt is known, that day, which cannot be earlier."""
    history = list(events)
    for event_id, event in history:
        if event.kind == "sent":
            return StartFact(event.date, "sent", _sending(event), event_id, True, proof_of(event))
    receipt = receipt_of_request(history)
    if receipt is None:
        return None
    return replace(receipt, what=f"{receipt.what}; the day of sending is not known", confirmed=False)


def _sending(event: Event) -> str:
    return f"{NAMES['sent']} {_HOW.get(getattr(event, 'method', 'other'), 'by other means')}"


def is_receipt_of_request(event: Event) -> bool:
    """Whether an event proves the receipt of the request itself and not of a later letter."""
    return event.kind == "received_by_agency" and getattr(event, "of", None) is None


def start_of_event(logged: Logged, start: Start, events: Iterable[Logged]) -> Started:
    """The start that an event gives, on the day of it that the rule names."""
    event_id, event = logged
    if start.day == "received" and event.kind in FILED:
        proven = next((one for one in events if getattr(one[1], "of", None) == event_id), None)
        if proven is not None and proven[1].kind == "received_by_agency":
            what = f"{NAMES[event.kind]} on {event.date} and received"
            return StartFact(proven[1].date, event.kind, what, event_id, True, proof_of(proven[1])), None
    received = getattr(event, "received", None)
    day = received if start.day == "received" and received else event.date
    confirmed = not (start.day == "received" and event.kind in FILED)
    what = NAMES.get(event.kind, event.kind.replace("_", " "))
    if not confirmed:
        what += "; the day of its receipt is taken as the day of sending"
    return StartFact(day, event.kind, what, event_id, confirmed, proof_of(event), event.date), stated_date(event)


def deemed(fact: StartFact, start: Start, calendar: Calendar) -> StartFact:
    """The start on the day on which the law takes it to have been received, if it says so."""
    if start.deemed is None:
        return fact
    counted = count(fact.day, start.deemed, calendar)
    if counted is None:
        return fact
    what = f"{fact.what} on {long_day(fact.day)}, deemed received {start.deemed} later"
    return replace(fact, day=counted.unrolled, what=what, earliest=None)


def starts_here(event: Event, clock: Clock, *, leaves_out: bool) -> bool:
    """Whether an event of a fitting kind does start this clock.

    A production is an adverse answer if it is partial, or final and ``leaves_out`` an item; a full one is none. A
    date given by the agency starts only if it gave one. An automatic reply starts nothing without such a date, and of
    what happens in court only its end starts a limit.
    """
    if event.kind == "produced" and clock.binds == "requester":
        return bool(getattr(event, "partial", False)) or (bool(getattr(event, "final", False)) and leaves_out)
    if event.kind == "court_event" and not getattr(event, "closes", False):
        return False
    if is_automatic(event) and stated_date(event) is None:
        return False
    return clock.length.soft != "by_agency_date" or stated_date(event) is not None or more_days(event) is not None


def is_automatic(event: Event) -> bool:
    """Whether a machine sent it: it proves that something arrived, and is no act of the agency."""
    return bool(getattr(event, "automatic", False))


def stated_date(event: Event) -> date | None:
    """The date by which the agency promised to answer, if the event holds one."""
    value = getattr(event, "promised", None) or getattr(event, "until", None)
    return value if isinstance(value, date) else None


def more_days(event: Event) -> Length | None:
    """By how many days the agency put off its answer, where it named days and no date."""
    if not isinstance(event, ExtensionClaimed) or event.days is None:
        return None
    return Length(number=event.days, unit=event.unit or "calendar")


def proof_of(event: Event) -> str | None:
    """The file that proves an event: its first document, or the proof it names."""
    return next((record.file for record in event.documents), getattr(event, "proof", None))
