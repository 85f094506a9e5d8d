"""The shapes that access laws take outside the United States, each in a place that has it, counted by hand.

Monday 2 March 2026 is the day of receipt unless another is named. Easter is 5 April 2026.
"""

import json

import pytest
from click.testing import CliRunner

from frkit.cli.law.commands import law as law_command
from frkit.law.loading import all_codes, load_jurisdiction

MONDAY = "2026-03-02"
SENT = ("sent", MONDAY, {"method": "email"})
HEARD = ("consultation_started", "2026-03-10", {"about": "third_party"})
READ = ("law_confirmed", MONDAY, {"source": "the text"})
ABROAD = [code for code in all_codes() if code.split("-")[0] != "us"]


def safe(stand, clock_id):
    """The day by which to act."""
    return stand.clock(clock_id).due.cautious.isoformat()


def last(stand, clock_id):
    return stand.clock(clock_id).due.date.isoformat()


def steps(stand):
    return {one.remedy.id: one.state for one in stand.remedies}


def explain(*arguments):
    result = CliRunner().invoke(law_command, ["explain", *arguments], catch_exceptions=False, env={"COLUMNS": "80"})
    return result.output


def explain_json(*arguments):
    return json.loads(explain(*arguments, "--json"))


# 1. Units: working days, days, weeks, weeks that are five working days, months, years, no number


def test_1_twenty_working_days_in_the_united_kingdom(ends):
    assert ends("gb", MONDAY)["determination"] == "2026-03-31", "17 March, a bank holiday in Belfast, is left out"


def test_1_twenty_days_in_quebec(ends):
    assert ends("ca-qc", MONDAY)["determination"] == "2026-03-23", "Sunday the 22nd, moved to Monday"


@pytest.mark.parametrize("code", ["nl", "at"])
def test_1_four_weeks_end_on_the_same_weekday(ends, code):
    assert ends(code, MONDAY)["determination"] == "2026-03-30"


def test_1_an_irish_week_is_five_working_days(ends):
    ireland, britain = ends("ie", "2026-03-09"), ends("gb", "2026-03-09")
    assert ireland["acknowledgement"] == "2026-03-24", "ten working days without 17 March; two weeks would be the 23rd"
    assert ireland["determination"] == "2026-04-08", "twenty; Good Friday is a working day in Ireland"
    assert britain["determination"] == "2026-04-09", "and none in Britain"


def test_1_the_other_irish_weeks_scale_alike(ends):
    appealed = [("denied", "2026-03-16"), ("appeal_sent", "2026-03-20"), ("appeal_decided", "2026-04-13")]
    clocks = ends("ie", MONDAY, *appealed, third_party="no")
    assert clocks["appeal_internal"] == "2026-04-15", "four weeks: 18 March to 15 April but 17 March and 6 April"
    assert clocks["appeal_internal_decision"] == "2026-04-13", "three weeks: fifteen working days"
    assert clocks["appeal_commissioner"] == "2026-10-13", "and months stay months"


@pytest.mark.parametrize(
    "code, received, end",
    [
        ("fr", "2026-03-31", "2026-04-30"),  # April has no 31st
        ("de", "2026-08-31", "2026-09-30"),
        ("gb-sar", "2026-01-31", "2026-03-02"),  # 28 February is a Saturday
        ("es", "2026-03-04", "2026-04-06"),  # 4 April is a Saturday, and Easter Monday no national holiday
    ],
)
def test_1_a_month_runs_from_date_to_date(ends, code, received, end):
    assert ends(code, received)["determination"] == end


def test_1_a_year_to_appeal_in_saskatchewan(ends):
    assert ends("ca-sk", MONDAY, ("denied", "2026-03-16"))["appeal"] == "2027-03-16"
    leap = ends("ca-sk", "2024-02-01", ("denied", "2024-02-29"))
    assert leap["appeal"] == "2025-02-28"


def test_1_no_number_no_date(ends):
    assert ends("se", MONDAY)["determination"] is None
    assert ends("de-be", MONDAY, answer="grant")["determination"] is None


# 2. What starts the count: registration, validity, the competent body, the proof of identity, the fee


def test_2_european_bodies_count_from_registration(ends):
    assert "determination" not in ends("eu", MONDAY), "nothing runs before the application is registered"
    assert ends("eu", MONDAY, ("registered", "2026-03-05"))["determination"] == "2026-03-26"


@pytest.mark.parametrize(
    "code, event, at_once, later",
    [
        ("au-qld", "registered", "2026-04-08", "2026-04-15"),  # 25 business days; Good Friday, Easter Monday
        ("au-vic", "fee_paid", "2026-04-01", "2026-04-08"),  # 30 days
        ("ca", "fee_paid", "2026-04-01", "2026-04-08"),  # 30 days
    ],
)
def test_2_an_application_that_becomes_valid_a_week_later(ends, code, event, at_once, later):
    assert ends(code, MONDAY)["determination"] == at_once
    assert ends(code, MONDAY, (event, "2026-03-09"))["determination"] == later


