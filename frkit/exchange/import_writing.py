"""Writing an imported history into a campaign: all of it is checked before the first file, and nothing comes twice."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from frkit.base.errors import FrkitError
from frkit.base.files import sha256_of, sha256_of_bytes
from frkit.base.models import check_model
from frkit.base.yaml_places import read_yaml
from frkit.exchange.csv_events import faults_in, references_in
from frkit.exchange.import_agencies import Placed
from frkit.exchange.import_types import Attached, History, Part
from frkit.law.exemptions import exemption_cited
from frkit.law.loading import load_jurisdiction
from frkit.law.types import Jurisdiction
from frkit.tracking.event_base import FileRecord, Origin
from frkit.tracking.events import BY_KIND, Event, event_from
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.privacy import found_in_text
from frkit.tracking.types import Item, Request

KeepLetter = Callable[[str, str, str, date], Mapping[str, str] | None]
"""Keeps a text of ours that went out (request, kind of event, text, day); gives its hashes, or None if it cannot."""
Fetch = Callable[[str, Path], None]
"""Downloads an address into a file."""
_FREEZES = ("sent", "refrozen")
_NO_ID = "2000-01-01-note-00000000"


@dataclass(frozen=True)
class Plan:
    """What an import will do to one request; made only if all of it can be done."""

    history: History
    request: Request
    request_id: str | None
    """The request that is there already, or None for one to be made."""
    new: tuple[Part, ...]
    """In the order in which they can be written: what others point at comes first."""
    known: Mapping[str, str]
    """Keys of parts that are there already -> id of their event."""
    changed: tuple[Part, ...] = ()
    """Parts that are there, and of which the source now says something else."""
    gone: tuple[str, ...] = ()
    """Ids of imported events that the source no longer has."""
    late: tuple[tuple[str, str], ...] = ()
    """Files of parts that are there, which their event does not have: its id, and the name of the file."""
    keeps_original: bool = False


@dataclass
class Done:
    """What an import did to one request."""

    request_id: str
    written: list[tuple[str, Part]] = field(default_factory=list)


class Importer:
    """Plans and writes imports into one campaign."""

    def __init__(self, folder: CampaignFolder, *, by: str, now: str, today: date) -> None:
        self.folder, self.by, self.now, self.today = folder, by, now, today
        self._requests: dict[tuple[str, str], str] | None = None
        self._secrets = folder.private_values()

    # planning

    def plan(self, history: History, placed: Placed | None, items: tuple[Item, ...], requester: str | None) -> Plan:
        """What an import will do; raises FrkitError with everything that keeps it from being done."""
        request_id = self.request_of(history)
        if request_id is not None:
            file = self.folder.load(request_id)
            request, law, events = file.request, file.law, file.events
        else:
            assert placed is not None, "a request that is not there needs an agency"
            request = self._request(history, placed, items, requester)
            law, events = load_jurisdiction(request.law, self.folder.overlay), ()
        origins = [(event_id, event.imported) for event_id, event in events]
        mine = {one.key: (event_id, one) for event_id, one in origins if one and one.source == history.source}
        ids = {event_id for event_id, _ in events}
        known = {key: event_id for key, (event_id, _) in mine.items()} | {one: one for one in ids}
        new = tuple(_with_exemptions(part, law) for part in history.parts if part.key not in known)
        faults = [*history.faults, *self._faults(new, known, request, law)]
        if faults:
            raise _refused(faults)
        keys = {part.key for part in history.parts}
        changed = tuple(part for part in history.parts if part.key in mine and _differs(part, mine[part.key][1]))
        original = history.original is not None and (bool(new or changed) or not _has_original(mine))
        gone = tuple(one for key, (one, _) in mine.items() if key not in keys and not key.startswith("original:"))
        late = tuple(_late_files(history.parts, mine, dict(events)))
        return Plan(history, request, request_id, _in_dependence(new), known, changed, gone, late, original)

    def request_of(self, history: History) -> str | None:
        """The request that an earlier import of this history made, or that it names by its folder."""
        if self._requests is None:
            self._requests = {}
            for request_id in self.folder.request_ids():
                origin = self._origin(request_id)
                if origin is not None:
                    self._requests[(origin.source, origin.key)] = request_id
        if history.source == "csv" and history.key in self.folder.request_ids():
            return history.key
        return self._requests.get((history.source, history.key))

    def _origin(self, request_id: str) -> Origin | None:
        with suppress(FrkitError):
            path = self.folder.root / "requests" / request_id / "request.yaml"
            request, _ = check_model(Request, read_yaml(path), lenient=True)
            return request.imported if request is not None else None
        return None

    def _request(self, history: History, placed: Placed, items: tuple[Item, ...], requester: str | None) -> Request:
        if history.faults and not items:
            raise _refused(list(history.faults))
        if not items:
            remedy = "say it with --pack or --item" + (", or in the column 'asked'" if history.source == "csv" else "")
            raise FrkitError("Nothing says what was asked for.", place=history.called, remedy=remedy)
        origin = Origin(source=history.source, key=history.key, url=history.url)
        fields = {"places": placed.agency.places, "requester": requester, "title": history.called, **history.fields}
        return Request(
            agency=placed.agency.id, law=placed.law, items=items, period=history.period, imported=origin, **fields
        )

    def _faults(self, new: Iterable[Part], known: Mapping[str, str], request: Request, law: Jurisdiction) -> list[str]:
        parts = tuple(new)
        keys = {*known, *(part.key for part in parts)}
        found = []
        for part in parts:
            wrong = faults_in(part.values) or self._misfits(part, request, law)
            wrong += [f"no event is called '{one}'" for one in _pointed_at(part) if one not in keys]
            wrong += [f"there is no file {one.path}" for one in part.files if one.path and not one.path.is_file()]
            found += [f"{part.where}: {one}" for one in wrong or self._private(part)]
        circle = _circle(parts)
        return found + ([f"{circle.where}: it comes after itself, by way of others"] if circle and not found else [])

    def _misfits(self, part: Part, request: Request, law: Jurisdiction) -> list[str]:
        event = _trial(part.values)
        numbers = {item.number for item in request.items}
        claims = [number for claim in getattr(event, "exemptions", ()) for number in claim.items]
        missing = sorted({*getattr(event, "items", ()), *claims} - numbers)
        found = [f"the request has no item {missing[0]}; its items are {_spans(numbers)}"] if missing else []
        if event.date > self.today + timedelta(days=1):
            found.append(f"{event.date} lies in the future")
        received = getattr(event, "received", None)
        if received is not None and received < event.date:
            found.append(f"received on {received}, before its own date {event.date}")
        remedy, steps = getattr(event, "remedy", None), [one.id for one in law.remedies]
        if remedy is not None and remedy not in steps:
            found.append(f"the law of {law.code} has no step '{remedy}'; its steps are {', '.join(steps) or 'none'}")
        return found

    def _private(self, part: Part) -> list[str]:
        if not found_in_text("\n".join(_texts(part.values)), self._secrets):
            return []
        try:
            self.folder.refuse_private_event(_trial(part.values))
        except FrkitError as error:
            return [f"{error.fact} {error.remedy}"]
        return []

    # writing

    def write(
        self, plan: Plan, keep_letter: KeepLetter, fetch: Fetch | None = None, tick: Callable[[], None] | None = None
    ) -> Done:
        """Write what is new, a ``tick`` for each event; run again after an interruption it goes on where it stopped."""
        request_id = plan.request_id or self._create(plan)
        done, ids = Done(request_id), dict(plan.known)
        parts = [*plan.new, *([self._original(plan)] if plan.keeps_original else [])]
        for part in parts:
            with _Desk(keep_letter, fetch) as desk:
                event_id = self._write_one(plan, request_id, part, ids, desk)
            ids[part.key] = event_id
            done.written.append((event_id, part))
            if tick is not None:
                tick()
        return done

    def _create(self, plan: Plan) -> str:
        history, day = plan.history, plan.history.first_day or self.today
        named = _folder_name(history.key) if history.source == "csv" else None
        agency = plan.request.agency.removeprefix(f"{plan.request.law}-")
        made = self.folder.create_request(plan.request, named[1] if named else agency, named[0] if named else day)
        if self._requests is not None:
            self._requests[(history.source, history.key)] = made
        return made

    def _write_one(self, plan: Plan, request_id: str, part: Part, ids: Mapping[str, str], desk: _Desk) -> str:
        day: date = part.values["date"]
        data = {**part.values, **_resolved(part, ids)}
        data["entered"], data["by"] = data.get("entered") or self.now, data.get("by") or self.by
        files = list(part.files)
        if part.letter is not None:
            hashes = desk.keep_letter(request_id, data["kind"], part.letter, day)
            data |= hashes or {}
            if hashes is None:
                files.append(Attached("letter.txt", data=part.letter.encode(), role="letter", private=True))
        if data["kind"] in _FREEZES:
            since = min(filter(None, (plan.history.first_day, day)))
            data["law_file"], data["law_sha256"] = self.folder.freeze_law(request_id, self.today, since=since)
            frozen = f"The law was frozen on {self.today}, at the import, not on the day it is dated."
            data["note"] = f"{data['note'].rstrip('.')}. {frozen}" if data.get("note") else frozen
        records = [self._take_in(request_id, one, day, plan.history.site, desk) for one in files]
        if records:
            data["documents"] = [record.model_dump() for record in _once(records)]
        origin = Origin(source=plan.history.source, key=part.key, url=part.url, sha256=part.says or None)
        data["imported"] = origin.model_dump(exclude_none=True)
        event_id, _ = self.folder.add_event(request_id, event_from(data))
        return event_id

    def _take_in(self, request_id: str, one: Attached, day: date, site: str | None, desk: _Desk) -> FileRecord:
        """A file with the site that it came from; not the page, which bears the requester's name."""
        record = self.folder.take_in(request_id, desk.path_of(one), day, private=one.private, came_from=site)
        return record.model_copy(update={"role": one.role})

    def _original(self, plan: Plan) -> Part:
        """The data of the source as it was saved, as a note of the team."""
        original = plan.history.original
        assert original is not None
        data = original.data if original.data is not None else original.path.read_bytes() if original.path else b""
        digest = sha256_of_bytes(data)
        text = f"Imported from {plan.history.source}: '{plan.history.called}', {len(plan.new)} new."
        values = {"kind": "note", "date": self.today, "audience": "team", "text": text}
        return Part(f"original:{digest}", values, "the file itself", files=(original,), url=plan.history.url)


