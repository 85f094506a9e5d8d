"""Builds a packet from its plan: exhibits, front matter, assembly, manifest. The same files give the same bytes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from frkit.base.errors import FrkitError
from frkit.base.files import (
    cannot_write,
    flush_folder,
    make_folder,
    remove_quietly,
    replace,
    temporary_beside,
)
from frkit.evidence.conversion.made_pages import Setting
from frkit.letters.masking import mask
from frkit.packet.assembly.assembling import Assembled, Progress, Section, assemble
from frkit.packet.assembly.exhibits import MadeExhibit, make_exhibits, private_on_pages
from frkit.packet.assembly.kept import PageStore
from frkit.packet.assembly.outline import Entry
from frkit.packet.assembly.splicing import Written
from frkit.packet.assembly.stamp_font import not_in_font
from frkit.packet.assembly.stamping import Stamp
from frkit.packet.numbers.registry import Registry
from frkit.packet.numbers.series import series_of
from frkit.packet.parts.exhibit_sheets import make_exhibit_sheets
from frkit.packet.parts.front import Front, make_front
from frkit.packet.parts.made_part import FrontFacts
from frkit.packet.plan.dossiers import Dossier
from frkit.packet.plan.folder import PacketFolder
from frkit.packet.plan.inputs import dossiers_of, inputs_hash
from frkit.packet.plan.profiles import load_profile
from frkit.packet.plan.types import Packet
from frkit.packet.verify.manifest import NAME, digest_in
from frkit.packet.verify.recording import Recording, Volume
from frkit.pages.wording import on_one_line
from frkit.tracking.types import Requester


def _silent(done: int, total: int, what: str) -> None:
    """No progress shown."""


@dataclass(frozen=True)
class Built:
    """A finished packet: its files, how much is in it, and what a person should look at."""

    pdf: Path
    manifest: Path
    pages: int
    exhibits: int
    sha256: str
    manifest_sha256: str
    """The manifest's digest of itself."""
    warnings: tuple[str, ...]


def build(folder: PacketFolder, progress: Progress = _silent) -> Built:
    """Build the packet's PDF and manifest under ``build/``; raises FrkitError and writes nothing there if it cannot."""
    packet, findings = folder.load()
    _refuse_legends(packet)
    campaign = folder.campaign
    dossiers = dossiers_of(folder, packet)
    masked = _mask(folder, packet)
    setting = Setting(campaign.root, packet.as_of, packet.paper, masked)
    registry = series_of(packet, campaign)
    private = {} if packet.audience == "counsel" else campaign.private_values()
    with PageStore(setting, repr(masked), private) as store:
        exhibits = make_exhibits(packet, dossiers, setting, registry, store, progress)
        inputs = inputs_hash(folder, dossiers.values())
        progress(0, 1, "Contents and tables")
        shown = {request_id: dossiers[request_id] for request_id in packet.requests}
        facts = FrontFacts(packet, campaign, shown, exhibits, registry, setting, inputs)
        front, sheets = make_front(facts), make_exhibit_sheets(facts)
        embed = load_profile(packet.profile, campaign.overlay).limits.embedded_files
        recording = Recording(folder.name, packet, inputs, front, exhibits, registry, embed)
        assembled = _assembled(packet, front, sheets, exhibits, registry, progress)
        recording.write(
            [Volume(folder.pdf.name, assembled.pdf, assembled.first_page, assembled.bodies)], assembled.placements
        )
        progress(0, 1, "Writing")
        written = _write(folder, [(folder.pdf.name, assembled)])
    manifest = recording.manifest([(name, one.sha256, one.size, len(made.placements)) for name, made, one in written])
    for name, data in recording.beside.items():
        replace(folder.build / name, data)
    replace(folder.build / NAME, manifest.as_json())
    found = [*_warnings(dossiers.values(), exhibits, registry), *facts.quotes.doubts]
    found += private_on_pages(exhibits, registry)
    return Built(
        pdf=folder.pdf,
        manifest=folder.build / NAME,
        pages=len(manifest.pages),
        exhibits=len(exhibits),
        sha256=manifest.files[0].sha256,
        manifest_sha256=digest_in(folder.build / NAME),
        warnings=(*(str(one) for one in findings), *found),
    )


def _write(folder: PacketFolder, volumes: Sequence[tuple[str, Assembled]]) -> list[tuple[str, Assembled, Written]]:
    """Write all PDFs, then give them their names, so that none stands beside one of an earlier build for long."""
    temporary = {name: temporary_beside(folder.build / name) for name, _ in volumes}
    try:
        make_folder(folder.build)
        written = [(name, made, made.write(temporary[name])) for name, made in volumes]
        for name, path in temporary.items():
            os.replace(path, folder.build / name)
    except OSError as error:
        raise cannot_write(folder.pdf, error) from error
    finally:
        for path in temporary.values():
            remove_quietly(path)
    flush_folder(folder.build)
    return written


def _refuse_legends(packet: Packet) -> None:
    """Raise FrkitError for a legend that cannot be stamped as it stands in the plan."""
    for legend in filter(None, (packet.legend, *(one.legend for one in packet.exhibits))):
        unknown = not_in_font(legend)
        if unknown:
            raise FrkitError(
                f"The legend {legend!r} cannot be stamped: the font of stamps has no {' '.join(unknown)}.",
                place="packet.yaml",
                remedy="write the legend in Latin, Greek or Cyrillic letters",
            )


@dataclass(frozen=True)
class _Mask:
    """Takes the private data of some people out of a text; other processes can be given it, too."""

    requesters: tuple[Requester, ...]

    def __call__(self, text: str) -> str:
        for requester in self.requesters:
            text = mask(text, requester)
        return text


def _mask(folder: PacketFolder, packet: Packet) -> _Mask:
    """Takes the requester's private data out of texts that frkit sets as pages; counsel sees them as they came."""
    return _Mask(() if packet.audience == "counsel" else tuple(folder.campaign.requesters()))


def _assembled(
    packet: Packet,
    front: Front,
    sheets: bytes,
    exhibits: Sequence[MadeExhibit],
    registry: Registry,
    progress: Progress,
) -> Assembled:
    sections: list[Section] = []
    page = 0
    for pdf, count in front.pieces:
        sections.append(Section(pdf, tuple(Stamp(page + at + 1) for at in range(count)), made=True))
        page += count
    for number, made in enumerate(exhibits):
        if made.sheet:
            page += 1
            sections.append(Section(sheets, (Stamp(page),), made=True, what=made.label, span=(number, number + 1)))
        for piece in made.pieces:
            stamps = tuple(
                Stamp(page + at + 1, registry.shown(number), made.label, made.exhibit.legend or packet.legend)
                for at, number in enumerate(piece.numbers)
            )
            sections.append(Section(piece.file, stamps, what=made.label))
            page += piece.pages.count
    if page == 0:
        raise FrkitError(
            "The plan has neither parts nor exhibits, so there is nothing to build.", remedy="edit packet.yaml"
        )
    return assemble(sections, _bookmarks(front, exhibits), packet.title, progress=progress)


def _bookmarks(front: Front, exhibits: Sequence[MadeExhibit]) -> list[Entry]:
    """The parts; the exhibits with their own bookmarks and attached files below."""
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
            entries += [Entry(level + mark.level, mark.title, start + mark.page) for mark in piece.pages.bookmarks]
    return entries


def _warnings(dossiers: Iterable[Dossier], exhibits: Sequence[MadeExhibit], registry: Registry) -> Iterator[str]:
    """What a person should look at before the packet leaves the house."""
    yield from registry.notes
    for dossier in dossiers:
        for event_id, event in dossier.hidden_but_counted:
            yield (
                f"{dossier.id}: the event {event_id} (audience {event.audience}) counts for dates and outcomes, "
                "but the packet does not show it"
            )
        for kind in dossier.file.unknown_kinds:
            yield f"{dossier.id}: an event of the kind '{kind}' needs a newer frkit; the packet does not show it"
        for finding in dossier.file.findings:
            yield str(finding)
    for made in exhibits:
        for piece in made.pieces:
            for warning in piece.pages.warnings:
                yield f"{made.label} ({registry.shown(piece.numbers[0])}, {on_one_line(piece.pages.name)}): {warning}"
