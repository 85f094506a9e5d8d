"""Where a request stands: who acts, which dates run, what stands out, under the real law of six places."""

from datetime import date

SENT = ("sent", "2026-03-02", {"method": "email"})


def due(stand, clock_id):
    one = stand.clock(clock_id)
    return one.due.date.isoformat() if one and one.due.date else None


def test_before_sending_nothing_runs(stands):
    stand = stands("2026-03-10", "us-ca")
    assert stand.ball == "ready" and stand.clocks == () and stand.days_waiting is None
    assert "frkit letter" in stand.next_steps[0].command


# California: 10 calendar days, 14 more by notice


def test_california_ten_days_from_sending_are_provisional(stands):
    stand = stands("2026-03-05", "us-ca", SENT)
    assert due(stand, "determination") == "2026-03-12"
    assert not stand.clock("determination").due.confirmed
    assert stand.ball == "agency"


def test_proof_of_receipt_confirms_the_date(stands):
    stand = stands("2026-03-05", "us-ca", SENT, ("received_by_agency", "2026-03-04", {"proof": "receipt.pdf"}))
    assert due(stand, "determination") == "2026-03-16"
    assert stand.clock("determination").due.confirmed


def test_a_failed_delivery_clears_the_clocks(stands):
    stand = stands("2026-04-20", "us-ca", SENT, ("delivery_failed", "2026-03-03"))
    assert stand.clocks == () and stand.ball == "us" and stand.flag("undelivered")


def test_sending_again_as_a_courtesy_does_not_restart_the_clock(stands):
    again = ("sent", "2026-03-09", {"method": "post"})
    assert due(stands("2026-03-10", "us-ca", SENT, again), "determination") == "2026-03-12"
    failed = ("delivery_failed", "2026-03-03")
    assert due(stands("2026-03-10", "us-ca", SENT, failed, again), "determination") == "2026-03-19"


def test_california_extension_of_fourteen_days(stands):
    extended = ("extension_claimed", "2026-03-11", {"until": "2026-03-26", "reason": "voluminous records"})
    stand = stands("2026-03-20", "us-ca", SENT, extended)
    assert due(stand, "determination") == "2026-03-26" and not stand.flag("extension_unlawful")


def test_california_extension_too_long_is_flagged_and_capped(stands):
    stand = stands("2026-04-05", "us-ca", SENT, ("extension_claimed", "2026-03-11", {"until": "2026-05-30"}))
    assert due(stand, "determination") == "2026-03-26"
    assert stand.flag("extension_unlawful") and stand.flag("overdue")


def test_days_late_are_never_capped(stands):
    assert stands("2026-07-01", "us-ca", SENT).clock("determination").days_late == 111


# New York: acknowledgement, then the agency's own date, then appeal


def test_new_york_acknowledgement_five_business_days(stands):
    late = stands("2026-03-10", "us-ny", SENT)
    assert due(late, "acknowledgement") == "2026-03-09" and late.flag("ack_late")
    met = stands("2026-03-10", "us-ny", SENT, ("acknowledged", "2026-03-06", {"promised": "2026-05-01"}))
    assert not met.flag("ack_late") and not met.flag("overdue")


def test_new_york_the_agencys_date_rules_after_the_acknowledgement(stands):
    events = (SENT, ("acknowledged", "2026-03-06", {"promised": "2026-05-01"}))
    assert not stands("2026-04-30", "us-ny", *events).flag("overdue")
    after = stands("2026-05-04", "us-ny", *events)
    assert after.flag("deemed_refused") and after.flag("appeal_open_until")


def test_new_york_thirty_days_to_appeal_after_constructive_denial(stands):
    events = (SENT, ("acknowledged", "2026-03-06", {"promised": "2026-05-01"}))
    appeal = stands("2026-05-10", "us-ny", *events).clock("appeal")
    assert appeal.due.cautious == date(2026, 5, 31) and appeal.state == "running"
    assert stands("2026-06-15", "us-ny", *events).flag("appeal_lapsed")


