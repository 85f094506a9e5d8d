"""Where letters lie as they were sent: ``private/sent``, each called by its SHA-256 and the ending of its format."""

from __future__ import annotations

import re
from pathlib import Path

SENT = "private/sent"
_NAME = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{1,8}")


def sent_letters(root: Path) -> list[Path]:
    """Every letter as sent that is on this computer, whatever its format, sorted by name."""
    return sorted(path for path in (root / SENT).glob("*") if _NAME.fullmatch(path.name))


def sent_name(root: Path, digest: str) -> str:
    """Where the letter of a SHA-256 lies, below the campaign; as text where it is not on this computer."""
    found = sorted((root / SENT).glob(f"{digest}.*")) if re.fullmatch(r"[0-9a-f]{64}", digest) else []
    return f"{SENT}/{found[0].name if found else f'{digest}.txt'}"
