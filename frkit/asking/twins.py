"""Twin requests: the other bodies that may hold the same records or better ones, and what to ask each of them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace

from frkit.asking.before_sending import requests_of
from frkit.asking.new_request import Asked, agency_and_law
from frkit.base.errors import FrkitError
from frkit.catalogue.loading import all_packs, load_agency, load_drafting
from frkit.catalogue.own_files import own_files
from frkit.catalogue.search import plain
from frkit.catalogue.types import Agency, AskAlso, AskRole, TwinWords
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.types import OTHER, Item, Request


@dataclass(frozen=True)
class Twin:
    """One other body to ask: who it is, what for, and how; or what must be done before it can be asked."""

    role: AskRole
    name: str
    why: str
    note: str | None
    agency: str | None
    """Id of a body on file; None for one that is only described."""
    asked: tuple[str, ...]
    """Ids of requests of the campaign that went or will go to it."""
    problem: str | None
    """Why no request can be made to it now."""


def twins_of(request: Request, folder: CampaignFolder) -> list[Twin]:
    """The twins of a request, in the order of the agency's file."""
    agency = load_agency(request.agency, folder.overlay)
    if not agency.ask_also:
        return []
    words = load_drafting().twins
    known = requests_of(folder)
    own = [load_agency(one, folder.overlay) for one in own_files(folder.overlay)]
    return [_twin(one, _body_of(one, agency, own), words[one.role], folder, known) for one in agency.ask_also]


def _twin(one: AskAlso, body: str | None, words: TwinWords, folder: CampaignFolder, known: dict[str, Request]) -> Twin:
    if body is None:
        unknown = "it is not on file yet: frkit agencies new"
        return Twin(one.role, one.describe or "", words.why, one.note, None, (), unknown)
    asked = tuple(request_id for request_id, request in known.items() if request.agency == body)
    name, problem = _name_and_problem(body, folder)
    return Twin(one.role, name, words.why, one.note, body, asked, problem)


def _body_of(one: AskAlso, agency: Agency, own: Sequence[Agency]) -> str | None:
    """The id of a twin; of one that is only described, that of the body which the campaign has added under such a name.

    Its name, or another one that it goes by, holds every word of the description, in the same state; of two such
    bodies neither is taken.
    """
    if one.agency is not None or not one.describe:
        return one.agency
    wanted = _words_in(one.describe)
    found = [
        other.id
        for other in own
        if other.law.split("-")[:2] == agency.law.split("-")[:2]
        if not (other.city and agency.city) or plain(other.city) == plain(agency.city)
        if any(wanted <= _words_in(name) for name in (other.name, *other.aliases))
    ]
    return found[0] if len(found) == 1 else None


def _words_in(name: str) -> set[str]:
    """The words that tell one body from another; a short name in brackets is left out."""
    bare = re.sub(r"\([^)]*\)", " ", plain(name)).replace("centre", "center")
    return set(re.findall(r"[^\W_]+", bare.replace("'", ""))) - {"the", "of", "and", "for", "s"}


def _name_and_problem(agency_id: str, folder: CampaignFolder) -> tuple[str, str | None]:
    try:
        name = load_agency(agency_id, folder.overlay).name
    except FrkitError as error:
        return agency_id, error.fact
    try:
        agency_and_law(agency_id, folder.overlay)
    except FrkitError as error:
        return name, error.fact
    return name, None


def asked_of(asked: Asked, role: AskRole, request: Request, folder: CampaignFolder) -> Asked:
    """What to ask of a body in a role towards the one asked first: what suits the role, else the items of that request.

    For the same time, and by the same person, unless something else was asked.
    """
    words = load_drafting().twins[role]
    if not words.items or asked.pack or asked.items or asked.texts:
        return like(asked, request)
    body = load_agency(request.agency, folder.overlay).name
    texts = (" ".join(words.ask.split()).replace("{body}", body),) if words.ask else ()
    return like(replace(asked, items=tuple(words.items), texts=texts), request)


def like(asked: Asked, request: Request) -> Asked:
    """What was asked, and what it leaves open taken from another request: items, vendors, period, who asks.

    Answers to the law's questions are taken only where the law is not another one: nobody gave them for that one.
    """
    period = request.period
    said = bool(asked.since or asked.until)
    filled = replace(
        asked,
        vendors=asked.vendors or tuple(request.vendors),
        since=asked.since if said or period is None else period.since,
        until=asked.until if said or period is None else period.until,
        requester=asked.requester or request.requester,
        wave=asked.wave or request.wave,
    )
    if asked.pack or asked.items or asked.texts:
        return filled
    whole = _with_items(filled, request.items)
    return replace(whole, pack=request.pack) if _holds_pack(request) else whole


def _holds_pack(request: Request) -> bool:
    """Whether a request still asks for all of the pack that it was made from; it can be edited until it is sent."""
    packs = {pack.id: set(pack.items) for pack in all_packs()}
    return request.pack in packs and packs[request.pack] <= {item.category for item in request.items}


def _with_items(asked: Asked, items: Sequence[Item]) -> Asked:
    kept = [item for item in items if item.category != OTHER]
    return replace(
        asked,
        items=tuple(item.category for item in kept),
        texts=tuple(item.text for item in items if item.category == OTHER and item.text),
        own_periods={item.category: item.period for item in kept if item.period} | dict(asked.own_periods),
        own_terms={item.category: tuple(item.terms) for item in kept if item.terms} | dict(asked.own_terms),
        narrower={item.category: item.narrower for item in kept if item.narrower} | dict(asked.narrower),
    )


def command_of(twin: Twin, request_id: str) -> str | None:
    """The line that makes the twin; None for a body that no request can go to yet."""
    if twin.agency is None or twin.problem is not None:
        return None
    return shlex.join(["frkit", "request", "new", "--like", request_id, "--agency", twin.agency, "--role", twin.role])
