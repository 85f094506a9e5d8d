"""Proposes a packet: for each request the letters as sent, what proves them, the replies and records, by date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from frkit.base.errors import WrongUsage
from frkit.catalogue.loading import VENDORS, load_vendor, public_events
from frkit.catalogue.types import PublicEvent
from frkit.packet.parts.event_words import headline
from frkit.packet.parts.registry import TABLES
from frkit.packet.plan.dossiers import Document, Dossier, load_dossier
from frkit.packet.plan.leaving_out import LeftOut, left_out_of, must_stay_private
from frkit.packet.plan.profiles import Profile, load_profile
from frkit.packet.plan.types import Exhibit, Packet, Paper, Part
from frkit.pages.wording import on_one_line, plural
from frkit.tracking.events import Audience
from frkit.tracking.folder import CampaignFolder

LONGEST_TITLE = 160
_OF_VENDORS = {"pledge", "contract"}
"""Kinds of public event that are proposed for a vendor alone; the others only for a body that was asked."""
_OPENING = ("cover", "contents")
_CALLED = {
    "letter": ("letter as sent", "letters as sent"),
    "proof": ("proof", "proofs"),
    "reply": ("reply", "replies"),
    "record": ("record", "records"),
    "other": ("other document", "other documents"),
    "added": ("public document", "public documents"),
}


@dataclass(frozen=True)
class Wish:
    """What a person said of the packet that is to be proposed; what was not said is proposed, too."""

    as_of: date
    title: str | None = None
    matter: str | None = None
    court: str | None = None
    audience: Audience = "packet"
    profile: str = "plain"
    exhibits: Literal["numbers", "letters"] | None = None
    """How exhibits are labelled; left out: as the profile has it."""


@dataclass(frozen=True)
class Proposal:
    """A plan, and what it leaves out."""

    packet: Packet
    left_out: tuple[LeftOut, ...]
    unsent: tuple[str, ...]
    """Requests that were not sent by that day, and so are not in it."""
    slips: tuple[str, ...]
    """Labels of exhibits whose bytes were removed on demand: a slip sheet stands for them."""
    taken: tuple[Document, ...] = ()
    """The document of each exhibit."""


def propose(
    folder: CampaignFolder, requests: Sequence[str], *, title: str | None, as_of: date, audience: Audience = "packet"
) -> Packet:
    """The plan of a packet of some requests (all that were sent, if none is named), to be edited by a person."""
    ids = [folder.find_request(part) for part in requests]
    return proposal(folder, ids or None, Wish(as_of, title=title, audience=audience)).packet


def proposal(folder: CampaignFolder, ids: Sequence[str] | None, wish: Wish, *, also_unsent: bool = True) -> Proposal:
    """The plan of a packet of some requests, by their whole names, or of all that were sent; and what it leaves out.

    ``also_unsent``: requests that were named are taken though nothing was sent. Raises WrongUsage where none is left.
    """
    profile = load_profile(wish.profile, folder.overlay)
    asked = folder.request_ids() if ids is None else ids
    every = [load_dossier(folder, one, wish.audience, wish.as_of) for one in dict.fromkeys(asked)]
    named = ids is not None and also_unsent
    dossiers = [one for one in every if named or one.standing.sent_on is not None]
    if not dossiers:
        raise WrongUsage(
            "No request has been sent yet, so there is nothing to put into a packet.",
            place=f"as of {wish.as_of.isoformat()}",
            remedy="log the sending first: frkit log sent REQUEST --method email --date DATE",
        )
    dossiers.sort(key=lambda one: (one.standing.sent_on or wish.as_of, one.id))
    taken, left = _taken(dossiers)
    style = wish.exhibits or profile.defaults.numbering.exhibits
    exhibits = tuple(exhibit_of(*one, label_at(number, style)) for number, one in enumerate(taken, start=1))
    packet = _packet(folder, dossiers, exhibits, wish, profile)
    slips = tuple(
        exhibit.label
        for exhibit, (dossier, document) in zip(packet.exhibits, taken, strict=True)
        if document.sha256 in dossier.forgotten
    )
    unsent = tuple(one.id for one in every if one not in dossiers)
    documents = tuple(document for _, document in taken)
    return Proposal(packet, tuple(_ready(left, dossiers, packet)), unsent, slips, documents)


def kinds_of(made: Proposal) -> list[str]:
    """What the exhibits are, with how many there are of each: 2 letters as sent."""
    counted = Counter(_kind(document) for document in made.taken)
    return [plural(count, *_CALLED[kind]) for kind, count in counted.items()]


def _kind(document: Document) -> str:
    if document.event.kind == "evidence_added":
        return "added"
    return "letter" if document.letter else document.role


def label_at(number: int, style: Literal["numbers", "letters"]) -> str:
    """The label of the exhibit that has this place, from 1: 1, 2, 3, or A to Z, AA, AB."""
    if style == "numbers":
        return str(number)
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def exhibit_of(dossier: Dossier, document: Document, label: str) -> Exhibit:
    """A document as an exhibit of a plan."""
    return Exhibit(
        label=label,
        title=_title(dossier, document),
        request=dossier.id,
        file=None if document.letter else document.path,
        letter=document.path if document.letter else None,
        sha256=document.sha256,
        date=document.event.date,
        event=document.event_id,
    )


def _packet(
    folder: CampaignFolder, dossiers: Sequence[Dossier], exhibits: tuple[Exhibit, ...], wish: Wish, profile: Profile
) -> Packet:
    known = VENDORS.paths()
    named = dict.fromkeys(vendor for dossier in dossiers for vendor in dossier.file.request.vendors)
    vendors = [vendor for vendor in named if vendor in known]
    style = wish.exhibits or profile.defaults.numbering.exhibits
    return Packet(
        title=wish.title or folder.campaign.name,
        matter=wish.matter,
        court=wish.court,
        profile=profile.id,
        audience=wish.audience,
        as_of=wish.as_of,
        paper=profile.defaults.paper or _paper(dossiers),
        parts=_parts(profile, dossiers, vendors),
        numbering=profile.defaults.numbering.model_copy(update={"exhibits": style}),
        exhibit_sheets=profile.defaults.exhibit_sheets,
        volumes=profile.defaults.volumes,
        requests=tuple(dossier.id for dossier in dossiers),
        vendors=tuple(vendors),
        public_events=tuple(event.id for event in _events(dossiers, vendors, wish.as_of)),
        exhibits=exhibits,
    )


def _parts(profile: Profile, dossiers: Sequence[Dossier], vendors: Sequence[str]) -> tuple[Part, ...]:
    """The profile's parts, without those that this frkit does not make, and those that would compare nothing."""
    idle: set[Part] = set()
    if not vendors:
        idle.add("pledges")
    if len(dossiers) < 2:
        idle.add("comparison")
    return tuple(part for part in profile.defaults.parts if part not in idle and (part in TABLES or part in _OPENING))


