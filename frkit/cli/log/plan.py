"""An event that a person typed, checked against its request before anything is written, and then written."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import sha256_of
from frkit.cli.log.context import complete, date_doubts, refuse_misfits
from frkit.cli.log.event_options import event_values
from frkit.tracking.event_files import event_id_of, event_text
from frkit.tracking.events import BY_KIND, Event, FileRecord, event_from
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.order import effective
from frkit.tracking.people import who_writes
from frkit.tracking.repeats import alike, the_same
from frkit.tracking.standing import Standing, standing
from frkit.tracking.types import RequestFile

if TYPE_CHECKING:
    from frkit.cli.log.sending import ToKeep

_FROZEN = {"refrozen": {"law_file": "law/x.yaml", "law_sha256": "0" * 64}}
"""Stand-ins for what is only known once the law has been frozen, to check an event before anything is written."""
_ROLES = {"produced": "record", "sent": "proof", "received_by_agency": "proof", "delivery_failed": "proof"}
_ALWAYS_A_LETTER = ("sent", "appeal_sent", "followed_up")
"""What is always written, so that the text is kept; the others may be done by telephone or on a web page."""
_TOLD = ("contradictory", "order_unclear", "extension_unlawful")
"""Flags that an event just typed may have raised by a slip."""
NEW = "this event"
"""Stands for the id of an event that has none yet."""

Fault = tuple[str, FrkitError]
"""Where something was typed, or for which request, and why it cannot be logged."""


@dataclass(frozen=True)
class Typed:
    """What a person said of one event, not yet held against a request."""

    kind: str
    day: date
    values: dict[str, Any]
    """The plain values of the event, by their names in files."""
    files: tuple[Path, ...] = ()
    proof: Path | None = None
    letter: Path | None = None
    private: bool = False
    came_from: str | None = None
    place: str = ""
    """Where it was typed, if that was a table."""


@dataclass(frozen=True)
class Desk:
    """What all events of one command share."""

    folder: CampaignFolder
    today: date
    by: str
    entered: str
    again: bool = False
    """Also log what is logged already."""


@dataclass(frozen=True)
class Planned:
    """An event that fits its request; nothing is written yet."""

    file: RequestFile
    typed: Typed
    before: Standing
    after: Standing
    same: str | None
    """Id of the event on file that says all of this."""
    notes: tuple[str, ...]
    to_keep: ToKeep | None = field(default=None, repr=False)
    following: RequestFile | None = field(default=None, repr=False)
    """The request as it will be with this event, for the next one about it."""


@dataclass(frozen=True)
class Written:
    """An event that is on file, and where the request stands since."""

    planned: Planned
    event_id: str
    path: Path
    before: Standing
    after: Standing
    notes: tuple[str, ...]


def own_values(kind: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """What options say in an event itself; files, proof and letter are taken in beside it."""
    beside = ("files", "proof", "letter", "private", "came_from")
    return event_values(BY_KIND[kind], {name: value for name, value in options.items() if name not in beside})


def desk_for(folder: CampaignFolder, today: date, *, again: bool = False) -> Desk:
    """The desk of whoever works here, now."""
    return Desk(folder, today, who_writes(folder.root), _now(), again)


def refuse_future(day: date, today: date) -> None:
    """Raise WrongUsage for a day that has not come anywhere on earth."""
    if day > max(date.today(), today) + timedelta(days=1):
        remedy = "log what has happened; check the year, and this computer's clock"
        raise WrongUsage(f"{day} lies in the future.", remedy=remedy)


def plan(desk: Desk, file: RequestFile, typed: Typed, *, real: RequestFile | None = None) -> Planned:
    """Hold what was typed against a request; raises FrkitError or WrongUsage where it cannot be logged.

    ``file`` holds events that are only planned beside those on file; ``real`` the latter alone.
    """
    data = _data(desk, typed)
    said = complete(data, real or file)
    refuse_misfits(data, real or file)
    trial = built(data | _FROZEN.get(typed.kind, {}) | _letter_hash(typed))
    desk.folder.refuse_private_event(trial)
    brings = {_hash_of(path) for path in (*typed.files, *([typed.proof] if typed.proof else []))}
    same = None if desk.again else the_same(trial, effective(file.events), brings)
    to_keep = None if same else _letter_to_keep(desk.folder, file, typed)
    day = max(desk.today, typed.day)
    following = replace(file, events=(*file.events, (_free_name(file), trial)))
    before = standing(file, day)
    after = before if same else standing(following, day)
    notes = () if same else (*said, *_doubts(data, trial, file, before, after))
    return Planned(file, typed, before, after, same, tuple(notes), to_keep, file if same else following)


def write(desk: Desk, planned: Planned) -> Written:
    """Take the files in, then write the event; what the request was read for is read anew."""
    folder, typed = desk.folder, planned.typed
    file = folder.load(planned.file.id)
    data = _data(desk, typed)
    said = complete(data, file)
    records = [
        folder.take_in(file.id, path, typed.day, private=typed.private, came_from=typed.came_from).model_copy(
            update={"role": role}
        )
        for path, role in _files(typed)
    ]
    if records:
        data["documents"] = [_dumped(record) for record in records]
    if typed.kind == "refrozen":
        data["law_file"], data["law_sha256"] = folder.freeze_law(file.id, typed.day)
    if planned.to_keep is not None:
        from frkit.cli.log.sending import keep

        data |= keep(folder, file.id, typed.kind, typed.day, planned.to_keep)
    event_id, path = folder.add_event(file.id, _unlike_those_on_file(data, file))
    day = max(desk.today, typed.day)
    before, after = standing(file, day), standing(folder.load(file.id), day)
    notes = tuple(dict.fromkeys([*said, *(note for note in planned.notes if not note.startswith("Taken to"))]))
    return Written(planned, event_id, path, before, after, notes)


def built(data: dict[str, Any]) -> Event:
    """The event in plain values; raises WrongUsage with the option that does not fit."""
    try:
        return event_from(data)
    except ValidationError as error:
        fault = error.errors()[0]
        where = "--" + str(fault["loc"][0]).replace("_", "-") if fault["loc"] else ""
        if fault["type"] == "missing":
            raise WrongUsage(f"{where} is missing.", remedy="nothing was written") from None
        message = str(fault["msg"]).removeprefix("Value error, ")
        if fault["type"] == "string_pattern_mismatch":
            form = "a time like 14:30" if where == "--time" else "of the right form"
            message = f"'{fault['input']}' is not {form}"
        raise WrongUsage(f"This does not fit: {message}.", place=where, remedy="nothing was written") from None


def _data(desk: Desk, typed: Typed) -> dict[str, Any]:
    values = {key: list(value) if isinstance(value, list) else value for key, value in typed.values.items()}
    if "exemptions" in values:
        values["exemptions"] = [dict(claim) for claim in values["exemptions"]]
    return {"kind": typed.kind, "date": typed.day, "entered": desk.entered, "by": desk.by, **values}


def _files(typed: Typed) -> list[tuple[Path, str]]:
    role = _ROLES.get(typed.kind, "reply")
    return [*((path, role) for path in typed.files), *([(typed.proof, "proof")] if typed.proof is not None else [])]


def _hash_of(path: Path) -> str:
    """The hash of a file that will be taken in; raises WrongUsage or FrkitError for one that cannot be."""
    if not path.exists():
        raise WrongUsage("There is no such file.", place=str(path), remedy="check the path")
    if not path.is_file():
        kind = "a folder" if path.is_dir() else "not a regular file"
        raise WrongUsage(f"This is {kind}.", place=str(path), remedy="name the files themselves")
    if not os.access(path, os.R_OK):
        raise FrkitError("You may not read this file.", place=str(path), remedy="check its permissions")
    return sha256_of(path)


def _letter_hash(typed: Typed) -> dict[str, str]:
    """The hash that a letter of the person's own will have, to tell it from another of the same day."""
    if typed.letter is None:
        return {}
    from frkit.cli.log.sending import hash_of_letter

    return {"letter_sha256": hash_of_letter(typed.letter)}


