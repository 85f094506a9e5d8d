"""``frkit mentions``: where the records name vendors, products, resellers and ways to buy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from frkit.base.errors import WrongUsage
from frkit.base.findings import did_you_mean
from frkit.cli.campaign import as_of
from frkit.cli.common import campaign_option, clean, console, json_option, print_json, say, today_option
from frkit.cli.completing import request_ids
from frkit.cli.filters import chosen, filter_options
from frkit.cli.reading_documents import documents_here, words_of
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.selecting import Filters

if TYPE_CHECKING:
    from rich.console import Console

    from frkit.evidence.pledges.dated_records import Found

_SHOWN = 5
"""Pages that are shown of one document and owner."""


@click.command()
@click.argument("parts", metavar="[REQUEST...]", nargs=-1, shell_complete=request_ids)
@click.option("--of", "owners", metavar="ID", multiple=True, help="Only this vendor or purchase vehicle; repeatable.")
@click.option("--ours", is_flag=True, help="In our own letters too.")
@click.option("--all", "every", is_flag=True, help="Show every place, also names that stand alone and false friends.")
@filter_options
@campaign_option
@today_option
@json_option
def mentions(
    parts: tuple[str, ...], filters: Filters, owners: tuple[str, ...], ours: bool, every: bool, **options: Any
) -> None:
    """Find vendors, products, resellers and purchase vehicles on all pages that came.

    Whole words. A name that is short or a word of the language counts only beside a second term: another name of the
    vendor, or a word for face recognition. What stands alone, and what means something else, is shown apart.
    """
    from frkit.evidence.pledges.dated_records import found_in
    from frkit.evidence.pledges.mentions import names_on_file

    folder = CampaignFolder.find(options["campaign_dir"])
    _refuse_unknown(owners)
    placed = chosen(folder, parts, filters, as_of(folder, options["today"]))
    documents = documents_here(folder, [file.id for file, _ in placed], ours=ours)
    names = names_on_file()
    found: list[Found] = []
    unread = 0
    for document, pages in words_of(folder, documents):
        unread += any(page.lacks for page in pages)
        found += [one for one in found_in(document, pages, names) if not owners or one.mention.term.of in owners]
    if options["as_json"]:
        print_json([_data(one) for one in found])
        return
    _show(console(), found, len(documents), unread, every=every)


def _refuse_unknown(owners: Iterable[str]) -> None:
    from frkit.catalogue.loading import VENDORS, all_vehicles

    known = [*VENDORS.paths(), *(one.id for one in all_vehicles())]
    for owner in owners:
        if owner not in known:
            fact = f"No vendor or purchase vehicle has the id '{owner}'{did_you_mean(owner, known)}"
            raise WrongUsage(fact, remedy="'frkit vendors list' and 'frkit vendors vehicles list' show the ids")


def _show(out: Console, found: Sequence[Found], documents: int, unread: int, *, every: bool) -> None:
    named = [one for one in found if one.mention.standing == "named"]
    apart = [one for one in found if one.mention.standing != "named"]
    if not documents:
        out.print("Nothing that came is on file yet: frkit receive takes it in.")
        return
    bearing = len({one.document.sha256 for one in named})
    told = f"names stand in {bearing:,} of them" if named else "no name on file stands in them"
    out.print(f"{documents:,} document{'s' * (documents != 1)} read; {told}.")
    for owner in sorted({one.mention.term.of for one in named}):
        _show_owner(out, [one for one in named if one.mention.term.of == owner], every=every)
    if apart:
        _show_apart(out, apart, every=every)
    if unread:
        out.print()
        say(out, f"{unread:,} of them ha{'s' if unread == 1 else 've'} pages without words: frkit ocr reads those.")


def _show_owner(out: Console, found: Sequence[Found], *, every: bool) -> None:
    first = found[0].mention.term
    pages = len({(one.document.sha256, one.page) for one in found})
    out.print()
    times = f"{len(found):,} time{'s' * (len(found) != 1)} on {pages:,} page{'s' * (pages != 1)}"
    say(out, f"{_name(first.of)} ({first.of}): {times}", style="bold", hang=2)
    for digest in dict.fromkeys(one.document.sha256 for one in found):
        _show_document(out, [one for one in found if one.document.sha256 == digest], every=every)


def _show_document(out: Console, found: Sequence[Found], *, every: bool) -> None:
    from frkit.evidence.text.choosing import shown_name

    document = found[0].document
    say(out, f"{document.request}: {shown_name(document)}", indent=2, hang=2)
    pages = list(dict.fromkeys(one.page for one in found))
    for page in pages if every else pages[:_SHOWN]:
        on_page = [one for one in found if one.page == page]
        for one in on_page if every else on_page[:1]:
            times = f"{len(on_page)} times, first: " if len(on_page) > 1 and not every else ""
            say(out, f"{_page(one)}{times}{clean(one.mention.words)}", indent=4, hang=6)
    if len(pages) > _SHOWN and not every:
        out.print(f"    and on {len(pages) - _SHOWN:,} more pages: --all shows every place")


def _show_apart(out: Console, apart: Sequence[Found], *, every: bool) -> None:
    alone = sum(one.mention.standing == "alone" for one in apart)
    others = len(apart) - alone
    told = [f"{alone:,} that stand without a second term"] * bool(alone) + [f"{others:,} false friends"] * bool(others)
    out.print()
    say(out, f"Set apart, and not counted: {' and '.join(told)}.{'' if every else ' --all shows them.'}", hang=2)
    if not every:
        return
    for one in apart:
        why = f"means something else: {one.mention.beside}" if one.mention.standing == "other" else "alone"
        say(
            out,
            f"{one.mention.term.of}, {one.document.path}: {_page(one)}{clean(one.mention.words)} ({why})",
            indent=2,
            hang=4,
        )


def _name(owner: str) -> str:
    from frkit.catalogue.loading import VENDORS, all_vehicles, load_vendor

    if owner in VENDORS.paths():
        return load_vendor(owner).name
    return next(one.name for one in all_vehicles() if one.id == owner)


def _page(one: Found) -> str:
    return f"p. {one.page}  " if one.page else ""


def _data(one: Found) -> dict[str, object]:
    term, document = one.mention.term, one.document
    return {
        "of": term.of,
        "kind": term.kind.replace(" ", "_"),
        "name": term.text,
        "product": term.product,
        "standing": one.mention.standing,
        "beside": one.mention.beside or None,
        "request": document.request,
        "file": document.path,
        "part": document.part or None,
        "sha256": document.sha256,
        "page": one.page,
        "words": one.mention.words,
    }