def test_new_york_ten_business_days_to_decide_the_appeal(stands):
    events = (SENT, ("denied", "2026-04-01", {"final": True}), ("appeal_sent", "2026-04-15"))
    open_appeal = stands("2026-04-20", "us-ny", *events)
    assert due(open_appeal, "appeal_decision") == "2026-04-29" and "appeal" in open_appeal.tracks
    assert stands("2026-05-01", "us-ny", *events).flag("decision_late")


# Federal: 20 working days, 10 more for unusual circumstances, silence exhausts


def test_federal_twenty_working_days_skip_holidays(stands):
    stand = stands("2026-02-20", "us", ("sent", "2026-02-02", {"method": "portal"}))
    assert due(stand, "determination") == "2026-03-03"
    assert (date(2026, 2, 16), "Washington's Birthday") in stand.clock("determination").due.skipped


def test_federal_extension_is_capped_at_ten_working_days(stands):
    events = (
        ("sent", "2026-02-02", {"method": "portal"}),
        ("extension_claimed", "2026-02-25", {"until": "2026-05-29"}),
    )
    stand = stands("2026-03-30", "us", *events)
    assert due(stand, "determination") == "2026-03-17"
    assert stand.flag("extension_unlawful") and stand.flag("deemed_refused")


def test_federal_clock_stands_still_while_the_agency_waits_for_an_answer(stands):
    asked, answered = ("clarification_asked", "2026-02-10"), ("clarified", "2026-02-17")
    waiting = stands("2026-02-12", "us", ("sent", "2026-02-02", {"method": "portal"}), asked)
    assert waiting.clock("determination").state == "stopped" and waiting.ball == "us"
    resumed = stands("2026-02-20", "us", ("sent", "2026-02-02", {"method": "portal"}), asked, answered)
    assert due(resumed, "determination") == "2026-03-09"


def test_federal_only_the_first_question_stops_the_clock(stands):
    first = [("clarification_asked", "2026-02-10"), ("clarified", "2026-02-17")]
    second = [("clarification_asked", "2026-02-18"), ("clarified", "2026-02-25")]
    stand = stands("2026-03-01", "us", ("sent", "2026-02-02", {"method": "portal"}), *first, *second)
    assert due(stand, "determination") == "2026-03-09"


def test_a_question_after_the_limit_revives_nothing(stands):
    """A known tracker gives an overdue request its days back when the agency asks something."""
    events = (("sent", "2026-02-02", {"method": "portal"}), ("clarification_asked", "2026-03-20"))
    stand = stands("2026-03-25", "us", *events)
    assert due(stand, "determination") == "2026-03-03" and stand.flag("overdue")


def test_a_limit_whose_condition_is_not_known_is_shown_and_never_held_against_anyone(stands):
    stand = stands("2026-04-20", "us-id", ("sent", "2026-03-02", {"method": "portal"}))
    assert stand.clock("determination_resident").needs == ("resident",)
    assert stand.clock("determination_nonresident").needs == ("resident",)
    assert not stand.flag("overdue") and not stand.flag("court_open_until")


def test_federal_a_wrong_component_gives_the_right_one_its_own_twenty_days(stands):
    sent = ("sent", "2026-02-02", {"method": "portal"})
    right = ("received_by_agency", "2026-02-06", {"competent": True})
    assert due(stands("2026-03-01", "us", sent), "determination") == "2026-03-03"
    wrong = stands("2026-02-10", "us", sent, given={"component": "wrong"})
    assert wrong.clock("determination") is None
    assert due(wrong, "determination_rerouted") == "2026-03-13", "twenty working days from the tenth day"
    known = stands("2026-02-10", "us", sent, right, given={"component": "wrong"})
    assert due(known, "determination_rerouted") == "2026-03-09"


def test_federal_ninety_days_to_appeal_a_denial(stands):
    stand = stands(
        "2026-03-30", "us", ("sent", "2026-02-02", {"method": "portal"}), ("denied", "2026-03-02", {"final": True})
    )
    assert stand.clock("appeal").due.cautious == date(2026, 5, 31) and stand.ball == "us"


