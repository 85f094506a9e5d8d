"""``frkit demo``: the bundled example, from a folder of files to a verified packet."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from frkit.base.bundled import bundled
from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.findings import errors_in
from frkit.cli.status.commands import print_next, print_status, ranked_steps, summed_up
from frkit.tracking.folder import CampaignFolder, broken
from frkit.tracking.selecting import Filters

EXAMPLE = "pledge-check"
FIRST_STEPS = 5


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("frkit-demo"))
def demo(folder: Path) -> None:
    """Copy the example campaign to FOLDER, check it, show where it stands, and build and verify its packet.

    The example asks: did the 2020 pledges change anything? Bodies, vendors, pledges and public events are real and
    sourced; the agencies' replies are specimens written for frkit.
    """
    campaign = _copied(folder)
    day = campaign.campaign.today
    if day is None:
        raise FrkitError("The example has no date of its own.", place=str(folder), remedy="install frkit again")
    click.echo(f"Copied the example to {folder}: {len(campaign.request_ids())} requests, {campaign.campaign.name}")
    click.echo("The agencies' replies in it are specimens, not records.\n")
    _checked(campaign)
    requests = summed_up(campaign, Filters(), day)
    print_status(requests, day)
    click.echo("\nWhat to do now")
    print_next(ranked_steps(requests), FIRST_STEPS)
    click.echo("")
    _packet(campaign, folder)


def _copied(folder: Path) -> CampaignFolder:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUsage(
            "The folder for the demo is not empty.", place=str(folder), remedy="name another one: frkit demo DIR"
        )
    try:
        shutil.copytree(bundled("examples") / EXAMPLE, folder, dirs_exist_ok=True)
    except OSError as error:
        why = error.strerror or (error.args[0][0][2] if isinstance(error, shutil.Error) else str(error))
        remedy = "name a folder that you may write to, on a disk with room: frkit demo DIR"
        raise FrkitError(f"The example could not be copied: {why}.", place=str(folder), remedy=remedy) from None
    return CampaignFolder.find(folder)


def _checked(campaign: CampaignFolder) -> None:
    from frkit.tracking.checks import check_campaign

    mistakes = errors_in(check_campaign(campaign))
    if mistakes:
        raise broken(mistakes)
    click.echo("Checked: every file reads, every hash holds.\n")


def _packet(campaign: CampaignFolder, folder: Path) -> None:
    from frkit.cli.packet.build import build_with_progress
    from frkit.cli.packet.verify import verify_and_print

    built = build_with_progress(campaign, EXAMPLE)
    verify_and_print(built.parent, campaign)
    click.echo("\nWhere to look:")
    click.echo(f"  {folder / built.relative_to(campaign.root)}   the packet")
    click.echo(f"  {folder / 'requests'}   one folder a request: letters, events, what came")
    request_id = campaign.request_ids()[0]
    click.echo(f"  cd {folder} && frkit why {request_id}   how each date was computed")
