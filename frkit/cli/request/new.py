"""``frkit request new``: of whom, what, for which time; asks in plain words where nothing is said."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from typing import Any

import click

from frkit.asking.batch_requesters import signed
from frkit.asking.before_sending import before_sending
from frkit.asking.new_request import Asked, agency_and_law, request_from, slug
from frkit.asking.twins import asked_of, like, twins_of
from frkit.base.errors import WrongUsage
from frkit.cli.campaign import as_of
from frkit.cli.common import DAY, campaign_option, given_option, given_pairs, json_option, print_json, today_option
from frkit.cli.completing import agency_ids, request_ids
from frkit.cli.request.checking import print_warnings, warnings_data
from frkit.cli.request.twins import print_twins
from frkit.cli.request.words import narrower_of, periods_of, shared_and_own
from frkit.tracking.folder import CampaignFolder

ROLES = ("host", "licence", "grant", "reseller", "other")


@click.command()
@click.option(
    "--agency", "agency_id", help="Id of the agency; frkit agencies search finds it.", shell_complete=agency_ids
)
@click.option("--law", default=None, help="Another law of its country, like gb-sar (default: the agency's own).")
@click.option("--pack", default=None, help="A pack of items, like first-contact; frkit records packs lists them.")
@click.option("--item", "items", multiple=True, help="Id of a record type; repeatable, instead of or besides a pack.")
@click.option("--ask", "texts", multiple=True, metavar="WORDS", help="An item in your own words; repeatable.")
@click.option("--vendor", "vendors", multiple=True, help="A vendor to name as an example; repeatable.")
@click.option("--since", type=DAY, default=None, help="Records from this day on.")
@click.option("--until", type=DAY, default=None, help="Records up to this day (default: the day of the search).")
@click.option(
    "--period", "periods", multiple=True, metavar="[ITEM=]SINCE..UNTIL", help="The period, or that of one item."
)
@click.option(
    "--custodian", "custodians", multiple=True, metavar="[ITEM=]OFFICE", help="An office to search also; repeatable."
)
@click.option("--term", "terms", multiple=True, metavar="[ITEM=]WORDS", help="Words to search for; repeatable.")
@click.option("--narrower", multiple=True, metavar="ITEM=WORDS", help="The smaller version you would take; repeatable.")
@click.option("--requester", default=None, help="Id of the requester, a file in private/requesters.")
@given_option
@click.option("--title", default=None, help="What the request is called in lists.")
@click.option("--wave", default=None, help="Name of the batch that it belongs to, for --wave in other commands.")
@click.option(
    "--like",
    "like_part",
    default=None,
    metavar="REQUEST",
    help="Take what is not said from this request.",
    shell_complete=request_ids,
)
@click.option("--role", type=click.Choice(ROLES), default=None, help="With --like: what the agency is to that body.")
@campaign_option
@today_option
@json_option
def new(campaign_dir: str | None, today: date | None, as_json: bool, **typed: Any) -> None:
    """Make a new request: of whom, what, for which time.

    ITEM is the number or the record type of an item: --period contracts=2016-01-01.. says it of one item, --period
    2020-06-10.. of all. With --like, what is not said is taken from another request of the campaign. On a terminal,
    without any option, it asks.
    """
    folder = CampaignFolder.find(campaign_dir)
    day = as_of(folder, today)
    asked = _what(typed, folder, day, as_json)
    made = request_from(_with_residence(asked, folder), folder)
    warnings = before_sending(made, folder, day)
    known = set(folder.request_ids())
    request_id = folder.create_request(made, slug(made, folder, day), day)
    twins = twins_of(made, folder)
    if as_json:
        print_json(
            {
                "request": request_id,
                "folder": f"requests/{request_id}",
                "made": request_id not in known,
                "warnings": [one.text for one in warnings],
                "before_sending": warnings_data(warnings),
                "twins": len(twins),
            }
        )
        return
    if request_id in known:
        click.echo(f"requests/{request_id} asks for just this already, and is not sent yet; it was not made twice.")
    else:
        count = len(made.items)
        click.echo(f"Made requests/{request_id} with {count} item{'s' * (count != 1)}, under {made.law}.")
    print_warnings(warnings, brief_for=request_id)
    print_twins(twins, request_id, brief=True)
    click.echo(f"Next: frkit letter {request_id}")


def _what(typed: dict[str, Any], folder: CampaignFolder, day: date, as_json: bool) -> Asked:
    """What was said on the command line, or is said now."""
    if any(typed.values()):
        return _said(typed, folder)
    if as_json or not sys.stdin.isatty():
        raise WrongUsage(
            "Nothing says of whom to ask what.",
            remedy="add --agency ID and --pack first-contact (or --item ID); frkit request new --help lists the rest",
        )
    from frkit.cli.request.asking import ask_for_request

    return ask_for_request(folder, day)


def _with_residence(asked: Asked, folder: CampaignFolder) -> Asked:
    """The same, with whether the requester lives there where the law asks for it and the requester's file says it."""
    usual = folder.campaign.requester
    chosen = asked.requester or usual
    person = folder.requester(chosen)
    if chosen is None or person is None:
        return asked
    _, law = agency_and_law(asked.agency, folder.overlay, asked.law)
    known = signed(asked, law, {chosen: person}, usual, fixed=True)
    return replace(asked, given=known.given)


def _said(typed: dict[str, Any], folder: CampaignFolder) -> Asked:
    if typed["agency_id"] is None:
        raise WrongUsage("No agency is named.", place="--agency", remedy="frkit agencies search WORDS finds its id")
    asked = _asked(typed)
    if typed["role"] and not typed["like_part"]:
        raise WrongUsage(
            "A role is one towards the body of another request.", place="--role", remedy="add --like REQUEST"
        )
    if not typed["like_part"]:
        return asked
    model = folder.load(folder.find_request(typed["like_part"])).request
    return asked_of(asked, typed["role"], model, folder) if typed["role"] else like(asked, model)


def _asked(typed: dict[str, Any]) -> Asked:
    period, own_periods = periods_of(typed["periods"])
    if period is not None and (typed["since"] or typed["until"]):
        raise WrongUsage("The period is given twice.", remedy="use --period, or --since and --until, not both")
    custodians, own_custodians = shared_and_own(typed["custodians"], "--custodian")
    terms, own_terms = shared_and_own(typed["terms"], "--term")
    return Asked(
        agency=typed["agency_id"],
        law=typed["law"],
        pack=typed["pack"],
        items=typed["items"],
        texts=typed["texts"],
        vendors=typed["vendors"],
        since=period.since if period else typed["since"],
        until=period.until if period else typed["until"],
        own_periods=own_periods,
        custodians=custodians,
        own_custodians=own_custodians,
        terms=terms,
        own_terms=own_terms,
        narrower=narrower_of(typed["narrower"]),
        requester=typed["requester"],
        given=given_pairs(typed["given"]),
        title=typed["title"],
        wave=typed["wave"],
    )