# Florida: promptly, no number


def test_florida_never_shows_a_date(stands):
    stand = stands("2026-06-15", "us-fl", SENT)
    assert all(one.due.date is None for one in stand.clocks)
    assert stand.days_waiting == 105 and not stand.flag("overdue")


# Oregon: 5 business days, then 10 from the day the acknowledgement was due


def test_oregon_second_clock_starts_when_the_acknowledgement_was_due(stands):
    stand = stands("2026-03-10", "us-or", SENT, ("acknowledged", "2026-03-03"))
    assert due(stand, "acknowledgement") == "2026-03-09"
    assert due(stand, "determination") == "2026-03-23"


def test_oregon_fee_stops_the_clock_and_sets_us_a_limit(stands):
    events = (SENT, ("acknowledged", "2026-03-03"), ("fee_estimated", "2026-03-12", {"amount": "412.50"}))
    stand = stands("2026-03-20", "us-or", *events)
    assert stand.clock("determination").state == "stopped" and stand.flag("fee_wait")
    disputed = stands("2026-05-01", "us-or", *events, ("fee_disputed", "2026-03-20"))
    assert disputed.clock("answer_fee").state == "running", "a dispute does not keep the request open"
    ours = stand.clock("answer_fee")
    assert ours.state == "running" and ours.due.cautious == date(2026, 5, 11)


# United Kingdom: 20 working days over the union of bank holidays; clarification starts anew


def test_uk_bank_holidays_of_any_part_are_passed_over(stands):
    stand = stands("2026-03-25", "gb", ("sent", "2026-03-02", {"method": "email"}))
    assert due(stand, "determination") == "2026-03-31"
    assert any(day == date(2026, 3, 17) for day, _ in stand.clock("determination").due.skipped)


def test_uk_clarification_starts_the_clock_anew(stands):
    events = (SENT, ("clarification_asked", "2026-03-09"), ("clarified", "2026-03-16"))
    assert due(stands("2026-03-20", "gb", *events), "determination") == "2026-04-16"


def test_uk_review_is_policy_and_not_statute(stands):
    stand = stands("2026-04-10", "gb", SENT, ("denied", "2026-03-30", {"final": True}))
    review = next(one for one in stand.clocks if one.clock.role == "appeal" and one.state == "running")
    assert review.clock.basis == "policy"
    assert "policy, not statute" in "\n".join(review.due.derivation)


def test_uk_silence_is_a_breach_and_no_refusal(stands):
    stand = stands("2026-05-10", "gb", SENT)
    assert stand.flag("overdue") and not stand.flag("deemed_refused")


# Items, order, corrections, endings


def test_items_have_their_own_outcomes(stands):
    stand = stands(
        "2026-03-20",
        "us-ca",
        SENT,
        ("produced", "2026-03-10", {"items": [1]}),
        ("denied", "2026-03-10", {"items": [2], "exemptions": [{"cited": "Gov. Code 7923.600"}]}),
    )
    assert stand.item_outcomes == {1: "granted", 2: "denied", 3: "pending"}
    assert stand.outcome == "partial" and stand.ball == "agency"


def test_a_corrected_event_counts_for_nothing_and_stays_visible(stands):
    wrong = ("denied", "2026-03-10", {"final": True})
    stand = stands(
        "2026-03-11",
        "us-ca",
        SENT,
        wrong,
        ("corrected", "2026-03-11", {"event": "2026-03-10-denied-00000001", "reason": "x"}),
    )
    assert stand.outcome == "pending" and len(stand.events) == 3 and len(stand.corrected) == 1


def test_an_automatic_reply_never_moves_the_ball(stands):
    stand = stands("2026-03-04", "us-ca", SENT, ("arrived", "2026-03-03", {"automatic": True}))
    assert stand.ball == "agency" and not stand.flag("unread")


