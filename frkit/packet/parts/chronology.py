"""What happened, by date: requests and answers with their exhibits; apart from them public facts with sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from frkit.catalogue.loading import load_public_event, load_vendor
from frkit.catalogue.types import Pledge, PledgeChange, Source
from frkit.packet.parts.event_words import UNTOLD, Side, sentence, side, stopped
from frkit.packet.parts.made_part import FrontFacts, MadePart
from frkit.packet.parts.refs import NOTHING, Book, Citation
from frkit.packet.plan.dossiers import Dossier

MOST_SOURCES = 2
"""Sources named for one public fact; the catalogue may hold more."""


@dataclass(frozen=True)
class Entry:
    """One line of the chronology."""

    date: str
    """As it is sorted: 2020, 2020-06 or 2020-06-10."""
    shown: str
    words: str
    side: Side
    who: str
    """The body asked; for a public fact what kind of fact it is."""
    cited: Citation = NOTHING
    public: bool = False
    sources: tuple[str, ...] = ()
    caution: str = ""


def chronology(book: Book, dossiers: Iterable[Dossier]) -> list[Entry]:
    """All lines by date; on one day public facts come first, then the requests in the packet's order."""
    lines = [*_public(book), *(line for dossier in dossiers for line in _of_request(book, dossier))]
    return sorted(lines, key=lambda line: line.date)


def _of_request(book: Book, dossier: Dossier) -> Iterator[Entry]:
    style = book.style_of(dossier)
    for event_id, event in dossier.events:
        read = event.kind == "arrived" and dossier.readers_of(event_id)
        if event.kind in UNTOLD or read:
            continue
        yield Entry(
            date=event.date.isoformat(),
            shown=book.day(event.date),
            words=sentence(event, style),
            side=side(event),
            who=dossier.agency_name,
            cited=book.of_event(dossier, event_id, event),
        )


def _public(book: Book) -> Iterator[Entry]:
    packet = book.packet
    for vendor in packet.vendors:
        loaded = load_vendor(vendor)
        for pledge in loaded.pledges:
            yield _pledge(book, loaded.name, pledge)
            yield from (_change(book, loaded.name, change) for change in pledge.later)
    for event_id in packet.public_events:
        event = load_public_event(event_id)
        shown = book.style.partial(event.date) + (f" to {book.style.partial(event.end)}" if event.end else "")
        words = f"{stopped(event.title)} {stopped(event.facts)}"
        yield _fact(event.date, shown, words, event.kind.replace("-", " "), event.sources, event.caution)


def _pledge(book: Book, vendor: str, pledge: Pledge) -> Entry:
    said = (vendor + ": " + pledge.promise, "Scope as stated: " + pledge.scope, "Said by: " + pledge.by)
    words = " ".join(stopped(part) for part in said)
    return _fact(pledge.date, book.style.partial(pledge.date), words, "pledge", pledge.sources, pledge.caution)


def _change(book: Book, vendor: str, change: PledgeChange) -> Entry:
    words = f"{vendor}, on its pledge: {stopped(change.change)}"
    return _fact(change.date, book.style.partial(change.date), words, "pledge", change.sources, change.caution)


def _fact(date: str, shown: str, words: str, kind: str, sources: tuple[Source, ...], caution: str | None) -> Entry:
    read = ([one for one in sources if one.text_read] or list(sources))[:MOST_SOURCES]
    return Entry(date, shown, words, "other", kind, NOTHING, True, tuple(_source(one) for one in read), caution or "")


def _source(source: Source) -> str:
    recalled = "" if source.text_read else " (from memory, not read; open it before citing it)"
    return f"{source.title}{', ' + source.url if source.url else ''}{recalled}"


def _facts(front: FrontFacts) -> dict[str, Any]:
    lines = chronology(front.book, front.dossiers.values())
    return {"chronology": lines, "has_public": any(line.public for line in lines)}


PART = MadePart("chronology", "Chronology", _facts)
