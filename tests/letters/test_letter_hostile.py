"""Names and texts that somebody wrote to do harm change nothing but themselves."""

from __future__ import annotations

import email
import io
import re
import time
import zipfile
from dataclasses import replace
from datetime import date
from email.policy import default
from xml.etree import ElementTree

import pytest
from letters.scenes.scene import Scene
from letters.scenes.staging import agency_id, codes, file_of, scene_for, write_agencies

from frkit.base.errors import FrkitError
from frkit.law.loading import load_jurisdiction
from frkit.letters.composing import compose
from frkit.letters.formats.registry import FORMATS, in_format
from frkit.letters.formats.sheet import sheet_for
from frkit.letters.kinds.registry import NAMES as KINDS
from frkit.letters.matter import Matter, Said
from frkit.pages.plain_text import letter_pages
from frkit.tracking.standing import standing
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


NASTY = (
    "{{ 7191 * 7193 }}{% include '/etc/passwd' %}{% raw %} <script>alert(1)</script> & \u202etxt.exe\u2066 😀"
    " \x07\x1b[31m\x00\r\nBcc: all@example.org\n\n| Chief of Police\n= Another subject\n1. first\n- second\u2028end"
)
TYPED = {"reference", "reason", "question", "wording", "names", "to", "basis", "result", "body", "what", "said", "text"}
"""Fields of events that hold words of the agency or of a person."""
HIDDEN = set("\x00\x07\x1b\r\u202e\u2066\u2028")
NOBODY_TOLD = "51724863"
"""What the sum in the braces would come to."""


def poisoned(scene, text):
    """The same history with a text in every field that somebody types."""
    events = tuple(
        (kind, day, _poisoned(fields, text)) for kind, day, fields in ((*one, {})[:3] for one in scene.events)
    )
    said = Said(text, scene.said.items, scene.said.tone, scene.said.remedy)
    return replace(scene, events=events, said=said)


def _poisoned(fields, text):
    own = {key: text if key in TYPED and isinstance(value, str) else value for key, value in fields.items()}
    if "exemptions" in own:
        own["exemptions"] = [{**one, "cited": f"{one['cited']} {text}"} for one in own["exemptions"]]
    return own


@pytest.fixture(scope="module")
def hostile_places(tmp_path_factory):
    """A campaign whose bodies have names that were written to do harm."""
    campaign = write_agencies(tmp_path_factory.mktemp("hostile") / "campaign")
    for code in ("us-ca", "gb", "us-or"):
        path = campaign / "agencies" / f"{agency_id(code)}.yaml"
        name = "\"{{ 7191 * 7193 }} <b>Police</b> & \\u202e {% include 'x' %} | = 1. x\""
        path.write_text(path.read_text().replace("name: Riverton Police Department", f"name: {name}"))
    return campaign


def hostile_letter(kind, code, campaign, text, person):
    """The letter for a place, or for the first where that kind fits."""
    laws = map(load_jurisdiction, (code, *codes()))
    law, scene = next((law, scene) for law in laws if isinstance(scene := scene_for(kind, law), Scene))
    scene = poisoned(scene, text)
    given = {"custodians": (text[:200],), "terms": (text[:200],)}
    items = tuple(Item(number=one.number, category=one.category, **given) for one in file_of(law).request.items)
    request = {"items": items, "title": text, **scene.request}
    file, day = file_of(law, *scene.events, **request), date.fromisoformat(scene.today)
    matter = Matter(file, standing(file, day), day, campaign, scene.said)
    return matter, compose(kind, file, matter.stand, person, today=day, overlay=campaign, said=scene.said)


EVIL = Requester(name=f"Eve {NASTY}", organisation=NASTY, address=(NASTY, "2 Other Lane"), email="eve@mail.example")


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_letter_takes_what_somebody_typed_for_more_than_words(kind, hostile_places):
    for code in ("us-ca", "gb"):
        matter, letter = hostile_letter(kind, code, hostile_places, NASTY, EVIL)
        assert not HIDDEN & set(letter.text) and NOBODY_TOLD not in letter.text and "root:" not in letter.text
        assert "alert(1)" in letter.text and letter.marked.count("\n= ") + letter.marked.startswith("= ") == 1
        kept = [line for line in letter.marked.split("\n") if line.startswith("| ")]
        assert "| Chief of Police" not in kept and "\n" not in letter.subject
        for name in set(FORMATS) - {"pdf"}:
            _is_harmless(name, in_format(letter, name, sheet_for(matter, letter, EVIL)))


def _is_harmless(name, data):
    if name == "html":
        assert b"<script>alert" not in data and b"<b>Police" not in data
    if name == "eml":
        mail = email.message_from_bytes(data, policy=default)
        assert mail["Bcc"] is None and mail.get_all("Subject") and "\n" not in str(mail["Subject"])
        assert not mail.defects
    if name == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.namelist():
                if entry.endswith((".xml", ".rels")):
                    ElementTree.fromstring(archive.read(entry))


def test_a_hostile_letter_becomes_a_page_too(hostile_places):
    matter, letter = hostile_letter("overdue", "gb", hostile_places, NASTY, EVIL)
    assert in_format(letter, "pdf", sheet_for(matter, letter, EVIL)).startswith(b"%PDF")


@pytest.mark.parametrize("kind", KINDS)
def test_ten_thousand_characters_in_every_field_are_written_or_refused_soon(kind, hostile_places):
    long = "word " * 2000
    person = Requester(name="N" * 10_000, address=("A" * 10_000,), email="eve@mail.example")
    began = time.process_time()
    try:
        _, letter = hostile_letter(kind, "us-or", hostile_places, long, person)
    except FrkitError as error:
        assert error.remedy
    else:
        assert max(map(len, letter.text.split("\n"))) <= 76 and "N" * 20 not in letter.masked_text
    assert time.process_time() - began < 20


@pytest.mark.parametrize("kind", KINDS)
def test_right_to_left_names_and_emoji_stay_as_they_are_written(kind, hostile_places):
    person = Requester(name="דנה כהן", address=("רחוב הרצל 12",), email="dana@mail.example")
    _, letter = hostile_letter(kind, "us-ca", hostile_places, "שלום 😀 مرحبا", person)
    assert "דנה כהן" in letter.text and "דנה" not in letter.masked_text
    assert not re.search(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]", letter.text)
