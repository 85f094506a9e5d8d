"""``frkit vendors vehicles``: frameworks, cooperatives and grants through which a body buys without a contract."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from frkit.catalogue import describing, loading
from frkit.catalogue.search import in_place, matching
from frkit.catalogue.vendor_types import PurchaseVehicle
from frkit.cli.common import clean, console, json_option, print_json, table, today_option


@click.group()
def vehicles() -> None:
    """Ways to buy without a tender: frameworks, cooperatives, grants."""


@vehicles.command("list")
@click.option("--place", default=None, metavar="CODE", help="Those used in that country: us, gb.")
@today_option
@json_option
def list_vehicles(place: str | None, today: date | None, as_json: bool) -> None:
    """The purchase vehicles on file."""
    found = [one for one in loading.all_vehicles() if place is None or in_place(place, one.region)]
    _print(found, as_json, f"No purchase vehicle is on file for '{place}'; 'frkit vendors vehicles list' shows all.")


@vehicles.command("show")
@click.argument("vehicle_id", metavar="ID")
@today_option
@json_option
def show_vehicle(vehicle_id: str, today: date | None, as_json: bool) -> None:
    """How one works, what to ask for instead of a contract, and what to search for, with sources."""
    vehicle = loading.load_vehicle(vehicle_id)
    if as_json:
        print_json(vehicle.model_dump(mode="json", by_alias=True))
    else:
        click.echo(clean(describing.vehicle_text(vehicle)))


@vehicles.command("search")
@click.argument("words", nargs=-1, required=True)
@today_option
@json_option
def search_vehicles(words: Sequence[str], today: date | None, as_json: bool) -> None:
    """Purchase vehicles that hold every one of WORDS: names, search terms, how they work."""
    said = " and ".join(repr(word) for word in words)
    _print(matching(loading.all_vehicles(), words), as_json, f"No purchase vehicle on file holds {said}.")


def _print(found: list[PurchaseVehicle], as_json: bool, nothing: str) -> None:
    if as_json:
        print_json([one.model_dump(mode="json", by_alias=True) for one in found])
    elif found:
        rows = [(one.id, one.region, one.name) for one in found]
        console().print(table([("ID", {"no_wrap": True}), "Used in", "Name"], rows))
    else:
        click.echo(clean(nothing), err=True)
