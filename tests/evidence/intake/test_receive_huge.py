"""A file that is far larger than memory, and mostly holes, as disk images come: taken in whole, in bounded means."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from frkit.tracking.folder import CampaignFolder, init_campaign

TOP = Path(__file__).resolve().parents[3]
HUGE = 4 << 30
ZEROS = "8479e43911dc45e89f934fe48d01297e16f51d17aa561d4d1c216b1ae0fcddca"
"""The SHA-256 of HUGE bytes of zero, as sha256sum tells it."""
MOST_MEMORY = 400 << 10
"""Kilobytes, of a program that needs 50,000 of them for a small file too."""
MOST_SECONDS = 120
"""Of work, not of waiting; a small machine needs 25, nearly all of it to read and to hash."""

pytestmark = pytest.mark.skipif(not hasattr(os, "wait4"), reason="this system does not tell what a program used")


def frkit(campaign: CampaignFolder, *said: str) -> tuple[str, int, float]:
    """What a command printed, the memory of it and of what it began in KB, and its seconds of work."""
    command = [sys.executable, "-m", "frkit", *said]
    environment = {**os.environ, "FRKIT_BY": "tester", "COLUMNS": "80", "PYTHONPATH": str(TOP)}
    with subprocess.Popen(command, cwd=campaign.root, env=environment, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        printed = run.stdout.read()
        _, status, used = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
    assert run.returncode == 0, printed
    kilobytes = used.ru_maxrss >> (10 if sys.platform == "darwin" else 0)
    return printed, kilobytes, used.ru_utime + used.ru_stime


def test_four_gigabytes_of_holes_in_a_folder_are_taken_in_and_stay_holes(tmp_path: Path) -> None:
    campaign = init_campaign(tmp_path / "campaign", "Test", requester="me")
    person = "name: Robin Requester\naddress: [12 Hidden Lane, Oakland]\n"
    (campaign.root / "private" / "requesters" / "me.yaml").write_text(person)
    came = tmp_path / "came"
    came.mkdir()
    (came / "disk.img").touch()
    os.truncate(came / "disk.img", HUGE)
    if (came / "disk.img").stat().st_blocks:
        pytest.skip("this disk keeps no holes")
    (came / "letter.txt").write_text("Please find a copy of the disk attached.\n")
    frkit(campaign, "request", "new", "--agency", "us-ca-lapd", "--pack", "first-contact", "--today", "2026-03-02")

    said, memory, seconds = frkit(campaign, "receive", "lapd", str(came), "--date", "2026-03-12")

    (kept,) = campaign.root.glob("requests/*/received/*-disk.img")
    assert kept.stat().st_size == HUGE and kept.stat().st_blocks * 512 < 1 << 20
    assert f"sha256 {ZEROS}" in said and "4,294,967,296 bytes, as it came" in said
    assert len(list(campaign.root.glob("requests/*/received/*-letter.txt"))) == 1, "what lies beside it too"
    assert "disk.img (only its beginning and its end" in " ".join(said.split()), "nobody looked at all of it"
    as_large_as_we = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # a child begins with its parent's highest
    assert memory < max(MOST_MEMORY, as_large_as_we + 1) and seconds < MOST_SECONDS
