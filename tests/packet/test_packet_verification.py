"""``verify`` finds one changed byte, a swapped page, a broken number, and says what and where."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import yaml

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import sha256_of, sha256_of_bytes
from frkit.packet.building import build
from frkit.packet.numbers.registry import NumberFile, Range
from frkit.packet.plan.folder import PacketFolder
from frkit.packet.verify.manifest import Manifest, digest_of, read_manifest, record_digest
from frkit.packet.verify.page_table import page_table
from frkit.packet.verify.standalone import FONT, FRAME, LEFT_OUT, MARK, METHOD, RECORD
from frkit.packet.verify.verifying import Report, _few, packet_folder, verify
from frkit.tracking.folder import CampaignFolder


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> PacketFolder:
    """One built packet for all tests here; each works on a copy."""
    from datetime import date

    from packet_story import tell

    from frkit.packet.plan.folder import new_packet_folder
    from frkit.packet.plan.proposing import propose

    campaign = tell(tmp_path_factory.mktemp("verify") / "campaign")
    folder = new_packet_folder(campaign, "council")
    plan = propose(campaign, (), title=None, as_of=date(2026, 6, 15))
    folder.write(plan.model_copy(update={"public_events": (), "vendors": ()}))
    build(folder)
    return folder


@pytest.fixture
def copy(finished: PacketFolder, tmp_path: Path) -> Path:
    """The built packet alone, as it is handed to somebody."""
    return Path(shutil.copytree(finished.build, tmp_path / "handed over"))


@pytest.fixture
def campaign(finished: PacketFolder, tmp_path: Path) -> CampaignFolder:
    return CampaignFolder.find(shutil.copytree(finished.campaign.root, tmp_path / "campaign"))


def edit(folder: Path, change: Callable[[pikepdf.Pdf], None]) -> None:
    path = folder / "council.pdf"
    with pikepdf.open(io.BytesIO(path.read_bytes())) as opened:
        change(opened)
        opened.save(path)


def said(report: Report) -> str:
    return "\n".join(report.faults)


def first_exhibit_page(folder: Path) -> int:
    return read_manifest(folder / "manifest.json").exhibits[0].first_page


def test_an_untouched_packet_is_good_with_and_without_its_originals(copy: Path, campaign: CampaignFolder) -> None:
    assert verify(copy).good
    report = verify(copy, campaign)
    assert report.good and "originals: 5 documents with 7 files" in report.checked[-1]


def test_every_single_byte_matters(copy: Path) -> None:
    path = copy / "council.pdf"
    data = path.read_bytes()
    for at in range(0, len(data), len(data) // 25):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        report = verify(copy)
        assert not report.good and "is not the file that was built" in report.faults[0]


def test_a_changed_content_is_named_by_page_and_bates_number(copy: Path) -> None:
    number = first_exhibit_page(copy)

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[number - 1]
        stream = page.Contents[1]
        stream.write(stream.read_bytes() + b" ")

    edit(copy, change)
    assert f"Page {number} (FRK-000001) was changed: its content is not what was built." in said(verify(copy))


def test_swapped_pages_are_recognised(copy: Path) -> None:
    number = first_exhibit_page(copy)

    def swap(pdf: pikepdf.Pdf) -> None:
        first, second = pdf.pages[number - 1].obj, pdf.pages[number].obj
        kids = first.Parent.Kids
        at, other = ([kid.objgen for kid in kids].index(page.objgen) for page in (first, second))
        kids[at], kids[other] = second, first

    edit(copy, swap)
    faults = said(verify(copy))
    assert f"Page {number} (FRK-000001) holds what was page {number + 1}" in faults
    assert f"Page {number + 1} (FRK-000002) holds what was page {number}" in faults
    assert f"Page {number} does not bear its Bates number FRK-000001" in faults


def test_content_exchanged_below_the_stamps_is_recognised(copy: Path) -> None:
    number = first_exhibit_page(copy)

    def exchange(pdf: pikepdf.Pdf) -> None:
        first, second = pdf.pages[number - 1].obj, pdf.pages[number].obj
        first.Contents[1], second.Contents[1] = second.Contents[1], first.Contents[1]
        fonts = (first.Resources.Font, second.Resources.Font)
        stamps = [font["/FrkStampFont"] for font in fonts]
        first.Resources, second.Resources = second.Resources, first.Resources
        first.Resources.Font["/FrkStampFont"], second.Resources.Font["/FrkStampFont"] = stamps

    edit(copy, exchange)
    assert f"bears its own stamp over the content of page {number + 1}" in said(verify(copy))


def test_a_changed_stamp_or_rotation_is_told_from_changed_content(copy: Path) -> None:
    number = first_exhibit_page(copy)
    edit(copy, lambda pdf: pdf.pages[number - 1].obj.__setitem__("/Rotate", 180))
    assert f"Page {number} (FRK-000001): its content is unchanged, but its stamp, size, rotation" in said(verify(copy))


def test_exchanged_numbers_are_named(copy: Path) -> None:
    number = first_exhibit_page(copy)

    def exchange(pdf: pikepdf.Pdf) -> None:
        first, second = (pdf.pages[at].Contents[-1] for at in (number - 1, number))
        mine, other = first.read_bytes(), second.read_bytes()
        first.write(other)
        second.write(mine)

    edit(copy, exchange)
    assert f"Page {number} does not bear its Bates number FRK-000001." in said(verify(copy))
    assert f"Page {number} (FRK-000001): its content is unchanged, but its stamp" in said(verify(copy))


def test_a_page_taken_out_or_put_in_is_counted(copy: Path) -> None:
    count = len(read_manifest(copy / "manifest.json").pages)
    edit(copy, lambda pdf: pdf.pages.__delitem__(0))
    assert f"It has {count - 1} pages; {count} were built." in said(verify(copy))


def test_a_new_title_or_bookmark_is_told_from_changed_pages(copy: Path) -> None:
    edit(copy, lambda pdf: pdf.docinfo.__setitem__("/Title", "Another title"))
    assert "All pages are unchanged: the difference lies outside them" in said(verify(copy))


def test_a_file_that_is_no_pdf_any_more(copy: Path) -> None:
    (copy / "council.pdf").write_bytes(b"nothing")
    assert "cannot be opened as a PDF" in said(verify(copy))
    (copy / "council.pdf").unlink()
    assert "council.pdf is not there." in said(verify(copy))


def alter(folder: Path, change: Callable[[dict], None]) -> None:
    path = folder / "manifest.json"
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))


def test_a_manifest_that_names_the_right_file_but_other_pages(copy: Path) -> None:
    alter(copy, lambda data: data["pages"][0].update(digest="0" * 64))
    assert "The manifest does not fit its own PDF. Page 1" in said(verify(copy))


def test_a_number_given_twice_in_the_manifest(copy: Path) -> None:
    number = first_exhibit_page(copy)
    alter(copy, lambda data: data["pages"][number].update(bates="FRK-000001"))
    assert f"The Bates number FRK-000001 stands on pages {number} and {number + 1}." in said(verify(copy))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', '{"format": 99}', "[" * 5000])
def test_a_damaged_or_newer_manifest_is_an_error_not_a_traceback(copy: Path, text: str) -> None:
    (copy / "manifest.json").write_text(text)
    with pytest.raises(FrkitError, match="manifest"):
        verify(copy)


def test_a_manifest_cannot_lead_out_of_its_folder(copy: Path) -> None:
    alter(copy, lambda data: data["files"][0].update(file="../../../etc/passwd"))
    with pytest.raises(FrkitError, match="leads out"):
        verify(copy)


def test_hostile_page_ranges_are_faults(copy: Path, campaign: CampaignFolder) -> None:
    alter(copy, lambda data: data["exhibits"][0]["files"][0].update(first_page=1, last_page=10**12))
    assert "listed beyond the last page" in said(verify(copy, campaign))


def test_an_original_that_was_altered_or_lost(copy: Path, campaign: CampaignFolder) -> None:
    (mail,) = campaign.root.rglob("*answer.eml")
    data = mail.read_bytes()
    mail.write_bytes(data.replace(b"Please find", b"Please Find"))
    assert "Exhibit 3: the original" in said(verify(copy, campaign)) and "was altered" in said(verify(copy, campaign))
    mail.unlink()
    assert "is not in the campaign" in said(verify(copy, campaign))


def test_a_packet_whose_pages_are_not_those_of_the_original(copy: Path, campaign: CampaignFolder) -> None:
    """Packet and manifest agree, and both lie: only the comparison with the original can tell."""
    number = read_manifest(copy / "manifest.json").exhibits[1].first_page
    alter(copy, lambda data: data["pages"][number - 1].update(content="0" * 64))
    assert f"packet page {number} does not draw what the original draws" in said(verify(copy, campaign))


def test_numbers_that_the_registry_gave_to_other_pages(copy: Path, campaign: CampaignFolder) -> None:
    shutil.rmtree(campaign.root / "numbers")
    assert "which the campaign's registry gave to no such page" in said(verify(copy, campaign))


def test_where_a_packet_is_looked_for(finished: PacketFolder, copy: Path, tmp_path: Path) -> None:
    assert packet_folder(finished.path) == finished.build
    assert packet_folder(finished.pdf) == finished.build
    assert packet_folder(copy) == copy
    with pytest.raises(WrongUsage, match=r"no manifest\.json"):
        packet_folder(tmp_path)


def test_a_hash_in_the_manifest_is_the_hash_of_the_file(copy: Path) -> None:
    made = read_manifest(copy / "manifest.json")
    assert made.files[0].sha256 == sha256_of_bytes((copy / "council.pdf").read_bytes())


def rebuilt_digest(folder: Path) -> None:
    """Give an edited manifest a digest that fits, as a careful forger would."""
    alter(folder, lambda data: data.update(manifest_sha256=digest_of(data)))


def remade(folder: Path) -> None:
    """Let table, PDF and manifest fit one another again, as only somebody who controls all of them can."""
    table = page_table(read_manifest(folder / "manifest.json"))
    (folder / "manifest.csv").write_bytes(table)
    alter(folder, lambda data: data["beside"][0].update(sha256=sha256_of_bytes(table)))
    record = record_digest(json.loads((folder / "manifest.json").read_text()))
    with pikepdf.open(io.BytesIO((folder / "council.pdf").read_bytes())) as opened:
        opened.docinfo["/FrkitRecord"] = record
        del opened.attachments["record.json"]
        opened.save(folder / "council.pdf")
    digest = sha256_of(folder / "council.pdf")
    alter(folder, lambda data: data["files"][0].update(sha256=digest))
    rebuilt_digest(folder)


EDITS = {
    "as_of": lambda data: data["packet"].update(as_of="2026-06-14"),
    "exhibit title": lambda data: data["exhibits"][0].update(title="Another title"),
    "exhibit date": lambda data: data["exhibits"][1].update(date="2026-03-09"),
    "made with": lambda data: data["made_with"].update(frkit="9.9"),
    "a key of no meaning": lambda data: data.update(remark="approved"),
}


@pytest.mark.parametrize("what", EDITS)
def test_an_edited_manifest_does_not_fit_its_own_digest(copy: Path, what: str) -> None:
    before = verify(copy).manifest_sha256
    alter(copy, EDITS[what])
    report = verify(copy)
    assert "The manifest was edited" in report.faults[0] and report.manifest_sha256 != before


def test_a_manifest_without_a_digest_is_not_good(copy: Path) -> None:
    alter(copy, lambda data: data.pop("manifest_sha256"))
    assert "does not carry its own digest" in said(verify(copy))


def test_an_order_of_keys_or_spaces_is_no_forgery(copy: Path) -> None:
    path = copy / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()), sort_keys=True))
    assert verify(copy).good


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("as_of", "gives another day (as_of) than the PDF does"),
        ("exhibit title", "Exhibit 1: the PDF's bookmarks do not give it this title"),
        ("made with", "another version of frkit than the PDF does"),
    ],
)
def test_a_manifest_forged_with_care_still_says_what_its_pdf_does_not(copy: Path, what: str, words: str) -> None:
    alter(copy, EDITS[what])
    rebuilt_digest(copy)
    assert words in said(verify(copy))


def test_in_the_campaign_a_careful_forgery_is_set_beside_plan_and_events(copy: Path, campaign: CampaignFolder) -> None:
    for what, words in {
        "as_of": "The plan has not changed, and yet the manifest differs from it: as_of is '2026-06-14'",
        "exhibit title": "The plan has not changed, and yet the manifest differs from it: Exhibit 1 is 'Another title'",
        "exhibit date": "Exhibit 2: the manifest dates it 2026-03-09, its event 2026-03-10.",
    }.items():
        kept = (copy / "manifest.json").read_bytes()
        alter(copy, EDITS[what])
        rebuilt_digest(copy)
        assert words in said(verify(copy, campaign)), what
        (copy / "manifest.json").write_bytes(kept)


def test_a_plan_that_was_edited_after_the_build_is_a_note_and_no_forgery(copy: Path, campaign: CampaignFolder) -> None:
    plan = campaign.root / "packets" / "council" / "packet.yaml"
    plan.write_text(plan.read_text().replace("title: Request as sent", "title: The request"))
    report = verify(copy, campaign)
    assert report.good, report.faults
    assert any("The plan has changed since: Exhibit 1 is 'Request as sent'" in note for note in report.notes)
    plan.unlink()
    assert verify(copy, campaign).good


def test_pages_hashed_in_another_way_are_not_called_forged(copy: Path, campaign: CampaignFolder) -> None:
    def older(data: dict) -> None:
        data["page_digest"] = "pages-1"
        for page in data["pages"]:
            page.update(digest="0" * 64, content="1" * 64)

    alter(copy, older)
    remade(copy)
    report = verify(copy, campaign)
    assert report.good, report.faults
    assert "page digests cannot be compared by this frkit; the file's SHA-256 holds" in "".join(report.notes)
    edit(copy, lambda pdf: pdf.docinfo.__setitem__("/Subject", "x"))
    report = verify(copy)
    assert not report.good and "is not the file that was built" in said(report)
    assert "the file's SHA-256 holds" not in "".join(report.notes)


def test_no_kind_of_fault_hides_another_and_originals_come_first(copy: Path, campaign: CampaignFolder) -> None:
    (image,) = campaign.root.rglob("*img-0412.jpg")
    image.write_bytes(b"other")

    def spoil(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.obj.Rotate = 90

    edit(copy, spoil)
    report = verify(copy, campaign)
    count = len(read_manifest(copy / "manifest.json").pages)
    assert "Exhibit 4: the original" in report.faults[0] and "was altered" in report.faults[0]
    assert [fault for fault in report.faults if "rotation" in fault] == [
        f"All {count} pages: the content is unchanged, but stamps, sizes, rotation, links or notes were changed."
    ]
    many = Report(("x",), tuple(_few([f"page {number}" for number in range(99)])))
    assert len(many.faults) < 20 and many.faults[-1].endswith("more like these.")


def test_the_page_on_packets_tells_every_key_of_the_manifest_and_the_way_pages_are_hashed() -> None:
    told = (Path(__file__).resolve().parents[2] / "docs" / "packet.md").read_text(encoding="utf-8")
    rows = told[told.index("## manifest.json") :].split("\n\n")[1]
    assert set(Manifest.model_fields) == {line.split("`")[1] for line in rows.splitlines()[2:]}
    assert f"`{METHOD}`" in rows and f"`{RECORD}`" in told
    for key in (*LEFT_OUT, *FRAME, MARK, FONT):
        assert f"`{key}`" in told, key


def test_custody_table_manifest_and_kept_records_say_the_same_of_each_file(finished: PacketFolder) -> None:
    """What a person signs under the custody table is what the manifest says, and what the files are."""
    made = read_manifest(finished.build / "manifest.json")
    part = next(one for one in made.parts if one.part == "custody")
    document = pypdfium2.PdfDocument(finished.pdf)
    pages = [document[at].get_textpage().get_text_range() for at in range(part.first_page - 1, part.last_page)]
    printed = re.sub(r"[\s\ufffe\u00ad-]+", "", "".join(pages))
    known = {(range_.sha256, range_.part) for range_ in registered(finished)}
    for exhibit in made.exhibits:
        original = finished.campaign.root / "requests" / exhibit.request / exhibit.original
        assert sha256_of(original) == exhibit.files[0].sha256
        for file in exhibit.files:
            assert file.sha256 in printed, file.name
            assert (exhibit.files[0].sha256, file.part) in known
            how = (f"slip sheet: {file.slip_sheet}",) if file.slip_sheet else file.how
            for words in how:
                assert re.sub(r"[\s-]+", "", words) in printed, words
    for name, version in made.made_with.items():
        assert f"{name}{version}".replace("-", "") in printed


def registered(folder: PacketFolder) -> Iterator[Range]:
    """What the registry of numbers holds."""
    for path in (folder.campaign.root / "numbers").glob("*/*.yaml"):
        yield from NumberFile.model_validate(yaml.safe_load(path.read_text())).pages
