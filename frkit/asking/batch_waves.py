"""Cutting a batch into waves, the one with the least to go wrong first. Pure.

In the first wave stand the bodies with nothing to look at, under laws that are known best, and the places take turns:
what is wrong with a letter for one place shows while few have gone out. Bodies about which there is a doubt come last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import pairwise, zip_longest

from frkit.asking.batch_types import Planned

_CONFIDENCE = {"high": 0, "medium": 1, "low": 2}


def in_order_of_risk(rows: Sequence[Planned], doubted: Collection[int]) -> list[Planned]:
    """The rows, the surest first; among those that are equally sure the places take turns."""
    ranks: dict[tuple[bool, int], list[Planned]] = defaultdict(list)
    for row in rows:
        ranks[(row.number in doubted, _CONFIDENCE.get(row.law.confidence, 2))].append(row)
    return [row for rank in sorted(ranks) for row in _by_turns(ranks[rank])]


def cut(rows: Sequence[Planned], *, waves: int | None, per_wave: int | None) -> list[list[Planned]]:
    """The rows in so many waves of nearly equal size, or in waves of at most so many; in one if neither is said."""
    if not rows:
        return []
    count = waves or (-(-len(rows) // per_wave) if per_wave else 1)
    if waves is None and per_wave is not None:
        return [list(rows[at : at + per_wave]) for at in range(0, len(rows), per_wave)]
    size, more = divmod(len(rows), count)
    cuts = [0]
    for number in range(min(count, len(rows))):
        cuts.append(cuts[-1] + size + (number < more))
    return [list(rows[begin:end]) for begin, end in pairwise(cuts)]


def wave_names(name: str, count: int) -> tuple[str, ...]:
    """``spring`` for a batch of one wave; ``spring-1``, ``spring-2`` for one of several."""
    return (name,) if count == 1 else tuple(f"{name}-{number}" for number in range(1, count + 1))


def _by_turns(rows: Sequence[Planned]) -> list[Planned]:
    """One of each place, then the second of each, and so on."""
    places: dict[str, list[Planned]] = {}
    for row in rows:
        places.setdefault(row.law.code, []).append(row)
    return [row for turn in zip_longest(*places.values()) for row in turn if row is not None]
