"""``frkit request``: new, list, show."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from frkit.asking.before_sending import before_sending, others_of
from frkit.asking.warned import Warned
from frkit.cli.campaign import as_of, loaded
from frkit.cli.common import (
    campaign_option,
    clean,
    console,
    json_option,
    print_by_id,
    print_json,
    say,
    table,
    today_option,
)
from frkit.cli.completing import request_ids
from frkit.cli.request.advice import advice_data, print_advice
from frkit.cli.request.batch import batch
from frkit.cli.request.checking import check, print_warnings, warnings_data
from frkit.cli.request.new import new
from frkit.cli.request.twins import twins
from frkit.cli.request.undo import undo
from frkit.cli.status.standing_data import standing_as_data
from frkit.cli.status.standing_words import WORDS, came_to, due_words
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.standing import standing
from frkit.tracking.summaries import summary_of
from frkit.tracking.types import RequestFile


@click.group()
def request() -> None:
    """New request, list of requests, one request."""


@request.command("list")
@campaign_option
@today_option
@json_option
def list_requests(campaign_dir: str | None, today: date | None, as_json: bool) -> None:
    """List the requests of the campaign."""
    folder = CampaignFolder.find(campaign_dir)
    day = as_of(folder, today)
    files = [(file, standing(file, day)) for file in loaded(folder)]
    if as_json:
        keys = ("request", "agency", "law", "ball", "outcome", "sent_on")
        print_json([{key: standing_as_data(file, stand)[key] for key in keys} for file, stand in files])
        return
    rows = [(file.id, file.request.law, str(len(file.request.items)), WORDS[stand.ball]) for file, stand in files]
    print_by_id(console(), ["Request", "Law", "Items", "Who acts"], rows)


@request.command("show")
@click.argument("request_part", metavar="REQUEST", shell_complete=request_ids)
@click.option("--advice", is_flag=True, help="Per item: why, who may hold it, what to search for, smaller versions.")
@campaign_option
@today_option
@json_option
def show(request_part: str, advice: bool, campaign_dir: str | None, today: date | None, as_json: bool) -> None:
    """Show one request: its items, its events and files, and where it stands."""
    folder = CampaignFolder.find(campaign_dir)
    day = as_of(folder, today)
    file = folder.load(folder.find_request(request_part))
    stand = standing(file, day)
    if advice and as_json:
        print_json(advice_data(file.request, file.law.code[:2]))
        return
    if advice:
        print_advice(file.request, file.law.code[:2])
        return
    unsent = stand.sent_on is None
    warnings = _before_sending(folder, file, day) if unsent else []
    if as_json:
        data = standing_as_data(file, stand)
        data["before_sending"] = warnings_data(warnings)
        data["items_asked"] = [item.model_dump(mode="json", exclude_none=True) for item in file.request.items]
        data["events"] = [{"id": event_id, **_dumped(event)} for event_id, event in stand.events]
        print_json(data)
        return
    out = console()
    out.print(file.id, style="bold")
    due = due_words(summary_of(file, stand))
    say(out, f"{file.request.agency} under {file.law.law.name}; who acts: {WORDS[stand.ball]}; {due}")
    rows = [(str(item.number), item.category, came_to(stand.item_outcomes[item.number])) for item in file.request.items]
    out.print()
    out.print(table(["No.", "Record type", "Outcome"], rows))
    if unsent:
        out.print()
        print_warnings(warnings, brief_for=file.id)
    for event_id, event in stand.events:
        out.print()
        out.print(clean(event_id), style="bold", soft_wrap=True)
        for key, value in _dumped(event).items():
            if key not in ("kind", "entered", "documents"):
                say(out, f"{key}: {value}", indent=2, hang=2)
        for record in event.documents:
            out.print(f"  {clean(record.file)}  {record.size:,} bytes", soft_wrap=True)


def _before_sending(folder: CampaignFolder, file: RequestFile, day: date) -> list[Warned]:
    return before_sending(file.request, folder, day, others=others_of(folder, file.request, but=file.id))


def _dumped(event: Any) -> dict[str, Any]:
    data: dict[str, Any] = event.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {"kind": event.kind, **data}


request.add_command(new)
request.add_command(check)
request.add_command(twins)
request.add_command(batch)
request.add_command(undo)
