"""What logs a letter once it is sent: as the cells of a table's row, and as a command."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from pathlib import Path

from frkit.base.findings import shown_path
from frkit.catalogue.loading import load_agency
from frkit.letters.kinds.registry import kind_named
from frkit.letters.matter import Matter
from frkit.tracking.contacts import contacts_of
from frkit.tracking.events import BY_KIND

_WEB = re.compile(r"(https?://|www\.)", re.IGNORECASE)


def log_cells(matter: Matter, kind: str) -> dict[str, str]:
    """Kind of event, request, and what else is known of the sending; the day is not."""
    meant = kind_named(kind)
    cells = {"kind": meant.logged_as.replace("_", "-"), "request": matter.file.id}
    if meant.about:
        cells["about"] = meant.about
    cells |= meant.log_options(matter)
    if "method" in BY_KIND[meant.logged_as].model_fields:
        cells["method"] = _method(matter)
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


def _method(matter: Matter) -> str:
    """How it will probably go out: as the address that is known allows, else by email, unless that is what failed."""
    tried = [event for _, event in matter.stand.events if event.kind in ("sent", "delivery_failed")]
    failed = len(tried) > 1 and tried[-1].kind == "delivery_failed" and getattr(tried[-2], "method", "") == "email"
    known = contacts_of(load_agency(matter.file.request.agency, matter.overlay), matter.stand.events, "request")
    usable = [one for one in known if one.came_back is None]
    if failed or not usable or any("@" in line for one in usable for line in one.address):
        return "post" if failed else "email"
    on_the_web = all(_WEB.match(line) for one in usable for line in one.address)
    return "portal" if on_the_web else "post"
