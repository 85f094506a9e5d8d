"""Random histories of a request that could be: what may lawfully follow what, told event by event."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from frkit.tracking.events import Event, event_from
from frkit.tracking.order import Logged

FIRST = date(2026, 1, 5)
ITEMS = (1, 2, 3)
SHA = "ab" * 32
ENDS_AFTER = 6
"""Events before somebody closes the request."""
GAPS = st.sampled_from([1, 0, 0, 1, 2, 3, 5, 8, 13, 21, 34, 55])
CORRECTABLE = (
    "acknowledged",
    "extension_claimed",
    "denied",
    "no_records",
    "produced",
    "fee_estimated",
    "granted",
    "call",
)

FOLLOWS = {
    "clarified",
    "scope_narrowed",
    "identity_proved",
    "consultation_ended",
    "fee_paid",
    "part_paid",
    "fee_agreed",
    "fee_disputed",
    "waiver_requested",
    "waiver_granted",
    "waiver_denied",
    "fee_refunded",
    "handed_over",
    "appeal_registered",
    "appeal_decided",
    "complaint_decided",
    "hearing",
    "judgment",
    "cleared_by_counsel",
    "delivery_failed",
}
"""What answers something: it comes sooner than by chance."""
Fields = dict[str, Any]


def told_on(day: date, kind: str, number: int, **fields: Any) -> Logged:
    """An event with a name of its own, as it would be logged."""
    data = {"kind": kind, "date": day.isoformat(), "entered": "2026-01-01T00:00:00Z", "by": "test", **fields}
    return f"{day}-{kind.replace('_', '-')}-{number:08x}", event_from(data)


@dataclass
class Case:
    """What has happened so far, as far as it decides what may follow."""

    draw: Callable[..., Any]
    pinned: bool
    """Whether each event of a day says which one of that day it came after."""
    day: date = FIRST
    events: list[Logged] = field(default_factory=list)
    open_items: set[int] = field(default_factory=lambda: set(ITEMS))
    asked: bool = False
    identity: bool = False
    heard: bool = False
    bill: str = ""
    paid: bool = False
    refused: bool = False
    final: bool = False
    away: bool = False
    """Some items were passed on, and nobody has said yet that the other body has them."""
    appeals: int = 0
    complaints: int = 0
    suits: int = 0
    blocked: bool = False
    closed: str = ""
    corrected: set[str] = field(default_factory=set)
    settled: bool = False
    """Whether the agency has acted, so that no sending can have failed any more."""

    def some(self, numbers: set[int]) -> list[int]:
        """Some of these items, at least one."""
        return sorted(self.draw(st.sets(st.sampled_from(sorted(numbers)), min_size=1)))

    def log(self, kind: str, **fields: Any) -> None:
        """One more event, on the day that has come."""
        same_day = [event_id for event_id, event in self.events if event.date == self.day]
        if self.pinned and same_day:
            fields["after"] = [same_day[-1]]
        self.events.append(told_on(self.day, kind, len(self.events), **fields))


def next_kinds(case: Case) -> list[str]:
    """The kinds of event that may come now."""
    if not any(event.kind == "sent" for _, event in case.events):
        return ["sent"]
    if case.closed == "withdrawn":
        return ["note", "call", "contact_learned"]
    if case.closed:
        return ["reopened", "note"] if case.closed != "consolidated" else ["note", "reopened"]
    kinds = [*_from_the_agency(case), *_from_us(case), *_noted(case)]
    return [*kinds, *(kind for kind in kinds if kind in FOLLOWS for _ in range(5))]


def _from_the_agency(case: Case) -> Iterator[str]:
    yield from _on_the_request(case)
    if case.bill in ("disputed", "waiver_asked"):
        yield from ("waiver_granted", "waiver_denied")
    if case.paid:
        yield "fee_refunded"
    if case.appeals:
        yield from ("appeal_decided", "appeal_registered")
    if case.complaints:
        yield "complaint_decided"
    if case.suits:
        yield from ("hearing", "judgment")
    yield "clawback_demanded"
    if len(case.events) > ENDS_AFTER:
        yield "consolidated"


def _on_the_request(case: Case) -> Iterator[str]:
    yield from ("acknowledged", "automatic", "arrived", "call", "office_closed")
    if not case.settled:
        yield from ("received_by_agency", "registered", "delivery_failed")
    if not case.final:
        yield from (
            "extension_claimed",
            "clarification_asked",
            "identity_asked",
            "consultation_started",
            "fee_estimated",
        )
        yield from ("produced", "granted", "referred")
    if case.open_items and not case.final:
        yield from (
            "denied",
            "denied",
            "no_records",
            "not_custodian",
            "neither_confirm_nor_deny",
            "final",
            "transferred",
        )
        yield from ("split",)
    if case.heard:
        yield "consultation_ended"
    if case.away:
        yield "handed_over"


def _from_us(case: Case) -> Iterator[str]:
    yield "followed_up"
    if len(case.events) > ENDS_AFTER:
        yield from ("withdrawn", "abandoned", "accepted")
    if case.asked:
        yield from ("clarified", "clarified", "scope_narrowed")
    if case.identity:
        yield "identity_proved"
    if case.bill == "open":
        yield from ("fee_paid", "part_paid", "fee_agreed", "fee_disputed", "waiver_requested")
    if case.refused or (case.day - FIRST).days > 60:
        yield from ("appeal_sent", "appeal_sent", "complaint_filed", "suit_filed", "decision_requested", "notice_given")
    if case.blocked:
        yield "cleared_by_counsel"


def _noted(case: Case) -> Iterator[str]:
    yield from ("note", "contact_learned", "evidence_added", "law_confirmed", "retention_learned", "date_confirmed")
    yield from ("figure_confirmed", "withholding_noted")
    right = [one for one, event in case.events if event.kind in CORRECTABLE and one not in case.corrected]
    if right:
        yield "corrected"


def _answered(case: Case, items: list[int]) -> None:
    case.open_items -= set(items)
    case.settled = True


def _refusal(case: Case, kind: str) -> None:
    items = case.some(case.open_items)
    fields: Fields = {"items": items}
    if kind == "denied":
        fields["exemptions"] = [{"cited": "section 7"}]
        if case.draw(st.booleans()):
            fields["received"] = (case.day + timedelta(days=2)).isoformat()
    case.log(kind, **fields)
    _answered(case, items)
    case.refused = True


def _extension(case: Case) -> None:
    case.log(
        "extension_claimed",
        **case.draw(
            st.sampled_from(
                [
                    {},
                    {"days": 10},
                    {"days": 30, "unit": "calendar", "reason": "many records"},
                    {"until": (case.day + timedelta(days=25)).isoformat()},
                    {"days": 20, "items": [1], "approved_by": "requester"},
                ]
            )
        ),
    )
    case.settled = True


def _appeal(case: Case, kind: str, **fields: Any) -> None:
    if case.draw(st.booleans()):
        fields["items"] = case.some(set(ITEMS))
    case.log(kind, **fields)
    case.appeals += kind == "appeal_sent"
    case.complaints += kind == "complaint_filed"
    case.suits += kind == "suit_filed"
    case.final = False  # what follows a filing may be another answer


def happen(case: Case, what: str) -> None:  # noqa: C901  (one branch a kind: a table of lambdas reads worse)
    """Log one event of a sort, with fields that fit what came before."""
    draw = case.draw
    if what == "sent":
        case.log("sent", method=draw(st.sampled_from(["email", "post", "portal", "hand"])), to="records@agency.example")
    elif what == "acknowledged":
        promised = (case.day + timedelta(days=draw(st.integers(1, 60)))).isoformat()
        case.log("acknowledged", **draw(st.sampled_from([{}, {"reference": "26-17"}, {"promised": promised}])))
        case.settled = True
    elif what == "automatic":
        case.log("acknowledged", automatic=True)
    elif what == "arrived":
        case.log("arrived", automatic=draw(st.booleans()))
    elif what == "call":
        promised = (case.day + timedelta(days=draw(st.integers(0, 30)))).isoformat()
        case.log("call", said="soon", person="the clerk", **draw(st.sampled_from([{}, {"promised": promised}])))
    elif what == "office_closed":
        case.log("office_closed", days=[case.day.isoformat()], reason="snow")
    elif what == "delivery_failed":
        case.log("delivery_failed")
        case.day += timedelta(days=1)
        case.log("sent", method="post")
    elif what == "received_by_agency":
        case.log("received_by_agency")
        case.settled = True
    elif what == "registered":
        case.log("registered", reference="R-9")
        case.settled = True
    elif what == "handed_over":
        case.log("received_by_agency", competent=True)
        case.away = False
    elif what == "extension_claimed":
        _extension(case)
    elif what in ("clarification_asked", "identity_asked", "consultation_started"):
        case.log(what)
        case.settled = True
        case.asked |= what == "clarification_asked"
        case.identity |= what == "identity_asked"
        case.heard |= what == "consultation_started"
    elif what in ("clarified", "scope_narrowed"):
        case.log(what)
        case.asked = False
        case.bill = "" if what == "scope_narrowed" else case.bill
    elif what == "identity_proved":
        case.log(what)
        case.identity = False
    elif what == "consultation_ended":
        case.log(what)
        case.heard = False
    elif what == "fee_estimated":
        case.log(what, amount="100", **draw(st.sampled_from([{}, {"deposit": "50"}, {"currency": "EUR"}])))
        case.bill, case.settled = "open", True
    elif what in ("fee_paid", "part_paid"):
        case.log("fee_paid", amount="100" if what == "fee_paid" else "20")
        case.paid = True
        case.bill = "" if what == "fee_paid" else "open"
    elif what in ("fee_agreed", "fee_disputed", "waiver_requested"):
        case.log(what)
        case.bill = {"fee_agreed": "", "fee_disputed": "disputed", "waiver_requested": "waiver_asked"}[what]
    elif what in ("waiver_granted", "waiver_denied"):
        case.log(what)
        case.bill = "" if what == "waiver_granted" else "open"
    elif what == "fee_refunded":
        case.log(what, amount="10")
        case.paid = False
    elif what in ("denied", "no_records", "not_custodian", "neither_confirm_nor_deny"):
        _refusal(case, what)
    elif what == "granted":
        case.log(what, **draw(st.sampled_from([{}, {"items": [1]}])))
        case.settled = True
    elif what == "referred":
        case.log(what, items=case.some(set(ITEMS)))
        case.settled, case.appeals = True, case.appeals + 1  # the one asked decides it
    elif what == "produced":
        fields = draw(st.sampled_from([{}, {"items": case.some(set(ITEMS))}, {"items": [2], "partial": True}]))
        case.log("produced", **fields)
        _answered(case, fields.get("items", []))
        case.refused |= "partial" in fields
    elif what == "final":
        kind = draw(st.sampled_from(["produced", "denied"]))
        case.log(kind, final=True, **({"exemptions": [{"cited": "s. 7"}]} if kind == "denied" else {}))
        _answered(case, list(ITEMS))
        case.final, case.refused = True, True
    elif what == "transferred":
        linked = draw(st.booleans())
        items = case.some(case.open_items) if draw(st.booleans()) else []
        case.log("transferred", to="another body", items=items, **({"request": "other-request"} if linked else {}))
        case.away, case.settled = not linked, True
    elif what == "split":
        case.log("split", into=["part-a", "part-b"], items=case.some(case.open_items))
        case.settled = True
    elif what == "consolidated":
        case.log(what, into="other-request")
        case.closed = "consolidated"
    elif what == "appeal_sent":
        _appeal(case, what)
    elif what == "complaint_filed":
        _appeal(case, what, body="the ombuds")
    elif what == "suit_filed":
        _appeal(case, what, court="the court", docket="1 C 26")
    elif what in ("decision_requested", "notice_given"):
        case.log(what)
        case.final = False
    elif what == "appeal_registered":
        filed = [one for one, event in case.events if event.kind == "appeal_sent"]
        case.log("registered", reference="A-1", **({"of": filed[-1]} if filed else {"remedy": None}))
    elif what == "appeal_decided":
        case.log(what, result=draw(st.sampled_from(["upheld", "reversed", "remanded", "partly_reversed"])))
        case.appeals, case.final = 0, False
    elif what == "complaint_decided":
        case.log(what)
        case.complaints, case.final = 0, False
    elif what in ("hearing", "judgment"):
        case.log("court_event", what=what, closes=what == "judgment")
        case.suits, case.final = (0 if what == "judgment" else case.suits), False
    elif what == "clawback_demanded":
        case.log(what, of=[SHA])
        case.blocked = True
    elif what == "cleared_by_counsel":
        case.log(what, of=[SHA])
        case.blocked = False
    elif what == "followed_up":
        case.log(what, about="other")
        case.final = False
    elif what in ("withdrawn", "abandoned", "accepted"):
        if what != "withdrawn" or draw(st.integers(0, 3)) == 0:
            case.log(what)
            case.closed = what
    elif what == "reopened":
        case.log(what)
        case.closed, case.final = "", False
    elif what == "corrected":
        right = [one for one, event in case.events if event.kind in CORRECTABLE and one not in case.corrected]
        wrong = draw(st.sampled_from(right))
        case.corrected.add(wrong)
        case.log(what, event=wrong, reason="logged to the wrong request")
    elif what == "note":
        case.log(what, text="look again")
    elif what == "contact_learned":
        case.log(what, purpose="appeal", address=["1 City Hall"], found_where="its letter")
    elif what == "evidence_added":
        case.log(what, title="minutes")
    elif what == "date_confirmed":
        case.log(what, of="0" * 64, dated="2021-06", words="June 2021")
    elif what == "figure_confirmed":
        case.log(what, of="0" * 64, figure="term", words="12 months", length="12 months")
    elif what == "withholding_noted":
        case.log(what, items=[1], extent="part")
    elif what == "retention_learned":
        case.log(what, records="search logs", kept="90 days", basis="policy")
    elif what == "law_confirmed":
        case.log(what, source="the statute")


@dataclass(frozen=True)
class History:
    """A history that could be."""

    events: tuple[tuple[str, Event], ...]
    pinned: bool


@st.composite
def histories(draw: Callable[..., Any], least: int = 6, most: int = 14) -> History:
    """A random but lawful history of a request of three items."""
    case = Case(draw, pinned=draw(st.booleans()))
    happen(case, "sent")
    last = "sent"
    for _ in range(draw(st.integers(least, most))):
        case.day += timedelta(days=draw(GAPS))
        may_come = next_kinds(case)
        last = last if last in may_come and draw(st.integers(0, 7)) == 7 else draw(st.sampled_from(may_come))
        happen(case, last)
    return History(tuple(case.events), case.pinned)
