"""A campaign as a table: true figures, nothing private, and back again."""

from __future__ import annotations

import pytest

from frkit.exchange.csv_events import REQUEST_COLUMNS, SHARED_COLUMNS
from frkit.exchange.exporting import (
    Shown,
    as_cell,
    asked_cell,
    event_columns,
    event_table,
    summary_columns,
    summary_of_request,
    summary_table,
)
from frkit.tracking.standing import standing
from frkit.tracking.types import Item, Period

TODAY = "2026-06-15"
HISTORY = (
    ("sent", "2026-03-02", {"method": "email"}),
    ("acknowledged", "2026-03-05", {"reference": "PRR-118"}),
    ("acknowledged", "2026-03-03", {"automatic": True}),
    ("fee_estimated", "2026-03-09", {"amount": "120.00"}),
    ("fee_paid", "2026-03-10", {"amount": "20.00"}),
    ("produced", "2026-03-20", {"items": [1], "pages": 12}),
    ("denied", "2026-03-21", {"items": [2], "exemptions": [{"cited": "7923.600"}]}),
    ("note", "2026-03-22", {"text": "sue them", "audience": "counsel"}),
    ("call", "2026-03-23", {"said": "soon", "note": "rude"}),
)


@pytest.fixture(scope="session")
def shown(case):
    """A request told to an audience on a day."""

    def make(*events, audience="team", code="us-ca", today=TODAY, **more):
        from datetime import date

        file, day = case(code, *(events or HISTORY), **more), date.fromisoformat(today)
        return Shown(file, standing(file, day), "Some Agency", day, audience)

    return make


def test_the_row_of_a_request_counts_what_came(shown):
    row = summary_of_request(shown())
    assert {name: as_cell(row[name]) for name in row if name.startswith(("items", "fees", "days_to"))} == {
        "items": "3",
        "items_pending": "1",
        "items_granted": "1",
        "items_partial": "0",
        "items_denied": "1",
        "items_no_records": "0",
        "items_not_custodian": "0",
        "items_glomar": "0",
        "days_to_first_answer": "18",
        "fees_asked": "120.00",
        "fees_agreed": "",
        "fees_paid": "20.00",
        "fees_open": "100.00",
    }
    assert (row["references"], row["pages"], row["currency"]) == (["PRR-118 (agency)"], 12, "USD")
    assert str(row["acknowledged"]) == "2026-03-05", "an automatic reply is no acknowledgement"
    assert row["days_since_sent"] == 105


def test_lateness_is_that_of_a_limit_of_the_agency_and_the_next_limit_is_the_nearest(shown):
    row = summary_of_request(shown(("sent", "2026-03-02", {"method": "email"})))
    assert row["late_limit"] == "determination"
    assert row["days_late"] > 80
    on_time = summary_of_request(shown(("sent", "2026-03-02", {"method": "email"}), today="2026-03-04"))
    assert on_time["days_late"] is None
    assert (on_time["next_limit"], on_time["next_limit_binds"]) == ("determination", "agency")
    assert on_time["next_limit_days_left"] > 0


def test_a_closed_request_waits_for_nothing(shown):
    row = summary_of_request(shown(*HISTORY, ("withdrawn", "2026-04-01", {})))
    assert (row["who_acts"], row["next_limit"], row["days_late"]) == ("closed", None, None)


def test_nothing_is_known_of_what_was_not_sent(shown):
    row = summary_of_request(shown(("note", "2026-03-02", {"text": "draft"})))
    assert [row[name] for name in ("sent", "days_since_sent", "first_answer", "fees_asked", "pages")] == [None] * 5


@pytest.mark.parametrize(
    ("audience", "events", "columns"),
    [("packet", 7, ()), ("team", 8, ("note", "requester")), ("counsel", 9, ("note", "requester"))],
)
def test_each_audience_sees_its_own(shown, audience, events, columns):
    one = shown(audience=audience)
    names, rows = event_table([one], audience)
    assert len(rows) == events
    assert [name for name in ("note", "requester") if name in names] == list(columns)
    text = "\n".join(map(str, rows))
    assert ("sue them" in text) == (audience == "counsel")
    assert ("rude" in text) == (audience != "packet")
    assert ("next_step" in summary_columns(audience)) == (audience != "packet")


def test_our_own_limits_are_not_for_everybody(shown):
    refused = (("sent", "2026-03-02", {"method": "email"}), ("denied", "2026-03-10", {"final": True}))
    ours = summary_of_request(shown(*refused, audience="team", code="us", today="2026-03-12"))
    assert ours["next_limit_binds"] == "requester"
    told = summary_of_request(shown(*refused, audience="packet", code="us", today="2026-03-12"))
    assert told["next_limit_binds"] != "requester"


def test_every_column_has_a_cell_in_every_row(shown):
    for audience in ("packet", "team", "counsel"):
        one = shown(audience=audience)
        for table in (summary_table, event_table):
            names, rows = table([one], audience)
            assert all(len(row) == len(names) for row in rows)
            assert len(set(names)) == len(names)
    assert set(event_columns("team")) > {*REQUEST_COLUMNS, *SHARED_COLUMNS}


def test_items_that_are_more_than_an_id_are_written_whole():
    plain = (Item(number=1, category="contracts"), Item(number=2, category="policy"))
    assert asked_cell(plain) == "contracts | policy"
    odd = (Item(number=3, category="other", text="a | b", period=Period(since="2020-01-01")),)
    assert '"number": 3' in asked_cell(odd)
    assert '"since": "2020-01-01"' in asked_cell(odd)