class _Desk(ExitStack):
    """Where the files of one part lie until they are taken in, and how they and letters are kept."""

    def __init__(self, keep_letter: KeepLetter, fetch: Fetch | None) -> None:
        super().__init__()
        self.keep_letter, self.fetch = keep_letter, fetch

    def path_of(self, one: Attached) -> Path:
        """The file of an attachment, downloaded or written out if it is not on disk."""
        if one.path is not None:
            return one.path
        folder = self.enter_context(tempfile.TemporaryDirectory(prefix="frkit-import-"))
        path = Path(folder) / (_plain_name(one.name) or "file")
        if one.data is not None:
            path.write_bytes(one.data)
        elif one.url and self.fetch:
            self.fetch(one.url, path)
        else:
            raise FrkitError(f"The file {one.name} is not here.", remedy="save it, and name its folder with --files")
        return path


def _plain_name(name: str) -> str:
    """The last part of a name, without what no file system takes; at most 200 bytes, the ending kept."""
    last = "".join(letter for letter in name.replace("\\", "/").split("/")[-1] if letter.isprintable()).strip(". ")
    stem, dot, suffix = last.rpartition(".")
    room = 200 - len(suffix.encode()) - 1
    short = (stem if dot else last).encode()[: room if dot else 200].decode("utf-8", "ignore")
    return f"{short}.{suffix}" if dot and room > 0 else short


