"""Checking catalogue files: every mistake at once, each with its line; for volunteers and for the tests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from frkit.base.errors import FrkitError
from frkit.base.findings import Finding, did_you_mean, errors_in, shown_path
from frkit.base.models import check_model
from frkit.base.yaml_places import Document, read_yaml
from frkit.catalogue import loading
from frkit.catalogue.own_files import CONTACT_NAME, OWN_NAME, read_contact
from frkit.catalogue.rules import (
    Fault,
    Known,
    faults_of,
    law_retention_faults,
    lever_faults,
    shipped_contact_faults,
    shipped_retention_faults,
    source_faults,
    vehicles_faults,
)
from frkit.catalogue.types import Agency, Drafting, Sourced
from frkit.catalogue.vendor_types import PurchaseVehicles
from frkit.law.loading import LAW_FILE, all_codes, jurisdictions_folder
from frkit.law.retention_loading import speaks_of_retention

DRAFTING_FILE = "drafting.yaml"
CONTACTS = "contacts"
"""Folder of the contacts of one body in a campaign."""


def check_files(paths: Iterable[Path] = ()) -> list[Finding]:
    """Every mistake and warning in these files and in all below these folders; in all bundled files if none is named.

    A file lies in a folder called agencies, vendors, events, categories or packs, or is a drafting.yaml or the
    purchase-vehicles.yaml; of a jurisdiction.yaml only the levers and the record types of retention periods are looked
    at.
    """
    files = list(_files(paths or (jurisdictions_folder(), loading.records_folder())))
    known = _known(files)
    return sorted({finding for path in files for finding in _check(path, known)})


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (below for below in sorted(path.rglob("*.yaml")) if _is_ours(below))
        else:
            yield path


def _is_ours(path: Path) -> bool:
    return path.parent.name in loading.SHELVES or path.name in (DRAFTING_FILE, LAW_FILE, loading.VEHICLES_FILE)


def local_agency_files(overlay: Path) -> list[Path]:
    """A campaign's own files about bodies, those that lie or are named so that frkit never reads them included."""
    folder = overlay / "agencies"
    found = sorted(folder.rglob("*")) if folder.is_dir() else []
    data = [path for path in found if path.suffix.lower() in (".yaml", ".yml", ".json") and not path.is_dir()]
    return [path for path in data if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def check_local_agencies(overlay: Path, today: date | None = None) -> list[Finding]:
    """Every mistake and warning in a campaign's ``agencies/``: broken files, and files that are never read."""
    files = local_agency_files(overlay)
    known = _known([path for path in files if path.parent.name != CONTACTS], overlay)
    return sorted({finding for path in files for finding in _check_local(path, overlay, known, today or date.today())})


def _check_local(path: Path, overlay: Path, known: Known, today: date) -> list[Finding]:
    unread = _never_read(path, overlay)
    if unread:
        return [Finding(shown_path(path), 1, 1, f"frkit never reads this file: {unread}")]
    try:
        if path.parent.name == CONTACTS:
            return _check_contact(path, known, today)
        return [*_check_own_agency(path, known), *_found_to_come(path, today)]
    except FrkitError as error:
        return [_of_error(error, path)]


def _never_read(path: Path, overlay: Path) -> str | None:
    if path.parent.name == CONTACTS and path.parent.parent.parent == overlay / "agencies":
        if not CONTACT_NAME.fullmatch(path.name):
            return "a contact is called by its day and eight digits, like 2026-03-02-1a2b3c4d.yaml"
        return None
    if path.parent != overlay / "agencies":
        return "a campaign's own body lies in agencies/ itself, as ID.yaml, and a contact in agencies/ID/contacts"
    if path.suffix != ".yaml":
        return f"its name must end in .yaml, not in {path.suffix}"
    if not OWN_NAME.fullmatch(path.stem):
        return f"'{path.stem}' is not an id: lower-case letters, digits and hyphens"
    return None


def _check_contact(path: Path, known: Known, today: date) -> list[Finding]:
    """A contact's own mistakes, and that of belonging to no body."""
    contact, findings = read_contact(path)
    agency = path.parent.parent.name
    if agency not in known.agencies:
        message = f"the catalogue has no agency '{agency}'{did_you_mean(agency, known.agencies)}"
        findings.append(Finding(shown_path(path), 1, 1, f"frkit never reads this file: {message}"))
    if contact is not None and contact.found_when > today:
        findings.append(read_yaml(path).finding(("found_when",), _to_come(contact.found_when)))
    return findings


def _to_come(day: date) -> str:
    return f"{day} has not come yet: nobody can have found an address then"


def _found_to_come(path: Path, today: date) -> Iterator[Finding]:
    agency, _ = loading.read_agency(path, loading.AGENCIES.paths().get(path.stem))
    for number, contact in enumerate(agency.contacts if agency else ()):
        if contact.found_when > today:
            yield read_yaml(path).finding(("contacts", number, "found_when"), _to_come(contact.found_when))


def check_retention(law_files: Iterable[Path]) -> list[Finding]:
    """Record types that the retention periods of law files name and the catalogue does not have."""
    known = _known(())
    found: list[Finding] = []
    for path in law_files:
        if speaks_of_retention(path):
            try:
                document = read_yaml(path)
            except FrkitError:  # what makes it unreadable is told by the check of its form
                continue
            data = document.data if isinstance(document.data, dict) else {}
            found += _findings(document, law_retention_faults(data.get("retention"), known))
    return found


def _known(files: Iterable[Path], overlay: Path | None = None) -> Known:
    """Ids of bundled entries and of the files under check: file names are ids, so that no other file is read."""
    ids = {name: set(shelf.paths()) for name, shelf in loading.SHELVES.items()}
    for path in files:
        ids.get(path.parent.name, set()).add(path.stem)
    agencies, vendors, categories = (frozenset(ids[name]) for name in ("agencies", "vendors", "categories"))
    return Known(agencies, vendors, categories, frozenset(all_codes(overlay)))


def _check(path: Path, known: Known) -> list[Finding]:
    if not _is_ours(path):
        folders = ", ".join(loading.SHELVES)
        return [
            Finding(shown_path(path), 1, 1, f"the folder of this file says not what it holds; use one of {folders}")
        ]
    try:
        return _check_readable(path, known)
    except FrkitError as error:
        return [_of_error(error, path)]


def _check_readable(path: Path, known: Known) -> list[Finding]:
    if path.name == LAW_FILE:
        document = read_yaml(path)
        data = document.data if isinstance(document.data, dict) else {}
        faults = [*lever_faults(data.get("levers")), *law_retention_faults(data.get("retention"), known)]
        return _findings(document, faults)
    if path.name == DRAFTING_FILE:
        return _check_drafting(path, known)
    if path.name == loading.VEHICLES_FILE:
        return _check_vehicles(path, known)
    if path.parent.name == "agencies" and (path.parent.parent / "campaign.yaml").is_file():
        return _check_own_agency(path, known)
    return _check_entry(path, known)


def _check_entry(path: Path, known: Known) -> list[Finding]:
    document = read_yaml(path)
    entry, findings = check_model(loading.SHELVES[path.parent.name].model, document)
    if isinstance(document.data, dict) and document.data.get("id") not in (None, path.stem):
        message = f"the id is '{document.data['id']}', but the file is called {path.name}; they must agree"
        findings.append(document.finding(("id",), message))
    if entry is None:
        return findings
    faults = [*faults_of(entry, known)]
    if isinstance(entry, Sourced):
        faults += source_faults(entry, ())
    if isinstance(entry, Agency):
        faults += [*shipped_contact_faults(entry), *shipped_retention_faults(entry)]
    return findings + _findings(document, faults)


def _check_own_agency(path: Path, known: Known) -> list[Finding]:
    """A campaign's own file about a body: sources and grades are its own affair, references are not."""
    agency, findings = loading.read_agency(path, loading.AGENCIES.paths().get(path.stem))
    if agency is None or errors_in(findings):
        return findings
    return findings + _findings(read_yaml(path), faults_of(agency, known))


def _check_vehicles(path: Path, known: Known) -> list[Finding]:
    document = read_yaml(path)
    entry, findings = check_model(PurchaseVehicles, document)
    return findings + (_findings(document, vehicles_faults(entry, known)) if entry is not None else [])


def _check_drafting(path: Path, known: Known) -> list[Finding]:
    document = read_yaml(path)
    drafting, findings = check_model(Drafting, document)
    return findings + (_findings(document, faults_of(drafting, known)) if drafting is not None else [])


def _findings(document: Document, faults: Iterable[Fault]) -> list[Finding]:
    return [document.finding(fault.location, fault.message, warn=fault.warn) for fault in faults]


def _of_error(error: FrkitError, path: Path) -> Finding:
    place = re.search(r":(\d+):(\d+)$", error.place)
    line, column = (int(place[1]), int(place[2])) if place else (1, 1)
    return Finding(shown_path(path), line, column, error.fact)
