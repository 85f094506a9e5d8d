"""``frkit search``: where words stand, in everything that came, in our letters, and in what was noted."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import click

from frkit.cli.common import DAY, campaign_option, clean, console, json_option, print_json
from frkit.cli.completing import agency_ids, request_ids

if TYPE_CHECKING:
    from frkit.evidence.text.searching import Found, Search
    from frkit.evidence.text.store import Store
    from frkit.evidence.text.unsearched import Unread
    from frkit.tracking.folder import CampaignFolder

_SIGNS = re.compile(r"[\"()*“”„«»]|(?:^|\s)(?:AND|OR|NOT)(?:\s|$)|NEAR\(")


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@click.option("--place", multiple=True, metavar="CODE", help="Under the law of this place or of one below it: us-ca.")
@click.option(
    "--agency", multiple=True, metavar="ID", shell_complete=agency_ids, help="Of this agency: its id or a part."
)
@click.option("--request", "requests", multiple=True, metavar="ID", shell_complete=request_ids, help="In this request.")
@click.option("--vendor", multiple=True, metavar="ID", help="On pages that also name this vendor or its products.")
@click.option("--from", "since", type=DAY, help="Of events on this day or later.")
@click.option("--to", "until", type=DAY, help="Of events on this day or earlier.")
@click.option("--exhibit", multiple=True, metavar="LABEL", help="In this exhibit: 3, PACKET:3, or PACKET: for all.")
@click.option("--ours/--theirs", "ours", default=None, help="Only what we wrote and noted; only what came.")
@click.option("--most", type=click.IntRange(1, 1000), default=20, show_default=True, help="Show so many results.")
@campaign_option
@json_option
def search(
    words: tuple[str, ...],
    place: tuple[str, ...],
    agency: tuple[str, ...],
    requests: tuple[str, ...],
    vendor: tuple[str, ...],
    since: date | None,
    until: date | None,
    exhibit: tuple[str, ...],
    ours: bool | None,
    most: int,
    campaign_dir: str | None,
    as_json: bool,
) -> None:
    """Where WORDS stand: in records, mails, attached files, our letters, calls and notes.

    \b
    facial recognition      pages that have both words
    "facial recognition"    next to each other
    recogni*                words that begin so
    NEAR(camera deal, 5)    at most five words between
    AND  OR  NOT  (...)     capitals; put the whole between single quotes

    Capitals and accents do not matter. A number such as R-2024/123 is found as typed.
    """
    from frkit.cli.search.places import Places, wanted_from
    from frkit.cli.search.words import as_data, print_found
    from frkit.evidence.text.query import parsed
    from frkit.tracking.folder import CampaignFolder

    folder = CampaignFolder.find(campaign_dir)
    query = parsed(question(words))
    wanted = wanted_from(folder, place, agency, requests, since, until, exhibit, ours)
    also = _naming(vendor)
    found, unread = _searched(folder, lambda search: search.find(query, wanted, most=most, also=also))
    typed = " ".join(words)
    if as_json:
        print_json(as_data(found, unread, Places(folder), typed))
    else:
        print_found(console(), found, unread, Places(folder), typed)


def question(words: tuple[str, ...]) -> str:
    """What was typed as one question; words that stood in quotes together for the shell belong together here too."""
    return " ".join(f'"{one}"' if len(one.split()) > 1 and not _SIGNS.search(one) else one for one in words)


def _searched(folder: CampaignFolder, ask: Callable[[Search], Found]) -> tuple[Found, list[Unread]]:
    """The answer to a question, after everything new was read; and what could not be read."""
    from frkit.cli.reading_bar import reading_bar
    from frkit.evidence.text.documents import documents_of, readable_papers
    from frkit.evidence.text.indexing import bring_up_to_date
    from frkit.evidence.text.searching import Search
    from frkit.evidence.text.sources import sources_of
    from frkit.evidence.text.store import with_store
    from frkit.evidence.text.unsearched import unread_documents

    papers, errors = readable_papers(folder)
    for error in errors:
        click.echo(f"frkit: left out: {clean(str(error))}", err=True)
    documents = list(documents_of(folder, papers, with_parts=True, left_out=True))

    def work(store: Store) -> tuple[Found, list[Unread]]:
        with reading_bar("Reading") as progress:
            bring_up_to_date(store, folder, papers, documents, progress)
        return ask(Search(store, sources_of(papers, documents))), unread_documents(store, documents)

    return with_store(folder, work)


def _naming(vendors: tuple[str, ...]) -> str:
    """A second question: that the page names one of these vendors, one of their products or other names."""
    if not vendors:
        return ""
    from frkit.catalogue.loading import load_vendor
    from frkit.evidence.text.query import words_as_query

    names: list[str] = []
    for one in vendors:
        vendor = load_vendor(one)
        products = (name for product in vendor.products for name in (product.name, *product.aliases))
        every = (vendor.name, *vendor.legal_names, *vendor.aliases, *products)
        weak = {name.casefold() for name in vendor.weak_terms}
        names += [name for name in every if name.casefold() not in weak] or list(every)
    return words_as_query(tuple(dict.fromkeys(names)))
