"""The progress bar of long work on packets."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from frkit.cli.common import clean, console


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on a terminal, nothing in a pipe; gives the function that moves it."""
    if not sys.stderr.isatty():
        yield lambda done, total, what: None
        return
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("Packet", total=None)
        yield lambda done, total, what: bar.update(task, completed=done, total=total, description=clean(what))