@pytest.mark.parametrize("code", ["fr", "es"])
def test_2_the_wrong_desk_starts_nothing(ends, code):
    assert ends(code, MONDAY)["determination"] == "2026-04-02"
    assert "determination" not in ends(code, MONDAY, component="wrong")
    passed_on = ("received_by_agency", "2026-03-10", {"competent": True})
    assert ends(code, MONDAY, passed_on, component="wrong")["determination"] == "2026-04-10"


def test_2_and_7_a_subject_access_request_waits_for_the_proof_of_identity(ends, stands):
    asked, proved = ("identity_asked", "2026-03-04"), ("identity_proved", "2026-03-16")
    waiting = stands("2026-03-10", "gb-sar", SENT, asked)
    assert waiting.clock("determination").due.date is None and waiting.flag("identity_wait")
    assert ends("gb-sar", MONDAY, asked, proved)["determination"] == "2026-04-16"


# 3. The day of the event is day 0 everywhere


@pytest.mark.parametrize("code", ABROAD)
def test_3_the_day_of_receipt_is_not_counted(code):
    counted = {clock.counts for clock in load_jurisdiction(code).clocks_of("determination")}
    assert counted <= {"day_zero"}


# 4. Where a last day moves, and off which days


def test_4_canada_moves_off_a_sunday_and_not_off_a_saturday(ends):
    assert ends("ca", "2026-03-05")["determination"] == "2026-04-04", "a Saturday"
    assert ends("ca", "2026-03-06")["determination"] == "2026-04-07", "off Easter Sunday and Easter Monday"


def test_4_austria_adds_good_friday_and_christmas_eve(ends):
    assert ends("at", "2026-03-06")["determination"] == "2026-04-07", "3 April, Good Friday, to the Tuesday"
    assert ends("at", "2026-11-26")["determination"] == "2026-12-28", "Thursday 24 December, over Christmas"


def test_4_sweden_adds_the_eves(stands):
    denied = ("denied", "2026-05-29", {"final": True})
    stand = stands("2026-06-01", "se", SENT, denied, given={"refusal_form": "formal"})
    assert last(stand, "court") == "2026-06-22", "three weeks end on Midsummer Eve"
    assert safe(stand, "court") == "2026-06-19", "and nobody should rely on the move"


def test_4_where_the_roll_is_not_known_each_side_gets_its_own_day(stands):
    """Saturday 2 May: the authority has until Monday, we have until Saturday."""
    theirs = stands("2026-04-10", "fr", ("sent", "2026-04-02", {"method": "email"}))
    assert last(theirs, "determination") == "2026-05-04"
    ours = stands("2026-03-10", "fr", ("sent", "2026-02-16", {"method": "email"}), ("denied", MONDAY))
    assert safe(ours, "complaint") == last(ours, "complaint") == "2026-05-02"


def test_4_a_limit_after_silence_is_safe_from_the_day_that_may_not_have_moved(stands):
    silent = stands("2026-05-10", "fr", ("sent", "2026-04-02", {"method": "email"}))
    assert safe(silent, "complaint") == "2026-07-02", "two months from Saturday 2 May, not from Monday"
    longer = stands("2026-04-20", "in", SENT, HEARD, given={"filed_with": "pio"})
    assert safe(longer, "appeal_internal") == "2026-05-11", "thirty days from Saturday 11 April, the fortieth day"
    claimed = ("extension_claimed", "2026-03-20", {"days": 31})
    put_off = stands("2026-06-01", "ca-ns", ("sent", "2026-03-03", {"method": "email"}), claimed)
    assert last(put_off, "determination_until_2027") == "2026-05-04", "thirty days more: Saturday 2 May or Monday"
    assert safe(put_off, "appeal") == "2026-07-01", "sixty days from the Saturday"


def test_4_our_own_day_never_relies_on_a_move(stands):
    denied = ("denied", "2026-03-05", {"final": True})
    stand = stands("2026-03-20", "de", SENT, denied)
    assert last(stand, "appeal_with_notice") == "2026-04-07", "a month ends on Easter Sunday"
    assert safe(stand, "appeal_with_notice") == "2026-04-05"


# 5. Hard limits, targets, two speeds


def test_5_a_hard_limit_in_britain_and_a_target_in_germany(stands):
    hard, target = stands("2026-04-01", "gb", SENT), stands("2026-04-03", "de", SENT)
    assert hard.flag("overdue") and not hard.flag("target_passed")
    assert target.flag("target_passed") and not target.flag("overdue") and not target.flag("deemed_refused")


