"""One table a request: what was asked and answered, each of the agency's limits with days late, extensions, fees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from frkit.law.explaining import basis_words
from frkit.packet.dossiers import Dossier
from frkit.packet.event_words import Style, headline, quoted, sentence
from frkit.packet.refs import Book, Ref
from frkit.pages.wording import plural, sentence_start
from frkit.tracking.events import Event
from frkit.tracking.outcomes import touched
from frkit.tracking.running import RunningClock

OUTCOMES = {
    "pending": "no answer",
    "granted": "produced",
    "partial": "produced in part",
    "denied": "refused",
    "no_records": "said to hold none",
    "not_custodian": "said not to be the custodian",
    "glomar": "neither confirmed nor denied",
}
_BALLS = {
    "draft": "not sent",
    "ready": "not sent",
    "agency": "open; the agency's move",
    "us": "open; the requester's move",
    "closed": "closed",
    "newer_frkit": "not judged: the log holds an entry of a newer frkit",
}
_FEES = ("fee_estimated", "fee_agreed", "fee_paid", "fee_disputed", "waiver_granted", "waiver_denied")


@dataclass(frozen=True)
class ItemLine:
    """One numbered thing asked for and what became of it."""

    number: int
    title: str
    outcome: str
    answers: tuple[tuple[str, tuple[Ref, ...]], ...]


@dataclass(frozen=True)
class ClockLine:
    """One limit: the rule, when it started and ended, what became of it."""

    name: str
    rule: str
    citation: str
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


@dataclass(frozen=True)
class RequestSection:
    """All tables of one request."""

    id: str
    agency: str
    anchor: str
    facts: tuple[tuple[str, str], ...]
    items: tuple[ItemLine, ...]
    clocks: tuple[ClockLine, ...]
    extensions: tuple[ExtensionLine, ...]
    fees: tuple[tuple[str, str, tuple[Ref, ...]], ...]
    unconfirmed: bool


def section(book: Book, dossier: Dossier, number: int) -> RequestSection:
    """The tables of a request as of the packet's day."""
    style = book.style_of(dossier)
    standing = dossier.standing
    clocks = [one for one in standing.clocks if _told(one, dossier)] if standing.law_confirmed else []
    return RequestSection(
        id=dossier.id,
        agency=dossier.agency_name,
        anchor=f"request-{number}",
        facts=tuple(_facts(book, dossier, style)),
        items=tuple(_items(book, dossier, style)),
        clocks=tuple(_clock(one, style, book) for one in clocks),
        extensions=tuple(_extensions(clocks, style)),
        fees=tuple(_fees(book, dossier, style)),
        unconfirmed=not standing.law_confirmed,
    )


def _told(one: RunningClock, dossier: Dossier) -> bool:
    """The requester's own limits are for the team: what is planned does not stand in a served packet."""
    return one.clock.binds != "requester" or dossier.audience != "packet"


def _facts(book: Book, dossier: Dossier, style: Style) -> Iterator[tuple[str, str]]:
    law, standing = dossier.file.law, dossier.standing
    yield "Law", f"{law.law.name}, {law.law.citation} ({law.name})"
    sent = next((event for _, event in dossier.events if event.kind == "sent"), None)
    if sent is not None:
        yield "Sent", f"{style.day(sent.date)}. {sentence(sent, style)}"
    references = [getattr(event, "reference", None) for _, event in dossier.events if event.kind == "acknowledged"]
    if any(references):
        yield "Agency's number", ", ".join(dict.fromkeys(one for one in references if one))
    state = _BALLS.get(standing.ball, standing.ball)
    tracks = [track for track in standing.tracks if track != "request"]
    opened = f"; {' and '.join(tracks)} pending" if tracks else ""
    waited = f"; {plural(standing.days_waiting, 'day')} since it was sent" if standing.days_waiting is not None else ""
    yield "As of " + book.day(book.packet.as_of), f"{sentence_start(state)}{opened}{waited}."
    if dossier.corrected:
        wrong = "; ".join(f"{headline(event)}, {style.day(event.date)}" for event in dossier.corrected)
        yield "Corrected", f"Entries of the log that were found wrong and count for nothing: {wrong}."


def _items(book: Book, dossier: Dossier, style: Style) -> Iterator[ItemLine]:
    outcomes = dossier.standing.item_outcomes
    quoted_at: dict[str, int] = {}
    for item in dossier.file.request.items:
        answers = []
        for event_id, event in dossier.events:
            if item.number in touched(dossier.file.request, event):
                first = quoted_at.setdefault(event_id, item.number)
                words = _answer(event, style, first if first != item.number else None)
                answers.append((words, book.of_event(dossier.id, event_id, event.reply_to)))
        yield ItemLine(item.number, dossier.item_title(item), OUTCOMES[outcomes[item.number]], tuple(answers))


def _answer(event: Event, style: Style, quoted_at: int | None) -> str:
    """What one answer said, its date, the grounds that it named for the item; its words once, at the first item."""
    words = f"{headline(event)}, {style.day(event.date)}"
    cited = "; ".join(claim.cited for claim in getattr(event, "exemptions", ()))
    wording = getattr(event, "wording", None)
    said = f", as quoted at item {quoted_at}" if wording and quoted_at else quoted(wording)
    return f"{words}{': ' + cited if cited else ''}{said}"


def _clock(one: RunningClock, style: Style, book: Book) -> ClockLine:
    clock, due = one.clock, one.due
    provisional = "" if due.confirmed else " (receipt not proven)"
    return ClockLine(
        name=sentence_start(clock.role.replace("_", " ")),
        rule=f"{clock.length} ({basis_words(clock.basis, clock.binding)})",
        citation=clock.citation,
        started=f"{style.day(due.start.day)}{provisional}",
        due=style.day(due.date) if due.date else "no date: the law states no number",
        state=_state(one, style, book),
        late=bool(one.days_late),
    )


def _state(one: RunningClock, style: Style, book: Book) -> str:
    late = f", {plural(one.days_late, 'day')} late" if one.days_late else ""
    if one.state in ("met", "met_late") and one.satisfied_on:
        return f"answered {style.day(one.satisfied_on)}{late or ', in time' if one.due.date else ''}"
    if one.state == "lapsed":
        return f"no answer{late} on {book.day(book.packet.as_of)}"
    if one.state == "running":
        return "not yet due"
    if one.state == "no_date":
        return f"no answer; {plural((book.packet.as_of - one.due.start.day).days, 'day')} since the start"
    return "stands still" if one.due.stopped_since else "no longer runs"


def _extensions(clocks: list[RunningClock], style: Style) -> Iterator[ExtensionLine]:
    for one in clocks:
        audit = one.due.extension
        if audit is None:
            continue
        claimed = style.day(audit.claimed) if audit.claimed else "no date named"
        allowed = style.day(audit.allowed) if audit.allowed else "no extension" if audit.problems else "no limit stated"
        verdict = "; ".join(audit.problems) if audit.problems else "within the law"
        cited = f" ({audit.citation})" if audit.citation else ""
        line = f"{style.day(audit.claim.made_on)}: until {claimed}{quoted(audit.claim.reason)}"
        yield ExtensionLine(line, f"{allowed}{cited}", verdict, bool(audit.problems))


def _fees(book: Book, dossier: Dossier, style: Style) -> Iterator[tuple[str, str, tuple[Ref, ...]]]:
    for event_id, event in dossier.events:
        if event.kind in _FEES:
            refs = book.of_event(dossier.id, event_id, event.reply_to)
            yield style.day(event.date), sentence(event, style), refs
