"""Many requests as a table: one line each, grouped and sorted, at any width from 80 columns on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from frkit.cli.common import clean
from frkit.cli.status.standing_words import due_in_short, how_sure, outstanding, who_acts
from frkit.law.explaining import long_day
from frkit.tracking.summaries import Summary

GROUPS = ("who", "place", "agency", "law", "vendor", "wave", "none")
SORTS = ("due", "since", "name", "agency")
_ACTS = ("us", "newer_frkit", "ready", "draft", "agency", "closed")
_TITLES = {
    "us": "We must act",
    "newer_frkit": "Needs a newer frkit",
    "ready": "Ready to send",
    "draft": "Drafts",
    "agency": "The agency, or a reviewer, must act",
    "closed": "Closed",
}
_WIDTHS = {"acts": 6, "since": 10, "due": 14, "sure": 5}
_LEAST_NAME, _MOST_NAME, _LEAST_WORDS = 20, 48, 18
_END = 5
_FAR = 100_000


def table_lines(requests: Iterable[Summary], day: date, *, by: str, sort: str, width: int) -> Iterator[str]:
    """The lines of the table, headings, groups and legend included."""
    ordered = sorted(requests, key=_SORTED[sort])
    shown = _Columns(width, [one.id for one in ordered], acts=by != "who")
    yield f"As of {long_day(day)}"
    for title, members in _grouped(ordered, by):
        yield ""
        if title:
            yield f"{title}: {len(members)}"
        yield shown.heading()
        yield from (shown.line(one) for one in members)
    yield ""
    yield "Sure: how well the law is known; ~ marks a start that nothing proves yet."


def _grouped(ordered: list[Summary], by: str) -> list[tuple[str, list[Summary]]]:
    """Title and members of each group; a request with two vendors stands in both groups."""
    if by == "none":
        return [("", ordered)]
    groups: dict[str, list[Summary]] = {}
    for one in ordered:
        for name in _NAMES[by](one):
            groups.setdefault(name, []).append(one)
    if by == "who":
        return [(_TITLES[name], groups[name]) for name in _ACTS if name in groups]
    return sorted(groups.items())


_NAMES: dict[str, Callable[[Summary], Iterable[str]]] = {
    "who": lambda one: (one.ball,),
    "place": lambda one: (one.request.places[-1] if one.request.places else one.request.law,),
    "agency": lambda one: (one.request.agency,),
    "law": lambda one: (one.request.law,),
    "vendor": lambda one: one.request.vendors or ("no vendor named",),
    "wave": lambda one: (one.request.wave or "no wave",),
}


def _urgency(one: Summary) -> tuple[int, int, str]:
    """Our own limits by the days left, then who is late, the latest first, then what is still to come."""
    limit = one.leading
    if limit is None or one.ball == "closed":
        return (3, 0, one.id)
    if limit.state == "running":
        return (0 if limit.binds == "requester" else 2, limit.days_left or 0, one.id)
    return (1, -(limit.days_late or 0), one.id) if limit.state == "lapsed" else (2, _FAR, one.id)


_SORTED: dict[str, Callable[[Summary], tuple[object, ...]]] = {
    "due": _urgency,
    "since": lambda one: (one.since or date.max, one.id),
    "name": lambda one: (one.id,),
    "agency": lambda one: (one.request.agency, one.id),
}


class _Columns:
    """How wide each column is, and the lines made of them."""

    def __init__(self, width: int, names: list[str], *, acts: bool) -> None:
        self._acts = acts
        fixed = sum(size + 1 for name, size in _WIDTHS.items() if acts or name != "acts")
        longest = max((len(name) for name in names), default=_LEAST_NAME)
        room = max(width, 80) - fixed - 1 - _LEAST_WORDS
        self._name = max(_LEAST_NAME, min(longest, room, _MOST_NAME))
        self._words = max(width, 80) - fixed - 1 - self._name

    def heading(self) -> str:
        """The titles of the columns."""
        return self._joined("Request", "Acts", "Since", "Due", "Sure", "What stands out")

    def line(self, one: Summary) -> str:
        """One request."""
        since = one.since.isoformat() if one.since else "-"
        return self._joined(
            clean(one.id), who_acts(one), since, due_in_short(one), how_sure(one), self._first_words(outstanding(one))
        )

    def _joined(self, name: str, acts: str, *cells: str) -> str:
        since, due, sure, words = cells
        parts = [_shortened(name, self._name), *([acts.ljust(_WIDTHS["acts"])] if self._acts else [])]
        parts += [since.ljust(_WIDTHS["since"]), due.ljust(_WIDTHS["due"]), sure.ljust(_WIDTHS["sure"]), words]
        return " ".join(parts).rstrip()

    def _first_words(self, words: list[str]) -> str:
        """As many as there is room for, the gravest first, and how many more there are."""
        for number in range(len(words), 0, -1):
            more = f" +{len(words) - number}" if number < len(words) else ""
            text = "; ".join(words[:number]) + more
            if len(text) <= self._words:
                return text
        more = f" +{len(words) - 1}" if len(words) > 1 else ""
        return f"{words[0][: self._words - len(more) - 1]}…{more}"


def _shortened(name: str, width: int) -> str:
    """A name cut before its end, where those of one pack are alike, and filled up to its column.

    The end itself stays: it tells apart what would else have one name.
    """
    if not name.isascii():
        from rich.cells import cell_len, set_cell_size

        return set_cell_size(name, width) if cell_len(name) > width else name + " " * (width - cell_len(name))
    if len(name) <= width:
        return name.ljust(width)
    end = min(_END, (width - 1) // 2)
    return f"{name[: width - 1 - end]}…{name[-end:]}"
