"""A claimed extension beside what the law allows, as facts for an objection."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from frkit.base.errors import FrkitError
from frkit.law.explaining import long_day
from frkit.law.extensions import ExtensionAudit
from frkit.law.rule_types import Extension
from frkit.letters.facts.limits import clock_facts, role_before
from frkit.letters.matter import Matter
from frkit.letters.spelling import spelled_for
from frkit.pages.wording import on_one_line
from frkit.tracking.case import RunningClock
from frkit.tracking.conditions import given_for
from frkit.tracking.order import effective

Fault = Literal["too_long", "none_allowed", "agreement", "leave", "late", "notice_late", "undated"]
"""What is wrong with a claim: more than the law allows, not allowed at all, without agreement or leave, too late,
without a date."""
_WHATEVER_THE_RECEIPT = ("none_allowed", "agreement", "leave", "undated")
"""Faults that stand on whatever day the agency received the request."""


def claim_facts(matter: Matter) -> dict[str, Any]:
    """What was claimed, what the law allows, what is wrong, and the last day that rules.

    Raises FrkitError where no extension is logged, or none that the law on file forbids.
    """
    one = _objectionable(matter)
    found = one.due.extension
    assert found is not None
    rule, claim = _rule(matter, one, found), found.claim
    fault = _fault(one, found, rule)
    country = matter.file.law.code[:2]
    return {
        "clock": clock_facts(one.clock),
        "start": one.due.start.day,
        "start_kind": one.due.start.kind,
        "start_proven": one.due.confirmed,
        "start_role": role_before(matter.stand, one),
        "original": one.due.original,
        "claimed_on": claim.made_on,
        "until": claim.until,
        "days": claim.days or 0,
        "unit": claim.unit or "",
        "reason": on_one_line(claim.reason or ""),
        "claimed": found.claimed,
        "allowed": found.allowed,
        "over": (found.claimed - found.allowed).days if found.claimed and found.allowed else 0,
        "citation": on_one_line(found.citation or ""),
        "fault": fault,
        "length": str(rule.max or rule.length) if rule and (rule.max or rule.length) else "",
        "mode": rule.mode if rule else "none",
        "reasons": [spelled_for(country, on_one_line(reason)) for reason in rule.reasons] if rule else [],
        "notice_by": str(rule.notice_by) if rule and rule.notice_by else "",
        "certain": found.certain or fault in _WHATEVER_THE_RECEIPT,
        "due": one.due.date,
        "days_late": (one.days_late or 0) if one.state == "lapsed" else 0,
        "passed": one.due.date is not None and one.due.date < matter.today,
    }


def _objectionable(matter: Matter) -> RunningClock:
    """The clock whose last claim the law on file forbids, the fittest of them."""
    claimed = [one for one in matter.stand.clocks if one.due.extension is not None and one.clock.binds == "agency"]
    if not claimed:
        raise _no_claim(matter)
    if not matter.stand.law_confirmed:
        raise FrkitError(
            f"The law of {matter.file.law.name} on file is uncertain, so no extension is measured against it.",
            remedy=f"read it, then: frkit log law-confirmed {matter.file.id} --date DATE --source WHERE",
        )
    wrong = [one for one in claimed if one.due.extension and not one.due.extension.lawful and not one.needs]
    if not wrong:
        raise _nothing_wrong(matter, claimed)
    return max(wrong, key=_fitness)


def _fitness(one: RunningClock) -> tuple[bool, bool, bool, date]:
    """Which of several limits an objection rests on: one that binds without condition, open, certain, the last."""
    certain = one.due.extension is not None and one.due.extension.certain
    return one.clock.only_if is None, one.state in ("running", "lapsed"), certain, one.due.start.day


def _no_claim(matter: Matter) -> FrkitError:
    events = [event for _, event in effective(matter.stand.events) if event.kind == "extension_claimed"]
    if events:
        return FrkitError(
            f"No limit with a last day runs that the extension of {events[-1].date} could be measured against.",
            remedy=f"to see what runs: frkit why {matter.file.id}",
        )
    return FrkitError(
        "No extension is logged.",
        remedy=f"log it first: frkit log extension-claimed {matter.file.id} --date DATE --until DATE",
    )


def _nothing_wrong(matter: Matter, claimed: list[RunningClock]) -> FrkitError:
    """Why there is nothing to object to: lawful, of unknown extent, or dependent on what nobody has said."""
    one = claimed[-1]
    found = one.due.extension
    assert found is not None
    why = f"to see the count: frkit why {matter.file.id}"
    on = long_day(found.claim.made_on)
    if one.needs:
        needs = ", ".join(need.replace("_", " ") for need in one.needs)
        return FrkitError(f"Whether the extension of {on} is lawful depends on: {needs}.", remedy=why)
    if found.cap_unknown:
        return FrkitError(f"How far the law allows the extension of {on} is not known.", remedy=why)
    until = f": the agency has until {long_day(one.due.date)}" if one.due.date else ""
    return FrkitError(f"The extension of {on} is lawful{until}.", place=found.citation or "", remedy=why)


def _rule(matter: Matter, one: RunningClock, found: ExtensionAudit) -> Extension | None:
    """The rule of the law by which the claim was judged; None where the law has none for that clock."""
    given = given_for(matter.file.law, matter.file.request, effective(matter.stand.events))
    rules = [rule for rule in matter.file.law.extension if rule.of == one.clock.id and given.judge(rule.when)[0]]
    return next((rule for rule in rules if rule.citation == found.citation), None)


def _fault(one: RunningClock, found: ExtensionAudit, rule: Extension | None) -> Fault:
    if found.rules is not None:
        return "too_long"
    if rule is None or rule.mode == "none":
        return "none_allowed"
    if rule.mode == "agreement" and found.claim.approved_by != "requester":
        return "agreement"
    if rule.mode == "reviewer_leave" and found.claim.approved_by != "reviewer":
        return "leave"
    if _came_after(one.due.date, found.claim.made_on):
        return "late"
    return "notice_late" if rule.notice_by is not None else "undated"


def _came_after(limit: date | None, day: date) -> bool:
    return limit is not None and day > limit
