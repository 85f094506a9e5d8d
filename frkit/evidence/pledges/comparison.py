"""A dated record beside the words of a pledge, or of a local law: one of exactly four states, with reasons. Pure.

What the words do not name is never guessed: where the state would depend on it, it is "cannot tell". A limit that the
words do not name at all, such as a country, is no limit; the reasons say that it is not named. The words of a pledge
and a later reading of its own vendor stand side by side: where they lead to different states, frkit cannot tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from frkit.catalogue.types import Agency, PublicEvent
from frkit.catalogue.vendor_types import UNTIL_WORDS, Act, Covers, Pledge, PledgeChange, Terms
from frkit.evidence.pledges.spans import span_of

State = Literal["before", "after_in_scope", "after_outside", "cannot_tell"]
STATES: tuple[State, ...] = ("before", "after_in_scope", "after_outside", "cannot_tell")
Verdict = Literal["in", "out", "unknown"]
_POLICE = re.compile(r"police|sheriff|constab|gendarm|polizei|politi|polis|carabinier|garda", re.IGNORECASE)
_DEPARTMENT = re.compile(r"police (department|dept)|department of police", re.IGNORECASE)
_LOCAL = ("city", "town", "township", "county", "district", "regional", "state")
_READINGS = ("reading", "narrowed")


@dataclass(frozen=True)
class RecordFacts:
    """What a record shows, as a person confirmed it; None or empty where nobody said."""

    day: str
    """Its date, as exact as the record: a day, month or year."""
    agency: Agency
    buyers: tuple[str, ...] = ()
    """Kinds of buyer that the agency is, where a person said more than its name shows."""
    act: Act | None = None
    product: str | None = None
    concerns: tuple[str, ...] = ()
    """Words of the pledge that name a kind of product and that the record is about."""
    purposes: tuple[str, ...] = ()
    excepted: bool | None = None
    """Whether one of the exceptions applies."""


@dataclass(frozen=True)
class Sorted:
    """The state of a record beside some words, and why."""

    state: State
    reasons: tuple[str, ...]


def beside_pledge(record: RecordFacts, pledge: Pledge) -> Sorted:
    """The state of a record beside a vendor's pledge and what became of it later."""
    placed = _beside_start(record, pledge.from_ or pledge.date, "the pledge")
    if placed is not None:
        return placed
    verdict, reasons = _scope(record, pledge, f"by the words of {pledge.date}")
    ended = _ended(record, pledge)
    if ended is not None:
        verdict, reasons = ended
    for change in pledge.later:
        verdict, reasons = _with_change(record, change, verdict, reasons)
    return _sorted(verdict, reasons)


def beside_law(record: RecordFacts, law: PublicEvent) -> Sorted:
    """The state of a record beside a local law, as far as its terms are on file."""
    placed = _beside_start(record, law.from_ or law.date, "the law")
    if placed is not None:
        return placed
    if law.from_ is None:
        return Sorted("cannot_tell", (f"dated {law.date}; from when it binds is not on file: read it",))
    if not law.covers:
        return Sorted("cannot_tell", ("whom and what the law covers is on file in words only: read it",))
    verdict, reasons = _scope(record, law, f"by the law of {law.date}")
    ended = _beside_end(record.day, law.until or law.end, "the law")
    if ended is not None and (ended[0] == "out" or verdict == "in"):
        verdict, reasons = ended
    return _sorted(verdict, reasons)


def _sorted(verdict: Verdict, reasons: Iterable[str]) -> Sorted:
    states: dict[Verdict, State] = {"in": "after_in_scope", "out": "after_outside", "unknown": "cannot_tell"}
    return Sorted(states[verdict], tuple(reasons))


def _beside_start(record: RecordFacts, start: str, what: str) -> Sorted | None:
    """The state that the dates alone decide; None for a record that surely is later."""
    day, begins = span_of(record.day), span_of(start)
    if day.surely_before(begins):
        return Sorted("before", (f"{record.day} lies before {what} of {start}",))
    if day.first > begins.last:
        return None
    return Sorted("cannot_tell", (f"{record.day} and {what} of {start}: which came first does not show",))


