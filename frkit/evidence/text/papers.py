"""What the events of a request name and say: files that came, letters of ours, each once. Nothing is opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from frkit.base.errors import FrkitError
from frkit.base.files import sha256_of
from frkit.base.models import check_model
from frkit.base.yaml_places import read_yaml
from frkit.evidence.text.events_said import words_of_event
from frkit.tracking.codes import GROUPS, group_of
from frkit.tracking.event_files import event_paths, read_event
from frkit.tracking.events import Audience, Event, FileRecord
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.forgotten import forgotten_in
from frkit.tracking.order import effective
from frkit.tracking.types import Request

PRIVATE = "private/"
_THEIRS = GROUPS[1:3]
"""What the agency does, and who reviews it."""


@dataclass(frozen=True)
class Paper:
    """One file that an event names, where it lies, and whether it is our own letter."""

    event_id: str
    date: date
    audience: Audience
    record: FileRecord
    original: Path
    ours: bool = False


@dataclass(frozen=True)
class Said:
    """What an event says in words."""

    event_id: str
    kind: str
    date: date
    audience: Audience
    words: str
    ours: bool
    """Whether we did or noted it; else the agency or a reviewer did."""
    corrected: bool


@dataclass(frozen=True)
class Papers:
    """A request with what its events say and name, read without its law, which nobody needs who only reads."""

    id: str
    agency: str
    law: str
    places: tuple[str, ...]
    """Codes by which it is found: its law, further places, and the agency, whose id begins with its own place."""
    vendors: tuple[str, ...]
    said: tuple[Said, ...]
    papers: tuple[Paper, ...]
    corrected: frozenset[str]
    """Ids of events that count for nothing."""
    forgotten: frozenset[str]
    """SHA-256 of what was removed on demand; it must not be read again, wherever a copy of it lies."""


def papers_of(folder: CampaignFolder, request_id: str) -> Papers:
    """The papers of a request; raises FrkitError if the request cannot be read."""
    below = folder.root / "requests" / request_id
    request, findings = check_model(Request, read_yaml(below / "request.yaml"), lenient=True)
    if request is None:
        raise FrkitError("The request cannot be read.", place=str(findings[0]), remedy="see frkit check")
    events = tuple((path.stem, event) for path in event_paths(below) if isinstance(event := read_event(path)[0], Event))
    counted = {event_id for event_id, _ in effective(events)}
    corrected = frozenset(event_id for event_id, _ in events if event_id not in counted)
    gone = frozenset(forgotten_in(events))
    return Papers(
        id=request_id,
        agency=request.agency,
        law=request.law,
        places=(request.law, *request.places, request.agency),
        vendors=tuple(request.vendors),
        said=tuple(_said(event_id, event, event_id in corrected) for event_id, event in events),
        papers=tuple(one for one in _papers(folder, request_id, events, corrected) if one.record.sha256 not in gone),
        corrected=corrected,
        forgotten=gone,
    )


def _said(event_id: str, event: Event, corrected: bool) -> Said:
    ours = group_of(event.kind) not in _THEIRS
    return Said(event_id, event.kind, event.date, event.audience, words_of_event(event), ours, corrected)


def _papers(
    folder: CampaignFolder, request_id: str, events: tuple[tuple[str, Event], ...], corrected: frozenset[str]
) -> Iterator[Paper]:
    """Each file once; of two events that name one file, one of which was corrected, the other says what it is."""
    found: dict[str, Paper] = {}
    for event_id, event in sorted(events, key=lambda one: one[0] in corrected):
        for paper in _named_by(folder, request_id, event_id, event):
            found.setdefault(paper.record.sha256, paper)
    yield from found.values()


def _named_by(folder: CampaignFolder, request_id: str, event_id: str, event: Event) -> Iterator[Paper]:
    letter = _letter(folder.root / "requests" / request_id, event)
    if letter is not None:
        yield Paper(event_id, event.date, event.audience, letter[0], letter[1], ours=True)
    for record in event.documents:
        try:
            original = folder.original(request_id, record)
        except FrkitError:  # a path that leads out of the campaign: frkit check says so
            continue
        yield Paper(event_id, event.date, event.audience, record, original, ours=record.role == "letter")


def _letter(below: Path, event: Event) -> tuple[FileRecord, Path] | None:
    """The kept text of a letter that the event says was sent: the one with private data masked."""
    wanted = getattr(event, "masked_sha256", None)
    if not wanted:
        return None
    paths = sorted((below / "letters").glob("*"), key=lambda path: (not path.name.startswith(str(event.date)), path))
    return next((found for path in paths if (found := _if_it_is(path, wanted)) is not None), None)


def _if_it_is(path: Path, wanted: str) -> tuple[FileRecord, Path] | None:
    if path.name.startswith(".") or not path.is_file() or sha256_of(path) != wanted:
        return None
    size = path.stat().st_size
    return FileRecord(file=f"letters/{path.name}", sha256=wanted, size=size, name=path.name, role="letter"), path
