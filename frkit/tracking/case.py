"""All that the clocks of one request depend on, gathered once. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal

from frkit.law.calendars import Calendar, ClosedDays, with_closures
from frkit.law.clocks import Due
from frkit.law.rule_types import Clock
from frkit.law.types import Jurisdiction, Remedy
from frkit.tracking.conditions import Given, given_for
from frkit.tracking.events import OfficeClosed
from frkit.tracking.order import Logged
from frkit.tracking.outcomes import ANSWERS, answered_on
from frkit.tracking.steps import Steps
from frkit.tracking.types import Request

State = Literal["running", "met", "met_late", "lapsed", "stopped", "no_date"]


@dataclass(frozen=True)
class RunningClock:
    """One clock of a request: its date with derivation, and what became of it as of today."""

    due: Due
    state: State
    satisfied_on: date | None = None
    satisfied_by: str | None = None
    days_left: int | None = None
    """Days until the cautious date; only while it runs."""
    days_late: int | None = None
    """Days past the last lawful day, never capped; counted to the answer if one came late."""
    needs: tuple[str, ...] = ()
    """Conditions whose answer is not known: keys of the request's ``given``."""
    items: tuple[int, ...] = ()
    """The items for which it runs, where it does not run for all."""

    @property
    def clock(self) -> Clock:
        """The rule that runs."""
        return self.due.clock


Done = dict[str, list[RunningClock]]
"""Id of a clock -> what it came to; filled in the order in which clocks depend on each other."""


@dataclass(frozen=True)
class Case:
    """All that the clocks of one request depend on; ``events`` are in order and count."""

    law: Jurisdiction
    request: Request
    events: tuple[Logged, ...]
    days: ClosedDays
    today: date
    closed: bool
    done: Done = field(default_factory=dict)

    @cached_property
    def given(self) -> Given:
        """What is known of the conditions of the law."""
        return given_for(self.law, self.request, self.events)

    @cached_property
    def steps(self) -> Steps:
        """Which remedy each event belongs to."""
        return Steps(self.law, self.events, self.given)

    @cached_property
    def answered(self) -> tuple[date, str] | None:
        """When every item had an answer, or one called itself final."""
        return answered_on(self.request, self.events, ANSWERS)

    @cached_property
    def _first_sent(self) -> date | None:
        return next((event.date for _, event in self.events if event.kind == "sent"), None)

    def before_sending(self, day: date) -> bool:
        """Whether a day lies before the first sending; where none is logged, that is not known."""
        return self._first_sent is not None and day < self._first_sent

    @cached_property
    def since_sending(self) -> list[Logged]:
        """The events that can have been about the request: none that is dated before it was sent."""
        return [logged for logged in self.events if not self.before_sending(logged[1].date)]

    @cached_property
    def _calendars(self) -> dict[str, Calendar]:
        closures = [
            (day, f"the office was closed: {one.reason}")
            for _, one in self.events
            if isinstance(one, OfficeClosed)
            for day in one.days
        ]
        plain = with_closures(self.days, ())
        careful = replace(plain, doubts_open=True) if self.days.uncertain else plain
        return {"agency": with_closures(self.days, closures), "requester": careful, "reviewer": plain}

    def calendar(self, clock: Clock) -> Calendar:
        """The closed days for a clock: the agency's own closures lengthen its limits and nobody else's."""
        calendar = self._calendars[clock.binds]
        return replace(calendar, also_closed=clock.also_closed) if clock.also_closed else calendar

    def remedies(self, clock: Clock) -> tuple[Remedy, ...]:
        """The steps that a clock belongs to and that are open to this request: two may share one limit."""
        return tuple(one for one in self.law.remedies if clock.id in one.clocks and self.given.judge(one.when)[0])

    def remedy(self, clock: Clock) -> Remedy | None:
        """The first step that a clock belongs to, or None."""
        return next(iter(self.remedies(clock)), None)

    def of_kind(self, *kinds: str) -> list[Logged]:
        """The events of some kinds, in order."""
        return [logged for logged in self.events if logged[1].kind in kinds]
