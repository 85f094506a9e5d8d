"""docs/evidence.md gives the limits, points and distances that the program has."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import click
import pytest

from frkit.catalogue.vendor_types import Act
from frkit.cli.main import COMMANDS, frkit
from frkit.evidence.intake import matching
from frkit.evidence.pledges.mentions import NEAR

PAGE = (Path(__file__).parents[2] / "docs" / "evidence.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| [^|]+ \| ([\d,]+)(?: (MB|GB))? \| `([a-z_.]+)\.([A-Z_]+)` \|$", PAGE, re.MULTILINE)
MEGABYTE = 1 << 20


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[2]}.{row[3]}")
def test_a_limit_has_the_value_of_the_program(row: tuple[str, str, str, str]) -> None:
    figure, unit, module, name = row
    number = int(figure.replace(",", ""))
    if unit and name != "MEGABYTES":
        number *= MEGABYTE if unit == "MB" else MEGABYTE << 10
    assert getattr(import_module(f"frkit.evidence.{module}"), name) == number


def test_every_row_of_the_limits_is_read() -> None:
    table = PAGE.partition("| limit | value | in |")[2].partition("\n\n")[0]
    assert len(ROWS) == table.count("\n| ") - 1 > 20


def test_the_points_are_those_of_the_program() -> None:
    numbers = ", ".join(str(matching._NUMBER[where]) for where in ("subject", "name", "words", "inside", "quoted"))
    assert f"| {numbers};" in PAGE
    assert f"| {matching._ONLY_ADDRESS}; {matching._ADDRESS}; {matching._DOMAIN} |" in PAGE
    assert f"| {matching._NOT_SENT}; {matching._BEFORE_SENT} |" in PAGE
    assert f"on file | {matching._ANSWERS} |" in PAGE
    assert f"From {matching.ENOUGH} points on, and {matching.LEAD} ahead of the next" in PAGE
    assert f"within {NEAR:,} characters" in PAGE


def options_of(name: str) -> set[str]:
    """Every option of a command."""
    command = frkit.get_command(click.Context(frkit), name)
    assert command is not None
    return {option for one in command.params for option in (*one.opts, *one.secondary_opts)}


def test_every_command_and_option_that_it_names_is_there() -> None:
    named = set(re.findall(r"(?:`|^    )frkit ([a-z]+)", PAGE, re.MULTILINE))
    assert named <= set(COMMANDS), sorted(named - set(COMMANDS))
    assert {"receive", "parts", "mail", "pages", "unlock", "ocr", "search", "mentions", "date", "pledges"} <= named
    options = options_of("search") | options_of("date")
    told = PAGE.partition("`--place`")[2].partition("narrow it")[0] + PAGE.partition("`--act`")[2].partition("\n\n")[0]
    assert set(re.findall(r"`(--[a-z-]+)`", told)) <= options
    acts = PAGE.partition("`--act` (")[2].partition(")")[0]
    assert [one for one in Act.__args__ if one.replace("_", " ") not in acts] == []
