"""A campaign as tables for a spreadsheet: one row a request, or one row an event. Pure.

Dates and outcomes are counted from every event on file, as they are in a packet; what a reader may not see is only not
shown. Nothing here reads ``private/``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from frkit.exchange.csv_events import REQUEST_COLUMNS, SHARED_COLUMNS, cells_of, joined, own_columns
from frkit.tracking.case import RunningClock
from frkit.tracking.event_base import Audience, Event
from frkit.tracking.fees import FeeState, fee_states
from frkit.tracking.order import Logged, effective
from frkit.tracking.outcomes import DECISIONS
from frkit.tracking.references import references_of
from frkit.tracking.standing import Standing
from frkit.tracking.types import Item, Period, Request, RequestFile

MAY_SEE: dict[Audience, tuple[Audience, ...]] = {
    "packet": ("packet",),
    "team": ("packet", "team"),
    "counsel": ("packet", "team", "counsel"),
}
"""For whom a table is made -> whose events stand in it."""
OUTCOMES = ("pending", "granted", "partial", "denied", "no_records", "not_custodian", "glomar")
"""What can become of an item; each has a column that counts."""
LEFT_ALONE = ("documents", "imported_from", "counts")
"""Columns of the table of events that tell something and are not read back."""
_ASIDE = ("routing", "guideline", "pre_suit")
_FOR_THE_TEAM = ("requester", "note", "by", "message_id", "imported_from")
"""Who keeps the campaign and under which name elsewhere, and what they tell each other."""


@dataclass(frozen=True)
class Shown:
    """A request with where it stands, the name of its agency, and for whom and as of when it is told."""

    file: RequestFile
    stand: Standing
    agency_name: str
    day: date
    audience: Audience = "team"

    @property
    def events(self) -> list[Logged]:
        """The events that the audience may see, corrected ones too, in order."""
        return [logged for logged in self.stand.events if logged[1].audience in MAY_SEE[self.audience]]

    @property
    def hidden(self) -> int:
        """How many events the audience may not see."""
        return len(self.stand.events) - len(self.events)

    @property
    def counted(self) -> list[Logged]:
        """The events that the audience may see and that count."""
        kept = {event_id for event_id, _ in effective(self.stand.events)}
        return [logged for logged in self.events if logged[0] in kept]

    def limits(self) -> list[RunningClock]:
        """The limits that may be told: our own are not for everybody, and none of a law that nobody confirmed."""
        if not self.stand.law_confirmed:
            return []
        return [one for one in self.stand.clocks if one.clock.binds != "requester" or self.audience != "packet"]


def summary_columns(audience: Audience) -> tuple[str, ...]:
    """The columns of the table with one row a request."""
    columns = (
        *("request", "agency", "agency_name", "request_title", "law", "place", "places", "pack", "wave", "vendors"),
        *("references", "sent", "days_since_sent", "who_acts", "closed_as", "outcome", "items"),
        *(f"items_{name}" for name in OUTCOMES),
        *("acknowledged", "first_answer", "days_to_first_answer", "pages", "last_event"),
        *("next_limit", "next_limit_binds", "next_limit_date", "next_limit_days_left"),
        *("late_limit", "late_since", "days_late"),
        *("fees_asked", "fees_agreed", "fees_paid", "fees_open", "currency", "law_confirmed"),
    )
    return columns if audience == "packet" else (*columns, "flags", "next_step")


def summary_of_request(one: Shown) -> dict[str, Any]:
    """The row of a request: texts, whole numbers, days; None for what is not known."""
    request, stand = one.file.request, one.stand
    row: dict[str, Any] = {
        "request": one.file.id,
        "agency": request.agency,
        "agency_name": one.agency_name,
        "request_title": request.title,
        "law": request.law,
        "place": one.file.law.name,
        "places": list(request.places),
        "pack": request.pack,
        "wave": request.wave,
        "vendors": list(request.vendors),
        "references": [f"{ref.number} ({ref.whose})" for ref in references_of(one.events)],
        "sent": stand.sent_on,
        "days_since_sent": (one.day - stand.sent_on).days if stand.sent_on else None,
        "who_acts": stand.ball,
        "closed_as": stand.closed_as,
        "outcome": stand.outcome,
        "law_confirmed": stand.law_confirmed,
    }
    row |= _items(stand) | _answers(one) | _next_limit(one) | _lateness(one) | _fees(one)
    if one.audience != "packet":
        row["flags"] = list(dict.fromkeys(flag.name for flag in stand.flags))
        row["next_step"] = stand.next_steps[0].text if stand.next_steps else None
    return {name: row.get(name) for name in summary_columns(one.audience)}


def summary_table(shown: Sequence[Shown], audience: Audience) -> tuple[tuple[str, ...], list[list[str]]]:
    """One row a request, as text: its columns, and its rows."""
    columns = summary_columns(audience)
    rows = [summary_of_request(one) for one in shown]
    return columns, [[as_cell(row[name]) for name in columns] for row in rows]


def event_columns(audience: Audience) -> tuple[str, ...]:
    """The columns of the table with one row an event, in the order that ``frkit import csv`` explains."""
    columns = (*REQUEST_COLUMNS, *SHARED_COLUMNS, *own_columns(), *LEFT_ALONE)
    return tuple(name for name in columns if audience != "packet" or name not in _FOR_THE_TEAM)


def event_table(shown: Sequence[Shown], audience: Audience) -> tuple[tuple[str, ...], list[list[str]]]:
    """One row an event, as text; a request without events has one row that only says what it is."""
    columns = event_columns(audience)
    rows = [row for one in shown for row in _event_rows(one)]
    return columns, [[row.get(name, "") for name in columns] for row in rows]


def as_cell(value: Any) -> str:
    """A value of a row as the text of a cell: ``yes`` and ``no``, days as 2026-03-02, several apart by a bar."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return joined(map(str, value))
    return str(value)


