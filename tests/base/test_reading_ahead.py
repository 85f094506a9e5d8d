"""A source is read ahead, in order, no further than told; errors and an early end come through."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from frkit.base.reading_ahead import ahead


def counted(most: int, taken: list[int], closed: list[bool]) -> Iterator[int]:
    try:
        for number in range(most):
            taken.append(number)
            yield number
    finally:
        closed.append(True)


def test_every_item_comes_in_order_and_the_source_is_closed() -> None:
    taken, closed = [], []
    assert list(ahead(counted(1000, taken, closed), 7)) == list(range(1000))
    assert closed == [True]


def test_nothing_is_taken_further_ahead_than_told() -> None:
    taken: list[int] = []
    for number in ahead(counted(200, taken, []), 5):
        assert len(taken) <= number + 1 + 5 + 2


def test_whoever_stops_early_closes_the_source_and_leaves_no_thread() -> None:
    before, closed = threading.active_count(), []
    items = ahead(counted(10**9, [], closed), 3)
    assert next(items) == 0
    items.close()
    assert closed == [True] and threading.active_count() == before


def test_what_the_source_raises_is_raised_after_what_came_before() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise ValueError("no more")

    items = ahead(broken(), 4)
    assert next(items) == 1
    with pytest.raises(ValueError, match="no more"):
        next(items)
