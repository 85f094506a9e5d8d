"""Closed days: each file against the statute it follows, worked out here a second time, for every year on file."""

from datetime import date, timedelta

import pytest

from frkit.law.calendars import Calendar
from frkit.law.loading import load_closed_days

YEARS = range(2005, 2036)
MON, THU, FRI, SAT, SUN = 0, 3, 4, 5, 6
DAY = timedelta(days=1)


def nth(year, month, weekday, number):
    first = date(year, month, 1)
    return first + DAY * ((weekday - first.weekday()) % 7 + 7 * (number - 1))


def last(year, month, weekday):
    fifth = nth(year, month, weekday, 5)
    return fifth if fifth.month == month else fifth - 7 * DAY


def easter(year):
    """Easter Sunday, by the anonymous Gregorian rule."""
    century, golden = year // 100, year % 19
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    epact -= (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    offset = epact - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))


def election_day(year):
    return nth(year, 11, MON, 1) + DAY


def moved(days, *, saturday_back):
    """The days with the Monday after a Sunday and, where the statute says so, the Friday before a Saturday."""
    shifted = {day + DAY for day in days if day.weekday() == SUN}
    return set(days) | shifted | ({day - DAY for day in days if day.weekday() == SAT} if saturday_back else set())


def substituted(*days):
    """Days of which those on a weekend are made up for on the next weekdays that are free."""
    found = set(days)
    for day in days:
        while day.weekday() in (SAT, SUN) or (day in found and day not in days):
            day += DAY
            while day in found:
                day += DAY
        found.add(day)
    return found


def over_years(rule, since=2004, until=2036):
    return {day for year in range(since, until + 1) for day in rule(year)}


def weekdays(days):
    return {day for day in days if day.weekday() < SAT and day.year in YEARS}


def on_file(code, *, without=()):
    years = load_closed_days(code).years
    pairs = [(date.fromisoformat(f"{year}-{day}"), name) for year in years for day, name in years[year].items()]
    return weekdays(day for day, name in pairs if name not in without)


