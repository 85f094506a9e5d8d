"""What letters after a refusal rest on: the agency's own words, the step of the law, the items meant."""

from __future__ import annotations

from datetime import date

import pytest
from letters.scenes.staging import codes, file_of
from test_refusal_letters import KNOWN, NONE, NOT_OURS, PROOF, RECEIVED, SENT, SHERIFF, WHY, denied, neither, reviewed

from frkit.base.errors import FrkitError, WrongUsage
from frkit.law.loading import load_jurisdiction
from frkit.letters.facts.grounds import as_advice, as_argument
from frkit.letters.facts.grounds import test_of as condition_of
from frkit.letters.facts.law_steps import LONGEST_CHOICE, addressee
from frkit.letters.facts.phrases import meanings, table
from frkit.letters.kinds.registry import kind_named
from frkit.letters.matter import Matter, Said
from frkit.tracking.remedy_steps import LETTERS, command_of
from frkit.tracking.standing import standing

DAY = "2026-03-23"


def plain(letter):
    return " ".join(letter.text.split())


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("The Department does not own a facial recognition system.", ["ownership"]),
        ("We don’t own or operate such a system.", ["ownership"]),
        ("A diligent SEARCH\nwas made; none were found.", ["search"]),
        ("The system is maintained by the State Police.", ["other_body"]),
        ("We do not keep statistics and need not create a record.", ["not_tracked"]),
        ("The logs were purged under our retention schedule.", ["destroyed"]),
        ("No records as described; the county holds no contract.", ["ownership", "words"]),
        ("Nous ne détenons aucun document.", []),
        ("", []),
    ],
)
def test_an_answer_is_understood_by_its_words(words, meant):
    assert meanings(words, table("no-records", "en", None)) == meant


def test_a_phrase_counts_only_where_it_begins_a_word():
    phrases = table("identity", "en", None)
    assert "age" not in meanings("Which agency wrote the page on storage?", phrases)
    assert meanings("Please tell us your age.", phrases) == ["age"]


def test_the_words_of_the_agency_are_quoted_and_not_read_as_our_own(letter_under):
    strange = ("no_records", "2026-03-11", {"wording": "{{ law.name }} <b>none</b>\n| [address] \u202e"})
    text = plain(letter_under("no-records", "us", DAY, SENT, strange))
    assert '"{{ law.name }} <b>none</b> | [address]"' in text


def test_a_campaign_may_read_answers_by_its_own_phrases(letter_under, tmp_path):
    folder = tmp_path / "templates" / "letters" / "en"
    folder.mkdir(parents=True)
    (folder / "no-records.yaml").write_text("destroyed: [shredded]\n", encoding="utf-8")
    assert meanings("It was shredded.", table("no-records", "en", tmp_path)) == ["destroyed"]
    (folder / "identity.yaml").write_text("- a list\n", encoding="utf-8")
    with pytest.raises(FrkitError, match="no mapping") as error:
        table("identity", "en", tmp_path)
    assert "identity.yaml" in str(error.value)


def test_no_records_asks_about_the_items_meant_alone(letter_under):
    both = [SENT, NOT_OURS, SHERIFF]
    whole = plain(letter_under("no-records", "us-ca", DAY, *both))
    assert "items 1 and 3" in whole and "item 5" in whole
    third = plain(letter_under("no-records", "us-ca", DAY, *both, said=Said(items=(3,))))
    assert "for item 3, in these words" in third and "item 5" not in third
    with pytest.raises(WrongUsage, match="no item 9"):
        letter_under("no-records", "us-ca", DAY, *both, said=Said(items=(9,)))


def test_a_letter_beside_an_appeal_says_by_when_that_has_to_be_there(letter_under):
    for kind, answer in (("no-records", NONE), ("neither", neither("s.31(3)"))):
        letter = letter_under(kind, "gb", DAY, SENT, answer)
        assert any("internal review has to be there by 2026-05" in task for task in letter.to_do)
        assert "not a request for an internal review" in plain(letter)


def test_neither_confirm_nor_deny_is_answered_with_the_provision_that_the_agency_left_out(letter_under):
    named = plain(letter_under("neither", "gb", DAY, SENT, neither("section 31(3)")))
    assert "which your letter does not name" not in named
    assert "s.24(2), s.23(5) and s.31(3), which your letter does not name" in plain(
        letter_under("neither", "gb", DAY, SENT, neither())
    )


