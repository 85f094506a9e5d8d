"""A line that begins with ``frkit``, run in this process with all that the real command does around it."""

from __future__ import annotations

import contextlib
import io
import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from frkit.cli.main import main


@dataclass
class Done:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What ``--json`` printed."""
        return json.loads(self.out)


@dataclass
class Desk:
    """Types lines in a folder."""

    root: Path
    patch: pytest.MonkeyPatch

    def __call__(self, line: str, expect: int = 0) -> Done:
        """Run ``frkit`` and the words of a line; fails unless it ends as expected, and at every traceback."""
        self.patch.chdir(self.root)
        self.patch.setenv("COLUMNS", "80")
        self.patch.setattr("sys.argv", ["frkit", *shlex.split(line)])
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as ended:
            main()
        done = Done(int(ended.value.code or 0), out.getvalue(), err.getvalue())
        assert "Traceback" not in done.out + done.err
        assert done.code == expect, f"frkit {line} ended with {done.code}\n{done.out}\n{done.err}"
        return done


@contextlib.contextmanager
def desk(root: Path) -> Iterator[Desk]:
    """Lines can be typed in a campaign; the folder and the environment are as before afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        yield Desk(root, patch)
