"""A packet in several PDFs: where each begins, what stands in it, and the sheet that says so.

Volumes begin with an exhibit wherever one fits; only an exhibit that is larger than a volume goes on in the next.
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
                    if at and not room.fits(1, one):
                        found.append((index, at))
                        room = _Room(pages, size)
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
    """The exhibits, those that begin a volume behind its sheet, and all moved by the sheets before them."""
    begin = {index for index, at in found if at == 0}
    made, moved = [], 0
    for index, one in enumerate(exhibits):
        moved += index in begin
        pieces = tuple(replace(piece, offset=piece.offset + moved) for piece in one.pieces)
        made.append(replace(one, pieces=pieces, volume_sheet=index in begin))
    return tuple(made)


def first_pages(front: int, exhibits: Sequence[MadeExhibit], found: Sequence[Cut]) -> list[int]:
    """The packet page with which each volume begins; ``exhibits`` have their sheets."""
    return [1, *(front + exhibits[index].opening + (at + 1 if at else 0) for index, at in found)]


def spans(
    name: str, front: int, exhibits: Sequence[MadeExhibit], found: Sequence[Cut], registry: Registry
) -> tuple[VolumeSpan, ...]:
    """What stands in each volume."""
    starts = first_pages(front, exhibits, found)
    total = front + max(piece.offset + piece.pages.count for made in exhibits for piece in made.pieces)
    ends = [*(start - 1 for start in starts[1:]), total]
    numbered = [
        (front + piece.offset + at + 1, number, made.exhibit.label)
        for made in exhibits
        for piece in made.pieces
        for at, number in enumerate(piece.numbers)
    ]
    given = []
    for place, (first, last) in enumerate(zip(starts, ends, strict=True), start=1):
        here = [(number, label) for page, number, label in numbered if first <= page <= last]
        labels = list(dict.fromkeys(label for _, label in here))
        bates = [number for number, _ in here]
        given.append(
            VolumeSpan(
                number=place,
                of=len(starts),
                file=f"{name}-{place}.pdf",
                first_page=first,
                last_page=last,
                exhibits=_from_to(labels),
                has_sheet=place > 1 and found[place - 2][1] == 0,
                bates=_from_to([registry.shown(min(bates)), registry.shown(max(bates))]) if bates else "",
            )
        )
    return tuple(given)


def _from_to(words: Sequence[str]) -> str:
    if not words:
        return ""
    return words[0] if words[0] == words[-1] else f"{words[0]} to {words[-1]}"


def entries_of(bookmarks: Sequence[Entry], volume: VolumeSpan) -> list[Entry]:
    """The bookmarks of a volume: its own, and above them what it is; pages are counted from its first one."""
    last, first = volume.last_page, volume.first_page
    here = [replace(one, page=one.page - first + 1) for one in bookmarks if first <= one.page <= last]
    lowest = min((one.level for one in here[:1]), default=0)
    here = [replace(one, level=max(0, one.level - lowest)) if at == 0 else one for at, one in enumerate(here)]
    title = f"Volume {volume.number} of {volume.of} (pages {first} to {last})"
    return [Entry(0, title, 1), *here]


def shared_out(sections: Sequence[Section], volumes: Sequence[VolumeSpan]) -> list[list[Section]]:
    """The sections of a packet by volume; one that goes over the end of a volume is divided."""
    found: list[list[Section]] = []
    for volume in volumes:
        found.append([])
        for section in sections:
            first, last = section.stamps[0].page, section.stamps[-1].page
            if last < volume.first_page or first > volume.last_page:
                continue
            begin, end = max(0, volume.first_page - first), min(len(section.stamps), volume.last_page - first + 1)
            start = section.span[0] if section.span else 0
            part = replace(section, stamps=section.stamps[begin:end], span=(start + begin, start + end))
            found[-1].append(part if (begin, end) != (0, len(section.stamps)) else section)
    return found
