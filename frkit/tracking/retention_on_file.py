"""The retention periods that the files of today hold for a request: its laws, and the file about its agency.

They are read as they are now, whatever law was frozen at sending: a schedule that somebody found yesterday counts at
once. A broken file is a finding, so that no request is hidden by it.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from frkit.base.errors import FrkitError
from frkit.base.findings import Finding, shown_path
from frkit.catalogue.loading import AGENCIES, load_agency
from frkit.catalogue.own_files import own_file
from frkit.law.loading import jurisdictions_folder
from frkit.law.retention_loading import law_with_retention, speaks_of_retention, where_law_stands
from frkit.tracking.retention_rules import KnownRule, of_agency, of_law
from frkit.tracking.types import Request


def retention_on_file(request: Request, overlay: Path) -> tuple[tuple[KnownRule, ...], list[Finding]]:
    """Every period on file today for a request's law, places and agency; and a warning for each that cannot be read."""
    rules: list[KnownRule] = []
    findings: list[Finding] = []
    for code in dict.fromkeys((request.law, *request.places)):
        try:
            law = law_with_retention(code, overlay)
        except FrkitError as error:
            findings.append(_unreadable(error, overlay / "jurisdictions" / f"{code}.yaml"))
            continue
        rules += of_law(law, where_law_stands(code, overlay)) if law is not None else ()
    try:
        rules += _of_agency(request.agency, overlay)
    except FrkitError as error:
        findings.append(_unreadable(error, overlay / "agencies" / f"{request.agency}.yaml"))
    return tuple(rules), findings


def _of_agency(agency_id: str, overlay: Path) -> list[KnownRule]:
    own = own_file(agency_id, overlay)
    bundled = _bundled_agencies(jurisdictions_folder()).get(agency_id)
    if own is not None and speaks_of_retention(own):
        where = f"agencies/{own.name} of this campaign"
    elif bundled is not None and speaks_of_retention(bundled):
        where = f"catalogue, {agency_id}"
    else:
        return []
    return list(of_agency(load_agency(agency_id, overlay), where))


@lru_cache(maxsize=4)
def _bundled_agencies(folder: Path) -> dict[str, Path]:
    """Id -> file; the bundled files do not change while a program runs."""
    return AGENCIES.paths()


def _unreadable(error: FrkitError, path: Path) -> Finding:
    message = f"no retention period can be read from it: {' '.join(error.fact.split())}"
    return Finding(shown_path(path), 1, 1, message, "warning")
