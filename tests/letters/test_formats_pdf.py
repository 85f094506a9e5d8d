"""A letter as PDF: all its words, on the right paper, in the window of an envelope, with tags, the same on any day."""

from __future__ import annotations

import re
import time
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from letters.drawing import LONG_REFUSAL, MET_REFUSAL, SENT, bare_words, learned, letter_and_sheet

from frkit.letters.formats.html import html_page
from frkit.letters.formats.registry import in_format, made_in_format
from frkit.tracking.types import Requester

MILLIMETRE = 72 / 25.4
ADDRESS = learned("215 Some Avenue", "Hillsboro 97123")
CASES = {
    "one page": ("overdue", "us-fl-orlando-pd", (SENT,), "2026-04-10", 1),
    "two pages": ("appeal", "gb-met", (SENT, MET_REFUSAL), "2026-04-20", 2),
    "three pages": ("appeal", "gb-met", (SENT, LONG_REFUSAL), "2026-04-20", 3),
}


def pages_of(pdf):
    with pypdfium2.PdfDocument(pdf) as opened:
        return [page.get_textpage().get_text_range() for page in opened]


@pytest.fixture(params=CASES)
def drawn(request, asked, someone):
    kind, agency, events, today, pages = CASES[request.param]
    letter, sheet = letter_and_sheet(kind, asked(agency, *events), someone, today)
    return letter, sheet, in_format(letter, "pdf", sheet), pages


def test_every_word_of_the_letter_is_there_once_and_in_order(drawn):
    letter, _, pdf, count = drawn
    pages = pages_of(pdf)
    assert len(pages) == count
    running = f"{letter.facts['agency']['name']} · "
    body = []
    for number, page in enumerate(pages, 1):
        lines = page.strip().splitlines()
        furniture = [line for line in lines if re.fullmatch(rf"page {number} of {count}", line)]
        above = [line for line in lines if line.startswith(running)]
        assert len(furniture) == (count > 1) and len(above) == (number > 1)
        body += [line for line in lines if line not in (*furniture, *above)]
    assert bare_words("\n".join(body)) == bare_words(letter.text)


def test_the_last_page_holds_more_than_the_signature(drawn):
    letter, _, pdf, _ = drawn
    last = pages_of(pdf)[-1]
    closing = letter.text.split("\n\n")
    farewell = next(at for at, block in enumerate(closing) if re.match(r"Sincerely|Yours", block))
    for block in closing[farewell - 1 : farewell + 2]:
        assert bare_words(block) in bare_words(last)


def test_the_tags_tell_headings_paragraphs_and_lists(drawn):
    _, sheet, pdf, _ = drawn
    with pikepdf.open(BytesIO(pdf)) as opened:
        root = opened.Root
        assert root.MarkInfo.Marked and str(root.Lang) == sheet.language
        assert str(opened.docinfo.Title) == sheet.title
        found = list(elements(root.StructTreeRoot.K))
    roles = [role for role, _ in found]
    assert roles.count("/H1") == 1 and roles.count("/L") >= 1 and roles.count("/P") >= 8
    items = [kids for role, kids in found if role == "/LI"]
    assert items and all(kids == ["/LBody"] for kids in items)


