"""The index of withheld records: what was kept back, on which ground, on which page, and what is answered to it."""

from __future__ import annotations

from datetime import date

import pikepdf
import pytest
from telling import built, going_on, letter

from frkit.packet.verify.manifest import read_manifest
from frkit.tracking.folder import CampaignFolder

ANSWER = """Los Angeles Police Department
April 10, 2026

Portions of page 3 of the contract are withheld under Gov. Code 7922.000,
since release would reveal the error rates of the algorithm.

The general order is denied under Gov. Code 7923.600. The exempt parts
cannot be separated from the rest.
"""


@pytest.fixture
def refused(campaign: CampaignFolder) -> CampaignFolder:
    """A letter refuses two items with two grounds, and a person noted what it says of each record."""
    story = going_on(campaign)
    came = story.receive("refusal.pdf", letter(ANSWER), "2026-04-10")
    grounds = [{"cited": "Gov. Code 7922.000", "items": [1]}, {"cited": "Gov. Code 7923.600", "items": [2]}]
    story.log("denied", "2026-04-10", items=[1, 2], exemptions=grounds, **{"in": came})
    return campaign


def test_each_ground_stands_with_its_item_its_page_and_the_answer_of_the_law_file(refused: CampaignFolder) -> None:
    _, made, said = built(refused, "withheld")
    assert "Gov. Code 7922.000 other statute or balancing test (Cal. Gov. Code § 7922.000)" in said
    assert "1 Contracts and licensing agreements" in said and "2 Policies and procedures" in said
    assert "Answer from the law on file The agency bears the burden of a clear overbalance" in said
    assert "Harm not noted in the log" in said and "Segregability not noted in the log" in said
    assert "Refusal, April 10, 2026" in said
    assert not any("quotation marks" in one for one in made.warnings)


def test_the_cited_page_is_the_one_that_names_the_ground(campaign: CampaignFolder) -> None:
    story = going_on(campaign)
    two = letter(ANSWER.replace("The general order", "\f" + "\n" * 60 + "The general order"))
    came = story.receive("refusal.pdf", two, "2026-04-10")
    story.log("denied", "2026-04-10", items=[2], exemptions=[{"cited": "Gov. Code 7923.600"}], **{"in": came})
    folder, made, said = built(campaign, "withheld")
    exhibit = next(one for one in read_manifest(made.manifest).exhibits if "refusal.pdf" in one.title)
    assert exhibit.last_page > exhibit.first_page
    last = next(one for one in read_manifest(made.manifest).pages if one.page == exhibit.last_page)
    assert last.bates and last.bates in said
    with pikepdf.open(folder.pdf) as opened:
        objects = [page.objgen for page in opened.pages]
        led_to = {objects.index(link.Dest[0].objgen) + 1 for link in opened.pages[0].get("/Annots", ())}
    assert exhibit.last_page in led_to


def test_what_was_noted_of_a_record_is_told_and_its_words_stand_on_the_page(refused: CampaignFolder) -> None:
    story = going_on(refused)
    story.log(
        "withholding_noted",
        "2026-04-12",
        items=[1],
        record="Contract with the vendor",
        where="page 3",
        sheets=1,
        extent="part",
        cited="Gov. Code 7922.000",
        harm="release would reveal the error rates of the algorithm",
        segregability="not_addressed",
        answer="Error rates are published.",
    )
    _, made, said = built(refused, "withheld")
    assert "Contract with the vendor, page 3 (1 page) withheld in part" in said
    assert "Harm “release would reveal the error rates of the algorithm” [Exhibit" in said
    assert "Segregability not addressed" in said
    assert "Requester’s answer Error rates are published." in said
    assert said.count("Gov. Code 7922.000 other") == 1, "the note takes the place of the bare ground"
    assert not any("quotation marks" in one for one in made.warnings)


