"""Logging one event or many: all are checked before the first is written, and a second run adds what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

import click

from frkit.base.errors import FrkitError
from frkit.cli.common import console, print_json, say
from frkit.cli.log.asking import agreed
from frkit.cli.log.context import far_off
from frkit.cli.log.plan import Desk, Fault, Planned, Typed, Written, plan, several, write
from frkit.cli.log.words import passed_over_data, print_preview, print_written, written_data
from frkit.exchange.csv_rows import rows_refused
from frkit.law.explaining import long_day
from frkit.tracking.types import RequestFile


@dataclass
class Running:
    """How a command goes about it."""

    yes: bool = False
    as_json: bool = False
    asks: bool = False
    """Shows first what would be logged, and asks: the requests were chosen by filters or named in a table."""
    from_table: bool = False


def log_all(
    desk: Desk, wanted: Sequence[tuple[RequestFile, Typed]], running: Running, faults: Sequence[Fault] = ()
) -> None:
    """Log each event with its request, or nothing at all; ``faults`` were found before this was asked."""
    planned = _planned(desk, wanted, running, list(faults))
    fresh = [one for one in planned if one.same is None]
    if len(planned) == 1 and not fresh and not running.asks:
        raise _logged_already(planned[0])
    _about_years(fresh, running)
    if running.asks and not _agreed(planned, fresh, running):
        raise click.Abort
    done = _written(desk, fresh, running)
    if running.as_json:
        logged = {id(one.planned): one for one in done}
        print_json([written_data(logged[id(one)]) if id(one) in logged else passed_over_data(one) for one in planned])
    elif len(planned) > 1 or running.asks:
        _sum_up(planned, done)


def _planned(
    desk: Desk, wanted: Sequence[tuple[RequestFile, Typed]], running: Running, faults: list[Fault]
) -> list[Planned]:
    """Every event held against its request and the events before it; raises one error with all that does not fit."""
    planned: list[Planned] = []
    coming: dict[str, RequestFile] = {}
    for file, typed in wanted:
        try:
            one = plan(desk, coming.get(file.id, file), typed, real=file)
        except FrkitError as error:
            faults.append((typed.place or file.id, error))
            continue
        planned.append(one)
        coming[file.id] = one.following or file
    if faults and running.from_table:
        faults.sort(key=lambda fault: int(fault[0].rpartition(":")[2]))
        raise rows_refused([f"{place}: {' '.join(_in_a_line(error).split())}" for place, error in faults])
    if faults:
        raise several(faults, len(wanted))
    return planned


def _in_a_line(error: FrkitError) -> str:
    where = f" ({error.place})" if error.place and PurePath(error.place).name != "requests" else ""
    remedy = error.remedy.removesuffix("nothing was written").rstrip("; ")
    return f"{error.fact.rstrip('.')}{where}" + (f"; {remedy}" if remedy else "")


def _logged_already(one: Planned) -> FrkitError:
    return FrkitError(
        f"This is logged already, of {long_day(one.typed.day)}.",
        place=str(one.same),
        remedy="nothing was written; if it happened twice, add --again",
    )


def _about_years(fresh: Sequence[Planned], running: Running) -> None:
    """Ask about days that are years away from all else: mostly slips in the year, sometimes true."""
    doubts = dict.fromkeys(doubt for one in fresh if (doubt := far_off(one.typed.day, one.file)) is not None)
    for doubt in doubts:
        say(console(stderr=True), f"Note: {doubt}", hang=2)
    if doubts and not agreed("Is the year right?", yes=running.yes):
        raise click.Abort


def _agreed(planned: Sequence[Planned], fresh: Sequence[Planned], running: Running) -> bool:
    """Show what would be logged, and ask; with nothing new there is nothing to ask."""
    out = console(stderr=running.as_json)
    count = f"{len(fresh):,} event{'s' * (len(fresh) != 1)}"
    if not running.from_table and planned:
        typed = planned[0].typed
        say(out, f"To log: {typed.kind.replace('_', ' ')} of {long_day(typed.day)}.")
    print_preview(out, planned, from_table=running.from_table)
    return not fresh or agreed(f"Log {count}?", yes=running.yes)


def _written(desk: Desk, fresh: Sequence[Planned], running: Running) -> list[Written]:
    done: list[Written] = []
    for one in fresh:
        try:
            written = write(desk, one)
        except FrkitError as error:
            raise _half_way(error, len(done), len(fresh)) from error
        done.append(written)
        if not running.as_json:
            print_written(written, brief=len(fresh) > 1, with_notes=not running.asks)
    return done


def _half_way(error: FrkitError, done: int, of: int) -> FrkitError:
    """The error that stopped a row of events, with what is logged by then."""
    if of > 1:
        so_far = f"{done} of {of} are logged; run the same command again, those are passed over"
        error.remedy = f"{error.remedy}\n         {so_far}" if error.remedy else so_far
        error.args = (str(error),)
    return error


def _sum_up(planned: Sequence[Planned], done: Sequence[Written]) -> None:
    over = len(planned) - len(done)
    for one in planned:
        if one.same is not None:
            click.echo(f"Logged already, passed over: {one.same} for {one.file.id}")
    words = f"{len(done):,} logged" + (f", {over:,} passed over (--again logs them too)" if over else "")
    click.echo(f"{words}." if done else f"Nothing new: {words}.")
