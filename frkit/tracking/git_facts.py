"""What git knows of a campaign: whether it is shared with others, and whether a merge is not finished."""

from __future__ import annotations

import subprocess
from pathlib import Path


def has_remote(root: Path) -> bool:
    """Whether the folder lies in a git repository that knows another one, and so may be merged with it."""
    return bool(_asked(root, "remote"))


def unmerged_paths(root: Path) -> list[str]:
    """The paths of a folder whose merge git left to a person, relative to the folder, sorted."""
    listed = _asked(root, "ls-files", "--unmerged", "-z")
    return sorted({line.partition("\t")[2] for line in listed.split("\0") if "\t" in line})


def merge_begun(root: Path) -> bool:
    """Whether a merge was begun in the folder's repository and not committed yet."""
    return bool(_asked(root, "rev-parse", "--quiet", "--verify", "MERGE_HEAD"))


def _asked(root: Path, *words: str) -> str:
    """What git answers; nothing where the folder is in no repository, or git is not installed."""
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return ""
    try:
        asked = subprocess.run(
            ["git", "-c", "core.fsmonitor=false", *words], cwd=root, capture_output=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stdout.decode("utf-8", "replace").strip("\n") if asked.returncode == 0 else ""
