"""Documents of a packet beside pledges and laws: which bears which date, on which page, and in which of four states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from frkit.base.errors import WrongUsage
from frkit.catalogue.loading import load_agency, load_vendor
from frkit.catalogue.types import PublicEvent
from frkit.catalogue.vendor_types import Pledge
from frkit.evidence.pledges.beside import Row, laws_of, rows_of
from frkit.evidence.pledges.comparison import STATES, State
from frkit.evidence.pledges.dated_records import DatedRecord, one_each, vendors_in
from frkit.evidence.pledges.mentions import as_read, mentions_in, names_on_file
from frkit.packet.assembly.exhibits import MadeExhibit, Piece
from frkit.packet.parts.event_words import Style, stopped
from frkit.packet.parts.made_part import FrontFacts
from frkit.packet.parts.refs import Book, Citation, Ref
from frkit.packet.parts.sources import told_sources
from frkit.packet.plan.dossiers import Dossier
from frkit.pages.wording import on_one_line
from frkit.tracking.events import DateConfirmed

STATE_WORDS: dict[State, str] = {
    "before": "before",
    "after_in_scope": "after, and in scope",
    "after_outside": "after, but outside the scope or excepted",
    "cannot_tell": "cannot tell",
}


_MONTH = re.compile(r"(?<![\d-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?![\d-])")
"""A month as the reckoning writes it."""


@dataclass(frozen=True)
class DatedExhibit:
    """A file of the packet with a date that a person confirmed for it."""

    record: DatedRecord
    made: MadeExhibit
    piece: Piece
    words: str
    quoted: bool
    """Whether the date's words stand on the cited page; else they are told without quotation marks."""
    how: str
    """How the date was read, where the words could not be looked up."""
    cited: Citation

    @property
    def name(self) -> str:
        """The document's title; of a file inside another its own name."""
        own = on_one_line(self.piece.pages.name)
        return own if self.piece.pages.part else self.made.exhibit.title


@dataclass(frozen=True)
class BesideRow:
    """One document beside one pledge or law."""

    dated: str
    agency: str
    exhibit: DatedExhibit
    state: State
    reasons: tuple[str, ...]

    @property
    def words(self) -> str:
        """The state as it is told."""
        return STATE_WORDS[self.state]


@dataclass(frozen=True)
class Promise:
    """A pledge or a law with its public sources, and the documents set beside it."""

    vendor: str
    """Name of who pledged; empty for a law."""
    date: str
    """As exact as its source: 2020, 2020-06 or 2020-06-10."""
    shown: str
    title: str
    details: tuple[str, ...]
    caution: str
    sources: tuple[str, ...]
    rows: tuple[BesideRow, ...]


@dataclass(frozen=True)
class Elsewhere:
    """A confirmed date of a document that is no exhibit of this packet."""

    agency: str
    dated: str


def dated_exhibits(front: FrontFacts) -> tuple[list[DatedExhibit], list[Elsewhere]]:
    """The confirmed dates that the audience may see: those of exhibits, and those of documents that are none."""
    places = {piece.pages.sha256: (made, piece) for made in reversed(front.exhibits) for piece in made.pieces}
    found, elsewhere = [], []
    for dossier in front.dossiers.values():
        confirmed = [(one, event) for one, event in dossier.events if isinstance(event, DateConfirmed)]
        for event_id, event in one_each((one, event) for one, event in confirmed if event.of not in dossier.kept_back):
            if event.of in places:
                found.append(_dated(front, dossier, event_id, event, *places[event.of]))
            else:
                elsewhere.append(Elsewhere(dossier.agency_name, front.book.style.partial(event.dated)))
    return sorted(found, key=lambda one: (one.record.confirmed.dated, one.piece.offset)), elsewhere


def promises(front: FrontFacts, exhibits: Iterable[DatedExhibit]) -> list[Promise]:
    """Every pledge and law that a dated exhibit is set beside, by date; nothing later than the packet's day."""
    by_record = {_key(one.record): one for one in exhibits}
    groups: dict[tuple[str, str, str], list[Row]] = {}
    records = [one.record for one in by_record.values()]
    for row in rows_of(records, front.packet.vendors, as_of=front.packet.as_of):
        if not front.book.lies_ahead(row.date):
            groups.setdefault((row.date, row.vendor, row.title), []).append(row)
    return [_promise(front, rows, by_record) for _, rows in sorted(groups.items())]