@pytest.mark.parametrize("code", codes())
def test_of_the_person_who_asks_nothing_is_said_that_the_request_does_not_state(code, letter_under):
    law = load_jurisdiction(code)
    letter = letter_under("identity", law, "2026-03-09", SENT, PROOF, WHY, given={"resident": ""})
    assert "I meet this condition" not in letter.text and "I am a" not in letter.text
    if law.requester is not None and law.requester.residency_required:
        asked = letter_under("identity", law, "2026-03-09", SENT, PROOF, given={"resident": ""})
        assert "[how you meet the condition of the law" in plain(asked)
        assert any("sign with you" in task for task in asked.to_do)


def test_residence_is_stated_where_the_request_states_it(letter_under):
    assert "I meet this condition." in letter_under("identity", "us-tn", "2026-03-09", SENT, PROOF).text


def test_a_complaint_tells_what_was_asked_what_came_and_what_was_decided(letter_under):
    refused = denied("2026-03-16", "section 31(1)(a)", received="2026-03-18")
    letter = letter_under("complaint", "gb", "2026-05-04", SENT, KNOWN, refused, *reviewed("internal_review"))
    text = plain(letter)
    for words in (
        "reference R-26-118",
        "On 16 March 2026 the authority refused items 2 and 3, and cited: section 31(1)(a) (law enforcement).",
        "It reached me on 18 March 2026.",
        "On 25 March 2026 I asked for an internal review. The answer was upheld on 22 April 2026.",
        "my letter of 25 March 2026; the decision of 22 April 2026",
    ):
        assert words in text
    assert "The grounds given" not in text, "the review has heard the arguments already"


def test_a_complaint_about_a_fee_names_it_and_how_it_was_calculated(letter_under):
    bill = ("fee_estimated", "2026-03-10", {"amount": "1250.00", "basis": "fifty hours of search"})
    text = plain(letter_under("complaint", "nz", DAY, SENT, bill))
    assert 'asked for a fee of NZD 1,250.00, calculated as follows: "fifty hours of search".' in text
    assert "look again at the fee" in text


def test_a_step_against_a_fee_answers_no_refusal(letter_under):
    refused = [SENT, denied("2026-03-16")]
    assert "MCL 15.240(1)-(2)" in letter_under("appeal", "us-mi", DAY, *refused).text
    with pytest.raises(WrongUsage, match="is against a fee") as error:
        letter_under("appeal", "us-mi", DAY, *refused, said=Said(remedy="fee-appeal"))
    assert "frkit letter 2026-03-riverton-police fee" in error.value.remedy
    again = [SENT, denied("2026-03-16", items=[]), ("appeal_sent", "2026-03-18", {"remedy": "head"})]
    with pytest.raises(FrkitError, match="nothing to appeal"):
        letter_under("appeal", "us-mi", DAY, *again)


def test_a_complaint_that_comes_first_brings_the_arguments(letter_under):
    assert "The grounds given do not carry" in letter_under("complaint", "us-ms", DAY, SENT, denied(DAY, "x")).text


@pytest.mark.parametrize(
    ("kind", "code", "has"),
    [
        ("complaint", "us-or", None),
        ("complaint", "es", "frkit letter 2026-03-riverton-police appeal"),
        ("notice", "gb", "frkit letter 2026-03-riverton-police complaint"),
        ("decision", "us", "frkit letter 2026-03-riverton-police appeal"),
    ],
)
def test_where_a_law_lacks_a_step_the_error_names_those_it_has(kind, code, has, letter_under):
    if has is None:
        assert letter_under(kind, code, DAY, SENT, denied("2026-03-16")).text
        return
    with pytest.raises(FrkitError, match="does not fit here") as error:
        letter_under(kind, code, DAY, SENT, denied("2026-03-16"))
    assert has in error.value.remedy


def test_a_step_that_hangs_on_an_answer_is_named_with_it(letter_under):
    with pytest.raises(FrkitError, match="only where 'refusal_form' is 'employee'") as error:
        letter_under("decision", "se", DAY, SENT, denied("2026-03-16"))
    assert "--remedy formal_decision" in error.value.remedy


def test_a_step_that_is_no_step_of_the_law_is_met_with_the_nearest(letter_under):
    with pytest.raises(WrongUsage, match="did you mean 'internal_review'"):
        letter_under("appeal", "gb", DAY, SENT, denied("2026-03-16"), said=Said(remedy="internal_reviev"))
    with pytest.raises(WrongUsage, match="it is a complaint") as error:
        letter_under("appeal", "gb", DAY, SENT, denied("2026-03-16"), said=Said(remedy="ico"))
    assert error.value.remedy == "for that step: frkit letter 2026-03-riverton-police complaint"


