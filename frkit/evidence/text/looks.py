"""What each original is and what was inside it, as kept from an earlier look, or found out now."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path

from frkit.evidence.apart import each_apart
from frkit.evidence.text.looking import MISSING, Inside, Look, look_into
from frkit.evidence.text.papers import Paper
from frkit.evidence.text.store import Store, with_store
from frkit.evidence.unreadable import Unreadable
from frkit.tracking.folder import CampaignFolder

SECONDS = 120
ALTERED = "its bytes are not those that were logged"
_AT_ONCE = 200


def looks_at(folder: CampaignFolder, papers: Iterable[Paper]) -> dict[str, Look]:
    """What each paper is, by the SHA-256 that its event has; new files are looked into by all processors."""
    wanted = {paper.record.sha256: paper.original for paper in papers}
    return with_store(folder, lambda store: _looks(store, wanted))


def _looks(store: Store, wanted: dict[str, Path]) -> dict[str, Look]:
    found: dict[str, Look] = {}
    unknown: list[str] = []
    for digest, path in wanted.items():
        known = store.value("looks", digest)
        if not path.is_file():
            found[digest] = Look(digest, MISSING)
        elif known is None:
            unknown.append(digest)
        else:
            found[digest] = look_from(known)
    by_path = {str(wanted[digest]): digest for digest in unknown}
    new: dict[str, Look] = {}
    for original, outcome in each_apart(look_into, by_path, seconds=SECONDS):
        digest = by_path[original]
        look = Look(digest, "unknown", problem=str(outcome)) if isinstance(outcome, Unreadable) else outcome
        if look.sha256 != digest:
            found[digest] = replace(look, problem=ALTERED)
            continue
        found[digest] = new[digest] = look
        if len(new) >= _AT_ONCE:
            _keep(store, new)
    _keep(store, new)
    return found


def _keep(store: Store, new: dict[str, Look]) -> None:
    if not new:
        return
    with store.writing():
        for digest, look in new.items():
            store.keep("looks", digest, json.dumps(asdict(look)))
    new.clear()


def look_from(text: str) -> Look:
    """A look as it was kept."""
    data = json.loads(text)
    return Look(data["sha256"], data["kind"], tuple(Inside(**one) for one in data["parts"]), data["problem"])
