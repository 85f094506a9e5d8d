"""Which files of a campaign a seal covers, and their hashes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from frkit.base.errors import FrkitError
from frkit.base.files import BLOCK
from frkit.base.findings import shown_path

Progress = Callable[[int, int], None]
"""Told how many bytes are read, and of how many."""
LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""Files that a system makes and changes by itself; no seal covers them."""


def no_progress(done: int, total: int) -> None:
    """Tells nobody."""


@dataclass
class Covered:
    """The files that a seal covers, and what in the campaign cannot be sealed."""

    files: dict[str, int] = field(default_factory=dict)
    """Path below the campaign, with slashes -> size in bytes."""
    odd: dict[str, str] = field(default_factory=dict)
    """Path -> why it cannot be sealed: a link, a device, a folder that may not be read."""


def covered_files(root: Path) -> Covered:
    """All files but ``private/``, ``inbox/``, ``.frkit/``, ``.git``, packets as built, ``*.tmp``, litter."""
    found = Covered()
    _walk(root, "", found)
    return found


def hashes(root: Path, files: Mapping[str, int], progress: Progress = no_progress) -> tuple[dict[str, str], list[str]]:
    """Path -> SHA-256, and the paths that could not be read or changed while they were read, each with the reason."""
    total, done = sum(files.values()), 0
    made: dict[str, str] = {}
    failed: list[str] = []
    base = os.fspath(root)
    for path in sorted(files):
        try:
            made[path] = _hash(os.path.join(base, path))
        except OSError as error:
            failed.append(f"{path}: {error.strerror or error}")
        except _Moved:
            failed.append(f"{path}: it changed while it was read")
        done += files[path]
        progress(done, total)
    return made, failed


def refuse_odd(root: Path, covered: Covered, failed: list[str] | None = None) -> None:
    """Raise FrkitError with all that cannot be sealed: a seal covers everything, or there is none."""
    lines = [*(f"{path}: {why}" for path, why in sorted(covered.odd.items())), *(failed or ())]
    if not lines:
        return
    shown = "\n         ".join(lines[:20] + ([f"... and {len(lines) - 20} more"] if len(lines) > 20 else []))
    count = "One file or folder" if len(lines) == 1 else f"{len(lines)} files or folders"
    raise FrkitError(
        f"{count} cannot be sealed, so nothing was written:\n         {shown}",
        place=shown_path(root),
        remedy="put the file itself in place of a link, mend the permissions, or move it out of the campaign",
    )


class _Moved(Exception):
    """A file changed while it was read."""


def _walk(root: Path, below: str, found: Covered) -> None:
    try:
        entries = list(os.scandir(root / below if below else root))
    except OSError as error:
        found.odd[below or "."] = f"the folder cannot be read: {error.strerror or error}"
        return
    for entry in entries:
        path = f"{below}/{entry.name}" if below else entry.name
        if _left_out(path, entry.name):
            continue
        if entry.is_symlink():
            found.odd[path] = "it is a link; what it leads to can change without the seal showing it"
        elif entry.is_dir(follow_symlinks=False):
            _walk(root, path, found)
        elif entry.is_file(follow_symlinks=False):
            found.files[path] = entry.stat(follow_symlinks=False).st_size
        else:
            found.odd[path] = "it is neither a file nor a folder"


def _left_out(path: str, name: str) -> bool:
    parts = path.split("/")
    built = len(parts) == 3 and parts[0] == "packets" and parts[2] == "build"
    return path in ("private", ".frkit", "inbox") or name == ".git" or name.endswith(".tmp") or name in LITTER or built


def _hash(path: str) -> str:
    """The SHA-256 of a file; raises _Moved if it was written to meanwhile."""
    digest = hashlib.sha256()
    with open(path, "rb", buffering=0) as file:
        before = os.fstat(file.fileno())
        while block := file.read(BLOCK):
            digest.update(block)
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise _Moved
    return digest.hexdigest()
