"""``frkit`` as a person types it, in a folder of one's own, with what it printed and how it ended."""

from __future__ import annotations

import contextlib
import io
import json
import shlex
from dataclasses import dataclass
from typing import Any

import pytest


@dataclass
class Ran:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What was printed, as JSON."""
        return json.loads(self.out)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder that is no campaign, in which a person stands."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRKIT_BY", "tester")
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


@pytest.fixture
def frkit(desk, monkeypatch):
    """``frkit("law list")``: expects success unless told another exit code, and never a traceback."""
    from frkit.cli.main import main

    def call(line: str, expect: int = 0) -> Ran:
        monkeypatch.setattr("sys.argv", ["frkit", *shlex.split(line)])
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as ended:
            main()
        ran = Ran(int(ended.value.code or 0), out.getvalue(), err.getvalue())
        assert ran.code == expect, f"frkit {line} ended with {ran.code}\n{ran.out}\n{ran.err}"
        assert "Traceback" not in ran.out + ran.err
        return ran

    return call


@pytest.fixture
def campaign(frkit, desk, monkeypatch):
    """The folder of a new campaign, in which the person now stands."""
    frkit("init campaign --requester robin")
    root = desk / "campaign"
    person = "name: Robin Requester\naddress: [12 Hidden Lane, Oakland]\nemail: robin@secret.example\n"
    (root / "private" / "requesters" / "robin.yaml").write_text(person, encoding="utf-8")
    (root / "jurisdictions").mkdir(exist_ok=True)
    monkeypatch.chdir(root)
    return root
