"""What was asked, agreed and paid for a request, and what is still open. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from frkit.law.types import Jurisdiction
from frkit.tracking.events import Event, FeeAgreed, FeeEstimated, FeePaid, FeeRefunded
from frkit.tracking.flag import Flag
from frkit.tracking.order import Logged
from frkit.tracking.outcomes import DECISIONS

NOTHING = Decimal(0)
FEE_KINDS = (
    "fee_estimated",
    "fee_agreed",
    "fee_paid",
    "fee_disputed",
    "fee_refunded",
    "waiver_requested",
    "waiver_granted",
    "waiver_denied",
)
BillState = Literal["none", "waits", "agreed", "disputed", "waiver_asked", "waived", "paid", "settled"]


@dataclass(frozen=True)
class FeeState:
    """The fees of a request in one currency: the bill in force, and what became of it."""

    currency: str | None
    """None where neither an event nor the law names one."""
    asked: Decimal | None = None
    """The last bill; a second one takes the place of the first. None where there was none, or it was waived."""
    deposit: Decimal | None = None
    """What the last bill wants in advance."""
    agreed: Decimal | None = None
    paid: Decimal = NOTHING
    """Since the beginning, less what was refunded."""
    refunded: Decimal = NOTHING
    before: Decimal = NOTHING
    """What had been paid before the first bill: the fee due with the request, not a part of what was billed."""
    history: tuple[str, ...] = field(default=())
    """Ids of the events, in order."""

    @property
    def open(self) -> Decimal:
        """What is still to be paid of the bill in force."""
        return max(NOTHING, (self.asked or NOTHING) - (self.paid - self.before))

    @property
    def overpaid(self) -> Decimal:
        """What was paid beyond the bill in force; nothing where there was no bill."""
        return max(NOTHING, self.paid - self.before - self.asked) if self.asked is not None else NOTHING


@dataclass(frozen=True)
class Bill:
    """Whether a bill waits for us: since when, and how much of it."""

    state: BillState
    event_id: str | None = None
    since: date | None = None
    due: Decimal = NOTHING
    """What must be paid for the agency to go on: the deposit where one is asked, else the whole; less what was paid."""
    part_paid: bool = False


def fee_states(events: Iterable[Logged], currency: str | None = None) -> tuple[FeeState, ...]:
    """The fees of a request, one entry a currency, in the order in which these came; ``currency`` is the law's own."""
    states: dict[str | None, FeeState] = {}
    for event_id, event in events:
        if event.kind not in FEE_KINDS:
            continue
        named = _currency(event, currency) if hasattr(event, "currency") else _last(states, currency)
        states[named] = _after(states.get(named) or FeeState(named), event_id, event)
    return tuple(states.values())


def bill_of(events: Iterable[Logged]) -> Bill:
    """The bill in force, and whether it waits for our answer; the events are in order and count."""
    bill, paid = Bill("none"), NOTHING
    unit: str | None = None
    for event_id, event in events:
        if isinstance(event, FeeEstimated):
            same = (event.currency or None) == unit
            unit, paid = event.currency, paid if same else NOTHING
            bill = _billed(event_id, event, paid)
        elif isinstance(event, FeePaid | FeeRefunded) and bill.state != "none":
            paid += event.amount if isinstance(event, FeePaid) else -event.amount
            bill = _with_payment(bill, event)
        elif bill.state != "none":
            bill = _answered(bill, event)
    return bill


def settles(events: Iterable[Logged], payment: str) -> bool:
    """Whether with that payment the bill before it is paid, or its deposit where one was asked.

    A payment in another currency than the bill's, or of no known amount, is taken for the whole.
    """
    due, paid, billed = NOTHING, NOTHING, False
    unit: str | None = None
    for event_id, event in events:
        if isinstance(event, FeeEstimated):
            paid = paid if billed else NOTHING  # what went with the request is no part of a bill
            due, unit, billed = _wanted(event), event.currency, True
        elif isinstance(event, FeePaid):
            foreign = None not in (unit, event.currency) and unit != event.currency
            paid = due if foreign or not event.amount else paid + event.amount
        elif isinstance(event, FeeRefunded):
            paid -= event.amount
        if event_id == payment:
            return paid >= due
    return True


