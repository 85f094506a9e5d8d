"""Letters outside the United States are spelled as they are there; names, facts and typed words stay as they are."""

from __future__ import annotations

import re

import pytest
from letters.scenes.scene import Scene
from letters.scenes.staging import letter_of, scene_for, write_agencies

from frkit.base.bundled import bundled
from frkit.base.yaml_places import read_yaml
from frkit.law.loading import load_jurisdiction
from frkit.letters.kinds.registry import NAMES
from frkit.letters.spelling import spelling_of, template_words
from frkit.letters.template_sets import templates
from frkit.tracking.types import Item

BRITISH = template_words("british")
AMERICAN_WORDS = re.compile(
    r"\b((?:acknowledgment|behavior|center\b|color\b|defense|favor|honor|labeled|neighbor|fulfill|canceled)\w*"
    r"|\w+(?:organiz|itemiz|recogniz|authoriz|summariz|minimiz|categoriz|digitiz|finaliz|anonymiz)\w*)"
)


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory):
    return write_agencies(tmp_path_factory.mktemp("spelled") / "campaign")


@pytest.mark.parametrize("code", ["gb", "gb-sct", "ie", "au", "au-nsw", "nz", "in", "za", "fr"])
def test_no_letter_outside_america_has_american_words(code, everywhere):
    law = load_jurisdiction(code)
    for kind in NAMES:
        scene = scene_for(kind, law)
        if isinstance(scene, Scene):
            text = letter_of(kind, law, scene, everywhere).text
            assert not AMERICAN_WORDS.findall(text), kind


def test_a_reminder_speaks_of_an_acknowledgment_in_new_york_and_an_acknowledgement_in_scotland(asked, written):
    template = templates(None, "en", "american").from_string("{{ 'no acknowledgment' }}, an acknowledgment: {{ name }}")
    british = templates(None, "en", "british").from_string("{{ 'no acknowledgment' }}, an acknowledgment: {{ name }}")
    name = "Acknowledgment Center"
    assert template.render(name=name) == "no acknowledgment, an acknowledgment: Acknowledgment Center"
    assert british.render(name=name) == "no acknowledgement, an acknowledgement: Acknowledgment Center"


def test_typed_words_and_names_keep_their_spelling(asked, written, someone):
    person = someone.model_copy(update={"organisation": "Center for Labor and Behavior"})
    item = Item(number=1, category="other", text="color prints of the Organized Crime Center")
    letter = written("request", asked("gb-met", items=(item,), title="Itemized color"), requester=person)
    for typed in ("Center for Labor and Behavior", "Color prints of the Organized Crime Center", "Itemized color"):
        assert typed in letter.text


def test_canada_keeps_ize_and_takes_the_rest():
    assert [spelling_of(country) for country in ("us", "ca", "ie")] == ["american", "canadian", "british"]
    made = templates(None, "en", "canadian")
    assert made.from_string("itemized, of the center").render() == "itemized, of the centre"
    assert templates(None, "en", "british").from_string("itemized, catalogue, catalogs").render() == (
        "itemised, catalogue, catalogues"
    )


def test_no_code_of_the_facts_is_spelled_anew():
    """Text in a template may be compared with these: a code that changed its spelling would never be found again."""
    schema = (bundled("jurisdictions") / "schema" / "jurisdiction.json").read_text(encoding="utf-8")
    codes = set(re.findall(r'"([a-z_]+)"', schema))
    assert codes and not [code for code in codes for american in BRITISH if code.startswith(american)]


def test_the_table_has_one_word_for_each_and_changes_no_british_word():
    tables = read_yaml(bundled("templates") / "letters" / "en" / "spelling-british.yaml").data
    words = {**tables["usual"], **tables["but_in_canada"]}
    for british in words.values():
        changed = templates(None, "en", "british").from_string(british).render()
        assert changed == british