def federal(year):
    """5 U.S.C. 6103(a)."""
    fixed = [date(year, 1, 1), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    floating = [nth(year, 1, MON, 3), nth(year, 2, MON, 3), last(year, 5, MON), nth(year, 9, MON, 1)]
    floating += [nth(year, 10, MON, 2), nth(year, 11, THU, 4)]
    return fixed + floating + ([date(year, 6, 19)] if year >= 2021 else [])


def test_federal_days_are_those_of_the_united_states_code():
    assert on_file("us") == weekdays(moved(over_years(federal), saturday_back=True))


def test_oregon_has_no_columbus_day_and_juneteenth_from_2022():
    def oregon(year):
        without = {nth(year, 10, MON, 2)} | ({date(year, 6, 19)} if year < 2022 else set())
        return set(federal(year)) - without

    assert on_file("us-or") == weekdays(moved(over_years(oregon), saturday_back=True))


def test_new_york_moves_sundays_only_and_keeps_every_election_day():
    def new_york(year):
        return [*federal(year), date(year, 2, 12)]

    elections = over_years(lambda year: [election_day(year)])
    assert on_file("us-ny") == weekdays(moved(over_years(new_york), saturday_back=False) | elections)


def test_california_rolls_by_the_list_of_the_government_code():
    def moving(year):
        return [date(year, *day) for day in ((1, 1), (2, 12), (3, 31), (7, 4), (9, 9), (11, 11), (12, 25))]

    def still(year):
        days = [nth(year, 1, MON, 3), nth(year, 2, MON, 3), last(year, 5, MON), nth(year, 9, MON, 1)]
        days += [nth(year, 10, MON, 2), nth(year, 11, THU, 4)]
        days += [nth(year, 9, FRI, 4)] if year >= 2015 else []
        return days + ([date(year, 4, 24), date(year, 6, 19)] if year >= 2023 else [])

    veterans = {day - DAY for day in over_years(lambda year: [date(year, 11, 11)]) if day.weekday() == SAT}
    expected = moved(over_years(moving), saturday_back=False) | over_years(still) | veterans
    assert on_file("us-ca", without=("Lunar New Year", "Diwali")) == weekdays(expected)


def test_california_names_lunar_new_year_from_2023_and_diwali_from_2026():
    years = load_closed_days("us-ca").years
    for name, since in (("Lunar New Year", 2023), ("Diwali", 2026)):
        assert [year for year in YEARS if any(name in day for day in years[year].values())] == list(range(since, 2036))


def test_florida_holds_every_day_of_both_statutes():
    def paid(year):
        days = [date(year, 1, 1), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
        days += [nth(year, 1, MON, 3), last(year, 5, MON), nth(year, 9, MON, 1)]
        return [*days, nth(year, 11, THU, 4), nth(year, 11, THU, 4) + DAY]

    def legal(year):
        fixed = (
            (1, 1),
            (1, 15),
            (1, 19),
            (2, 12),
            (2, 15),
            (4, 2),
            (4, 26),
            (6, 3),
            (6, 14),
            (7, 4),
            (11, 11),
            (12, 25),
        )
        days = [date(year, *day) for day in fixed] + [easter(year) - 2 * DAY, nth(year, 2, MON, 3), last(year, 5, MON)]
        days += [nth(year, 9, MON, 1), nth(year, 10, MON, 2), nth(year, 11, THU, 4)]
        days += [election_day(year)] if year % 2 == 0 else []
        return days + ([nth(year, 3, THU, 4)] if year >= 2025 else [])

    both = moved(over_years(paid), saturday_back=True) | moved(over_years(legal), saturday_back=False)
    assert on_file("us-fl") == weekdays(both)


ONE_OFF = {
    date(2011, 4, 29),
    date(2012, 6, 5),
    date(2022, 6, 3),
    date(2022, 9, 19),
    date(2023, 5, 8),
    date(2026, 6, 15),
}
MOVED = {
    date(2020, 5, 4): date(2020, 5, 8),
    date(2012, 5, 28): date(2012, 6, 4),
    date(2022, 5, 30): date(2022, 6, 2),
}


def england_and_wales(year):
    days = {easter(year) - 2 * DAY, easter(year) + DAY, nth(year, 5, MON, 1), last(year, 5, MON), last(year, 8, MON)}
    days |= substituted(date(year, 1, 1)) | substituted(date(year, 12, 25), date(year, 12, 26))
    return {MOVED.get(day, day) for day in days}


def scotland(year):
    andrew = substituted(date(year, 11, 30)) if year >= 2007 else set()
    return substituted(date(year, 1, 1), date(year, 1, 2)) | {nth(year, 8, MON, 1)} | andrew


def northern_ireland(year):
    return substituted(date(year, 3, 17)) | substituted(date(year, 7, 12))


def test_a_bank_holiday_in_any_part_of_the_kingdom_is_closed_in_london():
    union = over_years(lambda year: england_and_wales(year) | scotland(year) | northern_ireland(year))
    assert on_file("gb") == weekdays(union | ONE_OFF)


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("gb", "2026-01-02", "New Year Holiday (Scotland)"),
        ("gb", "2026-03-17", "Saint Patrick's Day (Northern Ireland)"),
        ("gb", "2024-07-12", "Battle of the Boyne (Northern Ireland)"),
        ("gb", "2026-08-03", "Summer Bank Holiday (Scotland)"),
        ("gb", "2026-11-30", "Saint Andrew's Day (Scotland)"),
        ("gb", "2006-11-30", None),
        ("gb", "2026-12-28", "Boxing Day (observed)"),
        ("us", "2026-07-03", "Independence Day (observed)"),
        ("us", "2010-12-31", "New Year's Day (observed)"),
        ("us", "2025-01-20", "Martin Luther King Jr. Day"),
        ("us", "2021-01-20", None),
        ("us", "2020-06-19", None),
        ("us-ny", "2026-07-03", None),
        ("us-ny", "2025-11-04", "Election Day"),
        ("us-ny", "2026-02-12", "Lincoln's Birthday"),
        ("us-ca", "2026-03-31", "Cesar Chavez Day"),
        ("us-ca", "2026-11-27", None),
        ("us-or", "2021-06-18", None),
        ("us-fl", "2026-04-03", "Good Friday"),
        ("us-or", "2026-10-12", None),
    ],
)
def test_days_that_people_get_wrong(code, day, name):
    assert Calendar(load_closed_days(code)).why_closed(date.fromisoformat(day)) == name
