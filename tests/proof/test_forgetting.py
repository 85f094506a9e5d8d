"""Bytes are removed on demand, wherever they lie; hash and reason are there before the first is gone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from datetime import date
from pathlib import Path

import pytest

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import sha256_of_bytes
from frkit.evidence.contents.hashes import hashes_inside
from frkit.proof.forgetting import Plan, carry_out, git_paths, plan_forgetting
from frkit.proof.seal_verification import verify_campaign
from frkit.proof.seals import make_seal
from frkit.tracking.checks import check_campaign
from frkit.tracking.events import Arrived, Corrected
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.forgotten import forgotten_in
from frkit.tracking.types import Item, Request

DAY = date(2026, 5, 1)
WHEN = "2026-05-01T10:00:00Z"
BYTES = b"The name of a witness\n"
DIGEST = sha256_of_bytes(BYTES)
REASON = "a court order"


def new_request(campaign: CampaignFolder, slug: str) -> str:
    asked = Request(agency="us-ca-lapd", law="us-ca", requester="me", items=(Item(number=1, category="contracts"),))
    return campaign.create_request(asked, slug, DAY)


def took_in(campaign: CampaignFolder, request_id: str, name: str, data: bytes, *, private: bool = False) -> str:
    source = campaign.root.parent / name
    source.write_bytes(data)
    record = campaign.take_in(request_id, source, DAY, private=private)
    campaign.add_event(request_id, Arrived(date=DAY, entered=WHEN, by="test", documents=(record,)))
    return record.file if record.file.startswith("private/") else f"requests/{request_id}/{record.file}"


@pytest.fixture
def one(campaign: CampaignFolder) -> str:
    return new_request(campaign, "one")


def planned(campaign: CampaignFolder, target: str, here: Path | None = None) -> Plan:
    return plan_forgetting(campaign, target, here or campaign.root, hashes_inside)


def forget(campaign: CampaignFolder, target: str) -> list[str]:
    return carry_out(campaign, planned(campaign, target), REASON, DAY, "tester", "team")


def test_a_half_copy_that_a_killed_command_left_is_told(campaign: CampaignFolder, one: str) -> None:
    path = took_in(campaign, one, "reply.txt", BYTES)
    half = campaign.root / path
    half.with_name(".reply.txt.1-2.tmp").write_bytes(BYTES[:9])
    assert planned(campaign, path).unread == [f"requests/{one}/received/.reply.txt.1-2.tmp"]


def test_what_a_link_leads_to_is_not_removed(campaign: CampaignFolder, one: str, tmp_path: Path) -> None:
    """Somebody else's campaign may hold links to anywhere; our own files behind them stay."""
    mine = tmp_path / "mine"
    (mine / "thesis").mkdir(parents=True)
    (mine / DIGEST).mkdir()
    path = took_in(campaign, one, "reply.txt", BYTES)
    shutil.rmtree(campaign.root / ".frkit", ignore_errors=True)
    (campaign.root / ".frkit").symlink_to(mine)
    (campaign.root / "requests" / one / "derived").symlink_to(mine)
    os.mkfifo(campaign.root / "requests" / one / "pipe")
    forget(campaign, path)
    assert sorted(os.listdir(mine)) == sorted([DIGEST, "thesis"])
    assert not (campaign.root / path).exists()


def holding(root: Path, data: bytes) -> list[str]:
    """Every file of the campaign in which the bytes are found."""
    files = [path for path in root.rglob("*") if path.is_file() and ".git" not in path.parts]
    return [path.relative_to(root).as_posix() for path in files if data in path.read_bytes()]


def test_every_copy_goes_and_hash_size_and_reason_stay(campaign: CampaignFolder, one: str) -> None:
    two = new_request(campaign, "two")
    took_in(campaign, one, "witness.txt", BYTES)
    took_in(campaign, two, "the same.txt", BYTES)
    took_in(campaign, two, "scan.txt", BYTES, private=True)
    kept = took_in(campaign, one, "other.txt", b"other\n")
    for copy in (".frkit/index/words", "left.1.tmp", "notes/my copy.txt"):
        path = campaign.root / copy
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(BYTES)
    derived = campaign.root / "requests" / one / "derived" / DIGEST
    derived.mkdir(parents=True)
    (derived / "office.pdf").write_bytes(b"%PDF " + BYTES)
    logged = forget(campaign, DIGEST[:8])
    assert holding(campaign.root, BYTES) == [] and (campaign.root / kept).read_bytes() == b"other\n"
    assert len(logged) == 2, "each request that names it says so"
    for request_id in (one, two):
        _, event = forgotten_in(campaign.load(request_id).events)[DIGEST]
        assert (event.reason, event.size, event.audience) == (REASON, len(BYTES), "team")
    assert [finding for finding in check_campaign(campaign) if finding.severity == "error"] == []


