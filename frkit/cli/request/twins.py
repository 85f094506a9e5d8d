"""``frkit request twins``: other bodies that may hold the same records, and the line that asks each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import click

from frkit.asking.new_request import Asked, request_from, slug
from frkit.asking.twins import Twin, asked_of, command_of, twins_of
from frkit.cli.campaign import as_of
from frkit.cli.common import campaign_option, clean, console, json_option, print_json, say, today_option
from frkit.cli.completing import request_ids
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.types import RequestFile

_ROLES = {
    "host": "runs or hosts the search",
    "licence": "has the driver-licensing photographs",
    "grant": "manages the money",
    "reseller": "sold it or bought it for others",
    "other": "may hold copies",
}


@click.command()
@click.argument("request_part", metavar="REQUEST", shell_complete=request_ids)
@click.option("--make", is_flag=True, help="Make a request to each that is on file and was not asked yet.")
@campaign_option
@today_option
@json_option
def twins(request_part: str, make: bool, campaign_dir: str | None, today: date | None, as_json: bool) -> None:
    """Other bodies that may hold what REQUEST asks for, or better records, and how to ask each."""
    folder = CampaignFolder.find(campaign_dir)
    file = folder.load(folder.find_request(request_part))
    found = twins_of(file.request, folder)
    made = _make(found, file, folder, as_of(folder, today)) if make else {}
    if as_json:
        print_json([{**_data(one, file.id), "made": made.get(one.agency or "")} for one in found])
        return
    if not found:
        click.echo(f"No other body is on file that may hold what {file.id} asks for.")
        return
    print_twins(found, file.id, made=made)


def _make(found: Sequence[Twin], file: RequestFile, folder: CampaignFolder, day: date) -> dict[str, str]:
    """A request to each twin that can be asked and was not; gives agency -> id of the request."""
    made: dict[str, str] = {}
    for one in found:
        if one.agency is None or one.problem is not None or one.asked or one.agency in made:
            continue
        asked = asked_of(Asked(agency=one.agency), one.role, file.request, folder)
        request = request_from(replace(asked, title=None), folder)
        made[one.agency] = folder.create_request(request, slug(request, folder, day), day)
    return made


def _data(one: Twin, request_id: str) -> dict[str, object]:
    return {
        "role": one.role,
        "name": one.name,
        "agency": one.agency,
        "why": one.why,
        "note": one.note,
        "asked": list(one.asked),
        "problem": one.problem,
        "command": None if one.asked else command_of(one, request_id),
    }


def print_twins(
    found: Sequence[Twin], request_id: str, *, brief: bool = False, made: dict[str, str] | None = None
) -> None:
    """Each twin with why and how; ``brief`` leaves out what was asked already and what explains."""
    shown = [one for one in found if not (brief and one.asked)]
    if not shown:
        return
    out = console()
    say(out, "Ask also:" if brief else f"Other bodies for {request_id}:", style="bold")
    for one in shown:
        say(out, f"- {one.name}: {_ROLES[one.role]}{f'; {one.note}' if one.note else ''}", indent=2, hang=2)
        if not brief:
            say(out, one.why, indent=4)
        line = command_of(one, request_id)
        if made and one.agency in made:
            say(out, f"made: {made[one.agency]}", indent=4)
        elif one.asked:
            say(out, f"asked: {', '.join(one.asked)}", indent=4)
        elif line is not None:
            out.print(f"    $ {clean(line)}", style="cyan", soft_wrap=True)
        elif one.problem and not brief:
            say(out, one.problem, indent=4, hang=2)
    if brief and any(one.agency is None for one in shown):
        say(out, "Those without a line are not on file yet: frkit agencies new")
