"""``frkit agencies contacts``: the addresses of many bodies from one table, and the table of those that are missing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import create
from frkit.base.findings import did_you_mean
from frkit.base.models import day_from
from frkit.catalogue.loading import all_agencies
from frkit.catalogue.naming import AgencyNames
from frkit.catalogue.own_agencies import address_lines, contact_name, contact_text
from frkit.catalogue.own_files import contacts_folder
from frkit.catalogue.types import Agency, Contact
from frkit.cli.agencies_own import PURPOSES, one_line, refuse_private
from frkit.cli.campaign import as_of
from frkit.cli.common import campaign_option, clean, json_option, print_json, today_option
from frkit.cli.made_files import to_stdout
from frkit.exchange.csv_events import apart
from frkit.exchange.csv_rows import Row, Sheet, csv_text, rows_refused, sheet_of
from frkit.tracking.folder import CampaignFolder

COLUMNS = ("agency", "name", "purpose", "email", "address", "web", "found_where", "found_when")
Found = tuple[Agency, Contact]


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--template", is_flag=True, help="Print the table to fill in: the bodies asked here without a contact.")
@click.option("--wave", default=None, metavar="NAME", help="For the template: only bodies asked in this wave.")
@campaign_option
@today_option
@json_option
def contacts(
    file: Path | None, template: bool, wave: str | None, campaign_dir: str | None, today: date | None, as_json: bool
) -> None:
    """Keep the contacts in FILE.csv, each with where and when it was found; all of them or none.

    Rows without an address are passed over, so that a table can be filled in bit by bit and given again.
    """
    folder = CampaignFolder.find(campaign_dir)
    if template:
        to_stdout(_template(_lacking(folder, wave)).encode())
        return
    if file is None:
        raise WrongUsage("The table is missing.", remedy="frkit agencies contacts --template > contacts.csv prints one")
    found, empty = _found_in(file, folder, as_of(folder, today))
    made = []
    for agency, contact in found:
        path = contacts_folder(agency.id, folder.root) / contact_name(contact)
        fresh = not path.exists()
        create(path, contact_text(contact).encode())
        made.append({"agency": agency.id, "file": path.relative_to(folder.root).as_posix(), "made": fresh})
    if as_json:
        print_json({"contacts": made, "empty": empty})
        return
    new = sum(bool(one["made"]) for one in made)
    there = len(made) - new
    over = f" {there} {'was' if there == 1 else 'were'} on file already." if there else ""
    left = f" {empty} {'row has' if empty == 1 else 'rows have'} no address yet." if empty else ""
    click.echo(clean(f"Kept {new} contact{'s' * (new != 1)}.{over}{left}"))


def _found_in(path: Path, folder: CampaignFolder, today: date) -> tuple[list[Found], int]:
    """The contacts of a table, and how many rows have no address; raises FrkitError with every row that is wrong."""
    sheet = sheet_of(path)
    _refuse_columns(sheet)
    names = AgencyNames(all_agencies(folder.overlay))
    found: list[Found] = []
    faults: list[str] = []
    empty = 0
    for row in sheet.rows:
        if not any(row[1].get(column) for column in ("email", "address", "web")):
            empty += 1
            continue
        try:
            found.append(_contact(row, names, max(date.today(), today)))
            refuse_private(folder, contact_text(found[-1][1]))
        except (FrkitError, ValueError) as error:
            told = f"{error.fact.rstrip('.')}; {error.remedy}" if isinstance(error, FrkitError) else str(error)
            faults.append(f"{sheet.place(row[0])}: {told}")
    for note in sheet.notes:
        click.echo(clean(f"Note: {note}"), err=True)
    if faults:
        raise rows_refused(faults)
    return found, empty


def _contact(row: Row, names: AgencyNames, today: date) -> Found:
    cells = row[1]
    for column in ("agency", "found_where", "found_when"):
        if column not in cells:
            raise WrongUsage(
                f"the column '{column}' is empty", remedy="say of each address where and when it was found"
            )
    purpose = cells.get("purpose", "request").lower()
    if purpose not in PURPOSES:
        hint = did_you_mean(purpose, PURPOSES)
        raise WrongUsage(f"'{purpose}' is no purpose{hint}", remedy=f"use one of {', '.join(PURPOSES)}")
    day = day_from(cells["found_when"])
    if day > today:
        raise WrongUsage(f"{day} has not come yet", remedy="check the year")
    lines = address_lines(apart(cells.get("address", "")), cells.get("email"), cells.get("web"))
    where = one_line(cells["found_where"])
    return names.meant(cells["agency"]), Contact(purpose=purpose, address=lines, found_where=where, found_when=day)


def _refuse_columns(sheet: Sheet) -> None:
    unknown = [name for name in sheet.columns if name not in (*COLUMNS, "note")]
    lacking = [name for name in ("agency", "found_where", "found_when") if name not in sheet.columns]
    if unknown or lacking:
        fact = (
            f"Contacts have no column '{unknown[0]}'{did_you_mean(unknown[0], COLUMNS) or '.'}"
            if unknown
            else f"The column '{lacking[0]}' is missing."
        )
        raise WrongUsage(fact, place=sheet.place(1), remedy=f"the columns are: {', '.join(COLUMNS)}")


def _lacking(folder: CampaignFolder, wave: str | None) -> list[Agency]:
    """The bodies that are asked in the campaign and of which no contact is on file."""
    from frkit.asking.batch_existing import on_file

    asked = on_file(folder)
    wanted = {
        agency
        for agency, requests in asked.items()
        if wave is None or any(one.request.wave == wave for one in requests)
    }
    if not wanted:
        raise WrongUsage(
            f"Nobody is asked in wave '{wave}'." if wave else "Nobody is asked in this campaign yet.",
            remedy="frkit request batch asks many; frkit request list shows who is asked",
        )
    return [one for one in all_agencies(folder.overlay) if one.id in wanted and not one.contacts]


def _template(agencies: Iterable[Agency]) -> str:
    rows = [[one.id, one.name, "request", "", "", "", "", ""] for one in agencies]
    return csv_text(COLUMNS, rows)
