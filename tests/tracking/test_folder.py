"""The campaign on disk: what is created stays, what came is kept as it came, what is private stays private."""

import os
import subprocess
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from frkit.base.errors import AlreadyThere, FrkitError, WrongUsage
from frkit.base.files import create, safe_name, sha256_of
from frkit.tracking.checks import check_campaign
from frkit.tracking.events import event_from
from frkit.tracking.folder import CampaignFolder, init_campaign
from frkit.tracking.types import Item, Request

DAY = date(2026, 3, 2)


def event(kind="acknowledged", day="2026-03-05", **fields):
    return event_from({"kind": kind, "date": day, "entered": "2026-03-05T10:00:00Z", "by": "test", **fields})


@pytest.fixture
def request_id(campaign):
    asked = Request(agency="us-ca-lapd", law="us-ca", requester="me", items=(Item(number=1, category="contracts"),))
    return campaign.create_request(asked, "lapd-contracts", DAY)


def test_a_new_campaign_keeps_private_things_out_of_git(campaign):
    subprocess.run(["git", "init", "-q"], cwd=campaign.root, check=True)
    subprocess.run(["git", "add", "-A"], cwd=campaign.root, check=True)
    listed = subprocess.run(["git", "ls-files"], cwd=campaign.root, capture_output=True, text=True, check=True).stdout
    assert "campaign.yaml" in listed and "private" not in listed


def test_a_campaign_is_found_from_a_folder_inside_it(campaign, request_id):
    assert CampaignFolder.find(campaign.root / "requests" / request_id).root == campaign.root


def test_a_folder_that_is_no_campaign_says_what_to_do(tmp_path):
    with pytest.raises(WrongUsage, match="frkit init DIR"):
        CampaignFolder.find(tmp_path)


