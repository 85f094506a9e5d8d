"""What the letters during a request say and refuse to say, kind by kind."""

from __future__ import annotations

import pytest

from frkit.base.errors import FrkitError
from frkit.law.loading import load_jurisdiction
from frkit.letters.matter import Said

SENT = ("sent", "2026-03-02", {"method": "email"})
RECEIVED = ("received_by_agency", "2026-03-03")
BILL = ("fee_estimated", "2026-03-12", {"amount": "1250.00"})
ASKED = ("clarification_asked", "2026-03-10", {"question": "Which units do you mean?"})


def flat(letter):
    return " ".join(letter.text.split())


def reminder(day):
    return ("followed_up", day, {"about": "overdue"})


def refused(letter_under, *what, **more):
    with pytest.raises(FrkitError) as caught:
        letter_under(*what, **more)
    assert caught.value.remedy
    return str(caught.value)


# ---------------------------------------------------------------- an answer before its turn


def test_where_the_law_knows_no_way_to_be_answered_first_no_letter_pretends_one(letter_under):
    told = refused(letter_under, "expedited", "us-ca", "2026-03-03", SENT)
    assert "knows no way to be answered first" in told and "ordinary letter" in told


def test_why_it_is_urgent_is_a_blank_until_the_person_says_it(letter_under):
    without = letter_under("expedited", "us", "2026-03-03", SENT)
    assert "[why this request is urgent, and on which ground]" in flat(without)
    assert any(task.startswith("Say why it is urgent") for task in without.to_do)
    told = letter_under("expedited", "us", "2026-03-03", SENT, said=Said(text="The vote is in May."))
    assert "The vote is in May." in flat(told) and "[" not in told.text


def test_reasons_are_certified_only_where_the_law_wants_that(letter_under):
    said = Said(text="The vote is in May.")
    federal, utah = (letter_under("expedited", code, "2026-03-03", SENT, said=said) for code in ("us", "us-ut"))
    assert "I certify that" in flat(federal) and any("sign it only if" in task for task in federal.to_do)
    assert "certify" not in flat(utah) and "sets 5 business days for the answer" in flat(utah)


def test_the_answer_that_makes_the_shorter_limit_count_is_named(letter_under):
    letter = letter_under("expedited", "in", "2026-03-03", SENT, given={"expedited": "no"})
    assert any("'expedited' under 'given' must be 'yes'" in task for task in letter.to_do)
    assert "48 hours" in flat(letter)


# ---------------------------------------------------------------- fees


def test_a_waiver_cites_a_provision_only_where_the_law_on_file_has_one_for_the_public(letter_under):
    oregon, jersey, court = (
        letter_under("fee-waiver", code, "2026-03-04", SENT) for code in ("us-or", "us-nj", "us-ri")
    )
    assert "under ORS 192.324(4)-(6)" in flat(oregon)
    for letter in (jersey, court):
        assert "I cite no provision" in flat(letter) and letter.facts["waiver"]["citation"] not in flat(letter)
        assert any("names no waiver in the public interest" in task for task in letter.to_do)


def test_nobody_asks_in_the_public_interest_for_their_own_data(letter_under):
    assert "own data" in refused(letter_under, "fee-waiver", "gb-sar", "2026-03-16", SENT)


def test_nothing_is_said_of_the_requester_that_nobody_stated(letter_under):
    unsaid = letter_under("fee-waiver", "us-il", "2026-03-04", SENT)
    assert "[say that you do not ask for a commercial purpose, if that is so]" in flat(unsaid)
    assert "[how you will make public what you learn]" in flat(unsaid)
    private = letter_under("fee-waiver", "us-il", "2026-03-04", SENT, given={"requester_class": "private"})
    assert "I do not ask for a commercial purpose." in flat(private)
    company = letter_under("fee-waiver", "us-il", "2026-03-04", SENT, given={"requester_class": "commercial"})
    assert "I do not ask" not in flat(company) and any("ask commercially" in task for task in company.to_do)


def test_a_fee_that_was_settled_is_not_disputed(letter_under):
    assert "No fee is logged" in refused(letter_under, "fee", "us", "2026-03-16", SENT)
    for kind, words in (("fee_agreed", "You agreed"), ("waiver_granted", "gave up its fee")):
        assert words in refused(letter_under, "fee", "us", "2026-03-16", SENT, BILL, (kind, "2026-03-13"))
    paid = ("fee_paid", "2026-03-13", {"amount": "1250.00"})
    assert "named on 2026-03-12 is paid" in refused(letter_under, "fee", "us", "2026-03-16", SENT, BILL, paid)
    again = letter_under("fee", "us", "2026-03-16", SENT, BILL, ("fee_disputed", "2026-03-13"))
    assert "$1,250.00" in again.text


