"""``frkit why``: how each date was computed."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from frkit.cli.campaign import as_of
from frkit.cli.common import campaign_option, console, json_option, print_json, say, today_option
from frkit.cli.completing import request_ids
from frkit.cli.request.story import print_steps
from frkit.cli.status.retention_text import print_retention, risk_as_data
from frkit.cli.status.standing_data import clock_as_data, remedy_as_data
from frkit.cli.status.standing_words import UNREVIEWED, state_words
from frkit.law.explaining import long_day
from frkit.tracking.case import RunningClock
from frkit.tracking.flags import items_words
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.standing import Standing, standing
from frkit.tracking.types import RequestFile

WHO = {"agency": "the agency", "requester": "us", "reviewer": "whoever decides"}


@click.command()
@click.argument("request_part", metavar="REQUEST", shell_complete=request_ids)
@campaign_option
@today_option
@json_option
def why(request_part: str, campaign_dir: str | None, today: date | None, as_json: bool) -> None:
    """How each date of REQUEST was computed: start and proof, rule, citation, basis, days not counted."""
    folder = CampaignFolder.find(campaign_dir)
    day = as_of(folder, today)
    file = folder.load(folder.find_request(request_part))
    stand = standing(file, day)
    if as_json:
        data = {"request": file.id, "law": file.law.code, "as_of": day, "law_frozen": file.law_frozen}
        data |= {"law_confirmed": stand.law_confirmed, "ball": stand.ball}
        clocks, steps = [clock_as_data(one) for one in stand.clocks], [remedy_as_data(one) for one in stand.remedies]
        risks = [risk_as_data(one) for one in stand.at_risk]
        print_json({**data, "clocks": clocks, "remedies": steps, "at_risk": risks})
        return
    print_why(file, stand, day)


def print_why(file: RequestFile, stand: Standing, day: date) -> None:
    """Each clock with its derivation."""
    out = console()
    frozen = f"as frozen in {file.law_frozen}" if file.law_frozen else "as on file today (not sent yet)"
    local = ", local law of this campaign" if file.law_is_local else ""
    say(out, f"{file.id}: {file.law.law.name} ({file.law.code}), {frozen}{local}; as of {long_day(day)}")
    if not stand.law_confirmed:
        say(out, "The law on file has low confidence and nobody has confirmed it: read it before you rely on a date.")
    if stand.ball == "newer_frkit":
        say(out, "An event here is of a kind that this frkit does not know: install a newer one before you use a date.")
    if not stand.clocks:
        say(out, "No clock has started: the request has not been sent, or could not be delivered.")
    for one in stand.clocks:
        _why_one(out, one)
    print_steps(out, stand, notes=True)
    print_retention(out, file, stand, day)
    draft = [UNREVIEWED] if file.closed.reviewed is None else []
    for doubt in [*draft, *(f"Unsure: {one}" for one in file.law.unsure)]:
        out.print()
        say(out, doubt, hang=2)


def _why_one(out: Any, one: RunningClock) -> None:
    out.print()
    name = f"{one.clock.id.replace('_', ' ')}{items_words(one.items)} ({WHO[one.clock.binds]})"
    say(out, f"{name}: {state_words(one)}", style="bold", hang=2)
    for line in (*one.due.derivation, *one.due.warnings):
        say(out, line, indent=2, hang=2)
    if one.due.cautious is not None and one.due.cautious != one.due.date:
        say(out, f"Safe day to act by: {long_day(one.due.cautious)}.", indent=2)
    for need in one.needs:
        say(out, f"Applies only if '{need}' is so; say it in request.yaml under given.", indent=2, hang=2)
    if one.clock.note:
        say(out, f"Note: {one.clock.note}", indent=2, hang=2)
