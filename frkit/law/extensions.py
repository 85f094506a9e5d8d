"""A claimed extension set beside what the law allows. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from frkit.law.calendars import Calendar
from frkit.law.counting import Passed, Stop, count
from frkit.law.explaining import long_day
from frkit.law.lengths import Length
from frkit.law.rule_types import Clock, Extension

_DATED_FREELY = {
    "open_date": "The law sets no cap on it",
    "unknown_cap": "Whether the law sets a cap on it is not known",
    "agreement": "We agreed to it",
    "reviewer_leave": "The reviewing body allowed it",
}
"""Modes in which the date that was named rules, and why."""


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

    @property
    def lawful(self) -> bool:
        """Whether the claim keeps to the law."""
        return not self.problems


def audit(extensions: tuple[Extension, ...], claim: Claim, limit: Limit) -> ExtensionAudit:
    """Judge a claim by every extension that the law gives for the clock; the one kindest to the agency counts."""
    if not extensions:
        return _audit(None, claim, limit)
    judged = [_audit(extension, claim, limit) for extension in extensions]
    return max(judged, key=lambda one: (one.lawful, one.rules or date.min))


def _audit(extension: Extension | None, claim: Claim, limit: Limit) -> ExtensionAudit:
    said = f"{long_day(claim.made_on)}: the agency claimed an extension{_asked(claim, limit.clock)}."
    claimed = _claimed(claim, limit)
    refused = _refusal(extension, claim, claimed, limit)
    if extension is None or refused is not None:
        problem = refused or "the law on file gives no extension here"
        lines = (said, f"It moves nothing: {problem}.")
        citation = extension.citation if extension else None
        return ExtensionAudit(claim, citation, claimed, None, None, (problem,), lines, certain=limit.confirmed)
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


def _claimed(claim: Claim, limit: Limit) -> date | None:
    """The day that the claim comes to; days count on from where the clock ended before it."""
    if claim.until or not claim.days or limit.current is None:
        return claim.until
    length = Length(number=claim.days, unit=_unit(claim, limit.clock))
    counted = count(limit.current, length, limit.calendar, rolls=limit.clock.rolls, stops=limit.stops)
    return counted.rolled if counted else None


def _unit(claim: Claim, clock: Clock) -> Literal["business", "calendar"]:
    """The unit that the claim names, or that of the clock."""
    if claim.unit in ("business", "calendar"):
        return "business" if claim.unit == "business" else "calendar"
    return "business" if clock.length.unit == "business" else "calendar"


def _refusal(extension: Extension | None, claim: Claim, claimed: date | None, limit: Limit) -> str | None:
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


def _open_dated(extension: Extension, claim: Claim, claimed: date | None, limit: Limit, said: str) -> ExtensionAudit:
    assert claimed is not None
    rules = max(claimed, limit.current) if limit.current else claimed
    how = f"{_DATED_FREELY[extension.mode]} ({extension.citation})"
    lines = [said, f"{how}; the date that was given rules.", *_part_line(extension, claim, limit)]
    if rules != claimed:
        lines.append("A date before the limit does not shorten the limit.")
    lines.append(f"Last day with the extension: {long_day(rules)}.")
    guideline = None
    if extension.guideline is not None and limit.original is not None:
        counted = count(limit.original, extension.guideline, limit.calendar, rolls="forward")
        guideline = counted.rolled if counted else None
        cited = extension.guideline_citation or "guidance"
        if guideline:
            over = " The claim goes beyond it." if claimed > guideline else ""
            lines.append(f"Guidance, not law, expects it by {long_day(guideline)} ({cited}).{over}")
    return ExtensionAudit(claim, extension.citation, claimed, None, rules, (), tuple(lines), guideline)


def _most(extension: Extension, claim: Claim, limit: Limit) -> tuple[date | None, Passed]:
    """The last day that the law allows at the most: on all grounds together, where it says so."""
    longest = extension.max or extension.length
    before = limit.current if extension.repeatable else limit.original
    base = {"total": limit.start, "from_event": claim.made_on}.get(extension.mode, before)
    if longest is None or base is None:
        return None, ()
    counted = count(base, longest, limit.calendar, rolls=limit.clock.rolls, stops=limit.stops)
    return (counted.rolled, counted.skipped) if counted else (None, ())


def _part_line(extension: Extension, claim: Claim, limit: Limit) -> tuple[str, ...]:
    """That an extension holds for a part only, where the claim does not say for which."""
    if not extension.part_only or claim.items or limit.original is None:
        return ()
    due = long_day(limit.original)
    return (f"It holds only for the part that needs it; the rest stays due on {due}: log which items it puts off.",)


def _capped(extension: Extension, claim: Claim, claimed: date | None, limit: Limit, said: str) -> ExtensionAudit:
    allowed, skipped = _most(extension, claim, limit)
    if allowed is None:
        rules = max(filter(None, (claimed, limit.current)), default=None)
        return ExtensionAudit(claim, extension.citation, claimed, None, rules, (), (said,))
    how = {"total": "in all", "from_event": "from the notice"}.get(extension.mode, "more")
    again = ", each time anew" if extension.repeatable else ""
    longest = str(extension.length)
    if extension.max is not None:
        longest = f"{extension.max} (on one ground alone {extension.length})"
    lines = [said, f"The law allows at most {longest} {how}{again}: {long_day(allowed)} ({extension.citation})."]
    lines += _part_line(extension, claim, limit)
    problems: tuple[str, ...] = ()
    if claimed is not None and claimed > allowed:
        over = (claimed - allowed).days
        problems = (f"it claims {long_day(claimed)}, {over} calendar day{'s' * (over != 1)} more than the law allows",)
        lines.append(f"The claim is too long: {problems[0]}.")
    rules = min(claimed, allowed) if claimed is not None else allowed
    rules = max(rules, limit.current) if limit.current else rules
    lines.append(f"Last day with the extension: {long_day(rules)}.")
    certain = limit.confirmed
    return ExtensionAudit(
        claim, extension.citation, claimed, allowed, rules, problems, tuple(lines), skipped=skipped, certain=certain
    )
