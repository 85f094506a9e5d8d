"""Where a request stands: a pure function of the law, the request, its events and the day. Nothing of it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from frkit.tracking.case import Case, RunningClock
from frkit.tracking.events import Event
from frkit.tracking.flags import Flag, flags_of
from frkit.tracking.next_steps import NextStep, next_steps
from frkit.tracking.order import Logged, effective, in_order
from frkit.tracking.outcomes import item_outcomes, rolled_up
from frkit.tracking.questions import question_flags
from frkit.tracking.remedies import RemedyStanding, remedies_of
from frkit.tracking.retention import AtRisk, records_at_risk
from frkit.tracking.retention_words import risk_flags, with_risks
from frkit.tracking.running import run_all
from frkit.tracking.types import RequestFile

_US = {
    "clarification_asked",
    "identity_asked",
    "delivery_failed",
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
    "waiver_granted",
    "appeal_sent",
    "complaint_filed",
    "suit_filed",
    "reopened",
}
_UNCONFIRMED = Flag("law_unconfirmed", "The law on file has low confidence: read it, then log law-confirmed.")
_CLOSING = {"accepted": "satisfied", "abandoned": "abandoned", "consolidated": "consolidated"}


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

    def clock(self, clock_id: str) -> RunningClock | None:
        """The last started clock of that id, or None."""
        return next((one for one in reversed(self.clocks) if one.clock.id == clock_id), None)

    def flag(self, name: str) -> Flag | None:
        """The first flag of that name, or None."""
        return next((flag for flag in self.flags if flag.name == name), None)


def standing(file: RequestFile, today: date) -> Standing:
    """Where a request stands on a day, from what had happened by then; it has an answer for every history."""
    known = [logged for logged in file.events if logged[1].date <= today]
    everything = tuple(in_order(known))
    events = tuple(effective(known))
    closed_as = _closed_as(events)
    case = Case(file.law, file.request, events, file.closed, today, closed=closed_as is not None)
    clocks = run_all(case)
    confirmed = file.law.confidence != "low" or any(event.kind == "law_confirmed" for _, event in events)
    told = clocks if confirmed else ()
    flags = (
        *flags_of(file.law, events, told, today, closed=closed_as is not None),
        *question_flags(file.law, file.request, told if closed_as is None else ()),
    )
    if not confirmed:
        flags = (_UNCONFIRMED, *flags)
    outcomes = item_outcomes(file.request, events)
    ball = _ball(file, events, outcomes, closed_as)
    sent_on = _sent_on(events)
    judged = ball not in ("closed", "newer_frkit")
    at_risk = records_at_risk(file, events, outcomes, sent_on, today) if judged else ()
    flags = (*flags, *risk_flags(at_risk, today))
    kept = {event_id for event_id, _ in events}
    return Standing(
        ball=ball,
        closed_as=closed_as,
        tracks=_tracks(events, closed_as),
        outcome=rolled_up(outcomes),
        item_outcomes=outcomes,
        clocks=clocks,
        flags=flags,
        next_steps=with_risks(file.id, ball, next_steps(file, ball, told, flags, outcomes, today), at_risk, today),
        sent_on=sent_on,
        days_waiting=(today - sent_on).days if sent_on else None,
        last_event=events[-1][1].date if events else None,
        events=everything,
        corrected=tuple(event_id for event_id, _ in everything if event_id not in kept),
        remedies=remedies_of(case) if confirmed else (),
        law_confirmed=confirmed,
        at_risk=at_risk,
    )


def _closed_as(events: tuple[Logged, ...]) -> str | None:
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


def _sent_on(events: tuple[Logged, ...]) -> date | None:
    """The day of the first sending that did not fail."""
    return next((event.date for _, event in events if event.kind == "sent"), None)


def ball_after(file: RequestFile, events: tuple[Logged, ...]) -> str:
    """Whose turn it is after events that count, in order."""
    return _ball(file, events, item_outcomes(file.request, events), _closed_as(events))


def _ball(file: RequestFile, events: tuple[Logged, ...], outcomes: dict[int, str], closed_as: str | None) -> str:
    if file.unknown_kinds:
        return "newer_frkit"
    if closed_as is not None:
        return "closed"
    ball = "ready" if file.request.requester else "draft"
    for _, event in events:
        ball = _after_event(ball, event)
    if ball == "agency" and _waits_for_nothing(events, outcomes):
        return "us"
    return ball


def _after_event(ball: str, event: Event) -> str:
    if event.kind in _US:
        return "us"
    if event.kind in _AGENCY and getattr(event, "about", "") != "preservation":
        return "agency"
    if event.kind == "fee_estimated":
        return "us"
    if event.kind in ("produced", "denied") and getattr(event, "final", False):
        return "us"
    return ball


def _waits_for_nothing(events: tuple[Logged, ...], outcomes: dict[int, str]) -> bool:
    """Every item is answered and no appeal, complaint or suit is open: the next move is ours."""
    return "pending" not in outcomes.values() and not _open_tracks(events)


def _open_tracks(events: tuple[Logged, ...]) -> tuple[str, ...]:
    tracks: list[str] = []
    opened = {"appeal_sent": "appeal", "complaint_filed": "complaint", "suit_filed": "lawsuit"}
    ended = {"appeal_decided": "appeal", "complaint_decided": "complaint"}
    for _, event in events:
        if event.kind in opened and opened[event.kind] not in tracks:
            tracks.append(opened[event.kind])
        ends = ended.get(event.kind) or ("lawsuit" if getattr(event, "closes", False) else None)
        if ends in tracks:
            tracks.remove(ends)
    return tuple(tracks)


def _tracks(events: tuple[Logged, ...], closed_as: str | None) -> tuple[str, ...]:
    sent = any(event.kind == "sent" for _, event in events)
    request = ("request",) if sent and closed_as is None else ()
    return (*request, *_open_tracks(events))
