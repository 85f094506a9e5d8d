"""The parts of a letter: what each is, and that no word of it is lost, doubled or moved."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letters.drawing import LONG_REFUSAL, MET_REFUSAL, SENT

from frkit.letters.document import Lines, Listing, Paragraph, document, text_lines

LETTER = """| A Name
| 12 Some Street

| 2 March 2026

| Some Agency
| Records officer
| City

= Subject: records

Dear officer,

I ask for
- one thing;
- another.

1. First ground. Claimed
   for item 1.

   What stands under it.

   (a) a part;
   (b) another part.

   The end of it.

2. Second ground.

Thank you.

Sincerely,

| A Name
| A Group

Enclosed: one page
"""


def test_each_part_has_its_role_in_the_order_of_the_letter():
    assert [(block.role, block.lines[0]) for block in document(LETTER, "2 March 2026").blocks] == [
        ("sender", "A Name"),
        ("date", "2 March 2026"),
        ("addressee", "Some Agency"),
        ("subject", "Subject: records"),
        ("body", "Dear officer,"),
        ("farewell", "Sincerely,"),
        ("signature", "A Name"),
        ("after", "Enclosed: one page"),
    ]


def test_items_gather_what_stands_under_them():
    body = next(block for block in document(LETTER).blocks if block.role == "body")
    greeting, lead, bullets, grounds, thanks = body.parts
    assert greeting == Paragraph("Dear officer,") and thanks == Paragraph("Thank you.")
    assert lead == Paragraph("I ask for", lead=True)
    assert bullets.kind == "bullet" and not bullets.loose
    assert [item.marker for item in grounds.items] == ["1.", "2."] and grounds.loose and grounds.counted
    first, under, parts, end = grounds.items[0].parts
    assert first == Paragraph("First ground. Claimed for item 1.") and under == Paragraph("What stands under it.")
    assert parts.kind == "letter" and [item.marker for item in parts.items] == ["(a)", "(b)"]
    assert end == Paragraph("The end of it.")


def test_markers_that_do_not_count_on_stay_as_they_are():
    listed = document("= S\n\n1. a\n3. b\n04. c").blocks[-1].parts[0]
    assert [item.marker for item in listed.items] == ["1.", "3.", "04."] and not listed.counted
    again = document("= S\n\n1. a\n2. b\n1. c").blocks[-1].parts
    assert [[item.marker for item in part.items] for part in again] == [["1.", "2."], ["1."]]


def test_a_letter_that_names_the_agency_first_keeps_its_order():
    blocks = document(
        "| 2 March 2026\n\n| A Name\n| Street\n\n| Agency\n\n= S\n\nText.\n\nYours,\n\n| A Name\n", "2 March 2026"
    ).blocks
    assert [block.role for block in blocks] == [
        "date", "sender", "addressee", "subject", "body", "farewell", "signature",
    ]  # fmt: skip


def test_a_letter_without_a_signature_is_all_body():
    blocks = document("| A Name\n\n= S\n\nText.\n\n| Other Person\n| Street\n").blocks
    assert [block.role for block in blocks] == ["sender", "subject", "body"]
    assert blocks[-1].parts[-1] == Lines(("Other Person", "Street"))


@pytest.mark.parametrize(
    ("kind", "agency", "events", "today"),
    [
        ("request", "us-ca-lapd", [], "2026-03-02"),
        ("overdue", "us-fl-orlando-pd", [SENT], "2026-04-10"),
        ("preservation", "us-ny-nypd", [SENT], "2026-03-12"),
        ("appeal", "gb-met", [SENT, MET_REFUSAL], "2026-04-20"),
        ("appeal", "gb-met", [SENT, LONG_REFUSAL], "2026-04-20"),
        ("appeal", "us-or-washington-county-sheriff", [SENT], "2026-04-10"),
    ],
)
def test_every_kind_of_letter_has_sender_date_addressee_subject_and_signature(
    kind, agency, events, today, asked, written
):
    letter = written(kind, asked(agency, *events), today)
    for marked, text in ((letter.marked, letter.text), (letter.masked_marked, letter.masked_text)):
        made = document(marked)
        roles = [block.role for block in made.blocks]
        assert roles[:4] == ["sender", "date", "addressee", "subject"]
        assert roles[4:7] == ["body", "farewell", "signature"]
        assert " ".join(line for block in made.blocks for line in block.lines).split() == text.split()


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab 1.()-|=\n  ", max_size=300))
def test_whatever_stands_in_a_letter_comes_out_once_and_in_order(text):
    made = document(text)
    signs = "".join(line for block in made.blocks for line in text_lines(block.parts))
    bare = str.maketrans("", "", " \n|=")
    assert signs.translate(bare) == text.translate(bare)
    assert all(isinstance(part, (Paragraph, Lines, Listing)) for block in made.blocks for part in block.parts)
