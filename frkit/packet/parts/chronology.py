"""What happened, by date: requests and answers with their exhibits; apart from them public facts with sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from frkit.catalogue.loading import load_public_event, load_vendor
from frkit.catalogue.types import Pledge, PledgeChange, Source
from frkit.packet.parts.cited_words import checked
from frkit.packet.parts.event_words import UNTOLD, Side, headline, sentence, side, stopped
from frkit.packet.parts.line_of_time import Moment, line_of_time
from frkit.packet.parts.made_part import FrontFacts, MadePart
from frkit.packet.parts.quotes import Quotes
from frkit.packet.parts.refs import NOTHING, Book, Citation
from frkit.packet.plan.dossiers import Dossier

_RECORDS = ("produced", "evidence_added")
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
    lane: str = "public"
    """Its lane on the line of time."""
    headline: str = ""
    """What it is, in two or three words."""
    cited: Citation = NOTHING
    public: bool = False
    sources: tuple[str, ...] = ()
    caution: str = ""


def chronology(book: Book, dossiers: Iterable[Dossier], quotes: Quotes) -> list[Entry]:
    """All lines by date, none later than the packet's day; on one day public facts come first, then the requests in
    the packet's order.
    """
    lines = [*_public(book), *(line for dossier in dossiers for line in _of_request(book, dossier, quotes))]
    return sorted(lines, key=lambda line: line.date)


def _of_request(book: Book, dossier: Dossier, quotes: Quotes) -> Iterator[Entry]:
    style = book.style_of(dossier)
    for event_id, event in dossier.events:
        read = event.kind == "arrived" and dossier.readers_of(event_id)
        if event.kind in UNTOLD or read:
            continue
        acted = side(event)
        cited, stands = checked(quotes, book.of_event(dossier, event_id, event), event)
        yield Entry(
            date=event.date.isoformat(),
            shown=book.day(event.date),
            words=sentence(event, style if stands else style.unquoted()),
            side=acted,
            who=dossier.agency_name,
            lane="records" if event.kind in _RECORDS else "requester" if acted == "requester" else "bodies",
            headline=headline(event),
            cited=cited,
        )


def _public(book: Book) -> Iterator[Entry]:
    packet = book.packet
    for vendor in packet.vendors:
        loaded = load_vendor(vendor)
        for pledge in loaded.pledges:
            if not book.lies_ahead(pledge.date):
                yield _pledge(book, loaded.name, pledge)
            yield from (_change(book, loaded.name, one) for one in pledge.later if not book.lies_ahead(one.date))
    for event_id in packet.public_events:
        event = load_public_event(event_id)
        if book.lies_ahead(event.date):
            continue
        ended = f" to {book.style.partial(event.end)}" if event.end and not book.lies_ahead(event.end) else ""
        shown = book.style.partial(event.date) + ended
        words = f"{stopped(event.title)} {stopped(event.facts)}"
        kind = event.kind.replace("-", " ")
        yield replace(_fact(event.date, shown, words, kind, event.sources, event.caution), headline=event.title)


def _pledge(book: Book, vendor: str, pledge: Pledge) -> Entry:
    said = (vendor + ": " + pledge.promise, "Scope as stated: " + pledge.scope, "Said by: " + pledge.by)
    words = " ".join(stopped(part) for part in said)
    fact = _fact(pledge.date, book.style.partial(pledge.date), words, "pledge", pledge.sources, pledge.caution)
    return replace(fact, headline=f"{vendor}: pledge")


def _change(book: Book, vendor: str, change: PledgeChange) -> Entry:
    words = f"{vendor}, on its pledge: {stopped(change.change)}"
    fact = _fact(change.date, book.style.partial(change.date), words, "pledge", change.sources, change.caution)
    return replace(fact, headline=f"{vendor}: change")


def _fact(date: str, shown: str, words: str, kind: str, sources: tuple[Source, ...], caution: str | None) -> Entry:
    read = ([one for one in sources if one.text_read] or list(sources))[:MOST_SOURCES]
    told = tuple(_source(one) for one in read)
    return Entry(date, shown, words, "other", kind, public=True, sources=told, caution=caution or "")


def _source(source: Source) -> str:
    recalled = "" if source.text_read else " (from memory, not read; open it before citing it)"
    return f"{source.title}{', ' + source.url if source.url else ''}{recalled}"


def _facts(front: FrontFacts) -> dict[str, Any]:
    packet, book = front.packet, front.book
    lines = chronology(book, front.dossiers.values(), front.quotes)
    front.tell(lying_ahead(book))
    moments = [Moment(line.lane, line.date, line.headline) for line in lines]
    drawn = line_of_time(moments, packet.as_of, packet.paper, month_first=book.style.month_first)
    return {
        "chronology": lines,
        "has_public": any(line.public for line in lines),
        "line_of_time": Markup(drawn),
    }


def lying_ahead(book: Book) -> Iterator[str]:
    """What the build has to say of public facts that the plan names and that the packet's day comes before."""
    for event_id in book.packet.public_events:
        event = load_public_event(event_id)
        if book.lies_ahead(event.date):
            yield (
                f"the public event '{event_id}' is of {book.style.partial(event.date)}, later than the packet's day "
                f"({book.day(book.packet.as_of)}), and is not printed"
            )


PART = MadePart("chronology", "Chronology", _facts)
