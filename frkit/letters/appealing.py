"""What an appeal is about, to whom it goes, and whether there is anything to appeal."""

from __future__ import annotations

from datetime import date
from typing import Any

from frkit.base.errors import FrkitError
from frkit.law.explaining import long_day
from frkit.law.types import Jurisdiction, Remedy
from frkit.letters.grounds import decisions_facts, left_out, open_refusals, unanswered
from frkit.letters.limits import (
    clock_facts,
    extension_facts,
    holds,
    late_answer,
    most_late,
    never_sent,
    role_before,
)
from frkit.pages.wording import on_one_line
from frkit.tracking.case import RunningClock
from frkit.tracking.remedies import RemedyStanding
from frkit.tracking.standing import Standing
from frkit.tracking.types import RequestFile

APPEALS = ("appeal", "internal_review", "petition")
_UNSETTLED = ("open", "not_yet", "after")


def appeal_facts(file: RequestFile, stand: Standing, today: date) -> dict[str, Any]:
    """The step that the law gives, the refusals or the silence it answers, its time limit and the time to decide.

    ``remedy`` is None where the law knows no step before court for this request: then the letter asks the agency to
    think again. Raises FrkitError where there is nothing to appeal.
    """
    if stand.sent_on is None:
        raise never_sent(file, stand, "there is nothing to appeal")
    refusals = open_refusals(stand)
    left = left_out(file.request, stand)
    silence = None if refusals or left else silence_facts(file.law, stand)
    if not refusals and left is None and silence is None:
        raise nothing_to_appeal(file, stand)
    remedy = appeal_remedy(file.law, stand)
    decisions = decisions_facts(file.law, file.request, refusals)
    return {
        "remedy": _remedy_facts(remedy, stand) if remedy else None,
        "notice": _notice_facts(file.law),
        "decisions": decisions,
        "answers": _answers(decisions, left[0] if left else None),
        "at_issue": _at_issue(file, stand, decisions),
        "unanswered": None if silence else _unanswered(file, stand),
        "silence": silence,
        "deadline": _deadline(stand, remedy),
        "decision_limit": _decision_limit(file, stand, remedy, today) if stand.law_confirmed else None,
    }


def _at_issue(file: RequestFile, stand: Standing, decisions: list[dict[str, Any]]) -> list[int]:
    """Numbers of the items that the appeal is about: those refused or left out, or under silence those still open."""
    left = left_out(file.request, stand)
    refused = {number for decision in decisions for number in decision["numbers"]}
    pending = [item.number for item in file.request.items if stand.item_outcomes.get(item.number) == "pending"]
    return sorted(refused | set(left[1] if left else ())) or pending


def _unanswered(file: RequestFile, stand: Standing) -> dict[str, Any] | None:
    """The items that were never answered, though the agency called itself done (``final_on``) or is late."""
    left = left_out(file.request, stand)
    if left is not None:
        return {"numbers": left[1], "final_on": left[0]}
    numbers = unanswered(file.request, stand)
    if not numbers or late_answer(stand) is None or not stand.law_confirmed:
        return None
    return {"numbers": numbers, "final_on": None}


def _answers(decisions: list[dict[str, Any]], final_on: date | None) -> list[dict[str, Any]]:
    """The letters that the appeal is about: each date once, with the day on which it arrived."""
    found: dict[Any, dict[str, Any]] = {}
    if final_on is not None:
        found[final_on] = {"date": final_on, "received": None}
    for decision in decisions:
        known = found.setdefault(decision["date"], {"date": decision["date"], "received": None})
        known["received"] = known["received"] or decision["received"]
    return [found[day] for day in sorted(found)]


def appeal_remedy(law: Jurisdiction, stand: Standing) -> Remedy | None:
    """The step within the administration that this request is at; None where a refusal goes straight to court.

    The first that is open; else the first that is to come or whose time has passed; else one that was taken.
    """
    if not stand.law_confirmed:
        return next((step for step in law.remedies if step.kind in APPEALS and not step.when), None)
    steps = [one for one in stand.remedies if one.remedy.kind in APPEALS]
    for states in (("open",), ("not_yet", "after", "over"), ("taken", "decided")):
        found = next((one.remedy for one in steps if one.state in states), None)
        if found is not None:
            return found
    return None


