"""What was handed over stays on record and under seal, whatever is built afterwards."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from packet_story import tell
from typed_commands import Desk, desk

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import sha256_of
from frkit.packet.building import build
from frkit.packet.handing_over.exporting import Exported, Form, export
from frkit.packet.handing_over.handed_over import HandedOver, all_records, check_records, records_in, written
from frkit.packet.plan.folder import PacketFolder, new_packet_folder
from frkit.packet.plan.proposing import propose
from frkit.packet.verify.verifying import verify
from frkit.proof.seal_verification import verify_campaign
from frkit.proof.seals import make_seal
from frkit.tracking.folder import CampaignFolder

DAY = date(2026, 6, 20)
PHRASE = "correct horse battery staple"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> PacketFolder:
    campaign = tell(tmp_path_factory.mktemp("handed") / "campaign")
    folder = new_packet_folder(campaign, "council")
    plan = propose(campaign, (), title="To the council", as_of=date(2026, 6, 15))
    folder.write(plan.model_copy(update={"public_events": (), "vendors": (), "parts": ("contents",)}))
    build(folder)
    return folder


@pytest.fixture
def built(once: PacketFolder, tmp_path: Path) -> PacketFolder:
    """A built packet in a copy of its campaign."""
    root = Path(shutil.copytree(once.campaign.root, tmp_path / "campaign"))
    return PacketFolder(CampaignFolder.find(root), "council")


@pytest.fixture
def typed(built: PacketFolder) -> Iterator[Desk]:
    with desk(built.campaign.root) as command:
        yield command


def handed(folder: PacketFolder, to: str | None = None, day: date = DAY, form: Form = "zip", **more) -> Exported:
    return export(folder, form, None, with_originals=False, progress=lambda *_: None, day=day, to=to, **more)


def test_a_record_says_what_left_the_house_in_digests(built: PacketFolder) -> None:
    made = handed(built, "The Times")
    said = made.record.said
    assert made.new and made.record.path.parent == built.path / "handed-over"
    assert made.record.path.name == f"{sha256_of(made.record.path)[:16]}.yaml"
    assert (said.to, said.day, said.audience, said.form) == ("The Times", DAY, "packet", "zip")
    assert said.manifest_sha256 == made.manifest.manifest_sha256
    assert said.export.sha256 == sha256_of(made.path)
    assert {one.name: one.sha256 for one in said.files}["council.pdf"] == sha256_of(built.pdf)
    assert [(one.label, one.bates) for one in said.exhibits][:3] == [
        ("1", ("FRK-000001",)),
        ("2", ("FRK-000002",)),
        ("3", ("FRK-000003 to FRK-000006",)),
    ]
    assert said.exhibits[2].bears("FRK-000005") and not said.exhibits[2].bears("FRK-000007")


def test_the_record_reads_back_as_it_was_written(built: PacketFolder) -> None:
    made = handed(built, "Ø: 'no', #1 – «é»\u2028")
    (kept,) = records_in(built.path)
    assert kept.said == made.record.said and not kept.altered
    assert written(kept.said) == kept.path.read_bytes()


def test_the_same_export_is_noted_once_and_each_person_and_day_for_itself(built: PacketFolder) -> None:
    assert handed(built).new
    assert not handed(built, day=date(2026, 7, 1)).new
    assert handed(built, "The Times").new
    assert not handed(built, "The Times").new
    assert handed(built, "The Times", date(2026, 7, 1)).new
    assert handed(built, "A. Lawyer").new
    assert handed(built, form="bagit").new
    assert [one.said.to for one in records_in(built.path)].count("The Times") == 2


def test_cut_off_between_export_and_record_the_same_command_makes_up_for_it(
    built: PacketFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    import frkit.packet.handing_over.exporting as exporting

    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(exporting, "keep_record", power_cut)
        with pytest.raises(KeyboardInterrupt):
            handed(built, "The Times")
    assert list(built.build.glob("*.zip")) and not records_in(built.path)
    made = handed(built, "The Times")
    assert made.new and made.record.said.export.sha256 == sha256_of(made.path)


def test_nothing_is_kept_of_an_export_that_was_refused(built: PacketFolder) -> None:
    built.pdf.write_bytes(built.pdf.read_bytes() + b"\n")
    with pytest.raises(FrkitError, match="not what was built"):
        handed(built, "The Times")
    assert not (built.path / "handed-over").exists()


def test_the_requesters_own_data_does_not_get_into_a_tracked_file(built: PacketFolder) -> None:
    with pytest.raises(WrongUsage, match="tracked by git"):
        handed(built, "robin@secret.example")
    assert not (built.path / "handed-over").exists() and not list(built.build.glob("*.zip"))


def test_a_seal_holds_after_the_packet_was_built_anew_and_shows_a_record_that_was_changed(built: PacketFolder) -> None:
    path = handed(built, "The Times").record.path
    name = path.relative_to(built.campaign.root).as_posix()
    assert name in make_seal(built.campaign, DAY).seal.entries
    shutil.rmtree(built.build)
    assert verify_campaign(built.campaign.root).good
    path.write_text(path.read_text(encoding="utf-8").replace("The Times", "Nobody"), encoding="utf-8")
    make_seal(built.campaign, date(2026, 6, 21))
    (report, _) = verify_campaign(built.campaign.root).seals
    assert report.changed == [name], "a later seal excuses nothing"
    (found,) = check_records(built.campaign)
    assert "changed after it was written" in found.message and found.severity == "error"


def test_verify_says_which_packet_it_is(built: PacketFolder, tmp_path: Path) -> None:
    assert not any("the packet that was" in note for note in verify(built.build, built.campaign).notes)
    handed(built, "The Times")
    away = Path(shutil.copytree(built.build, tmp_path / "sent"))
    (note,) = (one for one in verify(away, built.campaign).notes if "handed over" in one)
    assert note.startswith("This is the packet that was handed over on 2026-06-20 to The Times (packets/council/handed")
    assert "in no seal yet" in note
    seal = make_seal(built.campaign, DAY).seal
    assert any(f"first sealed in {seal.name}" in one for one in verify(away, built.campaign).notes)
    (away / "council.pdf").write_bytes(built.pdf.read_bytes() + b"\n")
    report = verify(away, built.campaign)
    assert not report.good and any(one.startswith("Apart from the differences, this is") for one in report.notes)


def rebuilt(folder: PacketFolder, **changes: object) -> None:
    plan, _ = folder.load()
    folder.plan.unlink()
    folder.write(plan.model_copy(update=changes))
    build(folder)


def test_a_packet_built_anew_is_told_from_the_one_that_was_handed_over(built: PacketFolder, typed: Desk) -> None:
    typed("packet export council zip --to 'The Times' --date 2026-06-20")
    said = flat(typed("packet check council").out)
    assert "Handed over on 2026-06-20 to The Times; what is built is that packet." in said
    rebuilt(built, as_of=date(2026, 6, 16), exhibits=())
    note = flat(typed("packet verify council").out)
    assert "This is not the packet of this name that left the house: it was handed over on 2026-06-20" in note
    assert "what is built now is another." in flat(typed("packet check council").out)
    told = typed("packet check council --json").data["handed_over"]
    assert [(one["to"], one["is_built"]) for one in told] == [("The Times", False)]


def test_where_tells_with_which_packet_a_page_left_the_house(built: PacketFolder, typed: Desk) -> None:
    assert "Handed over" not in typed("where FRK-000004").out
    typed("packet export council zip --to 'The Times' --date 2026-06-20")
    rebuilt(built, exhibits=())
    assert "council, handed over on 2026-06-20 to The Times: Exhibit 3" in flat(typed("where FRK-000004").out)
    (page,) = typed("where FRK-000004 --json").data["pages"]
    assert page["packets"] == [] and page["handed_over"][0]["exhibit"] == "3"


def flat(text: str) -> str:
    return " ".join(text.split())


def _cut(data: dict[str, object]) -> None:
    del data["manifest_sha256"]


def _newer(data: dict[str, object]) -> None:
    data["format"] = 9


@pytest.mark.parametrize(("change", "said"), [(_cut, "manifest_sha256"), (_newer, "only a newer frkit reads it")])
def test_a_record_that_cannot_be_read_stops_nothing_and_is_named(
    built: PacketFolder, change: Callable[[dict[str, object]], None], said: str
) -> None:
    import yaml

    path = handed(built, "The Times").record.path
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(data)
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    (path.parent / "notes.yaml").write_text("x: 1\n")
    told = [one.message for one in check_records(built.campaign)]
    assert any(said in one for one in told) and any("file name is not that" in one for one in told)
    assert verify(built.build, built.campaign).good and not all_records(built.campaign)


def test_a_copy_for_others_says_what_and_when_but_not_to_whom(built: PacketFolder, typed: Desk, tmp_path: Path) -> None:
    typed("packet export council zip --with-originals --to 'Jo Whistle' --date 2026-06-20")
    typed(f"share {tmp_path / 'copy'}")
    (kept,) = all_records(CampaignFolder.find(tmp_path / "copy"))
    (own,) = records_in(built.path)
    assert (kept.said.to, kept.said.by, kept.said.exhibits) == (None, None, ())
    assert kept.said.manifest_sha256 == own.said.manifest_sha256 and kept.said.day == DAY
    assert [one.name for one in kept.said.files] == [
        "council.pdf", "manifest.json", "manifest.csv", "verify.py", "README.txt",
    ]  # fmt: skip
    text = b"".join(path.read_bytes() for path in (tmp_path / "copy").rglob("*") if path.is_file())
    assert b"Whistle" not in text
    with desk(tmp_path / "copy") as there:
        assert "no mistakes" in there("check").out
    assert "council" in os.listdir(tmp_path / "copy" / "packets")


def test_a_backup_brings_the_record_back(built: PacketFolder, tmp_path: Path) -> None:
    from frkit.exchange.backups import back_up, restore

    handed(built, "The Times")
    back_up(built.campaign, tmp_path / "kept.age", PHRASE, with_git=False, progress=lambda *_: None)
    restore(tmp_path / "kept.age", tmp_path / "back", PHRASE)
    assert [one.said.to for one in all_records(CampaignFolder.find(tmp_path / "back"))] == ["The Times"]


def test_a_model_that_says_nothing_of_a_person_is_whole(built: PacketFolder) -> None:
    said = handed(built).record.said
    assert "to:" not in written(said).decode() and isinstance(said, HandedOver)
    assert said.told == "exported on 2026-06-20, to whom is not noted"