def test_what_arrived_and_was_not_read_is_flagged(stands):
    assert stands("2026-03-04", "us-ca", SENT, ("arrived", "2026-03-03")).flag("unread")


def test_nothing_undoes_a_withdrawal(stands):
    stand = stands(
        "2026-05-01",
        "us-ca",
        SENT,
        ("withdrawn", "2026-03-05"),
        ("reopened", "2026-03-06"),
        ("sent", "2026-03-07", {"method": "email"}),
    )
    assert stand.ball == "closed" and stand.closed_as == "withdrawn" and stand.next_steps == ()


def test_an_accepted_request_can_be_reopened(stands):
    events = (SENT, ("produced", "2026-03-10", {"final": True}), ("accepted", "2026-03-11"))
    assert stands("2026-03-12", "us-ca", *events).ball == "closed"
    assert stands("2026-03-13", "us-ca", *events, ("reopened", "2026-03-12")).ball == "us"


def test_a_denial_without_an_exemption_is_a_gap(stands):
    assert stands("2026-03-12", "us-ca", SENT, ("denied", "2026-03-10")).flag("no_exemption_named")


def test_an_answer_before_sending_is_a_contradiction_that_names_the_event(stands):
    stand = stands("2026-03-12", "us-ca", SENT, ("denied", "2026-02-10"))
    assert "2026-02-10-denied" in stand.flag("contradictory").message


def test_an_office_closure_moves_open_clocks(stands):
    events = (("sent", "2026-02-02", {"method": "portal"}),)
    closed = ("office_closed", "2026-02-11", {"days": ["2026-02-09", "2026-02-10"], "reason": "snow"})
    before, after = stands("2026-02-20", "us", *events), stands("2026-02-20", "us", *events, closed)
    assert due(before, "determination") == "2026-03-03" and due(after, "determination") == "2026-03-05"
    told = "\n".join(after.clock("determination").due.derivation)
    assert "Not counted: Mon 2026-02-09/10, the office was closed: snow." in told


def test_the_sending_that_failed_is_not_the_day_it_was_sent(stands):
    events = (SENT, ("delivery_failed", "2026-03-04"), ("sent", "2026-03-12", {"method": "post"}))
    assert stands("2026-03-20", "gb", *events).sent_on == date(2026, 3, 12)


def test_a_receipt_before_the_sending_starts_no_clock(stands):
    stand = stands("2026-03-20", "us-ca", SENT, ("received_by_agency", "2026-02-20"))
    assert due(stand, "determination") == "2026-03-12" and stand.flag("contradictory")


def test_a_refusal_and_silence_give_both_steps(stands):
    stand = stands(
        "2026-04-20", "us-ca", SENT, ("denied", "2026-03-10", {"items": [1], "exemptions": [{"cited": "x"}]})
    )
    assert any("Item 1 was refused:" in step.text for step in stand.next_steps)
    assert any("Remind the agency" in step.text for step in stand.next_steps)


def test_no_reminder_while_the_agency_waits_for_us(stands):
    stand = stands("2026-03-18", "us-fl", SENT, ("fee_estimated", "2026-03-16", {"amount": "1250.00"}))
    assert [step.letter for step in stand.next_steps] == ["fee"]


# Histories that once closed an open limit, revived a passed one, or hid our own


def test_a_first_batch_of_records_leaves_the_clock_running(stands):
    stand = stands("2026-04-20", "us", ("sent", "2026-02-02", {"method": "portal"}), ("produced", "2026-02-10"))
    assert stand.flag("overdue") and stand.outcome == "pending"


def test_a_final_production_that_leaves_items_out_refuses_them(stands):
    stand = stands("2026-03-20", "gb", SENT, ("produced", "2026-03-10", {"items": [1], "final": True}))
    assert stand.clock("internal_review").state == "running"
    assert not any("accept" in step.text for step in stand.next_steps)


