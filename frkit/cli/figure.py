"""``frkit figure``: a price, a term or a quantity that a document bears, confirmed by a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import click

from frkit.base.errors import FrkitError, WrongUsage
from frkit.cli.campaign import as_of
from frkit.cli.common import campaign_option, clean, console, json_option, print_json, say, today_option
from frkit.cli.date import known_vendor
from frkit.cli.reading_documents import documents_here
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.people import who_writes

if TYPE_CHECKING:
    from frkit.evidence.text.documents import Document
    from frkit.evidence.text.page_texts import PageText
    from frkit.tracking.events import FigureConfirmed

_LOOK = "write it as it stands there; --by-eye says that you saw it where no text can be read"


@click.command(name="figure")
@click.argument("file", metavar="FILE")
@click.argument("page", required=False, type=click.IntRange(1))
@click.option("--words", help="The figure as it stands there: '$9,500.00 per year'.")
@click.option("--price", metavar="AMOUNT", help="A price, like 9500.00.")
@click.option("--currency", help="Like USD or GBP (default: that of the place).")
@click.option("--quantity", metavar="AMOUNT", help="A number of something that --per names, like 12000.")
@click.option("--per", help="What the price is for: year, month, search, once; or what is counted.")
@click.option("--from", "first", metavar="DATE", help="First day, month or year of a term.")
@click.option("--until", "last", metavar="DATE", help="Last day, month or year of a term.")
@click.option("--length", help="How long a term runs, like '12 months'.")
@click.option("--label", help="What the document calls it: 'annual licence', 'not to exceed'.")
@click.option("--vendor", metavar="ID", help="The vendor that it is about.")
@click.option("--product", help="The vendor's product, by the name that its file has.")
@click.option("--by-eye", is_flag=True, help="You saw it on the page, which has no text that frkit can read.")
@click.option("--note", help="For the team; never printed in a packet.")
@campaign_option
@today_option
@json_option
def figure_command(file: str, page: int | None, **options: Any) -> None:
    """Confirm a price, a term or a quantity that stands on PAGE of FILE; without PAGE show what was confirmed.

    A packet sets confirmed figures of the same vendor side by side; no other figure is compared. The words must stand
    on that page. FILE is a path, a name or the first letters of a hash. A mail or letter has no pages yet: its PAGE
    is 1.
    """
    from frkit.evidence.text.choosing import the_document

    folder = CampaignFolder.find(options["campaign_dir"])
    document = the_document(documents_here(folder, folder.request_ids(), ours=True), file)
    if page is None:
        _show(folder, document, as_json=options["as_json"])
        return
    event_id = _confirm(folder, document, page, options)
    if options["as_json"]:
        print_json({"request": document.request, "event": event_id})
        return
    say(console(), f"Logged {event_id} for {document.request}.", hang=2)


def _show(folder: CampaignFolder, document: Document, *, as_json: bool) -> None:
    from frkit.evidence.text.choosing import shown_name
    from frkit.tracking.events import FigureConfirmed
    from frkit.tracking.order import effective

    events = effective(folder.load(document.request).events)
    found = [(one, event) for one, event in events if isinstance(event, FigureConfirmed)]
    own = [(one, event) for one, event in found if event.of == document.sha256]
    if as_json:
        figures = [{"event": one, **_data(event)} for one, event in own]
        print_json(
            {
                "request": document.request,
                "file": document.path,
                "part": document.part or None,
                "sha256": document.sha256,
                "figures": figures,
            }
        )
        return
    out = console()
    say(out, shown_name(document), style="bold", hang=2)
    for _, event in own:
        told = ", ".join(f"{name} {value}" for name, value in _data(event).items() if value and name in _TOLD)
        where = f" on page {event.page}" if event.page else ""
        say(out, f"{event.figure}{where}: {told}; “{clean(event.words)}”", indent=2, hang=4)
    if not own:
        out.print("  No figure of it was confirmed yet.")
        say(out, f"$ frkit figure {document.sha256[:12]} PAGE --price AMOUNT --words WORDS", indent=4, hang=6)


_TOLD = ("label", "amount", "currency", "per", "first", "last", "length", "vendor", "product")


def _data(event: FigureConfirmed) -> dict[str, object]:
    return {
        "figure": event.figure,
        "label": event.label,
        "amount": str(event.amount) if event.amount is not None else None,
        "currency": event.currency,
        "per": event.per,
        "first": event.first,
        "last": event.last,
        "length": event.length,
        "vendor": event.about_vendor,
        "product": event.product,
        "page": event.page,
        "words": event.words,
        "by_eye": event.by_eye,
    }


def _confirm(folder: CampaignFolder, document: Document, page: int, options: dict[str, Any]) -> str:
    from pydantic import ValidationError

    from frkit.evidence.text.page_texts import page_texts
    from frkit.tracking.events import FigureConfirmed

    figure = _kind(options)
    pages = page_texts(folder, document)
    words = _words(pages, page, options)
    vendor, product = known_vendor(options["vendor"], options["product"])
    try:
        event = FigureConfirmed(
            date=as_of(folder, options["today"]),
            entered=datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            by=who_writes(folder.root),
            of=document.sha256,
            figure=figure,
            words=words,
            amount=options["price"] or options["quantity"],
            currency=options["currency"] or _currency(folder, document, figure),
            per=options["per"],
            first=options["first"],
            last=options["last"],
            length=options["length"],
            label=options["label"],
            page=page if any(one.page for one in pages) or not pages else None,
            part=document.part or None,
            by_eye=options["by_eye"],
            about_vendor=vendor,
            product=product,
            note=options["note"],
            audience=document.audience,
        )
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"]))
        if where == "length":
            raise WrongUsage(f"'{options['length']}' is no length.", remedy="write it like 12 months") from None
        said = str(fault["msg"]).removeprefix("Value error, ")
        raise WrongUsage(f"{where + ': ' if where else ''}{said}.", remedy="frkit figure --help") from None
    _refuse_other_amount(event)
    folder.refuse_private_event(event)
    event_id, _ = folder.add_event(document.request, event)
    return event_id


def _kind(options: dict[str, Any]) -> str:
    """Which figure was typed; raises WrongUsage for none, and for more than one."""
    given = {
        "price": options["price"] is not None,
        "term": any(options[name] is not None for name in ("first", "last", "length")),
        "quantity": options["quantity"] is not None,
    }
    kinds = [kind for kind, typed in given.items() if typed]
    if len(kinds) != 1:
        fact = "No figure was given." if not kinds else f"That is a {' and a '.join(kinds)} at once."
        raise WrongUsage(fact, remedy="give --price, or --quantity, or a term with --from, --until or --length")
    return kinds[0]


def _currency(folder: CampaignFolder, document: Document, figure: str) -> str | None:
    fees = folder.load(document.request).law.fees if figure == "price" else None
    return fees.currency if fees else None


def _words(pages: Sequence[PageText], page: int, options: dict[str, Any]) -> str:
    """The figure as it stands on the page; raises an error where it does not stand there, or nobody could read it."""
    from frkit.evidence.text.quotations import standing_on

    words = " ".join((options["words"] or "").split())
    if not words:
        raise WrongUsage("The figure's own words are missing.", remedy=f"add --words: {_LOOK}")
    on_page = [one for one in pages if (one.page or 1) == page]
    if pages and not on_page:
        last = max(one.page or 1 for one in pages)
        raise WrongUsage(f"It has no page {page}; the last one is {last}.")
    if not options["by_eye"] and standing_on(["\n".join(one.text for one in on_page)], words) is None:
        raise FrkitError(f"“{words}” does not stand on page {page}.", remedy=_LOOK)
    return words


def _refuse_other_amount(event: FigureConfirmed) -> None:
    """Raise FrkitError where the words show figures, and the amount is not among them: a slip of typing."""
    if event.amount is None:
        return
    numbers = re.findall(r"\d[\d.,'\u2019\u00a0\u202f ]*", event.words)
    digits = [re.sub(r"\D", "", one) for one in numbers]
    whole = str(int(event.amount))
    exact = re.sub(r"\D", "", f"{event.amount:.2f}")
    if digits and not any(one in (whole, exact, exact.rstrip("0") or "0") for one in digits):
        raise FrkitError(
            f"“{event.words}” does not show the amount {event.amount}.",
            remedy="look at the page, and give amount and words as they stand there",
        )
