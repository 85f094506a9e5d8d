"""Events as rows of a table, there and back."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frkit.exchange.csv_events import REQUEST_COLUMNS, SHARED_COLUMNS, cells_of, faults_in, own_columns, values_in
from frkit.exchange.csv_rows import csv_text, rows_of
from frkit.tracking.events import BY_KIND, event_from

SIGNED = {"entered": "2026-03-03T09:00:00Z", "by": "Robin"}
SAMPLES = {
    "sent": {"method": "email", "to": "records@city.example", "time": "14:30"},
    "denied": {
        "items": [1, 3],
        "exemptions": [{"cited": "s.31(1)(a)", "items": [1]}, {"cited": "Gov. Code 7923.600"}],
        "final": True,
        "received": "2026-03-05",
    },
    "fee_estimated": {"amount": "1234.50", "currency": "USD", "for": [2], "deposit": "100"},
    "transferred": {"to": "the county", "request": "2026-04-county"},
    "split": {"into": ["2026-04-a", "2026-04-b"]},
    "office_closed": {"days": ["2026-03-16", "2026-03-17"], "reason": "flood"},
    "evidence_added": {"title": "Minutes", "dated": "2025-06"},
    "clawback_demanded": {"of": ["a" * 64]},
    "corrected": {"event": "2026-03-02-sent-0123abcd", "reason": "wrong day"},
    "call": {"said": "=1+1 is what they said", "promised": "2026-04-01", "audience": "counsel"},
    "note": {"text": "two\nlines | and a bar", "after": ["2026-03-02-sent-0123abcd"]},
}


def event(kind, **fields):
    return event_from({"kind": kind, "date": "2026-03-02", **SIGNED, **fields})


@pytest.mark.parametrize("kind", SAMPLES)
def test_an_event_goes_into_a_table_and_comes_back_the_same(kind, tmp_path):
    made = event(kind, **SAMPLES[kind])
    cells = cells_of("2026-03-02-x-00000000", made)
    path = tmp_path / "table.csv"
    path.write_text(csv_text(list(cells), [list(cells.values())]), encoding="utf-8", newline="")
    [(line, row)] = rows_of(path)
    values, faults = values_in(row)
    assert (line, faults) == (2, [])
    assert event_from(values) == made


def test_every_kind_has_its_columns_and_none_means_two_things():
    known = set(REQUEST_COLUMNS) | set(SHARED_COLUMNS)
    assert not known & set(own_columns())
    for kind in BY_KIND:
        values, faults = values_in({"kind": kind.replace("_", "-"), "date": "2026-03-02"})
        assert (values["kind"], faults) == (kind, [])


@settings(max_examples=200, derandomize=True)
@given(st.lists(st.tuples(st.text(min_size=1), st.lists(st.integers(1, 99), max_size=3)), min_size=1, max_size=4))
def test_grounds_of_any_wording_come_back(claims):
    wanted = [{"cited": cited.strip() or "x", "items": items} for cited, items in claims]
    made = event("denied", exemptions=wanted)
    values, faults = values_in(cells_of("x", made))
    assert faults == []
    assert event_from(values).exemptions == made.exemptions


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"date": "2026-03-02"}, "the kind of event is missing"),
        ({"kind": "denyed", "date": "2026-03-02"}, "did you mean 'denied'"),
        ({"kind": "denied"}, "the day is missing"),
        ({"kind": "denied", "date": "02/03/2026"}, "date: '02/03/2026' is not a date like 2026-03-02"),
        ({"kind": "denied", "date": "2026-03-02", "final": "perhaps"}, "final: 'perhaps' is neither yes nor no"),
        ({"kind": "denied", "date": "2026-03-02", "items": "two"}, "items: 'two' is not a list of item numbers"),
        ({"kind": "denied", "date": "2026-03-02", "amount": "5"}, "an event 'denied' has no 'amount'"),
        ({"kind": "sent", "date": "2026-03-02", "method": "pigeon"}, "'pigeon' is not one of email, post"),
        ({"kind": "denied", "date": "2026-03-02", "exemptions": "[oops"}, "begins like JSON"),
    ],
)
def test_what_cannot_be_read_is_said(row, said):
    _, faults = values_in(row)
    assert any(said in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"kind": "fee_paid", "date": "2026-03-02", "amount": "45,00"}, "'45,00' is not an amount like 45.00"),
        ({"kind": "fee_paid", "date": "2026-03-02"}, "'amount' is missing"),
        ({"kind": "sent", "date": "2026-03-02", "method": "email", "time": "2pm"}, "'2pm' is not of the right form"),
    ],
)
def test_what_is_no_event_is_said(values, said):
    assert any(said in fault for fault in faults_in(values))


def test_money_may_have_commas_between_thousands():
    values, _ = values_in({"kind": "fee-paid", "date": "2026-03-02", "amount": "1,234.50"})
    assert faults_in(values) == []
    assert str(event_from({**values, **SIGNED}).amount) == "1234.50"


def test_days_in_another_spelling_are_read_as_one_says():
    values, faults = values_in(
        {"kind": "denied", "date": "2.3.2026", "received": "5.3.2026"},
        lambda text: date(*map(int, reversed(text.split(".")))),
    )
    assert (faults, values["date"], values["received"]) == ([], date(2026, 3, 2), date(2026, 3, 5))
