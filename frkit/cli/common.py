"""Options and printing that every command shares."""

from __future__ import annotations

import json
import os
import re
import sys
import textwrap
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from frkit.base.errors import WrongUsage

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

F = TypeVar("F", bound=Callable[..., Any])
_BETWEEN = 3
"""Signs between two columns of a table."""
_ENOUGH = 20
"""The last column is readable from this width on."""


class DayType(click.ParamType):  # type: ignore[type-arg]  # generic only since click 8.2
    """A day written 2026-03-02."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error that shows the spelling."""
        from frkit.base.models import day_from

        try:
            return day_from(value)
        except ValueError as error:
            self.fail(f"{error} (year-month-day)", param, ctx)


DAY = DayType()


def json_option(command: F) -> F:
    """``--json``: machine-readable output with stable keys."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON with stable keys.")(command)


def today_option(command: F) -> F:
    """``--today DATE``: compute as of that day."""
    return click.option("--today", type=DAY, default=None, help="Compute as of this day (default: today).")(command)


def given_option(command: F) -> F:
    """``--given KEY=VALUE``: what a condition of the law asks."""
    return click.option(
        "--given", multiple=True, metavar="KEY=VALUE", help="What a condition of the law asks, like resident=yes."
    )(command)


def given_pairs(pairs: Iterable[str]) -> dict[str, str]:
    """The inputs as typed; raises WrongUsage for one without a value."""
    given = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key or not value:
            raise WrongUsage(f"'{pair}' is not KEY=VALUE.", remedy="write it like --given resident=yes")
        given[key] = value
    return given


def campaign_option(command: F) -> F:
    """``--campaign DIR``: the campaign folder, if it is not the current one."""
    return click.option(
        "--campaign",
        "campaign_dir",
        type=click.Path(path_type=str),
        default=None,
        help="Campaign folder (default: this folder or the nearest above).",
    )(command)


def own_files(campaign_dir: str | None) -> Path | None:
    """The campaign whose own law and agencies win: the one named, else the one we are in, else none."""
    from frkit.tracking.folder import CampaignFolder

    try:
        return CampaignFolder.find(campaign_dir).overlay
    except WrongUsage:
        if campaign_dir is not None:
            raise
        return None


def print_json(data: Any) -> None:
    """Data as indented JSON; dates as 2026-03-02."""
    click.echo(json_text(data))


def json_text(data: Any) -> str:
    """The same as text; raises TypeError for what has no spelling in JSON, so that no inside of frkit leaks out."""
    return json.dumps(data, indent=2, ensure_ascii=False, default=_spelt)


def _spelt(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no spelling in JSON")


def console(*, stderr: bool = False) -> Console:
    """A rich console: plain in a pipe, no colour under NO_COLOR, never guessing markup in data."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or os.environ.get("COLUMNS") else 80
    return Console(file=stream, width=width, markup=False, highlight=False, emoji=False)


def table(columns: Sequence[str | tuple[str, dict[str, Any]]], rows: Iterable[Sequence[str]]) -> Table:
    """A light table: a header line, no box, texts that may hold anything."""
    from rich import box
    from rich.table import Table

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for column in columns:
        title, options = (column, {}) if isinstance(column, str) else column
        made.add_column(title, **options)
    for row in rows:
        made.add_row(*[clean(cell) for cell in row])
    return made


def print_by_id(out: Console, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table whose first column holds ids, which stay in one piece so that they can be copied.

    An id that leaves the other columns too little room has a line of its own, with the rest of its row below it. The
    last column is folded where it must be.
    """
    cells = [[clean(cell) for cell in row] for row in rows]
    widths = [max(len(row[number]) for row in [columns, *cells]) for number in range(len(columns))]
    middle = sum(widths[1:-1]) + _BETWEEN * (len(columns) - 1)
    widths[0] = min(widths[0], max(out.width - middle - min(widths[-1], _ENOUGH), len(columns[0])))
    widths[-1] = max(min(widths[-1], out.width - middle - widths[0]), len(columns[-1]))
    out.print(_in_columns(columns, widths), style="bold", soft_wrap=True)
    out.print("─" * (sum(widths) + _BETWEEN * (len(columns) - 1)), soft_wrap=True)
    for row in cells:
        first, rest = row[0], row[1:-1]
        if len(first) > widths[0]:
            out.print(first, soft_wrap=True)
            first = ""
        for line in textwrap.wrap(row[-1], widths[-1]) or [""]:
            out.print(_in_columns([first, *rest, line], widths).rstrip(), soft_wrap=True)
            first, rest = "", [""] * len(rest)


def _in_columns(cells: Sequence[str], widths: Sequence[int]) -> str:
    return (" " * _BETWEEN).join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))


def say(out: Console, text: str, *, indent: int = 0, hang: int = 0, style: str | None = None) -> None:
    """Print a text folded to the terminal, every line indented, later ones ``hang`` more; long words stay whole."""
    first, rest = " " * indent, " " * (indent + hang)
    width = max(40, out.width)
    lines = textwrap.wrap(
        clean(text), width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
    out.print("\n".join(lines), style=style, soft_wrap=True)


def clean(text: str) -> str:
    """Text without control characters and direction marks, which a hostile file could use to fool a reader."""
    return re.sub(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", "\N{REPLACEMENT CHARACTER}", text
    )
