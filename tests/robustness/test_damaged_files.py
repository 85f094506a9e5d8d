"""Files cut off, lost, changed by hand, or written by a newer frkit: always a message, never a traceback or a guess."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hardship import REQUEST, Ended, event_files

from frkit.base.yaml_places import dump_yaml
from frkit.law.loading import closed_days_file, law_file
from frkit.tracking.folder import CampaignFolder

Frkit = Callable[..., Ended]
READING = (("check",), ("status", "--today", "2026-04-01"), ("why", "lapd"), ("request", "show", "lapd"))


@pytest.fixture
def lived_in(frkit: Frkit, campaign: Path) -> Path:
    """The campaign with local law, a local body, and a request that was sent, answered and noted."""
    for place, source in (("us-ca", law_file("us-ca")), ("us-ca.closed-days", closed_days_file("us-ca"))):
        _copy(source, campaign / "jurisdictions" / f"{place}.yaml")
    own = {"id": "us-ca-lapd", "contacts": []}
    (campaign / "agencies").mkdir()
    (campaign / "agencies" / "us-ca-lapd.yaml").write_text(dump_yaml(own), encoding="utf-8")
    (campaign / "private" / "me.yaml").write_text("name: Robin\n", encoding="utf-8")
    (campaign / "letter.txt").write_text("Please send the contracts.\n", encoding="utf-8")
    sent = ("log", "sent", "lapd", "--date", "2026-03-02", "--method", "email", "--letter", "letter.txt")
    denied = ("log", "denied", "lapd", "--date", "2026-03-12", "--exemption", "7923.600=2,3", "--note", "all of it")
    for line in (sent, ("receive", "lapd", "letter.txt", "--date", "2026-03-12"), denied):
        ended = frkit(*line)
        assert ended.code == 0, ended.err
    return campaign


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    shutil.copyfile(source, target)


FILES = (
    "campaign.yaml",
    f"requests/{REQUEST}/request.yaml",
    f"requests/{REQUEST}/events/2026-03-02-sent-*.yaml",
    f"requests/{REQUEST}/events/2026-03-12-arrived-*.yaml",
    f"requests/{REQUEST}/events/2026-03-12-denied-*.yaml",
    f"requests/{REQUEST}/law/2026-03-02-*.yaml",
    "private/requesters/robin.yaml",
    "private/me.yaml",
    "agencies/us-ca-lapd.yaml",
    "jurisdictions/us-ca.yaml",
    "jurisdictions/us-ca.closed-days.yaml",
)


def cuts(data: bytes) -> Iterator[bytes]:
    """The file cut off at every 50th byte; a long one in a dozen places."""
    step = 50 if len(data) <= 1200 else len(data) // 12
    return (data[:end] for end in range(0, len(data), step))


def without_one_line(data: bytes) -> Iterator[bytes]:
    """The file with one line lost, each in turn; of a long one a dozen."""
    lines = data.splitlines(keepends=True)
    step = 1 if len(lines) <= 40 else len(lines) // 12
    return (b"".join(lines[:lost] + lines[lost + 1 :]) for lost in range(0, len(lines), step))


def hostile(data: bytes) -> Iterator[bytes]:
    """What no honest program writes."""
    yield b"\xff\xfe\x00"
    yield b"\x00" * 100
    yield data.replace(b"\n", b"\r")
    yield data + b"\n- [\n"
    yield data + b"\n---\nsecond: document\n"
    yield b"[" * 100_000
    yield b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
        b"%c: &%c [%s]\n" % (one, one, b",".join([b"*%c" % (one - 1)] * 9)) for one in range(98, 106)
    )
    yield b"!!python/object/apply:os.system ['touch pwned']\n"
    yield b"kind: note\nkind: sent\n"


@pytest.mark.parametrize("damage", [cuts, without_one_line, hostile], ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_named_or_harmless(
    name: str, damage: Callable[[bytes], Iterator[bytes]], lived_in: Path, frkit: Frkit
) -> None:
    (path,) = lived_in.glob(name)
    whole = path.read_bytes()
    for data in damage(whole):
        path.write_bytes(data)
        for line in READING:
            ended = frkit(*line, cwd=lived_in)
            assert ended.code in (0, 1, 2), ended
            assert ended.code == 0 or ended.out or ended.err.startswith("frkit: ")
        assert not (lived_in / "pwned").exists()
    path.write_bytes(whole)
    assert frkit("check").code == 0


def test_a_broken_request_does_not_hide_the_others(lived_in: Path, frkit: Frkit) -> None:
    frkit("request", "new", "--agency", "us-ny-nypd", "--pack", "first-contact", "--today", "2026-03-05")
    (lived_in / "requests" / REQUEST / "request.yaml").write_bytes(b"agency: [")
    status = frkit("status", "--json")
    assert [one["request"] for one in json.loads(status.out)] == ["2026-03-nypd-first-contact"]
    assert "left out" in status.err and f"{REQUEST}/request.yaml:" in status.err
    assert frkit("check").code == 1


def test_a_newer_campaign_is_not_touched(campaign: Path, frkit: Frkit) -> None:
    file = campaign / "campaign.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("format: 1", "format: 2"), encoding="utf-8")
    for line in (*READING, ("log", "note", "lapd", "--date", "2026-03-03", "--text", "x")):
        ended = frkit(*line)
        assert ended.code == 1
        assert ended.err.startswith("frkit: The campaign is in format 2; this frkit reads formats up to 1.")
        assert "pip install --upgrade frkit" in ended.err
    assert event_files(campaign) == []


def test_a_kind_of_event_from_a_newer_frkit_stops_the_reckoning_and_nothing_else(lived_in: Path, frkit: Frkit) -> None:
    unknown = lived_in / "requests" / REQUEST / "events" / "2026-03-20-hologram-sent-0123abcd.yaml"
    unknown.write_text("kind: hologram_sent\ndate: 2026-03-20\nentered: x\nby: y\n", encoding="utf-8")
    (standing,) = json.loads(frkit("status", "--json").out)
    assert standing["ball"] == "newer_frkit"
    assert "needs a newer frkit" in " ".join(frkit("status").out.split())
    assert "hologram_sent" in frkit("check").out


def test_an_event_changed_by_hand_is_noticed(lived_in: Path, frkit: Frkit) -> None:
    (denied,) = lived_in.glob(FILES[4])
    denied.write_text(denied.read_text(encoding="utf-8").replace("2026-03-12", "2026-03-22"), encoding="utf-8")
    said = frkit("check").out
    assert denied.name in said and "changed after it was written" in said


@pytest.mark.parametrize("name", ["received/2026-03-12-*", "law/2026-03-02-*.yaml"])
def test_an_original_or_a_frozen_law_changed_by_one_byte_is_a_mistake(name: str, lived_in: Path, frkit: Frkit) -> None:
    (path,) = (lived_in / "requests" / REQUEST).glob(name)
    path.write_bytes(path.read_bytes() + b"\n")
    ended = frkit("check")
    assert ended.code == 1 and path.name in ended.out and "SHA-256" in ended.out


@pytest.mark.parametrize("name", ["received/2026-03-12-*", "law/2026-03-02-*.yaml"])
def test_an_original_or_a_frozen_law_that_is_gone_is_a_mistake(name: str, lived_in: Path, frkit: Frkit) -> None:
    (path,) = (lived_in / "requests" / REQUEST).glob(name)
    path.unlink()
    ended = frkit("check")
    assert ended.code == 1 and path.name in ended.out
    assert "is not here" in ended.out or "does not exist" in ended.out


def test_what_an_interrupted_command_left_is_no_event_and_harmless(lived_in: Path, frkit: Frkit) -> None:
    (denied,) = lived_in.glob(FILES[4])
    denied.with_name(f".{denied.name}.4711-0a1b2c3d.tmp").write_bytes(denied.read_bytes()[:40])
    (lived_in / "requests" / ".2026-03-nypd-0a1b2c3d.tmp").mkdir()
    ended = frkit("check")
    assert ended.code == 0 and ended.out.count("harmless") == 2
    assert len(json.loads(frkit("request", "show", "lapd", "--json").out)["events"]) == 3
    assert CampaignFolder.find(lived_in).request_ids() == [REQUEST]


def test_the_same_file_twice_is_stored_and_logged_once(lived_in: Path, frkit: Frkit) -> None:
    (lived_in / "another name.txt").write_bytes((lived_in / "letter.txt").read_bytes())
    before = event_files(lived_in)
    ended = frkit("receive", "lapd", "another name.txt", "--date", "2026-03-13")
    assert ended.code == 0 and "Here already, not stored twice" in ended.out
    assert event_files(lived_in) == before


@pytest.mark.parametrize("odd", ["a folder", "a pipe", "a broken link"])
def test_something_odd_among_the_events_is_named(odd: str, lived_in: Path, frkit_program: Frkit) -> None:
    path = lived_in / "requests" / REQUEST / "events" / "2026-03-20-note-0123abcd.yaml"
    make: dict[str, Callable[[], None]] = {
        "a folder": path.mkdir,
        "a pipe": partial(os.mkfifo, path),
        "a broken link": partial(path.symlink_to, "nowhere"),
    }
    make[odd]()
    ended = frkit_program("check")
    assert ended.code == 1 and path.name in ended.out
