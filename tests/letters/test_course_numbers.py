"""Every limit, day and count of days in a letter during a request is that of the clock, under every law on file."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from letters.scenes.scene import Scene
from letters.scenes.staging import codes, file_of, letter_of, scene_for
from letters.wholeness import says as cites

from frkit.law.loading import load_jurisdiction
from frkit.letters.language import language
from frkit.pages.wording import long_date, plural
from frkit.tracking.standing import standing

TONES = (1, 2, 3)


def flat(letter):
    return " ".join(letter.text.split())


def scenes(kind):
    """Each law under which the kind fits, with its scene and the clocks as they stand then."""
    for code in codes():
        law = load_jurisdiction(code)
        scene = scene_for(kind, law)
        if isinstance(scene, Scene):
            day = date.fromisoformat(scene.today)
            yield law, scene, standing(file_of(law, *scene.events, **scene.request), day)


def passed(stand, *roles):
    """The limits of the agency that passed without an answer, by role."""
    return [
        one
        for one in stand.clocks
        if one.state == "lapsed" and one.clock.binds == "agency" and one.clock.role in roles and one.due.date
    ]


def as_said(length, letter):
    """A length in the words of the place: working days where it has no business days."""
    told = language("en").length(length)
    return told.replace("business day", letter.facts["usage"]["business_days"].removesuffix("s"))


def says(letter, law, one):
    """Whether a letter names a limit whole: the section, the length, the last day and the days since."""
    text = flat(letter)
    told = [long_date(one.due.date, law.date_style), plural(one.days_late, "day")]
    if one.clock.length.soft is None:
        told += [" ".join(as_said(one.clock.length, letter).split())]
    section = one.clock.citation.removeprefix("Freedom of Information Act 2000, s.")
    return all(words in text for words in told) and cites(text.lower(), section.lower())


@pytest.mark.parametrize("tone", TONES)
def test_a_reminder_of_every_tone_has_limit_section_day_and_days_late_of_the_clock(tone, riverton):
    named = unnamed = 0
    for law, scene, stand in scenes("overdue"):
        letter = letter_of("overdue", law, replace(scene, said=replace(scene.said, tone=tone)), riverton)
        late = passed(stand, "production", "determination", "notice")
        if letter.facts["late"]["prompt"]:
            unnamed += 1
            assert plural(stand.days_waiting, "day") in flat(letter)
            assert cites(flat(letter).lower(), letter.facts["late"]["citation"].lower())
        else:
            named += 1
            assert any(says(letter, law, one) for one in late), f"{law.code}: {flat(letter)}"
    assert named > 90 and unnamed > 10


def test_a_question_whether_it_arrived_has_the_limit_of_the_clock_or_none(riverton):
    with_limit = 0
    for law, scene, stand in scenes("unacknowledged"):
        letter = letter_of("unacknowledged", law, scene, riverton)
        late = passed(stand, "acknowledgement")
        if late and stand.law_confirmed:
            with_limit += 1
            assert any(says(letter, law, one) for one in late), law.code
        else:
            assert re.findall(r"(\d+) (?:\w+ )?days?\b", flat(letter)) == ["14"], law.code
    assert with_limit > 10


def test_an_objection_to_an_extension_has_the_days_of_the_clock(riverton):
    too_long = 0
    for law, scene, stand in scenes("extension"):
        letter = letter_of("extension", law, scene, riverton)
        text, claim = flat(letter), letter.facts["claim"]
        clock = next(
            one
            for one in stand.clocks
            if one.due.extension and one.clock.id == claim["clock"]["id"] and one.due.date == claim["due"]
        )
        found = clock.due.extension
        assert long_date(clock.due.date, law.date_style) in text
        assert as_said(clock.clock.length, letter) in text or clock.clock.length.soft
        if claim["fault"] == "too_long":
            too_long += 1
            assert long_date(found.allowed, law.date_style) in text
            assert f"is {plural((found.claimed - found.allowed).days, 'day')} later" in text
        elif clock.state == "lapsed":
            assert f"{plural(clock.days_late, 'day')} ago" in text
    assert too_long > 30


@pytest.mark.parametrize("code", ["us-mi", "us-ri", "in", "au", "us-ct", "us-md", "us-wa", "us-ny"])
def test_a_fee_after_the_limit_names_that_limit_only_where_the_law_takes_the_fee_away(code, letter_under):
    law = load_jurisdiction(code)
    sent = ("sent", "2026-03-02", {"method": "email"})
    events = [sent, ("received_by_agency", "2026-03-03"), ("fee_estimated", "2026-05-20", {"amount": "90"})]
    stand = standing(file_of(law, *events), date(2026, 5, 26))
    letter = letter_under("fee", code, "2026-05-26", *events)
    takes = bool(law.fees.lost_when_late) or any(one.effect == "fees_lost" for one in law.silence)
    late = [one for one in passed(stand, "production", "determination", "notice") if not one.needs]
    if takes and late:
        assert any(says(letter, law, one) for one in late)
    else:
        assert letter.facts["fee"]["lost"] is None and "days ago" not in flat(letter)
