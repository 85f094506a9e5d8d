"""What of a place's law must be read again first: recalled sources, doubts, pages not read for long. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from frkit.law.faults import Fault
from frkit.law.rules import named_sources
from frkit.law.types import Jurisdiction, Source

A_YEAR = 365
_DATED = ("clocks", "extension", "tolling", "silence", "remedies")
"""Parts on which dates rest."""


@dataclass(frozen=True)
class Stale:
    """One reason to read a law again, and how much hangs on it (0 is the most)."""

    code: str
    rank: int
    reason: str
    url: str | None = None


def stale_of(law: Jurisdiction, today: date) -> list[Stale]:
    """Every reason to read the law of a place again, the gravest first."""
    found = [*_of_confidence(law), *_of_sources(law, today), *_of_changes(law)]
    return sorted(found, key=lambda one: (one.rank, one.reason))


def stale_faults(law: Jurisdiction, today: date) -> Iterator[Fault]:
    """The same for one file, each at its line: recalled sources, unsafe addresses, pages not read within a year."""
    for number, source in enumerate(law.sources):
        if source.kind == "recalled":
            message = f"'{source.id}' was written from memory, not read: read the text and name where"
            yield Fault(("sources", number, "kind"), message, warn=True)
        if source.url and source.url.startswith("http://"):
            message = "an address with http:// can be changed on the way; write https:// if the site has it"
            yield Fault(("sources", number, "url"), message, warn=True)
        if source.read is not None and _age(source.read, today) > A_YEAR:
            message = f"last read in {source.read}, more than a year ago: read it again"
            yield Fault(("sources", number, "read"), message, warn=True)
    undated = [source.id for source in law.sources if source.read is None and source.kind != "recalled"]
    if undated:
        message = f"no day of reading is on file for {len(undated)} of {len(law.sources)} sources; note it under 'read'"
        yield Fault(("sources",), message, warn=True)


def last_read(law: Jurisdiction) -> str | None:
    """The latest day, month or year in which somebody is known to have read a source; None where no day is known."""
    return max((source.read for source in law.sources if source.read is not None), default=None)


def _of_confidence(law: Jurisdiction) -> Iterator[Stale]:
    if law.confidence == "low":
        yield Stale(law.code, 0, "confidence is low: no date is shown until somebody has read it", law.law.url)


def _of_sources(law: Jurisdiction, today: date) -> Iterator[Stale]:
    bearing = {source for name in _DATED for _, source in named_sources(getattr(law, name))}
    for source in law.sources:
        dated = source.id in bearing
        if source.kind == "recalled":
            what = "limits rest on it" if dated else "no limit rests on it"
            told = f"from memory, not read: {source.title} ({what})"
            yield Stale(law.code, 1 if dated else 4, told, _url(source, law))
        elif source.read is not None and _age(source.read, today) > A_YEAR:
            yield Stale(law.code, 3 if dated else 5, f"last read in {source.read}: {source.title}", _url(source, law))


def _of_changes(law: Jurisdiction) -> Iterator[Stale]:
    for change in law.changes:
        if change.status in ("pending", "unknown"):
            text = change.text if len(change.text) <= 90 else change.text[:89].rpartition(" ")[0] + " ..."
            yield Stale(law.code, 2, f"a change whose outcome is not on file: {text}", law.law.url)


def _url(source: Source, law: Jurisdiction) -> str | None:
    return source.url or law.law.url


def _age(read: str, today: date) -> int:
    return (today - date.fromisoformat((read + "-01-01")[:10] if len(read) < 10 else read)).days