def silence_facts(law: Jurisdiction, stand: Standing) -> dict[str, Any] | None:
    """The limit whose lapse the law treats as a refusal that can be appealed, or None."""
    late = most_late(stand)
    refusal = law.means("refusal")
    if late is None or refusal is None or not stand.law_confirmed:
        return None
    starts = {on for clock in law.clocks_of("appeal") for start in clock.starts for on in start.on}
    if f"due:{late.clock.id}" not in starts or late.due.date is None:
        return None
    return {
        **clock_facts(late.clock),
        "due": late.due.date,
        "days_late": late.days_late or 0,
        "start": late.due.start.day,
        "start_kind": late.due.start.kind,
        "start_proven": late.due.confirmed,
        "start_role": role_before(stand, late),
        "agency_date": late.clock.length.soft in ("by_agency_date", "by_agreement"),
        "extension": extension_facts(late),
        "silence_citation": refusal.citation or "",
    }


def appeal_clock(stand: Standing, remedy: Remedy | None) -> RunningClock | None:
    """The requester's own limit for this step: the one still running that ends first, else the last one."""
    own = [
        one for one in stand.clocks if one.clock.role == "appeal" and (remedy is None or one.clock.id in remedy.clocks)
    ]
    running = [one for one in own if one.state == "running" and one.due.cautious is not None]
    if running:
        return min(running, key=lambda one: one.due.cautious or one.due.start.day)
    return own[-1] if own else None


def _remedy_facts(remedy: Remedy, stand: Standing) -> dict[str, Any]:
    """The step; ``doubt`` says what it waits for or depends on, where that is so."""
    doubt = next((one.why for one in stand.remedies if one.remedy is remedy and one.state in _UNSETTLED), "")
    return {
        "id": remedy.id,
        "kind": remedy.kind,
        "body": on_one_line(remedy.body),
        "citation": on_one_line(remedy.citation or ""),
        "copy_to": on_one_line(remedy.copy_to or ""),
        "doubt": doubt,
    }


def _notice_facts(law: Jurisdiction) -> dict[str, Any] | None:
    """The written notice that must come before a suit, where the law asks for one."""
    notice = next((step for step in law.remedies if step.kind == "notice"), None)
    return {"citation": on_one_line(notice.citation or "")} if notice is not None and notice.citation else None


def _deadline(stand: Standing, remedy: Remedy | None) -> dict[str, Any] | None:
    clock = appeal_clock(stand, remedy) if remedy else None
    if clock is None or clock.due.date is None or not stand.law_confirmed:
        return None
    in_time = clock.state in ("running", "met")
    return {**clock_facts(clock.clock), "last_day": clock.due.date, "cautious": clock.due.cautious, "in_time": in_time}


def _decision_limit(file: RequestFile, stand: Standing, remedy: Remedy | None, today: date) -> dict[str, Any] | None:
    for clock in file.law.clocks_of("appeal_decision"):
        own = remedy is not None and clock.id in remedy.clocks and clock.length.number is not None
        if own and clock.also_read is None and holds(clock, file, stand, today):
            return clock_facts(clock)
    return None


def _can_be_taken(one: RemedyStanding) -> bool:
    """Whether a step within the administration is open, other than those beside the others."""
    return one.state == "open" and one.remedy.kind in APPEALS and not one.remedy.parallel


def nothing_to_appeal(file: RequestFile, stand: Standing) -> FrkitError:
    """Why no appeal can be written, and what to do: a step for which frkit has no letter is named."""
    late = most_late(stand) is not None
    reminder = f"frkit letter {file.id} overdue"
    step = next((one for one in stand.remedies if _can_be_taken(one)), None)
    if step is not None:
        by = f" by {long_day(step.until)}" if step.until else ""
        named = f"{step.remedy.kind.replace('_', ' ')} to {step.remedy.body}{by}"
        own = f"write it yourself, then log it with its text: frkit log appeal-sent {file.id} --date DATE --letter FILE"
        if not (step.remedy.mandatory and step.needed is False):
            first = f"\n    or remind the agency first: {reminder}" if late else ""
            fact = f"frkit has no letter for the step that is open now: {named}."
            return FrkitError(fact, place=step.remedy.citation or "", remedy=own + first)
        own = f"\n    not needed after silence, but open, {named}: {own}"
    if late:
        return FrkitError(
            f"There is no decision to appeal: silence is none that can be appealed under {file.law.law.name}.",
            remedy=f"send a reminder: {reminder}{own if step is not None else ''}",
        )
    return FrkitError(
        "There is nothing to appeal: no refusal is on file that has not been appealed yet.",
        remedy="log what the agency answered first, as one of these:\n"
        f"    frkit log denied {file.id} --date DATE\n"
        f"    frkit log no-records {file.id} --date DATE",
    )
