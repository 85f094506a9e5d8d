"""Builds a packet from its plan: exhibits, front matter, assembly, manifest. The same files give the same bytes."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
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
from frkit.packet.assembly.assembling import Assembled, Progress, assemble
from frkit.packet.assembly.exhibits import MadeExhibit, make_exhibits, private_on_pages
from frkit.packet.assembly.kept import PageStore
from frkit.packet.assembly.set_once import once
from frkit.packet.assembly.stamp_font import not_in_font
from frkit.packet.numbers.registry import Registry
from frkit.packet.numbers.series import series_of
from frkit.packet.parts.front import Front, make_front
from frkit.packet.parts.made_part import FrontFacts
from frkit.packet.plan.dossiers import Dossier
from frkit.packet.plan.folder import PacketFolder
from frkit.packet.plan.inputs import dossiers_of, inputs_hash
from frkit.packet.plan.masks import mask_for
from frkit.packet.plan.profiles import load_profile
from frkit.packet.plan.types import Packet, Volumes
from frkit.packet.sections import PageCount, bookmarks_of, count_pages, sections_of
from frkit.packet.verify.manifest import NAME, digest_in
from frkit.packet.verify.recording import Recording, Volume
from frkit.packet.volumes import cuts, entries_of, shared_out, spans, with_sheets
from frkit.pages.wording import on_one_line


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
    volumes: tuple[tuple[Path, str], ...]
    """Each PDF with its SHA-256; ``pdf`` is the first."""
    count: PageCount


def build(folder: PacketFolder, progress: Progress = _silent) -> Built:
    """Build the PDFs and the manifest under ``build/``; raises FrkitError and leaves all as it was if it cannot."""
    packet, findings = folder.load()
    _refuse_legends(packet)
    campaign = folder.campaign
    dossiers = dossiers_of(folder, packet)
    masked = mask_for(campaign, packet.audience)
    setting = Setting(campaign.root, packet.as_of, packet.paper, masked)
    registry = series_of(packet, campaign)
    private = {} if packet.audience == "counsel" else campaign.private_values()
    with PageStore(setting, repr(masked), private) as store, ExitStack() as written_so_far:
        exhibits = make_exhibits(packet, dossiers, setting, registry, store, progress)
        inputs = inputs_hash(folder, dossiers.values())
        progress(0, 1, "Contents and tables")
        shown = {request_id: dossiers[request_id] for request_id in packet.requests}
        undivided = FrontFacts(packet, campaign, shown, exhibits, registry, once(setting, store), inputs)
        embed = load_profile(packet.profile, campaign.overlay).limits.embedded_files
        for share in _SHARES:
            facts, front = _in_volumes(folder.name, undivided, share)
            recording = Recording(folder.name, packet, inputs, front, facts.exhibits, registry, embed)
            made = _assembled(folder, facts, front)
            volumes = [Volume(name, one.pdf, one.digests, one.first_page) for name, one in made]
            recording.write(volumes, [place for _, one in made for place in one.placements])
            written = _written(folder, made, written_so_far, progress)
            if not _too_large(packet, written):
                break
        _named(folder, written)
    manifest = recording.manifest([(one.name, one.sha256, one.size, one.pages) for one in written])
    for name, data in recording.beside.items():
        replace(folder.build / name, data)
    replace(folder.build / NAME, manifest.as_json())
    count = count_pages(front, facts.exhibits, len(manifest.pages))
    found = [*_warnings(dossiers.values(), exhibits, registry), *facts.quotes.doubts]
    found += [*private_on_pages(exhibits, registry), *_too_large(packet, written)]
    return Built(
        pdf=folder.build / written[0].name,
        manifest=folder.build / NAME,
        pages=len(manifest.pages),
        exhibits=len(exhibits),
        sha256=manifest.files[0].sha256,
        manifest_sha256=digest_in(folder.build / NAME),
        warnings=(*(str(one) for one in findings), *found),
        volumes=tuple((folder.build / one.name, one.sha256) for one in written),
        count=count,
    )


@dataclass(frozen=True)
class _File:
    """A PDF of the packet that is written, under a name for the time being."""

    name: str
    temporary: Path
    pages: int
    sha256: str
    size: int


_SHARES = (0.97, 0.9, 0.8, 0.6)
"""Shares of the largest size that a volume may have which are aimed at, one after the other: sizes are estimates."""
_MOST_ROUNDS = 5


def _in_volumes(name: str, facts: FrontFacts, share: float) -> tuple[FrontFacts, Front]:
    """The parts before the exhibits, and the packet divided into volumes: how long the first are moves the others."""
    front = make_front(facts)
    limits = facts.packet.volumes
    if limits is None:
        return facts, front
    for _ in range(_MOST_ROUNDS):
        size = sum(len(pdf) for pdf, _ in front.pieces)
        found = cuts(front.count, size, facts.exhibits, limits, share)
        if not found:
            return facts, make_front(facts)
        exhibits = with_sheets(facts.exhibits, found)
        volumes = spans(name, front.count, exhibits, facts.registry)
        divided = dataclasses.replace(facts, exhibits=exhibits, volumes=volumes)
        again = make_front(divided)
        if again.count == front.count:
            return divided, again
        front = again
    raise AssertionError("the length of the contents depends on the volumes in it")


def _too_large(packet: Packet, written: Sequence[_File]) -> list[str]:
    """A warning for each volume that is larger than the plan wants it."""
    limits = packet.volumes or Volumes()
    found = []
    for one in written:
        if limits.megabytes and one.size > limits.megabytes * 1_000_000:
            found.append(f"{one.name} has {one.size / 1e6:.1f} MB, more than the {limits.megabytes} of the plan")
        if limits.pages and one.pages > limits.pages:
            found.append(f"{one.name} has {one.pages} pages, more than the {limits.pages} of the plan")
    return found


def _written(
    folder: PacketFolder, made: Sequence[tuple[str, Assembled]], so_far: ExitStack, progress: Progress
) -> list[_File]:
    """Write all PDFs under names for the time being, which go with ``so_far``."""
    files = []
    try:
        make_folder(folder.build)
        for name, one in made:
            path = temporary_beside(folder.build / name)
            so_far.callback(remove_quietly, path)
            written = one.write(path, progress)
            files.append(_File(name, path, len(one.placements), written.sha256, written.size))
    except OSError as error:
        raise cannot_write(folder.pdf, error) from error
    return files


def _named(folder: PacketFolder, files: Sequence[_File]) -> None:
    """Give all PDFs their names and remove those of an earlier build that are none now."""
    try:
        for file in files:
            os.replace(file.temporary, folder.build / file.name)
        ours = re.compile(rf"{re.escape(folder.name)}(-\d+)?\.pdf")
        for path in folder.build.glob("*.pdf"):
            if ours.fullmatch(path.name) and path.name not in {file.name for file in files}:
                path.unlink()
        flush_folder(folder.build)
    except OSError as error:
        raise cannot_write(folder.pdf, error) from error


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


def _assembled(folder: PacketFolder, facts: FrontFacts, front: Front) -> list[tuple[str, Assembled]]:
    """Each PDF of the packet, ready to be written, with its name."""
    sections, bookmarks = sections_of(facts, front), bookmarks_of(front, facts.exhibits)
    title = facts.packet.title
    if not facts.volumes:
        return [(folder.pdf.name, assemble(sections, bookmarks, title, back_to=front.way_back))]
    made = []
    for volume, some in zip(facts.volumes, shared_out(sections, facts.volumes), strict=True):
        named = f"{title}, volume {volume.number} of {volume.of}"
        entries = entries_of(bookmarks, volume)
        back_to = front.way_back if volume.number == 1 else volume.first_page
        made.append((volume.file, assemble(some, entries, named, first_page=volume.first_page, back_to=back_to)))
    return made


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