def _differs(part: Part, origin: Origin) -> bool:
    return bool(part.says and origin.sha256 and part.says != origin.sha256)


def _late_files(
    parts: Iterable[Part], mine: Mapping[str, tuple[str, Origin]], events: Mapping[str, Event]
) -> Iterator[tuple[str, str]]:
    """Files that came with what was imported before, and that its event does not have."""
    for part in parts:
        if part.files and part.key in mine:
            event_id = mine[part.key][0]
            has = {record.sha256 for record in events[event_id].documents}
            for one in part.files:
                digest = sha256_of(one.path) if one.path else sha256_of_bytes(one.data) if one.data else None
                if digest is not None and digest not in has:
                    yield event_id, one.name


def _has_original(mine: Iterable[str]) -> bool:
    return any(key.startswith("original:") for key in mine)


def _with_exemptions(part: Part, law: Jurisdiction) -> Part:
    """The grounds that an agency cites, joined to the place's own entries where one fits."""
    claims = part.values.get("exemptions")
    if not claims:
        return part
    joined = []
    for claim in claims:
        found = exemption_cited(law, claim["cited"])
        joined.append({**claim, "id": found.id} if found is not None else claim)
    return Part(**{**vars(part), "values": {**part.values, "exemptions": joined}})


def _pointed_at(part: Part) -> list[str]:
    found: list[str] = []
    for name in references_in(part.values["kind"]):
        value = part.values.get(name)
        found += [value] if isinstance(value, str) else list(value or ())
    return found


