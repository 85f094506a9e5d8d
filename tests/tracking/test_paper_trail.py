"""Beside the dates: numbers, addresses, money and promises, each with the event it stands in."""

from datetime import date
from decimal import Decimal

import pytest

from frkit.catalogue.types import Agency, Contact
from frkit.tracking.contacts import contacts_of
from frkit.tracking.references import last_reference

SENT = ("sent", "2026-03-02", {"method": "email", "to": "records@city.example"})


# Numbers


def test_every_number_is_kept_with_whose_it_is_and_where_it_stands(stands):
    stand = stands(
        "2026-09-01",
        "us-ny",
        SENT,
        ("acknowledged", "2026-03-05", {"reference": "FOIL-1"}),
        ("extension_claimed", "2026-03-20", {"days": 20, "reference": "FOIL-1"}),
        ("fee_estimated", "2026-03-25", {"amount": "10", "reference": "INV-7"}),
        ("denied", "2026-04-01", {"reference": "FOIL-1-D"}),
        ("appeal_sent", "2026-04-05"),
        ("registered", "2026-04-09", {"of": "2026-04-05-appeal-sent-00000005", "reference": "APP-3"}),
        ("complaint_filed", "2026-05-01", {"body": "the committee", "reference": "C-9"}),
        ("suit_filed", "2026-06-01", {"court": "the court", "docket": "100/2026"}),
    )
    told = [(one.number, one.whose, one.what_for) for one in stand.references]
    assert told == [
        ("FOIL-1", "agency", "acknowledged"),
        ("INV-7", "agency", "fee_estimated"),
        ("FOIL-1-D", "agency", "denied"),
        ("APP-3", "reviewer", "registered"),
        ("C-9", "complaint body", "complaint_filed"),
        ("100/2026", "court", "suit_filed"),
    ]
    assert last_reference(stand.events).number == "FOIL-1-D" and last_reference(stand.events, "court").date.month == 6


def test_a_number_from_a_corrected_event_is_none(stands):
    wrong = ("acknowledged", "2026-03-05", {"reference": "OTHER-1"})
    mended = ("corrected", "2026-03-06", {"event": "2026-03-05-acknowledged-00000001", "reason": "not ours"})
    assert stands("2026-03-20", "us-ny", SENT, wrong, mended).references == ()


# Addresses


def body(*contacts):
    return Agency.model_construct(contacts=tuple(Contact.model_validate(one) for one in contacts))


ON_FILE = {
    "purpose": "requests",
    "address": "records@city.example",
    "found_where": "its site",
    "found_when": "2026-01-05",
}
LEARNED = (
    "contact_learned",
    "2026-03-10",
    {"purpose": "request", "address": "foia@city.example", "found_where": "a call"},
)
APPEALS = (
    "contact_learned",
    "2026-03-12",
    {"purpose": "appeal", "address": ["1 City Hall"], "found_where": "its letter"},
)


def test_the_latest_address_for_a_purpose_comes_first_each_with_where_it_was_found(case):
    known = contacts_of(body(ON_FILE), case("us-ca", SENT, LEARNED, APPEALS).events, "request")
    assert [(one.address, one.found_where) for one in known] == [
        (("foia@city.example",), "a call"),
        (("records@city.example",), "its site"),
    ]
    everything = contacts_of(body(ON_FILE), case("us-ca", SENT, LEARNED, APPEALS).events)
    assert [one.purpose for one in everything] == ["appeal", "request", "requests"]


def test_an_address_that_came_back_goes_last_until_it_works_again(case):
    later = {**ON_FILE, "found_when": "2026-03-15"}
    bounced = ("delivery_failed", "2026-03-03")
    known = contacts_of(body(later), case("us-ca", SENT, bounced, LEARNED).events, "request")
    assert [one.came_back for one in known] == [None, date(2026, 3, 3)]
    again = ("sent", "2026-03-20", {"method": "email", "to": "Records@City.example"})
    known = contacts_of(body(later), case("us-ca", SENT, bounced, again).events, "request")
    assert [one.came_back for one in known] == [None]