def test_5_norway_five_working_days_are_a_target_whose_lapse_is_a_refusal(stands):
    assert not stands("2026-03-09", "no", SENT).flag("deemed_refused"), "the fifth working day"
    after = stands("2026-03-10", "no", SENT)
    assert after.flag("deemed_refused") and after.flag("target_passed") and not after.flag("overdue")


def test_5_berlin_two_weeks_to_refuse_and_no_number_to_grant(ends, stands):
    assert ends("de-be", MONDAY, answer="refusal")["determination"] == "2026-03-16"
    assert not stands("2026-03-20", "de-be", SENT).flag("overdue"), "nobody knows yet which answer will come"
    refused = stands("2026-03-20", "de-be", SENT, ("denied", "2026-03-20", {"final": True}))
    assert refused.clock("determination_refusal").days_late == 4
    granted = stands("2026-03-20", "de-be", SENT, ("produced", "2026-03-20", {"final": True}))
    assert granted.clock("determination_refusal") is None and granted.clock("determination_grant").days_late is None


# 6. More time: none, so much on top, so much in all, open, with leave, for a part


@pytest.mark.parametrize("code, end, given", [("fr", "2026-04-02", {}), ("in", "2026-04-01", {"filed_with": "pio"})])
def test_6_no_extension_moves_nothing(ends, code, end, given):
    claimed = ("extension_claimed", "2026-03-20", {"until": "2026-06-30"})
    assert ends(code, MONDAY, claimed, **given)["determination"] == end


def test_6_scotland_has_none_and_says_so(stands):
    claimed = ("extension_claimed", "2026-03-20", {"until": "2026-06-30"})
    stand = stands("2026-04-01", "gb-sct", SENT, claimed)
    assert last(stand, "determination") == "2026-03-30", "17 March is a working day in Scotland"
    assert stand.flag("extension_unlawful") and stand.flag("overdue")


@pytest.mark.parametrize(
    "code, events, end",
    [
        ("nl", [], "2026-04-13"),  # two weeks after 30 March
        ("at", [], "2026-04-27"),  # four weeks after 30 March
        ("ie", [], "2026-04-29"),  # twenty working days after 31 March, but Easter Monday
        ("eu", [("registered", "2026-03-05")], "2026-04-21"),  # fifteen after 26 March, but 2, 3 and 6 April
        ("ca-qc", [], "2026-04-02"),  # ten days after Monday 23 March
    ],
)
def test_6_so_much_on_top_by_notice(ends, code, events, end):
    claimed = ("extension_claimed", "2026-03-20", {"until": "2026-12-31"})
    assert ends(code, MONDAY, *events, claimed)["determination"] == end


@pytest.mark.parametrize(
    "code, end",
    [
        ("fi", "2026-04-02"),  # one month in all
        ("de-hh", "2026-05-04"),  # two months in all: Saturday 2 May
        ("de-bw", "2026-06-02"),  # three months in all
    ],
)
def test_6_so_much_in_all_counts_from_receipt(ends, code, end):
    claimed = ("extension_claimed", "2026-03-12", {"until": "2026-12-31"})
    assert ends(code, MONDAY, claimed)["determination"] == end


def test_6_new_south_wales_ten_working_days_fifteen_on_two_grounds(ends):
    ten = ends("au-nsw", MONDAY, ("extension_claimed", "2026-03-20", {"days": "10", "unit": "business"}))
    assert ten["determination"] == "2026-04-15", "from 30 March, without Good Friday and Easter Monday"
    most = ends("au-nsw", MONDAY, ("extension_claimed", "2026-03-20", {"until": "2026-12-01"}))
    assert most["determination"] == "2026-04-22"


@pytest.mark.parametrize("code, given", [("ca", {}), ("nz", {"body": "national"}), ("au-sa", {})])
def test_6_where_no_cap_is_set_the_date_that_was_named_rules(ends, code, given):
    claimed = ("extension_claimed", "2026-03-20", {"until": "2026-06-30"})
    assert ends(code, MONDAY, claimed, **given)["determination"] == "2026-06-30"


def test_6_south_australia_the_notice_must_come_within_twenty_days(ends):
    late = ("extension_claimed", "2026-03-25", {"until": "2026-06-30"})
    assert ends("au-sa", MONDAY, late)["determination"] == "2026-04-01"


@pytest.mark.parametrize("code, end", [("ca-nl", "2026-03-30"), ("au-wa", "2026-04-16")])
def test_6_only_with_leave_of_the_commissioner(ends, code, end):
    alone = ("extension_claimed", "2026-03-20", {"until": "2026-05-29"})
    allowed = ("extension_claimed", "2026-03-20", {"until": "2026-05-29", "approved_by": "reviewer"})
    assert ends(code, MONDAY, alone)["determination"] == end
    assert ends(code, MONDAY, allowed)["determination"] == "2026-05-29"


