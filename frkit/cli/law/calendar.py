"""``frkit law calendar``: the closed days of a place, each with its name."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from frkit.base.errors import WrongUsage
from frkit.base.findings import shown_path
from frkit.cli.common import campaign_option, clean, console, json_option, own_files, print_json, table, today_option
from frkit.law import loading
from frkit.law.calendars import WEEKDAYS, ClosedDays, Closedown

WHOLE = {"no_wrap": True}


@click.command("calendar")
@click.argument("code")
@click.option("--year", type=click.IntRange(1900, 2199), default=None, help="Year to print (default: this year).")
@click.option(
    "--write", "target", type=click.Path(path_type=Path), default=None, help="Write a draft to this new file."
)
@campaign_option
@today_option
@json_option
def calendar(
    code: str, year: int | None, target: Path | None, campaign_dir: str | None, today: date | None, as_json: bool
) -> None:
    """The closed days of a place, year by year; with --write, a draft for a person to review."""
    overlay = own_files(campaign_dir)
    code = loading.known_code(code, overlay)
    if target is not None:
        _write_draft(code, target, overlay, as_json)
        return
    days = loading.load_closed_days(code, overlay)
    wanted = year or (today or date.today()).year
    if wanted not in days.years:
        span = f"{min(days.years)} to {max(days.years)}" if days.years else "no year"
        raise WrongUsage(f"No closed days of {code} are on file for {wanted}.", remedy=f"on file: {span}")
    if as_json:
        print_json(_calendar_record(code, days, wanted, loading.closed_days_file(code, overlay)))
    else:
        _print_calendar(code, days, wanted, loading.closed_days_file(code, overlay))


def _write_draft(code: str, target: Path, overlay: Path | None, as_json: bool) -> None:
    from frkit.law.calendar_writing import write_draft

    years = write_draft(code, target, overlay=overlay)
    if as_json:
        print_json({"code": code, "file": shown_path(target), "first_year": min(years), "last_year": max(years)})
        return
    click.echo(f"Draft written: {shown_path(target)}, {min(years)} to {max(years)}.")
    home = loading.closed_days_home(code, overlay)
    move = "" if target.absolute() == home.absolute() else f" Its place is {shown_path(home)}."
    click.echo(f"A library made it; nobody has compared it with the statute. Review it year by year.{move}")


def _calendar_record(code: str, days: ClosedDays, year: int, path: Path) -> dict[str, Any]:
    return {
        "code": code,
        "year": year,
        "file": shown_path(path),
        "reviewed": days.reviewed,
        "source": days.source,
        "note": days.note,
        "weekly": list(days.weekly),
        "days": [
            {"date": day, "name": name, "in_doubt": name in days.uncertain} for day, name in _closed_in(days, year)
        ],
        "closedowns_not_on_file": [shut.name for shut in _unknown(days, year)],
    }


def _closed_in(days: ClosedDays, year: int) -> list[tuple[date, str]]:
    """Every closed date of a year with its name, those of closedowns included."""
    return sorted((day, name) for day, name in days.by_date.items() if day.year == year)


def _unknown(days: ClosedDays, year: int) -> list[Closedown]:
    """Closedowns that are declared from year to year and of which this year is not on file."""
    return [shut for shut in days.closedowns if shut.falls is not None and year not in shut.years]


def _print_calendar(code: str, days: ClosedDays, year: int, path: Path) -> None:
    from frkit.catalogue.describing import Page

    page = Page(f"Closed days of {code} in {year}, besides every {' and '.join(days.weekly)}")
    page.field("source", days.source)
    page.field("reviewed", days.reviewed or "by nobody: compare them with the statute")
    page.field("file", shown_path(path))
    page.field("note", days.note)
    click.echo(clean(str(page)) + "\n")
    rows = []
    for day, name in _closed_in(days, year):
        doubt = " (in doubt: open for your own limits)" if name in days.uncertain else ""
        rows.append([day.isoformat(), WEEKDAYS[day.weekday()].capitalize(), name + doubt])
    console().print(table([("DAY", WHOLE), "WEEKDAY", "NAME"], rows))
    for shut in _unknown(days, year):
        click.echo(clean(f"{shut.name}: not on file for {year}; a count through it says so."))
