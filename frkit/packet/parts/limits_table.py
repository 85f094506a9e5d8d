"""The limits of one request: each with everything that moved its last day, so that a reader can count it again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from frkit.law.clocks import StartFact
from frkit.law.explaining import basis_words, length_words
from frkit.law.extensions import ExtensionAudit
from frkit.packet.parts.event_words import Style, noted
from frkit.packet.plan.dossiers import Dossier
from frkit.pages.wording import plural, sentence_start
from frkit.tracking.case import RunningClock
from frkit.tracking.conditions import given_for
from frkit.tracking.outcomes import ANSWERS
from frkit.tracking.tolling import Spell, spells_for

_WEEKEND = ("Saturday", "Sunday")
_DECISIONS = ("appeal_decision", "complaint_decision", "opinion")
HIDDEN = "moved by an entry of the log that this packet does not show"
NOT_JUDGED = "the law names no figure; not judged"


@dataclass(frozen=True)
class ClockLine:
    """One limit: the rule, what moved its last day, when it started and ended, what became of it."""

    name: str
    rule: str
    citation: str
    reckoning: tuple[str, ...]
    started: str
    due: str
    state: str
    late: bool


@dataclass(frozen=True)
class ExtensionLine:
    """One claimed extension beside what the law allows."""

    claimed: str
    allowed: str
    verdict: str
    unlawful: bool


def told(one: RunningClock, dossier: Dossier) -> bool:
    """Whether a limit stands in the table: the requester's own are for the team, as plans do not go to everybody."""
    return one.clock.binds != "requester" or dossier.audience != "packet"


def clock_line(one: RunningClock, dossier: Dossier, style: Style) -> ClockLine:
    """A limit as of the packet's day."""
    clock, due = one.clock, one.due
    provisional = "" if due.confirmed else " (receipt not proven)"
    return ClockLine(
        name=sentence_start(clock.role.replace("_", " ")),
        rule=f"{length_words(clock)} ({basis_words(clock.basis, clock.binding)})",
        citation=clock.citation,
        reckoning=tuple(_reckoning(one, dossier, style)),
        started=f"{style.day(due.start.day)}{provisional}",
        due=style.day(due.date) if due.date else _without_date(one),
        state=_state(one, dossier, style),
        late=bool(one.days_late),
    )


def _without_date(one: RunningClock) -> str:
    return "stands still" if one.due.stopped_since else "no date: the law states no number"


def _reckoning(one: RunningClock, dossier: Dossier, style: Style) -> Iterator[str]:
    """All that is needed to count the last day again, in the order of the count."""
    due = one.due
    yield f"counted from: {style.days_in(due.start.what)}"
    law, request = dossier.file.law, dossier.file.request
    given = given_for(law, request, dossier.counted)
    spells = spells_for(law, one.clock, dossier.counted, given)
    shown = spells_for(law, one.clock, dossier.events, given)
    for spell in (spell for spell in spells if _stopped(one, spell)):
        yield _spell(spell, style) if spell in shown else HIDDEN
    yield from _closed_days(one, {spell.why for spell in spells}, style)
    if due.original and due.unrolled and due.unrolled != due.original:
        doubt = "; whether it moves is not known" if one.clock.rolls == "unknown" else ""
        yield f"ended on a closed day, {style.day(due.unrolled)}: moved to {style.day(due.original)}{doubt}"
    for line in (line for line in due.derivation if " more, to " in line):
        yield style.days_in(line)
    if due.extension and due.original and due.date and due.date > due.original:
        seen = due.extension.claim.event_id in {event_id for event_id, _ in dossier.events}
        yield f"extended from {style.day(due.original)} to {style.day(due.date)}" if seen else HIDDEN


def _stopped(one: RunningClock, spell: Spell) -> bool:
    """Whether a spell kept days from being counted."""
    if spell.answered is None:
        return one.due.stopped_since == spell.first
    return any(why == spell.why and spell.asked_on <= day <= spell.answered for day, why in one.due.skipped)


