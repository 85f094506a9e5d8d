"""Our own limits where answers come piece by piece, late, or not at all: nothing that still runs is hidden."""

from datetime import date

import pytest

SENT = ("sent", "2026-03-02", {"method": "email"})
PORTAL = ("sent", "2026-02-02", {"method": "portal"})
GROUND = {"exemptions": [{"cited": "x"}]}


def running(stand, role="appeal"):
    """Items -> the safe day of each limit of ours that runs."""
    return {
        one.items: str(one.due.cautious) for one in stand.clocks if one.clock.role == role and one.state == "running"
    }


def step(stand, name):
    return next(one for one in stand.remedies if one.remedy.id == name)


# Item by item

MARCH = ("denied", "2026-03-04", {"items": [1], **GROUND})
MAY = ("denied", "2026-05-04", {"items": [2], **GROUND})


def test_refusals_of_two_days_give_two_limits_each_with_its_items(stands):
    stand = stands("2026-05-10", "us", PORTAL, MARCH, MAY)
    assert running(stand) == {(1,): "2026-06-02", (2,): "2026-08-02"}
    words = [flag.message for flag in stand.flags if flag.name == "appeal_open_until"]
    assert any("for item 1," in message for message in words) and any("for item 2," in message for message in words)
    steps = [one.text for one in stand.next_steps if one.command.endswith(" appeal")]
    assert any("item 1" in text for text in steps) and any("item 2" in text for text in steps)


def test_an_appeal_before_the_second_refusal_does_not_answer_it(stands):
    stand = stands("2026-05-10", "us", PORTAL, MARCH, ("appeal_sent", "2026-03-20"), MAY)
    assert running(stand) == {(2,): "2026-08-02"}
    appeal = step(stand, "appeal")
    assert (appeal.state, appeal.items, str(appeal.until)) == ("open", (2,), "2026-08-02")


def test_an_appeal_that_names_its_items_leaves_the_time_for_the_others_running(stands):
    both = ("denied", "2026-03-04", {"items": [1, 2], **GROUND})
    one = ("appeal_sent", "2026-03-20", {"items": [1]})
    stand = stands("2026-04-10", "us", PORTAL, both, one)
    assert running(stand) == {(1, 2): "2026-06-02"} and step(stand, "appeal").state == "open"
    rest = ("appeal_sent", "2026-03-25", {"items": [2]})
    stand = stands("2026-04-10", "us", PORTAL, both, one, rest)
    assert running(stand) == {} and step(stand, "appeal").state == "taken"


def test_a_decision_on_one_item_leaves_the_appeal_of_the_other_open(stands):
    both = ("denied", "2026-03-04", {"items": [1, 2], **GROUND})
    appeals = [("appeal_sent", "2026-03-20", {"items": [1]}), ("appeal_sent", "2026-03-25", {"items": [2]})]
    decided = ("appeal_decided", "2026-04-10", {"result": "upheld", "items": [1]})
    assert "appeal" in stands("2026-04-20", "us", PORTAL, both, *appeals, decided).tracks
    other = ("appeal_decided", "2026-04-12", {"result": "upheld", "items": [2]})
    assert "appeal" not in stands("2026-04-20", "us", PORTAL, both, *appeals, decided, other).tracks


def test_two_letters_of_one_day_start_one_limit_for_the_items_of_both(stands):
    none = ("no_records", "2026-03-04", {"items": [3]})
    assert running(stands("2026-03-10", "us", PORTAL, MARCH, none)) == {(1, 3): "2026-06-02"}


def test_what_a_final_answer_leaves_out_is_what_the_limit_is_about(stands):
    final = ("produced", "2026-03-04", {"items": [1], "final": True})
    assert running(stands("2026-03-10", "us", PORTAL, final)) == {(2, 3): "2026-06-02"}


# Late signs of life, and a second silence


@pytest.mark.parametrize(
    "code, given, limit, safe",
    [
        ("us-in", {}, "complaint", "2026-04-08"),  # seven days to 9 March, thirty days from there
        ("us-ny", {}, "appeal", "2026-04-08"),  # five business days to 9 March, thirty days from there
        ("us-sd", {"written_step": "yes"}, "appeal", "2026-06-14"),  # ten to 16 March, ninety days from there
    ],
)
def test_a_late_acknowledgement_does_not_end_our_time_against_the_silence_before_it(stands, code, given, limit, safe):
    silent = stands("2026-03-18", code, SENT, given=given).clock(limit)
    assert (silent.state, str(silent.due.cautious)) == ("running", safe)
    late = stands("2026-03-20", code, SENT, ("acknowledged", "2026-03-19"), given=given).clock(limit)
    assert (late.state, str(late.due.cautious)) == ("running", safe)
    assert "only on Thu 2026-03-19 was anything heard" in late.due.derivation[0]


def test_an_acknowledgement_in_time_leaves_nothing_to_attack(stands):
    assert stands("2026-03-20", "us-ny", SENT, ("acknowledged", "2026-03-06")).clock("appeal") is None


def test_an_answer_ends_the_time_against_a_late_acknowledgement(stands):
    story = (SENT, ("acknowledged", "2026-03-19"), ("produced", "2026-03-25", {"final": True}))
    assert running(stands("2026-03-26", "us-ny", *story)) == {}


