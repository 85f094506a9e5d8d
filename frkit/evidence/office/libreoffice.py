"""LibreOffice as a tool: one start for many files, with a throw-away profile, without macros, links or network."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from frkit.evidence.unreadable import Unreadable

SECONDS = 120
"""Within so many seconds each file of a batch must be done."""
MOST_IN_ONE_START = 25
MEGABYTES = 6144
PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    ("/org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"),
    ("/org.openoffice.Office.Calc/Formula/Load", "ODFRecalcMode", "1"),
    ("/org.openoffice.Office.Calc/Formula/Load", "RecalcOptimalRowHeightMode", "0"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_LIMITS = f'ulimit -c 0; ulimit -v {MEGABYTES * 1024} 2>/dev/null; exec "$@"'
_WITHOUT_NETWORK = ("unshare", "--map-current-user", "--net", "--")
_PATIENCE = 0.05
_IN_VAIN = "LibreOffice could not convert it"


@dataclass(frozen=True)
class Task:
    """One file to convert: its bytes, into what (``pdf``, ``ods``), and the filter where one is needed."""

    data: bytes
    into: str = "pdf"
    options: str = ""

    @property
    def target(self) -> str:
        """What stands after ``--convert-to``."""
        return f"{self.into}:{self.options}" if self.options else self.into


def find_program() -> str | None:
    """Where LibreOffice is, or None; ``FRKIT_SOFFICE`` names another one (empty: none)."""
    named = os.environ.get("FRKIT_SOFFICE")
    if named is not None:
        return shutil.which(named) if named else None
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def install_line() -> str:
    """The line that installs LibreOffice on this platform."""
    if sys.platform == "darwin":
        return "install it:  brew install --cask libreoffice"
    return "install it:  apt install libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui"


@cache
def version_of(program: str) -> str:
    """LibreOffice's own version number."""
    try:
        found = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    match = re.search(r"\d+(\.\d+)+", found.stdout)
    return match[0] if match else "unknown"


def convert(program: str, tasks: Sequence[Task]) -> list[bytes | Unreadable]:
    """What came of each file, in their order: its bytes in the new form, or the reason why there are none."""
    outcomes: dict[int, bytes | Unreadable] = {}
    for target in dict.fromkeys(task.target for task in tasks):
        alike = [number for number, task in enumerate(tasks) if task.target == target]
        for start in range(0, len(alike), MOST_IN_ONE_START):
            some = {number: tasks[number] for number in alike[start : start + MOST_IN_ONE_START]}
            outcomes |= _together(program, some)
    return [outcomes[number] for number in range(len(tasks))]


def _together(program: str, tasks: Mapping[int, Task]) -> dict[int, bytes | Unreadable]:
    """Files converted by one start; where one of them stops LibreOffice, it alone is given up."""
    outcomes: dict[int, bytes | Unreadable] = {}
    left = dict(tasks)
    while left:
        made, ended = _start(program, left)
        outcomes |= made
        order = list(left)
        last = max((order.index(number) for number in made), default=-1)
        if ended is None:
            outcomes |= {number: Unreadable(_IN_VAIN) for number in order if number not in made}
            return outcomes
        skipped = [number for number in order[: last + 1] if number not in made]
        outcomes |= {number: Unreadable(_IN_VAIN) for number in skipped}
        rest = order[last + 1 :]
        if not rest:
            return outcomes
        outcomes[rest[0]] = _alone(program, rest[0], left[rest[0]]) if len(left) > 1 else Unreadable(ended)
        left = {number: left[number] for number in rest[1:]}
    return outcomes


def _alone(program: str, number: int, task: Task) -> bytes | Unreadable:
    made, ended = _start(program, {number: task})
    return made.get(number) or Unreadable(ended or _IN_VAIN)


def _start(program: str, tasks: Mapping[int, Task]) -> tuple[dict[int, bytes], str | None]:
    """What one start of LibreOffice made, and how it failed, if it did not come to its end."""
    with tempfile.TemporaryDirectory(prefix="frkit-office-", ignore_cleanup_errors=True) as place:
        work = Path(place)
        (work / "in").mkdir()
        for number, task in tasks.items():
            (work / "in" / f"{number:06}").write_bytes(task.data)
        _write_profile(work / "profile")
        first = next(iter(tasks.values()))
        command = [program, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
                   f"-env:UserInstallation={(work / 'profile').as_uri()}", "--convert-to", first.target,
                   "--outdir", str(work / "out"), *(str(work / "in" / f"{number:06}") for number in tasks)]  # fmt: skip
        ended = _run(command, work)
        made = {}
        for number, task in tasks.items():
            path = work / "out" / f"{number:06}.{task.into}"
            if path.is_file() and not path.is_symlink() and path.stat().st_size:
                made[number] = path.read_bytes()
        return made, ended


def _run(command: list[str], work: Path) -> str | None:
    """Run LibreOffice in a process group of its own, ended as a whole when nothing came of it for too long.

    Gives None, or how it failed.
    """
    environment = {key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "TMPDIR", "SYSTEMROOT")}
    environment |= {"HOME": str(work), "TMPDIR": str(work), "SAL_DISABLE_OPENCL": "1", "SAL_USE_VCLPLUGIN": "svp"}
    nothing = subprocess.DEVNULL
    process = subprocess.Popen([*_confined(), *command], cwd=work, env=environment, stdin=nothing, stdout=nothing,
                               stderr=nothing, start_new_session=True)  # fmt: skip
    try:
        in_time = _waited(process, work / "out")
    finally:
        _end(process)
    if not in_time:
        return f"LibreOffice did not finish it within {SECONDS} seconds"
    return None if process.returncode == 0 else f"LibreOffice ended with code {process.returncode}"


def _waited(process: subprocess.Popen[bytes], out: Path) -> bool:
    """Whether the process came to its end; False if it made nothing new for too long."""
    until, made = time.monotonic() + SECONDS, 0
    while True:
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            now = len(list(out.glob("*"))) if out.is_dir() else 0
            if now > made:
                until, made = time.monotonic() + SECONDS, now
            if time.monotonic() > until:
                return False
        else:
            return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """End all that LibreOffice began; after it is done this finds nothing."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _confined() -> tuple[str, ...]:
    """What stands before a command so that it has limits and, where the system allows it, no network."""
    limits = ("/bin/sh", "-c", _LIMITS, "sh")
    return (*limits, *_WITHOUT_NETWORK) if _can_cut_network() else limits


@cache
def _can_cut_network() -> bool:
    """Whether this account may start programs without network (Linux, where user namespaces are allowed)."""
    try:
        done = subprocess.run([*_WITHOUT_NETWORK, "true"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _write_profile(folder: Path) -> None:
    """A fresh profile without macros, without updates of links, with a proxy that leads nowhere."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )
