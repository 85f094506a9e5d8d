"""Run one frkit command again and again, each time struck at another of the system calls with which it writes.

striking.py TEMPLATE WORK BLOW,BLOW... MOST -- COMMAND...: every run has a fresh copy of the campaign TEMPLATE. First
the calls that write are traced and counted; then strace lets one of them fail with an error like ENOSPC, or sends a
signal like SIGKILL in its place. After each blow nothing may be harmed, and the same command, given again a minute
later, must leave what an undisturbed run leaves. MOST is how many blows fall, spread over calls and kinds of blow; 0
is for every blow at every call. Prints how many there were.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import traceback
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import click
from hardship import assert_between, assert_whole, campaign_in, differences, told

from frkit.base.errors import FrkitError
from frkit.cli.main import frkit as group
from frkit.cli.main import main as frkit

WRITING = {
    *("openat", "open", "creat", "mkdir", "mkdirat", "symlink", "symlinkat", "link", "linkat"),
    *("rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir", "chmod", "fchmod"),
    *("write", "pwrite64", "writev", "ftruncate", "truncate", "fallocate", "copy_file_range", "sendfile"),
    *("fsync", "fdatasync", "flock"),
}
_CALL = re.compile(r"(\d+ +)?(\w+)\((.*)")
_OPENS = ("openat", "open")
LATER = "@2026-03-10 12:01:00"
_LOOSE = ("O_CREAT", "O_WRONLY", "O_RDWR")
PR_SET_PTRACER, ANYBODY = 0x59616D61, -1


@dataclass(frozen=True)
class Call:
    """The n-th call of one name that a run makes, counted from 1."""

    name: str
    number: int
    text: str


@dataclass(frozen=True)
class Run:
    """How a run ended, what it said, and what strace saw."""

    status: int
    said: str
    seen: str

    @property
    def killed(self) -> bool:
        """Whether a signal ended it."""
        return os.WIFSIGNALED(self.status)

    @property
    def code(self) -> int:
        """The exit code."""
        return os.waitstatus_to_exitcode(self.status)


def main() -> None:
    """Trace once, then one copy and one struck child for each blow."""
    template, work, blows, most = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3].split(","), int(sys.argv[4])
    command = sys.argv[sys.argv.index("--") + 1 :]
    warmed(shutil.copytree(template, work / "warm"), command)
    whole = shutil.copytree(template, work / "whole")
    done = run(whole, command)
    if done.code:
        sys.exit(f"the command fails undisturbed: {done.said}")
    traced = shutil.copytree(template, work / "traced")
    calls = calls_that_write(run(traced, command, ["-y"]).seen, traced)
    every = [(call, blow) for number, call in enumerate(calls) for blow in _turned(blows, number)]
    chosen = every[:: max(1, round(len(every) / most))] if most else every
    for call, blow in chosen:
        try:
            one_blow(template, whole, work, command, call, blow)
        except BaseException as error:
            sys.exit(f"{blow} at {call.name} number {call.number}, {call.text}:\n{_plainly(error)}")
    print(f"{len(calls)} calls, {len(chosen)} blows")


def _turned(blows: list[str], by: int) -> list[str]:
    """The kinds of blow, beginning with another one each time, so that any choice of some holds all kinds."""
    return blows[by % len(blows) :] + blows[: by % len(blows)]


def _plainly(error: BaseException) -> str:
    return "".join(traceback.format_exception(error)[-3:])


def one_blow(template: Path, whole: Path, work: Path, command: list[str], call: Call, blow: str) -> None:
    """Strike one call of one run, look at what is left, and give the command again."""
    copy, struck = fallen(template, work, command, call, blow)
    assert "Traceback" not in struck.said, struck.said
    if blow in ("SIGKILL", "SIGTERM"):
        assert struck.killed, struck.said
    elif struck.code == 0:
        assert differences(whole, copy) == [], "it said that it had done all, and had not"
    elif blow == "SIGINT":
        assert struck.code == 130 and "Interrupted." in struck.said, struck
    else:
        assert struck.code == 1 and told(struck.said), f"ended with {struck.code} and said:\n{struck.said}"
    assert_between(template, whole, copy, f"{blow} at {call.name} number {call.number}")
    again = run(copy, command, later=True)
    refused = again.code in (1, 2) and re.search("already|not empty", again.said)
    assert again.code == 0 or refused, f"given again, it ended with {again.code}:\n{again.said}"
    left = differences(whole, copy)
    assert left == [], f"given again, it left something else:\n{left}\nit had said:\n{struck.said}{again.said}"
    assert_whole(campaign_in(copy))
    shutil.rmtree(copy)


def fallen(template: Path, work: Path, command: list[str], call: Call, blow: str) -> tuple[Path, Run]:
    """A fresh copy on which the command was struck, and how that run ended."""
    how = f"signal={blow}" if blow.startswith("SIG") else f"error={blow}"
    for _ in range(3):
        copy = Path(shutil.copytree(template, work / "struck"))
        struck = run(copy, command, ["-e", f"inject={call.name}:{how}:when={call.number}"])
        if blow in struck.seen:
            return copy, struck
        shutil.rmtree(copy)
    raise AssertionError(f"the blow did not fall:\n{struck.seen}")


def calls_that_write(seen: str, campaign: Path) -> list[Call]:
    """The calls of a trace with which something in the campaign, or on the screen, is written."""
    counted: Counter[tuple[str, str]] = Counter()  # strace counts for each process of its own
    found = []
    for line in seen.splitlines():
        match = _CALL.match(line)
        if match is None or match[2] not in WRITING:
            continue
        process, name, text = match.groups(default="")
        counted[process, name] += 1
        reads = name in _OPENS and not any(flag in line for flag in _LOOSE)
        if not reads and str(campaign) in line:
            found.append(Call(name, counted[process, name], text[:160]))
    return found


def warmed(campaign: Path, command: list[str]) -> None:
    """Run the command once in this process, so that no child has to import its modules."""
    os.chdir(campaign)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(click.exceptions.Exit, FrkitError):
        group.main(command, standalone_mode=False)
    os.chdir("/")


def run(campaign: Path, command: list[str], strace: list[str] | None = None, *, later: bool = False) -> Run:
    """Run the command in a child of this process, under strace if options for it are given, or a minute later."""
    said, seen = campaign.with_suffix(".said"), campaign.with_suffix(".seen")
    gate, opener = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        if later and "FAKETIME" in os.environ:
            os.environ["FAKETIME"] = LATER
        _be_frkit(campaign, command, said, gate)
    tracer = _traced(child, seen, strace) if strace is not None else None
    os.write(opener, b"go")
    os.close(opener)
    os.close(gate)
    _, status = os.waitpid(child, 0)
    if tracer is not None:
        tracer.communicate()
    return Run(status, said.read_text(errors="replace"), seen.read_text(errors="replace") if tracer else "")


def _traced(child: int, seen: Path, options: list[str]) -> subprocess.Popen[str]:
    names = ["-e", "trace=" + ",".join(sorted(WRITING))]
    command = ["strace", "-f", "-o", str(seen), *names, *options, "-p", str(child)]
    tracer = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert tracer.stderr is not None
    line = tracer.stderr.readline()
    if "attached" not in line:
        os.kill(child, signal.SIGKILL)
        sys.exit(f"strace could not follow frkit: {line}{tracer.stderr.read()}")
    return tracer


def _be_frkit(campaign: Path, command: list[str], said: Path, gate: int) -> None:
    """In the child: wait until strace is there, then be the program ``frkit``."""
    ctypes.CDLL(None).prctl(PR_SET_PTRACER, ctypes.c_ulong(ANYBODY), 0, 0, 0)
    os.chdir(campaign)
    output = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.read(gate, 2)
    sys.argv = ["frkit", *command]
    code = 99
    try:
        frkit()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(int(code))


if __name__ == "__main__":
    main()
