"""A campaign to be hard on, and frkit as a program and in this process."""

from __future__ import annotations

import contextlib
import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hardship import Ended, start

Frkit = Callable[..., Ended]
PERSON = "name: Robin Requester\naddress: [12 Hidden Lane, Oakland]\nemail: robin@secret.example\n"


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign with one request to the Los Angeles police, made with the commands that a person types."""
    root = tmp_path_factory.mktemp("made") / "campaign"
    _typed("init", root, "--requester", "robin", cwd=root.parent)
    (root / "private" / "requesters" / "robin.yaml").write_text(PERSON, encoding="utf-8")
    asked = ("--agency", "us-ca-lapd", "--pack", "first-contact", "--today", "2026-03-02")
    _typed("request", "new", *asked, cwd=root)
    return root


def _typed(*arguments: str | Path, cwd: Path) -> None:
    process = start(*arguments, cwd=cwd)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err


@pytest.fixture
def campaign(made_once: Path, tmp_path: Path) -> Path:
    """A campaign of one's own, with one request that is ready to send."""
    return Path(shutil.copytree(made_once, tmp_path / "campaign"))


@pytest.fixture
def frkit_program(campaign: Path) -> Frkit:
    """Run ``frkit ...`` as a program of its own; a traceback or an endless wait is a failure."""

    def run(*arguments: str | Path, cwd: Path = campaign, **options: Any) -> Ended:
        process = start(*arguments, cwd=cwd, **options)
        out, err = process.communicate(timeout=60)
        assert "Traceback" not in err, err
        return Ended(process.returncode, out, err)

    return run


@pytest.fixture
def frkit(campaign: Path, monkeypatch: pytest.MonkeyPatch) -> Frkit:
    """Run ``frkit ...`` in this process; whatever is not one of its own ways to end is a failure."""
    monkeypatch.setenv("FRKIT_BY", "tester")

    def run(*arguments: str | Path, cwd: Path = campaign) -> Ended:
        from frkit.cli.main import main

        monkeypatch.chdir(cwd)
        monkeypatch.setattr("sys.argv", ["frkit", *map(str, arguments)])
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as ended:
            main()
        return Ended(int(ended.value.code or 0), out.getvalue(), err.getvalue())

    return run


@pytest.fixture
def unwritable(campaign: Path) -> Iterator[Path]:
    """The campaign, in folders that nobody may write to."""
    folders = [campaign, *(path for path in campaign.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    yield campaign
    for folder in folders:
        folder.chmod(0o755)
