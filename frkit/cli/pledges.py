"""``frkit pledges``: dated records beside what vendors pledged and local laws order, each in one of four states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frkit.base.errors import FrkitError
from frkit.cli.campaign import as_of
from frkit.cli.common import campaign_option, clean, console, json_option, print_json, say, today_option
from frkit.cli.completing import request_ids
from frkit.cli.filters import chosen, filter_options
from frkit.cli.reading_documents import documents_here, words_of
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.selecting import Filters

if TYPE_CHECKING:
    from rich.console import Console

    from frkit.evidence.pledges.beside import Row
    from frkit.evidence.pledges.dated_records import DatedRecord
    from frkit.evidence.text.documents import Document

WORDS = {
    "before": "before",
    "after_in_scope": "after, and in scope",
    "after_outside": "after, but outside the scope or excepted",
    "cannot_tell": "cannot tell",
}
"""State -> how it is told; a record is set beside words, and nobody is accused."""
_UNDATED = 10


@click.command()
@click.argument("parts", metavar="[REQUEST...]", nargs=-1, shell_complete=request_ids)
@click.option("--of", "vendors", metavar="ID", multiple=True, help="Only the pledges of this vendor; repeatable.")
@click.option("--why", is_flag=True, help="Show the reasons for each state, and the sources of the pledges.")
@click.option("--svg", type=click.Path(path_type=Path), help="Write the line of time into this file.")
@filter_options
@campaign_option
@today_option
@json_option
def pledges(
    parts: tuple[str, ...], filters: Filters, vendors: tuple[str, ...], why: bool, svg: Path | None, **options: Any
) -> None:
    """Set dated records beside the pledges of the vendors that they name, and beside the laws of their places.

    Each is in exactly one of four states: before; after, and in scope; after, but outside the scope or excepted;
    cannot tell. Only dates that a person confirmed count: frkit date. The states say which document bears which date;
    they accuse nobody.
    """
    from frkit.catalogue.loading import VENDORS
    from frkit.evidence.pledges.beside import rows_of
    from frkit.evidence.pledges.dated_records import dated_records

    folder = CampaignFolder.find(options["campaign_dir"])
    for vendor in vendors:
        VENDORS.known(vendor)
    files = [file for file, _ in chosen(folder, parts, filters, as_of(folder, options["today"]))]
    documents = documents_here(folder, [file.id for file in files], ours=True)
    named = _named(folder, documents)
    records = dated_records(folder, files, documents, lambda one: named.get(one.sha256, set()))
    rows = rows_of(records, vendors)
    undated = _undated(documents, named, records, vendors)
    if svg is not None:
        _write(svg, rows, folder)
    if options["as_json"]:
        print_json({"rows": [_data(row) for row in rows], "undated": [_undated_data(one, named) for one in undated]})
        return
    _show(console(), rows, records, undated, why=why)


def _named(folder: CampaignFolder, documents: Sequence[Document]) -> dict[str, set[str]]:
    """Hash of a document -> the vendors that it names."""
    from frkit.evidence.pledges.dated_records import found_in, vendors_named
    from frkit.evidence.pledges.mentions import names_on_file

    names = names_on_file()
    return {one.sha256: vendors_named(found_in(one, pages, names)) for one, pages in words_of(folder, documents)}


def _undated(
    documents: Sequence[Document], named: dict[str, set[str]], records: Sequence[DatedRecord], vendors: Sequence[str]
) -> list[Document]:
    """What an agency sent that names a vendor and bears no confirmed date."""
    dated = {one.confirmed.of for one in records}
    wanted = set(vendors)
    found = {one.sha256: one for one in documents if not one.ours and one.sha256 not in dated}
    return [one for one in found.values() if (named[one.sha256] & wanted if wanted else named[one.sha256])]


def _show(
    out: Console, rows: Sequence[Row], records: Sequence[DatedRecord], undated: Sequence[Document], *, why: bool
) -> None:
    from frkit.evidence.pledges.comparison import STATES

    if not records:
        out.print("No date of a document was confirmed yet.")
    elif not rows:
        out.print("The dated records name no vendor with a pledge, and no law of their places has a date on file.")
    for vendor, title, day in dict.fromkeys((row.vendor, row.title, row.date) for row in rows):
        beside = [row for row in rows if (row.vendor, row.title, row.date) == (vendor, title, day)]
        out.print()
        say(out, f"{day}  {clean(title)}", style="bold", hang=4)
        if beside[0].caution and why:
            say(out, f"Caution: {beside[0].caution}", indent=4, hang=4)
        for state in STATES:
            for row in (one for one in beside if one.sorted.state == state):
                _show_row(out, row, why=why)
        if why:
            say(out, f"Source: {'; '.join(beside[0].sources[:2])}", indent=4, hang=4)
    if rows:
        counts = Counter(row.sorted.state for row in rows)
        told = "; ".join(f"{counts[state]:,} {WORDS[state]}" for state in STATES if counts[state])
        out.print()
        say(out, f"{len(rows):,} compared: {told}.{'' if why else ' --why shows the reasons.'}")
    _show_undated(out, undated)


def _show_row(out: Console, row: Row, *, why: bool) -> None:
    record = row.record
    where = record.document.path if record.document is not None else "a document that is no longer here"
    page = f", p. {record.confirmed.page}" if record.confirmed.page else ""
    say(out, f"{WORDS[row.sorted.state]}: {record.confirmed.dated}, {record.agency.name}", indent=2, hang=4)
    say(out, f"{where}{page}: “{clean(record.confirmed.words)}”", indent=4, hang=6)
    for reason in row.sorted.reasons if why else ():
        say(out, f"- {reason}", indent=6, hang=2)


def _show_undated(out: Console, undated: Sequence[Document]) -> None:
    from frkit.evidence.text.choosing import shown_name

    if not undated:
        return
    out.print()
    say(out, f"{len(undated):,} more document{'s name' if len(undated) != 1 else ' names'} a vendor and bear"
        f"{'s' if len(undated) == 1 else ''} no confirmed date:", hang=2)  # fmt: skip
    for one in undated[:_UNDATED]:
        say(out, shown_name(one), indent=2, hang=4)
        out.print(f"    $ frkit date {one.sha256[:12]}", style="cyan")
    if len(undated) > _UNDATED:
        out.print(f"  and {len(undated) - _UNDATED:,} more: --json names all")


def _write(path: Path, rows: Sequence[Row], folder: CampaignFolder) -> None:
    from frkit.cli.made_files import may_write, refuse_inside, write_made
    from frkit.evidence.pledges.timeline import Moment, timeline
    from frkit.pages.drawing import is_chart_of_frkit

    if not rows:
        raise FrkitError("There is nothing to draw.", remedy="confirm a date first: frkit date FILE PAGE DATE")
    refuse_inside(path, folder.root)
    may_write(path, is_chart_of_frkit, folder.root)
    facts = [Moment(title, day) for title, day in dict.fromkeys((row.title, row.date) for row in rows)]
    records = []
    for event in dict.fromkeys(row.record.event for row in rows):
        own = [row for row in rows if row.record.event == event]
        record = own[0].record
        name = record.document.name if record.document is not None else "document no longer here"
        states = tuple(row.sorted.state for row in own)
        records.append(Moment(f"{record.agency.name}: {name}", record.confirmed.dated, states))
    made = timeline(facts, records, title="Records beside public words", note=_NOTE)
    write_made(path, made, is_chart_of_frkit, folder.root)
    click.echo(f"Wrote {path}", err=True)


_NOTE = "Above the line what vendors and laws said; below it what documents bear. It shows dates and accuses nobody."


def _data(row: Row) -> dict[str, object]:
    record, one = row.record, row.record.confirmed
    return {
        "state": row.sorted.state,
        "reasons": list(row.sorted.reasons),
        "vendor": row.vendor or None,
        "beside": row.title,
        "beside_kind": "pledge" if row.vendor else "law",
        "beside_date": row.date,
        "caution": row.caution or None,
        "sources": list(row.sources),
        "request": record.request,
        "agency": record.agency.id,
        "event": record.event,
        "file": record.document.path if record.document is not None else None,
        "part": one.part,
        "sha256": one.of,
        "page": one.page,
        "dated": one.dated,
        "words": one.words,
        "by_eye": one.by_eye,
        "act": one.act,
        "product": one.product,
        "vendor_said": record.said,
    }


def _undated_data(one: Document, named: dict[str, set[str]]) -> dict[str, object]:
    return {
        "request": one.request,
        "file": one.path,
        "part": one.part or None,
        "sha256": one.sha256,
        "vendors": sorted(named[one.sha256]),
    }
