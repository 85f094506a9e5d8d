"""Proposes a packet: for each request the letters as sent, what proves them, the replies and records, by date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from frkit.base.errors import WrongUsage
from frkit.catalogue.loading import VENDORS, load_vendor, public_events
from frkit.catalogue.types import PublicEvent
from frkit.packet.parts.event_words import headline
from frkit.packet.plan.dossiers import Document, Dossier, load_dossier
from frkit.packet.plan.types import Exhibit, Packet, Paper
from frkit.pages.wording import on_one_line
from frkit.tracking.events import Audience
from frkit.tracking.folder import CampaignFolder

LONGEST_TITLE = 160
_OF_VENDORS = {"pledge", "contract"}
"""Kinds of public event that are proposed for a vendor alone; the others only for a body that was asked."""


def propose(
    folder: CampaignFolder, requests: Sequence[str], *, title: str | None, as_of: date, audience: Audience = "packet"
) -> Packet:
    """The plan of a packet of some requests (all that were sent, if none is named), to be edited by a person."""
    ids = [folder.find_request(part) for part in requests] or folder.request_ids()
    dossiers = [load_dossier(folder, request_id, audience, as_of) for request_id in dict.fromkeys(ids)]
    if not requests:
        dossiers = [dossier for dossier in dossiers if dossier.standing.sent_on is not None]
    if not dossiers:
        raise WrongUsage(
            "No request has been sent yet, so there is nothing to put into a packet.",
            remedy="log the sending first: frkit log sent REQUEST --method email --date DATE",
        )
    dossiers.sort(key=lambda dossier: (dossier.standing.sent_on or as_of, dossier.id))
    known = VENDORS.paths()
    named = dict.fromkeys(vendor for dossier in dossiers for vendor in dossier.file.request.vendors)
    vendors = [vendor for vendor in named if vendor in known]
    return Packet(
        title=title or folder.campaign.name,
        audience=audience,
        as_of=as_of,
        paper=_paper(dossiers),
        requests=tuple(dossier.id for dossier in dossiers),
        vendors=tuple(vendors),
        public_events=tuple(event.id for event in _events(dossiers, vendors, as_of)),
        exhibits=tuple(_exhibits(dossiers)),
    )


def _exhibits(dossiers: Iterable[Dossier]) -> Iterator[Exhibit]:
    seen: set[str] = set()
    number = 0
    for dossier in dossiers:
        for document in dossier.documents:
            if document.sha256 in seen or document.sha256 in dossier.kept_back:
                continue
            seen.add(document.sha256)
            number += 1
            yield Exhibit(
                label=str(number),
                title=_title(dossier, document),
                request=dossier.id,
                file=None if document.letter else document.path,
                letter=document.path if document.letter else None,
                sha256=document.sha256,
                date=document.event.date,
                event=document.event_id,
            )


def _title(dossier: Dossier, document: Document) -> str:
    """What the document is, from the event that reads it, with the sender's own name for a file."""
    if document.role == "record":
        return on_one_line(f"Record: {document.name}")[:LONGEST_TITLE]
    readers = [event for _, event in dossier.readers_of(document.event_id)]
    telling = [event for event in readers if event.kind != "received_by_agency"] or readers or [document.event]
    words = "; ".join(dict.fromkeys(headline(event) for event in telling))
    if document.role == "proof":
        words = f"Proof: {words[0].lower()}{words[1:]}"
    own = document.letter or document.role == "letter"
    return on_one_line(words if own else f"{words} ({document.name})")[:LONGEST_TITLE]


def _paper(dossiers: Sequence[Dossier]) -> Paper:
    """The paper of most places; of the first where there are as many of both."""
    return Counter(dossier.file.law.paper for dossier in dossiers).most_common(1)[0][0]


def _events(dossiers: Sequence[Dossier], vendors: Sequence[str], as_of: date) -> list[PublicEvent]:
    """Public events about these bodies, and what these vendors pledged, sold or disclosed; no pledge twice.

    Only events whose source somebody has read are proposed: any other can be added by its id.
    """
    agencies = {dossier.file.request.agency for dossier in dossiers}
    if not agencies and not vendors:
        return []
    pledged = {(vendor, pledge.date) for vendor in vendors for pledge in load_vendor(vendor).pledges}
    pledged |= {(one, change.date) for one in vendors for pledge in load_vendor(one).pledges for change in pledge.later}
    return [
        event
        for event in public_events(vendors=vendors, agencies=agencies)
        if event.date <= as_of.isoformat()
        and event.confidence != "low"
        and (event.kind in _OF_VENDORS or agencies & set(event.agencies))
        and any(source.text_read for source in event.sources)
        and not any((vendor, event.date) in pledged for vendor in event.vendors if event.kind == "pledge")
    ]
