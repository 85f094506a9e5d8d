"""``frkit receive``: take in what an agency sent, as it came."""

from __future__ import annotations

import sys
from datetime import date, datetime, timezone
from pathlib import Path

import click

from frkit.base.errors import WrongUsage
from frkit.base.files import sha256_of
from frkit.cli.common import DAY, campaign_option, clean, json_option, print_json
from frkit.cli.completing import request_ids
from frkit.tracking.events import Arrived, FileRecord
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.originals import forgotten_bytes, refuse_forgotten
from frkit.tracking.people import who_writes
from frkit.tracking.received import day_in_mail, facts_of_mail

_CHANNELS = {"post": "by post", "portal": "from the portal", "fax": "by fax", "hand": "by hand"}
"""Channel, where a person named it -> the source of files of which nothing more is known."""


@click.command()
@click.argument("request_part", metavar="REQUEST", shell_complete=request_ids)
@click.argument("files", metavar="FILES...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--date", "day", type=DAY, help="The day it came (a mail's own date is used if this is left out).")
@click.option("--channel", type=click.Choice(["email", "post", "portal", "fax", "hand", "other"]), help="How it came.")
@click.option("--source", help="From where, as a web address or a person's name (default: the sender of a mail).")
@click.option("--private", is_flag=True, help="Keep it under private/ (a scan that shows your address).")
@campaign_option
@json_option
def receive(
    request_part: str,
    files: tuple[Path, ...],
    day: date | None,
    channel: str | None,
    source: str | None,
    private: bool,
    campaign_dir: str | None,
    as_json: bool,
) -> None:
    """Take in FILES that an agency sent for REQUEST: hashed, stored as they came, logged as 'arrived'."""
    folder = CampaignFolder.find(campaign_dir)
    request_id = folder.find_request(request_part)
    fresh = _fresh(folder, request_id, files)
    if not fresh:
        return
    day = _day(day, fresh)
    mail = next((facts for path in fresh if (facts := facts_of_mail(path)) is not None), None)
    arrived = Arrived(
        date=day,
        entered=datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        by=who_writes(folder.root),
        channel=channel or ("email" if mail else "post"),
        message_id=mail.message_id if mail else None,
        automatic=mail.automatic if mail else False,
    )
    whence = source or _CHANNELS.get(channel or "")
    folder.refuse_private_event(arrived.model_copy(update={"note": source}))
    records = [_take_in(folder, request_id, path, day, private, whence) for path in fresh]
    event_id, _ = folder.add_event(request_id, arrived.model_copy(update={"documents": tuple(records)}))
    _report(request_id, event_id, records, as_json)


def _fresh(folder: CampaignFolder, request_id: str, files: tuple[Path, ...]) -> list[Path]:
    """The files whose bytes are not here yet; the others are named."""
    fresh: dict[str, Path] = {}
    gone = forgotten_bytes(folder.root)
    known_here = {record.sha256: record for _, event in folder.load(request_id).events for record in event.documents}
    for path in files:
        if not path.is_file():
            kind = "This is not a file" if path.exists() else "There is no such file"
            raise WrongUsage(f"{kind}: {clean(str(path))}", remedy="name the files themselves; nothing was taken in")
        digest = sha256_of(path)
        refuse_forgotten(gone, digest, path)
        known = known_here.get(digest)
        if known is not None:
            click.echo(f"Here already, not stored twice: {clean(path.name)} is {known.file}")
        elif digest in fresh:
            click.echo(f"The same bytes twice: {clean(path.name)} is {clean(fresh[digest].name)}")
        else:
            fresh[digest] = path
    return list(fresh.values())


def _day(day: date | None, files: list[Path]) -> date:
    if day is not None:
        return day
    found = [dated for path in files if (dated := day_in_mail(path)) is not None]
    if found:
        return max(found)
    if not sys.stdin.isatty():
        raise WrongUsage("The day on which it came is missing.", remedy="add --date, like --date 2026-03-02")
    answer: date = click.prompt("On which day did it come", type=DAY)
    return answer


def _take_in(
    folder: CampaignFolder, request_id: str, path: Path, day: date, private: bool, whence: str | None
) -> FileRecord:
    record = folder.take_in(request_id, path, day, private=private, came_from=whence)
    return record.model_copy(update={"role": "reply"})


def _report(request_id: str, event_id: str, records: list[FileRecord], as_json: bool) -> None:
    if as_json:
        print_json({"request": request_id, "event": event_id, "documents": [record.model_dump() for record in records]})
        return
    for record in records:
        where = "private, it holds your data" if record.file.startswith("private/") else "as it came"
        click.echo(f"Took in {record.file} ({record.size:,} bytes, {where})")
        click.echo(f"  sha256 {record.sha256}")
    click.echo(f"Logged {event_id}")
    click.echo("Next: read it, then log what it says, for example:")
    click.echo(f"  frkit log acknowledged {request_id} --in {event_id} --date DATE --reference NUMBER")
