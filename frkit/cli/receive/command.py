"""``frkit receive``: take in what an agency sent, as it came."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from frkit.base.errors import ExitCode, FrkitError, WrongUsage
from frkit.cli.common import DAY, campaign_option, clean, json_option, print_json
from frkit.cli.completing import request_ids
from frkit.cli.receive.taking import take
from frkit.cli.receive.words import Report
from frkit.tracking.events import Arrived
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.inbox import INBOX, inbox_of, ready_inbox
from frkit.tracking.people import who_writes

if TYPE_CHECKING:
    from frkit.evidence.intake.looking import Look
    from frkit.evidence.intake.storing import Desk, Wish

_MISSING_DAY = WrongUsage("The day on which it came is missing.", remedy="add --date, like --date 2026-03-02")


def _requests_or_files(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """What Tab offers: requests for the first word, files where no request begins so, and for all other words."""
    found = [] if ctx.params.get("what") else request_ids(ctx, param, incomplete)
    return [CompletionItem(one) for one in found] or [CompletionItem(incomplete, type="file")]


@click.command()
@click.argument("what", metavar="[REQUEST] [FILES]...", nargs=-1, shell_complete=_requests_or_files)
@click.option("--date", "day", type=DAY, help="The day it came; each of several mails keeps the date that it bears.")
@click.option("--channel", type=click.Choice(["email", "post", "portal", "fax", "hand", "other"]), help="How it came.")
@click.option("--source", help="From where, as a web address or a person's name (default: the sender of a mail).")
@click.option(
    "--private/--not-private",
    default=None,
    help="Keep all of it under private/ (a scan that shows your address), or nothing. "
    "Left out: what holds your address, telephone or e-mail.",
)
@click.option("--yes", is_flag=True, help="Without REQUEST: take in what is proposed, without asking.")
@click.option("--dry-run", is_flag=True, help="Show where each file would go, and why; write nothing.")
@click.option("--again", is_flag=True, help="Also take in what is on file for another request.")
@click.option("--keep", is_flag=True, help="Leave in the inbox what was taken in from there.")
@campaign_option
@json_option
def receive(
    what: tuple[str, ...],
    day: date | None,
    channel: str | None,
    source: str | None,
    private: bool | None,
    yes: bool,
    dry_run: bool,
    again: bool,
    keep: bool,
    campaign_dir: str | None,
    as_json: bool,
) -> None:
    """Take in what an agency sent: hashed, stored as it came, logged as 'arrived'.

    FILES are files and folders; without any, all that lies in the campaign's inbox/. Without REQUEST, the request of
    each file is looked for: by numbers, addresses, earlier mails and words. It is proposed with the reasons, never
    taken without a yes. Each mail is a delivery of its own with its own date; other files given together are one.
    """
    from frkit.evidence.intake.gathering import gather
    from frkit.evidence.intake.storing import Wish

    folder = CampaignFolder.find(campaign_dir)
    request_id, named = _request_and_files(folder, what)
    if not named and request_id is not None:
        remedy = f"name files or folders; all that lies in the inbox: frkit receive {request_id} {INBOX}"
        raise WrongUsage("No files are named.", remedy=remedy)
    if not named:
        named = (ready_inbox(folder.root),)
    files, left = gather(folder.root, named)
    wish = Wish(
        day,
        also_mails=request_id is not None and len(files) == 1,
        channel=channel,  # type: ignore[arg-type]  # click checked it
        source=source,
        private=private,
        again=again,
        keep=keep,
    )
    _refuse_private_words(folder, wish)
    report = Report(folder, left, as_json=as_json)
    if not files:
        report.nothing(named[0] if named[0] != inbox_of(folder.root) else None)
    elif request_id is not None:
        _for_one(folder, request_id, files, wish, report, dry_run=dry_run)
    else:
        from frkit.cli.receive.sorting import for_many

        for_many(folder, files, _desk(folder, wish, as_json=as_json), report, yes=yes, dry_run=dry_run)
    if as_json:
        print_json(report.data())
    report.end()
    if report.problems:
        raise click.exceptions.Exit(ExitCode.PROBLEMS)


def _request_and_files(folder: CampaignFolder, what: Sequence[str]) -> tuple[str | None, tuple[Path, ...]]:
    """The first word is a request, unless it is a file or folder and no request is called exactly so."""
    if not what:
        return None, ()
    first, rest = what[0], tuple(Path(one) for one in what[1:])
    if first in folder.request_ids():
        return first, rest
    if os.path.lexists(first):
        if rest and os.sep not in first and _fits_a_request(folder, first):
            raise WrongUsage(
                f"'{clean(first)}' is a file or folder here, and a part of a request's name.",
                remedy=f"write {os.curdir}{os.sep}{clean(first)} for the file, or the whole name of the request",
            )
        return None, (Path(first), *rest)
    if not rest and (os.sep in first or Path(first).suffix):
        raise WrongUsage(
            f"There is no such file: {clean(first)}", remedy="name the files themselves; nothing was taken in"
        )
    return folder.find_request(first), rest


def _fits_a_request(folder: CampaignFolder, part: str) -> bool:
    return any(part.lower() in one for one in folder.request_ids())


def _refuse_private_words(folder: CampaignFolder, wish: Wish) -> None:
    """What a person types about the delivery may not hold the requester's own data either."""
    probe = Arrived(date=date.today(), entered="", by="", note=wish.source)
    folder.refuse_private_event(probe)


