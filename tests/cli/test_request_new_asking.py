"""``frkit request new`` on a terminal: a person answers, is corrected, sees the whole, and may still say no."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PROMPT = re.compile(r"(: |\]: )$")
LONGEST = 60


def play(folder, answers):
    """Type answers into ``frkit request new``, each once it asks; gives what stood on the screen and the exit code."""
    master, slave = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(PROJECT), "COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}
    line = [sys.executable, "-c", "from frkit.cli.main import main; main()", "request", "new", "--today", "2026-03-02"]
    done = subprocess.Popen(line, cwd=folder, stdin=slave, stdout=slave, stderr=slave, env=env, start_new_session=True)
    os.close(slave)
    screen, told, waiting = "", 0, list(answers)
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        ready, _, _ = select.select([master], [], [], 0.2)
        if ready:
            try:
                data = os.read(master, 4096)
            except OSError:
                break
            if not data:
                break
            screen += data.decode(errors="replace")
        elif waiting and len(screen) > told and PROMPT.search(screen):
            told = len(screen)
            os.write(master, waiting.pop(0).encode() + b"\n")
    else:
        done.send_signal(signal.SIGKILL)
    os.close(master)
    return screen.replace("\r\n", "\n"), done.wait(10)


@pytest.fixture
def typed(frkit):
    return lambda *answers: play(frkit.root, answers)


def test_a_person_is_asked_in_plain_words_and_may_take_what_is_offered(typed, frkit):
    screen, code = typed("us-tn-dos", "", "amazon", "", "", "y", "25.00", "y")
    assert code == 0, screen
    assert "Whom do you ask?" in screen
    assert "Small first request (first-contact, 6 items)" in screen
    assert "Who asks: robin" in screen
    assert "Any citizen of Tennessee" in screen
    line = re.search(r"\$ (frkit request new --agency .*)", screen)[1]
    assert line.endswith("--requester robin --given resident=yes --given fee_cap=25.00")
    assert "Made requests/2026-03-dos-first-contact" in screen
    shown = json.loads(frkit("request show dos --json").out)
    assert len(shown["items_asked"]) == 6
    again = frkit(f"{line.removeprefix('frkit ')} --today 2026-03-02").out
    assert "it was not made twice" in again, "the line that was shown asks for the very same"


def test_slips_are_told_and_asked_again(typed, frkit):
    screen, code = typed(
        "xyzzy",
        "portland",
        "1",
        "99",
        "polcy",
        "policy, contracts",
        "amazn",
        "",
        "2020-06-10",
        "2019-01-01",
        "",
        "-3",
        "",
        "n",
    )
    assert code == 0, screen
    assert "No body on file has these words" in screen
    assert "There is no pack 99" in screen
    assert "did you mean 'policy'" in screen
    assert "did you mean 'amazon'" in screen
    assert "That is before 2020-06-10" in screen
    assert "'-3' is not an amount of money" in screen
    assert "Nothing was made" in screen
    assert json.loads(frkit("request list --json").out) == []


def test_of_several_bodies_one_is_chosen_and_a_body_outside_the_law_is_refused(typed, frkit):
    screen, code = typed("gb-nca", "yorkshire", "0", "yorkshire", "2", "1", "", "", "", "", "y")
    assert code == 0, screen
    assert "No request can go to National Crime Agency" in screen
    assert json.loads(frkit("request list --json").out)[0]["law"] == "gb"


def test_of_several_bodies_one_may_be_named_instead_of_counted(typed, frkit):
    screen, code = typed("portland", "seattle", "police", "us-or-portland-pb", "1", "", "", "", "", "y")
    assert code == 0, screen
    assert "None of these has 'seattle' in the name" in screen
    assert json.loads(frkit("request list --json").out)[0]["agency"] == "us-or-portland-pb"


def test_no_line_is_wider_than_the_terminal(typed):
    screen, _ = typed("us-tn-dos", "", "", "", "", "y", "", "n")
    wide = [line for line in screen.splitlines() if len(line) > 80 and "$ frkit" not in line]
    assert wide == []
