"""``frkit request``: new, list, show."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from frkit.base.errors import FrkitError, WrongUsage
from frkit.catalogue.loading import all_packs, load_agency, load_record_category, load_vendor
from frkit.cli.campaign import as_of, loaded
from frkit.cli.common import (
    DAY,
    campaign_option,
    clean,
    console,
    given_option,
    json_option,
    print_json,
    say,
    table,
    today_option,
)
from frkit.cli.completing import agency_ids, request_ids
from frkit.cli.given import given_answers, open_questions
from frkit.cli.standing_data import standing_as_data
from frkit.cli.standing_words import WORDS, due_words
from frkit.law.loading import all_codes, load_jurisdiction
from frkit.tracking.fees import due_with_request
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.standing import standing
from frkit.tracking.summaries import summary_of
from frkit.tracking.types import Item, Period, Request


@click.group()
def request() -> None:
    """New request, list of requests, one request."""


@request.command("new")
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
    made = _request_from(folder, typed)
    warnings = _warnings(folder, made, day)
    known = set(folder.request_ids())
    request_id = folder.create_request(made, _slug(made, folder, day), day)
    if as_json:
        made_now = request_id not in known
        print_json(
            {"request": request_id, "folder": f"requests/{request_id}", "made": made_now, "warnings": list(warnings)}
        )
        return
    if request_id in known:
        click.echo(f"requests/{request_id} asks for just this already, and is not sent yet; it was not made twice.")
    else:
        click.echo(f"Made requests/{request_id} with {len(made.items)} items, under {made.law}.")
    for warning in warnings:
        click.echo(f"Before you send it: {warning}")
    click.echo(f"Next: frkit letter {request_id}")


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
    console().print(table([("Request", {"overflow": "fold"}), "Law", "Items", "Who acts"], rows))


@request.command("show")
@click.argument("request_part", metavar="REQUEST", shell_complete=request_ids)
@campaign_option
@today_option
@json_option
def show(request_part: str, campaign_dir: str | None, today: date | None, as_json: bool) -> None:
    """Show one request: its items, its events and files, and where it stands."""
    folder = CampaignFolder.find(campaign_dir)
    day = as_of(folder, today)
    file = folder.load(folder.find_request(request_part))
    stand = standing(file, day)
    if as_json:
        data = standing_as_data(file, stand)
        data["items_asked"] = [item.model_dump(mode="json", exclude_none=True) for item in file.request.items]
        data["events"] = [{"id": event_id, **_dumped(event)} for event_id, event in stand.events]
        print_json(data)
        return
    out = console()
    out.print(file.id, style="bold")
    due = due_words(summary_of(file, stand))
    say(out, f"{file.request.agency} under {file.law.law.name}; who acts: {WORDS[stand.ball]}; {due}")
    rows = [
        (str(item.number), item.category, stand.item_outcomes[item.number].replace("_", " "))
        for item in file.request.items
    ]
    out.print()
    out.print(table(["No.", "Record type", "Outcome"], rows))
    for event_id, event in stand.events:
        out.print()
        out.print(clean(event_id), style="bold", soft_wrap=True)
        for key, value in _dumped(event).items():
            if key not in ("kind", "entered", "documents"):
                say(out, f"{key}: {value}", indent=2, hang=2)
        for record in event.documents:
            out.print(f"  {clean(record.file)}  {record.size:,} bytes", soft_wrap=True)


def _dumped(event: Any) -> dict[str, Any]:
    data: dict[str, Any] = event.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {"kind": event.kind, **data}


def _request_from(folder: CampaignFolder, typed: dict[str, Any]) -> Request:
    agency = load_agency(typed["agency_id"], folder.overlay)
    if agency.outside_law or not agency.addressee:
        raise WrongUsage(
            f"No request can go to {agency.name}: {agency.outside_law or 'it is listed as a system, not as a body'}.",
            remedy=f"frkit agencies show {agency.id} says more, and whom to ask instead",
        )
    law = load_jurisdiction(agency.law, folder.overlay)
    if law.coverage.police == "no":
        raise WrongUsage(
            f"{law.law.name} does not reach police bodies ({law.coverage.note or law.code}).",
            remedy=f"use {law.coverage.use_instead}" if law.coverage.use_instead else "see frkit law show " + law.code,
        )
    given = given_answers(law, typed["given"])
    for vendor in typed["vendors"]:
        load_vendor(vendor)
    period = _period(typed["since"], typed["until"])
    categories = _categories(typed["pack"], typed["items"])
    return Request(
        agency=agency.id,
        law=agency.law,
        places=agency.places,
        requester=typed["requester"] or folder.campaign.requester,
        vendors=typed["vendors"],
        pack=typed["pack"],
        period=period,
        given=given,
        items=tuple(
            Item(number=number, category=category, custodians=typed["custodians"])
            for number, category in enumerate(categories, 1)
        ),
        title=typed["title"],
        wave=typed["wave"],
    )


def _categories(pack: str | None, items: tuple[str, ...]) -> list[str]:
    from frkit.base.findings import did_you_mean

    chosen: list[str] = []
    if pack is not None:
        packs = {one.id: one for one in all_packs()}
        if pack not in packs:
            remedy = "frkit records packs lists them"
            raise WrongUsage(f"There is no pack called '{pack}'{did_you_mean(pack, packs)}", remedy=remedy)
        chosen += packs[pack].items
    chosen += [load_record_category(item).id for item in items]
    if not chosen:
        raise WrongUsage("The request asks for nothing yet.", remedy="add --pack first-contact, or --item ID")
    return list(dict.fromkeys(chosen))


def _period(since: date | None, until: date | None) -> Period | None:
    if since and until and until < since:
        raise WrongUsage(f"The period ends on {until}, before it begins on {since}.", remedy="swap the two dates")
    return Period(since=since, until=until) if since or until else None


def _slug(made: Request, folder: CampaignFolder, day: date) -> str:
    """A name for the request; with the agency's place where a body elsewhere has the short one already."""
    pack = f"-{made.pack}" if made.pack else ""
    short = f"{made.agency.removeprefix(f'{made.law}-')}{pack}"
    return f"{made.agency}{pack}" if _is_anothers(f"{day:%Y-%m}-{short}", made.agency, folder) else short


