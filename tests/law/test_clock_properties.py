"""What holds for every count, over closed days of every kind: made-up calendars, and those of all places on file."""

import re
from datetime import date, timedelta
from functools import cache
from random import Random

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from frkit.law.calendars import WEEKDAYS, Calendar, ClosedDays, Closedown
from frkit.law.clocks import Longer, StartFact, run
from frkit.law.counting import Stop, count
from frkit.law.explaining import long_day
from frkit.law.extensions import Claim
from frkit.law.lengths import Length
from frkit.law.loading import all_codes, load_closed_days, load_jurisdiction
from frkit.law.rule_types import Clock, Extension

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy computer is no reason to fail."""
ONE_DAY = timedelta(days=1)
WEEKEND = {"Saturday", "Sunday"}
AGENCY_MODES = ("additional", "total", "from_event")

DAYS = st.dates(date(2025, 6, 1), date(2026, 10, 1))
COUNTS = st.sampled_from(["day_zero", "day_one"])
ROLLS = st.sampled_from(["forward", "back", "no", "unknown"])
UNITS = ("hours", "calendar", "business", "week", "working week", "month", "year")


closed_days = cache(load_closed_days)


@cache
def made_up(seed):
    """Closed days as no country has them: odd weekends, many holidays, perhaps weeks of summer or winter rest."""
    chance = Random(seed)
    years = {year: {} for year in range(2024, 2032)}
    for number in range(chance.randint(0, 60)):
        day = date(2025, 1, 1) + timedelta(days=chance.randint(0, 1000))
        years[day.year][day.strftime("%m-%d")] = f"Holiday {number}"
    shut = chance.choice([(), ("12-25/01-15",), ("08-01/08-20",)])
    closedowns = [Closedown(name="Closedown", every_year=span) for span in shut]
    return ClosedDays(
        code="zz", weekly=chance.sample(WEEKDAYS, chance.randint(0, 3)), years=years, closedowns=closedowns
    )


CALENDARS = st.builds(
    Calendar,
    st.one_of(st.integers(0, 199).map(made_up), st.sampled_from(all_codes()).map(closed_days)),
    st.dictionaries(DAYS, st.just("closed by snow"), max_size=2),
    st.sampled_from([(), ("saturday",)]),
)


@st.composite
def lengths(draw, units=UNITS):
    unit = draw(st.sampled_from(units))
    most = {"year": 2, "month": 15, "working week": 8, "week": 20, "hours": 800}.get(unit, 90)
    return Length(number=draw(st.integers(1, most)), unit=unit)


@st.composite
def stops(draw, start):
    first = start + timedelta(days=draw(st.integers(0, 60)))
    return Stop(first, first + timedelta(days=draw(st.integers(0, 40))), "the agency waited for our answer")


def between(first, last):
    """The days after the first, up to the last."""
    return [first + timedelta(days=number + 1) for number in range((last - first).days)]


def open_days(calendar, days):
    return [day for day in days if calendar.why_closed(day) is None]


# How far a count reaches


@calm
@given(DAYS, lengths(), st.integers(1, 30), CALENDARS, ROLLS, st.booleans(), st.data())
def test_more_days_never_end_earlier(start, length, more, calendar, rolls, day_one, data):
    waits = tuple(data.draw(st.lists(stops(start), max_size=2)))
    longer = length.model_copy(update={"number": length.number + more})
    ends = [count(start, one, calendar, day_one=day_one, rolls=rolls, stops=waits) for one in (length, longer)]
    assert ends[0].unrolled <= ends[1].unrolled and ends[0].rolled <= ends[1].rolled


@calm
@given(DAYS, st.integers(0, 400), lengths(), CALENDARS, ROLLS, st.booleans())
def test_a_later_start_never_ends_earlier(start, wait, length, calendar, rolls, day_one):
    later = start + timedelta(days=wait)
    ends = [count(day, length, calendar, day_one=day_one, rolls=rolls) for day in (start, later)]
    assert ends[0].unrolled <= ends[1].unrolled and ends[0].rolled <= ends[1].rolled


@calm
@given(DAYS, lengths(), CALENDARS, st.sampled_from(["forward", "back"]), st.booleans())
def test_a_rolled_end_is_never_closed(start, length, calendar, rolls, day_one):
    counted = count(start, length, calendar, day_one=day_one, rolls=rolls)
    assert calendar.why_closed(counted.rolled) is None
    passed = between(*sorted((counted.unrolled, counted.rolled)))
    assert all(calendar.why_closed(day) for day in passed if day not in (counted.rolled, counted.unrolled))
    assert counted.moved == (calendar.why_closed(counted.unrolled) is not None)
    assert (counted.rolled > counted.unrolled) == (counted.moved and rolls == "forward")


@calm
@given(DAYS, st.integers(1, 60), CALENDARS, st.booleans())
def test_a_business_count_holds_exactly_that_many_open_days(start, number, calendar, day_one):
    counted = count(start, Length(number=number, unit="business"), calendar, day_one=day_one)
    span = between(start - ONE_DAY if day_one else start, counted.unrolled)
    assert len(open_days(calendar, span)) == number
    assert not set(open_days(calendar, span)) & set(calendar.extra)
    assert [day for day, _ in counted.skipped] == [day for day in span if calendar.why_closed(day) is not None]


@calm
@given(DAYS, lengths(("month", "year")), CALENDARS)
def test_a_month_ends_on_the_day_of_its_start_or_on_the_last_of_the_month(start, length, calendar):
    end = count(start, length, calendar).unrolled
    assert end.day == start.day or (end.day < start.day and (end + ONE_DAY).day == 1)


# What a wait gives back


@calm
@given(DAYS, lengths(), CALENDARS, st.booleans(), st.data())
def test_a_wait_gives_back_no_more_days_than_it_lasted(start, length, calendar, day_one, data):
    wait = data.draw(stops(start))
    bare, waited = (count(start, length, calendar, day_one=day_one, stops=stop) for stop in ((), (wait,)))
    days_of_wait = between(wait.first - ONE_DAY, wait.last)
    given_back = between(bare.unrolled, waited.unrolled)
    assert waited.unrolled >= bare.unrolled
    if length.unit in ("business", "working week"):
        days_of_wait, given_back = open_days(calendar, days_of_wait), open_days(calendar, given_back)
    assert len(given_back) <= len(days_of_wait)


@calm
@given(DAYS, lengths(("business", "calendar")), CALENDARS, st.data())
def test_two_waits_at_one_time_give_back_the_days_of_both_together_once(start, length, calendar, data):
    waits = (data.draw(stops(start)), data.draw(stops(start)))
    assume(waits[0].holds(waits[1].first))
    joined = Stop(waits[0].first, max(wait.last for wait in waits), "waited")
    both, once = (count(start, length, calendar, stops=stop) for stop in (waits, (joined,)))
    assert both.unrolled == once.unrolled


@calm
@given(DAYS, lengths(), CALENDARS, st.integers(1, 30))
def test_a_wait_after_the_last_day_gives_nothing_back(start, length, calendar, wait):
    bare = count(start, length, calendar)
    stop = Stop(bare.unrolled + ONE_DAY, bare.unrolled + timedelta(days=wait), "waited")
    assert count(start, length, calendar, stops=(stop,)).unrolled == bare.unrolled


# Words and dates


_WEEKENDS = re.compile(r"Not counted, weekends: (?P<days>.+)\.")
_NAMED = re.compile(r"Not counted: (?P<days>\w{3} [\d/-]+(?:, \w{3} [\d/-]+)*), (?P<name>.+)\.")
_LAST = re.compile(r"Last day(?: with the extension)?: \w{3} (\d{4}-\d\d-\d\d)")


def told_days(text):
    """The days of ``2026-03-07/08, Mon 2026-12-28/01-02``."""
    for part in text.split(", "):
        first, _, last = part.split(" ")[-1].partition("/")
        day = end = date.fromisoformat(first)
        if last:
            day_of_month = last.rpartition("-")[2]
            month = int(last[:2]) if "-" in last else day.month
            end = date(day.year + (month < day.month), month, int(day_of_month))
        while day <= end:
            yield day
            day += ONE_DAY


def told(derivation):
    """What a derivation says in words: each day left out with its reason, and the last day."""
    skipped = []
    for line in derivation:
        if match := _WEEKENDS.fullmatch(line):
            skipped += [(day, None) for day in told_days(match["days"])]
        elif match := _NAMED.fullmatch(line):
            skipped += [(day, match["name"]) for day in told_days(match["days"])]
    last = [match[1] for line in derivation if (match := _LAST.match(line))]
    return skipped, date.fromisoformat(last[-1]) if last else None


def rule(length, rolls="forward", counts="day_zero", binds="agency"):
    return Clock(
        id="x",
        role="determination",
        binds=binds,
        length=length,
        starts=[{"on": "received_by_agency", "day": "received"}],
        counts=counts,
        rolls=rolls,
        basis="statute",
        citation="§ 1",
    )


@calm
@given(DAYS, lengths(), CALENDARS, ROLLS, st.sampled_from(["agency", "requester"]), st.data())
def test_a_derivation_names_the_last_day_and_each_day_left_out(start, length, calendar, rolls, binds, data):
    waits = tuple(data.draw(st.lists(stops(start), max_size=1)))
    due = run(rule(length, rolls, binds=binds), StartFact(start, "x", "received"), calendar, stops=waits)
    skipped, last = told(due.derivation)
    assert last == due.date
    assert sorted(day for day, _ in skipped) == sorted(day for day, _ in due.skipped)
    for day, reason in skipped:
        waited = any(wait.holds(day) and reason == wait.why for wait in waits)
        assert waited or calendar.why_closed(day) in ({reason} if reason else WEEKEND)


# More time


@calm
@given(DAYS, lengths(("business", "calendar")), st.integers(1, 40), CALENDARS, ROLLS, COUNTS)
def test_more_time_on_top_is_as_if_the_limit_had_been_longer(start, length, number, calendar, rolls, counts):
    fact, more = StartFact(start, "x", "received"), length.model_copy(update={"number": number})
    whole = length.model_copy(update={"number": length.number + number})
    due = run(rule(length, rolls, counts), fact, calendar, longer=(Longer(more, "others were heard"),))
    at_once = run(rule(whole, rolls, counts), fact, calendar)
    assert (due.date, due.unrolled, due.skipped) == (at_once.date, at_once.unrolled, at_once.skipped)
    assert sorted(day for day, _ in told(due.derivation)[0]) == [day for day, _ in due.skipped]
    assert due.derivation[-1].endswith(f"to {long_day(due.date)}.")


@st.composite
def claims(draw, start):
    made_on = start + timedelta(days=draw(st.integers(0, 40)))
    if draw(st.booleans()):
        return Claim("e", made_on, until=made_on + timedelta(days=draw(st.integers(0, 200))))
    days = draw(st.one_of(st.none(), st.integers(1, 90)))
    return Claim("e", made_on, days=days, unit=draw(st.sampled_from([None, "business", "calendar"])))


@calm
@given(DAYS, CALENDARS, ROLLS, st.sampled_from(AGENCY_MODES), st.booleans(), st.data())
def test_no_claim_shortens_a_limit_or_stretches_it_beyond_the_law(start, calendar, rolls, mode, repeatable, data):
    length, more = data.draw(lengths(("business", "calendar"))), data.draw(lengths(("business", "calendar")))
    extension = Extension(of="x", mode=mode, length=more, repeatable=repeatable, citation="§ 2")
    made = tuple(sorted(data.draw(st.lists(claims(start), min_size=1, max_size=3)), key=lambda one: one.made_on))
    fact = StartFact(start, "x", "received")
    bare = run(rule(length, rolls), fact, calendar)
    due = run(rule(length, rolls), fact, calendar, extensions=(extension,), claims=made)
    assert due.date >= bare.date
    assert due.extension.allowed is None or due.extension.lawful or due.date <= max(due.extension.allowed, bare.date)
    skipped, last = told(due.derivation)
    moves = [line for line in due.derivation if line.startswith("Last day with")]
    assert last == due.date or not moves
    assert sorted(day for day, _ in due.skipped) == sorted(day for day, _ in skipped)
    assert all(day <= due.date for day, _ in skipped)


@calm
@given(DAYS, lengths(), CALENDARS, ROLLS, COUNTS)
def test_as_long_in_all_as_the_limit_itself_is_no_more_time(start, length, calendar, rolls, counts):
    extension = Extension(of="x", mode="total", length=length, citation="§ 2")
    fact = StartFact(start, "x", "received")
    bare = run(rule(length, rolls, counts), fact, calendar)
    claim = Claim("e", start, until=start + timedelta(days=3000))
    due = run(rule(length, rolls, counts), fact, calendar, extensions=(extension,), claims=(claim,))
    assert due.date == bare.date and not due.extension.lawful


@calm
@given(DAYS, lengths(("business", "calendar")), CALENDARS, ROLLS, st.data())
def test_a_claim_after_the_last_day_moves_nothing(start, length, calendar, rolls, data):
    fact = StartFact(start, "x", "received")
    bare = run(rule(length, rolls), fact, calendar)
    late = Claim("e", bare.date + timedelta(days=data.draw(st.integers(1, 60))), days=20)
    mode = data.draw(st.sampled_from(["additional", "open_date", "unknown_cap", "agreement", "reviewer_leave"]))
    extension = Extension(of="x", mode=mode, length="30 calendar" if mode == "additional" else None, citation="§ 2")
    due = run(rule(length, rolls), fact, calendar, extensions=(extension,), claims=(late,))
    assert due.date == bare.date and not due.extension.lawful


# Two-sided caution, over every limit of every law on file


@calm
@given(st.sampled_from(all_codes()), DAYS, st.integers(0, 20))
def test_the_safe_day_is_never_after_the_last_for_us_and_is_the_last_for_the_agency(code, start, earlier):
    law, days = load_jurisdiction(code), closed_days(code)
    fact = StartFact(start, "x", "started", earliest=start - timedelta(days=earlier))
    for clock in law.clocks:
        due = run(clock, fact, Calendar(days, also_closed=clock.also_closed))
        if due.date is None:
            assert clock.length.soft is not None
        elif clock.binds == "requester":
            assert due.cautious <= due.date and due.cautious <= due.unrolled
        else:
            assert due.cautious == due.date >= due.unrolled or clock.rolls == "back"
