"""What is on file of every request by which a reply could be known: numbers, mails, addresses, names, words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email import policy
from email.parser import BytesHeaderParser
from functools import lru_cache
from pathlib import Path

from frkit.base.errors import FrkitError
from frkit.base.findings import errors_in
from frkit.base.models import check_model
from frkit.base.yaml_places import read_yaml
from frkit.catalogue.loading import load_agency, load_record_category, load_vendor
from frkit.catalogue.types import Agency, names_of
from frkit.evidence.intake.look_alikes import domain_of, look_alike
from frkit.evidence.intake.matching import Known
from frkit.law.loading import load_jurisdiction
from frkit.tracking.contacts import contacts_of
from frkit.tracking.event_files import read_events
from frkit.tracking.events import Event, Sent
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.order import effective, uncorrected
from frkit.tracking.references import references_of
from frkit.tracking.types import Request

_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"'|]+@[^\s<>()\[\],;:\"'|]+\.[^\s<>()\[\],;:\"'|]+")
_ID = re.compile(r"<[^<>\s]{3,298}>")
_HEADERS = 65_536
_SHORT_NAME = 60


def known_requests(folder: CampaignFolder) -> tuple[list[Known], list[FrkitError]]:
    """Every request that can be read, with what is known of it, and the errors of those that cannot."""
    found: list[Known] = []
    broken: list[FrkitError] = []
    own = _own_addresses(folder)
    for request_id in folder.request_ids():
        try:
            found.append(_known(folder, request_id, own))
        except FrkitError as error:
            broken.append(error)
    return found, broken


def known_of(folder: CampaignFolder, request_id: str) -> Known | None:
    """What is known of one request, or None where its files cannot be read."""
    try:
        return _known(folder, request_id, _own_addresses(folder))
    except FrkitError:
        return None


def _own_addresses(folder: CampaignFolder) -> frozenset[str]:
    return frozenset(one.email.casefold() for one in folder.requesters() if one.email)


def _known(folder: CampaignFolder, request_id: str, own: frozenset[str]) -> Known:
    path = folder.root / "requests" / request_id
    request, findings = check_model(Request, read_yaml(path / "request.yaml"), lenient=True)
    if request is None:
        raise FrkitError("\n".join(str(one) for one in errors_in(findings)), remedy="frkit check says more")
    events = uncorrected(read_events(path)[0])
    agency = load_agency(request.agency, folder.overlay)
    heads = list(_heads(folder, request_id, [event for _, event in events]))
    return Known(
        request=request_id,
        agency=agency.name,
        aliases=tuple(agency.aliases),
        references=tuple(one.number for one in references_of(events)),
        message_ids=frozenset([*_ids_logged(event for _, event in events), *(one for one, _ in heads if one)]),
        addresses=tuple(_addresses(own, agency, events)),
        subjects=tuple(filter(None, [request.title, *(subject for _, subject in heads)])),
        items=tuple(_asked(request)),
        places=tuple(filter(None, [agency.city, _place(request.law, folder.root)])),
        vendors=tuple(name for one in request.vendors for name in _vendor(one)),
        sent=next((event.date for _, event in effective(events) if isinstance(event, Sent)), None),
    )


def _ids_logged(events: Iterable[Event]) -> Iterator[str]:
    """Message-IDs of what came before."""
    yield from (found for event in events if (found := getattr(event, "message_id", None)))


def _heads(folder: CampaignFolder, request_id: str, events: Iterable[Event]) -> Iterator[tuple[str, str]]:
    """Message-ID and subject of each mail of ours that is kept: as it was sent, or as the proof of a sending."""
    for event in events:
        digest = getattr(event, "letter_sha256", None)
        paths = [folder.root / "private" / "sent" / f"{digest}.eml"] if digest else []
        for record in event.documents:
            if record.role == "proof" and record.file.endswith(".eml"):
                paths.append(folder.original(request_id, record))
        for path in paths:
            if path.is_file():
                yield _head(path)


def _head(path: Path) -> tuple[str, str]:
    with path.open("rb") as file:
        headers = BytesHeaderParser(policy=policy.compat32).parsebytes(file.read(_HEADERS))
    found = _ID.search(str(headers.get("Message-ID", "")))
    return (found[0] if found else ""), str(headers.get("Subject", ""))[:1000]


def _addresses(own: frozenset[str], agency: Agency, events: list[tuple[str, Event]]) -> list[str]:
    """Where we wrote to, and from where the agency wrote; never the requester's own, nor one that imitates another."""
    texts = [line for contact in contacts_of(agency, events) for line in contact.address]
    texts += [str(to) for _, event in events if (to := getattr(event, "to", None))]
    sure = dict.fromkeys(_addresses_in(texts))
    arrived = [event for _, event in events if event.kind == "arrived" and not getattr(event, "automatic", False)]
    wrote = _addresses_in(record.source for event in arrived for record in event.documents if record.source)
    domains = [domain_of(one) for one in sure]
    found = [*sure, *(one for one in wrote if look_alike(domain_of(one), domains) is None)]
    return [address for address in dict.fromkeys(found) if address.casefold() not in own]


def _addresses_in(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from _ADDRESS.findall(text.replace("mailto:", " "))


def _asked(request: Request) -> Iterator[str]:
    for item in request.items:
        yield from item.terms
        if item.category != "other":
            yield from filter(None, [_title(item.category)])


@lru_cache(maxsize=512)
def _title(category: str) -> str:
    try:
        return load_record_category(category).title
    except FrkitError:
        return ""


@lru_cache(maxsize=512)
def _vendor(vendor_id: str) -> tuple[str, ...]:
    try:
        return tuple(name for name in names_of(load_vendor(vendor_id)) if len(name) < _SHORT_NAME)
    except FrkitError:
        return ()


@lru_cache(maxsize=256)
def _place(law: str, overlay: Path) -> str:
    try:
        return load_jurisdiction(law, overlay).name
    except FrkitError:
        return ""
