"""Local and state duties in the first letter: "obliges" only where a section is cited that somebody read."""

from __future__ import annotations

import re

import pytest

from frkit.catalogue.loading import all_agencies, load_agency
from frkit.law.loading import all_codes, load_jurisdiction
from frkit.law.types import Lever
from frkit.letters.facts.levers import levers_facts, obliges
from frkit.tracking.types import Item

LOCAL = [agency.id for agency in all_agencies() if any(code in all_codes() for code in agency.places)]


def lever(citation, *, obliges=True, caution=None):
    return Lever(
        id="x", law="Law", citation=citation, record="Policy", duty="publish", obliges=obliges, caution=caution
    )


@pytest.mark.parametrize(
    "citation",
    [
        "S.F. Admin. Code § 19B.6",
        "Ordinance 41.3, section 2",
        "RCW 43.386.020",
        "725 ILCS 167/35",
        "Data Protection Act 2018, s.62",
        "Ley 19/2013, art. 8.1 a)",
        "N.Y.C. Admin. Code §§ 14-188, 14-188.1",
    ],
)
def test_a_duty_with_a_section_obliges(citation):
    assert obliges(lever(citation))


@pytest.mark.parametrize(
    "citation",
    [
        None,
        "S.F. Admin. Code ch. 19B",
        "S.F. Admin. Code ch. 19B; Ordinance 107-19",
        "Oakland Municipal Code ch. 9.64",
        "Davis Municipal Code art. 26.07",
        "RCW ch. 43.386",
        "Act 166 of 2020",
        "Freedom of Information Act 2000",
        "Government Information (Public Access) Act 2009, Part 3 Div. 5",
    ],
)
def test_a_chapter_an_act_or_an_ordinance_as_a_whole_does_not(citation):
    assert not obliges(lever(citation))


@pytest.mark.parametrize(
    "caution",
    [
        "The section itself was not read.",
        "The section that orders it was not read. Open the code before citing.",
        "The sections were not opened; read them before citing.",
    ],
)
def test_a_section_that_nobody_read_does_not_oblige(caution):
    assert not obliges(lever("Code § 1", caution=caution))


def test_a_doubt_about_something_else_changes_nothing():
    assert obliges(lever("KRS 61.9305", caution="Whether the policy must be filed, and with whom, was not read."))
    assert not obliges(lever("Code § 1", obliges=False))


def test_no_letter_cites_what_is_not_to_be_cited():
    law = load_jurisdiction("us-va")
    agency = load_agency("us-va-state-police")
    items = [{"title": "Policies and usage data", "ask": "annual reports, counts and policies on use"}]
    found = levers_facts([law], agency, items)
    never = {one.citation for one in law.levers if "Do not cite" in (one.caution or "")}
    assert never
    assert not never & {one["citation"] for one in found["duties"] + found["hints"]}


def test_a_local_duty_stands_before_that_of_the_state_and_binds_no_other_body():
    items = [{"title": "Policy", "ask": "policies, surveillance reports, audits"}]
    local, state = load_jurisdiction("us-ca-san-francisco"), load_jurisdiction("us-ca")
    cited = [one["citation"] for one in levers_facts([state, local], load_agency("us-ca-sfpd"), items)["duties"]]
    assert cited.index("S.F. Admin. Code § 19B.6") < cited.index("Cal. Penal Code § 13650")
    assert not any(
        "Controller" in one["record"] for one in levers_facts([local], load_agency("us-ca-sfpd"), items)["hints"]
    )


@pytest.mark.parametrize("agency_id", LOCAL)
def test_every_body_under_a_local_law_is_told_of_its_duties_in_whole_sentences(agency_id, asked, written):
    law_items = tuple(
        Item(number=number, category=one)
        for number, one in enumerate(
            ["policy", "contracts", "audit-reports", "statutory-reports", "impact-assessments", "system-inventory"], 1
        )
    )
    letter = written("request", asked(agency_id, items=law_items))
    text = " ".join(letter.text.split())
    levers = letter.facts["levers"]
    for one in levers["duties"]:
        assert f"{one['record']} (duty to {one['duty']}: {one['citation']})" in text
    for one in levers["hints"]:
        assert f"({one['citation']})" in text
    assert text.count("(duty to ") == len(levers["duties"])
    assert not re.search(r"\(duty to[^;.]*\bNone\b", text)
    assert not re.search(r"\(duty to (may|must|shall)\b", text)


@pytest.mark.parametrize(
    ("name", "agency_id", "pack"),
    [
        ("us-ca-san-francisco-request", "us-ca-sfpd", "ban-compliance"),
        ("us-ma-boston-request", "us-ma-boston-pd", "ban-compliance"),
        ("us-wa-seattle-request", "us-wa-seattle-pd", "first-contact"),
        ("us-md-request", "us-md-baltimore-pd", "bias"),
    ],
)
def test_letters_that_quote_a_local_or_state_duty(name, agency_id, pack, asked, written, golden):
    golden(f"asking/{name}.txt", written("request", asked(agency_id, pack=pack)).text)


@pytest.mark.parametrize(
    ("name", "agency_id", "given"),
    [
        ("us-ut", "us-ut-dps", {"expedited": "no"}),
        ("us-il", "us-il-chicago-pd", {"fee_cap": "25.00"}),
        ("us-tn", "us-tn-dos", {"resident": "yes"}),
        ("gb-sct", "gb-police-scotland", {}),
        ("ca-ab", "ca-ab-edmonton-police", {}),
        ("us-tx", "us-tx-houston-pd", {}),
    ],
)
def test_first_letters_of_telling_places(name, agency_id, given, asked, written, golden):
    golden(f"asking/{name}-request.txt", written("request", asked(agency_id, given=given)).text)
