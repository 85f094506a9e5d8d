"""A letter for a word processor: real styles, real numbering, and nothing that the letter does not say."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import datetime, timezone
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from letters.drawing import LONG_REFUSAL, MET_REFUSAL, SENT, bare_words, learned, letter_and_sheet

from frkit.letters.formats.docx import docx_letter
from frkit.letters.formats.registry import in_format
from frkit.tracking.types import Requester

ADDRESS = learned("215 Some Avenue", "Hillsboro 97123")


@pytest.fixture
def appeal(asked, someone):
    return letter_and_sheet("appeal", asked("gb-met", SENT, MET_REFUSAL), someone, "2026-04-20")


def opened(data):
    return docx.Document(BytesIO(data))


def counters(document):
    """What counts the paragraphs: number of a list -> its kind, its sign and the number it starts at."""
    numbering = document.part.numbering_part.element
    kinds = {one.get(qn("w:abstractNumId")): one.find(qn("w:lvl")) for one in numbering.findall(qn("w:abstractNum"))}
    found = {}
    for one in numbering.findall(qn("w:num")):
        level = kinds[one.find(qn("w:abstractNumId")).get(qn("w:val"))]
        parts = (level.find(qn(f"w:{name}")).get(qn("w:val")) for name in ("numFmt", "lvlText", "start"))
        found[one.get(qn("w:numId"))] = tuple(parts)
    return found


def as_read(document):
    """The text of a document with the numbers that a word processor shows."""
    lists, reached, lines = counters(document), {}, []
    for paragraph in document.paragraphs:
        numbered = paragraph._p.find(f".//{qn('w:numId')}")
        marker = ""
        if numbered is not None:
            number = numbered.get(qn("w:val"))
            kind, sign, start = lists[number]
            reached[number] = reached.get(number, int(start) - 1) + 1
            place = chr(ord("a") + reached[number] - 1) if kind == "lowerLetter" else str(reached[number])
            marker = sign.replace("%1", place) + " "
        lines.append(marker + paragraph.text)
    return "\n".join(lines)


def test_it_reads_as_the_letter_does_with_the_numbers_that_it_counts_itself(appeal):
    letter, sheet = appeal
    shown = as_read(opened(in_format(letter, "docx", sheet)))
    assert re.sub("-", "", bare_words(shown)) == re.sub("-", "", bare_words(letter.text))


def test_each_part_has_a_style_of_its_own(appeal):
    letter, sheet = appeal
    paragraphs = opened(in_format(letter, "docx", sheet)).paragraphs
    styles = [paragraph.style.name for paragraph in paragraphs]
    assert styles[:6] == ["Sender Name", "Sender", "Date", "Address", "Subject", "Body Text"]
    assert styles[-3:] == ["Closing", "Signature", "Enclosure"]
    assert {"Numbered Item", "Bullet Item", "Item Text"} <= set(styles)
    subject = "Request for internal review: Freedom of Information Act 2000 request of 2 March 2026"
    assert paragraphs[4].text.replace("\xa0", " ") == subject


def test_the_numbers_are_counted_and_not_written(appeal):
    letter, sheet = appeal
    made = opened(in_format(letter, "docx", sheet))
    grounds = [one for one in made.paragraphs if one.style.name == "Numbered Item"]
    assert len(grounds) == 4 and all(one._p.find(f".//{qn('w:numId')}") is not None for one in grounds)
    assert not any(re.match(r"\d", one.text) for one in grounds)


def test_numbers_that_do_not_count_on_are_written(asked, someone):
    letter, sheet = letter_and_sheet("request", asked("us-dea"), someone)
    letter = replace(letter, marked=letter.marked.replace("1. ", "7. ", 1).replace("2. ", "9. ", 1))
    made = opened(in_format(letter, "docx", sheet))
    texts = [one.text for one in made.paragraphs if one.style.name == "Numbered Item"]
    assert texts[0].startswith("7.\t") and texts[1].startswith("9.\t")


@pytest.mark.parametrize(("agency", "size"), [("us-dea", (12240, 15840)), ("gb-met", (11906, 16838))])
def test_the_paper_is_the_places_own(agency, size, asked, someone):
    letter, sheet = letter_and_sheet("request", asked(agency), someone)
    section = opened(in_format(letter, "docx", sheet)).sections[0]
    assert (round(section.page_width.twips), round(section.page_height.twips)) == size


def test_further_pages_say_to_whom_when_and_which_page(appeal):
    letter, sheet = appeal
    section = opened(in_format(letter, "docx", sheet)).sections[0]
    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == "Metropolitan Police Service · 20 April 2026"
    footer = section.footer._element.xml
    assert "PAGE" in footer and "NUMPAGES" in footer


def test_it_says_nothing_of_the_computer_and_dates_itself_by_the_letter(appeal):
    letter, sheet = appeal
    data = in_format(letter, "docx", sheet)
    core = opened(data).core_properties
    assert core.author == "Jordan Example" and core.title == sheet.title and core.language == "en-GB"
    assert core.created == core.modified == datetime(2026, 4, 20, 12, tzinfo=timezone.utc)
    assert not (core.last_modified_by or core.comments or core.keywords or core.category)
    with ZipFile(BytesIO(data)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(2026, 4, 20, 12, 0, 0)}
        assert archive.testzip() is None
    assert in_format(letter, "docx", sheet) == data


def test_the_masked_file_names_nobody(appeal):
    letter, sheet = appeal
    with ZipFile(BytesIO(in_format(letter, "docx", sheet, masked=True))) as archive:
        held = " ".join(archive.read(name).decode() for name in archive.namelist())
    assert "[name of requester]" in held and not re.search("Jordan|Hidden Lane|secret|0142", held)


def test_every_part_is_well_formed_whatever_a_name_holds(asked):
    evil = Requester(
        name="<w:t>&amp;</w:t> ]]> {{ 7 * 7 }} \x00\x0b\ufffe\uffff\U0001f600 محمد", address=("\"quoted\" & 'single'",)
    )
    letter, sheet = letter_and_sheet("request", asked("us-dea", ADDRESS, title="<b>&"), evil)
    data = docx_letter(letter, sheet, False).data
    with ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
    first = opened(data).paragraphs[0].text
    assert first == "<w:t>&amp;</w:t> ]]> {{ 7 * 7 }} \U0001f600 محمد"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_loses_no_word(asked, someone, tmp_path):
    letter, sheet = letter_and_sheet("appeal", asked("gb-met", SENT, LONG_REFUSAL), someone, "2026-04-20")
    source = tmp_path / "letter.docx"
    source.write_bytes(in_format(letter, "docx", sheet))
    command = ["soffice", f"-env:UserInstallation={tmp_path.as_uri()}/profile", "--headless", "--convert-to"]
    command += ["txt:Text (encoded):UTF8", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    text = (tmp_path / "letter.txt").read_text(encoding="utf-8-sig")
    assert bare_words(text) == bare_words(letter.text)
