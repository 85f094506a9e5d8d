"""Traits by which laws are chosen from the list: ``frkit law list --with deemed_refusal``. Pure."""

from __future__ import annotations

from collections.abc import Callable

from frkit.law.rule_types import MAIN_ROLES, Clock
from frkit.law.types import Jurisdiction

Trait = Callable[[Jurisdiction], bool]


def _silence(effect: str) -> Trait:
    return lambda law: law.means(effect) is not None


def _extension(*modes: str) -> Trait:
    return lambda law: any(one.mode in modes for one in law.extension)


def _remedy(*kinds: str) -> Trait:
    return lambda law: any(one.kind in kinds for one in law.remedies)


def _tolling(effect: str) -> Trait:
    return lambda law: any(one.effect == effect for one in law.tolling)


TRAITS: dict[str, Trait] = {
    "deemed_refusal": lambda law: law.means("refusal") is not None or law.means("two_stage") is not None,
    "deemed_grant": _silence("granted"),
    "exemptions_lost": _silence("exemptions_lost"),
    "fees_lost": _silence("fees_lost"),
    "ask_for_decision": _silence("ask_for_decision"),
    "notice_of_default": _silence("notice_of_default"),
    "two_stage": _silence("two_stage"),
    "extension": _extension("additional", "total", "from_event"),
    "open_extension": _extension("open_date", "unknown_cap"),
    "no_extension": _extension("none"),
    "administrative_appeal": _remedy("appeal", "internal_review", "petition"),
    "mandatory_appeal": lambda law: any(one.mandatory for one in law.remedies),
    "ombuds": _remedy("complaint", "mediation", "opinion"),
    "notice_first": _remedy("notice"),
    "reset": _tolling("reset"),
    "requester_limit": lambda law: any(rule.requester_limit for rule in law.tolling),
    "residency": lambda law: bool(law.requester and law.requester.residency_required),
    "prompt_only": lambda law: all(clock.length.soft is not None for clock in _answers(law)) and bool(_answers(law)),
    "questions": lambda law: bool(law.given),
    "levers": lambda law: bool(law.levers),
    "pending_change": lambda law: any(one.status in ("pending", "unknown") for one in law.changes),
    "no_police": lambda law: law.coverage.police == "no",
}
"""Name -> whether a law has it."""


def units_of(law: Jurisdiction) -> set[str]:
    """The units in which the law counts the agency's time to answer."""
    return {str(clock.length.unit) for clock in _answers(law) if clock.length.unit is not None}


def _answers(law: Jurisdiction) -> list[Clock]:
    return [clock for clock in law.clocks if clock.binds == "agency" and clock.role in MAIN_ROLES]
