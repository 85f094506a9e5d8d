"""``frkit seal`` and ``frkit verify``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frkit.base.errors import ExitCode, FrkitError, NetworkProblem, WrongUsage
from frkit.cli.common import DAY, campaign_option, clean, console, json_option, print_json, say

if TYPE_CHECKING:
    from frkit.proof.seals import Made, Seal
    from frkit.proof.timestamps import Stamp
    from frkit.tracking.folder import CampaignFolder

CA = click.option(
    "--ca", type=click.Path(path_type=Path), help="PEM file with the root certificate that must vouch for the stamp."
)


@click.command()
@click.option("--date", "day", type=DAY, help="The day in its name (default: today); it proves nothing.")
@click.option("--timestamp", metavar="URL", help="Have the seal stamped by this time-stamp server (RFC 3161).")
@click.option("--stamp-again", metavar="SEAL", help="Stamp a seal that is there already, as after being offline.")
@CA
@campaign_option
@json_option
def seal(
    day: date | None,
    timestamp: str | None,
    stamp_again: str | None,
    ca: Path | None,
    campaign_dir: str | None,
    as_json: bool,
) -> None:
    """Write down the SHA-256 of every file of the campaign, earlier seals among them.

    \b
    private/ stays out; the hashes of what lies there stand in the events, which
    are sealed. Anybody can check a seal without frkit, in the campaign's folder:
        sha256sum -c seals/NAME.sha256
    With --timestamp only the SHA-256 of the seal leaves this computer.
    """
    from frkit.proof.seals import Made, find_seal, make_seal, seals_of
    from frkit.tracking.folder import CampaignFolder

    _refuse_misfits(timestamp, stamp_again, ca)
    folder = CampaignFolder.find(campaign_dir)
    if stamp_again:
        made = Made(find_seal(folder.root, stamp_again), False, 0)
    else:
        with progress_bar("Sealing") as progress:
            made = make_seal(folder, _day(day, folder), progress)
    if not as_json:
        _print_made(made, first=len(seals_of(folder.root)) == 1, again=bool(stamp_again))
    stamp = None
    if timestamp:
        stamp = _stamped(folder, made, timestamp, ca, anew=made.new or bool(stamp_again))
    if as_json:
        print_json(_made_as_data(made, stamp))
    elif stamp:
        _print_stamp(stamp)
    elif made.new:
        say(console(), "Keep that hash somewhere else too, or send it to somebody. The day in the name proves nothing "
            "by itself; a time stamp does: frkit seal --timestamp URL")  # fmt: skip


@click.command()
@click.argument("part", metavar="[SEAL]", required=False)
@CA
@campaign_option
@json_option
def verify(part: str | None, ca: Path | None, campaign_dir: str | None, as_json: bool) -> None:
    """Say what changed, vanished or was added since each seal, check the stamps, and compare the originals with the
    hashes in the events. Needs no network. Exit code 1 if anything changed or vanished without an explanation.
    """
    from frkit.cli.seal.words import print_report, report_as_data
    from frkit.proof.seal_verification import verify_campaign
    from frkit.proof.seals import find_seal
    from frkit.proof.tokens import certificates_in
    from frkit.tracking.folder import CampaignFolder

    if ca is not None:
        certificates_in(ca)
    folder = CampaignFolder.find(campaign_dir)
    only = find_seal(folder.root, part) if part else None
    with progress_bar("Verifying") as progress:
        report = verify_campaign(folder.root, only, ca, progress)
    if as_json:
        print_json(report_as_data(report))
    else:
        print_report(report, everything=only is not None)
    if not report.good:
        raise click.exceptions.Exit(ExitCode.PROBLEMS)


def _refuse_misfits(timestamp: str | None, stamp_again: str | None, ca: Path | None) -> None:
    """Raise WrongUsage for an address that is none, a file without certificates, an option that lacks another."""
    from frkit.proof.timestamps import shown_address
    from frkit.proof.tokens import certificates_in

    for option, given in (("--stamp-again", stamp_again), ("--ca", ca)):
        if given and not timestamp:
            raise WrongUsage("Which server is to stamp it?", place=option, remedy="add --timestamp URL")
    if ca is not None:
        certificates_in(ca)
    if timestamp:
        shown_address(timestamp)


def _day(day: date | None, folder: CampaignFolder) -> date:
    now = folder.campaign.today or date.today()
    if day is not None and day > max(now, date.today()) + timedelta(days=1):
        remedy = "check the year, and this computer's clock"
        raise WrongUsage(f"{day} lies in the future.", place="--date", remedy=remedy)
    return day or now


def _stamped(folder: CampaignFolder, made: Made, address: str, ca: Path | None, *, anew: bool) -> Stamp:
    """A stamp of the seal: the one it has, unless another is wanted; the seal stays whatever becomes of the stamp."""
    from frkit.proof.timestamps import shown_address, stamp_seal, stamps_of

    good = [stamp for stamp in stamps_of(folder.root, made.seal, ca) if stamp.fault is None]
    if good and not anew:
        click.echo(f"It is stamped already; for another: frkit seal --stamp-again {made.seal.name}", err=True)
        return good[0]
    said = (
        "It gets the SHA-256 of the seal, a random number and, as any server does, your network address; nothing else."
    )
    say(console(stderr=True), f"Asking {shown_address(address)} for a time stamp. {said}")
    try:
        return stamp_seal(folder.root, made.seal, address, ca)
    except FrkitError as error:
        kept = NetworkProblem if isinstance(error, NetworkProblem) else FrkitError
        again = f"the seal is whole; later: frkit seal --stamp-again {made.seal.name} --timestamp URL"
        raise kept(error.fact, place=error.place, remedy=f"{error.remedy}\n         {again}") from None


def _print_made(made: Made, *, first: bool, again: bool) -> None:
    out, one = console(), made.seal
    files = f"{len(one.entries):,} file{'s' * (len(one.entries) != 1)}"
    if again:
        out.print(f"{one.file}: {files}", soft_wrap=True)
    elif not made.new:
        out.print("Nothing has changed since the last seal; no new one is needed:")
        out.print(f"  {one.file}", soft_wrap=True)
    else:
        chain = "" if first else f", {len(one.parents)} earlier seal{'s' * (len(one.parents) != 1)} among them"
        out.print(f"Sealed {files} ({made.size:,} bytes){chain}:", soft_wrap=True)
        out.print(f"  {one.file}", soft_wrap=True)
    out.print(f"  sha256 {one.sha256}", soft_wrap=True)
    if made.new:
        out.print("Check it without frkit, in the campaign's folder:")
        out.print(f"  sha256sum -c --quiet {one.file}", soft_wrap=True)


def _print_stamp(stamp: Stamp) -> None:
    from frkit.cli.seal.words import stamp_words

    say(console(), stamp_words(stamp), hang=2)
    click.echo(f"  kept as {clean(stamp.file)}")
    click.echo("  with its certificates beside it (.pem)")
    apart = _clocks_apart(stamp.time) if stamp.time else timedelta()
    if apart > timedelta(minutes=10):
        say(console(stderr=True), f"Note: the server's clock and that of this computer are {apart} apart; see which of "
            "the two is wrong.", hang=2)  # fmt: skip


def _clocks_apart(time: str) -> timedelta:
    """How far the server's time is from this computer's own, just after the stamp was made, in whole seconds."""
    told = datetime.fromisoformat(time.replace("Z", "+00:00"))
    seconds = abs((datetime.now(timezone.utc) - told).total_seconds())
    return timedelta(seconds=round(seconds))


def _made_as_data(made: Made, stamp: Stamp | None) -> dict[str, Any]:
    one: Seal = made.seal
    return {
        "seal": one.file,
        "sha256": one.sha256,
        "date": one.day,
        "files": len(one.entries),
        "made": made.new,
        "parents": one.parents,
        "stamp": vars(stamp) if stamp else None,
    }


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar over the bytes read, on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda done, total: None
        return
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
