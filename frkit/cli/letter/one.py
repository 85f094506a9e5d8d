"""One letter: to the screen, or into a new file, with what is left to do."""

from __future__ import annotations

from pathlib import Path

import click

from frkit.base.files import create
from frkit.base.findings import shown_path
from frkit.cli.common import print_json
from frkit.letters.log_line import log_cells, log_line
from frkit.letters.making import Composed, Wish, as_file, kind_for, make, matter_of, refuse_tracked
from frkit.tracking.folder import CampaignFolder


def write_one(folder: CampaignFolder, request_id: str, wish: Wish, out: Path | None, *, as_json: bool) -> None:
    """Compose the letter of one request and print it, or write it to a file."""
    matter = matter_of(folder, folder.load(request_id), wish)
    made = make(folder, matter, *kind_for(matter, wish))
    file = out if out is not None else _usual_file(folder, made, wish)
    there, told = _write(folder, file, made, wish) if file is not None else (False, ())
    to_do = (*told, *(task for task in made.letter.to_do if task not in made.letter.warnings))
    logging = log_line(log_cells(matter, made.letter.kind), file if not wish.masked else None)
    if as_json:
        print_json(_data(made, wish, file, logging, told))
        return
    letter = made.letter
    click.echo(f"{letter.kind}: {made.why}." if made.why else f"{letter.kind}.", err=True)
    for warning in letter.warnings:
        click.echo(f"Before you read it: {warning}", err=True)
    if file is None:
        click.echo(_text(made, wish), nl=False)
    else:
        click.echo(f"It is there already: {shown_path(file)}." if there else f"Written to {shown_path(file)}.")
    for task in to_do:
        click.echo(f"To do: {task}", err=True)
    click.echo(f"Once it is sent: {logging}", err=True)


def _usual_file(folder: CampaignFolder, made: Composed, wish: Wish) -> Path | None:
    """Where a letter goes that no screen can show; None for plain text."""
    if wish.format == "txt":
        return None
    name = f"{wish.today.isoformat()}-{made.letter.kind}{'-masked' if wish.masked else ''}.{wish.format}"
    return folder.root / "private" / "letters" / made.matter.file.id / name


def _write(folder: CampaignFolder, file: Path, made: Composed, wish: Wish) -> tuple[bool, tuple[str, ...]]:
    """Write the letter to a new file; whether it was there already, and what a person should know of the file."""
    if made.requester is not None and not wish.masked:
        refuse_tracked(folder, file)
    data, told = as_file(made, wish)
    there = file.is_file()
    create(file.resolve(), data)
    return there, told


def _text(made: Composed, wish: Wish) -> str:
    return made.letter.masked_text if wish.masked else made.letter.text


def _data(made: Composed, wish: Wish, file: Path | None, logging: str, told: tuple[str, ...]) -> dict[str, object]:
    letter = made.letter
    return {
        "request": made.matter.file.id,
        "kind": letter.kind,
        "why": made.why or None,
        "subject": letter.subject,
        "template": letter.template,
        "language": letter.language,
        "format": wish.format,
        "file": shown_path(file) if file is not None else None,
        "to_do": [*told, *letter.to_do],
        "log": logging,
        "text": _text(made, wish),
    }
