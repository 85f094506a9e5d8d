"""Pages made from mails, pictures, texts, tables: are they what their originals give when they are made again?

PDFs keep their own pages, and are compared stream by stream. Everything else is turned into pages once more, from the
original itself or from the kept conversion whose hash the manifest has, and drawn page by page against the packet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import get_args

from frkit.base.errors import FrkitError
from frkit.base.files import inside, sha256_of
from frkit.evidence.conversion.made_pages import Setting
from frkit.evidence.conversion.one_file import kept_below
from frkit.packet.assembly.exhibits import pages_of_each
from frkit.packet.assembly.kept import KeptPages, PageStore
from frkit.packet.plan.dossiers import Dossier, load_dossier
from frkit.packet.plan.folder import PacketFolder
from frkit.packet.plan.masks import mask_for
from frkit.packet.plan.types import Exhibit, Paper
from frkit.packet.verify.manifest import ExhibitEntry, FileEntry, Manifest, pages_of_file
from frkit.packet.verify.versions import made_with
from frkit.tracking.folder import CampaignFolder

_SET_BY_FRKIT = {"mail", "text", "html", "letter", "outlook", "archive"}
Outcome = tuple[list[str], list[str]]
"""Faults, and what cannot be proved."""


def made_again(manifest: Manifest, campaign: CampaignFolder, exhibits: Sequence[ExhibitEntry]) -> Outcome:
    """Faults of pages that are not what their originals give, and notes on each file of which that cannot be told.

    ``exhibits`` are those whose originals are here with the right hash. Nothing is written but below ``.frkit/``.
    """
    faults: list[str] = []
    notes: list[str] = []
    wanted = []
    for exhibit in exhibits:
        if all(file.kind == "pdf" and file.slip_sheet is None for file in exhibit.files):
            continue
        wrong, absent = _conversions(exhibit, campaign)
        faults += wrong
        notes += absent
        if not wrong and not absent:
            wanted.append(exhibit)
    nearest: dict[str, Outcome] = {}
    for paper in _papers(manifest, campaign):
        left = [one for one in wanted if one.label not in nearest or any(nearest[one.label])]
        for one, found in zip(left, _all(left, manifest, campaign, paper), strict=True):
            before = nearest.setdefault(one.label, found)
            nearest[one.label] = min(before, found, key=lambda outcome: len(outcome[0]) + len(outcome[1]))
    for exhibit in wanted:
        faults += nearest[exhibit.label][0]
        notes += nearest[exhibit.label][1]
    return faults, notes


def _conversions(exhibit: ExhibitEntry, campaign: CampaignFolder) -> Outcome:
    """Kept conversions that are not those from which the pages were made, and those that are not here.

    A conversion that is not here is not made anew: whoever verifies writes nothing beside the evidence.
    """
    request = inside(campaign.root / "requests", exhibit.request)
    private = exhibit.original.startswith("private/")
    altered, absent = [], []
    for file in exhibit.files:
        original = campaign.root / exhibit.original if private else request / exhibit.original
        for one in file.derivatives:
            path = kept_below(original, campaign.root, request) / file.sha256 / one.what
            named = f"Exhibit {exhibit.label}: {one.what} of {file.name!r}"
            if not path.is_file():
                absent.append(
                    f"{named} is not in the campaign, so the exhibit's pages were not made again to compare them."
                )
            elif sha256_of(path) != one.sha256:
                altered.append(f"{named} was altered: it is not the conversion from which the pages were made.")
    return altered, absent


def _papers(manifest: Manifest, campaign: CampaignFolder) -> list[Paper]:
    """Papers on which the pages may have been set, the likeliest first; the manifest does not name it."""
    every: list[Paper] = list(get_args(Paper))
    try:
        first = PacketFolder(campaign, manifest.packet.name).load()[0].paper
    except (FrkitError, OSError, ValueError):
        return every
    return sorted(every, key=lambda one: one != first)


def _all(
    exhibits: Sequence[ExhibitEntry], manifest: Manifest, campaign: CampaignFolder, paper: Paper
) -> Iterator[Outcome]:
    """What comes of each exhibit when it is made again on that paper."""
    audience, as_of = manifest.packet.audience, date.fromisoformat(manifest.packet.as_of)
    masked = mask_for(campaign, audience)
    private = {} if audience == "counsel" else campaign.private_values()
    setting = Setting(campaign.root, as_of, paper, masked)
    dossiers: dict[str, Dossier | FrkitError] = {}
    for one in exhibits:
        if one.request not in dossiers:
            try:
                dossiers[one.request] = load_dossier(campaign, one.request, audience, as_of)  # type: ignore[arg-type]
            except FrkitError as error:
                dossiers[one.request] = error
    pairs = [(one, dossiers[one.request]) for one in exhibits]
    known = [(_planned(one), dossier) for one, dossier in pairs if isinstance(dossier, Dossier)]
    with PageStore(setting, repr(masked), private) as store:
        made = pages_of_each(known, setting, store)
        for exhibit, dossier in pairs:
            found = next(made) if isinstance(dossier, Dossier) else dossier
            if isinstance(found, FrkitError):
                yield [], [f"Exhibit {exhibit.label}: its pages could not be made again to compare them: {found.fact}"]
            else:
                yield _compared(exhibit, found, manifest, campaign)


def _planned(exhibit: ExhibitEntry) -> Exhibit:
    """The exhibit as a plan has it."""
    letter = exhibit.original.startswith("letters/")
    return Exhibit(
        label=exhibit.label,
        title=exhibit.title,
        request=exhibit.request,
        file=None if letter else exhibit.original,
        letter=exhibit.original if letter else None,
        sha256=exhibit.files[0].sha256,
    )


def _compared(exhibit: ExhibitEntry, made: KeptPages, manifest: Manifest, campaign: CampaignFolder) -> Outcome:
    faults: list[str] = []
    notes: list[str] = []
    again = {pages.part or None: (pages, file) for pages, file in zip(made.pages.every(), made.files, strict=True)}
    for file in exhibit.files:
        named = f"Exhibit {exhibit.label}, {file.name!r}"
        if file.part not in again:
            notes.append(f"{named}: frkit does not show this file by itself now, so its pages were not compared.")
            continue
        pages, kept = again[file.part]
        if file.kind == "pdf" and file.slip_sheet is None:
            continue
        if (pages.slip is None) != (file.slip_sheet is None):
            now = "it is shown now" if pages.slip is None else f"it gives a slip sheet now ({pages.slip})"
            notes.append(f"{named}: its pages were not compared, for {now}.")
            continue
        bodies = list(kept.measured.bodies)
        wrong = [page for page, same in _pages(file, bodies, manifest) if not same]
        if not wrong:
            continue
        excuse = _excuse(file, manifest, campaign)
        if excuse:
            notes.append(
                f"{named}: made again, {_numbered(wrong)} comes out otherwise; {excuse}, so that proves nothing."
            )
        else:
            faults += [
                f"{named}: packet page {page} is not what its original gives when it is set anew." for page in wrong
            ]
    return faults, notes


def _pages(file: FileEntry, bodies: Sequence[str], manifest: Manifest) -> Iterator[tuple[int, bool]]:
    """Each packet page of a file, and whether it draws what it should; a page too many or too few is wrong."""
    shown = [page for page, _ in pages_of_file(manifest, file)]
    for at, page in enumerate(shown):
        yield page, at < len(bodies) and manifest.pages[page - 1].content == bodies[at]
    if len(shown) < len(bodies):
        yield file.last_page, False


def _excuse(file: FileEntry, manifest: Manifest, campaign: CampaignFolder) -> str:
    """Why pages may come out otherwise though nobody changed them; empty where nothing explains it."""
    now = made_with()
    other = [f"{tool} {version}" for tool, version in now.items() if manifest.made_with.get(tool) != version]
    if other:
        return f"other versions are at work here ({', '.join(other)})"
    masked = file.kind in _SET_BY_FRKIT and manifest.packet.audience != "counsel"
    if masked and not campaign.requesters():
        return "whose name and address were masked is not on this computer"
    if (campaign.root / "templates").is_dir():
        return "the campaign has templates of its own, which may have changed"
    return ""


def _numbered(pages: Sequence[int]) -> str:
    return f"packet page {pages[0]}" if len(pages) == 1 else f"packet pages {pages[0]} to {pages[-1]}"
