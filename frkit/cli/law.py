"""``frkit law``: the access law of each place, its closed days, and checks for those who keep the data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from frkit.base.errors import ExitCode, FrkitError, WrongUsage
from frkit.base.findings import errors_in, shown_path
from frkit.cli.common import campaign_option, clean, console, json_option, own_files, print_json, table, today_option
from frkit.law import loading
from frkit.law.calendars import WEEKDAYS, ClosedDays
from frkit.law.rule_types import Clock
from frkit.law.types import Jurisdiction

WHOLE = {"no_wrap": True}
"""Options of a column that must not be broken over lines."""
LONGEST_NAME = 26


@click.group()
def law() -> None:
    """The law of a place: list, show, check, closed days."""


@law.command("list")
@campaign_option
@today_option
@json_option
def list_law(campaign_dir: str | None, today: date | None, as_json: bool) -> None:
    """The places on file, with the first limit that binds an agency there."""
    overlay = own_files(campaign_dir)
    found, broken = _loaded(overlay)
    rows = [(one, first_limit(one, today or date.today()), loading.is_local_law(one.code, overlay)) for one in found]
    if as_json:
        print_json([_summary(*row) for row in rows])
    else:
        columns: list[Any] = [("CODE", WHOLE), "PLACE", ("FIRST LIMIT", WHOLE), ("OF", WHOLE), ("CONFIDENCE", WHOLE)]
        console().print(table(columns, [_row(*row) for row in rows]))
    for error in broken:
        click.echo(clean(str(error)), err=True)
    if broken:
        raise click.exceptions.Exit(ExitCode.PROBLEMS)


@law.command("show")
@click.argument("code")
@campaign_option
@json_option
def show_law(code: str, campaign_dir: str | None, as_json: bool) -> None:
    """Everything on file about one place: limits, remedies, fees, grounds, levers, sources, doubts."""
    from frkit.cli.law_text import law_text

    overlay = own_files(campaign_dir)
    found = loading.load_jurisdiction(code, overlay)
    if as_json:
        print_json(found.model_dump(mode="json", by_alias=True))
        return
    own = loading.local_file(found.code, overlay)
    click.echo(clean(law_text(found, closed_days=_days_file(found.code, overlay), own_file=own)))


@law.command("check")
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@campaign_option
@today_option
@json_option
def check_law(files: Sequence[Path], campaign_dir: str | None, today: date | None, as_json: bool) -> None:
    """Every mistake in FILES, each with its line.

    If none is named: in all bundled law files, and in the campaign's own.
    """
    from frkit.law.checks import check_files, check_local, law_files, local_law_files

    overlay = own_files(campaign_dir) if not files else None
    own = local_law_files(overlay) if overlay is not None else []
    findings = check_files(files, today) + (check_local(overlay, today) if overlay is not None else [])
    wrong = errors_in(findings)
    if as_json:
        print_json([vars(finding) for finding in findings])
    else:
        for finding in findings:
            click.echo(clean(str(finding)))
        click.echo(_verdict(len(law_files(files)) + len(own), len(wrong), len(findings) - len(wrong)))
    if wrong:
        raise click.exceptions.Exit(ExitCode.PROBLEMS)


@law.command("calendar")
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
        _write_draft(code, target, overlay)
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


@law.command("schema")
@click.argument("name", type=click.Choice(["jurisdiction", "closed-days"]), default="jurisdiction")
@click.option("--write", is_flag=True, help="Write all schemas anew beside the law files.")
def schema(name: str, write: bool) -> None:
    """The JSON Schema that editors use for law files."""
    from frkit.law.schema import schema_text, write_schemas

    if not write:
        click.echo(schema_text(name), nl=False)
        return
    for path in write_schemas():
        click.echo(f"Written: {shown_path(path)}")


def first_limit(found: Jurisdiction, day: date) -> Clock | None:
    """The first limit in a law that binds the agency without condition and is in force on a day."""
    mains = ("acknowledgement", "determination", "production")
    return next(
        (
            clock
            for clock in found.clocks
            if clock.binds == "agency"
            and clock.role in mains
            and not clock.when
            and (clock.valid_from or day) <= day <= (clock.valid_to or day)
        ),
        None,
    )


def _loaded(overlay: Path | None) -> tuple[list[Jurisdiction], list[FrkitError]]:
    """The law of every place that can be read, and what is wrong with the others: one slip hides no other place."""
    found: list[Jurisdiction] = []
    broken: list[FrkitError] = []
    for code in loading.all_codes(overlay):
        try:
            found.append(loading.load_jurisdiction(code, overlay))
        except FrkitError as error:
            broken.append(error)
    return found, broken


def _row(found: Jurisdiction, clock: Clock | None, local: bool) -> list[str]:
    limit = str(clock.length).partition(",")[0] if clock else "not known"
    role = clock.role if clock else ""
    name = found.name if len(found.name) <= LONGEST_NAME else found.name.partition(" (")[0]
    return [found.code, name + (" (local law)" if local else ""), limit, role, found.confidence]


def _summary(found: Jurisdiction, clock: Clock | None, local: bool) -> dict[str, Any]:
    limit = None
    if clock is not None:
        length = clock.length
        limit = {"clock": clock.id, "role": clock.role, "text": str(length), "number": length.number}
        limit |= {"unit": length.unit, "citation": clock.citation, "basis": clock.basis}
    return {
        "code": found.code,
        "name": found.name,
        "law": found.law.name,
        "same_as": found.same_as,
        "police": found.coverage.police,
        "first_limit": limit,
        "confidence": found.confidence,
        "local": local,
    }


def _verdict(files: int, wrong: int, warnings: int) -> str:
    counted = f"{files} file{'s' * (files != 1)}, "
    mistakes = "no mistakes" if not wrong else f"{wrong} mistake{'s' * (wrong != 1)}"
    warned = f", {warnings} warning{'s' * (warnings != 1)}" if warnings else ""
    return f"{counted}{mistakes}{warned}."


def _write_draft(code: str, target: Path, overlay: Path | None) -> None:
    from frkit.law.calendar_writing import write_draft

    years = write_draft(code, target, overlay=overlay)
    click.echo(f"Draft written: {shown_path(target)}, {min(years)} to {max(years)}.")
    click.echo("A library made it; nobody has compared it with the statute. Review it, then put it in its place.")


def _calendar_record(code: str, days: ClosedDays, year: int, path: Path) -> dict[str, Any]:
    return {
        "code": code,
        "year": year,
        "file": shown_path(path),
        "reviewed": days.reviewed,
        "source": days.source,
        "note": days.note,
        "weekly": list(days.weekly),
        "days": [{"date": f"{year}-{day}", "name": name} for day, name in sorted(days.years[year].items())],
    }


def _print_calendar(code: str, days: ClosedDays, year: int, path: Path) -> None:
    from frkit.catalogue.describing import Page

    page = Page(f"Closed days of {code} in {year}, besides every {' and '.join(days.weekly)}")
    page.field("source", days.source)
    page.field("reviewed", days.reviewed or "by nobody: compare them with the statute")
    page.field("file", shown_path(path))
    page.field("note", days.note)
    click.echo(clean(str(page)) + "\n")
    rows = []
    for day, name in sorted(days.years[year].items()):
        whole = date.fromisoformat(f"{year}-{day}")
        rows.append([whole.isoformat(), WEEKDAYS[whole.weekday()].capitalize(), name])
    console().print(table([("DAY", WHOLE), "WEEKDAY", "NAME"], rows))


def _days_file(code: str, overlay: Path | None) -> Path | None:
    try:
        return loading.closed_days_file(code, overlay)
    except FrkitError:
        return None
