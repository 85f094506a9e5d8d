"""Which clocks run for a request, from which events, until when, and whether they were met. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from frkit.law.clocks import Due, Longer, StartFact, run
from frkit.law.counting import Stop
from frkit.law.extensions import Claim
from frkit.law.rule_types import Clock, Extension
from frkit.tracking.case import Case, RunningClock
from frkit.tracking.choosing import starts_of
from frkit.tracking.events import Event, ExtensionClaimed
from frkit.tracking.fees import settles
from frkit.tracking.order import Logged
from frkit.tracking.outcomes import ANSWERS, DECISIONS, answered_on, refused_items
from frkit.tracking.starts import is_automatic
from frkit.tracking.steps import FILINGS
from frkit.tracking.tolling import restart_words, spells_for, touches

_HEARD = ("acknowledged", "extension_claimed", "clarification_asked", "identity_asked", "fee_estimated", *DECISIONS)
"""What shows that the agency took up the request."""
_SATISFIED_BY: dict[str, tuple[str, ...]] = {
    "acknowledgement": (*_HEARD, "registered"),
    "routing": ("acknowledged", "received_by_agency", *DECISIONS),
    "referral": ("referred",),
    "notice": ("acknowledged", "extension_claimed", *DECISIONS),
    "pre_suit": ANSWERS,
    "appeal": ("appeal_sent",),
    "appeal_decision": ("appeal_decided",),
    "complaint": ("complaint_filed",),
    "complaint_decision": ("complaint_decided",),
    "opinion": ("complaint_decided",),
    "court": ("suit_filed",),
    "hearing": ("court_event",),
    "compliance": ("produced",),
    "withdrawal": ("clarified", "scope_narrowed", "fee_agreed", "fee_paid", "fee_disputed", "waiver_granted"),
}
_TO_DECIDE = ("appeal_decision", "complaint_decision", "opinion")
_DECISIONS_ON_STEPS = (*_TO_DECIDE, "compliance")
"""Roles of the time to decide a step: only an extension that names the step moves it."""
_ANSWERED_BY = {"determination": DECISIONS, "guideline": DECISIONS, "deemed_denial": DECISIONS, "production": ANSWERS}
"""Roles that only an answer to every item meets, and what is taken for one."""


def run_all(case: Case) -> tuple[RunningClock, ...]:
    """Every clock of a case that has started, in the order of its law."""
    for clock in case.law.clocks_in_order:
        case.done[clock.id] = [_yielding(one, case) for one in _instances(clock, case)]
    return tuple(one for clock in case.law.every_clock for one in case.done[clock.id])


def _instances(clock: Clock, case: Case) -> Iterator[RunningClock]:
    """One running clock per start; several only for limits that each decision starts anew."""
    applies, needs = case.given.judge(clock.when)
    if not applies:
        return
    chosen, more = starts_of(clock, case, clock.satisfied_by or _SATISFIED_BY.get(clock.role, ()))
    for number, (fact, stated) in enumerate(chosen):
        until = chosen[number + 1][0].day if number + 1 < len(chosen) else None
        for one in _runs(clock, fact, stated, case, until):
            open_questions = tuple(dict.fromkeys((*needs, *more, *fact.needs, *_extension_needs(one, case))))
            yield replace(one, needs=open_questions) if open_questions else one


def _runs(clock: Clock, fact: StartFact, stated: date | None, case: Case, until: date | None) -> Iterator[RunningClock]:
    """The clock for the items of its start; or for each lot, where an extension or a transfer is for some only."""
    extensions = _extensions_of(clock, case)
    claims = tuple(_claims(clock, case))
    parted = any(one.part_only for one in extensions)
    passed_on = _passed_on(clock, case)
    about = _items_of(clock, fact, case)
    lots: dict[tuple[tuple[Claim, ...], tuple[str, ...]], list[int]] = {(claims, ()): []}
    if parted or passed_on:
        lots = {}
        for number in about or [item.number for item in case.request.items]:
            own = tuple(claim for claim in claims if not parted or not claim.items or number in claim.items)
            gone = tuple(event_id for event_id, items in passed_on.items() if number in items)
            lots.setdefault((own, gone), []).append(number)
    for (own, gone), items in sorted(lots.items(), key=lambda lot: (len(lot[0][0]), len(lot[0][1]))):
        lot = _Lot(tuple(items) if len(lots) > 1 else about, own, frozenset(passed_on) - {*gone})
        yield _run(clock, fact, stated, case, until, extensions, lot)


@dataclass(frozen=True)
class _Lot:
    """Items for which a clock runs alike."""

    items: tuple[int, ...]
    """Empty for all."""
    claims: tuple[Claim, ...]
    not_theirs: frozenset[str]
    """Transfers that were of other items."""


def _passed_on(clock: Clock, case: Case) -> dict[str, tuple[int, ...]]:
    """Transfers of some items only, by id, where the law lets a transfer move the clock."""
    passed_on = case.of_kind("transferred") if case.law.tolling else []
    if not passed_on or not any(rule.trigger == "transfer" and touches(rule, clock) for rule in case.law.tolling):
        return {}
    return {event_id: getattr(event, "items", ()) for event_id, event in passed_on if getattr(event, "items", ())}


def _items_of(clock: Clock, fact: StartFact, case: Case) -> tuple[int, ...]:
    """The items that a limit of ours is about: those of the answer that started it; empty for all."""
    if clock.binds != "requester" or fact.event_id is None or fact.kind not in ANSWERS:
        return ()
    asked = {item.number for item in case.request.items}
    spoken = [set(refused_items(case.request, case.events, one)) for one in (fact.event_id, *fact.beside)]
    named = set().union(*spoken) & asked
    return tuple(sorted(named)) if named != asked else ()


def _extension_needs(one: RunningClock, case: Case) -> Iterator[str]:
    """The inputs on which it depends by how much the clock was extended, once somebody claimed that in time."""
    conditions = [rule.when for rule in case.law.extension if rule.of == one.clock.id and rule.when]
    due = one.due.date
    if conditions and any(due is None or claim.made_on <= due for claim in _claims(one.clock, case)):
        for when in conditions:
            yield from case.given.judge(when)[1]


def _extensions_of(clock: Clock, case: Case) -> tuple[Extension, ...]:
    """The rules on more time for a clock; where the law on file says nothing of any, that is not known."""
    if not case.law.extension:
        return (Extension(of=clock.id, mode="unknown_cap", citation="no rule on more time is on file"),)
    return tuple(one for one in case.law.extension if one.of == clock.id and case.given.judge(one.when)[0])


def _run(
    clock: Clock,
    fact: StartFact,
    stated: date | None,
    case: Case,
    until: date | None,
    extensions: tuple[Extension, ...],
    lot: _Lot,
) -> RunningClock:
    fact, due = _timely(clock, fact, stated, case, extensions, lot)
    presumed = case.given.presumptions(clock.when)
    if presumed:
        due = replace(due, derivation=(*due.derivation, *presumed))
    one = _judged(due, _satisfaction(clock, fact, case, until, lot.items), case)
    return replace(one, items=lot.items) if lot.items else one


def _timely(
    clock: Clock,
    fact: StartFact,
    stated: date | None,
    case: Case,
    extensions: tuple[Extension, ...],
    lot: _Lot,
) -> tuple[StartFact, Due]:
    """The clock with every reset and stop that came while it ran: nothing later revives a limit that passed."""
    calendar = case.calendar(clock)
    unit = "business" if clock.length.unit in ("business", "working week") else "calendar"

    def counts(day: date) -> bool:
        return unit != "business" or calendar.why_closed(day) is None

    def ends(start: StartFact, stops: tuple[Stop, ...], longer: tuple[Longer, ...]) -> Due:
        return run(
            clock, start, calendar, stops=stops, longer=longer, extensions=extensions, claims=lot.claims, stated=stated
        )

    kept: tuple[Stop, ...] = ()
    longer: tuple[Longer, ...] = ()
    used_up: date | None = None
    limits: dict[date, date] = {}  # two rules may take one letter for theirs: both look at the limit that it found
    due = ends(fact, kept, longer)
    for spell in spells_for(case.law, clock, _since_sending(case, lot.not_theirs), case.given):
        if due.date is None or spell.comes_after(due.date) or (spell.answered and spell.answered < fact.day):
            continue
        if not spell.in_time(fact.day, calendar):
            continue
        if spell.lengthens:
            addition = spell.addition(unit, calendar)
            if addition is None and spell.answered is None:
                kept = (*kept, spell.stop(due.date, counts))  # by how much is not known yet
            longer = (*longer, addition) if addition else longer
        elif spell.starts_anew and spell.answered is not None:
            fact = StartFact(spell.answered, spell.answered_by, restart_words(spell))
            longer = ()  # while another wait that had begun goes on
        else:
            limit = limits.setdefault(spell.asked_on, due.date)
            used_up = limit if spell.first > limit else used_up
            kept = (*kept, spell.stop(limit, counts))
        due = ends(fact, kept, longer)
    if used_up is not None and due.sooner is not None:
        due = replace(due, sooner=min(due.sooner, used_up))  # asked on the last day: perhaps no day was left
    return fact, due


def _since_sending(case: Case, without: frozenset[str]) -> list[Logged]:
    """The events that can stop a clock, without some transfers."""
    return [one for one in case.since_sending if one[0] not in without] if without else case.since_sending


def _claims(clock: Clock, case: Case) -> Iterator[Claim]:
    """The extensions that the agency claimed of a clock before it had answered, or a reviewer of its own."""
    if clock.binds == "requester" or clock.length.soft is not None:
        return
    extendable = {one.of for one in case.law.extension}
    main = clock.binds == "agency" and clock.role in ("determination", "production")
    if clock.id not in extendable and not (main and not extendable):
        return
    steps = [one.id for one in case.remedies(clock)] if clock.role in _DECISIONS_ON_STEPS else []
    for event_id, event in case.of_kind("extension_claimed"):
        assert isinstance(event, ExtensionClaimed)
        if case.before_sending(event.date):
            continue  # nobody puts off the answer to what was not asked yet: one of the two dates is wrong
        if (event.remedy not in steps) if steps else (event.remedy is not None):
            continue
        if steps or case.answered is None or event.date <= case.answered[0]:
            yield Claim(
                event_id, event.date, event.until, event.days, event.unit, event.reason, event.items, event.approved_by
            )


def _satisfaction(
    clock: Clock, fact: StartFact, case: Case, until: date | None, items: tuple[int, ...]
) -> tuple[date, str] | None:
    """The event that answered the clock after it started; for a reviewer, before the next start of the same clock."""
    if not clock.satisfied_by and clock.role in _ANSWERED_BY:
        kinds = _ANSWERED_BY[clock.role]
        return case.answered if kinds == ANSWERS and not items else answered_on(case.request, case.events, kinds, items)
    needed = set(items or (item.number for item in case.request.items))
    for event_id, event in _after(fact, case):
        in_turn = clock.binds != "reviewer" or until is None or event.date <= until
        if in_turn and not is_automatic(event) and _answers(clock, event_id, event, case):
            named = set(getattr(event, "items", ())) if event.kind in FILINGS else set()
            needed -= named or needed  # an appeal as to one item leaves the time for the others running
            if not needed:
                return event.date, event_id
    moot = clock.role == "withdrawal" and case.answered is not None and case.answered[0] >= fact.day
    return case.answered if moot else None  # what is answered in full waits for no reply of ours


def _answers(clock: Clock, event_id: str, event: Event, case: Case) -> bool:
    """Whether an event is one that meets a clock: of its kinds, and of the step of remedy that it belongs to.

    A payment of a part answers no bill.
    """
    kind = event.kind
    if kind == "fee_paid" and clock.role == "withdrawal" and not settles(case.events, event_id):
        return False
    kinds = clock.satisfied_by or _SATISFIED_BY.get(clock.role, ())
    steps, own = [one.id for one in case.remedies(clock)], case.steps.remedy_of(event_id)
    if not steps or own is None:
        return kind in kinds
    decided = clock.role in _TO_DECIDE and kind in ("appeal_decided", "complaint_decided")
    return own in steps and (kind in kinds or decided or (clock.binds == "requester" and kind in FILINGS))


def _after(fact: StartFact, case: Case) -> list[Logged]:
    """The events behind the one that started a clock, from the day on which it was received.

    If the agency had acted on the request before its receipt is proven, what it did counts.
    """
    if fact.kind == "received_by_agency" and fact.earliest is not None:
        return [logged for logged in case.events if logged[1].date >= fact.earliest]
    ids = [event_id for event_id, _ in case.events]
    first = ids.index(fact.event_id) + 1 if fact.event_id in ids else 0
    began = case.events[first - 1][1] if first else None
    day = max(filter(None, (fact.day, getattr(began, "received", None))))
    if began is not None and fact.day > began.date:
        day = max(began.date, getattr(began, "received", None) or began.date)
    return [logged for logged in case.events[first:] if logged[1].date >= day]


def _judged(due: Due, satisfied: tuple[date, str] | None, case: Case) -> RunningClock:
    if satisfied is not None:
        on, by = satisfied
        late = (on - due.date).days if due.date is not None and on > due.date else None
        return RunningClock(due, "met_late" if late else "met", on, by, days_late=late)
    if case.closed and due.clock.binds != "requester":  # our own time runs on: who reopens must know what is left
        return RunningClock(due, "stopped")
    if due.date is None or due.cautious is None:
        return RunningClock(due, "stopped" if due.stopped_since else "no_date")
    if case.today > due.date:
        return RunningClock(due, "lapsed", days_late=(case.today - due.date).days)
    return RunningClock(due, "running", days_left=(due.cautious - case.today).days)


def _in_time(taker: RunningClock, one: RunningClock) -> bool:
    """Whether the taker surely runs, to a date, and was there before the other had passed."""
    runs = set(taker.needs) <= set(one.needs) and taker.due.date is not None
    return runs and (one.due.date is None or taker.due.start.day <= one.due.date)


def _yielding(one: RunningClock, case: Case) -> RunningClock:
    """A clock whose place another has taken stands still, and says so.

    A limit of ours stays while some item has no answer: the other may be against the answer to the rest.
    """
    if one.clock.binds == "requester" and case.answered is None:
        return one
    taker = next((name for name in one.clock.yields_to if any(_in_time(o, one) for o in case.done.get(name, []))), None)
    if taker is None or one.state in ("met", "met_late"):
        return one
    line = f"The limit '{taker.replace('_', ' ')}' has taken its place."
    due = replace(one.due, derivation=(*one.due.derivation, line))
    return replace(one, due=due, state="stopped", days_late=None, days_left=None)
