"""``frkit agencies``, ``vendors``, ``records`` and ``events`` as they are typed."""

import json
import re

import pytest
from click.testing import CliRunner

from frkit.base.errors import WrongUsage
from frkit.catalogue.types import Agency, PublicEvent, RecordCategory, Vendor
from frkit.cli.catalogue import agencies, events, records, vendors
from frkit.law.loading import jurisdictions_folder


def run(command, *words):
    result = CliRunner().invoke(command, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(autouse=True)
def outside_any_campaign(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    return tmp_path


def lines_too_long(text):
    return [line for line in text.splitlines() if len(line) > 80 and "http" not in line]


@pytest.mark.parametrize(
    "typed",
    [
        (agencies, "list"),
        (agencies, "show", "gb-met"),
        (agencies, "search", "live"),
        (vendors, "list"),
        (vendors, "show", "amazon"),
        (records, "list"),
        (records, "packs"),
        (records, "show", "contracts"),
        (records, "show", "pledge-check"),
        (events, "list", "--vendor", "amazon"),
        (events, "show", "oxford-0227-2020"),
    ],
    ids=lambda typed: " ".join([typed[0].name, *typed[1:]]),
)
def test_every_page_fits_80_columns(typed):
    assert lines_too_long(run(*typed)) == []


@pytest.mark.parametrize(
    ("command", "entry_id", "model"),
    [
        (agencies, "us-ca-lapd", Agency),
        (vendors, "microsoft", Vendor),
        (records, "contracts", RecordCategory),
        (events, "wcso-end-2020", PublicEvent),
    ],
)
def test_json_has_every_key_in_list_and_show_alike(command, entry_id, model):
    keys = {info.alias or name for name, info in model.model_fields.items()}
    keys |= {"law_on_file"} if model is Agency else set()
    shown = json.loads(run(command, "show", entry_id, "--json"))
    listed = json.loads(run(command, "list", "--json"))
    listed = listed["record_types"] if command is records else listed
    assert set(shown) == keys
    assert shown in listed


def test_json_says_from_not_from_underscore():
    pledge = json.loads(run(vendors, "show", "amazon", "--json"))["pledges"][0]
    assert {"from", "until", "covers", "excepted", "date"} <= set(pledge)
    assert "from_" not in pledge


def test_a_body_without_a_contact_says_so_plainly():
    text = " ".join(run(agencies, "show", "us-dea").split())
    assert "None is known, and frkit never guesses one." in text
    assert "frkit agencies contact us-dea" in text


def test_a_body_is_shown_with_its_sources_and_its_grade():
    text = run(agencies, "show", "us-ca-lapd")
    assert re.search(r"confidence\s+high", text)
    assert "pressreader.com/usa/los-angeles-times/20200922" in text


def test_a_recalled_source_is_marked():
    assert "Written from memory, not re-read" in run(events, "show", "nistir-8280")


def test_a_body_that_no_letter_can_reach_says_why_and_offers_no_contact():
    text = run(agencies, "show", "us-mo-st-louis-county")
    assert "No letter can go to this entry" in text
    assert "Contact for requests" not in text
    assert "outside the Freedom of Information Act" in run(agencies, "show", "gb-nca")


def test_a_campaigns_contact_is_shown_with_its_age(outside_any_campaign):
    (outside_any_campaign / "campaign.yaml").write_text("format: 1\nname: Test\n", encoding="utf-8")
    folder = outside_any_campaign / "agencies"
    folder.mkdir()
    contact = "{purpose: requests, address: 1 Example Street, found_where: its own site, found_when: 2026-01-02}"
    (folder / "us-dea.yaml").write_text(f"contacts:\n  - {contact}\n", encoding="utf-8")
    text = run(agencies, "show", "us-dea", "--today", "2026-02-16")
    assert "requests: 1 Example Street" in text
    assert "found on 2026-01-02 (45 days ago): its own site" in text
    assert "agencies/us-dea.yaml" in text


def test_a_hostile_campaign_file_cannot_command_the_terminal(outside_any_campaign):
    (outside_any_campaign / "campaign.yaml").write_text("format: 1\nname: Test\n", encoding="utf-8")
    folder = outside_any_campaign / "agencies"
    folder.mkdir()
    name = '"Evil \\u202e\\e[31m[bold]{{ 7*7 }}"'
    (folder / "us-dea.yaml").write_text(f"name: {name}\n", encoding="utf-8")
    for text in (run(agencies, "show", "us-dea"), run(agencies, "list")):
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "[bold]{{" in text


def test_bodies_by_place_and_vendor():
    found = json.loads(run(agencies, "list", "--place", "us-ca", "--vendor", "dataworks-plus", "--json"))
    assert [one["id"] for one in found] == ["us-ca-lapd", "us-ca-lasd-lacris", "us-ca-sfpd"]


def test_a_place_that_is_not_there_is_no_crash():
    result = CliRunner().invoke(agencies, ["list", "--place", "us-cal"], catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "No body is on file for 'us-cal'; did you mean 'us-ca'?\n"


def test_vendors_with_a_pledge_and_vendors_at_work_in_a_place():
    pledged = json.loads(run(vendors, "list", "--pledge", "--json"))
    assert [one["id"] for one in pledged] == ["amazon", "axon", "clearview", "google", "ibm", "microsoft"]
    in_oregon = json.loads(run(vendors, "list", "--place", "us-or", "--json"))
    assert [one["id"] for one in in_oregon] == ["amazon"]


def test_the_list_of_record_types_ends_with_the_packs():
    text = run(records, "list")
    assert (
        text.index("contracts") < text.index("Packs, for 'frkit request new --pack ID'") < text.index("first-contact")
    )
    assert list(json.loads(run(records, "list", "--json"))) == ["record_types", "packs"]


def test_record_types_of_a_pack_come_in_its_order():
    found = json.loads(run(records, "list", "--pack", "first-contact", "--json"))["record_types"]
    assert [one["id"] for one in found][:3] == ["monthly-counts", "policy", "contracts"]


def test_search_finds_and_says_when_it_does_not():
    assert "audit-logs" in run(records, "search", "spreadsheet")
    assert "idemia" in run(vendors, "search", "MorphoTrust")
    result = CliRunner().invoke(vendors, ["search", "zeppelin"])
    assert (result.exit_code, result.stderr) == (0, "No vendor on file holds 'zeppelin'.\n")


def ids_found(command, *words):
    return [one["id"] for one in json.loads(run(command, "search", *words, "--json"))]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["oregon"], ["us-or-gresham-pd", "us-or-portland-pb", "us-or-washington-county-sheriff"]),
        (["Texas"], ["us-tx-arlington-pd", "us-tx-houston-pd"]),
        (["fort", "lauderdale"], []),
        (["hillsboro"], ["us-or-washington-county-sheriff"]),
        (["angeles police los"], ["us-ca-lapd"]),
        (["police", "angeles", "los"], ["us-ca-lapd"]),
        (["glasgow", "police"], ["gb-police-scotland"]),
    ],
)
def test_bodies_are_found_by_state_by_city_and_by_words_in_any_order(words, first):
    found = ids_found(agencies, *words)
    assert found[: len(first)] == first and bool(found) == bool(first)


