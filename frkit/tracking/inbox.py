"""``inbox/`` of a campaign: where what came may lie until it is taken in, and what below a folder is no document."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from frkit.base.files import create, make_folder
from frkit.base.refusals import reason

INBOX = "inbox"
_LITTER = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db", "__macosx", "$recycle.bin", "lost+found"})
_UNFINISHED = (".tmp", ".part", ".crdownload", ".partial", ".download")
_DEEPEST = 60

LeftOut = tuple[Path, str]
"""A path that is not taken in, and why."""


def inbox_of(root: Path) -> Path:
    """The folder ``inbox/`` of a campaign, which may not be there."""
    return root / INBOX


def ready_inbox(root: Path) -> Path:
    """The inbox, made if it is not there; git passes it over also where the campaign is older than inboxes are."""
    inbox = inbox_of(root)
    make_folder(inbox)
    ignore = inbox / ".gitignore"
    if not os.path.lexists(ignore):
        create(ignore, b"*\n")
    return inbox


def waiting_in(root: Path) -> list[Path]:
    """The files in the inbox that ``frkit receive`` would look at, sorted."""
    inbox = inbox_of(root)
    if inbox.is_symlink() or not inbox.is_dir():
        return []
    return [path for path, why in files_below(inbox) if not why]


def files_below(folder: Path, depth: int = 0) -> Iterator[LeftOut]:
    """Every file below a folder in the order of names, with an empty reason or why it is left out.

    Links are never followed: they may lead anywhere. What a system or a program puts beside documents is named once,
    with its folder.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        yield folder, f"the folder cannot be read: {reason(error, reading=True)[0]}"
        return
    for entry in entries:
        path = Path(entry.path)
        why = why_no_document(entry.name) or _odd(entry)
        if why or not entry.is_dir(follow_symlinks=False):
            if not (depth == 0 and entry.name == ".gitignore"):
                yield path, why
        elif depth >= _DEEPEST:
            yield path, f"it lies more than {_DEEPEST} folders deep"
        else:
            yield from files_below(path, depth + 1)


def why_no_document(name: str) -> str:
    """Why a file or folder of that name is nothing that somebody sent; nothing for all others."""
    plain = name.casefold()
    if plain.startswith("~$") or (plain.startswith(".~lock.") and plain.endswith("#")):
        return "the mark of an office program that a document is open"
    if plain.startswith("."):
        return "a hidden file"
    if plain in _LITTER:
        return "made by the system, not by a sender"
    return "a download that is not finished" if plain.endswith(_UNFINISHED) else ""


def _odd(entry: os.DirEntry[str]) -> str:
    try:
        mode = entry.stat(follow_symlinks=False).st_mode
    except OSError as error:
        return f"it cannot be read: {reason(error, reading=True)[0]}"
    if stat.S_ISLNK(mode):
        return "a link; name the file that it leads to"
    return "" if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else "neither a file nor a folder"
