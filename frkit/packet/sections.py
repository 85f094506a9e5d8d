"""The pages of a packet in order, as what assembly puts together: which PDF they come from, and what each bears."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from frkit.base.errors import FrkitError
from frkit.packet.assembly.assembling import Section
from frkit.packet.assembly.exhibits import MadeExhibit
from frkit.packet.assembly.outline import Entry
from frkit.packet.assembly.stamping import Stamp
from frkit.packet.parts.exhibit_sheets import make_exhibit_sheets
from frkit.packet.parts.front import Front
from frkit.packet.parts.made_part import FrontFacts
from frkit.packet.parts.volume_sheets import make_volume_sheets


@dataclass(frozen=True)
class PageCount:
    """Where the pages of a packet come from."""

    made: int
    """Pages that frkit made: the parts before the exhibits, and sheets."""
    files: int
    """Files that gave pages."""
    shown: int
    """Their pages."""
    slips: int
    """Slip sheets, one for each file that gives no pages."""

    @property
    def total(self) -> int:
        """All pages of the packet."""
        return self.made + self.shown + self.slips


def sections_of(facts: FrontFacts, front: Front) -> list[Section]:
    """All pages of a packet; raises FrkitError for a packet that has none."""
    found = list(_sections(facts, front))
    if not found:
        raise FrkitError(
            "The plan has neither parts nor exhibits, so there is nothing to build.", remedy="edit packet.yaml"
        )
    return found


def _sections(facts: FrontFacts, front: Front) -> Iterator[Section]:
    sheets, volume_sheets, volume = make_exhibit_sheets(facts), make_volume_sheets(facts), 0
    page = 1
    for pdf, count in front.pieces:
        yield Section(pdf, tuple(Stamp(page + at) for at in range(count)))
        page += count
    for number, made in enumerate(facts.exhibits):
        if made.volume_sheet:
            yield Section(volume_sheets, (Stamp(page),), span=(volume, volume + 1))
            page, volume = page + 1, volume + 1
        if made.sheet:
            yield Section(sheets, (Stamp(page),), what=made.label, span=(number, number + 1))
            page += 1
        legend = made.exhibit.legend or facts.packet.legend
        for piece in made.pieces:
            numbers = [facts.registry.shown(number) for number in piece.numbers]
            for first, end in piece.stretches:
                if first in piece.breaks:
                    yield Section(volume_sheets, (Stamp(page),), span=(volume, volume + 1))
                    page, volume = page + 1, volume + 1
                stamps = tuple(Stamp(page + at, one, made.label, legend) for at, one in enumerate(numbers[first:end]))
                whole = (first, end) == (0, piece.pages.count)
                yield Section(piece.file, stamps, what=made.label, span=None if whole else (first, end))
                page += end - first


def bookmarks_of(front: Front, exhibits: Sequence[MadeExhibit]) -> list[Entry]:
    """The parts; the exhibits with their own bookmarks and attached files below. Pages are packet pages."""
    entries = [Entry(0, f"{title} (page {first})", first) for _, title, first, _ in front.parts]
    for made in exhibits:
        first = front.count + made.opening + 1
        entries.append(Entry(0, f"{made.label}: {made.exhibit.title} (page {first})", first))
        for piece in made.pieces:
            start = front.count + piece.offset + 1
            level = 1
            if piece.pages.part:
                entries.append(Entry(1, f"Attached: {piece.pages.name} (page {start})", start))
                level = 2
            entries += [
                Entry(level + mark.level, mark.title, front.count + piece.before(mark.page) + 1)
                for mark in piece.pages.bookmarks
            ]
    return entries


def count_pages(front: Front, exhibits: Sequence[MadeExhibit], built: int) -> PageCount:
    """Where the pages come from; every page of every file, and every slip sheet, must be among those built."""
    pieces = [piece for made in exhibits for piece in made.pieces]
    shown = [len(piece.file.measured.bodies) for piece in pieces if piece.pages.slip is None]
    slips = sum(len(piece.file.measured.bodies) for piece in pieces if piece.pages.slip is not None)
    sheets = sum(made.sheets for made in exhibits)
    count = PageCount(front.count + sheets, len(shown), sum(shown), slips)
    if count.total != built:
        raise AssertionError(f"{count.total} pages went in, {built} came out")
    return count
