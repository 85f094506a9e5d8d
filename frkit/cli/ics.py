"""``frkit ics``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frkit.base.errors import WrongUsage
from frkit.cli.campaign import as_of
from frkit.cli.common import campaign_option, console, json_option, print_json, say, table, today_option
from frkit.cli.filters import chosen, filter_options

if TYPE_CHECKING:
    from frkit.tracking.calendar_entries import Entry
    from frkit.tracking.folder import CampaignFolder
    from frkit.tracking.selecting import Filters, Placed


@click.command()
@click.argument("requests", metavar="[REQUEST]...", nargs=-1)
@click.option("--out", type=click.Path(path_type=Path), help="Write FILE; one that frkit made before is replaced.")
@click.option("--discreet", is_flag=True, help="No names in it: each entry has a mark, which the list explains.")
@campaign_option
@today_option
@json_option
@filter_options
def ics(
    requests: tuple[str, ...],
    out: Path | None,
    discreet: bool,
    campaign_dir: str | None,
    today: date | None,
    as_json: bool,
    filters: Filters,
) -> None:
    """A calendar file of every limit: ours on the safe day with alarms, the agency's on the last lawful day.

    On a terminal it is a list, with the mark of each entry; in a pipe or with --out it is the file. Import it again
    after each change: entries keep their place, and those that are met or hold no more are marked cancelled.
    """
    from frkit.tracking.folder import CampaignFolder

    folder = CampaignFolder.find(campaign_dir)
    day = as_of(folder, today)
    placed = chosen(folder, requests, filters, day)
    entries = _entries(folder, placed, day)
    _say_left_out(placed)
    to_file = out is not None and str(out) != "-"
    if as_json and out is not None and not to_file:
        raise WrongUsage("JSON and the calendar cannot both be printed.", remedy="write it to a file: --out FILE")
    if out is not None and to_file:
        _write(out, entries, folder, day, discreet, quiet=as_json)
    if as_json:
        print_json([_as_data(one, folder) for one in entries])
    elif out is None and sys.stdout.isatty():
        _print_list(entries, folder, day)
    elif not to_file:
        from frkit.cli.made_files import to_stdout

        to_stdout(_text(entries, folder, day, discreet))


def _entries(folder: CampaignFolder, placed: list[Placed], day: date) -> list[Entry]:
    from frkit.cli.names import agency_names
    from frkit.tracking.calendar_entries import calendar_entries

    names = agency_names((file.request.agency for file, _ in placed), folder.overlay)
    found = [one for file, stand in placed for one in calendar_entries(file, stand, day, names[file.request.agency])]
    return sorted(found, key=lambda one: (one.day, one.request, one.key))


def _say_left_out(placed: list[Placed]) -> None:
    """No date is shown that nobody can answer for; that one is missing must not be missed."""
    for file, stand in placed:
        if stand.ball == "newer_frkit":
            click.echo(f"frkit: left out: {file.id}: an event is of a kind that this frkit does not know", err=True)
        elif not stand.law_confirmed and stand.sent_on is not None:
            click.echo(
                f"frkit: its limits are left out: {file.id}: nobody has confirmed the law on file\n"
                f"  to do: read it, then frkit log law-confirmed {file.id} --date DATE --source WHERE",
                err=True,
            )


def _text(entries: list[Entry], folder: CampaignFolder, day: date, discreet: bool) -> bytes:
    from frkit.tracking.calendar_file import calendar_text

    return calendar_text(entries, campaign=folder.campaign.name, today=day, discreet=discreet)


def _write(out: Path, entries: list[Entry], folder: CampaignFolder, day: date, discreet: bool, *, quiet: bool) -> None:
    from frkit.cli.made_files import write_made
    from frkit.tracking.calendar_file import is_calendar_of_frkit

    write_made(out, _text(entries, folder, day, discreet), is_calendar_of_frkit, folder.root)
    if quiet:
        return
    live = sum(one.status != "cancelled" for one in entries)
    ringing = sum(bool(one.alarms) for one in entries)
    click.echo(f"Wrote {out}: {live} dates, {ringing} of them with alarms; {len(entries) - live} cancelled.")


def _print_list(entries: list[Entry], folder: CampaignFolder, day: date) -> None:
    from frkit.law.explaining import long_day
    from frkit.tracking.calendar_file import mark_of

    out = console()
    live = [one for one in entries if one.status != "cancelled" and one.day >= day]
    if not live:
        click.echo("No limit or promise lies ahead.")
    else:
        columns: list[Any] = [
            ("Day", {"no_wrap": True}),
            ("Mark", {"no_wrap": True}),
            ("What", {"overflow": "fold", "ratio": 1}),
        ]
        rows = [(long_day(one.day), mark_of(one, folder.campaign.name), one.summary) for one in live]
        made = table(columns, rows)
        made.expand = True
        made.title, made.title_justify = f"Ahead, as of {long_day(day)}", "left"
        out.print(made)
    out.print()
    say(out, "As a calendar file, with what has passed and what holds no more: frkit ics --out FILE")


def _as_data(one: Entry, folder: CampaignFolder) -> dict[str, Any]:
    from frkit.tracking.calendar_file import mark_of

    name = folder.campaign.name
    return {
        "request": one.request,
        "day": one.day,
        "whose": one.whose,
        "status": one.status,
        "summary": one.summary,
        "description": one.description,
        "alarms": list(one.alarms),
        "mark": mark_of(one, name),
        "uid": one.uid(name),
        "sequence": one.sequence,
    }
