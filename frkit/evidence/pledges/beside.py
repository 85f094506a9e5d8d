"""Dated records set beside every pledge of the vendors they name, and every law of their places that has a date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from frkit.catalogue.loading import load_vendor, public_events
from frkit.catalogue.types import PublicEvent, Vendor
from frkit.catalogue.vendor_types import Pledge
from frkit.evidence.pledges.comparison import Sorted, beside_law, beside_pledge
from frkit.evidence.pledges.dated_records import DatedRecord
from frkit.evidence.pledges.spans import span_of


@dataclass(frozen=True)
class Row:
    """One record beside one pledge or law."""

    record: DatedRecord
    vendor: str
    """Id of the vendor whose pledge it is; empty for a law."""
    title: str
    date: str
    caution: str
    sources: tuple[str, ...]
    sorted: Sorted


def rows_of(records: Iterable[DatedRecord], vendors: Iterable[str] = (), *, as_of: date | None = None) -> list[Row]:
    """Each record beside all that can be set beside it; ``vendors`` narrows the pledges to theirs.

    With ``as_of`` nothing counts that became of a pledge surely later than that day.
    """
    wanted = set(vendors)
    rows: list[Row] = []
    for record in records:
        named = [one for one in record.vendors if not wanted or one in wanted]
        for vendor in map(load_vendor, named):
            rows += [_beside_pledge(record, vendor, _as_of(pledge, as_of)) for pledge in vendor.pledges]
        if named or not wanted:
            rows += [_beside_law(record, law) for law in laws_of(record)]
    return rows


def _as_of(pledge: Pledge, day: date | None) -> Pledge:
    """A pledge with what had become of it by a day."""
    if day is None:
        return pledge
    return pledge.model_copy(update={"later": tuple(one for one in pledge.later if span_of(one.date).first <= day)})


def laws_of(record: DatedRecord) -> Iterator[PublicEvent]:
    """The dated laws of the places of a record's agency, and of those above them."""
    places = {place for code in (record.agency.law, *record.agency.places) for place in _above(code)}
    yield from (
        one for one in public_events(places=places, agencies=(record.agency.id,)) if one.kind == "law" and one.enacted
    )


def _above(code: str) -> Iterator[str]:
    """A place, and the places it lies in: us-or-portland, us-or, us."""
    steps = code.split("-", 2)
    yield from ("-".join(steps[:count]) for count in range(len(steps), 0, -1))


def _beside_pledge(record: DatedRecord, vendor: Vendor, pledge: Pledge) -> Row:
    sources = tuple(source.url or source.title for source in pledge.sources)
    told = beside_pledge(record.facts, pledge)
    return Row(record, vendor.id, f"{vendor.name}: {pledge.promise}", pledge.date, pledge.caution or "", sources, told)


def _beside_law(record: DatedRecord, law: PublicEvent) -> Row:
    sources = tuple(source.url or source.title for source in law.sources)
    return Row(record, "", law.title, law.date, law.caution or "", sources, beside_law(record.facts, law))
