"""The shapes that the access laws of the United States take, each in a place that has it, counted by hand.

Monday 2 March 2026 is the day of receipt unless another is named.
"""

import pytest

MONDAY = "2026-03-02"


# A. One clock in business days, and no extension


def test_a_connecticut_four_business_days_and_no_more(ends, stands):
    assert ends("us-ct", MONDAY)["determination"] == "2026-03-06"
    sent = ("sent", MONDAY, {"method": "email"})
    claimed = stands("2026-03-20", "us-ct", sent, ("extension_claimed", "2026-03-05", {"until": "2026-04-30"}))
    assert claimed.flag("extension_unlawful") and claimed.flag("overdue")


# B. A limit, and a capped extension on top of it


def test_b_rhode_island_twenty_days_on_top_of_ten(ends):
    assert ends("us-ri", MONDAY)["production"] == "2026-03-16"
    extended = ends("us-ri", MONDAY, ("extension_claimed", "2026-03-10", {"days": "20", "unit": "business"}))
    assert extended["production"] == "2026-04-13"


def test_b_an_extension_beyond_the_cap_is_cut_to_it(ends):
    claimed = ends("us-ri", MONDAY, ("extension_claimed", "2026-03-10", {"until": "2026-12-31"}))
    assert claimed["production"] == "2026-04-13"


# C. An extension counted in all, from receipt: adding it to the limit would be wrong by weeks


def test_c_mississippi_fourteen_working_days_in_all(ends):
    extended = ("extension_claimed", "2026-03-06", {"until": "2026-05-30"})
    assert ends("us-ms", MONDAY, extended, procedures="yes")["production"] == "2026-03-20"


def test_c_idaho_thirty_five_days_in_all(ends):
    extended = ("extension_claimed", "2026-03-06", {"until": "2026-05-30"})
    assert ends("us-id", MONDAY, extended, resident="no")["determination"] == "2026-04-06"


def test_c_massachusetts_in_all_fifteen_for_the_state_and_twenty_five_for_a_city(ends):
    extended = ("extension_claimed", "2026-03-06", {"until": "2026-06-30"})
    assert ends("us-ma", MONDAY, extended, body="state")["determination"] == "2026-03-23"
    assert ends("us-ma", MONDAY, extended, body="local")["determination"] == "2026-04-06"


# D. A first limit, then a date that the agency names, without a cap


def test_d_georgia_the_date_that_was_named_rules(ends):
    assert ends("us-ga", MONDAY)["production"] == "2026-03-05"
    named = ends("us-ga", MONDAY, ("extension_claimed", "2026-03-04", {"until": "2026-04-30"}))
    assert named["production"] == "2026-04-30"


def test_d_georgia_an_extension_without_a_date_moves_nothing(ends):
    assert ends("us-ga", MONDAY, ("extension_claimed", "2026-03-04"))["production"] == "2026-03-05"


def test_d_kansas_a_date_named_too_late_moves_nothing(ends):
    late = ("extension_claimed", "2026-03-10", {"until": "2026-04-30"})
    assert ends("us-ks", MONDAY, late)["determination"] == "2026-03-05"


# E. An acknowledgement, then a second clock from another event


def test_e_alabama_fifteen_business_days_from_the_acknowledgement(ends):
    body = {"body": "other", "effort": "standard"}
    assert "determination" not in ends("us-al", MONDAY, **body), "nothing runs before the acknowledgement"
    acknowledged = ends("us-al", MONDAY, ("acknowledged", "2026-03-05"), **body)
    assert acknowledged["determination"] == "2026-03-26"


def test_e_oregon_ten_days_from_the_day_the_acknowledgement_was_due(ends):
    assert ends("us-or", MONDAY)["determination"] == "2026-03-23"
    early = ends("us-or", MONDAY, ("acknowledged", "2026-03-03"))
    assert early["determination"] == "2026-03-23", "an early acknowledgement does not shorten it"


# F. A determination, then the records, counted from it or from the deposit


def test_f_south_carolina_thirty_days_from_the_determination(ends):
    granted = ends("us-sc", MONDAY, ("granted", "2026-03-10"), record_age="recent")
    assert granted["production"] == "2026-04-09"
    older = ends("us-sc", MONDAY, ("granted", "2026-03-10"), record_age="old")
    assert older["production"] == "2026-04-14"


def test_f_south_carolina_the_deposit_starts_the_records_clock(ends):
    events = [("granted", "2026-03-10"), ("fee_estimated", "2026-03-10", {"deposit": "100"})]
    paid = ends("us-sc", MONDAY, *events, ("fee_paid", "2026-03-20"), record_age="recent")
    assert paid["production"] == "2026-04-20", "thirty days end on Sunday the 19th"


def test_f_hawaii_five_business_days_from_the_notice(ends):
    granted = ends("us-hi", MONDAY, ("granted", "2026-03-10"))
    assert granted["production"] == "2026-03-17"


# G. The limit hangs on who asks


def test_g_idaho_three_days_for_residents_and_twenty_one_for_others(ends):
    assert ends("us-id", MONDAY, resident="yes")["determination"] == "2026-03-05"
    assert ends("us-id", MONDAY, resident="no")["determination"] == "2026-03-23"


