"""A body of one's own and the contacts found for bodies: new files each, merged when they are read."""

from __future__ import annotations

from datetime import date

import pytest

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.yaml_places import parse_yaml
from frkit.catalogue.body_kinds import kinds_of
from frkit.catalogue.checks import check_local_agencies
from frkit.catalogue.loading import all_agencies, load_agency
from frkit.catalogue.naming import AgencyNames
from frkit.catalogue.own_agencies import address_lines, agency_text, contact_name, contact_text, id_for, like_bodies
from frkit.catalogue.types import Agency, Contact

TODAY = date(2026, 3, 2)


def kept(root, agency, day, *lines, purpose="request"):
    """A contact as the command writes it."""
    contact = Contact(purpose=purpose, address=lines, found_where="its own site", found_when=date.fromisoformat(day))
    folder = root / "agencies" / agency / "contacts"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / contact_name(contact)
    path.write_text(contact_text(contact), encoding="utf-8")
    return path


# contacts


def test_a_second_contact_stands_beside_the_first_and_changes_no_file(tmp_path):
    first = kept(tmp_path, "us-dea", "2026-01-02", "old@dea.example")
    before = first.read_bytes()
    kept(tmp_path, "us-dea", "2026-02-03", "new@dea.example")
    agency = load_agency("us-dea", tmp_path)
    assert [one.address for one in agency.contacts] == [("old@dea.example",), ("new@dea.example",)]
    assert first.read_bytes() == before
    assert agency.systems == load_agency("us-dea").systems, "the bundled facts stay"


def test_contacts_join_those_in_the_file_of_the_body(tmp_path):
    kept(tmp_path, "us-dea", "2026-02-03", "new@dea.example")
    own = "contacts:\n  - {purpose: request, address: 1 Way, found_where: a letter, found_when: 2026-01-01}\n"
    (tmp_path / "agencies" / "us-dea.yaml").write_text(own, encoding="utf-8")
    assert len(load_agency("us-dea", tmp_path).contacts) == 2
    assert {one.id for one in all_agencies(tmp_path) if one.contacts} == {"us-dea"}


def test_other_files_among_the_contacts_are_left_alone_and_told(tmp_path):
    path = kept(tmp_path, "us-dea", "2026-02-03", "new@dea.example")
    path.with_name("notes.yaml").write_text("a: b\n", encoding="utf-8")
    path.with_name(".2026-02-03-12345678.yaml.tmp").write_text("half", encoding="utf-8")
    assert len(load_agency("us-dea", tmp_path).contacts) == 1
    (told,) = check_local_agencies(tmp_path, TODAY)
    assert "never reads this file" in told.message
    assert told.path.endswith("notes.yaml")


def test_a_broken_contact_is_told_with_its_line_and_never_passed_over(tmp_path):
    path = kept(tmp_path, "us-dea", "2026-02-03", "new@dea.example")
    path.write_text("purpose: request\naddress: new@dea.example\nfound_when: 03/02/2026\n", encoding="utf-8")
    with pytest.raises(FrkitError, match="cannot be used"):
        load_agency("us-dea", tmp_path)
    told = {(finding.line, finding.message.split(";")[0]) for finding in check_local_agencies(tmp_path, TODAY)}
    assert (3, "'03/02/2026' is not a date like 2026-03-02") in told
    assert any("found_where" in message for _, message in told)


def test_a_contact_of_no_body_and_one_from_the_future_are_mistakes(tmp_path):
    kept(tmp_path, "us-deaa", "2026-02-03", "new@dea.example")
    kept(tmp_path, "us-dea", "2027-02-03", "new@dea.example")
    told = " ".join(finding.message for finding in check_local_agencies(tmp_path, TODAY))
    assert "did you mean 'us-dea'?" in told
    assert "2027-02-03 has not come yet" in told


def test_the_name_of_a_contact_comes_from_its_day_and_its_bytes(tmp_path):
    one = kept(tmp_path, "us-dea", "2026-02-03", "a@dea.example")
    assert one == kept(tmp_path, "us-dea", "2026-02-03", "a@dea.example")
    assert one != kept(tmp_path, "us-dea", "2026-02-03", "b@dea.example")
    assert one.name.startswith("2026-02-03-")


