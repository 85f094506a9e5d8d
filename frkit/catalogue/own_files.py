"""What a campaign has on file about bodies: ``agencies/<id>.yaml`` and, one file each, the contacts found for it."""

from __future__ import annotations

import os
import re
from pathlib import Path

from frkit.base.findings import Finding
from frkit.base.models import check_model
from frkit.base.yaml_places import kept_yaml
from frkit.catalogue.types import Contact

OWN_NAME = re.compile(r"[a-z0-9-]+")
"""A campaign's own file about a body is called by its id; others are left alone."""
CONTACT_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-([0-9a-f]{8})\.yaml")
"""``agencies/<id>/contacts/<day on which it was found>-<first digits of its own hash>.yaml``."""


def own_file(agency_id: str, overlay: Path | None) -> Path | None:
    """The campaign's own file about a body, if it has one."""
    if overlay is None or not OWN_NAME.fullmatch(agency_id):
        return None
    path = f"{overlay}/agencies/{agency_id}.yaml"
    return Path(path) if os.path.isfile(path) else None


def own_files(overlay: Path | None) -> dict[str, Path]:
    """Id -> the campaign's own file about a body, sorted."""
    folder = overlay / "agencies" if overlay is not None else None
    if folder is None or not folder.is_dir():
        return {}
    return {path.stem: path for path in sorted(folder.glob("*.yaml")) if OWN_NAME.fullmatch(path.stem)}


def contacts_folder(agency_id: str, overlay: Path) -> Path:
    """Where the contacts of a body lie in a campaign."""
    return overlay / "agencies" / agency_id / "contacts"


def contact_files(agency_id: str, overlay: Path | None) -> list[Path]:
    """The files of the contacts of a body, the earliest found first."""
    if overlay is None or not OWN_NAME.fullmatch(agency_id):
        return []
    folder = contacts_folder(agency_id, overlay)
    return sorted(path for path in folder.glob("*.yaml") if CONTACT_NAME.fullmatch(path.name))


def read_contact(path: Path) -> tuple[Contact | None, list[Finding]]:
    """One contact; keys that this frkit does not know are warnings."""
    return check_model(Contact, kept_yaml(path), lenient=True)