@pytest.mark.parametrize("how", ["path", "path from the request", "hash", "path of a file that is gone"])
def test_it_is_named_by_path_or_hash(campaign: CampaignFolder, one: str, how: str) -> None:
    file = took_in(campaign, one, "witness.txt", BYTES)
    folder = campaign.root / "requests" / one
    if how == "path of a file that is gone":
        (campaign.root / file).unlink()
    target, here = {
        "path": (file, campaign.root),
        "path from the request": (file.removeprefix(f"requests/{one}/"), folder),
        "hash": (DIGEST, campaign.root.parent),
        "path of a file that is gone": (file, campaign.root.parent),
    }[how]
    assert planned(campaign, target, here).sha256 == DIGEST


REFUSED = {
    "requests/{one}/request.yaml": "no document but a record",
    "campaign.yaml": "no document but a record",
    "{event}": "no document but a record",
    "private/requesters/me.yaml": "no document but a record",
    "notes.txt": "No event names this file",
    "empty.txt": "is empty",
    "../outside.txt": "outside of the campaign",
    "nothing.txt": "There is no such file",
    "00000000": "There is no such file",
    "abc": "There is no such file",
    "": "There is no such file",
}


@pytest.mark.parametrize("target", REFUSED)
def test_what_is_no_document_is_not_forgotten(campaign: CampaignFolder, one: str, target: str) -> None:
    took_in(campaign, one, "witness.txt", BYTES)
    (campaign.root / "notes.txt").write_text("my own notes")
    (campaign.root / "empty.txt").write_text("")
    (campaign.root.parent / "outside.txt").write_bytes(BYTES)
    event = next((campaign.root / "requests" / one / "events").iterdir()).relative_to(campaign.root).as_posix()
    before = holding(campaign.root, b"")
    with pytest.raises(WrongUsage, match=REFUSED[target]):
        forget(campaign, target.format(one=one, event=event))
    assert holding(campaign.root, b"") == before


def test_a_request_that_cannot_be_read_stops_it_since_it_may_name_the_file(campaign: CampaignFolder, one: str) -> None:
    file = took_in(campaign, one, "witness.txt", BYTES)
    (campaign.root / "requests" / one / "events" / "2026-05-02-arrived-00000000.yaml").write_bytes(b"kind: [\n")
    with pytest.raises(FrkitError, match="cannot be read, and it may name the file"):
        forget(campaign, DIGEST)
    assert (campaign.root / file).is_file()


def test_a_seal_names_what_was_forgotten_and_says_nothing_of_it_vanishing(campaign: CampaignFolder, one: str) -> None:
    file = took_in(campaign, one, "witness.txt", BYTES)
    make_seal(campaign, DAY)
    forget(campaign, file)
    report = verify_campaign(campaign.root)
    assert report.good and report.seals[0].forgotten == [file] and not report.seals[0].vanished
    assert report.originals.forgotten == {DIGEST: REASON}


def test_a_mail_takes_its_conversions_with_it_and_leaves_what_others_need(campaign: CampaignFolder, one: str) -> None:
    def mail(*attached: bytes) -> bytes:
        parts = b"".join(
            b"--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=t%d.xlsx\n\n%s\n"
            % (number, data)
            for number, data in enumerate(attached)
        )
        return b"From: a@b.example\nTo: c@d.example\nContent-Type: multipart/mixed; boundary=b\n\n" + parts + b"--b--\n"

    file = took_in(campaign, one, "answer.eml", mail(b"table one", b"table two"))
    took_in(campaign, one, "second.eml", mail(b"table two"))
    carried = hashes_inside(campaign.root / file)
    assert set(carried) == {sha256_of_bytes(b"table one"), sha256_of_bytes(b"table two")}
    for digest in carried:
        folder = campaign.root / "requests" / one / "derived" / digest
        folder.mkdir(parents=True)
        (folder / "office.pdf").write_bytes(b"%PDF")
    make_seal(campaign, DAY)
    plan = planned(campaign, file)
    assert plan.folders == [f"requests/{one}/derived/{sha256_of_bytes(b'table one')}"]
    carry_out(campaign, plan, REASON, DAY, "tester", "team")
    assert (campaign.root / "requests" / one / "derived" / sha256_of_bytes(b"table two")).is_dir()
    assert verify_campaign(campaign.root).good, "the event names what was attached, so its conversions are explained"


def test_mails_that_carry_the_bytes_are_named_and_say_so_in_their_own_log(campaign: CampaignFolder, one: str) -> None:
    two = new_request(campaign, "two")
    took_in(campaign, one, "witness.txt", BYTES)
    body = b"From: a@b.example\nTo: c@d.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
    body += b"Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n"
    body += b"Content-Disposition: attachment; filename=w.txt\n\nVGhlIG5hbWUgb2YgYSB3aXRuZXNzCg==\n--b--\n"
    carrier = took_in(campaign, two, "carrier.eml", body)
    plan = planned(campaign, DIGEST)
    assert plan.carried_by == [carrier] and plan.to_log == [one, two] and plan.requests == [one]


