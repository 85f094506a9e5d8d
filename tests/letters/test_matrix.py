"""Every kind of letter under every law on file: it renders, cites that law alone, and says nothing that nobody gave it.

What happened before is told by ``scenes/<kind>.py``; where a kind cannot fit a law, the reason stands in
``tests/golden/letters/not-fitting.txt``.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from letters.scenes.scene import Scene
from letters.scenes.staging import codes, letter_of, scene_for, write_agencies
from letters.wholeness import faults_of, listed_by_place

from frkit.base.errors import FrkitError
from frkit.law.loading import all_codes, load_jurisdiction
from frkit.letters.kinds.registry import NAMES


@pytest.fixture(scope="session")
def everywhere(tmp_path_factory):
    """A campaign that knows a police body under each law."""
    return write_agencies(tmp_path_factory.mktemp("everywhere") / "campaign")


@pytest.mark.parametrize("kind", NAMES)
def test_a_letter_is_whole_and_right_under_every_law(kind, everywhere):
    faults = []
    for code in codes():
        law = load_jurisdiction(code)
        scene = scene_for(kind, law)
        assert scene is not None, f"no scene says when the letter '{kind}' is due: write tests/letters/scenes"
        if isinstance(scene, Scene):
            faults += [(code, fault) for fault in _faults(kind, law, scene, everywhere)]
    assert not faults, "\n" + listed_by_place(faults)


def _faults(kind, law, scene, campaign):
    try:
        letter = letter_of(kind, law, scene, campaign)
    except FrkitError as error:
        return [f"no letter: {error}"]
    return list(faults_of(letter, law, scene))


def test_where_a_kind_does_not_fit_a_law_the_reason_is_on_file(golden):
    lines = []
    for kind in NAMES:
        reasons: dict[str, list[str]] = {}
        for code in codes():
            scene = scene_for(kind, load_jurisdiction(code))
            if isinstance(scene, str):
                reasons.setdefault(scene, []).append(code)
        lines += [f"{kind}: {reason}\n    {' '.join(places)}\n" for reason, places in reasons.items()]
    golden("letters/not-fitting.txt", "".join(lines))


def test_the_laws_that_are_left_out_reach_no_police():
    assert {load_jurisdiction(code).coverage.police for code in set(all_codes()) - set(codes())} == {"no"}


DOCTORED = {
    "names neither": lambda text: text.replace("Freedom of Information", "Some"),
    "does not say": lambda text: re.sub(r"the last day was \d+ \w+ \d+", "the last day has passed", text),
    "cites the law of us-ca": lambda text: text + "See Cal. Gov. Code § 7920.000.\n",
    "names the law of us-ca": lambda text: text + "See the California Public Records Act.\n",
    "a word of code": lambda text: text + "It is None.\n",
    "empty brackets": lambda text: text + "The law ( ) says so.\n",
    "a space or sign too many": lambda text: text + "The answer , please.\n",
    "two signs": lambda text: text + "The answer.. Please.\n",
    "a word twice": lambda text: text + "Under the the law.\n",
    "begins with a small letter": lambda text: text + "I have waited. please answer.\n",
    "a paragraph that begins": lambda text: text + "\nplease answer.\n",
    "a wrong article": lambda text: text + "I sent a appeal.\n",
    "nobody gave it '17 working days'": lambda text: text + "You had 17 working days.\n",
    "nobody gave it the day": lambda text: text + "The last day was 13 May 2026.\n",
    "are more than two pages": lambda text: text + "Line.\n\n" * 99,
}


@pytest.mark.parametrize("fault", DOCTORED)
def test_a_letter_that_went_wrong_is_seen(fault, everywhere):
    law = load_jurisdiction("gb")
    scene = scene_for("overdue", law)
    letter = letter_of("overdue", law, scene, everywhere)
    assert not list(faults_of(letter, law, scene))
    doctored = DOCTORED[fault]
    wrong = replace(letter, text=doctored(letter.text), marked=doctored(letter.marked))
    assert any(fault in found for found in faults_of(wrong, law, scene))
