"""Events that cannot all be true, as two people log them apart: each pair by name. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations, pairwise

from frkit.base.findings import Finding, shown_path
from frkit.tracking.events import Corrected, FeeEstimated, FeePaid
from frkit.tracking.flags import Flag
from frkit.tracking.order import Logged, effective, in_order
from frkit.tracking.outcomes import touched
from frkit.tracking.standing import standing
from frkit.tracking.types import Request, RequestFile

_CLOSING = {"accepted": "accepted", "withdrawn": "taken back", "abandoned": "given up"}
_AFTER_THE_END = (
    "withdrawn", "note", "call", "corrected", "forgotten", "arrived", "fee_refunded", "evidence_added",
    "date_confirmed", "figure_confirmed", "withholding_noted",
)  # fmt: skip
"""Kinds that may come after a withdrawal without a doubt about it, or are told of apart."""
_NOT_OF_THE_REQUEST = ("clawback_demanded", "cleared_by_counsel", "law_confirmed", "refrozen", "office_closed", "note")
_ASKED_AGAIN = ("appeal_sent", "appeal_decided", "complaint_filed", "complaint_decided", "followed_up", "suit_filed")
_FLAGS = ("contradictory", "order_unclear")

Pair = tuple[str, str, str]
"""Two events, and why they cannot both be true."""


def contradictions(file: RequestFile) -> Iterator[Finding]:
    """A warning for each pair of events that cannot both be true, and for what the standing says of them."""
    where = shown_path(file.folder / "events")
    said = [flag.message for flag in _standing_flags(file)]
    for message in said:
        yield Finding(where, 1, 1, f"{file.id}: {message}", "warning")
    for first, second, why in pairs(file.request, file.events):
        if not any(first in message and second in message for message in said):
            mend = f"correct the one that is wrong: frkit log corrected {file.id} --event ID --reason WHY --date DATE"
            path = f"{where}/{second}.yaml"
            yield Finding(path, 1, 1, f"{why}: {first} and {second}; {mend}", "warning")


def pairs(request: Request, events: Iterable[Logged]) -> Iterator[Pair]:
    """Each pair of events that cannot both be true, in order."""
    everything = in_order(events)
    counted = effective(everything)
    yield from _two_ends(counted)
    yield from _sent_twice(counted)
    yield from _decided_twice(counted)
    yield from _before_sending(counted)
    yield from _found_after_all(request, counted)
    yield from _paid_too_much(counted)
    yield from _after_withdrawal(counted)
    yield from _corrected_twice(everything)


def _standing_flags(file: RequestFile) -> Iterator[Flag]:
    last = max((event.date for _, event in file.events), default=date.min)
    if file.events and not file.unknown_kinds:
        yield from (flag for flag in standing(file, last).flags if flag.name in _FLAGS)


def _two_ends(events: list[Logged]) -> Iterator[Pair]:
    open_end: Logged | None = None
    for event_id, event in events:
        if event.kind == "reopened":
            open_end = None
        elif event.kind in _CLOSING:
            if open_end is not None and open_end[1].kind != event.kind:
                ends = f"{_CLOSING[open_end[1].kind]} and {_CLOSING[event.kind]}"
                yield open_end[0], event_id, f"the request cannot be both {ends}"
            open_end = open_end or (event_id, event)


def _sent_twice(events: list[Logged]) -> Iterator[Pair]:
    """Of two sendings on two days, the first one's failure unlogged, only one can start the clock."""
    last = [logged for logged in events if logged[1].kind in ("sent", "delivery_failed")]
    for (first_id, first), (second_id, second) in pairwise(last):
        if first.kind == second.kind == "sent" and first.date != second.date:
            yield first_id, second_id, "sent on two days, and no failure of the first is logged; the first one counts"


def _decided_twice(events: list[Logged]) -> Iterator[Pair]:
    decided: dict[tuple[str, str | None], Logged] = {}
    for event_id, event in events:
        if event.kind in ("appeal_sent", "complaint_filed", "registered"):
            decided.clear()
        elif event.kind in ("appeal_decided", "complaint_decided"):
            key = event.kind, getattr(event, "remedy", None)
            first = decided.setdefault(key, (event_id, event))
            result, other = getattr(first[1], "result", None), getattr(event, "result", None)
            if first[0] != event_id and result != other:
                yield first[0], event_id, f"one appeal or complaint decided twice, as {result} and as {other}"


def _before_sending(events: list[Logged]) -> Iterator[Pair]:
    sent = next((logged for logged in events if logged[1].kind == "sent"), None)
    for event_id, event in events:
        if sent is not None and event.kind == "extension_claimed" and event.date < sent[1].date:
            yield event_id, sent[0], "more time was claimed before the request was sent"


def _found_after_all(request: Request, events: list[Logged]) -> Iterator[Pair]:
    """Records of items of which the agency had said that there are none, though nobody asked again."""
    none: dict[int, str] = {}
    for event_id, event in events:
        if event.kind in _ASKED_AGAIN:
            none.clear()
        elif event.kind == "no_records":
            none |= dict.fromkeys(touched(request, event), event_id)
        elif event.kind == "produced":
            for number in getattr(event, "items", ()):
                if number in none:
                    yield none[number], event_id, f"records came for item {number}, of which there were said to be none"
                    break


def _paid_too_much(events: list[Logged]) -> Iterator[Pair]:
    bills: list[tuple[str, FeeEstimated]] = []
    for event_id, event in events:
        if isinstance(event, FeeEstimated):
            bills.append((event_id, event))
        elif isinstance(event, FeePaid):
            same = [bill for bill in bills if bill[1].currency == event.currency]
            largest = max(same, key=lambda bill: bill[1].amount, default=None)
            if largest and event.amount > largest[1].amount:
                yield largest[0], event_id, f"{event.amount} was paid, more than any bill asked for"


def _after_withdrawal(events: list[Logged]) -> Iterator[Pair]:
    ended: str | None = None
    for event_id, event in events:
        if event.kind == "withdrawn":
            ended = ended or event_id
        elif ended is not None and event.kind not in (*_AFTER_THE_END, *_NOT_OF_THE_REQUEST, *_CLOSING):
            yield ended, event_id, "something happened after the request was withdrawn, and counts for nothing"


def _corrected_twice(events: list[Logged]) -> Iterator[Pair]:
    by_target: dict[str, list[tuple[str, str | None]]] = {}
    for event_id, event in events:
        if isinstance(event, Corrected):
            by_target.setdefault(event.event, []).append((event_id, event.by_event))
    for target, corrections in by_target.items():
        for (first, right), (second, other) in combinations(corrections, 2):
            if right and other and right != other:
                yield first, second, f"{target} was corrected by two different events"
