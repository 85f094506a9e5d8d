"""Many letters: what would be written is shown first, then each goes into a file of its own."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import click

from frkit.base.errors import ExitCode, FrkitError, WrongUsage
from frkit.base.files import safe_name
from frkit.base.findings import shown_path
from frkit.cli.common import clean, console, print_by_id, print_json, say
from frkit.cli.letter.tables import Tables, write_tables
from frkit.cli.log.asking import agreed
from frkit.letters.log_line import log_line
from frkit.letters.making import Wish, refuse_tracked
from frkit.letters.writing_many import Order, Outcome, outcomes
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.selecting import Filters, narrowed

if TYPE_CHECKING:
    from rich.console import Console

_SHOWN = 40
"""Rows of a preview; a longer one would push its own beginning off the screen."""
_TOLD = 20
_WORTH_A_BAR = 10


def write_many(
    folder: CampaignFolder,
    parts: Sequence[str],
    filters: Filters,
    wish: Wish,
    out_dir: Path | None,
    *,
    yes: bool,
    as_json: bool,
) -> None:
    """Write the letters of all requests that are named or chosen; ends with 1 if one could not be written."""
    into = _folder_for(folder, wish, out_dir, filters)
    ids = _chosen(folder, parts, filters, wish)
    out = console(stderr=as_json)
    if filters and not yes:
        tried = _all(Order(folder, wish, None), ids, "Composing")
        _preview(out, tried, wish, into)
        ids = [one.request for one in tried if one.state == "tried"]
        if not ids:
            raise FrkitError("No letter can be written.", remedy="the reasons stand above; nothing was written")
        if not agreed(f"Write {_count(ids)}?", yes=yes):
            raise click.Abort
    done = _all(Order(folder, wish, into), ids, "Writing")
    written = [one for one in done if one.file is not None]
    tables = write_tables(into, written, wish) if written else None
    if as_json:
        print_json([_data(one, wish) for one in done])
    else:
        _sum_up(out, done, wish, into, tables, shown=bool(filters) and not yes)
    named_without = any(one.state == "none_due" for one in done) and not filters
    if any(one.state == "failed" for one in done) or named_without or not written:
        raise click.exceptions.Exit(ExitCode.PROBLEMS)


def _folder_for(folder: CampaignFolder, wish: Wish, out_dir: Path | None, filters: Filters) -> Path:
    """Where the letters go; raises FrkitError for a place that git tracks, or that is no folder."""
    if out_dir is None:
        return folder.root / "private" / "letters" / _called(wish, filters)
    if os.path.lexists(out_dir) and not out_dir.is_dir():
        raise WrongUsage("This is no folder.", place=str(out_dir), remedy="name a folder, new or not, with --out-dir")
    if not wish.masked:
        refuse_tracked(folder, out_dir, what="Letters hold")
    return out_dir.resolve()


def _called(wish: Wish, filters: Filters) -> str:
    """``2026-03-02-spring-overdue``: the day, what chose the requests, the kind; the same for the same command."""
    day = wish.today.isoformat()
    words = [word.removeprefix(f"{day}-") for one in fields(filters) for word in _words_of(one.name, filters)]
    named = "-".join([day, *dict.fromkeys([*words, *filter(None, [wish.kind])])])
    return safe_name(re.sub(r"[/\\]", "-", named), keep_suffix=False)


def _words_of(name: str, filters: Filters) -> tuple[str, ...]:
    typed = getattr(filters, name)
    if isinstance(typed, bool):
        return ("open" if typed else "closed",)
    return typed if isinstance(typed, tuple) else (f"{name}-{typed}",) if typed else ()


def _chosen(folder: CampaignFolder, parts: Sequence[str], filters: Filters, wish: Wish) -> list[str]:
    """Ids of the requests; those that filters choose are known by their short form, which is kept."""
    named = list(dict.fromkeys(folder.find_request(part) for part in parts))
    if not filters:
        return named
    from frkit.tracking.overview import Unreadable, summaries

    readable = []
    for one in summaries(folder, wish.today):
        if isinstance(one, Unreadable):
            click.echo(f"frkit: left out: {clean(str(one.error))}", err=True)
        elif not named or one.id in named:
            readable.append(one)
    found = narrowed(readable, filters, lambda one: one)
    if not found.kept:
        raise FrkitError("No request fits.", place=found.sentence(), remedy="leave out or change that filter")
    return [one.id for one, _ in found.kept]


def _all(order: Order, ids: Sequence[str], what: str) -> list[Outcome]:
    with _bar(f"{what} {_count(ids)}", len(ids)) as step:
        made = {one.request: step(one) for one in outcomes(order, ids)}
    return [made[one] for one in ids]


@contextmanager
def _bar(what: str, total: int) -> Iterator[Callable[[Outcome], Outcome]]:
    """A bar on a terminal; nothing in a pipe."""
    if total < _WORTH_A_BAR or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda one: one
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)

        def step(one: Outcome) -> Outcome:
            bar.advance(task)
            return one

        yield step


def _preview(out: Console, tried: Sequence[Outcome], wish: Wish, into: Path) -> None:
    letters = [one for one in tried if one.state == "tried"]
    if letters:
        say(out, f"To write: {_by_kind(letters)}, as {wish.format} into {shown_path(into)}{os.sep}", hang=2)
        _print_letters(out, letters)
        _print_to_do(out, letters, into=None)
    _print_without(out, tried)


def _print_letters(out: Console, letters: Sequence[Outcome]) -> None:
    """Each request with its letter; what all of them share stands once below them."""
    reasons, kinds = ({getattr(one, name) for one in letters} for name in ("why", "kind"))
    shown = letters[:_SHOWN]
    if len(reasons) > 1:
        out.print("Request, letter, and why", style="bold")
        for one in shown:
            out.print(f"{clean(one.request)}   {one.kind}", soft_wrap=True)
            say(out, f"{one.why[:1].upper()}{one.why[1:]}.", indent=4)
    elif len(kinds) > 1:
        print_by_id(out, ("Request", "Letter", "To"), [(one.request, one.kind, one.agency) for one in shown])
    else:
        print_by_id(out, ("Request", "To"), [(one.request, one.agency) for one in shown])
    if len(letters) > _SHOWN:
        out.print(f"and {len(letters) - _SHOWN:,} more.")
    out.print()
    shared = [f"Letter: {kind}." for kind in kinds if len(kinds) == len(reasons) == 1]
    shared += [f"Why: {why}." for why in reasons if len(reasons) == 1 and why]
    if shared:
        say(out, " ".join(shared), hang=2)
        out.print()


def _print_without(out: Console, done: Sequence[Outcome]) -> None:
    """Requests for which no letter is due, and those that went wrong, each with its reason."""
    for state in ("none_due", "failed"):
        found = [one for one in done if one.state == state]
        if not found:
            continue
        requests = f"{len(found):,} request{'s' * (len(found) != 1)}"
        verb = "was" if len(found) == 1 else "were"
        title = f"No letter is due for {requests}:" if state == "none_due" else f"{_count(found)} {verb} not written:"
        out.print(title, style="bold")
        for one in found[:_TOLD]:
            remedy = f"; to do: {' '.join(one.remedy.split())}" if one.remedy else ""
            say(out, f"{one.request}: {one.fact.rstrip('.')}{remedy}", indent=2, hang=2)
        if len(found) > _TOLD:
            out.print(f"  and {len(found) - _TOLD:,} more: --json names all")


def _sum_up(
    out: Console, done: Sequence[Outcome], wish: Wish, into: Path, tables: Tables | None, *, shown: bool
) -> None:
    written = [one for one in done if one.file is not None]
    if written and not shown:
        _print_letters(out, written)
    new, there = (sum(one.state == state for one in done) for state in ("new", "there"))
    if written:
        over = f"; {there:,} {'was' if there == 1 else 'were'} there already" if there else ""
        say(out, f"Wrote {new:,} letter{'s' * (new != 1)} to {shown_path(into)}{os.sep}{over}.", hang=2)
    _print_without(out, done)
    if tables is None:
        return
    _print_to_do(out, written, into=tables.index)
    say(out, f"The list of them: {shown_path(tables.index)}", hang=2)
    if tables.log is not None:
        say(out, "Once they are sent, this logs them all (take out what was not sent):", hang=2)
        out.print(f"    $ {clean(_logging(tables.log))}", style="cyan", soft_wrap=True)


def _logging(path: Path) -> str:
    return shlex.join(["frkit", "log", "--from-csv", shown_path(path), "--date", "DATE"])


def _print_to_do(out: Console, letters: Sequence[Outcome], into: Path | None) -> None:
    """How many letters need a person's hand before they go out; the commonest reasons."""
    waiting = [one for one in letters if one.to_do]
    if not waiting:
        return
    where = f", named in the column to_do of {into.name}" if into is not None else ""
    say(out, f"Before they go out, something is left to do for {len(waiting):,} of {len(letters):,}{where}:", hang=2)
    told = Counter(task.replace(one.agency, "the agency") for one in waiting for task in one.to_do)
    for task, count in told.most_common(5):
        say(out, f"{count:>4,} x {task}", hang=7)
    if len(told) > 5:
        out.print(f"       and {len(told) - 5:,} other thing{'s' * (len(told) > 6)}.")


def _by_kind(letters: Sequence[Outcome]) -> str:
    counts = Counter(one.kind for one in letters)
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in counts.most_common())
    return f"{_count(letters)} ({kinds})"


def _count(of: Sequence[object]) -> str:
    return f"{len(of):,} letter{'s' * (len(of) != 1)}"


def _data(one: Outcome, wish: Wish) -> dict[str, object]:
    written = one.file is not None
    return {
        "request": one.request,
        "state": one.state,
        "kind": one.kind or None,
        "why": one.why or None,
        "subject": one.subject or None,
        "template": one.template or None,
        "language": one.language or None,
        "format": wish.format if written else None,
        "file": shown_path(one.file) if one.file is not None else None,
        "sha256": one.sha256 or None,
        "to": list(one.to),
        "to_do": list(one.to_do),
        "log": log_line(one.cells, one.file if not wish.masked else None) if written else None,
        "error": one.fact or None,
        "remedy": one.remedy or None,
    }
