"""How far each step against a refusal or silence has come: open, taken, skipped, lost, or waiting for another. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from frkit.law.explaining import long_day
from frkit.law.rule_types import Clock
from frkit.law.types import Remedy
from frkit.tracking.case import Case, RunningClock
from frkit.tracking.starts import starts_here
from frkit.tracking.steps import FILED_AS, FILINGS

StepState = Literal["not_yet", "open", "after", "taken", "decided", "skipped", "lost", "over"]
_REFUSALS = ("denied", "no_records", "not_custodian", "neither_confirm_nor_deny", "produced", "waiver_denied")
_DECISIONS = ("appeal_decided", "complaint_decided", "court_event")
_MAIN = ("determination", "production", "acknowledgement", "deemed_denial", "referral")


@dataclass(frozen=True)
class RemedyStanding:
    """One step: whether it can be taken now, until when, and why not."""

    remedy: Remedy
    state: StepState
    until: date | None = None
    """The safe day by which it must be taken; None where the law names none."""
    why: str = ""


def remedies_of(case: Case) -> tuple[RemedyStanding, ...]:
    """Each step of the law that is open to this request, in order; needs the clocks of the case to have run."""
    grounds = _grounds(case)
    chosen = {step: other.id for other in case.law.remedies for step in other.excludes if _taken(other, case)}
    made: list[RemedyStanding] = []
    for remedy in case.law.remedies:
        if not case.given.judge(remedy.when)[0]:
            continue
        made.append(_standing(remedy, case, grounds, made, chosen))
    return tuple(made)


def _standing(
    remedy: Remedy, case: Case, grounds: set[str], before: list[RemedyStanding], chosen: dict[str, str]
) -> RemedyStanding:
    if _decided(remedy, case):
        return RemedyStanding(remedy, "decided")
    if _taken(remedy, case):
        return RemedyStanding(remedy, "taken")
    if remedy.id in chosen:
        return RemedyStanding(remedy, "lost", why=f"another forum was chosen: {_plain(chosen[remedy.id])}")
    skipped = _skipped(remedy, case, grounds)
    if skipped:
        return RemedyStanding(remedy, "skipped", why=skipped)
    own = [one for clock in _own_limits(remedy, case) for one in case.done.get(clock.id, [])]
    if not own and not _due_now(remedy, case, grounds, before):
        return RemedyStanding(remedy, "not_yet", why="there is nothing yet to take it against")
    opens_after = _opens_after(remedy, case)
    if opens_after is not None:
        return RemedyStanding(remedy, "not_yet", why=f"as a rule open once {long_day(opens_after)} has passed")
    first = None if remedy.parallel else next((one for one in before if _stands_in_the_way(one, case)), None)
    if first is not None:
        return RemedyStanding(remedy, "after", why=f"first: {_plain(first.remedy.id)}")
    return _open_or_over(remedy, own)


def _open_or_over(remedy: Remedy, own: list[RunningClock]) -> RemedyStanding:
    running = [one for one in own if one.state in ("running", "no_date") and not one.needs]
    if own and not running and all(one.state == "lapsed" for one in own):
        last = max(one.due.date for one in own if one.due.date is not None)
        return RemedyStanding(remedy, "over", last, "its time has passed")
    dated = [one.due.cautious for one in running if one.due.cautious is not None]
    return RemedyStanding(remedy, "open", min(dated) if dated else None)


def _own_limits(remedy: Remedy, case: Case) -> list[Clock]:
    clocks = [case.law.clock(clock_id) for clock_id in remedy.clocks]
    return [clock for clock in clocks if clock is not None and clock.binds == "requester"]


def _grounds(case: Case) -> set[str]:
    """``refusal`` and ``silence``, as far as there is one that can be attacked."""
    found = set()
    probe = next((clock for clock in case.law.clocks if clock.binds == "requester"), None)
    for _, event in case.events:
        if event.kind in _REFUSALS and (probe is None or starts_here(event, probe, leaves_out=False)):
            found.add("refusal")
    answers = [one for ones in case.done.values() for one in ones if one.clock.binds == "agency" and not one.needs]
    if any(one.state == "lapsed" and one.clock.role in _MAIN for one in answers):
        found.add("silence")
    return found


def _skipped(remedy: Remedy, case: Case, grounds: set[str]) -> str:
    if "silence" in remedy.skipped_when and grounds == {"silence"}:
        return "not open against silence"
    if "head_decided" in remedy.skipped_when and case.given.known.get("head_decided") == "yes":
        return "the head of the body decided"
    if remedy.against and grounds and not grounds & set(remedy.against):
        return f"open only against {' or '.join(remedy.against)}"
    return ""


def _due_now(remedy: Remedy, case: Case, grounds: set[str], before: list[RemedyStanding]) -> bool:
    """A step without a limit of its own is open once there is a refusal or silence, or the step before was decided."""
    if _own_limits(remedy, case) and not grounds:
        return False
    return bool(grounds) or any(one.state == "decided" for one in before)


def _opens_after(remedy: Remedy, case: Case) -> date | None:
    """The day that must pass before a step opens, as three months before an action for failure to act in Germany."""
    clocks = (case.law.clock(clock_id) for clock_id in remedy.clocks)
    waits = [clock.id for clock in clocks if clock and clock.binds == "agency" and clock.role == "guideline"]
    return next((one.due.date for name in waits for one in case.done.get(name, []) if one.state == "running"), None)


def _stands_in_the_way(one: RemedyStanding, case: Case) -> bool:
    """Whether an earlier step must be taken first, or waited for."""
    if not one.remedy.mandatory or one.state in ("decided", "skipped", "lost") or _optional(one.remedy, case):
        return False
    if one.remedy.kind == "notice":
        return one.state != "taken" or _wait_runs(one.remedy, case)
    return one.state != "taken" or not _reviewer_silent(one.remedy, case)


def _wait_runs(remedy: Remedy, case: Case) -> bool:
    """Whether the time after a notice, which nobody decides, still runs."""
    own = [one for clock_id in remedy.clocks for one in case.done.get(clock_id, [])]
    return any(one.clock.role == "pre_suit" and one.state in ("running", "no_date") for one in own)


def _optional(remedy: Remedy, case: Case) -> bool:
    silent = "silence" in remedy.optional_when and _grounds(case) == {"silence"}
    headed = case.given.known.get("head_decided") == "yes"
    return silent or ("head_decided" in remedy.optional_when and headed)


def _reviewer_silent(remedy: Remedy, case: Case) -> bool:
    own = [one for clock_id in remedy.clocks for one in case.done.get(clock_id, [])]
    return any(one.clock.binds == "reviewer" and one.state == "lapsed" for one in own)


def _taken(remedy: Remedy, case: Case) -> bool:
    return any(event.kind in FILINGS and _is_of(event_id, remedy, case) for event_id, event in case.events)


def _decided(remedy: Remedy, case: Case) -> bool:
    kinds = _DECISIONS if FILED_AS[remedy.kind] != "suit_filed" else ("court_event",)
    return any(
        event.kind in kinds and _is_of(event_id, remedy, case) and getattr(event, "closes", True)
        for event_id, event in case.events
    )


def _is_of(event_id: str, remedy: Remedy, case: Case) -> bool:
    return case.steps.remedy_of(event_id) == remedy.id


def _plain(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")
