"""What one request, or one item of it, adds to the statistics: how long, how late, what came, what it cost. Pure.

docs/statistics.md holds every definition in full; what is said here is the same in short.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from frkit.law.calendars import ONE_DAY, Calendar, with_closures
from frkit.tracking.case import RunningClock
from frkit.tracking.events import Event, FeeEstimated, OfficeClosed
from frkit.tracking.fees import fee_states
from frkit.tracking.order import Logged, effective
from frkit.tracking.outcomes import ANSWERS, DECISIONS, touched
from frkit.tracking.standing import Standing
from frkit.tracking.starts import is_automatic, receipt_of_request
from frkit.tracking.types import RequestFile

REPLIES = (
    "acknowledged",
    "registered",
    "extension_claimed",
    "clarification_asked",
    "identity_asked",
    "consultation_started",
    "referred",
    "fee_estimated",
    "waiver_granted",
    "waiver_denied",
    "transferred",
    "split",
    "consolidated",
    *DECISIONS,
)
"""What the agency does that shows that a person there took up the request."""
LIMITS = ("determination", "production", "notice")
"""Roles of the limits by which an answer is late; an acknowledgement is none."""
Ended = Literal["came", "waiting", "none", "unclear"]
Punctual = Literal["in_time", "late", "waiting", "overdue", "no_limit"]


@dataclass(frozen=True)
class Span:
    """How long something took, counted from the day after the agency had the request."""

    state: Ended
    """``waiting``: open, and not come yet; ``none``: closed, or answered, without it; ``unclear``: dated before."""
    days: int = 0
    """Until it came; until today, or until the request was closed, where it did not."""
    business_days: int | None = None
    """The same in days on which the agency is open; None where the closed days of a year are not on file."""


@dataclass(frozen=True)
class Figures:
    """One request, or one of its items."""

    request: str
    agency: str
    law: str
    places: tuple[str, ...]
    vendors: tuple[str, ...]
    sent_on: date
    receipt_proven: bool
    first_reply: Span
    """Until the first act of a person at the agency, an acknowledgement included."""
    first_answer: Span
    """Until the first decision on any item: granted, produced, refused, not found, somebody else's."""
    records: Span
    """Until the first records."""
    punctual: Punctual
    was_late: bool
    """Whether a limit of the agency passed without its answer at any time, answered since or not."""
    limit: int | None
    """Days from the start to the agency's limit as it stands, with the extensions and stops that the law allows."""
    first_limit: int | None
    """The same before any extension."""
    answer: Punctual
    """The first answer beside the limit as it stands: what a chart of first answers shows."""
    extended: bool
    extended_unlawfully: bool
    outcomes: tuple[tuple[str, str], ...]
    """For each item its category and what became of it."""
    asked: Mapping[str | None, Decimal]
    """The last bill in each currency; None is a currency that nobody named."""
    paid: Mapping[str | None, Decimal]
    item: str | None = None
    """The category, where the figures are of one item."""


def figures_of(file: RequestFile, stand: Standing, today: date) -> Figures | None:
    """The figures of one request; None for one that was not sent, was withdrawn or is not understood."""
    counting = _counting(file, stand, today)
    return None if counting is None else counting.of_request()


def item_figures_of(file: RequestFile, stand: Standing, today: date) -> list[Figures]:
    """The same for each item of a request; no fees, which are asked for requests and not for items."""
    counting = _counting(file, stand, today)
    return [] if counting is None else [counting.of_item(one.number, one.category) for one in file.request.items]


def why_left_out(stand: Standing) -> str | None:
    """Why a request is in no figure: ``not_understood``, ``not_sent``, ``withdrawn`` or ``joined``; None if it is."""
    if stand.ball == "newer_frkit":
        return "not_understood"
    if stand.closed_as == "withdrawn":
        return "withdrawn"
    if stand.closed_as == "consolidated":
        return "joined"
    return "not_sent" if stand.sent_on is None else None


def _counting(file: RequestFile, stand: Standing, today: date) -> _Counting | None:
    if why_left_out(stand) is not None or stand.sent_on is None:
        return None
    known = [logged for logged in file.events if logged[1].date <= today]
    return _Counting(file, stand, today, tuple(effective(known)), stand.sent_on)


