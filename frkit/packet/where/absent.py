"""Numbers between the first and the last of a packet that stand on no page of it: which they are, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from frkit.packet.numbers.registry import SLIP, Key, Registry
from frkit.packet.where.built import BuiltPacket
from frkit.packet.where.passport import Records
from frkit.tracking.clawbacks import kept_back
from frkit.tracking.forgotten import forgotten_in

Why = Literal["free", "lost", "demanded_back", "removed", "shown_otherwise", "left_out"]
WORDS: dict[Why, str] = {
    "free": "given to no page: a plan made the series start above them",
    "lost": "the file of the registry that gave them is not here; get it from git or a copy",
    "demanded_back": "the agency demanded the document back, and counsel has not cleared it",
    "removed": "the document's bytes were removed on demand",
    "shown_otherwise": "the document is in this packet, but shown on other pages by now",
    "left_out": "the document is not in this packet",
}


@dataclass(frozen=True)
class Absent:
    """Numbers in a row that are on no page of a packet for the same reason."""

    first: int
    last: int
    why: Why
    name: str = ""
    """Of the document that has them; empty where none has."""
    request: str = ""
    packets: tuple[str, ...] = ()
    """Built packets that show them."""

    @property
    def count(self) -> int:
        """How many numbers."""
        return self.last - self.first + 1


def absent(records: Records, built: BuiltPacket) -> list[Absent]:
    """Every number between the lowest and the highest of a built packet that is on none of its pages.

    Raises FrkitError where files of the registry are damaged.
    """
    registry = records.registry(built.manifest.bates.prefix)
    here = sorted(registry.numbers[key] for key in built.by_key if key in registry.numbers)
    if not here:
        return []
    present = set(here)
    missing = [number for number in range(here[0], here[-1]) if number not in present]
    found = _Reasons(records, built, registry)
    joined: list[Absent] = []
    for one in map(found.of, missing):
        last = joined[-1] if joined else None
        if last and one == replace(last, first=one.first, last=one.last) and last.last + 1 == one.first:
            joined[-1] = replace(last, last=one.last)
        else:
            joined.append(one)
    return joined


class _Reasons:
    """Why numbers are on no page of one packet."""

    def __init__(self, records: Records, built: BuiltPacket, registry: Registry) -> None:
        self._registry = registry
        self._keys = {number: key for key, number in registry.numbers.items()}
        self._documents = {key.sha256 for key in built.by_key}
        self._others = [one for one in records.built if one.name != built.name]
        self._gone = {digest for events in records.events.values() for digest in forgotten_in(events)}
        self._demanded = frozenset[str]().union(*(kept_back(events) for events in records.events.values()))
        self._named = dict(_names(records))

    def of(self, number: int) -> Absent:
        """The reason for one number."""
        key = self._keys.get(number)
        if key is None:
            free = any(first <= number <= last for first, last in self._registry.free)
            return Absent(number, number, "free" if free else "lost")
        request, name = self._named.get(key.sha256, ("", ""))
        packets = tuple(one.name for one in self._others if key in one.by_key)
        return Absent(number, number, self._why(key), name, request, packets)

    def _why(self, key: Key) -> Why:
        if key.sha256 in self._demanded:
            return "demanded_back"
        if key.sha256 in self._gone and key.page != SLIP:
            return "removed"
        return "shown_otherwise" if key.sha256 in self._documents else "left_out"


def _names(records: Records) -> Iterator[tuple[str, tuple[str, str]]]:
    """SHA-256 of each document -> its request and its name."""
    for request, events in records.events.items():
        for _, event in events:
            masked = getattr(event, "masked_sha256", None)
            if masked:
                yield masked, (request, f"letter of {event.date}")
            for record in event.documents:
                yield record.sha256, (request, record.name or record.file.rsplit("/", 1)[-1])


__all__ = ["WORDS", "Absent", "Why", "absent"]
