"""Reading the law of a place: one file is enough, a campaign's own wins, and nothing is inherited silently."""

from pathlib import Path

import pytest

from frkit.base.errors import FrkitError, WrongUsage
from frkit.law import loading
from frkit.law.loading import (
    all_codes,
    closed_days_file,
    is_local_law,
    jurisdictions_folder,
    law_file,
    load_closed_days,
    load_jurisdiction,
    names_on_file,
)
from frkit.law.place_names import near_code

TOWN = "code: {code}\nname: Town\nsame_as: {base}\n"


@pytest.fixture
def own_law(tmp_path):
    """Write a campaign's own law file and give the campaign folder."""

    def write(name, text):
        folder = tmp_path / "jurisdictions"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_a_code_is_a_folder_split_at_the_first_two_hyphens():
    assert law_file("us-ny-new-york") == jurisdictions_folder() / "us" / "ny" / "new-york" / "jurisdiction.yaml"
    assert law_file(" US-CA ").parent.name == "ca"


def test_loading_a_place_reads_its_own_file_and_no_other(monkeypatch):
    read = []
    monkeypatch.setattr(loading, "_read", lambda path, whole=loading._read: read.append(path) or whole(path))
    load_jurisdiction("us-ca")
    assert read == [law_file("us-ca")]


@pytest.mark.parametrize(
    ("typed", "meant"), [("us-cal", "us-ca"), ("us-new-york", "us-ny-new-york"), ("California", "us-ca")]
)
def test_an_unknown_place_is_refused_with_the_one_that_was_meant(typed, meant):
    with pytest.raises(WrongUsage, match=f"did you mean '{meant}'") as refused:
        load_jurisdiction(typed)
    assert "frkit law list" in refused.value.remedy


@pytest.mark.parametrize("typed", ["us-gu", "us-vi", "pt", "ca-mb", "us-tx-austin", "us-tx-oakland", "gb-wls"])
def test_a_right_code_without_a_file_is_never_taken_for_another_place(typed):
    with pytest.raises(WrongUsage) as refused:
        load_jurisdiction(typed)
    assert "did you mean" not in refused.value.fact
    assert "'frkit law list' names the places on file" in refused.value.remedy
    guide = Path(refused.value.remedy.rpartition(": ")[2])
    assert guide.is_file() and guide.name == "README.md"


def test_a_city_without_a_file_is_sent_to_its_state():
    with pytest.raises(WrongUsage) as refused:
        load_jurisdiction("us-tx-austin")
    assert "use 'us-tx', whose law holds for its cities" in refused.value.remedy


def test_the_refusal_names_the_place(monkeypatch):
    monkeypatch.setattr(loading, "place_names", lambda overlay=None: {"us-gu": "Guam"})
    with pytest.raises(WrongUsage, match=r"'us-gu' \(Guam\)"):
        load_jurisdiction("us-gu")


@pytest.mark.parametrize(
    ("typed", "meant"), [("uk", "gb"), ("usa", "us"), ("us-oregon", "us-or"), ("us-ny-new-yrok", "us-ny-new-york")]
)
def test_a_slip_in_a_code_or_a_name_is_understood(typed, meant):
    assert near_code(typed, names_on_file()) == meant


def test_a_campaigns_file_with_the_code_of_another_place_is_refused(own_law):
    campaign = own_law("us-or.yaml", TOWN.format(code="us-ca", base="us-ca"))
    with pytest.raises(FrkitError) as refused:
        load_jurisdiction("us-or", campaign)
    assert "us-or.yaml:1:7: the code is 'us-ca', but the file is called us-or.yaml; they must agree" in str(
        refused.value
    )
    assert refused.value.place.endswith("jurisdictions/us-or.yaml") and Path(refused.value.place).is_file()


def test_a_misnamed_file_is_refused_and_no_place_is_there_twice(own_law):
    campaign = own_law("us-oregon.yaml", TOWN.format(code="us-or", base="us-or"))
    with pytest.raises(FrkitError, match=r"the code is 'us-or', but the file is called us-oregon\.yaml"):
        load_jurisdiction("us-oregon", campaign)


def test_closed_days_of_another_place_are_refused(own_law):
    campaign = own_law("us-or.closed-days.yaml", 'code: us-ca\nyears:\n  2026: {01-01: "New Year"}\n')
    with pytest.raises(FrkitError, match=r"the code is 'us-ca', but the file is called us-or\.closed-days\.yaml"):
        load_closed_days("us-or", campaign)


def test_code_and_name_are_never_taken_from_another_place(own_law):
    campaign = own_law("us-ca-fresno.yaml", "same_as: us-ca\n")
    with pytest.raises(FrkitError, match=r"(?s)the key 'code' is missing here.*the key 'name' is missing here"):
        load_jurisdiction("us-ca-fresno", campaign)


def test_the_remedy_names_the_file_from_where_one_stands(own_law, monkeypatch):
    campaign = own_law("us-zz.yaml", "code: us-zz\nname: N\n")
    for folder, named in ((campaign, "jurisdictions/us-zz.yaml"), (campaign / "jurisdictions", "us-zz.yaml")):
        monkeypatch.chdir(folder)
        with pytest.raises(FrkitError) as refused:
            load_jurisdiction("us-zz", campaign)
        assert f"'frkit law check {named}'" in refused.value.remedy and Path(named).is_file()


