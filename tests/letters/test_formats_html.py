"""A letter as a web page that stands alone."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

import pytest

from frkit.base.errors import WrongUsage
from frkit.letters.formats.registry import in_format
from frkit.letters.formats.sheet import sheet_for
from frkit.letters.matter import Matter
from frkit.tracking.standing import standing

MARKS = re.compile(r"^ *(?:\d{1,3}\.|\([a-z]\)|-) ", re.MULTILINE)


class Reader(HTMLParser):
    """The words of a page's body, and every address that it names."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.addresses, self.tags, self.silent = "", [], set(), 0

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.silent += tag in ("style", "title")
        self.text += " "
        self.addresses += [value for name, value in attrs if name in ("src", "href", "action", "data")]

    def handle_endtag(self, tag):
        self.silent -= tag in ("style", "title")

    def handle_data(self, data):
        self.text += "" if self.silent else data


def read(data: bytes) -> Reader:
    reader = Reader()
    reader.feed(data.decode())
    return reader


@pytest.fixture
def drawn(someone, written):
    """A letter and its sheet, for a request on a day."""

    def make(kind, file, today="2026-03-02", **more):
        letter = written(kind, file, today, **more)
        day = date.fromisoformat(today)
        return letter, sheet_for(Matter(file, standing(file, day), day, None), letter, someone)

    return make


def words(text: str) -> list[str]:
    return MARKS.sub("", text).replace(" · ", " ").split()


@pytest.mark.parametrize("agency", ["us-or-washington-county-sheriff", "us-dea", "gb-met"])
def test_the_page_has_the_words_of_the_letter_in_their_order(agency, asked, drawn):
    letter, sheet = drawn("request", asked(agency))
    assert words(read(in_format(letter, "html", sheet)).text.replace("·", "")) == words(letter.text)


def test_the_page_asks_for_nothing_and_runs_nothing(asked, drawn):
    letter, sheet = drawn("request", asked("us-dea"))
    page = in_format(letter, "html", sheet)
    assert read(page).addresses == [] and "script" not in read(page).tags
    assert not re.search(rb"url\(|@import|file:|https?:", page)


def test_the_masked_page_has_nothing_of_the_requester(asked, drawn):
    letter, sheet = drawn("request", asked("us-dea"))
    page = in_format(letter, "html", sheet, masked=True).decode()
    assert "[name of requester]" in page
    assert not re.search("Jordan|Hidden|secret|0142", page)


def test_plain_text_is_the_letter_itself(asked, drawn):
    letter, sheet = drawn("request", asked("us-dea"))
    assert in_format(letter, "txt", sheet) == letter.text.encode()
    assert in_format(letter, "txt", sheet, masked=True) == letter.masked_text.encode()


def test_an_unknown_format_is_named_with_those_there_are(asked, drawn):
    letter, sheet = drawn("request", asked("us-dea"))
    with pytest.raises(WrongUsage, match="no format 'dox'"):
        in_format(letter, "dox", sheet)
