"""The clocks of a law for a request that nobody has made: from a day of receipt, and what may have happened since.

As far as nothing else is said, silence is taken to go on, so that what follows from it shows as well. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from frkit.base.errors import WrongUsage
from frkit.base.findings import did_you_mean
from frkit.base.models import LATEST
from frkit.law.calendars import ClosedDays
from frkit.law.rule_types import Clock
from frkit.law.types import Jurisdiction
from frkit.tracking.case import Case, RunningClock
from frkit.tracking.events import BY_KIND, Event, event_from
from frkit.tracking.order import Logged, effective
from frkit.tracking.running import run_all
from frkit.tracking.types import Item, Request

ITEM = 1
_FILLED: dict[str, dict[str, Any]] = {
    "sent": {"method": "other"},
    "produced": {"final": True},
    "denied": {"final": True},
    "fee_estimated": {"amount": "0"},
    "fee_paid": {"amount": "0"},
    "fee_refunded": {"amount": "0"},
    "transferred": {"to": "another body"},
    "appeal_decided": {"result": "upheld"},
    "complaint_filed": {"body": "the body named in the law"},
    "suit_filed": {"court": "the court named in the law"},
    "court_event": {"what": "noted"},
    "call": {"said": "noted"},
    "consolidated": {"into": "another request"},
    "contact_learned": {"purpose": "other", "address": "noted", "found_where": "noted"},
    "date_confirmed": {"of": "0" * 64, "dated": "2020", "words": "2020"},
    "figure_confirmed": {"of": "0" * 64, "figure": "quantity", "words": "1", "amount": "1"},
    "law_confirmed": {"source": "noted"},
    "retention_learned": {"kept": "permanent", "basis": "statement"},
}
"""What a kind of event cannot do without, where only its day matters."""
_ANSWERS_ALL = ("produced", "denied")
"""Kinds that, named by their day alone, mean the whole answer; with fields they say what they say in a campaign."""
_WITH_REQUEST = ("sent", "received_by_agency")


@dataclass(frozen=True)
class Explained:
    """One clock as ``law explain`` shows it: under the name of its role where it is one of several variants."""

    id: str
    variant: str | None
    running: RunningClock


def supposed_event(kind: str, day: date, fields: Mapping[str, Any]) -> Event:
    """An event of which only the kind, the day and a few fields are known; raises WrongUsage for one that cannot be."""
    kind = kind.replace("-", "_")
    if kind not in BY_KIND:
        raise WrongUsage(f"There is no kind of event '{kind}'{did_you_mean(kind, BY_KIND)}")
    if fields.keys() & {"kind", "date"}:
        raise WrongUsage("The kind and the day stand before the fields.", remedy="write it like denied:2026-04-01")
    filled = {} if fields and kind in _ANSWERS_ALL else _FILLED.get(kind, {})
    data = {"kind": kind, "date": day, "entered": "", "by": "", **filled, **fields}
    try:
        event = event_from(data)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"]))
        message = str(fault["msg"]).removeprefix("Value error, ")
        raise WrongUsage(f"An event '{kind}' cannot have that: {where}: {message}.") from None
    if set(getattr(event, "items", ())) - {ITEM}:
        raise WrongUsage(f"What is supposed here is a request of one item, number {ITEM}.", remedy="leave items out")
    return event


def hypothetical_case(
    law: Jurisdiction, days: ClosedDays, events: Sequence[Event], given: Mapping[str, str], today: date | None = None
) -> Case:
    """A request of one item under a law, with these events; as of the end of time unless a day is named.

    As in a campaign, what is dated after that day has not happened yet.
    """
    day = today or LATEST
    logged: list[Logged] = [
        (f"{event.date}-{event.kind.replace('_', '-')}-{number:08x}", event) for number, event in enumerate(events)
    ]
    known = [one for one in logged if one[1].date <= day]
    request = Request(agency="-", law=law.code, given=dict(given), items=(Item(number=ITEM, category="other"),))
    return Case(law, request, tuple(effective(known)), days, day, closed=False)


def explained(case: Case) -> list[Explained]:
    """Every clock that has started, each under the name that a reader looks for."""
    clocks = run_all(case)
    return [_named(one, case.law) for one in clocks]


def not_started(case: Case) -> list[Clock]:
    """The clocks that could still start, once something happens; those of other cases and times are left out."""
    waiting = [clock for clock in case.law.every_clock if not case.done.get(clock.id)]
    return [clock for clock in waiting if case.given.judge(clock.when)[0] and not _of_another_time(clock, case)]


def _of_another_time(clock: Clock, case: Case) -> bool:
    """Whether a rule ended before the request came, or did not hold yet for what starts with the request."""
    first = min((event.date for _, event in case.events), default=None)
    if first is None:
        return False
    with_request = all(on in _WITH_REQUEST for start in clock.starts for on in start.on)
    not_yet = with_request and clock.valid_from is not None and clock.valid_from > first
    return not_yet or (clock.valid_to is not None and clock.valid_to < first)


def _named(one: RunningClock, law: Jurisdiction) -> Explained:
    clock = one.clock
    variant = bool(clock.when or clock.valid_from or clock.valid_to) and clock in law.clocks
    alone = len(law.clocks_of(clock.role)) == 1
    if not variant or (alone and clock.id == clock.role):
        return Explained(clock.id, None, one)
    return Explained(clock.role, clock.id, one)
