"""What a search can find: documents, the files inside them, letters, what events say; and choosing among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from frkit.base.files import sha256_of_bytes
from frkit.evidence.text.documents import MISSING, Document
from frkit.evidence.text.papers import Papers, Said
from frkit.law.place_names import ALSO_CALLED


@dataclass(frozen=True)
class Source:
    """One thing whose words are searched, with where it belongs."""

    sha256: str
    """Of its bytes; of an event, of what it says."""
    request: str
    agency: str
    places: tuple[str, ...]
    event: str
    date: date
    kind: str
    """As of a document; ``event`` for what an event says."""
    name: str
    path: str
    """As the event names it; empty for an event."""
    part: str
    original_sha256: str
    role: str
    audience: str
    private: bool
    ours: bool
    corrected: bool


@dataclass(frozen=True)
class Wanted:
    """What the sources have in common that are searched; a field that is empty asks for nothing."""

    places: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    ours: bool | None = None
    papers: frozenset[tuple[str, str]] | None = None
    """(request, path) of the documents that may be shown, such as the exhibits of a packet."""

    def fits(self, one: Source) -> bool:
        """Whether a source is to be searched."""
        return (
            (not self.places or any(_within(place, has) for place in self.places for has in one.places))
            and (not self.agencies or any(agency in one.agency for agency in self.agencies))
            and (not self.requests or one.request in self.requests)
            and (self.since is None or one.date >= self.since)
            and (self.until is None or one.date <= self.until)
            and (self.ours is None or one.ours is self.ours)
            and (self.papers is None or (one.request, one.path) in self.papers)
        )

    @property
    def asks(self) -> bool:
        """Whether anything is left out."""
        return self != Wanted()


def code_of(place: str) -> str:
    """A place as codes have it: lower case, a country by its own code."""
    head, *rest = place.strip().casefold().split("-")
    return "-".join([ALSO_CALLED.get(head, head), *rest])


def sources_of(papers: Iterable[Papers], documents: Iterable[Document]) -> list[Source]:
    """Everything that can be searched, in the order of its requests and events."""
    found = [_of_document(one) for one in documents if one.sha256 and one.kind != MISSING]
    for one in papers:
        found += [_of_event(one, said) for said in one.said if said.words]
    return found


def said_by(papers: Sequence[Papers]) -> Iterator[tuple[str, Said]]:
    """What events say, each under its key."""
    for one in papers:
        for said in one.said:
            if said.words:
                yield _key(said), said


def by_file(sources: Iterable[Source], fits: Callable[[Source], bool]) -> dict[str, list[Source]]:
    """The sources that fit, by the hash under which their words are kept."""
    found: dict[str, list[Source]] = {}
    for one in sources:
        if fits(one):
            found.setdefault(one.sha256, []).append(one)
    return found


def _of_document(one: Document) -> Source:
    return Source(
        sha256=one.sha256,
        request=one.request,
        agency=one.agency,
        places=one.places,
        event=one.event,
        date=one.date,
        kind=one.kind,
        name=one.name,
        path=one.path,
        part=one.part,
        original_sha256=one.record.sha256,
        role=one.role,
        audience=one.audience,
        private=one.private,
        ours=one.ours,
        corrected=one.corrected,
    )


def _of_event(one: Papers, said: Said) -> Source:
    return Source(
        sha256=_key(said),
        request=one.id,
        agency=one.agency,
        places=one.places,
        event=said.event_id,
        date=said.date,
        kind="event",
        name=said.kind.replace("_", " "),
        path="",
        part="",
        original_sha256="",
        role=said.kind,
        audience=said.audience,
        private=False,
        ours=said.ours,
        corrected=said.corrected,
    )


def _key(said: Said) -> str:
    return sha256_of_bytes(f"event {said.event_id}\n{said.words}".encode())


def _within(asked: str, has: str) -> bool:
    return has == asked or has.startswith(f"{asked}-")