def test_6_britain_puts_off_a_part_and_the_rest_stays_due(stands):
    claimed = ("extension_claimed", "2026-03-30", {"until": "2026-04-30", "items": [2], "reason": "public interest"})
    stand = stands("2026-04-08", "gb", SENT, claimed)
    due = {one.items: one.due.date.isoformat() for one in stand.clocks if one.clock.id == "determination"}
    assert due == {(1, 3): "2026-03-31", (2,): "2026-04-30"} and stand.flag("overdue")


# 7. What a question or a bill does: starts anew, stops, lengthens, adds, starts later


def test_7_scotland_a_question_starts_the_count_anew(ends):
    asked = [("clarification_asked", "2026-03-09"), ("clarified", "2026-03-16")]
    assert ends("gb-sct", MONDAY, *asked)["determination"] == "2026-04-14", "Easter Monday is a working day there"


def test_7_new_zealand_only_a_question_within_seven_working_days(ends):
    early = [("clarification_asked", "2026-03-11"), ("clarified", "2026-03-16")]
    late = [("clarification_asked", "2026-03-12"), ("clarified", "2026-03-16")]
    assert ends("nz", MONDAY, *early, body="national")["determination"] == "2026-04-15"
    assert ends("nz", MONDAY, *late, body="national")["determination"] == "2026-03-30"


def test_7_britain_the_count_stands_still_from_the_fees_notice_to_the_payment(ends):
    fee = [("fee_estimated", "2026-03-10"), ("fee_paid", "2026-03-20")]
    assert ends("gb", MONDAY, *fee)["determination"] == "2026-04-14", "five days before, fifteen after"


def test_7_the_netherlands_stand_still_while_others_are_heard(ends):
    heard = [HEARD, ("consultation_ended", "2026-03-19", {"about": "third_party"})]
    assert ends("nl", MONDAY, *heard)["determination"] == "2026-04-08", "nine days after 30 March"


def test_7_italy_ten_days_longer_forty_in_all(ends):
    assert ends("it", MONDAY)["determination"] == "2026-04-01"
    assert ends("it", MONDAY, HEARD)["determination"] == "2026-04-13", "the fortieth day is a Saturday"
    assert ends("it", "2026-03-06", HEARD)["determination"] == "2026-04-15", "though the thirtieth was Easter Sunday"


def test_7_india_forty_days_with_others_heard_thirty_five_when_passed_on(ends):
    assert ends("in", MONDAY, HEARD, filed_with="pio")["determination"] == "2026-04-13", "Saturday 11, the later day"
    passed_on = ("transferred", "2026-03-04")
    assert ends("in", MONDAY, passed_on, filed_with="pio")["determination"] == "2026-04-06"


def test_7_queensland_adds_the_days_of_a_charges_notice_and_never_stops(ends):
    notice = [("fee_estimated", "2026-03-10"), ("fee_agreed", "2026-03-17")]
    assert ends("au-qld", MONDAY)["determination"] == "2026-04-08"
    assert ends("au-qld", MONDAY, *notice)["determination"] == "2026-04-15", "five business days more"
    assert ends("au-qld", MONDAY, HEARD)["determination"] == "2026-04-22", "ten for others who are heard"


def test_7_european_bodies_cannot_stop_the_count(ends):
    asked = [("registered", "2026-03-05"), ("clarification_asked", "2026-03-09"), ("clarified", "2026-03-16")]
    assert ends("eu", MONDAY, *asked)["determination"] == "2026-03-26"


@pytest.mark.parametrize(
    "code, day, after",
    [
        ("es", "2026-03-23", "2026-03-24"),  # ten working days
        ("ch", "2026-03-19", "2026-03-20"),  # ten days
        ("au", "2026-03-23", "2026-03-24"),  # fourteen days
    ],
)
def test_7_a_question_that_we_leave_unanswered_may_close_the_request(stands, code, day, after):
    asked = ("clarification_asked", "2026-03-09")
    on_time = stands(day, code, SENT, asked)
    assert safe(on_time, "answer_clarification") == day and not on_time.flag("may_be_closed")
    assert any("or it may close the request" in step.text for step in on_time.next_steps)
    assert stands(after, code, SENT, asked).flag("may_be_closed")
    assert not stands(after, code, SENT, asked, ("clarified", day)).flag("may_be_closed")


# 8. What silence means


@pytest.mark.parametrize(
    "code, first_day",
    [("ca", "2026-04-02"), ("ie", "2026-04-01"), ("nz", "2026-03-31"), ("au", "2026-04-02"), ("es", "2026-04-03")],
)
def test_8_silence_is_a_refusal(stands, code, first_day):
    day_before = {"ca": "2026-04-01", "ie": "2026-03-31", "nz": "2026-03-30", "au": "2026-04-01", "es": "2026-04-02"}
    given = {"body": "national"} if code == "nz" else {}
    assert not stands(day_before[code], code, SENT, given=given).flag("deemed_refused")
    assert stands(first_day, code, SENT, given=given).flag("deemed_refused")


