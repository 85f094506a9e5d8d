"""``frkit agencies``, ``vendors``, ``records`` and ``events``: what to ask for, of whom, and what is publicly known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from frkit.base.errors import ExitCode
from frkit.base.findings import Finding, errors_in, shown_path
from frkit.base.models import Data
from frkit.catalogue import checks, describing, loading
from frkit.catalogue.body_kinds import BODY_KINDS, kinds_of
from frkit.catalogue.search import in_place, matching
from frkit.catalogue.types import Agency, Pack, PublicEvent, RecordCategory, Vendor
from frkit.cli import agencies_own, contacts_table
from frkit.cli.common import campaign_option, clean, console, json_option, own_files, print_json, table, today_option
from frkit.cli.vehicles import vehicles
from frkit.law.loading import all_codes, jurisdictions_folder, place_names
from frkit.law.place_names import near_code

ID = ("ID", {"no_wrap": True})
NO_LAW = "no law yet"
OWN_BODY = "A body of your own: frkit agencies new NAME --law CODE --level LEVEL, in your campaign."


@click.group()
def agencies() -> None:
    """Police bodies: list, show, search; new ones and contacts of your own."""


@agencies.command("list")
@click.option(
    "--place", default=None, metavar="CODE", help="Bodies in that place or below it: us-ca, gb, us-ny-new-york."
)
@click.option("--vendor", default=None, metavar="ID", help="Bodies with a system of that vendor.")
@click.option("--kind", default=None, type=click.Choice(list(BODY_KINDS)), help="Bodies of that kind.")
@campaign_option
@today_option
@json_option
def list_agencies(
    place: str | None,
    vendor: str | None,
    kind: str | None,
    campaign_dir: str | None,
    today: date | None,
    as_json: bool,
) -> None:
    """The bodies on file, with the code of the law that applies."""
    overlay = own_files(campaign_dir)
    found = loading.all_agencies(overlay)
    codes = {code for agency in found for code in (agency.law, *agency.places)}
    found = [agency for agency in found if _agency_in(agency, place) and (kind is None or kind in kinds_of(agency))]
    if vendor is not None:
        wanted = loading.load_vendor(vendor).id
        found = [agency for agency in found if any(wanted in system.vendors for system in agency.systems)]
    _print_agencies(found, as_json, _nowhere("body", place, codes), overlay)


@agencies.command("show")
@click.argument("agency_id", metavar="ID")
@campaign_option
@today_option
@json_option
def show_agency(agency_id: str, campaign_dir: str | None, today: date | None, as_json: bool) -> None:
    """Everything known of one body, with sources, and what is not known."""
    overlay = own_files(campaign_dir)
    agency = loading.load_agency(agency_id, overlay)
    own = loading.own_agency_file(agency_id, overlay)
    if as_json:
        print_json(_agency_record(agency, set(all_codes(overlay))))
        return
    text = describing.agency_text(
        agency,
        today=today or date.today(),
        own_file=shown_path(own) if own else None,
        no_law=None if agency.law in all_codes(overlay) else _no_law(agency.law),
    )
    click.echo(clean(text))


@agencies.command("search")
@click.argument("words", nargs=-1, required=True)
@campaign_option
@today_option
@json_option
def search_agencies(words: Sequence[str], campaign_dir: str | None, today: date | None, as_json: bool) -> None:
    """Bodies that hold every one of WORDS, in any order: names, cities, states, systems, reasons."""
    overlay = own_files(campaign_dir)
    names = place_names(overlay)

    def where(agency: Agency) -> str:
        return "\n".join([agency.city or "", *(names.get(code, "") for code in (agency.law, *agency.places))])

    found = matching(loading.all_agencies(overlay), words, where)
    _print_agencies(found, as_json, f"{_no_hit('body', words)} {OWN_BODY}", overlay)


@click.group()
def vendors() -> None:
    """Vendors, products and pledges: list, show, search."""


@vendors.command("list")
@click.option("--pledge", is_flag=True, help="Only vendors that made a public pledge.")
@click.option(
    "--place", default=None, metavar="CODE", help="Vendors with documented dealings with a body in that place."
)
@today_option
@json_option
def list_vendors(pledge: bool, place: str | None, today: date | None, as_json: bool) -> None:
    """The vendors on file, with the dates of their pledges."""
    found = [vendor for vendor in loading.all_vendors() if vendor.pledges or not pledge]
    where = {agency.id: agency for agency in loading.all_agencies()} if place else {}
    found = [vendor for vendor in found if place is None or _deals_in(vendor, place, where)]
    codes = {code for agency in where.values() for code in (agency.law, *agency.places)}
    _print_vendors(found, as_json, _nowhere("vendor", place, codes))


@vendors.command("show")
@click.argument("vendor_id", metavar="ID")
@today_option
@json_option
def show_vendor(vendor_id: str, today: date | None, as_json: bool) -> None:
    """Names to search for, pledges with their scope, and dealings with police, with sources."""
    vendor = loading.load_vendor(vendor_id)
    _print_entry(vendor, describing.vendor_text(vendor, loading.vehicles_of(vendor.id)), as_json)


@vendors.command("search")
@click.argument("words", nargs=-1, required=True)
@today_option
@json_option
def search_vendors(words: Sequence[str], today: date | None, as_json: bool) -> None:
    """Vendors that hold every one of WORDS: names, products, aliases, resellers."""
    _print_vendors(matching(loading.all_vendors(), words), as_json, _no_hit("vendor", words))


@click.group()
def records() -> None:
    """Record types to ask for: list, show, search."""


@records.command("list")
@click.option("--group", type=click.Choice(loading.GROUPS), default=None, help="Only record types of that group.")
@click.option("--pack", default=None, metavar="ID", help="Only record types of that pack, in its order.")
@today_option
@json_option
def list_records(group: str | None, pack: str | None, today: date | None, as_json: bool) -> None:
    """The record types on file, and the packs made of them."""
    if pack is not None:
        found = [loading.load_record_category(item) for item in loading.load_pack(pack).items]
    else:
        found = loading.all_record_categories()
    found = [category for category in found if group in (None, category.group)]
    packs = loading.all_packs() if group is None and pack is None else []
    if as_json:
        print_json({"record_types": _plain(found), "packs": _plain(packs)})
        return
    _print_categories(found, "No record type of this pack is in that group.")
    if packs:
        click.echo("\nPacks, for 'frkit request new --pack ID':\n")
        _print_packs(packs)


@records.command("packs")
@today_option
@json_option
def list_packs(today: date | None, as_json: bool) -> None:
    """The packs: record types that belong together for one purpose."""
    packs = loading.all_packs()
    if as_json:
        print_json(_plain(packs))
    else:
        _print_packs(packs)


@records.command("show")
@click.argument("record_id", metavar="ID")
@today_option
@json_option
def show_record(record_id: str, today: date | None, as_json: bool) -> None:
    """One record type, with the words in which a letter asks for it, or one pack."""
    if record_id in loading.PACKS.paths():
        pack = loading.load_pack(record_id)
        titles = {item: loading.load_record_category(item).title for item in pack.items}
        _print_entry(pack, describing.pack_text(pack, titles), as_json)
        return
    category = loading.load_record_category(record_id)
    _print_entry(category, describing.category_text(category), as_json)


@records.command("search")
@click.argument("words", nargs=-1, required=True)
@today_option
@json_option
def search_records(words: Sequence[str], today: date | None, as_json: bool) -> None:
    """Record types that hold every one of WORDS: titles, wording, reasons, search terms."""
    found = matching(loading.all_record_categories(), words)
    if as_json:
        print_json(_plain(found))
    else:
        _print_categories(found, _no_hit("record type", words))


@click.group()
def events() -> None:
    """Dated public facts that a packet may cite: list, show, search."""


@events.command("list")
@click.option("--place", default=None, metavar="CODE", help="Events in that place or below it.")
@click.option("--vendor", "vendor_id", default=None, metavar="ID", help="Events that concern that vendor.")
@click.option("--agency", "agency_id", default=None, metavar="ID", help="Events that concern that body.")
@today_option
@json_option
def list_events(
    place: str | None, vendor_id: str | None, agency_id: str | None, today: date | None, as_json: bool
) -> None:
    """Public events by date; several filters must all fit."""
    found = loading.public_events()
    codes = {event.place for event in found}
    found = [event for event in found if place is None or in_place(event.place, place)]
    found = [event for event in found if vendor_id is None or loading.VENDORS.known(vendor_id) in event.vendors]
    found = [event for event in found if agency_id is None or loading.AGENCIES.known(agency_id) in event.agencies]
    _print_events(_until(found, today), as_json, _nowhere("event", place, codes))


@events.command("show")
@click.argument("event_id", metavar="ID")
@today_option
@json_option
def show_event(event_id: str, today: date | None, as_json: bool) -> None:
    """One event with its facts, cautions and sources."""
    event = loading.load_public_event(event_id)
    _print_entry(event, describing.event_text(event), as_json)


@events.command("search")
@click.argument("words", nargs=-1, required=True)
@today_option
@json_option
def search_events(words: Sequence[str], today: date | None, as_json: bool) -> None:
    """Events that hold every one of WORDS: titles, facts, names, places, cautions."""
    names = place_names()
    found = matching(loading.public_events(), words, lambda event: _named(event.place, names))
    _print_events(_until(found, today), as_json, _no_hit("event", words))


def _check_command(
    group: click.Group, called: str, folders: Callable[[], Iterable[Path]], own: Callable[[], list[Finding]] = list
) -> None:
    """Give a group its ``check``: every mistake in FILES, or in all bundled files of that kind and in the own ones."""

    @group.command(
        "check", help=f"Every mistake in FILES, or in all {called} that ship with frkit, each with its line."
    )
    @click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
    @json_option
    def check(files: Sequence[Path], as_json: bool) -> None:
        findings = checks.check_files(files or folders()) + ([] if files else own())
        wrong = errors_in(findings)
        if as_json:
            print_json([vars(finding) for finding in findings])
        else:
            for finding in findings:
                click.echo(clean(str(finding)))
            click.echo(f"{len(wrong)} mistakes, {len(findings) - len(wrong)} warnings.")
        if wrong:
            raise click.exceptions.Exit(ExitCode.PROBLEMS)


def _own_agency_findings() -> list[Finding]:
    overlay = own_files(None)
    return checks.check_local_agencies(overlay) if overlay is not None else []


agencies.add_command(agencies_own.new)
agencies.add_command(agencies_own.contact)
agencies.add_command(contacts_table.contacts)
vendors.add_command(vehicles)
_check_command(agencies, "bodies", lambda: loading.AGENCIES.paths().values(), _own_agency_findings)
_check_command(
    vendors,
    "vendors and purchase vehicles",
    lambda: [*loading.VENDORS.paths().values(), loading.vehicles_file()],
)
_check_command(records, "record types and packs", lambda: [loading.records_folder()])
_check_command(events, "events", lambda: loading.EVENTS.paths().values())


def _agency_in(agency: Agency, place: str | None) -> bool:
    return place is None or any(in_place(code, place) for code in (agency.law, *agency.places))


def _deals_in(vendor: Vendor, place: str, where: dict[str, Agency]) -> bool:
    bodies = [where[one] for use in vendor.documented_use for one in use.agency_ids if one in where]
    return any(_agency_in(body, place) for body in bodies)


def _until(found: list[PublicEvent], today: date | None) -> list[PublicEvent]:
    """Without what lies after ``--today``; a month or year counts from its beginning."""
    return [event for event in found if today is None or event.date <= today.isoformat()]


def _nowhere(called: str, place: str | None, codes: Iterable[str]) -> str:
    names = place_names()
    known = {code: names.get(code, code) for code in sorted(codes)}
    near = near_code(place, known) if place and place not in known else None
    where = f"is on file for '{place}'" if place else "fits"
    return f"No {called} {where}" + (f"; did you mean '{near}'?" if near else ".")


def _no_hit(called: str, words: Sequence[str]) -> str:
    return f"No {called} on file holds {' and '.join(repr(word) for typed in words for word in typed.split())}."


def _named(place: str, names: dict[str, str]) -> str:
    """The names of a place and of the state in which it lies."""
    state = "-".join(place.split("-")[:2])
    return "\n".join(names.get(code, "") for code in (place, state))


def _no_law(code: str) -> str:
    """Why no letter can be written to the bodies of a place yet, and what to do about it."""
    name = place_names().get(code)
    guide = shown_path(jurisdictions_folder() / "README.md")
    return f"No letter can be written until the law of {name or code} is on file ({code}). How to add it: {guide}"


def _agency_record(agency: Agency, codes: set[str]) -> dict[str, Any]:
    return {**_plain([agency])[0], "law_on_file": agency.law in codes}


def _plain(entries: Iterable[Data]) -> list[Any]:
    return [entry.model_dump(mode="json", by_alias=True) for entry in entries]


def _print_entry(entry: Data, text: str, as_json: bool) -> None:
    if as_json:
        print_json(_plain([entry])[0])
    else:
        click.echo(clean(text))


def _print_table(columns: Sequence[Any], rows: Sequence[Sequence[str]], nothing: str) -> None:
    if rows:
        console().print(table(columns, rows))
    else:
        click.echo(clean(nothing), err=True)


def _print_agencies(found: list[Agency], as_json: bool, nothing: str, overlay: Path | None) -> None:
    codes = set(all_codes(overlay))
    if as_json:
        print_json([_agency_record(agency, codes) for agency in found])
        return
    rows = [(one.id, one.name, one.law if one.law in codes else f"{one.law} ({NO_LAW})") for one in found]
    _print_table([ID, "Name", ("Law", {"no_wrap": True})], rows, nothing)


def _print_vendors(found: list[Vendor], as_json: bool, nothing: str) -> None:
    if as_json:
        print_json(_plain(found))
        return
    rows = [(one.id, one.name, one.tier, ", ".join(pledge.date for pledge in one.pledges)) for one in found]
    _print_table([ID, "Name", ("Kind", {"no_wrap": True}), "Pledges"], rows, nothing)


def _print_categories(found: list[RecordCategory], nothing: str) -> None:
    rows = [(category.id, category.group, category.title) for category in found]
    _print_table([ID, ("Group", {"no_wrap": True}), "Title"], rows, nothing)


def _print_packs(packs: list[Pack]) -> None:
    rows = [(pack.id, pack.title, pack.use, str(len(pack.items))) for pack in packs]
    _print_table([ID, "Title", "Use", "Items"], rows, "There are no packs.")


def _print_events(found: list[PublicEvent], as_json: bool, nothing: str) -> None:
    if as_json:
        print_json(_plain(found))
        return
    rows = [(event.date, event.id, event.title) for event in found]
    _print_table([("Date", {"no_wrap": True}), ID, "Title"], rows, nothing)
