"""A seal lists every file; a check of it names what changed, vanished or was added, and what explains it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import sha256_of, sha256_of_bytes
from frkit.proof.seal_format import read, written
from frkit.proof.seal_verification import CampaignReport, SealReport, verify_campaign
from frkit.proof.seals import find_seal, later_seals, make_seal, seals_of
from frkit.tracking.events import Arrived, Corrected, Note
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.types import Item, Request

DAY = date(2026, 5, 1)
WHEN = "2026-05-01T10:00:00Z"


@pytest.fixture
def request_id(campaign: CampaignFolder) -> str:
    """A request to which one file came as it is, and one that bears the requester's address."""
    asked = Request(agency="us-ca-lapd", law="us-ca", requester="me", items=(Item(number=1, category="contracts"),))
    made = campaign.create_request(asked, "lapd", DAY)
    took_in(campaign, made, "contract.txt", b"Contract with a vendor\n")
    took_in(campaign, made, "reply.txt", b"To 12 Hidden Lane, Oakland\n")
    return made


def took_in(campaign: CampaignFolder, request_id: str, name: str, data: bytes) -> str:
    source = campaign.root.parent / name
    source.write_bytes(data)
    record = campaign.take_in(request_id, source, DAY)
    event = Arrived(date=DAY, entered=WHEN, by="test", documents=(record,))
    return campaign.add_event(request_id, event)[0]


def only(report: CampaignReport) -> SealReport:
    (one,) = report.seals
    return one


def gnu(campaign: CampaignFolder, seal: str) -> subprocess.CompletedProcess[str]:
    """``sha256sum`` on the seal, without frkit."""
    line = ["sha256sum", "--check", "--strict", "--quiet", seal]
    return subprocess.run(line, cwd=campaign.root, capture_output=True, text=True, errors="replace", check=False)


# making


def test_a_seal_lists_every_file_but_the_private_and_what_can_be_made_again(
    campaign: CampaignFolder, request_id: str
) -> None:
    for name in (".frkit/index", "packets/council/build/council.pdf", ".git/config", "left.tmp", "notes/.DS_Store"):
        path = campaign.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("not sealed")
    for name in ("packets/council/packet.yaml", "notes/build/sealed.txt", "requests/.tmp.txt"):
        path = campaign.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("sealed")
    seal = make_seal(campaign, DAY).seal
    names = set(seal.entries)
    assert {"campaign.yaml", ".gitignore", "packets/council/packet.yaml", "notes/build/sealed.txt"} <= names
    assert sum("/received/" in name for name in names) == 1 and sum("/events/" in name for name in names) == 2
    assert not any(part in name for name in names for part in ("private/", ".frkit", ".git/", ".tmp/", "council/build"))
    assert "left.tmp" not in names and "notes/.DS_Store" not in names
    assert all(sha256_of(campaign.root / name) == digest for name, digest in seal.entries.items())
    assert list(seal.entries) == sorted(names, key=os.fsencode)


def test_the_same_files_give_the_same_seal_and_an_unchanged_campaign_none(
    campaign: CampaignFolder, request_id: str, tmp_path: Path
) -> None:
    copy = CampaignFolder.find(shutil.copytree(campaign.root, tmp_path / "a copy elsewhere"))
    first = make_seal(campaign, DAY)
    assert first.new and make_seal(copy, DAY).seal.data == first.seal.data
    assert first.seal.name == f"2026-05-01-{sha256_of_bytes(first.seal.data)[:8]}"
    again = make_seal(campaign, date(2026, 9, 9))
    assert not again.new and again.seal.name == first.seal.name
    assert len(seals_of(campaign.root)) == 1


