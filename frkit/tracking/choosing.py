"""Which of the events that can start a clock do start it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from frkit.law.clocks import StartFact, run
from frkit.law.counting import count
from frkit.law.event_kinds import DUE
from frkit.law.explaining import long_day
from frkit.law.rule_types import Clock, Start
from frkit.tracking.case import Case, RunningClock
from frkit.tracking.order import Logged
from frkit.tracking.outcomes import DECISIONS, left_out
from frkit.tracking.starts import (
    Started,
    deemed,
    more_days,
    receipt_by_competent_body,
    receipt_of_request,
    sending_of_request,
    start_of_event,
    starts_here,
)

DATED_BY_AGENCY = ("by_agency_date", "by_agreement")


def starts_of(clock: Clock, case: Case, decided_by: tuple[str, ...]) -> tuple[list[Started], tuple[str, ...]]:
    """The starts that count, in time, and the inputs that must be known to be sure which of them count.

    Where each start runs by itself, such inputs stand with the start that hangs on them, and no other waits for them.
    ``decided_by`` are the kinds of event with which a reviewer answers: a second copy of an appeal starts nothing
    while the first is undecided.
    """
    started: list[Started] = []
    for start in clock.starts:
        holds, unknown = case.given.judge(start.when)
        if not holds or not _lapsed(start.if_lapsed, case):
            continue
        for fact, stated in _found(start, clock, case):
            shifted = replace(_shifted(fact, start, clock, case), needs=unknown)
            started += [(shifted, stated)] if _in_force(clock, shifted.day) else []
    kept = sorted(started, key=lambda one: one[0].day) if clock.starts_at == "all" else _without_repeats(started)
    chosen = _chosen(clock, kept, case, decided_by)
    if clock.binds == "requester":
        chosen = [(_with_earlier_lapse(fact, clock, case), stated) for fact, stated in chosen]
    by_itself = clock.starts_at == "first" and clock.binds != "reviewer"
    return chosen, () if by_itself else tuple(dict.fromkeys(need for fact, _ in started for need in fact.needs))


def _shifted(fact: StartFact, start: Start, clock: Clock, case: Case) -> StartFact:
    """The start on the day from which the law counts, where that is not the day of the event."""
    fact = deemed(fact, start, case.calendar(clock))
    others = case.done.get(start.not_before, []) if start.not_before else []
    last = max((other.due.date for other in others if other.due.date is not None), default=None)
    if last is None or last <= fact.day:
        return fact
    what = f"{fact.what} on {long_day(fact.day)}, before the limit '{_plain(str(start.not_before))}' had ended"
    return replace(fact, day=last, what=what, earliest=fact.day)


def _lapsed(clock_ids: tuple[str, ...], case: Case) -> bool:
    """Whether one of these clocks passed unanswered; without any, there is nothing to wait for."""
    others = [one for name in clock_ids for one in case.done.get(name, [])]
    return not clock_ids or any(one.state == "lapsed" and not one.needs for one in others)


def _in_force(clock: Clock, day: date) -> bool:
    after = clock.valid_from is None or day >= clock.valid_from
    return after and (clock.valid_to is None or day <= clock.valid_to)


def _found(start: Start, clock: Clock, case: Case) -> Iterator[Started]:
    for on in start.on:
        if on.startswith(DUE):
            yield from _of_lapse(on.removeprefix(DUE), clock, case)
        elif on in _OF_REQUEST:
            fact = _OF_REQUEST[on](case)
            if fact is not None:
                yield fact, None
        else:
            yield from (
                start_of_event(logged, start, case.events)
                for logged in case.of_kind(on)
                if _is_meant(logged, start, clock, case)
            )


_OF_REQUEST: dict[str, Callable[[Case], StartFact | None]] = {
    "received_by_agency": lambda case: receipt_of_request(case.events),
    "received_by_competent_body": lambda case: receipt_by_competent_body(
        case.events, wrong=case.given.known.get("component") == "wrong"
    ),
    "sent": lambda case: sending_of_request(case.events),
}
"""What starts a clock without being one event: the proven receipt replaces the sending."""


def _is_meant(logged: Logged, start: Start, clock: Clock, case: Case) -> bool:
    event_id, event = logged
    if clock.binds != "requester" and case.before_sending(event.date):
        return False  # a slip in one of the two days; a limit of ours is told all the same, so that none is missed
    step = case.steps.remedy_of(event_id)
    if start.remedy is not None and step != start.remedy:
        return False
    if start.remedy is None and step is not None and (event.kind == "registered" or event.kind in DECISIONS):
        return False  # it is of that step, and starts what follows it
    if start.result and getattr(event, "result", None) not in start.result:
        return False
    if start.only_after and not _after_a_limit(event.date, start, case):
        return False
    if start.fee is not None and event.kind == "fee_paid" and _fee_paid(event_id, case) != start.fee:
        return False
    missing = event.kind == "produced" and left_out(case.request, case.events, event_id)
    return starts_here(event, clock, leaves_out=missing)


def _after_a_limit(day: date, start: Start, case: Case) -> bool:
    others = [one for name in start.only_after for one in case.done.get(name, [])]
    return any(one.due.date is not None and day > one.due.date for one in others)


def _fee_paid(event_id: str, case: Case) -> str:
    """Which fee a payment was for: after an estimate it was for that, before one it went with the request."""
    for other_id, event in case.events:
        if event.kind == "fee_estimated":
            return "estimate"
        if other_id == event_id:
            break
    return "application"


def _of_lapse(clock_id: str, clock: Clock, case: Case) -> Iterator[Started]:
    """The last day of another clock: for the agency's limits in any case, for others only if nothing answered it."""
    for other in case.done.get(clock_id, []):
        if other.needs or other.due.date is None or (clock.binds != "agency" and not _was_silence(other, clock, case)):
            continue
        what = f"the last day of the limit '{_plain(clock_id)}'"
        if clock.binds != "agency":
            late = f"; only on {long_day(other.satisfied_on)} was anything heard" if other.satisfied_on else ""
            what += f", which passed unanswered{late}"
        end, due = other.due.date, other.due
        yield StartFact(end, f"{DUE}{clock_id}", what, None, due.confirmed, earliest=due.sooner), None


