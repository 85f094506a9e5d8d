"""What the agency promised on the telephone or in a letter, and whether that day has passed. Pure.

A promise is no limit of law: nothing starts from it, and nobody is called late by it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from frkit.law.explaining import long_day
from frkit.tracking.events import Acknowledged, Call
from frkit.tracking.flag import Flag
from frkit.tracking.order import Logged
from frkit.tracking.outcomes import DECISIONS


@dataclass(frozen=True)
class Promise:
    """A day that was promised: by whom, in which event, and the answer that kept it, if one came."""

    event_id: str
    made_on: date
    by: date
    who: str
    kept_by: str | None = None
    kept_on: date | None = None


def promises_of(events: Iterable[Logged]) -> tuple[Promise, ...]:
    """Every promised day, in the order in which it was promised; the events are in order and count."""
    history = list(events)
    found: list[Promise] = []
    for number, (event_id, event) in enumerate(history):
        if isinstance(event, Acknowledged | Call) and event.promised is not None and event.promised >= event.date:
            answer = next((one for one in history[number + 1 :] if one[1].kind in DECISIONS), None)
            kept = (answer[0], answer[1].date) if answer is not None else (None, None)
            found.append(Promise(event_id, event.date, event.promised, _who(event), *kept))
    return tuple(found)


def promise_flags(events: Iterable[Logged], today: date, said_elsewhere: Iterable[date]) -> tuple[Flag, ...]:
    """That the last promised day has passed without an answer; not where a limit of law is that very day."""
    open_ones = [one for one in promises_of(events) if one.kept_on is None]
    if not open_ones:
        return ()
    last = open_ones[-1]
    if last.by >= today or last.by in set(said_elsewhere):
        return ()
    message = (
        f"On {long_day(last.made_on)} {last.who} promised an answer by {long_day(last.by)}; none is logged. A promise "
        "is no limit of law."
    )
    return (Flag("promise_passed", message, last.by, (last.event_id,)),)


def _who(event: Acknowledged | Call) -> str:
    return (event.person or "the agency") if isinstance(event, Call) else "the agency"
