"""One table a request: what was asked and answered, each of the agency's limits with days late, extensions, fees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from frkit.packet.parts.cited_words import checked
from frkit.packet.parts.event_words import Style, cited_for, headline, said, sentence
from frkit.packet.parts.limits_table import ClockLine, ExtensionLine, clock_line, extension_lines, told
from frkit.packet.parts.made_part import FrontFacts, MadePart
from frkit.packet.parts.quotes import Quotes
from frkit.packet.parts.refs import Book, Citation
from frkit.packet.plan.dossiers import Dossier
from frkit.pages.wording import plural, sentence_start
from frkit.tracking.events import Event
from frkit.tracking.fees import FEE_KINDS
from frkit.tracking.outcomes import touched

OUTCOMES = {
    "pending": "no answer",
    "granted": "produced",
    "partial": "produced in part",
    "denied": "refused",
    "no_records": "said to hold none",
    "not_custodian": "said not to be the custodian",
    "glomar": "neither confirmed nor denied",
    "transferred": "passed on to another body",
    "split": "followed in another request",
}
_BALLS = {
    "draft": "not sent",
    "ready": "not sent",
    "agency": "open; the agency's move",
    "us": "open; the requester's move",
    "closed": "closed",
    "newer_frkit": "not judged: the log holds an entry of a newer frkit",
}
_REFUSALS = ("denied", "neither_confirm_nor_deny")


@dataclass(frozen=True)
class ItemLine:
    """One numbered thing asked for and what became of it."""

    number: int
    title: str
    outcome: str
    answers: tuple[tuple[str, Citation], ...]


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
    fees: tuple[tuple[str, str, Citation], ...]
    unconfirmed: bool


def section(book: Book, dossier: Dossier, number: int, quotes: Quotes) -> RequestSection:
    """The tables of a request as of the packet's day."""
    style = book.style_of(dossier)
    standing = dossier.standing
    clocks = [one for one in standing.clocks if told(one, dossier)] if standing.law_confirmed else []
    return RequestSection(
        id=dossier.id,
        agency=dossier.agency_name,
        anchor=f"request-{number}",
        facts=tuple(_facts(book, dossier, style)),
        items=tuple(_items(book, dossier, style, quotes)),
        clocks=tuple(clock_line(one, dossier, style) for one in clocks),
        extensions=tuple(extension_lines(clocks, dossier, style)),
        fees=tuple(_fees(book, dossier, style)),
        unconfirmed=not standing.law_confirmed,
    )


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


def _items(book: Book, dossier: Dossier, style: Style, quotes: Quotes) -> Iterator[ItemLine]:
    outcomes = dossier.standing.item_outcomes
    quoted_at: dict[str, int] = {}
    for item in dossier.file.request.items:
        answers = []
        mine = [one for one in dossier.events if item.number in touched(dossier.file.request, one[1])]
        for event_id, event in mine:
            first = quoted_at.setdefault(event_id, item.number)
            others = [other for other_id, other in mine if other_id != event_id]
            cited, stands = checked(quotes, book.of_event(dossier, event_id, event), event)
            marked = style if stands else style.unquoted()
            words = _answer(event, item.number, others, marked, first if first != item.number else None)
            answers.append((words, cited))
        yield ItemLine(item.number, dossier.item_title(item), OUTCOMES[outcomes[item.number]], tuple(answers))


def _answer(event: Event, item: int, others: list[Event], style: Style, quoted_at: int | None) -> str:
    """What one answer said of an item, its date, the grounds cited for it; its words once, at the first item."""
    wording = getattr(event, "wording", None)
    words = f", as at item {quoted_at}" if wording and quoted_at else said(wording, style)
    return f"{_named(event, others)}, {style.day(event.date)}{_grounds(event, item, others)}{words}"


def _named(event: Event, others: list[Event]) -> str:
    """What an answer is; a refusal that came with records for the same item is one of a part."""
    if event.kind == "produced" and getattr(event, "partial", False):
        return "Records produced in part"
    together = event.kind == "denied" and any(_same_message(event, one) for one in others if one.kind == "produced")
    return "Withheld from what was produced" if together else headline(event)


def _grounds(event: Event, item: int, others: list[Event]) -> str:
    """The grounds cited for an item, or that none is logged where there should be one."""
    if event.kind in _REFUSALS:
        return f": {'; '.join(cited_for(event, item)) or 'no exemption named for this item'}"
    if getattr(event, "partial", False) and not any(other.kind in _REFUSALS for other in others):
        return "; no ground logged for what was withheld"
    return ""


def _same_message(one: Event, other: Event) -> bool:
    return one.date == other.date if one.reply_to is None else one.reply_to == other.reply_to


def _fees(book: Book, dossier: Dossier, style: Style) -> Iterator[tuple[str, str, Citation]]:
    for event_id, event in dossier.events:
        if event.kind in FEE_KINDS:
            yield style.day(event.date), sentence(event, style), book.of_event(dossier, event_id, event)


def _shown(front: FrontFacts) -> dict[str, Any]:
    dossiers = front.dossiers.values()
    numbered = enumerate(dossiers, start=1)
    return {"requests": [section(front.book, dossier, number, front.quotes) for number, dossier in numbered]}


PART = MadePart("requests", "Requests log", _shown)
