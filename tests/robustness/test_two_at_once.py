"""Two people, or two windows, write into one campaign at the same time: nothing is lost, nothing is torn."""

from __future__ import annotations

from pathlib import Path

from hardship import REQUEST, assert_whole, event_files, start, start_python

from frkit.tracking.folder import CampaignFolder

WRITER = Path(__file__).with_name("two_writers.py")


def both(campaign: Path, how_many: int, what: str) -> None:
    """Let Ada and Bo run one kind of command at the same time, many times each."""
    people = [start_python(WRITER, who, str(how_many), what, cwd=campaign) for who in ("Ada", "Bo")]
    for person in people:
        assert person.stdout is not None
        assert person.stdout.readline() == "ready\n"
    (campaign / "go").touch()
    for person in people:
        _, err = person.communicate(timeout=120)
        assert person.returncode == 0, err
    (campaign / "go").unlink()


def test_a_hundred_events_each_are_two_hundred_events(campaign: Path) -> None:
    both(campaign, 100, "log")
    texts = {getattr(event, "text", None) for _, event in CampaignFolder.find(campaign).load(REQUEST).events}
    assert texts == {f"{who} {number}" for who in ("Ada", "Bo") for number in range(100)}
    assert len(event_files(campaign)) == 200
    assert_whole(campaign)


def test_requests_of_the_same_name_get_different_folders(campaign: Path) -> None:
    both(campaign, 15, "request")
    folder = CampaignFolder.find(campaign)
    titles = sorted(str(folder.load(request_id).request.title) for request_id in folder.request_ids())
    wanted = [f"{who} {number}" for who in ("Ada", "Bo") for number in range(15)]
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
    assert_whole(campaign)
