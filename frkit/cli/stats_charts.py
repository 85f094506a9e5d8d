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


def write_charts(target: Path, found: Statistics, by: By, folder: CampaignFolder, *, quiet: bool) -> None:
    """Write the three charts into a folder, each over as many files as its rows need; says which."""
    if not found.figures:
        raise FrkitError("No request was sent yet, so there is nothing to draw.", remedy="send one and log it; frkit status shows what there is")
    refuse_inside(target, folder.root)
    if target.exists() and not target.is_dir():
        raise WrongUsage("This is a file.", place=str(target), remedy="name a folder, or one that is not there yet")
    if not target.parent.is_dir():
        raise WrongUsage("There is no such folder.", place=str(target.parent), remedy="make it first")
    made = list(_charts(found, by, folder))
    target.mkdir(exist_ok=True)
    for name, _ in made:
        may_write(target / name, is_chart_of_frkit, folder.root)
    for name, data in made:
        write_made(target / name, data, is_chart_of_frkit, folder.root)
    if not quiet:
        click.echo("\n".join(f"Wrote {target / name}" for name, _ in made))


def _charts(found: Statistics, by: By, folder: CampaignFolder) -> Iterator[tuple[str, bytes]]:
    note = _note(found)
    of_whom = _BY[by]
    grouping: By = "agency" if by == "item" else by
    dots = _dot_rows(found.figures, grouping, folder)
    yield from _parts(
        "first-answers",
        dots,
        f"Days to the first answer, by {of_whom}",
        note,
        lambda rows, title, told: first_answers(rows, title=title, note=told),
    )
    yield from _parts(
        "outcomes",
        _outcome_bars(found.figures),
        "What came of the items asked for, by record type",
        note,
        lambda rows, title, told: stacked(rows, OUTCOMES, title=title, note=told, axis="Items asked for"),
    )
    yield from _parts(
        "punctuality",
        _month_bars(found.figures),
        "How requests stand beside the limits of the law, by month of sending",
        note,
        lambda rows, title, told: stacked(rows, PUNCTUALITY, title=title, note=told, axis="Requests sent"),
    )


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
