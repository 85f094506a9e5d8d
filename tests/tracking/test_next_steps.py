"""What to do now: in the order of what would be lost, each once, each with the command that does or logs it."""

from __future__ import annotations

from datetime import date

import pytest

from frkit.tracking.next_steps import NextStep

SENT = ("sent", "2026-03-02", {"method": "email"})
REMINDED = ("followed_up", "2026-03-20", {"about": "overdue"})


def commands(stand):
    return [step.command for step in stand.next_steps]


def of_reminders(stand):
    return [step for step in stand.next_steps if step.command.endswith(" overdue")]


# A reply that nobody has read


def test_an_unread_reply_is_read_before_the_agency_is_reminded(stands):
    late = stands("2026-03-20", "us-ca", SENT)
    stand = stands("2026-03-20", "us-ca", SENT, ("arrived", "2026-03-18"))
    assert of_reminders(late) and not of_reminders(stand)
    first = stand.next_steps[0]
    assert first.text.startswith("Read what came") and first.rank == of_reminders(late)[0].rank
    assert "frkit request show" in first.command


def test_an_unread_reply_stands_in_for_the_steps_that_silence_opens(stands):
    silent = stands("2026-04-20", "us-mi", SENT)
    assert any("Silence counts as a refusal" in step.text for step in silent.next_steps)
    stand = stands("2026-04-20", "us-mi", SENT, ("arrived", "2026-04-18"))
    assert not any("Silence counts" in step.text for step in stand.next_steps)
    assert stand.next_steps[0].text.startswith("Read what came")


def test_no_step_against_a_fee_is_named_where_none_was_asked(stands):
    silent = stands("2026-04-20", "us-mi", SENT)
    assert not any("about a fee" in step.text for step in silent.next_steps)
    billed = stands("2026-04-20", "us-mi", SENT, ("fee_estimated", "2026-03-10", {"amount": "1200"}))
    assert any("about a fee" in step.text for step in billed.next_steps)


def test_what_became_of_each_item_is_said_in_its_own_words(stands):
    refused = ("denied", "2026-03-10", {"items": [1]})
    none = ("no_records", "2026-03-10", {"items": [2]})
    stand = stands("2026-03-20", "us-fl", SENT, refused, none)
    assert any(step.text.startswith("Item 1 was refused; item 2 was not found: ") for step in stand.next_steps)


def test_an_unread_reply_hides_no_limit_of_ours(stands):
    refused = ("denied", "2026-03-10", {"items": [1], "exemptions": [{"cited": "s.31"}]})
    stand = stands("2026-05-01", "gb", SENT, refused, ("arrived", "2026-04-28"))
    assert stand.next_steps[0].command.endswith(" appeal") and stand.next_steps[0].rank == 0


def test_an_automatic_reply_is_not_waited_for(stands):
    stand = stands("2026-03-20", "us-ca", SENT, ("arrived", "2026-03-18", {"automatic": True}))
    assert of_reminders(stand)


# Reminders


def test_a_reminder_that_went_out_is_left_to_work_for_two_weeks(stands):
    before = of_reminders(stands("2026-03-20", "us-ca", SENT))[0]
    fresh = of_reminders(stands("2026-03-24", "us-ca", SENT, REMINDED))[0]
    again = of_reminders(stands("2026-04-03", "us-ca", SENT, REMINDED))[0]
    assert fresh.rank > before.rank == again.rank
    assert fresh.text.startswith("Remind the agency again (the last reminder went out on Fri 2026-03-20)")


def test_a_letter_before_the_limit_was_no_reminder_of_it(stands):
    early = ("followed_up", "2026-03-06", {"about": "overdue"})
    assert "again" not in of_reminders(stands("2026-03-20", "us-ca", SENT, early))[0].text


def test_one_request_is_reminded_of_one_thing(stands):
    """New Jersey: the seven days have passed, and some records are due promptly as well."""
    stand = stands("2026-04-20", "us-nj", SENT)
    assert len(of_reminders(stand)) == 1


def test_a_promise_stands_behind_an_answer_that_the_law_wants(stands):
    called = ("call", "2026-03-04", {"said": "by Friday", "promised": "2026-03-06"})
    stand = stands("2026-03-20", "us-ca", SENT, called)
    texts = [step.text.split(" ")[0] for step in stand.next_steps]
    assert texts.index("Remind") < texts.index("Ask")
    assert any(one.startswith("frkit log call ") for one in commands(stand))


def test_a_late_receipt_stands_behind_a_late_answer(stands):
    stand = stands("2026-03-12", "us-ny", SENT)
    receipt = next(one for one in stand.next_steps if one.letter == "unacknowledged")
    overdue = of_reminders(stands("2026-03-20", "us-ca", SENT))[0]
    assert "No acknowledgement" in receipt.text and receipt.rank > overdue.rank


def test_who_is_late_the_longest_comes_first():
    old = NextStep("Remind.", "", None, 3, date(2026, 1, 9))
    new = NextStep("Remind.", "", None, 3, date(2026, 3, 9))
    lapsing = NextStep("Appeal.", "", date(2026, 5, 1), 3)
    undated = NextStep("Object.", "", None, 3)
    assert sorted([undated, new, old, lapsing], key=lambda one: one.urgency) == [lapsing, old, new, undated]


