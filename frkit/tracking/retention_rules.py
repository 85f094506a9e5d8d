"""Every retention period known for a request, in one form: from the law, the agency's file, or an event. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from frkit.catalogue.types import Agency
from frkit.law.explaining import long_day
from frkit.law.retention import period_words
from frkit.law.retention_types import RetentionPeriod
from frkit.law.types import Jurisdiction
from frkit.tracking.events import RetentionLearned
from frkit.tracking.order import Logged

_BASIS = {
    "law": "law",
    "policy": "policy, not law",
    "practice": "practice, no rule is known",
    "statement": "as the agency said",
}


@dataclass(frozen=True)
class KnownRule:
    """How long one kind of record is kept, whose items it is about, and where that stands."""

    key: str
    """The same for one rule as frozen and as on file today."""
    records: str | None
    kept: str
    counted_from: str
    means: str
    roughly: bool
    basis: str
    citation: str | None
    sources: tuple[str, ...]
    where: str
    """Where it was read or learned, in words."""
    categories: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    items: tuple[int, ...] = ()
    learned: date | None = None
    """The day of the event, where it was learned for this request."""
    confidence: str | None = None
    recalled: bool = False
    """True where it rests on memory alone: a person opens the source before a letter names it."""
    private: bool = False
    """True where the event is for the team or counsel only: no letter names it."""
    note: str | None = None

    def covers(self, number: int, category: str, text: str | None) -> bool:
        """Whether an item asks for such records; a rule that names nothing is about all items."""
        if not (self.items or self.categories or self.words):
            return True
        named = any(re.search(rf"\b{re.escape(word)}", text or "", re.IGNORECASE) for word in self.words)
        return number in self.items or category in self.categories or named

    @property
    def period(self) -> str:
        """The period in words, with what it rests on: ``kept 90 days from the day they are made (policy, not law)``."""
        words = period_words(self.kept, self.means, self.counted_from, roughly=self.roughly)
        doubt = ", low confidence" if self.confidence == "low" else ""
        return f"{words} ({_BASIS[self.basis]}{doubt})"


def of_law(law: Jurisdiction, where: str | None = None) -> Iterator[KnownRule]:
    """The periods in a place's law; ``where`` says in words where that law stands."""
    for one in law.retention:
        named = [source for source in map(law.source, one.source) if source is not None]
        yield replace(
            _of_period(one),
            key=f"law/{one.id}/{one.records}",
            sources=tuple(source.title for source in named),
            where=where or f"law of {law.code}",
            confidence=one.confidence,
            recalled=bool(named) and all(source.kind == "recalled" for source in named),
        )


def of_agency(agency: Agency, where: str) -> Iterator[KnownRule]:
    """The periods in a body's file; ``where`` says in words where that file stands."""
    for number, one in enumerate(agency.retention):
        yield replace(
            _of_period(one),
            key=f"{agency.id}/{number}",
            sources=tuple(source.title for source in one.sources),
            where=where,
            confidence=one.confidence,
            recalled=bool(one.sources) and not any(source.text_read for source in one.sources),
            note=" ".join(filter(None, (one.note, one.caution))) or None,
        )


def _of_period(one: RetentionPeriod) -> KnownRule:
    """What a period says by itself, wherever it stands."""
    return KnownRule(
        key="",
        where="",
        sources=(),
        records=one.records,
        kept=one.kept,
        counted_from=one.from_,
        means=one.means,
        roughly=one.roughly,
        basis=one.basis,
        citation=one.citation,
        categories=one.categories,
        words=one.words,
        note=one.note,
    )


def of_events(events: Iterable[Logged]) -> Iterator[KnownRule]:
    """The periods, and the stops of destruction, that were learned for the request itself."""
    for event_id, event in events:
        if isinstance(event, RetentionLearned):
            yield KnownRule(
                key=event_id,
                records=event.records,
                kept=event.kept,
                counted_from=event.from_,
                means=event.means,
                roughly=event.roughly,
                basis=event.basis,
                citation=event.citation,
                sources=(event.source,) if event.source else (),
                where=f"learned on {long_day(event.date)}, {event_id}",
                categories=event.categories,
                items=event.items,
                learned=event.date,
                private=event.audience != "packet",
            )


def once(rules: Iterable[KnownRule]) -> list[KnownRule]:
    """Each rule once: what is on file today goes before the same rule as it was frozen."""
    found: dict[str, KnownRule] = {}
    for rule in rules:
        found.setdefault(rule.key, rule)
    return list(found.values())