def test_8_canada_sixty_days_to_complain_of_silence(stands):
    stand = stands("2026-04-10", "ca", SENT)
    assert last(stand, "complaint") == "2026-06-01", "Sunday 31 May moves"
    assert safe(stand, "complaint") == "2026-05-31"


@pytest.mark.parametrize("code, first_day", [("gb", "2026-04-01"), ("dk", "2026-03-12")])
def test_8_silence_is_only_a_breach(stands, code, first_day):
    stand = stands(first_day, code, SENT)
    assert stand.flag("breach") and stand.flag("overdue") and not stand.flag("deemed_refused")


@pytest.mark.parametrize("code, first_day", [("at", "2026-03-31"), ("fi", "2026-03-17")])
def test_8_a_formal_decision_must_be_asked_for(stands, code, first_day):
    stand = stands(first_day, code, SENT, given={"body": "authority", "refusal_form": "employee"})
    assert stand.flag("ask_for_decision") and not stand.flag("deemed_refused")
    assert any(step.letter == "decision" for step in stand.next_steps)


def test_8_sweden_the_no_of_an_employee_cannot_be_appealed(stands):
    denied = ("denied", "2026-03-10", {"final": True})
    given = {"refusal_form": "employee"}
    stand = stands("2026-03-12", "se", SENT, denied, given=given)
    assert steps(stand)["formal_decision"] == "open" and stand.clock("court") is None
    asked = [denied, ("decision_requested", "2026-03-12"), ("appeal_decided", "2026-03-20", {"result": "upheld"})]
    decided = stands("2026-03-23", "se", SENT, *asked, given=given)
    assert last(decided, "court") == "2026-04-10" and steps(decided)["court"] == "open"


def test_8_the_netherlands_a_notice_of_default_and_two_weeks(stands):
    silent = stands("2026-04-01", "nl", SENT)
    assert silent.flag("notice_of_default") and steps(silent)["default_notice"] == "open"
    assert steps(silent)["court"] == "after" and steps(silent)["objection"] == "skipped"
    notice = ("notice_given", "2026-04-01")
    waiting = stands("2026-04-15", "nl", SENT, notice)
    assert last(waiting, "default_wait") == "2026-04-15" and steps(waiting)["court"] == "after"
    assert steps(stands("2026-04-16", "nl", SENT, notice))["court"] == "open"


def test_8_france_a_second_silence_from_registration_confirms_the_refusal(stands):
    silent = stands("2026-04-03", "fr", SENT)
    assert silent.flag("deemed_refused") and "next step must confirm" in silent.flag("deemed_refused").message
    assert last(silent, "complaint") == "2026-06-02" and steps(silent)["court"] in ("not_yet", "after")
    referred = [("complaint_filed", "2026-04-10", {"body": "CADA"})]
    registered = ("registered", "2026-04-15", {"of": "2026-04-10-complaint-filed-00000001"})
    confirmed = stands("2026-06-16", "fr", SENT, *referred, registered)
    assert last(confirmed, "appeal_decision") == "2026-06-15", "two months from the registration, not the referral"
    assert safe(confirmed, "court") == "2026-08-15" and steps(confirmed)["court"] == "open"


def test_8_european_bodies_a_second_silence_too(stands):
    first = stands("2026-03-27", "eu", SENT, ("registered", "2026-03-05"))
    assert first.flag("deemed_refused")
    assert safe(first, "appeal_internal") == "2026-04-20", "not every institution shuts on Maundy Thursday"
    confirmatory = ("appeal_sent", "2026-04-01")
    registered = ("registered", "2026-04-07", {"of": "2026-04-01-appeal-sent-00000002"})
    second = stands("2026-04-29", "eu", SENT, ("registered", "2026-03-05"), confirmatory, registered)
    assert last(second, "appeal_internal_decision") == "2026-04-28" and safe(second, "court") == "2026-06-28"


def test_8_germany_an_action_for_failure_to_act_after_three_months(stands):
    assert last(stands("2026-04-10", "de", SENT), "inactivity") == "2026-06-02"
    early, late = stands("2026-04-10", "de", SENT), stands("2026-06-03", "de", SENT)
    assert steps(early)["inactivity"] != "open" and steps(late)["inactivity"] == "open"


# 9. The ladder: ordered, optional, mandatory, parallel, skipped


def test_9_britain_review_then_commissioner_then_tribunal(stands):
    refused = stands("2026-03-20", "gb", SENT, ("denied", "2026-03-10", {"final": True}))
    assert [steps(refused)[name] for name in ("internal_review", "ico", "tribunal")] == ["open", "after", "after"]
    silent = stands("2026-04-10", "gb", SENT)
    assert steps(silent)["ico"] == "open", "after silence the review may be left out"


def test_9_scotland_cannot_leave_the_review_out(stands):
    silent = stands("2026-04-10", "gb-sct", SENT)
    assert steps(silent)["internal-review"] == "open" and steps(silent)["commissioner"] == "after"


