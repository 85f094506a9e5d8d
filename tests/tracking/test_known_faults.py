"""Faults that other platforms for access requests are known to have, each shown not to be here.

The dates are counted by hand. Each test names the fault; the text below it says what such a platform does.
"""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from frkit.catalogue.loading import load_agency
from frkit.cli.law.commands import law as law_command
from frkit.law.calendars import ClosedDays
from frkit.law.comparing import shifts
from frkit.law.loading import all_codes, load_closed_days, load_jurisdiction
from frkit.letters.composing import compose
from frkit.tracking.standing import standing

MONDAY = "2026-03-02"
SENT = ("sent", MONDAY, {"method": "email"})
WEEK = [(date(2026, 3, 2) + timedelta(days=number)).isoformat() for number in range(7)]
STATES = [code for code in all_codes() if code.count("-") < 2]
"""Every law but those of cities and counties, which mostly are their state's."""
REFUSED = {"final": True, "exemptions": [{"cited": "§ 119.071(2)(d)"}]}


@pytest.fixture
def letter(case):
    """The words of a letter of a kind on a day, under a law, to a body whose name does not matter."""

    def write(kind, today, code, *events, agency="us-fl-orlando-pd"):
        file = case(code, *events)
        file = replace(file, request=file.request.model_copy(update={"agency": load_agency(agency).id}))
        day = date.fromisoformat(today)
        written = compose(kind, file, standing(file, day), None, today=day, overlay=None)
        return " ".join(written.masked_text.split())

    return write


def late(stand, clock_id="determination"):
    return stand.clock(clock_id).days_late


def law_list(*arguments):
    return json.loads(CliRunner().invoke(law_command, ["list", *arguments, "--json"]).output)


# 1. Days given back


def test_1_an_overdue_request_gets_no_days_back_when_a_bill_comes(stands):
    """A platform that takes the difference to the last day without its sign makes 9 days late 9 days left."""
    bill, paid = ("fee_estimated", "2026-04-10", {"amount": "50"}), ("fee_paid", "2026-04-20", {"amount": "50"})
    assert late(stands("2026-04-10", "ca-sk", SENT)) == 9, "thirty days ended on 1 April"
    assert late(stands("2026-04-10", "ca-sk", SENT, bill)) == 9
    assert late(stands("2026-04-20", "ca-sk", SENT, bill, paid)) == 19
    assert late(stands("2026-04-21", "ca-sk", SENT, bill, paid)) == 20


def test_1_a_bill_in_time_gives_back_the_days_that_it_took_and_no_more(ends):
    bill = [("fee_estimated", "2026-03-20"), ("fee_paid", "2026-03-29")]
    assert ends("ca-sk", MONDAY, *bill)["determination"] == "2026-04-10", "nine days after 1 April"


@pytest.mark.parametrize("code", STATES)
def test_1_no_clock_that_runs_has_negative_days(stands, code):
    """Nor does a limit in working days turn negative."""
    asked = [("clarification_asked", "2026-05-04"), ("fee_estimated", "2026-05-04", {"amount": "50"})]
    answered = [("clarified", "2026-05-11"), ("fee_paid", "2026-05-11", {"amount": "50"})]
    for clock in stands("2026-05-12", code, SENT, *asked, *answered).clocks:
        assert clock.days_late is None or clock.days_late > 0
        if clock.state == "running" and clock.clock.binds == "agency":
            assert clock.days_left >= 0


# 2. Limits that end on a Sunday


def test_2_a_limit_in_calendar_days_moves_off_a_sunday(ends):
    """A platform that adds calendar days and looks no further lets an answer be due on a Sunday."""
    assert ends("us-ca", "2026-03-05")["determination"] == "2026-03-16"


@pytest.mark.parametrize("code", STATES)
def test_2_no_limit_that_moves_ends_on_a_closed_day(ends, code):
    law, days = load_jurisdiction(code), load_closed_days(code)
    moves = {
        clock.id for clock in law.clocks if clock.rolls in ("forward", "unknown") or clock.length.unit == "business"
    }
    for received in WEEK:
        for name, end in ends(code, received, ("registered", received)).items():
            own = name.rpartition("/")[2]
            if own in moves and law.clock(own).binds == "agency" and end is not None:
                day = date.fromisoformat(end)
                assert days.by_date.get(day) is None and days.weekly_names[day.weekday()] is None, (own, received, end)


# 3. Holidays by a wrong rule


