"""Taking drafts out of a campaign again before anything was sent: moved aside whole, never deleted."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import flush_folder, make_folder, name_folder, safe_name, sha256_of_bytes
from frkit.base.findings import did_you_mean, shown_path
from frkit.base.models import check_model
from frkit.base.refusals import reason
from frkit.base.yaml_places import parse_yaml, read_data, text_of
from frkit.tracking.event_files import event_paths
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.links import LINKING, links_from
from frkit.tracking.request_text import request_text
from frkit.tracking.types import Request

UNDONE = "private/undone"
_HAPPENED = ("events", "law", "letters", "received", "derived")
"""Folders of a request that only fill when something happens to it."""
_DIGITS = re.compile(r"[0-9a-f]{4}")


@dataclass(frozen=True)
class Draft:
    """A request of which nothing is logged."""

    id: str
    edits: tuple[str, ...] = ()
    """What is in the folder that frkit did not write, as words."""


@dataclass(frozen=True)
class Undo:
    """What a person wants to take back: drafts, and requests with which something happened."""

    name: str
    """The first name that was typed."""
    drafts: tuple[Draft, ...]
    begun: tuple[tuple[str, str], ...]
    """Requests that stay, each with why."""

    @property
    def edited(self) -> list[Draft]:
        """The drafts that hold somebody's own work."""
        return [draft for draft in self.drafts if draft.edits]


def undo_of(folder: CampaignFolder, names: Sequence[str]) -> Undo:
    """The requests of some waves, or named one by one; raises WrongUsage for a name that fits neither."""
    waves = _waves(folder)
    ids = dict.fromkeys(one for name in names for one in _meant(folder, waves, name))
    linked = _linked(folder)
    drafts: list[Draft] = []
    begun: list[tuple[str, str]] = []
    for request_id in ids:
        why = _begun(folder, request_id) or linked.get(request_id)
        if why:
            begun.append((request_id, why))
        else:
            drafts.append(Draft(request_id, tuple(_edits(folder.root / "requests" / request_id))))
    return Undo(names[0], tuple(drafts), tuple(begun))


def move_aside(folder: CampaignFolder, undo: Undo, moment: datetime | None = None) -> tuple[Path, list[str]]:
    """Move the drafts below ``private/undone``, one rename each. Gives where they are, and their names there.

    Raises FrkitError for one of which something was logged meanwhile; it stays in its place.
    """
    stamp = f"{moment or datetime.now(timezone.utc):%Y-%m-%dt%H%M%Sz}"
    aside = folder.root / UNDONE / safe_name(f"{stamp}-{undo.name}", keep_suffix=False)
    make_folder(aside)
    _refuse_other_disk(folder.root / "requests", aside)
    return aside, [_move(folder, draft.id, aside) for draft in undo.drafts]


def _refuse_other_disk(requests: Path, aside: Path) -> None:
    """A folder moves in one step on one disk only; a copy could be cut off half-way."""
    if requests.stat().st_dev != aside.stat().st_dev:
        raise FrkitError(
            "private/ is on another disk, and a folder cannot be moved there in one step.",
            place=shown_path(aside),
            remedy=f"move the drafts yourself, like: mv {shown_path(requests)}/NAME {shown_path(aside)}/",
        )


def _move(folder: CampaignFolder, request_id: str, aside: Path) -> str:
    requests = folder.root / "requests"
    moved = name_folder(requests / request_id, aside, request_id)
    happened = _happened(aside / moved)
    if happened:
        os.rename(aside / moved, requests / request_id)
        remedy = "nothing was lost; look at it, and name the others one by one"
        raise FrkitError(f"Something happened to {request_id} meanwhile: {happened}.", remedy=remedy)
    flush_folder(requests)
    return moved


def _meant(folder: CampaignFolder, waves: dict[str, list[str]], name: str) -> list[str]:
    ids = folder.request_ids()
    if name in ids:
        return [name]
    parts = re.compile(rf"{re.escape(name)}(-\d+)?")
    found = [one for wave in waves if parts.fullmatch(wave) for one in waves[wave]]
    if found:
        return sorted(found)
    if name and sum(name.lower() in one for one in ids) >= 1:
        return [folder.find_request(name)]
    raise WrongUsage(
        f"No wave and no request here is called '{name}'{did_you_mean(name, [*waves, *ids]) or '.'}",
        place=shown_path(folder.root / "requests"),
        remedy=f"frkit request list shows the requests; what was taken back lies in {UNDONE}",
    )


def _waves(folder: CampaignFolder) -> dict[str, list[str]]:
    """Wave -> its requests; one that cannot be read has no wave."""
    found: dict[str, list[str]] = {}
    for request_id in folder.request_ids():
        request = _request(folder.root / "requests" / request_id)[0]
        if request is not None and request.wave:
            found.setdefault(request.wave, []).append(request_id)
    return found


def _linked(folder: CampaignFolder) -> dict[str, str]:
    """Request -> that an event of another one names it, as a request to which something was passed on."""
    found: dict[str, str] = {}
    events = {path for kind in LINKING for path in (folder.root / "requests").glob(f"*/events/*-{kind}-*.yaml")}
    for other in sorted({path.parent.parent.name for path in events}):
        try:
            file = folder.load(other)
        except FrkitError:
            continue
        for link in links_from(file.events):
            found.setdefault(link.other, f"{other} says that it follows from there ({link.kind})")
    return found


def _begun(folder: CampaignFolder, request_id: str) -> str | None:
    """Why a request is no draft any more; None for one that is."""
    why = _happened(folder.root / "requests" / request_id)
    if why:
        return why
    if any((folder.root / "private" / "received" / request_id).glob("*")):
        return f"files were taken in: private/received/{request_id}"
    return None


def _happened(path: Path) -> str | None:
    events = event_paths(path)
    if events:
        count = "1 event is" if len(events) == 1 else f"{len(events)} events are"
        return f"{count} logged, the first {events[0].stem[:-9] or events[0].name}"
    filled = [name for name in _HAPPENED if _holds_anything(path / name)]
    return f"the folder {filled[0]} is not empty" if filled else None


def _holds_anything(path: Path) -> bool:
    try:
        return path.exists() and (not path.is_dir() or any(os.scandir(path)))
    except OSError as error:
        why, remedy = reason(error, reading=True)
        raise FrkitError(f"The folder cannot be listed: {why}.", place=shown_path(path), remedy=remedy) from None


def _edits(path: Path) -> Iterable[str]:
    """What somebody did in a draft's folder: a text that frkit did not write so, and files of their own."""
    request, text = _request(path)
    if text is None:
        yield "request.yaml cannot be read"
    elif request is None:
        yield "request.yaml has mistakes"
    elif not _as_written(path.name, request, text):
        yield "request.yaml was edited"
    others = sorted(one.name for one in path.iterdir() if one.name not in ("request.yaml", *_HAPPENED))
    own = [name for name in others if not name.endswith(".tmp")]
    if own:
        yield f"it holds {', '.join(own)}"


def _as_written(name: str, request: Request, text: str) -> bool:
    """Whether the text is that of frkit: a batch puts digits of its hash into the folder's name."""
    digits = [part for part in name.split("-")[-2:] if _DIGITS.fullmatch(part)]
    if digits and request.wave:
        return sha256_of_bytes(text.encode())[:4] in digits
    return text == request_text(request)


def _request(path: Path) -> tuple[Request | None, str | None]:
    file = path / "request.yaml"
    try:
        text = text_of(read_data(file), file)
        return check_model(Request, parse_yaml(text, file), lenient=True)[0], text
    except FrkitError:
        return None, None
