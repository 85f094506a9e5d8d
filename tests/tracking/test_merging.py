"""Two people keep one campaign in git: what merges by itself, and what ``frkit check`` says after a merge."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from frkit.base.errors import FrkitError
from frkit.base.findings import errors_in
from frkit.packet.numbers.registry import Key, Registry
from frkit.packet.plan.checks import check_packets
from frkit.tracking.checks import check_campaign
from frkit.tracking.events import event_from
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.types import Item, Request

DAY = date(2026, 3, 2)
ASKED = Request(
    agency="us-ca-lapd",
    law="us-ca",
    requester="me",
    items=(Item(number=1, category="contracts"), Item(number=2, category="policy")),
)


def git(folder, *words, expect=0):
    """Run the real git, with nobody's own settings."""
    settings = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    named = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main"]
    done = subprocess.run(["git", *named, *words], cwd=folder, env=settings, capture_output=True, text=True)
    assert expect in (None, done.returncode), done.stdout + done.stderr
    return done.stdout


@dataclass
class Person:
    """One person with a clone of the campaign."""

    name: str
    root: Path

    @property
    def folder(self):
        return CampaignFolder.find(self.root)

    def log(self, request_id, kind, day, **fields):
        entered = f"{day}T{10 + len(self.name)}:00:00Z"
        data = {"kind": kind, "date": day, "entered": entered, "by": self.name, **fields}
        return self.folder.add_event(request_id, event_from(data))[0]

    def receive(self, request_id, name, data, day, **fields):
        source = self.root / ".frkit" / name
        source.parent.mkdir(exist_ok=True)
        source.write_bytes(data)
        record = self.folder.take_in(request_id, source, date.fromisoformat(day))
        return self.log(request_id, "arrived", day, documents=[record.model_dump()], **fields)

    def commit(self):
        git(self.root, "add", "-A")
        git(self.root, "commit", "-qm", f"what {self.name} did")


@pytest.fixture
def shared(campaign, tmp_path):
    """The request that both know, and two people, each with a clone of one repository."""
    request_id = campaign.create_request(ASKED, "lapd", DAY)
    law_file, digest = campaign.freeze_law(request_id, DAY)
    data = {"date": DAY, "entered": "2026-03-02T10:00:00Z", "by": "ann", "law_file": law_file, "law_sha256": digest}
    campaign.add_event(request_id, event_from({"kind": "sent", "method": "email", **data}))
    git(campaign.root, "init", "-q")
    git(campaign.root, "add", "-A")
    git(campaign.root, "commit", "-qm", "start")
    git(tmp_path, "clone", "-q", "--bare", str(campaign.root), "hub.git")
    people = []
    for name in ("ann", "bob"):
        git(tmp_path, "clone", "-q", "hub.git", name)
        people.append(Person(name, tmp_path / name))
    return request_id, *people


def merge(mine, theirs):
    """Both commit, one hands over, the other merges; expects no conflict. Gives what check says then."""
    mine.commit()
    theirs.commit()
    git(theirs.root, "push", "-q", "origin", "HEAD:refs/heads/theirs")
    git(mine.root, "fetch", "-q")
    git(mine.root, "merge", "-q", "--no-edit", "origin/theirs")
    assert git(mine.root, "status", "--porcelain") == ""
    return check(mine)


def check(person):
    return [*check_campaign(person.folder), *check_packets(person.folder)]


def said(findings, *words):
    """The one finding that holds all these words."""
    fitting = [str(one) for one in findings if all(word in str(one) for word in words)]
    assert len(fitting) == 1, (words, [str(one) for one in findings])
    return fitting[0]


def test_what_two_people_log_on_one_day_merges_and_nothing_is_lost(shared):
    request_id, ann, bob = shared
    logged = {
        ann.log(request_id, "note", "2026-03-05", text="Ann called nobody."),
        bob.log(request_id, "note", "2026-03-05", text="Bob called nobody."),
        ann.log(request_id, "acknowledged", "2026-03-06", reference="26-17"),
        bob.log(request_id, "fee_estimated", "2026-03-09", amount="45.00"),
    }
    assert merge(ann, bob) == []
    assert logged <= {event_id for event_id, _ in ann.folder.load(request_id).events}


