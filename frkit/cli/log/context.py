"""What an event about to be logged has to do with those that stand already: references, order, what it answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from frkit.base.errors import WrongUsage
from frkit.base.findings import did_you_mean
from frkit.law.exemptions import exemption_cited
from frkit.law.explaining import long_day
from frkit.tracking.links import named_request
from frkit.tracking.order import effective
from frkit.tracking.outcomes import ANSWERS
from frkit.tracking.types import RequestFile

READS_A_REPLY = (
    "acknowledged",
    "extension_claimed",
    "clarification_asked",
    "identity_asked",
    "fee_estimated",
    "delivery_failed",
    "granted",
    "transferred",
    *ANSWERS,
)
"""Kinds that say what something that arrived means."""
_PROMISES = ("until", "promised")
_BEFORE_SENDING = (
    "sent",
    "delivery_failed",
    "call",
    "note",
    "contact_learned",
    "date_confirmed",
    "figure_confirmed",
    "retention_learned",
    "evidence_added",
    "law_confirmed",
    "office_closed",
    "fee_paid",
    "arrived",
    "forgotten",
    "corrected",
)
"""Kinds that may well be of a day before the request went out, or of a request that never did."""
FAR = timedelta(days=730)


def complete(data: dict[str, Any], file: RequestFile) -> list[str]:
    """Add what follows from the events on file: which exemption, which reply, which order. Gives what to say of it."""
    said = [*_exemption_ids(data, file), *_reply_read(data, file), *_order_of_the_day(data, file)]
    return [*said, *_requests_named(data, file), *_documents_named(data, file)]


def refuse_misfits(data: dict[str, Any], file: RequestFile) -> None:
    """Raise WrongUsage where the event names what is not there, or a date that cannot be; nothing is written then."""
    _references(data, file)
    _remedy(data, file)
    _items(data, file)
    _categories(data, file)
    received = data.get("received")
    if isinstance(received, date) and received < data["date"]:
        raise WrongUsage(f"--received {received} lies before --date {data['date']}.", remedy="check the two dates")
    for key in _PROMISES:
        named = data.get(key)
        if isinstance(named, date) and named < data["date"] and data["kind"] != "acknowledged":
            raise WrongUsage(f"--{key} {named} lies before --date {data['date']}.", remedy="check the two dates")


def date_doubts(data: dict[str, Any], file: RequestFile) -> list[str]:
    """What is odd about the day, beside the sending: true histories may be odd, so nothing is refused."""
    if data["kind"] in _BEFORE_SENDING:
        return []
    sent = next((event.date for _, event in effective(file.events) if event.kind == "sent"), None)
    if sent is None:
        return ["no 'sent' is logged for this request yet; log it, or no limit can be counted."]
    if data["date"] < sent:
        return [f"{data['date']} lies before the request was sent ({sent}): one of the dates is wrong."]
    return []


def far_off(day: date, file: RequestFile) -> str | None:
    """That a day lies years before all that is known of a request, which is mostly a slip in the year; else None."""
    named = re.match(r"(\d{4})-(0[1-9]|1[0-2])-", file.id)
    month = [date(int(named[1]), int(named[2]), 1)] if named and int(named[1]) > 0 else []
    first = min([*(event.date for _, event in file.events), *month], default=None)
    if first is None or day >= first - FAR:
        return None
    return f"{long_day(day)} lies more than two years before anything else on file for {file.id} ({first})."


def _exemption_ids(data: dict[str, Any], file: RequestFile) -> list[str]:
    """Join each ground that the agency cites to the place's own entry, where one fits."""
    notes = []
    for claim in data.get("exemptions", ()):
        found = exemption_cited(file.law, claim["cited"])
        if found is not None:
            claim["id"] = found.id
        else:
            notes.append(f"no exemption on file for {file.law.code} fits '{claim['cited']}'; kept as written.")
    return notes


def _reply_read(data: dict[str, Any], file: RequestFile) -> list[str]:
    """The one unread arrival of that day is what a reply's event is about."""
    if data.get("in") or data["kind"] not in READS_A_REPLY:
        return []
    read = {event.reply_to for _, event in file.events}
    unread = [
        event_id
        for event_id, event in effective(file.events)
        if event.kind == "arrived" and event.date == data["date"] and event_id not in read
    ]
    if len(unread) != 1:
        return []
    data["in"] = unread[0]
    return [f"Taken to be what {unread[0]} says; use --in ID for another."]


def _order_of_the_day(data: dict[str, Any], file: RequestFile) -> list[str]:
    """A sending logged after a failure of the same day came after it."""
    if data["kind"] != "sent" or data.get("after") or data.get("time"):
        return []
    failed = [
        event_id
        for event_id, event in effective(file.events)
        if event.kind == "delivery_failed" and event.date == data["date"]
    ]
    if not failed:
        return []
    data["after"] = failed
    return [f"Taken to come after {failed[-1]}, of the same day."]


