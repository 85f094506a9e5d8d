"""Whether the agency's time stands still until we answer, and what the law makes of the answer."""

from __future__ import annotations

from typing import Any

from frkit.law.rule_types import Tolling, Trigger
from frkit.law.triggers import WAITS
from frkit.letters.facts.limits import ANSWERS
from frkit.pages.wording import on_one_line
from frkit.tracking.conditions import given_for
from frkit.tracking.order import effective
from frkit.tracking.standing import Standing
from frkit.tracking.tolling import touches
from frkit.tracking.types import RequestFile


def pause_facts(file: RequestFile, stand: Standing, trigger: Trigger, answer: str) -> dict[str, Any] | None:
    """The rule by which the agency's time waits for such an answer: effect and citation; None where none is sure.

    Only where a clock of the agency really stands still, so that a question that came too late, or a second one where
    only the first counts, is not said to have stopped it.
    """
    waiting = [one for one in stand.clocks if one.due.stopped_since is not None and not one.needs]
    clocks = [one.clock for one in waiting if one.clock.binds == "agency" and one.clock.role in ANSWERS]
    if not stand.law_confirmed or not clocks:
        return None
    given = given_for(file.law, file.request, effective(stand.events))
    for rule in file.law.tolling:
        known = rule.trigger == trigger and _is_law(rule) and answer in (rule.ended_by or WAITS[trigger].answered)
        if known and given.judge(rule.when) == (True, ()) and any(touches(rule, clock) for clock in clocks):
            return {"effect": rule.effect, "citation": on_one_line(rule.citation or "")}
    return None


def _is_law(rule: Tolling) -> bool:
    """Whether a rule that moves a clock stands in a statute or regulation that a letter can cite."""
    return rule.effect != "none" and bool(rule.citation) and rule.basis in ("statute", "regulation")
