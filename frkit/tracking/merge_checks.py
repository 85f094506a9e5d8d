"""The same thing logged twice, as it happens where two people keep one campaign. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from frkit.base.findings import Finding, shown_path
from frkit.tracking.events import Event
from frkit.tracking.order import Logged, effective
from frkit.tracking.types import RequestFile

_UNTOLD = ("kind", "entered", "by", "note", "audience", "time", "zone", "after")
"""Keys in which two accounts of one thing may differ."""
_POINTERS = ("in", "of", "event", "by_event")
_MANY_A_DAY = (
    "note", "call", "evidence_added", "date_confirmed", "figure_confirmed", "withholding_noted", "corrected",
    "forgotten", "refrozen", "clawback_demanded",
)  # fmt: skip
"""Kinds of which several on one day are no surprise."""
_ABOUT = ("of", "remedy")
"""Keys that are said or left out with a meaning: without ``of`` it is the request, with it an appeal."""
_ONCE = ("acknowledged", "registered", "complaint_filed", "suit_filed")
"""Kinds that give a number, and give it once."""


@dataclass(frozen=True)
class Twin:
    """Two events that seem to be one: which to keep, which to correct, and what makes one think so."""

    kept: str
    other: str
    certain: bool
    why: str


def logged_twice(file: RequestFile) -> Iterator[Finding]:
    """A warning for each pair of events that seem to be one, with the command that mends it."""
    by = dict(file.events)
    for twin in twins(effective(file.events)):
        where = shown_path(file.folder / "events" / f"{twin.other}.yaml")
        said = "logged twice" if twin.certain else "perhaps logged twice"
        authors = " and ".join(f"by {one}" for one in dict.fromkeys((by[twin.kept].by, by[twin.other].by)))
        message = (
            f"{said}: {twin.why} in {twin.kept} ({authors}); if it is one thing: frkit log corrected {file.id} "
            f'--event {twin.other} --by-event {twin.kept} --reason "logged twice" --date DATE'
        )
        yield Finding(where, 1, 1, message, "warning")


def twins(events: Iterable[Logged]) -> list[Twin]:
    """Pairs of events that seem to be one: of equal content first, then those that only fit each other."""
    logged = list(events)
    same = _same(logged)
    pointed = Counter(target for _, event in logged for target in _pointers(event))
    found: list[Twin] = []
    by_kind: dict[str, list[Logged]] = {}
    for one in logged:
        by_kind.setdefault(one[1].kind, []).append(one)
    for several in by_kind.values():
        told = {event_id: _content(event, same) for event_id, event in several}
        for first, second in combinations(several, 2):
            reason = _reason(first, second, same, told)
            if reason is not None:
                kept, other = sorted((first[0], second[0]), key=lambda event_id: (-pointed[event_id], event_id))
                found.append(Twin(kept, other, same[first[0]] == same[second[0]], reason))
    return _without_chains(found)


def _same(logged: list[Logged]) -> dict[str, str]:
    """Event -> the one that stands for all of its content. Two readers of two copies of a letter are one as well."""
    same = {event_id: event_id for event_id, _ in logged}
    while True:
        first: dict[str, str] = {}
        now: dict[str, str] = {}
        for event_id, event in sorted(logged, key=lambda one: one[0]):
            key = f"{event.kind} {event.date} {json.dumps(_content(event, same), sort_keys=True)}"
            now[event_id] = first.setdefault(key, event_id)
        if now == same:
            return same
        same = now


def _content(event: Event, same: Mapping[str, str]) -> dict[str, Any]:
    """What an event says, apart from who typed it and when; a file is its hash."""
    data = event.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    told = {key: value for key, value in data.items() if key not in (*_UNTOLD, "date")}
    if event.documents:
        told["documents"] = sorted({record.sha256 for record in event.documents})
    for key in _POINTERS:
        if isinstance(told.get(key), str):
            told[key] = same.get(told[key], told[key])
    return told


def _reason(first: Logged, second: Logged, same: Mapping[str, str], told: Mapping[str, dict[str, Any]]) -> str | None:
    """Why two events of one kind seem to be one, or None."""
    (one_id, one), (other_id, other) = first, second
    if same[one_id] == same[other_id]:
        return "the same stands"
    if one.kind in _MANY_A_DAY:
        return None
    mine, theirs = told[one_id], told[other_id]
    if one.kind == "arrived":
        return _same_arrival(one, other)
    fits = all(mine.get(key) == theirs.get(key) for key in {*_ABOUT, *(mine.keys() & theirs.keys())})
    if fits and one.date == other.date:
        return "the same kind on the same day, and nothing that speaks against it, stands"
    if fits and mine.get("in") is not None and mine.get("in") == theirs.get("in"):
        return "the same letter is read with another date"
    number = _number(one) if one.kind in _ONCE else None
    if number and number == _number(other) and one.by != other.by:
        return f"the same number {number} stands"
    return None


def _number(event: Event) -> str | None:
    number: str | None = getattr(event, "reference", None) or getattr(event, "docket", None)
    return number


def _same_arrival(one: Event, other: Event) -> str | None:
    mine, theirs = ({record.sha256 for record in event.documents} for event in (one, other))
    if mine & theirs:
        return "the same file came"
    message_id = getattr(one, "message_id", None)
    if message_id and message_id == getattr(other, "message_id", None):
        return "the message of the same id came"
    if one.date == other.date and not (mine and theirs):
        return "something came on the same day, one of them without a file,"
    return None


def _without_chains(found: list[Twin]) -> list[Twin]:
    """Each event told of once as the one too many: of three copies two are, not three."""
    first: dict[str, Twin] = {}
    for twin in sorted(found, key=lambda one: not one.certain):
        first.setdefault(twin.other, twin)
    return sorted(first.values(), key=lambda one: one.other)


def _pointers(event: Event) -> Iterator[str]:
    yield from event.after
    for name in ("reply_to", "of", "event", "by_event"):
        value = getattr(event, name, None)
        if isinstance(value, str):
            yield value