def test_init_never_writes_into_a_folder_with_files(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(WrongUsage, match="not empty"):
        init_campaign(tmp_path, "x")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_the_very_same_request_is_not_made_twice_until_something_is_logged_of_it(campaign, request_id):
    asked = campaign.load(request_id).request
    assert campaign.create_request(asked, "lapd-contracts", DAY) == request_id
    campaign.add_event(request_id, event_from({"kind": "note", "date": DAY, "entered": "x", "by": "me", "text": "x"}))
    assert campaign.create_request(asked, "lapd-contracts", DAY) != request_id


def test_two_requests_of_one_name_get_two_folders(campaign, request_id):
    asked = campaign.load(request_id).request
    second = campaign.create_request(asked.model_copy(update={"title": "Another"}), "lapd-contracts", DAY)
    assert second != request_id and second.startswith(request_id) and len(campaign.request_ids()) == 2


def test_an_event_is_named_after_its_own_hash_and_reads_back_the_same(campaign, request_id):
    wrote = event(reference="12-345", promised="2026-04-01", note="no: 12:30, 0.10, 1_000")
    event_id, path = campaign.add_event(request_id, wrote)
    assert event_id.endswith(sha256_of(path)[:8])
    assert campaign.load(request_id).events == ((event_id, wrote),)


def test_a_changed_event_is_noticed(campaign, request_id):
    _, path = campaign.add_event(request_id, event(reference="12-345"))
    path.write_text(path.read_text().replace("12-345", "99-999"))
    assert any("was changed after it was written" in str(finding) for finding in check_campaign(campaign))


@pytest.mark.parametrize("left_over", ["", "kind: ackn", "kind: [", "\x00\x01", "- a\n- b\n"])
def test_a_file_that_a_crash_left_hides_no_other_event(campaign, request_id, left_over):
    event_id, path = campaign.add_event(request_id, event())
    (path.parent / "2026-03-06-denied-00000000.yaml").write_text(left_over)
    file = campaign.load(request_id)
    assert [one for one, _ in file.events] == [event_id] and file.findings


def test_an_event_of_a_newer_frkit_stops_the_judgement(campaign, request_id):
    from frkit.tracking.standing import standing

    folder = campaign.root / "requests" / request_id / "events"
    folder.mkdir(exist_ok=True)
    (folder / "2026-03-06-teleported-00000000.yaml").write_text("kind: teleported\ndate: 2026-03-06\n")
    assert standing(campaign.load(request_id), date(2026, 3, 7)).ball == "newer_frkit"


def test_a_newer_format_says_which_frkit_is_needed(campaign):
    text = (campaign.root / "campaign.yaml").read_text()
    (campaign.root / "campaign.yaml").write_text(text.replace("format: 1", "format: 2"))
    with pytest.raises(FrkitError, match="newer frkit"):
        CampaignFolder.find(campaign.root)


def test_an_unknown_key_is_a_warning_and_does_no_harm(campaign):
    with (campaign.root / "campaign.yaml").open("a") as file:
        file.write("colour: green\n")
    found = CampaignFolder.find(campaign.root)
    assert found.campaign.name == "Test" and found.findings[0].severity == "warning"


def test_what_came_is_kept_byte_for_byte_under_a_safe_name(campaign, request_id, tmp_path):
    came = tmp_path / "Contract & \N{RIGHT-TO-LEFT OVERRIDE}fdp.exe (final)\x07.PDF"
    came.write_bytes(os.urandom(5000))
    record = campaign.take_in(request_id, came, DAY)
    kept = campaign.original(request_id, record)
    assert kept.read_bytes() == came.read_bytes() and record.sha256 == sha256_of(came) and record.size == 5000
    assert kept.name == safe_name(kept.name) and kept.name.endswith(".pdf")
    assert record.name.isprintable()


def test_the_same_bytes_are_not_stored_twice(campaign, request_id, tmp_path):
    came = tmp_path / "a.txt"
    came.write_text("hello")
    first, second = (campaign.take_in(request_id, came, DAY) for _ in range(2))
    assert first == second and len(list((campaign.root / "requests" / request_id / "received").iterdir())) == 1


def test_a_mail_to_the_requester_is_kept_where_git_does_not_see_it(campaign, request_id, tmp_path):
    mail = EmailMessage()
    mail["To"], mail["Subject"] = "Robin <robin@secret.example>", "Your request"
    mail.set_content("Dear requester")
    came = tmp_path / "reply.eml"
    came.write_bytes(bytes(mail))
    record = campaign.take_in(request_id, came, DAY)
    assert record.file.startswith("private/received/")
    assert campaign.original(request_id, record).read_bytes() == came.read_bytes()


def test_an_address_inside_an_attachment_is_found(campaign, request_id, tmp_path):
    from docx import Document

    letter = Document()
    letter.add_paragraph("Robin Requester, 12 HIDDEN  Lane, Oakland")
    letter.save(tmp_path / "letter.docx")
    mail = EmailMessage()
    mail["To"] = "somebody@example.org"
    mail.set_content("see attached")
    data = (tmp_path / "letter.docx").read_bytes()
    mail.add_attachment(data, maintype="application", subtype="octet-stream", filename="letter.docx")
    (tmp_path / "reply.eml").write_bytes(bytes(mail))
    assert campaign.take_in(request_id, tmp_path / "reply.eml", DAY).file.startswith("private/")


def test_an_event_that_holds_the_requesters_address_is_refused(campaign, request_id):
    with pytest.raises(FrkitError, match="address of requester"):
        campaign.add_event(request_id, event(note="they wrote to 12 hidden lane"))
    assert not (campaign.root / "requests" / request_id / "events").exists()


@pytest.mark.parametrize("kind", ["folder", "fifo", "missing"])
def test_odd_files_are_refused_politely(campaign, request_id, tmp_path, kind):
    odd = tmp_path / "odd"
    if kind == "folder":
        odd.mkdir()
    elif kind == "fifo":
        os.mkfifo(odd)
    with pytest.raises(WrongUsage):
        campaign.take_in(request_id, odd, DAY)


def test_a_record_cannot_lead_out_of_the_campaign(campaign, request_id):
    from frkit.tracking.events import FileRecord

    for path in ("../../../etc/passwd", "private/../../secret", "/etc/passwd"):
        with pytest.raises(FrkitError, match="leads out"):
            campaign.original(request_id, FileRecord(file=path, sha256="0" * 64, size=1))


def test_create_never_replaces_a_file(tmp_path):
    create(tmp_path / "a", b"one")
    create(tmp_path / "a", b"one")
    with pytest.raises(AlreadyThere):
        create(tmp_path / "a", b"two")
    assert (tmp_path / "a").read_bytes() == b"one" and len(list(tmp_path.iterdir())) == 1


def test_the_law_frozen_at_sending_is_what_counts_later(campaign, request_id):
    name, digest = campaign.freeze_law(request_id, DAY)
    campaign.add_event(request_id, event("sent", "2026-03-02", method="email", law_file=name, law_sha256=digest))
    (campaign.root / "jurisdictions").mkdir()
    (campaign.root / "jurisdictions" / "us-ca.yaml").write_text("broken: [")
    file = campaign.load(request_id)
    assert file.law_frozen == name and file.law.clock("determination").length.number == 10
    assert sha256_of(campaign.root / "requests" / request_id / name) == digest


def test_the_frozen_law_reads_back_to_the_same_law(campaign, request_id):
    from frkit.law.loading import load_jurisdiction

    name, digest = campaign.freeze_law(request_id, DAY)
    campaign.add_event(request_id, event("sent", "2026-03-02", method="email", law_file=name, law_sha256=digest))
    assert campaign.load(request_id).law == load_jurisdiction("us-ca")


def test_a_duplicate_or_dangling_reference_is_found_by_check(campaign, request_id):
    campaign.add_event(request_id, event("corrected", event="2026-03-01-denied-00000000", reason="x"))
    assert any("is not here" in str(finding) for finding in check_campaign(campaign))


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("CON.txt", "file-con.txt"),
        ("\x00\x07", "file"),
        ("Ünïcode – Naïve.PDF", "unicode-naive.pdf"),
        ("x" * 300 + ".pdf", "x" * 76 + ".pdf"),
        ("...", "file"),
        ("合同.pdf", "file.pdf"),
        ("a/b/c.d/", "file"),
    ],
)
def test_names_become_safe(given, safe):
    assert safe_name(given) == safe


def test_two_people_log_on_two_branches_and_merge_without_conflict(campaign, request_id, tmp_path):
    def git(*words, cwd=campaign.root):
        who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run(["git", *who, *words], cwd=cwd, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-qm", "start")
    git("checkout", "-qb", "other")
    campaign.add_event(request_id, event(reference="A"))
    git("add", "-A")
    git("commit", "-qm", "one")
    git("checkout", "-q", "main")
    campaign.add_event(request_id, event(reference="B"))
    git("add", "-A")
    git("commit", "-qm", "two")
    git("merge", "-q", "other")
    assert {one.reference for _, one in campaign.load(request_id).events} == {"A", "B"}


def test_paths_with_spaces_and_accents_work(tmp_path):
    root = tmp_path / ("Ünser Örtner – with spaces " + "x" * 120)
    folder = init_campaign(root, "Long")
    assert CampaignFolder.find(Path(root)).campaign == folder.campaign
