"""Where the requests of a batch differ though they should not, or ask one body twice. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from frkit.asking.batch_existing import asks
from frkit.asking.batch_requesters import RESIDENT
from frkit.asking.batch_types import Grade, Noticed, Planned
from frkit.tracking.types import Period, Request

MOST_NAMED = 6
"""How many odd rows a message names."""
_OWN = (RESIDENT, "fee_cap")
"""Inputs that differ between requests for good reasons."""


def consistency_notices(rows: Sequence[Planned]) -> Iterator[Noticed]:
    """Rows that stand out from the others of their pack, answers that differ under one law, bodies asked twice."""
    for alike in _groups(rows, lambda row: row.request.pack or "").values():
        for what, value in _COMPARED:
            yield from _odd(alike, what, value)
    for under in _groups(rows, lambda row: row.law.code).values():
        keys = dict.fromkeys(key for row in under for key in row.request.given if key not in _OWN)
        for key in keys:
            yield from _odd(under, f"{under[0].law.code}, {key}", _answer_to(key))
    yield from _twice(rows)


def repeated(rows: Sequence[Planned]) -> Iterator[Noticed]:
    """Rows that ask one body for the same under one law: one of them is a slip."""
    for same in _groups(
        rows, lambda row: (row.agency.id, row.law.code, asks(row.request), row.request.period)
    ).values():
        if len(same) > 1:
            yield Noticed(
                "error",
                f"{same[0].agency.name} is asked for the same {len(same)} times: {named(same)}.",
                tuple(row.number for row in same),
                remedy="take all but one of them out",
            )


def named(rows: Sequence[Planned]) -> str:
    """The rows as messages name them, the first few if there are many."""
    shown = [row.wanted.called for row in rows[:MOST_NAMED]]
    more = len(rows) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _odd(rows: Sequence[Planned], what: str, value: Callable[[Planned], str]) -> Iterator[Noticed]:
    """The few that have another value than most; or, where there is no such majority, that they do not agree."""
    values = {row.number: value(row) for row in rows}
    counts = Counter(values.values()).most_common()
    if len(counts) < 2:
        return
    usual, most = counts[0]
    if most * 3 >= len(rows) * 2 and most > 1:
        for other, _ in counts[1:]:
            odd = [row for row in rows if values[row.number] == other]
            message = f"{what}: {other} in {named(odd)}; {usual} in the other {most}."
            grade: Grade = "look" if what == _VENDORS else "doubt"
            yield Noticed(grade, message, tuple(row.number for row in odd))
    elif len(counts) <= MOST_NAMED and what != _VENDORS:
        parts = [
            f"{one} in {count} ({named([row for row in rows if values[row.number] == one])})"
            if count < MOST_NAMED
            else f"{one} in {count}"
            for one, count in counts
        ]
        yield Noticed("doubt", f"{what}: {'; '.join(parts)}.", tuple(values))
    elif what != _VENDORS:
        yield Noticed("doubt", f"{what}: {len(counts)} different ones in {len(rows)} requests.", tuple(values))


def _twice(rows: Sequence[Planned]) -> Iterator[Noticed]:
    for same in _groups(rows, lambda row: row.agency.id).values():
        if len(same) > 1 and len({(row.law.code, asks(row.request), row.request.period) for row in same}) > 1:
            yield Noticed(
                "doubt",
                f"{same[0].agency.name} gets {len(same)} requests at once ({named(same)}); "
                "some laws count such requests together.",
                tuple(row.number for row in same),
            )


def _groups(rows: Iterable[Planned], key: Callable[[Planned], object]) -> dict[object, list[Planned]]:
    found: dict[object, list[Planned]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _period(row: Planned) -> str:
    periods = [row.request.period, *(item.period for item in row.request.items)]
    return "; ".join(dict.fromkeys(_spelt(period) for period in periods if period is not None)) or "no period named"


def _spelt(period: Period) -> str:
    since = f"from {period.since}" if period.since else "from the beginning"
    return f"{since} to {period.until}" if period.until else f"{since} on"


def _items(row: Planned) -> str:
    return _listed(row.request, lambda request: [item.text or item.category for item in request.items])


def _vendors(row: Planned) -> str:
    return ", ".join(sorted(row.request.vendors)) or "none"


def _answer_to(key: str) -> Callable[[Planned], str]:
    return lambda row: row.request.given.get(key, "no answer")


def _listed(request: Request, names: Callable[[Request], Iterable[str]]) -> str:
    all_names = list(names(request))
    shown = ", ".join(all_names[:3])
    return f"{len(all_names)} items ({shown}{', ...' if len(all_names) > 3 else ''})"


_VENDORS = "Vendors named as examples"
_COMPARED: tuple[tuple[str, Callable[[Planned], str]], ...] = (
    ("Period", _period),
    ("Items", _items),
    (_VENDORS, _vendors),
)
"""What the requests of one pack should have in common."""
