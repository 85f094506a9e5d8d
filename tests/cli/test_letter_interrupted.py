"""Many letters by several processes: Ctrl-C half-way leaves whole letters, and the same command goes on."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from frkit.base.yaml_places import dump_yaml
from frkit.letters import writing_many
from frkit.tracking.folder import init_campaign

PROJECT = Path(__file__).resolve().parents[2]
PLACES = ("us-ca-lapd", "us-or-washington-county-sheriff", "gb-met")
LAWS = {"us-ca-lapd": "us-ca", "us-or-washington-county-sheriff": "us-or", "gb-met": "gb"}
DAY = "--today 2026-03-02"
OUT = "private/letters/2026-03-02-open"
COUNT = 80
"""Requests: more than are written before somebody can press Ctrl-C."""


@pytest.fixture
def many(tmp_path):
    """A campaign with many requests."""
    folder = init_campaign(tmp_path / "campaign", "Test", requester="robin")
    person = "name: Robin Requester\naddress: [12 Hidden Lane, Oakland]\nemail: robin@secret.example\n"
    (folder.root / "private" / "requesters" / "robin.yaml").write_text(person)
    for number in range(COUNT):
        agency = PLACES[number % len(PLACES)]
        request = folder.root / "requests" / f"2026-03-{number:03}"
        request.mkdir()
        asked = {"format": "1", "agency": agency, "law": LAWS[agency], "requester": "robin"}
        (request / "request.yaml").write_text(dump_yaml({**asked, "items": [{"number": 1, "category": "contracts"}]}))
    return folder.root


def started(line: str, campaign: Path) -> subprocess.Popen[str]:
    """A command as a program of its own, in a process group of its own, as a terminal starts it."""
    return subprocess.Popen(
        [sys.executable, "-m", "frkit", *shlex.split(line)],
        cwd=campaign,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "COLUMNS": "80"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def run(line: str, campaign: Path, expect: int = 0) -> str:
    done = started(line, campaign)
    out, err = done.communicate(timeout=300)
    assert done.returncode == expect and "Traceback" not in err, err
    return out


def letters(campaign: Path) -> list[Path]:
    return sorted(path for path in (campaign / OUT).glob("*") if path.suffix != ".csv")


def wait_for(campaign: Path, count: int, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 120
    while len(letters(campaign)) < count:
        assert process.poll() is None and time.monotonic() < until
        time.sleep(0.02)


def children_of(group: int) -> list[int]:
    """The processes of a group that are alive."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            after = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if after[0] != "Z" and int(after[2]) == group:
            found.append(int(path.parent.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="several processes write letters on Linux only")
def test_what_was_written_when_somebody_stops_it_is_whole_and_the_same_command_goes_on(many):
    line = f"letter --open --format pdf --yes {DAY}"
    first = started(line, many)
    wait_for(many, 4, first)
    os.killpg(first.pid, signal.SIGINT)
    _, err = first.communicate(timeout=60)
    assert first.returncode == 130 and "Interrupted" in err and "Traceback" not in err
    left = {path: path.read_bytes() for path in letters(many)}
    assert 4 <= len(left) < COUNT and all(data.rstrip().endswith(b"%%EOF") for data in left.values())
    assert not list(many.rglob("*.tmp")) and not list((many / OUT).glob("*.csv"))
    assert not children_of(first.pid)

    said = run(line, many)
    assert f"{len(left)} were there already" in said and len(letters(many)) == COUNT
    assert all(path.read_bytes() == data for path, data in left.items())
    assert f"{COUNT} requests: no mistakes" in run("check", many)


@pytest.mark.skipif(sys.platform != "linux", reason="several processes write letters on Linux only")
def test_processes_do_not_outlive_the_one_that_started_them(many):
    first = started(f"letter --open --format pdf --yes {DAY}", many)
    wait_for(many, 2, first)
    assert len(children_of(first.pid)) > 1 or (os.cpu_count() or 1) < 2
    first.kill()
    first.wait(timeout=60)
    until = time.monotonic() + 60
    while children_of(first.pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert not children_of(first.pid)
    assert all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in letters(many))


def test_many_processes_write_what_one_writes(many, tmp_path, monkeypatch):
    run(f"letter --open --yes --out-dir {tmp_path}/many {DAY}", many)
    monkeypatch.setattr(writing_many, "_FEW", {"txt": 1000})
    from datetime import date

    from frkit.letters.making import Wish
    from frkit.tracking.folder import CampaignFolder

    order = writing_many.Order(CampaignFolder.find(many), Wish(date(2026, 3, 2)), tmp_path / "one")
    done = list(writing_many.outcomes(order, order.folder.request_ids()))
    assert [one.state for one in done] == ["new"] * COUNT and len({one.file for one in done}) == COUNT
    for one in done:
        assert one.file.read_bytes() == (tmp_path / "many" / one.file.name).read_bytes()
