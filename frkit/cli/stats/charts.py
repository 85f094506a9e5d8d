"""The charts of ``frkit stats --svg``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from frkit.base.errors import FrkitError, WrongUsage
from frkit.cli.made_files import may_write, refuse_inside, write_made
from frkit.cli.names import agency_names, record_titles
from frkit.cli.stats.chart_names import CHARTS
from frkit.pages.charts import OUTCOMES, PUNCTUALITY, ROWS_A_CHART, Bar, Dot, DotRow, first_answers, stacked
from frkit.pages.drawing import is_chart_of_frkit
from frkit.pages.wording import plural
from frkit.tracking.statistics import By, grouped_figures

if TYPE_CHECKING:
    from frkit.tracking.figures import Figures
    from frkit.tracking.folder import CampaignFolder
    from frkit.tracking.statistics import Statistics

R = TypeVar("R")
_BY: dict[By, str] = {
    "agency": "agency",
    "place": "place",
    "law": "law",
    "vendor": "vendor named",
    "item": "agency",
    "month": "month of sending",
}
_NOT_YET = {"waiting": "waiting", "overdue": "overdue", "no_limit": "waiting_no_limit"}


def write_charts(
    target: Path, found: Statistics, by: By, folder: CampaignFolder, *, only: Sequence[str] = (), quiet: bool = False
) -> None:
    """Write the charts into a folder, each over as many files as its rows need; or one of them into a file.

    ``only`` names charts; a target that ends in ``.svg`` is the file for the one that is named, else for the first.
    """
    if not found.figures:
        remedy = "send one and log it; frkit status shows what there is"
        raise FrkitError("No request was sent yet, so there is nothing to draw.", remedy=remedy)
    refuse_inside(target, folder.root)
    if not target.parent.is_dir():
        raise WrongUsage("There is no such folder.", place=str(target.parent), remedy="make it first")
    made = _placed(target, found, by, folder, only)
    for path, _ in made:
        may_write(path, is_chart_of_frkit, folder.root)
    for path, data in made:
        write_made(path, data, is_chart_of_frkit, folder.root)
    if not quiet:
        click.echo("\n".join(f"Wrote {path}" for path, _ in made))
    for path in _left_over([path for path, _ in made]):
        click.echo(f"frkit: not made anew, of an earlier day: {path}", err=True)


def _left_over(made: list[Path]) -> list[Path]:
    """Charts of frkit beside these that had more parts, or none, when they were drawn."""
    there = {one for path in made for one in path.parent.glob("*.svg") if one.name.startswith(CHARTS)}
    return sorted(one for one in there.difference(made) if one.is_file() and is_chart_of_frkit(one.read_bytes()))


def _placed(
    target: Path, found: Statistics, by: By, folder: CampaignFolder, only: Sequence[str]
) -> list[tuple[Path, bytes]]:
    """Each drawing with the file it goes to; makes the folder where there is none."""
    wanted = tuple(dict.fromkeys(only))
    if target.suffix.lower() != ".svg":
        if target.exists() and not target.is_dir():
            raise WrongUsage("This is a file.", place=str(target), remedy="name a folder, or a file that ends in .svg")
        made = [(target / name, data) for name, data in _charts(found, by, folder, wanted or CHARTS)]
        target.mkdir(exist_ok=True)
        return made
    if len(wanted) > 1:
        raise WrongUsage("One file holds one chart.", place=str(target), remedy="name a folder, or one --chart")
    chart = wanted[0] if wanted else CHARTS[0]
    drawn = _charts(found, by, folder, (chart,))
    numbers = [(name.removeprefix(chart).removesuffix(".svg"), data) for name, data in drawn]
    return [(target.with_name(f"{target.stem}{number}{target.suffix}"), data) for number, data in numbers]


def _charts(found: Statistics, by: By, folder: CampaignFolder, wanted: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    note = _note(found)
    if "first-answers" in wanted:
        dots = _dot_rows(found.figures, "agency" if by == "item" else by, folder)
        title = f"Days to the first answer, by {_BY[by]}"
        yield from _parts("first-answers", dots, title, f"{note}{_undrawn(found)}", _first_answers)
    if "outcomes" in wanted:
        title = "What came of the items asked for, by record type"
        yield from _parts("outcomes", _outcome_bars(found.figures), title, note, _outcomes)
    if "punctuality" in wanted:
        title = "How requests stand beside the limits of the law, by month of sending"
        yield from _parts("punctuality", _month_bars(found.figures), title, note, _punctuality)


def _first_answers(rows: Sequence[DotRow], title: str, note: str) -> bytes:
    return first_answers(rows, title=title, note=note)


def _outcomes(bars: Sequence[Bar], title: str, note: str) -> bytes:
    return stacked(bars, OUTCOMES, title=title, note=note, axis="Items asked for")


def _punctuality(bars: Sequence[Bar], title: str, note: str) -> bytes:
    return stacked(bars, PUNCTUALITY, title=title, note=note, axis="Requests sent")


def _parts(
    stem: str, rows: Sequence[R], title: str, note: str, draw: Callable[[Sequence[R], str, str], bytes]
) -> Iterator[tuple[str, bytes]]:
    """One file, or several where one page could not hold the rows; then each says which part it is."""
    parts = [rows[first : first + ROWS_A_CHART] for first in range(0, len(rows), ROWS_A_CHART)]
    for number, part in enumerate(parts, 1):
        several = len(parts) > 1
        shown = f"{title} ({number} of {len(parts)})" if several else title
        yield f"{stem}-{number}.svg" if several else f"{stem}.svg", draw(part, shown, note)


def _note(found: Statistics) -> str:
    """As of which day, how many, and what is not in the chart."""
    left = sum(len(ids) for ids in found.left_out.values())
    sent = plural(found.total.requests, "request")
    more = f" Left out: {left} not sent, withdrawn, joined to another or not understood." if left else ""
    unproven = found.total.requests - found.total.receipt_proven
    since = f" {unproven} counted from sending: receipt is not proven." if unproven else ""
    return f"As of {found.as_of:%Y-%m-%d}. {sent}.{since}{more}"


def _undrawn(found: Statistics) -> str:
    answer = found.total.first_answer
    without = f" Not drawn: {answer.without} closed without an answer." if answer.without else ""
    return f"{without} Not drawn: {answer.unclear} dated before their request." if answer.unclear else without


def _dot_rows(figures: Sequence[Figures], by: By, folder: CampaignFolder) -> list[DotRow]:
    groups = grouped_figures(figures, by)
    keys = [key for key, _ in groups]
    names = agency_names(keys, folder.overlay) if by == "agency" else {key: key or "none named" for key in keys}
    return [
        DotRow(
            names[key],
            tuple(dot for one in members for dot in _dots(one)),
            tuple(sorted({one.limit for one in members if one.limit is not None})),
            tuple(sorted({one.first_limit for one in members if one.first_limit not in (None, one.limit)})),
        )
        for key, members in groups
    ]


def _dots(one: Figures) -> Iterator[Dot]:
    span = one.first_answer
    if span.state == "came":
        yield Dot(span.days, one.answer)
    elif span.state == "waiting":
        yield Dot(span.days, _NOT_YET.get(one.answer, "waiting_no_limit"))


def _outcome_bars(figures: Sequence[Figures]) -> list[Bar]:
    """By record type, the one most often asked for first."""
    counts: dict[str, Counter[str]] = {}
    for one in figures:
        for category, outcome in one.outcomes:
            known = outcome if outcome in OUTCOMES else "pending"
            counts.setdefault(category, Counter())[known] += 1
    titles = record_titles(counts)
    ordered = sorted(counts.items(), key=lambda entry: (-entry[1].total(), titles[entry[0]]))
    return [Bar(titles[category], count) for category, count in ordered]


def _month_bars(figures: Sequence[Figures]) -> list[Bar]:
    counts: dict[str, Counter[str]] = {}
    for one in figures:
        counts.setdefault(f"{one.sent_on:%Y-%m}", Counter())[one.punctual] += 1
    return [Bar(month, count) for month, count in sorted(counts.items())]
