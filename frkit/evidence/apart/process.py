"""One process beside frkit's own: how it is started, told what to do, listened to, and ended with all that it began."""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from frkit.base import errors
from frkit.base.errors import FrkitError
from frkit.evidence.unreadable import Unreadable

_LENGTH = struct.Struct(">Q")
_WORKER = Path(__file__).with_name("worker.py")
_PLAIN = {
    "builtins": {"set", "frozenset", "bytearray", "complex", "range", "slice"},
    "datetime": {"date", "datetime", "time", "timedelta", "timezone"},
    "decimal": {"Decimal"},
    "collections": {"OrderedDict", "deque", "Counter"},
    "pathlib": {"PosixPath", "PurePosixPath", "Path", "PurePath"},
    "pathlib._local": {"PosixPath", "PurePosixPath", "Path", "PurePath"},
}
_SLACK = 64 << 20
_ENDING = 5.0
"""Seconds in which a process that closed its connection should end."""


class Worker:
    """A warm process; give it work, wait until ``fileno`` is readable, and ask for the answer."""

    def __init__(self) -> None:
        self.count = 0
        self.spoilt = False
        self._waiting = bytearray()
        self._until = 0.0
        self._limits: tuple[float, int] = (0, 0)
        self._own_module = ""
        self._scratch = tempfile.mkdtemp(prefix="frkit-apart-")
        told, self._tell = os.pipe()
        self._listen, answers = os.pipe()
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", str(_WORKER), str(told), str(answers)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(told, answers),
                start_new_session=True,
                env={**os.environ, "TMPDIR": self._scratch},
            )
        except BaseException:
            os.close(self._tell)
            os.close(self._listen)
            shutil.rmtree(self._scratch, ignore_errors=True)
            raise
        finally:
            os.close(told)
            os.close(answers)

    def fileno(self) -> int:
        """The handle that becomes readable when there is an answer, or when the process is dead."""
        return self._listen

    def give(self, work: Callable[..., Any], arguments: tuple[Any, ...], seconds: float, megabytes: int) -> None:
        """Begin a piece of work; raises TypeError for one that no other process can find."""
        if work.__module__ == "__main__" or "<" in work.__qualname__:
            raise TypeError(f"{work.__qualname__} must stand at the top of a module that can be imported")
        path = None if self.count else [str(_WORKER.parents[3]), *(one for one in sys.path if one)]
        self.count += 1
        self._own_module = work.__module__
        self._limits = (seconds, megabytes)
        self._until = time.monotonic() + seconds
        message = pickle.dumps((path, seconds, megabytes, pickle.dumps(work), pickle.dumps(arguments)), protocol=5)
        with contextlib.suppress(BrokenPipeError):  # a dead process is found when its answer is asked for
            _write_all(self._tell, _LENGTH.pack(len(message)))
            _write_all(self._tell, message)

    def seconds_left(self) -> float:
        """How long its present work may still take."""
        return self._until - time.monotonic()

    def answer(self) -> tuple[Any, ...] | None:
        """What came of the work as far as it can be read now without waiting; None where more is to come."""
        data = os.read(self._listen, 1 << 20)
        if not data:
            return self._died()
        self._waiting += data
        if len(self._waiting) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack_from(self._waiting)
        if length > (self._limits[1] << 20) + _SLACK:
            self.spoilt = True
            return ("memory",)
        if len(self._waiting) < _LENGTH.size + length:
            return None
        message = bytes(memoryview(self._waiting)[_LENGTH.size : _LENGTH.size + length])
        self._waiting.clear()
        return self._understood(message)

    def too_late(self) -> tuple[Any, ...]:
        """The answer for work whose time is over."""
        self.spoilt = True
        return ("time",)

    def end(self) -> None:
        """End the process with everything that it began, and remove what it left in its temporary folder."""
        for pid in _begun_by(self._process.pid):
            _kill(pid)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for handle in (self._tell, self._listen):
            os.close(handle)
        shutil.rmtree(self._scratch, ignore_errors=True)

    def result(self, answer: tuple[Any, ...]) -> Any:
        """What the work gave; raises what it raised, or Unreadable in plain words."""
        seconds, megabytes = self._limits
        match answer:
            case ("done", result):
                return result
            case ("unreadable", str(reason)):
                raise Unreadable(reason)
            case ("error", str(name), str(fact), str(place), str(remedy)):
                kind = getattr(errors, name, FrkitError)
                raise (kind if issubclass(kind, FrkitError) else FrkitError)(fact, place=place, remedy=remedy)
            case ("recursion", str(where)):
                raise Unreadable("it is nested more deeply than can be read") from RuntimeError(where)
            case ("broken", str(what), str(where)):
                raise Unreadable(f"reading it failed ({' '.join(what.split())[:120]})") from RuntimeError(where)
            case ("memory",):
                raise Unreadable(f"reading it takes more than {megabytes:,} MB of memory")
            case ("time",):
                raise Unreadable(f"it could not be read within {seconds:g} seconds")
            case ("died", str(how)):
                raise Unreadable(f"reading it made the program end that reads such files ({how})")
        raise Unreadable("reading it gave no answer that can be understood")

    def _died(self) -> tuple[Any, ...]:
        self.spoilt = True
        code = _end_of(self._process)
        if code in (-signal.SIGXCPU, -signal.SIGALRM):
            return ("time",)
        if code is not None and code < 0:
            with contextlib.suppress(ValueError):
                return ("died", signal.Signals(-code).name)
        return ("died", "it closed its connection" if code is None else f"exit code {code}")

    def _understood(self, message: bytes) -> tuple[Any, ...]:
        try:
            answer = _Careful(message, self._own_module).load()
        except Exception as error:
            answer = ("broken", f"its result cannot be taken over: {error}", "")
        if not isinstance(answer, tuple) or answer[:1] not in (("done",), ("unreadable",), ("error",)):
            self.spoilt = True
        return answer if isinstance(answer, tuple) else ()


class _Careful(pickle.Unpickler):
    """Takes back only plain values and frkit's own classes: what read a hostile file is not to be trusted."""

    def __init__(self, message: bytes, own_module: str) -> None:
        super().__init__(io.BytesIO(message))
        self._own_module = own_module

    def find_class(self, module: str, name: str) -> Any:
        """A class by its name; raises UnpicklingError for all that is none, or not ours."""
        ours = module.startswith("frkit.") or module == self._own_module
        if not (ours or name in _PLAIN.get(module, ())):
            raise pickle.UnpicklingError(f"{module}.{name} may not come from there")
        found = super().find_class(module, name)
        if not isinstance(found, type) or (ours and found.__module__ != module):
            raise pickle.UnpicklingError(f"{module}.{name} is no class of that module")
        return found


def _end_of(process: subprocess.Popen[bytes]) -> int | None:
    """The exit code of a process that is about to end; None where it does not end within seconds."""
    with contextlib.suppress(subprocess.TimeoutExpired, OSError):
        if not hasattr(os, "pidfd_open"):
            return process.wait(timeout=_ENDING)
        # To wait by looking now and then, as the library does, needs a clock that nobody has set to another day.
        handle = os.pidfd_open(process.pid)
        try:
            select.select([handle], [], [], _ENDING)
        finally:
            os.close(handle)
    return process.poll()


def _begun_by(pid: int) -> list[int]:
    """All processes that a process began, and theirs, where the system tells (Linux)."""
    found: list[int] = []
    with contextlib.suppress(OSError, ValueError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += [int(child), *_begun_by(int(child))]
    return found


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGKILL)


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
