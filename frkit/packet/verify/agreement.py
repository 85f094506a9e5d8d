"""Does a manifest say what its own PDF, the campaign's events and the packet's plan say?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from frkit.base.errors import FrkitError
from frkit.packet.parts.event_words import Style
from frkit.packet.plan.folder import PacketFolder
from frkit.packet.plan.inputs import dossiers_of, inputs_hash
from frkit.packet.plan.types import Packet
from frkit.packet.verify.manifest import BuiltFile, ExhibitEntry, Manifest
from frkit.tracking.events import Event
from frkit.tracking.folder import CampaignFolder


def against_pdf(path: Path, file: BuiltFile, manifest: Manifest) -> Iterator[str]:
    """What the manifest says otherwise than a PDF beside it: titles, the day, the hash of the campaign's files."""
    import pikepdf

    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            if len(manifest.files) == 1 and str(pdf.docinfo.get("/Title", "")) != manifest.packet.title:
                yield "The manifest gives the packet another title than the PDF does."
            if str(pdf.docinfo.get("/Producer", "")) != f"frkit {manifest.made_with.get('frkit')}":
                yield "The manifest names another version of frkit than the PDF does."
            with pdf.open_outline() as outline:
                marks = {str(mark.title) for mark in outline.root}
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError):
        return
    for one in manifest.exhibits:
        first = one.sheet_page or one.first_page
        here = file.first_page <= first <= file.last_page
        if here and f"Exhibit {one.label}: {one.title} (page {first})" not in marks:
            yield f"Exhibit {one.label}: the PDF's bookmarks do not give it this title and page."
    if file.first_page == 1:
        yield from _printed(path, manifest)


def _printed(path: Path, manifest: Manifest) -> Iterator[str]:
    """What the made pages do not print, though the manifest says it."""
    if not manifest.parts:
        return
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
        last = min(len(document), max(part.last_page for part in manifest.parts))
        pages = [document[number].get_textpage().get_text_range() for number in range(last)]
        document.close()
    except (pypdfium2.PdfiumError, ValueError):
        return
    text = re.sub(r"[\s\ufffe\u00ad-]+", "", "".join(pages))
    days = {style.partial(manifest.packet.as_of) for style in (Style(), Style(month_first=False))}
    if not any(re.sub(r"\s+", "", f"as of {day}").lower() in text.lower() for day in days):
        yield "The manifest gives another day (as_of) than the PDF does."
    if any(part.part == "cover" for part in manifest.parts) and manifest.inputs_sha256 not in text:
        yield "The manifest gives another hash of the campaign's files than the cover does."


def against_events(manifest: Manifest, campaign: CampaignFolder) -> Iterator[str]:
    """Exhibits whose event, date or original is not what the campaign has logged."""
    known: dict[str, dict[str, Event]] = {}
    for one in manifest.exhibits:
        if one.request not in known:
            known[one.request] = _events(one.request, campaign)
        event = known[one.request].get(one.event)
        if event is None:
            yield f"Exhibit {one.label}: the campaign has no event {one.event}."
        elif event.date.isoformat() != one.date:
            yield f"Exhibit {one.label}: the manifest dates it {one.date}, its event {event.date}."
        elif not _brought(event, one):
            yield f"Exhibit {one.label}: the event {one.event} did not bring this file."


def _events(request: str, campaign: CampaignFolder) -> dict[str, Event]:
    try:
        return dict(campaign.load(request).events) if request in campaign.request_ids() else {}
    except FrkitError:
        return {}


def _brought(event: Event, one: ExhibitEntry) -> bool:
    hashes = {document.sha256 for document in event.documents} | {getattr(event, "masked_sha256", None)}
    return one.files[0].sha256 in hashes


def against_plan(manifest: Manifest, campaign: CampaignFolder) -> tuple[list[str], list[str]]:
    """Faults, and notes: where every campaign file is as it was, a difference is a fault; else the plan has changed."""
    try:
        folder = PacketFolder(campaign, manifest.packet.name)
        if not folder.plan.is_file():
            return [], [f"The campaign has no plan called '{manifest.packet.name}' to compare with."]
        plan, _ = folder.load()
        same = inputs_hash(folder, dossiers_of(folder, plan).values()) == manifest.inputs_sha256
    except (FrkitError, OSError, ValueError) as error:
        return [], [f"The plan of the packet cannot be compared: {error}"]
    found = list(_differences(manifest, plan))
    if same:
        return [f"The plan has not changed, and yet the manifest differs from it: {one}" for one in found], []
    changed = [f"The plan has changed since: {one}" for one in found]
    return [], changed or ["Files of the campaign have changed since the packet was built; the plan says the same."]


def _differences(manifest: Manifest, plan: Packet) -> Iterator[str]:
    about = manifest.packet
    pairs = {
        "title": (about.title, plan.title),
        "matter": (about.matter, plan.matter),
        "audience": (about.audience, plan.audience),
        "as_of": (about.as_of, plan.as_of.isoformat()),
        "requests": (", ".join(about.requests), ", ".join(plan.requests)),
    }
    for name, (here, there) in pairs.items():
        if here != there:
            yield f"{name} is {here!r} in the manifest, {there!r} in packet.yaml."
    planned = {one.label: one for one in plan.exhibits}
    for exhibit in manifest.exhibits:
        other = planned.pop(exhibit.label, None)
        if other is None:
            yield f"Exhibit {exhibit.label} is not in packet.yaml."
        elif (exhibit.title, exhibit.request, exhibit.original) != (other.title, other.request, other.path):
            yield f"Exhibit {exhibit.label} is {exhibit.title!r} in the manifest, {other.title!r} in packet.yaml."
    for label in planned:
        yield f"Exhibit {label} of packet.yaml is not in the manifest."
