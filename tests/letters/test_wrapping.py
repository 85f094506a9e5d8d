"""Even lines of plain text, from which no word is lost."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from frkit.letters.wrapping import WIDTH, subject_of, wrapped


def test_paragraphs_lists_and_kept_lines():
    text = """
| A Name
| 12 Some Street

= Subject: records

One
line.


1. First item that is
   long.
2. Second.
(a) Third.
- Fourth
  with more.

   Under its number.
"""
    assert wrapped(text) == (
        "A Name\n12 Some Street\n\nSubject: records\n\nOne line.\n\n"
        "1. First item that is long.\n2. Second.\n(a) Third.\n- Fourth with more.\n\n   Under its number.\n"
    )
    assert subject_of(text) == "Subject: records"
    assert subject_of("none") == ""


def test_further_lines_of_an_item_stand_under_its_text():
    lines = wrapped("10. " + "word " * 40).split("\n")
    assert lines[0].startswith("10. word") and all(line.startswith("    word") for line in lines[1:-1])


def test_a_section_sign_and_a_date_are_not_torn_apart():
    for filler in range(60, 76):
        text = wrapped("x" * filler + " § 552 and on March 2, 2026 or 2 March 2026 under 5 U.S.C. § 552(a) see item 3")
        for torn in ("§\n", "March\n2", "2\nMarch", "5\nU.S.C.", "item\n3"):
            assert torn not in text


def test_a_word_longer_than_a_line_is_broken_and_kept():
    text = wrapped("| " + "W" * 10_000)
    assert max(map(len, text.split("\n"))) == WIDTH and text.count("W") == 10_000


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="abc §12.()-|=\n", max_size=400))
def test_no_word_is_lost_and_no_line_is_too_wide(text):
    made = wrapped(text)
    assert max(map(len, made.split("\n"))) <= WIDTH
    bare = str.maketrans("", "", " \n|=")
    assert made.translate(bare) == text.translate(bare)
    assert made.endswith("\n") and "\n\n\n" not in made
