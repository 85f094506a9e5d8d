"""Comparison across agencies: what became of the same records, and confirmed prices and terms, with their pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pikepdf
from packet_story import Story
from telling import built, going_on, letter

from frkit.base.files import sha256_of_bytes
from frkit.packet.parts.comparison_rows import outcome_tables
from frkit.packet.plan.dossiers import load_dossier
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.types import Item, Request

INVOICE = "INVOICE\nAnnual licence $9,500.00 per year\nTerm: July 1, 2020 to June 30, 2021\nSearches: 12,000\n"


def second_request(campaign: CampaignFolder, items: tuple[Item, ...]) -> Story:
    """A request to another body, sent on the same day."""
    story = object.__new__(Story)
    story.folder = campaign
    request = Request(agency="us-ny-nypd", law="us-ny", requester="me", vendors=("amazon",), items=items)
    story.id = campaign.create_request(request, "nypd", date(2026, 3, 2))
    story.send("2026-03-02")
    return story


def test_the_same_record_at_two_bodies_stands_in_one_column(campaign: CampaignFolder) -> None:
    story = second_request(campaign, (Item(number=1, category="policy"), Item(number=2, category="training")))
    came = story.receive("answer.pdf", letter("No records of training exist."), "2026-04-01")
    story.log("no_records", "2026-04-01", items=[2], **{"in": came})
    folder, _, said = built(campaign, "comparison")
    assert said.count("Policies and procedures") == 1
    table = said[said.index("Los Angeles Police Department") :]
    assert table.startswith("Los Angeles Police Department released in part FRK-000003 – 000006 withheld FRK-000003")
    assert "not asked" in table
    assert "New York Police Department" in table or "New York City Police Department" in table
    assert "no answer" in table and "none held" in table
    assert "In all 1 released in part" in table
    with pikepdf.open(folder.pdf) as opened:
        assert len(opened.pages[0].get("/Annots", ())) >= 3


def test_many_kinds_of_record_lie_on_their_side_and_are_split(campaign: CampaignFolder) -> None:
    kinds = ("training", "audit-logs", "complaints", "contracts", "policy", "marketing", "misuse", "equality", "grants")
    second_request(campaign, tuple(Item(number=at, category=one) for at, one in enumerate(kinds, start=1)))
    folder, _, said = built(campaign, "comparison")
    with pikepdf.open(folder.pdf) as opened:
        left, low, right, high = map(float, opened.pages[0].MediaBox)
    assert right - left > high - low
    assert said.count("Body ") == 2, "nine kinds of record make two tables"


def test_every_item_of_every_body_stands_in_exactly_one_cell(campaign: CampaignFolder) -> None:
    items = (Item(number=1, category="policy"), Item(number=2, category="policy"), Item(number=3, category="grants"))
    second_request(campaign, items)
    dossiers = [load_dossier(campaign, one, "packet", date(2026, 6, 15)) for one in campaign.request_ids()]

    class Cites:
        def of_event(self, *_: object) -> None:
            return None

    tables = outcome_tables(Cites(), dossiers)  # type: ignore[arg-type]
    cells = [(row.agency, cell.item) for one in tables for row in one.rows for several in row.cells for cell in several]
    asked = [(one.agency_name, item.number) for one in dossiers for item in one.file.request.items]
    assert sorted(cells) == sorted(asked)


def confirmed(campaign: CampaignFolder, **fields) -> str:
    """Take in an invoice and confirm a figure of it."""
    story, data = going_on(campaign), letter(INVOICE)
    digest = sha256_of_bytes(data)
    known = [one for _, event in campaign.load(story.id).events for one in event.documents if one.sha256 == digest]
    if not known:
        story.receive("invoice.pdf", data, "2026-04-10", role="record")
    common = {"page": 1, "about_vendor": "amazon", "audience": "packet"}
    return story.log("figure_confirmed", "2026-04-12", of=digest, **{**common, **fields})


def test_price_and_term_stand_side_by_side_in_the_words_of_the_page(campaign: CampaignFolder) -> None:
    price = {"figure": "price", "amount": "9500.00", "currency": "USD", "per": "year"}
    confirmed(campaign, words="$9,500.00 per year", label="annual licence", **price)
    term = {"figure": "term", "first": "2020-07-01", "last": "2021-06-30"}
    confirmed(campaign, words="July 1, 2020 to June 30, 2021", **term)
    _, made, said = built(campaign, "comparison")
    figures = said[said.index("Amazon Rekognition: prices and terms") :]
    assert "annual licence: $9,500.00 per year “$9,500.00 per year”" in figures
    assert "July 1, 2020 to June 30, 2021 “July 1, 2020 to June 30, 2021”" in figures
    assert "Quantity" not in figures, "no quantity was confirmed"
    assert not any("quotation marks" in one for one in made.warnings)


def test_only_confirmed_figures_are_there(campaign: CampaignFolder) -> None:
    going_on(campaign).receive("invoice.pdf", letter(INVOICE), "2026-04-10", role="record")
    _, _, said = built(campaign, "comparison")
    assert "No price, term or quantity was confirmed in a document of this packet." in said
    assert "9,500" not in said


def test_a_figure_that_the_page_does_not_show_is_told_without_quotation_marks(campaign: CampaignFolder) -> None:
    confirmed(campaign, figure="quantity", amount="12000", per="searches", words="12,001 searches")
    _, made, said = built(campaign, "comparison")
    assert "12,000 searches 12,001 searches (noted; not found among the words of the page)" in said
    assert any("12,001 searches" in one for one in made.warnings)


def test_figures_of_documents_that_are_not_in_the_packet_are_counted_only(campaign: CampaignFolder) -> None:
    confirmed(campaign, figure="price", amount="9500.00", currency="USD", words="$9,500.00 per year")
    _, _, said = built(campaign, "comparison", exhibits=())
    assert "One more figure was confirmed in documents that are not in this packet." in said
    assert "9,500" not in said


def test_a_corrected_figure_counts_for_nothing(campaign: CampaignFolder) -> None:
    wrong = confirmed(campaign, figure="price", amount="9500.00", currency="USD", words="$9,500.00 per year")
    going_on(campaign).log("corrected", "2026-04-13", event=wrong, reason="another invoice")
    _, _, said = built(campaign, "comparison")
    assert "9,500" not in said


def test_no_request_was_sent(tmp_path: Path, campaign: CampaignFolder) -> None:
    request = Request(agency="us-ny-nypd", law="us-ny", requester="me", items=(Item(number=1, category="policy"),))
    draft = campaign.create_request(request, "nypd", date(2026, 3, 2))
    dossier = load_dossier(campaign, draft, "packet", date(2026, 6, 15))
    assert dossier.standing.sent_on is None
    _, _, said = built(campaign, "comparison")
    assert "New York" not in said, "a draft is nobody's business"