def _desk(folder: CampaignFolder, wish: Wish, *, as_json: bool) -> Desk:
    from frkit.evidence.intake.on_file import Shelf
    from frkit.evidence.intake.storing import Desk
    from frkit.tracking.originals import forgotten_bytes

    may_ask = sys.stdin.isatty() and not as_json
    return Desk(
        folder=folder,
        wish=wish,
        by=who_writes(folder.root),
        entered=datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        values=folder.private_values(),
        gone=forgotten_bytes(folder.root),
        shelf=Shelf.of(folder),
        today=max(date.today(), folder.campaign.today or date.min),
        ask_private=_Asking(may_ask).private,
        ask_day=_Asking(may_ask).day,
    )


class _Asking:
    """Questions to whoever sits at the terminal; in a pipe the answer is the safe one."""

    def __init__(self, may_ask: bool) -> None:
        self.may_ask = may_ask
        self.all_private: bool | None = None

    def private(self, path: Path, found: tuple[str, ...]) -> bool:
        """Whether what holds the requester's data is kept under private/: asked once, and so unless told otherwise."""
        if self.may_ask and self.all_private is None:
            click.echo(f"{clean(path.name)} holds the {' and the '.join(found)}.")
            question = "Keep this and all that holds such data under private/, where git does not see it"
            self.all_private = click.confirm(question, default=True)
        return self.all_private is not False

    def day(self, what: str) -> date | None:
        """The day on which something came."""
        if not self.may_ask:
            return None
        answer: date = click.prompt(f"On which day did {clean(what)} come", type=DAY)
        return answer


def _for_one(
    folder: CampaignFolder, request_id: str, files: list[Path], wish: Wish, report: Report, *, dry_run: bool
) -> None:
    """Take files in for the request that a person named."""
    from frkit.evidence.intake.known import known_of

    desk = _desk(folder, wish, as_json=report.as_json)
    mails, others = _mails_among(files)
    letter = _look_into(mails[0], desk) if len(mails) == 1 and others else None
    if letter is not None:
        desk.wish = replace(wish, also_mails=True)
    if dry_run:
        report.would_take(request_id, files)
        return
    needs_day = others and letter is None and wish.day is None
    if needs_day:
        desk.day_of_loose = desk.ask_day(f"{len(files)} files" if len(files) > 1 else files[0].name)
        if desk.day_of_loose is None:
            raise _MISSING_DAY
    take(desk, request_id, files, report, letter, known=known_of(folder, request_id))
    if not report.taken and len(files) == 1 and report.refused:
        only = report.refused[0]
        if only.state == "no_date":
            raise WrongUsage(f"{only.why[:1].upper()}{only.why[1:]}.", place=str(only.path), remedy=only.remedy)
        if only.error is not None:
            raise only.error
    report.tell_refused()


def _mails_among(files: list[Path]) -> tuple[list[Path], bool]:
    from frkit.evidence.intake.gathering import first_mails

    return first_mails(files)


def _look_into(path: Path, desk: Desk) -> Look | None:
    """What is in the one mail that came with other files; None where it cannot be read."""
    from frkit.evidence.apart.running import apart
    from frkit.evidence.intake.looking import Question, look
    from frkit.evidence.unreadable import Unreadable

    try:
        found = apart(look, Question(path, desk.values, words=False))
    except (Unreadable, FrkitError):
        return None
    return found if found.mail is not None else None
