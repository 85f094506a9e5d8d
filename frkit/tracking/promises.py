"""What the agency promised on the telephone or in a letter, and whether that day has passed. Pure.

A promise is no limit of law: nothing starts from it, and nobody is called late by it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from frkit.law.explaining import long_day
from frkit.tracking.events import Acknowledged, Call
from frkit.tracking.flag import Flag
from frkit.tracking.order import Logged
from frkit.tracking.outcomes import DECISIONS


@dataclass(frozen=True)
class Promise:
    """A day that was promised: by whom, in which event, and the answer with which all was answered, if it was."""

    event_id: str
    made_on: date
    by: date
    who: str
    kept_by: str | None = None
    kept_on: date | None = None
    partly: bool = False
    """Whether an answer came since, be it to a part."""


def promises_of(events: Iterable[Logged], *, still_open: bool) -> tuple[Promise, ...]:
    """Every promised day, in the order in which it was promised; the events are in order and count.

    While items are ``still_open``, an answer that came since was one to a part, and keeps no promise.
    """
    history = list(events)
    found: list[Promise] = []
    for number, (event_id, event) in enumerate(history):
        if isinstance(event, Acknowledged | Call) and event.promised is not None and event.promised >= event.date:
            answers = [one for one in history[number + 1 :] if one[1].kind in DECISIONS]
            promise = Promise(event_id, event.date, event.promised, _who(event), partly=bool(answers))
            if answers and not still_open:
                promise = replace(promise, kept_by=answers[-1][0], kept_on=answers[-1][1].date)
            found.append(promise)
    return tuple(found)


def promise_flags(
    events: Iterable[Logged], today: date, said_elsewhere: Iterable[date], *, still_open: bool
) -> tuple[Flag, ...]:
    """That the last promised day has passed without an answer; not where a limit of law is that very day."""
    open_ones = [one for one in promises_of(events, still_open=still_open) if one.kept_on is None]
    if not open_ones:
        return ()
    last = open_ones[-1]
    if last.by >= today or last.by in set(said_elsewhere):
        return ()
    came = "only a part was answered since" if last.partly else "none is logged"
    promised = f"On {long_day(last.made_on)} {last.who} promised an answer by {long_day(last.by)}"
    message = f"{promised}; {came}. A promise is no limit of law."
    return (Flag("promise_passed", message, last.by, (last.event_id,)),)


def _who(event: Acknowledged | Call) -> str:
    return (event.person or "the agency") if isinstance(event, Call) else "the agency"