def test_g_nobody_who_did_not_say_is_told_one_date(ends):
    undecided = ends("us-id", MONDAY)
    assert undecided["determination/determination_resident"] == "2026-03-05"
    assert undecided["determination/determination_nonresident"] == "2026-03-23"


# H. The limit hangs on the record


def test_h_south_carolina_records_older_than_two_years(ends):
    assert ends("us-sc", MONDAY, record_age="recent")["determination"] == "2026-03-16"
    assert ends("us-sc", MONDAY, record_age="old")["determination"] == "2026-03-30"


def test_h_district_of_columbia_body_camera_recordings(ends):
    assert ends("us-dc", MONDAY)["determination"] == "2026-03-23"
    assert ends("us-dc", MONDAY, record_class="bodycam")["determination"] == "2026-04-06"


def test_h_puerto_rico_only_the_longer_period_is_a_breach(stands):
    sent = ("sent", MONDAY, {"method": "email"})
    read = ("law_confirmed", MONDAY, {"source": "the text"})
    between = stands("2026-04-08", "us-pr", sent, read)
    assert between.flag("target_passed") and not between.flag("overdue") and not between.flag("deemed_refused")
    after = stands("2026-04-25", "us-pr", sent, read)
    assert after.flag("overdue") and after.flag("deemed_refused")


# I. The limit hangs on the channel


def test_i_michigan_an_email_counts_as_received_a_business_day_later(ends):
    friday = "2026-03-06"
    assert ends("us-mi", None, ("sent", friday, {"method": "email"}))["determination"] == "2026-03-16"
    posted = [("sent", friday, {"method": "hand"}), ("received_by_agency", friday)]
    assert ends("us-mi", None, *posted)["determination"] == "2026-03-13"


def test_i_indiana_a_day_in_person_and_seven_by_mail(ends):
    assert ends("us-in", None, ("sent", MONDAY, {"method": "hand"}))["acknowledgement"] == "2026-03-03"
    assert ends("us-in", None, ("sent", MONDAY, {"method": "email"}))["acknowledgement"] == "2026-03-09"


# J. The limit hangs on the body


def test_j_montana_only_state_agencies_have_days(ends):
    state = ends("us-mt", MONDAY, body="governor")
    assert state["acknowledgement"] == "2026-03-09"
    police = ends("us-mt", MONDAY, body="local")
    assert set(police.values()) == {None}, "a police body answers in a timely manner: no number, no date"


def test_j_alaska_state_agencies_only(ends):
    assert ends("us-ak", MONDAY, body="state")["production"] == "2026-03-16"
    assert ends("us-ak", MONDAY, body="local")["production"] is None


# K. Promptly: no number, and so no date


@pytest.mark.parametrize("code", ["us-fl", "us-oh", "us-ok", "us-wi", "us-nc", "us-nd", "us-mn"])
def test_k_promptly_gives_no_date_for_the_records(ends, code):
    clocks = ends(code, MONDAY)
    assert clocks.get("production", clocks.get("determination")) is None


def test_k_arizona_five_days_to_acknowledge_and_promptly_to_produce(ends):
    clocks = ends("us-az", MONDAY, portal="no")
    assert clocks["acknowledgement"] == "2026-03-09" and clocks["production"] is None


def test_k_a_guideline_is_never_a_statute(case):
    from frkit.law.loading import load_jurisdiction

    guideline = load_jurisdiction("us-wi").clock("guideline")
    assert guideline.basis in ("policy", "advice")


# L. Silence that favours the requester


def test_l_texas_without_a_ruling_asked_for_the_grounds_are_lost(stands):
    sent = ("sent", MONDAY, {"method": "email"})
    late = stands("2026-03-20", "us-tx", sent)
    assert late.flag("exemptions_lost") and not late.flag("deemed_refused")
    asked = stands("2026-03-20", "us-tx", sent, ("referred", "2026-03-13"))
    assert not asked.flag("exemptions_lost")


def test_l_south_carolina_silence_is_a_grant(stands):
    sent = ("sent", MONDAY, {"method": "email"})
    late = stands("2026-04-01", "us-sc", sent, given={"record_age": "recent"})
    assert late.flag("deemed_granted") and not late.flag("deemed_refused")
    assert any("counts as approved" in step.text for step in late.next_steps)


# M. Mixed units


def test_m_pennsylvania_five_business_days_and_thirty_calendar_days_more(ends):
    assert ends("us-pa", MONDAY)["determination"] == "2026-03-09"
    extended = ends("us-pa", MONDAY, ("extension_claimed", "2026-03-06", {"until": "2026-06-01"}))
    assert extended["determination"] == "2026-04-08"


def test_m_new_mexico_three_business_days_then_fifteen_calendar_days(ends):
    clocks = ends("us-nm", MONDAY)
    assert clocks["acknowledgement"] == "2026-03-05" and "2026-03-17" in clocks.values()


# N. An extension that may be repeated, with a presumed denial at the earlier of two ends