def test_a_price_keeps_its_currency_and_the_law_its_words(letter_under):
    sweden = letter_under("fee", "se", "2026-03-16", SENT, BILL)
    assert "SEK 1,250.00" in sweden.text and "the price of a page is SEK 2.00" in flat(sweden)
    euros = ("fee_estimated", "2026-03-12", {"amount": "80", "currency": "EUR"})
    assert "€80.00" in letter_under("fee", "se", "2026-03-16", SENT, euros).text
    michigan = flat(letter_under("fee", "us-mi", "2026-03-05", SENT, ("fee_estimated", "2026-03-04", {"amount": "9"})))
    assert "labor" in michigan or "up to $0.10" in michigan
    assert "has passed" not in michigan


def test_advice_to_the_requester_does_not_go_to_the_agency(letter_under):
    for code in ("us-dc", "us-wy"):
        assert "check the" not in flat(letter_under("fee", code, "2026-03-16", SENT, BILL)).lower()


# ---------------------------------------------------------------- answers and offers


def test_an_answer_is_the_persons_own_or_a_blank(letter_under):
    blank = letter_under("clarification", "us", "2026-03-16", SENT, ASKED)
    assert "[your answer to the question]" in blank.text and '"Which units do you mean?"' in flat(blank)
    listed = "Please search:\n- the investigation unit\n- procurement\n\n= and no other"
    told = letter_under("clarification", "us", "2026-03-16", SENT, ASKED, said=Said(text=listed)).text
    assert "Please search:\n\n- the investigation unit\n- procurement\n" in told and "= and no other" in told


def test_a_question_that_does_not_wait_is_not_answered_twice(letter_under):
    assert "No question" in refused(letter_under, "clarification", "us", "2026-03-16", SENT)
    answered = refused(letter_under, "clarification", "us", "2026-03-16", SENT, ASKED, ("clarified", "2026-03-12"))
    assert "does not wait for us any more" in answered


def test_the_time_is_said_to_have_waited_only_where_a_clock_really_stood_still(letter_under):
    first = letter_under("clarification", "us", "2026-03-16", SENT, ASKED)
    assert "stood still until this letter" in flat(first)
    answered = ("clarified", "2026-03-11")
    second = ("clarification_asked", "2026-03-13", {"question": "And where?"})
    again = letter_under("clarification", "us", "2026-03-16", SENT, ASKED, answered, second)
    assert again.facts["question"]["pause"] is None and "stood still" not in flat(again)
    california = letter_under("clarification", "us-ca", "2026-03-11", SENT, ASKED)
    assert [one.effect for one in load_jurisdiction("us-ca").tolling] == ["none"]
    assert california.facts["question"]["pause"] is None


def test_an_offer_narrows_what_was_named_and_nothing_else(letter_under):
    some = letter_under("narrowing", "us-or", "2026-03-16", SENT, BILL, said=Said(items=(3, 1)))
    assert some.facts["narrowing"]["numbers"] == [1, 3] and some.facts["narrowing"]["rest"] == [2, 4, 5, 6]
    assert "an offer and not a withdrawal" in flat(some) and "my answer to your fee estimate" in flat(some)
    own = letter_under("narrowing", "us-or", "2026-03-16", SENT, said=Said(items=(3,), text="Final contracts only."))
    assert "Final contracts only." in own.text and own.facts["narrowing"]["offers"] == []
    assert "no item 9" in refused(letter_under, "narrowing", "us", "2026-03-16", SENT, said=Said(items=(9,)))
    came = ("produced", "2026-03-10", {"items": [2]})
    assert "has an answer" in refused(letter_under, "narrowing", "us", "2026-03-16", SENT, came, said=Said(items=(2,)))


def test_nobody_asks_whether_a_request_arrived_that_was_heard_of(letter_under):
    early = refused(letter_under, "unacknowledged", "us-or", "2026-03-04", SENT)
    assert "until 2026-03-09 to confirm" in early
    known = refused(letter_under, "unacknowledged", "us-or", "2026-03-16", SENT, ("acknowledged", "2026-03-05"))
    assert "has arrived" in known
    machine = ("acknowledged", "2026-03-02", {"automatic": True})
    still = flat(letter_under("unacknowledged", "us-or", "2026-03-16", SENT, machine))
    assert "Apart from an automatic reply of March 2, 2026" in still and "You acknowledged" not in still


# ---------------------------------------------------------------- extensions


def test_a_lawful_extension_is_not_objected_to(letter_under):
    lawful = ("extension_claimed", "2026-03-10", {"days": 14, "unit": "calendar"})
    told = refused(letter_under, "extension", "us-ca", "2026-03-12", SENT, lawful)
    assert "is lawful: the agency has until Thu 2026-03-26" in told
    open_date = ("extension_claimed", "2026-03-05", {"until": "2026-08-01"})
    assert "is lawful" in refused(letter_under, "extension", "us-or", "2026-03-12", SENT, open_date)
    assert "No extension is logged" in refused(letter_under, "extension", "us-ca", "2026-03-12", SENT)


