"""Index of withheld records, item by item: grounds as the agency gave them, harm, the rest, answers, silent items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from frkit.packet.parts.event_words import stopped
from frkit.packet.parts.made_part import FrontFacts, MadePart
from frkit.packet.parts.quotes import Quotes
from frkit.packet.parts.refs import NOTHING, Book, Citation
from frkit.packet.parts.withheld_rows import REFUSALS, Said, WithheldRow, item_titles, runs_of, withheld_rows
from frkit.packet.plan.dossiers import Dossier
from frkit.pages.wording import on_one_line, plural
from frkit.tracking.outcomes import touched

_NOT_HELD = {"no_records": "said to hold none", "not_custodian": "said not to be the custodian"}


@dataclass(frozen=True)
class NotHeld:
    """Items of which the agency said that it has no records, in its own words."""

    item: str
    titles: tuple[str, ...]
    what: str
    said: Said
    cited: Citation


@dataclass(frozen=True)
class Silent:
    """Items that no answer speaks of."""

    item: str
    titles: tuple[str, ...]
    why: str
    cited: Citation = NOTHING


@dataclass(frozen=True)
class WithheldSection:
    """The index of one request."""

    agency: str
    law: str
    rows: tuple[WithheldRow, ...]
    not_held: tuple[NotHeld, ...]
    silent: tuple[Silent, ...]
    without_items: tuple[tuple[str, Citation], ...]
    """Grounds that the agency cited without saying for which items."""
    clawbacks: tuple[tuple[str, Citation], ...]
    unconfirmed: bool
    """The law on file for the place was not confirmed against its text."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell of the request."""
        return not (self.rows or self.not_held or self.silent or self.clawbacks)


def withheld_section(book: Book, quotes: Quotes, dossier: Dossier) -> WithheldSection:
    """What a request did not bring, as of the packet's day."""
    law = dossier.file.law.law
    return WithheldSection(
        agency=dossier.agency_name,
        law=f"{law.name}, {law.citation}",
        rows=tuple(withheld_rows(book, quotes, dossier)),
        not_held=tuple(_not_held(book, quotes, dossier)),
        silent=tuple(_silent(book, dossier)),
        without_items=tuple(_without_items(book, dossier)),
        clawbacks=tuple(_clawbacks(book, dossier)),
        unconfirmed=not dossier.standing.law_confirmed,
    )


def _not_held(book: Book, quotes: Quotes, dossier: Dossier) -> Iterator[NotHeld]:
    for event_id, event in dossier.events:
        if event.kind not in _NOT_HELD:
            continue
        items = touched(dossier.file.request, event)
        cited = book.of_event(dossier, event_id, event)
        wording = getattr(event, "wording", None)
        if wording:
            found = quotes.look_up(cited.refs, wording)
            stands = found.state == "stands"
            said = Said(on_one_line(wording), quoted=stands, noted=not stands)
            cited = Citation((found.ref,), cited.left_out) if found.ref else cited
        else:
            names = getattr(event, "names", None)
            said = Said(f"named as custodian: {on_one_line(names)}" if names else "")
        what = f"{_NOT_HELD[event.kind]}, {book.style_of(dossier).day(event.date)}"
        yield NotHeld(runs_of(items), item_titles(dossier, items), what, said, cited)


def _silent(book: Book, dossier: Dossier) -> Iterator[Silent]:
    """The items without an answer, with what the agency last said of the whole request."""
    standing = dossier.standing
    waiting = [item for item in dossier.file.request.items if standing.item_outcomes.get(item.number) == "pending"]
    sent = any(event.kind == "sent" for _, event in dossier.events)
    final = next(((one, event) for one, event in reversed(dossier.events) if getattr(event, "final", False)), None)
    found: dict[tuple[str, Citation], list[int]] = {}
    for item in waiting if sent else ():
        granted = next(
            (
                (one, event)
                for one, event in dossier.events
                if event.kind == "granted" and item.number in touched(dossier.file.request, event)
            ),
            None,
        )
        told = granted or final
        cited = book.of_event(dossier, *told) if told else NOTHING
        found.setdefault((_why_silent(book, dossier, granted, final), cited), []).append(item.number)
    for (why, cited), numbers in found.items():
        yield Silent(runs_of(numbers), item_titles(dossier, numbers), why, cited)


def _why_silent(book: Book, dossier: Dossier, granted: Any, final: Any) -> str:
    style = book.style_of(dossier)
    if granted is not None:
        return f"access was granted on {style.day(granted[1].date)}; the records have not come"
    if final is not None:
        return f"not spoken of in what was called the final answer, {style.day(final[1].date)}"
    waited = dossier.standing.days_waiting
    since = "" if waited is None else f", {plural(waited, 'day')} after the request was sent"
    return f"no answer on file{since}"


def _without_items(book: Book, dossier: Dossier) -> Iterator[tuple[str, Citation]]:
    """Grounds that stand for a whole answer to several items."""
    if len(dossier.file.request.items) < 2:
        return
    for event_id, event in dossier.events:
        if event.kind in REFUSALS and not getattr(event, "items", ()):
            for claim in getattr(event, "exemptions", ()):
                if not claim.items:
                    day = book.style_of(dossier).day(event.date)
                    yield f"{on_one_line(claim.cited)}, {day}", book.of_event(dossier, event_id, event)


def _clawbacks(book: Book, dossier: Dossier) -> Iterator[tuple[str, Citation]]:
    """Demands to give documents back, as far as the audience may see them; what was cleared is said."""
    cleared = {one for _, event in dossier.events if event.kind == "cleared_by_counsel" for one in event.of}  # type: ignore[attr-defined]
    for event_id, event in dossier.events:
        if event.kind == "clawback_demanded":
            wanted: tuple[str, ...] = getattr(event, "of", ())
            state = "; counsel cleared all of them" if set(wanted) <= cleared else ""
            day = book.style_of(dossier).day(event.date)
            what = f"{day}: return of {plural(len(wanted), 'document')} demanded{state}"
            yield stopped(what), book.of_event(dossier, event_id, event)


def _facts(front: FrontFacts) -> dict[str, Any]:
    sections = [withheld_section(front.book, front.quotes, one) for one in front.dossiers.values()]
    return {
        "withheld": [one for one in sections if not one.empty],
        "withheld_nothing": [one.agency for one in sections if one.empty],
        "withheld_answers": any(row.answers for one in sections for row in one.rows),
    }


PART = MadePart("withheld", "Index of withheld records", _facts)
