"""``frkit receive``: whatever an agency sends is stored once, as it came, under the request that it belongs to."""

from __future__ import annotations

import json
import os
import zipfile
from email.message import EmailMessage

import pytest

from frkit.base.files import sha256_of
from frkit.base.yaml_places import read_yaml
from frkit.tracking.inbox import waiting_in

REQUEST = "2026-03-lapd-first-contact"
OTHER = "2026-03-nypd-first-contact"
MONDAY = "Mon, 09 Mar 2026 10:00:00 -0800"
BOUNCE = b"""From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: robin@secret.example
Date: Tue, 3 Mar 2026 08:05:00 +0000
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I could not deliver.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; records@lapd.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b--
"""


@pytest.fixture
def desk(frkit):
    """A campaign with two requests, of which one was sent, and a number was given to it."""
    for agency in ("us-ca-lapd", "us-ny-nypd"):
        frkit(f"request new --agency {agency} --pack first-contact --today 2026-03-02")
    frkit("log sent lapd --date 2026-03-02 --method email --to records@lapd.example")
    frkit("log ack lapd --date 2026-03-04 --reference 26-1234")
    return frkit


def mail(
    subject="RE: Request 26-1234", sender="records@lapd.example", day="Mon, 09 Mar 2026 10:00:00 -0800", **headers
):
    """A mail from the agency to the requester."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = f"Records <{sender}>", "somebody@home.example", subject
    if day:
        made["Date"] = day
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content("Please find attached what you asked for.\n")
    return made


def put(folder, name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(content) if not isinstance(content, str) else content.encode())
    return path


def arrived(desk, request=REQUEST):
    """The arrived events of a request, in the order of their days."""
    paths = sorted((desk.root / "requests" / request / "events").glob("*-arrived-*.yaml"))
    return [read_yaml(path).data for path in paths]


def test_a_folder_is_taken_in_as_one_delivery_without_the_litter_of_systems(desk, tmp_path):
    came = tmp_path / "portal"
    for name in ("one.txt", "deep/er/two.txt", ".DS_Store", "Thumbs.db", "~$letter.docx", "half.pdf.crdownload"):
        put(came, name, name)
    (came / "link.txt").symlink_to("/etc/passwd")
    os.mkfifo(came / "pipe")
    said = desk(f"receive lapd {came} --date 2026-03-12 --channel portal").out
    (event,) = arrived(desk)
    assert [one["name"] for one in event["documents"]] == ["two.txt", "one.txt"]
    assert event["channel"] == "portal" and event["date"] == "2026-03-12"
    for name in (".DS_Store", "Thumbs.db", "~$letter.docx", "half.pdf.crdownload", "link.txt", "pipe"):
        assert name in said, "what is left out is named"


def test_each_of_several_mails_is_a_delivery_of_its_own_day(desk, tmp_path):
    put(tmp_path, "a.eml", mail(Message_ID="<a@lapd.example>"))
    put(tmp_path, "b.eml", mail(Message_ID="<b@lapd.example>", day="Wed, 11 Mar 2026 09:00:00 -0800"))
    put(tmp_path, "scan.txt", "by post")
    desk(f"receive lapd {tmp_path}/a.eml {tmp_path}/b.eml {tmp_path}/scan.txt --date 2026-03-20")
    events = arrived(desk)
    assert [(one["date"], one.get("message_id")) for one in events] == [
        ("2026-03-09", "<a@lapd.example>"),
        ("2026-03-11", "<b@lapd.example>"),
        ("2026-03-20", None),
    ]


def test_files_given_with_one_mail_came_with_it(desk, tmp_path):
    put(tmp_path, "a.eml", mail())
    put(tmp_path, "linked.txt", "downloaded from the link in the mail")
    desk(f"receive lapd {tmp_path}/linked.txt {tmp_path}/a.eml")
    (event,) = arrived(desk)
    assert event["date"] == "2026-03-09" and len(event["documents"]) == 2


def test_the_same_command_again_adds_nothing(desk, tmp_path):
    put(tmp_path, "a.eml", mail())
    put(tmp_path, "b.eml", mail(day="Wed, 11 Mar 2026 09:00:00 -0800"))
    line = f"receive lapd {tmp_path}/a.eml {tmp_path}/b.eml"
    desk(line)
    before = sorted(desk.root.rglob("*"))
    said = desk(line).out
    assert said.count("Here already, not stored twice") == 2 and sorted(desk.root.rglob("*")) == before


def test_what_is_inside_is_listed_with_number_name_size_and_hash(desk, tmp_path):
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("001 contract.txt", "one")
        archive.writestr("inner/002 memo.txt", "three")
    letter = mail()
    letter.add_attachment(
        (tmp_path / "export.zip").read_bytes(), maintype="application", subtype="zip", filename="e.zip"
    )
    put(tmp_path, "a.eml", letter)
    (delivery,) = json.loads(desk(f"receive lapd {tmp_path}/a.eml --json").out)["deliveries"]
    (document,) = delivery["documents"]
    parts = {part["number"]: part for part in document["parts"]}
    assert list(parts) == ["1", "1/1", "1/2"]
    assert parts["1"]["sha256"] == sha256_of(tmp_path / "export.zip") and parts["1/1"]["size"] == 3
    assert "memo" in parts["1/2"]["name"]


def test_the_inbox_is_emptied_of_what_is_safe_and_of_nothing_else(desk):
    inbox = desk.root / "inbox"
    put(inbox, "reply.eml", mail())
    put(inbox, "holiday.txt", "nothing to do with anything")
    said = desk("receive --yes", expect=1).out
    assert f"-> {REQUEST}" in said and "its subject has the number 26-1234" in said
    assert [path.name for path in waiting_in(desk.root)] == ["holiday.txt"]
    assert len(arrived(desk)) == 1
    assert "One file lies in inbox/" in desk("status").out and "not taken in yet" in desk("check").out


def test_the_line_that_takes_named_files_in_never_takes_the_inbox(desk, tmp_path):
    put(tmp_path, "reply.eml", mail())
    put(desk.root / "inbox", "other.eml", mail())
    said = desk(f"receive {tmp_path}/reply.eml", expect=1).out
    assert "the same command again, with --yes" in said and "$ frkit receive --yes" not in said


def test_without_a_yes_the_inbox_stays_as_it_is(desk):
    put(desk.root / "inbox", "reply.eml", mail())
    before = sorted(path for path in desk.root.rglob("*") if path.name != ".gitignore")
    assert "frkit receive --yes" in desk("receive", expect=1).out
    desk("receive --dry-run")
    assert sorted(path for path in desk.root.rglob("*") if path.name != ".gitignore") == before


def test_keep_leaves_it_in_the_inbox_and_the_next_run_clears_it(desk):
    put(desk.root / "inbox", "reply.eml", mail())
    desk("receive --yes --keep")
    assert len(waiting_in(desk.root)) == 1
    desk("receive --yes")
    assert waiting_in(desk.root) == [] and len(arrived(desk)) == 1


def test_copies_of_one_file_leave_the_inbox_together_and_the_sum_tells_of_them(desk):
    inbox = desk.root / "inbox"
    for name in ("a.eml", "b.eml"):
        put(inbox, name, mail())
    for name in ("scan.txt", "scan copy.txt", "once more/scan.txt"):
        put(inbox / "2026-03-lapd-first-contact", name, "by post")
    put(inbox, "holiday.txt", "nothing to do with anything")
    ran = desk("receive --yes --date 2026-03-12", expect=1)
    assert [path.name for path in waiting_in(desk.root)] == ["holiday.txt"]
    assert sorted(len(one["documents"]) for one in arrived(desk)) == [1, 1], "each is stored once"
    assert ran.out.count("The same bytes twice") == 3
    assert ran.out.splitlines()[-1] == "Taken in: 2 of 6 files (3 the same bytes twice, 1 not taken in)"


def test_a_copy_stays_in_the_inbox_if_it_is_kept_or_the_stored_file_is_not_proved(desk, monkeypatch):
    folder = desk.root / "inbox" / REQUEST
    for name in ("one.txt", "two.txt"):
        put(folder, name, "by post")
    line = "receive --yes --date 2026-03-12"
    monkeypatch.setattr("frkit.evidence.intake.emptying.sha256_of", lambda path: "0" * 64)
    assert "it stays in the inbox: the stored copy does not have the same bytes" in " ".join(desk(line).out.split())
    assert len(waiting_in(desk.root)) == 2
    monkeypatch.undo()
    desk("receive --yes --keep --date 2026-03-12")
    assert len(waiting_in(desk.root)) == 2
    desk(line)
    assert waiting_in(desk.root) == [] and len(arrived(desk)) == 1


def test_a_file_that_is_named_twice_is_one_file(desk, tmp_path):
    came = put(tmp_path, "came/a.txt", "words").parent
    said = desk(f"receive lapd {came}/a.txt {came}/../came/a.txt {came} --date 2026-03-12").out
    assert "twice" not in said and len(arrived(desk)[0]["documents"]) == 1


def test_two_mails_with_one_message_id_and_other_bytes_are_both_kept_and_it_is_said(desk, tmp_path):
    put(tmp_path, "a.eml", mail(Message_ID="<a@lapd.example>"))
    put(tmp_path, "b.eml", mail("RE: Request 26-1234, amended", Message_ID="<a@lapd.example>"))
    put(tmp_path, "c.eml", mail("another", Message_ID="<c@lapd.example>"))
    took = json.loads(desk(f"receive lapd {tmp_path}/a.eml {tmp_path}/b.eml {tmp_path}/c.eml --json").out)
    warned = [(file["file"], file["warnings"]) for one in took["deliveries"] for file in one["documents"]]
    first = warned[0][0]
    assert [said for _, said in warned] == [
        [],
        [f"another mail with this Message-ID is on file: {first}"],
        [],
    ]
    assert len(arrived(desk)) == 3, "both are kept"
    put(tmp_path, "d.eml", mail("for somebody else", Message_ID="<a@lapd.example>"))
    (delivery,) = json.loads(desk(f"receive nypd {tmp_path}/d.eml --json").out)["deliveries"]
    (said,) = delivery["documents"][0]["warnings"]
    on_file = [f"another mail with this Message-ID is on file: {one}, for {REQUEST}" for one, _ in warned[:2]]
    assert said in on_file, "one of the two is named"


def test_the_same_mail_for_another_request_is_no_other_mail(desk, tmp_path):
    put(tmp_path, "a.eml", mail(Message_ID="<a@lapd.example>"))
    desk(f"receive lapd {tmp_path}/a.eml")
    assert "Message-ID" not in desk(f"receive nypd {tmp_path}/a.eml --again").out


def test_a_folder_of_the_inbox_called_after_a_request_says_where_it_belongs(desk):
    put(desk.root / "inbox", "nypd/letter.txt", "We acknowledge receipt.")
    desk("receive --yes --date 2026-03-12")
    assert len(arrived(desk, OTHER)) == 1 and waiting_in(desk.root) == []
    assert (desk.root / "inbox" / "nypd").is_dir(), "the folder is there for the next letter"


def test_git_and_seals_pass_the_inbox_over_also_in_an_older_campaign(desk):
    import subprocess

    (desk.root / ".gitignore").write_text("private/\n")
    put(desk.root / "inbox", "secret.txt", "something private")
    desk("receive", expect=1)
    subprocess.run(["git", "init", "-q"], cwd=desk.root, check=True)
    subprocess.run(["git", "add", "-A"], cwd=desk.root, check=True)
    tracked = subprocess.run(["git", "ls-files"], cwd=desk.root, capture_output=True, text=True, check=True).stdout
    assert "inbox" not in tracked
    desk("seal")
    (seal,) = (desk.root / "seals").glob("*.sha256")
    assert "inbox" not in seal.read_text()


def test_a_mail_from_a_look_alike_is_never_proposed_and_is_warned_of(desk):
    put(desk.root / "inbox", "phish.eml", mail(sender="records@1apd.example"))
    said = desk("receive --yes", expect=1).out
    assert "looks like lapd.example" in " ".join(said.split()) and arrived(desk) == []
    assert "looks like lapd.example" in " ".join(desk("receive lapd inbox/phish.eml").out.split())
    put(desk.root / "inbox", "again.eml", mail(sender="records@1apd.example", subject="Pay now"))
    desk("receive --yes", expect=1)
    assert len(arrived(desk)) == 1, "one that was taken in by hand does not vouch for the next"


def test_a_copy_of_what_we_sent_ourselves_is_no_reply(desk):
    put(desk.root / "inbox", "sent.eml", mail(sender="robin@secret.example"))
    assert "your own address" in desk("receive --yes", expect=1).out and arrived(desk) == []


def test_the_same_bytes_for_another_request_are_said_and_wait_for_a_word(desk, tmp_path):
    letter = put(tmp_path, "letter.txt", "To both of you")
    desk(f"receive lapd {letter} --date 2026-03-12")
    assert f"came for {REQUEST}" in " ".join(desk(f"receive nypd {letter} --date 2026-03-12", expect=1).out.split())
    assert arrived(desk, OTHER) == []
    desk(f"receive nypd {letter} --date 2026-03-12 --again")
    assert len(arrived(desk, OTHER)) == 1


def test_what_was_taken_back_can_be_taken_in_where_it_belongs(desk, tmp_path):
    letter = put(tmp_path, "letter.txt", "For New York")
    said = desk(f"receive lapd {letter} --date 2026-03-12").out
    event = next(line.split()[1] for line in said.splitlines() if line.startswith("Logged"))
    desk(f"log corrected lapd --event {event} --reason 'wrong request' --date 2026-03-12")
    desk(f"receive nypd {letter} --date 2026-03-12")
    assert len(arrived(desk, OTHER)) == 1


def test_private_data_goes_to_private_unless_a_person_says_otherwise(desk, tmp_path):
    letter = put(tmp_path, "letter.txt", "Dear Robin Requester, 12 Hidden Lane")
    named = put(tmp_path, "robin@secret.example.txt", "Nothing in it")
    plain = put(tmp_path, "records.txt", "Nothing private")
    desk(f"receive lapd {letter} {named} {plain} --date 2026-03-12")
    (event,) = arrived(desk)
    where = [one["file"].split("/")[0] for one in event["documents"]]
    assert where == ["private", "private", "received"]
    assert "secret" not in json.dumps(event), "the name of a file may give it away, too"
    second = put(tmp_path, "second.txt", "Dear Robin, 12 Hidden Lane, again")
    said = desk(f"receive lapd {second} --date 2026-03-13 --not-private").out
    assert "git tracks it" in said


def test_an_address_in_a_picture_note_is_found_and_a_scan_is_pointed_out(desk, tmp_path):
    put(tmp_path, "photo.jpg", b"\xff\xd8\xff\xe1\x00\x40Exif\x00\x00 robin@secret.example \xff\xd9" + bytes(200))
    put(tmp_path, "scan.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    said = desk(f"receive lapd {tmp_path}/photo.jpg {tmp_path}/scan.png --date 2026-03-12").out
    first, second = arrived(desk)[0]["documents"]
    assert first["file"].startswith("private/") and second["file"].startswith("received/")
    assert "only you can see: " in " ".join(said.split()) and "scan.png" in said


def test_an_absence_is_automatic_and_a_notice_of_a_portal_waits_to_be_read(desk, tmp_path):
    put(tmp_path, "away.eml", mail(subject="Automatic reply: your request"))
    put(tmp_path, "portal.eml", mail(subject="Request 26-1234 was closed", Auto_Submitted="auto-generated"))
    desk(f"receive lapd {tmp_path}/away.eml {tmp_path}/portal.eml")
    automatic = {one["documents"][0]["name"]: one.get("automatic", "no") for one in arrived(desk)}
    assert automatic == {"away.eml": "true", "portal.eml": "no"}
    assert "has not been read" in " ".join(desk("status lapd").out.split())


def test_a_bounce_names_the_command_that_logs_a_failed_delivery(desk, tmp_path):
    put(tmp_path, "bounce.eml", BOUNCE)
    said = desk(f"receive lapd {tmp_path}/bounce.eml").out
    line = next(line.strip() for line in said.splitlines() if "frkit log delivery-failed" in line)
    assert "5.1.1" in line
    desk(line.removeprefix("frkit "))
    assert "not sent" in desk("request show lapd").out, "what came back counts as never sent"


def test_a_mail_without_a_sound_date_asks_for_one(desk, tmp_path):
    put(tmp_path, "none.eml", mail(day=""))
    assert "--date" in desk(f"receive lapd {tmp_path}/none.eml", expect=2).err
    put(tmp_path, "future.eml", mail(day="Mon, 09 Mar 2093 10:00:00 -0800"))
    desk(f"receive lapd {tmp_path}/future.eml", expect=2)
    desk(f"receive lapd {tmp_path}/future.eml --date 2026-03-09")
    assert arrived(desk)[0]["date"] == "2026-03-09"


def test_one_bad_file_does_not_stop_the_others(desk, tmp_path):
    good = put(tmp_path, "good.txt", "good")
    locked = put(tmp_path, "forgotten.txt", "a name that a court wants gone")
    desk(f"receive lapd {locked} --date 2026-03-05")
    desk(f"forget {sha256_of(locked)[:12]} --reason 'a court order' --date 2026-03-06 --yes")
    said = desk(f"receive lapd {locked} {good} --date 2026-03-12", expect=1).out
    assert "were forgotten on 2026-03-06" in " ".join(said.split())
    assert [one["name"] for one in arrived(desk)[-1]["documents"]] == ["good.txt"]


def test_forgotten_bytes_do_not_come_back_inside_another_file(desk, tmp_path):
    gone = put(tmp_path, "forgotten.txt", "a name that a court wants gone")
    desk(f"receive lapd {gone} --date 2026-03-05")
    desk(f"forget {sha256_of(gone)[:12]} --reason 'a court order' --date 2026-03-06 --yes")
    letter = mail()
    letter.add_attachment(gone.read_bytes(), maintype="application", subtype="octet-stream", filename="again.bin")
    put(tmp_path, "a.eml", letter)
    assert "were forgotten" in desk(f"receive lapd {tmp_path}/a.eml", expect=1).err
    assert not list(desk.root.glob("**/*a.eml"))


@pytest.mark.parametrize("where", ["requests", ".", "..", "private"])
def test_the_campaigns_own_folders_are_not_taken_in(desk, where):
    assert "campaign's own" in desk(f"receive lapd {where} --date 2026-03-05", expect=2).err


def test_a_name_that_is_a_request_and_a_file_is_asked_about(desk):
    put(desk.root, "lapd", "a file of that name")
    put(desk.root, "x.txt", "x")
    assert "./lapd" in desk("receive lapd x.txt --date 2026-03-05", expect=2).err
    desk(f"receive {REQUEST} ./lapd x.txt --date 2026-03-05")
    assert len(arrived(desk)[0]["documents"]) == 2


def test_names_of_all_kinds_are_kept_as_fields_and_safe_on_disk(desk, tmp_path):
    folder = tmp_path / "odd"
    names = [
        b"r\xe9ponse.txt",
        "顔認証.txt".encode(),
        b"con.txt",
        b"a" * 251 + b".txt",
        b"x\ny.txt",
        b"-rf.txt",
        b" .txt",
    ]
    folder.mkdir()
    for number, name in enumerate(names):
        with open(os.fsencode(folder) + b"/" + name, "wb") as file:
            file.write(b"%d" % number)
    desk(f"receive lapd {folder} --date 2026-03-12")
    documents = arrived(desk)[0]["documents"]
    assert len(documents) == len(names)
    for one in documents:
        path = desk.root / "requests" / REQUEST / one["file"]
        assert path.is_file() and path.name.isascii() and len(path.name) <= 80


def test_an_empty_inbox_and_an_empty_folder_say_so(desk, tmp_path):
    assert "Nothing lies in inbox/" in desk("receive").out
    (tmp_path / "empty").mkdir()
    assert "no file" in desk(f"receive lapd {tmp_path / 'empty'} --date 2026-03-12", expect=2).err


def test_holes_of_a_sparse_file_stay_holes(desk, tmp_path):
    sparse = tmp_path / "disk.img"
    with sparse.open("wb") as file:
        file.seek(300 << 20)
        file.write(b"end")
    desk(f"receive lapd {sparse} --date 2026-03-12")
    kept = next((desk.root / "requests" / REQUEST / "received").iterdir())
    assert sha256_of(kept) == sha256_of(sparse)
    assert os.stat(kept).st_blocks * 512 < 50 << 20