def test_sha256sum_checks_a_seal_without_frkit(campaign: CampaignFolder, request_id: str) -> None:
    seal = make_seal(campaign, DAY).seal
    assert gnu(campaign, seal.file).returncode == 0
    (event, *_) = [path for path in seal.entries if "/events/" in path]
    (campaign.root / event).write_text("kind: note\n")
    done = gnu(campaign, seal.file)
    assert done.returncode == 1 and f"{event}: FAILED" in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_odd_names_are_sealed_as_sha256sum_writes_them(campaign: CampaignFolder) -> None:
    names = [b"new\nline", b"back\\slash", b"carriage\rreturn", b"end\r", b" lead", b"trail ", b"#hash", b"*star",
             b"no utf-8 \xff\xfe", "Müller – 東京.txt".encode(), b"\\begins", b"a  b", b"-c"]  # fmt: skip
    root = os.fsencode(campaign.root)
    for number, name in enumerate(names):
        Path(os.fsdecode(root + b"/" + name)).write_text(str(number))
    seal = make_seal(campaign, DAY).seal
    assert {os.fsencode(name) for name in seal.entries} >= set(names)
    assert gnu(campaign, seal.file).returncode == 0
    written_by_gnu = subprocess.run(
        ["sha256sum", "--", *(os.fsdecode(name) for name in names)], cwd=campaign.root, capture_output=True, check=True
    ).stdout
    assert set(written_by_gnu.splitlines()) <= set(seal.data.splitlines())
    assert only(verify_campaign(campaign.root)).unchanged == len(seal.entries)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.lists(st.binary(min_size=1, max_size=12), min_size=1, max_size=3).map(
            lambda parts: "/".join(os.fsdecode(part.replace(b"\0", b"-").replace(b"/", b"-")) for part in parts)
        ),
        st.binary(min_size=32, max_size=32).map(bytes.hex),
        max_size=6,
    )
)
def test_what_is_written_is_read_again(entries: dict[str, str]) -> None:
    inside = {path: sha for path, sha in entries.items() if not {".", ".."} & set(path.split("/"))}
    assert read(written(inside)) == (inside, [])


def test_links_devices_and_files_that_cannot_be_read_stop_the_sealing(campaign: CampaignFolder) -> None:
    (campaign.root / "link.txt").symlink_to("campaign.yaml")
    (campaign.root / "elsewhere").symlink_to("/tmp", target_is_directory=True)
    os.mkfifo(campaign.root / "pipe")
    with pytest.raises(FrkitError, match="3 files or folders cannot be sealed") as refused:
        make_seal(campaign, DAY)
    for name in ("link.txt: it is a link", "elsewhere: it is a link", "pipe: it is neither"):
        assert name in refused.value.fact
    assert not (campaign.root / "seals").exists()


def test_each_seal_covers_those_before_it(campaign: CampaignFolder, request_id: str) -> None:
    first = make_seal(campaign, DAY).seal
    took_in(campaign, request_id, "more.txt", b"more\n")
    second = make_seal(campaign, date(2026, 5, 2)).seal
    took_in(campaign, request_id, "most.txt", b"most\n")
    third = make_seal(campaign, date(2026, 4, 1)).seal
    assert second.parents == [first.file] and third.parents == sorted([first.file, second.file])
    every = seals_of(campaign.root)
    assert {seal.name for seal in later_seals(first, every)} == {second.name, third.name}
    assert verify_campaign(campaign.root).newest == [third.name], "by what it covers, whatever the days say"


def test_two_branches_that_sealed_are_merged_into_one_chain(
    campaign: CampaignFolder, request_id: str, tmp_path: Path
) -> None:
    theirs = CampaignFolder.find(shutil.copytree(campaign.root, tmp_path / "theirs"))
    took_in(campaign, request_id, "ours.txt", b"ours\n")
    took_in(theirs, request_id, "theirs.txt", b"theirs\n")
    one, two = make_seal(campaign, DAY).seal, make_seal(theirs, DAY).seal
    shutil.copytree(theirs.root, campaign.root, dirs_exist_ok=True)
    report = verify_campaign(campaign.root)
    assert report.good and sorted(report.newest) == sorted([one.name, two.name])
    merged = make_seal(campaign, DAY).seal
    assert merged.parents == sorted([one.file, two.file]) and verify_campaign(campaign.root).newest == [merged.name]


# checking


def test_what_changed_vanished_and_was_added_is_named(campaign: CampaignFolder, request_id: str) -> None:
    seal = make_seal(campaign, DAY).seal
    event, *_ = sorted((campaign.root / "requests" / request_id / "events").iterdir())
    event.write_text(event.read_text().replace("by: test", "by: somebody"))
    (received,) = (campaign.root / "requests" / request_id / "received").iterdir()
    received.unlink()
    (campaign.root / "notes.md").write_text("new\n")
    report = verify_campaign(campaign.root)
    one = only(report)
    assert one.changed == [event.relative_to(campaign.root).as_posix()]
    assert one.vanished == [received.relative_to(campaign.root).as_posix()]
    assert one.added == ["notes.md"] and one.unchanged == len(seal.entries) - 2
    assert not report.good
    assert report.originals.events_changed == one.changed and report.originals.missing == one.vanished


