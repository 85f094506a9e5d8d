"""Numbers that a packet's reader may miss: gaps in those that the bodies print themselves, and in the packet's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from frkit.evidence.text.documents import documents_of, readable_papers
from frkit.packet.assembly.exhibits import MadeExhibit, Piece, keys_of
from frkit.packet.numbers.agency_numbers import Gap, Series, Stamped, agency_numbers
from frkit.packet.numbers.margins import margins_of
from frkit.packet.numbers.registry import SLIP, Key
from frkit.packet.parts.made_part import FrontFacts
from frkit.packet.parts.refs import Ref
from frkit.pages.wording import on_one_line, plural

Places = dict[tuple[str, str], tuple[MadeExhibit, Piece]]
"""Hash of an original and the place of a file in it -> its exhibit and its pages."""


@dataclass(frozen=True)
class GapLine:
    """Numbers of a body's own that seem to be on no page that came, with the pages around them."""

    numbers: str
    before: Ref | None
    after: Ref | None
    """None where that page is not in this packet."""
    against: str
    """What speaks against it; empty where nothing is known."""


@dataclass(frozen=True)
class OwnNumbers:
    """The numbers that a body printed on the pages of one exhibit."""

    ref: Ref
    numbers: str
    count: str
    gaps: tuple[GapLine, ...]


@dataclass(frozen=True)
class AbsentLine:
    """Numbers of the packet's own series that stand on no page of it, and why."""

    numbers: str
    why: str


def own_numbers(front: FrontFacts) -> list[OwnNumbers]:
    """The bodies' own numbers, exhibit by exhibit, as far as they can be made out at the margins."""
    if not any(piece.pages.slip is None for made in front.exhibits for piece in made.pieces):
        return []
    papers, _ = readable_papers(front.campaign)
    came = [one for one in documents_of(front.campaign, papers, with_parts=True) if not one.ours]
    places = {
        (made.document.sha256, piece.pages.part): (made, piece) for made in front.exhibits for piece in made.pieces
    }
    found = agency_numbers(margins_of(front.campaign, came))
    lines = [one for series in found.series for one in _of_series(front, series, places)]
    return sorted(lines, key=lambda one: one.ref.start)


def _of_series(front: FrontFacts, series: Series, places: Places) -> Iterator[OwnNumbers]:
    by_exhibit: dict[str, list[tuple[Stamped, Ref]]] = {}
    for stamped in series.stamped:
        ref = _page(front, stamped, places)
        if ref is not None:
            by_exhibit.setdefault(ref.label, []).append((stamped, ref))
    for label, pages in by_exhibit.items():
        first, last = pages[0][0], pages[-1][0]
        numbers = first.shown if first.number == last.number else f"{first.shown} to {last.shown}"
        beside = [gap for gap in series.gaps if _label(front, gap, places) == label]
        gaps = tuple(_gap(front, gap, places) for gap in beside)
        yield OwnNumbers(pages[0][1], on_one_line(numbers), plural(len(pages), "page"), gaps)


def _page(front: FrontFacts, stamped: Stamped, places: Places) -> Ref | None:
    found = places.get((stamped.document.record.sha256, stamped.document.part))
    return front.quotes.page(*found, stamped.page) if found is not None and found[1].pages.slip is None else None


def _label(front: FrontFacts, gap: Gap, places: Places) -> str:
    """The exhibit that a gap is told of: the one before it, or else the one after."""
    ref = _page(front, gap.before, places) or _page(front, gap.after, places)
    return ref.label if ref is not None else ""


def _gap(front: FrontFacts, gap: Gap, places: Places) -> GapLine:
    numbers = gap.first if gap.count == 1 else f"{gap.first} to {gap.last} ({gap.count:,})"
    unread = f"on {plural(gap.unnumbered, 'page')} between them no such number can be read" if gap.unnumbered else ""
    return GapLine(on_one_line(numbers), _page(front, gap.before, places), _page(front, gap.after, places), unread)


def absent_numbers(front: FrontFacts) -> list[AbsentLine]:
    """Numbers between the packet's first and last that are on none of its pages, and why, as far as its audience may
    know; names of documents that are not shown are not told.
    """
    here = {number for made in front.exhibits for piece in made.pieces for number in piece.numbers}
    missing = [number for number in range(min(here), max(here)) if number not in here] if here else []
    if not missing:
        return []
    keys = {number: key for key, number in front.registry.numbers.items()}
    shown = {
        key.sha256
        for made in front.exhibits
        for piece in made.pieces
        for key in keys_of(piece.pages, made.document.sha256)
    }
    runs: list[tuple[str, list[int]]] = []
    for number in missing:
        why = _why(front, keys.get(number), number, shown)
        if runs and runs[-1][0] == why and runs[-1][1][-1] == number - 1:
            runs[-1][1].append(number)
        else:
            runs.append((why, [number]))
    return [AbsentLine(front.book.bates(numbers), why) for why, numbers in runs]


def _why(front: FrontFacts, key: Key | None, number: int, shown: set[str]) -> str:
    if key is None:
        free = any(first <= number <= last for first, last in front.registry.free)
        return "given to no page" if free else "no file of the number registry that is here gave them"
    for dossier in front.dossiers.values():
        told = {
            digest for _, one in dossier.events if one.kind == "clawback_demanded" for digest in getattr(one, "of", ())
        }
        if key.sha256 in told & dossier.kept_back:
            return "the body demanded the document back, and counsel has not cleared it"
    if key.sha256 in shown:
        slip = "; its slip sheet stood there" if key.page == SLIP else ""
        return f"the document is in this packet, but shown on other pages by now{slip}"
    return "the document is not in this packet"
