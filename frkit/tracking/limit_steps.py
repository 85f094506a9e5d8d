"""The requester's own limits that still run, as steps: what lapses cannot be won back. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from frkit.law.event_kinds import DUE
from frkit.law.explaining import long_day
from frkit.law.types import Remedy
from frkit.tracking.case import RunningClock
from frkit.tracking.flags import first_to_end, is_hidden, items_words
from frkit.tracking.next_step import LONG_BEFORE, SOON, NextStep, rank_of
from frkit.tracking.remedy_steps import command_of, does
from frkit.tracking.situation import WAITS, Situation, at_work
from frkit.tracking.steps import remedy_of_clock
from frkit.tracking.types import RequestFile
from frkit.tracking.waiting_steps import fee_letter

_BY_ROLE = {"appeal": "appeal", "pre_suit": "notice", "complaint": "complaint"}
"""Role of a limit that belongs to no step on file -> its letter."""


def limit_steps(now: Situation) -> Iterator[NextStep]:
    """Each limit of ours with its last safe day; urgent within the last days."""
    for one, items in ours(now.clocks):
        until = one.due.cautious
        told = None if until is None else _told(now, one, f"{long_day(until)}{items_words(items)}")
        if told is None:
            continue
        text, command = told
        if _needless(now.file, one):
            needless = "after silence the law does not need this step"
            text = f"{text} After silence it is not needed."
            yield NextStep(text, command, until, rank_of("look"), can_wait=needless)
            continue
        works = _reminder_at_work(now, one)
        yield NextStep(text, command, until, rank_of("look" if works else _urgency(now, one)), can_wait=works)


def _reminder_at_work(now: Situation, one: RunningClock) -> str:
    """That a reminder has its time first, for a limit that silence alone began and that does not end soon."""
    last = max(now.wrote("overdue"), default=None)
    return at_work(now, last) if last is not None and _silent(now, one) and not _soon(one) else ""


def _silent(now: Situation, one: RunningClock) -> bool:
    return one.due.start.kind.startswith(DUE) and not now.refused


def _soon(one: RunningClock) -> bool:
    return one.days_left is not None and one.days_left <= SOON


def _urgency(now: Situation, one: RunningClock) -> str:
    """Limits that end soon come first. One that silence alone began gives way, before that, to a word with the agency.

    That is our answer to what it asked, or else a first reminder.
    """
    if _soon(one):
        return "lapsing"
    unasked = "overdue" in now.names and not now.wrote("overdue")
    return "late" if _silent(now, one) and (unasked or now.waits_for_us) else "refused"


def ours(clocks: tuple[RunningClock, ...]) -> Iterator[tuple[RunningClock, tuple[int, ...]]]:
    """Each limit of ours to tell, with its items: limits of one kind that end on one day are told once."""
    open_ours = first_to_end(clocks)
    told: dict[tuple[str, date | None, bool], tuple[RunningClock, list[tuple[int, ...]]]] = {}
    for one in clocks:
        if one.needs or one.state != "running" or one.clock.binds != "requester" or is_hidden(one, open_ours):
            continue
        silent = one.due.start.kind.startswith(DUE)
        told.setdefault((one.clock.id, one.due.cautious, silent), (one, []))[1].append(one.items)
    refused = {key[:2] for key in told if not key[2]}
    for (name, day, silent), (one, lots) in told.items():
        if silent and (name, day) in refused:
            continue
        every = [*lots, *(told[(name, day, True)][1] if not silent and (name, day, True) in told else [])]
        yield one, tuple(sorted(set().union(*every))) if all(every) else ()


def told_by_limits(now: Situation) -> set[str]:
    """Ids of the steps of the law that a limit of ours names already."""
    found = (_step_told(now.file, one) for one, _ in ours(now.clocks))
    return {remedy.id for remedy in found if remedy is not None}


def _step_told(file: RequestFile, one: RunningClock) -> Remedy | None:
    far = one.clock.role == "court" and (one.days_left or 0) > LONG_BEFORE
    return None if far else remedy_of_clock(file.law, one.clock)


def _told(now: Situation, one: RunningClock, day: str) -> tuple[str, str] | None:
    """The step in words and its command; None for a limit that calls for nothing yet."""
    role, remedy = one.clock.role, remedy_of_clock(now.file.law, one.clock)
    if role == "withdrawal":
        waits, command = _answer(now)
        return f"Answer the agency by {day}, or it may close the request.{waits}", command
    if role == "court" and (one.days_left or 0) > LONG_BEFORE:
        return None
    if role not in (*_BY_ROLE, "court"):
        return None
    then = ", then log it" if role == "court" else ""
    command = _command(now, role, remedy)
    if command.startswith(now.letter("appeal")) and not _can_be_written(now, one):
        command = now.log("appeal-sent", *(("--remedy", remedy.id) if remedy else ()), "--letter", "FILE")
    return f"{_what(now.file, one)} by {day}{then}.", command


def _command(now: Situation, role: str, remedy: Remedy | None) -> str:
    if remedy is not None:
        return command_of(now.file.id, now.file.law, remedy)
    return now.letter(_BY_ROLE[role]) if role in _BY_ROLE else now.log("suit-filed", "--court", "COURT")


def _can_be_written(now: Situation, one: RunningClock) -> bool:
    """Whether frkit writes the appeal: against a refusal or a silence, not against a fee or a longer time."""
    if now.refused or now.left_out:
        return True
    late = any(other.state == "lapsed" and other.clock.binds == "agency" for other in now.clocks)
    return one.due.start.kind.startswith(DUE) and (late or now.answer_late) and not now.passed_on


def _answer(now: Situation) -> tuple[str, str]:
    """What the agency waits for, behind a blank, and the letter that answers it; else how to see what it wrote."""
    for flag in now.flags:
        if flag.name in WAITS:
            return f" {flag.message}", now.letter(WAITS[flag.name])
        if flag.name == "fee_wait":
            return f" {flag.message}", now.letter(fee_letter(now))
    return "", f"frkit request show {now.file.id}"


def _needless(file: RequestFile, one: RunningClock) -> bool:
    """Whether a limit belongs to a step that may be left out, since only silence started it."""
    remedy = remedy_of_clock(file.law, one.clock)
    return remedy is not None and "silence" in remedy.optional_when and one.due.start.kind.startswith(DUE)


def _what(file: RequestFile, one: RunningClock) -> str:
    remedy = remedy_of_clock(file.law, one.clock)
    if remedy is None:
        return {"appeal": "Appeal", "court": "Go to court", "pre_suit": "Give notice"}.get(one.clock.role, "Complain")
    text = does(remedy)
    return f"{text[0].upper()}{text[1:]}"
