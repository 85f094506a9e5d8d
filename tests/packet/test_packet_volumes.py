"""A packet too large for one file: volumes that begin with an exhibit, one row of numbers, an index of all."""

from __future__ import annotations

import csv
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from packet_story import Story, small_pdf

from frkit.packet.building import Built, build
from frkit.packet.parts.made_part import VolumeSpan
from frkit.packet.parts.volume_sheets import MOST_LISTED, listed
from frkit.packet.plan.folder import PacketFolder, new_packet_folder
from frkit.packet.plan.proposing import propose
from frkit.packet.plan.types import Volumes
from frkit.packet.verify.manifest import pages_of_file, read_manifest
from frkit.packet.verify.verifying import verify
from frkit.packet.where.built import MadePage, built_packet
from frkit.packet.where.citing import FilePage, pages_of_files
from frkit.tracking.folder import CampaignFolder


def with_long_record(campaign: CampaignFolder, pages: int = 25) -> None:
    """Log a record of many pages."""
    story = object.__new__(Story)
    story.folder, story.id = campaign, campaign.request_ids()[0]
    story.receive("long.pdf", small_pdf("Long record", pages), "2026-04-05", role="record")


def planned(campaign: CampaignFolder, volumes: Volumes | None, name: str = "council", **more: object) -> PacketFolder:
    folder = new_packet_folder(campaign, name)
    plan = propose(campaign, (), title="To the council", as_of=date(2026, 6, 15))
    parts = ("cover", "contents", "custody")
    changes = {"public_events": (), "vendors": (), "volumes": volumes, "parts": parts, **more}
    folder.write(plan.model_copy(update=changes))
    return folder


def words(path: Path, page: int) -> str:
    document = pypdfium2.PdfDocument(path)
    return str(document[page - 1].get_textpage().get_text_range())


def toc(path: Path) -> list[tuple[int, str, int]]:
    marks = pypdfium2.PdfDocument(path).get_toc()
    return [(mark.level, mark.get_title(), mark.get_dest().get_index()) for mark in marks]


@pytest.fixture(scope="module")
def story_told(tmp_path_factory: pytest.TempPathFactory) -> tuple[PacketFolder, Built]:
    from packet_story import tell

    campaign = tell(tmp_path_factory.mktemp("volumes") / "campaign")
    with_long_record(campaign)
    folder = planned(campaign, Volumes(pages=10), exhibit_sheets=True)
    return folder, build(folder)


def test_no_volume_is_larger_than_the_plan_says_and_no_page_is_lost(story_told: tuple[PacketFolder, Built]) -> None:
    _, built = story_told
    manifest = read_manifest(built.manifest)
    assert len(built.volumes) > 3 and all(one.pages <= 10 for one in manifest.files)
    counted = [len(pypdfium2.PdfDocument(path)) for path, _ in built.volumes]
    assert sum(counted) == built.pages == built.count.total == manifest.files[-1].last_page
    assert (built.count.files, built.count.slips) == (6, 2) and built.count.shown == 25 + 6
    assert [one.first_page for one in manifest.files[1:]] == [one.last_page + 1 for one in manifest.files[:-1]]


def test_packet_pages_and_bates_numbers_run_through(story_told: tuple[PacketFolder, Built]) -> None:
    _, built = story_told
    manifest = read_manifest(built.manifest)
    numbers = [one.bates for one in manifest.pages if one.bates]
    assert numbers == [f"FRK-{number:06d}" for number in range(1, len(numbers) + 1)]
    for (path, _), file in zip(built.volumes, manifest.files, strict=True):
        document = pypdfium2.PdfDocument(path)
        for index in range(len(document)):
            page = file.first_page + index
            assert document.get_page_label(index) == str(page)
            said = document[index].get_textpage().get_text_range()
            assert str(page) in said and (manifest.pages[page - 1].bates or "") in said


def test_every_volume_begins_with_its_sheet(story_told: tuple[PacketFolder, Built]) -> None:
    _, built = story_told
    for number, (path, _) in enumerate(built.volumes[1:], start=2):
        assert f"Volume {number} of {len(built.volumes)}" in words(path, 1) and "council-1.pdf" in words(path, 1)
        assert toc(path)[0][1].startswith(f"Volume {number} of {len(built.volumes)} (pages ")


