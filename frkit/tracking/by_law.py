"""The order in which many requests are best read: those under one law beside each other.

Several processes that share the requests then read few laws each, and seldom one that another reads too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

_LAW_LINE = re.compile(rb"^law: *([a-z0-9-]+)", re.MULTILINE)


def by_law(root: Path, request_ids: Iterable[str]) -> list[str]:
    """Ids of requests of the campaign in ``root``, sorted by the law that each names."""
    return sorted(request_ids, key=lambda one: _law_named(root / "requests" / one / "request.yaml"))


def _law_named(path: Path) -> str:
    """The law as the first lines of a request name it; a hint for the order of work, and for nothing else."""
    try:
        with path.open("rb") as file:
            found = _LAW_LINE.search(file.read(4096))
    except OSError:
        return ""
    return found[1].decode(errors="replace") if found else ""
