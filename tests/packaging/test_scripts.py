"""The scripts that install are plain shell, and say what they install."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

POSIX = ("demo", "test", "debian")
PANGO = {"python3-venv", "libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"}


@pytest.mark.parametrize("name", POSIX)
def test_they_are_plain_shell_that_a_bare_system_reads(name: str, project: Path) -> None:
    text = (project / ".ci" / name).read_text(encoding="utf-8")
    assert text.startswith("#!/bin/sh\n")
    assert not re.search(r"\[\[|\blocal\b|\bfunction\b|<<<|\$\{[^}]*\[|\bsource\b", text)
    subprocess.run(["sh", "-n", project / ".ci" / name], check=True)


@pytest.mark.parametrize("name", ["demo", "test"])
def test_they_install_what_pages_need(name: str, project: Path) -> None:
    text = (project / ".ci" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    assert set(text.split()) >= PANGO


def test_what_is_there_already_is_not_installed_again(project: Path, pretend: Callable[..., Path]) -> None:
    said = debian(project, pretend(installed=True), "python3-venv", "git")
    assert said == ""


def test_what_is_missing_is_installed_once_and_quietly(project: Path, pretend: Callable[..., Path]) -> None:
    said = debian(project, pretend(installed=False), "python3-venv", "git").splitlines()
    assert said[0] == "Installing with apt-get: python3-venv git"
    assert said[1].endswith("update")
    assert "install -y --no-install-recommends python3-venv git" in said[2]


def test_somebody_who_is_not_root_is_asked_for_through_sudo(project: Path, pretend: Callable[..., Path]) -> None:
    said = debian(project, pretend(installed=False, user=1000), "git").splitlines()
    assert all(line.startswith("sudo env DEBIAN_FRONTEND=noninteractive apt-get") for line in said[1:])


@pytest.fixture
def pretend(tmp_path: Path) -> Callable[..., Path]:
    """A folder of programs that only say how they were called, on a system with or without the packages."""

    def make(*, installed: bool, user: int = 0) -> Path:
        answers = {
            "dpkg-query": "echo install ok installed" if installed else "exit 1",
            "apt-get": 'echo "apt-get $*" >&2',
            "sudo": 'echo "sudo $*" >&2',
            "id": f"echo {user}",
        }
        for name, answer in answers.items():
            program = tmp_path / name
            program.write_text(f"#!/bin/sh\n{answer}\n", encoding="utf-8")
            program.chmod(0o755)
        return tmp_path

    return make


def debian(project: Path, programs: Path, *packages: str) -> str:
    """What ``.ci/debian`` says and does."""
    done = subprocess.run(
        ["sh", project / ".ci" / "debian", *packages],
        env={"PATH": f"{programs}{os.pathsep}/usr/bin:/bin"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=30,
        check=True,
    )
    return done.stdout