def test_a_plan_that_was_edited_is_explained_by_a_later_seal_and_an_event_never(
    campaign: CampaignFolder, request_id: str
) -> None:
    plan = campaign.root / "packets" / "council" / "packet.yaml"
    plan.parent.mkdir(parents=True)
    plan.write_text("title: first\n")
    make_seal(campaign, DAY)
    plan.write_text("title: second\n")
    assert only(verify_campaign(campaign.root)).changed == ["packets/council/packet.yaml"]
    make_seal(campaign, date(2026, 5, 2))
    report = verify_campaign(campaign.root)
    assert report.good and report.seals[0].edited == ["packets/council/packet.yaml"]
    event, *_ = sorted((campaign.root / "requests" / request_id / "events").iterdir())
    event.write_text(event.read_text() + "# edited\n")
    make_seal(campaign, date(2026, 5, 3))
    report = verify_campaign(campaign.root)
    assert not report.good and [bool(one.changed) for one in report.seals] == [True, True, False]


def test_a_link_in_place_of_a_file_is_no_longer_that_file(campaign: CampaignFolder, request_id: str) -> None:
    make_seal(campaign, DAY)
    (received,) = (campaign.root / "requests" / request_id / "received").iterdir()
    moved = campaign.root.parent / "moved.txt"
    received.rename(moved)
    received.symlink_to(moved)
    report = verify_campaign(campaign.root)
    assert not report.good and only(report).vanished == [received.relative_to(campaign.root).as_posix()]
    assert "it is a link" in report.odd[0]


def test_private_originals_are_compared_with_the_events_that_are_sealed(
    campaign: CampaignFolder, request_id: str
) -> None:
    (original,) = (campaign.root / "private" / "received" / request_id).iterdir()
    path = original.relative_to(campaign.root).as_posix()
    make_seal(campaign, DAY)
    whole = original.read_bytes()
    original.write_bytes(whole + b"!")
    report = verify_campaign(campaign.root)
    assert only(report).good and report.originals.changed == [path] and not report.good
    original.unlink()
    report = verify_campaign(campaign.root)
    assert report.good and report.originals.private_missing == [path], "a clone has no private files"


def test_a_letter_as_sent_must_be_what_its_name_says(campaign: CampaignFolder) -> None:
    letter = campaign.root / "private" / "sent" / f"{sha256_of_bytes(b'Dear records officer')}.txt"
    letter.write_bytes(b"Dear records officer")
    assert verify_campaign(campaign.root).good
    letter.write_bytes(b"Dear records officer, no")
    assert verify_campaign(campaign.root).originals.changed == [letter.relative_to(campaign.root).as_posix()]