def test_only_the_address_of_the_sending_that_failed_is_dead(case):
    two = ("sent", "2026-03-02", {"method": "post", "to": "1 City Hall"})
    failed = ("delivery_failed", "2026-03-04", {"of": "2026-03-02-sent-00000000"})
    paper = {**ON_FILE, "address": "1 City Hall"}
    known = contacts_of(body(ON_FILE, paper), case("us-ca", SENT, two, failed).events)
    assert {one.address[0]: one.came_back for one in known} == {
        "records@city.example": date(2026, 3, 4),
        "1 City Hall": None,
    }


# Money


def fees(stands, *events, code="us-ca", today="2026-06-01"):
    stand = stands(today, code, SENT, *events)
    return stand, stand.fees[0] if stand.fees else None


def bill(day, amount, **more):
    return ("fee_estimated", day, {"amount": amount, **more})


def paid(day, amount, **more):
    return ("fee_paid", day, {"amount": amount, **more})


def test_the_history_of_a_fee_comes_to_what_is_asked_agreed_paid_and_open(stands):
    stand, fee = fees(
        stands,
        bill("2026-03-10", "412.50", deposit="100"),
        ("fee_disputed", "2026-03-12"),
        bill("2026-03-20", "200.00", deposit="50"),
        ("fee_agreed", "2026-03-22", {"amount": "200.00"}),
        paid("2026-03-25", "50"),
    )
    assert (fee.asked, fee.agreed, fee.paid, fee.open) == (Decimal("200.00"), Decimal("200.00"), 50, 150)
    assert len(fee.history) == 5 and not stand.flag("fee_wait") and fee.currency == "USD"


def test_a_second_bill_takes_the_place_of_the_first_and_waits_anew(stands):
    settled = (bill("2026-03-10", "40"), ("fee_agreed", "2026-03-11"))
    assert not fees(stands, *settled)[0].flag("fee_wait")
    stand, fee = fees(stands, *settled, bill("2026-03-20", "90"))
    assert stand.flag("fee_wait").since == date(2026, 3, 20) and (fee.asked, fee.agreed) == (90, None)
    assert stand.ball == "us"


def test_a_part_payment_leaves_the_rest_waiting_and_stops_the_clock_on(stands):
    """Oregon: the clock stands still until the fee is paid, and sixty days are ours to pay it."""
    acknowledged = ("acknowledged", "2026-03-03")
    part, rest = paid("2026-03-16", "100"), paid("2026-03-20", "312.50")
    stand, fee = fees(stands, acknowledged, bill("2026-03-12", "412.50"), part, code="us-or", today="2026-03-18")
    assert "312.50 is still open" in stand.flag("fee_wait").message and stand.ball == "us"
    assert stand.clock("determination").state == "stopped" and stand.clock("answer_fee").state == "running"
    stand, fee = fees(stands, acknowledged, bill("2026-03-12", "412.50"), part, rest, code="us-or", today="2026-03-21")
    assert not stand.flag("fee_wait") and fee.open == 0 and stand.ball == "agency"
    assert stand.clock("determination").state == "running" and stand.clock("answer_fee").state == "met"


def test_what_was_paid_beyond_the_bill_is_ours_until_it_comes_back(stands):
    events = (bill("2026-03-10", "40"), paid("2026-03-12", "60"))
    stand, fee = fees(stands, *events)
    assert fee.overpaid == 20 and stand.flag("overpaid")
    stand, fee = fees(stands, *events, ("fee_refunded", "2026-04-12", {"amount": "20"}))
    assert (fee.overpaid, fee.paid, fee.refunded) == (0, 40, 20) and not stand.flag("overpaid")


def test_a_waiver_makes_what_was_paid_ours_again(stands):
    _, fee = fees(stands, bill("2026-03-10", "40"), paid("2026-03-12", "40"), ("waiver_granted", "2026-03-20"))
    assert (fee.asked, fee.open, fee.overpaid) == (0, 0, 40)


