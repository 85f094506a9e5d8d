"""``frkit receive`` at a terminal: it proposes, asks, and takes no answer for a yes."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
REQUEST = "2026-03-lapd-first-contact"
REPLY = """From: records@lapd.example
To: robin@secret.example
Date: Mon, 09 Mar 2026 10:00:00 -0800
Subject: {}

We need more time.
"""


def at_a_terminal(line: str, cwd: Path, *answers: str) -> str:
    """Run a line with a terminal for input and output, and type each answer once a question waits for it."""
    ours, theirs = pty.openpty()
    settings = os.environ | {"PYTHONPATH": str(PROJECT), "FRKIT_BY": "tester", "NO_COLOR": "1", "COLUMNS": "80"}
    process = subprocess.Popen(
        [sys.executable, "-m", "frkit", *line.split()],
        cwd=cwd,
        env=settings | {"TERM": "dumb"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        close_fds=True,
    )
    os.close(theirs)
    said, waiting, until = "", list(answers), time.monotonic() + 90
    while time.monotonic() < until:
        ready, _, _ = select.select([ours], [], [], 0.3)
        if ready:
            try:
                data = os.read(ours, 65536)
            except OSError:  # so a terminal ends on Linux
                break
            if not data:
                break
            said += data.decode("utf-8", "replace")
        elif waiting and said.rstrip(" ").endswith((":", "]:")):
            os.write(ours, f"{waiting.pop(0)}\n".encode())
    process.wait(timeout=30)
    os.close(ours)
    assert "Traceback" not in said
    assert not waiting, f"nobody asked for {waiting}: {said}"
    return said


@pytest.fixture
def desk(frkit):
    """A campaign with two requests, and what lies in its inbox."""
    for agency in ("us-ca-lapd", "us-ny-nypd"):
        frkit(f"request new --agency {agency} --pack first-contact --today 2026-03-02")
    frkit("log sent lapd --date 2026-03-02 --method email --to records@lapd.example")
    (frkit.root / "inbox" / "reply.eml").write_text(REPLY.format("Your request"))
    (frkit.root / "inbox" / "letter.txt").write_text("We got your letter.")
    return frkit


def arrived(desk, request):
    return sorted((desk.root / "requests" / request / "events").glob("*-arrived-*.yaml"))


def test_it_asks_for_the_proposals_and_for_each_file_that_it_cannot_place(desk):
    said = at_a_terminal("receive --date 2026-03-12", desk.root, "y", "no such request", "nypd", "y")
    assert "Take it in as proposed" in said and "No request here is called" in said
    assert "holds the e-mail of requester" in said
    assert len(arrived(desk, REQUEST)) == 1 and len(arrived(desk, "2026-03-nypd-first-contact")) == 1
    assert not [path for path in (desk.root / "inbox").iterdir() if path.name != ".gitignore"]
    assert "private/received" in arrived(desk, REQUEST)[0].read_text()


def test_no_and_enter_leave_everything_where_it_is(desk):
    said = at_a_terminal("receive", desk.root, "n", "")
    assert "left where they are: 2 of 2" in said
    assert arrived(desk, REQUEST) == [] and (desk.root / "inbox" / "reply.eml").is_file()


def test_whoever_says_so_keeps_it_among_the_files_that_git_tracks(desk):
    at_a_terminal("receive lapd inbox/reply.eml", desk.root, "n")
    assert "file: received/" in arrived(desk, REQUEST)[0].read_text()


def test_the_day_of_a_letter_is_asked_for(desk):
    at_a_terminal("receive lapd inbox/letter.txt", desk.root, "2026-03-13")
    assert arrived(desk, REQUEST)[0].name.startswith("2026-03-13")
