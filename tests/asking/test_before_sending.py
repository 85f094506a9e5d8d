"""What a person is told before a request goes out; and that each letter states what its law wants stated."""

from __future__ import annotations

from datetime import date

import pytest
from letters.scenes.scene import Scene
from letters.scenes.staging import agency_id, codes, letter_of, write_agencies

from frkit.asking.before_sending import before_sending, warnings_before
from frkit.asking.new_request import Asked, request_from
from frkit.asking.warned import GRADES
from frkit.law.loading import all_codes, load_jurisdiction
from frkit.tracking.events import event_from

TODAY = date(2026, 3, 2)


@pytest.fixture
def warned(campaign):
    """The warnings of a request to a real body, as ``about`` -> (grade, text)."""

    def of(agency, day=TODAY, **more):
        more.setdefault("pack", "first-contact")
        made = request_from(Asked(agency=agency, **more), campaign)
        return {one.about: (one.grade, one.text) for one in before_sending(made, campaign, day)}

    return of


def sent(campaign, request_id, day):
    campaign.add_event(
        request_id,
        event_from({"kind": "sent", "date": day, "entered": "2026-01-01T00:00:00Z", "by": "test", "method": "email"}),
    )


def make(campaign, agency, name, **more):
    more.setdefault("pack", "first-contact")
    return campaign.create_request(request_from(Asked(agency=agency, **more), campaign), name, TODAY)


def test_a_law_for_residents_stops_a_request_until_it_is_said_who_asks(warned):
    assert warned("us-tn-dos")["residency"][0] == "stop"
    assert "resident=yes" in warned("us-tn-dos")["residency"][1]
    assert warned("us-tn-dos", given={"resident": "no"})["residency"][0] == "stop"
    grade, text = warned("us-tn-dos", given={"resident": "yes"})["residency"]
    assert grade == "know"
    assert "photo identification" in text
    assert "residency" not in warned("us-or-portland-pb")


def test_utah_wants_a_telephone_and_a_letter_for_each_body(campaign, warned):
    assert "state" in warned("us-ut-dps")
    assert warned("us-ut-dps")["one_body"][0] == "know"
    (campaign.root / "private" / "requesters" / "me.yaml").write_text("name: R\nemail: r@b.example\n")
    found = [one for one in _all(campaign, "us-ut-dps") if one.grade == "stop"]
    assert [one.text for one in found] == [
        "The law wants your postal address in the request: add 'address' to the requester's file.",
        "The law wants your telephone number in the request: add 'telephone' to the requester's file.",
    ]


def _all(campaign, agency, **more):
    return before_sending(request_from(Asked(agency=agency, pack="first-contact", **more), campaign), campaign, TODAY)


def test_the_gravest_come_first_and_the_sentences_are_the_same(campaign):
    made = request_from(Asked(agency="us-tn-dos", pack="first-contact"), campaign)
    found = before_sending(made, campaign, TODAY)
    grades = [GRADES.index(one.grade) for one in found]
    assert grades == sorted(grades)
    assert warnings_before(made, campaign, TODAY) == [one.text for one in found]


def test_a_missing_requester_stops_a_request(campaign, warned):
    assert warned("us-or-portland-pb", requester="ghost")["requester"] == (
        "stop",
        "private/requesters/ghost.yaml is missing; the letter will show gaps.",
    )
    assert "requester" not in warned("us-or-portland-pb")


def test_a_period_that_has_not_begun_stops_a_request(warned):
    assert warned("us-or-portland-pb", since=date(2030, 1, 1))["period"][0] == "stop"
    assert "period" not in warned("us-or-portland-pb", since=date(2020, 1, 1))


def test_the_cost_of_requests_to_one_force_within_sixty_working_days_is_added_up(campaign, warned):
    assert warned("gb-met")["costs"][0] == "know"
    old, near = make(campaign, "gb-met", "old"), make(campaign, "gb-met", "near", items=("protests",), pack=None)
    other = make(campaign, "gb-essex", "other")
    sent(campaign, old, "2025-11-03")
    sent(campaign, near, "2026-02-02")
    sent(campaign, other, "2026-02-02")
    grade, text = warned("gb-met")["costs"]
    assert grade == "look"
    assert f"{near} (sent on 2026-02-02)" in text
    assert old not in text
    assert other not in text
    assert "18 hours" in text
    assert "60 consecutive working days" in text


def test_the_sixtieth_working_day_counts_and_the_next_does_not(campaign, warned):
    first = make(campaign, "gb-met", "first", items=("protests",), pack=None)
    sent(campaign, first, "2026-02-02")
    # 2 February 2026 is the first: 20 days in February, 21 in March (17 March is closed in Northern Ireland), 19 in
    # April without Good Friday and Easter Monday: the last is 29 April.
    assert warned("gb-met", day=date(2026, 4, 29))["costs"][0] == "look"
    assert warned("gb-met", day=date(2026, 4, 30))["costs"][0] == "know"