def _requests_named(data: dict[str, Any], file: RequestFile) -> list[str]:
    """Write the other requests that an event links to by their whole names; raises WrongUsage where one is this one."""
    key = {"transferred": "request", "split": "into", "consolidated": "into"}.get(data["kind"], "")
    typed = data.get(key)
    if not typed:
        return []
    requests = file.folder.parent
    known = sorted(one.name for one in requests.iterdir() if one.is_dir()) if requests.is_dir() else []
    names = [part.strip() for text in ([typed] if isinstance(typed, str) else typed) for part in text.split(",")]
    found = [(name, named_request(name, known)) for name in names if name]
    if file.id in [other for _, other in found]:
        raise WrongUsage(f"'{file.id}' is this very request.", place=f"--{key}", remedy="name the other one")
    whole = [other or name for name, other in found]
    data[key] = whole[0] if isinstance(typed, str) else whole
    return [
        f"no request here is called '{name}', so it is kept as written; if it is yours, make it: frkit request new"
        for name, other in found
        if other is None
    ]


def _documents_named(data: dict[str, Any], file: RequestFile) -> list[str]:
    """Write the files that are demanded back, or cleared, by their hashes; a part of a name or of a hash will do.

    Raises WrongUsage for one that fits no file of the request, or more than one.
    """
    if data["kind"] not in ("clawback_demanded", "cleared_by_counsel"):
        return []
    known = {record.sha256: record.file.rpartition("/")[2] for _, event in file.events for record in event.documents}
    typed = [part.strip() for text in data.get("of", ()) for part in text.split(",") if part.strip()]
    whole = [_hash_meant(part, known) for part in typed]
    data["of"] = whole
    return [
        f"Taken to be {known[sha256]}." for part, sha256 in zip(typed, whole, strict=True) if part.casefold() != sha256
    ]


def _hash_meant(typed: str, known: Mapping[str, str]) -> str:
    plain = typed.casefold()
    if re.fullmatch(r"[0-9a-f]{64}", plain):
        return plain
    named = plain.rpartition("/")[2]
    found = [sha256 for sha256, name in known.items() if sha256.startswith(plain) or named in name]
    if len(found) == 1:
        return found[0]
    names = ", ".join(known.values()) or "none yet: frkit receive takes files in"
    fact = f"{len(found)} files of the request fit '{typed}'." if found else f"No file of the request fits '{typed}'."
    raise WrongUsage(fact, place="--of", remedy=f"name it or its SHA-256; its files are {names}")


def _references(data: dict[str, Any], file: RequestFile) -> None:
    known = [event_id for event_id, _ in file.events]
    named = [data.get(key) for key in ("in", "event", "by_event", "of")]
    for event_id in [*data.get("after", ()), *(one for one in named if isinstance(one, str))]:
        if event_id not in known:
            remedy = "frkit request show REQUEST names them, and so do the files in events/"
            raise WrongUsage(f"No event here is called '{event_id}'{did_you_mean(event_id, known)}", remedy=remedy)


def _remedy(data: dict[str, Any], file: RequestFile) -> None:
    steps, named = [one.id for one in file.law.remedies], data.get("remedy")
    if named is not None and named not in steps:
        has = f"its steps are {', '.join(steps)}" if steps else f"none is on file for {file.law.code}"
        fact = f"The law has no step '{named}'{did_you_mean(named, steps)}"
        raise WrongUsage(fact, remedy=f"{has}; nothing was written")


def _categories(data: dict[str, Any], file: RequestFile) -> None:
    """Record types that an event speaks of, and for which the request does not ask: it would then be about nothing."""
    asked = dict.fromkeys(item.category for item in file.request.items)
    missing = next((one for one in data.get("categories", ()) if one not in asked), None)
    if missing is not None:
        fact = f"The request asks for no '{missing}'{did_you_mean(missing, asked)}"
        raise WrongUsage(fact, remedy=f"it asks for {', '.join(asked)}; nothing was written")


def _items(data: dict[str, Any], file: RequestFile) -> None:
    numbers = {item.number for item in file.request.items}
    claimed = [number for claim in data.get("exemptions", ()) for number in claim.get("items", ())]
    missing = sorted({*data.get("items", ()), *data.get("for", ()), *claimed} - numbers)
    if missing:
        has = ", ".join(map(str, sorted(numbers)))
        raise WrongUsage(f"The request has no item {missing[0]}.", remedy=f"its items are {has}; nothing was written")