@pytest.mark.parametrize("code", [code for code in STATES if code.split("-")[0] == "us"])
def test_3_the_day_after_thanksgiving_is_not_always_the_fourth_friday(code):
    """A platform that takes the fourth Friday of November is a week early in 2019, 2024 and 2030."""
    days = load_closed_days(code).by_date
    for year in (2019, 2024, 2030):
        assert date(year, 11, 22) not in days, "the fourth Friday, six days before Thanksgiving"
        assert "Thanksgiving" in days[date(year, 11, 28)]
    after = [date(year, 11, 29) in days for year in (2019, 2024, 2030)]
    assert len(set(after)) == 1, "either a holiday there or not, but in each of these years alike"


def test_3_some_places_close_on_the_day_after_thanksgiving():
    assert any(date(2024, 11, 29) in load_closed_days(code).by_date for code in STATES)


def test_3_juneteenth_is_a_holiday_since_2021_and_was_none_before():
    days = load_closed_days("us").by_date
    assert date(2020, 6, 19) not in days
    assert [day in days for day in (date(2021, 6, 18), date(2023, 6, 19), date(2026, 6, 19))] == [True] * 3


# 4. A clock that runs from the wrong day


def test_4_the_clock_runs_from_sending_and_not_from_writing(stands, case):
    """A platform that counts from the day on which the request was typed in is days early."""
    assert stands("2026-03-10", "gb").clocks == (), "a draft runs no clock"
    typed = case("gb", ("sent", MONDAY, {"method": "post", "entered": "2026-02-02T00:00:00Z"}))
    typed_later = case("gb", ("sent", MONDAY, {"method": "post", "entered": "2026-04-02T00:00:00Z"}))
    ends_on = {standing(one, date(2026, 3, 10)).clock("determination").due.date for one in (typed, typed_later)}
    assert ends_on == {date(2026, 3, 31)}


def test_4_a_proven_receipt_replaces_the_day_of_sending(stands):
    received = ("received_by_agency", "2026-03-09", {"proof": "receipt.pdf"})
    due = stands("2026-03-10", "gb", ("sent", MONDAY, {"method": "post"}), received).clock("determination").due
    assert due.date == date(2026, 4, 9) and due.confirmed, "without 17 March, Good Friday and Easter Monday"


def test_4_one_reminder_and_not_a_bunch(stands):
    """A platform that schedules follow-ups by the clock of its own sends several on one day."""
    for code in ("us-or", "us-ny", "us-ca", "gb", "ie"):
        steps = stands("2026-06-01", code, SENT).next_steps
        assert sum(step.text.startswith("Remind") for step in steps) <= 1, code
    assert not any("Remind" in step.text for step in stands("2026-03-20", "gb", SENT).next_steps), (
        "not before the limit"
    )


# 5. Holidays added late, wrong advice on silence, silent restarts


def test_5_a_holiday_that_is_added_late_moves_the_open_request(case, stands):
    """A platform that stores the last day keeps the old one when a holiday is proclaimed."""
    file = case("gb", SENT)
    years = {**file.closed.years, 2026: {**file.closed.years[2026], "03-20": "Proclaimed day"}}
    proclaimed = file.closed.model_copy(update={"years": years})
    later = standing(replace(file, closed=ClosedDays(**proclaimed.model_dump())), date(2026, 3, 25))
    assert later.clock("determination").due.date == date(2026, 4, 1)
    closed = ("office_closed", "2026-03-21", {"days": ["2026-03-20"], "reason": "flood"})
    assert stands("2026-03-25", "gb", SENT, closed).clock("determination").due.date == date(2026, 4, 1)


def test_5_which_dates_such_a_day_moves_is_told(case):
    file = case("gb")
    years = {**file.closed.years, 2026: {**file.closed.years[2026], "03-20": "Proclaimed day"}}
    proclaimed = ClosedDays(**file.closed.model_copy(update={"years": years}).model_dump())
    moved = shifts((file.law, file.closed), (file.law, proclaimed), (date(2026, 3, 2),))
    assert (date(2026, 3, 31), date(2026, 4, 1)) in {(one.before, one.after) for one in moved}


def test_5_silence_is_not_answered_with_an_internal_review_that_nobody_owes(stands):
    """A platform that tells everybody to ask for an internal review once a request is late sends them the wrong way."""
    britain = stands("2026-04-20", "gb", SENT).next_steps
    assert britain[0].text.startswith("Remind the agency")
    assert all("not needed" in step.text for step in britain if "internal review" in step.text)
    australia = stands("2026-04-20", "au", SENT).next_steps
    assert australia[0].text.startswith("Remind the agency")
    assert "Information Commissioner" in australia[1].text
    assert not any("internal review" in step.text for step in australia), "none is open against silence"


def test_5_a_count_that_starts_anew_says_why(stands):
    asked = [("clarification_asked", "2026-03-09"), ("clarified", "2026-03-16")]
    due = stands("2026-03-20", "gb", SENT, *asked).clock("determination").due
    assert "starts the clock anew" in due.derivation[0] and "2026-03-16" in due.derivation[0]


