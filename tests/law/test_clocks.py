"""One clock from one start: the date, the cautious date, the audit of an extension, and words that agree with them."""

from datetime import date

import pytest

from frkit.law.calendars import Calendar, ClosedDays
from frkit.law.clocks import StartFact, run
from frkit.law.counting import Stop
from frkit.law.extensions import Claim
from frkit.law.rule_types import Clock, Extension

CALENDAR = Calendar(ClosedDays(code="us", years={2026: {"05-25": "Memorial Day", "06-19": "Juneteenth"}}))


def clock(length="20 business", binds="agency", role="determination", rolls="forward", **more):
    starts = [{"on": "received_by_agency", "day": "received"}]
    return Clock(
        id="x",
        role=role,
        binds=binds,
        length=length,
        starts=starts,
        basis="statute",
        citation="§ 1",
        rolls=rolls,
        **more,
    )


def started(day, **more):
    return StartFact(date.fromisoformat(day), "received_by_agency", "the agency received the request", **more)


def extension(mode="additional", length="10 business", **more):
    return Extension(of="x", mode=mode, length=length, citation="§ 2", **more)


def claim(made_on, until=None, days=None):
    return Claim("e", date.fromisoformat(made_on), date.fromisoformat(until) if until else None, days)


def test_the_date_comes_with_start_rule_citation_and_basis():
    due = run(clock(), started("2026-05-04"), CALENDAR)
    assert due.date == date(2026, 6, 2)
    text = "\n".join(due.derivation)
    assert "Mon 2026-05-04" in text and "§ 1 (statute)" in text and "Memorial Day" in text


def test_policy_is_never_called_statute():
    policy = clock().model_copy(update={"basis": "policy"})
    assert "(policy, not statute)" in run(policy, started("2026-05-04"), CALENDAR).derivation[1]


def test_a_law_without_a_number_gives_no_date():
    due = run(clock(length="prompt", binding="prompt"), started("2026-05-04"), CALENDAR)
    assert due.date is None and due.cautious is None
    assert "promptly, no number stated" in due.derivation[1]


def test_an_unproven_receipt_is_provisional():
    due = run(clock(), started("2026-05-04", confirmed=False), CALENDAR)
    assert not due.confirmed and "provisional" in due.derivation[0]


def test_the_requesters_safe_day_does_not_rely_on_the_roll():
    due = run(clock("30 calendar", binds="requester", role="appeal"), started("2026-04-23"), CALENDAR)
    assert due.date == date(2026, 5, 26) and due.cautious == date(2026, 5, 23)


def test_the_requesters_safe_day_counts_from_the_earlier_of_letter_and_receipt():
    start = started("2026-04-08", earliest=date(2026, 4, 1))
    due = run(clock("30 calendar", binds="requester", role="appeal"), start, CALENDAR)
    assert due.date == date(2026, 5, 8) and due.cautious == date(2026, 5, 1)


def test_the_agencys_day_is_the_latest_lawful_one_where_the_roll_is_not_known():
    due = run(clock("10 calendar", rolls="unknown"), started("2026-05-13"), CALENDAR)
    assert due.date == date(2026, 5, 26)
    requester = run(clock("10 calendar", rolls="unknown", binds="requester"), started("2026-05-13"), CALENDAR)
    assert requester.date == date(2026, 5, 23)


def test_an_extension_within_the_law_moves_the_date():
    due = run(
        clock(), started("2026-05-04"), CALENDAR, extensions=(extension(),), claims=(claim("2026-05-20", "2026-06-10"),)
    )
    assert due.date == date(2026, 6, 10) and due.extension.lawful


def test_an_extension_beyond_the_law_moves_the_date_to_the_most_the_law_allows():
    due = run(
        clock(), started("2026-05-04"), CALENDAR, extensions=(extension(),), claims=(claim("2026-05-20", "2026-08-10"),)
    )
    assert due.date == date(2026, 6, 16)
    assert not due.extension.lawful and due.extension.allowed == date(2026, 6, 16)
    assert "more than the law allows" in due.extension.problems[0]


def test_days_claimed_count_in_the_clocks_own_unit():
    due = run(
        clock(), started("2026-05-04"), CALENDAR, extensions=(extension(),), claims=(claim("2026-05-20", days=5),)
    )
    assert due.date == date(2026, 6, 9)


def test_an_extension_claimed_after_the_limit_revives_nothing():
    late = claim("2026-06-03", "2026-06-10")
    for rule in (extension(), extension(mode="open_date", length=None), extension(notice_within="original_limit")):
        due = run(clock(), started("2026-05-04"), CALENDAR, extensions=(rule,), claims=(late,))
        assert due.date == date(2026, 6, 2) and not due.extension.lawful


def test_a_total_counts_from_the_start_and_not_on_top():
    rule = extension(mode="total", length="25 business")
    due = run(clock(), started("2026-05-04"), CALENDAR, extensions=(rule,), claims=(claim("2026-05-20", "2026-08-10"),))
    assert due.date == date(2026, 6, 9)


def test_a_law_without_extension_lets_nothing_move():
    due = run(clock(), started("2026-05-04"), CALENDAR, extensions=(), claims=(claim("2026-05-20", "2026-06-10"),))
    assert due.date == date(2026, 6, 2) and not due.extension.lawful


def test_two_claims_do_not_stack_beyond_the_cap():
    claims = (claim("2026-05-20", days=10), claim("2026-06-10", days=10))
    due = run(clock(), started("2026-05-04"), CALENDAR, extensions=(extension(),), claims=claims)
    assert due.date == date(2026, 6, 16)


def test_an_open_ended_claim_without_a_date_moves_nothing():
    rule = extension(mode="open_date", length=None)
    due = run(clock(), started("2026-05-04"), CALENDAR, extensions=(rule,), claims=(claim("2026-05-20"),))
    assert due.date == date(2026, 6, 2) and "names no date" in due.extension.problems[0]


def test_guidance_is_named_as_guidance():
    rule = extension(mode="open_date", length=None, guideline="20 business", guideline_citation="the Code")
    due = run(clock(), started("2026-05-04"), CALENDAR, extensions=(rule,), claims=(claim("2026-05-20", "2026-08-28"),))
    assert due.date == date(2026, 8, 28)
    assert any("Guidance, not law" in line and "the Code" in line for line in due.derivation)


def test_a_standing_clock_says_since_when():
    due = run(clock(), started("2026-05-04"), CALENDAR, stops=(Stop(date(2026, 5, 11), None, "the agency waits"),))
    assert due.date is None and due.stopped_since == date(2026, 5, 11)


def test_years_without_closed_days_on_file_are_warned_of():
    due = run(clock(), started("2027-05-04"), CALENDAR)
    assert "2027" in due.warnings[0]


@pytest.mark.parametrize("choice", ["earlier_of", "later_of"])
def test_a_choice_of_lengths_takes_the_right_one(choice):
    due = run(clock({choice: ["10 business", "30 calendar"]}), started("2026-05-04"), CALENDAR)
    assert due.date == (date(2026, 5, 18) if choice == "earlier_of" else date(2026, 6, 3))
