"""What logs a letter once it is sent: as the cells of a table's row, and as a command."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path

from frkit.base.findings import shown_path
from frkit.letters.kinds.registry import kind_named
from frkit.letters.matter import Matter
from frkit.tracking.events import BY_KIND
from frkit.tracking.standing import Standing


def log_cells(matter: Matter, kind: str) -> dict[str, str]:
    """Kind of event, request, and what else is known of the sending; the day is not."""
    meant = kind_named(kind)
    cells = {"kind": meant.logged_as.replace("_", "-"), "request": matter.file.id}
    if meant.about:
        cells["about"] = meant.about
    cells |= meant.log_options(matter)
    if "method" in BY_KIND[meant.logged_as].model_fields:
        cells["method"] = _method(matter.stand)
    return cells


def log_line(cells: Mapping[str, str], letter: Path | None) -> str:
    """The command, with DATE for the day; ``letter`` is the file that goes out."""
    words = ["frkit", "log", cells["kind"], cells["request"], "--date", "DATE"]
    for name, value in cells.items():
        if name not in ("kind", "request"):
            words += [f"--{name.replace('_', '-')}", value]
    if letter is not None:
        words += ["--letter", shown_path(letter)]
    return shlex.join(words)


def _method(stand: Standing) -> str:
    """How it will probably go out: by email, unless that is what failed."""
    tried = [event for _, event in stand.events if event.kind in ("sent", "delivery_failed")]
    failed = len(tried) > 1 and tried[-1].kind == "delivery_failed" and getattr(tried[-2], "method", "") == "email"
    return "post" if failed else "email"
