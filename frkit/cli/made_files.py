"""Files that a command makes from a campaign and may make again: calendars, tables, charts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from frkit.base.errors import WrongUsage
from frkit.base.files import create, replace


def write_made(path: Path, data: bytes, is_ours: Callable[[bytes], bool], campaign: Path) -> None:
    """Write a file whole or not at all; one that is there is replaced only if frkit made it.

    Raises WrongUsage for a folder, for a file of another origin, and for a place in the campaign where nothing is
    ever replaced.
    """
    _refuse_inside(path, campaign)
    if path.is_dir():
        raise WrongUsage("This is a folder.", place=str(path), remedy="name a file in it")
    if not path.parent.is_dir():
        raise WrongUsage("There is no such folder.", place=str(path.parent), remedy="make it first, or name another")
    if not path.exists() and not path.is_symlink():
        create(path, data)
        return
    if not path.is_file() or not is_ours(path.read_bytes()):
        raise WrongUsage(
            "A file of that name is there, and frkit did not make it.",
            place=str(path),
            remedy="choose another name; nothing was written",
        )
    replace(path, data)


def _refuse_inside(path: Path, campaign: Path) -> None:
    """What can be made again has no place among the campaign's own files, which are only ever added to."""
    root, target = campaign.resolve(), path.resolve()
    if not target.is_relative_to(root):
        return
    below = target.relative_to(root).parts
    if below[:1] in (("private",), (".frkit",)) or (below[:1] == ("packets",) and "build" in below[2:3]):
        return
    raise WrongUsage(
        "Among the campaign's own files nothing is ever replaced, and this file is made anew each time.",
        place=str(path),
        remedy=f"name a place outside of the campaign, or one that git ignores: private/{path.name}",
    )