def test_a_file_whose_name_is_no_code_is_no_place(own_law):
    campaign = own_law("Oregon_own.yaml", TOWN.format(code="us-or", base="us-or"))
    assert all_codes(campaign) == all_codes()


@pytest.mark.parametrize(
    "typed", ["", "..", "us-../../etc", "us/ca", "us-ca\n", "a" * 300, "us--ca", "us-ca-", "\u202eus"]
)
def test_a_code_that_is_none_opens_no_file(typed):
    if typed.strip() != "us-ca":
        with pytest.raises(WrongUsage):
            law_file(typed)


def test_new_york_city_has_the_law_of_the_state_and_its_own_levers():
    city, state = load_jurisdiction("us-ny-new-york"), load_jurisdiction("us-ny")
    assert city.clocks == state.clocks and city.fees == state.fees
    assert {lever.law for lever in city.levers} == {"POST Act and 2025 package"}
    assert set(state.unsure) < set(city.unsure) and set(state.sources) < set(city.sources)
    assert city.local_note != state.local_note


def test_a_campaigns_own_law_wins_and_is_known_to_be_its_own(own_law):
    campaign = own_law("us-ca.yaml", TOWN.format(code="us-ca", base="us-ny"))
    assert load_jurisdiction("us-ca", campaign).law.short == "FOIL"
    assert load_jurisdiction("us-ca").law.short == "CPRA"
    assert is_local_law("us-ca", campaign) and not is_local_law("us-ny", campaign)


def test_a_campaign_may_mend_one_part_of_a_bundled_law(own_law):
    text = TOWN.format(code="us-or", base="us-or") + "overrides: close_of_day\nclose_of_day: '17:00'\n"
    campaign = own_law("us-or.yaml", text)
    assert load_jurisdiction("us-or", campaign).clocks == load_jurisdiction("us-or").clocks
    text = text + "fees: {summary: Free., currency: USD}\n"
    with pytest.raises(FrkitError, match=r"us-or\.yaml:6:1: 'fees' replaces the law of 'us-or'; list it"):
        load_jurisdiction("us-or", own_law("us-or.yaml", text))


def test_a_place_of_the_campaign_is_listed_among_the_others(own_law):
    campaign = own_law("us-ca-fresno.yaml", TOWN.format(code="us-ca-fresno", base="us-ca"))
    assert "us-ca-fresno" in all_codes(campaign) and "us-ca-fresno" not in all_codes()


def test_two_places_that_lean_on_each_other_are_told(own_law):
    own_law("us-zz.yaml", TOWN.format(code="us-zz", base="us-zy"))
    campaign = own_law("us-zy.yaml", TOWN.format(code="us-zy", base="us-zz"))
    with pytest.raises(FrkitError, match=r"leads back to this file|has mistakes of its own"):
        load_jurisdiction("us-zz", campaign)


def test_every_mistake_of_a_broken_file_stands_in_the_refusal(own_law):
    campaign = own_law("us-zz.yaml", "code: us-zz\nname: N\nconfidence: sure\n")
    with pytest.raises(FrkitError) as refused:
        load_jurisdiction("us-zz", campaign)
    assert "us-zz.yaml:3:13: 'sure' is not one of high, medium, low" in refused.value.fact
    assert "the key 'law' is missing here" in refused.value.fact and "frkit law check" in refused.value.remedy


def test_a_file_changed_between_two_readings_is_read_again(own_law):
    campaign = own_law("us-zz.yaml", TOWN.format(code="us-zz", base="us-ny"))
    assert load_jurisdiction("us-zz", campaign).law.short == "FOIL"
    own_law("us-zz.yaml", TOWN.format(code="us-zz", base="us-ca") + "local_note: Changed.\n")
    assert load_jurisdiction("us-zz", campaign).law.short == "CPRA"


def test_a_city_counts_with_the_closed_days_of_its_law():
    assert closed_days_file("us-ny-new-york") == closed_days_file("us-ny")
    assert load_closed_days("us-ny-new-york").code == "us-ny"


def test_a_campaigns_own_closed_days_win(own_law):
    campaign = own_law("us-ny.closed-days.yaml", 'code: us-ny\nyears:\n  2026: {02-27: "Snow day"}\n')
    assert load_closed_days("us-ny", campaign).years == {2026: {"02-27": "Snow day"}}
    assert load_closed_days("us-ny-new-york", campaign).years == {2026: {"02-27": "Snow day"}}


def test_a_law_names_the_calendar_it_counts_by(own_law):
    head = "code: us-zz\nname: N\nsame_as: us-ny\noverrides: holidays\nholidays: {base: us-or}\n"
    assert load_closed_days("us-zz", own_law("us-zz.yaml", head)).code == "us-or"


def test_no_other_countrys_days_are_ever_taken(own_law):
    law = "law: {name: A, short: A, citation: A}\ncoverage: {police: yes}\n"
    text = f"code: zz\nname: N\ntimezone: UTC\nconfidence: low\nunsure: all\nsources: []\n{law}"
    campaign = own_law("zz.yaml", text)
    with pytest.raises(FrkitError, match="No closed days are on file for zz"):
        load_closed_days("zz", campaign)
