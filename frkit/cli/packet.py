"""``frkit packet``: plan, build and verify an evidence packet."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from frkit.base.errors import ExitCode
from frkit.base.findings import shown_path
from frkit.cli.common import DAY, campaign_option, clean, console, json_option, print_json

if TYPE_CHECKING:
    from frkit.packet.building import Built
    from frkit.packet.verify.verifying import Report
    from frkit.tracking.folder import CampaignFolder


@click.group()
def packet() -> None:
    """Compile requests, answers and records into one numbered, indexed PDF that anybody can check.

    \b
    frkit packet new council        writes packets/council/packet.yaml: a plan to look through and edit
    frkit packet build council      makes packets/council/build/council.pdf and manifest.json
    frkit packet verify council     proves that both are unchanged, and that the originals are
    """


@packet.command()
@click.argument("name")
@click.option("--request", "requests", multiple=True, help="A request to put in (default: all that were sent).")
@click.option("--title", help="Title on the cover (default: the campaign's name).")
@click.option("--as-of", type=DAY, help="The day whose standing it tells (default: today).")
@click.option(
    "--audience",
    type=click.Choice(["packet", "team", "counsel"]),
    default="packet",
    show_default=True,
    help="For whom it is made, and so whose events it may print: 'packet' is for everybody.",
)
@campaign_option
def new(
    name: str, requests: tuple[str, ...], title: str | None, as_of: date | None, audience: str, campaign_dir: str | None
) -> None:
    """Propose a plan for a packet: letters as sent, proofs, replies and records, by date. Edit it before building."""
    from frkit.packet.plan.folder import new_packet_folder
    from frkit.packet.plan.proposing import propose

    campaign = _campaign(campaign_dir)
    folder = new_packet_folder(campaign, name)
    day = as_of or campaign.campaign.today or date.today()
    plan = propose(campaign, requests, title=title, as_of=day, audience=audience)  # type: ignore[arg-type]
    path = folder.write(plan)
    click.echo(f"{shown_path(path)}: {_counted(len(plan.requests), len(plan.exhibits))}, as of {plan.as_of}")
    click.echo(f"Look it through, then: frkit packet build {name}")


@packet.command()
@click.argument("name")
@json_option
@campaign_option
def build(name: str, as_json: bool, campaign_dir: str | None) -> None:
    """Make the PDF and its manifest from the plan. The same files give the same bytes on any day."""
    from frkit.packet.building import build as build_packet
    from frkit.packet.plan.folder import find_packet

    folder = find_packet(_campaign(campaign_dir), name)
    with progress_bar() as progress:
        built = build_packet(folder, progress)
    if as_json:
        print_json(
            {
                "pdf": str(built.pdf),
                "manifest": str(built.manifest),
                "pages": built.pages,
                "exhibits": built.exhibits,
                "sha256": built.sha256,
                "manifest_sha256": built.manifest_sha256,
                "warnings": built.warnings,
            }
        )
        return
    _print_built(built)
    click.echo(f"Check it any time: frkit packet verify {name}")


@packet.command()
@click.argument("target", metavar="NAME|DIR")
@click.option("--originals", type=click.Path(path_type=Path), help="Campaign folder whose originals are compared, too.")
@json_option
@campaign_option
def verify(target: str, originals: Path | None, as_json: bool, campaign_dir: str | None) -> None:
    """Check a packet against its manifest, and against the originals where the campaign is at hand. Exit code 1 if
    anything differs.
    """
    from frkit.packet.verify.verifying import verify as verify_packet

    folder, campaign = _what_to_verify(target, originals, campaign_dir)
    if not as_json:
        verify_and_print(folder, campaign)
        return
    report = verify_packet(folder, campaign)
    print_json(
        {
            "good": report.good,
            "checked": report.checked,
            "faults": report.faults,
            "notes": report.notes,
            "manifest_sha256": report.manifest_sha256,
        }
    )
    if not report.good:
        raise click.exceptions.Exit(ExitCode.PROBLEMS)


def build_with_progress(campaign: CampaignFolder, name: str) -> Path:
    """Build a packet with a progress bar and print what came of it. Gives the PDF's path."""
    from frkit.packet.building import build as build_packet
    from frkit.packet.plan.folder import find_packet

    folder = find_packet(campaign, name)
    with progress_bar() as progress:
        built = build_packet(folder, progress)
    _print_built(built)
    return built.pdf


def verify_and_print(folder: Path, campaign: CampaignFolder | None) -> None:
    """Check a built packet and print the outcome; ends the command with exit code 1 if anything differs."""
    from frkit.packet.verify.verifying import verify as verify_packet

    report = verify_packet(folder, campaign)
    _print_report(report, with_originals=campaign is not None)
    if not report.good:
        raise click.exceptions.Exit(ExitCode.PROBLEMS)


def _print_built(built: Built) -> None:
    for warning in built.warnings:
        click.echo(f"look at: {clean(warning)}", err=True)
    from frkit.pages.wording import plural

    pages, exhibits = plural(built.pages, "page"), plural(built.exhibits, "exhibit")
    click.echo(f"{shown_path(built.pdf)}: {pages}, {exhibits}")
    click.echo(f"SHA-256 {built.sha256}")
    click.echo(f"manifest {built.manifest_sha256}")


def _counted(requests: int, exhibits: int) -> str:
    from frkit.pages.wording import plural

    return f"{plural(requests, 'request')}, {plural(exhibits, 'exhibit')}"


def _campaign(campaign_dir: str | None) -> CampaignFolder:
    from frkit.tracking.folder import CampaignFolder

    return CampaignFolder.find(campaign_dir)


def _what_to_verify(
    target: str, originals: Path | None, campaign_dir: str | None
) -> tuple[Path, CampaignFolder | None]:
    """The folder of the built packet, and the campaign: the one named, or the one that the packet lies in."""
    from frkit.base.errors import WrongUsage
    from frkit.packet.plan.folder import find_packet
    from frkit.packet.verify.verifying import packet_folder
    from frkit.tracking.folder import CampaignFolder

    if any(sign in target for sign in "/\\.") or (Path(target) / "manifest.json").is_file():
        folder = packet_folder(Path(target))
    else:
        folder = packet_folder(find_packet(_campaign(campaign_dir), target).path)
    if originals is not None:
        return folder, CampaignFolder.find(originals)
    try:
        return folder, CampaignFolder.find(campaign_dir or folder)
    except WrongUsage:
        return folder, None


def _print_report(report: Report, *, with_originals: bool) -> None:
    for line in report.checked:
        click.echo(clean(line))
    for fault in report.faults:
        click.echo(f"differs: {clean(fault)}")
    for note in report.notes:
        click.echo(f"note: {clean(note)}")
    if not report.good:
        return
    click.echo(
        "Good: the packet is what was built" + (", and its originals are what arrived." if with_originals else ".")
    )
    if not with_originals:
        click.echo("The originals were not compared: run it inside the campaign, or with --originals CAMPAIGN.")


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on a terminal, nothing in a pipe; gives the function that moves it."""
    if not sys.stderr.isatty():
        yield lambda done, total, what: None
        return
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("Packet", total=None)
        yield lambda done, total, what: bar.update(task, completed=done, total=total, description=clean(what))
