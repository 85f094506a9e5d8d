"""A blow at any system call that writes: killed, interrupted, disk full, disk broken. Nothing is torn or lost.

strace strikes the commands as striking.py tells. The short run spreads a few blows over the calls of each command; with
FRKIT_KILLS at 50 or more, as .ci/long has it, every kind of blow falls at every call.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from pathlib import Path

import pytest
from hardship import FAKETIME, environment, start, start_python

STRIKER = Path(__file__).with_name("striking.py")
ALL = int(os.environ.get("FRKIT_KILLS", "5")) >= 50
BLOWS = "SIGKILL,ENOSPC,SIGINT,EIO,SIGTERM,EROFS,EDQUOT,EACCES"
SENT = ("log", "sent", "lapd", "--date", "2026-03-02", "--method", "email", "--letter", "letter.txt")
TABLE = "request,kind,date,text\nlapd,note,2026-03-04,They rang.\nlapd,note,2026-03-05,They rang again.\n"

ANSWER = b"We have your request.\n"
HISTORY = """\
request,agency,asked,kind,date,method,text
Los Angeles 2025,us-ca-lapd,contracts,sent,2025-11-03,email,
Los Angeles 2025,us-ca-lapd,,note,2025-11-20,,They rang.
"""
SETTINGS = environment() | {"FRKIT_PASSPHRASE": "nine crooked ladders under a quiet bridge"}

NEW = {
    "init": ("init", "another"),
    "request new": ("request", "new", "--agency", "us-ny-nypd", "--pack", "first-contact", "--today", "2026-03-05"),
    "letter": ("letter", "lapd", "request", "--out", "private/letter.txt", "--today", "2026-03-05"),
    "log sent": SENT,
}
"""Commands struck in a campaign with one request that was not sent yet."""

UNDER_WAY = {
    "log": ("log", "note", "lapd", "--date", "2026-03-03", "--text", "They rang."),
    "log with files": (
        *("log", "produced", "lapd", "--date", "2026-03-09"),
        *("--file", "reply.txt", "--file", "records.txt", "--proof", "letter.txt"),
    ),
    "log from a table": ("log", "--from-csv", "events.csv", "--yes"),
    "log refrozen": ("log", "refrozen", "lapd", "--date", "2026-03-09", "--reason", "The law was read again."),
    "receive": ("receive", "lapd", "reply.txt", "records.txt", "--date", "2026-03-09"),
    "seal": ("seal", "--date", "2026-03-10"),
    "packet new": ("packet", "new", "council", "--as-of", "2026-03-10"),
    "packet build": ("packet", "build", "hearing"),
    "forget": (
        "forget",
        hashlib.sha256(ANSWER).hexdigest(),
        "--reason",
        "A court said so.",
        "--date",
        "2026-03-10",
        "--yes",
    ),
}
"""Commands struck in a campaign with one request that was sent, an answer, and the plan of a packet."""

ASIDE = {
    "share": ("share", "shared", "--campaign", "campaign"),
    "backup": ("backup", "backup.age", "--campaign", "campaign"),
    "restore": ("restore", "earlier.age", "restored"),
    "import": ("import", "csv", "history.csv", "--campaign", "campaign"),
}
"""Commands struck in the folder that holds such a campaign."""


@pytest.fixture(scope="module")
def desk(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign with one request, and a letter, a reply and records to hand in it."""
    campaign = Path(shutil.copytree(made_once, tmp_path_factory.mktemp("desk") / "campaign"))
    (campaign / "letter.txt").write_text("To the Custodian of Records: please send the contracts.\n", encoding="utf-8")
    (campaign / "reply.txt").write_text("Dear Requester,\nhere are the records.\n" * 50_000, encoding="utf-8")
    (campaign / "records.txt").write_text("Contract No. 1\n", encoding="utf-8")
    (campaign / "answer.txt").write_bytes(ANSWER)
    (campaign / "events.csv").write_text(TABLE, encoding="utf-8")
    return campaign


@pytest.fixture(scope="module")
def sent(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, with the request sent, one answer and the plan of a packet."""
    campaign = Path(shutil.copytree(desk, tmp_path_factory.mktemp("sent") / "campaign"))
    typed(*SENT, cwd=campaign)
    typed("receive", "lapd", "answer.txt", "--date", "2026-03-06", cwd=campaign)
    typed("packet", "new", "hearing", "--as-of", "2026-03-10", cwd=campaign)
    return campaign


@pytest.fixture(scope="module")
def aside(sent: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which that campaign lies, with a backup and a table of earlier events."""
    desk = tmp_path_factory.mktemp("aside")
    shutil.copytree(sent, desk / "campaign")
    (desk / "history.csv").write_text(HISTORY, encoding="utf-8")
    typed("backup", "earlier.age", "--campaign", "campaign", cwd=desk)
    return desk


def typed(*line: str, cwd: Path) -> None:
    """Run a command that succeeds."""
    process = start(*line, cwd=cwd, env=SETTINGS)
    _, err = process.communicate()
    assert process.returncode == 0, err


def run(commands: dict[str, tuple[str, ...]], *short: str) -> tuple[str, ...]:
    """The commands to strike: all in the long run, the chief ones in the short."""
    return tuple(commands) if ALL else short


def strike(template: Path, work: Path, command: tuple[str, ...], most: int = 6) -> tuple[int, int]:
    """Strike a command; gives how many calls that write it has, and how many blows fell."""
    how_many = "0" if ALL else str(most)
    work = work / "work"
    work.mkdir()
    settings = SETTINGS | FAKETIME
    driver = start_python(STRIKER, template, work, BLOWS, how_many, "--", *command, cwd=work, env=settings)
    out, err = driver.communicate()
    assert driver.returncode == 0, err
    found = re.search(r"(\d+) calls, (\d+) blows$", out.strip())
    assert found, out
    return int(found[1]), int(found[2])


@pytest.mark.parametrize("name", run(NEW, "request new", "log sent"))
def test_a_blow_to_what_begins_a_request(name: str, desk: Path, tmp_path: Path) -> None:
    calls, blows = strike(desk, tmp_path, NEW[name])
    assert calls > 10 and blows >= 5


@pytest.mark.parametrize("name", run(UNDER_WAY, "log with files", "receive", "log from a table", "forget"))
def test_a_blow_to_what_is_logged_of_a_request(name: str, sent: Path, tmp_path: Path) -> None:
    calls, blows = strike(sent, tmp_path, UNDER_WAY[name])
    assert calls > 10 and blows >= 5


@pytest.mark.parametrize("name", run(ASIDE, "share", "import"))
def test_a_blow_to_what_reads_or_writes_beside_a_campaign(name: str, aside: Path, tmp_path: Path) -> None:
    calls, blows = strike(aside, tmp_path, ASIDE[name])
    assert calls > 10 and blows >= 5
