"""What stands out about a request as of today: each flag with its words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from frkit.law.explaining import basis_words, days_words, long_day
from frkit.law.rule_types import Clock, Silence
from frkit.law.types import Jurisdiction
from frkit.tracking.case import Case, RunningClock
from frkit.tracking.clawbacks import kept_back
from frkit.tracking.fees import bill_of, fee_states, fee_with_request
from frkit.tracking.flag import Flag as Flag
from frkit.tracking.impossible import contradictions
from frkit.tracking.order import Logged
from frkit.tracking.outcomes import ANSWERS, open_items
from frkit.tracking.promises import promise_flags

STALE_AFTER = 60
_SILENCE = {
    "refusal": ("deemed_refused", "counts as a refusal"),
    "two_stage": ("deemed_refused", "counts as a refusal, which the next step must confirm"),
    "granted": ("deemed_granted", "counts as a grant: the request is to be considered approved"),
    "exemptions_lost": ("exemptions_lost", "costs the agency its grounds for withholding"),
    "fees_lost": ("fees_lost", "costs the agency its fees"),
    "complaint_only": ("breach", "is a breach that can be complained of; it is not a decision"),
    "ask_for_decision": ("ask_for_decision", "is no decision: a formal one must be asked for"),
    "notice_of_default": ("notice_of_default", "opens the notice of default"),
}
"""Effect of silence -> name of the flag, and its words."""
_SENT_AGAIN = ("sent", "received_by_agency", "appeal_sent", "complaint_filed", "followed_up", "acknowledged", *ANSWERS)


def flags_of(case: Case, ordered: tuple[Logged, ...], clocks: tuple[RunningClock, ...]) -> tuple[Flag, ...]:
    """Every flag of a request, the gravest first; ``ordered`` are all its events, ``clocks`` those that may be told."""
    law, events, today, closed = case.law, case.events, case.today, case.closed
    of_clocks = () if closed else (*_of_clocks(law, clocks, today), *_of_extensions(clocks))
    waits = () if closed else (*_waits(events), *_of_money(law, events))
    limits = [one.due.date for one in clocks if one.due.date is not None]
    promised = () if closed else promise_flags(events, today, limits, still_open=bool(open_items(case.request, events)))
    faults = contradictions(case.request, ordered, events)
    return (
        *of_clocks,
        *promised,
        *_unread(events),
        *waits,
        *_of_events(events, today, closed),
        *_demanded(events),
        *faults,
    )


def _of_clocks(law: Jurisdiction, clocks: tuple[RunningClock, ...], today: date) -> Iterator[Flag]:
    open_ours = first_to_end(clocks)
    for one in clocks:
        due = one.due.date
        if due is None or one.needs or is_hidden(one, open_ours):
            continue
        if one.state == "lapsed" and one.clock.binds == "agency":
            doubts = "".join(f" {doubt}" for doubt in one.due.warnings)
            yield from (replace(flag, message=flag.message + doubts) for flag in _agency_late(law, one, due))
        elif one.state == "lapsed" and one.clock.binds == "reviewer":
            yield _decision_late(one.clock, due)
        elif one.state == "running" and one.clock.role == "appeal_decision":
            yield Flag("decision_due", f"The decision is due by {long_day(due)} ({one.clock.citation}).", due)
        elif one.state == "running" and one.clock.binds == "requester" and one.clock.role == "guideline":
            day = one.due.cautious or due
            words = f"Best done by {long_day(day)} ({one.clock.citation}; {basis_words(one.clock.basis, 'hard')})."
            yield Flag("best_by", words, day)
        elif one.state == "running" and one.clock.binds == "requester" and one.clock.role != "withdrawal":
            yield _open_until(one, due, clocks)
        elif one.state == "lapsed" and one.clock.role == "withdrawal":
            effect = one.clock.note or "The agency may close the request."
            yield Flag("may_be_closed", f"Our time to answer ended on {long_day(due)}. {effect}", due)
        elif one.state == "lapsed" and one.clock.role in ("appeal", "complaint", "court"):
            ended = f"The time for it ended on {long_day(due)}{items_words(one.items)}"
            message = f"{ended} ({one.clock.citation}{_unless_law(one.clock)})."
            yield Flag(f"{one.clock.role}_lapsed", message, due)


def first_to_end(clocks: Iterable[RunningClock]) -> dict[tuple[str, tuple[int, ...]], RunningClock]:
    """Of our limits that run, by clock and items, the one that ends first: who keeps it keeps the others too."""
    found: dict[tuple[str, tuple[int, ...]], RunningClock] = {}
    for one in clocks:
        if one.state == "running" and one.clock.binds == "requester" and not one.needs:
            key = (one.clock.id, one.items)
            if key not in found or (one.due.cautious or date.max) < (found[key].due.cautious or date.max):
                found[key] = one
    return found


def is_hidden(one: RunningClock, open_ours: dict[tuple[str, tuple[int, ...]], RunningClock]) -> bool:
    """Whether another limit of the same clock and items, which still runs or ends first, says what there is to say."""
    other = open_ours.get((one.clock.id, one.items))
    return other is not None and other is not one and one.state in ("running", "lapsed")


def items_words(items: tuple[int, ...]) -> str:
    """Which items a limit is about, behind its day; nothing where it is about all."""
    return f" for item{'s' * (len(items) > 1)} {', '.join(map(str, items))}" if items else ""


def _earlier_silence(one: RunningClock, clocks: Iterable[RunningClock]) -> str:
    """That the time from a first silence has passed, where only that from a second one still runs."""
    if one.due.start.event_id is not None:
        return ""
    gone = [other for other in clocks if other.clock.id == one.clock.id and other.state == "lapsed"]
    silent = [other.due.date for other in gone if other.due.start.event_id is None and other.due.date]
    return f" From a first silence it ended on {long_day(silent[-1])}: it may be said to be late." if silent else ""


def _open_until(one: RunningClock, due: date, clocks: Iterable[RunningClock]) -> Flag:
    """A limit of ours that runs; past its safe day it may still be open, and says so."""
    day = one.due.cautious or due
    about, earlier = items_words(one.items), _earlier_silence(one, clocks)
    word = one.clock.role.replace("_", " ")
    if one.days_left is not None and one.days_left < 0:
        message = (
            f"{word.capitalize()}: the safe day, {long_day(day)}, has passed; the last day is {long_day(due)}{about}."
        )
    else:
        left = f"{one.days_left} day{'s' * (one.days_left != 1)} left"
        message = f"{word.capitalize()} possible until {long_day(day)}{about}, {left}{_unless_law(one.clock)}."
    return Flag(f"{one.clock.role}_open_until", message + earlier, day)


def _decision_late(clock: Clock, due: date) -> Flag:
    """That a reviewer is late; or, where only a policy or a target says so, that a decision was to be expected."""
    expected = ", by which one was to be expected" if clock.binding == "target" else ""
    return Flag(
        "decision_late", f"No decision by {long_day(due)}{expected} ({clock.citation}{_unless_law(clock)}).", due
    )


def _unless_law(clock: Clock) -> str:
    """Behind a citation: that it is policy or advice, so that nobody takes it for law."""
    return f"; {basis_words(clock.basis, 'hard')}" if clock.basis in ("policy", "advice") else ""


def _agency_late(law: Jurisdiction, one: RunningClock, due: date) -> Iterator[Flag]:
    if one.clock.role == "acknowledgement":
        yield Flag("ack_late", f"No acknowledgement by {long_day(due)} ({one.clock.citation}).", due)
    elif one.clock.role == "referral":
        condition = f" if {one.clock.only_if}" if one.clock.only_if else ""
        yield Flag(
            "referral_late", f"No ruling was asked for by {long_day(due)}{condition} ({one.clock.citation}).", due
        )
    elif one.clock.role not in ("determination", "production", "notice"):
        pass
    elif one.clock.only_if is not None:
        yield Flag("limit_passed", f"No answer by {long_day(due)}, if {one.clock.only_if} ({one.clock.citation}).", due)
    elif one.clock.binding == "target":
        message = f"No answer by {long_day(due)}, by which one was to be expected ({one.clock.citation})."
        yield Flag("target_passed", message, due)
    else:
        yield Flag(
            "overdue", f"No answer by {long_day(due)}, {days_words(one.days_late)} ago ({one.clock.citation}).", due
        )
    for silence in law.silence_after(one.clock):
        yield from _of_silence(silence, due)


def _of_silence(silence: Silence, due: date) -> Iterator[Flag]:
    """What the law makes of a silence that lasted past a day."""
    name, words = _SILENCE.get(silence.effect, ("", ""))
    if name:
        cited = f" ({silence.citation})" if silence.citation else ""
        yield Flag(name, f"Silence past {long_day(due)} {words}{cited}.", due)


def _of_extensions(clocks: tuple[RunningClock, ...]) -> Iterator[Flag]:
    for one in clocks:
        extension = one.due.extension
        if extension is not None and not extension.lawful and one.state != "stopped" and not one.needs:
            problem = extension.problems[0]
            cited = f" ({extension.citation})" if extension.citation and extension.citation not in problem else ""
            message = f"The extension claimed is not lawful: {problem}{cited}."
            yield Flag("extension_unlawful", message, extension.claim.made_on)


def _waits(events: tuple[Logged, ...]) -> Iterator[Flag]:
    """What came back, and what the agency waits for."""
    last = {event.kind: event for _, event in events}
    if _open_after(events, "delivery_failed", _SENT_AGAIN):
        failed = last["delivery_failed"].date
        yield Flag("undelivered", f"What was sent came back on {long_day(failed)}; send it another way.", failed)
    if _open_after(events, "clarification_asked", ("clarified", "scope_narrowed", *ANSWERS)):
        yield Flag(
            "clarify_wait", "The agency asked a question and waits for the answer.", last["clarification_asked"].date
        )
    if _open_after(events, "identity_asked", ("identity_proved", *ANSWERS)):
        yield Flag("identity_wait", "The agency wants to know who asks.", last["identity_asked"].date)
    bill = bill_of(events)
    if bill.state == "waits" and bill.since is not None:
        part = f" Of it {bill.due} is still open." if bill.part_paid else ""
        yield Flag("fee_wait", f"The agency named a fee and waits for an answer.{part}", bill.since)
    ends = ("waiver_granted", "waiver_denied", "fee_agreed", "fee_paid", *ANSWERS)
    if _open_after(events, "waiver_requested", ends):
        asked = last["waiver_requested"].date
        yield Flag("waiver_wait", "We asked for the fee to be waived; the agency has not answered that.", asked)
    if _open_after(events, "fee_disputed", ("fee_estimated", "fee_agreed", "fee_paid", "waiver_granted", "produced")):
        yield Flag("fee_disputed", "We disputed the fee; the agency has not answered that.", last["fee_disputed"].date)


def _of_events(events: tuple[Logged, ...], today: date, closed: bool) -> Iterator[Flag]:
    for event_id, event in events:
        if event.kind in ("denied", "neither_confirm_nor_deny") and not getattr(event, "exemptions", ()):
            yield Flag(
                "no_exemption_named", f"The refusal of {event.date} names no exemption ({event_id}).", event.date
            )
    if events and not closed and (today - events[-1][1].date).days > STALE_AFTER:
        since = events[-1][1].date
        yield Flag(
            "stale", f"Nothing has happened since {long_day(since)}, {days_words((today - since).days)} ago.", since
        )


def _unread(events: tuple[Logged, ...]) -> Iterator[Flag]:
    read = {event.reply_to for _, event in events if event.reply_to}
    for event_id, event in events:
        if event.kind == "arrived" and event_id not in read and not getattr(event, "automatic", False):
            yield Flag("unread", f"What came on {event.date} has not been read ({event_id}).", event.date)


def _of_money(law: Jurisdiction, events: tuple[Logged, ...]) -> Iterator[Flag]:
    """A fee that should have gone with the request, and money that the agency owes us."""
    due = fee_with_request(law, events)
    if due is not None:
        yield due
    for state in fee_states(events, law.fees.currency if law.fees else None):
        if state.overpaid:
            message = (
                f"We paid {state.overpaid} {state.currency or ''}".rstrip()
                + " more than the last bill: ask for it back."
            )
            yield Flag("overpaid", message, None, state.history[-1:])


def _demanded(events: tuple[Logged, ...]) -> Iterator[Flag]:
    """Documents that were demanded back and that counsel has not cleared."""
    demands = [logged for logged in events if logged[1].kind == "clawback_demanded"]
    blocked = kept_back(events) if demands else ()
    if blocked:
        last = demands[-1]
        many = f"{len(blocked)} document{'s' * (len(blocked) != 1)}"
        message = f"The agency demanded {many} back: no packet takes what counsel has not cleared ({last[0]})."
        yield Flag("demanded_back", message, last[1].date, (last[0],))


def _open_after(events: tuple[Logged, ...], kind: str, ends: tuple[str, ...]) -> bool:
    """Whether the last event of a kind has not been followed by any that ends it."""
    is_open = False
    for _, event in events:
        if event.kind == kind:
            is_open = True
        elif event.kind in ends:
            is_open = False
    return is_open
