"""One clock of one law, run from one start: the last day, the cautious day, and why. Pure.

Two-sided caution: for a limit that binds the agency (or reviewer) the date is the latest that is lawful, so that no
letter calls it late too soon; for a limit that binds the requester the cautious date is the earliest, so that nobody
relies on a roll, or on a later start, that may not hold.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from datetime import date

from frkit.law.calendars import ONE_DAY, Calendar
from frkit.law.counting import Counted, Passed, Stop, count
from frkit.law.explaining import basis_words, count_lines, length_words, long_day, passed_lines
from frkit.law.extensions import Claim, ExtensionAudit, Limit, audit
from frkit.law.lengths import Length
from frkit.law.rule_types import Clock, Extension


@dataclass(frozen=True)
class StartFact:
    """What started a clock, on which day, and how well that is proven."""

    day: date
    kind: str
    what: str
    event_id: str | None = None
    confirmed: bool = True
    proof: str | None = None
    earliest: date | None = None
    """An earlier day that could count instead, for the cautious date of a requester's limit."""
    needs: tuple[str, ...] = ()
    """Inputs that nobody has said and on which it depends whether this starts anything."""
    beside: tuple[str, ...] = ()
    """Ids of further events of that day that start the same clock: an answer to other items, for one."""


@dataclass(frozen=True)
class Longer:
    """A lawful addition to a clock other than a claimed extension: by how much, and why."""

    by: Length
    why: str


@dataclass(frozen=True)
class Due:
    """The end of a clock with its whole derivation; ``date`` is None where the law gives none."""

    clock: Clock
    start: StartFact
    date: datetime.date | None
    unrolled: datetime.date | None
    cautious: datetime.date | None
    original: datetime.date | None
    """The date before any extension."""
    derivation: tuple[str, ...]
    skipped: Passed = ()
    warnings: tuple[str, ...] = ()
    extension: ExtensionAudit | None = None
    stopped_since: datetime.date | None = None
    sooner: datetime.date | None = None
    """The earliest day on which it may have ended, where a roll or a second reading leaves that open."""

    @property
    def confirmed(self) -> bool:
        """Whether the start is proven; else the date is provisional."""
        return self.start.confirmed


def run(
    clock: Clock,
    start: StartFact,
    calendar: Calendar,
    *,
    stops: tuple[Stop, ...] = (),
    longer: tuple[Longer, ...] = (),
    extensions: tuple[Extension, ...] = (),
    claims: tuple[Claim, ...] = (),
    stated: date | None = None,
) -> Due:
    """The end of a clock from a start, with stops, additions and claimed extensions worked in.

    ``stated`` is the date that the agency gave, for a clock of length ``by_agency_date``.
    """
    opening = _opening(clock, start)
    if clock.length.soft is not None:
        return _without_number(clock, start, stated, opening)
    open_stop = next((stop for stop in stops if stop.last is None), None)
    if open_stop is not None:
        line = f"The clock stands still since {long_day(open_stop.first)}: {open_stop.why}."
        return Due(clock, start, None, None, None, None, (*opening, line), stopped_since=open_stop.first)
    counted, other, sooner = _readings(clock, start.day, calendar, stops)
    if start.earliest is not None and start.earliest < start.day:
        sooner = min(sooner, _readings(clock, start.earliest, calendar, stops)[2])
    lawful, cautious = _lawful(clock, counted), _cautious(clock, start, counted, sooner)
    lines = (*opening, *count_lines(clock, counted, lawful), *other, *_safe_day_lines(clock, start, cautious))
    doubts = calendar.doubts(start.day, counted.rolled)
    due = Due(clock, start, lawful, counted.unrolled, cautious, lawful, lines, counted.skipped, doubts, sooner=sooner)
    if not longer and not claims:
        return due
    for addition in longer:
        due = _prolonged(due, addition, calendar)
    due = _extended(due, extensions, claims, calendar, stops)
    doubts = calendar.doubts(start.day, max(counted.rolled, due.date or counted.rolled))
    return replace(due, warnings=doubts)


def _opening(clock: Clock, start: StartFact) -> tuple[str, ...]:
    proof = f", proof: {start.proof}" if start.proof else ""
    standing = "" if start.confirmed else " (provisional: receipt is not proven)"
    lines = (
        f"Starts {long_day(start.day)}: {start.what}{proof}{standing}.",
        f"Rule: {length_words(clock)}; {clock.citation} ({basis_words(clock.basis, clock.binding)}).",
    )
    return (*lines, f"It binds only if {clock.only_if}.") if clock.only_if else lines


def _without_number(clock: Clock, start: StartFact, stated: date | None, opening: tuple[str, ...]) -> Due:
    if clock.length.soft in ("by_agency_date", "by_agreement") and stated is not None:
        line = f"Last day: {long_day(stated)}, the date that the agency gave."
        return Due(clock, start, stated, stated, stated, stated, (*opening, line))
    whose = {"policy": "policy", "advice": "advice"}.get(clock.basis, "law")
    line = f"No date: the {whose} states no number here, and frkit makes none up."
    return Due(clock, start, None, None, None, None, (*opening, line))


