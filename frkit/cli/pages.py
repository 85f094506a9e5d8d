"""``frkit pages``: what came, as pages to look at."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frkit.base.errors import ExitCode, WrongUsage
from frkit.base.findings import shown_path
from frkit.cli.common import campaign_option, clean, console, json_option, print_json, say
from frkit.cli.completing import request_ids

if TYPE_CHECKING:
    from rich.console import Console

    from frkit.evidence.conversion.looking import Look, Wanted
    from frkit.tracking.folder import CampaignFolder

_TOLD = 40


@click.command()
@click.argument("request_part", metavar="[REQUEST]", required=False, shell_complete=request_ids)
@click.argument("files", metavar="[FILE|SHA256]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All files of all requests, or of REQUEST.")
@click.option(
    "--out-dir",
    type=click.Path(path_type=Path),
    default=None,
    help="Write the PDFs there, under names that can be read (default: below .frkit/pages).",
)
@click.option("--paper", type=click.Choice(["Letter", "A4"]), default="Letter", show_default=True, help="Paper size.")
@campaign_option
@json_option
def pages(
    request_part: str | None,
    files: tuple[str, ...],
    everything: bool,
    out_dir: Path | None,
    paper: str,
    campaign_dir: str | None,
    as_json: bool,
) -> None:
    """Turn what came for REQUEST into PDF pages, as a packet would show it.

    Nothing is skipped: what cannot be shown gets a slip sheet with its name, its hash and the reason. The originals
    are only read. FILE is a path, a name or the beginning of a SHA-256; left out, all files are meant.

    \b
    frkit pages 2026-03-us-ca-lapd                      all that came for this request
    frkit pages 2026-03-us-ca-lapd contract.xlsx        one file
    frkit pages --all --out-dir ~/look                  the whole campaign, into a folder
    """
    from frkit.evidence.conversion.looking import looks
    from frkit.evidence.conversion.made_pages import Setting
    from frkit.tracking.folder import CampaignFolder

    if not request_part and not everything:
        raise WrongUsage("Nothing to show was named.", remedy="name a request, or add --all for the whole campaign")
    if out_dir is not None and os.path.lexists(out_dir) and not out_dir.is_dir():
        raise WrongUsage("This is no folder.", place=str(out_dir), remedy="name a folder, new or not, with --out-dir")
    folder = CampaignFolder.find(campaign_dir)
    wanted = _wanted(folder, request_part, files)
    setting = Setting(folder.root, folder.campaign.today or date.today(), paper)  # type: ignore[arg-type]
    done = []
    with _bar(len(wanted)) as step:
        for look in looks(wanted, folder, setting, out_dir):
            done.append(step(look))
    if as_json:
        print_json(_data(done))
    else:
        _print(console(), done)
    if any(look.failed for look in done):
        raise click.exceptions.Exit(ExitCode.PROBLEMS)


def _wanted(folder: CampaignFolder, request_part: str | None, files: Sequence[str]) -> list[Wanted]:
    """The originals that are meant; raises WrongUsage for a name that fits none."""
    from frkit.evidence.conversion.looking import Wanted
    from frkit.evidence.conversion.many_files import order_for
    from frkit.evidence.text.papers import papers_of

    requests = [folder.find_request(request_part)] if request_part else folder.request_ids()
    read = [papers_of(folder, one) for one in requests]
    gone = frozenset[str]().union(*(one.forgotten for one in read))
    wanted: dict[tuple[str, str], Wanted] = {}
    for request in read:
        for paper in request.papers:
            record = paper.record
            if paper.ours or record.sha256 in gone or not paper.original.is_file():
                continue
            name = record.name or record.file.rsplit("/", 1)[-1]
            order = order_for(paper.original, folder, folder.root / "requests" / request.id, name)
            one = Wanted(request.id, paper.event_id, record.file, record.sha256, order, gone)
            wanted.setdefault((request.id, record.sha256), one)
    found = list(wanted.values())
    return list(dict.fromkeys(one for name in files for one in _fitting(found, name))) if files else found


def _fitting(found: Sequence[Wanted], name: str) -> list[Wanted]:
    """The originals that a path, a name or the beginning of a hash means."""
    from frkit.base.findings import did_you_mean

    wanted = name.lower()
    last = wanted.replace("\\", "/").rsplit("/", 1)[-1]
    fits = [
        one
        for one in found
        if wanted in (one.file.lower(), one.order.name.lower()) or one.file.lower().endswith(f"/{last}")
    ]
    if not fits and len(wanted) >= 4:
        fits = [one for one in found if one.sha256.startswith(wanted)] or [
            one for one in found if wanted in one.file.lower() or wanted in one.order.name.lower()
        ]
    if not fits:
        known = [one.order.name for one in found]
        raise WrongUsage(
            f"No file that came is called '{clean(name)}'{did_you_mean(name, known)}",
            remedy="frkit pages REQUEST --json names all files; the beginning of a SHA-256 will do, too",
        )
    return fits


@contextmanager
def _bar(total: int) -> Iterator[Callable[[Look], Look]]:
    """A bar on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb" or total < 2:
        yield lambda look: look
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("Files to pages", total=total)

        def step(look: Look) -> Look:
            bar.advance(task)
            return look

        yield step


