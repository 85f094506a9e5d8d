"""What letters quote from the law files, for every ground, fee and step of every law: whole sentences to the agency.

The matrix shows two grounds of each law; here stands each of them, without what only the maker of a file should see.
"""

from __future__ import annotations

import re

import pytest

from frkit.law.loading import all_codes, load_jurisdiction
from frkit.letters.facts import grounds
from frkit.letters.facts.fee_facts import rule_facts
from frkit.letters.facts.law_steps import addressee

CODES = [code for code in all_codes() if load_jurisdiction(code).same_as is None]

REMARK = re.compile(
    r"\b(?i:unverified|recalled|from memory|not (?:re-)?read|handbook \d{4}|see below|wording of \d{4}|changed the test"
    r"|unclear|in doubt)\b|\b(?:EXISTENCE|SAME|NOT|ALL|MUST|TODO)\b"
)
"""What a law file tells whoever keeps it, and words that shout."""
TWO_WAYS = re.compile(r"\d\.\d\d [A-Z]{3}\b|\b(?:EUR|GBP|USD) \d")


def printed(code):
    """Each text of a law file that a letter prints, with where it stands."""
    law = load_jurisdiction(code)
    for one in law.exemptions:
        yield f"{code}, {one.id}, test", grounds.test_of(one)
        yield f"{code}, {one.id}, counter", grounds.as_argument(one.counter or "")
    for name, text in rule_facts(law).items():
        if name != "citation":
            yield f"{code}, fees, {name}", text
    for step in law.remedies:
        yield f"{code}, {step.id}, body", step.body
        yield f"{code}, {step.id}, name", addressee(step, code[:2])["name"]


@pytest.mark.parametrize("code", CODES)
def test_no_letter_prints_a_remark_of_the_law_file(code):
    found = [(where, REMARK.search(text)) for where, text in printed(code)]
    assert not [(where, remark[0]) for where, remark in found if remark]


@pytest.mark.parametrize("code", CODES)
def test_money_is_written_in_one_way(code):
    assert not [(where, text) for where, text in printed(code) if "fees" in where and TWO_WAYS.search(text)]


@pytest.mark.parametrize("code", CODES)
def test_what_is_argued_is_a_sentence_and_is_said_once(code):
    for one in load_jurisdiction(code).exemptions:
        test, answer = grounds.test_of(one), grounds.as_argument(one.counter or "")
        for text in (test, answer):
            assert not text or re.fullmatch(r"[A-Z\"(§\d].*\.\"?", text), text
            assert not re.search(r": [^.;]*: |\(\s*\)|;\.|\.\.|\bof of\b|  ", text), text
        assert not re.match(r"(Unless|Only (?:if|where|with)|Could|Would|Gives|Likely)\b", test), test
        words = [set(re.findall(r"\w{4,}", text.casefold())) for text in (test, answer)]
        assert not words[0] or not words[0] <= words[1], (one.id, test, answer)


@pytest.mark.parametrize("code", CODES)
def test_the_name_of_a_ground_fits_behind_its_citation(code):
    labels = {one.id: one.label for one in load_jurisdiction(code).exemptions}
    assert not {key: label for key, label in labels.items() if ": " in label}


@pytest.mark.parametrize("code", CODES)
def test_a_law_is_named_without_brackets_inside_brackets(code):
    law = load_jurisdiction(code).law
    assert "; " not in law.name
    assert not re.search(r"\([^()]*\d{3,}[^()]*\)|\(.*\(", law.citation)
