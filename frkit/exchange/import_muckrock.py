"""A request as MuckRock's programming interface gives it, version 1 or 2, saved as JSON.

Version 1 holds the communications and files in the request; version 2 keeps requests, communications, files and
agencies apart. Neither says what a reply means in law: a reply is logged as arrived, and the status that MuckRock gave
it is only a hint at what to log after reading.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from zoneinfo import ZoneInfo

from frkit.base.errors import WrongUsage
from frkit.base.json_reading import json_in
from frkit.exchange.import_fetching import Site
from frkit.exchange.import_types import Attached, Draft, History, Part, listed, local, moment, says, stamp

HOME = "https://www.muckrock.com"
TO_READ = {
    "ack": "acknowledged",
    "processed": "acknowledged",
    "fix": "clarification-asked",
    "payment": "fee-estimated --amount AMOUNT",
    "rejected": "denied --exemption 'GROUND'",
    "no_docs": "no-records --wording 'ITS WORDS'",
    "done": "produced",
    "partial": "produced --partial",
    "appealing": "acknowledged",
}
"""Status that MuckRock gave a reply -> what it hints at, to be logged by whoever has read it."""
_METHODS = {"email": "email", "fax": "fax", "mail": "post", "web": "portal"}
Entry = Mapping[str, Any]


@dataclass
class Saved:
    """What was saved from MuckRock, by what it is."""

    requests: dict[str, Entry] = field(default_factory=dict)
    communications: list[Entry] = field(default_factory=list)
    files: dict[str, Entry] = field(default_factory=dict)
    agencies: dict[str, Entry] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    originals: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Options:
    """What the JSON leaves open, as the user said it."""

    files: Path | None = None
    """The folder with the files of the communications."""
    download: bool = False
    without_files: bool = False
    method: str = "other"
    """How messages went, where the JSON does not say it."""


def read_muckrock(saved: Sequence[tuple[str, bytes]], options: Options) -> list[Draft]:
    """The requests in saved JSON, each to be finished in the zone of its agency.

    Raises WrongUsage for what is not JSON, or holds no request.
    """
    found = Saved()
    for name, data in saved:
        for entry in _entries(_parsed(name, data), name):
            _sort_in(found, entry, name, data)
    if not found.requests:
        what = "; ".join(dict.fromkeys(found.unknown)) or "it holds other things of MuckRock"
        remedy = f"save the request itself: {HOME}/api_v2/requests/NUMBER/ (docs/importing.md)"
        raise WrongUsage("No request of MuckRock is in what was given.", place=what, remedy=remedy)
    return [_draft(found, key, entry, options) for key, entry in found.requests.items()]


def fetch_muckrock(site: Site, url: str) -> list[tuple[str, bytes]]:
    """All that belongs to a request at an address of its page or of the interface, as if it had been saved."""
    number = next((part for part in reversed(urlsplit(url).path.replace("-", "/").split("/")) if part.isdigit()), None)
    if number is None:
        remedy = "give the address of its page, which ends with a number"
        raise WrongUsage("The address names no request of MuckRock.", place=url, remedy=remedy)
    if "/api_v1/" in url:
        whole = site.data(url)
        return [("request.json", whole), *_agency(site, "/api_v1/agency/{}/", whole)]
    whole = site.data(f"/api_v2/requests/{number}/")
    letters = site.all_pages(f"/api_v2/communications/?foia={number}")
    files: list[Any] = []
    for one in letters:
        if isinstance(one, dict) and one.get("files"):
            files += site.all_pages(f"/api_v2/files/?communication={one.get('id')}")
    saved = [("communications.json", letters), ("files.json", files)]
    more = [(name, json.dumps(entries, indent=1).encode()) for name, entries in saved if entries]
    return [("request.json", whole), *more, *_agency(site, "/api_v2/agencies/{}/", whole)]


def _agency(site: Site, path: str, request: bytes) -> list[tuple[str, bytes]]:
    entry = _parsed("request.json", request)
    number = entry.get("agency") if isinstance(entry, dict) else None
    return [("agency.json", site.data(path.format(number)))] if isinstance(number, int) else []


def _parsed(name: str, data: bytes) -> Any:
    try:
        return json_in(data.decode("utf-8-sig"))
    except ValueError:
        remedy = "save the page as JSON (docs/importing.md), not as a web page"
        raise WrongUsage("The file is not JSON.", place=name, remedy=remedy) from None


def _entries(data: Any, name: str) -> Iterable[Entry]:
    """The entries of a saved page: one, a list, or a page of a list."""
    if isinstance(data, dict) and isinstance(data.get("results"), list):
        data = data["results"]
    for entry in data if isinstance(data, list) else [data]:
        if not isinstance(entry, dict):
            raise WrongUsage("The JSON is not of MuckRock.", place=name, remedy="docs/importing.md says what to save")
        yield entry


def _sort_in(found: Saved, entry: Entry, name: str, data: bytes) -> None:
    key = str(entry.get("id", ""))
    if "communications" in entry or {"slug", "status", "agency"} <= entry.keys():
        found.requests[key] = entry
    elif {"foia", "response"} <= entry.keys() and "communication" in entry:
        found.communications.append(entry)
    elif "ffile" in entry:
        found.files[key] = entry
    elif {"name", "jurisdiction"} <= entry.keys():
        found.agencies[key] = entry
    else:
        found.unknown.append(f"{name}: an entry with {', '.join(sorted(map(str, entry))[:6])}")
        return
    found.originals[name] = data


def _draft(found: Saved, key: str, entry: Entry, options: Options) -> Draft:
    agency = found.agencies.get(str(entry.get("agency")), {})
    page = entry.get("absolute_url")
    url = _joined(page) if isinstance(page, str) and page else None
    letters: list[Entry] = [one for one in listed(entry, "communications") if isinstance(one, dict)]
    letters += [one for one in found.communications if str(one.get("foia")) == key]
    history = History(
        source="muckrock",
        key=key,
        called=_text(entry.get("title")) or f"MuckRock {key}",
        agency=_text(agency.get("name")),
        names=(f"muckrock:{entry.get('agency')}",),
        parts=(),
        url=url,
        site="MuckRock",
        words=_text(entry.get("requested_docs")),
        original=_original(found, key, entry, letters),
    )
    return Draft(history, lambda zone: _Reader(found, entry, letters, history, options, zone).history())


def _original(found: Saved, key: str, entry: Entry, letters: list[Entry]) -> Attached:
    """What was saved, as it was saved; of a list of many requests, the entries of this one."""
    if len(found.requests) == 1 and len(found.originals) == 1:
        data = next(iter(found.originals.values()))
    else:
        own = {"request": entry, "communications": letters, "files": list(found.files.values())}
        if len(found.requests) > 1:
            own.pop("files")
        data = json.dumps(own, indent=1, ensure_ascii=False).encode("utf-8", "replace")
    return Attached(f"muckrock-{key}.json", data=data, role="other", private=True)


class _Reader:
    """One request read in the zone of its agency."""

    def __init__(
        self,
        found: Saved,
        entry: Entry,
        letters: list[Entry],
        history: History,
        options: Options,
        zone: ZoneInfo,
    ) -> None:
        self.found, self.entry, self.letters = found, entry, letters
        self.base, self.options, self.zone = history, options, zone
        self.notes: list[str] = []
        self.faults: list[str] = []
        self.naive = 0
        self.asked = history.words

    def history(self) -> History:
        """The request with a part for each communication that can be dated."""
        dated = [(when, one) for one in self.letters if (when := _when(one)) is not None]
        undated = len(self.letters) - len(dated)
        if undated:
            self.faults.append(f"{undated} communication{'s have' if undated > 1 else ' has'} no date that can be read")
        mixed = len({when.tzinfo is None for when, _ in dated}) > 1
        ordered = sorted(
            dated, key=lambda pair: stamp(pair[0]) if not mixed else pair[0].replace(tzinfo=None).isoformat()
        )
        counts = Counter(stamp(when) for when, _ in ordered)
        first = next((number for number, (_, one) in enumerate(ordered) if not one.get("response")), None)
        parts = [
            self._part(when, one, sends=number == first, alone=counts[stamp(when)] == 1)
            for number, (when, one) in enumerate(ordered)
        ]
        if first is None:
            parts += self._only_submitted()
        parts += self._own_notes()
        self._tell()
        words = self.asked or next((part.letter for part in parts if part.letter and part.key == "submitted"), "") or ""
        return replace(
            self.base, parts=tuple(_unequal(parts)), words=words, notes=tuple(self.notes), faults=tuple(self.faults)
        )

    def _part(self, when: Any, one: Entry, *, sends: bool, alone: bool) -> Part:
        self.naive += when.tzinfo is None
        text, subject = _text(one.get("communication")), _text(one.get("subject"))
        status = _text(one.get("status"))
        digest = says(text, subject, sorted(map(_file_name, self._files(one))))
        key = "submitted" if sends else stamp(when) + ("" if alone else f" {digest[:8]}")
        told = local(when, self.zone)
        where = f"communication of {told['date']} {told['time']}"
        about = f"Imported from MuckRock: {subject}" if subject else "Imported from MuckRock."
        files = self._attached(one, where, "reply" if one.get("response") else "letter")
        values = {**told, "note": about, **self._kind(one, sends)}
        if not one.get("response"):
            return Part(key, values, where, digest, files, letter=text or None, url=self.base.url)
        heads = [f"Subject: {subject}"] if subject else []
        body = "\n".join([*heads, f"Date: {when.isoformat()}", "", text])
        message = (Attached("message.txt", data=body.encode("utf-8", "replace")),) if text else ()
        return Part(key, values, where, digest, message + files, to_read=TO_READ.get(status, ""), url=self.base.url)

    def _kind(self, one: Entry, sends: bool) -> dict[str, Any]:
        how = _METHODS.get(_text(one.get("delivered")), self.options.method)
        if one.get("response"):
            return {"kind": "arrived", "channel": how}
        if sends:
            return {"kind": "sent", "method": how}
        return {"kind": "appeal_sent" if one.get("status") == "appealing" else "followed_up", "method": how}

    def _only_submitted(self) -> list[Part]:
        """The sending, where only the request itself was saved."""
        when = moment(self.entry.get("datetime_submitted") or self.entry.get("date_submitted"))
        if when is None:
            self.notes.append("MuckRock has no day of sending: the request stays a draft.")
            return []
        if not self.letters:
            address = f"{HOME}/api_v2/communications/?foia={self.base.key}"
            self.notes.append(f"Its communications are not in what was given; save {address} too, and import again.")
        values = {"kind": "sent", "method": self.options.method, **local(when, self.zone)}
        return [Part("submitted", values, "the day of sending", url=self.base.url)]

    def _own_notes(self) -> list[Part]:
        parts = []
        for one in listed(self.entry, "notes"):
            when = _when(one) if isinstance(one, dict) else None
            text = _text(one.get("note")) if isinstance(one, dict) else ""
            if when is not None and text:
                values = {"kind": "note", "audience": "team", "text": text, **local(when, self.zone)}
                parts.append(Part(f"note {stamp(when)}", values, f"note of {values['date']}", says(text)))
        return parts

    def _files(self, one: Entry) -> list[Entry]:
        """The files of a communication; those of which only the number is there are told."""
        files = []
        for file in listed(one, "files"):
            known = file if isinstance(file, dict) else self.found.files.get(str(file))
            if known is not None:
                files.append(known)
            else:
                self.faults.append(
                    f"file {file} is named, and {HOME}/api_v2/files/?communication={one.get('id')} was not saved"
                )
        return files

    def _attached(self, one: Entry, where: str, role: str) -> tuple[Attached, ...]:
        found = []
        for file in self._files(one):
            name, address = _file_name(file), _text(file.get("ffile"))
            path = self._on_disk(name, str(one.get("id", "")))
            if path is not None:
                found.append(Attached(name, path=path, role=role))
            elif self.options.download and address:
                found.append(Attached(name, url=_joined(address), role=role))
            elif self.options.without_files:
                self.notes.append(f"{where}: the file {name} was left out ({address})")
            else:
                self.faults.append(f"{where}: the file {name} is not here ({address})")
        return tuple(found)

    def _on_disk(self, name: str, number: str) -> Path | None:
        if self.options.files is None:
            return None
        places = [self.options.files / number / name] if number else []
        return next((path for path in (*places, self.options.files / name) if path.is_file()), None)

    def _tell(self) -> None:
        """What MuckRock says of the request as a whole: none of it is an event."""
        entry = self.entry
        if status := _text(entry.get("status")):
            self.notes.append(
                f"MuckRock calls the request '{status}'. That is no event; read the replies and log them."
            )
        if number := _text(entry.get("tracking_id")):
            self.notes.append(f"MuckRock holds the agency's number {number}: log it with the reply that gave it.")
        price = _text(entry.get("price"))
        if price.strip("0."):
            self.notes.append(f"MuckRock holds a price of {price}: log fee-estimated or fee-paid from the letters.")
        if entry.get("embargo") is True or entry.get("embargo_status") in ("embargo", "permanent"):
            self.notes.append("The request is under embargo on MuckRock: think before you share this campaign.")
        if self.naive:
            self.notes.append(f"{self.naive} times have no zone; their days were taken as they are written.")
        missing = [one for one in self.found.unknown if one]
        self.notes += [f"Left out: {one}" for one in dict.fromkeys(missing)]
        self.faults = list(dict.fromkeys(self.faults))


def _when(one: Entry) -> Any:
    return moment(one.get("datetime") or one.get("date"))


def _unequal(parts: list[Part]) -> list[Part]:
    """Parts whose keys differ: the very same message twice is numbered."""
    seen: Counter[str] = Counter()
    made = []
    for part in parts:
        seen[part.key] += 1
        made.append(part if seen[part.key] == 1 else replace(part, key=f"{part.key} {seen[part.key]}"))
    return made


def _file_name(file: Entry) -> str:
    try:
        path = urlsplit(_text(file.get("ffile"))).path
    except ValueError:
        path = ""
    return unquote(path).split("/")[-1] or f"file-{file.get('id', 'unnamed')}"


def _joined(address: str) -> str:
    """An address on the site; one that cannot be read stays as it is, and is refused when it is asked for."""
    try:
        return urljoin(HOME, address)
    except ValueError:
        return address


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else "" if value is None else str(value)