def test_events_are_found_by_the_state_in_which_they_lie():
    assert {"oakland-2019", "lapd-policy-2021"} <= set(ids_found(events, "california"))


def test_a_search_for_a_body_that_is_not_on_file_says_how_to_add_one():
    result = CliRunner().invoke(agencies, ["search", "san jose"])
    assert result.exit_code == 0 and result.stderr.startswith("No body on file holds 'san' and 'jose'.")
    assert "frkit agencies new" in result.stderr


@pytest.fixture
def body_in_guam(outside_any_campaign):
    """A campaign with a body of its own, in a place whose law is not on file."""
    (outside_any_campaign / "campaign.yaml").write_text("format: 1\nname: Test\n", encoding="utf-8")
    (outside_any_campaign / "agencies").mkdir()
    houston = (jurisdictions_folder() / "us" / "tx" / "agencies" / "us-tx-houston-pd.yaml").read_text(encoding="utf-8")
    own = houston.replace("us-tx-houston-pd", "us-gu-police").replace("law: us-tx", "law: us-gu")
    (outside_any_campaign / "agencies" / "us-gu-police.yaml").write_text(own, encoding="utf-8")
    return outside_any_campaign


def test_bodies_without_a_law_on_file_are_marked_in_lists(body_in_guam):
    marked = {line.split()[0] for line in run(agencies, "list").splitlines() if "no law yet" in line}
    known = json.loads(run(agencies, "list", "--json"))
    assert marked == {one["id"] for one in known if not one["law_on_file"]} == {"us-gu-police"}


def test_a_body_without_a_law_on_file_says_so_and_where_the_guide_is(body_in_guam):
    text = " ".join(run(agencies, "show", "us-gu-police").split())
    assert "No letter can be written until the law of" in text and "us-gu" in text
    assert "jurisdictions/README.md" in text
    assert "No letter can be written" not in run(agencies, "show", "us-ca-lapd")


def test_a_law_of_the_campaign_counts_as_on_file(body_in_guam):
    (body_in_guam / "jurisdictions").mkdir()
    own = "code: us-gu\nname: Guam\nsame_as: us-ca\n"
    (body_in_guam / "jurisdictions" / "us-gu.yaml").write_text(own, encoding="utf-8")
    assert json.loads(run(agencies, "show", "us-gu-police", "--json"))["law_on_file"] is True
    assert "no law yet" not in run(agencies, "list")


def test_every_body_that_ships_has_its_law_on_file():
    assert all(one["law_on_file"] for one in json.loads(run(agencies, "list", "--json")))


def test_a_campaigns_own_bodies_are_checked_too(outside_any_campaign):
    (outside_any_campaign / "campaign.yaml").write_text("format: 1\nname: Test\n", encoding="utf-8")
    (outside_any_campaign / "agencies").mkdir()
    (outside_any_campaign / "agencies" / "own.yaml").write_text("nam: X\n", encoding="utf-8")
    result = CliRunner().invoke(agencies, ["check"], catch_exceptions=False)
    assert result.exit_code == 1 and "agencies/own.yaml:1:1: the key 'name' is missing here" in result.stdout


def test_events_up_to_a_day():
    found = json.loads(run(events, "list", "--vendor", "amazon", "--today", "2020-06-10", "--json"))
    assert [one["id"] for one in found][-2:] == ["amazon-2020", "wcso-end-2020"]


@pytest.mark.parametrize("typed", [("list", "--vendor", "amazn"), ("list", "--agency", "LAPD"), ("show", "ibm-2020")])
def test_an_unknown_id_is_wrong_usage(typed):
    with pytest.raises(WrongUsage):
        CliRunner().invoke(events, typed, catch_exceptions=False)


@pytest.mark.parametrize("command", [agencies, vendors, records, events], ids=lambda command: command.name)
def test_each_kind_can_be_checked(command, outside_any_campaign):
    assert "0 mistakes" in run(command, "check")
    folder = outside_any_campaign / "vendors"
    folder.mkdir()
    (folder / "x.yaml").write_text("id: y\n", encoding="utf-8")
    result = CliRunner().invoke(command, ["check", str(folder)], catch_exceptions=False)
    assert result.exit_code == 1
    assert "x.yaml:1:5: the id is 'y'" in result.stdout
