"""Which clocks run for a request, from which events, until when, and whether they were met. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from frkit.law.calendars import Calendar, ClosedDays, with_closures
from frkit.law.clocks import Due, Longer, StartFact, run
from frkit.law.counting import Stop
from frkit.law.extensions import Claim
from frkit.law.rule_types import Clock, Start
from frkit.law.types import Jurisdiction
from frkit.tracking.events import ExtensionClaimed, OfficeClosed
from frkit.tracking.order import Logged
from frkit.tracking.outcomes import ANSWERS, answered_on, left_out
from frkit.tracking.starts import NAMES, Started, receipt_of_request, start_of_event, starts_here
from frkit.tracking.tolling import requester_limits, spells_for, touches
from frkit.tracking.types import Request

State = Literal["running", "met", "met_late", "lapsed", "stopped", "no_date"]
_SATISFIED_BY: dict[str, tuple[str, ...]] = {
    "acknowledgement": ("acknowledged", "extension_claimed", "clarification_asked", "fee_estimated", *ANSWERS),
    "routing": ("acknowledged", "received_by_agency", *ANSWERS),
    "appeal": ("appeal_sent",),
    "appeal_decision": ("appeal_decided",),
    "complaint": ("complaint_filed",),
    "complaint_decision": ("complaint_decided",),
    "opinion": ("complaint_decided",),
    "court": ("suit_filed",),
    "withdrawal": ("clarified", "scope_narrowed", "fee_agreed", "fee_paid", "fee_disputed", "waiver_granted"),
}


@dataclass(frozen=True)
class RunningClock:
    """One clock of a request: its date with derivation, and what became of it as of today."""

    due: Due
    state: State
    satisfied_on: date | None = None
    satisfied_by: str | None = None
    days_left: int | None = None
    """Days until the cautious date; only while it runs."""
    days_late: int | None = None
    """Days past the last lawful day, never capped; counted to the answer if one came late."""
    needs: tuple[str, ...] = ()
    """Conditions whose answer is not known: keys of the request's ``given``."""

    @property
    def clock(self) -> Clock:
        """The rule that runs."""
        return self.due.clock


@dataclass(frozen=True)
class Case:
    """All that the clocks of one request depend on; ``events`` are in order and count."""

    law: Jurisdiction
    request: Request
    events: tuple[Logged, ...]
    days: ClosedDays
    closures: tuple[tuple[date, str], ...]
    today: date
    closed: bool

    def calendar(self, clock: Clock) -> Calendar:
        """The closed days for a clock: the agency's own closures lengthen its limits and nobody else's."""
        return with_closures(self.days, self.closures if clock.binds == "agency" else ())

    def of_kind(self, *kinds: str) -> list[Logged]:
        """The events of some kinds, in order."""
        return [logged for logged in self.events if logged[1].kind in kinds]


def running_clocks(
    law: Jurisdiction, days: ClosedDays, request: Request, events: tuple[Logged, ...], today: date, *, closed: bool
) -> tuple[RunningClock, ...]:
    """Every clock that has started, in the order of the law; ``closed`` once the request is at its end."""
    closures = tuple((day, one.reason) for _, one in events if isinstance(one, OfficeClosed) for day in one.days)
    case = Case(law, request, events, days, closures, today, closed)
    clocks = [*law.clocks, *requester_limits(law)]
    done: dict[str, list[RunningClock]] = {}
    for clock in _in_dependency_order(clocks):
        done[clock.id] = [_yielding(one, done) for one in _instances(clock, case, done)]
    return tuple(one for clock in clocks for one in done[clock.id])


def _in_dependency_order(clocks: list[Clock]) -> list[Clock]:
    """Clocks so that one that depends on another's last day comes after it; else as in the file."""
    ordered: list[Clock] = []
    waiting = list(clocks)
    known = {clock.id for clock in clocks}
    while waiting:
        names = {clock.id for clock in ordered}
        ready = next((clock for clock in waiting if _depends_on(clock) & known <= names), waiting[0])
        waiting.remove(ready)
        ordered.append(ready)
    return ordered


def _depends_on(clock: Clock) -> set[str]:
    dues = {on.removeprefix("due:") for start in clock.starts for on in start.on if on.startswith("due:")}
    return dues | set(clock.yields_to)


def _instances(clock: Clock, case: Case, done: dict[str, list[RunningClock]]) -> Iterator[RunningClock]:
    """One running clock per start; several only for limits that each decision starts anew."""
    applies, needs = _applies(clock, case.request)
    if not applies:
        return
    started = [one for start in clock.starts for on in start.on for one in _starts(on, start, clock, case, done)]
    chosen = _chosen(clock, _without_repeats(started), case)
    if clock.binds == "requester":
        chosen = [(_with_earlier_lapse(fact, clock, case, done), stated) for fact, stated in chosen]
    for number, (fact, stated) in enumerate(chosen):
        until = chosen[number + 1][0].day if number + 1 < len(chosen) else None
        yield replace(_run(clock, fact, stated, case, until), needs=needs)


