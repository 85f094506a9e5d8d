"""The way back: the stamp of every page leads to the contents, wherever the stamp stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from packet_story import Story, small_pdf

from frkit.packet.building import Built, build
from frkit.packet.plan.folder import PacketFolder, new_packet_folder
from frkit.packet.plan.proposing import propose
from frkit.packet.plan.types import Volumes
from frkit.packet.verify.manifest import Manifest, read_manifest
from frkit.packet.verify.verifying import verify
from frkit.tracking.folder import CampaignFolder


def odd_pages(made: pikepdf.Pdf) -> None:
    """Pages turned, cropped, with another unit, away from the origin, wide; one with ink down to its edge."""
    for page, turn in zip(made.pages, (90, 180, 270), strict=False):
        page.obj.Rotate = turn
    made.pages[3].obj.CropBox = [36, 100, 500, 700]
    made.pages[4].obj.UserUnit = 2
    made.pages[5].obj.MediaBox = [-300, -400, 312, 392]
    made.pages[6].obj.MediaBox = [0, 0, 3000, 2000]
    made.pages[7].obj.Contents = made.make_stream(b"0.5 g 0 0 612 792 re f")


def built(campaign: CampaignFolder, name: str, **changes: object) -> tuple[PacketFolder, Built]:
    story = object.__new__(Story)
    story.folder, story.id = campaign, campaign.request_ids()[0]
    if not any((campaign.root / "requests").rglob("odd.pdf")):
        story.receive("odd.pdf", small_pdf("Odd", 9, odd_pages), "2026-04-05", role="record")
    folder = new_packet_folder(campaign, name)
    plan = propose(campaign, (), title="To the council", as_of=date(2026, 6, 15))
    parts = ("cover", "contents", "custody")
    folder.write(plan.model_copy(update={"public_events": (), "vendors": (), "parts": parts, **changes}))
    return folder, build(folder)


def last_link(page: pikepdf.Object) -> pikepdf.Object | None:
    notes = page.get("/Annots", ())
    return notes[-1] if len(notes) else None


def on_stamp(path: Path, index: int, link: pikepdf.Object, number: str) -> bool:
    """Whether a link lies over a number where a reader's program shows it."""
    page = pypdfium2.PdfDocument(path)[index]
    text = page.get_textpage()
    words = text.get_text_range()
    at = words.rindex(number)
    boxes = [text.get_charbox(one) for one in range(at, at + len(number))]
    left, low, right, high = (float(one) for one in link.Rect)
    return all(left - 1 <= a and b >= low - 1 and c <= right + 1 and d <= high + 1 for a, b, c, d in boxes)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[PacketFolder, Built]:
    from packet_story import tell

    return built(tell(tmp_path_factory.mktemp("back") / "campaign"), "council", exhibit_sheets=True)


def contents_page(manifest: Manifest) -> int:
    return next(one.first_page for one in manifest.parts if one.part == "contents")


def test_every_page_leads_back_to_the_contents(whole: tuple[PacketFolder, Built]) -> None:
    _, made = whole
    target = contents_page(read_manifest(made.manifest))
    with pikepdf.open(made.pdf) as pdf:
        contents = pdf.pages[target - 1].obj
        for number, page in enumerate(pdf.pages, start=1):
            if number == target:
                continue
            link = last_link(page.obj)
            assert link is not None and link.Subtype == "/Link", number
            assert link.Dest[0].objgen == contents.objgen and int(link.F) == 4


def test_the_link_lies_on_the_stamp_whatever_the_page_is_like(whole: tuple[PacketFolder, Built]) -> None:
    _, made = whole
    manifest = read_manifest(made.manifest)
    with pikepdf.open(made.pdf) as pdf:
        seen = 0
        for entry in manifest.pages:
            if entry.bates is None:
                continue
            link = last_link(pdf.pages[entry.page - 1].obj)
            assert link is not None and on_stamp(made.pdf, entry.page - 1, link, entry.bates), entry
            seen += 1
        assert seen > 14 and {entry.stamp for entry in manifest.pages} == {"corner", "band"}


def test_a_packet_with_ways_back_is_verified_against_its_originals(whole: tuple[PacketFolder, Built]) -> None:
    folder, _ = whole
    assert verify(folder.build, folder.campaign).good


def test_a_link_that_was_bent_is_found(whole: tuple[PacketFolder, Built], tmp_path: Path) -> None:
    import shutil

    folder, made = whole
    copy = tmp_path / "copy"
    shutil.copytree(folder.build, copy)
    with pikepdf.open(copy / made.pdf.name, allow_overwriting_input=True) as pdf:
        link = last_link(pdf.pages[-1].obj)
        assert link is not None
        link.Dest[0] = pdf.pages[0].obj
        pdf.save(copy / made.pdf.name)
    report = verify(copy)
    last = len(read_manifest(made.manifest).pages)
    assert not report.good and any(f"age {last}" in str(one) for one in report.faults)


def test_in_a_later_volume_the_way_leads_to_its_sheet(campaign: CampaignFolder) -> None:
    folder, made = built(campaign, "volumes", volumes=Volumes(pages=10))
    assert len(made.volumes) > 1
    for path, _ in made.volumes[1:]:
        with pikepdf.open(path) as pdf:
            sheet = pdf.pages[0].obj
            assert all(last_link(page.obj).Dest[0].objgen == sheet.objgen for page in list(pdf.pages)[1:])
    assert verify(folder.build, folder.campaign).good


def test_without_parts_there_is_no_way_back(campaign: CampaignFolder) -> None:
    folder, made = built(campaign, "bare", parts=())
    with pikepdf.open(made.pdf) as pdf:
        assert all(last_link(page.obj) is None for page in pdf.pages)
    assert verify(folder.build, folder.campaign).good


def test_without_contents_the_way_leads_to_the_first_page(campaign: CampaignFolder) -> None:
    _, made = built(campaign, "cover-only", parts=("cover",))
    with pikepdf.open(made.pdf) as pdf:
        cover = pdf.pages[0].obj
        assert all(last_link(page.obj).Dest[0].objgen == cover.objgen for page in list(pdf.pages)[1:])
