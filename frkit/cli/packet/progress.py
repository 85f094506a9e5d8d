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
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=16),
        TextColumn("{task.fields[count]}"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("Packet", total=None, count="", rate="")
        stage = 0

        def move(done: int, total: int, what: str) -> None:
            nonlocal stage
            if total != stage:  # another stage counts other things, so its speed begins anew
                bar.reset(task, total=total, count="", rate="")
                stage = total
            speed = bar.tasks[0].speed
            rate = f"{speed:,.0f}/s" if speed and speed >= 1 else ""
            count = f"{done:,} of {total:,}" if total > 1 else ""
            bar.update(task, completed=done, total=total, description=clean(what)[:32], count=count, rate=rate)

        yield move
