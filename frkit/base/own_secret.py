"""A random number of this account on this computer, by which frkit knows what it computed here itself."""

from __future__ import annotations

import contextlib
import os
import sys
from functools import cache
from pathlib import Path
from typing import BinaryIO

from frkit.base.errors import AlreadyThere, FrkitError
from frkit.base.files import create_from

_SIZE = 32


@cache
def own_secret() -> bytes | None:
    """32 bytes, made the first time and kept in the account's folder for caches; None where none can be kept.

    They leave the computer with nothing, and may be deleted: then what was computed is computed again.
    """
    folder = _caches()
    if folder is None or not folder.parent.is_dir():  # an account without a home gets none made
        return None
    path = folder / "frkit" / "secret"
    try:
        if not path.exists():
            with contextlib.suppress(AlreadyThere):  # another command made it meanwhile
                create_from(path, _write, mode=0o600)
        with path.open("rb") as file:
            found = file.read(_SIZE + 1)
    except (OSError, FrkitError):
        return None
    return found if len(found) == _SIZE else None


def _write(file: BinaryIO) -> None:
    file.write(os.urandom(_SIZE))


def _caches() -> Path | None:
    """Where programs keep what can be made again."""
    named = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    if named and os.path.isabs(named):
        return Path(named)
    try:
        return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    except RuntimeError:
        return None