def test_a_clone_on_windows_with_changed_line_ends_keeps_every_hash(shared, tmp_path):
    request_id, ann, _ = shared
    ann.receive(request_id, "letter.txt", b"one\nline\r\nand another\n", "2026-03-05")
    ann.commit()
    git(tmp_path, "-c", "core.autocrlf=true", "clone", "-q", str(ann.root), "windows")
    found = check_campaign(CampaignFolder.find(tmp_path / "windows"))
    assert found == []


def test_the_same_thing_logged_by_both_is_named_with_the_command_that_mends_it(shared, frkit_here):
    request_id, ann, bob = shared
    mine = ann.log(request_id, "acknowledged", "2026-03-05", reference="26-17", note="by mail")
    theirs = bob.log(request_id, "acknowledged", "2026-03-05", reference="26-17")
    found = merge(ann, bob)
    kept, other = sorted((mine, theirs))
    line = said(found, "logged twice", kept, other)
    assert errors_in(found) == [] and "by ann" in line and "by bob" in line
    command = line.partition("frkit log ")[2].replace("DATE", "2026-03-10")
    frkit_here(ann.root, f"log {command}")
    assert check(ann) == []


def test_both_receive_the_same_file_and_read_it(shared):
    """One file on disk, two arrivals, two readings of them: each pair is told of once."""
    request_id, ann, bob = shared
    for person in (ann, bob):
        came = person.receive(request_id, "reply.txt", b"We have your request.", "2026-03-05")
        person.log(request_id, "acknowledged", "2026-03-05", **{"in": came})
    found = merge(ann, bob)
    assert len(list((ann.root / "requests" / request_id / "received").iterdir())) == 1
    assert len(found) == 2 and all(": logged twice" in one.message or one.message.startswith("logged") for one in found)
    said(found, "2026-03-05-arrived")
    said(found, "2026-03-05-acknowledged")


def test_the_same_file_under_two_dates_is_perhaps_one(shared):
    request_id, ann, bob = shared
    ann.receive(request_id, "reply.txt", b"We have your request.", "2026-03-05")
    bob.receive(request_id, "copy of reply.txt", b"We have your request.", "2026-03-06")
    said(merge(ann, bob), "perhaps logged twice", "the same file came")


def test_an_account_with_more_detail_is_perhaps_the_same(shared):
    request_id, ann, bob = shared
    ann.log(request_id, "denied", "2026-03-09", exemptions=[{"cited": "7923.600"}])
    bob.log(request_id, "denied", "2026-03-09")
    ann.log(request_id, "produced", "2026-03-10", items=[1])
    bob.log(request_id, "produced", "2026-03-10", items=[2])
    line = said(merge(ann, bob), "perhaps logged twice")
    assert "denied" in line and "produced" not in line


CANNOT_BOTH = {
    "accepted and withdrawn": (("accepted", "2026-04-01", {}), ("withdrawn", "2026-04-02", {})),
    "sent on two days": (None, ("sent", "2026-03-04", {"method": "post"})),
    "an appeal decided twice": (
        ("appeal_decided", "2026-04-10", {"result": "upheld"}),
        ("appeal_decided", "2026-04-11", {"result": "reversed"}),
    ),
    "an extension before the request": (("extension_claimed", "2026-02-20", {"days": 14}), None),
    "records of which there are none": (
        ("no_records", "2026-03-12", {"items": [1]}),
        ("produced", "2026-03-20", {"items": [1], "pages": 3}),
    ),
    "more paid than asked": (
        ("fee_estimated", "2026-03-09", {"amount": "45.00"}),
        ("fee_paid", "2026-03-10", {"amount": "450.00"}),
    ),
    "an answer after the withdrawal": (("withdrawn", "2026-03-12", {}), ("produced", "2026-03-20", {"pages": 3})),
}


@pytest.mark.parametrize("story", CANNOT_BOTH.values(), ids=CANNOT_BOTH.keys())
def test_what_cannot_both_be_true_is_a_warning_that_names_both(shared, story):
    request_id, ann, bob = shared
    ann.log(request_id, "appeal_sent", "2026-03-03")
    ann.commit()
    sent = next(event_id for event_id, event in ann.folder.load(request_id).events if event.kind == "sent")
    first, second = (
        person.log(request_id, told[0], told[1], **told[2]) if told else sent
        for person, told in zip((ann, bob), story, strict=True)
    )
    ann.log(request_id, "note", "2026-05-01", text="a"), bob.log(request_id, "note", "2026-05-01", text="b")
    found = merge(ann, bob)
    assert errors_in(found) == []
    assert any(first in str(one) and second in str(one) for one in found), [str(one) for one in found]


