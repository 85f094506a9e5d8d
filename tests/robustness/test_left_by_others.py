"""What other programs leave in a campaign: never a hang, never a crash, the other requests stand, check names it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hardship import REQUEST, Ended, event_files, in_a_child

Frkit = Callable[..., Ended]
OTHER = "2026-03-nypd-first-contact"
READING = (("status", "--json"), ("check",), ("why", "lapd"), ("next",))
LOG = ("log", "note", "lapd", "--date", "2026-03-21", "--text", "They rang.")
ODD_NAME = "2026-03-20-note-0123abcd.yaml"
EVENT = b"kind: note\ndate: '2026-03-20'\nentered: '2026-03-20T10:00:00Z'\nby: Ada\ntext: They rang.\n"
CONFLICT = b"kind: note\n<<<<<<< HEAD\nby: Ada\n=======\nby: Bo\n>>>>>>> theirs\ndate: '2026-03-20'\n"
BOMB = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (one, one, b",".join([b"*%c" % (one - 1)] * 9)) for one in range(98, 123)
)


@pytest.fixture(scope="module")
def two_once(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign with a request that was sent, and another one."""
    root = Path(shutil.copytree(made_once, tmp_path_factory.mktemp("two") / "campaign"))
    (root / "letter.txt").write_text("Please send the contracts.\n", encoding="utf-8")
    lines = (
        ("log", "sent", "lapd", "--date", "2026-03-02", "--method", "email", "--letter", "letter.txt"),
        ("request", "new", "--agency", "us-ny-nypd", "--pack", "first-contact", "--today", "2026-03-05"),
        ("status",),
        ("check",),
    )
    for ended in in_a_child(lines, root):
        assert ended.code == 0, ended.err
    shutil.rmtree(root / ".frkit", ignore_errors=True)
    return root


@pytest.fixture
def two(two_once: Path, tmp_path: Path) -> Path:
    """The same, to be spoilt."""
    return Path(shutil.copytree(two_once, tmp_path / "campaign"))


@pytest.fixture
def bounded(two: Path) -> Callable[..., Ended]:
    """Run frkit with one gigabyte of memory and a minute at most, and no power over permissions."""
    return lambda *line: in_a_child([line], two)[0]


def _unreadable(path: Path) -> None:
    path.write_bytes(EVENT)
    path.chmod(0)


HURT: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "half": lambda path: path.write_bytes(EVENT[:30]),
    "zeros": lambda path: path.write_bytes(bytes(4096)),
    "binary": lambda path: path.write_bytes(bytes(range(256)) * 16),
    "50 MB": lambda path: path.write_bytes(b"text: " + b"x" * (50 << 20)),
    "a million lines": lambda path: path.write_bytes(b"- x\n" * 1_000_000),
    "a bomb of anchors": lambda path: path.write_bytes(BOMB),
    "deep": lambda path: path.write_bytes(b"[" * 100_000),
    "deep by indent": lambda path: path.write_bytes(b"".join(b" " * n + b"a:\n" for n in range(3000))),
    "a folder": lambda path: path.mkdir(),
    "a pipe": os.mkfifo,
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a link to nowhere": lambda path: path.symlink_to("nowhere"),
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "unreadable": _unreadable,
    "conflict of git": lambda path: path.write_bytes(CONFLICT),
    "UTF-16": lambda path: path.write_bytes(EVENT.decode().encode("utf-16")),
    "Latin-1": lambda path: path.write_bytes(EVENT.replace(b"rang", b"r\xe9ng")),
    "a web page": lambda path: path.write_bytes(b"<!doctype html><title>404</title><p>Not found: here"),
}


_CHIEF = (
    "empty",
    "half",
    "a folder",
    "a pipe",
    "a link to itself",
    "a link to a device",
    "unreadable",
    "a bomb of anchors",
)
BESIDE = tuple(HURT) if int(os.environ.get("FRKIT_KILLS", "5")) >= 50 else _CHIEF
"""What happens to other files than events: in the short run the chief kinds."""


@pytest.mark.parametrize("odd", HURT)
def test_a_broken_event_is_named_and_everything_else_stands(odd: str, two: Path) -> None:
    path = two / "requests" / REQUEST / "events" / ODD_NAME
    HURT[odd](path)
    everything_stands(two, path.name)


@pytest.mark.parametrize("odd", BESIDE)
def test_a_broken_request_is_named_and_the_others_stand(odd: str, two: Path) -> None:
    folder = two / "requests" / "2026-03-broken"
    folder.mkdir()
    HURT[odd](folder / "request.yaml")
    everything_stands(two, "2026-03-broken")


@pytest.mark.parametrize("odd", BESIDE)
def test_broken_files_beside_the_requests_are_named(odd: str, two: Path) -> None:
    for name in ("private/me.yaml", "private/requesters/robin.yaml", "jurisdictions/us-ny.yaml"):
        path = two / name
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        HURT[odd](path)
    *reading, logged = in_a_child([*READING, LOG], two)
    for ended in reading:
        assert ended.code in (0, 1), ended
        assert ended.code == 0 or any(name in ended.out + ended.err for name in ("me.yaml", "robin.yaml", "us-ny.yaml"))
    assert logged.code in (0, 1), logged
    assert len(event_files(two)) == 1 + (logged.code == 0)


REMEDIES = ("restore", "mend", "save", "move", "check who", "is missing", "delete", "look at", "take")


