"""What agencies and record types are called, for whoever reads and not for whoever types."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from frkit.base.errors import FrkitError


def agency_names(ids: Iterable[str], overlay: Path | None) -> dict[str, str]:
    """Id -> name of each agency; the id itself where the catalogue has no such body, or its file is broken."""
    from frkit.catalogue.loading import load_agency

    def name(agency_id: str) -> str:
        try:
            return load_agency(agency_id, overlay).name
        except FrkitError:
            return agency_id

    return {one: name(one) for one in dict.fromkeys(ids)}


def record_titles(ids: Iterable[str]) -> dict[str, str]:
    """Id -> title of each record type; the id itself where there is no such type."""
    from frkit.catalogue.loading import CATEGORIES

    paths = CATEGORIES.paths()

    def title(category: str) -> str:
        try:
            return CATEGORIES.entry(paths[category]).title if category in paths else category
        except FrkitError:
            return category

    return {one: title(one) for one in dict.fromkeys(ids)}
