"""What git knows of a campaign: whether it is shared with others, and whether a merge is not finished."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_HARMLESS = (
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "safe.bareRepository=explicit"),
    *("-c", "protocol.allow=never", "-c", "core.sshCommand=false", "-c", "core.pager=cat"),
)
"""A campaign may come from a stranger, with settings of git's own that name programs to run; none of them is run."""
_SECRETS = ("FRKIT_PASSPHRASE", "FRKIT_MUCKROCK_TOKEN")


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
    return ask_git(root, *words)


def ask_git(root: Path, *words: str) -> str:
    """What git answers to a question that changes nothing; nothing where it fails, takes long, or is not installed.

    No program that the folder's own settings name is run, nothing is fetched, and git learns no secret of frkit.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _SECRETS}
    environment |= {
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "",
        "GIT_TERMINAL_PROMPT": "0",
    }
    try:
        asked = subprocess.run(
            ["git", *_HARMLESS, *words],
            cwd=root,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=20,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stdout.decode("utf-8", "replace").strip("\n") if asked.returncode == 0 else ""