def test_words_that_do_not_stand_there_lose_their_quotation_marks_and_the_build_says_so(
    refused: CampaignFolder,
) -> None:
    story = going_on(refused)
    story.log("withholding_noted", "2026-04-12", items=[2], segregability_words="All of it is secret")
    _, made, said = built(refused, "withheld")
    assert "Segregability noted: All of it is secret" in said and "“All of it" not in said
    assert any("All of it is secret" in one and "without quotation marks" in one for one in made.warnings)


def test_where_no_answer_is_on_file_a_line_is_left_and_nothing_is_made_up(campaign: CampaignFolder) -> None:
    going_on(campaign).log("denied", "2026-04-10", items=[1], exemptions=[{"cited": "Secret Rule 99"}])
    _, _, said = built(campaign, "withheld")
    part = said[said.index("Secret Rule 99") :]
    assert part.startswith("Secret Rule 99 requester’s log Refusal, April 10, 2026")
    assert "Harm not noted in the log Segregability not noted in the log Requester’s answer" in part


def test_items_that_no_answer_speaks_of_are_listed(campaign: CampaignFolder) -> None:
    """Before March 25 nothing was answered; the letter of that day says nothing of a third item."""
    _, _, said = built(campaign, "withheld", as_of=date(2026, 3, 20))
    assert "Not addressed" in said
    assert "1. Contracts and licensing agreements 2. Policies and procedures no answer on file, 18 days after" in said


def test_what_is_said_not_to_be_held_is_quoted_from_its_page(campaign: CampaignFolder) -> None:
    story = going_on(campaign)
    came = story.receive("none.pdf", letter("We searched and hold no responsive\nrecords of this kind."), "2026-04-10")
    story.log("no_records", "2026-04-10", items=[2], wording="hold no responsive records", **{"in": came})
    _, _, said = built(campaign, "withheld")
    assert "Said not to be held" in said
    assert "said to hold none, April 10, 2026 “hold no responsive records”" in said


def test_a_ground_without_items_is_named_as_such(campaign: CampaignFolder) -> None:
    going_on(campaign).log("denied", "2026-04-10", exemptions=[{"cited": "Gov. Code 7923.600"}])
    _, _, said = built(campaign, "withheld")
    assert "Grounds cited without naming the items they are for Gov. Code 7923.600, April 10, 2026" in said


def test_a_refusal_that_the_audience_may_not_see_is_not_told_but_not_passed_over(campaign: CampaignFolder) -> None:
    going_on(campaign).log(
        "denied", "2026-04-10", items=[1], exemptions=[{"cited": "PRIVILEGED GROUND"}], audience="counsel"
    )
    _, _, said = built(campaign, "withheld")
    assert "PRIVILEGED" not in said
    _, _, said = built(campaign, "withheld", audience="counsel")
    assert "PRIVILEGED GROUND" in said


def test_a_demand_to_give_back_is_for_those_who_may_see_it(campaign: CampaignFolder) -> None:
    story = going_on(campaign)
    story.log("clawback_demanded", "2026-04-20", of=["0" * 64], audience="packet")
    _, _, said = built(campaign, "withheld")
    assert "Return demanded April 20, 2026: return of 1 document demanded." in said


def test_an_item_refused_out_of_sight_is_still_counted(campaign: CampaignFolder) -> None:
    going_on(campaign).log("denied", "2026-03-18", items=[1], audience="counsel")
    _, _, said = built(campaign, "withheld", as_of=date(2026, 3, 20))
    assert "1 Contracts and licensing agreements refused" in said
    assert "refused in an entry of the log that this packet does not show" in said


def test_a_request_of_which_nothing_was_refused_is_named(campaign: CampaignFolder) -> None:
    going_on(campaign).log("transferred", "2026-03-15", to="the city clerk")
    _, _, said = built(campaign, "withheld", as_of=date(2026, 3, 20))
    assert "No refusal and no unanswered item is in the log of: Los Angeles Police Department." in said