def test_a_denial_of_one_item_leaves_the_window_from_silence_on_the_others(stands):
    acknowledged = ("acknowledged", "2026-03-06", {"promised": "2026-05-01"})
    stand = stands("2026-05-10", "us-ny", SENT, acknowledged, ("denied", "2026-03-10", {"items": [1]}))
    assert date(2026, 5, 31) in [one.due.cautious for one in stand.clocks if one.state == "running"]


def test_a_late_answer_does_not_move_our_safe_day_later(stands):
    acknowledged = ("acknowledged", "2026-03-06", {"promised": "2026-05-01"})
    stand = stands("2026-05-21", "us-ny", SENT, acknowledged, ("denied", "2026-05-20", {"final": True}))
    appeal = stand.clock("appeal")
    assert appeal.due.date == date(2026, 6, 22) and appeal.due.cautious == date(2026, 5, 31)


def test_more_time_without_a_date_moves_nothing(stands):
    events = (SENT, ("acknowledged", "2026-03-03"), ("extension_claimed", "2026-03-20"))
    stand = stands("2026-08-15", "us-or", *events)
    assert due(stand, "determination") == "2026-03-23" and stand.flag("overdue")


def test_a_new_date_given_after_the_old_one_revives_nothing(stands):
    acknowledged = ("acknowledged", "2026-03-06", {"promised": "2026-05-01"})
    late = ("extension_claimed", "2026-05-20", {"until": "2026-07-01"})
    stand = stands("2026-05-25", "us-ny", SENT, acknowledged, late)
    assert stand.flag("deemed_refused") and stand.clock("appeal").due.cautious == date(2026, 5, 31)


def test_the_limit_of_the_tribunal_is_a_next_step(stands):
    events = (
        SENT,
        ("denied", "2026-03-30", {"final": True, "exemptions": [{"cited": "s.31"}]}),
        ("appeal_sent", "2026-04-02"),
        ("appeal_decided", "2026-05-01", {"result": "upheld"}),
        ("complaint_filed", "2026-05-20", {"body": "ICO"}),
        ("complaint_decided", "2026-09-01"),
    )
    stand = stands("2026-09-20", "gb", *events)
    assert any("2026-09-29" in step.text and "received" in step.text for step in stand.next_steps)


def test_agreeing_to_pay_is_not_paying(stands):
    events = (SENT, ("acknowledged", "2026-03-03"), ("fee_estimated", "2026-03-12", {"amount": "50"}))
    stand = stands("2026-05-01", "us-or", *events, ("fee_agreed", "2026-03-20"))
    assert stand.clock("determination").state == "stopped" and stand.clock("answer_fee").state == "running"
    assert stands("2026-05-20", "us-or", *events).flag("may_be_closed")


def test_federal_an_objection_to_the_fee_lets_the_clock_run_on(stands):
    events = (("sent", "2026-02-02", {"method": "portal"}), ("fee_estimated", "2026-02-10", {"amount": "50"}))
    assert stands("2026-02-20", "us", *events).clock("determination").state == "stopped"
    assert due(stands("2026-02-20", "us", *events, ("fee_disputed", "2026-02-12")), "determination") == "2026-03-05"


def test_three_months_that_begin_with_the_day_of_the_notice(stands):
    stand = stands("2026-03-20", "gb", SENT, ("fee_estimated", "2026-03-12", {"amount": "50"}))
    assert stand.clock("answer_fee").due.date == date(2026, 6, 11)


def test_an_appeal_that_bounced_was_not_made(stands):
    events = (
        ("sent", "2026-02-02", {"method": "portal"}),
        ("denied", "2026-02-25", {"final": True}),
        ("appeal_sent", "2026-03-05", {"method": "post"}),
        ("delivery_failed", "2026-03-12"),
    )
    stand = stands("2026-05-20", "us", *events)
    assert stand.clock("appeal").state == "running" and stand.clock("determination").state == "met"
    assert stand.flag("undelivered") and not stand.flag("decision_late")


def test_a_returned_copy_does_not_undo_what_the_agency_acknowledged(stands):
    events = (SENT, ("acknowledged", "2026-03-04"), ("delivery_failed", "2026-03-06"))
    assert due(stands("2026-03-10", "us-ca", *events), "determination") == "2026-03-12"


