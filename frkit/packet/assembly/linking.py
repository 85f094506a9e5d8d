"""Takes the pages of a kept file over into a packet: other numbers for its objects, the packet's own in its slots."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import BinaryIO

from pikepdf import Array, Object, Pdf

from frkit.evidence.pdf.boxes import Box, union
from frkit.evidence.pdf.copy import save
from frkit.evidence.pdf.layout import BEFORE_STREAM
from frkit.packet.assembly.going_back import link_back, link_back_digest
from frkit.packet.assembly.kept import KeptFile
from frkit.packet.assembly.linkage import Linkage, PageSlots, linkage_of, renumbered
from frkit.packet.assembly.pdf_file import PdfFile
from frkit.packet.assembly.skeleton import WrittenSkeleton
from frkit.packet.assembly.slots import OPENING, lead_to_pages
from frkit.packet.assembly.stamping import MARK, Drawing, number
from frkit.packet.verify.digests import PageDigest, box_digest, mark_digest, whole_digest
from frkit.packet.verify.recipes import Recipe, followed

_AHEAD = 1 << 20
"""Bytes that are read at once."""
_MARKED = f"<< {MARK} true /Length %d >>".encode()


@dataclass(frozen=True)
class Source:
    """A file on disk with the pages of one section of a packet: a kept file, or a part of one."""

    path: Path
    linkage: Linkage
    part: BinaryIO | None = None
    """The part, in a file without a name that is gone once it is closed."""

    def opened(self) -> Reading:
        """Its bytes, to be read from the first to the last."""
        return Reading(self.part or self.path.open("rb", buffering=0), self.path.name, keep=self.part is not None)

    def pdf(self) -> Pdf:
        """The same, opened by the library."""
        return Pdf.open(self.path if self.part is None else self.part)


def source_of(file: KeptFile, span: tuple[int, int] | None) -> Source:
    """A kept file as the source of all its pages, or of those from the first of ``span`` up to the second."""
    whole = file.measured.linkage
    if span is None or span == (0, len(whole.pages)):
        return Source(file.path, whole)
    first, last = span
    with Pdf.open(file.path) as pdf:
        pages = [page.obj for page in pdf.pages]
        for page in pages[first:last]:
            _lead_within(page, pages, first, last)
        del pdf.pages[last:]
        del pdf.pages[:first]
        data = save(pdf, packed=False)
    with Pdf.open(io.BytesIO(data)) as pdf:
        linkage = linkage_of(data, pdf)
    part: BinaryIO = TemporaryFile(dir=file.path.parent, buffering=0)  # noqa: SIM115
    part.write(data)
    return Source(file.path, linkage, part)


@dataclass(frozen=True)
class LinkedPages:
    """The pages of a source in a packet: an object of the packet's skeleton stands for each until it is written."""

    source: Source
    places: tuple[Object, ...]
    drawings: tuple[Drawing, ...]
    layers: tuple[Object, ...]
    """The packet's own objects for the layers of the source."""

    def digests(self, bodies: Sequence[str], font: bytes, first: int, back: int | None) -> list[PageDigest]:
        """The digests of the pages as they will be written; ``font`` is that of the packet's font of stamps.

        ``back`` is the packet page to which the link on each stamp leads, if there is one.
        """
        opening = mark_digest(MARK, OPENING)
        return [
            whole_digest(
                body,
                [
                    opening,
                    *map(bytes.fromhex, slots.words),
                    mark_digest(MARK, drawing.content),
                    font,
                    *(box_digest(box) for box in _boxes(slots, drawing)),
                    bytes.fromhex(slots.turned),
                    bytes.fromhex(slots.unit),
                    _notes_digest(slots.notes, first, None if back is None else link_back_digest(drawing, back)),
                ],
            )
            for slots, drawing, body in zip(self.source.linkage.pages, self.drawings, bodies, strict=True)
        ]

    def write(self, file: PdfFile, skeleton: WrittenSkeleton, opening: bytes, font: bytes, back: bytes | None) -> None:
        """Write all objects of the source; the others are references to what every page shares or leads to."""
        linkage, numbers = self.source.linkage, skeleton.numbers
        own = {slots.page: numbers[place.objgen[0]] for slots, place in zip(linkage.pages, self.places, strict=True)}
        targets = {one.number: own.get(one.number) or file.number() for one in linkage.objects}
        words = {b"%d" % local: b"%d 0 R" % target for local, target in targets.items()}
        words |= {b"%d" % linkage.opening: opening, b"%d" % linkage.font: font}
        for local, layer in zip(linkage.layers, self.layers, strict=True):
            words[b"%d" % local] = skeleton.reference(layer)
        self._fill_slots(file, words, back)
        parents = {
            slots.page: skeleton.node_above(place) for slots, place in zip(linkage.pages, self.places, strict=True)
        }
        with self.source.opened() as reading:
            for one in linkage.objects:
                if one.number in parents:
                    for above in linkage.above:
                        words[b"%d" % above] = parents[one.number]
                value = renumbered(reading.at(one.at, one.length), words)
                if one.stream < 0:
                    file.value(targets[one.number], value)
                else:
                    data = reading.at(one.at + one.length + BEFORE_STREAM, one.stream)
                    file.stream(targets[one.number], value, data)

    def _fill_slots(self, file: PdfFile, words: dict[bytes, bytes], back: bytes | None) -> None:
        """Write the stamps and note what stands in all slots."""
        for slots, drawing in zip(self.source.linkage.pages, self.drawings, strict=True):
            target = file.number()
            file.stream(target, _MARKED % len(drawing.content), drawing.content)
            media, crop = _boxes(slots, drawing)
            words |= {
                b"%d" % slots.drawing: b"%d 0 R" % target,
                b"%d" % slots.back: b"" if back is None else link_back(drawing, back),
                b"%d" % slots.media: b"[ %b ]" % media,
                b"%d" % slots.crop: b"[ %b ]" % crop,
            }