def test_9_australia_the_review_is_optional_and_closed_to_silence(stands):
    refused = stands("2026-03-20", "au", SENT, ("denied", "2026-03-10", {"final": True}))
    assert steps(refused)["internal-review"] == steps(refused)["commissioner"] == "open"
    silent = stands("2026-04-10", "au", SENT)
    assert steps(silent)["internal-review"] == "skipped" and steps(silent)["commissioner"] == "open"


@pytest.mark.parametrize(
    "code, today, next_step", [("au-qld", "2026-04-10", "commissioner"), ("au-tas", "2026-04-10", "ombudsman")]
)
def test_9_no_internal_review_of_a_deemed_refusal(stands, code, today, next_step):
    silent = stands(today, code, SENT)
    assert steps(silent)["internal-review"] == "skipped" and steps(silent)[next_step] == "open"


@pytest.mark.parametrize(
    "code, given, next_step",
    [
        ("ie", {"third_party": "no"}, "commissioner"),
        ("au", {}, "commissioner"),
        ("au-nsw", {}, "commissioner"),
        ("au-wa", {}, "commissioner"),
        ("au-sa", {}, "ombudsman"),
        ("au-tas", {}, "ombudsman"),
    ],
)
def test_9_no_internal_review_where_the_head_decided(stands, code, given, next_step):
    denied = ("denied", "2026-03-10", {"final": True})
    stand = stands("2026-03-20", code, SENT, denied, given={**given, "head_decided": "yes"})
    assert steps(stand)["internal-review"] == "skipped" and steps(stand)[next_step] == "open"


def test_9_the_european_ombudsman_stops_no_time_for_the_court(stands):
    events = [SENT, ("registered", MONDAY), ("denied", "2026-03-10", {"final": True}), ("appeal_sent", "2026-03-12")]
    decided = [*events, ("appeal_decided", "2026-04-01", {"result": "upheld"})]
    both = stands("2026-04-10", "eu", *decided)
    assert steps(both)["ombudsman"] == steps(both)["court"] == "open"
    complained = stands("2026-05-05", "eu", *decided, ("complaint_filed", "2026-05-04", {"body": "the Ombudsman"}))
    assert safe(complained, "court") == safe(both, "court") == "2026-06-01"


def test_9_belgium_two_letters_on_one_day(stands):
    refused = stands("2026-03-20", "be", READ, SENT, ("denied", "2026-03-10", {"final": True}))
    assert steps(refused)["reconsideration"] == steps(refused)["commission"] == "open"
    both = [("appeal_sent", "2026-03-20"), ("complaint_filed", "2026-03-20", {"body": "the Commission"})]
    taken = stands("2026-05-05", "be", READ, SENT, ("denied", "2026-03-10", {"final": True}), *both)
    assert last(taken, "opinion") == "2026-04-20", "thirty days end on Sunday the 19th; whether that moves is not known"
    assert last(taken, "appeal_decision") == "2026-05-05", "and fifteen more"
    silent = stands("2026-05-10", "be", READ, SENT, ("denied", "2026-03-10", {"final": True}), *both)
    assert safe(silent, "court") == "2026-07-03", "sixty days from the forty-fifth, Monday 4 May"


def test_9_ireland_the_time_for_the_court_hangs_on_the_outcome(ends):
    way = [("denied", "2026-03-16"), ("appeal_sent", "2026-03-20"), ("appeal_decided", "2026-04-10")]
    way.append(("appeal_sent", "2026-04-20"))
    upheld = ends("ie", MONDAY, *way, ("appeal_decided", "2026-06-02", {"result": "upheld"}), third_party="no")
    assert upheld["court_refused"] == "2026-06-30" and "court_partly_granted" not in upheld
    partly = ends("ie", MONDAY, *way, ("appeal_decided", "2026-06-02", {"result": "partly_reversed"}), third_party="no")
    assert partly["court_partly_granted"] == "2026-07-28" and "court_refused" not in partly


def test_9_the_dutch_objection_is_decided_from_the_end_of_the_time_to_object(ends):
    objected = [("denied", "2026-03-16"), ("appeal_sent", "2026-03-18")]
    clocks = ends("nl", MONDAY, *objected, advisory_committee="no")
    assert clocks["appeal"] == "2026-04-28", "six weeks end on King's Day"
    assert clocks["appeal_decision"] == "2026-06-09", "six weeks from there, and not from the objection"


# 10. Days that the law takes for those of receipt


def test_10_canada_thirty_five_business_days_from_the_report(ends):
    """Deemed received on the fifth business day, Monday 8 June; then thirty, without Canada Day."""
    reported = [("denied", "2026-03-16"), ("complaint_filed", "2026-03-20"), ("complaint_decided", "2026-06-01")]
    assert ends("ca", MONDAY, *reported)["court"] == "2026-07-21"


