"""What the README tells people to type works as it stands."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TYPED = re.compile(r"^\$ (.+)$")
ELSEWHERE = re.compile(
    r"(?:sh|bash) \.ci/|(?:sudo )?(?:apt|apt-get|brew) |git clone |cd frkit\b|(?:python3 -m venv|\.venv/bin/)"
)
"""Lines that install: .ci/run and .ci/long run those, for they need root and the network."""


def blocks(readme: str) -> list[tuple[int, list[str]]]:
    """Each console block: the line where it begins, and the commands typed in it, continued lines joined."""
    found = []
    for block in re.finditer(r"^```console\n(.*?)^```$", readme, flags=re.MULTILINE | re.DOTALL):
        joined = re.sub(r"\\\n\s*", "", block[1])
        commands = [match[1] for line in joined.splitlines() if (match := TYPED.match(line))]
        found.append((readme.count("\n", 0, block.start()) + 1, commands))
    return found


@pytest.fixture
def desk(project: Path, tmp_path: Path) -> Path:
    """A folder with a copy of the example campaign, as the demo leaves it, and ``frkit`` to type."""
    shutil.copytree(project / "examples" / "pledge-check", tmp_path / "frkit-demo")
    programs = tmp_path / "bin"
    programs.mkdir()
    frkit = programs / "frkit"
    frkit.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m frkit "$@"\n', encoding="utf-8")
    frkit.chmod(0o755)
    return tmp_path


def test_the_daily_commands_work_in_the_order_in_which_they_stand(project: Path, desk: Path) -> None:
    environment = os.environ | {
        "PATH": f"{desk / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(project),
        "FRKIT_BY": "reader",
    }
    ran = 0
    for line, commands in blocks((project / "README.md").read_text(encoding="utf-8")):
        commands = [command for command in commands if not ELSEWHERE.match(command)]
        script = "\n".join(["set -eu", *commands])
        done = subprocess.run(
            ["sh", "-x", "-c", script],
            cwd=desk / "frkit-demo",
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, f"README.md:{line}: ended {done.returncode}\n{done.stdout}\n{done.stderr}"
        ran += sum(command.startswith("frkit ") for command in commands)
    assert ran >= 10, "the README shows the daily commands of three users"


def test_every_command_it_names_exists(project: Path) -> None:
    from frkit.cli.main import COMMANDS

    text = (project / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^\$ |`)(?:\.venv/bin/)?frkit ([a-z]+)", text, flags=re.MULTILINE))
    assert named
    assert named - set(COMMANDS) == set()


def test_the_two_commands_that_it_starts_with_are_scripts_of_the_project(project: Path) -> None:
    text = (project / "README.md").read_text(encoding="utf-8")
    for script in (".ci/demo", ".ci/test"):
        assert f"sh {script}" in text
        subprocess.run(["sh", "-n", project / script], check=True)


def test_its_links_and_pictures_lead_to_files(project: Path) -> None:
    text = (project / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)", text)
    assert targets
    assert [name for name in targets if "://" not in name and not (project / name).exists()] == []
