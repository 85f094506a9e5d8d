"""A request of WhatDoTheyKnow goes on here, with its attachments where it is certain which reply brought them."""

from __future__ import annotations

import zipfile

import pytest
from import_specimens import saved, wdtk, wdtk_event, wdtk_zip

from frkit.tracking.folder import CampaignFolder

WHOLE = ("correspondence.txt", "1_3_question.pdf", "2_2_refusal letter.pdf", "2_3_annex.xlsx")


@pytest.fixture
def desk(frkit, tmp_path):
    def put(name, data):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else saved(data))
        return path

    put("request.json", wdtk())
    put.folder = tmp_path
    return put


def the_request(frkit):
    folder = CampaignFolder.find(frkit.root)
    [request_id] = folder.request_ids()
    return folder.load(request_id)


def by_day(file):
    events = [event for _, event in file.events if "Imported from" not in getattr(event, "text", "")]
    return [(str(event.date), event.kind) for event in sorted(events, key=lambda one: (one.date, one.time or ""))]


def test_messages_become_events_at_london_time_and_the_rest_is_counted(frkit, desk):
    ran = frkit(f"import wdtk {desk.folder}/request.json")
    file = the_request(frkit)
    assert by_day(file) == [
        ("2024-03-30", "sent"),
        ("2024-04-04", "arrived"),
        ("2024-04-06", "followed_up"),
        ("2024-05-10", "arrived"),
        ("2024-05-20", "appeal_sent"),
    ]
    assert (file.request.agency, file.request.law) == ("gb-met", "gb")
    said = " ".join(ran.out.split())
    assert "Left out, since they are no messages: 1 comment, 1 overdue, 1 status_update." in said
    assert "'Awaiting internal review'. That is no event" in said
    assert f"frkit log denied --exemption 'GROUND' {file.id} --in 2024-05-10-arrived-" in ran.out
    assert f"frkit log clarified {file.id} --date 2024-04-06" in ran.out
    reply = next(event for _, event in file.events if str(event.date) == "2024-05-10")
    assert reply.imported.url == "https://www.whatdotheyknow.com/request/live_face_recognition#incoming-82"
    assert "no mistakes" in frkit("check").out


def test_attachments_come_with_the_reply_that_their_number_names(frkit, desk):
    desk("whole.zip", wdtk_zip(*WHOLE))
    frkit(f"import wdtk {desk.folder}/request.json --files {desk.folder}/whole.zip")
    names = {str(event.date): [one.name for one in event.documents] for _, event in the_request(frkit).events}
    assert names["2024-04-04"] == ["question.pdf"]
    assert names["2024-05-10"] == ["refusal letter.pdf", "annex.xlsx"]
    assert names["2024-03-30"] == ["correspondence.txt"]
    sources = {record.source for _, event in the_request(frkit).events for record in event.documents}
    assert sources == {"www.whatdotheyknow.com"}
    [summary] = next(event for _, event in the_request(frkit).events if event.kind == "sent").documents
    assert summary.file.startswith("private/"), "it bears the requester's name"
    assert "0 events" in frkit(f"import wdtk {desk.folder}/request.json --files {desk.folder}/whole.zip").out


def test_where_a_reply_may_be_hidden_nothing_is_guessed(frkit, desk):
    desk("part.zip", wdtk_zip("1_2_refusal.pdf"))
    ran = frkit(f"import wdtk {desk.folder}/request.json --files {desk.folder}/part.zip", expect=1)
    assert "it is not certain which reply brought 1_2_refusal.pdf" in ran.err
    assert CampaignFolder.find(frkit.root).request_ids() == []
    by_hand = desk.folder / "by-hand" / "82"
    by_hand.mkdir(parents=True)
    (by_hand / "refusal.pdf").write_bytes(b"specimen")
    frkit(f"import wdtk {desk.folder}/request.json --files {desk.folder}/by-hand")
    names = {str(event.date): [one.name for one in event.documents] for _, event in the_request(frkit).events}
    assert names["2024-05-10"] == ["refusal.pdf"]


