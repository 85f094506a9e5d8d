"""What an appeal is about, to whom it goes, and whether there is anything to appeal."""

from __future__ import annotations

from datetime import date
from typing import Any

from frkit.base.errors import FrkitError, WrongUsage
from frkit.law.rule_types import Clock
from frkit.law.types import Jurisdiction, Remedy
from frkit.letters.facts.account import chosen_items, steps_taken
from frkit.letters.facts.grounds import decisions_facts, left_out, limited_to, open_refusals, refusals_of, unanswered
from frkit.letters.facts.law_steps import (
    deadline_facts,
    decision_limit_facts,
    own_limit,
    step_facts,
    step_for,
    usual_step,
)
from frkit.letters.facts.limits import (
    clock_facts,
    extension_facts,
    late_answer,
    most_late,
    never_sent,
    role_before,
)
from frkit.letters.facts.no_records import search_facts
from frkit.letters.letter_kind import Facts
from frkit.letters.matter import Matter
from frkit.pages.wording import listed, on_one_line
from frkit.tracking.case import RunningClock
from frkit.tracking.outcomes import MOVED
from frkit.tracking.remedy_steps import WRITTEN as APPEALS
from frkit.tracking.remedy_steps import about_fee, command_of, open_steps
from frkit.tracking.standing import Standing
from frkit.tracking.types import RequestFile


def appeal_facts(matter: Matter) -> Facts:
    """The step that the law gives, the refusals or the silence it answers, its time limit and the time to decide.

    ``remedy`` is None where the law knows no step before court for this request: then the letter asks the agency to
    think again. Raises FrkitError where there is nothing to appeal.
    """
    file, stand = matter.file, matter.stand
    if stand.sent_on is None:
        raise never_sent(file, stand, "there is nothing to appeal")
    chosen = chosen_items(matter)
    remedy = step_for(matter, APPEALS)
    if remedy is not None and about_fee(remedy):
        raise _about_a_fee(matter, remedy)
    before = _before(matter, remedy)
    refusals = refusals_of(stand) if before else open_refusals(stand)
    left = _left(matter, chosen)
    silence = None if refusals or left else _silence(file.law, stand, remedy)
    if not refusals and left is None and silence is None and not before:
        raise nothing_to_appeal(file, stand)
    meant = chosen or (_still_refused(stand) if before else set())
    decisions = limited_to(decisions_facts(file.law, file.request, refusals), meant)
    at_issue = _at_issue(matter, decisions, left)
    if not at_issue:
        raise _none_of_them(matter, chosen)
    return {
        "remedy": step_facts(remedy, stand, file.law.code[:2]) if remedy else None,
        "notice": _notice_facts(file.law),
        "decisions": decisions,
        "answers": _answers(decisions, left[0] if left else None),
        "at_issue": at_issue,
        "unanswered": None if silence else _unanswered(matter, left, chosen),
        "silence": silence,
        "search": search_facts(matter),
        "before": before,
        "deadline": deadline_facts(stand, remedy),
        "decision_limit": decision_limit_facts(file, stand, remedy, matter.today),
    }


def _before(matter: Matter, remedy: Remedy | None) -> list[dict[str, Any]]:
    """The reviews and appeals to other bodies that came before this step, if it has not been taken itself."""
    taken = list(steps_taken(matter)) if remedy is not None else []
    if remedy is None or any(one["id"] == remedy.id for one in taken):
        return []
    return [one for one in taken if one["kind"] in APPEALS or one["kind"] == "decision_request"]


def _still_refused(stand: Standing) -> set[int]:
    """The items that have not come since, for whoever decides on the next step."""
    return {number for number, outcome in stand.item_outcomes.items() if outcome not in ("granted", *MOVED)}


def _about_a_fee(matter: Matter, remedy: Remedy) -> WrongUsage:
    log = f"frkit log appeal-sent {matter.file.id} --date DATE --remedy {remedy.id} --letter FILE"
    return WrongUsage(
        f"The step '{remedy.id}' is against a fee, and this letter answers a refusal.",
        remedy=f"object to the fee first: frkit letter {matter.file.id} fee\n"
        f"  an appeal about it is yours to write; log it so: {log}",
    )


def _left(matter: Matter, chosen: set[int]) -> tuple[date, list[int]] | None:
    """The items left out of an answer that was called final, of those that are meant."""
    left = left_out(matter.file.request, matter.stand)
    if left is None or not chosen:
        return left
    numbers = [number for number in left[1] if number in chosen]
    return (left[0], numbers) if numbers else None


def _at_issue(matter: Matter, decisions: list[dict[str, Any]], left: tuple[date, list[int]] | None) -> list[int]:
    """Numbers of the items that the appeal is about: those refused or left out, or under silence those still open."""
    chosen = chosen_items(matter)
    found = {number for decision in decisions for number in decision["numbers"]} | set(left[1] if left else ())
    if not found and not open_refusals(matter.stand):
        found = {number for number, outcome in matter.stand.item_outcomes.items() if outcome == "pending"}
    return sorted(found & chosen) if chosen else sorted(found)


