"""What a person reads after a slip at the command line. Each file in tests/errors/cli is a case; add one to add a test.

NAME.yaml says what is typed; NAME.txt is what stands on stderr, with the exit code in its last line. After a change of
words, FRKIT_UPDATE_GOLDENS=1 writes the .txt files anew; read them before you keep them.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]
GALLERY = PROJECT / "tests" / "errors" / "cli"
CASES = sorted(GALLERY.glob("*.yaml"))
PERSON = "name: Robin Requester\naddress: [12 Hidden Lane, Oakland]\nemail: robin@secret.example\n"
NEW = "frkit request new --agency us-ca-lapd --pack first-contact --today 2026-03-02"


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign with a requester and one request to the Los Angeles police."""
    desk = tmp_path_factory.mktemp("gallery")
    typed("frkit init campaign --requester robin", desk, expect=0)
    (desk / "campaign" / "private" / "requesters" / "robin.yaml").write_text(PERSON, encoding="utf-8")
    typed(NEW, desk / "campaign", expect=0)
    return desk


def typed(
    line: str, folder: Path, *, expect: int | None = None, settings: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a line that begins with ``frkit`` as a program of its own."""
    program, *arguments = shlex.split(line)
    assert program == "frkit"
    mine = {key: value for key, value in os.environ.items() if not key.startswith("FRKIT_")}
    mine |= {"PYTHONPATH": str(PROJECT), "FRKIT_BY": "tester", "COLUMNS": "80", "NO_COLOR": "1"} | (settings or {})
    done = subprocess.run(
        [sys.executable, "-m", "frkit", *arguments],
        cwd=folder,
        env=mine,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert expect in (None, done.returncode), done.stderr
    return done


def prepared(case: dict[str, Any], desk: Path) -> Path:
    """The folder in which the case plays: its files written or taken away, its earlier commands run."""
    folder = desk / str(case.get("in", "campaign"))
    folder.mkdir(exist_ok=True)
    for name, text in case.get("before", {}).items():
        (folder / name).write_text(text, encoding="utf-8")
    for line in case.get("first", ()):
        typed(line, folder, expect=0)
    for name, text in case.get("with", {}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def without_pango(desk: Path) -> dict[str, str]:
    """Settings under which WeasyPrint fails as it does on a computer without Pango."""
    fake = desk / "without-pango" / "weasyprint"
    fake.mkdir(parents=True)
    (fake / "__init__.py").write_text(
        "raise OSError(\"cannot load library 'libpango-1.0-0': libpango-1.0-0: cannot open shared object file\")\n",
        encoding="utf-8",
    )
    return {"PYTHONPATH": os.pathsep.join([str(fake.parent), str(PROJECT)])}


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, with what it holds."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_it_says_what_is_wrong_where_and_what_to_do(path: Path, made_once: Path, tmp_path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    desk = Path(shutil.copytree(made_once, tmp_path / "desk"))
    settings = without_pango(tmp_path) if case.get("without") == "pango" else {}
    folder = prepared(case, desk)
    before = dict(files(desk))
    ended = typed(case["typed"], folder, settings=settings)
    assert "Traceback" not in ended.stderr
    assert dict(files(desk)) == before, "something was written"
    said = f"{ended.stderr}[ends with {ended.returncode}]\n".replace(str(desk), "DESK").replace(str(PROJECT), "FRKIT")
    said = re.sub(r"-forgotten-[0-9a-f]{8}", "-forgotten-12345678", said)  # the id hangs on the moment of typing
    said = said.replace("sudo apt install", "apt install").replace(" -h' for help", " --help' for help")
    expected = path.with_suffix(".txt")
    if os.environ.get("FRKIT_UPDATE_GOLDENS"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_message_has_a_remedy_or_shows_where_help_is(path: Path) -> None:
    said = path.with_suffix(".txt").read_text(encoding="utf-8")
    assert re.search(r"\[ends with [123]\]\n$", said)
    assert "  to do: " in said or "--help' for help" in said


def test_the_gallery_is_whole() -> None:
    assert len(CASES) >= 40
    assert {path.with_suffix("") for path in GALLERY.glob("*.txt")} == {path.with_suffix("") for path in CASES}