class Reading:
    """A file that is read in pieces, mostly one behind the other."""

    def __init__(self, file: BinaryIO, name: str, *, keep: bool) -> None:
        self._file, self._name, self._keep = file, name, keep
        self._begin, self._data = 0, b""

    def __enter__(self) -> Reading:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._keep:
            self._file.close()

    def at(self, offset: int, length: int) -> bytes:
        """Some bytes; raises OSError where the file has become shorter."""
        first = offset - self._begin
        if first < 0 or first + length > len(self._data):
            self._begin, first = offset, 0
            self._data = os.pread(self._file.fileno(), max(length, _AHEAD), offset)
            if len(self._data) < length:
                raise OSError(f"{self._name} became shorter while it was read")
        return self._data[first : first + length]


def _notes_digest(notes: str | Recipe, first: int, slot: bytes | None) -> bytes:
    return bytes.fromhex(notes) if isinstance(notes, str) else followed(notes, first, slot)


def _lead_within(page: Object, pages: Sequence[Object], first: int, last: int) -> None:
    """Take links away that lead to pages which are not in the part."""
    numbers = {one.objgen: at for at, one in enumerate(pages)}
    for annotation in page.get("/Annots", ()):
        destination = annotation.get("/Dest")
        if destination is not None and destination[0].objgen in numbers:
            at = numbers[destination[0].objgen]
            annotation.Dest = Array([at, *list(destination)[1:]])
    lead_to_pages(page, pages[first:last], first)


def _boxes(slots: PageSlots, drawing: Drawing) -> tuple[bytes, bytes]:
    """The media box and the crop box of a page, as they are written."""
    media = union(slots.box, drawing.frame.box) if drawing.placement == "band" else slots.box
    return _written(media), _written(drawing.frame.box)


@lru_cache(maxsize=1 << 12)
def _written(box: Box) -> bytes:
    return " ".join(number(edge) for edge in box).encode()