def due_with_request(law: Jurisdiction) -> str | None:
    """The fee that the law asks for with a request, in its words; None where there is none or none is known."""
    fee = law.fees.application if law.fees else None
    return None if fee in (None, "0") else fee


def fee_with_request(law: Jurisdiction, events: Iterable[Logged]) -> Flag | None:
    """That the fee due with the request is not logged as paid: the agency's time may not have begun.

    Once the agency accepted the request as valid, or decided, that doubt is over.
    """
    fee = due_with_request(law)
    sent: date | None = None
    for _, event in events if fee else ():
        if event.kind == "sent" and sent is None:
            sent = event.date
        elif event.kind in _FEE_SETTLED and not getattr(event, "of", None):
            return None
    if fee is None or sent is None:
        return None
    cited = f" ({law.fees.citation})" if law.fees and law.fees.citation else ""
    message = f"Due with the request: {fee}{cited}. No payment is logged, so the agency's time may not have begun."
    return Flag("fee_with_request", message, sent)


_FEE_SETTLED = ("fee_paid", "waiver_granted", "registered", *DECISIONS)


def _billed(event_id: str, event: FeeEstimated, paid: Decimal) -> Bill:
    due = max(NOTHING, _wanted(event) - paid)
    return Bill("waits" if due or not event.amount else "paid", event_id, event.date, due)


def _wanted(event: FeeEstimated) -> Decimal:
    return event.deposit or event.amount


def _with_payment(bill: Bill, event: FeePaid | FeeRefunded) -> Bill:
    if isinstance(event, FeeRefunded):
        return bill
    left = bill.due - event.amount
    if left > NOTHING and event.amount:
        return Bill(bill.state, bill.event_id, bill.since, left, part_paid=True)
    return Bill("paid", bill.event_id, bill.since)


_STATES: dict[str, BillState] = {
    "fee_agreed": "agreed",
    "fee_disputed": "disputed",
    "waiver_requested": "waiver_asked",
    "waiver_granted": "waived",
    "scope_narrowed": "settled",
    "produced": "settled",
    "withdrawn": "settled",
}


def _answered(bill: Bill, event: Event) -> Bill:
    if event.kind == "waiver_denied" and bill.state == "waiver_asked":
        return Bill("waits", bill.event_id, event.date, bill.due)
    state = _STATES.get(event.kind)
    if state is None or bill.state in ("paid", "waived"):
        return bill
    return Bill(state, bill.event_id, event.date, NOTHING if state in ("waived", "settled") else bill.due)


def _currency(event: Event, currency: str | None) -> str | None:
    named = getattr(event, "currency", None)
    return str(named).strip().upper() if named else currency


def _last(states: dict[str | None, FeeState], currency: str | None) -> str | None:
    return next(reversed(states), currency)


def _after(state: FeeState, event_id: str, event: Event) -> FeeState:
    asked, deposit, agreed = state.asked, state.deposit, state.agreed
    paid, refunded, before = state.paid, state.refunded, state.before
    if isinstance(event, FeeEstimated):
        before = before if asked is not None else paid
        asked, deposit, agreed = event.amount, event.deposit or None, None
    elif isinstance(event, FeeAgreed):
        agreed = event.amount if event.amount is not None else asked
    elif isinstance(event, FeePaid):
        paid += event.amount
    elif isinstance(event, FeeRefunded):
        paid, refunded = paid - event.amount, refunded + event.amount
    elif event.kind == "waiver_granted":
        asked, deposit, agreed = (NOTHING if asked is not None else None), None, None
    history = (*state.history, event_id)
    return FeeState(state.currency, asked, deposit, agreed, paid, refunded, before, history)
