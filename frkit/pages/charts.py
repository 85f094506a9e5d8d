"""Charts as SVG: how long first answers take, and what came of requests and items.

The text in them is text: it can be read aloud, searched and copied, and takes the font of the page that it stands on.
Form and brightness tell what colour tells, so that a chart reads in grey and for every eye. The same figures give the
same bytes; nothing is read from, or written to, the reader's home.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from frkit.pages.drawing import (
    BEFORE,
    INCH_A_LINE,
    INK,
    LINE,
    Canvas,
    canvas,
    legend,
    plain_axes,
    svg,
    wrapped,
)

ROWS_A_CHART = 60
"""Charts with more rows than this are better split: nobody prints them on a page."""
INCH_A_ROW = 0.30
INCH_A_LANE = 0.105
HIGHEST_ROW = 1.6
MOST_STROKES = 3
"""Limits of one row that are drawn one by one."""
NAME_WIDTH = 34
"""Letters after which a name goes on in the next line; no name is cut."""


@dataclass(frozen=True)
class Dot:
    """One request: after how many days its first answer came, or for how long it has waited."""

    days: int
    state: str
    """``in_time``, ``late``, ``no_limit`` for answers; ``waiting``, ``overdue``, ``waiting_no_limit`` for none yet."""


@dataclass(frozen=True)
class DotRow:
    """One group of requests, with the limits of law that they have, in days."""

    name: str
    dots: tuple[Dot, ...]
    limits: tuple[int, ...] = ()
    """As they stand."""
    before: tuple[int, ...] = ()
    """As they were before they were extended, where they were."""


@dataclass(frozen=True)
class Bar:
    """One row of a stacked bar: a name, and how many of each kind."""

    name: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Look:
    """How one kind is drawn and called: its words, its fill, the hatch over it, the ink of a number upon it."""

    words: str
    fill: str
    hatch: str = ""
    ink: str = INK


_DOTS: dict[str, tuple[str, str, str, str]] = {
    "in_time": ("answered within the limit", "o", "#0072B2", "#0072B2"),
    "late": ("answered after the limit", "D", "#D55E00", "#D55E00"),
    "no_limit": ("answered; no dated limit", "s", "#8C8C8C", "#8C8C8C"),
    "waiting": ("no answer yet, limit still running", "o", "white", "#0072B2"),
    "overdue": ("no answer yet, limit passed", "D", "white", "#D55E00"),
    "waiting_no_limit": ("no answer yet; no dated limit", "s", "white", "#6E6E6E"),
}
"""State -> words, marker, fill, edge: filled is answered, hollow with an arrow still waits."""
OUTCOMES: dict[str, Look] = {
    "granted": Look("came in full", "#0072B2", ink="white"),
    "partial": Look("came in part", "#8CCBF2", "///"),
    "no_records": Look("said to hold none", "#F0E442"),
    "not_custodian": Look("said to lie elsewhere", "#FFF9B8", "|||"),
    "denied": Look("refused", "#D55E00", "xxx"),
    "glomar": Look("neither confirmed nor denied", "#F5C3A0", "\\\\\\"),
    "transferred": Look("passed on", "#D9D9D9", "---"),
    "pending": Look("not answered", "white"),
}
"""Outcome of an item -> its look, in the order of a bar."""
PUNCTUALITY: dict[str, Look] = {
    "in_time": Look("answered in full within the limit", "#0072B2", ink="white"),
    "late": Look("a limit passed before the answer", "#E69F00", "///"),
    "overdue": Look("overdue now", "#D55E00", "xxx"),
    "waiting": Look("limit still running", "#CFE8F7"),
    "no_limit": Look("no dated limit", "white", "---"),
}
"""How a request stands beside the limits -> its look."""


def first_answers(rows: Sequence[DotRow], *, title: str, note: str) -> bytes:
    """One dot a request by days to its first answer; hollow dots with an arrow still wait; strokes are the limits.

    ``title`` says of what, ``note`` as of which day and what was left out.
    """
    names = [f"{wrapped(row.name, NAME_WIDTH)}\n(n = {len(row.dots)})" for row in rows]
    drawn = [state for state in _DOTS if any(dot.state == state for row in rows for dot in row.dots)]
    longest = max((10, *(days for row in rows for days in (*row.limits, *row.before, *(dot.days for dot in row.dots)))))
    lanes = [_side_by_side(row.dots, longest) for row in rows]
    heights = [max(least, _height_of(placed)) for least, placed in zip(_heights(names), lanes, strict=True)]
    with canvas(heights, title, note, legend_lines=_legend_lines(len(drawn) + 2)) as made:
        made.axes.set_xlim(-0.02 * longest, 1.08 * longest)
        for number, row in enumerate(rows):
            _limits(made, row, number)
            for dot, lane in lanes[number]:
                _dot(made, dot, made.middles[number] + lane * _step(lanes[number]), longest)
        plain_axes(made, names, "Days since the agency had the request")
        legend(made, [*_dot_handles(made, drawn), *_limit_handles(made, rows)])
        return svg(made, title, _said_of_dots(rows, note))


def stacked(bars: Sequence[Bar], looks: Mapping[str, Look], *, title: str, note: str, axis: str) -> bytes:
    """One stacked bar a row, each part with its number; the order of ``looks`` is that of the parts."""
    names = [f"{wrapped(bar.name, NAME_WIDTH)}\n(n = {sum(bar.counts.values())})" for bar in bars]
    drawn = [kind for kind in looks if any(bar.counts.get(kind) for bar in bars)]
    with canvas(_heights(names), title, note, legend_lines=_legend_lines(len(drawn))) as made:
        _bars(made, bars, {kind: looks[kind] for kind in drawn})
        plain_axes(made, names, axis)
        legend(made, [made.patch(looks[kind].fill, looks[kind].hatch, looks[kind].words) for kind in drawn])
        return svg(made, title, _said_of_bars(bars, looks, note))


def _heights(names: Sequence[str]) -> list[float]:
    """Inches for each row: as many lines as its name has, and never less than a dot needs."""
    return [max(INCH_A_ROW, INCH_A_LINE * (name.count("\n") + 1) + 0.09) for name in names]


def _legend_lines(entries: int) -> int:
    return (entries + 1) // 2


def _limits(made: Canvas, row: DotRow, number: int) -> None:
    """A stroke for each limit; where the requests of a row have many, their span between two strokes."""
    middle, half = made.middles[number], 0.36 * made.heights[number]
    for limits, color, width in ((set(row.before) - set(row.limits), BEFORE, 1.0), (set(row.limits), INK, 2.0)):
        shown = sorted(limits)
        if len(shown) > MOST_STROKES:
            shown = [shown[0], shown[-1]]
            made.axes.fill_between(shown, middle - half, middle + half, color=color, alpha=0.18, lw=0, zorder=2)
        for limit in shown:
            made.axes.plot([limit, limit], [middle - half, middle + half], color=color, lw=width, zorder=2)


def _dot(made: Canvas, dot: Dot, level: float, longest: int) -> None:
    _, marker, fill, edge = _DOTS[dot.state]
    if fill == "white":
        tip = {"arrowstyle": "-|>", "color": edge, "lw": 1.2, "shrinkA": 2, "shrinkB": 0, "mutation_scale": 8}
        made.axes.annotate("", (dot.days + 0.055 * longest, level), (dot.days, level), arrowprops=tip, zorder=3)
    size = 6.2 if marker == "o" else 5.2
    made.axes.plot([dot.days], [level], marker=marker, ms=size, mfc=fill, mec=edge, mew=1.4, ls="none", zorder=4)


def _side_by_side(dots: Sequence[Dot], longest: int) -> list[tuple[Dot, float]]:
    """Each dot with its lane above (negative) or below the middle of the row: equal ones do not hide each other."""
    clusters: list[list[Dot]] = []
    for dot in sorted(dots, key=lambda one: (one.days, one.state)):
        if clusters and dot.days - clusters[-1][-1].days <= _room(clusters[-1][-1], longest):
            clusters[-1].append(dot)
        else:
            clusters.append([dot])
    return [placed for cluster in clusters for placed in _in_lanes(cluster, longest)]


def _in_lanes(cluster: Sequence[Dot], longest: int) -> list[tuple[Dot, float]]:
    lanes: list[list[Dot]] = []
    for dot in cluster:
        lane = next((lane for lane in lanes if dot.days - lane[-1].days > _room(lane[-1], longest)), None)
        if lane is None:
            lanes.append(lane := [])
        lane.append(dot)
    middle = (len(lanes) - 1) / 2
    return [(dot, number - middle) for number, lane in enumerate(lanes) for dot in lane]


def _room(dot: Dot, longest: int) -> float:
    """Days to the right of a dot that its form, or its arrow, takes up."""
    return (0.062 if _DOTS[dot.state][2] == "white" else 0.022) * longest


def _step(placed: Sequence[tuple[Dot, float]]) -> float:
    """Inches from lane to lane; many lanes move closer together."""
    lanes = max((2 * abs(lane) + 1 for _, lane in placed), default=1)
    return min(INCH_A_LANE, HIGHEST_ROW / lanes)


def _height_of(placed: Sequence[tuple[Dot, float]]) -> float:
    lanes = max((2 * abs(lane) + 1 for _, lane in placed), default=1)
    return lanes * _step(placed) + 0.14


def _dot_handles(made: Canvas, states: Sequence[str]) -> list[Any]:
    return [made.marker(*_DOTS[state][1:], _DOTS[state][0]) for state in states]


def _limit_handles(made: Canvas, rows: Sequence[DotRow]) -> list[Any]:
    strokes = [made.stroke("limit of the law as it stands", INK, 2)] if any(row.limits for row in rows) else []
    return [*strokes, made.stroke("before it was extended", BEFORE, 1)] if any(row.before for row in rows) else strokes


def _bars(made: Canvas, bars: Sequence[Bar], looks: Mapping[str, Look]) -> None:
    most = max((sum(bar.counts.values()) for bar in bars), default=1) or 1
    made.axes.set_xlim(0, 1.02 * most)
    for bar, middle, height in zip(bars, made.middles, made.heights, strict=True):
        left = 0
        for kind, look in looks.items():
            count = bar.counts.get(kind, 0)
            if count:
                _part(made, (left, middle, count), min(0.22, 0.7 * height), look, most)
                left += count


def _part(made: Canvas, where: tuple[int, float, int], thick: float, look: Look, most: int) -> None:
    """One part of a bar, with its number where there is room for it."""
    left, middle, count = where
    made.axes.barh(middle, count, thick, left, color=look.fill, hatch=look.hatch, edgecolor=LINE, lw=0.6, zorder=2)
    if count / most > 0.011 * (len(str(count)) + 1):
        behind = {"boxstyle": "square,pad=0.25", "fc": look.fill, "ec": "none"} if look.hatch else None
        at = (left + count / 2, middle)
        made.axes.text(
            *at, str(count), ha="center", va="center_baseline", size=8, color=look.ink, bbox=behind, zorder=3
        )


def _said_of_dots(rows: Sequence[DotRow], note: str) -> str:
    lines = [note]
    for row in rows:
        by_state = [
            f"{words}: {', '.join(str(dot.days) for dot in row.dots if dot.state == state)} days"
            for state, (words, *_) in _DOTS.items()
            if any(dot.state == state for dot in row.dots)
        ]
        limits = [f"limit: {', '.join(map(str, sorted(set(row.limits))))} days"] if row.limits else []
        before = [f"before it was extended: {', '.join(map(str, sorted(set(row.before))))} days"] if row.before else []
        lines.append(f"{row.name} (n = {len(row.dots)}): {'; '.join([*by_state, *limits, *before]) or 'none'}.")
    return "\n".join(lines)


def _said_of_bars(bars: Sequence[Bar], looks: Mapping[str, Look], note: str) -> str:
    lines = [note]
    for bar in bars:
        parts = [f"{look.words}: {bar.counts[kind]}" for kind, look in looks.items() if bar.counts.get(kind)]
        lines.append(f"{bar.name} (n = {sum(bar.counts.values())}): {'; '.join(parts) or 'none'}.")
    return "\n".join(lines)
