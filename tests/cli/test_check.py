"""``frkit check`` as an editor and as a person read it."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def merged(frkit):
    """A request of which two people logged the same reply, and sent before that."""
    frkit("request new --agency us-ca-lapd --pack first-contact --today 2026-03-02")
    frkit("log sent lapd --date 2026-03-02 --method email --to records@agency.example --today 2026-03-02")
    for who in ("alice", "bob"):
        (frkit.root / "private" / "me.yaml").write_text(f"name: {who}\n")
        frkit("log acknowledged lapd --date 2026-03-03 --again --today 2026-03-04")
    return frkit


def on_a_terminal(root, *words):
    """What a command shows on a terminal of 80 columns."""
    leader, follower = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "COLUMNS": "80", "TERM": "dumb", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "frkit", *words]
    with subprocess.Popen(command, cwd=root, env=environment, stdout=follower, stderr=follower):
        os.close(follower)
        told = b""
        try:
            while part := os.read(leader, 65536):
                told += part
        except OSError:
            pass
    os.close(leader)
    return told.decode().replace("\r\n", "\n").splitlines()


def test_in_a_pipe_each_finding_is_one_line_that_editors_read(merged):
    first = merged("check").out.splitlines()[0]
    path, line, column, rest = first.split(":", 3)
    assert (merged.root / path).is_file() and (line, column) == ("1", "1") and rest.startswith(" warning: logged twice")


def test_on_a_terminal_a_finding_is_folded_and_its_command_is_whole(merged):
    said = on_a_terminal(merged.root, "check")
    place = next(number for number, line in enumerate(said) if line.endswith(".yaml:1:1:"))
    command = next(line for line in said[place:] if line.startswith("    $ frkit log corrected "))
    folded = said[place + 1 : said.index(command)]
    assert "logged twice" in folded[0] and max(map(len, folded)) <= 80
    assert command.endswith('--reason "logged twice" --date DATE')
    merged(command.removeprefix("    $ frkit ").replace("DATE", "2026-03-04"))
    assert "logged twice" not in merged("check").out
