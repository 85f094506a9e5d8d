"""Which files are meant: files and folders as a person names them, and where in the campaign they may not lie."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from frkit.base.errors import WrongUsage
from frkit.evidence.intake.looking_apart import mails_among
from frkit.tracking.inbox import LeftOut, files_below, inbox_of


def gather(root: Path, given: Sequence[Path]) -> tuple[list[Path], list[LeftOut]]:
    """The files that are meant, each once, and what lies beside them in folders and is left out, with the reasons.

    A file that is named itself is taken whatever it is called. Raises WrongUsage for what is not there, is neither a
    file nor a folder, or is a folder of the campaign's own.
    """
    files: dict[str, Path] = {}
    left: list[LeftOut] = []
    for path in given:
        mode = _mode(path)
        if stat.S_ISREG(mode):
            files.setdefault(os.path.abspath(path), path)
        elif stat.S_ISDIR(mode):
            _refuse_own_folder(root, path)
            for found, why in files_below(path):
                if why:
                    left.append((found, why))
                else:
                    files.setdefault(os.path.abspath(found), found)
        else:
            raise WrongUsage(f"This is not a file: {path}", remedy=_NAME_FILES)
    return list(files.values()), left


_NAME_FILES = "name the files themselves; nothing was taken in"


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise WrongUsage(f"There is no such file: {path}", remedy=_NAME_FILES) from None
    except (OSError, ValueError) as error:  # no permission, a name that is too long, links in a circle
        why = getattr(error, "strerror", None) or str(error)
        raise WrongUsage(f"This file cannot be read ({why}): {path}", remedy=_NAME_FILES) from None


def _refuse_own_folder(root: Path, folder: Path) -> None:
    here, inbox = folder.resolve(), inbox_of(root).resolve()
    if here.is_relative_to(inbox):
        return
    if here.is_relative_to(root) or root.is_relative_to(here):
        raise WrongUsage(
            f"This folder is the campaign's own, or holds it: {folder}",
            remedy="name a folder outside of the campaign, its inbox, or the files themselves; nothing was taken in",
        )


def first_mails(files: Sequence[Path]) -> tuple[list[Path], bool]:
    """The first two mails among some files, and whether anything else is among them; told by their beginnings."""
    mails: list[Path] = []
    others = False
    if len(files) > 1:
        for name, is_mail in mails_among([os.fspath(path) for path in files]):
            if is_mail:
                mails.append(Path(name))
            others = others or not is_mail
            if len(mails) == 2 and others:
                break
    return mails[:2], others
