"""``frkit status`` and ``frkit next``."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from datetime import date

import click

from frkit.cli.campaign import as_of
from frkit.cli.common import campaign_option, clean, console, json_option, print_json, say, today_option
from frkit.cli.completing import request_ids
from frkit.cli.filters import chosen, filter_options
from frkit.cli.request.story import show_story
from frkit.cli.status.standing_data import standing_as_data, step_as_data
from frkit.cli.status.table import GROUPS, SORTS, table_lines
from frkit.law.explaining import long_day
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.inbox import waiting_in
from frkit.tracking.next_step import NextStep, rank_of
from frkit.tracking.overview import Unreadable, summaries
from frkit.tracking.selecting import Filters, narrowed
from frkit.tracking.standing import standing
from frkit.tracking.summaries import Summary


@click.command()
@click.argument("request_part", metavar="[REQUEST]", required=False, shell_complete=request_ids)
@click.option("--by", type=click.Choice(GROUPS), default="who", help="Group the requests by this (default: who).")
@click.option("--sort", type=click.Choice(SORTS), default="due", help="Within a group, first comes (default: due) ...")
@filter_options
@campaign_option
@today_option
@json_option
def status(
    request_part: str | None,
    by: str,
    sort: str,
    filters: Filters,
    campaign_dir: str | None,
    today: date | None,
    as_json: bool,
) -> None:
    """Where the requests stand: who must act, since when, how late, how sure. With REQUEST: its whole story."""
    folder = CampaignFolder.find(campaign_dir)
    day = as_of(folder, today)
    if request_part:
        file = folder.load(folder.find_request(request_part))
        show_story(folder, file, standing(file, day), day, as_json)
    elif as_json:
        print_json([standing_as_data(file, stand) for file, stand in chosen(folder, (), filters, day)])
    else:
        print_status(summed_up(folder, filters, day), day, by=by, sort=sort)
        _print_inbox(folder)


def _print_inbox(folder: CampaignFolder) -> None:
    """What came and is not on file yet, so that no table hides it."""
    count = len(waiting_in(folder.root))
    if count:
        are = "One file lies" if count == 1 else f"{count:,} files lie"
        click.echo(f"\n{are} in inbox/, not taken in yet: frkit receive")


@click.command("next")
@click.argument("parts", metavar="[REQUEST...]", nargs=-1, shell_complete=request_ids)
@click.option("--most", type=click.IntRange(min=1), default=None, help="Show only so many steps.")
@filter_options
@campaign_option
@today_option
@json_option
def next_steps(
    parts: tuple[str, ...],
    most: int | None,
    filters: Filters,
    campaign_dir: str | None,
    today: date | None,
    as_json: bool,
) -> None:
    """What to do now, first what would be lost for ever, each with its command; of all requests, or of each REQUEST."""
    folder = CampaignFolder.find(campaign_dir)
    day = as_of(folder, today)
    named = {folder.find_request(part) for part in parts}
    steps = ranked_steps([one for one in summed_up(folder, filters, day) if not named or one.id in named])
    if as_json:
        print_json([{"request": one.id, **step_as_data(step)} for one, step in steps[:most]])
    else:
        print_next(steps, most)


def summed_up(folder: CampaignFolder, filters: Filters, day: date) -> list[Summary]:
    """Every request that fits, in short; those that cannot be read are named on stderr, so that none hides."""
    readable = []
    for one in summaries(folder, day):
        if isinstance(one, Unreadable):
            click.echo(f"frkit: left out: {one.error}", err=True)
        else:
            readable.append(one)
    found = narrowed(readable, filters, lambda one: one)
    if filters and not found.kept:
        click.echo(f"No request fits. {found.sentence()}", err=True)
    return [one for one, _ in found.kept]


def print_status(requests: list[Summary], day: date, *, by: str = "who", sort: str = "due") -> None:
    """The table: one line a request."""
    if not requests:
        click.echo("No requests yet. Make one: frkit request new --agency ID --pack first-contact")
        return
    for line in table_lines(requests, day, by=by, sort=sort, width=console().width):
        click.echo(line)


def print_next(steps: list[tuple[Summary, NextStep]], most: int | None = None) -> None:
    """Numbered steps, each with its command."""
    if not steps:
        click.echo("Nothing to do now.")
        return
    out = console()
    waves, steps = drafts_by_wave(steps)
    for number, (one, step) in enumerate(steps[:most], 1):
        by = f" (by {long_day(step.by)})" if step.by and long_day(step.by) not in step.text else ""
        out.print(f"{number:2}. {clean(one.id)}{by}", style="bold")
        say(out, step.text, indent=4)
        if step.command:
            out.print(f"    $ {clean(step.command)}", style="cyan", soft_wrap=True)
    for wave, count in waves.items() if most is None or len(steps) < most else ():
        out.print(f"    {count} drafts of wave {clean(wave)}", style="bold")
        say(out, "Read the letters, send them, then log that they were sent.", indent=4)
        out.print(f"    $ frkit letter --wave {shlex.quote(clean(wave))}", style="cyan", soft_wrap=True)
    if most is not None and len(steps) > most:
        click.echo(f"And {len(steps) - most} more: frkit next")


def drafts_by_wave(steps: list[tuple[Summary, NextStep]]) -> tuple[dict[str, int], list[tuple[Summary, NextStep]]]:
    """How many drafts of each wave only wait to be sent, where they are several; and all other steps."""
    waiting = [one.request.wave or "" for one, step in steps if step.rank == rank_of("send")]
    waves = {wave: waiting.count(wave) for wave in dict.fromkeys(waiting) if wave and waiting.count(wave) > 2}
    rest = [(one, step) for one, step in steps if step.rank != rank_of("send") or one.request.wave not in waves]
    return waves, rest


def ranked_steps(requests: Iterable[Summary]) -> list[tuple[Summary, NextStep]]:
    """The steps of all requests, the one with the most to lose first."""
    steps = [(one, step) for one in requests for step in one.next_steps]
    return sorted(steps, key=lambda pair: (*pair[1].urgency, pair[0].id))