def test_an_appeal_does_not_meet_a_refusal_that_came_after_it(stands):
    acknowledged = ("acknowledged", "2026-03-03", {"promised": "2026-03-10"})
    late = ("denied", "2026-03-12", {"received": "2026-03-20", "final": True})
    stand = stands("2026-03-25", "us-ny", SENT, acknowledged, ("appeal_sent", "2026-03-16"), late)
    assert any(one.state == "running" for one in stand.clocks if one.clock.id == "appeal")


def test_a_corrected_correction_counts_for_nothing(stands):
    denied = ("denied", "2026-03-10", {"final": True})
    first = ("corrected", "2026-03-11", {"event": "2026-03-10-denied-00000001", "reason": "x"})
    second = ("corrected", "2026-03-12", {"event": "2026-03-11-corrected-00000002", "reason": "y"})
    assert stands("2026-03-13", "us-ca", SENT, denied, first).outcome == "pending"
    assert stands("2026-03-13", "us-ca", SENT, denied, first, second).outcome == "denied"


def test_the_days_before_a_suit_run_from_proven_receipt_of_the_notice(stands):
    notice = ("appeal_sent", "2026-04-01", {"method": "post", "remedy": "pre_suit_notice"})
    got = ("received_by_agency", "2026-04-06", {"of": "2026-04-01-appeal-sent-00000001"})
    stand = stands("2026-04-08", "us-fl", SENT, notice, got)
    assert due(stand, "pre_suit") == "2026-04-13" and stand.clock("pre_suit").due.confirmed


def test_the_agencys_closures_do_not_lengthen_our_own_limit(stands):
    closed = ("office_closed", "2026-04-22", {"days": ["2026-04-20", "2026-04-21"], "reason": "strike"})
    denied = ("denied", "2026-03-20", {"final": True})
    plain, after = (stands("2026-04-25", "gb", SENT, denied, *more) for more in ((), (closed,)))
    assert plain.clock("internal_review").due.date == after.clock("internal_review").due.date


def test_an_extension_never_shortens_the_limit_and_keeps_the_stops(stands):
    sent = ("sent", "2026-02-02", {"method": "portal"})
    early = ("extension_claimed", "2026-02-10", {"until": "2026-02-24"})
    assert due(stands("2026-03-01", "us", sent, early), "determination") == "2026-03-03"
    longer = ("extension_claimed", "2026-02-25", {"days": 10, "unit": "business"})
    asked = [("clarification_asked", "2026-03-05"), ("clarified", "2026-03-12")]
    assert due(stands("2026-03-13", "us", sent, longer, *asked), "determination") == "2026-03-24"


def test_a_claim_of_more_time_that_came_too_late_leaves_nothing_open(stands):
    """Massachusetts allows a state body fewer days than a city; past the ten business days that decides nothing."""
    late, in_time = (("extension_claimed", day, {"until": "2026-04-30"}) for day in ("2026-03-17", "2026-03-10"))
    assert stands("2026-03-20", "us-ma", SENT, late).flag("overdue")
    assert stands("2026-03-20", "us-ma", SENT, in_time).clock("determination").needs == ("body",)


def test_a_bill_with_a_deposit_on_the_last_day_stops_the_clock_once(stands):
    """Virginia: five working days to Monday 9 March; the bill of that day falls under two rules, and waits one day."""
    bill = ("fee_estimated", "2026-03-09", {"amount": "500", "deposit": "250"})
    for paid, last in (("2026-03-10", "2026-03-10"), ("2026-03-12", "2026-03-12")):
        stand = stands("2026-03-20", "us-va", SENT, bill, ("fee_paid", paid, {"amount": "250"}))
        assert due(stand, "determination") == last


