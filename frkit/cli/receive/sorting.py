"""``frkit receive`` without a request: what fits each file, shown with its reasons, and taken in after a yes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frkit.base.errors import WrongUsage
from frkit.cli.common import clean, console, say
from frkit.cli.receive.taking import take
from frkit.cli.receive.words import Report
from frkit.evidence.intake.known import known_requests
from frkit.evidence.intake.sorting import SortedFile, sort_files
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.inbox import inbox_of

if TYPE_CHECKING:
    from rich.console import Console

    from frkit.evidence.intake.matching import Candidate
    from frkit.evidence.intake.storing import Desk

_REASONS = 4


def for_many(
    folder: CampaignFolder, files: list[Path], desk: Desk, report: Report, *, yes: bool, dry_run: bool
) -> None:
    """Find the request of each file; take in what a person, or --yes, agrees to."""
    known, broken = known_requests(folder)
    for error in broken:
        click.echo(f"frkit: left out: {error}", err=True)
    with report.bar(files) as steps:
        rows = list(sort_files(folder, steps, known, desk.shelf, desk.today))
    report.proposals = [_data(one) for one in rows]
    if not report.as_json:
        _show(rows)
    if dry_run:
        return
    may_ask = sys.stdin.isatty() and not report.as_json
    chosen = _chosen(folder, rows, yes=yes, may_ask=may_ask)
    for request_id in dict.fromkeys(chosen.values()):
        take(desk, request_id, [path for path, one in chosen.items() if one == request_id], report)
        desk.day_of_loose = None
    report.tell_refused()
    _say_left(folder, rows, chosen, report, proposed_only=not yes and not may_ask)


def _chosen(folder: CampaignFolder, rows: list[SortedFile], *, yes: bool, may_ask: bool) -> dict[Path, str]:
    """File -> the request that it goes to."""
    proposals = {one.path: one.request for one in rows if one.request is not None}
    chosen: dict[Path, str] = {}
    if proposals and (yes or (may_ask and click.confirm(_question(len(proposals)), default=True))):
        chosen |= proposals
    if may_ask:
        for one in rows:
            if one.path not in chosen and (yes or one.request is None) and (picked := _asked(folder, one)):
                chosen[one.path] = picked
    return chosen


def _question(count: int) -> str:
    return "Take it in as proposed" if count == 1 else f"Take in the {count:,} files as proposed"


def _asked(folder: CampaignFolder, one: SortedFile) -> str | None:
    """The request that a person names for a file; None leaves it where it is."""
    question = f"Request of {clean(one.path.name)} (a part of its name; Enter leaves the file)"
    while True:
        typed = click.prompt(question, default="", show_default=False).strip()
        if not typed:
            return None
        try:
            return folder.find_request(typed)
        except WrongUsage as error:
            click.echo(f"frkit: {error}", err=True)


def _show(rows: list[SortedFile]) -> None:
    out = console()
    for one in rows:
        day = f", {one.day}" if one.day is not None else ""
        out.print(f"{clean(one.path.name)} ({one.what}{day})", style="bold", soft_wrap=True)
        for note in one.notes:
            say(out, f"note: {note}", indent=2, hang=2)
        if one.request is not None:
            _show_candidate(out, one.candidates[0], "->")
            continue
        say(out, f"not decided: {one.why_not}", indent=2, hang=2)
        for candidate in one.candidates[:3]:
            _show_candidate(out, candidate, " ?")


def _show_candidate(out: Console, one: Candidate, mark: str) -> None:
    out.print(f"  {mark} {clean(one.request)}, {one.score} points", soft_wrap=True)
    for reason, points in one.reasons[:_REASONS]:
        say(out, f"{points:+d}  {reason}", indent=5, hang=5)
    for warning in one.warnings:
        say(out, f"beware: {warning}", indent=5, hang=8)


def _say_left(
    folder: CampaignFolder, rows: list[SortedFile], chosen: dict[Path, str], report: Report, *, proposed_only: bool
) -> None:
    left = [one for one in rows if one.path not in chosen]
    report.problems = report.problems or bool(left)
    report.left_there = len(left)
    if not left or report.as_json:
        return
    out = console()
    out.print(f"Not taken in, and left where they are: {len(left):,} of {len(rows):,} files.", soft_wrap=True)
    if proposed_only and any(one.request is not None for one in left):
        if all(one.path.is_relative_to(inbox_of(folder.root)) for one in rows):
            out.print("  To take in what is proposed:")
            out.print("    $ frkit receive --yes", style="cyan", soft_wrap=True)
        else:  # without the names of the files it would take in the inbox
            out.print("  To take in what is proposed: the same command again, with --yes behind it.", soft_wrap=True)
    if any(one.request is None for one in left):
        out.print("  To say yourself where a file belongs:")
        out.print("    $ frkit receive REQUEST FILE", style="cyan", soft_wrap=True)


def _data(one: SortedFile) -> dict[str, Any]:
    return {
        "path": str(one.path),
        "kind": one.what,
        "date": one.day,
        "request": one.request,
        "why_not": one.why_not or None,
        "notes": list(one.notes),
        "candidates": [
            {
                "request": candidate.request,
                "score": candidate.score,
                "reasons": [{"reason": reason, "points": points} for reason, points in candidate.reasons],
                "warnings": list(candidate.warnings),
            }
            for candidate in one.candidates
        ],
    }