# 6. Extensions in one unit only, regional holidays, an appeal date that is none


@pytest.mark.parametrize(
    "claim, end",
    [
        ({"days": "10", "unit": "business"}, "2026-03-30"),
        ({"days": "10", "unit": "calendar"}, "2026-03-26"),
        ({"until": "2026-03-25"}, "2026-03-25"),
    ],
)
def test_6_an_extension_is_taken_in_the_unit_in_which_it_was_claimed(ends, claim, end):
    """A platform that knows only the unit of its law counts ten days as ten working days, or the other way round."""
    assert ends("us-ri", MONDAY)["production"] == "2026-03-16"
    assert ends("us-ri", MONDAY, ("extension_claimed", "2026-03-12", claim))["production"] == end


def test_6_holidays_of_one_land_are_not_those_of_another():
    """A platform with one list for the whole country leaves out Women's Day in Berlin and Corpus Christi elsewhere."""
    womens_day, corpus_christi = date(2027, 3, 8), date(2027, 5, 27)
    berlin, north_rhine, federal = (load_closed_days(code).by_date for code in ("de-be", "de-nw", "de"))
    assert womens_day in berlin and womens_day not in north_rhine and womens_day not in federal
    assert corpus_christi in north_rhine and corpus_christi not in berlin and corpus_christi not in federal


def test_6_a_last_day_on_such_a_holiday_moves_there_and_only_there(ends):
    denied = ("denied", "2027-02-08")
    assert ends("de-be", "2027-02-01", denied)["appeal"] == "2027-03-09"
    assert ends("de-nw", "2027-02-01", denied)["court"] == "2027-03-08"


def test_6_the_time_to_appeal_is_its_own_and_runs_from_the_refusal(stands):
    """A platform that counts the authority's own period from the last message calls that the time to appeal."""
    denied, chat = ("denied", "2026-03-20", {"final": True}), ("call", "2026-03-27", {"said": "nothing new"})
    stand = stands("2026-03-30", "gb", SENT, denied, chat)
    assert stand.clock("internal_review").due.date == date(2026, 5, 20), "forty working days from 20 March, not twenty"


@pytest.mark.parametrize("today", ["2026-03-12", "2026-03-20", "2026-06-01"])
def test_6_an_extension_can_be_logged_whatever_the_state_of_the_request(stands, today):
    """A platform that asks for a state that it no longer has lets nobody log an extension."""
    claimed = ("extension_claimed", today, {"days": 5, "unit": "business"})
    stand = stands(today, "us-ri", SENT, claimed)
    assert stand.clock("production").due.extension is not None
    assert bool(stand.flag("extension_unlawful")) == (today > "2026-03-16"), "after the limit it is judged too late"


# 7. The largest number of several laws


def test_7_of_several_limits_none_is_picked_for_its_size(stands):
    """A platform that takes the largest number on file gives a resident of Idaho twenty-one days instead of three."""
    open_question = stands("2026-03-10", "us-id", SENT)
    assert {one.clock.id for one in open_question.clocks if one.needs == ("resident",)} >= {
        "determination_resident",
        "determination_nonresident",
    }
    assert not open_question.flag("overdue")
    assert stands("2026-03-10", "us-id", SENT, given={"resident": "yes"}).flag("overdue")
    assert not stands("2026-03-10", "us-id", SENT, given={"resident": "no"}).flag("overdue")


def test_7_days_of_the_calendar_are_counted_as_such(ends):
    """The same platform counts every limit in working days."""
    assert ends("us-ca", MONDAY)["determination"] == "2026-03-12", "ten days; ten working days would be the 16th"


# 8. One generic number for every state


def test_8_each_state_has_its_own_number_in_tracker_and_letter(stands, letter):
    """A platform that tracks every state at ten working days while its own letter names three is late by seven."""
    stand = stands("2026-03-06", "us-ga", SENT)
    assert stand.clock("production").due.date == date(2026, 3, 5) and late(stand, "production") == 1
    words = letter("overdue", "2026-03-06", "us-ga", SENT)
    assert "3 business days" in words and "10 business days" not in words and "March 5, 2026" in words


def test_8_the_states_are_not_all_alike():
    numbers = {one["first_limit"]["text"] for one in law_list("--country", "us", "--no-local") if one["first_limit"]}
    assert len(numbers) > 8


def test_8_the_observed_independence_day_of_2026_is_closed(ends):
    """A platform without observed days counts 3 July 2026 as a working day."""
    assert date(2026, 7, 3) in load_closed_days("us").by_date
    assert ends("us", "2026-06-05")["determination"] == "2026-07-07", "twenty working days without 19 June and 3 July"


