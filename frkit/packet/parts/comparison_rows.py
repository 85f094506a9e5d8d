"""What became of the same records at each body, and the confirmed figures of the same vendor, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from frkit.base.errors import WrongUsage
from frkit.catalogue.loading import load_vendor
from frkit.packet.assembly.exhibits import MadeExhibit, Piece
from frkit.packet.parts.event_words import Style
from frkit.packet.parts.made_part import FrontFacts
from frkit.packet.parts.refs import NOTHING, Book, Citation
from frkit.packet.plan.dossiers import Dossier
from frkit.pages.wording import on_one_line
from frkit.tracking.events import DateConfirmed, FigureConfirmed
from frkit.tracking.outcomes import DECISIONS, MOVED, moved, touched

OUTCOMES = {
    "granted": ("released", "released"),
    "partial": ("released in part", "released"),
    "denied": ("withheld", "kept"),
    "glomar": ("neither confirmed nor denied", "kept"),
    "no_records": ("none held", "none"),
    "not_custodian": ("held elsewhere", "none"),
    "transferred": ("passed on", "waits"),
    "split": ("in another request", "waits"),
    "pending": ("no answer", "waits"),
}
"""Outcome of an item -> how it is told, and how it looks."""
_NARROW, _WIDE = 4, 6
"""Columns of records that fit beside the body on an upright page, and on one that lies on its side."""
_LONGEST = 70


@dataclass(frozen=True)
class Cell:
    """What became of one record at one body."""

    words: str
    look: str
    item: int
    cited: Citation


@dataclass(frozen=True)
class BodyRow:
    """One body: for each column its cells; none where the record was not asked for there."""

    agency: str
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class OutcomeTable:
    """As many records as fit on a page, for all bodies."""

    columns: tuple[str, ...]
    rows: tuple[BodyRow, ...]
    sums: tuple[tuple[str, ...], ...]
    """For each column how many bodies did what."""
    wide: bool


@dataclass(frozen=True)
class FigureCell:
    """One figure as it stands in a document."""

    told: str
    words: str
    quoted: bool
    how: str


@dataclass(frozen=True)
class FigureRow:
    """The confirmed figures of one document."""

    agency: str
    document: str
    dated: str
    prices: tuple[FigureCell, ...]
    terms: tuple[FigureCell, ...]
    quantities: tuple[FigureCell, ...]
    cited: Citation


@dataclass(frozen=True)
class VendorFigures:
    """The documents of one vendor with confirmed figures."""

    vendor: str
    rows: tuple[FigureRow, ...]


def outcome_tables(book: Book, dossiers: Sequence[Dossier]) -> tuple[OutcomeTable, ...]:
    """Bodies down, records across, as many tables as the records need."""
    columns = list(dict.fromkeys(_record(one, item.number) for one in dossiers for item in one.file.request.items))
    most = _NARROW if len(columns) <= _NARROW else _WIDE
    count = -(-len(columns) // most) if columns else 0
    made = []
    for number in range(count):
        some = columns[number * len(columns) // count : (number + 1) * len(columns) // count]
        rows = tuple(BodyRow(one.agency_name, tuple(_cells(book, one, some))) for one in dossiers)
        rows = tuple(row for row in rows if any(row.cells))
        sums = tuple(_sums(row.cells[at] for row in rows) for at in range(len(some)))
        made.append(OutcomeTable(tuple(map(_short, some)), rows, sums, wide=most == _WIDE))
    return tuple(made)


def vendor_figures(front: FrontFacts) -> tuple[list[VendorFigures], int]:
    """Confirmed figures by vendor, and how many stand in documents that are not in this packet."""
    places = {piece.pages.sha256: (made, piece) for made in reversed(front.exhibits) for piece in made.pieces}
    found: dict[tuple[str, str, str], list[FigureConfirmed]] = {}
    elsewhere = 0
    for dossier in front.dossiers.values():
        for _, event in dossier.events:
            if not isinstance(event, FigureConfirmed) or event.of in dossier.kept_back:
                continue
            if event.of in places:
                found.setdefault((event.about_vendor or "", event.of, dossier.id), []).append(event)
            else:
                elsewhere += 1
    rows: dict[str, list[FigureRow]] = {}
    for (vendor, digest, request), events in found.items():
        rows.setdefault(vendor, []).append(_row(front, front.dossiers[request], events, *places[digest]))
    named = [(_vendor_name(vendor), some) for vendor, some in rows.items()]
    ordered = sorted(named, key=lambda one: (not one[0], one[0]))
    return [VendorFigures(name, tuple(sorted(some, key=lambda row: row.agency))) for name, some in ordered], elsewhere


def _record(dossier: Dossier, number: int) -> str:
    """What an item asks for, the same words for the same kind of record at every body."""
    item = next(one for one in dossier.file.request.items if one.number == number)
    return " ".join(dossier.item_title(item).split())


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def _cells(book: Book, dossier: Dossier, columns: Sequence[str]) -> Iterator[tuple[Cell, ...]]:
    outcomes = dossier.standing.item_outcomes
    for column in columns:
        items = [one.number for one in dossier.file.request.items if _record(dossier, one.number) == column]
        yield tuple(Cell(*OUTCOMES[outcomes[one]], one, _decided_by(book, dossier, one)) for one in items)


def _decided_by(book: Book, dossier: Dossier, item: int) -> Citation:
    """The page of the last answer that speaks of an item, or passes it on."""
    if dossier.standing.item_outcomes[item] == "pending":
        return NOTHING
    for event_id, event in reversed(dossier.events):
        about = touched(dossier.file.request, event) if event.kind in DECISIONS else ()
        if item in about or (event.kind in MOVED and item in moved(dossier.file.request, event)):
            return book.of_event(dossier, event_id, event)
    return NOTHING


def _sums(cells: Iterable[tuple[Cell, ...]]) -> tuple[str, ...]:
    counts = Counter(cell.words for several in cells for cell in several)
    order = [words for words, _ in OUTCOMES.values()]
    return tuple(f"{counts[words]:,} {words}" for words in dict.fromkeys(order) if counts[words])


def _vendor_name(vendor: str) -> str:
    try:
        return load_vendor(vendor).name if vendor else ""
    except WrongUsage:
        return vendor


def _row(
    front: FrontFacts, dossier: Dossier, events: Sequence[FigureConfirmed], made: MadeExhibit, piece: Piece
) -> FigureRow:
    style = front.book.style_of(dossier)
    cells: dict[str, list[FigureCell]] = {"price": [], "term": [], "quantity": []}
    refs = {}
    for event in events:
        page = front.quotes.page(made, piece, event.page) if event.page else None
        ref = page or front.book.ref(made, [piece])
        found = None if event.by_eye else front.quotes.look_up([ref], event.words)
        quoted = found is not None and found.state == "stands"
        how = "" if quoted else "seen on the page" if event.by_eye else "noted; not found among the words of the page"
        cells[event.figure].append(FigureCell(_told(event, style), on_one_line(event.words), quoted, how))
        place = found.ref if found is not None and found.ref else ref
        refs[place.start, place.end] = place
    title = on_one_line(piece.pages.name) if piece.pages.part else made.exhibit.title
    cited = Citation(tuple(refs[key] for key in sorted(refs)))
    dated = _dated(dossier, events[0].of, style)
    prices, terms, quantities = (tuple(dict.fromkeys(cells[kind])) for kind in ("price", "term", "quantity"))
    return FigureRow(dossier.agency_name, title, dated, prices, terms, quantities, cited)


def _dated(dossier: Dossier, digest: str, style: Style) -> str:
    """The dates that a person confirmed for the same document."""
    days = [one.dated for _, one in dossier.events if isinstance(one, DateConfirmed) and one.of == digest]
    return ", ".join(style.partial(day) for day in dict.fromkeys(days))


def _told(event: FigureConfirmed, style: Style) -> str:
    """A figure in one form, so that it can be set beside others; nothing is converted or reckoned."""
    label = f"{on_one_line(event.label)}: " if event.label else ""
    if event.figure == "price" and event.amount is not None:
        per = "" if not event.per else " once" if event.per == "once" else f" per {on_one_line(event.per)}"
        return f"{label}{style.money(event.amount, event.currency)}{per}"
    if event.figure == "quantity" and event.amount is not None:
        return f"{label}{event.amount:,} {on_one_line(event.per or '')}".rstrip()
    return label + _term(event, style)


def _term(event: FigureConfirmed, style: Style) -> str:
    first, last = (style.partial(day) if day else "" for day in (event.first, event.last))
    span = f"{first} to {last}" if first and last else f"from {first}" if first else f"until {last}" if last else ""
    return ", ".join(filter(None, (event.length or "", span)))
