"""``frkit date``: the dates that a document bears, and the one that a person confirms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, get_args

import click

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.findings import did_you_mean
from frkit.catalogue.vendor_types import Act, Buyer
from frkit.cli.campaign import as_of
from frkit.cli.common import campaign_option, clean, console, json_option, print_json, say, today_option
from frkit.cli.reading_documents import documents_here
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.people import who_writes

if TYPE_CHECKING:
    from frkit.evidence.pledges.dates_in_text import FoundDate
    from frkit.evidence.text.documents import Document
    from frkit.evidence.text.page_texts import PageText

Candidates = list[tuple["PageText", "FoundDate"]]


@click.command(name="date")
@click.argument("file", metavar="FILE")
@click.argument("page", required=False, type=click.IntRange(1))
@click.argument("day", metavar="[DATE]", required=False)
@click.option("--words", help="The date as it stands there, where frkit does not find it by itself.")
@click.option("--by-eye", is_flag=True, help="You saw it on the page, which has no text that frkit can read.")
@click.option("--vendor", metavar="ID", help="The vendor that it is about; else every vendor that it names.")
@click.option("--act", type=click.Choice(get_args(Act)), help="What it shows.")
@click.option("--product", help="The vendor's product, by the name that its file has.")
@click.option("--concerns", multiple=True, metavar="WORDS", help="Words of a pledge that it is about; repeatable.")
@click.option("--purpose", "purposes", multiple=True, metavar="WORDS", help="What it was for, in words of a pledge.")
@click.option("--buyer", "buyers", multiple=True, type=click.Choice(get_args(Buyer)), help="What the agency is.")
@click.option("--excepted", type=click.Choice(["yes", "no"]), help="Whether an exception of the pledge applies.")
@click.option("--note", help="For the team; never printed in a packet.")
@campaign_option
@today_option
@json_option
def date_command(file: str, page: int | None, day: str | None, **options: Any) -> None:
    """Show the dates that stand in FILE, or confirm that it bears DATE on PAGE.

    A date in a text is a candidate until a person has looked. DATE is as exact as the page: 2021, 2021-06 or
    2021-06-10. What the document shows, if you say it, lets frkit pledges compare it with what a vendor promised.

    FILE is a path, a name or the first letters of a hash. A mail or letter has no pages yet: its PAGE is 1.
    """
    from frkit.evidence.text.choosing import the_document
    from frkit.evidence.text.page_texts import page_texts

    folder = CampaignFolder.find(options["campaign_dir"])
    document = the_document(documents_here(folder, folder.request_ids(), ours=True), file)
    pages = page_texts(folder, document)
    if day is None:
        if page is not None:
            pages = tuple(one for one in pages if (one.page or 1) == page)
        _show(folder, document, pages, as_json=options["as_json"])
        return
    assert page is not None
    event_id = _confirm(folder, document, pages, page, day, options)
    if options["as_json"]:
        print_json({"request": document.request, "event": event_id})
        return
    out = console()
    say(out, f"Logged {event_id} for {document.request}.", hang=2)
    say(out, "frkit pledges shows it beside what vendors pledged.", hang=2)


def _candidates(folder: CampaignFolder, document: Document, pages: Sequence[PageText]) -> Candidates:
    from frkit.evidence.pledges.dates_in_text import dates_in
    from frkit.evidence.pledges.mentions import as_read
    from frkit.law.loading import load_jurisdiction

    style = load_jurisdiction(document.law, folder.overlay).date_style
    return [(page, found) for page in pages for found in dates_in(as_read(page.text), style)]


def _show(folder: CampaignFolder, document: Document, pages: Sequence[PageText], *, as_json: bool) -> None:
    from frkit.evidence.pledges.dated_records import confirmed_in
    from frkit.evidence.text.choosing import shown_name

    found = _candidates(folder, document, pages)
    confirmed = [one for _, one in confirmed_in(folder.load(document.request)) if one.of == document.sha256]
    if as_json:
        print_json(
            {
                "request": document.request,
                "file": document.path,
                "part": document.part or None,
                "sha256": document.sha256,
                "candidates": [
                    {"page": page.page, "words": one.words, "readings": list(one.readings)} for page, one in found
                ],
                "confirmed": [{"page": one.page, "dated": one.dated, "words": one.words} for one in confirmed],
            }
        )
        return
    out = console()
    say(out, shown_name(document), style="bold", hang=2)
    for event in confirmed:
        say(
            out,
            f"confirmed: {event.dated}{f' on page {event.page}' if event.page else ''}, “{clean(event.words)}”",
            indent=2,
            hang=4,
        )
    if not found:
        lacking = any(page.lacks for page in pages)
        unread = "It has pages without words: frkit ocr." if lacking else "Its words cannot be read: frkit ocr --list."
        out.print(f"  No date was found in its words.{f' {unread}' if lacking or not pages else ''}")
        return
    out.print("  Dates in its words, none of them confirmed by being found:")
    for page, one in found:
        where = f"p. {page.page}  " if page.page else ""
        say(out, f"{where}{clean(one.words)}  →  {' or '.join(one.readings)}", indent=4, hang=8)
    digest = document.sha256[:12]
    out.print(
        f"    $ frkit date {digest} {found[0][0].page or 1} {found[0][1].readings[0]}", style="cyan", soft_wrap=True
    )


def _confirm(
    folder: CampaignFolder, document: Document, pages: Sequence[PageText], page: int, day: str, options: dict[str, Any]
) -> str:
    from frkit.tracking.events import DateConfirmed

    words = _words(folder, document, pages, page, day, options)
    vendor, product = known_vendor(options["vendor"], options["product"])
    numbered = any(one.page for one in pages) or not pages
    try:
        event = DateConfirmed(
            date=as_of(folder, options["today"]),
            entered=datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            by=who_writes(folder.root),
            of=document.sha256,
            dated=day,
            words=words,
            page=page if numbered else None,
            part=document.part or None,
            by_eye=options["by_eye"],
            about_vendor=vendor,
            act=options["act"],
            product=product,
            concerns=options["concerns"],
            purposes=options["purposes"],
            buyers=options["buyers"],
            excepted={"yes": True, "no": False}.get(options["excepted"]),
            note=options["note"],
            audience=document.audience,
        )
    except ValueError:
        raise _no_date(day) from None
    folder.refuse_private_event(event)
    event_id, _ = folder.add_event(document.request, event)
    return event_id


def _words(
    folder: CampaignFolder, document: Document, pages: Sequence[PageText], page: int, day: str, options: dict[str, Any]
) -> str:
    """The date as it stands on the page; raises an error where it does not stand there, or nobody could read it."""
    from frkit.evidence.pledges.mentions import as_read

    _refuse_no_date(day)
    on_page = [one for one in pages if (one.page or 1) == page]
    if not on_page and pages:
        last = max(one.page or 1 for one in pages)
        raise WrongUsage(f"It has no page {page}; the last one is {last}.", remedy="frkit date FILE shows its dates")
    words = as_read(options["words"] or "")
    if options["by_eye"]:
        if not words:
            raise WrongUsage("What you saw is missing.", remedy="add --words with the date as it stands on the page")
        return words
    text = " ".join(as_read(one.text) for one in on_page)
    if words:
        if words.casefold() not in text.casefold():
            raise FrkitError(f"“{words}” does not stand on page {page}.", remedy=_LOOK)
        return words
    fitting = [one for _, one in _candidates(folder, document, on_page) if day in one.readings]
    if not fitting:
        raise FrkitError(f"No date on page {page} reads {day}.", remedy=_LOOK)
    return fitting[0].words


_LOOK = "frkit date FILE shows what was found; --words names the date as it stands there, --by-eye says that you saw it"


def _refuse_no_date(day: str) -> None:
    from pydantic import TypeAdapter, ValidationError

    from frkit.base.models import PartialDate

    try:
        TypeAdapter(PartialDate).validate_python(day)
    except ValidationError:
        raise _no_date(day) from None


def _no_date(day: str) -> WrongUsage:
    return WrongUsage(
        f"'{day}' is no date.", remedy="write it as exactly as the page has it: 2021, 2021-06 or 2021-06-10"
    )


def known_vendor(vendor: str | None, product: str | None) -> tuple[str | None, str | None]:
    """The vendor and its product as the catalogue has them; raises WrongUsage for others."""
    from frkit.catalogue.loading import VENDORS, all_vendors, load_vendor

    if vendor is not None:
        VENDORS.known(vendor)
    if product is None:
        return vendor, None
    known = [load_vendor(vendor)] if vendor else all_vendors()
    found = [(one.id, made.name) for one in known for made in one.products if product in (made.name, *made.aliases)]
    if not found:
        names = [made.name for one in known for made in one.products]
        raise WrongUsage(
            f"No product on file is called '{product}'{did_you_mean(product, names)}",
            remedy="frkit vendors show ID lists the products of a vendor",
        )
    return vendor or (found[0][0] if len({one for one, _ in found}) == 1 else None), found[0][1]