def _dated(
    front: FrontFacts, dossier: Dossier, event_id: str, event: DateConfirmed, made: MadeExhibit, piece: Piece
) -> DatedExhibit:
    agency = load_agency(dossier.file.request.agency, dossier.folder.overlay)
    named = (event.about_vendor,) if event.about_vendor else tuple(sorted(_vendors_on(front, made, piece)))
    record = DatedRecord(dossier.id, event_id, event, agency, None, named, event.about_vendor is not None)
    page = front.quotes.page(made, piece, event.page) if event.page else None
    ref: Ref = page or front.book.ref(made, [piece])
    words = on_one_line(event.words)
    if event.by_eye:
        how = "seen on the page by the person who logged it; the page has no words that can be looked up"
        return DatedExhibit(record, made, piece, words, False, how, Citation((ref,)))
    quoted = front.quotes.look_up([ref], event.words)
    how = "" if quoted.state == "stands" else "noted by the person who looked; not found among the words of the page"
    return DatedExhibit(record, made, piece, words, quoted.state == "stands", how, Citation((quoted.ref or ref,)))


def _key(record: DatedRecord) -> tuple[str, str]:
    return record.request, record.event


def _vendors_on(front: FrontFacts, made: MadeExhibit, piece: Piece) -> set[str]:
    """The vendors that the pages of a file name."""
    names = names_on_file()
    pages = front.quotes.words_of(made, piece)
    return vendors_in(mention for page in pages for mention in mentions_in(as_read(page.text), names))


def _promise(front: FrontFacts, rows: list[Row], by_record: dict[tuple[str, str], DatedExhibit]) -> Promise:
    first, style = rows[0], front.book.style
    vendor, entry = _entry_of(first)
    beside = [
        BesideRow(
            dated=style.partial(row.record.confirmed.dated),
            agency=row.record.agency.name,
            exhibit=by_record[_key(row.record)],
            state=row.sorted.state,
            reasons=tuple(_days_in(style, reason) for reason in row.sorted.reasons),
        )
        for row in sorted(rows, key=lambda row: (STATES.index(row.sorted.state), row.record.confirmed.dated))
    ]
    return Promise(
        vendor=vendor,
        date=first.date,
        shown=style.partial(first.date),
        title=stopped(entry.promise if isinstance(entry, Pledge) else entry.title),
        details=tuple(_details(entry, front.book)),
        caution=first.caution,
        sources=told_sources(entry.sources),
        rows=tuple(beside),
    )


def _days_in(style: Style, text: str) -> str:
    """A reason with its days and months in words."""
    return _MONTH.sub(lambda found: style.partial(found[0]), style.days_in(text))


def _entry_of(row: Row) -> tuple[str, Pledge | PublicEvent]:
    """The pledge, with its vendor's name, or the law that a row was set beside."""
    if not row.vendor:
        return "", next(law for law in laws_of(row.record) if (law.title, law.date) == (row.title, row.date))
    vendor = load_vendor(row.vendor)
    titles = ((f"{vendor.name}: {one.promise}", one.date) for one in vendor.pledges)
    for one, key in zip(vendor.pledges, titles, strict=True):
        if key == (row.title, row.date):
            return vendor.name, one
    raise WrongUsage(f"The catalogue has no pledge '{row.title}' of {row.date}.")


def _details(entry: Pledge | PublicEvent, book: Book) -> Iterator[str]:
    if isinstance(entry, PublicEvent):
        yield stopped(entry.facts)
        return
    yield f"Said by: {stopped(entry.by)}"
    yield f"Scope as stated: {stopped(entry.scope)}"
    yield f"Not covered: {stopped(entry.not_covered)}"
    for change in entry.later:
        if not book.lies_ahead(change.date):
            yield f"Later, {book.style.partial(change.date)}: {stopped(change.change)}"
