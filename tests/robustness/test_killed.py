"""``kill -9`` at any moment: no file is torn, no half event counts, and the next command works as if nothing were."""

from __future__ import annotations

import os
import random
import shutil
import time
from pathlib import Path

import pytest
from hardship import assert_unharmed, start, start_python

KILLER = Path(__file__).with_name("killing.py")
KILLS = int(os.environ.get("FRKIT_KILLS", "5"))
"""How many programs of each kind are killed from outside; the long run sets more."""

LETTER = "Dear Ms Requester,\nwe need more time.\n" * 2000
COMMANDS = {
    "log": ["log", "note", "lapd", "--date", "2026-03-03", "--text", "They rang."],
    "log sent": ["log", "sent", "lapd", "--date", "2026-03-03", "--method", "email", "--letter", "letter.txt"],
    "receive": ["receive", "lapd", "reply.txt", "--date", "2026-03-09"],
    "request new": ["request", "new", "--agency", "us-ny-nypd", "--pack", "first-contact", "--today", "2026-03-05"],
}


@pytest.fixture
def desk(campaign: Path) -> Path:
    """The campaign with a letter and a reply to hand in it."""
    (campaign / "letter.txt").write_text("To the Custodian of Records: please send the contracts.\n", encoding="utf-8")
    (campaign / "reply.txt").write_text(LETTER, encoding="utf-8")
    return campaign


@pytest.mark.parametrize("links", ["with links", "without links"])
@pytest.mark.parametrize("name", COMMANDS)
def test_killed_at_every_line_that_writes(name: str, links: str, desk: Path, tmp_path: Path) -> None:
    # Sending writes four files, receiving starts a process of its own: the short run leaves more of their lines out.
    step = {"log sent": "8", "receive": "8"}.get(name, "2") if KILLS < 50 else "1"
    options = [step, "--without-links"] if links == "without links" else [step]
    driver = start_python(KILLER, desk, tmp_path, *options, "--", *COMMANDS[name], cwd=tmp_path)
    out, err = driver.communicate(timeout=300)
    assert driver.returncode == 0, err
    assert int(out.split()[-1]) > 15, "the lines that write were not followed"


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_from_outside_at_some_moment(name: str, desk: Path, tmp_path: Path) -> None:
    began = time.monotonic()
    assert start(*COMMANDS[name], cwd=shutil.copytree(desk, tmp_path / "whole")).wait(timeout=60) == 0
    takes = time.monotonic() - began
    seed = random.randrange(10**6)
    moments = random.Random(seed)
    for number in range(KILLS):
        copy = shutil.copytree(desk, tmp_path / f"{number:04}")
        process = start(*COMMANDS[name], cwd=copy)
        # Files are written near the end of a run, so that is where most of the blows fall.
        time.sleep(takes * moments.betavariate(4, 1) * 1.1)
        process.kill()
        process.communicate(timeout=60)
        assert_unharmed(desk, copy, f"seed {seed}, blow {number}")
