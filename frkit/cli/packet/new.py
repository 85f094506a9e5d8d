"""``frkit packet new``: a plan is proposed, and what it leaves out is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frkit.base.errors import WrongUsage
from frkit.base.findings import shown_path
from frkit.cli.common import DAY, campaign_option, console, json_option, print_json, say
from frkit.cli.completing import request_ids
from frkit.cli.filters import filter_options

if TYPE_CHECKING:
    from frkit.packet.plan.proposing import Proposal, Wish
    from frkit.tracking.folder import CampaignFolder
    from frkit.tracking.selecting import Filters

_SHOWN = 12
"""Documents left out that are named; the plan and --json name all."""


@click.command()
@click.argument("name")
@click.option(
    "--request",
    "requests",
    multiple=True,
    shell_complete=request_ids,
    help="A request to put in; repeatable (default: all that were sent, as far as they fit the filters).",
)
@click.option("--title", help="Title on the cover (default: the campaign's name).")
@click.option("--matter", help="The case or hearing that it is for.")
@click.option("--court", help="The court, council or office that it goes to.")
@click.option("--as-of", type=DAY, help="The day whose standing it tells (default: today).")
@click.option(
    "--audience",
    type=click.Choice(["packet", "team", "counsel"]),
    default="packet",
    show_default=True,
    help="For whom it is made, and so whose events it may print: 'packet' is for everybody.",
)
@click.option(
    "--profile", default="plain", show_default=True, help="Whose rules it has to meet: frkit packet profiles."
)
@click.option("--exhibits", type=click.Choice(["numbers", "letters"]), help="Labels (default: as the profile has it).")
@click.option("--since", type=DAY, help="Short for --sent-since.")
@filter_options
@campaign_option
@json_option
def new(
    name: str,
    filters: Filters,
    requests: tuple[str, ...],
    since: date | None,
    campaign_dir: str | None,
    as_json: bool,
    **said: Any,
) -> None:
    """Propose a plan for a packet: letters as sent, proofs, replies and records, by date; what you added comes last.

    It is a file to look through and edit: every key is explained in it. What is left out, and why, is said here and
    stands at its end.
    """
    from frkit.packet.plan.folder import new_packet_folder
    from frkit.packet.plan.proposing import Wish, proposal
    from frkit.tracking.folder import CampaignFolder

    campaign = CampaignFolder.find(campaign_dir)
    folder = new_packet_folder(campaign, name)
    folder.refuse_existing()
    wish = Wish(**{**said, "as_of": said["as_of"] or campaign.campaign.today or date.today()})
    ids = _chosen(campaign, requests, replace(filters, sent_since=since or filters.sent_since), wish)
    made = proposal(campaign, ids, wish, also_unsent=bool(requests))
    path = folder.write(made.packet, made.left_out)
    if as_json:
        print_json(_as_data(path, made))
    else:
        _print(path, name, made)


def _chosen(campaign: CampaignFolder, requests: tuple[str, ...], filters: Filters, wish: Wish) -> list[str] | None:
    """The names of the requests that are named and fit; None for all."""
    from frkit.cli.filters import chosen

    _refuse_no_time(filters, wish.as_of)
    if not filters:
        return [campaign.find_request(part) for part in requests] or None
    return [file.id for file, _ in chosen(campaign, requests, filters, wish.as_of, must=True)]


def _refuse_no_time(filters: Filters, as_of: date) -> None:
    """Raise WrongUsage where a span ends before it starts."""
    ends = {"--sent-until": filters.sent_until, "--as-of": as_of}
    for option, end in ends.items():
        if filters.sent_since is not None and end is not None and end < filters.sent_since:
            raise WrongUsage(
                f"The end, {option} {end}, lies before the start, --sent-since {filters.sent_since}.",
                remedy="exchange the two days, or leave one out",
            )


def _print(path: Path, name: str, made: Proposal) -> None:
    from frkit.packet.plan.proposing import kinds_of
    from frkit.pages.wording import listed, plural

    out, packet = console(), made.packet
    counted = f"{plural(len(packet.requests), 'request')}, {plural(len(packet.exhibits), 'exhibit')}"
    say(out, f"{shown_path(path)}: {counted}, as of {packet.as_of}")
    if made.taken:
        say(out, f"Proposed: {listed(kinds_of(made))}; profile {packet.profile}.", indent=2, hang=2)
    if packet.vendors or packet.public_events:
        facts = plural(len(packet.public_events), "public event")
        pledges = f", and the pledges of {listed(list(packet.vendors))}" if packet.vendors else ""
        say(out, f"Beside the records, visibly apart: {facts}{pledges}.", indent=2, hang=2)
    for line in _to_say(made):
        say(out, line, indent=2, hang=2)
    say(out, f"Look it through, then: frkit packet check {name}, and frkit packet build {name}", hang=2)


def _to_say(made: Proposal) -> Iterator[str]:
    """What a person has to know of what is in the plan, and what is not."""
    from frkit.pages.wording import listed, plural

    if made.slips:
        yield (
            f"A slip sheet stands for Exhibit{'s' * (len(made.slips) > 1)} {listed(list(made.slips))}: "
            "the bytes were removed on demand."
        )
    if made.unsent:
        yield f"Not in it, for nothing was sent by that day: {listed(list(made.unsent[:_SHOWN]))}{_more(made.unsent)}."
    if made.left_out:
        yield f"Left out: {plural(len(made.left_out), 'document')}."
    for one in made.left_out[:_SHOWN]:
        yield f"- {one.request}, {one.document.path}: {one.why}; {one.remedy}"
    if len(made.left_out) > _SHOWN:
        reasons = Counter(one.why for one in made.left_out[_SHOWN:])
        told = "; ".join(f"{why} ({count})" for why, count in reasons.most_common())
        yield f"- and {len(made.left_out) - _SHOWN} more, which the plan names: {told}"


def _more(names: tuple[str, ...]) -> str:
    return f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""


def _as_data(path: Path, made: Proposal) -> dict[str, Any]:
    packet = made.packet
    return {
        "plan": str(path),
        "as_of": packet.as_of,
        "audience": packet.audience,
        "profile": packet.profile,
        "requests": packet.requests,
        "vendors": packet.vendors,
        "public_events": packet.public_events,
        "exhibits": [
            {"label": one.label, "title": one.title, "request": one.request, "file": one.path, "sha256": one.sha256}
            for one in packet.exhibits
        ],
        "slip_sheets": made.slips,
        "not_sent": made.unsent,
        "left_out": [
            {
                "request": one.request,
                "file": one.document.path,
                "sha256": one.document.sha256,
                "event": one.document.event_id,
                "reason": one.why,
                "remedy": one.remedy,
                "may_be_put_in": one.may_be_put_in,
            }
            for one in made.left_out
        ],
    }