BROKEN = {
    "a byte more": (lambda data: data + b"\n", "its hash is not in its name"),
    "another hash": (lambda data: b"0" * 64 + data[64:], "its hash is not in its name"),
    "a line without sense": (lambda data: data + b"Dear reader\n", "is not that of a seal"),
    "a file outside": (lambda data: data + b"0" * 64 + b"  ../../etc/passwd\n", "outside of the campaign"),
    "a file from the root": (lambda data: data + b"0" * 64 + b"  /etc/passwd\n", "outside of the campaign"),
    "a file twice": (lambda data: data + data[: data.index(b"\n") + 1], "for the second time"),
    "an escape that is none": (lambda data: data + b"\\" + b"0" * 64 + b"  a\\x41\n", "is not that of a seal"),
    "nothing in it": (lambda data: b"", "its hash is not in its name"),
    "bytes without sense": (lambda data: os.urandom(4096), "its hash is not in its name"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_seal_that_was_altered_is_said_to_be_broken(campaign: CampaignFolder, request_id: str, case: str) -> None:
    change, words = BROKEN[case]
    seal = make_seal(campaign, DAY).seal
    seal.path.write_bytes(change(seal.data))
    report = verify_campaign(campaign.root)
    assert not report.good and any(words in fault for fault in only(report).faults)
    assert make_seal(campaign, DAY).new, "a broken seal does not stand for an unchanged campaign"


def test_line_ends_of_another_system_are_told_as_an_altered_seal_with_its_files_unchanged(
    campaign: CampaignFolder, request_id: str
) -> None:
    seal = make_seal(campaign, DAY).seal
    seal.path.write_bytes(seal.data.replace(b"\n", b"\r\n"))
    one = only(verify_campaign(campaign.root))
    assert one.faults == ["the seal was altered: its hash is not in its name"] and not one.changed and not one.vanished


def test_a_seal_is_found_by_any_clear_part_of_its_name(campaign: CampaignFolder, request_id: str) -> None:
    first = make_seal(campaign, DAY).seal
    took_in(campaign, request_id, "more.txt", b"more\n")
    make_seal(campaign, DAY)
    for part in (first.name, first.file, first.name[-8:], str(first.path)):
        assert find_seal(campaign.root, part).name == first.name
    with pytest.raises(WrongUsage, match="fits more than one seal"):
        find_seal(campaign.root, "2026-05-01")
    with pytest.raises(WrongUsage, match="No seal here"):
        find_seal(campaign.root, "2025")


def test_an_event_that_cannot_be_read_is_named_and_hides_no_other(campaign: CampaignFolder, request_id: str) -> None:
    broken = campaign.root / "requests" / request_id / "events" / "2026-05-02-arrived-00000000.yaml"
    broken.write_bytes(b"documents: [\xff")
    report = verify_campaign(campaign.root)
    assert report.originals.checked == 2 and not report.good
    assert [broken.name in one for one in report.originals.unreadable] == [True]


def test_events_that_lead_out_of_the_campaign_are_not_followed(campaign: CampaignFolder, request_id: str) -> None:
    text = f"kind: arrived\ndate: 2026-05-01\ndocuments:\n- file: ../../../secret\n  sha256: '{'0' * 64}'\n  size: 1\n"
    name = f"2026-05-01-arrived-{sha256_of_bytes(text.encode())[:8]}.yaml"
    (campaign.root / "requests" / request_id / "events" / name).write_text(text)
    (campaign.root.parent / "secret").write_text("?")
    report = verify_campaign(campaign.root)
    assert not report.good and "leads out" in report.originals.unreadable[0]


def test_what_enters_says_when_and_from_where_and_older_events_are_read_for_ever(
    campaign: CampaignFolder, request_id: str
) -> None:
    mail = campaign.root.parent / "answer.eml"
    mail.write_bytes(b"From: Records <records@lapd.example>\nSubject: Your request\n\nEnclosed.\n")
    record = campaign.take_in(request_id, mail, DAY)
    assert record.source == "mail from records@lapd.example"
    assert record.taken_in is not None and record.taken_in.endswith("Z")
    own = campaign.root.parent / "own.eml"
    own.write_bytes(b"From: robin@secret.example\nSubject: Forwarded\n\nEnclosed.\n")
    assert campaign.take_in(request_id, own, DAY).source is None, "the requester's own address is written nowhere"
    paper = campaign.root.parent / "paper.txt"
    paper.write_bytes(b"paper")
    assert campaign.take_in(request_id, paper, DAY, came_from="by post").source == "by post"
    old = Arrived.model_validate(
        {"date": "2026-03-02", "entered": WHEN, "by": "x", "documents": [{"file": "a", "sha256": "0" * 64, "size": 1}]}
    )
    assert old.documents[0].taken_in is None and old.documents[0].source is None


def test_what_is_logged_later_leaves_the_seal_as_it_was(campaign: CampaignFolder, request_id: str) -> None:
    make_seal(campaign, DAY)
    noted, _ = campaign.add_event(request_id, Note(date=DAY, entered=WHEN, by="test", text="called"))
    campaign.add_event(request_id, Corrected(date=DAY, entered=WHEN, by="test", event=noted, reason="wrong request"))
    report = verify_campaign(campaign.root)
    assert report.good and len(only(report).added) == 2


def test_nothing_that_a_reader_takes_in_escapes_the_seal(campaign: CampaignFolder, request_id: str) -> None:
    """What ends with .tmp is sealed by nobody, so no request may be called so, and no file that came."""
    took_in(campaign, request_id, "export.tmp", b"what came")
    assert any(path.endswith("-export-tmp") for path in make_seal(campaign, DAY).seal.entries)
    hidden = campaign.root / "requests" / f"{request_id}.tmp"
    (campaign.root / "requests" / request_id).rename(hidden)
    assert campaign.request_ids() == [] and not verify_campaign(campaign.root).good