def test_a_waiver_that_was_asked_for_waits_for_the_agency_and_its_refusal_for_us(stands):
    asked = (bill("2026-03-10", "40"), ("waiver_requested", "2026-03-12"))
    stand, _ = fees(stands, *asked)
    assert stand.flag("waiver_wait") and not stand.flag("fee_wait") and stand.ball == "agency"
    stand, _ = fees(stands, *asked, ("waiver_denied", "2026-03-20"))
    assert stand.flag("fee_wait") and not stand.flag("waiver_wait") and stand.ball == "us"


def test_a_refused_waiver_without_a_bill_is_no_bill(stands):
    stand, fee = fees(stands, ("waiver_requested", "2026-03-04"), ("waiver_denied", "2026-03-20"))
    assert not stand.flag("fee_wait") and stand.ball == "agency" and fee.asked is None


def test_the_fee_that_went_with_the_request_is_no_part_of_a_later_bill(stands):
    stand, fee = fees(stands, paid("2026-03-02", "5"), bill("2026-03-20", "5"), code="ca")
    assert stand.flag("fee_wait") and (fee.open, fee.before) == (5, 5)


def test_sums_in_two_currencies_are_kept_apart(stands):
    stand, _ = fees(stands, bill("2026-03-10", "40"), bill("2026-03-20", "30", currency="eur"))
    assert {state.currency: state.asked for state in stand.fees} == {"USD": 40, "EUR": 30}


@pytest.mark.parametrize("code", ["ca", "ca-ab", "ca-on"])
def test_without_the_fee_that_is_due_with_the_request_the_clock_may_not_have_begun(stands, code):
    stand = stands("2026-03-20", code, SENT)
    assert "may not have begun" in stand.flag("fee_with_request").message
    assert any("fee-paid" in step.command for step in stand.next_steps)
    for settled in (paid("2026-03-02", "5"), ("registered", "2026-03-06"), ("denied", "2026-03-10")):
        assert not stands("2026-03-20", code, SENT, settled).flag("fee_with_request")
    assert not stands("2026-03-20", "gb", SENT).flag("fee_with_request")


# Promises


def test_a_promise_that_passed_is_told_and_is_no_limit(stands):
    call = ("call", "2026-03-10", {"said": "next week", "person": "the clerk", "promised": "2026-03-17"})
    assert not stands("2026-03-17", "us-fl", SENT, call).flag("promise_passed")
    stand = stands("2026-03-18", "us-fl", SENT, call)
    flag = stand.flag("promise_passed")
    assert "the clerk" in flag.message and "no limit of law" in flag.message and flag.since == date(2026, 3, 17)
    assert any(flag.message in step.text for step in stand.next_steps)
    assert not stand.flag("overdue") and all(one.due.date is None for one in stand.clocks)


def test_the_last_promise_counts_and_an_answer_keeps_it(stands):
    first = ("call", "2026-03-10", {"said": "next week", "promised": "2026-03-17"})
    second = ("call", "2026-03-18", {"said": "next month", "promised": "2026-04-18"})
    assert not stands("2026-04-01", "us-fl", SENT, first, second).flag("promise_passed")
    part = stands("2026-05-01", "us-fl", SENT, first, second, ("produced", "2026-04-10", {"items": [1]}))
    assert "only a part was answered since" in part.flag("promise_passed").message
    kept = stands("2026-05-01", "us-fl", SENT, first, second, ("produced", "2026-04-20", {"final": True}))
    assert not kept.flag("promise_passed")
    assert [(one.by.day, one.kept_on) for one in kept.promises] == [(17, date(2026, 4, 20)), (18, date(2026, 4, 20))]


def test_a_promise_that_the_law_makes_a_limit_is_told_once(stands):
    """New York: the agency's own date binds it."""
    stand = stands("2026-05-04", "us-ny", SENT, ("acknowledged", "2026-03-06", {"promised": "2026-05-01"}))
    assert stand.flag("overdue") and not stand.flag("promise_passed")
