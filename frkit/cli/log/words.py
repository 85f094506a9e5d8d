"""What an event changes, in the words of the terminal: who acts now, which dates moved, how to take it back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from frkit.cli.common import clean, console, print_by_id, say
from frkit.cli.status.standing_words import came_to, due_in_short, due_words, who_acts
from frkit.law.explaining import long_day
from frkit.tracking.case import RunningClock
from frkit.tracking.retention_words import short_risk
from frkit.tracking.standing import Standing
from frkit.tracking.summaries import summary_of

if TYPE_CHECKING:
    from rich.console import Console

    from frkit.cli.log.plan import Planned, Written

_ACTS = {
    "draft": "a draft",
    "ready": "ready to send",
    "agency": "the agency acts",
    "us": "we act",
    "closed": "closed",
    "newer_frkit": "an event here needs a newer frkit",
}
_MOST = 4
"""How many dates that moved are named; the rest is what frkit why is for."""
_MANY = 100


def now_words(one: Written) -> str:
    """``Now: the agency acts (was: we act); determination until Thu 2026-03-12 (was: Mon 2026-03-09).``"""
    moved = changes(one.before, one.after)
    if moved:
        return f"Now: {'; '.join(moved)}."
    due = due_words(summary_of(one.planned.file, one.after))
    automatic = bool(one.planned.typed.values.get("automatic"))
    begin = "An automatic reply moves nothing" if automatic else "Nothing moved"
    return f"{begin}: {_ACTS[one.after.ball]}; {due}."


def changes(before: Standing, after: Standing) -> list[str]:
    """What is different after an event: who acts, outcomes of items, dates; empty where nothing is."""
    words = _outcomes(before, after) + (_dates(before, after) if after.law_confirmed else [])
    words += _records(before, after)
    closed = f" ({after.closed_as})" if after.closed_as else ""
    if before.ball != after.ball:
        return [f"{_ACTS[after.ball]}{closed} (was: {_ACTS[before.ball]})", *words]
    return [f"{_ACTS[after.ball]}{closed} as before", *words] if words else []


def _outcomes(before: Standing, after: Standing) -> list[str]:
    became: dict[str, list[int]] = defaultdict(list)
    for number, outcome in after.item_outcomes.items():
        if before.item_outcomes.get(number) != outcome:
            became[outcome].append(number)
    if len(became) == 1 and len(next(iter(became.values()))) == len(after.item_outcomes) > 1:
        return [f"all items {came_to(next(iter(became)))}"]
    return [
        f"item{'s' * (len(numbers) > 1)} {_spans(numbers)} {came_to(outcome)}"
        for outcome, numbers in sorted(became.items())
    ]


def _records(before: Standing, after: Standing) -> list[str]:
    """What has become of records that may be destroyed."""
    was = {short_risk(one) for one in before.at_risk}
    return [words for words in dict.fromkeys(map(short_risk, after.at_risk)) if words not in was]


def _spans(numbers: Sequence[int]) -> str:
    parts: list[list[int]] = []
    for number in sorted(numbers):
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(str(part[0]) if len(part) == 1 else f"{part[0]}-{part[-1]}" for part in parts)


def _dates(before: Standing, after: Standing) -> list[str]:
    was, now = _clocks(before), _clocks(after)
    moved = [key for key in [*now, *(key for key in was if key not in now)] if _short(was, key) != _short(now, key)]
    moved = [key for key in moved if key in now or not _goes_on(key, now)]
    moved.sort(key=lambda key: _urgency(now.get(key) or was[key]))
    words = [_moved(key, was, now) for key in moved[:_MOST]]
    return [*words, f"{len(moved) - _MOST} more dates, see frkit why"] if len(moved) > _MOST else words


def _goes_on(key: tuple[str, tuple[int, ...]], now: _Clocks) -> bool:
    """Whether a limit that is gone has become one for more items: nothing was lost then."""
    name, items = key
    others = (other for clock, other in now if clock == name)
    return any(not other or (items and set(items) <= set(other)) for other in others)


_Clocks = dict[tuple[str, tuple[int, ...]], RunningClock]


def _clocks(stand: Standing) -> _Clocks:
    return {(one.clock.id, one.items): one for one in stand.clocks if one.clock.role not in ("routing", "guideline")}


def _short(clocks: _Clocks, key: tuple[str, tuple[int, ...]]) -> str:
    one = clocks.get(key)
    if one is None:
        return ""
    ended = one.satisfied_on or date.min
    return {
        "running": f"until {long_day(one.due.cautious or one.due.date or date.max)}",
        "lapsed": f"passed on {long_day(one.due.date or date.max)}",
        "met": f"met on {long_day(ended)}",
        "met_late": f"met late, on {long_day(ended)}",
        "stopped": "stands still" if one.due.stopped_since else "ended",
        "no_date": str(one.clock.length),
    }[one.state]


def _moved(key: tuple[str, tuple[int, ...]], was: _Clocks, now: _Clocks) -> str:
    one = now.get(key) or was[key]
    name = one.clock.id.replace("_", " ").replace("-", " ")
    of_items = f" of item{'s' * (len(key[1]) > 1)} {_spans(key[1])}" if key[1] else ""
    asked = f" if '{one.needs[0]}' is so" if one.needs else ""
    before, after = _short(was, key), _short(now, key) or "no longer runs"
    return f"{name}{of_items} {after}{asked}" + (f" (was: {before.removeprefix('until ')})" if before else "")


def _urgency(one: RunningClock) -> tuple[bool, bool, date]:
    return one.state != "running", one.clock.binds != "requester", one.due.cautious or date.max


def print_written(one: Written, *, brief: bool = False, with_notes: bool = True) -> None:
    """What was logged, what it changed, and how to take it back."""
    out = console()
    for note in one.notes if with_notes else ():
        say(console(stderr=True), note if note.startswith("Taken to") else f"Note: {note}", hang=2)
    click.echo(f"Logged {one.event_id}" + (f" for {clean(one.planned.file.id)}" if brief else ""))
    if not brief:
        click.echo(f"  in {one.path.relative_to(one.path.parents[3])}")
    say(out, now_words(one), hang=5)
    if not brief:
        say(out, f"If {long_day(one.planned.typed.day)} or anything else is wrong, it is taken back with")
        out.print(f"  $ {clean(undo(one.planned.file.id, one.event_id))}", style="cyan", soft_wrap=True)


def undo(request_id: str, event_id: str) -> str:
    """The command that makes an event count for nothing."""
    return f"frkit log corrected {request_id} --event {event_id} --reason WHY --date DATE"


def print_preview(out: Console, planned: Sequence[Planned], *, from_table: bool) -> None:
    """The requests, who acts, what would be logged and what then; a row each."""
    columns = ["Request", "Acts", "Logs", "Line"] if from_table else ["Request", "Acts", "Then"]
    print_by_id(out, columns, [_preview_row(one, from_table=from_table) for one in planned[:_MANY]])
    if len(planned) > _MANY:
        say(out, f"and {len(planned) - _MANY:,} more.")
    for one in planned:
        for note in one.notes:
            say(console(stderr=True), f"Note ({one.typed.place or one.file.id}): {note}", hang=2)


def _preview_row(one: Planned, *, from_table: bool) -> tuple[str, ...]:
    after = summary_of(one.file, one.after)
    told = f"{one.typed.day} {one.typed.kind.replace('_', ' ')}"
    if not from_table:
        told = f"{who_acts(after)}; {due_in_short(after)}"
    acts = who_acts(summary_of(one.file, one.before))
    line = (one.typed.place.rpartition(":")[2],) if from_table else ()
    return one.file.id, acts, f"logged already, {one.typed.day}" if one.same else told, *line


def written_data(one: Written) -> dict[str, Any]:
    """A logged event as stable JSON keys."""
    return {
        "request": one.planned.file.id,
        "event": one.event_id,
        "logged": True,
        "ball_before": one.before.ball,
        "ball": one.after.ball,
        "changes": changes(one.before, one.after),
        "notes": list(one.notes),
    }


def passed_over_data(one: Planned) -> dict[str, Any]:
    """An event that was on file already, with the keys of one that was logged."""
    ball = one.before.ball
    return {
        "request": one.file.id,
        "event": one.same,
        "logged": False,
        "ball_before": ball,
        "ball": ball,
        "changes": [],
        "notes": [],
    }
