"""What the log leaves open and a person should settle before a letter goes out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from frkit.letters.facts.agency_letters import waiting_for_us
from frkit.pages.wording import listed
from frkit.tracking.order import effective
from frkit.tracking.standing import Standing
from frkit.tracking.types import RequestFile

FRESH = 14
"""Days for which the newest thing that came, still unread, may well be the answer that the letter says is missing."""
_ANSWERS = {
    "fee_estimated": ("fee-agreed", "fee-disputed", "scope-narrowed"),
    "clarification_asked": ("clarified", "scope-narrowed"),
}
_NAMES = {"fee_estimated": "fee estimate", "clarification_asked": "question"}


def how_to_answer(request_id: str, letter: dict[str, Any]) -> list[str]:
    """The commands that log our answer to a fee or a question; one of them, whichever was done."""
    return [f"frkit log {kind} {request_id} --date DATE" for kind in _ANSWERS[letter["kind"]]]


def warnings(file: RequestFile, stand: Standing, today: date) -> tuple[str, ...]:
    """What must be known before the letter is read at all: a log that cannot be right, a fresh reply not read yet."""
    contradictions = [
        f"the log contradicts itself: {flag.message.rstrip('. ')}; mend it before you send this."
        for flag in stand.flags
        if flag.name == "contradictory"
    ]
    fresh = [_unread(*one, file, " and may be the answer") for one in _arrivals(stand) if _is_fresh(stand, one, today)]
    return (*contradictions, *fresh)


def open_matters(file: RequestFile, stand: Standing, today: date, logged_as: str = "") -> Iterator[str]:
    """Older replies that nobody has read, and a fee or a question that waits for us.

    ``logged_as`` is the event of the letter that is written: what that answers does not wait any more.
    """
    for one in _arrivals(stand):
        if not _is_fresh(stand, one, today):
            yield _unread(*one, file)
    for letter in waiting_for_us(file.law, stand):
        if logged_as.replace("_", "-") in _ANSWERS[letter["kind"]]:
            continue
        commands = listed(how_to_answer(file.id, letter), "or")
        yield f"The {_NAMES[letter['kind']]} of {letter['date']} waits for our answer; log it once given: {commands}"


def _arrivals(stand: Standing) -> list[tuple[str, date]]:
    """What came and was not read: id and day, as the flags of the standing have it."""
    unread = {flag.message for flag in stand.flags if flag.name == "unread"}
    return [
        (event_id, event.date)
        for event_id, event in effective(stand.events)
        if event.kind == "arrived" and any(event_id in message for message in unread)
    ]


def _is_fresh(stand: Standing, arrival: tuple[str, date], today: date) -> bool:
    event_id, day = arrival
    return effective(stand.events)[-1][0] == event_id and 0 <= (today - day).days <= FRESH


def _unread(event_id: str, day: date, file: RequestFile, more: str = "") -> str:
    return (
        f"what came on {day} has not been read{more}: read it first ({event_id}), then log what it says, for example: "
        f"frkit log acknowledged {file.id} --date {day} --in {event_id}"
    )