def test_a_volume_that_goes_on_with_an_exhibit_says_so(story_told: tuple[PacketFolder, Built]) -> None:
    _, built = story_told
    last, manifest = built.volumes[-1][0], read_manifest(built.manifest)
    first = manifest.files[-1].first_page
    exhibit = manifest.exhibits[-1]
    assert exhibit.first_page < first < exhibit.last_page
    shown = manifest.pages[first].source_page
    said = f"Exhibit {exhibit.label}, page {shown} of 25"
    assert f"{said}; what is before it stands in volume {len(built.volumes) - 1}" in " ".join(words(last, 1).split())
    assert f"{exhibit.label}, continued" in words(last, 1)
    assert f"Long record {shown}" in words(last, 2)
    assert toc(last)[1] == (0, f"{said} (page {first + 1})", 1)


def test_the_sheet_within_an_exhibit_is_no_page_of_it(story_told: tuple[PacketFolder, Built]) -> None:
    folder, built = story_told
    manifest = read_manifest(built.manifest)
    exhibit = manifest.exhibits[-1]
    shown = pages_of_file(manifest, exhibit.files[0])
    assert [number for _, number in shown] == list(range(1, 26))
    within = [page for page in range(exhibit.first_page, exhibit.last_page) if manifest.pages[page - 1].bates is None]
    assert len(within) >= 2
    rows = list(csv.DictReader((folder.build / "manifest.csv").read_text(encoding="utf-8-sig").splitlines()))
    for page in within:
        row = rows[page - 1]
        assert (row["page"], row["exhibit"], row["made_part"]) == (str(page), "", "Sheet of a volume")
        passport = built_packet(folder.build).on_page(page)
        assert isinstance(passport, MadePage) and passport.what.startswith("Sheet of volume ")


def test_a_citation_counts_the_sheets_within_an_exhibit(story_told: tuple[PacketFolder, Built]) -> None:
    folder, built = story_told
    manifest = read_manifest(built.manifest)
    pages = dict((number, page) for page, number in pages_of_file(manifest, manifest.exhibits[-1].files[0]))
    cited = [one for one, _ in pages_of_files([built_packet(folder.build)], FilePage("long.pdf", 20, 20)) if one]
    assert [one.first for one in cited] == [pages[20]]
    volume = next(one for one in manifest.files if one.first_page <= pages[20] <= one.last_page)
    assert "Long record 20" in words(folder.build / volume.file, pages[20] - volume.first_page + 1)


def test_a_volume_sheet_lists_the_others_in_short(story_told: tuple[PacketFolder, Built]) -> None:
    _, built = story_told
    manifest = read_manifest(built.manifest)
    said = words(built.volumes[1][0], 1)
    assert "(this one)" in said and "6, continued" in said
    assert "full contents, exhibit by exhibit, stand in volume 1, council-1.pdf" in " ".join(said.split())
    for file in manifest.files:
        assert file.file in said and str(file.first_page) in said and (file.bates_last or "") in said


def test_a_sheet_keeps_to_one_page_however_many_volumes_there_are(campaign: CampaignFolder) -> None:
    story = object.__new__(Story)
    story.folder, story.id = campaign, campaign.request_ids()[0]
    for number in range(20):
        story.receive(f"record-{number}.pdf", small_pdf(f"Record {number}", 8), "2026-04-05", role="record")
    name = "a-long-name-for-the-folder-of-a-packet-with-many-volumes"
    built = build(planned(campaign, Volumes(pages=10), name, exhibit_sheets=True))
    manifest = read_manifest(built.manifest)
    assert len(built.volumes) > MOST_LISTED and built.pages == built.count.total
    begun = [
        number
        for number, file in enumerate(manifest.files, start=1)
        if number > 1 and manifest.pages[file.first_page - 1].bates is None
    ]
    assert len(begun) >= 20
    for number in begun:
        said = words(built.volumes[number - 1][0], 1)
        assert (
            f"Volume {number} of {len(built.volumes)}" in said and "(this one)" in said and "volume 1 lists all" in said
        )


