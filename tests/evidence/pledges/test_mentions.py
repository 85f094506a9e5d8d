"""Names of vendors in records: whole words, weak names beside a second term, other meanings set apart."""

from __future__ import annotations

import pytest

from frkit.catalogue.loading import all_vehicles, all_vendors
from frkit.evidence.pledges.mentions import as_read, mentions_in, names_on_file
from frkit.evidence.pledges.terms import vehicle_terms, vendor_terms


def told(text: str) -> list[tuple[str, str, str]]:
    """Owner, the words as they stand, and how they count."""
    read = as_read(text)
    return [(one.term.of, read[one.start : one.end], one.standing) for one in mentions_in(read, names_on_file())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A contract with Clearview AI, signed", [("clearview", "Clearview AI", "named")]),
        ("sent from trial@clearview.ai today", [("clearview", "@clearview.ai", "named")]),
        (
            "Rekognition usage, and REKOGNITION again",
            [("amazon", "Rekognition", "named"), ("amazon", "REKOGNITION", "named")],
        ),
        ("Idemia’s matcher", [("idemia", "Idemia", "named")]),
        ("the Face++ engine", [("megvii", "Face++", "named")]),
        ("Rank One\nComputing sold it", [("rank-one", "Rank One Computing", "named")]),
        ("bought under Sourcewell", [("sourcewell", "Sourcewell", "named")]),
        ("a prerekognitional stage", []),
        ("InterFace++x and Idemiant", []),
        ("The insight of the ring road was to track and reveal", []),
        ("", []),
    ],
)
def test_whole_words_whatever_their_case_and_spaces(text, found):
    assert told(text) == found


def test_a_word_that_a_line_end_parted_is_found():
    assert told("usage of Rekogni-\n  tion in May, and Clear\u00adview AI") == [
        ("amazon", "Rekognition", "named"),
        ("clearview", "Clearview AI", "named"),
    ]


def test_a_weak_name_counts_only_beside_a_second_term():
    assert told("The town of Clearview met on Monday.") == [("clearview", "Clearview", "alone")]
    assert told("Officers tried Clearview for facial recognition.") == [("clearview", "Clearview", "named")]
    far = "Officers tried Clearview. " + "word " * 400 + "facial recognition"
    assert told(far) == [("clearview", "Clearview", "alone")]


def test_another_name_of_the_vendor_is_a_second_term_but_not_a_second_weak_one():
    assert ("amazon", "AWS", "named") in told("AWS bill: Rekognition, 412 requests")
    assert told("AWS bill of Amazon Web Services for storage") == [
        ("amazon", "AWS", "alone"),
        ("amazon", "Amazon Web Services", "alone"),
    ]


def test_a_weak_name_wants_its_capitals():
    assert told("we track faces, face recognition, and reveal them") == []
    assert told("IDENTIFY faces by facial recognition with Veritone") == [
        ("veritone", "IDENTIFY", "named"),
        ("veritone", "Veritone", "named"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "facial recognition at 12 Clearview Avenue",
        "face matching on Microsoft 365 accounts",
        "The Regional Operations Center (ROC) tests facial recognition",
        "ROC (Regional Operations Center) tests facial recognition",
        "the ROC curve of the facial recognition test",
        "face search in the NEC (National Electrical Code)",
    ],
)
def test_what_means_something_else_is_set_apart_and_said_why(text):
    read = as_read(text)
    found = mentions_in(read, names_on_file())
    others = [one for one in found if one.standing == "other"]
    assert others and all(one.beside for one in others)
    assert not [one for one in found if one.standing == "named" and one.term.weak]


def test_a_short_name_that_the_page_explains_otherwise_is_that_everywhere_on_it():
    text = "The Regional Operations Center (ROC) opened. Facial recognition is not done by ROC staff."
    assert [one.standing for one in mentions_in(as_read(text), names_on_file())] == ["other", "other"]


def test_a_reseller_counts_beside_the_vendor_that_it_sells():
    assert told("CDW Government LLC: 12 laptops") == [
        ("clearview", "CDW Government", "alone"),
        ("microsoft", "CDW Government", "alone"),
    ]
    found = told("CDW Government LLC: Clearview AI licences")
    assert ("clearview", "CDW Government", "named") in found and ("microsoft", "CDW Government", "alone") in found


def test_a_product_is_known_by_its_own_name():
    read = as_read("charges for SearchFacesByImage")
    (only,) = mentions_in(read, names_on_file())
    assert only.term.product == "Amazon Rekognition"


def test_the_longest_name_of_an_owner_is_taken_once():
    assert told("NeoFace Watch by NEC, facial recognition") == [
        ("nec", "NeoFace Watch", "named"),
        ("nec", "NEC", "named"),
    ]


def test_scripts_without_spaces_give_a_second_term_too():
    assert told("NEC 顔認証システム") == [("nec", "NEC", "named")]


def test_the_words_around_a_name_are_cut_at_spaces():
    read = as_read("word " * 100 + "Clearview AI " + "word " * 100)
    (only,) = mentions_in(read, names_on_file())
    assert only.words.startswith("… word") and only.words.endswith("word …") and len(only.words) < 200


def test_hostile_text_is_only_text():
    for text in ("\x00" * 1000, "(" * 10_000, "Clearview " * 5_000, "\u202eClearview AI", "a" * 200_000):
        mentions_in(as_read(text), names_on_file())


def test_every_name_on_file_finds_itself():
    for terms in [vendor_terms(one) for one in all_vendors()] + [vehicle_terms(one) for one in all_vehicles()]:
        for term in terms:
            read = as_read(f"x {term.text} y")
            found = mentions_in(read, names_on_file())
            assert any(one.term.of == term.of for one in found), term


def test_names_of_three_letters_are_always_weak():
    short = [term for one in all_vendors() for term in vendor_terms(one) if len(term.text) <= 3]
    assert short and all(term.weak for term in short)
