"""frkit as a program of its own, ways to be hard on it, and what must hold whatever happened."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import io
import os
import pickle
import re
import resource
import signal
import subprocess
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
_LIBRARIES = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
FAKETIME = {
    "LD_PRELOAD": str(_LIBRARIES[0]) if _LIBRARIES else "libfaketime.so.1",
    "FAKETIME": "@2026-03-10 12:00:00",
    "FAKETIME_NO_CACHE": "1",
    "DONT_FAKE_MONOTONIC": "1",
    "NO_FAKE_STAT": "1",
}
"""The environment of a program whose clock begins at noon of that day (Debian package ``faketime``)."""
REQUEST = "2026-03-lapd-first-contact"
EVENT = re.compile(r"\d{4}-\d{2}-\d{2}-[a-z-]+-([0-9a-f]{8})\.yaml")


@dataclass
class Ended:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


def environment() -> dict[str, str]:
    """The environment for frkit as a program: the code that lies here, and a name to sign events with."""
    paths = [str(PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths), "FRKIT_BY": "tester", "PYTHONDONTWRITEBYTECODE": "1"}


def start(*arguments: str | Path, cwd: Path, **options: Any) -> subprocess.Popen[str]:
    """Start ``frkit ...`` as a program of its own."""
    return start_python("-m", "frkit", *arguments, cwd=cwd, **options)


def start_python(*arguments: str | Path, cwd: Path, **options: Any) -> subprocess.Popen[str]:
    """Start Python as a program of its own, with frkit within reach."""
    command = [sys.executable, *map(str, arguments)]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    settings = pipes | {"env": environment()} | options
    return subprocess.Popen(command, cwd=cwd, text=True, errors="replace", **settings)


def campaign_in(desk: Path) -> Path:
    """The campaign that a folder is, or that lies in it under that name."""
    return desk if (desk / "campaign.yaml").is_file() else desk / "campaign"


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file below a folder and its bytes, without what interrupted commands leave and what may be made anew."""
    files = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*")) if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if ".tmp" not in name and name[:7] != ".frkit/"}


def event_files(root: Path) -> list[Path]:
    """The events of all requests."""
    return sorted(path for path in root.glob("requests/*/events/*") if not path.name.startswith("."))


def assert_whole(root: Path, *, interrupted: bool = False) -> None:
    """Every file is whole: events and originals fit their own hashes, every request reads, check finds no mistake.

    What an interrupted command took in before it could log it is named by check as no event's.
    """
    from frkit.base.files import sha256_of
    from frkit.base.findings import errors_in
    from frkit.tracking.checks import check_campaign
    from frkit.tracking.folder import CampaignFolder

    for path in event_files(root):
        named = EVENT.fullmatch(path.name)
        assert named, f"{path.name} is not the name of an event"
        assert sha256_of(path)[:8] == named[1], f"{path.name} is torn"
    for path in root.glob("requests/*/received/[!.]*"):
        assert sha256_of(path)[:8] in path.name, f"{path.name} is torn"
    folder = CampaignFolder.find(root)
    findings = check_campaign(folder)
    assert [one for one in errors_in(findings) if not (interrupted and "was to be forgotten" in one.message)] == []
    allowed = ("harmless", "no event names this file", "was to be forgotten") if interrupted else ("harmless",)
    assert all(any(words in finding.message for words in allowed) for finding in findings), findings
    for request_id in folder.request_ids():
        assert folder.load(request_id).findings == ()


def assert_unharmed(before: Path, after: Path, when: str) -> None:
    """What was there is there, the rest is whole, and at most one event is new."""
    was, now = snapshot(before), snapshot(after)
    assert {name: now.get(name) for name in was} == was, f"{when}: an older file changed"
    new = [path.name for path in event_files(after) if path.relative_to(after).as_posix() not in was]
    assert len(new) <= 1, f"{when}: {new}"
    assert_whole(after, interrupted=True)


def without_power_over_permissions() -> None:
    """In a child process: give up what lets root pass over permissions (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH)."""
    if os.geteuid() == 0:
        library = ctypes.CDLL(None, use_errno=True)
        for capability in (1, 2):
            if library.prctl(24, capability, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "the capability could not be dropped")


def assert_between(before: Path, whole: Path, after: Path, when: str) -> None:
    """Every file is as it was before, or as the undisturbed command leaves it; the rest is whole."""
    was, then, now = (dict(_timeless(*one) for one in snapshot(root).items()) for root in (before, whole, after))
    for name in {*was, *now}:
        assert now.get(name) in (was.get(name), then.get(name)), f"{when}: {name} is neither what it was nor done"
    assert_whole(campaign_in(after), interrupted=True)


def told(said: str) -> bool:
    """Whether a refusal names a fact, a place and a remedy."""
    lines = said.splitlines()
    at = next((number for number, line in enumerate(lines) if line.startswith("frkit: ")), len(lines))
    return any(line.startswith("  where: ") for line in lines[at:]) and any("  to do: " in line for line in lines[at:])


def differences(one: Path, other: Path) -> list[str]:
    """What two folders differ in, but for the moment at which each event was entered."""
    first, second = ({_timeless(name, data) for name, data in snapshot(root).items()} for root in (one, other))
    return sorted(
        f"only in {root.name}: {name}\n{data!r}"
        for root, some in ((one, first - second), (other, second - first))
        for name, data in some
    )


_MOMENT = re.compile(rb"^entered: .*$|^ *taken_in: .*$", re.MULTILINE)


def _timeless(name: str, data: bytes) -> tuple[str, bytes]:
    folder, _, last = name.rpartition("/")
    if EVENT.fullmatch(last) and _MOMENT.search(data):
        data = _MOMENT.sub(b"", data)
        return f"{folder}/{last[:-13]}{hashlib.sha256(data).hexdigest()[:8]}", data
    return name, b"encrypted" if last.endswith(".age") and data else data


def in_a_child(lines: Sequence[Sequence[str]], cwd: Path, *, memory: int = 1 << 30, seconds: int = 60) -> list[Ended]:
    """Run ``frkit ...`` once for each line in a copy of this process, which has so much more memory and time at most.

    Like a stranger it has no power over permissions. A hang or an end by a signal is a failure.
    """
    sys.stdout.flush()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            os.close(reading)
            _bound(memory, seconds)
            os.chdir(cwd)
            ended = [_in_process(line) for line in lines]
            with os.fdopen(writing, "wb") as file:
                pickle.dump(ended, file)
            os._exit(0)
        os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        data = file.read()
    _, status = os.waitpid(child, 0)
    assert status == 0, f"frkit hung or died: status {status} at one of {lines}"
    return list(pickle.loads(data))


def _bound(memory: int, seconds: int) -> None:
    _drop_power_over_permissions()
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    signal.alarm(seconds)


def _drop_power_over_permissions() -> None:
    """Like :func:`without_power_over_permissions`, for a process that starts no other program (capset)."""
    if os.geteuid() != 0:
        return
    library = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    if library.capget(header, data) == 0:
        for effective_and_permitted in (0, 1):
            data[effective_and_permitted] &= ~0b110
        if library.capset(header, data) == 0:
            return
    raise OSError(ctypes.get_errno(), "the capability could not be dropped")


def _in_process(line: Sequence[str]) -> Ended:
    from frkit.cli.main import main

    os.environ["FRKIT_BY"] = "tester"
    sys.argv = ["frkit", *line]
    out, err = io.StringIO(), io.StringIO()
    code: object = 99
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
        except BaseException:
            traceback.print_exc()
    return Ended(int(str(code)), out.getvalue(), err.getvalue())
