"""The command line run in this process, as a person types it, with what it printed and how it ended."""

import contextlib
import io
import shlex
from dataclasses import dataclass

import pytest

REQUESTER = "name: Robin Requester\naddress: [12 Hidden Lane, Oakland]\nemail: robin@secret.example\n"


@dataclass
class Ran:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


def run(line, cwd, monkeypatch):
    """Run one ``frkit ...`` line in a folder."""
    from frkit.cli.main import main

    monkeypatch.chdir(cwd)
    monkeypatch.setattr("sys.argv", ["frkit", *shlex.split(line)])
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as ended:
        main()
    code = ended.value.code
    return Ran(int(code or 0), out.getvalue(), err.getvalue())


def new_campaign(root, monkeypatch):
    """``frkit("status")`` in a new campaign with a requester; expects success unless told another exit code."""
    monkeypatch.setenv("FRKIT_BY", "tester")

    def call(line, expect=0):
        ran = run(line, root, monkeypatch)
        assert ran.code == expect, f"frkit {line} ended with {ran.code}\n{ran.out}\n{ran.err}"
        assert "Traceback" not in ran.out + ran.err
        return ran

    root.mkdir()
    call(f"init {root} --requester robin")
    (root / "private" / "requesters" / "robin.yaml").write_text(REQUESTER)
    call.root = root
    return call


@pytest.fixture
def frkit(tmp_path, monkeypatch):
    """A new campaign for one test, and ``frkit("...")`` to type in it."""
    return new_campaign(tmp_path / "campaign", monkeypatch)


@pytest.fixture(scope="module")
def read_only_campaign(tmp_path_factory):
    """One campaign for all tests of a file, which only look at it."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield new_campaign(tmp_path_factory.mktemp("shared") / "campaign", monkeypatch)