def test_a_start_that_may_not_count_leaves_the_limits_of_the_others_certain(stands):
    """Pennsylvania counts from a claim of more time only if it is too long: the limit from the answer runs anyway."""
    part = ("produced", "2026-03-05", {"items": [2], "partial": True})
    claimed = ("extension_claimed", "2026-03-06", {"until": "2026-04-30"})
    stand = stands("2026-03-20", "us-pa", SENT, part, claimed)
    appeals = {one.due.start.kind: (one.due.date, one.needs) for one in stand.clocks if one.clock.id == "appeal"}
    assert appeals["produced"] == (date(2026, 3, 26), ())
    assert appeals["extension_claimed"] == (date(2026, 3, 27), ("too_long",))
    assert "2026-03-26" in stand.flag("appeal_open_until").message


def test_a_formal_decision_opens_the_court_however_the_first_refusal_was_made(stands):
    """Sweden: three weeks from Friday 20 March, though nobody said whether an employee or the authority refused."""
    asked = [("denied", "2026-03-10", {"final": True}), ("decision_requested", "2026-03-12")]
    decided = ("appeal_decided", "2026-03-20", {"result": "upheld", "remedy": "formal_decision"})
    court = stands("2026-03-25", "se", SENT, *asked, decided).clock("court")
    assert court.due.date == date(2026, 4, 10) and court.needs == () and court.state == "running"


def test_two_extensions_add_up_to_the_most_the_law_allows(stands):
    sent = ("sent", "2026-02-02", {"method": "portal"})
    twice = [("extension_claimed", day, {"days": 5, "unit": "business"}) for day in ("2026-02-25", "2026-03-05")]
    assert due(stands("2026-03-06", "us", sent, *twice), "determination") == "2026-03-17"


def test_questions_and_bills_are_taken_in_the_order_they_came(stands):
    fee = [("fee_estimated", "2026-03-10", {"amount": "50"}), ("fee_paid", "2026-03-20", {"amount": "50"})]
    question = [("clarification_asked", "2026-04-07"), ("clarified", "2026-04-10")]
    assert due(stands("2026-04-20", "gb", SENT, *fee, *question), "determination") == "2026-05-11"


def test_a_second_copy_of_an_appeal_is_no_second_appeal(stands):
    events = (
        ("sent", "2026-02-02", {"method": "portal"}),
        ("denied", "2026-02-25", {"final": True}),
        ("appeal_sent", "2026-03-05"),
        ("appeal_sent", "2026-03-09", {"method": "post"}),
        ("appeal_decided", "2026-03-20", {"result": "upheld"}),
    )
    assert not stands("2026-06-01", "us", *events).flag("decision_late")


def test_what_happened_later_is_not_known_earlier(stands):
    assert stands("2026-03-05", "us-ca", SENT, ("denied", "2026-03-10")).outcome == "pending"


def test_a_count_into_years_without_closed_days_is_warned_of(stands):
    extended = ("extension_claimed", "2035-12-20", {"days": 10, "unit": "business"})
    stand = stands("2035-12-30", "us", ("sent", "2035-12-03", {"method": "portal"}), extended)
    assert "2036" in " ".join(stand.clock("determination").due.warnings)


def test_a_law_that_nobody_confirmed_shows_no_date_until_somebody_does(stands, in_short):
    from frkit.cli.status.standing_words import due_words
    from frkit.law.loading import load_jurisdiction

    doubtful = load_jurisdiction("us-ca").model_copy(update={"confidence": "low"})
    unconfirmed = stands("2026-03-20", "us-ca", SENT, law=doubtful)
    assert due_words(in_short("2026-03-20", "us-ca", SENT, law=doubtful)) == "law unconfirmed"
    assert not unconfirmed.law_confirmed
    assert not any("2026-03-12" in flag.message for flag in unconfirmed.flags)
    assert "law-confirmed" in unconfirmed.next_steps[0].command
    confirmed = ("law_confirmed", "2026-03-01", {"source": "read the statute on the legislature's site"})
    assert due_words(in_short("2026-03-20", "us-ca", SENT, confirmed, law=doubtful)) == "8 days late"
