"""Is this packet still what was built, and are its originals still what arrived? Every difference, in plain words."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import inside, sha256_of, sha256_of_bytes
from frkit.base.findings import shown_path
from frkit.evidence.parts import part_at
from frkit.evidence.pdf_copy import Unreadable, packet_copy
from frkit.packet.digests import PageDigest, page_digests
from frkit.packet.manifest import NAME, BuiltFile, ExhibitEntry, FileEntry, Manifest, PageEntry, read_manifest
from frkit.packet.numbers import Registry
from frkit.tracking.folder import CampaignFolder

MOST = 40
"""Differences listed one by one; the rest is counted."""
UNCHANGED = "All pages are unchanged: the difference lies outside them (title, bookmarks, page labels or structure)."


@dataclass(frozen=True)
class Report:
    """The outcome of a check: what was looked at, and every difference found."""

    checked: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Whether nothing differs."""
        return not self.faults


def verify(folder: Path, originals: CampaignFolder | None = None) -> Report:
    """Check the packet in a folder against its manifest and, where a campaign is given, against its originals."""
    manifest = read_manifest(folder / NAME)
    checked, faults = [], []
    for file in manifest.files:
        said, found = _check_pdf(folder, file, manifest)
        checked.append(said)
        faults += found
    faults += _sequence_faults(manifest)
    if originals is not None:
        said, found = _check_originals(manifest, originals)
        checked.append(said)
        faults += found
    return Report(tuple(checked), tuple(_few(faults)))


def packet_folder(path: Path) -> Path:
    """The folder of a built packet: the one given, or ``build`` in it; raises WrongUsage where there is none."""
    for folder in (path, path / "build", path.parent):
        if (folder / NAME).is_file():
            return folder
    raise WrongUsage(
        "There is no built packet here: no manifest.json.",
        place=shown_path(path),
        remedy="name the folder that holds the PDF and manifest.json, or build it: frkit packet build NAME",
    )


def _check_pdf(folder: Path, file: BuiltFile, manifest: Manifest) -> tuple[str, list[str]]:
    path = inside(folder, file.file)
    if not path.is_file():
        return f"{path.name}: missing", [f"{path.name} is not there."]
    data = path.read_bytes()
    if sha256_of_bytes(data) == file.sha256:
        return f"{path.name}: {file.pages} pages, SHA-256 {file.sha256}", _same_file_faults(data, manifest)
    fault = f"{path.name} is not the file that was built: its SHA-256 is {sha256_of_bytes(data)}, not {file.sha256}."
    return f"{path.name}: differs", [fault, *_explained(data, manifest)]


def _same_file_faults(data: bytes, manifest: Manifest) -> list[str]:
    """Faults of a manifest that names the right file and yet says other things about its pages."""
    pages = [fault for fault in _explained(data, manifest) if fault != UNCHANGED]
    return [f"The manifest does not fit its own PDF. {fault}" for fault in pages]


def _explained(data: bytes, manifest: Manifest) -> Iterator[str]:
    """Which pages differ, and how."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            digests = page_digests(pdf)
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError) as error:
        yield f"The file cannot be opened as a PDF any more: {' '.join(str(error).split())[:160]}."
        return
    expected = manifest.pages
    if len(digests) != len(expected):
        yield f"It has {len(digests)} pages; {len(expected)} were built."
    changed = list(_page_faults(digests, expected))
    yield from changed
    if not changed and len(digests) == len(expected):
        yield UNCHANGED
    yield from _number_faults(data, manifest)


def _page_faults(digests: list[PageDigest], expected: tuple[PageEntry, ...]) -> Iterator[str]:
    home = {page.digest: page.page for page in expected}
    bodies = {page.content: page.page for page in expected}
    for number, (digest, page) in enumerate(zip(digests, expected, strict=False), start=1):
        if digest.whole == page.digest:
            continue
        named = f"Page {number}{' (' + page.bates + ')' if page.bates else ''}"
        other = home.get(digest.whole)
        if other is not None:
            yield f"{named} holds what was page {other}: pages were moved or exchanged."
        elif digest.body == page.content:
            yield f"{named}: its content is unchanged, but its stamp, size, rotation, links or notes were changed."
        elif digest.body in bodies:
            yield f"{named} bears its own stamp over the content of page {bodies[digest.body]}."
        else:
            yield f"{named} was changed: its content is not what was built."


def _number_faults(data: bytes, manifest: Manifest) -> Iterator[str]:
    """Pages whose printed numbers are not those of the manifest, read from the page as a reader's search would."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return
    try:
        for number, (page, expected) in enumerate(zip(document, manifest.pages, strict=False), start=1):
            words = re.sub(r"\s+", " ", page.get_textpage().get_text_range())
            if expected.bates and expected.bates not in words:
                yield f"Page {number} does not bear its Bates number {expected.bates}."
    except pypdfium2.PdfiumError as error:
        yield f"A page cannot be read: {error}."
    finally:
        document.close()


