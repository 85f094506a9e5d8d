"""``frkit backup`` and ``frkit restore``: a whole campaign, private data included, in one encrypted file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from frkit.base.errors import WrongUsage
from frkit.cli.common import campaign_option, clean, json_option, print_json

VARIABLE = "FRKIT_PASSPHRASE"
_PHRASE_FILE = click.option(
    "--passphrase-file",
    "phrase_file",
    type=click.Path(path_type=Path),
    help=f"A file that holds the pass phrase in its one line (default: {VARIABLE}, or asked for).",
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing: decrypt FILE and compare every file in it with its hash.")
@click.option("--with-git", is_flag=True, help="Keep git's history of the campaign, too (without its hooks).")
@_PHRASE_FILE
@campaign_option
@json_option
def backup(
    file: Path, check: bool, with_git: bool, phrase_file: Path | None, campaign_dir: str | None, as_json: bool
) -> None:
    """Write the campaign to one new encrypted FILE, private data and original letters included.

    The file is opened by its pass phrase alone, with 'frkit restore' or with the standard programs tar and age.
    Whoever loses the pass phrase has lost the backup: nobody can open it without.
    """
    from frkit.exchange.backups import back_up, check_backup, refuse_target
    from frkit.tracking.folder import CampaignFolder

    if check:
        found = check_backup(file, _phrase(phrase_file, new=False))
        if as_json:
            print_json({"file": str(file), "files": found.files, "size": found.size, "good": True})
        else:
            click.echo(f"Good: {_counted(found.files)} in {clean(str(file))}, each of them with its own hash.")
        return
    from frkit.cli.packet.progress import progress_bar

    folder = CampaignFolder.find(campaign_dir)
    refuse_target(folder, file)
    phrase = _phrase(phrase_file, new=True)
    with progress_bar() as progress:
        made = back_up(folder, file, phrase, with_git=with_git, progress=progress)
    for path in made.left_out:
        click.echo(f"Not in the backup, for it is a link or no regular file: {clean(path)}", err=True)
    if as_json:
        print_json({"file": str(file), "files": made.files, "size": made.size, "left_out": list(made.left_out)})
        return
    click.echo(f"Wrote {clean(str(file))}: {_counted(made.files)}, {made.size:,} bytes, encrypted.")
    click.echo("It was read back, and every hash holds. Keep the pass phrase apart from the file.")
    click.echo("To read it back again, any time:")
    click.echo(f"  frkit backup --check {clean(str(file))}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path))
@_PHRASE_FILE
@json_option
def restore(file: Path, folder: Path, phrase_file: Path | None, as_json: bool) -> None:
    """Make the campaign of the backup FILE in FOLDER, a new or an empty one.

    Every file is compared with its hash before the campaign gets its name. Restore only what you or people you trust
    have written: a backup with git's history brings git's settings along.
    """
    from frkit.exchange.backups import refuse_full
    from frkit.exchange.backups import restore as restore_campaign

    refuse_full(folder)
    made = restore_campaign(file, folder, _phrase(phrase_file, new=False))
    if as_json:
        print_json({"folder": str(folder), "files": made.files})
        return
    click.echo(f"Restored {_counted(made.files)} to {clean(str(folder))}; every hash holds.")
    click.echo(f"Next: frkit check --campaign {clean(str(folder))}")


def _counted(files: int) -> str:
    return f"{files:,} file{'s' * (files != 1)}"


def _phrase(phrase_file: Path | None, *, new: bool) -> str:
    """The pass phrase: from a file, from the environment, or typed, a new one twice."""
    if phrase_file is not None:
        return _first_line(phrase_file)
    if VARIABLE in os.environ:
        return os.environ[VARIABLE]
    if not sys.stdin.isatty():
        remedy = f"add --passphrase-file FILE, set {VARIABLE}, or run it in a terminal, which asks"
        raise WrongUsage("The pass phrase is missing.", remedy=remedy)
    typed: str = click.prompt("Pass phrase", hide_input=True, confirmation_prompt="The same again" if new else False)
    return typed


def _first_line(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise WrongUsage(
            f"The pass phrase cannot be read: {why}.", place=str(path), remedy="name a file that holds it in one line"
        ) from None
    phrase = text.removesuffix("\n").removesuffix("\r")
    if not phrase or "\n" in phrase:
        remedy = "let it hold the pass phrase in one line and nothing else"
        raise WrongUsage("The file does not hold one line.", place=str(path), remedy=remedy)
    return phrase
