"""Names and texts that somebody wrote to do harm change nothing but themselves."""

from __future__ import annotations

import pytest

from frkit.base.errors import FrkitError
from frkit.pages.plain_text import letter_pages
from frkit.tracking.types import Item, Requester

HOSTILE = {
    "braces": "{{ 7 * 7 }}{% include '/etc/passwd' %}",
    "html": "<script>alert(1)</script><img src=file:///etc/passwd>",
    "backwards": "good\u202etxt.exe\u2066\u200f",
    "control": "bell\x07 escape\x1b[31m null\x00 line\r\nBcc: all@example.org",
    "kept line": "| Chief of Police\n| 1 Other Street",
    "list": "1. first\n2. second\n- third",
    "separator": "one\u2028two\u2029three\x85four",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name_or_item_stays_words_on_its_own_line(text, asked, written, tmp_path):
    person = Requester(name=text, address=(text,), email="a@b.example")
    file = asked("gb-met", items=(Item(number=1, category="other", text=text),), title=text)
    letter = written("request", file, requester=person)
    calm = written("request", asked("gb-met", items=(Item(number=1, category="other", text="x"),), title="x"))
    assert letter.facts["levers"]["duties"] == []
    assert not set(letter.text) & set("\x00\x07\x1b\r\u202e\u2066\u200f\u2028\u2029\x85")
    assert "49" not in letter.text and "root:" not in letter.text
    assert (
        letter.text.split("For your answer")[1].split("If you")[0]
        == calm.text.split("For your answer")[1].split("If you")[0]
    )
    assert "\n\n" not in letter.text.split("\n\n2 March 2026")[0]
    assert letter_pages(letter.text, title=letter.subject, paper="A4", day=letter.facts["today"], folder=tmp_path)


def test_ten_thousand_characters_are_wrapped_and_not_cut(asked, written, tmp_path):
    person = Requester(name="N" * 10_000, email="a@b.example")
    letter = written("request", asked("gb-met", title="T" * 10_000), requester=person)
    assert letter.text.count("N") >= 20_000 and max(map(len, letter.text.split("\n"))) <= 76
    assert "N" * 20 not in letter.masked_text


def test_a_letter_of_a_size_that_cannot_be_meant_is_refused(asked, written):
    item = Item(number=1, category="other", text="word " * 60_000)
    with pytest.raises(FrkitError, match="characters"):
        written("request", asked("gb-met", items=(item,)))


def test_what_an_agency_wrote_goes_into_an_appeal_as_words_only(asked, written):
    events = [
        ("sent", "2026-03-02", {"method": "email"}),
        ("acknowledged", "2026-03-04", {"reference": "{{ x }}\n| Director"}),
        ("no_records", "2026-03-10", {"items": [1], "wording": "{% raw %}\n\n1. none\u202e"}),
        ("denied", "2026-03-10", {"items": [2], "exemptions": [{"cited": "s.31 {{ y }}\n\n- z"}]}),
    ]
    letter = written("appeal", asked("gb-met", *events), "2026-03-20")
    flat = " ".join(letter.text.split())
    assert "{{ x }} | Director" in flat and '"{% raw %} 1. none"' in flat and "s.31 {{ y }} - z" in flat