def _applies(clock: Clock, request: Request) -> tuple[bool, tuple[str, ...]]:
    needs = []
    for key, wanted in clock.when.items():
        given = request.given.get(key)
        if given is None:
            needs.append(key)
        elif given not in [part.strip() for part in wanted.split("|")]:
            return False, ()
    return True, tuple(needs)


def _starts(on: str, start: Start, clock: Clock, case: Case, done: dict[str, list[RunningClock]]) -> list[Started]:
    if on.startswith("due:"):
        return _starts_of_lapse(on.removeprefix("due:"), clock, done)
    if on in ("received_by_agency", "sent"):
        fact = receipt_of_request(case.events)
        return [(fact, None)] if fact else []
    return [
        start_of_event(logged, start, case.events)
        for logged in case.of_kind(on)
        if starts_here(logged[1], clock, leaves_out=left_out(case.request, case.events, logged[0]))
    ]


def _starts_of_lapse(clock_id: str, clock: Clock, done: dict[str, list[RunningClock]]) -> list[Started]:
    """The last day of another clock: for the agency's limits in any case, for others only if nothing answered it."""
    started: list[Started] = []
    words = clock_id.replace("_", " ")
    for other in done.get(clock_id, []):
        if other.needs or other.due.date is None or (clock.binds != "agency" and other.state != "lapsed"):
            continue
        what = f"the last day of the limit '{words}'"
        if clock.binds != "agency":
            what += ", which passed unanswered"
        started.append((StartFact(other.due.date, f"due:{clock_id}", what, None, other.due.confirmed), None))
    return started


def _without_repeats(started: list[Started]) -> list[Started]:
    """One start a day: two answers of one day start the same limit."""
    seen: dict[tuple[date, bool], Started] = {}
    for fact, stated in started:
        seen.setdefault((fact.day, fact.event_id is None), (fact, stated))
    return sorted(seen.values(), key=lambda one: one[0].day)


def _chosen(clock: Clock, started: list[Started], case: Case) -> list[Started]:
    """A limit of the agency runs once, from its first start; a date that it gives in time is replaced by the next.

    For the requester every decision starts its own limit, and so does the first silence that goes on. A second copy
    of an appeal starts nothing while the first is undecided.
    """
    if clock.length.soft == "by_agency_date":
        return _last_date_in_time(started)
    if clock.binds == "agency":
        return started[:1]
    if clock.binds == "requester":
        decisions = [one for one in started if one[0].event_id is not None]
        silences = [one for one in started if one[0].event_id is None]
        return sorted([*decisions, *silences[:1]], key=lambda one: one[0].day)
    return _undecided_copies_left_out(clock, started, case)


def _last_date_in_time(started: list[Started]) -> list[Started]:
    """A new date counts only if it was given before the one in force had passed."""
    kept: list[Started] = []
    for one in started:
        if not kept or kept[-1][1] is None or one[0].day <= kept[-1][1]:
            kept = [one]
    return kept


def _undecided_copies_left_out(clock: Clock, started: list[Started], case: Case) -> list[Started]:
    decided = [event.date for _, event in case.of_kind(*(clock.satisfied_by or _SATISFIED_BY.get(clock.role, ())))]
    kept: list[Started] = []
    for one in started:
        if not kept or any(kept[-1][0].day <= day <= one[0].day for day in decided):
            kept.append(one)
    return kept


def _with_earlier_lapse(fact: StartFact, clock: Clock, case: Case, done: dict[str, list[RunningClock]]) -> StartFact:
    """A decision that came late, while the limit from the silence before it still ran: the silence may count."""
    if fact.event_id is None:
        return fact
    names = [on.removeprefix("due:") for start in clock.starts for on in start.on if on.startswith("due:")]
    for other in (one for name in names for one in done.get(name, []) if one.state == "met_late"):
        lapse = other.due.date
        if lapse is None or lapse >= fact.day:
            continue
        from_lapse = run(clock, StartFact(lapse, fact.kind, fact.what), case.calendar(clock))
        if from_lapse.cautious is not None and from_lapse.cautious >= fact.day:
            return replace(fact, earliest=min(lapse, fact.earliest or lapse))
    return fact


def _run(clock: Clock, fact: StartFact, stated: date | None, case: Case, until: date | None) -> RunningClock:
    fact, due = _timely(clock, fact, stated, case)
    return _judged(due, _satisfaction(clock, fact, case, until), case)


