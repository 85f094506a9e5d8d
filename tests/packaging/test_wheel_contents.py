"""What is built holds every file of the project that it should, and nothing else."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

DATA = ("templates/", "jurisdictions/", "examples/")


def in_wheel(name: str) -> str | None:
    """Where a file of the project lies in the wheel, if it belongs there."""
    if name.startswith("frkit/"):
        return name
    return f"frkit/{name}" if name.startswith(DATA) else None


def test_the_wheel_holds_all_code_and_all_data_and_nothing_else(wheel: Path, tracked: list[str]) -> None:
    wanted = {inside for name in tracked if (inside := in_wheel(name))}
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert sorted(wanted - names) == [], "missing in the wheel"
    assert sorted(names - wanted) == [], "in the wheel, and not in the project"


def test_files_that_git_would_ignore_are_in_the_wheel_where_the_example_needs_them(
    wheel: Path, tracked: list[str]
) -> None:
    hidden = [name for name in tracked if name.startswith("examples/") and ("/." in name or "/private/" in name)]
    assert any(name.endswith("/.gitignore") for name in hidden)
    assert any("/private/requesters/" in name for name in hidden)
    with zipfile.ZipFile(wheel) as archive:
        assert {f"frkit/{name}" for name in hidden} <= set(archive.namelist())


def test_the_wheel_carries_the_licence_and_starts_frkit(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        extra = {name.split(".dist-info/")[1]: name for name in archive.namelist() if ".dist-info/" in name}
        assert any(Path(name).name == "LICENSE" for name in extra)
        assert "frkit = frkit.cli.main:main" in archive.read(extra["entry_points.txt"]).decode()


def test_the_source_archive_holds_the_whole_project(sdist: Path, tracked: list[str]) -> None:
    with tarfile.open(sdist) as archive:
        names = {member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()}
    names = {name for name in names if not name.startswith("frkit.egg-info/")}
    assert names - set(tracked) == {"PKG-INFO"}, "made by the build, or not of the project"
    assert sorted(set(tracked) - names) == [], "missing in the source archive"
