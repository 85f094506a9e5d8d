"""``frkit law list`` and ``frkit law show``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, get_args

import click

from frkit.base.errors import ExitCode, FrkitError
from frkit.cli.common import campaign_option, clean, console, json_option, own_files, print_json, table, today_option
from frkit.law import loading
from frkit.law.features import TRAITS, units_of
from frkit.law.first_limits import first_limits, in_short
from frkit.law.lengths import Unit
from frkit.law.place_names import ALSO_CALLED
from frkit.law.rule_types import Clock
from frkit.law.types import Jurisdiction

WHOLE = {"no_wrap": True}
"""Options of a column that must not be broken over lines."""
LONGEST_NAME = 26


@click.command("list")
@click.option("--with", "traits", multiple=True, type=click.Choice(list(TRAITS)), help="Only laws with this trait.")
@click.option("--without", multiple=True, type=click.Choice(list(TRAITS)), help="Only laws without this trait.")
@click.option("--confidence", type=click.Choice(["high", "medium", "low"]), help="Only laws held with this confidence.")
@click.option("--unit", type=click.Choice(list(get_args(Unit))), help="Only laws that count the answer in this unit.")
@click.option("--police", type=click.Choice(["yes", "partly", "no"]), help="Only laws that reach the police so far.")
@click.option("--country", metavar="CODE", help="Only places of this country, like us or gb.")
@click.option("--local/--no-local", default=None, help="Only cities and counties, or none of them.")
@campaign_option
@today_option
@json_option
def list_law(campaign_dir: str | None, today: date | None, as_json: bool, **wanted: Any) -> None:
    """The places on file, with the first limit that binds an agency there."""
    overlay = own_files(campaign_dir)
    found, broken = _loaded(overlay)
    found = [one for one in found if _is_wanted(one, **wanted)]
    day = today or date.today()
    rows = [(one, first_limits(one, day), loading.is_local_law(one.code, overlay)) for one in found]
    if as_json:
        print_json([_summary(*row) for row in rows])
    elif not rows:
        click.echo("No place on file is like that.")
    else:
        columns: list[Any] = [("CODE", WHOLE), "PLACE", "FIRST LIMIT", ("OF", WHOLE), ("CONFIDENCE", WHOLE)]
        console().print(table(columns, [_row(*row) for row in rows]))
    for error in broken:
        click.echo(clean(str(error)), err=True)
    if broken:
        raise click.exceptions.Exit(ExitCode.PROBLEMS)


def _is_wanted(
    law: Jurisdiction,
    traits: tuple[str, ...],
    without: tuple[str, ...],
    confidence: str | None,
    unit: str | None,
    police: str | None,
    country: str | None,
    local: bool | None,
) -> bool:
    return (
        all(TRAITS[name](law) for name in traits)
        and not any(TRAITS[name](law) for name in without)
        and confidence in (None, law.confidence)
        and (unit is None or unit in units_of(law))
        and police in (None, law.coverage.police)
        and (country is None or law.code.partition("-")[0] == ALSO_CALLED.get(country.lower(), country.lower()))
        and local in (None, law.code.count("-") >= 2)
    )


@click.command("show")
@click.argument("code")
@campaign_option
@json_option
def show_law(code: str, campaign_dir: str | None, as_json: bool) -> None:
    """Everything on file about one place: limits, remedies, fees, grounds, levers, sources, doubts."""
    from frkit.cli.law.text import law_text

    overlay = own_files(campaign_dir)
    found = loading.load_jurisdiction(code, overlay)
    if as_json:
        print_json(found.model_dump(mode="json", by_alias=True))
        return
    own = loading.local_file(found.code, overlay)
    click.echo(clean(law_text(found, closed_days=_days_file(found.code, overlay), own_file=own)))


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


def _row(found: Jurisdiction, clocks: tuple[Clock, ...], local: bool) -> list[str]:
    limit = in_short(clocks) if clocks else "not known"
    role = clocks[0].role if clocks else ""
    if found.coverage.police == "no":
        limit, role = "no police", ""
    name = found.name if len(found.name) <= LONGEST_NAME else found.name.partition(" (")[0]
    return [found.code, name + (" (local law)" if local else ""), limit, role, found.confidence]


def _summary(found: Jurisdiction, clocks: tuple[Clock, ...], local: bool) -> dict[str, Any]:
    return {
        "code": found.code,
        "name": found.name,
        "law_name": found.law.name,
        "same_as": found.same_as,
        "police": found.coverage.police,
        "use_instead": found.coverage.use_instead,
        "first_limit": _limit(clocks[0]) if clocks else None,
        "first_limits": [_limit(clock) for clock in clocks],
        "silence": [one.effect for one in found.silence],
        "confidence": found.confidence,
        "local": local,
    }


def _limit(clock: Clock) -> dict[str, Any]:
    length = clock.length
    return {
        "clock": clock.id,
        "role": clock.role,
        "text": str(length),
        "number": length.number,
        "unit": length.unit,
        "citation": clock.citation,
        "basis": clock.basis,
        "when": clock.when,
    }


def _days_file(code: str, overlay: Path | None) -> Path | None:
    try:
        return loading.closed_days_file(code, overlay)
    except FrkitError:
        return None
