"""A request that ran on MuckRock goes on here: what came and went, and nothing that nobody read."""

from __future__ import annotations

import json
import time

import pytest
from import_specimens import ASKED, communication, muckrock, muckrock_file, muckrock_v2, saved

from frkit.tracking.folder import CampaignFolder
from frkit.tracking.privacy import found_in_text

LAPD = "--agency us-ca-lapd"


@pytest.fixture
def desk(frkit, tmp_path):
    """A folder with the saved request and its file, beside the campaign."""
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "release 1.pdf").write_bytes(b"%PDF-1.4 specimen")

    def put(name, data):
        path = tmp_path / "saved" / name
        path.write_bytes(data if isinstance(data, bytes) else saved(data))
        return path

    put("request.json", muckrock())
    put.folder = tmp_path / "saved"
    return put


def the_request(frkit):
    folder = CampaignFolder.find(frkit.root)
    [request_id] = folder.request_ids()
    return folder.load(request_id)


def unfolded(text):
    return " ".join(text.split())


def kinds(file):
    ordered = sorted(file.events, key=lambda pair: (pair[1].date, pair[1].time or ""))
    return [event.kind for _, event in ordered if "Imported from" not in getattr(event, "text", "")]


def test_letters_and_replies_become_events_and_the_status_becomes_none(frkit, desk):
    ran = frkit(f"import muckrock {desk.folder}/request.json --files {desk.folder} {LAPD}")
    file = the_request(frkit)
    assert kinds(file) == ["sent", "note", "arrived", "followed_up", "appeal_sent", "arrived"]
    assert file.request.agency == "us-ca-lapd"
    assert [(item.category, item.text) for item in file.request.items] == [("other", ASKED)]
    assert "That is no event" in ran.out
    assert "SPECIMEN-24-118" in ran.out
    assert "frkit log denied --exemption 'GROUND'" in ran.out
    shown = json.loads(frkit("status --json").out)[0]
    assert shown["outcome"] == "pending"
    assert "unread" in [flag["name"] for flag in shown["flags"]]


def test_days_are_those_at_the_agency(frkit, desk):
    """Half past eleven at night in Boston is the same evening in Los Angeles; a quarter past one the day before."""
    frkit(f"import muckrock {desk.folder}/request.json --files {desk.folder} {LAPD}")
    by_kind = {event.kind: event for _, event in the_request(frkit).events}
    assert (str(by_kind["sent"].date), by_kind["sent"].time) == ("2024-04-29", "20:30:00")
    last = max(event.date for _, event in the_request(frkit).events if event.kind == "arrived")
    assert str(last) == "2024-06-02"


def test_the_request_is_kept_as_it_went_out_and_the_law_is_frozen_at_the_import(frkit, desk):
    frkit(f"import muckrock {desk.folder}/request.json --files {desk.folder} {LAPD}")
    file = the_request(frkit)
    sent = next(event for _, event in file.events if event.kind == "sent")
    kept = frkit.root / "private" / "sent" / f"{sent.letter_sha256}.txt"
    assert kept.read_text() == f"To whom it may concern: {ASKED}"
    assert file.law_frozen == sent.law_file
    assert "not on the day it is dated" in sent.note
    assert min(file.closed.years) <= 2023
    assert "no mistakes" in frkit("check").out


def test_every_event_says_where_it_came_from_and_the_json_is_kept_in_private(frkit, desk):
    frkit(f"import muckrock {desk.folder}/request.json --files {desk.folder} {LAPD}")
    file = the_request(frkit)
    assert all(event.imported.source == "muckrock" for _, event in file.events)
    reply = next(event for _, event in file.events if event.kind == "arrived" and len(event.documents) == 2)
    assert reply.imported.url == "https://www.muckrock.com/foi/los-angeles-52/face-recognition-contracts-72048/"
    assert [record.name for record in reply.documents] == ["message.txt", "release 1.pdf"]
    assert {record.source for record in reply.documents} == {"MuckRock"}, "the page itself bears a name"
    [original] = (frkit.root / "private" / "received" / file.id).glob("*muckrock-72048.json")
    assert json.loads(original.read_bytes()) == muckrock()


def test_again_adds_only_what_is_new_and_says_what_changed(frkit, desk):
    line = f"import muckrock {desk.folder}/request.json --files {desk.folder} {LAPD}"
    frkit(line)
    before = {path: path.read_bytes() for path in frkit.root.rglob("*") if path.is_file()}
    assert "Added 0 events, 6 there already" in frkit(line).out
    assert {path: path.read_bytes() for path in frkit.root.rglob("*") if path.is_file()} == before
    changed = muckrock()
    changed["communications"][1]["communication"] = "We looked again."
    changed["communications"].append(communication(6, "2024-07-01T09:00:00-04:00", response=True))
    desk("request.json", changed)
    ran = frkit(line)
    assert "Added 1 event, 6 there already" in ran.out
    assert "Changed since it was imported, and left as it was: communication of 2024-05-10" in unfolded(ran.out)
    assert {path: path.read_bytes() for path in before} == before
    del changed["communications"][2]
    desk("request.json", changed)
    assert "Imported once, and no longer in what you gave: 2024-05-20-followed-up" in unfolded(frkit(line).out)


