"""Histories that once made the clocks say something wrong, each named after what went wrong."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from pydantic import ValidationError

from frkit.base.errors import WrongUsage
from frkit.cli.law.commands import law as law_command
from frkit.cli.status.standing_words import due_words
from frkit.law.calendars import WEEKDAYS, Calendar, ClosedDays
from frkit.law.clocks import StartFact, run
from frkit.law.lengths import parse_length
from frkit.law.loading import load_jurisdiction
from frkit.law.rule_types import Clock, Question
from frkit.tracking.events import event_from
from frkit.tracking.standing import standing
from frkit.tracking.types import Item, Request

SENT = ("sent", "2026-03-02", {"method": "email"})


def due(stand, clock_id):
    one = stand.clock(clock_id)
    return one.due.date.isoformat() if one and one.due.date else None


def states(stand):
    return {one.remedy.id: one.state for one in stand.remedies}


def changed(law, **parts):
    """A law with some parts of it replaced."""
    return type(law).model_construct(**{name: getattr(law, name) for name in type(law).model_fields} | parts)


# Events of one day


def test_a_question_answered_on_the_day_it_was_asked_starts_the_count_anew(stands):
    events = (("clarification_asked", "2026-03-20"), ("clarified", "2026-03-20"))
    stand = stands("2026-04-05", "gb", SENT, *events)
    assert due(stand, "determination") == "2026-04-21" and not stand.flag("overdue")


def test_an_appeal_that_bounced_on_the_day_it_was_sent_was_not_made(stands):
    events = (
        ("sent", "2026-02-02", {"method": "portal"}),
        ("denied", "2026-02-25", {"final": True}),
        ("appeal_sent", "2026-03-05", {"method": "email"}),
        ("delivery_failed", "2026-03-05"),
    )
    stand = stands("2026-05-20", "us", *events)
    assert stand.clock("appeal").state == "running" and stand.flag("undelivered")
    assert stand.flag("appeal_open_until") and not stand.flag("decision_late")


def test_an_appeal_registered_on_the_day_it_was_filed_is_registered(stands):
    events = (
        ("denied", "2026-03-20", {"final": True}),
        ("complaint_filed", "2026-04-01", {"body": "CADA"}),
        ("registered", "2026-04-01", {"of": "2026-04-01-complaint-filed-00000002"}),
    )
    opinion = stands("2026-04-20", "fr", SENT, *events).clock("appeal_decision")
    assert opinion.due.start.kind == "registered" and opinion.due.confirmed


def test_a_request_passed_on_and_received_on_one_day_does_not_stand_still(stands):
    passed = ("transferred", "2026-03-05", {"to": "another body"})
    received = ("received_by_agency", "2026-03-05", {"competent": True})
    stand = stands("2026-04-01", "nz", SENT, received, passed, given={"body": "national"})
    assert {one.state for one in stand.clocks if one.clock.role == "determination"} == {"running"}


def test_a_fee_agreed_and_paid_on_one_day_starts_what_needs_both(stands):
    events = (
        ("acknowledged", "2026-03-05"),
        ("fee_agreed", "2026-03-10"),
        ("fee_paid", "2026-03-10", {"amount": "5"}),
    )
    stand = stands("2026-03-20", "us-al", SENT, *events, given={"body": "other", "effort": "time_intensive"})
    assert due(stand, "determination_time_intensive") == "2026-05-13", "forty-five business days, without 27 April"


def test_a_correction_undone_on_the_same_day_brings_the_event_back(stands):
    denied, first = "2026-03-10-denied-00000001", "2026-03-11-corrected-00000003"
    events = (
        ("denied", "2026-03-10", {"final": True}),
        ("corrected", "2026-03-11", {"event": first, "reason": "it was right"}),
        ("corrected", "2026-03-11", {"event": denied, "reason": "a slip"}),
    )
    stand = stands("2026-03-12", "us-ca", SENT, *events)
    assert stand.outcome == "denied" and stand.corrected == (first,)


# Receipts


def test_an_acknowledgement_before_the_proof_of_receipt_meets_the_limit(stands):
    events = (("acknowledged", "2026-03-03"), ("received_by_agency", "2026-03-05"))
    stand = stands("2026-03-20", "us-or", SENT, *events)
    assert stand.clock("acknowledgement").state == "met" and not stand.flag("ack_late")
    assert "comes after the agency had acted" in stand.flag("contradictory").message


def test_a_receipt_long_after_an_acknowledgement_gives_us_no_more_time(stands):
    """Proof of the receipt of an appeal, logged without --of: the agency gets the later day, we the earlier."""
    acknowledged = ("acknowledged", "2026-03-04")
    plain = stands("2026-06-20", "gb", SENT, acknowledged)
    stray = stands("2026-06-20", "gb", SENT, acknowledged, ("received_by_agency", "2026-05-01"))
    assert due(stray, "determination") == "2026-06-02"
    assert stray.clock("internal_review").due.cautious == plain.clock("internal_review").due.cautious


# Several refusals


def test_a_second_refusal_gives_no_more_time_against_the_first(stands):
    refused = [("denied", "2026-03-31", {"items": [1]}), ("denied", "2026-04-10", {"items": [2]})]
    review = stands("2026-05-20", "gb-sct", SENT, *refused).clock("appeal_internal")
    assert review.due.date.isoformat() == "2026-06-09", "forty working days from 10 April, for item 2"
    assert review.due.cautious.isoformat() == "2026-05-28", "from the silence after 30 March, for item 3"
    answered = stands("2026-05-20", "gb-sct", SENT, refused[0], ("denied", "2026-04-10", {"items": [2, 3]}))
    assert answered.clock("appeal_internal").due.cautious.isoformat() == "2026-05-28"


def test_a_refusal_of_one_item_gives_no_more_time_against_silence_on_the_others(stands):
    stand = stands("2026-05-20", "gb-sct", SENT, ("denied", "2026-04-10", {"items": [1]}))
    assert stand.clock("appeal_internal").due.cautious.isoformat() == "2026-05-28"


# Extensions of a part


def production(stand):
    return {one.items: one.due.date.isoformat() for one in stand.clocks if one.clock.id == "production"}


def test_each_item_is_put_off_to_the_day_that_was_named_for_it(stands):
    first = ("extension_claimed", "2026-03-04", {"until": "2026-03-18", "items": [1]})
    second = ("extension_claimed", "2026-03-05", {"until": "2026-04-30", "items": [2]})
    stand = stands("2026-03-20", "us-ga", SENT, first, second)
    assert production(stand) == {(3,): "2026-03-05", (1,): "2026-03-18", (2,): "2026-04-30"}


def test_a_part_is_put_off_again_within_the_extension_of_the_whole(stands):
    whole = ("extension_claimed", "2026-03-04", {"until": "2026-03-18"})
    part = ("extension_claimed", "2026-03-17", {"until": "2026-04-30", "items": [2]})
    stand = stands("2026-03-20", "us-ga", SENT, whole, part)
    assert production(stand) == {(1, 3): "2026-03-18", (2,): "2026-04-30"}
    assert not stand.flag("extension_unlawful")


# Questions of the law


def test_an_answer_that_the_law_does_not_know_hides_no_limit(stands):
    stand = stands("2026-06-20", "us-id", SENT, given={"resident": "Yes"})
    asked = stands("2026-06-20", "us-id", SENT)
    assert [one.clock.id for one in stand.clocks] == [one.clock.id for one in asked.clocks]
    assert "'Yes' is no answer" in stand.flag("answer_unknown").message


def test_a_question_that_nobody_answered_is_the_next_step(stands):
    stand = stands("2026-06-20", "us-id", SENT)
    assert not stand.flag("overdue") and stand.flag("question_open")
    assert any("Say what the law asks" in step.text for step in stand.next_steps)
    said = stands("2026-06-20", "us-id", SENT, given={"resident": "yes"})
    assert not said.flag("question_open") and said.flag("overdue")


def test_an_extension_is_not_called_unlawful_for_a_case_that_nobody_said_is_ours(stands):
    claimed = ("extension_claimed", "2026-03-04", {"until": "2026-05-30"})
    assert not stands("2026-03-20", "us-id", SENT, claimed).flag("extension_unlawful")
    assert stands("2026-03-20", "us-id", SENT, claimed, given={"resident": "no"}).flag("extension_unlawful")


# Bills


def test_a_request_answered_in_full_is_not_closed_for_an_unpaid_bill(stands):
    billed = (("acknowledged", "2026-03-03"), ("fee_estimated", "2026-03-10", {"amount": "50"}))
    assert stands("2026-06-20", "us-or", SENT, *billed).flag("may_be_closed")
    answered = stands("2026-06-20", "us-or", SENT, *billed, ("produced", "2026-03-20", {"final": True}))
    assert answered.clock("answer_fee").state == "met" and not answered.flag("may_be_closed")


def test_only_the_events_can_say_what_the_answer_is(stands):
    assert not stands("2026-05-25", "us-me", SENT).flag("question_open")


# Limits that take the place of others


def test_a_refusal_of_one_item_does_not_end_the_limit_against_silence_on_the_others(stands):
    refused = ("denied", "2026-05-20", {"items": [1]})
    stand = stands("2026-05-25", "us-ma", SENT, refused, given={"body": "local"})
    assert stand.clock("appeal_silence").state == "running"
    assert min(step.by for step in stand.next_steps if step.by).isoformat() == "2026-05-31"
    rest = ("denied", "2026-05-21", {"items": [2, 3]})
    answered = stands("2026-05-25", "us-ma", SENT, refused, rest, given={"body": "local"})
    assert not any(one.state == "running" for one in answered.clocks if one.clock.id == "appeal_silence")


def test_a_limit_that_may_not_hold_takes_the_place_of_none(stands):
    law = load_jurisdiction("us-ca")
    asked = {"special": Question(ask="Is it?", answers={"yes": "it is"})}
    special = law.clock("estimated_date").model_copy(update={"when": {"special": "yes"}})
    clocks = tuple(special if one.id == special.id else one for one in law.clocks)
    promised = ("acknowledged", "2026-03-05", {"promised": "2026-05-01"})
    assert stands("2026-03-20", "us-ca", SENT, promised).clock("determination").state == "stopped"
    assert stands("2026-03-20", "us-ca", SENT, promised, law=changed(law, given=asked, clocks=clocks)).flag("overdue")


def test_a_late_refusal_is_safe_from_the_earliest_day_on_which_the_silence_may_have_begun(stands):
    sent, late = ("sent", "2026-03-06", {"method": "email"}), ("denied", "2026-04-20", {"final": True})
    silent, refused = (stands("2026-04-25", "fr", sent, *more).clock("complaint") for more in ((), (late,)))
    assert silent.due.cautious.isoformat() == "2026-06-06", "the month may have ended on Easter Monday"
    assert refused.due.cautious == silent.due.cautious


# Two readings, and weeks of working days


def test_of_two_readings_that_end_on_one_day_the_one_that_was_not_moved_there_is_not_the_safe_one():
    starts = [{"on": "denied"}]
    rule = {
        "id": "appeal",
        "role": "appeal",
        "binds": "requester",
        "starts": starts,
        "basis": "statute",
        "citation": "x",
    }
    clock = Clock.model_validate({**rule, "length": "5 business", "also_read": "5 calendar", "rolls": "forward"})
    due = run(
        clock, StartFact(date(2026, 3, 2), "denied", "refused"), Calendar(ClosedDays(code="us", years={2026: {}}))
    )
    assert due.date == date(2026, 3, 9) and due.cautious == date(2026, 3, 7)


def test_more_days_on_top_of_working_weeks_are_working_days(stands):
    stand = stands("2026-04-10", "ie", SENT, ("extension_claimed", "2026-03-20", {"days": 10}))
    assert due(stand, "determination") == "2026-04-15", "ten working days after 31 March, without Easter Monday"


# Law files that once ended in a traceback


@pytest.mark.parametrize(
    "days, fault",
    [
        ({"weekly": list(WEEKDAYS)}, "at least one day open"),
        ({"closedowns": [{"name": "x", "falls": "12-20/01-05", "years": {"99": "12-20/01-05"}}]}, "no year"),
        ({"years": {"99": {}}}, "no year"),
    ],
)
def test_closed_days_that_no_count_can_use_are_a_mistake(days, fault):
    with pytest.raises(ValidationError, match=fault):
        ClosedDays.model_validate({"code": "us-zz", "years": {"2026": {}}, **days})


def test_a_closedown_to_the_end_of_february_ends_on_the_28th_too():
    shut = {"name": "Recess", "every_year": "02-20/02-29"}
    days = ClosedDays.model_validate({"code": "us-zz", "years": {"2026": {}, "2028": {}}, "closedowns": [shut]})
    assert date(2026, 2, 28) in days.by_date and date(2026, 3, 1) not in days.by_date
    assert date(2028, 2, 29) in days.by_date


def test_a_closedown_over_new_year_closes_the_first_days_on_file():
    shut = {"name": "Summer", "every_year": "12-25/01-15"}
    days = ClosedDays.model_validate({"code": "us-zz", "years": {"2026": {}}, "closedowns": [shut]})
    assert days.by_date[date(2026, 1, 15)] == "Summer"


def test_a_choice_of_lengths_takes_no_part_without_a_number():
    with pytest.raises(ValidationError, match="needs a number"):
        parse_length({"earlier_of": ["5 business", "prompt"]})


def test_a_law_read_anew_years_later_keeps_the_closed_days_of_the_beginning(campaign):
    asked = Request(agency="us-fbi", law="us", requester="me", items=(Item(number=1, category="contracts"),))
    request_id = campaign.create_request(asked, "fbi", date(2024, 2, 1))
    sent = {"kind": "sent", "date": "2024-02-02", "method": "portal", "entered": "", "by": "test"}
    file, digest = campaign.freeze_law(request_id, date(2024, 2, 2))
    campaign.add_event(request_id, event_from({**sent, "law_file": file, "law_sha256": digest}))
    before = standing(campaign.load(request_id), date(2026, 9, 1)).clock("determination").due
    file, digest = campaign.freeze_law(request_id, date(2026, 8, 3))
    anew = {"kind": "refrozen", "date": "2026-08-03", "reason": "a correction", "entered": "", "by": "test"}
    campaign.add_event(request_id, event_from({**anew, "law_file": file, "law_sha256": digest}))
    after = standing(campaign.load(request_id), date(2026, 9, 1)).clock("determination").due
    assert (after.date, after.skipped, after.warnings) == (before.date, before.skipped, ())


# Steps


def test_a_step_that_was_decided_is_open_again_against_a_later_refusal(stands):
    events = (
        ("sent", "2026-02-02", {"method": "portal"}),
        ("denied", "2026-02-25", {"items": [1]}),
        ("appeal_sent", "2026-03-05"),
        ("appeal_decided", "2026-03-20", {"result": "upheld"}),
    )
    assert states(stands("2026-05-01", "us", *events))["appeal"] == "decided"
    stand = stands("2026-05-01", "us", *events, ("denied", "2026-04-20", {"items": [2, 3]}))
    assert states(stand)["appeal"] == "open" and stand.flag("appeal_open_until")


def test_a_final_production_that_leaves_items_out_can_be_complained_of(stands):
    stand = stands("2026-03-20", "gb", SENT, ("produced", "2026-03-10", {"items": [1], "final": True}))
    assert states(stand)["internal_review"] == "open" and states(stand)["ico"] != "not_yet"


def test_a_day_that_is_only_advised_closes_no_step(stands):
    stand = stands("2026-05-25", "us-me", SENT)
    court = next(one for one in stand.remedies if one.remedy.id == "court")
    assert court.state == "open" and "no limit of law" in court.why


# A law explained, and a campaign, say the same


def explain(*arguments):
    return json.loads(CliRunner().invoke(law_command, ["explain", *arguments, "--json"]).output)


def test_what_is_supposed_for_a_later_day_has_not_happened_yet():
    story = ("us-ca", "--received", "2026-03-02", "--event", "denied:2026-03-10")
    assert explain(*story, "--today", "2026-03-05")["clocks"][0]["met_on"] is None
    assert explain(*story, "--today", "2026-03-10")["clocks"][0]["met_on"] == "2026-03-10"


def test_a_step_is_open_until_the_first_of_its_limits_as_in_a_campaign(stands):
    story = ("us", "--received", "2026-02-02", "--event", "denied:2026-02-25", "--event", "denied:2026-04-20")
    for more in ((), ("--today", "2026-04-30")):
        steps = {one["id"]: one for one in explain(*story, *more)["remedies"]}
        assert (steps["appeal"]["state"], steps["appeal"]["until"]) == ("open", "2026-05-26")


def test_a_partial_production_is_the_same_in_both():
    story = ("us-ca", "--received", "2026-03-02", "--event", "produced:2026-03-10:partial=true")
    assert explain(*story, "--today", "2026-03-20")["clocks"][0]["met_on"] is None
    assert explain("us-ca", "--received", "2026-03-02", "--event", "produced:2026-03-10")["clocks"][0]["met_on"]


# Policy and targets


def test_a_target_that_passed_is_not_so_many_days_late(in_short):
    assert due_words(in_short("2026-06-20", "de", SENT)) == "expected 79 days ago"


def test_a_reviewer_late_by_policy_is_not_said_to_break_the_law(stands, in_short):
    events = (("denied", "2026-03-20", {"final": True}), ("appeal_sent", "2026-04-01"))
    stand = stands("2026-05-20", "gb", SENT, *events)
    assert "policy, not statute" in stand.flag("decision_late").message
    assert due_words(in_short("2026-05-20", "gb", SENT, *events)).startswith("expected")
    assert states(stand)["ico"] == "after"
    assert states(stands("2026-06-20", "gb", SENT, *events))["ico"] == "open", "forty working days of silence"


# Dates that the agency gives


def test_so_many_days_more_put_off_the_date_that_the_agency_gave(stands):
    acknowledged = ("acknowledged", "2026-03-06", {"promised": "2026-05-01"})
    more = ("extension_claimed", "2026-04-20", {"days": 20, "unit": "business"})
    stand = stands("2026-05-20", "us-ny", SENT, acknowledged, more)
    assert due(stand, "promised") == "2026-06-01", "twenty business days after 1 May, without Memorial Day"
    assert not stand.flag("overdue") and "2026-05-01" in stand.clock("promised").due.derivation[0]
    late = ("extension_claimed", "2026-05-04", {"days": 20})
    assert due(stands("2026-05-20", "us-ny", SENT, acknowledged, late), "promised") == "2026-05-01"
    assert due(stands("2026-05-20", "us-ny", SENT, more), "promised") is None


# Waits


def test_a_bill_on_the_last_day_stops_the_clock(stands):
    """The limit had not passed when it came: it ends with the wait at the earliest; our own safe days stay."""
    billed = (("acknowledged", "2026-03-03"), ("fee_estimated", "2026-03-23", {"amount": "50"}))
    assert stands("2026-04-10", "us-or", SENT, *billed).clock("determination").state == "stopped"
    paid = stands("2026-04-20", "us-or", SENT, *billed, ("fee_paid", "2026-04-15", {"amount": "50"}))
    assert due(paid, "determination") == "2026-04-15" and paid.clock("determination").due.sooner == date(2026, 3, 23)
    late = (billed[0], ("fee_estimated", "2026-03-24", {"amount": "50"}))
    assert due(stands("2026-04-10", "us-or", SENT, *late), "determination") == "2026-03-23"


def test_a_bill_that_waits_goes_on_waiting_when_a_question_starts_the_count_anew(stands):
    events = (
        ("fee_estimated", "2026-03-10", {"amount": "50"}),
        ("clarification_asked", "2026-03-12"),
        ("clarified", "2026-03-15"),
        ("fee_paid", "2026-03-25", {"amount": "50"}),
    )
    stand = stands("2026-04-20", "gb", SENT, *events)
    assert due(stand, "determination") == "2026-04-24", "twenty working days after 25 March"


# Outcomes


def test_an_item_that_was_refused_and_then_came_whole_has_come(stands):
    refused = (SENT, ("denied", "2026-03-05", {"items": [1, 2]}))
    stand = stands("2026-05-01", "us-ca", *refused, ("produced", "2026-04-20", {"items": [1]}))
    assert stand.item_outcomes == {1: "granted", 2: "denied", 3: "pending"}
    rest = stands("2026-05-01", "us-ca", *refused, ("produced", "2026-04-20", {"final": True}))
    assert rest.item_outcomes == {1: "partial", 2: "partial", 3: "granted"}


# Slips in what is named


def test_an_appeal_to_a_step_that_the_law_does_not_know_is_still_an_appeal(stands):
    events = (("sent", "2026-02-02", {"method": "portal"}), ("denied", "2026-02-25", {"final": True}))
    stand = stands("2026-05-20", "us", *events, ("appeal_sent", "2026-03-05", {"remedy": "apeal"}))
    assert stand.clock("appeal").state == "met" and stand.clock("appeal_decision").state == "lapsed"


def test_a_decision_on_an_appeal_that_was_not_logged_is_a_contradiction_and_closes_nothing(stands):
    events = (("sent", "2026-02-02", {"method": "portal"}), ("denied", "2026-02-25", {"final": True}))
    stand = stands("2026-06-20", "us", *events, ("appeal_decided", "2026-04-20", {"result": "upheld"}))
    assert "not logged" in stand.flag("contradictory").message
    assert states(stand) == {"appeal": "decided", "mediation": "open", "court": "open"}


def test_a_refusal_that_may_have_come_late_is_safe_from_the_silence_before_it(stands):
    """The month ends on Easter Monday; whether it moves is not known, and the refusal came on the Tuesday."""
    sent = ("sent", "2026-03-06", {"method": "email"})
    stand = stands("2026-04-25", "fr", sent, ("denied", "2026-04-07", {"final": True}))
    assert stand.clock("determination").state == "met"
    assert stand.clock("complaint").due.cautious.isoformat() == "2026-06-06"


def test_a_ruling_logged_as_the_decision_of_a_complaint_meets_the_time_for_it(stands):
    referred = (SENT, ("referred", "2026-03-13"))
    assert stands("2026-06-20", "us-tx", *referred).flag("decision_late")
    for ruling in (("complaint_decided", "2026-05-10"), ("appeal_decided", "2026-05-10", {"result": "upheld"})):
        stand = stands("2026-06-20", "us-tx", *referred, ruling)
        assert stand.clock("appeal_decision").state == "met" and not stand.flag("decision_late")


# Closed days that are not on file


def test_an_agency_late_by_a_count_in_doubt_is_said_to_be_late_in_doubt(stands):
    sent = ("sent", "2035-12-20", {"method": "portal"})
    assert "No closed days are on file for 2036" in stands("2036-02-20", "us", sent).flag("overdue").message
    assert "on file" not in stands("2026-06-20", "us", SENT).flag("overdue").message


def test_no_step_is_open_for_delay_while_the_days_of_the_law_still_run(stands):
    assert "open" not in states(stands("2026-03-10", "us-nm", SENT)).values()
    assert states(stands("2026-03-20", "us-nm", SENT))["court"] == "open"
    assert states(stands("2026-03-20", "us-fl", SENT))["court"] == "open"


# Closed requests


def test_a_closed_request_does_not_keep_our_time_to_appeal_open(stands):
    events = (("sent", "2026-02-02", {"method": "portal"}), ("denied", "2026-02-25", {"final": True}))
    closed = (*events, ("clarification_asked", "2026-03-09"), ("accepted", "2026-03-10"))
    before, after = stands("2026-05-20", "us", *closed), stands("2026-06-20", "us", *closed)
    appeals = [next(one for one in stand.remedies if one.remedy.id == "appeal") for stand in (before, after)]
    assert [(one.state, one.until.isoformat()) for one in appeals] == [("open", "2026-05-26"), ("over", "2026-05-26")]
    assert [flag.name for flag in after.flags] == ["no_exemption_named"] and after.next_steps == ()


def test_a_limit_that_two_steps_share_is_met_by_either(stands):
    read, refused = ("law_confirmed", "2026-03-02", {"source": "the text"}), ("denied", "2026-03-10", {"final": True})
    appeal = (("appeal_sent", "2026-03-25"), ("appeal_decided", "2026-04-10", {"result": "upheld"}))
    for body in ("state", "local"):
        stand = stands("2026-06-20", "us-de", SENT, read, refused, *appeal, given={"body": body})
        assert stand.clock("appeal_decision").state == "met" and not stand.flag("decision_late")


def test_our_own_time_by_policy_is_not_said_to_be_law(stands):
    refused = (SENT, ("denied", "2026-03-20", {"final": True}))
    assert "policy, not statute" in stands("2026-04-20", "gb", *refused).flag("appeal_open_until").message
    assert "policy, not statute" in stands("2026-06-20", "gb", *refused).flag("appeal_lapsed").message


def test_a_promise_of_a_day_that_had_passed_is_none(stands):
    slip = ("acknowledged", "2026-03-06", {"promised": "2026-03-04"})
    stand = stands("2026-03-20", "us-ny", SENT, slip)
    assert stand.clock("promised") is None and not stand.flag("overdue")


@pytest.mark.parametrize("fields", ["items=2", "kind=produced", "date=2026-01-01"])
def test_what_a_supposed_event_cannot_be_is_said(fields):
    arguments = ["explain", "us", "--received", "2026-03-02", "--event", f"denied:2026-03-10:{fields}"]
    assert isinstance(CliRunner().invoke(law_command, arguments).exception, WrongUsage)


def test_the_time_to_refuse_is_not_that_for_what_may_still_be_granted(stands):
    """Berlin has two weeks to refuse, and no days to grant."""
    one = stands("2026-03-20", "de-be", SENT, ("denied", "2026-03-10", {"items": [1]}))
    assert not one.flag("overdue") and one.clock("determination_grant") is not None
    late = stands("2026-03-25", "de-be", SENT, ("denied", "2026-03-20", {"final": True}))
    assert late.clock("determination_refusal").state == "met_late"


def test_a_deposit_of_nothing_is_none(stands):
    stand = stands("2026-06-20", "us-tx", SENT, ("fee_estimated", "2026-03-10", {"amount": "50", "deposit": "0"}))
    assert stand.clock("production").state == "lapsed" and stand.clock("answer_deposit") is None
