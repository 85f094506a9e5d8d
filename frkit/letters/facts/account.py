"""What was asked, answered and left open so far, for a letter to somebody who has not followed it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from frkit.base.errors import WrongUsage
from frkit.law.exemptions import exemption_cited
from frkit.law.types import Jurisdiction
from frkit.letters.facts.limits import late_answer, late_facts, most_late
from frkit.letters.letter_kind import Facts
from frkit.letters.matter import Matter
from frkit.letters.spelling import inside, spelled_for
from frkit.pages.wording import on_one_line
from frkit.tracking.conditions import given_for
from frkit.tracking.events import Event
from frkit.tracking.order import Logged, effective
from frkit.tracking.outcomes import ANSWERS, MOVED, touched
from frkit.tracking.steps import FILINGS, Steps
from frkit.tracking.types import Request

TOLD = (*ANSWERS, "granted", "waiver_denied", "extension_claimed", "referred", "fee_estimated")
"""Kinds of answer that an account tells one by one."""
_DECIDED = ("appeal_decided", "complaint_decided")


def account_facts(matter: Matter) -> Facts:
    """The answers in order, the limit that passed, the steps taken, and the items that are still at issue."""
    file, stand = matter.file, matter.stand
    numbers = at_issue(matter)
    return {
        "answers": [_answer(file.law, file.request, event) for _, event in effective(stand.events) if _is_told(event)],
        "delay": delay_facts(matter),
        "steps": list(steps_taken(matter)),
        "numbers": numbers,
        "all_items": len(numbers) == len(file.request.items),
    }


def at_issue(matter: Matter) -> list[int]:
    """Numbers of the items that were refused, in part or whole, or not answered; those that the person named, if any.

    Raises WrongUsage for a number that the request does not have.
    """
    chosen = chosen_items(matter)
    outcomes = matter.stand.item_outcomes
    still = [number for number, outcome in outcomes.items() if outcome not in ("granted", *MOVED)]
    if chosen:
        return sorted(chosen)
    return sorted(still) or [item.number for item in matter.file.request.items]


def chosen_items(matter: Matter) -> set[int]:
    """The items that the person named; empty where nothing was said. Raises WrongUsage for one that is not there."""
    known = [item.number for item in matter.file.request.items]
    wrong = [number for number in matter.said.items if number not in known]
    if wrong:
        raise WrongUsage(
            f"The request has no item {wrong[0]}.", remedy=f"one of: {', '.join(str(number) for number in known)}"
        )
    return set(matter.said.items)


def delay_facts(matter: Matter) -> Facts | None:
    """The limit that the agency let pass without an answer, as a reminder has it; None where nothing is late."""
    if late_answer(matter.stand) is None and most_late(matter.stand) is None:
        return None
    return late_facts(matter.file, matter.stand)


def _is_told(event: Event) -> bool:
    return event.kind in TOLD and not getattr(event, "remedy", None)


def _answer(law: Jurisdiction, request: Request, event: Event) -> dict[str, Any]:
    items = list(touched(request, event)) if event.kind in ANSWERS else list(getattr(event, "items", ()))
    received = getattr(event, "received", None)
    wording = getattr(event, "wording", None) or getattr(event, "names", None) or getattr(event, "reason", None)
    wording = getattr(event, {"referred": "to", "fee_estimated": "basis"}.get(event.kind, ""), None) or wording
    return {
        "kind": event.kind,
        "date": event.date,
        "received": received if received != event.date else None,
        "numbers": items,
        "all_items": not items or len(items) == len(request.items),
        "whole": event.kind == "produced" and not getattr(event, "partial", False),
        "final": bool(getattr(event, "final", False)),
        "wording": on_one_line(wording or ""),
        "amount": getattr(event, "amount", None),
        "currency": getattr(event, "currency", None) or (law.fees.currency if law.fees else ""),
        "claims": [_claim(law, one) for one in getattr(event, "exemptions", ())],
    }


def _claim(law: Jurisdiction, claim: Any) -> dict[str, Any]:
    """A ground as the agency cited it, with the label of the law on file where that is known."""
    known = next((one for one in law.exemptions if claim.id is not None and one.id == claim.id), None)
    known = known or exemption_cited(law, claim.cited)
    label = spelled_for(law.code[:2], inside(known.label)) if known else ""
    return {"cited": on_one_line(claim.cited), "label": label}


def steps_taken(matter: Matter) -> Iterator[dict[str, Any]]:
    """The appeals, reviews, complaints and notices so far: what, when, and how it was decided."""
    law, events = matter.file.law, effective(matter.stand.events)
    steps = Steps(law, events, given_for(law, matter.file.request, events))
    for number, (event_id, event) in enumerate(events):
        if event.kind not in FILINGS:
            continue
        remedy_id = steps.remedy_of(event_id)
        kind = next((one.kind for one in law.remedies if one.id == remedy_id), "appeal")
        decision = _decision(events[number + 1 :], steps, remedy_id)
        yield {
            "id": remedy_id or "",
            "kind": kind,
            "date": event.date,
            "decided_on": decision.date if decision else None,
            "result": str(getattr(decision, "result", None) or ""),
        }


def _decision(later: list[Logged], steps: Steps, remedy_id: str | None) -> Event | None:
    return next(
        (event for event_id, event in later if event.kind in _DECIDED and steps.remedy_of(event_id) == remedy_id), None
    )
