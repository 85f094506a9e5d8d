"""What lay in the inbox goes once its stored copy is proved to have the same bytes, and never before."""

from __future__ import annotations

import contextlib
import os
from functools import lru_cache
from pathlib import Path

from frkit.base.files import sha256_of
from frkit.base.foreign_files import FileState, state_of
from frkit.base.refusals import reason
from frkit.tracking.inbox import inbox_of


def in_inbox(root: Path, path: Path) -> bool:
    """Whether a file lies in the inbox of a campaign itself, and not behind a link."""
    return _below_inbox(root, path.parent)


@lru_cache(maxsize=64)
def _below_inbox(root: Path, folder: Path) -> bool:
    inbox = inbox_of(root)
    return not inbox.is_symlink() and folder.resolve().is_relative_to(inbox.resolve())


def remove_from_inbox(root: Path, path: Path, seen: FileState, stored: Path, digest: str) -> str:
    """Remove a file that is stored elsewhere from the inbox; gives why it still lies there, or nothing.

    The stored copy is read again from the disk, and the file must be the one that was copied.
    """
    if not in_inbox(root, path):
        return ""
    try:
        if sha256_of(stored) != digest:
            return "it stays in the inbox: the stored copy does not have the same bytes; look with frkit check"
        if state_of(os.lstat(path)) != seen:
            return "it stays in the inbox: it changed after it was copied; take it in again"
        path.unlink()
    except OSError as error:
        return f"it stays in the inbox: {reason(error)[0]}"
    _remove_empty(path.parent, inbox_of(root).resolve())
    return ""


def _remove_empty(folder: Path, inbox: Path) -> None:
    """Remove the folders that became empty; those that stand in the inbox itself were made to be filled again."""
    folder = folder.resolve()
    while folder.parent != inbox and folder.is_relative_to(inbox) and folder != inbox:
        with contextlib.suppress(OSError):
            folder.rmdir()
            folder = folder.parent
            continue
        return
