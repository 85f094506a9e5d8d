"""What the agency wrote besides an acknowledgement, so that no letter denies an answer that the log holds."""

from __future__ import annotations

from datetime import date
from typing import Any

from frkit.law.types import Jurisdiction
from frkit.pages.wording import on_one_line
from frkit.tracking.events import Event
from frkit.tracking.order import Logged, effective
from frkit.tracking.outcomes import ANSWERS
from frkit.tracking.standing import Standing

_FEE = ("fee_agreed", "fee_paid", "fee_disputed", "scope_narrowed")
_REPLIES: dict[str, tuple[str, ...]] = {
    "fee_estimated": _FEE,
    "clarification_asked": ("clarified", "scope_narrowed"),
}
"""What we may have answered to a letter that asks something of us."""
WAITING = {"fee_estimated": "fee_wait", "clarification_asked": "clarify_wait"}
"""Letters that wait for our answer, and the flags of the standing that say so."""
LETTERS = (*WAITING, "extension_claimed", "waiver_granted", "waiver_denied", "transferred", "split", *ANSWERS)


def agency_letters(law: Jurisdiction, stand: Standing) -> list[dict[str, Any]]:
    """Each letter of the agency but acknowledgements, in order, with our reply and whether it waits for one."""
    events = effective(stand.events)
    numbers = [number for number, (_, event) in enumerate(events) if event.kind in LETTERS]
    return [_letter(law, stand, events, number) for number in numbers]


def waiting_for_us(law: Jurisdiction, stand: Standing) -> list[dict[str, Any]]:
    """The fee and the question that wait for our answer."""
    return [letter for letter in agency_letters(law, stand) if letter["open"]]


def _letter(law: Jurisdiction, stand: Standing, events: list[Logged], number: int) -> dict[str, Any]:
    _, event = events[number]
    later = events[number + 1 :]
    return {
        "kind": event.kind,
        "date": event.date,
        "numbers": list(getattr(event, "items", ())),
        "amount": getattr(event, "amount", None),
        "deposit": getattr(event, "deposit", None),
        "currency": getattr(event, "currency", None) or (law.fees.currency if law.fees else ""),
        "names": on_one_line(getattr(event, "to", None) or getattr(event, "names", None) or ""),
        "partial": bool(getattr(event, "partial", False)),
        "reply": _reply(event, later),
        "open": _is_open(event, later, stand),
    }


def _reply(letter: Event, later: list[Logged]) -> dict[str, Any] | None:
    """Our first answer to a fee or a question; None where there is none, or where a new one came before it."""
    for _, event in later:
        if event.kind in _REPLIES.get(letter.kind, ()):
            return {"kind": event.kind, "date": event.date}
        if event.kind == letter.kind:
            return None
    return None


def _is_open(letter: Event, later: list[Logged], stand: Standing) -> bool:
    last = not any(event.kind == letter.kind for _, event in later)
    return letter.kind in WAITING and last and stand.flag(WAITING[letter.kind]) is not None


def final_answer_on(stand: Standing) -> date | None:
    """The day of the answer with which the agency called itself done; None once an appeal has followed it."""
    day: date | None = None
    for _, event in effective(stand.events):
        if event.kind in ANSWERS and getattr(event, "final", False):
            day = event.date
        elif event.kind == "appeal_sent":
            day = None
    return day
