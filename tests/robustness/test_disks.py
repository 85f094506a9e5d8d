"""Disks that refuse: read-only, full, or without hard links. Always fact, place and remedy, and never a torn file."""

from __future__ import annotations

import errno
import os
import resource
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hardship import Ended, assert_whole, event_files, snapshot, without_power_over_permissions

from frkit.base.errors import AlreadyThere, FrkitError
from frkit.base.files import copy_in, create, replace

NOTE = ("log", "note", "lapd", "--date", "2026-03-03", "--text", "They rang, and said that they would write. " * 20)
WRITING = {
    "log": NOTE,
    "log sent": ("log", "sent", "lapd", "--date", "2026-03-03", "--method", "email", "--letter", "letter.txt"),
    "receive": ("receive", "lapd", "letter.txt", "--date", "2026-03-03"),
    "request new": ("request", "new", "--agency", "us-ny-nypd", "--pack", "first-contact"),
    "init": ("init", "another"),
    "demo": ("demo", "a-demo"),
}


@pytest.fixture
def no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that has no hard links, like most memory sticks."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)


@pytest.fixture(params=["with links", "without links"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder on a disk with, and then on one without, hard links."""
    if request.param == "without links":
        request.getfixturevalue("no_links")
    return tmp_path


def test_a_file_is_created_once_and_never_replaced(disk: Path) -> None:
    path = disk / "below" / "event.yaml"
    create(path, b"first")
    create(path, b"first")
    with pytest.raises(AlreadyThere) as refused:
        create(path, b"second")
    assert path.read_bytes() == b"first"
    assert refused.value.place == str(path.parent) and "nothing was written" in refused.value.remedy
    assert [entry.name for entry in path.parent.iterdir()] == ["event.yaml"]


def test_a_name_taken_by_a_folder_or_a_broken_link_is_not_replaced(disk: Path) -> None:
    (disk / "folder").mkdir()
    (disk / "link").symlink_to(disk / "nowhere")
    for name in ("folder", "link"):
        with pytest.raises(AlreadyThere):
            create(disk / name, b"x")
    assert (disk / "folder").is_dir() and (disk / "link").is_symlink()


def test_an_original_is_copied_once_under_its_hash(disk: Path) -> None:
    source = disk / "source.pdf"
    source.write_bytes(b"%PDF-" + bytes(3_000_000))
    for _ in range(2):
        path, digest, size = copy_in(source, disk / "kept", lambda sha: f"{sha[:8]}.pdf")
    assert path.read_bytes() == source.read_bytes() and path.name == f"{digest[:8]}.pdf" and size == 3_000_005
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_writing_that_fails_half_way_leaves_nothing(disk: Path) -> None:
    from frkit.base.files import create_from

    def half(file: object) -> None:
        file.write(b"half of it")  # type: ignore[attr-defined]
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(FrkitError, match="the disk is full"):
        create_from(disk / "below" / "event.yaml", half)
    assert list((disk / "below").iterdir()) == []


def test_what_may_be_made_again_is_replaced_whole(disk: Path) -> None:
    for content in (b"old", b"new"):
        replace(disk / "packet.pdf", content)
    assert (disk / "packet.pdf").read_bytes() == b"new"
    assert [entry.name for entry in disk.iterdir()] == ["packet.pdf"]


def test_a_campaign_on_a_disk_without_links_works(no_links: None, frkit: Callable[..., Ended], campaign: Path) -> None:
    assert frkit(*NOTE).code == 0
    (campaign / "letter.txt").write_text("To the Custodian of Records: please send the contracts.\n", encoding="utf-8")
    assert frkit(*WRITING["log sent"]).code == 0
    assert frkit(*WRITING["receive"]).code == 0
    assert_whole(campaign)
    assert len(event_files(campaign)) == 3


@pytest.mark.parametrize("name", WRITING)
def test_in_a_read_only_folder_it_says_so_and_writes_nothing(
    name: str, campaign: Path, frkit_program: Callable[..., Ended], request: pytest.FixtureRequest
) -> None:
    (campaign / "letter.txt").write_text("Dear Sir or Madam\n", encoding="utf-8")
    request.getfixturevalue("unwritable")
    before = snapshot(campaign)
    ended = frkit_program(*WRITING[name], preexec_fn=without_power_over_permissions)
    assert_refused(ended)
    assert snapshot(campaign) == before


@pytest.mark.parametrize("room", [0, 1, 300])
@pytest.mark.parametrize("name", [name for name in WRITING if name != "demo"])
def test_when_the_disk_takes_no_more_it_says_so_and_leaves_no_part(
    name: str, room: int, campaign: Path, frkit_program: Callable[..., Ended]
) -> None:
    (campaign / "letter.txt").write_text("Dear Sir or Madam\n" * 100, encoding="utf-8")
    before = snapshot(campaign)
    ended = frkit_program(*WRITING[name], preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, (room, room)))
    if name == "init" and ended.code == 0:
        return  # its files are that small
    assert_refused(ended)
    assert event_files(campaign) == []
    now = snapshot(campaign)
    assert {path: now[path] for path in before} == before
    assert not [path for path in campaign.rglob("*.tmp") if path.is_file()]


def assert_refused(ended: Ended) -> None:
    """It ended with 1, a fact, a place and a remedy."""
    assert ended.code == 1, ended
    first, where, remedy = ended.err.splitlines()[:3]
    assert first.startswith("frkit: ") and first.endswith(".")
    assert where.startswith("  where: ") and remedy.startswith("  to do: ")


def test_on_a_disk_without_links_a_name_is_taken_once_however_many_want_it(no_links: None, tmp_path: Path) -> None:
    """Between the look at a name and the rename that takes it nobody else may slip in."""
    from concurrent.futures import ThreadPoolExecutor

    for number in range(40):
        path = tmp_path / f"{number}.claim"

        def claim(who: int, path: Path = path) -> bool:
            try:
                create(path, b"mine %d" % who)
            except AlreadyThere:
                return False
            return path.read_bytes() == b"mine %d" % who

        with ThreadPoolExecutor(8) as people:
            assert sorted(people.map(claim, range(8))) == [False] * 7 + [True]