@pytest.mark.parametrize(
    ("lines", "email", "web", "kept_lines"),
    [
        (["1 Way", "  Oakland,   CA "], None, None, ("1 Way", "Oakland, CA")),
        (["1 Way\nOakland"], "a@b.example", None, ("1 Way", "Oakland", "a@b.example")),
        ([], None, "https://b.example/form", ("https://b.example/form",)),
        (["Evil\u202e\x1b[31m"], None, None, ("Evil[31m",)),
    ],
)
def test_an_address_is_kept_in_lines(lines, email, web, kept_lines):
    assert address_lines(lines, email, web) == kept_lines


@pytest.mark.parametrize(
    ("lines", "email", "web"),
    [([], None, None), ([" "], None, None), ([], "a b@c.example", None), ([], "a@b", None), ([], None, "b.example")],
)
def test_an_address_that_is_none_is_refused(lines, email, web):
    with pytest.raises(WrongUsage):
        address_lines(lines, email, web)


# bodies


@pytest.mark.parametrize(
    ("name", "law", "made"),
    [
        ("Berkeley Police Department", "us-ca", "us-ca-berkeley-pd"),
        ("Alameda County Sheriff’s Office", "us-ca", "us-ca-alameda-county-sheriff"),
        ("Préfecture de police", "fr", "fr-prefecture-de-police"),
        ("Essex Police", "gb", "gb-essex-police"),
    ],
)
def test_an_id_is_made_as_the_catalogue_makes_them(name, law, made):
    assert id_for(name, law, ()) == made


def test_a_taken_id_gets_a_number_and_a_long_name_is_cut():
    taken = {"us-ca-x-pd", "us-ca-x-pd-2"}
    assert id_for("X Police Department", "us-ca", taken) == "us-ca-x-pd-3"
    made = id_for("X " * 200, "us-ca", ())
    assert len(made) <= 75
    assert Agency(id=made, name="X", law="us-ca", level="city").id == made


def test_a_name_without_latin_letters_needs_an_id_of_its_own():
    with pytest.raises(WrongUsage, match="No id can be made"):
        id_for("警察", "jp", ())


def test_a_body_of_nearly_the_same_name_under_the_same_law_is_found():
    bodies = all_agencies()
    assert [one.id for one in like_bodies("Oakland Police Dept", "us-ca", bodies)] == ["us-ca-oakland-pd"]
    assert like_bodies("Oakland Police Dept", "us-or", bodies) == []
    assert like_bodies("Sacramento Police Department", "us-ca", bodies) == []


def test_the_text_of_a_new_body_reads_back_to_the_same_body(tmp_path):
    name = "Office: of #1 'Police' {{ x }}"
    made = Agency(id="us-ca-own", name=name, law="us-ca", level="city", aliases=("no", "0.10"), city="Ōsaka")
    folder = tmp_path / "agencies"
    folder.mkdir()
    (folder / "us-ca-own.yaml").write_text(agency_text(made), encoding="utf-8")
    assert load_agency("us-ca-own", tmp_path) == made
    assert check_local_agencies(tmp_path, TODAY) == []
    assert parse_yaml(agency_text(made), folder / "x.yaml").data["aliases"] == ["no", "0.10"]


# names and kinds


def test_a_body_is_known_by_id_name_or_short_name_and_never_guessed():
    names = AgencyNames(all_agencies())
    for typed in ("us-ca-lapd", "LAPD", "los angeles police department", " Los  Angeles Police Department "):
        assert names.meant(typed).id == "us-ca-lapd"
    with pytest.raises(WrongUsage, match="is the name of 2 bodies"):
        names.meant("BPD")
    with pytest.raises(WrongUsage, match="did you mean 'us-ca-oakland-pd'"):
        names.meant("Oaklnd Police Department")


@pytest.mark.parametrize(
    ("name", "level", "kinds"),
    [
        ("Minneapolis Fire Department", "city", set()),
        ("Minneapolis Police Department", "city", {"police"}),
        ("Metropolitan Transit Authority", "district", {"transit"}),
        ("King County Sheriff’s Office", "county", {"sheriff"}),
        ("Essex Constabulary", "force", {"force", "police"}),
        ("Landespolizeidirektion Wien", "state", {"police", "state"}),
        ("Préfecture de police", "city", {"police"}),
        ("Political Records Office", "federal", {"federal"}),
    ],
)
def test_kinds_are_read_from_level_and_name(name, level, kinds):
    assert kinds_of(Agency(id="x", name=name, law="us-ca", level=level)) == kinds
