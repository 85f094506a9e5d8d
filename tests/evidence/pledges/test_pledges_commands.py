"""``frkit mentions``, ``frkit date`` and ``frkit pledges`` as they are typed, over real files that were taken in."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner

from frkit.base.errors import FrkitError, WrongUsage
from frkit.cli.main import frkit
from frkit.tracking.folder import CampaignFolder, init_campaign
from frkit.tracking.types import Item, Request

WORDS = "Invoice of July 3, 2020: Amazon Rekognition, face search."


@pytest.fixture
def here(tmp_path, monkeypatch, pdf) -> CampaignFolder:
    """A campaign with one request to a sheriff, and an invoice of two pages that came."""
    folder = init_campaign(tmp_path / "campaign", "Test")
    items = (Item(number=1, category="contracts"),)
    asked = Request(agency="us-or-washington-county-sheriff", law="us-or", requester="me", items=items)
    folder.create_request(asked, "sheriff", date(2026, 3, 2))
    monkeypatch.chdir(folder.root)
    monkeypatch.setenv("FRKIT_BY", "tester")
    (tmp_path / "invoice.pdf").write_bytes(pdf(WORDS, pages=2))
    typed("receive", "sheriff", "../invoice.pdf", "--date", "2026-03-20", "--channel", "portal")
    return folder


def typed(*words: str) -> str:
    result = CliRunner().invoke(frkit, words, catch_exceptions=False, standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.stdout


def as_data(*words: str):
    return json.loads(typed(*words, "--json"))


def test_mentions_names_vendor_page_and_words(here):
    found = as_data("mentions")
    assert {(one["of"], one["page"], one["standing"]) for one in found} == {
        ("amazon", 1, "named"),
        ("amazon", 2, "named"),
    }
    assert found[0]["name"] == "Amazon Rekognition" and "face search" in found[0]["words"]
    assert as_data("mentions", "--of", "clearview") == []
    assert "Amazon Rekognition (amazon): 2 times on 2 pages" in typed("mentions")


def test_mentions_of_an_unknown_vendor(here):
    with pytest.raises(WrongUsage, match="did you mean 'amazon'"):
        typed("mentions", "--of", "amazom")


def test_a_date_is_a_candidate_until_a_person_confirms_it(here):
    told = as_data("date", "invoice")
    assert [(one["page"], one["readings"]) for one in told["candidates"]] == [(1, ["2020-07-03"]), (2, ["2020-07-03"])]
    assert told["confirmed"] == []
    assert as_data("pledges")["rows"] == []
    typed("date", "invoice", "1", "2020-07-03")
    assert as_data("date", "invoice")["confirmed"] == [{"page": 1, "dated": "2020-07-03", "words": "July 3, 2020"}]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("invoice", "1", "2020-07-04"), "No date on page 1 reads 2020-07-04"),
        (("invoice", "3", "2020-07-03"), "It has no page 3; the last one is 2"),
        (("invoice", "1", "yesterday"), "'yesterday' is no date"),
        (("invoice", "1", "2020-07-03", "--words", "July 4"), "does not stand on page 1"),
        (("invoice", "1", "2020-07-03", "--by-eye"), "What you saw is missing"),
        (("invoice", "1", "2020-07-03", "--product", "Rekognitoin"), "No product on file"),
        (("invoice", "1", "2020-07-03", "--vendor", "amazn"), "no vendor with the id"),
        (("contract", "1", "2020-07-03"), "No document here is called 'contract'"),
    ],
)
def test_what_does_not_stand_there_is_not_confirmed(here, words, error):
    with pytest.raises(FrkitError, match=error):
        typed("date", *words)
    assert as_data("date", "invoice")["confirmed"] == []


def test_a_coarser_date_can_be_confirmed_by_the_words_of_the_page(here):
    typed("date", "invoice", "1", "2020-07", "--words", "July 3, 2020")
    typed("date", "invoice", "2", "2020", "--words", "stamped 2020", "--by-eye")
    events = [event for _, event in here.load(here.request_ids()[0]).events if event.kind == "date_confirmed"]
    assert {(one.dated, one.by_eye) for one in events} == {("2020-07", False), ("2020", True)}


def test_pledges_sorts_a_confirmed_record_and_says_what_is_not_dated(here):
    told = as_data("pledges")
    assert told["rows"] == [] and [one["vendors"] for one in told["undated"]] == [["amazon"]]
    typed("date", "invoice", "1", "2020-07-03")
    (row,) = as_data("pledges")["rows"]
    assert (row["state"], row["vendor"], row["beside_kind"]) == ("cannot_tell", "amazon", "pledge")
    assert row["dated"] == "2020-07-03" and row["words"] == "July 3, 2020" and row["sources"] and not row["vendor_said"]
    assert as_data("pledges")["undated"] == []


def test_what_a_person_says_of_a_record_decides(here):
    said = ("--act", "sale", "--product", "Amazon Rekognition")
    typed("date", "invoice", "1", "2020-07-03", *said)
    (row,) = as_data("pledges")["rows"]
    assert row["state"] == "after_outside" and row["vendor_said"]
    assert "they cover use, the record shows sale" in row["reasons"][0]


def test_a_date_that_was_confirmed_twice_counts_once_with_all_that_was_said_of_it(here):
    typed("date", "invoice", "1", "2020-07-03", "--product", "Amazon Rekognition")
    typed("date", "invoice", "1", "2020-07-03")
    typed("date", "invoice", "1", "2020-07-03", "--act", "sale")
    (row,) = as_data("pledges")["rows"]
    assert (row["state"], row["act"], row["product"]) == ("after_outside", "sale", "Amazon Rekognition")
    assert row["vendor_said"] and "1 compared" in typed("pledges")
    typed("date", "invoice", "2", "2020-07-03", "--act", "sale")
    assert sorted(row["page"] for row in as_data("pledges")["rows"]) == [1, 2], "another page is another record"


def test_two_confirmations_that_contradict_each_other_are_both_shown(here):
    for act in ("sale", "offer"):
        typed("date", "invoice", "1", "2020-07-03", "--act", act)
    typed("date", "invoice", "1", "2020-07-03")
    assert sorted(row["act"] for row in as_data("pledges")["rows"]) == ["offer", "sale"]


def test_what_was_read_outweighs_what_was_seen_by_eye(here):
    typed("date", "invoice", "1", "2020-07-03")
    typed("date", "invoice", "1", "2020-07-03", "--by-eye", "--words", "3 VII 2020")
    (row,) = as_data("pledges")["rows"]
    assert (row["words"], row["by_eye"]) == ("July 3, 2020", False)


def test_a_correction_takes_a_date_back(here):
    typed("date", "invoice", "1", "2020-07-03")
    (event,) = [one for one, event in here.load(here.request_ids()[0]).events if event.kind == "date_confirmed"]
    typed(
        "log",
        "corrected",
        "sheriff",
        "--event",
        event,
        "--reason",
        "the delivery date",
        "--date",
        "2026-03-21",
        "--yes",
    )
    assert as_data("pledges")["rows"] == []


def test_the_line_of_time_is_the_same_svg_each_time_and_accuses_nobody(here, tmp_path):
    typed("date", "invoice", "1", "2020-07-03")
    for name in ("one.svg", "two.svg"):
        typed("pledges", "--svg", str(tmp_path / name))
    one, two = ((tmp_path / name).read_bytes() for name in ("one.svg", "two.svg"))
    assert one == two and b"2020-06-10" in one and b"cannot tell" in one
    assert not any(word in one.lower() for word in (b"broke", b"violat", b"breach"))


def test_nothing_to_draw_is_said(here, tmp_path):
    with pytest.raises(FrkitError, match="nothing to draw"):
        typed("pledges", "--svg", str(tmp_path / "none.svg"))


def test_a_document_is_named_by_hash_path_or_name(here):
    record = as_data("mentions")[0]
    for name in (record["sha256"][:8], record["file"], record["file"].rsplit("/", 1)[-1], "invoice.pdf"):
        assert as_data("date", name)["sha256"] == record["sha256"]


def test_all_is_readable_in_80_columns(here, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    typed("date", "invoice", "1", "2020-07-03")
    for words in (("mentions",), ("mentions", "--all"), ("date", "invoice"), ("pledges", "--why")):
        assert not [line for line in typed(*words).splitlines() if len(line) > 80 and "http" not in line]
