"""What the Tab key finishes, asked for as a shell asks for it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def desk(read_only_campaign):
    for agency in ("us-ca-lapd", "us-ny-nypd"):
        read_only_campaign(f"request new --agency {agency} --item contracts --today 2026-03-01")
    read_only_campaign("log sent lapd nypd --date 2026-03-02 --method email")
    (read_only_campaign.root / "reply.txt").write_text("We have your request.")
    read_only_campaign("receive lapd reply.txt --date 2026-03-05")
    return read_only_campaign


def offered(folder, line):
    """What the shell would offer for the last word of a line."""
    words = line.split(" ")
    done = subprocess.run(
        [sys.executable, "-m", "frkit"],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(PROJECT),
            "_FRKIT_COMPLETE": "bash_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - 1),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return [one.removeprefix("plain,") for one in done.stdout.splitlines() if one]


def test_commands_kinds_and_codes(desk):
    assert {"log", "law", "letter"} <= set(offered(desk.root, "frkit l"))
    assert {"nrd", "note", "no-records", "ncnd"} <= set(offered(desk.root, "frkit log n"))


def test_requests_by_their_beginning_or_by_the_one_part_that_fits(desk):
    assert offered(desk.root, "frkit log ack 2026") == ["2026-03-lapd", "2026-03-nypd"]
    for command in ("log ack", "why", "status", "letter", "receive", "request show"):
        assert offered(desk.root, f"frkit {command} lap") == ["2026-03-lapd"]
    assert offered(desk.root, "frkit log ack pd") == []


def test_events_of_the_request_on_the_line(desk):
    found = offered(desk.root, "frkit log corrected lapd --event ")
    assert [one.rpartition("-")[0] for one in found] == ["2026-03-05-arrived", "2026-03-02-sent"]
    assert [one.rpartition("-")[0] for one in offered(desk.root, "frkit log ack lapd --in ")] == ["2026-03-05-arrived"]
    assert offered(desk.root, "frkit log ack nypd --in ") == []


def test_agencies(desk):
    assert "us-ca-lapd" in offered(desk.root, "frkit request new --agency us-ca-l")
    assert "us-ca-lapd" in offered(desk.root, "frkit log ack --agency us-ca-l")


def test_outside_a_campaign_nothing_is_offered_and_nothing_is_said(tmp_path, desk):
    assert offered(tmp_path, "frkit log ack lap") == []
    assert offered(tmp_path, f"frkit log ack --campaign {desk.root} lap") == ["2026-03-lapd"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell_is_one_that_the_shell_can_read(desk, tmp_path, shell):
    script = desk(f"completion {shell}").out
    assert "_FRKIT_COMPLETE" in script
    program = shutil.which(shell)
    if program is not None:
        (tmp_path / "script").write_text(script)
        assert subprocess.run([program, "-n", tmp_path / "script"], check=False).returncode == 0


def test_an_unknown_shell_is_told_which_there_are(desk, monkeypatch):
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    assert "name one: frkit completion bash, zsh or fish" in desk("completion", expect=2).err
