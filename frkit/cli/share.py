"""``frkit share``: a copy of the campaign for somebody outside, without those who keep it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frkit.cli.common import campaign_option, clean, json_option, print_json
from frkit.pages.wording import plural

if TYPE_CHECKING:
    from frkit.exchange.sharing import Shared

_COUNTS = (
    ("requests", "request", "requests"),
    ("events", "event", "events"),
    ("letters", "letter as sent", "letters as sent"),
    ("files", "file as it came", "files as they came"),
    ("packets", "plan of a packet", "plans of packets"),
)
_LEFT_OUT = (
    ("events_left_out", "events that are not for this audience"),
    ("files_naming", "files that are private, or in which a requester's name or address was found"),
    ("files_unread", "files that frkit cannot read, like scans (--with-scans takes them)"),
    ("files_demanded", "files that an agency demanded back"),
    ("files_not_wanted", "other files that came (--without-files)"),
    ("packets_left_out", "plans of packets for another audience"),
)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--audience",
    type=click.Choice(["packet", "team", "counsel"]),
    default="packet",
    show_default=True,
    help="For whom it is: 'packet' is for everybody; the others also get notes and the events for them.",
)
@click.option("--without-files", is_flag=True, help="Leave out all files that agencies sent.")
@click.option("--with-scans", is_flag=True, help="Also take files that frkit cannot read. Look at each first.")
@click.option("--dry-run", is_flag=True, help="Make it, check it, say what it would hold, and keep nothing.")
@campaign_option
@json_option
def share(
    folder: Path,
    audience: Any,
    without_files: bool,
    with_scans: bool,
    dry_run: bool,
    campaign_dir: str | None,
    as_json: bool,
) -> None:
    """Copy the campaign to FOLDER for somebody outside, without the people who keep it.

    Names become person-1, person-2, ...; telephones, and e-mail addresses of persons, are masked; private/, notes and
    git's history stay here. Every limit and every date stays what it is, and 'frkit check' and 'frkit verify' hold in
    the copy. Who is who is kept in private/pseudonyms.

    What agencies wrote is copied as it came: it may name others, and its reference numbers can be looked up.
    """
    from frkit.cli.packet.progress import progress_bar
    from frkit.exchange.sharing import Wanted
    from frkit.packet.sharing.sharing import share as make_copy
    from frkit.tracking.folder import CampaignFolder

    campaign = CampaignFolder.find(campaign_dir)
    wanted = Wanted(audience, files=not without_files, scans=with_scans)
    day = campaign.campaign.today or date.today()
    with progress_bar() as progress:
        told = make_copy(campaign, folder, wanted, day, dry_run=dry_run, progress=progress)
    if as_json:
        counts = {key: getattr(told, key) for key, *_ in (*_COUNTS, *_LEFT_OUT)}
        extra = {"events_bare": told.events_bare, "unread": told.unread, "seal": told.seal, "dry_run": dry_run}
        print_json({"folder": str(folder), **counts, **extra})
        return
    _print(told, folder, dry_run, with_scans)


def _print(told: Shared, folder: Path, dry_run: bool, with_scans: bool) -> None:
    held = ", ".join(plural(getattr(told, key), one, many) for key, one, many in _COUNTS)
    click.echo(f"{'Would make' if dry_run else 'Made'} {clean(str(folder))}: {held}.")
    left = [(getattr(told, key), what) for key, what in _LEFT_OUT if getattr(told, key)]
    if left:
        click.echo("Left out:")
        for number, what in left:
            click.echo(f"  {number:>4} {what}")
    if told.events_bare:
        click.echo(f"  {told.events_bare:>4} more events without their words: dates hang on them")
    if told.unread:
        click.echo(
            "Taken though frkit cannot read them; look at each:" if with_scans else "To look at for --with-scans:"
        )
        for path in told.unread:
            click.echo(f"  {clean(path)}")
    click.echo("Checked: no mistakes; every request stands on every day where it stands here.")
    if not dry_run:
        click.echo(f"Read it before you hand it over, {clean(str(folder))}/SHARED.txt first.")