def everything_stands(two: Path, name: str) -> None:
    """Status has all that can be read; check names the file, where it lies and what to do; logging goes on."""
    lines = [("status", "--json", "--today", "2026-04-01"), ("check",), *READING[2:], LOG]
    shown, checked, *others = in_a_child(lines, two)
    assert shown.code == 0, shown
    assert {one["request"] for one in json.loads(shown.out)} == {REQUEST, OTHER}
    assert checked.code == 1, checked
    named = [line for line in checked.out.splitlines() if name in line and "warning: " not in line]
    assert named, checked.out
    assert all(any(word in line for word in REMEDIES) for line in named), named
    assert {ended.code for ended in others[:-1]} <= {0, 1}, others
    assert others[-1].code == 0, others[-1]


LEFT = (
    f".{ODD_NAME}.swp",
    f"{ODD_NAME}~",
    f"#{ODD_NAME}#",
    f".#{ODD_NAME}",
    f"._{ODD_NAME}",
    f"{ODD_NAME}.orig",
    f"{ODD_NAME}.rej",
    f"{ODD_NAME}.crdownload",
    ".DS_Store",
    "Thumbs.db",
    "desktop.ini",
    ".directory",
    "~$note.docx",
    ".~lock.note.odt#",
    ".nfs000000000123456700000001",
    ".stfolder",
    ".dropbox.attr",
    "Icon\r",
)
"""What editors and desktops leave beside files."""


def test_what_editors_and_desktops_leave_is_no_event_and_no_request(two: Path) -> None:
    request = f"requests/{REQUEST}"
    status = ("status", "--json", "--today", "2026-04-01")
    (before,) = in_a_child([status], two)
    for folder in ("", "requests", request, f"{request}/events", "private/requesters", "packets"):
        for name in LEFT:
            (two / folder / name).write_bytes(EVENT)
    shown, checked, logged = in_a_child([status, ("check",), LOG], two)
    assert shown.out == before.out
    assert checked.code == 0, checked.out
    assert logged.code == 0, logged


COPIES = (
    "{stem} (conflicted copy 2026-03-21).yaml",
    "{stem} (Ada's conflicted copy).yaml",
    "{stem}.sync-conflict-20260321-101010-ABCDEFG.yaml",
    "{stem} 2.yaml",
    "{stem} (1).yaml",
    "{stem}_conf(1).yaml",
    "Kopie von {stem}.yaml",
    "{stem}-LAPTOP.yaml",
)
"""How shared disks name a copy of a file that two computers wrote."""


@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_of_an_event_does_not_count_twice(copy: str, two: Path, bounded: Frkit) -> None:
    (event,) = event_files(two)
    made = event.with_name(copy.format(stem=event.stem))
    shutil.copy(event, made)
    checked, shown = in_a_child([("check",), ("request", "show", "lapd", "--json")], two)
    assert checked.code == 0 and f"{made.name}:1:1: warning: a copy of {event.name}" in checked.out, checked.out
    assert "delete the copy" in checked.out
    assert len(json.loads(shown.out)["events"]) == 1


@pytest.mark.parametrize("copy", COPIES)
def test_an_event_that_is_there_under_another_name_only_is_not_lost(copy: str, two: Path, bounded: Frkit) -> None:
    (event,) = event_files(two)
    made = event.rename(event.with_name(copy.format(stem=event.stem)))
    checked = bounded("check")
    assert checked.code == 1 and f"rename the file to {event.name}" in checked.out, checked.out
    made.rename(event)
    assert bounded("check").code == 0


@pytest.mark.parametrize("how", ["CRLF", "BOM"])
def test_an_event_saved_anew_by_an_editor_counts_and_is_noticed(how: str, two: Path, bounded: Frkit) -> None:
    (event,) = event_files(two)
    data = event.read_bytes()
    event.write_bytes(data.replace(b"\n", b"\r\n") if how == "CRLF" else b"\xef\xbb\xbf" + data)
    assert json.loads(bounded("status", "--json", "--today", "2026-04-01").out)[0]["sent_on"] == "2026-03-02"
    checked = bounded("check")
    assert event.name in checked.out and "changed after it was written" in checked.out


@pytest.mark.parametrize("where", ["requests", f"requests/{REQUEST}/received", f"requests/{REQUEST}/law", "packets"])
def test_something_odd_in_a_folder_of_files_hangs_nothing(where: str, two: Path) -> None:
    folder = two / where
    folder.mkdir(exist_ok=True)
    for number, odd in enumerate(("a pipe", "a link to itself", "a link to a device", "a folder", "unreadable")):
        HURT[odd](folder / f"odd-{number}.yaml")
    (two / "reply.txt").write_bytes(b"Here you are.\n")
    *reading, received = in_a_child([*READING, ("receive", "lapd", "reply.txt", "--date", "2026-03-09")], two)
    assert {ended.code for ended in reading} <= {0, 1}, reading
    assert received.code == 0, received


def test_folders_that_lead_in_a_circle_hang_nothing(two: Path, bounded: Frkit) -> None:
    (two / "requests" / "circle").symlink_to(two / "requests")
    (two / "requests" / REQUEST / "up").symlink_to(two)
    for line in READING:
        assert bounded(*line).code in (0, 1)


def test_a_folder_that_may_not_be_listed_is_named(two: Path, bounded: Frkit) -> None:
    events = two / "requests" / OTHER / "events"
    events.mkdir()
    events.chmod(0)
    try:
        for line in READING:
            ended = bounded(*line)
            assert ended.code in (0, 1), ended
        assert "nypd" in bounded("check").out
    finally:
        events.chmod(0o755)


def test_a_campaign_file_in_conflict_is_said_plainly(two: Path, bounded: Frkit) -> None:
    path = two / "campaign.yaml"
    path.write_bytes(b"<<<<<<< HEAD\nname: One\n=======\nname: Other\n>>>>>>> theirs\n")
    for line in READING:
        ended = bounded(*line)
        assert ended.code == 1 and "campaign.yaml" in ended.err and "to do: " in ended.err, ended