def _letter_to_keep(folder: CampaignFolder, file: RequestFile, typed: Typed) -> ToKeep | None:
    if typed.letter is None and typed.kind not in _ALWAYS_A_LETTER:
        return None
    from frkit.cli.log.sending import letter_to_keep

    about = str(typed.values.get("about", ""))
    return letter_to_keep(folder, file, typed.kind, typed.day, typed.letter, about)


def _doubts(data: dict[str, Any], trial: Event, file: RequestFile, before: Standing, after: Standing) -> list[str]:
    """What may be a slip: said, and never a reason to refuse."""
    notes = date_doubts(data, file)
    known = {(flag.name, flag.message) for flag in before.flags}
    fresh = [flag for flag in after.flags if flag.name in _TOLD and (flag.name, flag.message) not in known]
    of_sending = bool(notes)
    notes += [
        flag.message[0].lower() + flag.message[1:]
        for flag in fresh
        if NEW in flag.message or flag.name == "extension_unlawful"
        if not (of_sending and "sent" in flag.message)
    ]
    near = alike(trial, effective(file.events))
    if near is not None and not any(near in note for note in notes):
        notes.append(
            f"{near} is of the same kind and day. If this one replaces it: frkit log corrected {file.id} "
            f"--event {near} --reason WHY --date DATE"
        )
    return notes


def _free_name(file: RequestFile) -> str:
    planned = sum(event_id.startswith(NEW) for event_id, _ in file.events)
    return NEW if not planned else f"{NEW} ({planned + 1})"


def _unlike_those_on_file(data: dict[str, Any], file: RequestFile) -> Event:
    """The event, with a moment of its own: two that say the same within one second would be one file."""
    known = {event_id for event_id, _ in file.events}
    event = built(data)
    while event_id_of(event, event_text(event).encode()) in known:
        time.sleep(0.2)
        event = built(data | {"entered": _now()})
    return event


def _dumped(record: FileRecord) -> dict[str, Any]:
    return record.model_dump(exclude_none=True)


def _now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def several(faults: Sequence[Fault], of: int) -> FrkitError:
    """One error for what does not fit several requests; the only one of a single request speaks for itself."""
    if of == 1:
        return faults[0][1]
    lines = "\n".join(f"  {name}: {error.fact}" for name, error in faults)
    remedy = next((error.remedy for _, error in faults if error.remedy), "")
    end = "" if "nothing was written" in remedy else "; nothing was written"
    return WrongUsage(f"It does not fit {len(faults)} of {of} requests:\n{lines}", remedy=f"{remedy}{end}".lstrip("; "))
