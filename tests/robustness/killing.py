"""Run one frkit command again and again, each time killed at the next line of the code that writes files.

killing.py TEMPLATE WORK STEP [--without-links] -- COMMAND...: every run has a fresh copy of the campaign TEMPLATE and
is killed (SIGKILL) as it reaches a line, STEP lines later than the run before. After each blow nothing may be harmed,
and the same command, given again, must succeed. Prints how many lines there were.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from hardship import assert_unharmed

from frkit.base.errors import FrkitError
from frkit.cli.main import frkit

WRITING = ("frkit/base/files.py", "frkit/base/copying.py", "frkit/base/foreign_files.py")
ALSO = {"create_request", "keep_bytes"}


def main() -> None:
    """One copy and one killed child for each line, until a child lives to the end."""
    template, work, step = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    options, command = sys.argv[4 : sys.argv.index("--")], sys.argv[sys.argv.index("--") + 1 :]
    if "--without-links" in options:
        os.link = _no_links
    run_in(shutil.copytree(template, work / "warm"), command)
    line, blow = 1 - step, True
    while blow:
        line += step
        copy = shutil.copytree(template, work / f"{line:04}")
        blow = killed_at(line, copy, command)
        assert_unharmed(template, copy, f"blow {line}")
        if blow and killed_at(0, copy, command):
            sys.exit(f"after blow {line} the command did not come to its end")
        shutil.rmtree(copy)
    print(line - 1)


def run_in(campaign: Path, command: list[str]) -> None:
    """The command, in this process."""
    os.chdir(campaign)
    frkit.main(command, standalone_mode=False)


def killed_at(line: int, campaign: Path, command: list[str]) -> bool:
    """Run the command in a child of its own; whether it was killed before it came to its end. Line 0 is never met."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.settrace(Killer(line).call)
        try:
            run_in(campaign, command)
        except FrkitError as error:
            # Given again after a blow that came when all was written: that it is on file is what it should say.
            if line or not error.fact.startswith("This is logged already"):
                raise
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status) == signal.SIGKILL
    if os.WEXITSTATUS(status):
        sys.exit(f"the command failed by itself, with {os.WEXITSTATUS(status)}")
    return False


class Killer:
    """Counts the lines of the code that writes files, and kills the process at one of them."""

    def __init__(self, last: int) -> None:
        self.left = last

    def call(self, frame: FrameType, event: str, argument: Any) -> Any:
        """Follow the functions that write files, and no others."""
        code = frame.f_code
        return self.line if code.co_filename.endswith(WRITING) or code.co_name in ALSO else None

    def line(self, frame: FrameType, event: str, argument: Any) -> Any:
        """One line is about to run."""
        if event == "line":
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return self.line


def _no_links(*_: Any, **__: Any) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


if __name__ == "__main__":
    main()
