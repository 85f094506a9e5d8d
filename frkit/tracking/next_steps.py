"""What to do now, ranked by what would be lost, each with the command that does it. Pure.

Each room of rules looks at one side of the matter: our own limits, the lateness of others, what waits for us, what an
answer calls for. A step that a letter does names that letter, so that ``frkit letter`` proposes the same one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from frkit.tracking.answer_steps import after_refusal, after_transfer, at_the_end
from frkit.tracking.case import RunningClock
from frkit.tracking.flags import Flag
from frkit.tracking.late_steps import late_steps
from frkit.tracking.limit_steps import limit_steps
from frkit.tracking.next_step import LONG_BEFORE as LONG_BEFORE
from frkit.tracking.next_step import SOON as SOON
from frkit.tracking.next_step import NextStep as NextStep
from frkit.tracking.next_step import rank_of as rank_of
from frkit.tracking.order import Logged
from frkit.tracking.remedies import RemedyStanding
from frkit.tracking.situation import Situation, step
from frkit.tracking.types import RequestFile
from frkit.tracking.waiting_steps import READ, waiting_steps


def next_steps(
    file: RequestFile,
    ball: str,
    clocks: tuple[RunningClock, ...],
    flags: tuple[Flag, ...],
    outcomes: dict[int, str],
    today: date,
    *,
    tracks: tuple[str, ...],
    remedies: tuple[RemedyStanding, ...],
    events: tuple[Logged, ...],
) -> tuple[NextStep, ...]:
    """The steps for one request, the one with the most to lose first; ``events`` are those that count, in order."""
    now = Situation(file, ball, clocks, flags, outcomes, today, tracks, remedies, events)
    if ball == "newer_frkit":
        return (step("Install a newer frkit: an event here is of a kind that this one does not know.", "", "lapsing"),)
    if ball == "closed":
        steps = [one for one in waiting_steps(now) if one.letter == "clawback"]
    elif ball in ("draft", "ready"):
        send = step("Read the letter, send it, then log that it was sent.", f"frkit letter {file.id}", "send")
        return (*waiting_steps(now), send)
    else:
        steps = _open(now)
    return tuple(sorted(_once(steps), key=lambda one: (*one.urgency, one.text)))


def _open(now: Situation) -> list[NextStep]:
    """The steps of a request that was sent and is not closed."""
    limits = [*limit_steps(now)]
    written = {one.command for one in limits if one.letter}
    waiting = [one for one in waiting_steps(now) if one.command not in written]
    steps = [*limits, *_unless_unread([*late_steps(now)], waiting), *waiting]
    steps += [*after_refusal(now, limits), *after_transfer(now)]
    return steps or ([at_the_end(now)] if now.ball == "us" else [])


def _unless_unread(late: list[NextStep], waiting: list[NextStep]) -> list[NextStep]:
    """What silence calls for, unless a reply lies there unread: then reading comes in its place and is as urgent."""
    unread = [number for number, one in enumerate(waiting) if one.text.startswith(READ)]
    if not unread:
        return late
    silence = [one for one in late if one.after_silence]
    for number in unread if silence else ():
        first = min(silence, key=lambda one: one.urgency)
        waiting[number] = replace(waiting[number], rank=min(first.rank, waiting[number].rank), since=first.since)
    return [one for one in late if not one.after_silence]


def _once(steps: Iterable[NextStep]) -> list[NextStep]:
    return list({one.text: one for one in steps}.values())