def elements(node):
    """Each element of a structure tree: its role, and the roles of its children."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from elements(one)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        kids = node.get("/K", pikepdf.Array())
        kids = kids if isinstance(kids, pikepdf.Array) else pikepdf.Array([kids])
        yield str(node.S), [str(kid.S) for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        yield from elements(kids)


def test_the_fonts_lie_inside(drawn):
    with pikepdf.open(BytesIO(drawn[2])) as opened:
        fonts = [font for page in opened.pages for font in page.Resources.Font.values()]
        assert fonts
        for font in fonts:
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_copied_text_has_plain_spaces_and_dates_on_one_line(drawn):
    letter, _, pdf, _ = drawn
    text = "\n".join(pages_of(pdf))
    assert "\xa0" not in text
    for date in set(re.findall(r"\d{1,2}[ \n]+(?:March|April) \d{4}|(?:March|April)[ \n]+\d{1,2}, \d{4}", letter.text)):
        assert " ".join(date.split()) in text


@pytest.mark.parametrize(
    ("agency", "width", "height"), [("us-or-washington-county-sheriff", 612, 792), ("gb-met", 595, 842)]
)
def test_the_paper_is_the_places_own_and_the_address_stands_in_the_window(agency, width, height, asked, someone):
    letter, sheet = letter_and_sheet("request", asked(agency, ADDRESS), someone)
    with pypdfium2.PdfDocument(in_format(letter, "pdf", sheet)) as opened:
        page = opened[0]
        assert [round(side) for side in page.get_size()] == [width, height]
        text = page.get_textpage()
        wanted = letter.facts["agency"]["name"]
        start, _ = text.search(wanted).get_next()
        last, count = text.search("Hillsboro 97123").get_next()
        left, _, _, top = text.get_charbox(start)
        _, bottom, _, _ = text.get_charbox(last + count - 1)
    from_top = [(height - value) / MILLIMETRE for value in (top, bottom)]
    assert from_top[0] >= 63.5 and from_top[1] <= 81, from_top
    assert left / MILLIMETRE >= 22.3


def test_a_long_head_pushes_the_address_down_and_loses_nothing(asked):
    many = Requester(name="A" * 2000, address=tuple(f"Line {number} of an address" for number in range(40)))
    letter, sheet = letter_and_sheet("overdue", asked("us-dea", SENT), many, "2026-04-20")
    found = bare_words("".join(pages_of(in_format(letter, "pdf", sheet))))
    assert found.count("A" * 100) >= 20 and all(bare_words(f"Line {number} of") in found for number in range(40))


def test_the_same_letter_gives_the_same_bytes_and_its_own_date(asked, someone):
    letter, sheet = letter_and_sheet("request", asked("us-dea"), someone)
    first = in_format(letter, "pdf", sheet)
    assert in_format(letter, "pdf", sheet) == first
    with pikepdf.open(BytesIO(first)) as opened:
        assert str(opened.docinfo.CreationDate).startswith("D:20260302")


def test_the_masked_pdf_names_nobody(asked, someone):
    letter, sheet = letter_and_sheet("request", asked("us-dea"), someone)
    pdf = in_format(letter, "pdf", sheet, masked=True)
    text = " ".join(pages_of(pdf))
    assert "[name of requester]" in text and not re.search("Jordan|Hidden|secret|0142", text)
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert "/Author" not in opened.docinfo


def test_a_name_in_greek_cyrillic_or_with_accents_needs_no_other_font(asked):
    person = Requester(name="Ľubica Đorđević Ελένη Жанна", address=("Ünïon-Straße 1",))
    letter, sheet = letter_and_sheet("request", asked("us-dea"), person)
    made = made_in_format(letter, "pdf", sheet)
    assert made.warnings == () and "Ľubica Đorđević Ελένη Жанна" in pages_of(made.data)[0]


def test_a_sign_that_no_font_has_is_told(asked):
    person = Requester(name="Robin \U0010fffd\U000f1234", address=("Street",))
    letter, sheet = letter_and_sheet("request", asked("us-dea"), person)
    for name in ("pdf", "eml"):
        (warning,) = made_in_format(letter, name, sheet).warnings
        assert "U+10FFFD" in warning and "U+F1234" in warning and "empty box" in warning


def test_markup_in_a_name_is_printed_as_it_is(asked):
    evil = Requester(name="<b>Robin</b> {{ 7 * 7 }} </p><script>", address=("&amp; <img src='file:///etc/passwd'>",))
    letter, sheet = letter_and_sheet("request", asked("us-dea"), evil)
    text = pages_of(in_format(letter, "pdf", sheet))[0]
    assert "<b>Robin</b> {{ 7 * 7 }} </p><script>" in text and "&amp; <img src='file:///etc/passwd'>" in text


def test_what_frkit_adds_to_the_setting_of_type_is_small(asked, someone):
    letter, sheet = letter_and_sheet("overdue", asked("us-fl-orlando-pd", SENT), someone, "2026-04-10")
    in_format(letter, "pdf", sheet)
    all_of_it = min(_seconds(lambda: in_format(letter, "pdf", sheet)) for _ in range(3))
    filling_in = min(_seconds(lambda: html_page(letter, sheet, False, typeset=True)) for _ in range(3))
    assert filling_in < 0.15 * all_of_it


def test_a_word_without_end_is_set_in_little_time_and_whole(asked):
    endless = Requester(name="N" * 6_000, address=("S" * 6_000,))
    letter, sheet = letter_and_sheet("overdue", asked("us-dea", SENT, title="T" * 6_000), endless, "2026-04-20")
    before = time.process_time()
    found = bare_words("".join(pages_of(in_format(letter, "pdf", sheet))))
    assert time.process_time() - before < 10
    assert found.count("N") >= 12_000 and found.count("S") >= 6_000


def _seconds(made):
    before = time.process_time()
    made()
    return time.process_time() - before
