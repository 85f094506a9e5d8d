"""``frkit packet new``: a plan is proposed."""

from __future__ import annotations

from datetime import date

import click

from frkit.base.findings import shown_path
from frkit.cli.common import DAY, campaign_option


@click.command()
@click.argument("name")
@click.option("--request", "requests", multiple=True, help="A request to put in (default: all that were sent).")
@click.option("--title", help="Title on the cover (default: the campaign's name).")
@click.option("--as-of", type=DAY, help="The day whose standing it tells (default: today).")
@click.option(
    "--audience",
    type=click.Choice(["packet", "team", "counsel"]),
    default="packet",
    show_default=True,
    help="For whom it is made, and so whose events it may print: 'packet' is for everybody.",
)
@campaign_option
def new(
    name: str, requests: tuple[str, ...], title: str | None, as_of: date | None, audience: str, campaign_dir: str | None
) -> None:
    """Propose a plan for a packet: letters as sent, proofs, replies and records, by date. Edit it before building."""
    from frkit.packet.plan.folder import new_packet_folder
    from frkit.packet.plan.proposing import propose
    from frkit.pages.wording import plural
    from frkit.tracking.folder import CampaignFolder

    campaign = CampaignFolder.find(campaign_dir)
    folder = new_packet_folder(campaign, name)
    day = as_of or campaign.campaign.today or date.today()
    plan = propose(campaign, requests, title=title, as_of=day, audience=audience)  # type: ignore[arg-type]
    path = folder.write(plan)
    counted = f"{plural(len(plan.requests), 'request')}, {plural(len(plan.exhibits), 'exhibit')}"
    click.echo(f"{shown_path(path)}: {counted}, as of {plan.as_of}")
    click.echo(f"Look it through, then: frkit packet build {name}")
