"""Every kind of letter in places that differ: each part is found, no word is lost, the first fits two pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from letters.drawing import bare_words
from letters.scenes.scene import Scene
from letters.scenes.staging import codes, letter_of, scene_for, write_agencies
from letters.test_formats_html import read

from frkit.law.loading import load_jurisdiction
from frkit.letters.document import document
from frkit.letters.formats.registry import in_format, made_in_format
from frkit.letters.formats.sheet import Sheet
from frkit.letters.kinds.registry import NAMES
from frkit.pages.wording import long_date

TELLING = ("us", "us-ca", "us-ny", "us-il", "us-tx", "gb", "gb-sct", "ie", "ca", "fr", "de", "in", "za", "se", "us-oh")
LONGEST = 6
"""How many of the longest first letters are made into pages."""


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory):
    return write_agencies(tmp_path_factory.mktemp("everywhere") / "campaign")


def staged(kind, code, campaign):
    """A letter with its sheet, or None where the kind does not fit the law."""
    law = load_jurisdiction(code)
    scene = scene_for(kind, law)
    if not isinstance(scene, Scene):
        return None
    letter = letter_of(kind, law, scene, campaign)
    day = date.fromisoformat(scene.today)
    words = long_date(day, law.date_style)
    to = ("office@police.example",)
    return letter, Sheet(law.paper, letter.language, day, to, "robin@mail.example", True, letter.subject, words)


@pytest.mark.parametrize("kind", NAMES)
def test_every_part_is_found_and_every_file_holds_every_word(kind, everywhere):
    tried = [made for made in (staged(kind, code, everywhere) for code in TELLING) if made is not None]
    assert tried
    for letter, sheet in tried:
        blocks = document(letter.marked, sheet.day_in_words).blocks
        roles = [block.role for block in blocks]
        assert roles[:4] == ["sender", "date", "addressee", "subject"], letter.text
        assert roles[4:7] == ["body", "farewell", "signature"], letter.text
        assert roles[7:] in ([], ["after"])
        assert " ".join(line for block in blocks for line in block.lines).split() == letter.text.split()
        assert bare_words(read(in_format(letter, "html", sheet)).text) == bare_words(letter.text)
        assert in_format(letter, "docx", sheet)


@pytest.mark.parametrize("kind", NAMES)
def test_every_kind_can_be_a_page_and_a_mail(kind, everywhere):
    for code in ("us-oh", "gb", "se"):
        made = staged(kind, code, everywhere)
        if made is not None:
            mail = made_in_format(made[0], "eml", made[1])
            assert mail.warnings == () and mail.data


def test_the_first_letter_fits_two_pages_in_every_place(everywhere):
    letters = {code: staged("request", code, everywhere) for code in codes()}
    longest = sorted(letters, key=lambda code: len(letters[code][0].text), reverse=True)[:LONGEST]
    address = "| 100 West First Street\n| Second Floor, Records Unit\n| Riverton 90012\n"
    for code in longest:
        letter, sheet = letters[code]
        longer = replace(letter, marked=letter.marked.replace("| Riverton\n", address, 1))
        with pikepdf.open(BytesIO(in_format(longer, "pdf", sheet))) as opened:
            assert len(opened.pages) <= 2, code
