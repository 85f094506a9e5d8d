"""What a build has to know of a PDF with slots to put its pages into a packet, without opening it again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Object, Pdf

from frkit.evidence.pdf.boxes import LETTER, Box, rectangle
from frkit.evidence.pdf.layout import Stretch, layout_of
from frkit.packet.assembly.stamping import FONT, is_own
from frkit.packet.verify.digests import value_digest
from frkit.packet.verify.recipes import Recipe, recipes_of

_REFERENCES = re.compile(rb"\((?:[^\\()]|\\.)*\)|(?<![^ \[])(\d+) 0 R\b", re.DOTALL)
"""A string of qpdf's, in which nothing refers, or a reference to an object."""


@dataclass(frozen=True)
class PageSlots:
    """One page of a file: the numbers of its object and of its slots there, and what of it goes into its hash."""

    page: int
    drawing: int
    back: int
    media: int
    crop: int
    box: Box
    """Its media box."""
    turned: str
    """Hash of what it says of its rotation."""
    unit: str
    """Hash of what it says of the length of a unit."""
    words: tuple[str, ...]
    """Hashes of what frkit drew on it before: words read by OCR."""
    notes: str | Recipe
    """How the hash of its notes and links comes about."""


@dataclass(frozen=True)
class Linkage:
    """The objects of a file that go into a packet, and its slots."""

    objects: tuple[Stretch, ...]
    """All that pages need, the pages among them; not the slots."""
    pages: tuple[PageSlots, ...]
    above: tuple[int, ...]
    """Numbers of the nodes above the pages, which a packet has its own for."""
    opening: int
    font: int
    layers: tuple[int, ...]
    """Numbers of the layers that the file knows."""


def linkage_of(data: bytes, pdf: Pdf) -> Linkage:
    """The linkage of a file that ``slots.with_slots`` made; ``pdf`` is the same, opened."""
    pages = [page.obj for page in pdf.pages]
    notes = recipes_of([page.Annots for page in pages], pages, [page.Annots[-1] for page in pages])
    slots = tuple(map(_slots, pages, notes))
    layers = tuple(one.objgen[0] for one in layers_of(pdf))
    above = tuple(sorted({page.Parent.objgen[0] for page in pages}))
    opening, font = pages[0].Contents[0].objgen[0], pages[0].Resources.Font[FONT].objgen[0]
    left = {opening, font, *layers, *above}
    left |= {number for one in slots for number in (one.drawing, one.back, one.media, one.crop)}
    objects = {one.number: one for one in layout_of(data)}
    needed = _reached([one.page for one in slots], objects, left, data)
    return Linkage(tuple(needed), slots, above, opening, font, layers)


def layers_of(pdf: Pdf) -> list[Object]:
    """The layers (optional content groups) that a PDF lists."""
    properties = pdf.Root.get("/OCProperties")
    groups = properties.get("/OCGs") if isinstance(properties, Dictionary) else None
    return [one for one in groups if isinstance(one, Dictionary)] if isinstance(groups, Array) else []


def referred(value: bytes) -> Iterator[int]:
    """The numbers of all objects that a value refers to."""
    if b" R" in value:
        yield from (int(one[1]) for one in _REFERENCES.finditer(value) if one[1])


def renumbered(value: bytes, numbers: Mapping[bytes, bytes]) -> bytes:
    """A value with other words in place of its references; what refers to no known object is null."""
    if b" R" not in value:
        return value
    return _REFERENCES.sub(lambda one: numbers.get(one[1], b"null") if one[1] else one[0], value)


def _slots(page: Object, notes: str | Recipe) -> PageSlots:
    contents = list(page.Contents)
    return PageSlots(
        page=page.objgen[0],
        drawing=contents[-1].objgen[0],
        back=page.Annots[-1].objgen[0],
        media=page.MediaBox.objgen[0],
        crop=page.CropBox.objgen[0],
        box=rectangle(page.MediaBox) or LETTER,
        turned=value_digest(page.get("/Rotate")),
        unit=value_digest(page.get("/UserUnit")),
        words=tuple(value_digest(one) for one in contents[1:-1] if is_own(one)),
        notes=notes,
    )


def _reached(first: Sequence[int], objects: Mapping[int, Stretch], left: set[int], data: bytes) -> Iterator[Stretch]:
    """What the pages need, in the order of the file."""
    seen, todo = set(first), list(first)
    while todo:
        one = objects[todo.pop()]
        for number in referred(data[one.at : one.at + one.length]):
            if number not in seen and number not in left and number in objects:
                seen.add(number)
                todo.append(number)
    return (one for number, one in objects.items() if number in seen)
