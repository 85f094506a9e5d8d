"""Ways to damage a file, for tests that try what no test's author would think of.

Twelve seconds by default, so that the loops of tests/fuzz take more than a minute together; FRKIT_FUZZ_SECONDS=3600
goes on for an hour in each. A failure says with which number to begin again.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence

from hypothesis import strategies as st

SECONDS = float(os.environ.get("FRKIT_FUZZ_SECONDS", "12"))
EDGES = (
    b"\0",
    b"\xff",
    b"\0\0\0\0",
    b"\xff\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\x01\0\0\0",
    b"PK\x03\x04",
    b"\n",
    b"/../",
)


def damaged_files(seeds: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """Files damaged in a few places, which hypothesis can make smaller when one of them breaks something."""
    place = st.floats(0, 1, exclude_max=True)
    change = st.tuples(
        st.sampled_from(("set", "cut", "drop", "twice", "insert")), place, st.binary(min_size=1, max_size=9)
    )
    return st.builds(_changed, st.sampled_from(seeds), st.lists(change, max_size=6))


def until_time_is_over(seeds: Sequence[bytes], check: Callable[[bytes], None]) -> Iterator[int]:
    """Damage and check files for FRKIT_FUZZ_SECONDS; gives how many there were. A failure names its number."""
    start = int(os.environ.get("FRKIT_FUZZ_FIRST", time.time_ns() % 10**9))
    end, number = time.monotonic() + SECONDS, start
    while time.monotonic() < end:
        dice = random.Random(number)
        data = dice.choice(seeds)
        for _ in range(dice.randint(1, 8)):
            data = _damaged_once(data, dice)
        try:
            check(data)
        except BaseException as error:
            raise AssertionError(f"begin again with FRKIT_FUZZ_FIRST={number}") from error
        number += 1
        yield number - start


def _changed(data: bytes, changes: list[tuple[str, float, bytes]]) -> bytes:
    for how, where, with_what in changes:
        data = _change(data, how, int(where * len(data)), with_what)
    return data


def _damaged_once(data: bytes, dice: random.Random) -> bytes:
    at = int(dice.random() ** 2 * len(data)) if dice.random() < 0.5 else int(dice.random() * len(data))
    with_what = dice.choice(EDGES) if dice.random() < 0.5 else dice.randbytes(dice.randint(1, 8))
    return _change(data, dice.choice(("set", "set", "set", "cut", "drop", "twice", "insert")), at, with_what)


def _change(data: bytes, how: str, at: int, with_what: bytes) -> bytes:
    if how == "set":
        return data[:at] + with_what + data[at + len(with_what) :]
    if how == "cut":
        return data[:at]
    if how == "drop":
        return data[:at] + data[at + len(with_what) :]
    if how == "insert":
        return data[:at] + with_what + data[at:]
    return data[:at] + data[at : at + 200] + data[at:]
