"""``frkit init`` and ``frkit check``."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

import click

from frkit.base.errors import ExitCode, FrkitError
from frkit.base.findings import Finding, errors_in
from frkit.cli.common import campaign_option, clean, console, json_option, print_json, say
from frkit.tracking.folder import CampaignFolder, init_campaign


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", default=None, help="What the campaign is called (default: the folder's name).")
@click.option("--requester", default=None, help="Id of the usual requester, a file in private/requesters.")
def init(folder: Path, name: str | None, requester: str | None) -> None:
    """Make a new campaign FOLDER: an empty one that git and other people can share."""
    made = init_campaign(folder, name or folder.resolve().name, requester=requester)
    click.echo(f"Made the campaign '{made.campaign.name}' in {folder}.")
    click.echo("Next: write who asks, in a file that stays on this computer and out of git:")
    who = made.campaign.requester or "me"
    click.echo(f"  {folder}/private/requesters/{who}.yaml   with the keys name, address, email, telephone")
    click.echo("  Some laws answer residents only: the key resident_of: [us-ca] says where they live.")
    click.echo(f"then: cd {folder} && frkit request new --agency ID --pack first-contact --requester {who}")


@click.command()
@campaign_option
@json_option
def check(campaign_dir: str | None, as_json: bool) -> None:
    """Check every file of the campaign: every mistake at once, each with its line."""
    from frkit.catalogue.checks import check_local_agencies, check_retention
    from frkit.packet.plan.checks import check_packets
    from frkit.tracking.checks import check_campaign

    folder = CampaignFolder.find(campaign_dir)
    own_law = check_retention(sorted((folder.overlay / "jurisdictions").glob("*.yaml")))
    found = (*check_campaign(folder), *check_local_agencies(folder.overlay), *own_law, *check_packets(folder))
    findings = sorted({*found})
    if as_json:
        print_json([vars(finding) for finding in findings])
    else:
        _print_findings(findings)
        count = len(folder.request_ids())
        bad = len(errors_in(findings))
        said = f"{bad} mistake{'s' * (bad != 1)}" if bad else "no mistakes"
        warned = len(findings) - bad
        click.echo(f"{count} request{'s' * (count != 1)}: {said}" + (f", {warned} to look at" if warned else "") + ".")
    if errors_in(findings):
        raise click.exceptions.Exit(ExitCode.PROBLEMS)


def _print_findings(findings: list[Finding]) -> None:
    """A line each, as editors read it; on a terminal folded, with what is to be typed in a line of its own."""
    if not sys.stdout.isatty():
        for finding in findings:
            click.echo(clean(str(finding)))
        return
    out = console()
    for finding in findings:
        place, told = f"{finding.path}:{finding.line}:{finding.column}:", finding.message
        told, command = _parted(told)
        out.print(clean(place), style="bold red" if finding.severity == "error" else "bold", soft_wrap=True)
        say(out, f"{'warning: ' * (finding.severity == 'warning')}{told}", indent=2, hang=2)
        if command:
            out.print(f"    $ {clean(command)}", style="cyan", soft_wrap=True)


def _parted(message: str) -> tuple[str, str]:
    """A message and the command that it ends with, if it ends with one."""
    found = re.search(r":\s+(frkit (?:log|letter|receive|seal|request) \S.*)$", message)
    return (message[: found.start() + 1], found[1]) if found else (message, "")


def as_of(folder: CampaignFolder, today: date | None) -> date:
    """The day to compute for: the one asked for, else the example's own, else today."""
    return today or folder.campaign.today or date.today()


def loaded(folder: CampaignFolder) -> list:  # type: ignore[type-arg]
    """Every request that can be read; the others are named on stderr, so that none hides in silence."""
    good = []
    for one in folder.load_all():
        if isinstance(one, FrkitError):
            click.echo(f"frkit: left out: {one}", err=True)
        else:
            good.append(one)
    return good
