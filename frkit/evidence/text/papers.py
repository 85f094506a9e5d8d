"""What the events of a request name: every file that came, and every letter of ours, each once. Nothing is opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from frkit.base.errors import FrkitError
from frkit.base.files import sha256_of
from frkit.base.models import check_model
from frkit.base.yaml_places import read_yaml
from frkit.tracking.event_files import event_paths, read_event
from frkit.tracking.events import Event, FileRecord
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.forgotten import forgotten_in
from frkit.tracking.order import effective
from frkit.tracking.types import Request

PRIVATE = "private/"


@dataclass(frozen=True)
class Paper:
    """One file that an event names, where it lies, and whether it is our own letter."""

    event_id: str
    event: Event
    record: FileRecord
    original: Path
    ours: bool = False


@dataclass(frozen=True)
class Papers:
    """A request with its events and its papers, read without its law, which nobody needs who only reads."""

    id: str
    request: Request
    events: tuple[tuple[str, Event], ...]
    corrected: frozenset[str]
    """Ids of events that count for nothing."""
    papers: tuple[Paper, ...]
    forgotten: frozenset[str]
    """SHA-256 of what was removed on demand; it must not be read again, wherever a copy of it lies."""

    @property
    def places(self) -> tuple[str, ...]:
        """Codes by which the request is found: its law, further places, and the agency, whose id begins with its own."""
        return (self.request.law, *self.request.places, self.request.agency)


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
    # Of two events that name one file, one of which was corrected, the other says what the file is.
    first = sorted(events, key=lambda one: one[0] in corrected)
    found: dict[str, Paper] = {}
    for event_id, event in first:
        for paper in _named_by(folder, request_id, event_id, event):
            found.setdefault(paper.record.sha256, paper)
    kept = tuple(paper for digest, paper in found.items() if digest not in gone)
    return Papers(request_id, request, events, corrected, kept, gone)


def _named_by(folder: CampaignFolder, request_id: str, event_id: str, event: Event) -> Iterator[Paper]:
    letter = _letter(folder.root / "requests" / request_id, event)
    if letter is not None:
        yield Paper(event_id, event, letter[0], letter[1], ours=True)
    for record in event.documents:
        try:
            original = folder.original(request_id, record)
        except FrkitError:  # a path that leads out of the campaign: frkit check says so
            continue
        yield Paper(event_id, event, record, original, ours=record.role == "letter")


def _letter(below: Path, event: Event) -> tuple[FileRecord, Path] | None:
    """The kept text of a letter that the event says was sent: the one with private data masked."""
    wanted = getattr(event, "masked_sha256", None)
    if not wanted:
        return None
    for path in sorted((below / "letters").glob(f"{event.date.isoformat()}-*")) or []:
        if (found := _if_it_is(path, wanted)) is not None:
            return found
    for path in sorted((below / "letters").glob("*")):
        if (found := _if_it_is(path, wanted)) is not None:
            return found
    return None


def _if_it_is(path: Path, wanted: str) -> tuple[FileRecord, Path] | None:
    if path.name.startswith(".") or not path.is_file() or sha256_of(path) != wanted:
        return None
    size = path.stat().st_size
    return FileRecord(file=f"letters/{path.name}", sha256=wanted, size=size, name=path.name, role="letter"), path