def _print(out: Console, done: Sequence[Look]) -> None:
    if not done:
        click.echo("Nothing came yet. Take in what an agency sent: frkit receive REQUEST FILES")
        return
    wide = min(max(len(clean(look.wanted.order.name)) for look in done[:_TOLD]), 40)
    for look in done[:_TOLD]:
        _print_one(out, look, wide)
    if len(done) > _TOLD:
        out.print(f"and {len(done) - _TOLD:,} more files: --json names all.")
    _print_slips(out, done)
    _print_sum(out, done)


def _print_one(out: Console, look: Look, wide: int) -> None:
    name = clean(look.wanted.order.name)
    if look.failed is not None or look.pdf is None:
        out.print(f"{name:{wide}}  not shown, see below", soft_wrap=True)
        return
    inside = len(look.pieces) - 1
    with_them = f", {inside:,} file{'s' * (inside != 1)} from inside it among them" if inside else ""
    slip = ", a slip sheet" if look.pieces[0].slip is not None else ""
    number = f"{look.pages:>5,} page{'s' * (look.pages != 1)}"
    out.print(f"{name:{wide}} {number}{slip}{with_them}", soft_wrap=True)
    warnings = [warning for piece in look.pieces for warning in piece.warnings if piece.slip is None]
    for warning in dict.fromkeys(warnings):
        say(out, f"look at: {warning}", indent=4, hang=2)


def _print_slips(out: Console, done: Sequence[Look]) -> None:
    slips = [(look, piece) for look in done for piece in look.pieces if piece.slip is not None]
    if slips:
        out.print("\nShown as a slip sheet:", style="bold")
    for look, piece in slips[:_TOLD]:
        within = f" (in {look.wanted.order.name})" if piece.part else ""
        say(out, f"{piece.name or 'file without a name'}{within}: {piece.slip}", indent=2, hang=2)
        if "password is not known" in (piece.slip or ""):
            out.print(f"    $ frkit unlock {look.wanted.request} {piece.sha256[:12]}", style="cyan", soft_wrap=True)
    if len(slips) > _TOLD:
        out.print(f"  and {len(slips) - _TOLD:,} more: --json names all")
    for look in done:
        if look.failed is not None:
            say(out, f"{look.wanted.order.name}: {look.failed.fact} {look.failed.place}", indent=2, hang=2)
            say(out, f"to do: {look.failed.remedy}", indent=4, hang=2)


def _print_sum(out: Console, done: Sequence[Look]) -> None:
    sums = _sums(done)
    out.print()
    failed = f" + {sums['failed']:,} to put right first" if sums["failed"] else ""
    say(out, f"{sums['files']:,} file{'s' * (sums['files'] != 1)} = {sums['converted']:,} converted + "
             f"{sums['slip_sheets']:,} as slip sheets{failed}; {_pages(sums['pages'])} in all.", hang=2)  # fmt: skip
    for place in dict.fromkeys(look.pdf.parent for look in done if look.pdf is not None):
        say(out, f"PDFs: {shown_path(place)}{os.sep}", hang=2)


def _sums(done: Sequence[Look]) -> dict[str, int]:
    """Files in are converted, slip sheets or failures: nothing is between."""
    pieces = [piece for look in done for piece in look.pieces]
    slips = sum(piece.slip is not None for piece in pieces)
    failed = sum(look.failed is not None for look in done)
    return {
        "files": len(pieces) + failed,
        "converted": len(pieces) - slips,
        "slip_sheets": slips,
        "failed": failed,
        "pages": sum(look.pages for look in done),
    }


def _pages(number: int) -> str:
    return f"{number:,} page{'s' * (number != 1)}"


def _data(done: Sequence[Look]) -> dict[str, Any]:
    return {**_sums(done), "originals": [_original(look) for look in done]}


def _original(look: Look) -> dict[str, Any]:
    from dataclasses import asdict

    failed = look.failed
    return {
        "request": look.wanted.request,
        "event": look.wanted.event,
        "file": look.wanted.file,
        "name": look.wanted.order.name,
        "sha256": look.wanted.sha256,
        "pdf": shown_path(look.pdf) if look.pdf is not None else None,
        "pages": look.pages,
        "pieces": [{**asdict(piece), "part": piece.part or None} for piece in look.pieces],
        "error": failed.fact if failed else None,
        "place": failed.place if failed else None,
        "remedy": failed.remedy if failed else None,
    }
