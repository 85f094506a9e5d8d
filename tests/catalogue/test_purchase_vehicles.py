"""Ways to buy without a contract: what to ask for instead; named with a vendor only where a source does so."""

import json

import pytest
from click.testing import CliRunner

from frkit.base.errors import WrongUsage
from frkit.base.findings import errors_in
from frkit.catalogue.checks import check_files
from frkit.catalogue.loading import all_vehicles, load_vehicle, load_vendor, vehicles_file, vehicles_of
from frkit.catalogue.vendor_types import PurchaseVehicle
from frkit.cli.catalogue import vendors


def run(*words):
    result = CliRunner().invoke(vendors, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_bundled_file_is_without_mistakes_and_sourced():
    assert errors_in(check_files([vehicles_file()])) == []
    assert len(all_vehicles()) == 10
    for one in all_vehicles():
        assert one.sources
        assert one.confidence != "high" or any(source.text_read for source in one.sources), one.id


def test_what_was_only_recalled_is_not_graded_high():
    recalled = [one.id for one in all_vehicles() if not any(source.text_read for source in one.sources)]
    assert recalled == ["naspo", "texas-dir-buyboard", "uk-ccs"]
    assert {load_vehicle(one).confidence for one in recalled} == {"medium"}


def test_a_vendor_is_named_only_where_its_own_file_speaks_of_the_vehicle():
    for one in all_vehicles():
        for seen in one.seen_with:
            vendor = load_vendor(seen.vendor)
            texts = " ".join([*vendor.resellers, *(use.what for use in vendor.documented_use)])
            assert any(term in texts for term in (*one.search_terms, *(name.split()[0] for name in [one.name]))), one.id


def test_a_vehicle_is_found_by_id_or_name():
    assert load_vehicle("naspo") == load_vehicle("NASPO ValuePoint and state participating addenda")
    assert load_vehicle("uasi").id == "federal-grants"
    with pytest.raises(WrongUsage, match="did you mean 'sourcewell'"):
        load_vehicle("sorcewell")


def test_the_pages_fit_80_columns(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    pages = [run("vehicles", "list"), *(run("vehicles", "show", one.id) for one in all_vehicles())]
    assert [line for page in pages for line in page.splitlines() if len(line) > 80 and "http" not in line] == []


def test_lists_narrow_by_country_and_words():
    assert {one["region"] for one in json.loads(run("vehicles", "list", "--place", "gb", "--json"))} == {"gb"}
    assert len(json.loads(run("vehicles", "list", "--place", "us-ca", "--json"))) == 8
    assert [one["id"] for one in json.loads(run("vehicles", "search", "grant", "chicago", "--json"))] == [
        "federal-grants"
    ]


def test_json_has_every_key():
    shown = json.loads(run("vehicles", "show", "gsa-mas", "--json"))
    assert set(shown) == set(PurchaseVehicle.model_fields)


def test_a_vendor_page_names_the_vehicle_that_a_source_names():
    assert [one.id for one, _ in vehicles_of("clearview")] == ["federal-grants"]
    assert "Purchase vehicles named with it" in run("show", "clearview")
    assert "Purchase vehicles named with it" not in run("show", "cognitec")