def request_cells(file: RequestFile) -> dict[str, str]:
    """What the columns of a request say of it, so that it can be made again from them."""
    request = file.request
    cells = {
        "request": file.id,
        "agency": request.agency,
        "law": request.law,
        "places": joined(request.places),
        "request_title": request.title or "",
        "asked": asked_cell(request.items),
        "given": joined(f"{key}={value}" for key, value in request.given.items()),
        "vendors": joined(request.vendors),
        "pack": request.pack or "",
        "period": period_cell(request.period),
        "requester": request.requester or "",
        "wave": request.wave or "",
    }
    return {name: cell for name, cell in cells.items() if cell}


def asked_cell(items: Sequence[Item]) -> str:
    """The items: ids of record types apart by a bar where that says all, else JSON."""
    plain = [Item(number=number, category=item.category) for number, item in enumerate(items, 1)]
    if list(items) == plain:
        return joined(item.category for item in items)
    return json.dumps([item.model_dump(mode="json", exclude_defaults=True) for item in items], ensure_ascii=False)


def period_cell(period: Period | None) -> str:
    """``2020-01-01/2025-12-31``; an end that is open is empty."""
    return f"{period.since or ''}/{period.until or ''}" if period else ""


def request_data(request: Request, audience: Audience) -> dict[str, Any]:
    """A request as plain data for an audience."""
    data: dict[str, Any] = request.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if audience == "packet":
        data.pop("requester", None)
        data.pop("imported", None)
    return data


def event_data(event_id: str, event: Event, audience: Audience) -> dict[str, Any]:
    """An event as it stands in its file, for an audience: notes, and who wrote them, are for the team."""
    data: dict[str, Any] = event.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if audience == "packet":
        for name in ("note", "by", "message_id", "imported"):
            data.pop(name, None)
    return {"id": event_id, **data, "kind": event.kind}


def _event_rows(one: Shown) -> Iterable[dict[str, str]]:
    about = request_cells(one.file)
    counted = {event_id for event_id, _ in effective(one.stand.events)}
    if not one.stand.events:
        yield about
    for event_id, event in one.events:
        row = {**about, **cells_of(event_id, event), "counts": "yes" if event_id in counted else "no"}
        row["documents"] = joined(record.file for record in event.documents)
        if event.imported is not None:
            row["imported_from"] = event.imported.url or f"{event.imported.source} {event.imported.key}"
        yield row


def _items(stand: Standing) -> dict[str, Any]:
    counts = Counter(stand.item_outcomes.values())
    known = {f"items_{name}": counts.get(name, 0) for name in OUTCOMES}
    return {"items": len(stand.item_outcomes), **known}


def _answers(one: Shown) -> dict[str, Any]:
    counted = one.counted
    acknowledged = [event.date for _, event in counted if event.kind == "acknowledged" and not _automatic(event)]
    answers = [event.date for _, event in counted if event.kind in DECISIONS]
    first, sent = min(answers, default=None), one.stand.sent_on
    pages = [pages for _, event in counted if (pages := getattr(event, "pages", None)) is not None]
    return {
        "acknowledged": min(acknowledged, default=None),
        "first_answer": first,
        "days_to_first_answer": (first - sent).days if first and sent else None,
        "pages": sum(pages) if pages else None,
        "last_event": max((event.date for _, event in one.events), default=None),
    }


def _automatic(event: Event) -> bool:
    return bool(getattr(event, "automatic", False))


def _next_limit(one: Shown) -> dict[str, Any]:
    """The limit that ends first by its safe day; one that hangs on an unanswered question is none yet."""
    running = [clock for clock in one.limits() if clock.state == "running" and not clock.needs and clock.due.cautious]
    first = min(running, key=lambda clock: clock.due.cautious or date.max, default=None)
    if first is None or one.stand.ball == "closed":
        return {}
    return {
        "next_limit": first.clock.id,
        "next_limit_binds": first.clock.binds,
        "next_limit_date": first.due.cautious,
        "next_limit_days_left": first.days_left,
    }


def _lateness(one: Shown) -> dict[str, Any]:
    """The limit of the agency or a reviewer that passed longest ago without an answer; a target is none."""
    late = [
        clock
        for clock in one.limits()
        if clock.state == "lapsed"
        and clock.clock.binds != "requester"
        and clock.clock.binding != "target"
        and clock.clock.role not in _ASIDE
        and not clock.needs
        and clock.clock.only_if is None
    ]
    worst = max(late, key=lambda clock: clock.days_late or 0, default=None)
    if worst is None or one.stand.ball == "closed":
        return {}
    return {"late_limit": worst.clock.id, "late_since": worst.due.date, "days_late": worst.days_late}


def _fees(one: Shown) -> dict[str, Any]:
    states = fee_states(one.counted, _currency(one.file))
    if not states:
        return {}
    return {
        "fees_asked": _money([state.asked for state in states]),
        "fees_agreed": _money([state.agreed for state in states]),
        "fees_paid": _money([state.paid for state in states]),
        "fees_open": _money([_open(state) for state in states]),
        "currency": " | ".join(state.currency or "?" for state in states),
    }


def _open(state: FeeState) -> Any:
    return state.open if state.asked is not None else None


def _money(sums: list[Any]) -> str | None:
    """One sum, or one for each currency in the order of these."""
    if all(one is None for one in sums):
        return None
    return " | ".join("" if one is None else str(one) for one in sums)


def _currency(file: RequestFile) -> str | None:
    fees = file.law.fees
    return fees.currency if fees is not None else None