def _ended(record: RecordFacts, pledge: Pledge) -> tuple[Verdict, tuple[str, ...]] | None:
    """That the pledge had ended by its own words, unless it was extended in time."""
    end = pledge.until
    since: str | None = None
    for change in pledge.later:
        if change.kind == "extended" and change.until and not _later(change.date, record.day):
            end, since = change.until, change.date
    return _beside_end(record.day, end, "the pledge", f", as extended {since}" if since else "")


def _beside_end(day: str, end: str | None, what: str, how: str = "") -> tuple[Verdict, tuple[str, ...]] | None:
    """That something had ended, or may have; None where it surely still held, to its last day."""
    if end is None or end in UNTIL_WORDS:
        return None
    dated, last = span_of(day), span_of(end)
    if last.surely_before(dated):
        return "out", (f"{what} ended {end}{how}",)
    if dated.last > last.first:
        return "unknown", (f"{day} and the end of {what}, {end}: which came first does not show",)
    return None


def _later(one: str, other: str) -> bool:
    return span_of(other).surely_before(span_of(one))


def _with_change(
    record: RecordFacts, change: PledgeChange, verdict: Verdict, reasons: tuple[str, ...]
) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict with what a later widening, narrowing or reading of the pledge adds to it."""
    if not change.covers or change.kind not in ("widened", *_READINGS):
        return verdict, reasons
    if change.kind != "reading" and _later(change.date, record.day):
        return verdict, reasons
    its, why = _scope(record, change, f"by its {_CHANGED[change.kind]} of {change.date}")
    if change.kind == "widened":
        return _widened(record, change, (verdict, reasons), (its, why))
    both = (*reasons, *why)
    return (verdict, both) if its == verdict else ("unknown", both)


_CHANGED = {"widened": "widening", "narrowed": "narrowing", "reading": "vendor's own reading"}


def _widened(
    record: RecordFacts,
    change: PledgeChange,
    before: tuple[Verdict, tuple[str, ...]],
    after: tuple[Verdict, tuple[str, ...]],
) -> tuple[Verdict, tuple[str, ...]]:
    if before[0] == "in" or after[0] == "out":
        return before
    sure = span_of(change.date).last < span_of(record.day).first
    if after[0] == "in" and sure:
        return after
    return "unknown", (*before[1], *after[1])


def _scope(record: RecordFacts, terms: Terms | PublicEvent, whose: str) -> tuple[Verdict, tuple[str, ...]]:
    """Whether the words cover the record: one limb that does is enough."""
    if not terms.covers:
        return "unknown", (f"{whose}: what they cover is on file in words only",)
    limbs = [_limb(record, limb) for limb in terms.covers]
    best = min(limbs, key=lambda one: ("in", "unknown", "out").index(one[0]))
    verdict, reasons = (
        best if best[0] != "out" else ("out", tuple(dict.fromkeys(why for one in limbs for why in one[1])))
    )
    if verdict == "in" and terms.excepted:
        verdict, reasons = _beside_exceptions(record, terms.excepted, reasons)
    return verdict, (f"{whose}: {'; '.join(reasons)}",)


def _beside_exceptions(
    record: RecordFacts, excepted: Sequence[str], reasons: tuple[str, ...]
) -> tuple[Verdict, tuple[str, ...]]:
    listed = "; ".join(excepted)
    if record.excepted is None:
        return "unknown", (*reasons, f"nobody said whether an exception applies ({listed})")
    if record.excepted:
        return "out", (f"an exception applies ({listed})",)
    return "in", (*reasons, "no exception applies, as a person said")


def _limb(record: RecordFacts, limb: Covers) -> tuple[Verdict, tuple[str, ...]]:
    """Whether one limb covers the record, with the reasons: those that exclude, else those that leave it open."""
    found = [*_dimensions(record, limb)]
    verdicts: tuple[Verdict, ...] = ("out", "unknown")
    for verdict in verdicts:
        why = tuple(reason for one, reason in found if one == verdict)
        if why:
            return verdict, why
    if not limb.acts:
        return "unknown", ("the words name no act",)
    named = tuple(reason for one, reason in found if reason)
    silent = [] if limb.buyer_countries or limb.buyer_places or limb.agencies else ["country or place"]
    silent += [] if limb.buyers or limb.agencies else ["kind of buyer"]
    return "in", (*named, *((f"they name no {' and no '.join(silent)}",) if silent else ()))


def _dimensions(record: RecordFacts, limb: Covers) -> Iterator[tuple[Verdict, str]]:
    if limb.acts:
        yield _act(record, limb.acts)
    if limb.buyers:
        yield _buyer(record, limb.buyers)
    if limb.agencies:
        yield _bound(record.agency, limb.agencies)
    if limb.buyer_countries or limb.buyer_places:
        yield _place(record.agency, (*limb.buyer_countries, *limb.buyer_places))
    if limb.products or limb.product_words:
        yield _product(record, limb)
    if limb.purposes:
        yield _purpose(record, limb.purposes)
    ended = _beside_end(record.day, limb.until, "this part")
    if ended is not None:
        yield ended[0], ended[1][0]


def _act(record: RecordFacts, acts: Sequence[str]) -> tuple[Verdict, str]:
    named = _listed(acts)
    if record.act is None:
        return "unknown", f"they cover {named}; which act the record shows is not said"
    if record.act in acts:
        return "in", f"they cover {named}"
    return "out", f"they cover {named}, the record shows {_word(record.act)}"


def _buyer(record: RecordFacts, buyers: Sequence[str]) -> tuple[Verdict, str]:
    agency, named = record.agency, _listed(buyers)
    told = [(kind, kind in record.buyers or _is_buyer(agency, kind)) for kind in buyers]
    if any(one for _, one in told):
        return "in", f"they cover {named}"
    if any(one is None for _, one in told):
        return "unknown", f"they cover {named}; whether {agency.name} is one of them is for a person to say"
    return "out", f"they cover {named}, which {agency.name} is not"


def _is_buyer(agency: Agency, kind: str) -> bool | None:
    """Whether a body is such a buyer by its name and level; None where the words leave that open."""
    if kind == "private":
        return False
    if kind == "state_or_local_government":
        return True if agency.level in _LOCAL else False if agency.level in ("federal", "national") else None
    if kind == "police_departments":
        return True if _DEPARTMENT.search(agency.name) else None
    return True if _POLICE.search(agency.name) else None


def _bound(agency: Agency, bound: Sequence[str]) -> tuple[Verdict, str]:
    if agency.id in bound:
        return "in", f"it binds {agency.name}"
    return "unknown", f"whether it binds {agency.name} is not on file"


def _place(agency: Agency, places: Sequence[str]) -> tuple[Verdict, str]:
    own = (agency.law, *agency.places)
    if any(one == place or one.startswith(f"{place}-") for one in own for place in places):
        return "in", f"they cover {', '.join(places)}"
    return "out", f"they cover {', '.join(places)}, the agency is in {agency.law}"


def _product(record: RecordFacts, limb: Covers) -> tuple[Verdict, str]:
    words = (*limb.products, *limb.product_words)
    named = ", ".join(words)
    # Words beside a product may narrow it to a feature: then a person must say that the record concerns them.
    surely = record.product in limb.products and not limb.product_words
    if surely or any(one in record.concerns for one in words):
        return "in", f"they cover {named}"
    if record.product is None or limb.product_words:
        return "unknown", f"they cover {named}; whether the record concerns that is for a person to say"
    return "out", f"they cover {named}, the record shows {record.product}"


def _purpose(record: RecordFacts, purposes: Sequence[str]) -> tuple[Verdict, str]:
    named = ", ".join(purposes)
    if any(one in record.purposes for one in purposes):
        return "in", f"they cover {named}"
    return "unknown", f"they cover {named}; whether that is what the record was for is not said"


def _word(value: str) -> str:
    return value.replace("_", " ")


def _listed(values: Sequence[str]) -> str:
    return " or ".join(map(_word, values))


__all__ = ["STATES", "RecordFacts", "Sorted", "State", "beside_law", "beside_pledge"]
