"""Pledges and records: which document of the packet bears which date, beside public words, in one of four states."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pikepdf
import pytest
from telling import built, going_on, letter

from frkit.base.files import sha256_of_bytes
from frkit.evidence.pledges.comparison import STATES
from frkit.packet.parts.pledge_chart import MOST_ROWS, charts
from frkit.packet.parts.pledge_rows import STATE_WORDS
from frkit.packet.verify.manifest import read_manifest
from frkit.tracking.folder import CampaignFolder

INVOICE = "INVOICE\nAmazon Rekognition, face search\nDate: {}\n"


def invoice(campaign: CampaignFolder, day: str, dated: str, **fields) -> bytes:
    """Take in an invoice that bears a date, and confirm that date."""
    story, data = going_on(campaign), letter(INVOICE.format(day))
    story.receive("invoice.pdf", data, "2026-04-10", role="record")
    common = {"words": day, "page": 1, "about_vendor": "amazon", "audience": "packet"}
    story.log("date_confirmed", "2026-04-12", of=sha256_of_bytes(data), dated=dated, **{**common, **fields})
    return data


def test_a_record_from_before_the_pledge_is_told_as_before_with_its_page(campaign: CampaignFolder) -> None:
    invoice(campaign, "3 July 2019", "2019-07-03")
    folder, made, said = built(campaign, "pledges")
    after = said[said.index("June 10, 2020: Amazon Rekognition") :]
    assert "One-year moratorium on police use of Rekognition." in after
    assert "Said by: Amazon day-one blog." in after and "Source: " in after
    assert "before July 3, 2019 Los Angeles Police Department: Record: invoice.pdf “3 July 2019”" in after
    assert "July 3, 2019 lies before the pledge of June 10, 2020" in after
    manifest = read_manifest(made.manifest)
    exhibit = next(one for one in manifest.exhibits if "invoice" in one.title)
    with pikepdf.open(folder.pdf) as opened:
        objects = [page.objgen for page in opened.pages]
        span = manifest.parts[0]
        pages = opened.pages[span.first_page - 1 : span.last_page]
        led_to = {objects.index(link.Dest[0].objgen) + 1 for page in pages for link in page.get("/Annots", ())}
    assert led_to - {1} == {exhibit.first_page}, "besides the stamps, which lead to the first page"
    assert not any("quotation marks" in one for one in made.warnings)


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"act": "use", "product": "Amazon Rekognition", "excepted": False, "buyers": ["police"],
          "concerns": ["the face comparison feature"]}, "cannot tell"),
        ({"act": "use", "product": "Amazon Rekognition", "excepted": False, "buyers": ["police", "police_departments"],
          "concerns": ["the face comparison feature"], "purposes": ["criminal investigations"]},
         "after, and in scope"),
        ({"act": "sale", "product": "Amazon Rekognition"}, "after, but outside the scope or excepted"),
        ({}, "cannot tell"),
    ],
)  # fmt: skip
def test_what_nobody_said_is_not_guessed(campaign: CampaignFolder, fields: dict, state: str) -> None:
    invoice(campaign, "3 July 2020", "2020-07-03", **fields)
    _, _, said = built(campaign, "pledges")
    after = said[said.index("June 10, 2020: Amazon Rekognition") :]
    assert f"{state} July 3, 2020 Los Angeles Police Department" in after


def test_it_accuses_nobody(campaign: CampaignFolder) -> None:
    invoice(campaign, "3 July 2020", "2020-07-03", act="use")
    _, _, said = built(campaign, "pledges")
    assert "accuse nobody" in said
    for word in ("violat", "breach", "broke its", "broken promise", "lied"):
        assert word not in said.lower()


def test_a_date_that_nobody_confirmed_or_that_the_audience_may_not_see_is_not_there(campaign: CampaignFolder) -> None:
    invoice(campaign, "3 July 2019", "2019-07-03", audience="team")
    _, _, said = built(campaign, "pledges")
    assert "No date of an exhibit was confirmed by June 15, 2026, so nothing is compared." in said
    assert "2019" not in said


def test_words_that_the_page_does_not_show_have_no_quotation_marks(campaign: CampaignFolder) -> None:
    invoice(campaign, "3 July 2019", "2019-07-03", words="4 July 2019")
    _, made, said = built(campaign, "pledges")
    assert "4 July 2019 (noted by the person who looked; not found among the words of the page)" in said
    assert "“4 July 2019”" not in said
    assert any("4 July 2019" in one for one in made.warnings)


def test_a_document_that_is_not_in_the_packet_gets_no_state(campaign: CampaignFolder) -> None:
    invoice(campaign, "3 July 2019", "2019-07-03")
    _, _, said = built(campaign, "pledges", exhibits=())
    assert "Documents with a confirmed date that are not in this packet" in said
    assert "Los Angeles Police Department: a document of July 3, 2019" in said
    assert "Rekognition" not in said and "before the pledge of" not in said


def test_a_document_that_was_demanded_back_is_not_mentioned(campaign: CampaignFolder) -> None:
    data = invoice(campaign, "3 July 2019", "2019-07-03")
    going_on(campaign).log("clawback_demanded", "2026-04-20", of=[sha256_of_bytes(data)])
    _, _, said = built(campaign, "pledges", exhibits=())
    assert "2019" not in said


def test_the_line_of_time_keeps_each_date_in_its_place_and_fits_a_page() -> None:
    facts = [("A pledge", "2020-06-10"), ("A law", "2019-10")]
    documents = [(f"Body {number}", f"20{19 + number % 4}-0{1 + number % 9}", STATES[:1]) for number in range(75)]
    made = charts(facts, documents)
    assert len(made) == 3 and sum(len(one.bodies) for one in made) == 75
    assert all(len(one.facts) + len(one.bodies) <= MOST_ROWS for one in made)
    earlier, later = made[0].facts[1].x, made[0].facts[0].x
    assert earlier < later
    for line in (line for one in made for line in one.bodies):
        assert all(226 <= mark.x1 <= mark.x <= mark.x2 <= 680 for mark in line.marks)
    dates = {mark.x for mark in made[0].bodies[0].marks}
    assert all(x < earlier for x in dates), "January 2019 lies left of October 2019"
    assert charts(facts, []) == () and charts([], documents) == ()


def test_each_state_has_its_words(tmp_path: Path) -> None:
    assert set(STATE_WORDS) == set(STATES)
    one_day = charts([("A pledge", "2020-06-10")], [("Body", "2020-06-10", STATES)])
    assert len(one_day[0].bodies[0].marks) == len(STATES), "one mark for each state, none over another"
    assert len({mark.y for mark in one_day[0].bodies[0].marks}) == len(STATES)
    assert date(2020, 6, 10).isoformat() in one_day[0].words
