"""Records that are destroyed unless somebody stops it, as text and as JSON with stable keys."""

from __future__ import annotations

from datetime import date
from typing import Any

from frkit.cli.common import say
from frkit.law.retention_types import DutyToPreserve
from frkit.tracking.retention import AtRisk
from frkit.tracking.retention_words import risk_words
from frkit.tracking.standing import Standing
from frkit.tracking.types import RequestFile


def print_retention(out: Any, file: RequestFile, stand: Standing, day: date) -> None:
    """How each day on which records go was counted, and what forbids destroying them."""
    if stand.at_risk:
        out.print()
        say(out, "Records that may be destroyed, by the rules that are known:", style="bold")
    for one in stand.at_risk:
        say(out, risk_words(one, day), indent=2, hang=2)
        for line in one.derivation:
            say(out, line, indent=4, hang=2)
    for duty in file.law.duty_to_preserve if stand.at_risk else ():
        say(out, duty_words(duty), indent=2, hang=2)


def duty_words(one: DutyToPreserve) -> str:
    """What forbids destroying what was asked for, with its section."""
    return f"{one.text[0].upper()}{one.text[1:]} ({one.citation})."


def risk_as_data(one: AtRisk) -> dict[str, Any]:
    """Records under one rule as stable JSON keys."""
    rule = one.rule
    return {
        "items": list(one.items),
        "records": rule.records,
        "kept": rule.kept,
        "from": rule.counted_from,
        "means": rule.means,
        "roughly": rule.roughly,
        "basis": rule.basis,
        "citation": rule.citation,
        "sources": list(rule.sources),
        "where": rule.where,
        "confidence": rule.confidence,
        "since": one.since,
        "until": one.until,
        "state": one.state,
        "first": one.first,
        "last": one.last,
        "left_from": one.left_from,
        "asked_on": list(one.asked_on),
        "held_on": one.held_on,
        "derivation": list(one.derivation),
    }
