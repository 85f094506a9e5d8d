"""``frkit export``: a campaign as a table for a spreadsheet, or as JSON for a program."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frkit.base.errors import FrkitError
from frkit.cli.common import F, campaign_option, json_text, today_option
from frkit.cli.filters import filter_options

if TYPE_CHECKING:
    from frkit.exchange.exporting import Shown
    from frkit.tracking.event_base import Audience
    from frkit.tracking.folder import CampaignFolder
    from frkit.tracking.selecting import Filters

JSON_FORMAT = 1


@click.group()
def export() -> None:
    """The campaign as a table (CSV) or as JSON; nothing from private/ ever.

    Dates and outcomes are counted from every event. --audience says whose events are shown: packet (for everybody;
    without notes and our own limits), team (the default), counsel (all).
    """


def _shared(command: F) -> F:
    """The options of both."""
    for decorate in (
        today_option,
        campaign_option,
        filter_options,
        click.option("--output", "-o", type=click.Path(path_type=Path), help="Write this new file, not the terminal."),
        click.option(
            "--audience",
            type=click.Choice(["packet", "team", "counsel"]),
            default="team",
            show_default=True,
            help="For whom it is: whose events are shown.",
        ),
        click.argument("request_parts", metavar="[REQUEST]...", nargs=-1),
    ):
        command = decorate(command)
    return command


@export.command("csv")
@_shared
@click.option("--events", "by_event", is_flag=True, help="One row an event, with every field, not one row a request.")
def as_csv(by_event: bool, audience: Audience, output: Path | None, **chosen: Any) -> None:
    """One row a request (or an event), for LibreOffice, Excel and the like; no cell runs as a formula."""
    from frkit.exchange.csv_rows import csv_text
    from frkit.exchange.exporting import event_table, summary_table

    folder, _, shown = _shown(audience, **chosen)
    columns, rows = event_table(shown, audience) if by_event else summary_table(shown, audience)
    _write(folder, _masked(folder, csv_text(columns, rows), audience).encode(), output)
    _say(shown, len(rows), "event" if by_event else "request", audience, output)


@export.command("json")
@_shared
def as_json(audience: Audience, output: Path | None, **chosen: Any) -> None:
    """Everything of each request: what was asked, its events, and where it stands."""
    folder, day, shown = _shown(audience, **chosen)
    data = {
        "format": JSON_FORMAT,
        "campaign": folder.campaign.name,
        "as_of": day,
        "audience": audience,
        "requests": [_as_data(one) for one in shown],
    }
    _write(folder, _masked(folder, json_text(data) + "\n", audience).encode(), output)
    _say(shown, len(shown), "request", audience, output)


def _shown(
    audience: Audience,
    request_parts: tuple[str, ...],
    filters: Filters,
    campaign_dir: str | None,
    today: date | None,
) -> tuple[CampaignFolder, date, list[Shown]]:
    from frkit.catalogue.loading import load_agency
    from frkit.cli.campaign import as_of
    from frkit.cli.filters import chosen
    from frkit.exchange.exporting import Shown
    from frkit.tracking.folder import CampaignFolder

    folder = CampaignFolder.find(campaign_dir)
    day = as_of(folder, today)
    names: dict[str, str] = {}
    shown = []
    for file, stand in chosen(folder, request_parts, filters, day):
        agency = file.request.agency
        if agency not in names:
            try:
                names[agency] = load_agency(agency, folder.overlay).name
            except FrkitError:
                names[agency] = ""
        shown.append(Shown(file, stand, names[agency], day, audience))
    return folder, day, shown


def _as_data(one: Shown) -> dict[str, Any]:
    from frkit.cli.status.standing_data import standing_as_data
    from frkit.exchange.exporting import event_data, request_data, summary_of_request

    standing = standing_as_data(one.file, one.stand)
    if one.audience == "packet":
        standing["clocks"] = [clock for clock in standing["clocks"] if clock["binds"] != "requester"]
        for key in ("flags", "next", "remedies"):
            standing.pop(key, None)
    return {
        "id": one.file.id,
        "summary": summary_of_request(one),
        "request": request_data(one.file.request, one.audience),
        "events": [event_data(event_id, event, one.audience) for event_id, event in one.events],
        "standing": standing,
    }


def _masked(folder: CampaignFolder, text: str, audience: Audience) -> str:
    """What is for everybody, without the requesters' names and private data, as in a packet."""
    from frkit.letters.masking import mask

    for requester in folder.requesters() if audience == "packet" else ():
        text = mask(text, requester)
    return text


def _write(folder: CampaignFolder, data: bytes, output: Path | None) -> None:
    """To a new file, or to the terminal; refused if anything private stands in it."""
    from frkit.base.files import create
    from frkit.tracking.privacy import found_in_text

    found = found_in_text(data.decode(), folder.private_values())
    if found:
        remedy = "frkit check names the file it stands in; mend that first. Nothing was written"
        raise FrkitError(f"The {' and the '.join(found)} would stand in the table.", remedy=remedy)
    if output is None:
        _to_terminal(data)
    else:
        create(output, data)


def _to_terminal(data: bytes) -> None:
    """The bytes as they are, whatever characters and line ends the terminal is set to."""
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        sys.stdout.write(data.decode())


def _say(shown: list[Shown], rows: int, what: str, audience: str, output: Path | None) -> None:
    """On stderr, so that a pipe gets the table alone: what was written, and what was left out."""
    if output is not None:
        click.echo(f"Wrote {output}: {rows:,} {what}{'s' * (rows != 1)}, for {audience}.", err=True)
    hidden = sum(one.hidden for one in shown)
    if hidden:
        click.echo(
            f"{hidden:,} event{'s' * (hidden != 1)} not for {audience} left out; they count for dates and outcomes.",
            err=True,
        )
