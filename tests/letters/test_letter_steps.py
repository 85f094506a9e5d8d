"""A letter goes to the body that the law names for this very request, and says of a limit no more than is known."""

import pytest

from frkit.law.loading import load_jurisdiction

SENT = ("sent", "2026-03-02", {"method": "email"})
REFUSED = ("denied", "2026-03-05", {"exemptions": [{"cited": "x"}]})


def plain(letter):
    return " ".join(letter.text.split())


@pytest.mark.parametrize(
    ("code", "given", "to"),
    [
        ("us-ak", {"body": "state", "asked": "written"}, "Head of the agency"),
        ("us-ak", {"body": "local", "asked": "written"}, None),
        ("za", {"body": "department"}, "Relevant authority"),
        ("za", {"body": "other"}, None),
    ],
)
def test_the_step_is_the_one_that_is_open_to_this_request(code, given, to, asked, written):
    file = asked("us-dea", SENT, REFUSED, law=load_jurisdiction(code), given=given)
    remedy = written("appeal", file, "2026-03-09").facts["appeal"]["remedy"]
    assert remedy is None if to is None else remedy["body"].startswith(to)


def test_a_step_that_depends_on_something_is_not_taken_without_a_word(asked, written):
    file = asked("us-dea", SENT, REFUSED, law=load_jurisdiction("us-ak"))
    assert any("depends on: body" in task for task in written("appeal", file, "2026-03-09").to_do)


def test_an_appeal_goes_out_against_silence_where_a_step_is_open_though_no_time_begins_with_it(asked, written):
    boston = plain(written("appeal", asked("us-ma-boston-pd", SENT), "2026-04-20"))
    assert "I appeal: my request of March 2, 2026 to the Boston Police Department" in boston
    assert "has not been answered" in boston and "counts as a denial" not in boston
    scotland = written("appeal", asked("gb-police-scotland", SENT), "2026-04-20")
    assert "an internal review (requirement for review): my request of 2 March 2026" in plain(scotland)
    assert "answer the request now, item by item" in plain(scotland)
    assert not any("not needed" in task for task in scotland.to_do)
    london = written("appeal", asked("gb-met", SENT), "2026-04-20")
    assert any("After silence this step is not needed" in task for task in london.to_do)


def test_after_an_internal_review_the_appeal_goes_to_the_next_body(asked, written):
    events = [REFUSED, ("appeal_sent", "2026-03-06", {"remedy": "internal-review"})]
    decided = ("appeal_decided", "2026-04-01", {"result": "upheld", "remedy": "internal-review"})
    scotland = asked("gb-police-scotland", SENT, *events, decided)
    text = written("appeal", scotland, "2026-04-20").text
    assert "Scottish Information Commissioner" in text


def test_an_appeal_against_silence_tells_how_its_last_day_came_about(asked, written):
    claimed = ("extension_claimed", "2026-03-06", {"until": "2026-06-30"})
    text = plain(written("appeal", asked("us-il-chicago-pd", SENT, claimed), "2026-03-20"))
    assert "sets 5 business days for the answer" in text
    assert "and with the longest extension that 5 ILCS 140/3(e)-(f) allows, the last day was March 16, 2026." in text


def test_a_limit_that_can_be_read_in_two_ways_is_not_claimed_to_be_kept(asked, written):
    assert "This appeal is made within" in plain(written("appeal", asked("us-ny-nypd", SENT, REFUSED), "2026-03-20"))
    assert "is made within" not in plain(written("appeal", asked("ca-ab-edmonton-police", SENT, REFUSED), "2026-03-20"))


def test_two_limits_of_one_citation_are_one_sentence(asked, written):
    assert plain(written("request", asked("us-ma-boston-pd"))).count("10 business days") == 1


def test_a_target_is_not_called_a_limit_that_is_set(asked, written):
    text = plain(written("request", asked("us-dea", law=load_jurisdiction("de"))))
    assert "You are asked to answer within 1 month" in text and "You have 1 month" not in text


def test_what_is_due_with_the_request_is_told_before_it_goes_out(asked, written):
    assert any(
        "CAD 25" in task and "fee-paid" in task for task in written("request", asked("ca-ab-edmonton-police")).to_do
    )
    assert not any("due with the request" in task for task in written("request", asked("us-dea")).to_do)
