"""``frkit letter``: the letter that a request needs now."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import create
from frkit.cli.campaign import as_of
from frkit.cli.common import campaign_option, json_option, print_json, today_option
from frkit.cli.completing import letter_kinds, request_ids
from frkit.cli.event_options import numbers
from frkit.letters.composing import compose
from frkit.letters.kinds.registry import kind_named
from frkit.letters.letter import Letter
from frkit.letters.matter import Matter, Said
from frkit.letters.proposing import propose_kind
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.standing import Standing, standing
from frkit.tracking.types import RequestFile


@click.command()
@click.argument("request_part", metavar="REQUEST", shell_complete=request_ids)
@click.argument("kind", required=False, shell_complete=letter_kinds)
@click.option("--out", type=click.Path(path_type=Path), default=None, help="Write the letter to this new file.")
@click.option("--masked", is_flag=True, help="With [name of requester] and the like in place of the real values.")
@click.option("--items", "items", default=None, metavar="2,3", help="Only about these items.")
@click.option("--text", default=None, metavar="WORDS", help="Your own words, where the letter needs some: an answer.")
@click.option(
    "--text-file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="The same, from a text file."
)
@click.option("--tone", type=click.IntRange(1, 3), default=None, help="How far a reminder has risen: 1, 2 or 3.")
@click.option("--remedy", default=None, metavar="ID", help="The step, where the law has several: frkit law show CODE.")
@campaign_option
@today_option
@json_option
def letter(request_part: str, kind: str | None, **options: Any) -> None:
    """Write the letter that REQUEST needs now, or one of a KIND.

    The letter goes to the screen, or to a file with --out; what is left to do goes to stderr. Nothing is sent.
    """
    folder = CampaignFolder.find(options["campaign_dir"])
    day = as_of(folder, options["today"])
    said = _said(options)
    file = folder.load(folder.find_request(request_part))
    stand = standing(file, day)
    chosen, why = (kind_named(kind).name, "") if kind is not None else propose_kind(stand, file)
    person = folder.requester(file.request.requester)
    written = compose(chosen, file, stand, person, today=day, overlay=folder.overlay, said=said)
    text = written.masked_text if options["masked"] else written.text
    out: Path | None = options["out"]
    if out is not None:
        _write(folder, out, text, private=not options["masked"] and person is not None)
    if options["as_json"]:
        print_json(_data(file, written, text, why))
        return
    click.echo(f"{chosen}: {why}." if why else f"{chosen}.", err=True)
    for warning in written.warnings:
        click.echo(f"Before you read it: {warning}", err=True)
    click.echo(f"Written to {out}." if out is not None else text, nl=out is not None)
    _say_what_is_left(Matter(file, stand, day, folder.overlay, said), written, out)


def _said(options: dict[str, Any]) -> Said:
    """What the person says for this letter."""
    if options["text"] is not None and options["text_file"] is not None:
        raise WrongUsage("The words are given twice.", remedy="use --text or --text-file, not both")
    text = options["text"] or ""
    if options["text_file"] is not None:
        try:
            text = options["text_file"].read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            place = str(options["text_file"])
            raise WrongUsage("This is no UTF-8 text file.", place=place, remedy="save it as plain text") from None
    items = tuple(numbers(options["items"], "--items")) if options["items"] else ()
    return Said(text=text, items=items, tone=options["tone"], remedy=options["remedy"])


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


def _say_what_is_left(matter: Matter, written: Letter, out: Path | None) -> None:
    for task in written.to_do:
        if task not in written.warnings:
            click.echo(f"To do: {task}", err=True)
    click.echo(f"Once it is sent: {_log_line(matter, written, out)}", err=True)


def _log_line(matter: Matter, written: Letter, out: Path | None) -> str:
    """The command that logs the letter once it is sent."""
    kind = kind_named(written.kind)
    words = ["frkit", "log", kind.logged_as.replace("_", "-"), matter.file.id, "--date", "DATE"]
    if kind.about:
        words += ["--about", kind.about]
    for option, value in kind.log_options(matter).items():
        words += [f"--{option}", value]
    if kind.logged_as in ("sent", "followed_up", "appeal_sent"):
        words += ["--method", _method(matter.stand)]
    if out is not None:
        words += ["--letter", str(out)]
    return shlex.join(words)


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