def _timely(clock: Clock, fact: StartFact, stated: date | None, case: Case) -> tuple[StartFact, Due]:
    """The clock with every reset and stop that came while it ran: nothing later revives a limit that passed."""
    claims = tuple(_claims(clock, case)) if clock.length.number is not None else ()
    extensions = tuple(one for one in case.law.extension if one.of == clock.id)
    longer = tuple(_additions(clock, case))
    calendar = case.calendar(clock)

    def ends(start: StartFact, stops: tuple[Stop, ...]) -> Due:
        return run(
            clock, start, calendar, stops=stops, longer=longer, extensions=extensions, claims=claims, stated=stated
        )

    kept: tuple[Stop, ...] = ()
    due = ends(fact, kept)
    for spell in spells_for(case.law, clock, case.events):
        if due.date is None or spell.comes_after(due.date) or (spell.answered and spell.answered < fact.day):
            continue
        if spell.starts_anew and spell.answered is not None:
            what = f"{NAMES['clarified']}, which starts the clock anew ({spell.why})"
            fact, kept = StartFact(spell.answered, "clarified", what), ()
        else:
            kept = (*kept, spell.stop)
        due = ends(fact, kept)
    return fact, due


def _claims(clock: Clock, case: Case) -> Iterator[Claim]:
    if clock.binds != "agency" or clock.role not in ("determination", "production"):
        return
    answered = answered_on(case.request, case.events)
    for event_id, event in case.of_kind("extension_claimed"):
        assert isinstance(event, ExtensionClaimed)
        if answered is not None and event.date > answered[0]:
            continue
        yield Claim(event_id, event.date, event.until, event.days, event.unit, event.reason)


def _additions(clock: Clock, case: Case) -> Iterator[Longer]:
    kinds = {"clarification": "clarification_asked", "fee": "fee_estimated", "transfer": "transferred"}
    for rule in case.law.tolling:
        if rule.effect in ("add", "extend") and rule.by is not None and touches(rule, clock):
            for _, event in case.of_kind(kinds.get(rule.trigger, "")):
                yield Longer(rule.by, f"On {event.date} {NAMES.get(event.kind, event.kind)} ({rule.citation})")


def _satisfaction(clock: Clock, fact: StartFact, case: Case, until: date | None) -> tuple[date, str] | None:
    """The event that answered the clock after it started; for a reviewer, before the next start of the same clock."""
    if not clock.satisfied_by and clock.role in ("determination", "production", "notice"):
        return answered_on(case.request, case.events)
    kinds = clock.satisfied_by or _SATISFIED_BY.get(clock.role, ())
    for event_id, event in _after(fact, case):
        in_turn = clock.binds != "reviewer" or until is None or event.date <= until
        if event.kind in kinds and in_turn:
            return event.date, event_id
    return None


def _after(fact: StartFact, case: Case) -> list[Logged]:
    """The events behind the one that started a clock, from the day on which it was received."""
    ids = [event_id for event_id, _ in case.events]
    first = ids.index(fact.event_id) + 1 if fact.event_id in ids else 0
    began = case.events[first - 1][1] if first else None
    day = max(filter(None, (fact.day, getattr(began, "received", None))))
    return [logged for logged in case.events[first:] if logged[1].date >= day]


def _judged(due: Due, satisfied: tuple[date, str] | None, case: Case) -> RunningClock:
    if satisfied is not None:
        on, by = satisfied
        late = (on - due.date).days if due.date is not None and on > due.date else None
        return RunningClock(due, "met_late" if late else "met", on, by, days_late=late)
    if case.closed:
        return RunningClock(due, "stopped")
    if due.date is None or due.cautious is None:
        return RunningClock(due, "stopped" if due.stopped_since else "no_date")
    if case.today > due.date:
        return RunningClock(due, "lapsed", days_late=(case.today - due.date).days)
    return RunningClock(due, "running", days_left=(due.cautious - case.today).days)


def _in_time(taker: RunningClock, one: RunningClock) -> bool:
    """Whether the taker runs to a date and was there before the other had passed."""
    return taker.due.date is not None and (one.due.date is None or taker.due.start.day <= one.due.date)


def _yielding(one: RunningClock, done: dict[str, list[RunningClock]]) -> RunningClock:
    """A clock whose place another has taken stands still, and says so."""
    taker = next((name for name in one.clock.yields_to if any(_in_time(o, one) for o in done.get(name, []))), None)
    if taker is None or one.state in ("met", "met_late"):
        return one
    line = f"The limit '{taker.replace('_', ' ')}' has taken its place."
    due = replace(one.due, derivation=(*one.due.derivation, line))
    return replace(one, due=due, state="stopped", days_late=None, days_left=None)
