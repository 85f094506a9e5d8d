"""Two people write to one agency on one day, on two computers, and git joins what they did."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=tester", "-c", "user.email=tester@example.org")
    done = subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def two(frkit: Any, tmp_path: Path) -> tuple[Path, Path]:
    """A campaign whose one request was sent, and a clone of it on another computer, with private data of its own."""
    frkit("request new --agency us-ca-lapd --item contracts --today 2026-03-01")
    frkit("log sent lapd --date 2026-03-02 --method email")
    git(frkit.root, "init", "--quiet", "--initial-branch=main", ".")
    git(frkit.root, "add", ".")
    git(frkit.root, "commit", "--quiet", "--message=begun")
    git(tmp_path, "clone", "--quiet", str(frkit.root), "clone")
    shutil.copytree(frkit.root / "private", tmp_path / "clone" / "private")
    return frkit.root, tmp_path / "clone"


def test_both_letters_stay_whole(frkit: Any, two: tuple[Path, Path], tmp_path: Path) -> None:
    for folder in two:
        letter = tmp_path / f"{folder.name}.txt"
        letter.write_text(f"We ask again, says {folder.name}.\n")
        frkit(f"log fu lapd --date 2026-03-20 --letter {letter} --campaign {folder}")
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "--message=asked again")
    git(two[0], "pull", "--quiet", "--no-rebase", str(two[1]), "main")
    letters = {path.read_text() for path in (two[0] / "requests").glob("*/letters/2026-03-20-*.txt")}
    assert letters == {"We ask again, says campaign.\n", "We ask again, says clone.\n"}
    assert frkit("check").out.splitlines()[-1].startswith("1 request: no mistakes")


def test_alone_a_letter_has_a_short_name(frkit: Any, two: tuple[Path, Path]) -> None:
    assert [path.name for path in (two[0] / "requests").glob("*/letters/*")] == ["2026-03-02-request.txt"]
