"""Orders of events that cannot be: each as a flag that names the events, so that one of them can be mended. Pure.

Only what cannot have happened as it is logged: what is merely odd, such as a fee paid before it was estimated, is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from frkit.tracking.clawbacks import demanded_and_cleared
from frkit.tracking.events import Corrected, Event, Forgotten
from frkit.tracking.flag import Flag
from frkit.tracking.order import SENDINGS, Logged, after_circles, without_corrected
from frkit.tracking.outcomes import ANSWERS
from frkit.tracking.starts import SHOWS_RECEIPT, receipt_of_request
from frkit.tracking.types import Request

_BEFORE_SENDING = (
    "received_by_agency",
    "registered",
    "acknowledged",
    "extension_claimed",
    "clarification_asked",
    "identity_asked",
    "fee_estimated",
    "referred",
    "granted",
    *ANSWERS,
    "transferred",
    "appeal_sent",
    "notice_given",
)
"""What cannot be before the request was sent."""
_ONLY_AFTER: dict[str, tuple[tuple[str, ...], str]] = {
    "clarified": (("clarification_asked",), "answers a question"),
    "consultation_ended": (("consultation_started",), "ends a consultation"),
    "appeal_decided": (("appeal_sent", "decision_requested", "referred"), "decides an appeal"),
    "delivery_failed": (SENDINGS, "says that something we sent came back"),
    "reopened": (("accepted", "abandoned", "consolidated", "withdrawn"), "takes up a request that was closed"),
}
"""Kind -> what it needs before it, and what it does."""
_NEEDS_IF_LATER: dict[str, tuple[tuple[str, ...], str]] = {
    "complaint_decided": (("complaint_filed",), "decides a complaint"),
    "court_event": (("suit_filed",), "is of a suit"),
    "identity_proved": (("identity_asked",), "answers who asks"),
}
"""The same for what others, or we unasked, may have done too: a fault only where what it needs came later."""
_AFTER_WITHDRAWAL = (*_BEFORE_SENDING, "sent", "complaint_filed", "suit_filed", "reopened", "accepted", "fee_agreed")
_ASKED_AGAIN = (
    "appeal_sent",
    "appeal_decided",
    "complaint_filed",
    "complaint_decided",
    "suit_filed",
    "court_event",
    "reopened",
    "followed_up",
    "decision_requested",
    "notice_given",
)
"""After these a final answer need not be the last one."""


def contradictions(request: Request, everything: Iterable[Logged], events: Iterable[Logged]) -> Iterator[Flag]:
    """A flag for each order that cannot be; ``everything`` is all events in order, ``events`` those that count."""
    all_events, counted = list(everything), list(events)
    for judge in _JUDGES:
        yield from judge(counted)
    yield from _without_its_cause(without_corrected(all_events))
    yield from _corrections(all_events)
    yield from _circles(all_events)
    yield from _forgotten(all_events)
    yield from _unknown_items(request, counted)


def _flag(message: str, day_of: Event, *names: str) -> Flag:
    return Flag("contradictory", message, day_of.date, tuple(names))


def _before_sending(events: list[Logged]) -> Iterator[Flag]:
    """The first act on a request that is dated before it was sent; a request that was passed on here was not sent."""
    sent = next((logged for logged in events if logged[1].kind == "sent"), None)
    handed = any(event.kind == "received_by_agency" and getattr(event, "competent", False) for _, event in events)
    if sent is None and handed:
        return
    for event_id, event in events:
        if event.kind not in _BEFORE_SENDING or (sent is not None and not _comes_before(event_id, event, sent, events)):
            continue
        if sent is None:
            message = (
                f"{event_id} comes before any 'sent': log when and how the request was sent, or correct the event."
            )
            yield _flag(message, event, event_id)
        else:
            message = f"{event_id} comes before any 'sent' ({sent[0]}): one of the two dates is wrong."
            yield _flag(message, event, event_id, sent[0])
        return


def _comes_before(event_id: str, event: Event, other: Logged, events: list[Logged]) -> bool:
    """Whether an event lies on an earlier day, or by its order on the same one."""
    if event.date != other[1].date:
        return event.date < other[1].date
    ids = [one for one, _ in events]
    return ids.index(event_id) < ids.index(other[0])


def _late_receipt(events: list[Logged]) -> Iterator[Flag]:
    """A receipt of the request that is dated after the agency had already acted on it."""
    start = receipt_of_request(events)
    if start is None or start.kind != "received_by_agency" or start.earliest is None:
        return
    acts = (one for one, event in events if event.kind in SHOWS_RECEIPT and start.earliest <= event.date < start.day)
    acted = next(acts, None)
    named = (str(start.event_id), *((acted,) if acted else ()))
    message = (
        f"{start.event_id} comes after the agency had acted on the request{f' ({acted})' if acted else ''}. If it is "
        "about another letter, name that with --of; else one of the two dates is wrong."
    )
    yield Flag("contradictory", message, start.day, named)


def _without_its_cause(events: list[Logged]) -> Iterator[Flag]:
    """What needs something before it that is not logged, or only later."""
    before: set[str] = set()
    told: set[str] = set()
    for number, (event_id, event) in enumerate(events):
        needs, words = _ONLY_AFTER.get(event.kind) or _NEEDS_IF_LATER.get(event.kind) or ((), "")
        if needs and before.isdisjoint(needs) and event.kind not in told:
            later = next((one for one, other in events[number + 1 :] if other.kind in needs), None)
            if later is not None:
                told.add(event.kind)
                message = f"{event_id} {words}, and {later} comes only after it: one of the two dates is wrong."
                yield _flag(message, event, event_id, later)
            elif event.kind in _ONLY_AFTER:
                told.add(event.kind)
                message = f"{event_id} {words} that is not logged: log that, with its date, or correct the event."
                yield _flag(message, event, event_id)
        before.add(event.kind)
        if event.kind == "reopened":
            before -= {"accepted", "abandoned", "consolidated"}


def _after_withdrawal(events: list[Logged]) -> Iterator[Flag]:
    """Nothing undoes a withdrawal: what was done since counts for nothing, or the withdrawal was none."""
    end = next((logged for logged in events if logged[1].kind == "withdrawn"), None)
    later = events[events.index(end) + 1 :] if end is not None else []
    for event_id, event in later:
        if end is not None and event.kind in _AFTER_WITHDRAWAL:
            message = (
                f"{event_id} comes after the request was taken back ({end[0]}), which nothing undoes: make a new "
                "request, or correct the withdrawal if there was none."
            )
            yield _flag(message, event, event_id, end[0])
            return


def _after_the_final_answer(events: list[Logged]) -> Iterator[Flag]:
    """An answer, a second final one, or an extension after an answer that called itself final."""
    final: Logged | None = None
    for event_id, event in events:
        if event.kind in _ASKED_AGAIN:
            final = None
        more = event.kind in ANSWERS or event.kind in ("granted", "extension_claimed")
        if final is not None and more and getattr(event, "remedy", None) is None and event.date > final[1].date:
            what = "claims more time" if event.kind == "extension_claimed" else "answers again"
            what = "calls itself final too" if getattr(event, "final", False) else what
            message = f"{event_id} {what} after an answer that called itself final ({final[0]}): was that one final?"
            yield _flag(message, event, event_id, final[0])
            return
        if final is None and getattr(event, "final", False):
            final = (event_id, event)


def _wrong_references(events: list[Logged]) -> Iterator[Flag]:
    """An event that is about another one and is dated before it; and days that cannot be.

    What a letter tells (``in``) may well have happened before the letter came.
    """
    known = dict(events)
    for event_id, event in events:
        of = getattr(event, "of", None)
        other = known.get(of) if isinstance(of, str) else None
        if isinstance(of, str) and other is not None and event.date < other.date:
            message = f"{event_id} is about {of}, which is dated later: one of the two dates is wrong."
            yield _flag(message, event, event_id, of)
        received, promised = getattr(event, "received", None), getattr(event, "promised", None)
        if received is not None and received < event.date:
            message = f"{event_id} was received on {received}, before its own date: one of the two is wrong."
            yield _flag(message, event, event_id)
        if promised is not None and promised < event.date:
            message = f"{event_id} promises {promised}, a day that had passed: the promise counts for nothing."
            yield _flag(message, event, event_id)


def _cleared_too_soon(events: list[Logged]) -> Iterator[Flag]:
    """Documents that counsel cleared though nobody had demanded them back."""
    for cleared_id, demand in demanded_and_cleared(events):
        event = dict(events)[cleared_id]
        if demand is None:
            yield _flag(f"{cleared_id} clears a document that nobody demanded back.", event, cleared_id)
        else:
            message = (
                f"{cleared_id} clears a document before it was demanded back ({demand}): it stays blocked. One of the "
                "two dates is wrong, or counsel has not looked at the demand yet."
            )
            yield _flag(message, event, cleared_id, demand)


_JUDGES: tuple[Callable[[list[Logged]], Iterator[Flag]], ...] = (
    _before_sending,
    _late_receipt,
    _after_withdrawal,
    _after_the_final_answer,
    _wrong_references,
    _cleared_too_soon,
)


def _corrections(everything: list[Logged]) -> Iterator[Flag]:
    """A correction of what is not there, of itself, or in a circle with others."""
    known = {event_id for event_id, _ in everything}
    targets = {event_id: event for event_id, event in everything if isinstance(event, Corrected)}
    for event_id, event in targets.items():
        if event.event == event_id:
            yield _flag(f"{event_id} corrects itself: it counts for nothing.", event, event_id)
        elif event.event not in known:
            message = f"{event_id} corrects {event.event}, which is not here: it corrects nothing."
            yield _flag(message, event, event_id, event.event)
        elif event.by_event is not None and event.by_event not in known:
            message = f"{event_id} says that {event.by_event} is right instead, and that is not here: log it."
            yield _flag(message, event, event_id, event.by_event)
    for event_id in sorted(after_circles({one: {event.event} for one, event in targets.items()})):
        event = targets[event_id]
        if event.event != event_id:
            message = f"{event_id} and {event.event} correct each other in a circle: none of the corrections counts."
            yield _flag(message, event, event_id, event.event)


def _circles(everything: list[Logged]) -> Iterator[Flag]:
    """Events each of which is said to have come after the other."""
    behind = {event_id: set(event.after) for event_id, event in everything if event.after}
    circle = sorted(after_circles(behind)) if behind else []
    if circle:
        event = dict(everything)[circle[0]]
        message = f"{' and '.join(circle)} are each said to have come after the other: the order by date is taken."
        yield _flag(message, event, *circle)


def _forgotten(everything: list[Logged]) -> Iterator[Flag]:
    """Bytes that are said to be forgotten and that no event ever brought."""
    gone = [logged for logged in everything if isinstance(logged[1], Forgotten)]
    if not gone:
        return
    brought = {record.sha256 for _, event in everything for record in event.documents}
    brought |= {str(getattr(event, key, None)) for _, event in everything for key in ("letter_sha256", "masked_sha256")}
    for event_id, event in gone:
        assert isinstance(event, Forgotten)
        if event.sha256 not in brought:
            message = f"{event_id} forgets a file that no event here brought (SHA-256 {event.sha256[:8]}...)."
            yield _flag(message, event, event_id)


def _unknown_items(request: Request, events: list[Logged]) -> Iterator[Flag]:
    """Items that an event names and the request does not have: what it says of them counts for nothing."""
    asked = {item.number for item in request.items}
    for event_id, event in events:
        missing = sorted(set(getattr(event, "items", ())) - asked)
        if missing:
            message = (
                f"{event_id} names item {missing[0]}, which the request does not have: it counts for nothing there."
            )
            yield _flag(message, event, event_id)
