"""Is this packet still what was built, and are its originals still what arrived? Every difference, in plain words."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import inside, sha256_of, sha256_of_bytes
from frkit.base.findings import shown_path
from frkit.evidence.contents.parts import part_at
from frkit.evidence.opening.passwords import passwords_of
from frkit.evidence.opening.unlocking import lock_on, unlocked
from frkit.evidence.pdf.copy import packet_copy
from frkit.evidence.unreadable import Unreadable
from frkit.packet.numbers.registry import Registry
from frkit.packet.verify.agreement import against_events, against_pdf, against_plan
from frkit.packet.verify.digests import METHOD, PageDigest, page_digests
from frkit.packet.verify.manifest import (
    NAME,
    BuiltFile,
    ExhibitEntry,
    FileEntry,
    Manifest,
    PageEntry,
    digest_in,
    read_manifest,
)
from frkit.pages.wording import plural
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.forgotten import forgotten_in

MOST = 12
"""Differences of one kind listed one by one; the rest of that kind is counted."""
UNCHANGED = "All pages are unchanged: the difference lies outside them (title, bookmarks, page labels or structure)."
NOT_COMPARABLE = "page digests cannot be compared by this frkit"


@dataclass(frozen=True)
class Report:
    """The outcome of a check: what was looked at, every difference, and what is worth saying though it is none."""

    checked: tuple[str, ...]
    faults: tuple[str, ...]
    notes: tuple[str, ...] = ()
    manifest_sha256: str = ""

    @property
    def good(self) -> bool:
        """Whether nothing differs."""
        return not self.faults


def verify(folder: Path, originals: CampaignFolder | None = None) -> Report:
    """Check the packet in a folder against its manifest and, where a campaign is given, against its originals.

    Originals that changed come first; each kind of fault is shortened for itself, so that none hides another.
    """
    manifest = read_manifest(folder / NAME)
    digest = digest_in(folder / NAME)
    checked: list[str] = []
    kinds: list[list[str]] = []
    notes: list[str] = []
    for file in manifest.files:
        said, found = _check_pdf(folder, file, manifest)
        checked.append(said)
        kinds += found
    checked.append(f"{NAME}: SHA-256 of its content {digest}")
    kinds[:0] = [list(_own_faults(manifest, digest)), list(_sequence_faults(manifest))]
    if manifest.page_digest != METHOD:
        whole = not any("is not the file that was built" in fault for found in kinds for fault in found)
        holds = "; the file's SHA-256 holds" if whole else ""
        notes.append(f"The {NOT_COMPARABLE}{holds} (made by the method {manifest.page_digest or 'without a name'!r}).")
    if originals is not None:
        said, found = _check_originals(manifest, originals, notes)
        checked.append(said)
        wrong, changed = against_plan(manifest, originals)
        kinds = [found[0], *kinds, *found[1:], wrong]
        notes += changed
    return Report(tuple(checked), tuple(line for kind in kinds for line in _few(kind)), tuple(notes), digest)


def _own_faults(manifest: Manifest, digest: str) -> Iterator[str]:
    """Whether the manifest is what it says of itself."""
    if not manifest.manifest_sha256:
        yield "The manifest does not carry its own digest: it was edited, or made by a frkit from before there was one."
    elif manifest.manifest_sha256 != digest:
        yield "The manifest was edited: its content does not give the digest that stands in it."


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


def _check_pdf(folder: Path, file: BuiltFile, manifest: Manifest) -> tuple[str, list[list[str]]]:
    path = inside(folder, file.file)
    if not path.is_file():
        return f"{path.name}: missing", [[f"{path.name} is not there."]]
    data = path.read_bytes()
    said = list(against_pdf(data, manifest))
    if sha256_of_bytes(data) == file.sha256:
        pages = [
            [f"The manifest does not fit its own PDF. {one}" for one in kind] for kind in _explained(data, manifest)
        ]
        shown = f"{path.name}: {plural(file.pages, 'page')}, SHA-256 {file.sha256}"
        return shown, [said, *([one for one in kind if UNCHANGED not in one] for kind in pages)]
    fault = f"{path.name} is not the file that was built: its SHA-256 is {sha256_of_bytes(data)}, not {file.sha256}."
    return f"{path.name}: differs", [[fault], *_explained(data, manifest), said]


def _explained(data: bytes, manifest: Manifest) -> list[list[str]]:
    """Which pages differ, and how: faults of one kind together."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            digests = page_digests(pdf)
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError) as error:
        return [[f"The file cannot be opened as a PDF any more: {' '.join(str(error).split())[:160]}."]]
    count = []
    if len(digests) != len(manifest.pages):
        count.append(f"It has {plural(len(digests), 'page')}; {len(manifest.pages)} were built.")
    numbers = list(_number_faults(data, manifest))
    if manifest.page_digest != METHOD:
        return [count, numbers]
    changed = _changed_pages(digests, manifest.pages)
    outside = [] if count or any(changed) else [UNCHANGED]
    return [count, *changed, outside, numbers]


def _changed_pages(digests: list[PageDigest], expected: tuple[PageEntry, ...]) -> list[list[str]]:
    """The pages that differ, by kind; in one line where every page differs in the same way."""
    kinds: dict[str, list[str]] = {}
    for kind, words in _page_faults(digests, expected):
        kinds.setdefault(kind, []).append(words)
    for kind, found in kinds.items():
        if len(found) == len(expected) > 1:
            kinds[kind] = [f"All {len(expected)} pages: {kind}."]
    return list(kinds.values())


def _page_faults(digests: list[PageDigest], expected: tuple[PageEntry, ...]) -> Iterator[tuple[str, str]]:
    """Each page that differs: how in general, and in words."""
    home = {page.digest: page.page for page in expected}
    bodies = {page.content: page.page for page in expected}
    for number, (digest, page) in enumerate(zip(digests, expected, strict=False), start=1):
        if digest.whole == page.digest:
            continue
        named = f"Page {number}{' (' + page.bates + ')' if page.bates else ''}"
        other = home.get(digest.whole)
        if other is not None:
            yield "moved or exchanged", f"{named} holds what was page {other}: pages were moved or exchanged."
        elif digest.body == page.content:
            how = "the content is unchanged, but stamps, sizes, rotation, links or notes were changed"
            yield how, f"{named}: its content is unchanged, but its stamp, size, rotation, links or notes were changed."
        elif digest.body in bodies:
            how = "content exchanged below the stamps"
            yield how, f"{named} bears its own stamp over the content of page {bodies[digest.body]}."
        else:
            yield "the content is not what was built", f"{named} was changed: its content is not what was built."


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


def _check_originals(manifest: Manifest, campaign: CampaignFolder, notes: list[str]) -> tuple[str, list[list[str]]]:
    """What was looked at; faults of originals first, then of pages, numbers and events. Adds to the notes."""
    passwords = passwords_of(campaign.root)
    altered: list[str] = []
    drawn: list[str] = []
    for exhibit in manifest.exhibits:
        for fault in _exhibit_faults(exhibit, manifest, campaign, passwords, notes):
            (drawn if "packet page" in fault else altered).append(fault)
    files = plural(sum(len(exhibit.files) for exhibit in manifest.exhibits), "file")
    said = f"originals: {plural(len(manifest.exhibits), 'document')} with {files}, in {shown_path(campaign.root)}"
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
    return [*faults[:MOST], f"... and {len(faults) - MOST} more like these."]