@pytest.mark.parametrize(
    ("kind", "code"),
    [("no-records", "us"), ("neither", "us"), ("identity", "us"), ("complaint", "us"), ("decision", "us-mo")],
)
def test_without_the_answer_it_is_about_no_letter_is_written(kind, code, letter_under):
    for events in ([], [SENT]):
        with pytest.raises(FrkitError) as error:
            letter_under(kind, code, "2026-03-04", *events)
        assert error.value.remedy


def test_an_appeal_may_be_limited_to_items(letter_under):
    refused = denied("2026-03-16", "section 36(1)(b)", "section 37(1)")
    letter = letter_under("appeal", "ie", DAY, SENT, refused, said=Said(items=(3,)))
    assert "At issue is item 3" in plain(letter) and "item 2" not in letter.text
    with pytest.raises(WrongUsage, match="Of item 6 nothing was refused"):
        letter_under("appeal", "ie", DAY, SENT, refused, said=Said(items=(6,)))


def test_a_limit_that_is_mere_advice_is_not_said_to_be_kept(letter_under):
    kentucky = letter_under("appeal", "us-ky", DAY, SENT, denied("2026-03-16"))
    assert "is made within" not in plain(kentucky) and "HB 491" not in kentucky.text
    assert "is made within the limit of 60 calendar days" in plain(
        letter_under("appeal", "us-il", DAY, SENT, denied("2026-03-16"))
    )


@pytest.mark.parametrize(
    ("kind", "code", "said", "options"),
    [
        ("complaint", "gb", Said(), {"body": "Information Commissioner's Office"}),
        ("complaint", "us-md", Said(remedy="board"), {"remedy": "board"}),
        ("appeal", "ie", Said(items=(2,)), {"items": "2"}),
        ("appeal", "au", Said(remedy="commissioner"), {"remedy": "commissioner"}),
        ("notice", "us-fl", Said(), {}),
    ],
)
def test_the_log_line_names_the_body_the_step_and_the_items(kind, code, said, options, riverton):
    file = file_of(load_jurisdiction(code), SENT, RECEIVED, denied("2026-03-16"))
    matter = Matter(file, standing(file, date(2026, 3, 23)), date(2026, 3, 23), riverton, said)
    assert options.items() <= dict(kind_named(kind).log_options(matter)).items()


def test_every_step_that_a_letter_takes_has_an_addressee_that_reads_as_one():
    for code in codes():
        law = load_jurisdiction(code)
        for step in law.remedies:
            if step.kind not in LETTERS:
                continue
            to = addressee(step, law.code[:2])
            assert to["role"] in ("agency", "within", "other") and len(to["choice"]) <= LONGEST_CHOICE
            assert not any(mark in to["name"] for mark in (";", " or ", "(the ", ", request", ", complaint")), to
            assert to["name"] == "" or to["name"][0].isupper()


def test_the_command_of_a_step_is_its_letter_and_names_it_where_there_are_several():
    law = load_jurisdiction("us-md")
    commands = [command_of("R", law, step) for step in law.remedies]
    assert "frkit letter R complaint" in commands and "frkit letter R complaint --remedy board" in commands
    notice = next(step for step in load_jurisdiction("us-co").remedies if step.kind == "notice")
    assert command_of("R", load_jurisdiction("us-co"), notice) == "frkit letter R notice"


@pytest.mark.parametrize(
    ("counter", "argument", "advice"),
    [
        ("Release in part, masked, is due.", "Release in part, masked, is due.", ""),
        ("Release at least the price.", "Please release at least the price.", ""),
        ("It must be masked: ask for that.", "It must be masked.", "Ask for that"),
        ("Answer the notice within a week.", "", "Answer the notice within a week"),
        ("For accounts rely on (22). Needs harm.", "It needs harm.", "For accounts rely on (22)"),
        ("Narrow the period; s.16 obliges the body.", "Section 16 obliges the body.", "Narrow the period"),
    ],
)
def test_a_note_of_the_law_file_is_parted_into_argument_and_advice(counter, argument, advice):
    assert (as_argument(counter), as_advice(counter)) == (argument, advice)


def test_no_test_is_printed_that_speaks_for_the_agency():
    for code in codes():
        for exemption in load_jurisdiction(code).exemptions:
            shown = condition_of(exemption).casefold()
            assert "no public interest" not in shown and not shown.startswith(("no ", "absolute", "qualified"))
            assert argument_is_whole(as_argument(exemption.counter or ""))


def argument_is_whole(argument):
    return argument == "" or (argument.endswith(".") and not argument[0].islower() and "ask for" not in argument)