def _sequence_faults(manifest: Manifest) -> Iterator[str]:
    """Faults of the manifest's own numbers: packet pages without a gap, no Bates number twice."""
    seen: dict[str, int] = {}
    for position, page in enumerate(manifest.pages, start=1):
        if page.page != position:
            yield f"The manifest's pages are out of order: page {page.page} stands in place {position}."
        number = page.bates
        if number in seen:
            yield f"The Bates number {number} stands on pages {seen[number]} and {position}."
        elif number:
            seen[number] = position
    for exhibit in manifest.exhibits:
        if max(file.last_page for file in exhibit.files) > len(manifest.pages):
            yield f"Exhibit {exhibit.label} is listed beyond the last page."
    count = sum(file.pages for file in manifest.files)
    if count != len(manifest.pages):
        yield f"The manifest lists {len(manifest.pages)} pages for files that have {count}."


def _check_originals(manifest: Manifest, campaign: CampaignFolder) -> tuple[str, list[str]]:
    faults: list[str] = []
    for exhibit in manifest.exhibits:
        faults += _exhibit_faults(exhibit, manifest, campaign)
    faults += _registry_faults(manifest, campaign)
    files = sum(len(exhibit.files) for exhibit in manifest.exhibits)
    return f"originals: {len(manifest.exhibits)} documents with {files} files, in {shown_path(campaign.root)}", faults


def _exhibit_faults(exhibit: ExhibitEntry, manifest: Manifest, campaign: CampaignFolder) -> Iterator[str]:
    named = f"Exhibit {exhibit.label}"
    path = _original(exhibit, campaign)
    if not path.is_file():
        if exhibit.files[0].kind != "missing":
            yield f"{named}: the original {exhibit.original} is not in the campaign."
        return
    if sha256_of(path) != exhibit.files[0].sha256:
        yield f"{named}: the original {exhibit.original} was altered: its SHA-256 is not the one in the packet."
        return
    for file in exhibit.files:
        data = path.read_bytes() if file.part is None else _part(path, file.part)
        if data is None:
            yield f"{named}: the attached file {file.name!r} is not in the original."
        elif sha256_of_bytes(data) != file.sha256:
            yield f"{named}: the attached file {file.name!r} is not the one in the original."
        elif file.kind == "pdf" and file.slip_sheet is None:
            yield from _compared(named, data, file, manifest)


def _original(exhibit: ExhibitEntry, campaign: CampaignFolder) -> Path:
    name = exhibit.original
    if name.startswith("private/"):
        return inside(campaign.root / "private", name.removeprefix("private/"))
    return inside(inside(campaign.root / "requests", exhibit.request), name)


def _part(path: Path, number: str) -> bytes | None:
    part = part_at(path, number)
    return part.data if part else None


def _compared(named: str, data: bytes, file: FileEntry, manifest: Manifest) -> Iterator[str]:
    """Pages of a PDF whose drawing in the packet is not that of the original, stream by stream."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(packet_copy(data).pdf)) as pdf:
            bodies = [digest.body for digest in page_digests(pdf)]
    except (Unreadable, pikepdf.PdfError) as error:
        yield f"{named}: the original cannot be compared: {error}."
        return
    first = file.first_page
    if len(bodies) != file.last_page - first + 1:
        yield f"{named}: the original has {len(bodies)} pages, the packet {file.last_page - first + 1} of it."
    for number, body in enumerate(bodies, start=first):
        entry = _page(manifest, number)
        if entry is None or entry.content != body:
            yield f"{named}: packet page {number} does not draw what the original draws."


def _registry_faults(manifest: Manifest, campaign: CampaignFolder) -> Iterator[str]:
    """Pages whose number is not the one that the campaign's registry gave them."""
    prefix = manifest.bates.prefix
    try:
        registry = Registry.load(campaign.root, prefix)
    except FrkitError as error:
        yield error.fact
        return
    known = {registry.shown(number): key for key, number in registry.numbers.items()}
    for exhibit in manifest.exhibits:
        original = exhibit.files[0].sha256
        for file in exhibit.files:
            for page in range(file.first_page, file.last_page + 1):
                entry = _page(manifest, page)
                number = entry.bates if entry else None
                key = known.get(number or "")
                if key is None or (key.sha256, key.part or None) != (original, file.part):
                    yield f"Page {page} bears {number}, which the campaign's registry gave to no such page."


def _page(manifest: Manifest, number: int) -> PageEntry | None:
    return manifest.pages[number - 1] if 0 < number <= len(manifest.pages) else None


def _few(faults: list[str]) -> list[str]:
    if len(faults) <= MOST:
        return faults
    return [*faults[:MOST], f"... and {len(faults) - MOST} more."]
