"""The passport of a page: from which file of which event it comes, what happened to that file, where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from frkit.base.errors import FrkitError
from frkit.base.files import sha256_of
from frkit.evidence.text.documents import documents, documents_of, readable_papers
from frkit.packet.numbers.agency_numbers import Found, agency_numbers
from frkit.packet.numbers.margins import Progress, margins_of
from frkit.packet.numbers.registry import SLIP, Key, Registry
from frkit.packet.parts.event_words import headline
from frkit.packet.plan.folder import PacketFolder, packet_names
from frkit.packet.plan.types import Packet
from frkit.packet.where.built import BuiltPacket, Place, built_packets
from frkit.proof.seals import Seal, seals_of
from frkit.tracking.clawbacks import kept_back
from frkit.tracking.event_files import read_events
from frkit.tracking.events import Event, FileRecord
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.forgotten import forgotten_in
from frkit.tracking.order import Logged, effective, in_order

State = Literal["unchanged", "altered", "missing", "forgotten"]


@dataclass(frozen=True)
class Source:
    """One file of the campaign that has the page's bytes, and the event that brought it."""

    request: str
    event: str
    kind: str
    date: date
    file: str
    """As the event names it."""
    path: str
    """Where it lies, below the campaign."""
    name: str
    size: int
    role: str
    taken_in: str | None
    """When it was taken in, in UTC."""
    sender: str | None
    """As the event names it."""
    came_from: str | None
    """As the file itself or a person said when it was taken in: ``mail from records@lapd.example``."""
    channel: str | None
    logged: str
    """When the event was logged, in UTC, and by whom."""
    by: str
    state: State
    """Whether the file that lies there now is the one that was logged."""


@dataclass(frozen=True)
class Happening:
    """Something that the log says of the document."""

    request: str
    event: str
    date: date
    kind: str
    words: str
    logged: str
    by: str
    corrected: bool
    """It was corrected later and counts for nothing."""


@dataclass(frozen=True)
class Sealed:
    """The first seal that holds the file with the hash that it was logged with."""

    seal: str
    path: str
    stamps: tuple[str, ...]
    """Time stamps that lie beside the seal, unchecked: ``frkit verify`` checks them."""


@dataclass(frozen=True)
class Passport:
    """Everything that the campaign knows of one page."""

    bates: str
    """Its Bates number; empty for one that has none."""
    key: Key
    registry: str
    """The file that gave the number, below the campaign."""
    sources: tuple[Source, ...]
    inside: str
    """Name of the attached file, where the page belongs to one."""
    sha256: str
    """Of the file itself: of the attached one, where it is one; empty where nothing tells it."""
    happenings: tuple[Happening, ...]
    sealed: Sealed | None
    kept_back: bool
    """Whether the agency demanded it back and counsel has not cleared it."""
    places: tuple[Place, ...]
    """Where it stands in packets as they were built."""
    planned: tuple[tuple[str, str], ...]
    """(packet, exhibit label) of plans that name the document though their built packet does not hold the page."""

    @property
    def slip(self) -> bool:
        """Whether it is a slip sheet, which stands for a file that could not be shown."""
        return self.key.page == SLIP


