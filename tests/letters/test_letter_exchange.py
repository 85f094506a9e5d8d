"""A letter knows what the log holds: what the agency wrote, what failed, what was left out, what is not yet read."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from frkit.base.errors import FrkitError
from frkit.letters.proposing import propose_kind
from frkit.tracking.standing import standing
from frkit.tracking.types import Item, Period

SENT = ("sent", "2026-03-02", {"method": "email"})
FEE = ("fee_estimated", "2026-03-16", {"amount": "1250.00", "deposit": "500.00"})
QUESTION = ("clarification_asked", "2026-03-16")
REFUSED = ("denied", "2026-03-20", {"items": [1, 2], "exemptions": [{"cited": "x"}]})
FLORIDA = "us-fl-orlando-pd"
CALIFORNIA = "us-ca-lapd"
OREGON = "us-or-washington-county-sheriff"


def flat(letter):
    return " ".join(letter.text.split())


def proposed(file, today):
    return propose_kind(standing(file, date.fromisoformat(today)), file)


# What the agency wrote


def test_a_fee_estimate_is_no_silence(asked, written):
    letter = flat(written("overdue", asked(FLORIDA, SENT, FEE), "2026-03-18"))
    assert "apart from your fee estimate of March 16, 2026 I have had no answer" in letter
    assert "March 16, 2026 ($1,250.00, with a deposit of $500.00) still awaits my answer" in letter


def test_a_fee_that_we_answered_is_told_with_our_answer(asked, written):
    file = asked(FLORIDA, SENT, FEE, ("fee_agreed", "2026-03-17", {"amount": "1250.00"}))
    letter = written("overdue", file, "2026-04-18")
    assert "your fee estimate of March 16, 2026 (to which I agreed on March 17, 2026)" in flat(letter)
    assert "awaits my answer" not in flat(letter) and proposed(file, "2026-04-18")[0] == "overdue"
    fee = letter.facts["history"]["letters"][0]
    assert (fee["amount"], fee["deposit"], fee["open"]) == (Decimal("1250.00"), Decimal("500.00"), False)


def test_a_late_extension_and_a_fee_are_both_named_and_the_extension_is_told_as_late(asked, written):
    late = ("extension_claimed", "2026-03-20", {"days": 14, "unit": "calendar", "reason": "volume"})
    file = asked(CALIFORNIA, SENT, late, ("fee_estimated", "2026-03-22", {"amount": "90"}))
    letter = flat(written("overdue", file, "2026-04-20"))
    assert "the last day was March 12, 2026" in letter
    assert (
        "Apart from the extension that you claimed on March 20, 2026 (after that day) and your fee estimate of "
        "March 22, 2026, I have had no answer." in letter
    )


def test_an_extension_that_moves_the_last_day_is_named_once(asked, written):
    claimed = ("extension_claimed", "2026-03-12", {"days": 14, "unit": "calendar", "reason": "voluminous records"})
    letter = flat(written("overdue", asked(CALIFORNIA, SENT, claimed), "2026-04-20"))
    assert letter.count("extension") == 1 and "I have not had an answer." in letter


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (QUESTION, "Apart from your question of March 16, 2026, I have had no answer."),
        (("transferred", "2026-03-16", {"to": "the county", "items": [2]}), "that you passed item 2 on to the county"),
        (("waiver_denied", "2026-03-16"), "your decision of March 16, 2026 on the waiver of fees"),
        (("split", "2026-03-16", {"into": ["a", "b"]}), "that you made several requests of mine"),
        (("not_custodian", "2026-03-16", {"items": [5]}), "that another body holds the records of item 5."),
        (("produced", "2026-03-16", {"items": [1], "partial": True}), "the part of the records that you sent on"),
        (("denied", "2026-03-16", {"items": [1]}), "your refusal of March 16, 2026 for item 1."),
        (("no_records", "2026-03-16", {"items": [1]}), "that no records are held for item 1."),
        (("neither_confirm_nor_deny", "2026-03-16", {"items": [1]}), "that neither confirms nor denies for item 1."),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_every_kind_of_letter_of_the_agency_is_named(event, words, asked, written):
    letter = flat(written("overdue", asked(CALIFORNIA, SENT, event), "2026-04-20"))
    assert words in letter and "I have not had an answer" not in letter


def test_records_that_came_without_a_word_on_which_items_they_answer_are_not_denied(asked, written):
    file = asked(CALIFORNIA, SENT, ("produced", "2026-03-16"))
    letter = flat(written("overdue", file, "2026-04-20"))
    assert "So far I have had the records that you sent on March 16, 2026." in letter
    assert "not yet answered in full" in letter and "unanswered" not in letter


# A fee or a question that waits for us


@pytest.mark.parametrize("agency", [FLORIDA, CALIFORNIA, OREGON, "gb-met"])
@pytest.mark.parametrize(
    ("event", "kinds", "fact"),
    [
        (FEE, ("fee", "fee-waiver"), "the agency named a fee"),
        (QUESTION, ("clarification",), "the agency asked a question"),
    ],
    ids=["fee", "question"],
)
def test_no_reminder_is_proposed_while_something_waits_for_us_but_one_can_be_written(
    agency, event, kinds, fact, asked, written
):
    kind, why = proposed(asked(agency, SENT, event), "2026-04-20")
    assert kind in kinds and fact in why.lower()
    if agency in (FLORIDA, CALIFORNIA):
        letter = written("overdue", asked(agency, SENT, event), "2026-04-20")
        assert "still awaits my answer" in flat(letter)
        assert any("waits for our answer" in task for task in letter.to_do)


def test_an_appeal_whose_time_runs_is_proposed_all_the_same_with_a_warning(asked):
    """What lapses cannot be won back: in New York silence past the promised day opens thirty days to appeal."""
    promised = ("acknowledged", "2026-03-06", {"promised": "2026-04-10"})
    kind, why = proposed(asked("us-ny-nypd", SENT, promised, FEE), "2026-05-01")
    assert kind == "appeal" and "beware, the agency named a fee on Mon 2026-03-16" in why


# A sending that failed

FAILED = ("delivery_failed", "2026-03-04")
AGAIN = ("sent", "2026-03-12", {"method": "post"})


@pytest.mark.parametrize("agency", [OREGON, "us-dea", "us-ny-nypd", CALIFORNIA, FLORIDA, "gb-met"])
def test_letters_speak_of_the_sending_that_went_through(agency, asked, written):
    reminder = "unacknowledged" if agency == "us-ny-nypd" else "overdue"
    failed = written(reminder, asked(agency, SENT, FAILED, AGAIN), "2026-06-20")
    appeal = written("appeal", asked(agency, SENT, FAILED, AGAIN, REFUSED), "2026-03-25")
    for letter in (failed, appeal):
        assert "March 2, 2026" not in flat(letter) and not re.search(r"(?<!\d)2 March 2026", flat(letter))
        assert "12" in flat(letter).split("Enclosed: my request of ")[1]
    assert ("by post" if agency == "gb-met" else "by mail") in flat(failed)


def test_after_a_failure_the_request_is_written_again(asked, written):
    kind, why = proposed(asked("us-dea", SENT, FAILED), "2026-04-20")
    assert kind == "request" and "send it another way" in why
    assert written("request", asked("us-dea", SENT, FAILED), "2026-04-20").text
    with pytest.raises(FrkitError, match="The last sending failed"):
        written("overdue", asked("us-dea", SENT, FAILED), "2026-04-20")


# What nobody has read, and what cannot be


def test_the_bounce_that_nobody_logged_as_read_does_not_hold_the_letter_back(asked, written):
    file = asked("us-dea", SENT, ("arrived", "2026-03-04"), FAILED)
    letter = written("request", file, "2026-04-20")
    assert proposed(file, "2026-04-20")[0] == "request" and letter.warnings == ()
    unread = next(task for task in letter.to_do if "has not been read" in task)
    assert "read it first (2026-03-04-arrived-" in unread and "--in 2026-03-04-arrived-" in unread


def test_a_reply_that_has_just_come_is_warned_of_before_the_letter(asked, written):
    file = asked(OREGON, SENT, ("arrived", "2026-04-18"))
    assert proposed(file, "2026-04-20")[0] == "overdue"
    letter = written("overdue", file, "2026-04-20")
    assert letter.to_do[: len(letter.warnings)] == letter.warnings
    assert "what came on 2026-04-18 has not been read" in letter.warnings[0]
    older = written("overdue", file, "2026-06-20")
    assert older.warnings == () and any("has not been read" in task for task in older.to_do)


def test_dates_that_contradict_each_other_are_said_before_the_letter(asked, written):
    file = asked(OREGON, ("acknowledged", "2026-02-20"), SENT)
    letter = written("overdue", file, "2026-04-20")
    assert "the log contradicts itself" in letter.warnings[0]
    assert "mend it before you send this" in letter.warnings[0] and letter.to_do[0] == letter.warnings[0]


# Refused, left out, and late


@pytest.mark.parametrize("agency", [CALIFORNIA, OREGON, "us-dea", FLORIDA])
def test_what_was_refused_comes_first_and_the_late_rest_is_offered(agency, asked, written):
    nothing = ("no_records", "2026-03-20", {"items": [3, 4, 5]})
    file = asked(agency, SENT, REFUSED, nothing)
    kind, why = proposed(file, "2026-04-20")
    assert kind == "appeal" and "item 6 still waits for an answer too" in why
    assert "frkit letter 2026-03-some-request overdue" in why
    assert "There is no decision yet on item 6 of the same request. I ask for one on it as well." in flat(
        written("appeal", file, "2026-04-20")
    )
    assert written("overdue", file, "2026-04-20").text


def test_next_and_letter_name_the_same_first_step(asked):
    for agency in (CALIFORNIA, OREGON, "us-dea", FLORIDA):
        file = asked(agency, SENT, REFUSED)
        first = next(step for step in standing(file, date(2026, 4, 20)).next_steps if "frkit letter" in step.command)
        assert not first.command.endswith("overdue") and proposed(file, "2026-04-20")[0] == "appeal"


def test_once_the_time_to_appeal_is_over_the_late_rest_comes_first(asked):
    kind, why = proposed(asked("us-dea", SENT, REFUSED), "2026-07-30")
    assert kind == "overdue" and "the time for the appeal ended" in why


@pytest.mark.parametrize("agency", [CALIFORNIA, OREGON, "us-dea", FLORIDA, "us-ny-nypd", "gb-met"])
def test_a_final_answer_that_leaves_items_out_is_met_with_a_letter_that_names_them(agency, asked, written):
    final = ("produced", "2026-03-20", {"items": [1, 2, 3], "final": True})
    file = asked(agency, SENT, final)
    kind, why = proposed(file, "2026-03-25")
    assert kind == "appeal" and "says nothing of items 4, 5 and 6" in why
    letter = flat(written("appeal", file, "2026-03-25"))
    assert letter.count("(not answered)") == 3 and "was given as final and says nothing of items 4, 5 and 6" in letter
    assert letter.split("Enclosed: ")[1].count("2026") == 2


def test_beside_a_refusal_the_items_left_out_are_named_too(asked, written):
    final = ("denied", "2026-03-20", {"items": [3], "final": True, "exemptions": [{"cited": "x"}]})
    letter = flat(written("appeal", asked(CALIFORNIA, SENT, final), "2026-03-25"))
    assert (
        "says nothing of items 1, 2, 4, 5 and 6" in letter and "item 3: contracts and licensing agreements;" in letter
    )


def test_an_item_that_was_passed_on_is_not_called_unanswered(asked, written):
    final = ("produced", "2026-03-20", {"items": [1, 2, 3], "final": True})
    file = asked(OREGON, SENT, ("transferred", "2026-03-10", {"to": "the county", "items": [4, 5]}), final)
    assert written("appeal", file, "2026-03-25").facts["appeal"]["unanswered"]["numbers"] == [6]


def test_what_was_appealed_once_is_not_left_out_any_more(asked):
    final = ("produced", "2026-03-20", {"items": [1, 2, 3], "final": True})
    with pytest.raises(FrkitError):
        proposed(asked(OREGON, SENT, final, ("appeal_sent", "2026-03-25")), "2026-03-26")


# A period


def test_without_a_period_the_letter_states_the_usual_one_and_says_so(asked, written):
    letter = written("request", asked(OREGON, period=None))
    assert "Unless an item says otherwise, the period is January 1, 2016 to the day of your search." in flat(letter)
    task = next(task for task in letter.to_do if "No period is set" in task)
    assert "January 1, 2016" in task and "'since: 2016-01-01'" in task and "request.yaml" in task
    assert not any("No period" in task for task in written("request", asked(OREGON)).to_do)


def test_where_every_item_has_its_own_period_none_is_assumed(asked, written):
    item = Item(number=1, category="contracts", period=Period(since=date(2024, 1, 1)))
    letter = written("request", asked(OREGON, period=None, items=(item,)))
    assert "2016" not in letter.text and "Period: January 1, 2024" in flat(letter)
    assert not any("No period" in task for task in letter.to_do)


def test_a_campaign_chooses_its_own_usual_period(asked, written, tmp_path):
    own = tmp_path / "templates" / "letters" / "en"
    own.mkdir(parents=True)
    (own / "defaults.yaml").write_text("since: 2019-07-01\n")
    letter = written("request", asked(OREGON, period=None), overlay=tmp_path)
    assert "the period is July 1, 2019 to the day of your search" in flat(letter)
    (own / "defaults.yaml").write_text("since: soon\n")
    with pytest.raises(FrkitError, match="is no date"):
        written("request", asked(OREGON, period=None), overlay=tmp_path)


# Grounds


def test_security_bodies_are_not_met_with_passwords(asked, written):
    cited = [{"cited": "s.23(5)"}, {"cited": "s.24(1)"}]
    file = asked("gb-met", SENT, ("denied", "2026-03-20", {"items": [3], "exemptions": cited}))
    letter = flat(written("appeal", file, "2026-03-25"))
    assert "passwords" not in letter
    assert "neither confirm nor deny" in letter and "covert" in letter and "overt" in letter


def test_of_a_ground_that_is_not_on_file_no_law_is_asserted(asked, written):
    file = asked("gb-met", SENT, ("denied", "2026-03-20", {"exemptions": [{"cited": "Rule 9"}]}))
    letter = flat(written("appeal", file, "2026-03-25"))
    assert "Please say how this provision applies to each record withheld" in letter
    assert "I do not see" not in letter
