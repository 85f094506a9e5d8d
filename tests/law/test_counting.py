"""Counting days: what is counted, what is passed over, where the end may fall."""

from datetime import date

import pytest

from frkit.law.calendars import Calendar, ClosedDays
from frkit.law.counting import Stop, count
from frkit.law.lengths import parse_length, spelt

JULY = {2026: {"07-03": "Independence Day (observed)", "05-25": "Memorial Day", "06-19": "Juneteenth"}}
CALENDAR = Calendar(ClosedDays(code="us", years=JULY))


def ends(start: str, length: str, **how):
    counted = count(date.fromisoformat(start), parse_length(length), CALENDAR, **how)
    return counted.rolled.isoformat()


def test_the_day_of_the_event_is_day_zero():
    assert ends("2026-03-02", "5 business") == "2026-03-09"
    assert ends("2026-03-02", "10 calendar") == "2026-03-12"


def test_day_one_counts_the_day_itself():
    assert ends("2026-03-02", "5 business", day_one=True) == "2026-03-06"


def test_a_saturday_filing_counts_monday_as_day_one():
    assert ends("2026-03-07", "5 business") == "2026-03-13"
    assert ends("2026-03-06", "5 business") == "2026-03-13"


def test_holidays_are_passed_over_and_named():
    counted = count(date(2026, 5, 21), parse_length("3 business"), CALENDAR)
    assert counted.rolled == date(2026, 5, 27)
    assert (date(2026, 5, 25), "Memorial Day") in counted.skipped


def test_an_observed_holiday_counts_as_closed():
    """3 July 2026 is the observed Independence Day; a known tracker counts it as a working day."""
    assert ends("2026-07-01", "2 business") == "2026-07-06"


@pytest.mark.parametrize(
    ("rolls", "end"),
    [("no", "2026-05-23"), ("forward", "2026-05-26"), ("back", "2026-05-22"), ("unknown", "2026-05-26")],
)
def test_a_calendar_limit_that_ends_on_a_closed_day_rolls_as_the_law_says(rolls, end):
    """10 days from 13 May end on a Saturday before Memorial Day; a known tracker lets a limit end on a Sunday."""
    assert ends("2026-05-13", "10 calendar", rolls=rolls) == end


def test_a_month_ends_on_the_same_date_or_the_last_of_the_month():
    assert ends("2026-03-15", "1 month") == "2026-04-15"
    assert ends("2026-01-31", "1 month") == "2026-02-28"
    assert ends("2026-11-30", "3 months") == "2027-02-28"
    assert ends("2024-02-29", "1 year") == "2025-02-28"


def test_stopped_days_are_not_counted_and_say_why():
    stop = Stop(date(2026, 3, 4), date(2026, 3, 10), "the agency waited")
    counted = count(date(2026, 3, 2), parse_length("5 business"), CALENDAR, stops=(stop,))
    assert counted.rolled == date(2026, 3, 16)
    assert (date(2026, 3, 4), "the agency waited") in counted.skipped


def test_a_clock_that_still_stands_has_no_end():
    assert (
        count(date(2026, 3, 2), parse_length("5 business"), CALENDAR, stops=(Stop(date(2026, 3, 4), None, "x"),))
        is None
    )


@pytest.mark.parametrize("text", ["20 business", "1 month", "24 hours", "prompt", "none_stated", "6 year"])
def test_a_length_is_spelt_as_it_was_read(text):
    assert spelt(parse_length(text)) == text


@pytest.mark.parametrize("text", ["20", "twenty days", "0 business", "20 working", "-3 calendar", "99999 calendar"])
def test_a_length_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match=r"length|plausible"):
        parse_length(text)
