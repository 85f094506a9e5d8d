"""``frkit law diff``: what differs between two texts of a law, and which dates move by it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import click

from frkit.base.errors import FrkitError, WrongUsage
from frkit.cli.campaign import as_of
from frkit.cli.common import campaign_option, clean, console, json_option, own_files, print_json, say, today_option
from frkit.law import loading
from frkit.law.calendars import ClosedDays
from frkit.law.comparing import differences, shifts
from frkit.law.explaining import long_day
from frkit.law.types import Jurisdiction
from frkit.tracking.folder import CampaignFolder

Text = tuple[Jurisdiction, ClosedDays]
SAMPLE = 14
"""Starts on so many days in a row, from today on, show how dates move."""


@click.command("diff")
@click.argument("first", metavar="CODE|FILE|REQUEST")
@click.argument("second", metavar="[CODE|FILE]", required=False)
@campaign_option
@today_option
@json_option
def diff(first: str, second: str | None, campaign_dir: str | None, today: date | None, as_json: bool) -> None:
    """What differs between two texts of a law, field by field, and which dates move.

    CODE alone: the bundled law against the campaign's own. REQUEST alone: the law frozen into it against the law on
    file now. Two CODEs or FILEs: one against the other.
    """
    overlay = own_files(campaign_dir)
    before, after = _pair(first, second, overlay, campaign_dir, today)
    found = differences(before[0], after[0])
    day = today or date.today()
    moved = shifts(before, after, tuple(day + timedelta(days=number) for number in range(SAMPLE)))
    if as_json:
        print_json({"differences": [vars(one) for one in found], "dates": [vars(one) for one in moved]})
        return
    out = console()
    if not found and not moved:
        out.print("No difference.")
    for one in found:
        out.print(clean(one.path), style="bold", soft_wrap=True)
        say(out, f"- {one.before if one.before is not None else '(not there)'}", indent=2, hang=2)
        say(out, f"+ {one.after if one.after is not None else '(not there)'}", indent=2, hang=2)
    shown: set[str] = set()
    for shift in moved:
        if shift.clock in shown:
            continue
        shown.add(shift.clock)
        ends = [long_day(end) if end else "no date" for end in (shift.before, shift.after)]
        name = shift.clock.replace("_", " ")
        say(out, f"Moves: {name}, counted from {long_day(shift.start)}: {ends[0]} becomes {ends[1]}.", hang=2)


def _pair(
    first: str, second: str | None, overlay: Path | None, campaign_dir: str | None, today: date | None
) -> tuple[Text, Text]:
    if second is not None:
        return _text(first, overlay), _text(second, overlay)
    plain = first.strip().lower()
    if overlay is not None and loading.is_local_law(plain, overlay):
        return _text(plain, None), _text(plain, overlay)
    try:
        return _frozen_and_now(first, campaign_dir, today)
    except WrongUsage as error:
        remedy = "name two files or codes, a place whose law your campaign keeps itself, or a request that was sent"
        raise WrongUsage(f"There is nothing to compare '{first}' with.", remedy=remedy) from error


def _frozen_and_now(part: str, campaign_dir: str | None, today: date | None) -> tuple[Text, Text]:
    folder = CampaignFolder.find(campaign_dir)
    as_of(folder, today)
    file = folder.load(folder.find_request(part))
    if file.law_frozen is None:
        raise WrongUsage(f"{file.id} has not been sent: the law on file applies to it as it stands.")
    return (file.law, file.closed), _text(file.law.code, folder.overlay)


def _text(name: str, overlay: Path | None) -> Text:
    path = Path(name)
    if path.is_file():
        law, _ = loading.read_jurisdiction(path)
        if law is None:
            raise FrkitError(f"{name} cannot be read as a law.", remedy=f"frkit law check {name} lists the mistakes")
        return law, _days(law.code, overlay)
    return loading.load_jurisdiction(name, overlay), _days(name, overlay)


def _days(code: str, overlay: Path | None) -> ClosedDays:
    try:
        return loading.load_closed_days(code, overlay)
    except FrkitError:
        return ClosedDays(code=code, years={})
