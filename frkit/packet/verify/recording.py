"""Writes down what was built: which page holds what, from which file, with which number and hash."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pikepdf import Pdf

from frkit.base.files import sha256_of_bytes
from frkit.packet.assembly.assembling import Assembled
from frkit.packet.assembly.exhibits import MadeExhibit, Piece
from frkit.packet.numbers.registry import Registry
from frkit.packet.parts.front import Front
from frkit.packet.plan.types import Packet
from frkit.packet.verify.digests import METHOD, page_digests
from frkit.packet.verify.manifest import (
    About,
    BuiltFile,
    Derivative,
    ExhibitEntry,
    FileEntry,
    Manifest,
    Numbers,
    PageEntry,
    PartEntry,
)
from frkit.packet.verify.versions import made_with


def record(
    name: str,
    packet: Packet,
    inputs: str,
    front: Front,
    exhibits: Sequence[MadeExhibit],
    registry: Registry,
    assembled: Assembled,
) -> Manifest:
    """The manifest of an assembled packet; every page that went in is a page that came out."""
    with Pdf.open(io.BytesIO(assembled.pdf)) as pdf:
        digests = page_digests(pdf)
    numbers: list[int | None] = [None] * front.count
    for made in exhibits:
        numbers += [None] * made.sheet + [number for piece in made.pieces for number in piece.numbers]
    if not len(digests) == len(numbers) == len(assembled.placements):
        raise AssertionError(f"{len(numbers)} pages went in, {len(digests)} came out")
    pages = [
        PageEntry(
            page=at,
            bates=registry.shown(number) if number else None,
            stamp=placement,
            digest=one.whole,
            content=one.body,
        )
        for at, (number, one, placement) in enumerate(zip(numbers, digests, assembled.placements, strict=True), start=1)
    ]
    built = BuiltFile(
        file=f"{name}.pdf",
        sha256=sha256_of_bytes(assembled.pdf),
        bytes=len(assembled.pdf),
        pages=len(pages),
        first_page=1,
        last_page=len(pages),
    )
    return Manifest(
        page_digest=METHOD,
        packet=About(
            name=name,
            title=packet.title,
            matter=packet.matter,
            audience=packet.audience,
            as_of=packet.as_of.isoformat(),
            requests=packet.requests,
        ),
        files=(built,),
        inputs_sha256=inputs,
        made_with=made_with(),
        bates=Numbers(prefix=registry.prefix, gaps=registry.gaps()),
        parts=tuple(PartEntry(part=part, title=title, first_page=a, last_page=b) for part, title, a, b in front.parts),
        exhibits=tuple(_exhibit_entry(made, front.count, registry) for made in exhibits),
        pages=tuple(pages),
    )


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
        last_page=front + made.offset + made.count,
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
        last_page=front + piece.offset + pages.count,
        bates_first=registry.shown(numbers[0]),
        bates_last=registry.shown(numbers[-1]),
        bates_in_a_row=list(numbers) == list(range(numbers[0], numbers[0] + len(numbers))),
        slip_sheet=pages.slip,
        how=pages.how,
        warnings=pages.warnings,
        derivatives=tuple(Derivative(what=what, sha256=sha256) for what, sha256 in pages.derivatives),
    )
