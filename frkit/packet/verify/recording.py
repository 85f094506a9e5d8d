"""Writes down what was built: which page holds what, from which file, with which number and hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from pikepdf import AttachedFileSpec, Name, Pdf, String

from frkit.base.files import sha256_of_bytes
from frkit.packet.assembly.exhibits import MadeExhibit, Piece
from frkit.packet.assembly.stamping import Placement
from frkit.packet.numbers.registry import Registry
from frkit.packet.parts.front import Front
from frkit.packet.plan.types import Packet
from frkit.packet.verify import page_table
from frkit.packet.verify.digests import METHOD, RECORD, PageDigest, outside_digest
from frkit.packet.verify.manifest import (
    About,
    Beside,
    BuiltFile,
    Derivative,
    ExhibitEntry,
    FileEntry,
    Manifest,
    Numbers,
    PageEntry,
    PartEntry,
    Record,
)
from frkit.packet.verify.read_me import README, read_me
from frkit.packet.verify.versions import made_with

EMBEDDED = "record.json"
"""Name of the manifest that is embedded in a PDF: without ``files``, which hold the hash of that PDF itself."""
VERIFIER = "verify.py"


@dataclass(frozen=True)
class Volume:
    """One PDF of the packet before it is saved: its file's name, and the packet page of its first page."""

    name: str
    pdf: Pdf
    digests: Sequence[PageDigest]
    first: int = 1


@dataclass
class Recording:
    """Writes the record of a packet into its PDFs before they are saved; gives the manifest once they have bytes."""

    name: str
    packet: Packet
    inputs: str
    front: Front
    exhibits: Sequence[MadeExhibit]
    registry: Registry
    embed: bool
    """Whether the record stands in each PDF as a file; only its hash does otherwise."""
    beside: dict[str, bytes] = field(default_factory=dict)
    """Files to lie beside the PDFs, by name; known once the record was written."""
    _record: Record | None = None
    _outside: tuple[str, ...] = ()

    def write(self, volumes: Sequence[Volume], placements: Sequence[Placement]) -> None:
        """Give each PDF the record; to be called once, when nothing else in them will change.

        Every page that went in is a page that came out, or the build stops here.
        """
        digests = [one for volume in volumes for one in volume.digests]
        pages = self._pages(digests, placements)
        record = Record(
            page_digest=METHOD,
            packet=About(
                name=self.name,
                title=self.packet.title,
                matter=self.packet.matter,
                audience=self.packet.audience,
                as_of=self.packet.as_of.isoformat(),
                requests=self.packet.requests,
            ),
            inputs_sha256=self.inputs,
            made_with=made_with(),
            bates=Numbers(prefix=self.registry.prefix, gaps=self.registry.gaps()),
            parts=tuple(
                PartEntry(part=part, title=title, first_page=a, last_page=b) for part, title, a, b in self.front.parts
            ),
            exhibits=tuple(_exhibit_entry(made, self.front.count, self.registry) for made in self.exhibits),
            pages=pages,
        )
        self.beside = {
            page_table.NAME: page_table.page_table(record),
            VERIFIER: verifier(),
            README: read_me(record, [volume.name for volume in volumes]),
        }
        beside = tuple(Beside(file=name, sha256=sha256_of_bytes(data)) for name, data in self.beside.items())
        self._record = record.model_copy(update={"beside": beside})
        for volume in volumes:
            _put_in(volume.pdf, self._record.as_bytes(), embed=self.embed)
        self._outside = tuple(outside_digest(volume.pdf, volume.first) for volume in volumes)

    def _pages(self, digests: Sequence[PageDigest], placements: Sequence[Placement]) -> tuple[PageEntry, ...]:
        sources: list[tuple[int | None, int | None]] = [(None, None)] * self.front.count
        for made in self.exhibits:
            sources += [(None, None)] * (made.sheet + made.volume_sheet)
            for piece in made.pieces:
                for at, number in enumerate(piece.numbers):
                    sources += [(None, None)] * (at in piece.breaks)
                    sources.append((number, None if piece.pages.slip else at + 1))
        if not len(digests) == len(sources) == len(placements):
            raise AssertionError(f"{len(sources)} pages went in, {len(digests)} came out")
        return tuple(
            PageEntry(
                page=page,
                bates=self.registry.shown(number) if number else None,
                source_page=at,
                stamp=placement,
                digest=one.whole,
                content=one.body,
            )
            for page, ((number, at), one, placement) in enumerate(
                zip(sources, digests, placements, strict=True), start=1
            )
        )

    def manifest(self, built: Sequence[tuple[str, str, int, int]]) -> Manifest:
        """The manifest of the saved PDFs, in order: of each its name, SHA-256, size in bytes, and number of pages."""
        if self._record is None:
            raise AssertionError("the manifest was asked for before anything was assembled")
        files, first = [], 1
        for (name, sha256, size, count), outside in zip(built, self._outside, strict=True):
            last = first + count - 1
            bates = [page.bates for page in self._record.pages[first - 1 : last] if page.bates]
            files.append(
                BuiltFile(
                    file=name,
                    sha256=sha256,
                    bytes=size,
                    pages=count,
                    first_page=first,
                    last_page=last,
                    bates_first=bates[0] if bates else None,
                    bates_last=bates[-1] if bates else None,
                    outside=outside,
                )
            )
            first = last + 1
        return Manifest(**{key: getattr(self._record, key) for key in Record.model_fields}, files=tuple(files))


def verifier() -> bytes:
    """The program that checks a packet without frkit: the same bytes in every packet."""
    return files("frkit.packet.verify").joinpath("standalone.py").read_bytes()


def _put_in(pdf: Pdf, record: bytes, *, embed: bool) -> None:
    pdf.docinfo[RECORD] = String(sha256_of_bytes(record))
    if embed:
        about = "What each page is and where it came from; the same stands in manifest.json"
        made: dict[str, Any] = {"filename": EMBEDDED, "description": about, "mime_type": "application/json"}
        spec = AttachedFileSpec(pdf, record, **made, creation_date="", mod_date="")
        spec.relationship = Name.Data
        pdf.attachments[EMBEDDED] = spec


def _exhibit_entry(made: MadeExhibit, front: int, registry: Registry) -> ExhibitEntry:
    return ExhibitEntry(
        label=made.exhibit.label,
        title=made.exhibit.title,
        request=made.dossier.id,
        original=made.document.path,
        event=made.document.event_id,
        date=made.document.event.date.isoformat(),
        sheet_page=front + made.offset if made.sheet else None,
        first_page=front + made.offset + 1,
        last_page=front + made.pieces[-1].end,
        files=tuple(_file_entry(piece, front, registry) for piece in made.pieces),
    )


def _file_entry(piece: Piece, front: int, registry: Registry) -> FileEntry:
    pages, numbers = piece.pages, piece.numbers
    return FileEntry(
        name=pages.name,
        part=pages.part or None,
        kind=pages.kind,
        size=pages.size,
        sha256=pages.sha256,
        first_page=front + piece.offset + 1,
        last_page=front + piece.end,
        bates_first=registry.shown(numbers[0]),
        bates_last=registry.shown(numbers[-1]),
        bates_in_a_row=list(numbers) == list(range(numbers[0], numbers[0] + len(numbers))),
        slip_sheet=pages.slip,
        how=pages.how,
        warnings=pages.warnings,
        derivatives=tuple(Derivative(what=what, sha256=sha256) for what, sha256 in pages.derivatives),
    )
