"""Dates as pages bear them, in the forms and languages of the places on file; two readings where there are two."""

from __future__ import annotations

import pytest

from frkit.evidence.pledges.dates_in_text import dates_in
from frkit.evidence.pledges.spans import span_of


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("Invoice date: June 10, 2020", ["2020-06-10"]),
        ("Sept. 3, 2019", ["2019-09-03"]),
        ("May 1st 2020", ["2020-05-01"]),
        ("10 June 2020", ["2020-06-10"]),
        ("the 3rd of March 2021", ["2021-03-03"]),
        ("12-Jan-21", ["2021-01-12"]),
        ("2020-06-10", ["2020-06-10"]),
        ("2020/7/1", ["2020-07-01"]),
        ("le 1er juin 2020", ["2020-06-01"]),
        ("3 de marzo de 2021", ["2021-03-03"]),
        ("3. März 2021", ["2021-03-03"]),
        ("5 maart 2021", ["2021-03-05"]),
        ("1º de janeiro de 2021", ["2021-01-01"]),
        ("2020年6月10日", ["2020-06-10"]),
        ("2020年6月", ["2020-06"]),
        ("in May 2021", ["2021-05"]),
        ("June 2020", ["2020-06"]),
        ("13/04/2021", ["2021-04-13"]),
    ],
)
def test_a_date_that_reads_in_one_way(text, readings):
    (only,) = dates_in(text, "month_first")
    assert list(only.readings) == readings and only.is_sure


@pytest.mark.parametrize("style", ["month_first", "day_first"])
def test_figures_alone_have_two_readings_the_likelier_first(style):
    (only,) = dates_in("03/04/2021", style)
    american, other = "2021-03-04", "2021-04-03"
    assert list(only.readings) == ([american, other] if style == "month_first" else [other, american])
    assert not only.is_sure


def test_points_between_figures_are_never_american():
    assert dates_in("10.06.20", "month_first")[0].readings[0] == "2020-06-10"


@pytest.mark.parametrize(
    "text",
    ["31/02/2021", "version 1.2.2020.1", "Tel 020-2020-1234", "FY 2020", "you may 2020 things", "1789-07-14",
     "12345-06-07", "99/99/2021", "2020-13-01", "192.168.20.21", "", "March of the penguins"],
)  # fmt: skip
def test_what_is_no_date(text):
    assert dates_in(text, "month_first") == []


def test_dates_come_in_the_order_of_the_text_and_once_each():
    text = "10 June 2020, then 2021-01-05, then July 4, 2019; June 2020"
    assert [one.readings[0] for one in dates_in(text, "day_first")] == [
        "2020-06-10",
        "2021-01-05",
        "2019-07-04",
        "2020-06",
    ]
    assert [text[one.start : one.end] for one in dates_in(text, "day_first")] == [
        one.words for one in dates_in(text, "day_first")
    ]


def test_a_hostile_page_takes_no_time():
    for text in ("1/" * 100_000, "January " * 20_000, "20" * 100_000, "1 de " * 50_000):
        dates_in(text, "day_first")


def test_partial_dates_are_spans():
    assert span_of("2020").surely_before(span_of("2021-01"))
    assert not span_of("2020").surely_before(span_of("2020-06-10"))
    assert span_of("2020-02").last.day == 29