class Records:
    """A campaign read once for the passports of many pages."""

    def __init__(self, campaign: CampaignFolder, progress: Progress | None = None) -> None:
        self.campaign = campaign
        self._progress = progress

    @cached_property
    def built(self) -> list[BuiltPacket]:
        """Every packet that was built and whose manifest can be read."""
        return self._all_built[0]

    @cached_property
    def unread(self) -> list[FrkitError]:
        """What could not be read: manifests, plans."""
        return [*self._all_built[1], *self._all_plans[1]]

    @cached_property
    def prefixes(self) -> tuple[str, ...]:
        """The series that the campaign has."""
        folder = self.campaign.root / "numbers"
        return tuple(sorted(one.name for one in folder.glob("*") if one.is_dir() and not one.name.startswith(".")))

    def registry(self, prefix: str) -> Registry:
        """The numbers of one series; raises FrkitError where its files are damaged."""
        if prefix not in self._registries:
            self._registries[prefix] = Registry.load(self.campaign.root, prefix)
        return self._registries[prefix]

    def passport(self, key: Key, prefix: str | None = None) -> Passport:
        """The passport of a page."""
        bates, file = self._number(key, prefix)
        places = tuple(one.by_key[key] for one in self.built if key in one.by_key)
        inside, digest = self._inside(key, places)
        return Passport(
            bates=bates,
            key=key,
            registry=file,
            sources=tuple(self._sources(key.sha256)),
            inside=inside,
            sha256=digest,
            happenings=tuple(self._happenings({key.sha256, digest} - {""})),
            sealed=self._sealed(key.sha256),
            kept_back=bool({key.sha256, digest} & self._kept_back),
            places=places,
            planned=tuple(self._planned(key.sha256, {one.packet for one in places})),
        )

    @cached_property
    def agency_numbers(self) -> Found:
        """The agencies' own numbers, as far as they can be made out at the margins of what came."""
        papers, _ = readable_papers(self.campaign)
        came = [one for one in documents_of(self.campaign, papers, with_parts=True) if not one.ours]
        return agency_numbers(margins_of(self.campaign, came, self._progress))

    def _number(self, key: Key, prefix: str | None) -> tuple[str, str]:
        """The page's number in a series as printed, and the file that gave it; empty where it has none there."""
        registry = self.registry(prefix) if prefix else None
        number = registry.numbers.get(key) if registry else None
        if registry is None or number is None:
            return "", ""
        file = next(name for first, last, name in registry.ranges if first <= number <= last)
        return registry.shown(number), f"numbers/{prefix}/{file}"

    @cached_property
    def events(self) -> dict[str, list[Logged]]:
        """Request -> its events, as far as they can be read."""
        root = self.campaign.root / "requests"
        return {one: list(read_events(root / one)[0]) for one in self.campaign.request_ids()}

    @cached_property
    def _registries(self) -> dict[str, Registry]:
        return {}

    @cached_property
    def _all_built(self) -> tuple[list[BuiltPacket], list[FrkitError]]:
        return built_packets(self.campaign)

    @cached_property
    def _all_plans(self) -> tuple[list[tuple[str, Packet]], list[FrkitError]]:
        good: list[tuple[str, Packet]] = []
        bad: list[FrkitError] = []
        for name in packet_names(self.campaign):
            try:
                good.append((name, PacketFolder(self.campaign, name).load()[0]))
            except FrkitError as error:
                bad.append(error)
        return good, bad

    @cached_property
    def _kept_back(self) -> frozenset[str]:
        return frozenset[str]().union(*(kept_back(events) for events in self.events.values()))

    @cached_property
    def _seals(self) -> list[Seal]:
        return seals_of(self.campaign.root)

    def _inside(self, key: Key, places: Iterable[Place]) -> tuple[str, str]:
        """Name and hash of the attached file that a page belongs to, as a manifest has it."""
        if not key.part:
            return "", key.sha256
        for place in (*places, *(one for built in self.built for one in built.places)):
            if (place.key.sha256, place.key.part) == (key.sha256, key.part):
                return place.file.name, place.file.sha256
        for request in dict.fromkeys(source.request for source in self._sources(key.sha256)):
            for one in documents(self.campaign, [request], with_parts=True):
                if (one.record.sha256, one.part) == (key.sha256, key.part):
                    return one.name, one.sha256
        return f"file {key.part} in it", ""

    def _sources(self, sha256: str) -> Iterator[Source]:
        for request, events in self.events.items():
            gone = forgotten_in(events)
            told: set[str] = set()
            for event_id, event in in_order(events):
                for record in self._records(request, event, sha256):
                    if record.file not in told:
                        told.add(record.file)
                        yield self._source(request, event_id, event, record, forgotten=sha256 in gone)

    def _records(self, request: str, event: Event, sha256: str) -> Iterator[FileRecord]:
        """Files of an event with this hash: documents, and the kept text of a letter of ours."""
        yield from (one for one in event.documents if one.sha256 == sha256)
        if getattr(event, "masked_sha256", None) == sha256:
            for path in sorted((self.campaign.root / "requests" / request / "letters").glob("[!.]*")):
                if path.is_file() and sha256_of(path) == sha256:
                    size = path.stat().st_size
                    yield FileRecord(
                        file=f"letters/{path.name}", sha256=sha256, size=size, name=path.name, role="letter"
                    )

    def _source(self, request: str, event_id: str, event: Event, record: FileRecord, *, forgotten: bool) -> Source:
        root = self.campaign.root
        try:
            original: Path | None = self.campaign.original(request, record)
        except FrkitError:  # a path that leads out of the campaign: frkit check says so
            original = None
        return Source(
            request=request,
            event=event_id,
            kind=event.kind,
            date=event.date,
            file=record.file,
            path=original.relative_to(root.resolve()).as_posix()
            if original is not None and original.is_relative_to(root.resolve())
            else record.file,
            name=record.name or record.file.rsplit("/", 1)[-1],
            size=record.size,
            role=record.role,
            taken_in=record.taken_in,
            sender=getattr(event, "sender", None),
            came_from=record.source,
            channel=getattr(event, "channel", None) or getattr(event, "method", None),
            logged=event.entered,
            by=event.by,
            state="forgotten" if forgotten else _state(original, record.sha256),
        )

    def _happenings(self, hashes: set[str]) -> Iterator[Happening]:
        for request, events in self.events.items():
            counted = {event_id for event_id, _ in effective(events)}
            about: set[str] = set()
            for event_id, event in in_order(events):
                if _speaks_of(event, hashes, about):
                    about.add(event_id)
                    yield Happening(
                        request=request,
                        event=event_id,
                        date=event.date,
                        kind=event.kind,
                        words=headline(event),
                        logged=event.entered,
                        by=event.by,
                        corrected=event_id not in counted,
                    )

    def _sealed(self, sha256: str) -> Sealed | None:
        for seal in self._seals:
            for path, digest in seal.entries.items():
                if digest == sha256 and not seal.faults:
                    stamps = sorted(one.name for one in seal.path.parent.glob(f"{seal.name}.*.tsr"))
                    return Sealed(seal.name, path, tuple(f"seals/{name}" for name in stamps))
        return None

    def _planned(self, sha256: str, built: set[str]) -> Iterator[tuple[str, str]]:
        wanted = {(source.request, source.file) for source in self._sources(sha256)}
        for name, packet in self._all_plans[0]:
            for exhibit in packet.exhibits:
                if name not in built and (exhibit.sha256 == sha256 or (exhibit.request, exhibit.path) in wanted):
                    yield name, exhibit.label


def _speaks_of(event: Event, hashes: set[str], about: set[str]) -> bool:
    """Whether an event brought a document, reads the message that brought it, or names its hash; or corrects such."""
    of = getattr(event, "of", None)
    named = {of} if isinstance(of, str) else set(of or ())
    named |= {getattr(event, name, None) for name in ("sha256", "masked_sha256")}
    named |= {record.sha256 for record in event.documents}
    corrects = getattr(event, "event", None) if event.kind == "corrected" else None
    return bool(named & hashes) or event.reply_to in about or corrects in about


def _state(path: Path | None, sha256: str) -> State:
    if path is None or not path.is_file():
        return "missing"
    return "unchanged" if sha256_of(path) == sha256 else "altered"


__all__ = ["Happening", "Passport", "Records", "Sealed", "Source", "State"]
