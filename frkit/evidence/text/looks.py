"""What each original is and what was inside it, as kept from an earlier look, or found out now."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path

from frkit.base.files import sha256_of_bytes
from frkit.evidence.apart.running import each_apart
from frkit.evidence.opening.passwords import passwords_of
from frkit.evidence.text.looking import MISSING, Inside, Look, ToLookInto, look_into
from frkit.evidence.text.papers import Paper
from frkit.evidence.text.store import Store, with_store
from frkit.evidence.unreadable import Unreadable
from frkit.tracking.folder import CampaignFolder

SECONDS = 300
MEGABYTES = 3072
ALTERED = "its bytes are not those that were logged"
_AT_ONCE = 200


def all_passwords(folder: CampaignFolder) -> tuple[str, ...]:
    """Every password that was given, each once: archives do not say whose they are."""
    return tuple(dict.fromkeys(passwords_of(folder.root).values()))


def looks_at(folder: CampaignFolder, papers: Iterable[Paper]) -> dict[str, Look]:
    """What each paper is, by the SHA-256 that its event has; new files are looked into by all processors."""
    wanted = {paper.record.sha256: paper.original for paper in papers}
    passwords = all_passwords(folder)
    return with_store(folder, lambda store: _looks(store, wanted, passwords))


def _looks(store: Store, wanted: dict[str, Path], passwords: tuple[str, ...]) -> dict[str, Look]:
    found: dict[str, Look] = {}
    unknown: list[str] = []
    for digest, path in wanted.items():
        known = _known(store, digest, passwords)
        if not path.is_file():
            found[digest] = Look(digest, MISSING)
        elif known is None:
            unknown.append(digest)
        else:
            found[digest] = known
    by_path = {str(wanted[digest]): digest for digest in unknown}
    new: dict[str, Look] = {}
    coming = (ToLookInto(path, passwords) for path in by_path)
    for asked, outcome in each_apart(look_into, coming, seconds=SECONDS, megabytes=MEGABYTES):
        digest = by_path[asked.original]
        look = Look(digest, "unknown", problem=str(outcome)) if isinstance(outcome, Unreadable) else outcome
        if look.sha256 != digest:
            found[digest] = replace(look, problem=ALTERED)
            continue
        found[digest] = new[digest] = look
        if len(new) >= _AT_ONCE:
            _keep(store, new, passwords)
    _keep(store, new, passwords)
    return found


def _known(store: Store, digest: str, passwords: tuple[str, ...]) -> Look | None:
    """An earlier look; one that was stopped by a lock counts only as long as no other password was given."""
    kept = store.value("looks", digest)
    if kept is None:
        return None
    data = json.loads(kept)
    if data.pop("tried") != _mark(passwords) and data["locked"]:
        return None
    return Look(**{**data, "parts": tuple(Inside(**one) for one in data["parts"])})


def _keep(store: Store, new: dict[str, Look], passwords: tuple[str, ...]) -> None:
    if not new:
        return
    with store.writing():
        for digest, look in new.items():
            store.keep("looks", digest, json.dumps({**asdict(look), "tried": _mark(passwords)}))
    new.clear()


def _mark(passwords: tuple[str, ...]) -> str:
    return sha256_of_bytes("\0".join(passwords).encode())[:16]