def _taken(dossiers: Iterable[Dossier]) -> tuple[list[tuple[Dossier, Document]], list[LeftOut]]:
    """The documents of each request, what the requester added last; and what is left out."""
    seen: set[str] = set()
    theirs: list[tuple[Dossier, Document]] = []
    added: list[tuple[Dossier, Document]] = []
    left: list[LeftOut] = []
    for dossier in dossiers:
        for document in dossier.documents:
            if document.sha256 in seen or document.sha256 in dossier.kept_back or must_stay_private(dossier, document):
                continue
            seen.add(document.sha256)
            (added if document.event.kind == "evidence_added" else theirs).append((dossier, document))
        left += left_out_of(dossier, seen)
    return theirs + added, [one for one in left if one.document.sha256 not in seen]


def _ready(left: Iterable[LeftOut], dossiers: Iterable[Dossier], packet: Packet) -> Iterator[LeftOut]:
    """What is left out, with a ready exhibit where it may be put in; its label follows those of the plan."""
    by_id = {one.id: one for one in dossiers}
    place = len(packet.exhibits)
    for one in left:
        if one.may_be_put_in:
            place += 1
            label = label_at(place, packet.numbering.exhibits)
            yield replace(one, exhibit=exhibit_of(by_id[one.request], one.document, label))
        else:
            yield one


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