def _is_anothers(name: str, agency: str, folder: CampaignFolder) -> bool:
    if name not in folder.request_ids():
        return False
    try:
        return folder.load(name).request.agency != agency
    except FrkitError:
        return False


def _warnings(folder: CampaignFolder, made: Request, day: date) -> list[str]:
    law = load_jurisdiction(made.law, folder.overlay)
    warnings = list(open_questions(law, made.given, day))
    if made.requester is None:
        warnings.append("no requester is set; add --requester ID, with a file private/requesters/ID.yaml.")
    elif folder.requester(made.requester) is None:
        warnings.append(f"private/requesters/{made.requester}.yaml is missing; the letter will show gaps.")
    if law.requester is not None and law.requester.residency_required:
        warnings.append(f"{law.name} asks for residency: {law.requester.who}")
    if law.form is not None and law.form.must_state:
        warnings.append(f"the law wants stated: {'; '.join(law.form.must_state)}.")
    if fee := due_with_request(law):
        warnings.append(f"this is due with the request: {fee}.")
    for place in sorted(set(made.places) - set(all_codes(folder.overlay))):
        warnings.append(f"no local law of {place} is on file; the letter rests on {law.code} alone.")
    if law.confidence == "low":
        warnings.append("the law on file has low confidence; read it and log law-confirmed before you rely on a date.")
    if not load_agency(made.agency, folder.overlay).contacts:
        warnings.append("no contact is on file; look it up on the body's own site on the day.")
    return warnings
