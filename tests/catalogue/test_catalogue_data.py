"""The bundled catalogue: complete, without a mistake, and careful about what it does not know."""

import re
from pathlib import Path

import pytest

from frkit.base.findings import errors_in
from frkit.catalogue.checks import check_files
from frkit.catalogue.loading import (
    SHELVES,
    all_agencies,
    all_packs,
    all_record_categories,
    all_vendors,
    load_agency,
    load_drafting,
    load_record_category,
    load_vendor,
    public_events,
    records_folder,
)
from frkit.law.loading import jurisdictions_folder, place_folder

EXAMPLE_BODIES = {
    "us-or-washington-county-sheriff": "us-or",
    "us-fl-orlando-pd": "us-fl",
    "us-ny-nypd": "us-ny",
    "us-dea": "us",
    "us-ca-lapd": "us-ca",
    "gb-met": "gb",
}


def test_every_bundled_file_is_without_a_mistake():
    assert errors_in(check_files()) == []


def test_the_catalogue_is_as_large_as_what_was_researched():
    counts = {name: len(shelf.paths()) for name, shelf in SHELVES.items()}
    assert counts == {"agencies": 78, "vendors": 33, "events": 130, "categories": 65, "packs": 8}


def test_an_id_names_one_thing_only():
    records = [*SHELVES["categories"].paths(), *SHELVES["packs"].paths()]
    assert len(records) == len(set(records))
    for name, shelf in SHELVES.items():
        assert len(list(shelf.files())) == len(shelf.paths()), f"two {name} share a file name"


def test_each_body_and_event_lies_in_the_folder_of_its_place():
    bodies, events = SHELVES["agencies"].paths(), SHELVES["events"].paths()
    assert all(bodies[one.id].parent.parent == place_folder(one.law) for one in all_agencies())
    assert all(events[one.id].parent.parent == place_folder(one.place) for one in public_events())


def test_the_six_bodies_of_the_example_know_their_law():
    assert {one: load_agency(one).law for one in EXAMPLE_BODIES} == EXAMPLE_BODIES
    assert load_agency("us-ny-nypd").places == ("us-ny-new-york",)


def test_a_body_that_only_uses_a_host_points_to_it():
    def hosts(agency_id: str) -> list[str | None]:
        return [one.agency for one in load_agency(agency_id).ask_also if one.role == "host"]

    assert hosts("us-ca-lapd") == ["us-ca-lasd-lacris"]
    assert hosts("us-fl-orlando-pd") == ["us-fl-pinellas-sheriff"]
    assert hosts("gb-met") == ["gb-home-office"]


def test_no_contact_is_shipped():
    assert [agency.id for agency in all_agencies() if agency.contacts] == []


def test_entries_to_which_no_letter_can_go_say_so():
    assert [one.id for one in all_agencies() if not one.addressee] == ["us-mo-st-louis-county"]
    nca = load_agency("gb-nca")
    assert nca.outside_law is not None
    assert "outside the Freedom of Information Act" in nca.outside_law


def test_the_june_2020_pledges_say_no_more_than_was_said():
    ibm, amazon, microsoft = (load_vendor(one).pledges[-1] for one in ("ibm", "amazon", "microsoft"))
    assert [one.date for one in (ibm, amazon, microsoft)] == ["2020-06-08", "2020-06-10", "2020-06-11"]
    assert {one.precision for one in (ibm, amazon, microsoft)} == {"day"}
    assert [limb.acts for limb in ibm.covers + amazon.covers + microsoft.covers] == [("offer",), ("use",), ("sale",)]
    assert microsoft.covers[0].buyers == ("police_departments",)
    assert microsoft.covers[0].buyer_countries == ("us",)
    assert microsoft.until == "national_law"
    assert "Federal agencies" in microsoft.not_covered
    assert amazon.covers[0].buyer_countries == (), "the announcement named no country"
    assert amazon.from_ is None, "the announcement named no first day"
    assert amazon.until == "2021-06-10"
    assert ibm.covers[0].buyers == ()


