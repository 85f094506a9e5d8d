"""Two people, or eight windows, write into one campaign at the same time: nothing is lost, nothing is torn."""

from __future__ import annotations

import json
from pathlib import Path

from hardship import REQUEST, assert_whole, event_files, start, start_python

from frkit.base.findings import errors_in
from frkit.tracking.checks import check_campaign
from frkit.tracking.folder import CampaignFolder

WRITER = Path(__file__).with_name("two_writers.py")
TWO = ("Ada", "Bo")
EIGHT = ("Ada", "Bo", "Cem", "Dao", "Eva", "Fox", "Gil", "Hue")


def all_of(people: tuple[str, ...], campaign: Path, how_many: int, what: str, beside: tuple[str, ...] = ()) -> None:
    """Let everybody run one kind of command at the same time, many times each; and one command again and again."""
    working = [start_python(WRITER, who, str(how_many), what, cwd=campaign) for who in people]
    for person in working:
        assert person.stdout is not None
        assert person.stdout.readline() == "ready\n"
    (campaign / "go").touch()
    while beside and any(person.poll() is None for person in working):
        reader = start(*beside, cwd=campaign)
        out, err = reader.communicate(timeout=120)
        assert reader.returncode == 0 and "Traceback" not in err, err
        assert out
    for person in working:
        _, err = person.communicate(timeout=300)
        assert person.returncode == 0, err
    (campaign / "go").unlink()


def test_a_hundred_events_each_are_two_hundred_events(campaign: Path) -> None:
    all_of(TWO, campaign, 100, "log")
    texts = {getattr(event, "text", None) for _, event in CampaignFolder.find(campaign).load(REQUEST).events}
    assert texts == {f"{who} {number}" for who in TWO for number in range(100)}
    assert len(event_files(campaign)) == 200
    assert_whole(campaign)


def test_eight_log_the_same_kind_on_the_same_day_while_another_looks_at_the_status(campaign: Path) -> None:
    all_of(EIGHT, campaign, 12, "log", beside=("status", "--today", "2026-04-01"))
    texts = sorted(getattr(event, "text", "") for _, event in CampaignFolder.find(campaign).load(REQUEST).events)
    assert texts == sorted(f"{who} {number}" for who in EIGHT for number in range(12))
    assert_whole(campaign)
    shown = start("request", "show", REQUEST, "--json", "--today", "2026-04-01", cwd=campaign)
    out, _ = shown.communicate(timeout=60)
    assert len(json.loads(out)["events"]) == 96, "what was kept of an earlier look is taken for the whole"


def test_eight_take_in_the_same_file_and_each_has_an_event_of_it(campaign: Path) -> None:
    (campaign / "reply.txt").write_bytes(b"Here are the records.\n" * 100_000)
    line = ("log", "sent", "lapd", "--date", "2026-03-02", "--method", "post", "--letter", "reply.txt")
    assert start(*line, cwd=campaign).wait(timeout=60) == 0
    all_of(EIGHT, campaign, 2, "file")
    events = [event for _, event in CampaignFolder.find(campaign).load(REQUEST).events if event.kind == "produced"]
    assert {event.note for event in events} == {f"{who} {number}" for who in EIGHT for number in range(2)}
    (kept,) = {record.file for event in events for record in event.documents}
    assert (campaign / "requests" / REQUEST / kept).read_bytes() == (campaign / "reply.txt").read_bytes()
    assert [path.name for path in (campaign / "requests" / REQUEST / "received").iterdir()] == [Path(kept).name]


def test_requests_of_the_same_name_get_different_folders(campaign: Path) -> None:
    all_of(TWO, campaign, 15, "request")
    folder = CampaignFolder.find(campaign)
    titles = sorted(str(folder.load(request_id).request.title) for request_id in folder.request_ids())
    wanted = [f"{who} {number}" for who in TWO for number in range(15)]
    assert titles == sorted(["None", *wanted])
    assert_whole(campaign)


def test_the_same_file_taken_in_twice_at_once_is_stored_once(campaign: Path, tmp_path: Path) -> None:
    letter = tmp_path / "Reply of 3 March.txt"
    letter.write_bytes(b"We received your request.\n" * 100_000)
    both_at_once = [start("receive", "lapd", letter, "--date", "2026-03-03", cwd=campaign) for _ in range(2)]
    for process in both_at_once:
        _, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
    (kept,) = (campaign / "requests" / REQUEST / "received").iterdir()
    assert kept.read_bytes() == letter.read_bytes()
    # Neither saw the event of the other, if both looked before either wrote: then check names the second as such.
    findings = check_campaign(CampaignFolder.find(campaign))
    assert not errors_in(findings)
    assert all("logged twice" in str(one) or "no event" in str(one) for one in findings), findings
