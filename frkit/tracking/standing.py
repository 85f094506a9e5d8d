"""Where a request stands: a pure function of the law, the request, its events and the day. Nothing of it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from frkit.tracking.case import Case, RunningClock
from frkit.tracking.fees import FeeState, fee_states
from frkit.tracking.flags import Flag, flags_of
from frkit.tracking.links import Link, links_from
from frkit.tracking.next_steps import NextStep, next_steps
from frkit.tracking.order import Logged, counting, in_order
from frkit.tracking.order_doubts import Judged, order_flags
from frkit.tracking.outcomes import item_outcomes, rolled_up
from frkit.tracking.promises import Promise, promises_of
from frkit.tracking.questions import question_flags
from frkit.tracking.references import Reference, references_of
from frkit.tracking.remedies import RemedyStanding, remedies_of
from frkit.tracking.retention import AtRisk, records_at_risk
from frkit.tracking.retention_words import risk_flags, with_risks
from frkit.tracking.running import run_all
from frkit.tracking.turns import ball_of, closed_as, sent_on, tracks_of
from frkit.tracking.types import RequestFile

_UNCONFIRMED = Flag("law_unconfirmed", "The law on file has low confidence: read it, then log law-confirmed.")


@dataclass(frozen=True)
class Standing:
    """Who must act, how far each item and each clock has come, what stands out, and what to do next."""

    ball: str
    """draft, ready, agency, us or closed; ``newer_frkit`` where an event of an unknown kind forbids a judgement."""
    closed_as: str | None
    tracks: tuple[str, ...]
    outcome: str
    item_outcomes: dict[int, str]
    clocks: tuple[RunningClock, ...]
    flags: tuple[Flag, ...]
    next_steps: tuple[NextStep, ...]
    sent_on: date | None
    days_waiting: int | None
    last_event: date | None
    events: tuple[Logged, ...]
    """All events in order, corrected ones included."""
    corrected: tuple[str, ...]
    remedies: tuple[RemedyStanding, ...]
    """Each step against a refusal or silence, as far as it has come."""
    law_confirmed: bool
    """False where the law on file has low confidence and nobody has confirmed it: no date is shown then."""
    at_risk: tuple[AtRisk, ...] = ()
    """Records that are destroyed if nobody stops it, the earliest first; none once a request is closed."""
    currency: str | None = None
    """That of the law's fees, for sums whose event names none."""

    @property
    def counted(self) -> tuple[Logged, ...]:
        """The events that count, in order."""
        gone = set(self.corrected)
        return tuple(logged for logged in self.events if logged[0] not in gone)

    @property
    def links(self) -> tuple[Link, ...]:
        """The requests that this one leads to; those that lead here only the whole campaign knows."""
        return links_from(self.counted)

    @property
    def references(self) -> tuple[Reference, ...]:
        """The numbers under which others file it."""
        return references_of(self.counted)

    @property
    def fees(self) -> tuple[FeeState, ...]:
        """What was asked, agreed and paid, one entry a currency."""
        return fee_states(self.counted, self.currency)

    @property
    def promises(self) -> tuple[Promise, ...]:
        """The days that the agency promised, kept or not."""
        return promises_of(self.counted, still_open="pending" in self.item_outcomes.values())

    def clock(self, clock_id: str) -> RunningClock | None:
        """The last started clock of that id, or None."""
        return next((one for one in reversed(self.clocks) if one.clock.id == clock_id), None)

    def flag(self, name: str) -> Flag | None:
        """The first flag of that name, or None."""
        return next((flag for flag in self.flags if flag.name == name), None)


def standing(file: RequestFile, today: date) -> Standing:
    """Where a request stands on a day, from what had happened by then; it has an answer for every history."""
    known = [logged for logged in file.events if logged[1].date <= today]
    ordered = in_order(known)
    parts = _judged(file, ordered, today)
    case, clocks, flags = parts
    events, confirmed = case.events, _is_confirmed(file, case.events)
    flags = (*flags, *_order_flags(file, ordered, parts))
    if not confirmed:
        flags = (_UNCONFIRMED, *flags)
    outcomes = item_outcomes(file.request, events)
    ball, since = ball_of(file, events), sent_on(events)
    judged = ball not in ("closed", "newer_frkit")
    at_risk = records_at_risk(file, events, outcomes, since, today) if judged else ()
    flags = (*flags, *risk_flags(at_risk, today))
    kept = {event_id for event_id, _ in events}
    tracks = tracks_of(file.request, events)
    told = clocks if confirmed else ()
    remedies = remedies_of(case) if confirmed else ()
    steps = next_steps(file, ball, told, flags, outcomes, today, tracks=tracks, remedies=remedies, events=events)
    return Standing(
        ball=ball,
        closed_as=closed_as(events),
        tracks=tracks,
        outcome=rolled_up(outcomes),
        item_outcomes=outcomes,
        clocks=clocks,
        flags=flags,
        next_steps=with_risks(file.id, steps, at_risk, today, sent=since is not None),
        sent_on=since,
        days_waiting=(today - since).days if since else None,
        last_event=events[-1][1].date if events else None,
        events=tuple(ordered),
        corrected=tuple(event_id for event_id, _ in ordered if event_id not in kept),
        remedies=remedies,
        law_confirmed=confirmed,
        at_risk=at_risk,
        currency=file.law.fees.currency if file.law.fees else None,
    )


def ball_after(file: RequestFile, events: tuple[Logged, ...]) -> str:
    """Whose turn it is after events that count, in order."""
    return ball_of(file, events)


def _is_confirmed(file: RequestFile, events: tuple[Logged, ...]) -> bool:
    return file.law.confidence != "low" or any(event.kind == "law_confirmed" for _, event in events)


_Parts = tuple[Case, tuple[RunningClock, ...], tuple[Flag, ...]]


def _judged(file: RequestFile, ordered: list[Logged], today: date) -> _Parts:
    """What events in some order come to: the case with its clocks, and the flags but for what depends on them all."""
    events = tuple(counting(ordered))
    closed = closed_as(events) is not None
    case = Case(file.law, file.request, events, file.closed, today, closed=closed)
    clocks = run_all(case)
    told = clocks if _is_confirmed(file, events) else ()
    flags = flags_of(case, tuple(ordered), told)
    return case, clocks, (*flags, *question_flags(file.law, file.request, () if closed else told))


def _order_flags(file: RequestFile, ordered: list[Logged], parts: _Parts) -> tuple[Flag, ...]:
    """Events of one day that, the other way round, would change who acts, an outcome, a limit or what stands out."""
    case, clocks, _ = parts
    theirs = [one.due.date for one in clocks if one.clock.binds == "agency" and one.due.date is not None]

    def comes_to(order: list[Logged] | None) -> Judged:
        return _in_short(file, parts if order is None else _judged(file, order, case.today))

    return tuple(order_flags(ordered, case.events, comes_to, min(theirs, default=None)))


def _in_short(file: RequestFile, parts: _Parts) -> Judged:
    """What must be the same in every order of a day, and apart from it what is contradictory."""
    case, clocks, flags = parts
    ran = sorted((one.clock.id, one.items, str(one.due.date), str(one.due.cautious), one.state) for one in clocks)
    raised = sorted((flag.name, str(flag.since)) for flag in flags if flag.name != "contradictory")
    ended, outcomes = closed_as(case.events), item_outcomes(file.request, case.events)
    faults = frozenset(flag.message for flag in flags if flag.name == "contradictory")
    return (ball_of(file, case.events), ended, outcomes, ran, raised), faults
