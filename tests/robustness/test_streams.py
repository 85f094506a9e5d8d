"""Output that nobody takes, closed input, a folder that is gone: all of the work is done or none, and it is said."""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import shutil
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hardship import REQUEST, Ended, assert_whole, environment, event_files, start, told

Frkit = Callable[..., Ended]
NOTE = ("log", "note", "lapd", "--date", "2026-03-03", "--text", "They rang.")
CTRL_C = b"\x03"
SHOWING = (("status",), ("status", "--json"), ("next",), ("check",), ("law", "list"), ("--help",), ("log", "--help"))


@pytest.mark.parametrize("line", [*SHOWING, NOTE], ids=" ".join)
def test_a_full_disk_behind_the_output_is_said(line: tuple[str, ...], campaign: Path) -> None:
    with Path("/dev/full").open("w") as full:
        process = start(*line, cwd=campaign, stdout=full)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 1 and told(err) and "Traceback" not in err, err
    assert "standard output" in err and "is whole" in err
    assert len(event_files(campaign)) == (line is NOTE)


@pytest.mark.parametrize("closed", ["0", "1", "2", "0 1 2"])
@pytest.mark.parametrize("line", [("status",), ("law", "list"), ("check",), NOTE], ids=" ".join)
def test_closed_streams_keep_nothing_from_being_done(line: tuple[str, ...], closed: str, campaign: Path) -> None:
    how = " ".join(f"{number}>&-" if number != "0" else "0<&-" for number in closed.split())
    command = ["sh", "-c", f'exec "$@" {how}', "sh", *_frkit(line)]
    done = subprocess.run(command, cwd=campaign, env=environment(), capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
    assert len(event_files(campaign)) == (line is NOTE)
    assert_whole(campaign)


def test_nothing_is_asked_of_a_closed_input(campaign: Path) -> None:
    command = ["sh", "-c", 'exec "$@" 0<&-', "sh", *_frkit(("log", "note", "lapd", "--text", "They rang."))]
    done = subprocess.run(command, cwd=campaign, env=environment(), capture_output=True, timeout=60, check=False)
    assert done.returncode == 2 and b"--date" in done.stderr, done
    assert event_files(campaign) == []


@pytest.mark.parametrize("line", [("law", "list"), ("status",), NOTE, ("--help",)], ids=" ".join)
def test_a_reader_that_stops_early_is_no_failure(line: tuple[str, ...], campaign: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = start(*line, cwd=campaign, stdout=writing)
    os.close(writing)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0 and "Traceback" not in err
    assert len(event_files(campaign)) == (line is NOTE)


def _sit_down() -> None:
    """In the child: the terminal is the one that gives orders to it, like ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """A terminal in front of frkit: what it shows, and what is typed."""

    def __init__(self, *line: str, cwd: Path) -> None:
        self.leader, follower = os.openpty()
        ends = {"stdin": follower, "stdout": follower, "stderr": follower}
        self.process = start(*line, cwd=cwd, **ends, start_new_session=True, preexec_fn=_sit_down)
        os.close(follower)
        self.shown = ""

    def until(self, words: str) -> None:
        """Wait until these words stand there."""
        while words not in self.shown:
            self._read()

    def to_the_end(self) -> int:
        """Wait until frkit has ended; gives its exit code."""
        with contextlib.suppress(OSError):
            while True:
                self._read()
        return self.process.wait(timeout=60)

    def _read(self) -> None:
        ready, _, _ = select.select([self.leader], [], [], 60)
        assert ready, f"nothing more came after: {self.shown}"
        self.shown += os.read(self.leader, 1000).decode()


def test_ctrl_c_at_a_question_writes_nothing(campaign: Path) -> None:
    terminal = Terminal("log", "note", "lapd", "--text", "They rang.", cwd=campaign)
    terminal.until("On which day")
    time.sleep(0.5)  # Python misses a key that is pressed just as it begins to wait
    os.write(terminal.leader, CTRL_C)
    assert terminal.to_the_end() == 130
    assert "Interrupted." in terminal.shown
    assert event_files(campaign) == []


def test_a_campaign_moved_away_while_frkit_asks_is_not_made_anew(campaign: Path, tmp_path: Path) -> None:
    line = ("log", "note", "lapd", "--text", "They rang.", "--campaign", str(campaign))
    terminal = Terminal(*line, cwd=tmp_path)
    terminal.until("On which day")
    moved = campaign.rename(tmp_path / "moved away")
    os.write(terminal.leader, b"2026-03-03\n")
    assert terminal.to_the_end() == 1
    assert "to do:" in terminal.shown and "Traceback" not in terminal.shown
    assert not campaign.exists() and event_files(moved) == []


@pytest.mark.parametrize("line", [("status",), NOTE, ("init", "below"), ("check", "--campaign", ".")], ids=" ".join)
def test_in_a_folder_that_is_gone_it_says_so(line: tuple[str, ...], tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    process = start(*line, cwd=gone, preexec_fn=partial(shutil.rmtree, gone))
    _, err = process.communicate(timeout=60)
    assert process.returncode in (1, 2) and "Traceback" not in err and told(err), err


def test_from_a_folder_that_is_gone_a_named_campaign_and_the_laws_can_be_used(campaign: Path, tmp_path: Path) -> None:
    for line in (("status", "--campaign", str(campaign)), ("law", "list"), (*NOTE, "--campaign", str(campaign))):
        gone = tmp_path / "gone"
        gone.mkdir()
        process = start(*line, cwd=gone, preexec_fn=partial(shutil.rmtree, gone))
        _, err = process.communicate(timeout=60)
        assert process.returncode == 0, err


@pytest.mark.parametrize("changed", [{"HOME": None}, {"HOME": "/nowhere"}, {"LC_ALL": "C", "LANG": "C", "PATH": ""}])
def test_no_home_and_a_bare_environment_keep_nothing_from_being_done(
    changed: dict[str, str | None], campaign: Path, frkit_program: Frkit
) -> None:
    settings = {key: value for key, value in (environment() | changed).items() if value is not None}
    for line in (("status",), NOTE, ("law", "list"), ("check",)):
        ended = frkit_program(*line, env=settings)
        assert ended.code == 0, ended.err
    assert len(list((campaign / "requests" / REQUEST / "events").iterdir())) == 1


def _frkit(line: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", "frkit", *line]