def test_more_than_the_law_allows_is_set_beside_what_it_allows(letter_under):
    claim = ("extension_claimed", "2026-03-09", {"until": "2026-09-30"})
    letter = flat(letter_under("extension", "us", "2026-03-10", SENT, RECEIVED, claim))
    assert "at most 10 working days" in letter and "The longest extension ends on April 14, 2026" in letter
    assert "September 30, 2026, is 169 days later" in letter and "Please answer by that day" in letter


def test_an_objection_that_rests_on_the_day_of_sending_says_so(letter_under):
    late = ("extension_claimed", "2026-03-20", {"days": 14, "unit": "calendar"})
    letter = letter_under("extension", "us-ca", "2026-03-22", SENT, late)
    assert "if you received the request on the day on which I sent it" in flat(letter)
    assert any("received-by-agency" in task for task in letter.to_do)
    proven = letter_under("extension", "us-ca", "2026-03-22", SENT, ("received_by_agency", "2026-03-02"), late)
    assert "if you received" not in flat(proven)


# ---------------------------------------------------------------- reminders


def test_reminders_rise_with_those_that_were_sent_since_the_limit_fell(letter_under):
    before_the_limit = reminder("2026-03-20")
    first = letter_under("overdue", "us", "2026-04-10", SENT, before_the_limit)
    second = letter_under("overdue", "us", "2026-04-20", SENT, reminder("2026-04-10"))
    third = letter_under("overdue", "us", "2026-05-10", SENT, reminder("2026-04-10"), reminder("2026-04-20"))
    fourth = letter_under(
        "overdue", "us", "2026-06-10", SENT, *map(reminder, ("2026-04-10", "2026-04-20", "2026-05-10"))
    )
    assert [one.facts["late"]["tone"] for one in (first, second, third, fourth)] == [1, 2, 3, 3]
    assert "tell me in writing" in flat(first) and "by return" in flat(second)
    assert "I wrote to you about this on April 10, 2026 and have had no answer to that." in flat(second)
    assert len(second.text) < len(first.text)


def test_the_third_names_the_next_step_of_the_law_and_asks_for_an_answer_all_the_same(letter_under):
    sent_before = (reminder("2026-04-10"), reminder("2026-04-20"))
    federal = letter_under("overdue", "us", "2026-05-10", SENT, *sent_before)
    assert "5 U.S.C. § 552(a)(6)(C)(i): no answer in time counts as a refusal" in flat(federal)
    assert "appeal: Head of the agency" in flat(federal) and "I would much rather have your answer" in flat(federal)
    florida = letter_under("overdue", "us-fl", "2026-05-10", SENT, *sent_before)
    assert florida.facts["late"]["silence"] == [] and "counts as a refusal" not in flat(florida)
    assert not any(word in flat(federal).lower() for word in ("lawsuit", "penalt", "consequence", "must"))


def test_the_person_may_choose_another_tone(letter_under):
    soft = letter_under("overdue", "us", "2026-05-10", SENT, reminder("2026-04-10"), said=Said(tone=1))
    assert soft.facts["late"]["tone"] == 1 and "I wrote to you about this on April 10, 2026." in flat(soft)
    hard = letter_under("overdue", "us", "2026-05-10", SENT, said=Said(tone=3))
    assert "I wrote to you" not in flat(hard) and any("No reminder is logged" in task for task in hard.to_do)


def test_a_limit_to_confirm_that_passed_is_no_late_answer(letter_under):
    told = refused(letter_under, "overdue", "us-or", "2026-03-12", SENT)
    assert "had to confirm the request by 2026-03-09" in told and "unacknowledged" in told


# ---------------------------------------------------------------- what a letter settles itself


def test_a_letter_that_answers_a_fee_or_a_question_does_not_call_it_unanswered(letter_under):
    answers = {"clarification": ASKED, "narrowing": BILL, "fee": BILL}
    for kind, event in answers.items():
        letter = letter_under(kind, "us", "2026-03-16", SENT, event, said=Said(text="In my own words."))
        assert not any("waits for our answer" in task for task in letter.to_do), kind
    both = letter_under("clarification", "us", "2026-03-16", SENT, ASKED, BILL, said=Said(text="In my own words."))
    assert [task for task in both.to_do if "waits for our answer" in task] != []
    assert "neither accepts nor disputes it" in flat(both)


def test_no_days_are_counted_past_an_answer_and_no_receipt_is_said_where_the_law_counts_from_sending(letter_under):
    """Louisiana counts five days from the request; a late notice ends that count, and conditions are left aside."""
    claim = ("extension_claimed", "2026-05-02", {"days": 30, "unit": "business"})
    letter = flat(letter_under("extension", "us-la", "2026-11-02", SENT, claim))
    assert "Counted from March 2, 2026, it ended on March 9, 2026." in letter
    assert "By this count it was March 9, 2026." in letter and "days ago" not in letter and "received" not in letter