def test_a_draft_to_the_same_force_counts_for_it_may_go_out_any_day(campaign, warned):
    draft = make(campaign, "gb-met", "draft", items=("protests",), pack=None)
    assert f"{draft} (not sent yet)" in warned("gb-met")["costs"][1]


def test_five_like_requests_are_a_series_in_france(campaign, warned):
    write_agencies(campaign.root)
    paris = (campaign.root / "agencies" / f"{agency_id('fr')}.yaml").read_text()
    names = [f"fr-ville-{number}" for number in range(4)]
    for name in names:
        (campaign.root / "agencies" / f"{name}.yaml").write_text(paris)
    for name in names[:3]:
        make(campaign, name, name)
    assert warned(agency_id("fr"))["series"][0] == "know"
    make(campaign, names[3], names[3])
    grade, text = warned(agency_id("fr"))["series"]
    assert grade == "look"
    assert "asks 5 bodies the same" in text
    assert "CADA" in text


def test_the_same_asked_twice_of_one_body_is_told(campaign, warned):
    first = make(campaign, "us-or-portland-pb", "first", items=("policy",), pack=None)
    assert first in warned("us-or-portland-pb")["twice"][1]
    assert "policy" in warned("us-or-portland-pb")["twice"][1]
    assert "twice" not in warned("us-or-portland-pb", since=date(2024, 1, 1)), "another time is another request"


@pytest.mark.parametrize(
    ("code", "about", "grade", "words"),
    [
        ("za", "form", "stop", "Form 2"),
        ("us-al", "form", "stop", "standard form"),
        ("us-la", "age", "know", "18"),
        ("gb", "pseudonym", "look", "real name"),
        ("ie", "coverage", "look", "ONLY for administrative records"),
        ("in", "words", "look", "500 words"),
        ("in", "fee", "stop", "INR 10"),
        ("us-ky", "state", "stop", "commercial"),
        ("au-nt", "identity", "stop", "proof of identity"),
        ("us-nj", "channel", "look", "agency form"),
        ("us-nj", "form", "look", "equivalent writing"),
        ("ca-on", "channel", "look", "electronic requests"),
        ("se", "language", "look", "sv"),
        ("be", "confidence", "look", "low confidence"),
        ("us-il", "email_body", "look", "in the message itself"),
        ("us-az", "purpose", "know", "commercial"),
    ],
)
def test_each_rule_of_a_law_is_told(code, about, grade, words, campaign):
    write_agencies(campaign.root)
    found = [one for one in _all(campaign, agency_id(code)) if one.about == about]
    assert any(one.grade == grade and words.casefold() in one.text.casefold() for one in found), found


def test_no_warning_is_cut_or_empty_under_any_law(campaign):
    write_agencies(campaign.root)
    for code in codes():
        for one in _all(campaign, agency_id(code)):
            assert one.text.strip() == one.text, (code, one)
            assert one.text.endswith((".", "?")) and ".." not in one.text and "None." not in one.text, (code, one)
            assert not one.text[0].islower() or one.text.startswith("private/"), (code, one)


def test_what_must_be_stated_stands_in_fixed_words_wherever_it_stands_in_prose():
    for code in all_codes():
        form = load_jurisdiction(code).form
        if form is not None:
            assert bool(form.states) == bool(form.must_state), code


SAYS = {
    "name": ("Robin Requester",),
    "real_name": ("Robin Requester",),
    "signature": ("Robin Requester",),
    "contact": ("robin@mail.example",),
    "postal_address": ("1 Example Street",),
    "home_address": ("1 Example Street",),
    "email": ("robin@mail.example",),
    "format": ("electronic copies",),
    "fee": ("[How and when the fee for this application is paid",),
    "identity_proof": ("Enclosed: [your proof of identity]",),
    "resident_ground": ("[on what your right to ask rests",),
    "resident_oath": ("[Your declaration, under oath or affirmation",),
    "commercial_use": ("[Whether the records are for a commercial purpose]", "commercial purpose"),
    "no_solicitation": ("[If it is so: I will not use the records to solicit",),
    "efforts": ("[your efforts",),
}


@pytest.mark.parametrize("code", codes())
def test_the_letter_states_what_the_law_wants_stated(code, tmp_path):
    law = load_jurisdiction(code)
    letter = letter_of("request", law, Scene(today="2026-03-02"), write_agencies(tmp_path))
    text = " ".join(letter.text.split())
    form = law.form
    if form is None:
        return
    for one in form.states:
        if one in SAYS:
            assert any(words in text for words in SAYS[one]), one
        elif one == "telephone":
            assert any("telephone number" in task for task in letter.to_do)
    if "law" in form.states or form.must_cite:
        assert law.law.name in text or (form.called and form.called in text)
    if form.called:
        assert f"treat this letter as {form.called}" in text
    if form.prescribed:
        told = letter.to_do if "equivalent writing" in form.channels else letter.warnings
        assert any("form is prescribed" in one for one in told)
