"""A claimed extension set beside what the law allows. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from frkit.law.calendars import Calendar
from frkit.law.counting import Counted, Passed, Stop, count
from frkit.law.explaining import long_day, passed_lines
from frkit.law.lengths import Length
from frkit.law.rule_types import Clock, Extension

_DATED_FREELY = {
    "open_date": "The law sets no cap on it",
    "unknown_cap": "How far the law allows it is not known",
    "agreement": "We agreed to it",
    "reviewer_leave": "The reviewing body allowed it",
}
"""Modes in which the date that was named rules, and why."""
_ROLLED = timedelta(days=7)
"""By so much closed days may move an end, where a count begins on another day."""


@dataclass(frozen=True)
class Claim:
    """What the agency wrote: that it needs until a date, or so many days more, and why."""

    event_id: str
    made_on: date
    until: date | None = None
    days: int | None = None
    unit: str | None = None
    reason: str | None = None
    items: tuple[int, ...] = ()
    """The items that it puts off; empty for all."""
    approved_by: Literal["requester", "reviewer"] | None = None


@dataclass(frozen=True)
class Limit:
    """The clock that a claim is made on: where it started, ended at first, and ends before this claim."""

    clock: Clock
    start: date
    confirmed: bool
    original: date | None
    current: date | None
    calendar: Calendar
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True)
class ExtensionAudit:
    """The claim judged: what was claimed, what is allowed at the most, and the date that rules."""

    claim: Claim
    citation: str | None
    claimed: date | None
    allowed: date | None
    """None where the law sets no cap, or allows none at all."""
    rules: date | None
    """The date that the clock ends on after this claim; None where the claim moves nothing."""
    problems: tuple[str, ...]
    lines: tuple[str, ...]
    guideline: date | None = None
    skipped: Passed = ()
    certain: bool = True
    """False where a problem depends on a receipt that is not proven."""
    cap_unknown: bool = False
    """True where it is not known how far the law allows it."""

    @property
    def lawful(self) -> bool:
        """Whether the claim keeps to the law."""
        return not self.problems


def audit(extensions: tuple[Extension, ...], claim: Claim, limit: Limit) -> ExtensionAudit:
    """Judge a claim by every extension that the law gives for the clock; the one kindest to the agency counts."""
    if not extensions:
        return _audit(None, claim, limit)
    judged = [_audit(extension, claim, limit) for extension in extensions]
    if all(one.rules is None for one in judged) and len(judged) > 1:
        return _refused_by_all(judged)
    return max(judged, key=lambda one: (one.lawful, one.rules or date.min))


def _refused_by_all(judged: list[ExtensionAudit]) -> ExtensionAudit:
    """A claim that moves nothing by any of several rules: each of them is named."""
    problem = "; ".join(dict.fromkeys(one.problems[0] for one in judged if one.problems))
    said = judged[0].lines[0]
    return replace(judged[0], problems=(problem,), lines=(said, f"It moves nothing: {problem}."))


def _audit(extension: Extension | None, claim: Claim, limit: Limit) -> ExtensionAudit:
    said = f"{long_day(claim.made_on)}: the agency claimed an extension{_asked(claim, limit.clock)}."
    claimed = _claimed(claim, limit)
    refused = _refusal(extension, claim, claimed, limit)
    if extension is None or refused is not None:
        problem = refused or "the law on file gives no extension here"
        lines = (said, f"It moves nothing: {problem}.")
        citation, until = (extension.citation if extension else None), (claimed.rolled if claimed else None)
        return ExtensionAudit(claim, citation, until, None, None, (problem,), lines, certain=limit.confirmed)
    if extension.mode in _DATED_FREELY and extension.length is None:
        return _open_dated(extension, claim, claimed, limit, said)
    return _capped(extension, claim, claimed, limit, said)


def _asked(claim: Claim, clock: Clock) -> str:
    if claim.until:
        return f" until {long_day(claim.until)}"
    if claim.days:
        if claim.unit:
            return f" of {claim.days} {claim.unit} days"
        return f" of {claim.days} days, taken as {_unit(claim, clock)} days since it names no unit"
    return ", without a date"


def _claimed(claim: Claim, limit: Limit) -> Counted | None:
    """The day that the claim comes to; days count on from where the clock ended before it."""
    if claim.until:
        return Counted(claim.until, claim.until, (), ())
    if not claim.days or limit.current is None:
        return None
    length = Length(number=claim.days, unit=_unit(claim, limit.clock))
    return count(limit.current, length, limit.calendar, rolls=limit.clock.rolls, stops=limit.stops)


def _unit(claim: Claim, clock: Clock) -> Literal["business", "calendar"]:
    """The unit that the claim names, or that of the clock."""
    if claim.unit in ("business", "calendar"):
        return "business" if claim.unit == "business" else "calendar"
    return "business" if clock.length.unit in ("business", "working week") else "calendar"


def _refusal(extension: Extension | None, claim: Claim, claimed: Counted | None, limit: Limit) -> str | None:
    """Why a claim moves nothing, or None."""
    if extension is None or extension.mode == "none":
        return "the law gives no extension here"
    if extension.mode == "agreement" and claim.approved_by != "requester":
        return f"the law allows more time only by agreement ({extension.citation})"
    if extension.mode == "reviewer_leave" and claim.approved_by != "reviewer":
        return f"the law allows more time only with leave of the reviewing body ({extension.citation})"
    late = _too_late(extension, claim, limit)
    if late is not None:
        return late
    if extension.length is None and claimed is None:
        return f"it names no date, and the law wants one ({extension.citation})"
    return None


def _too_late(extension: Extension, claim: Claim, limit: Limit) -> str | None:
    if limit.current is not None and claim.made_on > limit.current:
        passed = long_day(limit.current)
        if not limit.confirmed:
            passed += ", if the agency had the request on the day it was sent"
        return f"the notice came after the limit had passed on {passed} ({extension.citation})"
    by = count(limit.start, extension.notice_by, limit.calendar) if extension.notice_by else None
    if by is not None and claim.made_on > by.rolled:
        return f"the notice was due by {long_day(by.rolled)} ({extension.citation})"
    return None


def _open_dated(extension: Extension, claim: Claim, claimed: Counted | None, limit: Limit, said: str) -> ExtensionAudit:
    assert claimed is not None
    until = claimed.rolled
    rules = max(until, limit.current) if limit.current else until
    how = f"{_DATED_FREELY[extension.mode]} ({extension.citation})"
    counted, skipped = _on_the_way(claimed, rules, limit)
    lines = [said, f"{how}; the date that was given rules.", *_part_line(extension, claim, limit), *counted]
    if rules != until:
        lines.append("A date before the limit does not shorten the limit.")
    lines.append(f"Last day with the extension: {long_day(rules)}.")
    guideline, words = _guideline(extension, until, limit)
    lines += words
    unknown = extension.mode == "unknown_cap"
    made = ExtensionAudit(claim, extension.citation, until, None, rules, (), tuple(lines), guideline, skipped)
    return replace(made, cap_unknown=unknown) if unknown else made


def _guideline(extension: Extension, until: date, limit: Limit) -> tuple[date | None, tuple[str, ...]]:
    """The day by which a regulator expects the answer, and the words for it."""
    if extension.guideline is None or limit.original is None:
        return None, ()
    counted = count(limit.original, extension.guideline, limit.calendar, rolls="forward")
    if counted is None:
        return None, ()
    cited = extension.guideline_citation or "guidance"
    over = " The claim goes beyond it." if until > counted.rolled else ""
    return counted.rolled, (f"Guidance, not law, expects it by {long_day(counted.rolled)} ({cited}).{over}",)


def _most(extension: Extension, claim: Claim, limit: Limit) -> Counted | None:
    """The last day that the law allows at the most: on all grounds together, where it says so."""
    longest = extension.max or extension.length
    before = limit.current if extension.repeatable else limit.original
    base = {"total": limit.start, "from_event": claim.made_on}.get(extension.mode, before)
    if longest is None or base is None:
        return None
    first = extension.mode == "total" and limit.clock.counts == "day_one"
    return count(base, longest, limit.calendar, day_one=first, rolls=limit.clock.rolls, stops=limit.stops)


def _on_the_way(counted: Counted, rules: date, limit: Limit) -> tuple[tuple[str, ...], Passed]:
    """What was left out between the limit as it stood and the day that rules, where that was counted."""
    if rules != counted.rolled or rules == limit.current:
        return (), ()
    skipped = tuple(one for one in counted.skipped if limit.current is None or one[0] > limit.current)
    return passed_lines(limit.clock, replace(counted, skipped=skipped), counted.rolled), skipped


def _part_line(extension: Extension, claim: Claim, limit: Limit) -> tuple[str, ...]:
    """That an extension holds for a part only, where the claim does not say for which."""
    if not extension.part_only or claim.items or limit.original is None:
        return ()
    due = long_day(limit.original)
    return (f"It holds only for the part that needs it; the rest stays due on {due}: log which items it puts off.",)


def _capped(extension: Extension, claim: Claim, claimed: Counted | None, limit: Limit, said: str) -> ExtensionAudit:
    most = _most(extension, claim, limit)
    until = claimed.rolled if claimed else None
    if most is None:
        rules = max(filter(None, (until, limit.current)), default=None)
        return ExtensionAudit(claim, extension.citation, until, None, rules, (), (said,))
    allowed = most.rolled
    lines = [said, _most_words(extension, allowed), *_part_line(extension, claim, limit)]
    problems: tuple[str, ...] = ()
    if until is not None and until > allowed:
        over = (until - allowed).days
        problems = (f"it claims {long_day(until)}, {over} calendar day{'s' * (over != 1)} more than the law allows",)
        lines.append(f"The claim is too long: {problems[0]}.")
    taken = claimed if claimed is not None and claimed.rolled <= allowed else most
    rules = max(taken.rolled, limit.current) if limit.current else taken.rolled
    counted, skipped = _on_the_way(taken, rules, limit)
    lines += [*counted, f"Last day with the extension: {long_day(rules)}."]
    certain = limit.confirmed or (until is not None and until > _latest_allowed(allowed, claim, limit))
    return ExtensionAudit(
        claim, extension.citation, until, allowed, rules, problems, tuple(lines), None, skipped, certain
    )


def _latest_allowed(allowed: date, claim: Claim, limit: Limit) -> date:
    """The last day that the law could allow, however late the agency had the request: it had it when it wrote.

    A number of days more is counted from the limit, wherever that lies.
    """
    later = claim.made_on - limit.start if claim.until else timedelta(0)
    return allowed + later + _ROLLED


def _most_words(extension: Extension, allowed: date) -> str:
    how = {"total": "in all", "from_event": "from the notice"}.get(extension.mode, "more")
    again = ", each time anew" if extension.repeatable else ""
    longest = str(extension.length)
    if extension.max is not None:
        longest = f"{extension.max} (on one ground alone {extension.length})"
    return f"The law allows at most {longest} {how}{again}: {long_day(allowed)} ({extension.citation})."