def _resolved(part: Part, ids: Mapping[str, str]) -> dict[str, Any]:
    """The fields that point at other events, with the ids that these have here."""
    values = {name: part.values[name] for name in references_in(part.values["kind"]) if part.values.get(name)}
    return {name: ids[one] if isinstance(one, str) else [ids[key] for key in one] for name, one in values.items()}


def _texts(value: Any) -> Iterator[str]:
    """Every text in some values."""
    if isinstance(value, Mapping):
        value = value.values()
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        for one in value:
            yield from _texts(one)


def _trial(values: Mapping[str, Any]) -> Event:
    """The event in some values as far as it can be made before anything is written."""
    data = {key: value for key, value in values.items() if key not in references_in(values["kind"])}
    data |= {"entered": values.get("entered") or "2000-01-01T00:00:00Z", "by": values.get("by") or "nobody"}
    if values["kind"] == "corrected":
        data["event"] = _NO_ID
    if values["kind"] == "refrozen":
        data |= {"law_file": "law/x.yaml", "law_sha256": "0" * 64}
    return BY_KIND[data["kind"]].model_validate(data)


def _in_dependence(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """By day as far as what they point at allows: that comes first."""
    by_key = {part.key: part for part in parts}
    ordered: dict[str, Part] = {}
    for part in sorted(parts, key=lambda one: (one.values["date"], one.values.get("time") or "")):
        waiting = [part]
        while waiting:
            before = [by_key[key] for key in _pointed_at(waiting[-1]) if key in by_key and key not in ordered]
            if before:
                waiting += before
            else:
                done = waiting.pop()
                ordered[done.key] = done
    return tuple(ordered.values())


def _circle(parts: tuple[Part, ...]) -> Part | None:
    """A part that points at itself by way of others, or None."""
    points = {part.key: [one for one in _pointed_at(part)] for part in parts}
    free = True
    while free:
        free_keys = [key for key, ahead in points.items() if not any(one in points for one in ahead)]
        free = bool(free_keys)
        for key in free_keys:
            del points[key]
    return next((part for part in parts if part.key in points), None)


def _once(records: list[FileRecord]) -> list[FileRecord]:
    """Each file once, though a message may bring the same bytes twice."""
    return list({record.file: record for record in records}.values())


def _folder_name(key: str) -> tuple[date, str] | None:
    """The month and the rest of a name that looks like that of a request's folder."""
    month, rest = key[:7], key[8:]
    if key[7:8] != "-" or not rest or not all(one.islower() or one.isdigit() or one == "-" for one in rest):
        return None
    with suppress(ValueError):
        return date.fromisoformat(f"{month}-01"), rest
    return None


def _spans(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))


def _refused(faults: list[str]) -> FrkitError:
    ordered = sorted(faults, key=_line)
    shown = "\n  ".join(ordered[:20])
    more = f"\n  and {len(faults) - 20:,} more" if len(faults) > 20 else ""
    remedy = "mend it and run the import again; of this request nothing was written"
    if any("is not a date like 2026-03-02" in fault for fault in faults):
        remedy += "\n    if all days are spelt so, say how: --date-format DD/MM/YYYY"
    return FrkitError(f"Not all of it can be taken in:\n  {shown}{more}", remedy=remedy)


def _line(fault: str) -> int:
    """The line of a table that a fault names, or 0."""
    found = re.search(r":(\d+): ", fault)
    return int(found[1]) if found else 0
