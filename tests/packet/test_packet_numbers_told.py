"""Gaps in the bodies' own numbers, and in the packet's, are printed with their pages and their reasons."""

from __future__ import annotations

import pikepdf
from telling import AS_OF, built, going_on
from test_packet_numbers_of_agencies import produced, running

from frkit.packet.building import build
from frkit.packet.plan.folder import new_packet_folder
from frkit.packet.plan.proposing import propose
from frkit.packet.verify.manifest import read_manifest
from frkit.tracking.folder import CampaignFolder


def test_gaps_of_both_kinds_stand_in_the_custody_part(campaign: CampaignFolder) -> None:
    story = going_on(campaign)
    story.receive("contract.pdf", produced([*running(123, 125), *running(129, 131)]), "2026-04-02")
    first = new_packet_folder(campaign, "first")
    plan = propose(campaign, (), title=None, as_of=AS_OF).model_copy(update={"parts": ("custody",)})
    first.write(plan)
    build(first)
    kept = tuple(one for one in plan.exhibits if not str(one.file).endswith(("answer.eml", "locked.pdf")))
    folder, made, said = built(campaign, "custody", exhibits=kept)
    assert "LAPD-000123 to LAPD-000131 6 pages LAPD-000126 to LAPD-000128 (3) Exhibit" in said
    assert "(the document is not in this packet)" in said and "answer.eml" not in said
    before = next(one for one in read_manifest(made.manifest).exhibits if "contract" in one.title).first_page + 2
    with pikepdf.open(folder.pdf) as opened:
        pages = [page.objgen for page in opened.pages]
        led = {
            pages.index(one.Dest[0].objgen) + 1
            for page in opened.pages[:4]
            for one in page.get("/Annots", ())
            if "/Dest" in one
        }
    assert {before, before + 1} <= led


def test_a_packet_without_gaps_says_nothing_of_them(campaign: CampaignFolder) -> None:
    _, _, said = built(campaign, "custody")
    assert "print themselves" not in said and "stand on no page" not in said


def test_a_sign_that_no_font_has_is_named_by_the_build(campaign: CampaignFolder) -> None:
    plan = propose(campaign, (), title=None, as_of=AS_OF)
    (one,) = plan.exhibits[:1]
    _, made, _ = built(campaign, "contents", exhibits=(one.model_copy(update={"title": "Letter \U000f0001"}),))
    assert any("U+F0001" in line and "a box stands for it" in line for line in made.warnings)


def test_a_row_of_the_requests_log_without_an_exhibit_says_so(campaign: CampaignFolder) -> None:
    plan = propose(campaign, (), title=None, as_of=AS_OF)
    going_on(campaign).log("fee_estimated", "2026-05-02", amount="12.50", currency="USD")
    kept = tuple(one for one in plan.exhibits if not str(one.file).endswith("answer.eml"))
    _, _, said = built(campaign, "requests", exhibits=kept)
    assert "(what came is not in this packet)" in said, "the answer was taken out of the plan"
    assert "(no exhibit shows it)" in said, "a fee of which nothing came"
