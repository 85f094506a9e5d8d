"""The numbers under which others file a request: the agency's, a reviewer's, a complaint body's, a court's. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from frkit.tracking.events import Event
from frkit.tracking.order import Logged, uncorrected

Whose = Literal["agency", "reviewer", "complaint body", "court"]
_WHOSE: dict[str, Whose] = {
    "referred": "reviewer",
    "appeal_decided": "reviewer",
    "complaint_filed": "complaint body",
    "complaint_decided": "complaint body",
    "suit_filed": "court",
    "court_event": "court",
}
_OF_FILING: dict[str, Whose] = {
    "appeal-sent": "reviewer",
    "decision-requested": "agency",
    "notice-given": "agency",
    "complaint-filed": "complaint body",
    "suit-filed": "court",
}


@dataclass(frozen=True)
class Reference:
    """A number, who gave it, and in which event it first stands."""

    number: str
    whose: Whose
    event_id: str
    date: date
    what_for: str
    """The kind of that event."""
    remedy: str | None = None
    """The step of the law it belongs to, where the event names one."""


def references_of(events: Iterable[Logged]) -> tuple[Reference, ...]:
    """Every number that was given, in the order in which they came; each once for whoever gave it."""
    found: dict[tuple[str, Whose], Reference] = {}
    for event_id, event in uncorrected(events):
        number = str(getattr(event, "reference", None) or getattr(event, "docket", None) or "").strip()
        if number:
            remedy = getattr(event, "remedy", None)
            one = Reference(number, _giver(event), event_id, event.date, event.kind, remedy)
            found.setdefault((number.casefold(), one.whose), one)
    return tuple(found.values())


def last_reference(events: Iterable[Logged], whose: Whose = "agency") -> Reference | None:
    """The number to quote to somebody: the last new one that they gave, or None."""
    return next((one for one in reversed(references_of(events)) if one.whose == whose), None)


def _giver(event: Event) -> Whose:
    of = getattr(event, "of", None)
    if isinstance(of, str):
        return next((whose for kind, whose in _OF_FILING.items() if f"-{kind}-" in of), "agency")
    if event.kind in _WHOSE:
        return _WHOSE[event.kind]
    return "reviewer" if getattr(event, "remedy", None) else "agency"