def test_10_germany_counts_from_the_receipt_and_is_safe_from_the_date_of_the_letter(stands):
    denied = ("denied", "2026-03-06", {"final": True, "received": "2026-03-11"})
    stand = stands("2026-03-20", "de", SENT, denied)
    assert last(stand, "appeal_with_notice") == "2026-04-13", "Saturday 11 April moves"
    assert safe(stand, "appeal_with_notice") == "2026-04-06"


def test_10_finland_nothing_runs_before_the_written_decision(stands):
    denied = ("denied", "2026-03-10", {"final": True})
    assert stands("2026-06-30", "fi", SENT, denied, given={"refusal_form": "employee"}).clock("court") is None
    formal = stands("2026-03-12", "fi", SENT, denied, given={"refusal_form": "formal"})
    assert last(formal, "court") == "2026-04-09"


# 11. A policy or an advice is never shown as a statute


@pytest.mark.parametrize(
    "code, events, clock_id, end, basis",
    [
        ("gb", ["appeal_sent:2026-03-25", "appeal_decided:2026-06-01"], "complaint", "2026-07-13", "policy"),
        ("gb-sar", [], "complaint_regulator", "2026-06-16", "policy"),
        ("it", [], "appeal_safe", "2026-04-15", "advice"),
        ("dk", [], "appeal_safe", "2026-04-13", "advice"),
    ],
)
def test_11_policy_and_advice_are_named(code, events, clock_id, end, basis):
    happened = [part for event in ("denied:2026-03-16", *events) for part in ("--event", event)]
    clocks = explain_json(code, "--received", MONDAY, *happened)["clocks"]
    shown = next(one for one in clocks if one["id"] == clock_id)
    assert (shown["date"], shown["basis"]) == (end, basis)
    assert f"({basis}, not statute" in " ".join(shown["derivation"])


@pytest.mark.parametrize("code", ABROAD)
def test_11_nothing_that_is_no_law_is_told_as_one(code):
    for clock in load_jurisdiction(code).every_clock:
        if clock.basis in ("policy", "advice"):
            assert clock.binding == "target" or clock.basis == "policy", f"{clock.id}: advice obliges nobody"


@pytest.mark.parametrize("code, given", [("nz", {"body": "national"}), ("be", {}), ("it", {}), ("dk", {})])
def test_11_no_limit_in_the_law_is_no_date(ends, code, given):
    clocks = ends(code, MONDAY, ("denied", "2026-03-16"), **given)
    assert clocks["complaint" if code == "nz" else "appeal"] is None


# 12 to 14. Who may ask, magic words, money: facts of the file


def test_12_who_may_ask():
    assert load_jurisdiction("in").requester.who.startswith("Citizens of India only")
    assert {code for code in ABROAD if load_jurisdiction(code).requester.pseudonym} >= {"au", "se", "no", "dk", "fi"}
    assert all(load_jurisdiction(code).requester.pseudonym is False for code in ("gb", "gb-sct", "es"))
    assert "only the coordinator" in load_jurisdiction("ca-nl").requester.identity.lower()
    assert all(load_jurisdiction(code).requester.residency_required for code in ("ca", "nz", "eu"))


def test_13_words_forms_and_addresses_that_must_be_there():
    assert all(load_jurisdiction(code).form.must_cite for code in ("ie", "au", "au-nsw", "ca-ab", "ca-on"))
    assert load_jurisdiction("za").form.prescribed == "Form 2"
    for code, country in [("au-wa", "Australia"), ("au-sa", "Australia"), ("za", "the Republic")]:
        assert any(country in words for words in load_jurisdiction(code).form.must_state), code


def test_14_money():
    fees = {"ca": "CAD 5", "ca-on": "CAD 5", "ca-ab": "CAD 25", "au-nsw": "AUD 30", "au-wa": "AUD 30"}
    assert {code: load_jurisdiction(code).fees.application for code in fees} == fees
    for code in ("au-vic", "au-qld", "au-sa", "au-tas"):
        assert "indexed" in load_jurisdiction(code).fees.application, f"{code}: the amount changes every year"
    assert "30" in load_jurisdiction("ie").fees.review and "50" in load_jurisdiction("ie").fees.review
    ceiling = load_jurisdiction("gb").limits
    assert (
        "450" in ceiling.cost_ceiling and ceiling.hours == 18 and "60 consecutive working days" in ceiling.aggregation
    )
    assert "600" in load_jurisdiction("gb-sct").limits.cost_ceiling


# 15. Whether the law reaches the police at all


@pytest.mark.parametrize("code", ["ie", "in", "jp"])
def test_15_police_are_reached_in_part(code):
    coverage = load_jurisdiction(code).coverage
    assert coverage.police == "partly" and coverage.note


