"""A letter as a web page that stands alone, and the names of all formats."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from letters.drawing import MET_REFUSAL, SENT, bare_words, letter_and_sheet

from frkit.base.errors import WrongUsage
from frkit.letters.formats.registry import FORMATS, in_format
from frkit.tracking.types import Requester


class Reader(HTMLParser):
    """The words of a page's body with the markers of its lists, its tags, and every address that it names."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.addresses, self.tags, self.silent = "", [], set(), 0

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.silent += tag in ("style", "title")
        self.text += "\n" if tag == "p" else "" if tag == "span" else " "
        self.addresses += [value for name, value in attrs if name in ("src", "href", "action", "data")]

    def handle_endtag(self, tag):
        self.silent -= tag in ("style", "title")

    def handle_data(self, data):
        self.text += "" if self.silent else data


def read(data: bytes) -> Reader:
    reader = Reader()
    reader.feed(data.decode())
    return reader


@pytest.mark.parametrize("agency", ["us-or-washington-county-sheriff", "us-dea", "gb-met"])
def test_the_page_has_the_words_of_the_letter_in_their_order(agency, asked, someone):
    letter, sheet = letter_and_sheet("request", asked(agency), someone)
    assert bare_words(read(in_format(letter, "html", sheet)).text) == bare_words(letter.text)


def test_items_keep_the_markers_that_the_letter_gives_them(asked, someone):
    letter, sheet = letter_and_sheet("appeal", asked("gb-met", SENT, MET_REFUSAL), someone, "2026-04-20")
    page = in_format(letter, "html", sheet).decode()
    markers = re.findall(r'<span class="marker">(\S+) </span>', page)
    written = re.findall(r"^(\d+\.|-) ", letter.text, re.MULTILINE)
    assert [marker.replace("•", "-") for marker in markers] == written


def test_the_page_asks_for_nothing_and_runs_nothing(asked, someone):
    letter, sheet = letter_and_sheet("request", asked("us-dea"), someone)
    page = in_format(letter, "html", sheet)
    assert read(page).addresses == [] and "script" not in read(page).tags
    assert not re.search(rb"url\(|@import|file:|https?:", page)


def test_markup_in_a_name_stays_text(asked):
    evil = Requester(name="</style><script>alert(1)</script>{{ 7 * 7 }}", address=("<img src=x onerror=y>",))
    letter, sheet = letter_and_sheet("request", asked("us-dea", title="<b>bold</b>"), evil)
    reader = read(in_format(letter, "html", sheet))
    assert not {"script", "img", "b"} & reader.tags
    assert "<script>alert(1)</script>{{ 7 * 7 }}" in reader.text and "<img src=x onerror=y>" in reader.text


def test_the_masked_page_has_nothing_of_the_requester(asked, someone):
    letter, sheet = letter_and_sheet("request", asked("us-dea"), someone)
    page = in_format(letter, "html", sheet, masked=True).decode()
    assert "[name of requester]" in page
    assert not re.search("Jordan|Hidden|secret|0142", page)


def test_plain_text_is_the_letter_itself(asked, someone):
    letter, sheet = letter_and_sheet("request", asked("us-dea"), someone)
    assert in_format(letter, "txt", sheet) == letter.text.encode()
    assert in_format(letter, "txt", sheet, masked=True) == letter.masked_text.encode()


@pytest.mark.parametrize(("agency", "language"), [("us-dea", "en-US"), ("gb-met", "en-GB")])
def test_the_language_is_that_of_the_place_where_it_is_one_of_its_own(agency, language, asked, someone):
    assert letter_and_sheet("request", asked(agency), someone)[1].language == language


def test_an_unknown_format_is_named_with_those_there_are(asked, someone):
    letter, sheet = letter_and_sheet("request", asked("us-dea"), someone)
    with pytest.raises(WrongUsage, match="no format 'dox'") as told:
        in_format(letter, "dox", sheet)
    assert all(name in str(told.value) for name in FORMATS)


def test_a_campaign_may_have_a_look_of_its_own(asked, someone, tmp_path):
    from dataclasses import replace

    own = tmp_path / "templates" / "pages"
    own.mkdir(parents=True)
    (own / "letter.css").write_text("body { color: teal }")
    letter, sheet = letter_and_sheet("request", asked("us-dea"), someone)
    assert b"teal" in in_format(letter, "html", replace(sheet, folder=tmp_path))