def test_n_alabama_repeats_fifteen_days_but_is_presumed_denied(ends):
    standard = {"body": "other", "effort": "standard"}
    first = ("extension_claimed", "2026-03-20", {"days": "15", "unit": "business"})
    second = ("extension_claimed", "2026-04-10", {"days": "15", "unit": "business"})
    acknowledged = ("acknowledged", "2026-03-05")
    assert ends("us-al", MONDAY, acknowledged, first, **standard)["determination"] == "2026-04-16"
    again = ends("us-al", MONDAY, acknowledged, first, second, **standard)
    assert again["determination"] == "2026-05-08", "Confederate Memorial Day, 27 April, is not counted"
    assert again["deemed_denial"] == "2026-04-16", "thirty business days come before sixty calendar days"


# O. More time only by agreement


def test_o_south_carolina_more_time_only_if_we_agreed(ends):
    alone = ("extension_claimed", "2026-03-10", {"until": "2026-05-01"})
    agreed = ("extension_claimed", "2026-03-10", {"until": "2026-05-01", "approved_by": "requester"})
    assert ends("us-sc", MONDAY, alone, record_age="recent")["determination"] == "2026-03-16"
    assert ends("us-sc", MONDAY, agreed, record_age="recent")["determination"] == "2026-05-01"


# P. An appeal that must come before court


def steps(stand):
    return {one.remedy.id: one.state for one in stand.remedies}


def test_p_federal_court_waits_for_the_appeal_against_a_timely_refusal(stands):
    sent = ("sent", MONDAY, {"method": "portal"})
    refused = stands("2026-03-20", "us", sent, ("denied", "2026-03-10", {"final": True}))
    assert steps(refused)["appeal"] == "open" and steps(refused)["court"] == "after"
    silent = stands("2026-04-20", "us", sent)
    assert steps(silent)["court"] == "open", "after silence the remedies count as exhausted"


def test_p_new_york_an_unanswered_appeal_opens_the_court(stands):
    events = [("sent", MONDAY, {"method": "email"}), ("denied", "2026-03-06", {"final": True})]
    appealed = [*events, ("appeal_sent", "2026-03-10", {})]
    waiting, silent = stands("2026-03-16", "us-ny", *appealed), stands("2026-04-01", "us-ny", *appealed)
    assert steps(waiting)["appeal"] == "taken"
    assert [state for step, state in steps(silent).items() if "78" in step or "court" in step] == ["open"]


# Q. One forum or the other


def test_q_new_jersey_the_council_or_the_court(stands):
    events = [("sent", MONDAY, {"method": "email"}), ("denied", "2026-03-09", {"final": True})]
    chosen = stands("2026-03-20", "us-nj", *events, ("complaint_filed", "2026-03-12", {"body": "the Council"}))
    assert "lost" in steps(chosen).values()
    assert "lost" not in steps(stands("2026-03-20", "us-nj", *events)).values()


# R. Limits of the requester whose lapse closes the request


@pytest.mark.parametrize(
    "code, event, last",
    [
        ("us-or", ("fee_estimated", "2026-03-10", {"amount": "50"}), "2026-05-09"),
        ("us-sd", ("clarification_asked", "2026-03-10"), "2026-03-24"),
        ("us-tx", ("clarification_asked", "2026-03-10"), "2026-05-10"),
        ("us-hi", ("clarification_asked", "2026-03-10"), None),
    ],
)
def test_r_an_unanswered_question_may_close_the_request(ends, code, event, last):
    limits = {name: day for name, day in ends(code, MONDAY, event).items() if name.startswith("answer_")}
    assert limits, "the requester's own limit runs"
    if last is not None:
        assert last in limits.values()


# S. No decision on the appeal is a decision


def test_s_vermont_an_appeal_unanswered_in_five_business_days_is_denied(stands):
    events = [("sent", MONDAY, {"method": "email"}), ("denied", "2026-03-05", {"final": True})]
    late = stands("2026-03-20", "us-vt", *events, ("appeal_sent", "2026-03-09", {}))
    assert late.clock("appeal_decision").due.date.isoformat() == "2026-03-16" and late.flag("decision_late")


# T. Rules that hold from a day, or until one


def test_t_puerto_rico_before_and_after_the_amendment(ends):
    before = ends("us-pr", "2025-12-12", body="central")
    assert set(before) & {"production"} and len([name for name in before if name.startswith("production")]) == 1
    after = ends("us-pr", "2025-12-15", body="central")
    assert {"production/production_small", "production/production_large"} <= set(after)


def test_t_idaho_the_new_limits_begin_in_july_2025(ends):
    assert "determination" not in ends("us-id", "2025-06-30", resident="yes")
    assert ends("us-id", "2025-07-07", resident="yes")["determination"] == "2025-07-10"


def test_t_alabama_had_no_limits_before_october_2024(ends):
    assert "acknowledgement" not in ends("us-al", "2024-09-30", body="other")
    first = ends("us-al", "2024-10-01", body="other")["acknowledgement"]
    assert first == "2024-10-16", "ten business days, the later reading"