def _count(clock: Clock, length: Length, day: date, calendar: Calendar, stops: tuple[Stop, ...] = ()) -> Counted:
    chosen = length.earlier_of or length.later_of
    if chosen:
        ends = [_count(clock, part, day, calendar, stops) for part in chosen]
        return (min if length.earlier_of else max)(ends, key=lambda end: end.rolled)
    counted = count(day, length, calendar, day_one=clock.counts == "day_one", rolls=clock.rolls, stops=stops)
    if counted is None:
        raise ValueError(f"the clock '{clock.id}' has a part without a number")
    return counted


def _readings(
    clock: Clock, day: date, calendar: Calendar, stops: tuple[Stop, ...]
) -> tuple[Counted, tuple[str, ...], date]:
    """The count that is taken, a line on the other reading where the text leaves two, and the earliest end of all."""
    counted = _count(clock, clock.length, day, calendar, stops)
    ends = [counted.unrolled, counted.rolled]
    if calendar.days.uncertain and not calendar.doubts_open:
        ends.append(_count(clock, clock.length, day, replace(calendar, doubts_open=True), stops).unrolled)
    if clock.also_read is None:
        return counted, (), min(ends)
    other = _count(clock, clock.also_read, day, calendar, stops)
    pair = sorted(((counted, clock.length), (other, clock.also_read)), key=lambda one: (one[0].rolled, one[0].unrolled))
    (taken, _), (left, length) = pair if clock.binds == "requester" else reversed(pair)
    word = "earlier" if clock.binds == "requester" else "later"
    read = f"read as {length} it ends on {long_day(left.rolled)}"
    line = f"The law can be read in two ways; {read}. The {word} day is taken."
    return taken, (line,), min(*ends, other.unrolled, other.rolled)


def _lawful(clock: Clock, counted: Counted) -> date:
    """The last day for letters: rolled as the law says; where that is unknown, what favours the other side."""
    if clock.rolls == "unknown" and clock.binds == "requester":
        return counted.unrolled
    return counted.rolled


def _cautious(clock: Clock, start: StartFact, counted: Counted, sooner: date) -> date:
    if clock.binds != "requester":
        return counted.rolled
    earliest = min(counted.unrolled, counted.rolled)
    return min(earliest, sooner) if start.earliest is not None and start.earliest < start.day else earliest


def _safe_day_lines(clock: Clock, start: StartFact, cautious: date) -> tuple[str, ...]:
    """Why a limit of the requester is safe only until an earlier day: an earlier start may count."""
    earliest = start.earliest
    if clock.binds != "requester" or earliest is None or earliest >= start.day:
        return ()
    return (f"An earlier day may count, {long_day(earliest)}: from it, the safe day is {long_day(cautious)}.",)


def _prolonged(due: Due, addition: Longer, calendar: Calendar) -> Due:
    """The clock with more time on top: the whole period moves off a closed day at its end, and not twice."""
    if due.unrolled is None:
        return due
    counted = _count(_after_its_end(due.clock), addition.by, due.unrolled, calendar)
    since = "" if due.unrolled == due.date else f" from {long_day(due.unrolled)}"
    line = f"{addition.why}: {addition.by} more{since}, to {long_day(counted.rolled)}."
    new = counted.rolled
    return replace(
        due,
        date=new,
        unrolled=counted.unrolled,
        cautious=new if due.clock.binds != "requester" else due.cautious,
        original=new,
        derivation=(*due.derivation, *passed_lines(due.clock, counted, new), line),
        skipped=due.skipped + counted.skipped,
        sooner=_prolonged_sooner(due, addition, calendar),
    )


def _prolonged_sooner(due: Due, addition: Longer, calendar: Calendar) -> date | None:
    if due.sooner is None:
        return None
    counted = _count(_after_its_end(due.clock), addition.by, due.sooner, calendar)
    return min(counted.unrolled, counted.rolled)


def _after_its_end(clock: Clock) -> Clock:
    """The rule for what is added to a clock: its last day is counted already, even where the first one counts."""
    return clock.model_copy(update={"counts": "day_zero"})


def _extended_sooner(due: Due, result: ExtensionAudit, calendar: Calendar) -> date | None:
    """The earliest end after a claim: as before if it may move nothing, else where a count may have ended unmoved."""
    if result.rules in (None, due.date) or result.problems or result.cap_unknown:
        return due.sooner
    day = result.rules
    if day is None or due.clock.rolls != "unknown" or day == result.claim.until:
        return day
    while calendar.why_closed(day - ONE_DAY) is not None:
        day -= ONE_DAY
    return day


def _extended(
    due: Due, extensions: tuple[Extension, ...], claims: tuple[Claim, ...], calendar: Calendar, stops: tuple[Stop, ...]
) -> Due:
    """The clock after the claims made on it, each judged by the law; the last lawful one rules."""
    for claim in claims:
        limit = Limit(due.clock, due.start.day, due.start.confirmed, due.original, due.date, calendar, stops)
        result = audit(extensions, claim, limit)
        moved = result.rules if result.rules is not None else due.date
        due = replace(
            due,
            date=moved,
            cautious=moved,
            derivation=(*due.derivation, *result.lines),
            skipped=due.skipped + result.skipped,
            extension=result,
            sooner=_extended_sooner(due, result, calendar),
        )
    return due
