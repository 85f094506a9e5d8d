"""The program that does one piece of work after another in its own process; see :mod:`frkit.evidence.apart.running`.

It is started as a script, without the folder it is started in on its search path, so that nothing that lies in a
campaign can be taken for a module. Its whole conversation goes through two pipes, each message a length and a pickle.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import resource
import signal
import struct
import sys
import traceback
from typing import Any, BinaryIO

LENGTH = struct.Struct(">Q")
GRACE = 5
"""Seconds after which a process ends itself though nobody came to end it, because its parent was killed."""


def main(given: BinaryIO, answers: BinaryIO) -> None:
    """Take work until there is no more, and answer each with what came of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while (message := _read(given)) is not None:
        try:
            path, seconds, megabytes, work, arguments = pickle.loads(message)
            if path is not None:
                sys.path[:] = path
            _limit(seconds, megabytes)
            reply = _answer(pickle.loads(work), pickle.loads(arguments))
        except MemoryError:
            reply = ("memory",)
        except BaseException as error:
            reply = ("broken", f"{type(error).__name__}: {error}", traceback.format_exc())
        signal.setitimer(signal.ITIMER_REAL, 0)
        _write(answers, reply)
        del message, reply


def _answer(work: Any, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    from frkit.base.errors import FrkitError
    from frkit.evidence.unreadable import Unreadable

    try:
        return ("done", work(*arguments))
    except Unreadable as problem:
        return ("unreadable", str(problem))
    except FrkitError as error:
        return ("error", type(error).__name__, error.fact, error.place, error.remedy)
    except RecursionError:
        return ("recursion", traceback.format_exc(limit=20))


def _limit(seconds: float, megabytes: int) -> None:
    """Set the limits anew for one piece of work; processor time counts from the start of the process."""
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_AS, megabytes << 20)
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 1)
    signal.setitimer(signal.ITIMER_REAL, seconds + GRACE)


def _lower(limit: int, value: int) -> None:
    """Set a limit, where the system knows it, never above what the user's own limit allows."""
    with contextlib.suppress(ValueError, OSError):
        hard = resource.getrlimit(limit)[1]
        resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _read(file: BinaryIO) -> bytes | None:
    head = file.read(LENGTH.size)
    return file.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else None


def _write(file: BinaryIO, reply: tuple[Any, ...]) -> None:
    try:
        data = pickle.dumps(reply, protocol=5)
    except MemoryError:
        data = pickle.dumps(("memory",))
    except Exception as error:
        data = pickle.dumps(("broken", f"{type(error).__name__}: {error}", traceback.format_exc()))
    with contextlib.suppress(BrokenPipeError):
        file.write(LENGTH.pack(len(data)))
        file.write(data)
        file.flush()


if __name__ == "__main__":
    with os.fdopen(int(sys.argv[1]), "rb") as given, os.fdopen(int(sys.argv[2]), "wb") as answers:
        main(given, answers)
