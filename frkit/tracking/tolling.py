"""What the agency's questions, bills and consultations do to its clock. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from frkit.law.calendars import ONE_DAY, Calendar
from frkit.law.clocks import Longer
from frkit.law.counting import Stop, count
from frkit.law.lengths import Length
from frkit.law.rule_types import Clock, Tolling
from frkit.law.triggers import WAITS
from frkit.law.types import Jurisdiction
from frkit.tracking.conditions import Given
from frkit.tracking.events import Event
from frkit.tracking.fees import settles
from frkit.tracking.order import Logged
from frkit.tracking.starts import NAMES, is_receipt_of_request


@dataclass(frozen=True)
class Spell:
    """The time between a question (or bill) and its answer, and what it does to a clock."""

    rule: Tolling
    asked_on: date
    first: date
    """The first day that is not counted."""
    answered: date | None
    answered_by: str
    why: str

    @property
    def starts_anew(self) -> bool:
        """Whether the clock runs from the answer, as if nothing had run before."""
        return self.rule.effect in ("reset", "start_later")

    def stop(self, limit: date, counts: Callable[[date], bool]) -> Stop:
        """The days that a clock does not count; asked on its last day, it gives back the days that it lasted."""
        if self.first <= limit or self.answered is None:
            return Stop(self.first, self.answered, self.why)
        last = self.answered
        while last > self.asked_on and not counts(last):
            last -= ONE_DAY
        return Stop(self.asked_on, last - ONE_DAY, self.why)

    def comes_after(self, limit: date) -> bool:
        """Whether the limit had passed before the question came."""
        return self.asked_on > limit

    @property
    def lengthens(self) -> bool:
        """Whether the clock goes on while it lasts, and is made longer at its end."""
        return self.rule.effect in ("add", "extend")

    def addition(self, unit: str, calendar: Calendar) -> Longer | None:
        """What the spell adds at the end of a clock that counts in some unit; None while its length is not known."""
        if self.rule.by is not None:
            return Longer(self.rule.by, f"{self.why}; from {self.asked_on}")
        if self.answered is None:
            return None
        days = [self.asked_on + timedelta(days=n + 1) for n in range((self.answered - self.asked_on).days)]
        counted = [day for day in days if unit != "business" or calendar.why_closed(day) is None]
        if not counted:
            return None
        length = Length(number=len(counted), unit="business" if unit == "business" else "calendar")
        return Longer(length, f"{self.why}, from {self.asked_on} to {self.answered}: those days are added")

    def in_time(self, begun: date, calendar: Calendar) -> bool:
        """Whether the question came while the law still let it count."""
        if self.rule.ask_within is None:
            return True
        last = count(begun, self.rule.ask_within, calendar)
        return last is None or self.asked_on <= last.unrolled


def spells_for(law: Jurisdiction, clock: Clock, events: Iterable[Logged], given: Given) -> list[Spell]:
    """The spells that stop a clock, start it anew or lengthen it under this law, in time."""
    if not law.tolling:
        return []
    history = list(events)
    rules = [rule for rule in law.tolling if rule.effect != "none" and touches(rule, clock)]
    kept = [rule for rule in rules if given.judge(rule.when)[0]]
    spells = [spell for rule in kept for spell in _spells(rule, history)]
    return sorted(spells, key=lambda spell: (spell.asked_on, spell.answered or date.max))


def touches(rule: Tolling, clock: Clock) -> bool:
    """Whether a tolling rule reaches a clock: those it names, or else the agency's main ones."""
    if rule.of:
        return clock.id in rule.of
    return clock.binds == "agency" and clock.role in ("determination", "production")


def _spells(rule: Tolling, events: list[Logged]) -> Iterator[Spell]:
    """The spells of one rule; where only the first question stops the clock, the first of them."""
    spells = _all_spells(rule, events)
    return itertools.islice(spells, 1) if rule.once else spells


def _all_spells(rule: Tolling, events: list[Logged]) -> Iterator[Spell]:
    asked: date | None = None
    kind = WAITS[rule.trigger]
    ends = rule.ended_by or kind.answered
    for event_id, event in events:
        if event.kind == kind.asked and asked is None and _counts(rule, event):
            asked = event.date
            if rule.effect == "extend" and rule.by is not None:
                yield _spell(rule, asked, None, "")
                asked = None
        elif asked is not None and event.kind in ends and _answers(rule, event_id, event, events):
            spell = _spell(rule, asked, event.date, event.kind)
            if spell.starts_anew or event.date >= spell.first:
                yield spell
            asked = None
    if asked is not None:
        yield _spell(rule, asked, None, "")


def _spell(rule: Tolling, asked: date, answered: date | None, by: str) -> Spell:
    first = asked if rule.first_day_out else asked + timedelta(days=1)
    words = WAITS[rule.trigger].words
    why = f"{words} ({rule.citation})" if rule.citation else words
    return Spell(rule, asked, first, answered, by, why)


def restart_words(spell: Spell) -> str:
    """What begins a clock anew, for its derivation."""
    how = "which starts the clock anew" if spell.rule.effect == "reset" else "and only that starts the clock"
    return f"{NAMES.get(spell.answered_by, spell.answered_by)}, {how} ({spell.why})"


_ONLY: dict[str, Callable[[Event], bool]] = {
    "deposit": lambda event: bool(getattr(event, "deposit", None)),
    "third_party": lambda event: getattr(event, "about", None) == "third_party",
    "leave": lambda event: getattr(event, "about", None) == "leave",
}


def _counts(rule: Tolling, event: Event) -> bool:
    only = _ONLY.get(rule.trigger)
    in_force = rule.valid_from is None or event.date >= rule.valid_from
    return in_force and (only is None or only(event))


def _answers(rule: Tolling, event_id: str, event: Event, events: list[Logged]) -> bool:
    """Whether an event ends the wait of a rule; a payment does only with the whole that was asked for."""
    if event.kind == "fee_paid" and rule.trigger in ("fee", "deposit"):
        return settles(events, event_id)
    if event.kind == "received_by_agency":
        return is_receipt_of_request(event) and bool(getattr(event, "competent", False))
    return event.kind != "consultation_ended" or _counts(rule, event)