# 9. A delay that is capped, and an exemption that nobody finds


@pytest.mark.parametrize("today, days", [("2026-04-01", 1), ("2026-04-20", 20), ("2027-03-31", 365)])
def test_9_the_delay_is_never_capped_in_tracker_or_letter(stands, letter, today, days):
    """A platform that stops counting at the last day writes that the agency is 0 days late."""
    assert late(stands(today, "gb", SENT)) == days
    ago = "yesterday" if days == 1 else f"{days} days ago"
    words = letter("overdue", today, "gb", SENT, agency="gb-met")
    assert "31 March 2026" in words and (ago in words or f"{days} day" in words)


def test_9_the_exemption_that_was_cited_is_found_and_answered(letter):
    """A platform that looks the exemption up under another key writes its appeal without it."""
    words = letter("appeal", "2026-04-20", "us-fl", SENT, ("denied", "2026-03-20", REFUSED))
    ground = next(one for one in load_jurisdiction("us-fl").exemptions if "119.071(2)(d)" in one.citation)
    assert ground.label.lower() in words.lower() and "read narrowly" in words


# 10. Numbers where the law has none


def test_10_florida_has_no_number_anywhere(stands, letter):
    """A platform that grades agencies by a limit of thirty days, and appeals by one of ten, made both up."""
    assert [one["first_limit"]["number"] for one in law_list("--country", "us") if one["code"] == "us-fl"] == [None]
    stand = stands("2026-06-01", "us-fl", SENT)
    assert all(one.due.date is None for one in stand.clocks) and not stand.flag("overdue")
    letters = [
        letter("request", MONDAY, "us-fl"),
        letter("overdue", "2026-06-01", "us-fl", SENT),
        letter("appeal", "2026-04-20", "us-fl", SENT, ("denied", "2026-03-20", REFUSED)),
    ]
    for words in letters:
        assert "business days" not in words and "30 days" not in words and "10 days" not in words


@pytest.mark.parametrize("code", STATES)
def test_10_a_clock_without_a_number_has_no_date(ends, code):
    soft = {clock.id for clock in load_jurisdiction(code).every_clock if clock.length.soft in ("prompt", "none_stated")}
    for name, end in ends(code, MONDAY, ("denied", "2026-03-16")).items():
        if name.rpartition("/")[2] in soft:
            assert end is None, name


# 11. A request that comes at a weekend


@pytest.mark.parametrize(
    "code, clock, end",
    [
        ("us-ny", "acknowledgement", "2026-03-13"),  # five business days: Monday 9 to Friday 13 March
        ("us-ri", "production", "2026-03-20"),  # ten
        ("gb", "determination", "2026-04-08"),  # twenty, without 17 March, 3 and 6 April
    ],
)
def test_11_friday_saturday_and_sunday_count_the_monday_as_day_one(ends, code, clock, end):
    """Platforms differ on whether a request of Saturday has a day less than one of Friday, or a day more."""
    assert {ends(code, received)[clock] for received in ("2026-03-06", "2026-03-07", "2026-03-08")} == {end}
    assert ends(code, "2026-03-09")[clock] > end, "one of Monday has a day more"


# 12. Four weeks for twenty working days


def test_12_twenty_working_days_are_not_twenty_eight_days_at_christmas(stands, ends):
    """A platform that adds 28 days calls a request late that is not, whenever there are holidays."""
    assert ends("gb", "2026-12-08")["determination"] == "2027-01-11", "without 25, 28 December, 1 and 4 January"
    after_28_days = stands("2027-01-06", "gb", ("sent", "2026-12-08", {"method": "email"}))
    assert not after_28_days.flag("overdue") and after_28_days.clock("determination").state == "running"


# 13. A first answer is not the records


def test_13_a_grant_is_no_production(stands):
    """A platform that closes its clock with the first answer, or calls it late for want of records, misleads both."""
    granted = stands("2026-03-20", "us-sc", SENT, ("granted", "2026-03-10"), given={"record_age": "recent"})
    assert granted.outcome == "pending" and granted.ball == "agency"
    states = {one.clock.role: one.state for one in granted.clocks if one.clock.binds == "agency"}
    assert states["determination"] == "met" and states["production"] == "running"
    assert not granted.flag("overdue")
    assert stands("2026-04-13", "us-sc", SENT, ("granted", "2026-03-10"), given={"record_age": "recent"}).flag(
        "overdue"
    )


def test_13_the_list_says_what_each_number_is_for():
    limits = {one["code"]: one["first_limit"] for one in law_list("--country", "us")}
    assert limits["us-ny"]["role"] == "acknowledgement" and limits["us-ri"]["role"] == "production"
    assert all(limit is None or limit["role"] for limit in limits.values())
