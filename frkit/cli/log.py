"""``frkit log KIND REQUEST...``: each kind of event is a command whose options come from its type."""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from frkit.base.errors import WrongUsage
from frkit.base.findings import did_you_mean
from frkit.cli.common import DAY, campaign_option
from frkit.cli.event_options import event_values, options_of
from frkit.cli.log_context import complete, refuse_misfits, warn_of_contradictions
from frkit.tracking.events import BY_KIND, Event, FileRecord, event_from
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.people import who_writes
from frkit.tracking.types import RequestFile

_FROZEN = {"refrozen": {"law_file": "law/x.yaml", "law_sha256": "0" * 64}}
"""Stand-ins for what is only known once the law has been frozen, to check an event before anything is written."""
_ROLES = {"produced": "record", "sent": "proof", "received_by_agency": "proof", "delivery_failed": "proof"}


class LogGroup(click.Group):
    """A group whose commands are the kinds of event, made when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The kinds, spelt with dashes, in the order of a request's life."""
        return [kind.replace("_", "-") for kind in BY_KIND]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command that logs one kind of event."""
        kind = cmd_name.replace("-", "_")
        return _command(kind, BY_KIND[kind]) if kind in BY_KIND else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Like click's own, with a suggestion for a misspelt kind."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            ctx.fail(f"There is no kind of event '{args[0]}'{did_you_mean(args[0], self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)


@click.group(cls=LogGroup)
def log() -> None:
    """Log something that happened to a request; one new file, nothing is ever changed."""


def _command(kind: str, event_type: type[Event]) -> click.Command:
    shared = [
        click.Argument(["request_parts"], metavar="REQUEST...", nargs=-1, required=True),
        click.Option(["--date", "day"], type=DAY, help="The day it happened, at the agency (asked for if left out)."),
        click.Option(["--time"], help="The time of day, like 14:30."),
        click.Option(["--proof"], type=click.Path(path_type=Path), help="A file that proves it; it is taken in."),
        click.Option(
            ["--file", "files"], type=click.Path(path_type=Path), multiple=True, help="A file that came; repeatable."
        ),
        click.Option(
            ["--private"], is_flag=True, help="Keep the files under private/ (a scan that shows your address)."
        ),
        click.Option(["--note"], help="For the team; never printed in a packet."),
        click.Option(["--audience"], type=click.Choice(["packet", "team", "counsel"]), help="Who may see the event."),
        click.Option(["--in", "reply_to"], help="Id of the 'arrived' event whose files this event is about."),
        click.Option(["--after", "after"], multiple=True, help="Id of an event that this one came after; repeatable."),
    ]
    command = click.Command(
        kind.replace("_", "-"),
        params=[*shared, *options_of(event_type)],
        help=event_type.__doc__,
        short_help=" ".join((event_type.__doc__ or "").split()),
        callback=partial(_log, kind, event_type),
    )
    return campaign_option(command)


def _log(kind: str, event_type: type[Event], request_parts: tuple[str, ...], **options: Any) -> None:
    folder = CampaignFolder.find(options.pop("campaign_dir"))
    ids = [folder.find_request(part) for part in request_parts]
    day = _day(options.pop("day"), folder)
    for request_id in ids:
        values = dict(options)
        event_id, path = _log_one(folder, folder.load(request_id), kind, event_type, day, values)
        click.echo(f"Logged {event_id}")
        click.echo(f"  in {path.relative_to(folder.root)}")


def _log_one(
    folder: CampaignFolder, file: RequestFile, kind: str, event_type: type[Event], day: date, options: dict[str, Any]
) -> tuple[str, Path]:
    """Check the event before anything is written, then take the files in, then write it."""
    files: tuple[Path, ...] = options.pop("files")
    proof: Path | None = options.pop("proof")
    private: bool = options.pop("private")
    letter: Path | None = options.pop("letter", None)
    data = {"kind": kind, "date": day, "entered": _now(), "by": who_writes(folder.root)}
    data |= event_values(event_type, options)
    complete(data, file)
    refuse_misfits(data, file)
    folder.refuse_private_event(_built(data | _FROZEN.get(kind, {})))
    documents = [_take_in(folder, file.id, path, day, _ROLES.get(kind, "reply"), private) for path in files]
    if proof is not None:
        documents.append(_take_in(folder, file.id, proof, day, "proof", private))
    if documents:
        data["documents"] = [record.model_dump() for record in documents]
    if kind == "refrozen":
        data["law_file"], data["law_sha256"] = folder.freeze_law(file.id, day)
    if kind in ("sent", "appeal_sent", "followed_up"):
        from frkit.cli.sending import what_was_sent

        data |= what_was_sent(folder, file, kind, day, letter, str(data.get("about", "")))
    logged = folder.add_event(file.id, _built(data))
    warn_of_contradictions(data, file)
    return logged


def _built(data: dict[str, Any]) -> Event:
    try:
        return event_from(data)
    except ValidationError as error:
        fault = error.errors()[0]
        where = "--" + str(fault["loc"][0]).replace("_", "-") if fault["loc"] else ""
        message = str(fault["msg"]).removeprefix("Value error, ")
        if fault["type"] == "string_pattern_mismatch":
            message = f"'{fault['input']}' is not of the right form"
        raise WrongUsage(f"This does not fit: {message}.", place=where, remedy="nothing was written") from None


def _day(day: date | None, folder: CampaignFolder) -> date:
    """The day as given, or asked for on a terminal; never today by default."""
    if day is None:
        if not sys.stdin.isatty():
            raise WrongUsage("The day on which it happened is missing.", remedy="add --date, like --date 2026-03-02")
        answer: date = click.prompt("On which day did it happen, at the agency", type=DAY)
        day = answer
    limit = max(date.today(), folder.campaign.today or date.min) + timedelta(days=1)
    if day > limit:
        raise WrongUsage(f"{day} lies in the future.", remedy="log what has happened; check the year")
    return day


def _now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _take_in(folder: CampaignFolder, request_id: str, path: Path, day: date, role: Any, private: bool) -> FileRecord:
    record = folder.take_in(request_id, path, day, private=private)
    return record.model_copy(update={"role": role})
