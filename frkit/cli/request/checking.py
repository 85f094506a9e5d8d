"""``frkit request check``: what to know before a request goes out; and the same after one was made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from frkit.asking.before_sending import before_sending, others_of
from frkit.asking.warned import GRADES, Grade, Warned
from frkit.base.errors import ExitCode
from frkit.cli.campaign import as_of
from frkit.cli.common import campaign_option, console, json_option, print_json, say, today_option
from frkit.cli.completing import request_ids
from frkit.tracking.folder import CampaignFolder

HEADS: dict[Grade, str] = {
    "stop": "Do not send it yet:",
    "look": "Look at this first:",
    "know": "Good to know:",
}


@click.command()
@click.argument("request_part", metavar="REQUEST", shell_complete=request_ids)
@campaign_option
@today_option
@json_option
def check(request_part: str, campaign_dir: str | None, today: date | None, as_json: bool) -> None:
    """What to know before REQUEST goes out: rules of its law, gaps on file, other requests of the campaign.

    Exit code 1 while something says not to send it yet.
    """
    folder = CampaignFolder.find(campaign_dir)
    day = as_of(folder, today)
    file = folder.load(folder.find_request(request_part))
    others = others_of(folder, file.request, but=file.id)
    warnings = before_sending(file.request, folder, day, others=others)
    if as_json:
        print_json({"request": file.id, "before_sending": warnings_data(warnings)})
    elif warnings:
        print_warnings(warnings)
    else:
        click.echo(f"Nothing stands in the way of {file.id}.")
    if any(one.grade == "stop" for one in warnings):
        raise click.exceptions.Exit(ExitCode.PROBLEMS)


def warnings_data(warnings: Sequence[Warned]) -> list[dict[str, str]]:
    """The warnings for JSON: ``grade``, ``about``, ``text``."""
    return [{"grade": one.grade, "about": one.about, "text": one.text} for one in warnings]


def print_warnings(warnings: Sequence[Warned], *, brief_for: str | None = None) -> None:
    """The warnings, grade by grade; for a request that is named, what is only good to know is counted."""
    out = console()
    for grade in GRADES:
        found = [one for one in warnings if one.grade == grade]
        if not found or (brief_for and grade == "know"):
            continue
        say(out, HEADS[grade], style="bold red" if grade == "stop" else "bold")
        for one in found:
            say(out, f"- {one.text}", indent=2, hang=2)
    rest = sum(one.grade == "know" for one in warnings)
    if brief_for and rest:
        say(out, f"{rest} more rule{'s' * (rest != 1)} to know: frkit request check {brief_for}")
