"""Items taken from their source while the one before is still at work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from queue import Full, Queue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")
_LOOK_UP = 0.1
"""Seconds after which the one that reads ahead looks whether anybody still wants its items."""


def ahead(items: Iterator[T], most: int) -> Iterator[T]:
    """The same items in the same order, at most so many taken beforehand; what the source raises is raised here.

    The source is closed when nobody wants any more.
    """
    waiting: Queue[tuple[T | None, BaseException | None, bool]] = Queue(most)
    enough = Event()
    reader = Thread(target=_fill, args=(items, waiting, enough), daemon=True)
    reader.start()
    try:
        while True:
            item, error, more = waiting.get()
            if error is not None:
                raise error
            if not more:
                return
            yield item  # type: ignore[misc]
    finally:
        enough.set()
        reader.join()


def _fill(items: Iterator[T], waiting: Queue[tuple[T | None, BaseException | None, bool]], enough: Event) -> None:
    try:
        for item in items:
            if not _put(waiting, (item, None, True), enough):
                return
        _put(waiting, (None, None, False), enough)
    except BaseException as error:
        _put(waiting, (None, error, False), enough)
    finally:
        close = getattr(items, "close", None)
        if close is not None:
            close()


def _put(
    waiting: Queue[tuple[T | None, BaseException | None, bool]],
    one: tuple[T | None, BaseException | None, bool],
    enough: Event,
) -> bool:
    """Whether it was wanted."""
    while not enough.is_set():
        with suppress(Full):
            waiting.put(one, timeout=_LOOK_UP)
            return True
    return False
