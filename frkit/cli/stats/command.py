"""``frkit stats``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frkit.base.errors import WrongUsage
from frkit.cli.campaign import as_of
from frkit.cli.common import campaign_option, console, json_option, print_json, say, table, today_option
from frkit.cli.filters import chosen, filter_options
from frkit.cli.stats.chart_names import CHARTS

if TYPE_CHECKING:
    from frkit.tracking.folder import CampaignFolder
    from frkit.tracking.selecting import Filters
    from frkit.tracking.statistics import Duration, Share, Statistics, Summary

GROUPINGS = ("agency", "place", "law", "vendor", "item", "month")
_WITHOUT_KEY = {"vendor": "no vendor named"}
_LEFT_OUT = {
    "not_sent": "not sent, or came back",
    "withdrawn": "withdrawn",
    "joined": "joined to another request",
    "not_understood": "with an event that this frkit does not know",
}


@click.command()
@click.option("--by", type=click.Choice(GROUPINGS), default="agency", show_default=True, help="What a row stands for.")
@click.option("--csv", "csv_file", metavar="FILE", help="Write the table as CSV; - prints it.")
@click.option("--svg", type=click.Path(path_type=Path), metavar="DIR|FILE", help="Write charts as SVG: all, or one.")
@click.option("--chart", "charts", type=click.Choice(CHARTS), multiple=True, help="Which chart, for --svg; repeatable.")
@campaign_option
@today_option
@json_option
@filter_options
def stats(
    by: Any,
    csv_file: str | None,
    svg: Path | None,
    charts: tuple[str, ...],
    campaign_dir: str | None,
    today: date | None,
    as_json: bool,
    filters: Filters,
) -> None:
    """How long answers take, how late they are, and what comes of them.

    A median is that of what came; beside it stands how many still wait, and how long the longest has waited. Drafts
    and withdrawn requests are left out. Below five cases there is no percentage.
    """
    from frkit.tracking.folder import CampaignFolder
    from frkit.tracking.statistics import statistics_of

    folder = CampaignFolder.find(campaign_dir)
    day = as_of(folder, today)
    found = statistics_of(chosen(folder, (), filters, day), day, by)
    names = _names(found, folder)
    if as_json and csv_file == "-":
        raise WrongUsage("JSON and CSV cannot both be printed.", remedy="write the table to a file: --csv FILE")
    if as_json:
        from frkit.cli.stats.data import statistics_as_data

        print_json(statistics_as_data(found, names))
    if csv_file is not None:
        _write_csv(csv_file, found, names, folder, quiet=as_json)
    if svg is not None:
        from frkit.cli.stats.charts import write_charts

        write_charts(svg, found, by, folder, only=charts, quiet=as_json or csv_file == "-")
    if not as_json and csv_file is None and svg is None:
        _print(found, names)


def _names(found: Statistics, folder: CampaignFolder) -> dict[str, str]:
    """What each group is called where people read it."""
    from frkit.cli.names import agency_names, record_titles

    keys = [group.key for group in found.groups]
    if found.by == "agency":
        return agency_names(keys, folder.overlay)
    if found.by == "item":
        return record_titles(keys)
    return {key: key or _WITHOUT_KEY.get(found.by or "", "none") for key in keys}


def _write_csv(target: str, found: Statistics, names: dict[str, str], folder: CampaignFolder, *, quiet: bool) -> None:
    from frkit.cli.made_files import to_stdout, write_made
    from frkit.cli.stats.data import csv_of, is_csv_of_frkit

    text = csv_of(found, names).encode()
    if target == "-":
        to_stdout(text)
        return
    write_made(Path(target), text, is_csv_of_frkit, folder.root)
    if not quiet:
        click.echo(f"Wrote {target}: {len(found.groups)} rows and their total.")


def _print(found: Statistics, names: dict[str, str]) -> None:
    from frkit.law.explaining import long_day

    out = console()
    if not found.figures:
        click.echo("Nothing to count: no request that was sent.")
        _say_left_out(out, found)
        return
    rows = [(names[group.key], group) for group in found.groups]
    total = [("All requests" if found.by == "item" else "All", found.total)] if len(rows) > 1 else []
    out.print(_durations([*rows, *total], f"Days from receipt until ..., as of {long_day(found.as_of)}", found.by))
    out.print()
    out.print(_shares([*rows, *total]))
    if any(one.fees_asked or one.fees_paid for _, one in [*rows, ("", found.total)]):
        out.print()
        out.print(_fees([*rows, *([("All", found.total)] if total or found.by == "item" else [])]))
    out.print()
    for line in _notes(found):
        say(out, line, hang=2)
    _say_left_out(out, found)


def _durations(rows: Sequence[tuple[str, Summary]], title: str, by: str | None) -> Any:
    columns: list[Any] = [
        ("", {"overflow": "fold", "ratio": 1}),
        ("Asked" if by == "item" else "Sent", {"justify": "right", "no_wrap": True}),
        ("first reply", {"no_wrap": True, "min_width": 13}),
        ("first answer", {"no_wrap": True, "min_width": 13}),
        ("records", {"no_wrap": True, "min_width": 13}),
    ]
    cells = [
        (name, str(one.requests), _duration(one.first_reply), _duration(one.first_answer), _duration(one.records))
        for name, one in rows
    ]
    return _made(columns, cells, title)


def _duration(one: Duration) -> str:
    """``12 days (n=3)``, the business days below it, and below that who waits."""
    lines = []
    if one.median is not None:
        lines.append(f"{one.median} d (n={one.came})")
    if one.business_median is not None:
        lines.append(f"{one.business_median} open d" + (f" (n={one.business})" if one.business != one.came else ""))
    if one.waiting:
        lines.append(f"{one.waiting} wait{'s' * (one.waiting == 1)}, {one.longest_wait} d")
    if one.without and not lines:
        lines.append("none")
    return "\n".join(lines) or "-"


def _shares(rows: Sequence[tuple[str, Summary]]) -> Any:
    columns: list[Any] = [
        ("", {"overflow": "fold", "ratio": 1}),
        ("late\nnow", {"no_wrap": True}),
        ("late\never", {"no_wrap": True}),
        ("extended", {"no_wrap": True}),
        ("items\nrefused", {"no_wrap": True}),
        ("no\nrecords", {"no_wrap": True}),
        ("in full", {"no_wrap": True}),
    ]
    cells = [
        (
            name,
            *map(share_words, (one.overdue, one.ever_late, one.extended, one.refused, one.no_records, one.in_full)),
        )
        for name, one in rows
    ]
    return _made(columns, cells, "How late, and what came")


def share_words(share: Share) -> str:
    """``2 of 7`` and, where there are enough cases, the percentage in the next line."""
    if not share.of:
        return "-"
    percent = share.percent
    shown = None if percent is None else f"{percent:.0f}%"
    if percent is not None and share.count not in (0, share.of):
        shown = "<1%" if percent < 1 else ">99%" if percent > 99 else shown
    return f"{share.count} of {share.of}" + (f"\n{shown}" if shown else "")


def _fees(rows: Sequence[tuple[str, Summary]]) -> Any:
    columns: list[Any] = [
        ("", {"overflow": "fold", "ratio": 1}),
        ("billed", {"justify": "right", "no_wrap": True}),
        ("asked", {"justify": "right", "no_wrap": True}),
        ("paid", {"justify": "right", "no_wrap": True}),
    ]
    cells = [
        (name, str(one.billed), _sums(one.fees_asked), _sums(one.fees_paid))
        for name, one in rows
        if one.fees_asked or one.fees_paid
    ]
    return _made(columns, cells, "Fees")


def _sums(amounts: Any) -> str:
    from frkit.pages.wording import money

    known = [money(amount, currency) for currency, amount in amounts.items() if currency]
    return "\n".join([*known, *(f"{money(amount)} (?)" for currency, amount in amounts.items() if not currency)]) or "-"


def _made(columns: list[Any], cells: Sequence[Sequence[str]], title: str) -> Any:
    made = table(columns, cells)
    made.expand = True
    made.title, made.title_justify = title, "left"
    return made


def _notes(found: Statistics) -> list[str]:
    total = found.total
    notes = ["d: median in calendar days of those that came; open d: days on which the agency is open."]
    if total.receipt_proven < total.requests:
        count = total.requests - total.receipt_proven
        notes.append(f"Receipt is not proven for {count} of {total.requests} requests: counted from the sending.")
    if found.by in ("vendor", "place") and sum(group.requests for group in found.groups) > total.requests:
        notes.append(f"A request that names several {found.by}s counts in the row of each.")
    unclear = max(one.unclear for one in (total.first_reply, total.first_answer, total.records))
    if unclear:
        notes.append(f"{unclear} answers are dated before their request was sent: left out of the days.")
    answer = total.first_answer
    if answer.came and answer.waiting:
        words = f"{answer.waiting} of {answer.came + answer.waiting} still wait for a first answer"
        notes.append(f"{words}: they are in no median, which may well be longer once theirs have come.")
    if total.extended_unlawfully:
        words = f"{total.extended_unlawfully} of {total.extended.count}"
        notes.append(f"Extensions that go beyond the law on file: in {words} extended requests.")
    if found.unconfirmed:
        notes.append(f"No lateness is said of {len(found.unconfirmed)} requests: nobody has confirmed their law.")
    return notes


def _say_left_out(out: Any, found: Statistics) -> None:
    for reason, ids in found.left_out.items():
        say(out, f"Left out, {_LEFT_OUT.get(reason, reason)}: {', '.join(ids)}.", hang=2)