KILLED = """
    import os, signal, sys
    from datetime import date
    from pathlib import Path
    from frkit.evidence.contents.hashes import hashes_inside
    from frkit.proof import forgetting
    from frkit.tracking.folder import CampaignFolder

    forgetting._removed = lambda path: os.kill(os.getpid(), signal.SIGKILL)
    campaign = CampaignFolder.find(sys.argv[1])
    plan = forgetting.plan_forgetting(campaign, sys.argv[2], campaign.root, hashes_inside)
    forgetting.carry_out(campaign, plan, "a court order", date(2026, 5, 1), "tester", "team")
"""


def test_killed_before_the_first_removal_the_reason_is_logged_and_it_can_be_finished(
    campaign: CampaignFolder, one: str
) -> None:
    file = took_in(campaign, one, "witness.txt", BYTES)
    line = [sys.executable, "-c", textwrap.dedent(KILLED), str(campaign.root), DIGEST]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    assert subprocess.run(line, env=environment, check=False).returncode == -9
    report = verify_campaign(campaign.root)
    assert report.originals.still_here == [file] and not report.good
    assert ["was to be forgotten and is here" in finding.message for finding in check_campaign(campaign)] == [True]
    plan = planned(campaign, DIGEST)
    assert plan.to_log == [] and plan.reason == REASON and plan.files == [file]
    assert forget(campaign, DIGEST) == [], "the reason is not logged twice"
    assert verify_campaign(campaign.root).good


def test_forgotten_bytes_do_not_come_back_until_the_demand_is_corrected(campaign: CampaignFolder, one: str) -> None:
    two = new_request(campaign, "two")
    took_in(campaign, one, "witness.txt", BYTES)
    (logged,) = forget(campaign, DIGEST)
    for request_id in (one, two):
        with pytest.raises(FrkitError, match="were forgotten on 2026-05-01: a court order"):
            took_in(campaign, request_id, "again.txt", BYTES)
    assert holding(campaign.root, BYTES) == []
    correction = Corrected(date=DAY, entered=WHEN, by="test", event=logged, reason="the order was lifted")
    campaign.add_event(one, correction)
    took_in(campaign, one, "again.txt", BYTES)
    assert verify_campaign(campaign.root).originals.forgotten == {}


def test_a_disk_that_refuses_leaves_the_reason_and_says_what_is_left(
    campaign: CampaignFolder, one: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = took_in(campaign, one, "witness.txt", BYTES)

    def refuse(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    with monkeypatch.context() as patched:
        plan = planned(campaign, DIGEST)
        logged_before = len(campaign.load(one).events)
        patched.setattr("frkit.proof.forgetting.Path.unlink", lambda self, missing_ok=False: _kept(self, file, refuse))
        with pytest.raises(FrkitError, match="The reason is logged, but 1 of 1 could not be removed") as error:
            carry_out(campaign, plan, REASON, DAY, "tester", "team")
    assert file in error.value.place and len(campaign.load(one).events) == logged_before + 1
    forget(campaign, DIGEST)
    assert holding(campaign.root, BYTES) == []


def _kept(path: Path, file: str, refuse) -> None:
    """Removes every file but the one that the disk holds on to."""
    if path.as_posix().endswith(file):
        refuse(path)
    elif path.exists():
        os.unlink(path)


def test_private_on_another_volume_is_reached_through_its_link(campaign: CampaignFolder, one: str) -> None:
    file = took_in(campaign, one, "witness.txt", BYTES, private=True)
    volume = campaign.root.parent / "encrypted volume"
    shutil.move(campaign.root / "private", volume)
    (campaign.root / "private").symlink_to(volume, target_is_directory=True)
    assert planned(campaign, DIGEST).files == [file]
    forget(campaign, DIGEST)
    assert holding(volume, BYTES) == []


def test_the_paths_for_git_are_those_of_its_repository(campaign: CampaignFolder, one: str) -> None:
    file = took_in(campaign, one, "witness.txt", BYTES)
    took_in(campaign, one, "scan.txt", BYTES, private=True)
    assert git_paths(campaign.root, planned(campaign, DIGEST)) == []
    subprocess.run(["git", "init", "-q", str(campaign.root.parent)], check=True)
    assert git_paths(campaign.root, planned(campaign, DIGEST)) == [f"{campaign.root.name}/{file}"]
    forget(campaign, DIGEST)
    assert git_paths(campaign.root, planned(campaign, DIGEST)) == [f"{campaign.root.name}/{file}"], (
        "also once it is gone"
    )
