"""``frkit agencies new`` and ``contact``: what a person found out, in files of the campaign, with where and when."""

from __future__ import annotations

import shlex
from datetime import date
from typing import Any, get_args

import click

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import create
from frkit.base.findings import shown_path
from frkit.catalogue.loading import all_agencies, load_agency
from frkit.catalogue.naming import AgencyNames
from frkit.catalogue.own_agencies import (
    address_lines,
    agency_text,
    contact_name,
    contact_text,
    id_for,
    like_bodies,
    same_body,
)
from frkit.catalogue.own_files import contacts_folder
from frkit.catalogue.types import Agency, Contact, Level
from frkit.cli.campaign import as_of
from frkit.cli.common import DAY, campaign_option, clean, console, json_option, print_json, say, today_option
from frkit.cli.completing import agency_ids
from frkit.law.loading import known_code, load_jurisdiction
from frkit.tracking.events import ContactLearned
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.privacy import found_in_text

PURPOSES: tuple[str, ...] = get_args(ContactLearned.model_fields["purpose"].annotation)
"""What an address is for; the same words as in the event that learns one for a single request."""


@click.command()
@click.argument("name")
@click.option("--law", required=True, metavar="CODE", help="Code of the place whose access law applies: us-ca, gb.")
@click.option("--level", required=True, type=click.Choice(get_args(Level)), help="What kind of body it is.")
@click.option("--city", default=None, help="The city it belongs to.")
@click.option("--place", "places", multiple=True, metavar="CODE", help="A place whose local law reaches it besides.")
@click.option("--alias", "aliases", multiple=True, help="Another name that it goes by.")
@click.option("--why", default=None, metavar="TEXT", help="Why it is on your list.")
@click.option("--id", "agency_id", default=None, help="The id, if the one made from the name does not suit.")
@campaign_option
@json_option
def new(name: str, campaign_dir: str | None, as_json: bool, **typed: Any) -> None:
    """Add a body of your own, called NAME: a file agencies/ID.yaml in the campaign."""
    folder = CampaignFolder.find(campaign_dir)
    law = load_jurisdiction(typed["law"], folder.overlay)
    places = tuple(known_code(place, folder.overlay) for place in typed["places"])
    known = all_agencies(folder.overlay)
    plain_name = one_line(name)
    if typed["agency_id"] is None:
        _refuse_known(plain_name, law.code, known)
    made = _agency(plain_name, law.code, places, typed, known)
    text = agency_text(made)
    refuse_private(folder, text)
    path = folder.root / "agencies" / f"{made.id}.yaml"
    if path.exists():
        raise WrongUsage("There is a file of that name already.", place=shown_path(path), remedy="choose another --id")
    create(path, text.encode())
    notes = [_like(one) for one in like_bodies(plain_name, law.code, known)]
    if law.coverage.police != "yes":
        reach = "does not reach" if law.coverage.police == "no" else "reaches only in part"
        notes.append(f"{law.law.name} {reach} police bodies: {law.coverage.note or 'see frkit law show ' + law.code}")
    if as_json:
        print_json({"agency": made.id, "file": path.relative_to(folder.root).as_posix(), "notes": notes})
        return
    click.echo(clean(f"Made {shown_path(path)}: {made.name}, under {law.law.name}."))
    for note in notes:
        say(console(stderr=True), f"Note: {note}", hang=2)
    click.echo("Next: look up its address on its own site, and keep it with where and when you found it:")
    line = f"frkit agencies contact {made.id} --purpose request --email ADDRESS --found-where PAGE --found-when DATE"
    console().print(f"    $ {line}", style="cyan", soft_wrap=True)


