"""A standing as JSON with stable keys."""

from __future__ import annotations

from typing import Any

from frkit.cli.status.retention_text import risk_as_data
from frkit.tracking.case import RunningClock
from frkit.tracking.fees import FeeState
from frkit.tracking.links import Link
from frkit.tracking.next_steps import NextStep
from frkit.tracking.promises import Promise
from frkit.tracking.references import Reference
from frkit.tracking.remedies import RemedyStanding
from frkit.tracking.standing import Standing
from frkit.tracking.types import RequestFile


def clock_as_data(one: RunningClock) -> dict[str, Any]:
    """A running clock as stable JSON keys."""
    due = one.due
    return {
        "id": one.clock.id,
        "role": one.clock.role,
        "binds": one.clock.binds,
        "length": str(one.clock.length),
        "basis": one.clock.basis,
        "binding": one.clock.binding,
        "citation": one.clock.citation,
        "state": one.state,
        "date": due.date,
        "unrolled": due.unrolled,
        "cautious": due.cautious,
        "confirmed": due.confirmed,
        "start": {"date": due.start.day, "kind": due.start.kind, "event": due.start.event_id, "proof": due.start.proof},
        "met_on": one.satisfied_on,
        "met_by": one.satisfied_by,
        "days_left": one.days_left,
        "days_late": one.days_late,
        "skipped": [{"date": day, "why": name} for day, name in due.skipped],
        "derivation": list(due.derivation),
        "warnings": list(due.warnings),
        "needs": list(one.needs),
        "items": list(one.items),
    }


def remedy_as_data(one: RemedyStanding) -> dict[str, Any]:
    """A step against a refusal or silence as stable JSON keys."""
    remedy = one.remedy
    return {
        "id": remedy.id,
        "kind": remedy.kind,
        "body": remedy.body,
        "state": one.state,
        "until": one.until,
        "last": one.last,
        "why": one.why or None,
        "mandatory": remedy.mandatory,
        "needed": one.needed,
        "note": remedy.note,
        "parallel": remedy.parallel,
        "items": list(one.items),
        "citation": remedy.citation,
    }


def fees_as_data(one: FeeState) -> dict[str, Any]:
    """The fees of a request in one currency as stable JSON keys; sums as text, exact."""
    sums = {"asked": one.asked, "deposit": one.deposit, "agreed": one.agreed, "paid": one.paid, "open": one.open}
    more = {"refunded": one.refunded, "overpaid": one.overpaid, "with_request": one.before}
    told = {name: None if value is None else str(value) for name, value in (sums | more).items()}
    return {"currency": one.currency, **told, "history": list(one.history)}


def step_as_data(one: NextStep) -> dict[str, Any]:
    """A thing to do as stable JSON keys."""
    return {"text": one.text, "command": one.command or None, "by": one.by, "rank": one.rank}


def link_as_data(one: Link) -> dict[str, Any]:
    """A request that another led to as stable JSON keys."""
    shown = {"kind": one.kind, "other": one.other, "items": list(one.items), "direction": one.direction}
    return {**shown, "event": one.event_id, "date": one.date}


def reference_as_data(one: Reference) -> dict[str, Any]:
    """A number under which somebody files the request as stable JSON keys."""
    shown = {"number": one.number, "whose": one.whose, "what_for": one.what_for, "remedy": one.remedy}
    return {**shown, "event": one.event_id, "date": one.date}


def promise_as_data(one: Promise) -> dict[str, Any]:
    """A promised day as stable JSON keys."""
    kept = {"kept_by": one.kept_by, "kept_on": one.kept_on, "partly": one.partly}
    return {"event": one.event_id, "made_on": one.made_on, "by": one.by, "who": one.who, **kept}


def standing_as_data(file: RequestFile, stand: Standing) -> dict[str, Any]:
    """A standing as stable JSON keys."""
    return {
        "request": file.id,
        "agency": file.request.agency,
        "law": file.law.code,
        "ball": stand.ball,
        "closed_as": stand.closed_as,
        "tracks": list(stand.tracks),
        "outcome": stand.outcome,
        "item_outcomes": {str(number): outcome for number, outcome in stand.item_outcomes.items()},
        "sent_on": stand.sent_on,
        "days_waiting": stand.days_waiting,
        "law_confirmed": stand.law_confirmed,
        "flags": [
            {"name": flag.name, "message": flag.message, "since": flag.since, "events": list(flag.events)}
            for flag in stand.flags
        ],
        "next": [step_as_data(one) for one in stand.next_steps],
        "remedies": [remedy_as_data(one) for one in stand.remedies],
        "at_risk": [risk_as_data(one) for one in stand.at_risk],
        "links": [link_as_data(one) for one in stand.links],
        "references": [reference_as_data(one) for one in stand.references],
        "fees": [fees_as_data(one) for one in stand.fees],
        "promises": [promise_as_data(one) for one in stand.promises],
        "clocks": [clock_as_data(one) for one in stand.clocks] if stand.law_confirmed else [],
    }
