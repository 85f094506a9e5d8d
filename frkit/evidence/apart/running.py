"""Files from strangers are opened in a separate process, so that none can stop frkit or use up the computer."""

from __future__ import annotations

import os
import select
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import Any, TypeVar

from frkit.evidence.apart.process import Worker
from frkit.evidence.unreadable import Unreadable

SECONDS = 60.0
MEGABYTES = 2048
MOST_ITEMS = 300
"""After so many items a process makes room for a fresh one."""
_AHEAD = 4
"""Items begun or done before the one that is to be given next, for each process: bounds the memory."""

R = TypeVar("R")
T = TypeVar("T")


def apart(work: Callable[..., R], *arguments: Any, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> R:
    """What ``work(*arguments)`` gives, computed in a process of its own with limits of time and memory.

    ``work`` stands at the top of a module; arguments and result can be pickled, and the result is made of plain
    values and frkit's own classes. Raises Unreadable or FrkitError where the work raises it, and Unreadable with the
    reason if the process dies, fails, or needs more than ``seconds`` (on the clock, and of processor time) or
    ``megabytes``.
    """
    worker = Worker()
    try:
        worker.give(work, arguments, seconds, megabytes)
        answer = None
        while answer is None:
            answer = worker.answer() if _ready([worker], worker.seconds_left()) else worker.too_late()
        return worker.result(answer)  # type: ignore[no-any-return]
    finally:
        worker.end()


def each_apart(
    work: Callable[[T], R],
    items: Iterable[T],
    *,
    workers: int | None = None,
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
) -> Iterator[tuple[T, R | Unreadable]]:
    """Each item with what ``work(item)`` gives, or with the reason why it cannot be read; in the order of the items.

    The processes stay warm from item to item, one for each processor unless told. Items are taken as they are needed,
    so that a long list never lies in memory whole. FrkitError is raised as it comes; all processes end with the loop.
    """
    crew = _Crew(work, seconds, megabytes, workers or os.cpu_count() or 1)
    try:
        yield from crew.run(items)
    finally:
        crew.end()


class _Crew:
    """Some warm processes and the items they are at."""

    def __init__(self, work: Callable[[Any], Any], seconds: float, megabytes: int, most: int) -> None:
        self.work, self.seconds, self.megabytes, self.most = work, seconds, megabytes, most
        self.idle: list[Worker] = []
        self.busy: dict[int, tuple[Worker, _Item]] = {}

    def run(self, items: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """All items in order, each with its outcome."""
        coming, more = iter(items), True
        queue: deque[_Item] = deque()
        while more or queue:
            while more and len(self.busy) < self.most and len(queue) < self.most * _AHEAD:
                try:
                    item = _Item(next(coming))
                except StopIteration:
                    more = False
                else:
                    queue.append(item)
                    self._begin(item)
            while queue and queue[0].done:
                first = queue.popleft()
                yield first.value, first.outcome()
            if self.busy and queue and not queue[0].done:
                self._wait()

    def end(self) -> None:
        """End every process, also where ending one of them fails."""
        with ExitStack() as all_of_them:
            for worker in [*self.idle, *(one for one, _ in self.busy.values())]:
                all_of_them.callback(worker.end)
            self.idle.clear()
            self.busy.clear()

    def _begin(self, item: _Item) -> None:
        worker = self.idle.pop() if self.idle else Worker()
        self.busy[worker.fileno()] = (worker, item)
        worker.give(self.work, (item.value,), self.seconds, self.megabytes)

    def _wait(self) -> None:
        """Until at least one process answers or has used up its time."""
        soonest = min(worker.seconds_left() for worker, _ in self.busy.values())
        for worker in _ready([one for one, _ in self.busy.values()], soonest):
            self._take(worker, worker.answer())
        for worker, _ in list(self.busy.values()):
            if worker.seconds_left() <= 0:
                self._take(worker, worker.too_late())

    def _take(self, worker: Worker, answer: tuple[Any, ...] | None) -> None:
        if answer is None:
            return
        _, item = self.busy.pop(worker.fileno())
        try:
            item.result = worker.result(answer)
        except Exception as error:
            item.error = error
        item.done = True
        if worker.spoilt or worker.count >= MOST_ITEMS:
            worker.end()
        else:
            self.idle.append(worker)


class _Item:
    """One item on its way."""

    def __init__(self, value: Any) -> None:
        self.value = value
        self.done = False
        self.result: Any = None
        self.error: Exception | None = None

    def outcome(self) -> Any:
        """The result, or Unreadable as a value; raises any other error."""
        if self.error is not None and not isinstance(self.error, Unreadable):
            raise self.error
        return self.result if self.error is None else self.error


def _ready(workers: list[Worker], seconds: float) -> list[Worker]:
    """Those that have something to say, after waiting for the first of them at most so long."""
    poll = select.poll()
    for worker in workers:
        poll.register(worker.fileno(), select.POLLIN)
    ready = {handle for handle, _ in poll.poll(max(0, seconds) * 1000)}
    return [worker for worker in workers if worker.fileno() in ready]