# Steps against a refusal or silence


def test_silence_names_the_steps_that_it_opens(stands):
    stand = stands("2026-04-20", "us-mi", SENT)
    step = next(one for one in stand.next_steps if "Silence counts" in one.text)
    assert "appeal to the head of the public body" in step.text and "file suit in Circuit court" in step.text
    assert step.command.startswith("frkit letter ") and step.command.endswith(" appeal")


def test_a_step_that_a_limit_names_is_not_named_again(stands):
    """New Jersey gives 45 days after silence, to the council or to court: two steps, each with its day."""
    stand = stands("2026-03-20", "us-nj", SENT)
    assert not any("Silence counts" in step.text for step in stand.next_steps)
    assert sum("Complain to" in step.text for step in stand.next_steps) == 1
    assert sum("File suit" in step.text for step in stand.next_steps) == 1


def test_a_refusal_on_the_day_of_a_silence_gives_each_step_once_for_all_items(stands):
    glomar = ("neither_confirm_nor_deny", "2026-03-11", {"items": [1], "exemptions": [{"cited": "x"}]})
    stand = stands("2026-03-20", "us-nj", SENT, glomar)
    told = [step for step in stand.next_steps if "Complain to" in step.text]
    assert len(told) == len({step.by for step in told})
    assert all(step.letter == "complaint" and "Government Records Council" in step.text for step in told)


def test_a_complaint_is_a_letter_and_a_suit_asks_for_the_court(stands):
    stand = stands("2026-03-20", "us-nj", SENT)
    assert any(step.letter == "complaint" and "Government Records Council" in step.text for step in stand.next_steps)
    suit = next(one for one in commands(stand) if "suit-filed" in one)
    assert suit.endswith("--date DATE --court COURT"), "Superior Court, Law Division: which county, the law cannot say"


@pytest.mark.parametrize("code", ["us-la", "us-va", "us-or", "us-mi", "us-nj", "us", "ie", "fr", "de", "gb"])
def test_no_step_after_silence_only_points_to_why(code, stands):
    stand = stands("2026-06-20", code, SENT)
    against = [one for one in stand.next_steps if "Silence counts" in one.text or "The reviewer" in one.text]
    assert all(not one.command.startswith("frkit why") for one in against)


def test_a_late_reviewer_brings_the_next_step(stands):
    refused = ("denied", "2026-03-10", {"exemptions": [{"cited": "87(2)"}]})
    stand = stands("2026-06-20", "us-ny", SENT, refused, ("appeal_sent", "2026-03-20"))
    step = next(one for one in stand.next_steps if "The reviewer is late" in one.text)
    assert "Open now: file suit in" in step.text and step.command.startswith("frkit log suit-filed ")


def test_an_objection_is_made_once(stands):
    long_one = ("extension_claimed", "2026-03-04", {"until": "2026-06-30"})
    proven = ("received_by_agency", "2026-03-02", {"proof": "receipt.pdf"})
    stand = stands("2026-03-06", "us-ca", SENT, proven, long_one)
    assert any(step.letter == "extension" and step.text.startswith("Object.") for step in stand.next_steps)
    objected = ("followed_up", "2026-03-06", {"about": "extension"})
    after = stands("2026-03-07", "us-ca", SENT, proven, long_one, objected)
    assert not any("Object." in step.text for step in after.next_steps)


def test_a_limit_for_our_answer_is_met_with_that_answer(stands):
    """Oregon closes a request 60 days after a bill that nobody answers: one step, not one for the bill besides."""
    stand = stands("2026-03-20", "us-or", SENT, ("fee_estimated", "2026-03-10", {"amount": "1200"}))
    assert [step.letter for step in stand.next_steps][:1] == ["fee-waiver"]
    assert len([step for step in stand.next_steps if step.letter == "fee-waiver"]) == 1
    assert "or it may close the request" in stand.next_steps[0].text and stand.next_steps[0].by is not None


def test_a_refusal_is_answered_before_the_rest_is_asked_for(stands):
    """Oregon: silence about items 2 and 3 counts as a refusal too, but what was refused comes first."""
    stand = stands("2026-04-20", "us-or", SENT, ("denied", "2026-03-10", {"items": [1]}))
    first = next(step for step in stand.next_steps if step.command.startswith("frkit letter"))
    assert "Item 1 was refused" in first.text and not first.command.endswith(" overdue")


def test_a_time_to_appeal_that_was_missed_is_said_with_what_is_left(stands):
    """New York: no receipt in five days is a refusal, and the thirty days from there are over."""
    before = stands("2026-04-08", "us-ny", SENT, pack="first-contact")
    assert not any("Ask anew" in step.text for step in before.next_steps)
    stand = stands("2026-04-09", "us-ny", SENT, pack="first-contact")
    step = next(one for one in stand.next_steps if "Ask anew" in one.text)
    assert "ended on Wed 2026-04-08" in step.text
    assert step.command == "frkit request new --agency some-agency --pack first-contact"
    appealed = stands("2026-04-20", "us-ny", SENT, ("appeal_sent", "2026-04-01"))
    assert not any("Ask anew" in step.text for step in appealed.next_steps)
