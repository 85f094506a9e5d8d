"""``frkit unlock``: the password of an encrypted file, asked for, tried, and kept on this computer only."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from frkit.base.errors import ExitCode, FrkitError, WrongUsage
from frkit.base.findings import shown_path
from frkit.cli.common import campaign_option, clean, console, json_option, print_json, say
from frkit.cli.completing import request_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from frkit.evidence.text.documents import Document
    from frkit.tracking.folder import CampaignFolder


@click.command()
@click.argument("request_part", metavar="REQUEST", shell_complete=request_ids)
@click.argument("file", metavar="[FILE|SHA256]", required=False)
@click.option(
    "--password-file",
    type=click.Path(path_type=Path),
    help="Read the password from the first line of this file (-: standard input) instead of asking.",
)
@campaign_option
@json_option
def unlock(
    request_part: str, file: str | None, password_file: Path | None, campaign_dir: str | None, as_json: bool
) -> None:
    """Give the password of an encrypted FILE that came for REQUEST, so that its pages can be shown.

    It is asked for without being shown, tried, and kept below private/ on this computer only. Agencies often use one
    password for all files: it is tried on the other encrypted files of the request, too. Without FILE the encrypted
    files are listed.
    """
    from frkit.tracking.folder import CampaignFolder

    folder = CampaignFolder.find(campaign_dir)
    request_id = folder.find_request(request_part)
    locked = _locked(folder, request_id)
    if file is None:
        _list(locked, request_id, as_json)
        return
    wanted = _named(locked, file, request_id)
    opened = _open_all(folder, wanted, [one for one in locked if one.sha256 != wanted.sha256], password_file)
    if as_json:
        print_json([_data(one) for one in opened])
        return
    for one in opened:
        click.echo(f"Opened: {clean(one.name)}")
    kept = shown_path(folder.root / "private" / "passwords")
    say(console(), f"The password is kept in {kept}, on this computer only.")
    click.echo(f"Look at the pages: frkit pages {request_id}")


def _open_all(
    folder: CampaignFolder, wanted: Document, others: Sequence[Document], password_file: Path | None
) -> list[Document]:
    """The files that the password opens, each with it kept; raises FrkitError where the named one stays shut."""
    from frkit.evidence.opening.passwords import keep_password
    from frkit.evidence.text.locked import opened_by
    from frkit.evidence.unreadable import Unreadable

    password = _password(wanted, password_file)
    tried = opened_by(password, [wanted, *others])
    _, first = next(tried)
    if first is False:
        raise FrkitError(
            "This password does not open the file.",
            place=wanted.name,
            remedy="type it again, capitals and blanks as in the agency's letter; nothing was kept",
        )
    if isinstance(first, Unreadable):
        raise FrkitError(f"The file could not be opened: {first}.", place=wanted.name, remedy=_ASK_ANEW)
    keep_password(folder.root, wanted.sha256, password)
    opened = [wanted]
    for one, fits in tried:
        if fits is True:
            keep_password(folder.root, one.sha256, password)
            opened.append(one)
    return opened


_ASK_ANEW = "ask the agency for a copy without a password; nothing was kept"


def _locked(folder: CampaignFolder, request_id: str) -> list[Document]:
    """The encrypted files of a request whose password is not kept yet, also those inside other files."""
    from frkit.evidence.opening.passwords import passwords_of
    from frkit.evidence.text.documents import documents
    from frkit.evidence.text.locked import locked_among
    from frkit.evidence.text.papers import papers_of

    known = passwords_of(folder.root)
    if not papers_of(folder, request_id).papers:
        return []
    every = documents(folder, [request_id], with_parts=True)
    return locked_among(one for one in every if not one.ours and one.sha256 not in known)


def _named(locked: Sequence[Document], file: str, request_id: str) -> Document:
    wanted = file.lower()
    fits = [one for one in locked if wanted in (one.name.lower(), one.path.lower())] or [
        one
        for one in locked
        if one.sha256.startswith(wanted) or wanted in one.path.lower() or wanted in one.name.lower()
    ]
    if not fits:
        raise WrongUsage(
            f"No encrypted file is called '{clean(file)}', or its password is kept already.",
            place=request_id,
            remedy=f"frkit unlock {request_id} lists those that are still shut",
        )
    if len(fits) > 1:
        names = "\n           ".join(f"{one.sha256[:12]}  {clean(one.name)}" for one in fits)
        raise WrongUsage(
            f"'{clean(file)}' fits more than one file.", remedy=f"name one by its hash\n           {names}"
        )
    return fits[0]


def _password(wanted: Document, password_file: Path | None) -> str:
    if password_file is not None and str(password_file) != "-":
        try:
            return password_file.read_text(encoding="utf-8-sig").split("\n")[0].rstrip("\r")
        except (OSError, UnicodeDecodeError) as error:
            raise WrongUsage("The password cannot be read.", place=str(password_file), remedy=str(error)) from None
    if password_file is not None:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise WrongUsage("The password is missing.", remedy="run it in a terminal, or add --password-file FILE")
    answer: str = click.prompt(f"Password of {clean(wanted.name)}", hide_input=True)
    return answer


def _list(locked: Sequence[Document], request_id: str, as_json: bool) -> None:
    if as_json:
        print_json([_data(one) for one in locked])
        return
    if not locked:
        click.echo("No file of this request waits for a password.")
        raise click.exceptions.Exit(ExitCode.DONE)
    for one in locked:
        within = f", in {clean(one.record.name or one.path)}" if one.part else ""
        click.echo(f"{clean(one.name)} ({one.size:,} bytes{within})")
        click.echo(f"    $ frkit unlock {request_id} {one.sha256[:12]}")


def _data(one: Document) -> dict[str, object]:
    return {
        "request": one.request,
        "event": one.event,
        "file": one.path,
        "part": one.part or None,
        "name": one.name,
        "sha256": one.sha256,
        "size": one.size,
    }
