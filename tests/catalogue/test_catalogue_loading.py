"""Reading the catalogue: by id, with suggestions, with a campaign's own additions, and no more files than needed."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from frkit.base.errors import ExitCode, FrkitError, WrongUsage
from frkit.catalogue.loading import (
    all_agencies,
    all_record_categories,
    load_agency,
    load_pack,
    load_public_event,
    load_record_category,
    load_vendor,
    public_events,
)
from frkit.catalogue.search import in_place, matching


def own(campaign: Path, agency_id: str, text: str) -> None:
    folder = campaign / "agencies"
    folder.mkdir(exist_ok=True)
    (folder / f"{agency_id}.yaml").write_text(textwrap.dedent(text), encoding="utf-8")


def test_one_entry_costs_one_file():
    program = """
        import sys
        opened = []
        def watch(event, args):
            if event == "open" and str(args[0]).endswith(".yaml"):
                opened.append(str(args[0]))
        from frkit.catalogue.loading import load_agency
        sys.addaudithook(watch)
        load_agency("us-ca-lapd")
        print(*opened, sep="\\n")
    """
    ran = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=True)
    assert [Path(line).name for line in ran.stdout.split()] == ["us-ca-lapd.yaml"]


@pytest.mark.parametrize(
    ("load", "wrong", "suggested"),
    [
        (load_agency, "us-ca-lapdd", "us-ca-lapd"),
        (load_vendor, "amazn", "amazon"),
        (load_record_category, "contract", "contracts"),
        (load_pack, "pledge-chek", "pledge-check"),
        (load_public_event, "ibm-letter-2002", "ibm-letter-2020"),
    ],
)
def test_an_unknown_id_is_wrong_usage_with_a_suggestion_and_the_list(load, wrong, suggested):
    with pytest.raises(WrongUsage) as raised:
        load(wrong)
    assert raised.value.exit_code == ExitCode.WRONG_USAGE
    assert f"did you mean '{suggested}'?" in raised.value.fact
    assert "frkit" in raised.value.remedy


@pytest.mark.parametrize(
    ("load", "name", "meant"),
    [
        (load_agency, "LAPD", "'us-ca-lapd'"),
        (load_agency, "scotland yard", "'gb-met'"),
        (load_agency, "MPD", "'us-mn-minneapolis-pd' or 'us-wi-milwaukee-pd'"),
        (load_vendor, "MorphoTrust", "'idemia'"),
        (load_vendor, "NeoFace Watch", "'nec'"),
    ],
)
def test_an_alias_typed_as_an_id_leads_to_every_entry_of_that_name(load, name, meant):
    with pytest.raises(WrongUsage, match=f"did you mean {meant}"):
        load(name)


@pytest.mark.parametrize("hostile", ["../jurisdiction", "/etc/passwd", "*", "", "us-ca-lapd.yaml", "a\x00b", "x" * 300])
def test_an_id_that_is_a_path_or_a_pattern_reads_nothing(hostile):
    with pytest.raises(WrongUsage):
        load_agency(hostile)


def test_a_campaign_adds_a_contact_and_keeps_the_rest(tmp_path):
    own(
        tmp_path,
        "us-ca-lapd",
        """
        contacts:
          - purpose: records requests
            address: [Records Unit, 1 Example Street]
            found_where: the department's own site
            found_when: 2026-02-03
        """,
    )
    agency = load_agency("us-ca-lapd", tmp_path)
    assert agency.contacts[0].found_when.isoformat() == "2026-02-03"
    assert agency.name == "Los Angeles Police Department"
    assert agency.sources == load_agency("us-ca-lapd").sources
    assert load_agency("us-ca-lapd").contacts == ()


def test_a_campaign_may_have_a_body_of_its_own(tmp_path):
    own(tmp_path, "us-or-springfield-pd", "name: Springfield Police\nlaw: us-or\nlevel: city\n")
    assert load_agency("us-or-springfield-pd", tmp_path).id == "us-or-springfield-pd"
    assert len(all_agencies(tmp_path)) == len(all_agencies()) + 1
    with pytest.raises(WrongUsage, match="did you mean 'us-or-springfield-pd'"):
        load_agency("us-or-springfeld-pd", tmp_path)


def test_a_key_of_a_newer_frkit_in_a_campaign_is_no_hindrance(tmp_path):
    own(tmp_path, "us-dea", "telegraph: yes\naliases: [DEA, Drug Enforcement]\n")
    assert load_agency("us-dea", tmp_path).aliases == ("DEA", "Drug Enforcement")


def test_mistakes_in_a_campaigns_file_come_with_their_line(tmp_path):
    own(tmp_path, "us-dea", "id: us-de\nlevel: federl\n")
    with pytest.raises(FrkitError) as raised:
        load_agency("us-dea", tmp_path)
    assert "us-dea.yaml:1:5: the id is 'us-de', but the file is called us-dea.yaml" in str(raised.value)
    assert "us-dea.yaml:2:8: 'federl' is not one of" in str(raised.value)


@pytest.mark.parametrize("text", ["", "- a\n- list\n", "name: [cut", "name: \x07"])
def test_a_broken_file_in_a_campaign_is_refused_politely(tmp_path, text):
    own(tmp_path, "us-dea", text)
    with pytest.raises(FrkitError):
        load_agency("us-dea", tmp_path)


def test_events_are_those_that_concern_any_vendor_body_or_place_named():
    found = public_events(vendors=["amazon"], agencies=["us-ca-lapd"], places=["us-ny-new-york"])
    ids = [event.id for event in found]
    assert {"amazon-2020", "wcso-end-2020", "lapd-count-2020", "post-act-2020"} <= set(ids)
    assert "sf-ban-2019" not in ids
    assert len(ids) == len(set(ids))


def test_events_come_in_the_order_of_their_dates():
    dates = [event.date for event in public_events()]
    assert dates == sorted(dates)


def test_a_place_is_meant_exactly_when_events_are_chosen():
    assert {event.place for event in public_events(places=["us"])} == {"us"}


def test_record_types_come_by_group():
    groups = [category.group for category in all_record_categories()]
    assert groups == sorted(groups, key=list(dict.fromkeys(groups)).index)


def test_a_search_finds_every_word_in_any_spelling_and_names_first():
    assert [one.id for one in matching(all_agencies(), ["SHERIFF'S", "rekognition"])] == [
        "us-or-washington-county-sheriff"
    ]
    assert [one.id for one in matching(all_agencies(), ["lacris"])] == ["us-ca-lasd-lacris", "us-ca-lapd"]
    assert matching(all_agencies(), ["rekognition", "zeppelin"]) == []


def test_a_place_holds_what_lies_below_it():
    assert in_place("us-ca-oakland", "us-ca")
    assert in_place("us-ca", "us")
    assert not in_place("us-ca", "ca")
    assert not in_place("us-cal", "us-ca")