@pytest.mark.parametrize("code", ["de-he", "de-by", "de-ni", "au-act"])
def test_15_no_limit_is_computed_where_the_police_are_outside(code):
    told = " ".join(explain(code, "--received", MONDAY).split())
    assert "does not reach the police" in told and "2026-04" not in told
    assert load_jurisdiction(code).coverage.note, "and the file says where else to ask"


def test_15_the_police_of_the_australian_capital_are_federal():
    assert load_jurisdiction("au-act").coverage.use_instead == "au"
    assert "Use au instead" in " ".join(explain("au-act", "--received", MONDAY).split())


# 16. Rules that hold from a day, or until one


def test_16_nova_scotia_thirty_days_until_march_2027_then_thirty_business_days(ends):
    assert ends("ca-ns", "2027-03-31")["determination"] == "2027-04-30"
    assert ends("ca-ns", "2027-04-01")["determination"] == "2027-05-13"


def test_16_austria_had_no_such_right_before_september_2025(ends):
    assert "determination" not in ends("at", "2025-08-29")
    assert ends("at", "2025-09-01")["determination"] == "2025-09-29"


def test_16_mexico_the_act_of_march_2025(ends):
    assert "determination" not in ends("mx", "2025-03-20")
    assert "determination" in ends("mx", "2025-03-24")


def test_16_the_complaint_to_the_controller_came_into_force_in_june_2026(ends):
    denied = ("denied", "2026-06-10")
    before = ends("gb-sar", "2026-05-20", denied, ("appeal_sent", "2026-06-18"))
    after = ends("gb-sar", "2026-05-20", denied, ("appeal_sent", "2026-06-19"))
    assert "complaint_acknowledgement" not in before
    assert [day for name, day in after.items() if "acknowledgement" in name] == ["2026-07-20"], "Sunday 19, moved"


def test_16_ontario_asks_which_text_holds_and_shows_both(ends):
    both = ends("ca-on", MONDAY)
    assert both["determination/determination_before"] == "2026-04-01"
    assert both["determination/determination_after"] == "2026-05-06", "45 business days, without 3 and 6 April"
    assert ends("ca-on", MONDAY, bill_97="before")["determination"] == "2026-04-01"


# 17. Two laws for one force


def test_17_one_force_two_laws(ends):
    assert load_jurisdiction("gb-sar").kind == "regime" and load_jurisdiction("gb").kind == "place"
    assert ends("gb", MONDAY)["determination"] == "2026-03-31", "twenty working days for information"
    assert ends("gb-sar", MONDAY)["determination"] == "2026-04-02", "a month for one's own data"


# Weeks in which offices are shut by law


def test_new_zealand_shuts_from_25_december_to_15_january(ends):
    assert ends("nz", "2026-12-14", body="national")["determination"] == "2027-02-02", (
        "8 working days before Christmas, 12 from 18 January; Auckland's anniversary, 1 February, is a working day"
    )


def test_new_south_wales_leaves_out_the_closedown_and_warns_of_a_year_that_nobody_knows(stands):
    known = stands("2027-01-05", "au-nsw", ("sent", "2026-12-14", {"method": "email"})).clock("determination").due
    assert known.date.isoformat() == "2027-01-27" and not known.warnings, "closed 25 December to 8 January, 26 January"
    unknown = stands("2028-01-05", "au-nsw", ("sent", "2027-12-13", {"method": "email"})).clock("determination").due
    assert any("closedown" in warning and "2027" in warning for warning in unknown.warnings)


def test_queensland_counts_the_days_between_christmas_and_new_year(ends):
    assert ends("au-qld", "2026-12-14")["determination"] == "2027-01-21", "without 25 and 28 December, and 1 January"


# A law that nobody has confirmed


@pytest.mark.parametrize("code", [code for code in ABROAD if load_jurisdiction(code).confidence == "low"])
def test_low_confidence_gives_no_date_until_somebody_confirms(code):
    unread = explain_json(code, "--received", MONDAY)
    assert {one["date"] for one in unread["clocks"]} <= {None}
    assert all("law_confirmed" in one["needs"] for one in unread["clocks"])


@pytest.mark.parametrize("code", ["ca-on", "mx"])
def test_a_person_who_read_the_law_gets_the_dates(stands, code):
    given = {"bill_97": "after"} if code == "ca-on" else {}
    doubtful = stands("2026-07-01", code, SENT, given=given)
    assert not doubtful.flag("overdue") and doubtful.flag("law_unconfirmed") and not doubtful.remedies
    read = stands("2026-07-01", code, READ, SENT, given=given)
    assert read.flag("overdue") and not read.flag("law_unconfirmed")


def test_the_two_doubtful_laws_that_the_kit_is_asked_about_most_are_low():
    assert {"ca-on", "mx", "be", "jp", "br", "au-act"} <= {
        code for code in ABROAD if load_jurisdiction(code).confidence == "low"
    }
