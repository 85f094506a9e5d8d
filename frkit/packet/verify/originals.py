"""Are a packet's originals still what arrived, and do its pages draw what they draw?"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from frkit.base.errors import FrkitError
from frkit.base.files import inside, sha256_of, sha256_of_bytes
from frkit.base.findings import shown_path
from frkit.evidence.contents.parts import part_at
from frkit.evidence.opening.passwords import passwords_of
from frkit.evidence.opening.unlocking import lock_on, unlocked
from frkit.evidence.pdf.copy import packet_copy
from frkit.evidence.unreadable import Unreadable
from frkit.packet.numbers.registry import Registry
from frkit.packet.verify.agreement import against_events
from frkit.packet.verify.digests import METHOD, page_digests
from frkit.packet.verify.made_again import made_again
from frkit.packet.verify.manifest import ExhibitEntry, FileEntry, Manifest, pages_of_file
from frkit.pages.wording import plural
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.forgotten import forgotten_in


def check_originals(manifest: Manifest, campaign: CampaignFolder, notes: list[str]) -> tuple[str, list[list[str]]]:
    """What was looked at; faults of originals first, then of pages, numbers and events. Adds to the notes.

    Of every exhibit the hash is compared; every page of a PDF with the page of the original that it came from, and
    every page that was made from anything else with what the original gives now.
    """
    passwords = passwords_of(campaign.root)
    altered: list[str] = []
    drawn: list[str] = []
    whole: list[ExhibitEntry] = []
    before = len(notes)
    for exhibit in manifest.exhibits:
        found = list(_exhibit_faults(exhibit, manifest, campaign, passwords, notes))
        for fault in found:
            (drawn if "packet page" in fault else altered).append(fault)
        whole += [] if found else [exhibit]
    if manifest.page_digest == METHOD:
        differs, doubts = made_again(manifest, campaign, whole)
        drawn += differs
        notes += doubts
    files = plural(sum(len(exhibit.files) for exhibit in manifest.exhibits), "file")
    said = f"originals: {plural(len(manifest.exhibits), 'document')} with {files}, in {shown_path(campaign.root)}"
    if manifest.page_digest == METHOD and not altered and not drawn and len(notes) == before:
        said += "; each page is what its original gives"
    return said, [altered, drawn, list(_registry_faults(manifest, campaign)), list(against_events(manifest, campaign))]


def _exhibit_faults(
    exhibit: ExhibitEntry,
    manifest: Manifest,
    campaign: CampaignFolder,
    passwords: Mapping[str, str],
    notes: list[str],
) -> Iterator[str]:
    named = f"Exhibit {exhibit.label}"
    path = _original(exhibit, campaign)
    if not path.is_file():
        if exhibit.files[0].kind != "missing":
            yield f"{named}: the original {exhibit.original} is not in the campaign{_forgotten(exhibit, campaign)}."
        return
    if sha256_of(path) != exhibit.files[0].sha256:
        yield f"{named}: the original {exhibit.original} was altered: its SHA-256 is not the one in the packet."
        return
    for file in exhibit.files:
        data = path.read_bytes() if file.part is None else _part(path, file.part, passwords)
        if data is None:
            yield f"{named}: the attached file {file.name!r} is not in the original."
        elif sha256_of_bytes(data) != file.sha256:
            yield f"{named}: the attached file {file.name!r} is not the one in the original."
        elif file.kind == "pdf" and file.slip_sheet is None and manifest.page_digest == METHOD:
            opened = _without_lock(data, passwords.get(file.sha256))
            if opened is None:
                notes.append(f"{named}: its pages were not compared, since the password of {file.name!r} is not here.")
            else:
                yield from _compared(named, opened, file, manifest)


def _forgotten(exhibit: ExhibitEntry, campaign: CampaignFolder) -> str:
    """What to add of an original whose bytes were removed on demand after the packet was built."""
    try:
        events = campaign.load(exhibit.request).events if exhibit.request in campaign.request_ids() else ()
    except FrkitError:
        return ""
    known = forgotten_in(events).get(exhibit.files[0].sha256)
    if known is None:
        return ""
    return f": its bytes were removed on demand on {known[1].date}, so the packet shows what must go; build it again"


def _original(exhibit: ExhibitEntry, campaign: CampaignFolder) -> Path:
    name = exhibit.original
    if name.startswith("private/"):
        return inside(campaign.root / "private", name.removeprefix("private/"))
    return inside(inside(campaign.root / "requests", exhibit.request), name)


def _part(path: Path, number: str, passwords: Mapping[str, str]) -> bytes | None:
    part = part_at(path, number, passwords=tuple(dict.fromkeys(passwords.values())))
    return part.data if part else None


def _without_lock(data: bytes, password: str | None) -> bytes | None:
    """A PDF as it opens; None for one whose password is not known on this computer, or is another by now."""
    if lock_on(data) is None:
        return data
    try:
        return unlocked(data, password) if password is not None else None
    except Unreadable:
        return None


def _compared(named: str, data: bytes, file: FileEntry, manifest: Manifest) -> Iterator[str]:
    """Pages of a PDF whose drawing in the packet is not that of the original, stream by stream."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(packet_copy(data).pdf)) as pdf:
            bodies = [digest.body for digest in page_digests(pdf)]
    except (Unreadable, pikepdf.PdfError) as error:
        yield f"{named}: the original cannot be compared: {error}."
        return
    pages = [page for page, _ in pages_of_file(manifest, file)]
    if len(bodies) != len(pages):
        yield f"{named}: the original has {len(bodies)} pages, the packet {len(pages)} of it."
    for page, body in zip(pages, bodies, strict=False):
        if manifest.pages[page - 1].content != body:
            yield f"{named}: packet page {page} does not draw what the original draws."


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
            for page, _ in pages_of_file(manifest, file):
                number = manifest.pages[page - 1].bates or ""
                key = known.get(number)
                if key is None or (key.sha256, key.part or None) != (original, file.part):
                    yield f"Page {page} bears {number}, which the campaign's registry gave to no such page."
