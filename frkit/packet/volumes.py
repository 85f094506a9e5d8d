"""A packet in several PDFs: where each begins, what stands in it, and the sheet that says so.

Volumes begin with an exhibit wherever one fits; only an exhibit that is larger than a volume goes on in the next,
behind that one's sheet. The first page of an exhibit never parts from the exhibit's own sheet.
Packet pages and Bates numbers run through all of them. Links lead to pages of the same volume only: a link into another
file breaks when a court's system renames it, and some refuse such links, while the printed numbers hold.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from frkit.packet.assembly.assembling import Section
from frkit.packet.assembly.exhibits import MadeExhibit
from frkit.packet.assembly.outline import Entry
from frkit.packet.numbers.registry import Registry
from frkit.packet.parts.made_part import VolumeSpan
from frkit.packet.plan.types import Volumes

Cut = tuple[int, int]
"""Where a volume after the first begins: index of an exhibit, and how many of its pages, its sheet among them, stand
in volumes before."""
_A_PAGE = 1200
"""Bytes that stamps and the page's own entries take, about."""
_A_SHEET = 60_000
"""Bytes of a made page with its fonts, about."""
_MEGABYTE = 1_000_000


@dataclass
class _Room:
    """How much of the volume at hand is left."""

    pages: float
    size: float

    def fits(self, pages: int, size: float) -> bool:
        return pages <= self.pages and size <= self.size

    def take(self, pages: int, size: float) -> None:
        self.pages -= pages
        self.size -= size


def cuts(
    front: int, front_size: int, exhibits: Sequence[MadeExhibit], limits: Volumes, share: float = 1.0
) -> list[Cut]:
    """Where volumes begin, so that none is larger than the limits; ``share`` of the size is aimed at."""
    pages = limits.pages or math.inf
    size = limits.megabytes * _MEGABYTE * share if limits.megabytes else math.inf
    room = _Room(pages - front, size - front_size)
    found: list[Cut] = []
    empty = front == 0
    for index, made in enumerate(exhibits):
        sizes = list(_sizes(made))
        if not room.fits(len(sizes), sum(sizes)):
            if not empty:
                found.append((index, 0))
                room = _Room(pages - 1, size - _A_SHEET)
            if not room.fits(len(sizes), sum(sizes)):
                for at, one in enumerate(sizes):
                    if at > made.sheet and not room.fits(1, one):
                        found.append((index, at))
                        room = _Room(pages - 1, size - _A_SHEET)
                    room.take(1, one)
                empty = False
                continue
        room.take(len(sizes), sum(sizes))
        empty = False
    return found


def _sizes(made: MadeExhibit) -> Iterator[float]:
    """How many bytes each page of an exhibit takes, about."""
    if made.sheet:
        yield _A_SHEET
    for piece in made.pieces:
        each = piece.file.size / piece.pages.count + _A_PAGE
        yield from [each] * piece.pages.count


def with_sheets(exhibits: Sequence[MadeExhibit], found: Sequence[Cut]) -> tuple[MadeExhibit, ...]:
    """The exhibits with the sheets of volumes before them and within them, and all moved by the sheets before."""
    made, moved = [], 0
    for index, one in enumerate(exhibits):
        cut = [at for where, at in found if where == index]
        moved += 0 in cut
        within = [at - one.sheet for at in cut if at]
        pieces, first = [], 0
        for piece in one.pieces:
            end = first + piece.pages.count
            breaks = tuple(at - first for at in within if first <= at < end)
            moved += 0 in breaks
            pieces.append(replace(piece, offset=piece.offset + moved, breaks=breaks))
            moved += len(breaks) - (0 in breaks)
            first = end
        made.append(replace(one, pieces=tuple(pieces), volume_sheet=0 in cut))
    return tuple(made)


def first_pages(front: int, exhibits: Sequence[MadeExhibit]) -> list[int]:
    """The packet page with which each volume begins; ``exhibits`` have their sheets."""
    found = [1]
    for made in exhibits:
        found += [front + made.opening] * made.volume_sheet
        found += [front + piece.before(at) for piece in made.pieces for at in piece.breaks]
    return found


def spans(name: str, front: int, exhibits: Sequence[MadeExhibit], registry: Registry) -> tuple[VolumeSpan, ...]:
    """What stands in each volume; ``exhibits`` have their sheets."""
    starts = first_pages(front, exhibits)
    total = front + exhibits[-1].pieces[-1].end
    ends = [*(start - 1 for start in starts[1:]), total]
    numbered = [
        (front + piece.before(at) + 1, number, made.exhibit.label)
        for made in exhibits
        for piece in made.pieces
        for at, number in enumerate(piece.numbers)
    ]
    goes_on = _going_on(front, exhibits)
    given = []
    for place, (first, last) in enumerate(zip(starts, ends, strict=True), start=1):
        here = [(number, label) for page, number, label in numbered if first <= page <= last]
        labels = list(dict.fromkeys(label for _, label in here))
        bates = [number for number, _ in here]
        if first in goes_on:
            labels[0] += ", continued" if len(labels) == 1 else ", continued,"
        given.append(
            VolumeSpan(
                number=place,
                of=len(starts),
                file=f"{name}-{place}.pdf",
                first_page=first,
                last_page=last,
                exhibits=_from_to(labels),
                bates=_from_to([registry.shown(min(bates)), registry.shown(max(bates))]) if bates else "",
                goes_on=goes_on.get(first, ""),
            )
        )
    return tuple(given)


def _going_on(front: int, exhibits: Sequence[MadeExhibit]) -> dict[int, str]:
    """First page of each volume that goes on with an exhibit -> which exhibit, at which of its pages."""
    found = {}
    for made in exhibits:
        before = 0
        for piece in made.pieces:
            for at in piece.breaks:
                found[front + piece.before(at)] = f"{made.label}, page {before + at + 1} of {made.count}"
            before += piece.pages.count
    return found


def _from_to(words: Sequence[str]) -> str:
    if not words:
        return ""
    return words[0] if words[0] == words[-1] else f"{words[0]} to {words[-1]}"


def entries_of(bookmarks: Sequence[Entry], volume: VolumeSpan) -> list[Entry]:
    """The bookmarks of a volume: which it is, with what it goes on, and its own; pages count from its first one."""
    last, first = volume.last_page, volume.first_page
    title = f"Volume {volume.number} of {volume.of} (pages {first} to {last})"
    opening = [Entry(0, title, 1)]
    if volume.goes_on:
        opening.append(Entry(0, f"{volume.goes_on} (page {first + 1})", 2))
    here = [one for one in bookmarks if first <= one.page <= last]
    return [*opening, *(replace(one, page=one.page - first + 1) for one in here)]


def shared_out(sections: Sequence[Section], volumes: Sequence[VolumeSpan]) -> list[list[Section]]:
    """The sections of a packet by volume."""
    return [
        [one for one in sections if volume.first_page <= one.stamps[0].page <= volume.last_page] for volume in volumes
    ]