def _spell(spell: Spell, style: Style) -> str:
    why = style.days_in(spell.why).replace("our answer", "the requester's answer")
    if spell.answered is None:
        return f"stopped since {style.day(spell.first)}: {why}"
    return f"stopped {style.span(spell.first, spell.answered)}: {why}"


def _closed_days(one: RunningClock, stops: set[str], style: Style) -> Iterator[str]:
    """Closed days other than weekends that the count passed over."""
    days = {day: name for day, name in one.due.skipped if name not in _WEEKEND and name not in stops}
    if days:
        yield "not counted: " + "; ".join(f"{style.day(day)} ({name})" for day, name in sorted(days.items()))


def _state(one: RunningClock, dossier: Dossier, style: Style) -> str:
    as_of = style.day(dossier.as_of)
    if one.satisfied_on and one.state in ("met", "met_late"):
        late = f"{_if(one.due.start, style)}{plural(one.days_late, 'day')} late" if one.days_late else ""
        return f"{_done(one)} {style.day(one.satisfied_on)}" + (
            f", {late}" if late else ", in time" * bool(one.due.date)
        )
    if one.state == "lapsed" and one.clock.binds == "requester":
        return f"passed {plural(one.days_late or 0, 'day')} before {as_of}"
    if one.state == "lapsed":
        return (
            f"{_missing(one, dossier)}, {_if(one.due.start, style)}{plural(one.days_late or 0, 'day')} late on {as_of}"
        )
    if one.state == "running":
        return "not yet due"
    if one.state == "no_date":
        since = (dossier.as_of - one.due.start.day).days
        return f"{_missing(one, dossier)}; {plural(since, 'day')} since the start"
    return "stands still" if one.due.stopped_since else "no longer runs"


def _if(start: StartFact, style: Style) -> str:
    """The condition on which something is called late."""
    if start.confirmed:
        return ""
    return (
        "if the limit before it ran, " if start.kind.startswith("due:") else f"if received by {style.day(start.day)}, "
    )


def _done(one: RunningClock) -> str:
    if one.clock.binds == "requester":
        return "done"
    return "decided" if one.clock.role in _DECISIONS else "answered"


def _missing(one: RunningClock, dossier: Dossier) -> str:
    """What has not come."""
    if one.clock.role in _DECISIONS:
        return "no decision"
    if one.clock.role not in ("determination", "production", "notice"):
        return "no answer"
    return "not complete" if any(event.kind in ANSWERS for _, event in dossier.counted) else "no answer"


def extension_lines(clocks: list[RunningClock], dossier: Dossier, style: Style) -> Iterator[ExtensionLine]:
    """The last extension claimed on each limit, beside what the law allows."""
    seen = {event_id for event_id, _ in dossier.events}
    for one in clocks:
        audit = one.due.extension
        if audit is not None and audit.claim.event_id in seen:
            until = f"until {style.day(audit.claimed)}" if audit.claimed else "no date named"
            claimed = f"{style.day(audit.claim.made_on)}: {until}{noted('reason', audit.claim.reason)}"
            verdict = _verdict(audit, one.due.start, style)
            yield ExtensionLine(claimed, _allowed(audit, style), verdict, bool(audit.problems))


def _allowed(audit: ExtensionAudit, style: Style) -> str:
    nothing = "no extension here" if audit.problems else "the law names no figure"
    allowed = style.day(audit.allowed) if audit.allowed else nothing
    cited = f" ({audit.citation})" if audit.citation else ""
    guidance = [style.days_in(line) for line in audit.lines if line.startswith("Guidance")]
    return " ".join([f"{allowed}{cited}{'.' * bool(guidance)}", *guidance])


def _verdict(audit: ExtensionAudit, start: StartFact, style: Style) -> str:
    """The claim against the law; what hangs on an unproven receipt is said to."""
    if not audit.problems:
        return "within the law" if audit.allowed else NOT_JUDGED
    said = style.days_in("; ".join(audit.problems))
    return said if audit.certain or "if the agency had" in said else f"{_if(start, style)}{said}"
