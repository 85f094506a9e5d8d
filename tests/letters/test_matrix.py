"""Every kind of letter under every law on file: it renders, cites that law alone, and says nothing that nobody gave it.

What happened before is told by ``scenes/<kind>.py``; where a kind cannot fit a law, the reason stands in
``tests/golden/letters/not-fitting.txt``.
"""

from __future__ import annotations

import pytest
from letters.scenes.scene import Scene
from letters.scenes.staging import codes, letter_of, scene_for, write_agencies
from letters.wholeness import faults_of, listed_by_place

from frkit.base.errors import FrkitError
from frkit.law.loading import load_jurisdiction
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
    from frkit.law.loading import all_codes

    assert {load_jurisdiction(code).coverage.police for code in set(all_codes()) - set(codes())} == {"no"}
