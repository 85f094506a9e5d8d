"""``frkit request undo``: drafts taken back before they are sent."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

import click

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.findings import shown_path
from frkit.cli.common import campaign_option, clean, console, json_option, print_json, say
from frkit.cli.completing import request_ids
from frkit.cli.log.asking import agreed
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.undoing import Undo, move_aside, undo_of

_MOST_NAMED = 12


@click.command()
@click.argument("names", nargs=-1, metavar="WAVE|REQUEST...", shell_complete=request_ids)
@click.option("--wave", "waves", multiple=True, metavar="NAME", help="The same as WAVE.")
@click.option("--edited", is_flag=True, help="Also drafts that somebody edited.")
@click.option("--leave-begun", is_flag=True, help="Leave requests of the wave that were sent, and take back the rest.")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@campaign_option
@json_option
def undo(
    names: tuple[str, ...],
    waves: tuple[str, ...],
    edited: bool,
    leave_begun: bool,
    yes: bool,
    campaign_dir: str | None,
    as_json: bool,
) -> None:
    """Take back drafts: all of a WAVE, or single requests. What was sent cannot be taken back here.

    Nothing is deleted: the folders move to private/undone, and can be moved back.
    """
    folder = CampaignFolder.find(campaign_dir)
    if not names and not waves:
        raise WrongUsage("What is to be taken back?", remedy="name a wave, or requests: frkit request list")
    found = undo_of(folder, (*names, *waves))
    if found.begun and not leave_begun:
        raise _refused(found)
    if found.edited and not edited:
        raise FrkitError(
            f"{_count(len(found.edited))} edited:\n{_lines((one.id, '; '.join(one.edits)) for one in found.edited)}",
            remedy="add --edited to take these back too; nothing was moved",
        )
    if not found.drafts:
        raise FrkitError("There is no draft among them.", remedy="what was sent can be withdrawn: frkit log withdrawn")
    if not as_json:
        _preview(found)
    if not agreed(f"Take back {_drafts(len(found.drafts))}?", yes=yes):
        raise click.Abort
    aside, moved = move_aside(folder, found)
    place = shown_path(aside)
    if as_json:
        left = [{"request": one, "why": why} for one, why in found.begun]
        print_json({"moved_to": aside.relative_to(folder.root).as_posix(), "requests": moved, "left": left})
        return
    click.echo(f"Took back {_drafts(len(moved))}; nothing was deleted. They lie in")
    click.echo(f"  {clean(place)}")
    click.echo("To bring them back:")
    back = f"mv {shlex.quote(place)}/* {shlex.quote(shown_path(folder.root / 'requests'))}/"
    console().print(f"    $ {clean(back)}", style="cyan", soft_wrap=True)


def _preview(found: Undo) -> None:
    out = console()
    for one in found.drafts[:_MOST_NAMED]:
        edits = f" ({'; '.join(one.edits)})" if one.edits else ""
        say(out, f"{one.id}{edits}", indent=2, hang=2)
    if len(found.drafts) > _MOST_NAMED:
        out.print(f"  and {len(found.drafts) - _MOST_NAMED} more")
    for request_id, why in found.begun:
        say(out, f"stays: {request_id}: {why}", indent=2, hang=2)


def _refused(found: Undo) -> FrkitError:
    whole = len(found.drafts) + len(found.begun)
    if whole == 1:
        request_id, why = found.begun[0]
        return FrkitError(
            f"This is no draft any more: {why}.",
            place=request_id,
            remedy="what was sent can be withdrawn, and stays on file: frkit log withdrawn "
            f"{request_id} --date DATE; nothing was moved",
        )
    rest = f"add --leave-begun to take back the other {len(found.drafts)}; " if found.drafts else ""
    return FrkitError(
        f"{len(found.begun)} of {whole} are no drafts any more:\n{_lines(found.begun)}",
        remedy=f"{rest}nothing was moved",
    )


def _lines(rows: Iterable[tuple[str, str]]) -> str:
    pairs = list(rows)
    shown = [f"  {request_id}: {why}" for request_id, why in pairs[:_MOST_NAMED]]
    more = [f"  and {len(pairs) - _MOST_NAMED} more"] if len(pairs) > _MOST_NAMED else []
    return "\n".join([*shown, *more])


def _count(number: int) -> str:
    return "A draft was" if number == 1 else f"{number} drafts were"


def _drafts(number: int) -> str:
    return "a draft" if number == 1 else f"{number:,} drafts"
