"""templates/README.md names every fact, filter and kind that there is, and none that is not."""

from __future__ import annotations

import re
from datetime import date

import pytest
from letters.scenes.scene import Scene
from letters.scenes.staging import codes, letter_of, scene_for, write_agencies

from frkit.base.bundled import bundled
from frkit.law.loading import load_jurisdiction
from frkit.letters.facts.own_language import RecordFile, RecordWords
from frkit.letters.kinds.registry import NAMES as KINDS
from frkit.letters.language import Words
from frkit.pages.environment import environment

README = (bundled("templates") / "README.md").read_text(encoding="utf-8")
SENT = ("sent", "2026-03-02", {"method": "email"})
PLACES = ("us", "us-ca", "us-or", "us-ny", "us-tx", "us-ut", "us-co", "gb", "ie", "nl", "ch", "za")


def keys_of(value):
    """The names a template can use: keys of mappings, however deep; ids of clocks are data, not names."""
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in keys_of(inner)}
    if isinstance(value, list):
        return {key for inner in value for key in keys_of(inner)}
    return set()


@pytest.fixture(scope="module")
def letters(tmp_path_factory, asked, written):
    """Letters of every kind, each for the telling places and the first that it fits, and some with more in them."""
    campaign = write_agencies(tmp_path_factory.mktemp("described") / "campaign")
    found = []
    for kind in KINDS:
        fitting = [code for code in codes() if isinstance(scene_for(kind, load_jurisdiction(code)), Scene)]
        for code in dict.fromkeys([*fitting[:1], *(code for code in PLACES if code in fitting)]):
            law = load_jurisdiction(code)
            found.append(letter_of(kind, law, scene_for(kind, law), campaign))
    fee = [("fee_estimated", "2026-03-20", {"amount": "45"}), ("fee_agreed", "2026-03-21")]
    claimed = ("extension_claimed", "2026-03-20", {"days": 10, "unit": "business"})
    found.append(written("request", asked("us-ny-nypd", vendors=("ibm",), items=None)))
    found.append(written("overdue", asked("us-dea", SENT, claimed), "2026-06-01"))
    found.append(written("overdue", asked("us-dea", SENT, *fee), "2026-06-01"))
    found.append(written("appeal", asked("us-ny-nypd", SENT), "2026-03-25"))
    return found


def used_in(letters):
    """Every name that the facts of some letters have; a law's own questions and ids of its clocks are data."""
    plain = ({**one.facts, "clocks": list(one.facts["clocks"].values()), "given": {}} for one in letters)
    return set().union(*map(keys_of, plain))


def test_every_fact_of_every_letter_is_described(letters):
    assert used_in(letters) - set(re.findall(r"[a-z_]+", README)) == set()


def test_every_row_of_the_table_describes_a_fact_that_there_is(letters):
    table = README.split("### Facts")[1].split("A ground of a decision")[0]
    rows = re.findall(r"(?m)^\| (`.*?) \|", table)
    named = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}
    assert named and named == set().union(*(one.facts for one in letters))


def test_what_a_row_lists_belongs_to_its_fact(letters):
    table = README.split("### Facts")[1].split("A ground of a decision")[0]
    for row in ("requester", "agency", "definition", "vendors", "history", "usage", "said"):
        known = set().union(*(keys_of(one.facts[row]) for one in letters))
        described = set(re.findall(r"`([a-z_]+)`", next(line for line in table.split("\n") if f"| `{row}`" in line)))
        assert known <= described, row


def test_every_filter_and_kind_is_described():
    filters = environment(html=False).filters
    assert {name for name in (*filters, *KINDS) if f"`{name}" not in README} == set()
    told = README.split("Filters: ")[1].split("A list is printed")[0]
    assert set(re.findall(r"`([a-z_]+)", told)) == set(filters) | {"listed"}


def test_every_part_of_a_languages_files_is_described():
    told = README.split("### Another language")[1].split("### Why")[0]
    for name in (*Words.model_fields, *RecordFile.model_fields, *RecordWords.model_fields):
        assert f"`{name}`" in told


def test_dates_are_dates_and_not_texts(letters):
    for letter in letters:
        assert isinstance(letter.facts["today"], date)
