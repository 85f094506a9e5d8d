"""Which other requests lead to one: only the files whose names say that they link are opened."""

from __future__ import annotations

from frkit.base.errors import FrkitError
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.links import LINKING, Link, links_of
from frkit.tracking.types import RequestFile


def links_here(folder: CampaignFolder, file: RequestFile) -> tuple[Link, ...]:
    """The links of a request both ways: those that it names, then those of other requests that name it."""
    linking = {
        path.parent.parent.name
        for kind in LINKING
        for path in (folder.root / "requests").glob(f"*/events/*-{kind}-*.yaml")
    }
    others = []
    for request_id in sorted(linking - {file.id}):
        try:
            others.append(folder.load(request_id))
        except FrkitError:
            continue  # `frkit check` and `frkit status` name a request that cannot be read
    return links_of([file, *others])[file.id]
