"""Who writes the events on this computer."""

from __future__ import annotations

import os
from pathlib import Path

from frkit.base.models import Data, check_model
from frkit.base.yaml_places import read_yaml
from frkit.tracking.git_facts import ask_git


class Me(Data):
    """``private/me.yaml``: how this person signs events; a first name or a pseudonym will do."""

    name: str


def who_writes(root: Path) -> str:
    """The name for ``by``: private/me.yaml, else FRKIT_BY, else git's user.name, else ``unnamed``."""
    path = root / "private" / "me.yaml"
    if path.is_file():
        me, _ = check_model(Me, read_yaml(path), lenient=True)
        if me is not None:
            return me.name
    return os.environ.get("FRKIT_BY") or ask_git(root, "config", "user.name").strip() or "unnamed"
