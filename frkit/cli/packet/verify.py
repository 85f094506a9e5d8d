"""``frkit packet verify``: whether a packet is what was built, and its originals what arrived."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from frkit.base.errors import ExitCode
from frkit.cli.common import campaign_option, clean, json_option, print_json

if TYPE_CHECKING:
    from frkit.packet.verify.verifying import Report
    from frkit.tracking.folder import CampaignFolder


@click.command()
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
            "handed_over": [
                {
                    "day": one.said.day.isoformat(),
                    "to": one.said.to,
                    "form": one.said.form,
                    "record": str(one.path),
                    "record_altered": one.altered,
                }
                for one in report.handed_over
            ],
        }
    )
    if not report.good:
        raise click.exceptions.Exit(ExitCode.PROBLEMS)


def verify_and_print(folder: Path, campaign: CampaignFolder | None) -> None:
    """Check a built packet and print the outcome; ends the command with exit code 1 if anything differs."""
    from frkit.packet.verify.verifying import verify as verify_packet

    report = verify_packet(folder, campaign)
    _print_report(report, with_originals=campaign is not None)
    if not report.good:
        raise click.exceptions.Exit(ExitCode.PROBLEMS)


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
        folder = packet_folder(find_packet(CampaignFolder.find(campaign_dir), target).path)
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
    if with_originals:
        return
    if any(line.startswith("originals/") for line in report.checked):
        click.echo("Originals that are not in originals/ were not compared.")
    else:
        click.echo("The originals were not compared: run it inside the campaign, or with --originals CAMPAIGN.")
