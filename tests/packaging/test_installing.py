"""However frkit got onto a computer, it finds its data and works from any folder."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

WAYS = ("wheel", "source archive", "editable", "not installed")
PLACES = {"us", "us-ca", "us-fl", "us-ny", "us-ny-new-york", "us-or", "gb"}


@pytest.fixture(scope="module")
def frkit_by(
    run: Callable[..., str], wheel: Path, sdist: Path, clean_copy: Path, installed_from: Callable[..., Path]
) -> Callable[..., str]:
    """Run frkit, installed in one of the ways, in a folder."""
    pythons: dict[str, Path] = {}
    sources: dict[str, list[str | Path]] = {
        "wheel": [wheel],
        "source archive": [sdist],
        "editable": ["--editable", clean_copy],
    }

    def frkit(way: str, *arguments: str, cwd: Path) -> str:
        if way == "not installed":
            return run(sys.executable, "-m", "frkit", *arguments, cwd=cwd, PYTHONPATH=str(clean_copy))
        if way not in pythons:
            pythons[way] = installed_from(*sources[way])
        return run(pythons[way].with_name("frkit"), *arguments, cwd=cwd)

    return frkit


@pytest.mark.parametrize("way", WAYS)
def test_it_finds_the_law_the_catalogue_and_the_templates(
    way: str, frkit_by: Callable[..., str], tmp_path: Path
) -> None:
    laws = json.loads(frkit_by(way, "law", "list", "--json", cwd=tmp_path))
    assert {law["code"] for law in laws} >= PLACES
    bodies = json.loads(frkit_by(way, "agencies", "list", "--json", cwd=tmp_path))
    assert "us-ca-lapd" in {body["id"] for body in bodies}
    frkit_by(way, "init", "mine", "--requester", "me", cwd=tmp_path)
    campaign = tmp_path / "mine"
    frkit_by(way, "request", "new", "--agency", "us-ca-lapd", "--pack", "first-contact", cwd=campaign)
    assert "California Public Records Act" in frkit_by(way, "letter", "lapd", cwd=campaign)


@pytest.mark.parametrize("way", WAYS)
def test_the_demo_runs_from_any_folder_and_leaves_a_verified_packet(
    way: str, frkit_by: Callable[..., str], tmp_path: Path
) -> None:
    elsewhere = tmp_path / "a folder with spaces, und Umläute"
    elsewhere.mkdir()
    frkit_by(way, "demo", "here", cwd=elsewhere)
    packets = sorted((elsewhere / "here" / "packets").glob("*/build/*.pdf"))
    assert packets and packets[0].read_bytes().startswith(b"%PDF-")
    frkit_by(way, "check", cwd=elsewhere / "here")


def test_the_version_is_the_same_everywhere(frkit_by: Callable[..., str], tmp_path: Path) -> None:
    said = {frkit_by(way, "--version", cwd=tmp_path) for way in WAYS}
    assert len(said) == 1