def test_version_2_is_the_same_request_and_not_a_second_one(frkit, desk):
    for name, entries in muckrock_v2().items():
        desk(f"{name}.json", {"count": len(entries), "next": None, "results": entries})
    v2 = f"{desk.folder}/requests.json {desk.folder}/communications.json {desk.folder}/files.json"
    ran = frkit(f"import muckrock {v2} --files {desk.folder} {LAPD}")
    assert "Added 5 events" in ran.out
    again = frkit(f"import muckrock {desk.folder}/request.json --files {desk.folder} {LAPD}")
    assert "Added 1 event, 5 there already" in again.out  # the note, which version 2 does not give
    assert "Changed" not in again.out


def test_the_request_alone_gives_the_day_of_sending_and_the_rest_comes_later(frkit, desk):
    lists = muckrock_v2()
    desk("alone.json", lists["requests"][0])
    ran = frkit(f"import muckrock {desk.folder}/alone.json {LAPD} --method email")
    assert "communications/?foia=72048" in ran.out
    assert kinds(the_request(frkit)) == ["sent"]
    for name, entries in lists.items():
        desk(f"{name}.json", entries)
    frkit(f"import muckrock {' '.join(f'{desk.folder}/{name}.json' for name in lists)} --files {desk.folder} {LAPD}")
    assert kinds(the_request(frkit)).count("sent") == 1
    assert kinds(the_request(frkit)).count("arrived") == 2


def test_a_missing_file_stops_the_request_before_anything_is_written(frkit, desk):
    ran = frkit(f"import muckrock {desk.folder}/request.json {LAPD}", expect=1)
    assert "the file release 1.pdf is not here (https://cdn.muckrock.com" in ran.err
    assert CampaignFolder.find(frkit.root).request_ids() == []
    ran = frkit(f"import muckrock {desk.folder}/request.json {LAPD} --without-files")
    assert "release 1.pdf was left out" in unfolded(ran.out)


def test_an_agency_that_is_only_a_number_is_never_guessed(frkit, desk):
    ran = frkit(f"import muckrock {desk.folder}/request.json --files {desk.folder}", expect=1)
    assert "muckrock:248" in ran.err
    assert "--agency ID" in ran.err
    desk("agencies.csv", b"name;agency\nmuckrock:248;us-ca-lapd\n")
    frkit(f"import muckrock {desk.folder}/request.json --files {desk.folder}")
    assert the_request(frkit).request.agency == "us-ca-lapd"


def test_the_saved_agency_gives_its_name(frkit, desk):
    desk("agency.json", {"id": 248, "name": "Los Angeles Police Department", "jurisdiction": 52, "slug": "lapd"})
    frkit(f"import muckrock {desk.folder}/request.json {desk.folder}/agency.json --files {desk.folder}")
    assert the_request(frkit).request.agency == "us-ca-lapd"


def test_what_holds_the_address_of_the_requester_lies_in_private(frkit, desk):
    data = muckrock(notes=[])
    for one in data["communications"]:
        one["communication"] += "\nRobin Requester, 12 Hidden Lane, Oakland, robin@secret.example"
    desk("request.json", data)
    frkit(f"import muckrock {desk.folder}/request.json --files {desk.folder} {LAPD}")
    values = CampaignFolder.find(frkit.root).private_values()
    for path in frkit.root.rglob("*"):
        if path.is_file() and "private" not in path.parts:
            assert found_in_text(path.read_bytes().decode("utf-8", "ignore"), values) == [], path


def test_without_a_requester_on_file_our_letters_stay_in_private(frkit, desk):
    (frkit.root / "private" / "requesters" / "robin.yaml").unlink()
    frkit(f"import muckrock {desk.folder}/request.json --files {desk.folder} {LAPD}")
    sent = next(event for _, event in the_request(frkit).events if event.kind == "sent")
    assert [record.file.startswith("private/received/") for record in sent.documents] == [True]
    assert sent.masked_sha256 is None


def test_two_messages_of_one_moment_are_two_events(frkit, desk):
    data = muckrock(notes=[])
    twin = communication(8, "2024-05-10T14:00:00-04:00", response=True)
    data["communications"] += [twin, dict(twin)]
    desk("request.json", data)
    line = f"import muckrock {desk.folder}/request.json --files {desk.folder} {LAPD}"
    assert "Added 7 events" in frkit(line).out
    assert "Added 0 events, 7 there already" in frkit(line).out


