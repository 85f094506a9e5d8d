"""A line of time as SVG: what vendors said and laws ordered above, what the records bear below, visibly apart."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from frkit.evidence.pledges.comparison import State
from frkit.evidence.pledges.spans import span_of
from frkit.pages.drawing import INK, Canvas, canvas, legend, plain_axes, svg

_ROW, _WRAP = 0.5, 34
MOST_MARKS = 8
"""Marks on the line of time: more would run into each other."""
_LOOKS: dict[State, tuple[str, str, str]] = {
    "before": ("o", "white", "before"),
    "after_in_scope": ("o", INK, "after, and within the words"),
    "after_outside": ("D", "white", "after, outside the words or excepted"),
    "cannot_tell": ("s", "#B0B0B0", "cannot tell"),
}
"""State -> form, fill, words of the legend; forms differ, so that the chart reads without colours too."""


@dataclass(frozen=True)
class Moment:
    """One row of the line: a public fact, or a record with its states."""

    words: str
    dated: str
    """2020, 2020-06 or 2020-06-10: a stroke shows how long it may have been."""
    states: tuple[State, ...] = ()
    """Of a record, beside each of the facts; none for a fact."""


def timeline(facts: Sequence[Moment], records: Sequence[Moment], *, title: str, note: str) -> bytes:
    """The SVG; the same bytes for the same moments."""
    rows = [*sorted(facts, key=_first), *sorted(records, key=_first)]
    with canvas([_ROW] * len(rows), title, note, legend_lines=3) as made:
        plain_axes(made, [_label(one) for one in rows], "")
        for one, level in zip(rows, made.middles, strict=True):
            _draw(made, one, level)
        if facts and records:
            made.axes.axhline(len(facts) * _ROW, color=INK, lw=1.2)
        _days(made, rows)
        handles = [made.stroke("said or ordered, from a public source", INK, 2.2)]
        handles += [made.marker(form, fill, INK, words, waits=False) for form, fill, words in _LOOKS.values()]
        legend(made, handles)
        return svg(made, title, _told(rows))


def _first(one: Moment) -> tuple[date, str]:
    return span_of(one.dated).first, one.words


def _label(one: Moment) -> str:
    lines = textwrap.wrap(f"{one.dated}  {one.words}", _WRAP)
    return "\n".join([*lines[:1], lines[1][: _WRAP - 2] + "…"] if len(lines) > 2 else lines)


def _draw(made: Canvas, one: Moment, level: float) -> None:
    axes, span = made.axes, span_of(one.dated)
    first, last = span.first.toordinal(), span.last.toordinal()
    if last > first:
        axes.plot([first, last], [level, level], color=INK, lw=1, solid_capstyle="butt")
    middle = (first + last) / 2
    if not one.states:
        axes.plot([middle], [level], marker="|", ms=16, mec=INK, mew=2.2, ls="none")
    for number, state in enumerate(dict.fromkeys(one.states)):
        form, fill, _ = _LOOKS[state]
        shift = (number - (len(set(one.states)) - 1) / 2) * 0.16
        axes.plot([middle], [level + shift], marker=form, ms=6, mfc=fill, mec=INK, mew=1.4, ls="none", clip_on=False)


def _days(made: Canvas, rows: Sequence[Moment]) -> None:
    """Years and months below, with a little room on both sides."""
    first = min(span_of(one.dated).first for one in rows).toordinal()
    last = max(span_of(one.dated).last for one in rows).toordinal()
    room = max(20, (last - first) // 25)
    made.axes.set_xlim(first - room, last + room)
    marks = _marks(date.fromordinal(first - room), date.fromordinal(last + room))
    made.axes.set_xticks([day.toordinal() for day in marks])
    made.axes.set_xticklabels([str(day.year) if day.month == 1 else f"{day:%Y-%m}" for day in marks])


def _marks(first: date, last: date) -> list[date]:
    """First days of months, as many as can be read: each, each third or seventh, or of years."""
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((one for one in (1, 3, 6, 12, 24, 60) if months / one <= MOST_MARKS), 120)
    days = (date(number // 12, number % 12 + 1, 1) for number in range(first.year * 12, last.year * 12 + 12, step))
    return [day for day in days if first <= day <= last]


def _told(rows: Sequence[Moment]) -> str:
    words = {state: look[2] for state, look in _LOOKS.items()}
    told = [(one, ", ".join(words[state] for state in dict.fromkeys(one.states))) for one in rows]
    return " ".join(f"{one.dated}: {one.words}{f' ({states})' if states else ''}." for one, states in told)
