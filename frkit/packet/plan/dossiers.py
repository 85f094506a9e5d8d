"""A request as a packet tells it: what its audience may see of the events, where it stands, and its documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from frkit.base.errors import WrongUsage
from frkit.base.files import sha256_of
from frkit.catalogue.loading import load_agency, load_record_category
from frkit.tracking.clawbacks import kept_back
from frkit.tracking.events import Audience, Event, FileRecord, Forgotten
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.forgotten import forgotten_in
from frkit.tracking.order import Logged, effective, in_order
from frkit.tracking.standing import Standing, standing
from frkit.tracking.types import Item, RequestFile

_MAY_SEE: dict[Audience, set[Audience]] = {
    "packet": {"packet"},
    "team": {"packet", "team"},
    "counsel": {"packet", "team", "counsel"},
}
_NEVER_PRINTED = {"note"}


@dataclass(frozen=True)
class Document:
    """One document of a request: a file that an event names, or the kept text of a letter that was sent."""

    path: str
    sha256: str
    size: int
    name: str
    event_id: str
    event: Event
    letter: bool = False
    role: str = "other"


@dataclass(frozen=True)
class Dossier:
    """One request with all that a packet for an audience, as of a day, may say about it."""

    folder: CampaignFolder
    file: RequestFile
    audience: Audience
    as_of: date

    @property
    def id(self) -> str:
        """The request's folder name."""
        return self.file.id

    @cached_property
    def standing(self) -> Standing:
        """Where the request stands on the packet's day, counted from all events up to it; corrections count at once."""
        past = tuple(
            (event_id, event)
            for event_id, event in self.file.events
            if event.date <= self.as_of or event.kind == "corrected"
        )
        return standing(replace(self.file, events=past), self.as_of)

    @cached_property
    def counted(self) -> tuple[Logged, ...]:
        """The events that count up to the packet's day, whoever may see them."""
        return tuple(logged for logged in effective(self.file.events) if logged[1].date <= self.as_of)

    @cached_property
    def events(self) -> tuple[Logged, ...]:
        """The events that count and that the audience may see, in order, up to the packet's day."""
        allowed = _MAY_SEE[self.audience]
        return tuple(
            (event_id, event)
            for event_id, event in self.counted
            if event.audience in allowed and event.kind not in _NEVER_PRINTED
        )

    @cached_property
    def corrected(self) -> tuple[Event, ...]:
        """Entries that were corrected later, as far as the audience may see them: they count for nothing."""
        counted = {event_id for event_id, _ in effective(self.file.events)}
        return tuple(
            event
            for event_id, event in in_order(self.file.events)
            if event_id not in counted and event.audience in _MAY_SEE[self.audience] and event.date <= self.as_of
        )

    @cached_property
    def hidden_but_counted(self) -> tuple[Logged, ...]:
        """Events that move dates or outcomes though the audience does not see them."""
        silent = {"note", "call", "clawback_demanded", "cleared_by_counsel", "law_confirmed", "refrozen"}
        seen = {event_id for event_id, _ in self.events}
        return tuple(
            (event_id, event) for event_id, event in self.counted if event_id not in seen and event.kind not in silent
        )

    @cached_property
    def agency_name(self) -> str:
        """The body's full name, or its id where the catalogue does not know it."""
        try:
            return load_agency(self.file.request.agency, self.folder.overlay).name
        except WrongUsage:
            return self.file.request.agency

    @cached_property
    def kept_back(self) -> frozenset[str]:
        """Hashes of documents that were demanded back, in whichever request, and that counsel has not cleared there."""
        pattern = "requests/*/events/*-clawback-demanded-*.yaml"
        others = {path.parts[-3] for path in self.folder.root.glob(pattern)} - {self.id}
        demanded = [kept_back(self.folder.load(request_id).events) for request_id in sorted(others)]
        return kept_back(self.file.events).union(*demanded)

    @cached_property
    def forgotten(self) -> dict[str, Forgotten]:
        """Documents whose bytes were removed on demand, by hash."""
        return {digest: event for digest, (_, event) in forgotten_in(self.file.events).items()}

    def why_forgotten(self, sha256: str) -> str:
        """Why a slip sheet stands for a forgotten document; the reason itself only where the audience may read it."""
        event = self.forgotten[sha256]
        told = event.audience in _MAY_SEE[self.audience]
        reason = f": {event.reason}" if told else "; the reason is kept in the log"
        return f"its bytes were removed on demand on {event.date.isoformat()}, its hash and size are kept{reason}"

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """Letters as sent and files that the visible events name, in order; each file once."""
        found: dict[str, Document] = {}
        for event_id, event in self.events:
            for document in self.named_by(event_id, event):
                found.setdefault(document.sha256, document)
        return tuple(found.values())

    def named_by(self, event_id: str, event: Event) -> tuple[Document, ...]:
        """The documents that an event names, whoever may see it: the letter as sent, and files."""
        return (*self._letters(event_id, event), *_files(event_id, event))

    def may_see(self, event: Event) -> bool:
        """Whether the packet's audience may see an event."""
        return event.audience in _MAY_SEE[self.audience] and event.kind not in _NEVER_PRINTED

    def document(self, path: str) -> Document | None:
        """The document of that path, as an event names it."""
        return next((one for one in self.documents if one.path == path), None)

    def original(self, document: Document) -> Path:
        """Where a document lies."""
        if document.letter:
            return self.file.folder / document.path
        record = FileRecord(file=document.path, sha256=document.sha256, size=document.size)
        return self.folder.original(self.id, record)

    def readers_of(self, event_id: str) -> tuple[Logged, ...]:
        """The events that say what an arrived message meant."""
        return tuple((other_id, other) for other_id, other in self.events if other.reply_to == event_id)

    def item_title(self, item: Item) -> str:
        """What an item asks for, in a few words."""
        if item.category == "other":
            return item.text or "other records"
        try:
            return load_record_category(item.category).title
        except WrongUsage:
            return item.text or item.category

    def _letters(self, event_id: str, event: Event) -> Iterator[Document]:
        """The masked text of a letter that an event says was sent, found by its hash."""
        wanted = getattr(event, "masked_sha256", None)
        gone = self.forgotten.get(wanted or "")
        if wanted and gone is not None and gone.letter_file:
            name = gone.letter_file.rsplit("/", 1)[-1]
            yield Document(gone.letter_file, wanted, gone.size or 0, name, event_id, event, letter=True, role="letter")
            return
        path = self._letters_by_hash.get(wanted) if wanted else None
        if wanted and path is not None:
            relative = path.relative_to(self.file.folder).as_posix()
            yield Document(
                relative, wanted, path.stat().st_size, path.name, event_id, event, letter=True, role="letter"
            )

    @cached_property
    def _letters_by_hash(self) -> dict[str, Path]:
        folder = self.file.folder / "letters"
        paths = sorted(path for path in folder.glob("*") if path.is_file() and not path.name.startswith("."))
        return {sha256_of(path): path for path in paths}


def _files(event_id: str, event: Event) -> Iterator[Document]:
    for one in event.documents:
        name = one.name or one.file.rsplit("/", 1)[-1]
        yield Document(one.file, one.sha256, one.size, name, event_id, event, role=one.role)


def load_dossier(folder: CampaignFolder, request_id: str, audience: Audience, as_of: date) -> Dossier:
    """The dossier of a request; raises FrkitError if the request is unknown or broken."""
    return Dossier(folder, folder.load(folder.find_request(request_id)), audience, as_of)
