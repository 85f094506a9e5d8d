"""What a command loads decides how fast it starts: counted here in modules, timed in start_up.py."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
HEAVY = {"weasyprint", "pydantic", "rich", "pikepdf", "pypdfium2", "img2pdf", "holidays", "jinja2", "yaml", "requests"}
PAGES = {"weasyprint", "pikepdf", "pypdfium2", "img2pdf", "holidays", "requests", "matplotlib", "icalendar"}
LOADED = """
import json, sys
from frkit.cli.main import main
sys.argv = ["frkit", *json.loads(sys.argv[1])]
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
print("\\n" + json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def loaded(*line: str, folder: Path) -> set[str]:
    """The libraries that are in memory after a command has run."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, json.dumps(line)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("line", [["--help"], ["--version"]], ids=" ".join)
def test_help_loads_nothing_but_click(line: list[str], tmp_path: Path) -> None:
    assert loaded(*line, folder=tmp_path) & HEAVY == set()


def test_every_commands_help_needs_no_library_that_makes_pages(tmp_path: Path) -> None:
    from frkit.cli.main import COMMANDS

    for name in COMMANDS:
        assert loaded(name, "--help", folder=tmp_path) & PAGES == set(), name


@pytest.mark.parametrize("line", [["status"], ["next"], ["check"], ["request", "list"]], ids=" ".join)
def test_the_daily_commands_need_no_library_that_makes_pages(line: list[str], tmp_path: Path) -> None:
    # check looks for the requester's data in the text of files, never in pages
    campaign = shutil.copytree(PROJECT / "examples" / "pledge-check", tmp_path / "campaign")
    assert loaded(*line, folder=campaign) & PAGES == set()