def test_many_requests_in_one_file_and_one_that_cannot_be_placed_keeps_no_other_out(frkit, desk):
    others = [muckrock(id=72000 + number, agency=agency) for number, agency in ((1, 248), (2, 999), (3, 248))]
    desk("list.json", {"results": others})
    desk("agencies.csv", b"name,agency\nmuckrock:248,us-ca-lapd\n")
    ran = frkit(f"import muckrock {desk.folder}/list.json --files {desk.folder}", expect=1)
    assert "muckrock:999" in ran.err
    assert "2 new requests and 12 events were added; 1 left out" in ran.out
    assert len(CampaignFolder.find(frkit.root).request_ids()) == 2


def test_a_dry_run_writes_nothing_and_json_tells_the_same(frkit, desk):
    line = f"import muckrock {desk.folder}/request.json --files {desk.folder} {LAPD} --dry-run"
    assert "Would add 6 events" in frkit(line).out
    [told] = json.loads(frkit(f"{line} --json").out)
    assert (told["made"], len(told["events"]), told["request"]) == (True, 6, None)
    assert CampaignFolder.find(frkit.root).request_ids() == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<html>", "The file is not JSON"),
        (b"[1, 2]", "not of MuckRock"),
        (b'{"detail": "Not found."}', "No request of MuckRock"),
        (b"[" * 100_000, "The file is not JSON"),
        (b'{"id": 1, "communications": null, "title": 5}', "Nothing says what was asked for"),
    ],
)
def test_what_is_not_a_request_is_refused(frkit, desk, data, said):
    desk("odd.json", data)
    ran = frkit(f"import muckrock {desk.folder}/odd.json {LAPD}", expect=1 if b"title" in data else 2)
    assert said in ran.err


def test_a_hostile_name_stays_in_its_folder(frkit, desk):
    data = muckrock(notes=[])
    data["communications"][4]["files"] = [muckrock_file("..%2F..%2F..%2Fetc%2Fpasswd")]
    desk("request.json", data)
    ran = frkit(f"import muckrock {desk.folder}/request.json --files {desk.folder} {LAPD}", expect=1)
    assert "the file passwd is not here" in ran.err


def test_days_without_a_zone_are_taken_as_written_and_said(frkit, desk):
    data = muckrock(notes=[])
    for one in data["communications"]:
        one["date"] = one["date"][:19]
    desk("request.json", data)
    ran = frkit(f"import muckrock {desk.folder}/request.json --files {desk.folder} {LAPD}")
    assert "5 times have no zone" in ran.out
    assert {str(event.date) for _, event in the_request(frkit).events if event.kind == "sent"} == {"2024-04-29"}


def test_a_hundred_communications_are_read_in_seconds(frkit, desk):
    data = muckrock(notes=[])
    data["communications"] = [
        communication(number, f"2024-05-{1 + number // 20:02d}T{number % 20:02d}:00:00-04:00", response=number > 0)
        for number in range(100)
    ]
    desk("request.json", data)
    begun = time.process_time()
    assert "Added 100 events" in frkit(f"import muckrock {desk.folder}/request.json {LAPD}").out
    assert time.process_time() - begun < 30


ODD = {
    "files are a number": {"communications": [communication(1, "2024-05-01T10:00:00Z", files=5)]},
    "communications are a text": {"communications": "none"},
    "notes are a number": {"notes": 7},
    "an age before zones": {"communications": [communication(1, "0001-01-01T00:00:00+23:59")]},
    "the end of all days": {"communications": [communication(1, "9999-12-31T23:59:59-23:59")]},
    "half a character": {"title": "Face \ud800", "requested_docs": "All \udfff"},
    "an address that is none": {
        "absolute_url": "http://[",
        "communications": [communication(1, "2024-05-01T10:00:00Z", files=[{"id": 1, "ffile": "http://["}])],
    },
    "no number": {"price": float("nan")},
    "a way out": {"id": "../../../../tmp/x", "title": "../x"},
}


@pytest.mark.parametrize("changed", ODD.values(), ids=ODD)
def test_json_of_odd_shapes_is_taken_or_refused_whole(frkit, desk, changed):
    """No shape that a site may send ends in a traceback or leaves half a request."""
    desk("request.json", json.dumps(muckrock(**changed)).encode())
    line = f"import muckrock {desk.folder}/request.json --without-files {LAPD}"
    try:
        frkit(line)
    except AssertionError as failed:
        assert "Traceback" not in str(failed)
        assert list((frkit.root / "requests").iterdir()) == []
    assert frkit("check", expect=0).code == 0
