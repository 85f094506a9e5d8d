"""``frkit log KIND REQUEST...``: each kind of event is a command whose options come from its type."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from frkit.base.errors import WrongUsage
from frkit.base.findings import did_you_mean
from frkit.cli.campaign import as_of
from frkit.cli.common import DAY, campaign_option, json_option, today_option
from frkit.cli.completing import event_ids, kinds_and_codes, request_ids
from frkit.cli.filters import chosen, filter_params, filters_from
from frkit.cli.log.asking import fill_in
from frkit.cli.log.event_options import options_of
from frkit.cli.log.plan import Desk, Typed, desk_for, own_values, refuse_future
from frkit.cli.log.running import Running, log_all
from frkit.tracking.codes import CODE_WORDS, CODES, GROUPS, codes_of, group_of, kind_meant
from frkit.tracking.events import BY_KIND, Event
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.types import RequestFile


class LogGroup(click.Group):
    """A group whose commands are the kinds of event and their codes, made when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The kinds, spelt with dashes, in the order of a request's life."""
        return [kind.replace("_", "-") for kind in BY_KIND]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command that logs one kind of event, by its name or its code."""
        meant = kind_meant(cmd_name)
        return _command(cmd_name, *meant) if meant is not None else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Like click's own, with a suggestion for a misspelt kind."""
        if args and not args[0].startswith("-") and kind_meant(args[0]) is None:
            known = [*self.list_commands(ctx), *CODES]
            ctx.fail(f"There is no kind of event '{args[0]}'{did_you_mean(args[0], known)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The kinds by who acts, each with its codes."""
        for group in GROUPS:
            kinds = [kind for kind in BY_KIND if group_of(kind) == group]
            with formatter.section(group):
                formatter.write_dl([row for kind in kinds for row in _help_rows(kind)], col_max=34)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Kinds and codes; options where a dash was typed."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        return [CompletionItem(name) for name in kinds_and_codes(ctx, click.Argument(["kind"]), incomplete)]


class KindCommand(click.Command):
    """The command of one kind of event, whose help shows first what this kind can say."""

    parts: tuple[tuple[str, list[click.Parameter]], ...] = ()

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options by what they are for."""
        told: set[str] = set()
        options = [one for one in self.get_params(ctx) if isinstance(one, click.Option)]
        rest: list[click.Parameter] = [one for one in options if all(one not in params for _, params in self.parts)]
        for title, params in (*self.parts, ("Other options", rest)):
            rows = [row for one in params if (row := one.get_help_record(ctx)) is not None and row[0] not in told]
            told |= {row[0] for row in rows}
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


def _help_rows(kind: str) -> list[tuple[str, str]]:
    """A line for the kind and its codes, and one for each code that says more than the kind."""
    names = ", ".join([kind.replace("_", "-"), *codes_of(kind)])
    rows = [(names, _first_clause(BY_KIND[kind]))]
    for code, (meant, besides) in CODES.items():
        if meant == kind and besides:
            rows.append((f"  {code}", CODE_WORDS[code]))
    return rows


def _first_clause(event_type: type[Event]) -> str:
    words = " ".join((event_type.__doc__ or "").split())
    return words.partition(";")[0].partition(":")[0].rstrip(".") + "."


@click.group(cls=LogGroup, invoke_without_command=True, no_args_is_help=True, subcommand_metavar="KIND REQUEST...")
@click.option(
    "--from-csv", type=click.Path(path_type=Path), help="Log the rows of this table: request, kind, date, ..."
)
@click.option("--yes", is_flag=True, help="Do not ask before the rows are logged.")
@click.option("--date", "day", type=DAY, help="The day of the rows that name none.")
@click.option("--again", is_flag=True, help="Also log what is logged already.")
@campaign_option
@today_option
@json_option
@click.pass_context
def log(ctx: click.Context, /, from_csv: Path | None, campaign_dir: str | None, **options: Any) -> None:
    """Log something that happened to a request; one new file, nothing is ever changed.

    KIND is a name or a code from below: 'frkit log ack lapd --date 2026-03-05' logs that the agency confirmed the
    request. 'frkit log KIND --help' shows what a kind can say. --place, --overdue and other filters may stand for
    REQUEST; frkit then shows what it found and asks.
    """
    if ctx.invoked_subcommand is not None:
        if from_csv is not None or campaign_dir is not None or any(options.values()):
            ctx.fail("Options stand behind the kind: frkit log KIND --from-csv FILE")
        return
    if from_csv is None:
        ctx.fail("A kind of event, or --from-csv FILE, is missing.")
    day: date | None = options.pop("day")
    desk, running = _desk(campaign_dir, options)
    _log_table(desk, from_csv, running, day=day)


def _log_table(desk: Desk, path: Path, running: Running, only: str | None = None, **typed: Any) -> None:
    from frkit.cli.log.csv_table import typed_in

    running.asks = running.from_table = True
    wanted, faults = typed_in(desk, path, only, **typed)
    log_all(desk, wanted, running, faults)


def _desk(campaign_dir: str | None, options: dict[str, Any]) -> tuple[Desk, Running]:
    folder = CampaignFolder.find(campaign_dir)
    desk = desk_for(folder, as_of(folder, options.pop("today")), again=options.pop("again"))
    return desk, Running(yes=options.pop("yes"), as_json=options.pop("as_json"))


def _command(name: str, kind: str, besides: dict[str, Any]) -> click.Command:
    event_type = BY_KIND[kind]
    own = options_of(event_type)
    taken = {word for option in own for word in option.opts}
    many = [one for one in _of_many() if taken.isdisjoint(one.opts)]
    day, files, choosing = _of_day(), _of_files(), filter_params()
    command = KindCommand(
        name,
        params=[_request_argument(), *day, *own, *files, *many, *choosing],
        help=_help(event_type, kind, besides),
        short_help=_first_clause(event_type),
        callback=partial(_log, kind, besides),
    )
    command.parts = (
        ("What happened", [*day, *own]),
        ("Files, and what else is known", [*files, *(one for one in many if one.name == "came_from")]),
        ("Instead of REQUEST; frkit shows what it found and asks", list(choosing)),
    )
    return campaign_option(today_option(json_option(command)))


def _help(event_type: type[Event], kind: str, besides: dict[str, Any]) -> str:
    words = " ".join((event_type.__doc__ or "").split())
    codes = codes_of(kind)
    names = ", ".join([kind.replace("_", "-"), *codes])
    said = f"\n\nThe code you typed says {' '.join(f'--{name}' for name in besides)} too." if besides else ""
    return f"{names}: {words}{said}"


def _request_argument() -> click.Argument:
    return click.Argument(["request_parts"], metavar="REQUEST...", nargs=-1, shell_complete=request_ids)


def _of_day() -> list[click.Option]:
    return [
        click.Option(["--date", "day"], type=DAY, help="The day it happened, at the agency (asked for if left out)."),
        click.Option(["--time"], help="The time of day, like 14:30."),
    ]


def _of_files() -> list[click.Option]:
    path = click.Path(path_type=Path)
    arrival = "Id of the 'arrived' event whose files this event is about."
    after = "Id of an event that this one came after; repeatable."
    return [
        click.Option(["--proof"], type=path, help="A file that proves it; it is taken in."),
        click.Option(["--file", "files"], type=path, multiple=True, help="A file that came; repeatable."),
        click.Option(
            ["--private"], is_flag=True, help="Keep the files under private/ (a scan that shows your address)."
        ),
        click.Option(["--in", "reply_to"], help=arrival, shell_complete=event_ids),
        click.Option(["--after", "after"], multiple=True, help=after, shell_complete=event_ids),
        click.Option(["--note"], help="For the team; never printed in a packet."),
        click.Option(["--audience"], type=click.Choice(["packet", "team", "counsel"]), help="Who may see the event."),
    ]


def _of_many() -> list[click.Option]:
    return [
        click.Option(["--source", "came_from"], help="Where the files came from, like 'post' or 'portal of the city'."),
        click.Option(["--from-csv"], type=click.Path(path_type=Path), help="Log the rows of this table instead."),
        click.Option(["--again"], is_flag=True, help="Log it although the same is logged already."),
        click.Option(["--yes"], is_flag=True, help="Do not ask: not about many requests, nor about an odd date."),
    ]


def _log(kind: str, besides: dict[str, Any], request_parts: tuple[str, ...], **options: Any) -> None:
    desk, running = _desk(options.pop("campaign_dir"), options)
    filters = filters_from(options)
    table: Path | None = options.pop("from_csv")
    day: date | None = options.pop("day")
    if table is not None:
        if request_parts or filters:
            raise WrongUsage("The table names the requests itself.", remedy="leave out REQUEST and the filters")
        _log_table(desk, table, running, kind, day=day, options=options | besides)
        return
    if not request_parts and not filters:
        raise WrongUsage(
            "Which request?", remedy="name it (a part of its name will do), or choose with --place, --overdue ..."
        )
    files = _requests(desk, request_parts, filters)
    day = fill_in(BY_KIND[kind], options, day)
    refuse_future(day, desk.today)
    typed = typed_event(kind, day, options | besides)
    running.asks = bool(filters)
    log_all(desk, [(file, typed) for file in files], running)


def _requests(desk: Desk, parts: tuple[str, ...], filters: Any) -> list[RequestFile]:
    if filters:
        return [file for file, _ in chosen(desk.folder, parts, filters, desk.today, must=True)]
    return [desk.folder.load(one) for one in dict.fromkeys(desk.folder.find_request(part) for part in parts)]


def typed_event(kind: str, day: date, options: dict[str, Any]) -> Typed:
    """What the options of a command say of one event."""
    return Typed(
        kind=kind,
        day=day,
        values=own_values(kind, options),
        files=tuple(options.get("files", ())),
        proof=options.get("proof"),
        letter=options.get("letter"),
        private=bool(options.get("private")),
        came_from=options.get("came_from") or options.get("source"),
    )