def test_a_long_index_keeps_the_first_volume_and_those_around() -> None:
    some = VolumeSpan(1, 60, "many-1.pdf", 1, 4, "1", "")
    volumes = [replace(some, number=number) for number in range(1, 61)]
    for most in (2, 4, MOST_LISTED):
        for number in (2, 9, 30, 59, 60):
            numbers = [one.number for one in listed(volumes, number, most)]
            assert len(numbers) == most and numbers == sorted(set(numbers)) and {1, number} <= set(numbers)
    assert listed(volumes[:5], 2) == volumes[:5]


def test_the_first_volume_lists_all_and_its_links_stay_inside(story_told: tuple[PacketFolder, Built]) -> None:
    _, built = story_told
    first = built.volumes[0][0]
    contents = words(first, 2)
    assert all(path.name in contents for path, _ in built.volumes)
    with pikepdf.open(first) as opened:
        here = {page.obj.objgen for page in opened.pages}
        links = [link for page in opened.pages for link in page.obj.get("/Annots", ())]
        assert links and all(link.Dest[0].objgen in here and "/A" not in link for link in links)


def test_verify_looks_at_every_volume(story_told: tuple[PacketFolder, Built]) -> None:
    folder, built = story_told
    assert verify(folder.build, folder.campaign).good
    for path, _ in built.volumes:
        said = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
        assert said.returncode == 0, said.stdout


def test_volumes_of_an_earlier_build_go(campaign: CampaignFolder) -> None:
    with_long_record(campaign, 14)
    folder = planned(campaign, Volumes(pages=10), "first")
    assert len(build(folder).volumes) > 1
    plan, _ = folder.load()
    folder.plan.unlink()
    folder.write(plan.model_copy(update={"volumes": None}))
    (folder.build / "notes-of-mine.pdf").write_bytes(b"%PDF-")
    built = build(folder)
    assert [path.name for path, _ in built.volumes] == ["first.pdf"]
    assert sorted(path.name for path in folder.build.glob("*.pdf")) == ["first.pdf", "notes-of-mine.pdf"]


def test_volumes_by_size(campaign: CampaignFolder) -> None:
    import os

    def heavy(made: pikepdf.Pdf) -> None:
        for page in made.pages:
            page.obj.Resources.XObject = pikepdf.Dictionary(
                Im=made.make_stream(
                    os.urandom(300 * 1000), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1000,
                    Height=300, ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8,
                )
            )  # fmt: skip
            page.obj.Contents = made.make_stream(page.obj.Contents.read_bytes() + b" q 400 0 0 120 72 300 cm /Im Do Q")

    story = object.__new__(Story)
    story.folder, story.id = campaign, campaign.request_ids()[0]
    story.receive("heavy.pdf", small_pdf("Heavy", 9, heavy), "2026-04-05", role="record")
    built = build(planned(campaign, Volumes(megabytes=1), "heavy"))
    assert len(built.volumes) >= 3
    assert all(path.stat().st_size <= 1_000_000 for path, _ in built.volumes)
    assert not any("more than" in one for one in built.warnings)


def test_volumes_of_a_packet_without_contents_name_the_others(campaign: CampaignFolder) -> None:
    with_long_record(campaign, 14)
    built = build(planned(campaign, Volumes(pages=10), "bare", parts=()))
    manifest = read_manifest(built.manifest)
    assert len(built.volumes) > 2 and manifest.pages[0].bates == "FRK-000001"
    for path, _ in built.volumes[1:]:
        said = words(path, 1)
        assert all(one.name in said for one, _ in built.volumes) and "full contents" not in said
    assert verify(built.pdf.parent, campaign).good


def test_a_packet_that_fits_stays_one_file(campaign: CampaignFolder) -> None:
    built = build(planned(campaign, Volumes(pages=300, megabytes=25), "small"))
    assert [path.name for path, _ in built.volumes] == ["small.pdf"]
