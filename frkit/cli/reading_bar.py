"""A bar on a terminal while files are read; nothing in a pipe, and nothing where it takes no time."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from frkit.cli.common import clean, console

Progress = Callable[[int, int, str], None]
_PATIENCE = 0.5
"""Seconds after which a bar is worth its line."""
_LONGEST = 28


@contextmanager
def reading_bar(what: str) -> Iterator[Progress | None]:
    """Gives what is to be called with how many are done, how many there are, and the name of the last one."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(20), MofNCompleteColumn(),
               TimeRemainingColumn(compact=True))  # fmt: skip
    began = time.monotonic()
    bar = Progress(*columns, console=console(stderr=True), transient=True)
    task = bar.add_task(what, total=None)

    def step(done: int, total: int, name: str) -> None:
        if not bar.live.is_started and time.monotonic() - began > _PATIENCE:
            bar.start()
        bar.update(task, completed=done, total=total, description=f"{what} {clean(name)[:_LONGEST]}")

    try:
        yield step
    finally:
        bar.stop()