def _was_silence(other: RunningClock, clock: Clock, case: Case) -> bool:
    """Whether a limit passed unanswered; for us also where only an acknowledgement came late and no answer since."""
    if other.state != "met_late" or clock.binds != "requester" or other.satisfied_by is None:
        return other.state == "lapsed"
    heard = next((event for event_id, event in case.events if event_id == other.satisfied_by), None)
    return heard is not None and heard.kind not in DECISIONS and case.answered is None and not case.closed


def _plain(clock_id: str) -> str:
    return clock_id.replace("_", " ")


def _without_repeats(started: list[Started]) -> list[Started]:
    """One start a day, a proven and certain one before others: two answers of one day start the same limit."""
    seen: dict[tuple[date, bool], Started] = {}
    for fact, stated in sorted(started, key=lambda one: (not one[0].confirmed, len(one[0].needs))):
        key = (fact.day, fact.event_id is None)
        if key not in seen:
            seen[key] = (fact, stated)
        elif fact.event_id is not None:
            first, of_first = seen[key]
            seen[key] = (replace(first, beside=(*first.beside, fact.event_id)), of_first)
    return sorted(seen.values(), key=lambda one: one[0].day)


def _chosen(clock: Clock, started: list[Started], case: Case, decided_by: tuple[str, ...]) -> list[Started]:
    """A limit of the agency runs once, from its first start; a date that it gives in time is replaced by the next.

    For the requester every decision starts its own limit, and so does every limit that passed in silence: which of two
    silences counts is often disputed, and the first to end is the safe one. A second copy of an appeal starts nothing
    while the first is undecided.
    """
    if clock.length.soft in DATED_BY_AGENCY:
        return _last_date_given(clock, started, case)
    if clock.starts_at == "all":
        return started[-1:] if _each_came(clock, started) else []
    if clock.starts_at == "last":
        kept = _last_in_time(started, lambda one: run(clock, one[0], case.calendar(clock)).date)
        return [_with_earlier_decision(one, started, clock) for one in kept]
    if clock.binds == "agency":
        return started[:1]
    if clock.binds == "requester":
        return _silences_told(started)
    return _undecided_copies_left_out(started, case, decided_by)


