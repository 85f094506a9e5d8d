"""A request as WhatDoTheyKnow, or another site that runs Alaveteli, gives it: JSON, and the ZIP of its attachments.

The JSON tells when something came or went and how people classified it; it holds no text. The attachments are in the
ZIP, numbered by the reply that they came with.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.json_reading import json_in
from frkit.exchange.import_types import Attached, Draft, History, Part, local, moment, says

HOME = "https://www.whatdotheyknow.com"
TO_READ = {
    "waiting_response": "acknowledged",
    "waiting_clarification": "clarification-asked",
    "not_held": "no-records --wording 'ITS WORDS'",
    "rejected": "denied --exemption 'GROUND'",
    "partially_successful": "produced --partial",
    "successful": "produced",
    "error_message": "delivery-failed",
}
"""How people classified a reply -> what it hints at, to be logged by whoever has read it."""
LARGEST_MEMBER = 512 << 20
LARGEST_ZIP = 1 << 30
MOST_MEMBERS = 5000
_SENDINGS = ("sent", "resent")
_NUMBERED = re.compile(r"(\d{1,4})_\d{1,4}_(.+)", re.DOTALL)
_SUMMARY = re.compile(r"correspondence\.(txt|pdf|html)", re.IGNORECASE)
Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Options:
    """What the JSON leaves open, as the user said it."""

    site: str = HOME
    files: Path | None = None
    """The ZIP of the request, or the folder that it was unpacked to."""
    in_order: bool = False
    """Take the n-th reply of the ZIP for the n-th of the JSON, also where some may be hidden."""


@dataclass(frozen=True)
class Member:
    """A file of the ZIP or the folder, by the reply that it says it belongs to."""

    name: str
    reply: str
    """The number of the reply in the ZIP, or the id of its event or message; empty for the summary."""
    made: Attached


def read_wdtk(name: str, data: bytes, options: Options) -> Draft:
    """The request in saved JSON, to be finished in the zone of its agency; raises WrongUsage for anything else."""
    try:
        entry = json_in(data.decode("utf-8-sig"))
    except ValueError:
        remedy = "save the address of the request with .json at its end"
        raise WrongUsage("The file is not JSON.", place=name, remedy=remedy) from None
    if not isinstance(entry, dict) or not isinstance(entry.get("info_request_events"), list):
        remedy = "save the address of the request with .json at its end, as in docs/importing.md"
        raise WrongUsage("The JSON is not that of a request of WhatDoTheyKnow.", place=name, remedy=remedy)
    body = entry.get("public_body") if isinstance(entry.get("public_body"), dict) else {}
    assert isinstance(body, dict)
    page = f"{options.site.rstrip('/')}/request/{entry.get('url_title')}"
    names = [_text(body.get(key)) for key in ("name", "short_name", "url_name")]
    history = History(
        source="wdtk",
        key=f"{urlsplit(options.site).hostname}/{entry.get('id')}",
        called=_text(entry.get("title")) or f"Request {entry.get('id')}",
        agency=names[0],
        names=tuple(one for one in names[1:] if one),
        parts=(),
        url=page if entry.get("url_title") else None,
        site=urlsplit(options.site).hostname,
        words=_text(entry.get("title")),
        original=Attached(f"wdtk-{entry.get('id')}.json", data=data, role="other", private=True),
    )
    return Draft(history, lambda zone: _Reader(entry, history, options, zone).history())


class _Reader:
    """One request read in the zone of its agency."""

    def __init__(self, entry: Entry, history: History, options: Options, zone: ZoneInfo) -> None:
        self.entry, self.base, self.options, self.zone = entry, history, options, zone
        self.events = [one for one in entry["info_request_events"] if isinstance(one, dict)]
        self.replies = [one for one in self.events if one.get("event_type") == "response"]
        self.notes: list[str] = []
        self.faults: list[str] = []
        self.appealed = False
        self.asked_for = False

    def history(self) -> History:
        """The request with a part for each message; what else happened on the site is counted."""
        members = self._members()
        placed = self._placed(members)
        parts: list[Part] = []
        left: Counter[str] = Counter()
        for one in self.events:
            part = self._part(one, placed)
            if part is not None:
                parts.append(part)
            elif one.get("event_type") not in ("sent", "resent", "response", "followup_sent", "followup_resent"):
                left[_text(one.get("event_type")) or "unnamed"] += 1
        self._tell(left)
        seen = Counter(part.key for part in parts)
        self.faults += [f"the event {key} stands there twice" for key, count in seen.items() if count > 1]
        return replace(self.base, parts=tuple(parts), notes=tuple(self.notes), faults=tuple(self.faults))

    def _part(self, one: Entry, placed: Mapping[str, tuple[Attached, ...]]) -> Part | None:
        kind = _text(one.get("event_type"))
        values = self._kind(kind, one)
        if values is None:
            return None
        when = moment(one.get("created_at"))
        if when is None:
            self.faults.append(f"event {one.get('id')}: its time '{one.get('created_at')}' cannot be read")
            return None
        told = local(when, self.zone)
        key = str(one.get("id"))
        about = "Imported from the request's page."
        hint = TO_READ.get(_text(one.get("calculated_state")), "") if kind == "response" else ""
        if values["kind"] == "followed_up" and self.asked_for:
            hint, self.asked_for = "clarified", False
        if kind == "response" and one.get("calculated_state") == "waiting_clarification":
            self.asked_for = True
        digest = says(kind, one.get("created_at"), one.get("incoming_message_id"), one.get("outgoing_message_id"))
        where = f"event {key} ({kind}) of {told['date']}"
        values = {**told, "note": about, **values}
        return Part(key, values, where, digest, placed.get(key, ()), to_read=hint, url=self._address(one))

    def _kind(self, kind: str, one: Entry) -> dict[str, Any] | None:
        if kind == "response":
            return {"kind": "arrived", "channel": "email"}
        if kind in _SENDINGS:
            return {"kind": "sent", "method": "email"}
        if kind in ("followup_sent", "followup_resent"):
            if one.get("described_state") == "internal_review" and not self.appealed:
                self.appealed = True
                return {"kind": "appeal_sent", "method": "email"}
            return {"kind": "followed_up", "method": "email"}
        if kind == "send_error":
            text = "The site says that a message could not be sent. If it was the request, log delivery-failed."
            return {"kind": "note", "audience": "team", "text": text}
        return None

    def _address(self, one: Entry) -> str | None:
        if self.base.url is None:
            return None
        for key, word in (("incoming_message_id", "incoming"), ("outgoing_message_id", "outgoing")):
            if one.get(key):
                return f"{self.base.url}#{word}-{one[key]}"
        return self.base.url

    # files

    def _members(self) -> list[Member]:
        if self.options.files is None:
            if self.replies:
                self.notes.append(
                    "The JSON names no attachments: download the ZIP of the request and name it with --files."
                )
            return []
        if self.options.files.is_dir():
            return _in_folder(self.options.files)
        return _in_zip(self.options.files)

    def _placed(self, members: list[Member]) -> dict[str, tuple[Attached, ...]]:
        """The id of each event -> its files; a file whose reply is not certain is told and left."""
        ids = {str(one.get("incoming_message_id")): str(one.get("id")) for one in self.replies}
        order = [str(one.get("id")) for one in self.replies]
        numbers = [int(one.reply) for one in members if one.reply.isdigit() and one.made.role == "reply"]
        certain = self.options.in_order or max(numbers, default=0) == len(order)
        first = next((str(one.get("id")) for one in self.events if one.get("event_type") == "sent"), None)
        found: dict[str, tuple[Attached, ...]] = {}
        unplaced = []
        for one in members:
            target: str | None
            if not one.reply:
                target = first
            elif one.made.role == "other":
                target = one.reply if one.reply in order else ids.get(one.reply)
            else:
                number = int(one.reply)
                target = order[number - 1] if certain and 0 < number <= len(order) else None
            if target is None:
                unplaced.append(one.name)
            else:
                role = "other" if not one.reply else "reply"
                found[target] = (*found.get(target, ()), replace(one.made, role=role))
        if unplaced:
            self._refuse_unplaced(unplaced, max(numbers, default=0), len(order))
        return found

    def _refuse_unplaced(self, names: list[str], highest: int, replies: int) -> None:
        shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
        why = f"the highest number in the ZIP is {highest} and the JSON has {replies} replies, so some may be hidden"
        how = "look at the page; then --in-order, or lay them in folders named after the events"
        self.faults.append(f"it is not certain which reply brought {shown}: {why}; {how}")

    def _tell(self, left: Counter[str]) -> None:
        if left:
            listed = ", ".join(f"{count} {name}" for name, count in sorted(left.items()))
            self.notes.append(f"Left out, since they are no messages: {listed}.")
        if status := (_text(self.entry.get("display_status")) or _text(self.entry.get("described_state"))).rstrip("."):
            self.notes.append(
                f"The site calls the request '{status}'. That is no event; read the replies and log them."
            )
        if law := _text(self.entry.get("law_used")):
            self.notes.append(f"The site took it to be a request under '{law}'; check the law that frkit uses.")
        if _text(self.entry.get("prominence")) not in ("", "normal"):
            self.notes.append("The request is hidden on the site: think before you share this campaign.")


def _in_folder(folder: Path) -> list[Member]:
    """Files as the ZIP names them, and files in folders that are named after an event or a message."""
    found = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name.startswith("."):
            continue
        below = path.relative_to(folder).parts
        if len(below) > 1 and below[0].isdigit():
            found.append(Member("/".join(below), below[0], Attached(path.name, path=path, role="other")))
        elif len(below) == 1:
            found += _named(path.name, Attached(path.name, path=path))
    return found


def _in_zip(path: Path) -> list[Member]:
    """The files of the ZIP, as far as they are of a size that can be honest; raises FrkitError otherwise."""
    found: list[Member] = []
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > LARGEST_ZIP:
                raise FrkitError("The ZIP holds too much.", place=str(path), remedy="unpack it, and name the folder")
            for info in infos:
                with archive.open(info) as member:
                    data = member.read(LARGEST_MEMBER + 1)
                if len(data) > LARGEST_MEMBER:
                    remedy = "unpack it, and name the folder with --files"
                    raise FrkitError(f"{info.filename} is too large.", place=str(path), remedy=remedy)
                name = info.filename.replace("\\", "/").split("/")[-1]
                found += _named(name, Attached(name, data=data))
    except FileNotFoundError:
        raise WrongUsage("There is no such ZIP or folder.", place=str(path), remedy="check --files") from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        fact = f"The ZIP cannot be read ({error})."
        raise FrkitError(fact, place=str(path), remedy="download it again, or unpack it and name the folder") from None
    return found


def _named(name: str, made: Attached) -> list[Member]:
    """A file by what its name says: the summary of the whole, or the reply that it came with."""
    if _SUMMARY.fullmatch(name):
        return [Member(name, "", replace(made, private=True))]
    numbered = _NUMBERED.fullmatch(name)
    if numbered is None:
        return [Member(name, "?", replace(made, role="other"))]
    return [Member(name, numbered[1], replace(made, name=numbered[2], role="reply"))]


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else "" if value is None else str(value)
