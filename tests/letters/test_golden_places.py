"""The letters that differ from place to place, for every place whose law reaches the police, as they were approved.

One file a place holds the first letter (without items and definition, which are the same everywhere), the third
reminder, the objection to a fee, the appeal against two exemptions, and the complaint. A place that takes over the
law of another has the same letters, which is tested, and no file.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from letters.scenes.scene import Scene
from letters.scenes.staging import codes, letter_of, scene_for, write_agencies

from frkit.law.loading import load_jurisdiction

KINDS = ("request", "overdue", "fee", "appeal", "complaint")
LINE = "-" * 76
LARGEST = 15_000


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory):
    return write_agencies(tmp_path_factory.mktemp("places") / "campaign")


TAKEN_OVER = {code: str(base) for code in codes() if (base := load_jurisdiction(code).same_as) is not None}
OWN = [code for code in codes() if code not in TAKEN_OVER]


def told(code, campaign):
    return "".join(shown(kind, load_jurisdiction(code), campaign) for kind in KINDS)


@pytest.mark.parametrize("code", OWN)
def test_the_letters_of_a_place(code, everywhere, golden):
    text = told(code, everywhere)
    assert len(text.encode()) < LARGEST
    golden(f"letters/places/{code}.txt", text)


@pytest.mark.parametrize("code", TAKEN_OVER)
def test_a_city_under_the_law_of_its_state_gets_the_letters_of_its_state(code, everywhere):
    city, state = load_jurisdiction(code), load_jurisdiction(TAKEN_OVER[code])
    text = told(code, everywhere).replace(f"resident of {city.name}", f"resident of {state.name}")
    assert without_duties(text) == without_duties(told(state.code, everywhere))


@pytest.mark.parametrize("kind", ["overdue", "appeal", "complaint", "preservation", "transfer", "thanks"])
def test_a_letter_about_ones_own_data_speaks_of_data_and_not_of_records(kind, everywhere):
    law = load_jurisdiction("gb-sar")
    text = letter_of(kind, law, scene_for(kind, law), everywhere).text
    assert "data" in text and not re.search(r"\brecords?\b", text)


def without_duties(text):
    """A text without what a law obliges a body to keep or publish, and without tasks: a city may have more of them."""
    begins = ("For some of these records", "If you hold any of these", "If you hold this", "To do: ")
    return [paragraph for paragraph in text.split("\n\n") if not paragraph.strip().startswith(begins)]


def shown(kind, law, campaign):
    """A letter with the requester masked, under a line that names it; or why there is none."""
    scene = scene_for(kind, law)
    if isinstance(scene, str):
        return f"{LINE}\n{kind}: {scene}\n\n"
    assert isinstance(scene, Scene)
    if kind == "overdue":
        scene = replace(scene, said=replace(scene.said, tone=3))
    letter = letter_of(kind, law, scene, campaign)
    text = letter.masked_text
    if kind == "request":
        text = re.sub(r"\n\n1\. .*?\n\n(?!\d+\. )", "\n\n[the items]\n\n", text, count=1, flags=re.S)
        text = re.sub(r"\n\nIn this request, .*?\n\n", "\n\n[the definition]\n\n", text, count=1, flags=re.S)
        assert "[the items]" in text and "[the definition]" in text
    tasks = "".join(f"To do: {task}\n" for task in letter.to_do)
    return f"{LINE}\n{kind}, {scene.today} ({letter.template})\n\n{text}\n{tasks}\n"


def test_every_approved_place_is_still_asked_under(pytestconfig):
    files = {path.stem for path in (pytestconfig.rootpath / "tests" / "golden" / "letters" / "places").glob("*.txt")}
    assert files == set(OWN)
