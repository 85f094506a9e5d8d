"""A copy for somebody outside: who keeps the campaign is not in it, and not one date in it is another."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.findings import errors_in
from frkit.exchange.pseudonyms import Pseudonyms
from frkit.exchange.readable import has_readable_text
from frkit.exchange.share_words import Words
from frkit.exchange.sharing import Wanted
from frkit.packet.assembly.exhibits import find_document
from frkit.packet.numbers.registry import Key, Registry
from frkit.packet.plan.checks import check_packets
from frkit.packet.plan.folder import PacketFolder, packet_names
from frkit.packet.plan.inputs import dossiers_of
from frkit.packet.plan.proposing import propose
from frkit.packet.sharing.sharing import share
from frkit.proof.seals import seals_of
from frkit.tracking.checks import check_campaign
from frkit.tracking.events import event_from
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.standing import standing
from frkit.tracking.types import Item, Request

PROJECT = Path(__file__).resolve().parents[2]
DAY = date(2026, 3, 2)
TODAY = date(2026, 6, 15)
SECRETS = ("Robin", "robin", "Requester", "Hidden Lane", "555-0142", "Ann Smith", "bob", "STRATEGY", "Doe", "jane")


def copy_of(campaign, target, dry_run=False, **wanted):
    told = share(campaign, target, Wanted(**wanted), TODAY, dry_run=dry_run)
    return told, None if dry_run else CampaignFolder.find(target)


def every_word(root):
    """All names and bytes of a folder in one text."""
    parts = []
    for path in sorted(root.rglob("*")):
        parts.append(path.relative_to(root).as_posix())
        if path.is_file():
            parts.append(path.read_bytes().decode("utf-8", "replace"))
    return "\n".join(parts)


def stands(file, day):
    """Where a request stands, apart from words."""
    now = standing(file, day)
    clocks = [
        (one.clock.id, one.state, one.due.date, one.due.cautious, one.satisfied_on, one.days_left, one.days_late)
        for one in now.clocks
    ]
    return now.ball, now.closed_as, now.item_outcomes, now.sent_on, [event.kind for _, event in now.events if
        event.kind not in ("note", "call")], clocks  # fmt: skip


class Story:
    """One request with everything in it that must not leave."""

    def __init__(self, folder):
        self.folder = folder
        items = (Item(number=1, category="contracts"), Item(number=2, category="policy", text="As Ann Smith asked."))
        asked = Request(agency="us-ca-lapd", law="us-ca", requester="me", items=items, title="Robin Requester asks")
        self.id = folder.create_request(asked, "lapd-for-robin", DAY)
        path = folder.root / "requests" / self.id / "request.yaml"
        path.write_text(path.read_text() + "# Ann Smith, 555-0142: ask Jane Doe first\n")
        self.number = 0

    def log(self, kind, day, by="Ann Smith", **fields):
        self.number += 1
        entered = f"{day}T10:00:{self.number:02d}Z"
        return self.folder.add_event(
            self.id, event_from({"kind": kind, "date": day, "entered": entered, "by": by, **fields})
        )[0]

    def receive(self, name, data, day, **fields):
        source = self.folder.root / ".frkit" / name
        source.parent.mkdir(exist_ok=True)
        source.write_bytes(data)
        record = self.folder.take_in(self.id, source, date.fromisoformat(day))
        return self.log("arrived", day, documents=[record.model_dump()], **fields), record

    def letter(self, text, day):
        from frkit.base.files import create, sha256_of_bytes

        create(self.folder.root / "requests" / self.id / "letters" / f"{day}-request.txt", text.encode())
        return {"masked_sha256": sha256_of_bytes(text.encode()), "letter_sha256": "a" * 64}

    def send(self, day="2026-03-02"):
        law_file, digest = self.folder.freeze_law(self.id, date.fromisoformat(day))
        text = "To LAPD\n\nI asked Ann Smith, who spoke to jane.doe@lapd.example.\n\n[name of requester]\n"
        frozen = {"law_file": law_file, "law_sha256": digest}
        self.log("sent", day, method="email", to="records@lapd.example", **frozen, **self.letter(text, day))


@pytest.fixture
def story(campaign):
    """Two months of a request: mails, calls, notes, a scan, a reply that names the requester, a demand to give back."""
    told = Story(campaign)
    told.send()
    came, _ = told.receive("reply to Jane Doe.txt", b"We have your request.", "2026-03-05",
        sender="Jane Doe <jane.doe@lapd.example>", message_id="<1234@lapd.example>", by="bob")  # fmt: skip
    told.log("acknowledged", "2026-03-05", reference="26-17", note="STRATEGY: wait", **{"in": came})
    told.log("call", "2026-03-06", person="Jane Doe", said="She promised it by Friday.", number="+1 213 555 0199")
    told.log("note", "2026-03-06", text="STRATEGY: sue them in May")
    told.log("extension_claimed", "2026-03-12", days=14, unit="calendar", reason="consultation, said Ann Smith")
    told.log(
        "clarification_asked", "2026-03-16", question="Call (213) 555-0199, ask for Dr. Smith of jane@city.example"
    )
    told.log("clarified", "2026-03-16", by="bob")
    _, named = told.receive("answer.txt", b"Dear Ms. Requester, enclosed is what you asked for.", "2026-03-20")
    _, scan = told.receive("scan.png", b"\x89PNG\r\n\x1a\n" + bytes(500), "2026-03-21")
    _, demanded = told.receive("roster.csv", b"officer,unit\n1,A\n", "2026-03-22")
    told.log("produced", "2026-03-22", items=[1], pages=3)
    told.log("clawback_demanded", "2026-03-25", of=[demanded.sha256], reason="a mistake")
    told.log("fee_estimated", "2026-03-26", amount="45.00")
    told.log("fee_estimated", "2026-03-26", amount="60.00")
    told.log("denied", "2026-04-02", items=[2], exemptions=[{"cited": "7923.600, wrote Jane Doe"}])
    told.named, told.scan, told.demanded = named, scan, demanded
    return told


def test_nobody_who_keeps_the_campaign_is_in_the_copy(story, tmp_path):
    _, copy = copy_of(story.folder, tmp_path / "out")
    words = every_word(copy.root)
    assert [secret for secret in SECRETS if re.search(rf"(?<!\w){re.escape(secret)}", words)] == []
    assert not re.search(r"1234@|a{64}|555.0199|Smith", words)
    assert "person-1" in words and "[contact-" in words and "records@lapd.example" in words


def test_not_one_date_is_another(story, tmp_path):
    _, copy = copy_of(story.folder, tmp_path / "out")
    (copy_id,) = copy.request_ids()
    first, second = story.folder.load(story.id), copy.load(copy_id)
    for step in range(-3, 200):
        day = DAY + timedelta(days=step)
        mine, theirs = stands(first, day), stands(second, day)
        assert mine[:4] == theirs[:4] and mine[5] == theirs[5], day


def test_the_copy_passes_every_check_and_its_seal_holds(story, tmp_path):
    told, copy = copy_of(story.folder, tmp_path / "out")
    assert errors_in([*check_campaign(copy), *check_packets(copy)]) == []
    assert [seal.name for seal in seals_of(copy.root)] == [told.seal]
    verified = frkit("verify", copy.root)
    assert verified.returncode == 0 and "files unchanged" in verified.stdout


def test_what_must_not_leave_stays_and_is_counted(story, tmp_path):
    told, copy = copy_of(story.folder, tmp_path / "out")
    received = sorted(path.name for path in copy.root.glob("requests/*/received/*"))
    assert len(received) == 1 and "doe" not in received[0] and received[0].startswith("2026-03-05-")
    assert (told.files, told.files_naming, told.files_unread, told.files_demanded) == (1, 1, 1, 1)
    text = (copy.root / "SHARED.txt").read_text()
    assert "3 events not for this audience" in text and "1 file that an agency demanded back" in text
    records = [one for _, event in copy.load(copy.request_ids()[0]).events for one in event.documents]
    assert {story.named.sha256, story.scan.sha256, story.demanded.sha256} <= {one.sha256 for one in records}
    assert not (copy.root / "private").exists() and not (copy.root / ".git").exists()


def test_a_person_who_looked_at_the_scans_may_add_them(story, tmp_path):
    told, copy = copy_of(story.folder, tmp_path / "out", scans=True)
    assert told.unread == [f"{story.id}/{story.scan.file}"]
    assert any(path.suffix == ".png" for path in copy.root.glob("requests/*/received/*"))


def test_without_files_no_file_leaves(story, tmp_path):
    told, copy = copy_of(story.folder, tmp_path / "out", files=False)
    assert told.files == 0 and not list(copy.root.glob("requests/*/received"))
    assert errors_in(check_campaign(copy)) == []


def test_the_team_sees_notes_and_calls_and_still_no_names(story, tmp_path):
    told, copy = copy_of(story.folder, tmp_path / "out", audience="team")
    events = [event for _, event in copy.load(copy.request_ids()[0]).events]
    assert told.events_left_out == 0
    assert any(event.kind == "note" and event.text.startswith("STRATEGY") for event in events)
    call = next(event for event in events if event.kind == "call")
    assert re.fullmatch(r"contact-\d", call.person) and call.number is None
    assert not re.search(r"Ann Smith|Jane|Doe|555.0199", every_word(copy.root))


def test_an_event_for_the_team_that_moves_a_date_is_kept_without_its_words(story, tmp_path):
    story.log("fee_paid", "2026-04-06", amount="60.00", audience="team", note="Ann Smith paid")
    story.log("complaint_filed", "2026-04-07", body="the secret body", audience="counsel")
    told, copy = copy_of(story.folder, tmp_path / "out")
    events = {event.kind: event for _, event in copy.load(copy.request_ids()[0]).events}
    assert told.events_bare == 2 and str(events["fee_paid"].amount) == "60.00"
    assert events["complaint_filed"].body == "[left out]" and "secret body" not in every_word(copy.root)


def test_the_same_people_have_the_same_names_in_every_copy(story, tmp_path):
    _, first = copy_of(story.folder, tmp_path / "one")
    _, second = copy_of(story.folder, tmp_path / "two")
    assert every_word(first.root) == every_word(second.root)
    story.log("accepted", "2026-02-01", by="Aaron Early")
    _, third = copy_of(story.folder, tmp_path / "three")
    by = {event.kind: event.by for _, event in third.load(third.request_ids()[0]).events}
    earlier = {event.kind: event.by for _, event in first.load(first.request_ids()[0]).events}
    assert {kind: by[kind] for kind in earlier} == earlier and by["accepted"] not in earlier.values()
    known = Pseudonyms.load(story.folder.root)
    assert known.of("person", "ann  smith") == by["sent"] and not known.fresh


def test_a_dry_run_keeps_nothing_and_says_the_same(story, tmp_path):
    before = every_word(story.folder.root)
    told, _ = copy_of(story.folder, tmp_path / "out", dry_run=True)
    assert every_word(story.folder.root) == before and os.listdir(tmp_path) == ["campaign"]
    made, _ = copy_of(story.folder, tmp_path / "out")
    assert (made.events, made.files, made.seal) == (told.events, told.files, told.seal)


def test_a_plan_and_its_numbers_stay_valid(story, tmp_path):
    plan = propose(story.folder, (), title="Robin Requester's packet", as_of=TODAY)
    PacketFolder(story.folder, "council").write(plan.model_copy(update={"public_events": (), "vendors": ()}))
    keys = [Key(one.sha256, "", 1) for one in plan.exhibits]
    numbers = Registry(story.folder.root, "FRK").number_all(keys)
    _, copy = copy_of(story.folder, tmp_path / "out")
    assert packet_names(copy) == ["council"] and check_packets(copy) == []
    folder = PacketFolder(copy, "council")
    packet, _ = folder.load()
    dossiers = dossiers_of(folder, packet)
    fresh = Registry.load(copy.root, "FRK").numbers
    assert len(packet.exhibits) == len(plan.exhibits) and packet.title == "[name of requester]'s packet"
    for old, new in zip(plan.exhibits, packet.exhibits, strict=True):
        document = find_document(new, dossiers[new.request])
        assert fresh[Key(document.sha256, "", 1)] == numbers[Key(old.sha256, "", 1)]
    assert any(old.sha256 != new.sha256 for old, new in zip(plan.exhibits, packet.exhibits, strict=True))


def test_a_plan_for_counsel_stays_here(story, tmp_path):
    plan = propose(story.folder, (), title="For counsel", as_of=TODAY, audience="counsel")
    PacketFolder(story.folder, "counsel").write(plan)
    told, copy = copy_of(story.folder, tmp_path / "out")
    assert packet_names(copy) == [] and told.packets_left_out == 1


def test_corrections_transfers_and_own_law_lead_where_they_led(story, tmp_path):
    asked = story.folder.load(story.id).request
    child = story.folder.create_request(asked.model_copy(update={"title": None}), "sheriff", DAY)
    wrong = story.log("no_records", "2026-04-03", items=[2])
    note = story.log("note", "2026-04-04", text="x", after=[wrong])
    right = story.log("acknowledged", "2026-04-04", after=[note])
    story.log("corrected", "2026-04-05", event=wrong, reason="Jane Doe misread it", by_event=right)
    story.log("corrected", "2026-04-05", event=note, reason="y")
    story.log("transferred", "2026-04-06", to="Sheriff", items=[2], request=child)
    (story.folder.root / "agencies").mkdir()
    bundled = next((PROJECT / "jurisdictions").rglob("us-ca-lapd.yaml")).read_text()
    (story.folder.root / "agencies" / "us-ca-lapd.yaml").write_text(bundled + "# Jane Doe told us\n")
    told, copy = copy_of(story.folder, tmp_path / "out")
    names = told.requests_named
    file = copy.load(names[story.id])
    events = {event.kind: (event_id, event) for event_id, event in file.events}
    corrected, transferred = events["corrected"][1], events["transferred"][1]
    assert corrected.event == events["no_records"][0] and transferred.request == names[child]
    acknowledged = [(event_id, event) for event_id, event in file.events if event.date.isoformat() == "2026-04-04"]
    assert acknowledged[0][1].after == (corrected.event,) and corrected.by_event == acknowledged[0][0]
    assert "Jane" not in every_word(copy.root) and (copy.root / "agencies" / "us-ca-lapd.yaml").is_file()


def test_events_of_one_day_keep_their_order_whatever_their_new_ids(campaign, tmp_path):
    """Of two bills of one day the last counts; a note without a time kept the others from being sorted by theirs."""
    told = Story(campaign)
    told.send()
    for number in range(6):
        told.log("fee_estimated", "2026-03-10", amount=f"{number}.00", by=f"Person Number{number}")
    told.log("clarified", "2026-03-11", time="09:00")
    told.log("clarification_asked", "2026-03-11", time="15:00")
    told.log("note", "2026-03-11", text="no time")
    _, copy = copy_of(campaign, tmp_path / "out")
    first, second = (standing(f, TODAY).events for f in (campaign.load(told.id), copy.load(copy.request_ids()[0])))
    told_of = [[(event.kind, str(getattr(event, "amount", ""))) for _, event in one] for one in (first, second)]
    assert [one for one in told_of[0] if one[0] != "note"] == told_of[1]


def test_two_payments_alike_but_for_their_notes_stay_two(campaign, tmp_path):
    told = Story(campaign)
    told.send()
    for note in ("copies", "postage"):
        told.number = 7
        told.log("fee_paid", "2026-03-10", amount="5.00", note=note)
    _, copy = copy_of(campaign, tmp_path / "out")
    kinds = [event.kind for _, event in copy.load(copy.request_ids()[0]).events]
    assert kinds.count("fee_paid") == 2


def test_the_example_stands_where_it_stood_on_every_day(tmp_path):
    source = CampaignFolder.find(shutil.copytree(PROJECT / "examples" / "pledge-check", tmp_path / "campaign"))
    told, copy = copy_of(source, tmp_path / "out")
    assert "Alex" not in every_word(copy.root)
    for request_id, named in told.requests_named.items():
        first, second = source.load(request_id), copy.load(named)
        for step in range(0, 150, 3):
            day = date(2026, 2, 9) + timedelta(days=step)
            assert stands(first, day) == stands(second, day), (request_id, day)


@pytest.mark.parametrize("place", ["campaign", "campaign/private/out", "full", "link"])
def test_it_never_writes_over_files_or_into_the_campaign(story, tmp_path, place):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    before = every_word(tmp_path)
    with pytest.raises(WrongUsage):
        copy_of(story.folder, tmp_path / place)
    assert every_word(tmp_path) == before


def test_without_the_requesters_file_nothing_is_shared(story, tmp_path):
    (story.folder.root / "private" / "requesters" / "me.yaml").unlink()
    with pytest.raises(FrkitError, match="not known whose name"):
        copy_of(story.folder, tmp_path / "out")
    assert os.listdir(tmp_path) == ["campaign"]


def _unknown_kind(folder):
    (folder / "events" / "2026-03-06-teleported-00000000.yaml").write_text("kind: teleported\ndate: 2026-03-06\n")


def _broken_event(folder):
    (folder / "events" / "2026-03-06-denied-00000000.yaml").write_text("kind: [")


def _link_for_a_file(folder):
    path = next((folder / "received").glob("*.txt"))
    elsewhere = path.rename(folder / "elsewhere.txt")
    path.symlink_to(elsewhere)


def _changed_file(folder):
    next((folder / "received").glob("*.csv")).write_text("changed")


@pytest.mark.parametrize("damage", [_unknown_kind, _broken_event, _link_for_a_file, _changed_file])
def test_a_campaign_that_is_not_whole_is_not_shared(story, tmp_path, damage):
    damage(story.folder.root / "requests" / story.id)
    with pytest.raises(FrkitError):
        copy_of(story.folder, tmp_path / "out")
    assert os.listdir(tmp_path) == ["campaign"]


def test_a_link_in_a_folder_is_not_followed(story, tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "2026-01-01-00000000.yaml").write_text("hush: yes\n")
    (story.folder.root / "jurisdictions").symlink_to(tmp_path / "secret")
    _, copy = copy_of(story.folder, tmp_path / "out")
    assert not (copy.root / "jurisdictions").exists() and "hush" not in every_word(copy.root)


@pytest.mark.parametrize(
    ("given", "masked"),
    [
        ("write to foia.office@city.example", "write to foia.office@city.example"),
        ("write to j.doe@city.example.", "write to [contact-1]@city.example."),
        ("J.DOE@City.example and j.doe@city.example", "[contact-1]@City.example and [contact-1]@city.example"),
        ("tel. 020 7946 0958", "[telephone]"),
        ("call +44 20 7946 0958 now", "call [telephone] now"),
        ("(213) 555-0142", "[telephone]"),
        ("Gov. Code 7922.535 and 7920.000-7931.000", "Gov. Code 7922.535 and 7920.000-7931.000"),
        ("on 2026-03-02 at 12:30, number 2026-000123", "on 2026-03-02 at 12:30, number 2026-000123"),
        ("sum $1,250.00 for 3,542 pages, 26-17-000451", "sum $1,250.00 for 3,542 pages, 26-17-000451"),
        ("SMITH and ann\n smith; Dear Ms. Smith", "person-1 and person-1; Dear person-1"),
        ("Smith, Ann and Ann B. Smith of ann-smith.example", "person-1 and person-1 of person-1.example"),
        ("Smithsonian, a blacksmith; Ann Arbor", "Smithsonian, a blacksmith; Ann Arbor"),
        ("\uff21nn Smi\u00adth and A\u200bnn Smith", "person-1 and person-1"),
        ("a\u00add b\u200bc", "a\u00add b\u200bc"),
        ("by Jos\u00e9 Mu\u00f1oz, JOSE MUNOZ, Jose\u0301 Mun\u0303oz, Munoz", "by " + ", ".join(["person-3"] * 4)),
        ("jane.doe\uff20city.example", "[contact-1]@city.example"),
        ("Bob said; bobbin lace; bob-cat", "person-2 said; bobbin lace; bob-cat"),
    ],
)
def test_what_is_masked_in_a_text_and_what_is_not(tmp_path, given, masked):
    people = {"Ann Smith": "person-1", "bob": "person-2", "Jos\u00e9 Mu\u00f1oz": "person-3"}
    assert Words(Pseudonyms(tmp_path), people, lambda text: text).text(given) == masked


def test_what_can_be_searched_and_what_cannot(tmp_path):
    import zipfile

    import pikepdf

    def file(name, data):
        (tmp_path / name).write_bytes(data)
        return has_readable_text(tmp_path / name)

    assert file("a.txt", "Grüße".encode()) and file("b.txt", "Grüße".encode("latin-1"))
    assert file("c.txt", "Grüße".encode("utf-16")) and file("d.eml", b"From: a@b.example\n\nhello\n")
    assert not file("e.jpg", b"\xff\xd8\xff\xe0" + bytes(range(256))) and not file(
        "f.doc", b"\xd0\xcf\x11\xe0" + bytes(99)
    )
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(tmp_path / "scan.pdf")
    assert not has_readable_text(tmp_path / "scan.pdf") and not file("cut.pdf", b"%PDF-1.7\n")
    mail = b"From: a@b.example\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgoAAAAA\n"
    assert not file("g.eml", mail)
    for name, member in (("h.docx", "word/document.xml"), ("i.zip", "photo.jpg")):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr(member, "<x/>")
        assert has_readable_text(tmp_path / name) == (name == "h.docx")


def frkit(line, folder):
    mine = {key: value for key, value in os.environ.items() if not key.startswith("FRKIT_")}
    mine |= {"PYTHONPATH": str(PROJECT), "COLUMNS": "80", "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "frkit", *shlex.split(line)], cwd=folder, env=mine, capture_output=True, text=True
    )


def test_the_command_says_what_it_left_out(story, tmp_path):
    ran = frkit(f"share {tmp_path}/out", story.folder.root)
    assert ran.returncode == 0, ran.stderr
    assert "files that frkit cannot read" in ran.stdout and "SHARED.txt first" in ran.stdout
    data = json.loads(frkit(f"share {tmp_path}/again --dry-run --json", story.folder.root).stdout)
    assert data["requests"] == 1 and data["files_demanded"] == 1 and data["dry_run"] is True
    again = frkit(f"share {tmp_path}/out", story.folder.root)
    assert again.returncode == 2 and "not empty" in again.stderr


def test_the_copy_can_be_looked_into_by_whom_its_place_allows(story, tmp_path):
    before = os.umask(0o022)
    try:
        copy_of(story.folder, tmp_path / "fresh")
        (tmp_path / "mine").mkdir(mode=0o700)
        copy_of(story.folder, tmp_path / "mine")
    finally:
        os.umask(before)
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("fresh", "mine")] == [0o755, 0o700]


def test_a_link_in_place_of_conversions_brings_nothing_from_elsewhere(story, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "x").mkdir(parents=True)
    (elsewhere / "x" / "diary.txt").write_text("my own")
    (story.folder.root / "requests" / story.id / "derived").symlink_to(elsewhere)
    _, copy = copy_of(story.folder, tmp_path / "out")
    assert "my own" not in every_word(copy.root)
