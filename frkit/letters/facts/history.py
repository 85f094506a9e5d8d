"""What happened to a request, as facts for a letter: sent, acknowledged, promised, answered, appealed."""

from __future__ import annotations

from datetime import date
from typing import Any

from frkit.law.types import Jurisdiction
from frkit.letters.facts.agency_letters import agency_letters
from frkit.pages.wording import on_one_line
from frkit.tracking.events import Acknowledged, Event, FollowedUp
from frkit.tracking.order import effective
from frkit.tracking.outcomes import ANSWERS
from frkit.tracking.standing import Standing
from frkit.tracking.starts import is_automatic, receipt_of_request, stated_date


def history_facts(law: Jurisdiction, stand: Standing) -> dict[str, Any]:
    """Dates and numbers of the exchange so far; what did not happen is None, or empty."""
    events = effective(stand.events)
    receipt = receipt_of_request(events)
    received = receipt.day if receipt is not None and receipt.confirmed else None
    acknowledged = next((event for _, event in reversed(events) if _confirms(event)), None)
    promise = next((event for _, event in reversed(events) if stated_date(event) is not None), None)
    return {
        "sent_on": stand.sent_on,
        "method": _method(events, stand.sent_on),
        "received_on": received,
        "acknowledged_on": acknowledged.date if acknowledged else None,
        "reference": _reference(events),
        "promised": stated_date(promise) if promise else None,
        "promised_on": promise.date if promise else None,
        "reminded_on": reminders(events),
        "days_waiting": stand.days_waiting or 0,
        "letters": agency_letters(law, stand),
        "answered": any(event.kind in ANSWERS for _, event in events),
    }


def reminders(events: list[tuple[str, Event]]) -> list[date]:
    """The days on which we reminded the agency already."""
    return [event.date for _, event in events if isinstance(event, FollowedUp) and event.about == "overdue"]


def _method(events: list[tuple[str, Event]], day: date | None) -> str:
    """How the request went out on the day of the sending that counts; of two on one day, the later one."""
    methods = [getattr(event, "method", "other") for _, event in events if event.kind == "sent" and event.date == day]
    return methods[-1] if methods else "other"


def _confirms(event: Event) -> bool:
    """Whether the agency itself, and not a machine of its, confirmed the request."""
    return event.kind == "acknowledged" and not is_automatic(event)


def _reference(events: list[tuple[str, Event]]) -> str:
    """The agency's own number for the request, the first that it gave."""
    numbers = [event.reference for _, event in events if isinstance(event, Acknowledged) and event.reference]
    return on_one_line(numbers[0]) if numbers else ""
