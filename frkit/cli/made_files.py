"""Files that a command makes from a campaign and may make again: calendars, tables, charts."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from frkit.base.errors import WrongUsage
from frkit.base.files import create, replace


def to_stdout(data: bytes) -> None:
    """The bytes as they are, line ends included, on every system."""
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(data.decode())
        return
    sys.stdout.flush()
    stream.write(data)
    stream.flush()


def write_made(path: Path, data: bytes, is_ours: Callable[[bytes], bool], campaign: Path) -> None:
    """Write a file whole or not at all; one that is there is replaced only if frkit made it. See :func:`may_write`."""
    may_write(path, is_ours, campaign)
    if path.exists():
        replace(path, data)
    else:
        create(path, data)


def may_write(path: Path, is_ours: Callable[[bytes], bool], campaign: Path) -> None:
    """Raise WrongUsage for a folder, for a file of another origin, and for a place where nothing is ever replaced."""
    refuse_inside(path, campaign)
    if path.is_dir():
        raise WrongUsage("This is a folder.", place=str(path), remedy="name a file in it")
    if not path.parent.is_dir():
        raise WrongUsage("There is no such folder.", place=str(path.parent), remedy="make it first, or name another")
    if (path.exists() or path.is_symlink()) and not (path.is_file() and is_ours(path.read_bytes())):
        raise WrongUsage(
            "A file of that name is there, and frkit did not make it.",
            place=str(path),
            remedy="choose another name; nothing was written",
        )


def refuse_inside(path: Path, campaign: Path) -> None:
    """Raise WrongUsage for a place among the campaign's own files, which are only ever added to."""
    root, target = campaign.resolve(), path.resolve()
    if not target.is_relative_to(root):
        return
    below = target.relative_to(root).parts
    if below[:1] in (("private",), (".frkit",)) or (below[:1] == ("packets",) and "build" in below[2:3]):
        return
    raise WrongUsage(
        "Among the campaign's own files nothing is ever replaced, and this is made anew each time.",
        place=str(path),
        remedy=f"name a place outside of the campaign, or one that git ignores: private/{path.name}",
    )
