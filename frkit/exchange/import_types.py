"""What an import brings: a request as another place kept it, part by part, before anything is written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from frkit.base.files import sha256_of_bytes
from frkit.tracking.types import Item, Period


@dataclass(frozen=True)
class Attached:
    """A file that came with a part: on disk, on the net, or made here from the text of a message."""

    name: str
    path: Path | None = None
    url: str | None = None
    data: bytes | None = None
    role: str = "reply"
    private: bool = False


@dataclass(frozen=True)
class Part:
    """One thing that happened, as an event that could be written."""

    key: str
    """The name that the source itself has for it."""
    values: Mapping[str, Any]
    """The fields of the event; ids of other events may be keys of other parts."""
    where: str
    """Where it stands in the source, for messages."""
    says: str = ""
    """Hash of what the source says, to notice when that changes."""
    files: tuple[Attached, ...] = ()
    letter: str | None = None
    """The text of ours that went out."""
    to_read: str = ""
    """What the source's own status suggests to log after reading: a command without request, day and id."""
    url: str | None = None


@dataclass(frozen=True)
class History:
    """One request as its source kept it."""

    source: str
    key: str
    called: str
    """What a person knows it by."""
    agency: str
    """The agency as the source names it, or its id in the catalogue."""
    parts: tuple[Part, ...]
    url: str | None = None
    site: str | None = None
    """What the files are said to come from; None for files of the user's own."""
    names: tuple[str, ...] = ()
    """Further names or numbers by which the source knows the agency."""
    law: str | None = None
    asked: tuple[Item, ...] = ()
    """The items, where the source says them; empty where they are still to be chosen."""
    words: str = ""
    """What was asked for, in the request's own words."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Further fields of the request: title, given, places, vendors, pack, wave."""
    period: Period | None = None
    original: Attached | None = None
    """The data itself as it was saved, kept under private/."""
    notes: tuple[str, ...] = ()
    """What could not be mapped, and what a person should know."""
    faults: tuple[str, ...] = ()
    """What keeps it from being imported, each with its place."""

    @property
    def first_day(self) -> date | None:
        """The first day of its story."""
        return min((part.values["date"] for part in self.parts if "date" in part.values), default=None)


@dataclass(frozen=True)
class Draft:
    """A request whose days can only be told once the zone of its agency is known."""

    history: History
    """Without its parts."""
    in_zone: Callable[[ZoneInfo], History]
    """The whole history, with the days as they were at the agency."""


def listed(entry: Mapping[str, Any], key: str) -> list[Any]:
    """The list under a key; an empty one where nothing is there, and one of the thing itself where it is no list."""
    value = entry.get(key)
    return value if isinstance(value, list) else [] if value is None else [value]


def moment(text: Any) -> datetime | None:
    """The moment that a text in ISO 8601 names, with its offset if it has one; None for anything else.

    One of another age than ours is a mistake, and could not be told in every zone.
    """
    if not isinstance(text, str):
        return None
    try:
        when = datetime.fromisoformat(re.sub(r"([.]\d{6})\d+", r"\1", _padded(text.strip())))
    except ValueError:
        return None
    return when if 1900 <= when.year <= 2200 else None


def _padded(text: str) -> str:
    """A text as Python 3.10 reads it: no ``Z``, six digits of a second."""
    text = re.sub(r"[zZ]$", "+00:00", text)
    return re.sub(r"[.](\d{1,5})(?=\D|$)", lambda match: "." + match[1].ljust(6, "0"), text)


def local(when: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """Day, time and zone of a moment at the agency; one without an offset is taken as it is written."""
    if when.tzinfo is None:
        return {"date": when.date(), "time": when.strftime("%H:%M:%S")}
    there = when.astimezone(zone)
    return {"date": there.date(), "time": there.strftime("%H:%M:%S"), "zone": zone.key}


def stamp(when: datetime) -> str:
    """A moment as a key that is the same whatever the offset in which it is written."""
    return when.isoformat() if when.tzinfo is None else when.astimezone(timezone.utc).isoformat()


def says(*what: Any) -> str:
    """The hash of what a source says of something."""
    return sha256_of_bytes(json.dumps(what, sort_keys=True, ensure_ascii=False, default=str).encode())
