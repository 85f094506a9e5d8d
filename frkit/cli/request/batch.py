"""``frkit request batch``: the same asked of many bodies, seen whole and checked before anything is made."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from frkit.asking.batch_fees import caps_from
from frkit.asking.batch_names import slugs
from frkit.asking.batch_picking import Picked, Wish, picked
from frkit.asking.batch_types import Batch, Planned, Wanted
from frkit.asking.batching import Waves, plan_batch
from frkit.asking.new_request import Asked
from frkit.base.errors import ExitCode, FrkitError, WrongUsage
from frkit.catalogue.body_kinds import BODY_KINDS
from frkit.cli.campaign import as_of
from frkit.cli.common import (
    DAY,
    campaign_option,
    clean,
    given_pairs,
    json_option,
    own_files,
    print_json,
    today_option,
)
from frkit.cli.completing import agency_ids
from frkit.cli.log.asking import agreed
from frkit.cli.made_files import to_stdout
from frkit.cli.request.batch_table import table_in, template
from frkit.cli.request.batch_words import batch_data, print_columns, print_made, print_preview
from frkit.exchange.csv_rows import rows_refused
from frkit.tracking.folder import CampaignFolder

_MANY = 50
"""From how many requests on a bar shows how far the making has come."""


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--place", "places", multiple=True, metavar="CODE", help="Bodies in this place or below it: us-ca, gb.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(list(BODY_KINDS)), help="Only bodies of this kind.")
@click.option(
    "--vendor-of", "vendors_of", multiple=True, metavar="ID", help="Only bodies with a system of this vendor."
)
@click.option("--agency", "named", multiple=True, metavar="ID", help="This body besides.", shell_complete=agency_ids)
@click.option("--except", "without", multiple=True, metavar="ID", help="Not this one.", shell_complete=agency_ids)
@click.option("--pack", default=None, help="A pack of items, like first-contact; frkit records packs lists them.")
@click.option("--item", "items", multiple=True, help="Id of a record type, besides the pack or in its place.")
@click.option("--ask", "texts", multiple=True, metavar="WORDS", help="An item in your own words.")
@click.option("--vendor", "vendors", multiple=True, help="A vendor to name as an example.")
@click.option("--since", type=DAY, default=None, help="Records from this day on.")
@click.option("--until", type=DAY, default=None, help="Records up to this day (default: the day of the search).")
@click.option("--custodian", "custodians", multiple=True, help="An office that may hold them.")
@click.option("--term", "terms", multiple=True, help="A search term for every item.")
@click.option(
    "--requester", default=None, help="Who signs, where no law asks for residents: a file in private/requesters."
)
@click.option(
    "--fee-cap",
    "fee_caps",
    multiple=True,
    metavar="AMOUNT",
    help="What you agree to pay without being asked: '25 USD'; one for each currency.",
)
@click.option(
    "--given",
    multiple=True,
    metavar="KEY=VALUE",
    help="An answer, for the laws that ask for it, like record_class=other.",
)
@click.option("--law", default=None, metavar="CODE", help="Another regime of the place, like gb-sar.")
@click.option(
    "--wave", default=None, metavar="NAME", help="Name of the batch, for --wave elsewhere (default: the day)."
)
@click.option("--waves", "count", type=click.IntRange(1, 99), default=None, help="Cut it into so many waves.")
@click.option("--per-wave", type=click.IntRange(min=1), default=None, help="Cut it into waves of so many.")
@click.option("--again", is_flag=True, help="Also ask for what the campaign asks the same body for already.")
@click.option("--preview", is_flag=True, help="Only show what would be made.")
@click.option("--rules", is_flag=True, help="Also show the rules of the laws to keep in mind.")
@click.option("--columns", is_flag=True, help="Explain the columns of FILE.")
@click.option("--template", "as_template", is_flag=True, help="Print a table to fill in, with the bodies chosen here.")
@click.option("--yes", is_flag=True, help="Make them without asking.")
@campaign_option
@today_option
@json_option
def batch(
    file: Path | None, campaign_dir: str | None, today: date | None, as_json: bool, yes: bool, **typed: Any
) -> None:
    """Make many requests at once: one for each row of FILE.csv, or for each body that --place, --kind, --vendor-of
    and --agency choose.

    All of them are shown and checked first, and made only if all can be. Drafts only: nothing is sent.

    The first wave holds what is surest: bodies with nothing to mend, laws that are known best, the places in turns.
    """
    if typed["columns"]:
        print_columns(as_json)
        return
    wish = Wish(typed["places"], typed["kinds"], typed["vendors_of"], typed["named"], typed["without"])
    if typed["as_template"]:
        overlay = own_files(campaign_dir)
        to_stdout(template(picked(wish, overlay).agencies if wish else (), overlay).encode())
        return
    folder = CampaignFolder.find(campaign_dir)
    day = as_of(folder, today)
    usual = _usual(typed)
    wanted, chosen, faults = _wanted(file, wish, usual, folder)
    planned = plan_batch(wanted, folder, day, _waves(typed), again=typed["again"])
    if faults:
        raise rows_refused([*faults, *(one.message for one in planned.of_grade("error"))])
    errors = planned.of_grade("error")
    if not as_json or errors:
        print_preview(planned, chosen, rules=typed["rules"], to_stderr=as_json)
    if errors:
        raise click.exceptions.Exit(ExitCode.PROBLEMS)
    if not typed["preview"]:
        _make_all(planned, chosen, folder, day, yes=yes, as_json=as_json)
    elif as_json:
        print_json(batch_data(planned, chosen, {}, []))


def _make_all(
    planned: Batch, chosen: Picked | None, folder: CampaignFolder, day: date, *, yes: bool, as_json: bool
) -> None:
    fresh = planned.fresh
    count = f"{len(fresh):,} request{'s' * (len(fresh) != 1)}"
    if fresh and as_json and not yes:
        raise WrongUsage("Nobody can be asked here whether that is meant.", remedy="add --yes, or --preview to look")
    if fresh and not agreed(f"Make {count}?", yes=yes):
        raise click.Abort
    made = _make(fresh, folder, day)
    names = {row.number: row.same for row in planned.rows if row.same is not None} | made
    if as_json:
        print_json(batch_data(planned, chosen, names, list(made)))
    else:
        print_made(planned, list(made.values()))


def _make(rows: Sequence[Planned], folder: CampaignFolder, day: date) -> dict[int, str]:
    """The folders, one after the other; whole each, so that the same command goes on after an interruption."""
    names = slugs(rows)
    made: dict[int, str] = {}
    shown = len(rows) >= _MANY and sys.stderr.isatty()
    with click.progressbar(length=len(rows), label="Making", file=sys.stderr, hidden=not shown) as bar:
        for row in rows:
            try:
                made[row.number] = folder.create_request(row.request, names[row.number], day, hashed=True)
            except FrkitError as error:
                raise _half_way(error, len(made), len(rows)) from error
            bar.update(1)
    return made


def _half_way(error: FrkitError, done: int, of: int) -> FrkitError:
    so_far = f"{done} of {of} are made; give the same command again, those are passed over"
    error.remedy = f"{error.remedy}\n         {so_far}" if error.remedy else so_far
    error.args = (str(error),)
    return error


def _wanted(
    file: Path | None, wish: Wish, usual: Wanted, folder: CampaignFolder
) -> tuple[list[Wanted], Picked | None, list[str]]:
    """The requests that a person wants, how the bodies were chosen, and the rows of a table that cannot be read."""
    if file is not None and (wish or wish.without):
        raise WrongUsage(
            "A table and a choice of bodies cannot be combined.",
            remedy="write the bodies into the table: frkit request batch --place CODE --template prints one with them",
        )
    if file is not None:
        table = table_in(file, usual, folder.overlay)
        for note in table.notes:
            click.echo(clean(f"Note: {note}"), err=True)
        return table.wanted, None, table.faults
    if not wish:
        raise WrongUsage(
            "Whom to ask is missing.",
            remedy="name a table: frkit request batch FILE.csv; or choose bodies: --place us-ca --kind police",
        )
    chosen = picked(wish, folder.overlay)
    return [_for(agency.id, usual) for agency in chosen.agencies], chosen, []


def _for(agency: str, usual: Wanted) -> Wanted:
    return replace(usual, asked=replace(usual.asked, agency=agency))


def _usual(typed: dict[str, Any]) -> Wanted:
    """What the options say for every request."""
    asked = Asked(
        agency="",
        pack=typed["pack"],
        items=typed["items"],
        texts=typed["texts"],
        vendors=typed["vendors"],
        since=typed["since"],
        until=typed["until"],
        custodians=typed["custodians"],
        terms=typed["terms"],
        requester=typed["requester"],
        law=typed["law"],
    )
    return Wanted(asked, caps=caps_from(typed["fee_caps"]), said=given_pairs(typed["given"]))


def _waves(typed: dict[str, Any]) -> Waves:
    if typed["count"] is not None and typed["per_wave"] is not None:
        raise WrongUsage("--waves and --per-wave say two things.", remedy="use one of the two")
    return Waves(typed["wave"], typed["count"], typed["per_wave"])