def test_a_failed_sending_and_a_later_one_are_no_contradiction(shared):
    request_id, ann, bob = shared
    ann.log(request_id, "delivery_failed", "2026-03-03")
    bob.log(request_id, "sent", "2026-03-04", method="post")
    assert merge(ann, bob) == []


def test_a_letter_tells_of_what_happened_before_it_came(shared):
    request_id, ann, bob = shared
    came = ann.receive(request_id, "reply.txt", b"We had your request on 2 March.", "2026-03-10")
    ann.log(request_id, "received_by_agency", "2026-03-02", **{"in": came})
    bob.log(request_id, "note", "2026-03-11", text="b")
    assert merge(ann, bob) == []


def test_records_that_came_after_an_appeal_are_no_contradiction(shared):
    request_id, ann, bob = shared
    ann.log(request_id, "no_records", "2026-03-12", items=[1])
    ann.log(request_id, "appeal_sent", "2026-03-15")
    bob.log(request_id, "produced", "2026-03-30", items=[1])
    assert merge(ann, bob) == []


DANGLING = {
    "in": {"kind": "acknowledged", "in": "2026-03-04-arrived-00000000"},
    "after": {"kind": "acknowledged", "after": ["2026-03-04-arrived-00000000"]},
    "of": {"kind": "received_by_agency", "of": "2026-03-04-appeal-sent-00000000"},
    "event": {"kind": "corrected", "event": "2026-03-04-denied-00000000", "reason": "x"},
    "transfer": {"kind": "transferred", "to": "Sheriff", "request": "2026-03-nowhere"},
    "document": {"kind": "clawback_demanded", "of": ["0" * 64]},
    "clearance": {"kind": "cleared_by_counsel", "of": ["0" * 64]},
    "letter": {"kind": "appeal_sent", "masked_sha256": "0" * 64},
    "law": {"kind": "refrozen", "law_file": "law/x.yaml", "law_sha256": "0" * 64, "reason": "x"},
}


@pytest.mark.parametrize("data", DANGLING.values(), ids=DANGLING.keys())
def test_an_event_that_points_at_nothing_is_named(shared, data):
    request_id, ann, _ = shared
    logged = ann.folder.add_event(
        request_id, event_from({"date": "2026-03-05", "entered": "2026-03-05T10:00:00Z", "by": "ann", **data})
    )[0]
    found = check(ann)
    assert any(logged in one.path or request_id in one.path for one in found), found


def test_a_received_file_that_no_event_names_is_told_of(shared):
    request_id, ann, _ = shared
    ann.receive(request_id, "reply.txt", b"hello", "2026-03-05")
    next((ann.root / "requests" / request_id / "events").glob("*arrived*")).unlink()
    assert "frkit receive" in said(check(ann), "no event names this file")


def test_both_number_pages_and_check_names_both_files(shared):
    _, ann, bob = shared
    for person, digit, pages in ((ann, "a", 5), (bob, "b", 3)):
        Registry(person.root, "FRK").number_all([Key(digit * 64, "", page) for page in range(1, pages + 1)])
    found = merge(ann, bob)
    names = sorted(path.name for path in (ann.root / "numbers" / "FRK").iterdir())
    line = said(errors_in(found), "FRK-000001 to FRK-000003")
    assert all(name in line for name in names) and "moved" not in line and "move the other away" in line


def test_both_number_the_same_pages_alike_and_nothing_is_wrong(shared):
    request_id, ann, bob = shared
    for person in (ann, bob):
        Registry(person.root, "FRK").number_all([Key("a" * 64, "", page) for page in (1, 2, 3)])
        person.log(request_id, "note", "2026-05-01", text=person.name)
    assert merge(ann, bob) == []


def test_a_page_with_two_numbers_and_a_hole_are_found(shared):
    _, ann, _ = shared
    registry = Registry(ann.root, "FRK")
    registry.number_all([Key("a" * 64, "", page) for page in (1, 2, 3)])
    elsewhere = Registry(ann.root / "elsewhere", "FRK")
    elsewhere.number_all([Key("b" * 64, "", page) for page in range(1, 8)])
    elsewhere.number_all([Key("a" * 64, "", 3)])
    late = next((ann.root / "elsewhere" / "numbers" / "FRK").glob("000008-*"))
    shutil.copy(late, ann.root / "numbers" / "FRK" / late.name)
    found = check_packets(ann.folder)
    assert "FRK-000003 and FRK-000008" in said(found, "two numbers")
    assert "FRK-000004 to FRK-000007" in said(found, "no page has")


