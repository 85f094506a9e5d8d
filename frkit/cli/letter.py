"""``frkit letter``: the letter that a request needs now."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from frkit.base.errors import FrkitError
from frkit.base.files import create
from frkit.cli.campaign import as_of
from frkit.cli.common import campaign_option, json_option, print_json, today_option
from frkit.cli.completing import request_ids
from frkit.letters.composing import compose, propose_kind
from frkit.letters.letter import Kind, Letter, as_kind
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.standing import Standing, standing
from frkit.tracking.types import RequestFile

_SENT = {"request": "sent", "overdue": "followed-up", "appeal": "appeal-sent", "preservation": "followed-up"}


@click.command()
@click.argument("request_part", metavar="REQUEST", shell_complete=request_ids)
@click.argument("kind", required=False)
@click.option("--out", type=click.Path(path_type=Path), default=None, help="Write the letter to this new file.")
@click.option("--masked", is_flag=True, help="With [name of requester] and the like in place of the real values.")
@campaign_option
@today_option
@json_option
def letter(
    request_part: str,
    kind: str | None,
    out: Path | None,
    masked: bool,
    campaign_dir: str | None,
    today: date | None,
    as_json: bool,
) -> None:
    """Write the letter that REQUEST needs now, or one of a KIND: request, overdue, appeal,
    preservation (asks to keep records that would be destroyed).

    The letter goes to the screen, or to a file with --out; what is left to do goes to stderr. Nothing is sent.
    """
    folder = CampaignFolder.find(campaign_dir)
    day = as_of(folder, today)
    file = folder.load(folder.find_request(request_part))
    stand = standing(file, day)
    chosen, why = _chosen(kind, stand, file)
    person = folder.requester(file.request.requester)
    written = compose(chosen, file, stand, person, today=day, overlay=folder.overlay)
    text = written.masked_text if masked else written.text
    if out is not None:
        _write(folder, out, text, private=not masked and person is not None)
    if as_json:
        print_json(_data(file, written, text, why))
        return
    click.echo(f"{chosen}: {why}." if why else f"{chosen}.", err=True)
    for warning in written.warnings:
        click.echo(f"Before you read it: {warning}", err=True)
    click.echo(f"Written to {out}." if out is not None else text, nl=out is not None)
    _say_what_is_left(file, written, stand)


def _chosen(kind: str | None, stand: Standing, file: RequestFile) -> tuple[Kind, str]:
    return propose_kind(stand, file) if kind is None else (as_kind(kind), "")


def _write(folder: CampaignFolder, out: Path, text: str, *, private: bool) -> None:
    """A letter with the requester's address never lands where git would track it."""
    target = out.resolve()
    root = folder.root.resolve()
    if private and target.is_relative_to(root) and not target.is_relative_to(root / "private"):
        raise FrkitError(
            "The letter holds the requester's name and address, and git would track that file.",
            place=str(out),
            remedy=f"write it to private/{out.name} or outside the campaign, or add --masked",
        )
    create(target, text.encode())


def _say_what_is_left(file: RequestFile, written: Letter, stand: Standing) -> None:
    for task in written.to_do:
        if task not in written.warnings:
            click.echo(f"To do: {task}", err=True)
    about = f" --about {written.kind}" if written.kind in ("overdue", "preservation") else ""
    log = f"frkit log {_SENT[written.kind]} {file.id} --date DATE{about} --method {_method(stand)}"
    click.echo(f"Once it is sent: {log}", err=True)


def _method(stand: Standing) -> str:
    """How it will probably go out: by email, unless that is what failed."""
    tried = [event for _, event in stand.events if event.kind in ("sent", "delivery_failed")]
    failed = len(tried) > 1 and tried[-1].kind == "delivery_failed" and getattr(tried[-2], "method", "") == "email"
    return "post" if failed else "email"


def _data(file: RequestFile, written: Letter, text: str, why: str) -> dict[str, object]:
    return {
        "request": file.id,
        "kind": written.kind,
        "why": why or None,
        "subject": written.subject,
        "template": written.template,
        "to_do": list(written.to_do),
        "text": text,
    }
