"""A sheet before each exhibit: a packet page of its own, no Bates number, and everything leads to it."""

from __future__ import annotations

import json
import re
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from packet_story import Story, small_pdf, tell

from frkit.packet.building import build
from frkit.packet.numbers.registry import Registry
from frkit.packet.parts.exhibit_sheets import LONGEST_NAME, MOST_ATTACHED, shortened
from frkit.packet.plan.folder import PacketFolder, new_packet_folder
from frkit.packet.plan.proposing import propose
from frkit.packet.verify.verifying import verify


@pytest.fixture
def with_sheets(planned: PacketFolder) -> PacketFolder:
    """The planned packet, now with sheets."""
    change(planned, exhibit_sheets=True)
    return planned


def change(folder: PacketFolder, **keys: object) -> None:
    plan, _ = folder.load()
    folder.plan.unlink(missing_ok=True)
    folder.write(plan.model_copy(update=keys))


def words_of(pdf: Path) -> list[str]:
    """The text of each page on one line."""
    document = pypdfium2.PdfDocument(pdf)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def manifest_of(folder: PacketFolder) -> dict:
    return json.loads((folder.build / "manifest.json").read_text())


def test_each_exhibit_opens_with_a_sheet_that_names_it(with_sheets: PacketFolder) -> None:
    build(with_sheets)
    pages, exhibits = words_of(with_sheets.pdf), manifest_of(with_sheets)["exhibits"]
    assert len(exhibits) == 5
    for one in exhibits:
        sheet = pages[one["sheet_page"] - 1]
        assert f"Exhibit {one['label']}" in sheet
        assert one["title"] in sheet
        assert one["files"][0]["sha256"] in sheet
        assert one["sheet_page"] == one["first_page"] - 1


def test_a_sheet_has_a_packet_page_and_no_bates_number(with_sheets: PacketFolder) -> None:
    build(with_sheets)
    manifest = manifest_of(with_sheets)
    sheets = {one["sheet_page"] for one in manifest["exhibits"]}
    assert all(manifest["pages"][page - 1]["bates"] is None for page in sheets)
    with pikepdf.open(with_sheets.pdf) as pdf:
        assert len(pdf.pages) == len(manifest["pages"])
    assert [page for page in sheets if not words_of(with_sheets.pdf)[page - 1].endswith(str(page))] == []


def test_sheets_change_no_bates_number(planned: PacketFolder) -> None:
    build(planned)
    before = Registry.load(planned.campaign.root, "FRK").numbers
    count = len(manifest_of(planned)["pages"])
    change(planned, exhibit_sheets=True)
    build(planned)
    assert Registry.load(planned.campaign.root, "FRK").numbers == before
    assert len(manifest_of(planned)["pages"]) == count + 5


def test_contents_and_bookmarks_lead_to_the_sheet_and_cites_to_the_page(with_sheets: PacketFolder) -> None:
    build(with_sheets)
    manifest = manifest_of(with_sheets)
    starts = {part["part"]: part for part in manifest["parts"]}
    with pikepdf.open(with_sheets.pdf) as pdf:
        at = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}

        def targets(part: str) -> set[int]:
            pages = range(starts[part]["first_page"] - 1, starts[part]["last_page"])
            links = [link for page in pages for link in pdf.pages[page].obj.get("/Annots", ())]
            return {at[link.Dest[0].objgen] for link in links}

        sheets = {one["sheet_page"] for one in manifest["exhibits"]}
        assert sheets <= targets("contents")
        assert not sheets & targets("chronology")
        assert {one["first_page"] for one in manifest["exhibits"]} <= targets("chronology") | targets("custody")
        with pdf.open_outline() as outline:
            marks = {mark.title for mark in outline.root}
    for one in manifest["exhibits"]:
        assert f"Exhibit {one['label']}: {one['title']} (page {one['sheet_page']})" in marks


def test_the_contents_print_the_page_of_the_sheet(with_sheets: PacketFolder) -> None:
    build(with_sheets)
    manifest = manifest_of(with_sheets)
    contents = words_of(with_sheets.pdf)[1]
    for one in manifest["exhibits"]:
        last = one["files"][0]["last_page"]
        assert re.search(rf"\b{one['sheet_page']}–{last}\b", contents), one["label"]


def test_the_cover_counts_sheets(with_sheets: PacketFolder) -> None:
    built = build(with_sheets)
    assert f"1–{built.pages}" in words_of(with_sheets.pdf)[0]


def test_a_packet_with_sheets_can_be_verified(with_sheets: PacketFolder) -> None:
    build(with_sheets)
    report = verify(with_sheets.build, with_sheets.campaign)
    assert report.faults == ()


def test_hostile_names_keep_to_one_page(tmp_path: Path) -> None:
    campaign = tell(tmp_path / "campaign")

    folder = new_packet_folder(campaign, "hostile")
    plan = propose(campaign, (), title="W" * 200, as_of=date(2026, 6, 15))
    titles = ["W" * 200, "警察" * 100, "الشرطة " * 28, "<b>bold</b> & {{ 7*7 }}", "-" * 199]
    exhibits = [one.model_copy(update={"title": title}) for one, title in zip(plan.exhibits, titles, strict=True)]
    labels = ["WWWWWWWWWWWW", "2", "3", "4", "5"]
    exhibits = [one.model_copy(update={"label": label}) for one, label in zip(exhibits, labels, strict=True)]
    keys = {"exhibits": tuple(exhibits), "exhibit_sheets": True, "matter": "M" * 300, "legend": "W" * 60}
    folder.plan.unlink(missing_ok=True)
    folder.write(plan.model_copy(update=keys))
    for paper in ("Letter", "A4"):
        change(folder, paper=paper)
        build(folder)
        manifest = manifest_of(folder)
        assert len({one["sheet_page"] for one in manifest["exhibits"]}) == 5
        assert "<b>bold</b> & {{ 7*7 }}" in " ".join(words_of(folder.pdf))


def test_a_mail_with_many_attached_files_names_the_first_and_counts_the_rest(tmp_path: Path) -> None:

    campaign = tell(tmp_path / "campaign")
    story = Story.__new__(Story)
    story.folder, story.id = campaign, campaign.request_ids()[0]
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Records <r@lapd.example>", "us@kit.example", "All"
    mail["Date"] = "Wed, 25 Mar 2026 10:00:00 -0700"
    mail.set_content("All of it.\n")
    for number in range(MOST_ATTACHED + 3):
        name = f"{'long-' * 45}{number}.pdf"
        mail.add_attachment(small_pdf(f"File {number}"), maintype="application", subtype="pdf", filename=name)
    story.receive("all.eml", mail.as_bytes(), "2026-04-02")

    folder = new_packet_folder(campaign, "many")
    plan = propose(campaign, (), title=None, as_of=date(2026, 6, 15))
    folder.write(plan.model_copy(update={"exhibit_sheets": True, "vendors": (), "public_events": ()}))
    build(folder)
    one = next(one for one in manifest_of(folder)["exhibits"] if len(one["files"]) > MOST_ATTACHED)
    sheet = words_of(folder.pdf)[one["sheet_page"] - 1]
    assert "and 3 more files, named in the contents" in sheet


def test_a_long_name_keeps_its_beginning_and_its_end() -> None:
    name = "a" * 300 + ".pdf"
    assert shortened(name).endswith("aaa.pdf")
    assert len(shortened(name)) <= LONGEST_NAME
    assert shortened("contract.pdf") == "contract.pdf"
