"""A packet leaves the house as one file or one folder: whole, checked, the same each time, nobody's address in it."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from datetime import date
from pathlib import Path, PurePosixPath

import bagit
import pytest
from click.testing import CliRunner
from packet_story import Story, tell

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import sha256_of_bytes
from frkit.cli.main import frkit
from frkit.packet.building import build
from frkit.packet.handing_over.contents import name_problem
from frkit.packet.handing_over.exporting import Exported, Form, export
from frkit.packet.plan.folder import PacketFolder, new_packet_folder
from frkit.packet.plan.proposing import propose
from frkit.packet.verify.verifying import packet_folder, verify
from frkit.tracking.events import event_from
from frkit.tracking.folder import CampaignFolder

HIDDEN = (b"12 Hidden Lane", b"robin@secret.example", b"Robin Requester")
PASSWORD = "b"


def planned_in(campaign: CampaignFolder, audience: str = "packet") -> PacketFolder:
    folder = new_packet_folder(campaign, "council")
    plan = propose(campaign, (), title="Café: =1+1", as_of=date(2026, 6, 15), audience=audience)
    folder.write(plan.model_copy(update={"public_events": (), "vendors": ()}))
    build(folder)
    return folder


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> PacketFolder:
    return planned_in(tell(tmp_path_factory.mktemp("export") / "campaign"))


@pytest.fixture
def built(once: PacketFolder, tmp_path: Path) -> PacketFolder:
    """A built packet in a copy of its campaign."""
    root = Path(shutil.copytree(once.campaign.root, tmp_path / "campaign"))
    return PacketFolder(CampaignFolder.find(root), "council")


def exported(
    folder: PacketFolder, form: Form = "zip", target: Path | None = None, *, with_originals: bool = False
) -> Exported:
    return export(folder, form, target, with_originals=with_originals, progress=lambda *_: None)


def test_a_zip_holds_all_that_a_stranger_needs_and_unpacks_to_a_good_packet(
    built: PacketFolder, tmp_path: Path
) -> None:
    made = exported(built)
    assert made.path.parent == built.build and made.path.name.endswith(".zip")
    with zipfile.ZipFile(made.path) as archive:
        assert archive.testzip() is None
        names = [PurePosixPath(name).relative_to("council").as_posix() for name in archive.namelist()]
        archive.extractall(tmp_path / "desk")
    assert names == ["council.pdf", "manifest.json", "manifest.csv", "verify.py", "README.txt"]
    assert verify(tmp_path / "desk" / "council").good


def test_the_same_packet_gives_the_same_bytes_on_any_day_and_in_any_folder(
    built: PacketFolder, once: PacketFolder, tmp_path: Path
) -> None:
    first = exported(built, target=tmp_path / "a.zip", with_originals=True)
    for path in built.campaign.root.rglob("*"):
        if path.is_file():
            path.touch()
    second = exported(once, target=tmp_path / "b.zip", with_originals=True)
    assert first.path.read_bytes() == second.path.read_bytes()


def test_to_export_twice_is_no_mistake_and_nothing_else_is_ever_replaced(built: PacketFolder, tmp_path: Path) -> None:
    assert exported(built).path == exported(built).path
    assert exported(built, "bagit").path == exported(built, "bagit").path
    mine = tmp_path / "mine.zip"
    mine.write_bytes(b"mine")
    with pytest.raises(FrkitError, match="exists already with other content"):
        exported(built, target=mine)
    assert mine.read_bytes() == b"mine"
    bag = exported(built, "bagit", tmp_path / "bag").path
    (bag / "data" / "README.txt").write_text("other")
    with pytest.raises(WrongUsage, match="such a folder already"):
        exported(built, "bagit", bag)
    assert (bag / "data" / "README.txt").read_text() == "other"
    assert not [one for one in tmp_path.iterdir() if one.name.endswith(".tmp")]


def test_a_bag_is_valid_by_the_library_that_archives_use(built: PacketFolder, tmp_path: Path) -> None:
    made = exported(built, "bagit", tmp_path / "bag", with_originals=True)
    bag = bagit.Bag(str(made.path))
    bag.validate()
    assert bag.version_info == (1, 0) and bag.algorithms == ["sha256"]
    assert bag.info["External-Identifier"] == f"urn:sha256:{made.manifest.manifest_sha256}"
    assert bag.info["External-Description"].startswith("Café: =1+1: an evidence packet of ")
    assert verify(packet_folder(made.path)).good
    one = next((made.path / "data" / "originals").rglob("*.pdf"))
    one.write_bytes(one.read_bytes() + b"\n")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(made.path)).validate()


@pytest.mark.parametrize("form", ["zip", "bagit"])
def test_nothing_private_goes_along_not_even_within_the_originals(form: Form, tmp_path: Path) -> None:
    """A mail names whoever got it: its pages were masked when they were set, the mail itself cannot be."""
    campaign = tell(tmp_path / "campaign")
    story = Story.__new__(Story)
    story.folder, story.id = campaign, campaign.request_ids()[0]
    mail = b"From: records@lapd.example\nTo: us@kit.example\nSubject: Yours\n\nDear Robin Requester, no.\n"
    story.receive("naming.eml", mail, "2026-04-02")
    story.receive("addressed.eml", mail.replace(b"us@kit.example", b"robin@secret.example"), "2026-04-03")
    (campaign.root / "private" / "passwords.yaml").write_text(f"- {PASSWORD}\n")
    folder = planned_in(campaign)
    made = exported(folder, form, tmp_path / "out", with_originals=True)
    data = b"".join(
        one.read_bytes() for one in ([made.path] if form == "zip" else made.path.rglob("*")) if one.is_file()
    )
    assert not [one for one in HIDDEN if one in data] and b"passwords" not in data
    told = "\n".join(made.contents.left_out)
    assert "(naming.eml): it shows the name of requester" in told
    assert "(addressed.eml): it lies in private/, which nobody is given" in told
    assert not any("private" in one.name for one in made.contents.files)


def test_counsel_gets_every_original_that_is_not_below_private(tmp_path: Path) -> None:
    folder = planned_in(tell(tmp_path / "campaign"), audience="counsel")
    made = exported(folder, with_originals=True)
    originals = [one for one in made.contents.files if one.name.startswith("originals/")]
    assert len(originals) == len(made.manifest.exhibits) and not made.contents.left_out


def test_what_a_search_cannot_read_is_named_to_be_looked_at(built: PacketFolder) -> None:
    told = "\n".join(exported(built, with_originals=True).contents.look_at)
    assert "IMG_0412.jpg): a picture may tell place, time and camera" in told
    assert "locked.pdf): no search can read all of it" in told


def test_a_packet_that_is_not_what_was_built_stays_at_home(built: PacketFolder) -> None:
    (built.build / "manifest.csv").write_text("page\n")
    with pytest.raises(FrkitError, match=r"not what was built, so it is not handed over: manifest\.csv"):
        exported(built)
    assert not list(built.build.glob("*.zip"))


def test_an_original_that_was_altered_stops_it(built: PacketFolder) -> None:
    (image,) = built.campaign.root.rglob("*img-0412.jpg")
    image.write_bytes(b"other")
    with pytest.raises(FrkitError, match="was altered"):
        exported(built)


def test_what_was_demanded_back_after_the_build_is_not_handed_over(built: PacketFolder) -> None:
    """The PDF still shows it; only building it anew without the exhibit, or counsel, helps."""
    request = built.campaign.request_ids()[0]
    arrived = next(event for _, event in built.campaign.load(request).events if event.kind == "arrived")
    sha256 = next(iter(arrived.documents)).sha256
    demand = {"kind": "clawback_demanded", "date": "2026-06-20", "entered": "2026-06-20T10:00:00Z", "by": "a volunteer"}
    built.campaign.add_event(request, event_from({**demand, "of": [sha256]}))
    with pytest.raises(FrkitError, match="was demanded back by the agency after the packet was built"):
        exported(built)


def test_where_it_may_be_written(built: PacketFolder, tmp_path: Path) -> None:
    for target in (built.campaign.root / "out.zip", built.path / "out.zip", built.campaign.root / "requests" / "a.zip"):
        with pytest.raises(WrongUsage, match="Among the campaign's own files"):
            exported(built, target=target)
    with pytest.raises(WrongUsage, match="This is a folder"):
        exported(built, target=tmp_path)
    assert exported(built, target=built.campaign.root / "private" / "out.zip").path.is_file()
    assert exported(built, target=tmp_path / "new" / "out.zip").path.is_file()


def test_a_packet_that_was_never_built(campaign: CampaignFolder) -> None:
    folder = new_packet_folder(campaign, "council")
    folder.write(propose(campaign, (), title=None, as_of=date(2026, 6, 15)))
    with pytest.raises(WrongUsage, match="was not built yet"):
        exported(folder)


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("originals/2026-03-lapd/received/2026-03-10-d3485978-acknowledgement.pdf", None),
        ("con.pdf", "is no name"),
        ("a/NUL", "is no name"),
        ("a/b:c", "is no name"),
        ("a/ends.", "is no name"),
        ("a/../b", "is no name"),
        ("a//b", "is no name"),
        ("a/" + "b" * 180, "longer than"),
    ],
)
def test_names_that_every_system_takes(path: str, problem: str | None) -> None:
    found = name_problem(path)
    assert found is None if problem is None else problem in (found or "")


@pytest.mark.parametrize("name", ["con", "nul", "com1"])
def test_a_name_that_windows_keeps_for_itself_is_refused_before_anything_is_planned(
    campaign: CampaignFolder, name: str
) -> None:
    typed = ["packet", "new", name, "--campaign", str(campaign.root)]
    done = CliRunner().invoke(frkit, typed)
    assert isinstance(done.exception, WrongUsage) and "Windows keeps that name for itself" in done.exception.fact
    assert f"frkit packet new {name}-packet" in done.exception.remedy
    assert not (campaign.root / "packets" / name).exists()


def test_a_packet_that_got_such_a_name_elsewhere_is_not_exported(built: PacketFolder) -> None:
    os.rename(built.path, built.path.with_name("con"))
    with pytest.raises(WrongUsage, match="cannot be unpacked on Windows"):
        exported(PacketFolder(built.campaign, "con"))


def test_the_table_runs_nothing_in_a_spreadsheet(tmp_path: Path) -> None:
    campaign = tell(tmp_path / "campaign")
    folder = new_packet_folder(campaign, "council")
    plan = propose(campaign, (), title=None, as_of=date(2026, 6, 15))
    hostile = plan.exhibits[0].model_copy(update={"title": '=HYPERLINK("http://example.org","open")'})
    folder.write(
        plan.model_copy(update={"public_events": (), "vendors": (), "exhibits": (hostile, *plan.exhibits[1:])})
    )
    build(folder)
    table = (folder.build / "manifest.csv").read_bytes()
    assert table.startswith("\ufeffpage,bates,exhibit".encode()) and b"\"'=HYPERLINK" in table
    assert verify(folder.build).good
    listed = json.loads((folder.build / "manifest.json").read_text())["beside"]
    assert {one["file"]: one["sha256"] for one in listed}["manifest.csv"] == sha256_of_bytes(table)


def test_the_command_tells_what_is_inside_and_gives_the_digest(built: PacketFolder, tmp_path: Path) -> None:
    typed = ["packet", "export", "council", "zip", "--with-originals", "-o", str(tmp_path / "out.zip")]
    where = ["--campaign", str(built.campaign.root)]
    done = CliRunner().invoke(frkit, [*typed, *where])
    assert done.exit_code == 0, done.output
    assert "council.pdf" in done.output and "originals/" in done.output and "Not in it:" in done.output
    assert "look at: Exhibit 4 (IMG_0412.jpg): a picture may tell place" in done.output
    told = json.loads(CliRunner().invoke(frkit, [*typed, *where, "--json"]).stdout)
    assert {"path", "form", "files", "size", "left_out", "look_at", "manifest_sha256"} < set(told)
    assert {"export_sha256", "record", "new_record"} < set(told)
    assert told["size"] == (tmp_path / "out.zip").stat().st_size and told["manifest_sha256"] in done.output


def test_a_bag_and_a_zip_are_told_apart_by_verify(built: PacketFolder, tmp_path: Path) -> None:
    bag = exported(built, "bagit", tmp_path / "bag").path
    done = CliRunner().invoke(frkit, ["packet", "verify", str(bag)])
    assert done.exit_code == 0 and "Good: the packet is what was built." in done.output
    packed = exported(built, target=tmp_path / "out.zip").path
    with pytest.raises(WrongUsage, match="This is a ZIP file"):
        packet_folder(packed)