def test_an_altered_number_file_is_found(shared):
    _, ann, _ = shared
    Registry(ann.root, "FRK").number_all([Key("a" * 64, "", page) for page in (1, 2, 3)])
    path = next((ann.root / "numbers" / "FRK").iterdir())
    path.write_text(path.read_text().replace("count: 3", "count: 2"))
    found = check_packets(ann.folder)
    said(found, "changed after it was written")
    said(found, "do not fill 1 to 3")
    path.write_text(path.read_text().replace("count: 2", "count: 999999999999"))
    said(check_packets(ann.folder), "more than 10,000,000")


def test_two_versions_of_request_yaml_are_told_of_plainly(shared):
    request_id, ann, bob = shared
    for person in (ann, bob):
        path = person.root / "requests" / request_id / "request.yaml"
        path.write_text(path.read_text().replace("requester: me", f"requester: me\ntitle: as {person.name} sees it"))
        person.commit()
    git(ann.root, "fetch", "-q", str(bob.root), "main:bob")
    git(ann.root, "merge", "-q", "bob", expect=1)
    with pytest.raises(FrkitError, match="two versions that git could not merge") as refused:
        ann.folder.load(request_id)
    line = int(refused.value.place.split(":")[-2])
    assert path.name in refused.value.place
    assert (ann.root / "requests" / request_id / "request.yaml").read_text().split("\n")[line - 1].startswith("<<<<<<<")
    found = check(ann)
    said(found, "two versions that git could not merge")
    said(found, "git could not merge this file")


def test_a_file_that_one_deleted_and_the_other_changed_is_an_unfinished_merge(shared):
    request_id, ann, bob = shared
    (bob.root / "requests" / request_id / "request.yaml").unlink()
    path = ann.root / "requests" / request_id / "request.yaml"
    path.write_text(path.read_text() + "title: new\n")
    ann.commit(), bob.commit()
    git(ann.root, "fetch", "-q", str(bob.root), "main:bob")
    git(ann.root, "merge", "-q", "bob", expect=1)
    said(check(ann), "git could not merge this file", "request.yaml")


def test_a_merge_that_nobody_committed_is_said(shared):
    request_id, ann, bob = shared
    ann.log(request_id, "note", "2026-03-05", text="a")
    bob.log(request_id, "note", "2026-03-05", text="b")
    ann.commit(), bob.commit()
    git(ann.root, "fetch", "-q", str(bob.root), "main:bob")
    git(ann.root, "merge", "-q", "--no-commit", "--no-ff", "bob")
    said(check(ann), "a merge was begun and not finished")


def test_both_make_a_request_of_the_same_name_and_both_stay_whole(shared):
    """In a campaign that others merge, the name of a new request tells it from one made elsewhere."""
    _, ann, bob = shared
    mine = ann.folder.create_request(ASKED.model_copy(update={"title": "Ann's"}), "nypd", DAY)
    theirs = bob.folder.create_request(ASKED.model_copy(update={"title": "Bob's"}), "nypd", DAY)
    assert mine != theirs and mine.startswith("2026-03-nypd-") and theirs.startswith("2026-03-nypd-")
    assert merge(ann, bob) == []
    assert {ann.folder.load(one).request.title for one in (mine, theirs)} == {"Ann's", "Bob's"}


def test_without_another_repository_a_name_stays_short(campaign):
    git(campaign.root, "init", "-q")
    assert campaign.create_request(ASKED, "nypd", DAY) == "2026-03-nypd"


@pytest.fixture
def frkit_here(monkeypatch):
    """Run a line of frkit in a folder, as a program of its own."""
    import sys

    def call(folder, line):
        import shlex

        project = Path(__file__).resolve().parents[2]
        settings = {**os.environ, "PYTHONPATH": str(project), "FRKIT_BY": "ann"}
        done = subprocess.run(
            [sys.executable, "-m", "frkit", *shlex.split(line)],
            cwd=folder,
            env=settings,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return call