def test_in_order_takes_the_users_word_for_it(frkit, desk):
    desk("part.zip", wdtk_zip("1_2_question.pdf"))
    frkit(f"import wdtk {desk.folder}/request.json --files {desk.folder}/part.zip --in-order")
    names = {str(event.date): [one.name for one in event.documents] for _, event in the_request(frkit).events}
    assert names["2024-04-04"] == ["question.pdf"]


def test_an_unpacked_folder_is_as_good_as_the_zip(frkit, desk):
    (desk.folder / "unpacked").mkdir()
    for name in WHOLE:
        (desk.folder / "unpacked" / name).write_text(name)
    frkit(f"import wdtk {desk.folder}/request.json --files {desk.folder}/unpacked")
    assert sum(len(event.documents) for _, event in the_request(frkit).events) == 5


def test_files_that_come_after_their_reply_was_imported_are_named(frkit, desk):
    frkit(f"import wdtk {desk.folder}/request.json")
    desk("whole.zip", wdtk_zip(*WHOLE))
    before = the_request(frkit).events
    ran = frkit(f"import wdtk {desk.folder}/request.json --files {desk.folder}/whole.zip")
    said = " ".join(ran.out.split())
    assert "refusal letter.pdf; take it in with frkit receive" in said
    assert said.count("A file that 2024-") == 4
    assert the_request(frkit).events == before


def test_a_reply_that_came_later_is_added_and_another_site_is_another_request(frkit, desk):
    frkit(f"import wdtk {desk.folder}/request.json")
    later = wdtk()
    later["info_request_events"].append(wdtk_event(9, "response", "2024-06-20T10:00:00+01:00", incoming_message_id=83))
    desk("request.json", later)
    assert "Added 1 event, 5 there already" in frkit(f"import wdtk {desk.folder}/request.json").out
    other = f"import wdtk {desk.folder}/request.json --site https://www.righttoknow.org.au"
    assert "1 new request and" in frkit(other).out


def test_an_error_in_sending_is_a_note_for_a_person_to_judge(frkit, desk):
    data = wdtk()
    data["info_request_events"].insert(1, wdtk_event(20, "send_error", "2024-03-30T22:31:00+00:00"))
    desk("request.json", data)
    frkit(f"import wdtk {desk.folder}/request.json")
    assert any("could not be sent" in getattr(event, "text", "") for _, event in the_request(frkit).events)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("zip.zip", b"PK\x03\x04 and then nothing", "The ZIP cannot be read"),
        ("zip.zip", b"", "The ZIP cannot be read"),
        ("none.zip", None, "There is no such ZIP or folder"),
    ],
)
def test_a_zip_that_cannot_be_read_is_told(frkit, desk, name, data, said):
    if data is not None:
        desk(name, data)
    ran = frkit(f"import wdtk {desk.folder}/request.json --files {desk.folder}/{name}", expect=1)
    assert said in ran.err
    assert CampaignFolder.find(frkit.root).request_ids() == []


def test_a_zip_that_holds_too_much_is_refused_before_it_is_unpacked(frkit, desk):
    with zipfile.ZipFile(desk.folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5001):
            archive.writestr(f"1_{number}_x", "")
    ran = frkit(f"import wdtk {desk.folder}/request.json --files {desk.folder}/bomb.zip", expect=1)
    assert "The ZIP holds too much" in ran.err


@pytest.mark.parametrize(
    ("data", "said", "code"),
    [
        (b"<html>", "The file is not JSON", 2),
        (b"[]", "not that of a request", 2),
        (b'{"info_request_events": [3, {"event_type": "sent", "created_at": "then"}]}', "'then' cannot be read", 1),
    ],
)
def test_what_is_not_a_request_is_told(frkit, desk, data, said, code):
    desk("odd.json", data)
    ran = frkit(f"import wdtk {desk.folder}/odd.json --agency gb-met --item contracts", expect=code)
    assert said in ran.err
