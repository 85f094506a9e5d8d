"""A claimed extension set beside what the law allows. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from frkit.law.calendars import Calendar
from frkit.law.counting import Passed, count
from frkit.law.explaining import long_day
from frkit.law.lengths import Length
from frkit.law.types import Clock, Extension


@dataclass(frozen=True)
class Claim:
    """What the agency wrote: that it needs until a date, or so many days more, and why."""

    event_id: str
    made_on: date
    until: date | None = None
    days: int | None = None
    unit: str | None = None
    reason: str | None = None


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
    open_ended: bool = False
    guideline: date | None = None
    skipped: Passed = ()

    @property
    def lawful(self) -> bool:
        """Whether the claim keeps to the law."""
        return not self.problems


def audit(
    clock: Clock,
    extension: Extension | None,
    claim: Claim,
    start: date,
    original: date | None,
    current: date | None,
    calendar: Calendar,
) -> ExtensionAudit:
    """Judge a claim to extend a clock that ended on ``original`` at first and on ``current`` before this claim."""
    said = f"{long_day(claim.made_on)}: the agency claimed an extension{_asked(claim, clock)}."
    claimed = _claimed(clock, claim, original, calendar)
    refused = _refusal(extension, claim, original, current)
    if extension is None or refused is not None:
        problem = refused or "the law on file gives no extension here"
        line = f"It moves nothing: {problem}."
        citation = extension.citation if extension else None
        return ExtensionAudit(claim, citation, claimed, None, None, (problem,), (said, line))
    if extension.mode == "open_date":
        return _open_dated(extension, claim, claimed, original, calendar, said)
    allowed, skipped = _most(extension, claim, start, original, calendar, clock)
    return _capped(extension, claim, claimed, allowed, said, skipped)


def _asked(claim: Claim, clock: Clock) -> str:
    if claim.until:
        return f" until {long_day(claim.until)}"
    if claim.days:
        if claim.unit:
            return f" of {claim.days} {claim.unit} days"
        return f" of {claim.days} days, taken as {_unit(claim, clock)} days since it names no unit"
    return ", without a date"


def _claimed(clock: Clock, claim: Claim, original: date | None, calendar: Calendar) -> date | None:
    if claim.until or not claim.days or original is None:
        return claim.until
    counted = count(original, Length(number=claim.days, unit=_unit(claim, clock)), calendar, rolls="no")
    return counted.rolled if counted else None


def _unit(claim: Claim, clock: Clock) -> Literal["business", "calendar"]:
    """The unit that the claim names, or that of the clock."""
    if claim.unit in ("business", "calendar"):
        return "business" if claim.unit == "business" else "calendar"
    return "business" if clock.length.unit == "business" else "calendar"


def _refusal(extension: Extension | None, claim: Claim, original: date | None, current: date | None) -> str | None:
    """Why a claim moves nothing, or None."""
    if extension is None or extension.mode == "none":
        return "the law gives no extension here"
    if extension.mode == "agreement":
        return f"the law allows more time only by agreement ({extension.citation})"
    if extension.mode == "reviewer_leave":
        return f"the law allows more time only with leave of the reviewing body ({extension.citation})"
    limit = original if extension.notice_within == "original_limit" else current
    if limit is not None and claim.made_on > limit:
        return f"the notice came after the limit had passed on {long_day(limit)} ({extension.citation})"
    return None


def _open_dated(
    extension: Extension, claim: Claim, claimed: date | None, original: date | None, calendar: Calendar, said: str
) -> ExtensionAudit:
    lines = [said, f"The law sets no cap on it ({extension.citation}); the date that the agency gave rules."]
    if claimed is None:
        lines.append("No date was given, so there is none to count to.")
    else:
        lines.append(f"Last day with the extension: {long_day(claimed)}.")
    guideline = None
    if extension.guideline is not None and original is not None:
        counted = count(original, extension.guideline, calendar, rolls="forward")
        guideline = counted.rolled if counted else None
        cited = extension.guideline_citation or "guidance"
        if guideline:
            lines.append(f"Guidance, not law, expects it by {long_day(guideline)} ({cited}).")
    citation = extension.citation
    return ExtensionAudit(claim, citation, claimed, None, claimed, (), tuple(lines), claimed is None, guideline)


def _most(
    extension: Extension, claim: Claim, start: date, original: date | None, calendar: Calendar, clock: Clock
) -> tuple[date | None, Passed]:
    base = {"additional": original, "total": start, "from_event": claim.made_on}[extension.mode]
    if extension.length is None or base is None:
        return None, ()
    counted = count(base, extension.length, calendar, rolls=clock.rolls)
    return (counted.rolled, counted.skipped) if counted else (None, ())


def _capped(
    extension: Extension, claim: Claim, claimed: date | None, allowed: date | None, said: str, skipped: Passed
) -> ExtensionAudit:
    if allowed is None:
        return ExtensionAudit(claim, extension.citation, claimed, None, claimed, (), (said,), claimed is None)
    how = {"additional": "more", "total": "in all", "from_event": "from the notice"}[extension.mode]
    lines = [said, f"The law allows at most {extension.length} {how}: {long_day(allowed)} ({extension.citation})."]
    problems: tuple[str, ...] = ()
    if claimed is not None and claimed > allowed:
        over = (claimed - allowed).days
        problems = (f"it claims {long_day(claimed)}, {over} calendar day{'s' * (over != 1)} more than the law allows",)
        lines.append(f"The claim is too long: {problems[0]}.")
    rules = min(claimed, allowed) if claimed is not None else allowed
    lines.append(f"Last day with the extension: {long_day(rules)}.")
    return ExtensionAudit(claim, extension.citation, claimed, allowed, rules, problems, tuple(lines), skipped=skipped)