@dataclass(frozen=True)
class _Counting:
    """One request while its figures are made."""

    file: RequestFile
    stand: Standing
    today: date
    events: tuple[Logged, ...]
    sent_on: date

    def of_request(self) -> Figures:
        acts = [event for _, event in self.events if not is_automatic(event)]
        decided = next((one for one in acts if one.kind in DECISIONS), None)
        produced = next((one for one in acts if one.kind == "produced"), None)
        open_items = [one for one in self.stand.item_outcomes.values() if one == "pending"]
        answer = self._span(decided, to_come=bool(open_items))
        return self._made(
            first_answer=answer,
            records=self._span(produced, to_come=bool(open_items)),
            punctual=self._punctual(),
            was_late=self._was_late(self._limits()),
            answer=self._answer(answer, decided),
            outcomes=tuple((one.category, self.stand.item_outcomes[one.number]) for one in self.file.request.items),
            asked=self._asked(),
            paid={one.currency: one.paid for one in fee_states(self.events, self._currency()) if one.paid},
        )

    def of_item(self, number: int, category: str) -> Figures:
        acts = [event for _, event in self.events if number in touched(self.file.request, event)]
        decided = next(iter(acts), None)
        answered = next((one for one in acts if one.kind in ANSWERS), None)
        produced = next((one for one in acts if one.kind == "produced"), None)
        outcome = self.stand.item_outcomes[number]
        punctual = self._item_punctual(number, decided, answered)
        answer = self._span(decided, to_come=outcome == "pending")
        return self._made(
            first_answer=answer,
            records=self._span(produced, to_come=outcome == "pending"),
            punctual=punctual,
            was_late=punctual in ("late", "overdue"),
            answer=self._answer(answer, decided),
            outcomes=((category, outcome),),
            asked={},
            paid={},
            item=category,
        )

    def _made(
        self,
        *,
        first_answer: Span,
        records: Span,
        punctual: Punctual,
        was_late: bool,
        answer: Punctual,
        outcomes: tuple[tuple[str, str], ...],
        asked: Mapping[str | None, Decimal],
        paid: Mapping[str | None, Decimal],
        item: str | None = None,
    ) -> Figures:
        request = self.file.request
        reply = next((event for _, event in self.events if self._is_reply(event)), None)
        limit = self._first_limit()
        return Figures(
            request=self.file.id,
            agency=request.agency,
            law=request.law,
            places=self._places(),
            vendors=request.vendors,
            sent_on=self.sent_on,
            receipt_proven=self._receipt_day is not None,
            first_reply=self._span(reply, to_come=True),
            first_answer=first_answer,
            records=records,
            punctual=punctual,
            was_late=was_late,
            limit=self._days_to(limit.due.date if limit is not None else None),
            first_limit=self._days_to((limit.due.original or limit.due.date) if limit is not None else None),
            answer=answer,
            extended=any(self._extends(event) for _, event in self.events),
            extended_unlawfully=self._extended_unlawfully(),
            outcomes=outcomes,
            asked=asked,
            paid=paid,
            item=item,
        )

    # how long

    @cached_property
    def _receipt_day(self) -> date | None:
        fact = receipt_of_request(self.events)
        return fact.day if fact is not None and fact.confirmed else None

    def _start(self, came: date) -> date:
        """The proven receipt; the sending where none is, or where the agency had acted before the day it names."""
        receipt = self._receipt_day
        return receipt if receipt is not None and receipt <= came else self.sent_on

    def _span(self, event: Event | None, *, to_come: bool) -> Span:
        if event is not None:
            start = self._start(event.date)
            if event.date < start:
                return Span("unclear")
            return Span("came", (event.date - start).days, self._business_days(start, event.date))
        closed = self._closed_on
        end = closed or self.today
        start = self._start(end)
        state: Ended = "waiting" if closed is None and to_come else "none"
        return Span(state, max(0, (end - start).days), self._business_days(start, end))

    @cached_property
    def _closed_on(self) -> date | None:
        """The day on which the request was closed; None while it is open."""
        if self.stand.closed_as is None:
            return None
        closing = ("accepted", "abandoned", "withdrawn", "consolidated")
        return next((event.date for _, event in reversed(self.events) if event.kind in closing), None)

    @cached_property
    def _calendar(self) -> Calendar:
        closures = [(day, one.reason) for _, one in self.events if isinstance(one, OfficeClosed) for day in one.days]
        return with_closures(self.file.closed, closures)

    def _business_days(self, start: date, end: date) -> int | None:
        """Days after the start up to the end on which the agency is open, by the closed days of its law."""
        if end < start or self._calendar.doubts(start, end):
            return None
        days = (start + number * ONE_DAY for number in range(1, (end - start).days + 1))
        return sum(self._calendar.why_closed(day) is None for day in days)

    # how late

    def _limits(self, number: int | None = None) -> list[RunningClock]:
        """The agency's limits of law with a date, that surely hold; for one item those that run for it."""
        if not self.stand.law_confirmed:
            return []
        return [
            one
            for one in self.stand.clocks
            if one.clock.binds == "agency"
            and one.clock.role in LIMITS
            and one.clock.binding == "hard"
            and one.clock.only_if is None
            and not one.needs
            and one.due.date is not None
            and (number is None or not one.items or number in one.items)
        ]

    def _has_passed(self, one: RunningClock) -> bool:
        """Whether a limit has passed unanswered, now or when the request was closed."""
        closed_late = self._closed_on is not None and one.due.date is not None and one.due.date < self._closed_on
        return one.state == "lapsed" or (one.state == "stopped" and closed_late)

    def _was_late(self, limits: Iterable[RunningClock]) -> bool:
        return any(one.state == "met_late" or self._has_passed(one) for one in limits)

    def _punctual(self) -> Punctual:
        limits = self._limits()
        if not limits:
            return "no_limit"
        if self._closed_on is None and any(one.state == "lapsed" for one in limits):
            return "overdue"
        if self._was_late(limits):
            return "late"
        return "waiting" if any(one.state == "running" for one in limits) else "in_time"

    def _item_punctual(self, number: int, decided: Event | None, answered: Event | None) -> Punctual:
        """An item beside the limits that run for it: an answer to it counts, whatever becomes of the others."""
        states: set[Punctual] = set()
        for one in self._limits(number):
            met_by = answered if one.clock.role == "production" else decided
            until = met_by.date if met_by is not None else self._closed_on or self.today
            late = one.due.date is not None and until > one.due.date
            if met_by is None and self._closed_on is None:
                states.add("overdue" if late and one.state == "lapsed" else "waiting")
            elif met_by is not None or late:
                states.add("late" if late else "in_time")
        worst: tuple[Punctual, ...] = ("overdue", "late", "waiting", "in_time")
        return next((state for state in worst if state in states), "no_limit")

    def _first_limit(self) -> RunningClock | None:
        """The limit for the answer: to decide where the law has one, else to produce."""
        limits = self._limits()
        return min(limits, key=lambda one: (LIMITS.index(one.clock.role), one.due.date or date.max), default=None)

    def _days_to(self, day: date | None) -> int | None:
        return (day - self._start(day)).days if day is not None else None

    def _answer(self, span: Span, decided: Event | None) -> Punctual:
        limit = self._first_limit()
        if limit is None or limit.due.date is None:
            return "no_limit"
        if span.state == "came" and decided is not None:
            return "late" if decided.date > limit.due.date else "in_time"
        return "overdue" if limit.state == "lapsed" else "waiting"

    # what else

    def _is_reply(self, event: Event) -> bool:
        """Whether an event is an act of a person at the agency on the request itself, not on an appeal."""
        about_another = getattr(event, "remedy", None) is not None or getattr(event, "of", None) is not None
        return event.kind in REPLIES and not is_automatic(event) and not about_another

    def _extends(self, event: Event) -> bool:
        return event.kind == "extension_claimed" and getattr(event, "remedy", None) is None

    def _extended_unlawfully(self) -> bool:
        audits = [one.due.extension for one in self.stand.clocks if one.clock.binds == "agency" and not one.needs]
        return self.stand.law_confirmed and any(one is not None and not one.lawful for one in audits)

    def _places(self) -> tuple[str, ...]:
        """The place of the law, without its regime, and the places whose local law reaches the agency."""
        law = self.file.law
        home = law.code.rpartition("-")[0] if law.kind == "regime" else law.code
        return tuple(dict.fromkeys((home or law.code, *self.file.request.places)))

    def _currency(self) -> str | None:
        return self.file.law.fees.currency if self.file.law.fees else None

    def _asked(self) -> dict[str | None, Decimal]:
        """The last bill in each currency: a new one takes the place of the one before, waived or not."""
        bills = [event for _, event in self.events if isinstance(event, FeeEstimated)]
        return {one.currency.strip().upper() if one.currency else self._currency(): one.amount for one in bills}