def _none_of_them(matter: Matter, chosen: set[int]) -> WrongUsage:
    named = f"item{'s' * (len(chosen) != 1)} {listed(sorted(chosen))}"
    return WrongUsage(
        f"Of {named} nothing was refused that no appeal has answered yet.",
        remedy=f"leave --items out, or see what was answered: frkit request show {matter.file.id}",
    )


def _unanswered(matter: Matter, left: tuple[date, list[int]] | None, chosen: set[int]) -> dict[str, Any] | None:
    """The items that were never answered, though the agency called itself done (``final_on``) or is late."""
    if left is not None:
        return {"numbers": left[1], "final_on": left[0]}
    numbers = [one for one in unanswered(matter.file.request, matter.stand) if not chosen or one in chosen]
    if not numbers or late_answer(matter.stand) is None or not matter.stand.law_confirmed:
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
    """The step within the administration that this request is at; None where a refusal goes straight to court."""
    return usual_step(law, stand, APPEALS)


def silence_facts(law: Jurisdiction, stand: Standing) -> dict[str, Any] | None:
    """The limit that passed without an answer, where an appeal against that is open now; else None.

    ``silence_citation`` is empty where the law does not call that silence a refusal.
    """
    return _silence(law, stand, appeal_remedy(law, stand))


def _silence(law: Jurisdiction, stand: Standing, remedy: Remedy | None) -> dict[str, Any] | None:
    late = most_late(stand)
    if not stand.law_confirmed:
        return None
    if late is not None and late.due.date is not None and _can_be_appealed(law, late.clock):
        return _late(stand, late, _refusal_citation(law, late.clock))
    answer = late_answer(stand)
    step = next((one for one in stand.remedies if remedy is not None and one.remedy is remedy), None)
    if answer is None or step is None or step.state != "open" or step.remedy.kind not in APPEALS:
        return None
    return _late(stand, answer, _refusal_citation(law, answer.clock))


def _can_be_appealed(law: Jurisdiction, clock: Clock) -> bool:
    """Whether the law treats the lapse of a limit as a refusal, and counts the time to appeal from there."""
    starts = {on for one in law.clocks_of("appeal") for start in one.starts for on in start.on}
    return law.means("refusal") is not None and f"due:{clock.id}" in starts


def _refusal_citation(law: Jurisdiction, clock: Clock) -> str:
    """Where the law calls that silence a refusal; empty where it does not."""
    rule = next((one for one in law.silence_after(clock) if one.effect == "refusal"), None)
    return on_one_line(rule.citation or clock.citation) if rule is not None else ""


def _late(stand: Standing, late: RunningClock, citation: str) -> dict[str, Any]:
    return {
        **clock_facts(late.clock),
        "prompt": late.due.date is None,
        "due": late.due.date,
        "days_late": late.days_late or 0,
        "start": late.due.start.day,
        "start_kind": late.due.start.kind,
        "start_proven": late.due.confirmed,
        "start_role": role_before(stand, late),
        "agency_date": late.clock.length.soft in ("by_agency_date", "by_agreement"),
        "extension": extension_facts(late),
        "silence_citation": citation,
    }


def appeal_clock(stand: Standing, remedy: Remedy | None) -> RunningClock | None:
    """The requester's own limit for this step: the one still running that ends first, else the last one."""
    return own_limit(stand, remedy)


def _notice_facts(law: Jurisdiction) -> dict[str, Any] | None:
    """The written notice that must come before a suit, where the law asks for one."""
    notice = next((step for step in law.remedies if step.kind == "notice"), None)
    return {"citation": on_one_line(notice.citation or "")} if notice is not None and notice.citation else None


def nothing_to_appeal(file: RequestFile, stand: Standing) -> FrkitError:
    """Why no appeal can be written, and what to do in its place."""
    if most_late(stand) is not None or late_answer(stand) is not None:
        steps = [one.remedy for one in open_steps(stand.remedies, file.law, silence=True)]
        own = [f"    {one.kind.replace('_', ' ')}: {command_of(file.id, file.law, one)}" for one in steps]
        also = "\n  open as well:\n" + "\n".join(own) if own else ""
        return FrkitError(
            f"There is no decision to appeal: silence is none that can be appealed under {file.law.law.name}.",
            remedy=f"send a reminder: frkit letter {file.id} overdue{also}",
        )
    return FrkitError(
        "There is nothing to appeal: no refusal is on file that has not been appealed yet.",
        remedy="log what the agency answered first, as one of these:\n"
        f"    frkit log denied {file.id} --date DATE\n"
        f"    frkit log no-records {file.id} --date DATE",
    )
