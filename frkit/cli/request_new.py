"""``frkit request new``: of whom, what, for which time."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from frkit.cli.campaign import as_of
from frkit.cli.common import DAY, campaign_option, given_option, given_pairs, json_option, print_json, today_option
from frkit.cli.completing import agency_ids
from frkit.letters.asking import Asked, request_from, slug
from frkit.letters.before_sending import warnings_before
from frkit.tracking.folder import CampaignFolder


@click.command()
@click.option(
    "--agency",
    "agency_id",
    required=True,
    help="Id of the agency; frkit agencies search finds it.",
    shell_complete=agency_ids,
)
@click.option("--pack", default=None, help="A pack of items, like first-contact; frkit records packs lists them.")
@click.option("--item", "items", multiple=True, help="Id of a record type; repeatable, instead of or besides a pack.")
@click.option("--vendor", "vendors", multiple=True, help="A vendor to name as an example; repeatable.")
@click.option("--since", type=DAY, default=None, help="Records from this day on.")
@click.option("--until", type=DAY, default=None, help="Records up to this day (default: the day of the search).")
@click.option("--custodian", "custodians", multiple=True, help="An office that may hold them; repeatable.")
@click.option("--requester", default=None, help="Id of the requester, a file in private/requesters.")
@given_option
@click.option("--title", default=None, help="What the request is called in lists.")
@click.option("--wave", default=None, help="Name of the batch that it belongs to, for --wave in other commands.")
@campaign_option
@today_option
@json_option
def new(campaign_dir: str | None, today: date | None, as_json: bool, **typed: Any) -> None:
    """Make a new request: of whom, what, for which time."""
    folder = CampaignFolder.find(campaign_dir)
    day = as_of(folder, today)
    made = request_from(_asked(typed), folder)
    warnings = warnings_before(made, folder, day)
    known = set(folder.request_ids())
    request_id = folder.create_request(made, slug(made, folder, day), day)
    if as_json:
        made_now = request_id not in known
        print_json({"request": request_id, "folder": f"requests/{request_id}", "made": made_now, "warnings": warnings})
        return
    if request_id in known:
        click.echo(f"requests/{request_id} asks for just this already, and is not sent yet; it was not made twice.")
    else:
        click.echo(f"Made requests/{request_id} with {len(made.items)} items, under {made.law}.")
    for warning in warnings:
        click.echo(f"Before you send it: {warning}")
    click.echo(f"Next: frkit letter {request_id}")


def _asked(typed: dict[str, Any]) -> Asked:
    return Asked(
        agency=typed["agency_id"],
        pack=typed["pack"],
        items=typed["items"],
        vendors=typed["vendors"],
        since=typed["since"],
        until=typed["until"],
        custodians=typed["custodians"],
        requester=typed["requester"],
        given=given_pairs(typed["given"]),
        title=typed["title"],
        wave=typed["wave"],
    )