def _silences_told(started: list[Started]) -> list[Started]:
    """The starts of a limit of ours; one from a second silence says that the first may be the one that counts."""
    told: list[Started] = []
    first: StartFact | None = None
    for fact, stated in started:
        if fact.event_id is None and first is not None:
            words = f"{fact.what}; a first silence passed on {long_day(first.day)}, and may be the one that counts"
            fact = replace(fact, what=words)
        elif fact.event_id is None:
            first = fact
        told.append((fact, stated))
    return told


def _each_came(clock: Clock, started: list[Started]) -> bool:
    """Whether each of the clock's starts has come; those of one ``on`` stand for each other."""
    kinds = {fact.kind for fact, _ in started}
    return all(kinds & set(start.on) for start in clock.starts)


def _last_in_time(started: list[Started], ends: Callable[[Started], date | None]) -> list[Started]:
    """A later start counts only if it came before the one in force had run out: nothing revives a passed limit."""
    kept: list[Started] = []
    for one in started:
        end = ends(kept[-1]) if kept else None
        if end is None or one[0].day <= end:
            kept = [one]
    return kept


def _last_date_given(clock: Clock, started: list[Started], case: Case) -> list[Started]:
    """The last date that the agency gave in time; so many days more are counted from the one in force."""
    kept: list[Started] = []
    events = dict(case.events)
    for fact, stated in started:
        before = kept[-1][1] if kept else None
        event = events.get(fact.event_id or "")
        more = more_days(event) if event is not None and stated is None else None
        if more is not None and before is not None:
            counted = count(before, more, case.calendar(clock))
            stated = counted.unrolled if counted else None
            fact = replace(fact, what=f"{fact.what} of {more} from {long_day(before)}")
        if stated is not None and fact.day <= min(stated, before or stated):  # nobody promises a day that has passed
            kept = [(fact, stated)]
    return kept


def _with_earlier_decision(kept: Started, started: list[Started], clock: Clock) -> Started:
    """A limit of ours that counts from the latest start: one for other items, a refusal or silence, may count too."""
    fact, stated = kept
    alike = {kind for start in clock.starts if fact.kind in start.on for kind in start.on}
    others = [one for one, _ in started if one.day <= fact.day]
    others = [one for one in others if one.kind in alike or None in (one.event_id, fact.event_id)]
    if clock.binds != "requester":
        return kept
    return replace(fact, earliest=min(one.earliest or one.day for one in others)), stated


def _undecided_copies_left_out(started: list[Started], case: Case, decided_by: tuple[str, ...]) -> list[Started]:
    decided = [event.date for _, event in case.of_kind(*decided_by)]
    kept: list[Started] = []
    for one in started:
        if not kept or any(kept[-1][0].day <= day <= one[0].day for day in decided):
            kept.append(one)
    return kept


def _with_earlier_lapse(fact: StartFact, clock: Clock, case: Case) -> StartFact:
    """A decision that came late, while the limit from the silence before it still ran: the silence may count."""
    if fact.event_id is None:
        return fact
    names = [on.removeprefix(DUE) for start in clock.starts for on in start.on if on.startswith(DUE)]
    for other in (one for name in names for one in case.done.get(name, [])):
        lapse = other.due.sooner or other.due.date
        if lapse is None or other.satisfied_on is None or lapse >= min(fact.day, other.satisfied_on):
            continue
        from_lapse = run(clock, StartFact(lapse, fact.kind, fact.what), case.calendar(clock))
        if from_lapse.cautious is not None and from_lapse.cautious >= fact.day:
            return replace(fact, earliest=min(lapse, fact.earliest or lapse))
    return fact
