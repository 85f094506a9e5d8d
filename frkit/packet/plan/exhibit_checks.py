"""Exhibits that cannot be in a packet, and those that a person should look at: told from the log and the disk alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from frkit.base.files import sha256_of
from frkit.base.findings import did_you_mean
from frkit.evidence.opening.passwords import passwords_of
from frkit.evidence.opening.what_is import Opened, what_is
from frkit.packet.plan.dossiers import Document, Dossier
from frkit.packet.plan.misses import Miss
from frkit.packet.plan.types import Exhibit, Packet
from frkit.tracking.events import DateConfirmed
from frkit.tracking.order import effective, in_order

_NO_PAGES = {
    "media": "it is a recording, which paper cannot show",
    "unknown": "frkit does not know this kind of file",
    "empty": "it is empty",
}
_SLIP = "a slip sheet will stand for it"


def exhibit_misses(packet: Packet, dossiers: Mapping[str, Dossier], *, hashes: bool = True) -> Iterator[Miss]:
    """What is wrong with the exhibits of a plan whose requests are there; ``hashes``: also read every original."""
    passwords = passwords_of(next(iter(dossiers.values())).folder.root) if dossiers else {}
    seen: dict[str, str] = {}
    for number, exhibit in enumerate(packet.exhibits):
        dossier = dossiers.get(exhibit.request)
        if dossier is None:
            continue
        document = dossier.document(exhibit.path)
        found = (
            _nobody_brought(exhibit, dossier)
            if document is None
            else _of_document(exhibit, dossier, document, seen, passwords, hashes=hashes)
        )
        for miss in found:
            yield replace(miss, exhibit=exhibit.label, file=miss.file or exhibit.path, key=("exhibits", number))
        if document is not None:
            seen.setdefault(document.sha256, exhibit.label)


def _nobody_brought(exhibit: Exhibit, dossier: Dossier) -> Iterator[Miss]:
    """Why the packet knows nothing of a document that its plan names."""
    counted = {event_id for event_id, _ in effective(dossier.file.events)}
    for event_id, event in in_order(dossier.file.events):
        if not any(one.path == exhibit.path for one in dossier.named_by(event_id, event)):
            continue
        if event_id not in counted:
            why, remedy = f"the entry {event_id} that brought it was corrected", "log anew what brought it"
        elif event.date > dossier.as_of:
            why = f"it came on {event.date.isoformat()}, after the packet's day, {dossier.as_of.isoformat()}"
            remedy = "choose a later as_of, or take the exhibit out"
        elif event.kind == "note":
            why, remedy = "only a note brought it, and notes are never printed", "log it as what it is"
        else:
            why = f"the entry that brought it is for {event.audience}, the packet is not"
            remedy = f"take the exhibit out, or make an edition with audience: {event.audience}"
        yield Miss("received", "fault", f"It cannot be shown: {why}.", remedy, stops=True)
        return
    near = did_you_mean(exhibit.path, [one.path for one in dossier.documents])
    fact = f"Nobody received it: no event brought {exhibit.path}{near or '.'}"
    yield Miss("received", "fault", fact, "log what brought it, name another file, or take the exhibit out", stops=True)


def _of_document(
    exhibit: Exhibit,
    dossier: Dossier,
    document: Document,
    seen: Mapping[str, str],
    passwords: Mapping[str, str],
    *,
    hashes: bool,
) -> Iterator[Miss]:
    if document.sha256 in seen:
        fact = f"It is the same document as Exhibit {seen[document.sha256]}, byte for byte."
        yield Miss("twice", "fault", fact, "take one of them out: a page has one Bates number", stops=True)
    if exhibit.sha256 is not None and exhibit.sha256 != document.sha256:
        fact = "It is another document than the plan says: the SHA-256 differs."
        remedy = "look which one is meant, then put its sha256 into the plan or take the line out"
        yield Miss("hash", "fault", fact, remedy, stops=True)
    if document.sha256 in dossier.kept_back:
        fact = "The agency demanded it back, and counsel has not cleared it."
        remedy = "take it out, or log the clearance: frkit log cleared-by-counsel"
        yield Miss("clawback", "fault", fact, remedy, stops=True)
    yield from _of_bytes(dossier, document, passwords, hashes=hashes)
    yield from _of_dates(exhibit, dossier, document)
    yield from _of_reading(exhibit, dossier, document)


def _of_bytes(dossier: Dossier, document: Document, passwords: Mapping[str, str], *, hashes: bool) -> Iterator[Miss]:
    """What the file itself shows: that it is there, that it is what arrived, and whether it has pages."""
    if document.sha256 in dossier.forgotten:
        fact = f"Its bytes were removed on demand; {_SLIP}."
        yield Miss("forgotten", "look", fact, "leave it, or take the exhibit out")
        return
    original = dossier.original(document)
    if not original.is_file():
        private = "; it lies in private/, which git does not carry" if document.path.startswith("private/") else ""
        fact = f"The document is not there{private}."
        yield Miss("missing", "fault", fact, "restore it from a copy, or take the exhibit out", stops=True)
        return
    if hashes and sha256_of(original) != document.sha256:
        fact = "It is not what arrived: its SHA-256 is not the one that was logged."
        remedy = "restore it from a copy or from git before you build"
        yield Miss("hash", "fault", fact, remedy, stops=True)
        return
    opened = what_is(original)
    if opened.locked and document.sha256 not in passwords:
        fact = f"It is encrypted, and its password is not on this computer; {_SLIP}."
        yield Miss("locked", "look", fact, f"give the password: frkit unlock {document.path}")
    elif opened.kind in _NO_PAGES:
        yield Miss("slip_sheet", "look", f"{_why_no_pages(opened)}; {_SLIP}.", "say in the title what it is")


def _why_no_pages(opened: Opened) -> str:
    why = _NO_PAGES[opened.kind]
    return why[0].upper() + why[1:]


def _of_dates(exhibit: Exhibit, dossier: Dossier, document: Document) -> Iterator[Miss]:
    """Dates that the plan gives and nobody logged; records whose own date nobody confirmed."""
    confirmed = [
        event.dated
        for _, event in dossier.counted
        if isinstance(event, DateConfirmed) and event.of == document.sha256 and event.part is None
    ]
    dated = getattr(document.event, "dated", None)
    known = {document.event.date.isoformat(), *confirmed, *([str(dated)] if dated else [])}
    if exhibit.date is not None and exhibit.date.isoformat() not in known:
        yield Miss(
            "date",
            "fault",
            f"The plan dates it {exhibit.date.isoformat()}; the log knows only {_days(sorted(known))}.",
            f"correct the date, or confirm it on its page: frkit date {document.sha256[:12]} PAGE {exhibit.date}",
        )
    if document.role == "record" and not confirmed and not dated:
        yield Miss(
            "own_date",
            "look",
            "Nobody has confirmed the date that it bears; the packet has only the day on which it came.",
            f"look at it: frkit date {document.sha256[:12]}",
        )


def _days(days: list[str]) -> str:
    return " and ".join(days)


def _of_reading(exhibit: Exhibit, dossier: Dossier, document: Document) -> Iterator[Miss]:
    if exhibit.event is not None and exhibit.event not in dict(dossier.file.events):
        near = did_you_mean(exhibit.event, dict(dossier.file.events))
        yield Miss("plan", "look", f"The event {exhibit.event} is not here{near or '.'}", "take the line 'event' out")
    if document.event.kind == "arrived" and document.role == "reply" and not dossier.readers_of(document.event_id):
        fact = "It came, and nobody has logged what it says; the packet tells only that a message was received."
        yield Miss("unread", "look", fact, f"read it, and log it with --in {document.event_id}")