def test_a_second_silence_gives_a_second_time_and_says_that_it_may_be_late(stands):
    """New York: no acknowledgement in five business days, then the day that the agency named itself."""
    late = ("acknowledged", "2026-03-12", {"promised": "2026-04-10"})
    both = stands("2026-04-12", "us-ny", SENT, late)
    appeals = [(one.state, str(one.due.cautious)) for one in both.clocks if one.clock.id == "appeal"]
    assert appeals == [("lapsed", "2026-04-08"), ("running", "2026-05-10")]
    flag = both.flag("appeal_open_until")
    assert "From a first silence it ended on Wed 2026-04-08" in flag.message and not both.flag("appeal_lapsed")
    assert str(step(both, "appeal").until) == "2026-05-10"
    gone = stands("2026-05-20", "us-ny", SENT, late)
    assert gone.flag("appeal_lapsed") and not gone.flag("appeal_open_until")


def test_of_two_limits_that_run_for_the_same_items_the_first_to_end_is_the_one_to_keep(stands):
    late = ("acknowledged", "2026-03-10", {"promised": "2026-03-20"})
    stand = stands("2026-03-25", "us-ny", SENT, late)
    assert len([one for one in stand.clocks if one.clock.id == "appeal" and one.state == "running"]) == 2
    assert [str(one.by) for one in stand.next_steps if one.command.endswith(" appeal")] == ["2026-04-08"]


# What cannot move a clock


@pytest.mark.parametrize("code, clock", [("us-ca", "determination"), ("us", "determination"), ("gb", "determination")])
def test_an_extension_or_a_question_dated_before_the_request_moves_nothing(stands, code, clock):
    plain = stands("2026-03-05", code, SENT).clock(clock).due.date
    early = [("extension_claimed", "2026-02-20", {"days": 10}), ("clarification_asked", "2026-02-20")]
    for event in early:
        stand = stands("2026-03-05", code, event, SENT)
        assert stand.clock(clock).due.date == plain and stand.clock(clock).due.extension is None
        assert {event[0].replace("_", "-"), "sent"} <= {
            one.split("-", 3)[3].rsplit("-", 1)[0] for one in stand.flag("contradictory").events
        }


# While somebody decides


def test_nobody_writes_back_while_a_tribunal_has_the_case(stands):
    """A tribunal has no limit to decide within: that the appeal is open shows in its track alone."""
    refused = ("denied", "2026-03-20", {"final": True, **GROUND})
    review = [("appeal_sent", "2026-03-25"), ("appeal_decided", "2026-04-20", {"result": "upheld"})]
    complaint = [("complaint_filed", "2026-04-25", {"body": "the Commissioner"}), ("complaint_decided", "2026-06-01")]
    tribunal = ("appeal_sent", "2026-06-10", {"remedy": "tribunal"})
    stand = stands("2026-06-20", "gb", SENT, refused, *review, *complaint, tribunal)
    assert "appeal" in stand.tracks and stand.ball == "agency"
    assert not any("write back" in one.text for one in stand.next_steps)


# France: the answer after the commission


def test_in_france_a_refusal_in_words_after_the_commission_starts_the_time_to_court(stands):
    story = (SENT, ("complaint_filed", "2026-04-20", {"body": "CADA"}))
    refused = ("denied", "2026-05-20", {"received": "2026-05-22", **GROUND})
    stand = stands("2026-06-01", "fr", *story, refused)
    court = stand.clock("court")
    assert (court.state, str(court.due.cautious)) == ("running", "2026-07-20"), "two months from the letter's own day"
    assert stand.clock("appeal_decision").state == "met"
    assert (step(stand, "cada").state, step(stand, "court").state) == ("decided", "open")
    assert stand.clock("complaint") is None or stand.clock("complaint").state != "running", (
        "the commission had the case"
    )
    before = stands("2026-04-10", "fr", SENT, ("denied", "2026-03-20", GROUND))
    assert before.clock("complaint").state == "running" and before.clock("court") is None


# Days on which the office was shut

SHUT = {"days": ["2026-03-31"], "reason": "a flood"}


def test_a_closure_moves_the_open_clock_of_the_agency_and_says_so(stands):
    plain = stands("2026-03-25", "gb", SENT).clock("determination").due
    shut = stands("2026-04-01", "gb", SENT, ("office_closed", "2026-04-01", SHUT)).clock("determination").due
    assert (plain.date, shut.date) == (date(2026, 3, 31), date(2026, 4, 1))
    assert any("Tue 2026-03-31, the office was closed: a flood." in line for line in shut.derivation)


def test_a_closure_on_the_last_day_of_calendar_days_moves_it_and_says_so(stands):
    story = (SENT, ("office_closed", "2026-03-12", {"days": ["2026-03-12"], "reason": "a flood"}))
    moved = stands("2026-03-12", "us-ca", *story).clock("determination").due
    assert moved.date == date(2026, 3, 13)
    assert any("Thu 2026-03-12 (the office was closed: a flood)" in line for line in moved.derivation)


def test_a_closure_lengthens_no_limit_of_ours(stands):
    """Whether a filing may wait for the door to open again is for a court to say; nobody is told to rely on it."""
    refused = ("denied", "2026-03-04", GROUND)
    last = stands("2026-03-10", "us", PORTAL, refused).clock("appeal").due.date
    closed = ("office_closed", "2026-03-09", {"days": [last.isoformat()], "reason": "a flood"})
    assert stands("2026-03-10", "us", PORTAL, refused, closed).clock("appeal").due.date == last