def test_amazons_later_reading_stands_beside_the_announcement():
    announced = load_vendor("amazon").pledges[0]
    assert [(change.date, change.kind) for change in announced.later] == [
        ("2021-05-18", "extended"),
        ("2024-01", "reading"),
    ]
    assert announced.later[0].until == "further_notice"
    assert announced.covers[0].buyers == ("police",)
    assert announced.later[1].covers[0].buyers == ("police_departments",)


def test_leads_and_allegations_are_kept_apart_from_documented_use():
    leads = {vendor.id: [use.agency for use in vendor.not_established] for vendor in all_vendors()}
    assert leads["idemia"] == ["Systems in New Jersey and New York searched in the Parks case"]
    assert leads["clearview"] == ["Fargo police, North Dakota", "Santa Clara Police Department, California"]
    assert all("Woodbridge" not in use.agency for vendor in all_vendors() for use in vendor.documented_use)


def test_no_vendor_is_tied_to_an_arrest_where_that_is_not_established():
    tied = {event.id: event.vendors for event in public_events() if event.kind == "wrongful-arrest"}
    for unsettled in ("parks-2019", "reid-2022", "lipps-2025", "crutchfield-2024"):
        assert tied[unsettled] == ()


def test_partial_dates_stay_as_vague_as_their_source():
    events = {event.id: event for event in public_events()}
    assert (events["pinellas-faces-2001"].date, events["pinellas-faces-2001"].precision) == ("2001", "year")
    assert (events["ibm-uk-2023"].date, events["ibm-uk-2023"].precision) == ("2023-07", "month")
    assert events["oxford-0227-2020"].precision == "day"
    assert (events["lapd-policy-2021"].date, events["met-stratford-2018"].date) == ("2021-01", "2018-06")
    assert events["sawyer-2022"].date == "2022", "the month is only recalled"


def test_no_day_is_printed_of_which_the_caution_says_that_it_was_only_recalled():
    for event in public_events():
        doubtful = re.search(r"\b(day|date)s?\b.*recalled", event.caution or "", re.IGNORECASE)
        if doubtful and not any(one.fact == "date" for one in event.confirmed):
            assert event.precision != "day" and event.end is None, event.id


def test_what_was_only_recalled_is_never_called_certain():
    for entry in [*all_agencies(), *all_vendors(), *all_record_categories(), *public_events()]:
        assert entry.confidence in ("medium", "low") or any(source.text_read for source in entry.sources), entry.id


@pytest.mark.parametrize("category", all_record_categories(), ids=lambda category: category.id)
def test_an_item_reads_well_after_i_request_the_following_records(category):
    letter = f"I request the following records:\n\n1. {category.ask}"
    assert category.ask[0].isupper()
    assert category.ask.endswith(".")
    assert not re.search(r"\b(we|our|my|you|your|please|must|demand)\b", category.ask, re.IGNORECASE)
    assert letter.count("{") == 0
    assert category.ask not in category.advice
    assert 40 < len(category.ask) < 600, "an item is a sentence or two, not a page"


def test_packs_hold_between_a_handful_and_ten_record_types():
    sizes = {pack.id: len(pack.items) for pack in all_packs()}
    assert sizes["first-contact"] == min(sizes.values()) == 6
    assert max(sizes.values()) <= 10


def test_the_pledge_pack_asks_what_happened_to_existing_customers():
    pledge_check = next(pack for pack in all_packs() if pack.id == "pledge-check")
    assert "post-pledge-comms" in pledge_check.items
    assert "existing customers" in load_record_category("post-pledge-comms").why


def test_the_definition_reaches_tools_made_in_house_and_tools_of_others():
    definition = load_drafting().definitions["face recognition"]
    assert "in-house" in definition
    assert "held by other bodies" in definition


def test_no_file_speaks_of_the_machine_it_was_made_on():
    for folder in (jurisdictions_folder() / "vendors", records_folder()):
        for path in folder.rglob("*.yaml"):
            assert not re.search(r"(^|\s)/(home|root|tmp|Users)/", path.read_text(encoding="utf-8")), path


def test_file_names_are_safe_on_every_system():
    for shelf in SHELVES.values():
        assert all(re.fullmatch(r"[a-z0-9-]{1,75}\.yaml", Path(path).name) for path in shelf.paths().values())