@click.command()
@click.argument("agency", metavar="ID", shell_complete=agency_ids)
@click.option("--purpose", required=True, type=click.Choice(PURPOSES), help="What one writes there for.")
@click.option("--address", "lines", multiple=True, metavar="LINE", help="A line of the address; repeatable, in order.")
@click.option("--email", default=None, help="An e-mail address.")
@click.option("--web", default=None, metavar="URL", help="The address of a portal or form.")
@click.option("--found-where", required=True, metavar="TEXT", help="Where it was found: a page, a letter, a call.")
@click.option("--found-when", required=True, type=DAY, help="The day on which it was found.")
@campaign_option
@today_option
@json_option
def contact(agency: str, campaign_dir: str | None, today: date | None, as_json: bool, **typed: Any) -> None:
    """Keep an address of the body ID (or of that name), with where and when it was found.

    Each one is a file of its own; letters go to the latest that did not fail. An earlier one stays on file.
    """
    folder = CampaignFolder.find(campaign_dir)
    body = AgencyNames(all_agencies(folder.overlay)).meant(agency)
    if typed["found_when"] > max(date.today(), as_of(folder, today)):
        raise WrongUsage(f"{typed['found_when']} has not come yet.", place="--found-when", remedy="check the year")
    found = Contact(
        purpose=typed["purpose"],
        address=address_lines(typed["lines"], typed["email"], typed["web"]),
        found_where=one_line(typed["found_where"]),
        found_when=typed["found_when"],
    )
    text = contact_text(found)
    refuse_private(folder, text)
    path = contacts_folder(body.id, folder.root) / contact_name(found)
    there = path.exists()
    create(path, text.encode())
    count = len(load_agency(body.id, folder.overlay).contacts)
    if as_json:
        file = path.relative_to(folder.root).as_posix()
        print_json({"agency": body.id, "file": file, "made": not there, "contacts": count})
        return
    done = "This is on file already" if there else "Kept"
    click.echo(clean(f"{done}: {shown_path(path)} ({body.name}, {typed['purpose']}: {', '.join(found.address)})."))
    if count > 1:
        click.echo(f"{count} contacts are on file for it; letters go to the latest that did not fail.")
    click.echo(f"See them: frkit agencies show {shlex.quote(body.id)}")


def _agency(name: str, law: str, places: tuple[str, ...], typed: dict[str, Any], known: list[Agency]) -> Agency:
    from pydantic import ValidationError

    agency_id = typed["agency_id"] or id_for(name, law, (one.id for one in known))
    if typed["agency_id"] and any(one.id == agency_id for one in known):
        raise WrongUsage(
            f"A body with the id '{agency_id}' is on file already.",
            remedy=f"frkit agencies show {agency_id} shows it; choose another --id for another body",
        )
    try:
        return Agency(
            id=agency_id,
            name=name,
            aliases=tuple(one_line(alias) for alias in typed["aliases"]),
            law=law,
            places=places,
            level=typed["level"],
            city=one_line(typed["city"]) if typed["city"] else None,
            why_listed=one_line(typed["why"]) if typed["why"] else None,
        )
    except ValidationError as error:
        message = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        raise WrongUsage(f"{message[0].upper()}{message[1:]}.", place="--id", remedy="nothing was written") from None


def _refuse_known(name: str, law: str, known: list[Agency]) -> None:
    same = same_body(name, law, known)
    if same is not None:
        raise WrongUsage(
            f"{same.name} is on file already, as '{same.id}'.",
            remedy=f"ask it: frkit request new --agency {same.id}; if it is another body, give it an --id of its own",
        )


def _like(one: Agency) -> str:
    return f"{one.name} ({one.id}) is on file; if that is the same body, use it and delete the new file."


def one_line(text: str) -> str:
    """A text on one line, without what cannot be printed; raises WrongUsage for an empty one."""
    kept = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    if not kept:
        raise WrongUsage("A text is empty.", remedy="write it in quotes, like 'Berkeley Police Department'")
    return kept


def refuse_private(folder: CampaignFolder, text: str) -> None:
    """Raise FrkitError if a text for a tracked file holds the requester's address, e-mail or telephone."""
    found = found_in_text(text, folder.private_values())
    if found:
        raise FrkitError(
            f"The {' and the '.join(found)} would stand in a file that git tracks.",
            place="agencies/",
            remedy="this is for addresses of the body; your own belong in private/requesters only",
        )
