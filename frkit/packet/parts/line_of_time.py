"""The line of time above a chronology: an SVG with one lane for each side, in the packet's fonts and colours.

Marks that would touch become one mark with their number, words are printed only where they have room, and long spells
without any entry are cut out and marked as cut. So it reads the same with five entries and with four hundred.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from itertools import pairwise

from frkit.evidence.pledges.spans import span_of
from frkit.pages.metrics import metrics
from frkit.pages.wording import MONTHS, on_one_line, plural

INK, OUTSIDE, OUTSIDE_SOFT, LINE, GREY = "#14213d", "#7a4b00", "#fbf5e9", "#b8bcc6", "#444"
WIDE = {"Letter": 486.0, "A4": 470.0}
"""Points between the margins."""
NAMES = 84.0
LANE, AXIS, HEAD = 36.0, 24.0, 4.0
LEAST = 15.0
"""Points between two marks of a lane; what would stand closer becomes one mark with a number."""
SMALL, NAME = 6.6, 8.0
CUT = 16.0
"""Points that a spell without entries takes once it is cut."""
LONGEST_SPELL = 0.22
"""The part of the whole line from which a spell without entries is cut."""
_TICK_ROOM = 9.0
LANES = {
    "public": "Public facts",
    "requester": "Requester",
    "bodies": "Bodies asked",
    "records": "Records",
}
"""Lane -> its name, from above."""


@dataclass(frozen=True)
class Moment:
    """One entry of the chronology on the line."""

    lane: str
    date: str
    """2020, 2020-06 or 2020-06-10."""
    words: str
    """Two or three words for it."""


@dataclass(frozen=True)
class Mark:
    """One mark: where it stands, and the moments that it stands for."""

    at: float
    to: float
    moments: tuple[Moment, ...]


@dataclass(frozen=True)
class Scale:
    """Days to points; spells that were cut take a fixed width."""

    left: float
    points_a_day: float
    first: int
    last: int
    cuts: tuple[tuple[int, int], ...]
    """First and last ordinal day of each spell that is cut."""

    def at(self, day: int) -> float:
        """Where a day stands."""
        shown = float(day - self.first)
        more = 0.0
        for start, end in self.cuts:
            if day >= end:
                shown -= end - start
                more += CUT
            elif day > start:
                shown -= day - start
                more += CUT * (day - start) / (end - start)
        return self.left + shown * self.points_a_day + more


def line_of_time(moments: Sequence[Moment], as_of: date, paper: str, *, month_first: bool) -> str:
    """The SVG, or nothing where there are no moments; the same text for the same moments."""
    if not moments:
        return ""
    wide = WIDE[paper]
    lanes = [lane for lane in LANES if any(one.lane == lane for one in moments)]
    scale = _scale(moments, as_of, wide)
    tall = HEAD + LANE * len(lanes) + AXIS
    axis = HEAD + LANE * len(lanes)
    rows = [_Row(lane, HEAD + LANE * at, [one for one in moments if one.lane == lane]) for at, lane in enumerate(lanes)]
    drawn = [
        *(part for row in rows for part in row.ground(wide)),
        *_axis(scale, axis, wide),
        *_ticks_drawn(scale, axis, wide, as_of, month_first=month_first),
        *(part for row in rows for part in row.entries(scale, wide, month_first=month_first)),
    ]
    told = "; ".join(f"{LANES[row.lane]}: {plural(len(row.moments), 'entry', 'entries')}" for row in rows)
    body = "\n".join(drawn)
    return (
        f'<svg class="line-of-time" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(wide)} {_n(tall)}" '
        f'width="{_n(wide)}pt" height="{_n(tall)}pt" role="img">\n<title>Line of time</title>\n'
        f"<desc>{escape(told)}. Every entry stands in the table below.</desc>\n{body}\n</svg>"
    )


def _scale(moments: Sequence[Moment], as_of: date, wide: float) -> Scale:
    """The whole from the first entry to the packet's day, without the spells that are cut."""
    spans = [span_of(one.date) for one in moments]
    days = sorted({day.toordinal() for span in spans for day in (span.first, span.last)} | {as_of.toordinal()})
    covered = sorted((span.first.toordinal(), span.last.toordinal()) for span in spans)
    cuts = tuple(_cuts(days, covered))
    shown = days[-1] - days[0] - sum(end - start for start, end in cuts)
    left, right = NAMES + LEAST / 2, wide - LEAST / 2
    return Scale(left, (right - left - CUT * len(cuts)) / max(shown, 1), days[0], days[-1], cuts)


def _cuts(days: Sequence[int], covered: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spells without entries that are long beside the whole, a little of them left at both ends."""
    whole = days[-1] - days[0]
    margin = max(1, whole // 60)
    for before, after in pairwise(days):
        empty = not any(start <= before and after <= end for start, end in covered)
        if empty and after - before > LONGEST_SPELL * whole and after - before > 4 * margin:
            yield before + margin, after - margin


@dataclass(frozen=True)
class _Row:
    """One lane of the drawing."""

    lane: str
    top: float
    moments: Sequence[Moment]

    @property
    def middle(self) -> float:
        """The height of its line."""
        return self.top + 12

    @property
    def colour(self) -> str:
        """Public facts stand apart by their colour, too."""
        return OUTSIDE if self.lane == "public" else INK

    def ground(self, wide: float) -> Iterator[str]:
        """Its name, its count, and its line."""
        if self.lane == "public":
            yield f'<rect x="0" y="{_n(self.top)}" width="{_n(wide)}" height="{_n(LANE - 3)}" fill="{OUTSIDE_SOFT}"/>'
        yield _text(LANES[self.lane], 3, self.middle + 2.6, NAME, self.colour, bold=True)
        yield _text(plural(len(self.moments), "entry", "entries"), 3, self.middle + 11, SMALL, GREY)
        yield _path(f"M{_n(NAMES)} {_n(self.middle)}H{_n(wide)}", LINE, 0.5)

    def entries(self, scale: Scale, wide: float, *, month_first: bool) -> Iterator[str]:
        """Its marks, and words where they have room."""
        marks = list(_marks(self.moments, scale))
        for mark in marks:
            if mark.to > mark.at + 1:
                yield _path(f"M{_n(mark.at)} {_n(self.middle)}H{_n(mark.to)}", self.colour, 2)
        for mark in marks:
            yield from _mark(self.lane, mark, self.middle, self.colour)
        yield from _labels(marks, self.middle, wide, self.colour, month_first)


def _marks(mine: Sequence[Moment], scale: Scale) -> Iterator[Mark]:
    """Moments as marks that keep apart from each other; a mark stands where its first moment does."""
    group: list[Moment] = []
    at = end = 0.0
    for one in sorted(mine, key=lambda one: (span_of(one.date).first, one.words)):
        span = span_of(one.date)
        first, last = scale.at(span.first.toordinal()), scale.at(span.last.toordinal())
        if group and first - at < LEAST:
            group.append(one)
            end = max(end, last)
            continue
        if group:
            yield Mark(at, end, tuple(group))
        group, at, end = [one], first, last
    if group:
        yield Mark(at, end, tuple(group))


def _mark(lane: str, mark: Mark, middle: float, colour: str) -> Iterator[str]:
    """A form for each lane, so that the line reads without colours; a number where it stands for several."""
    count = len(mark.moments)
    size = 3.2 if count == 1 else 5.4
    x, fill = mark.at, "white" if lane == "bodies" else colour
    look = f'fill="{fill}" stroke="{colour}" stroke-width="1"'
    if lane == "public":
        far = _n(size + 0.9)
        yield f'<path d="M{_n(x)} {_n(middle - size - 0.9)}l{far} {far}l-{far} {far}l-{far} -{far}z" {look}/>'
    elif lane == "records":
        left, low, side = _n(x - size), _n(middle - size), _n(2 * size)
        yield f'<rect x="{left}" y="{low}" width="{side}" height="{side}" {look}/>'
    else:
        yield f'<circle cx="{_n(x)}" cy="{_n(middle)}" r="{_n(size)}" {look}/>'
    if count > 1:
        number = str(count)
        small = 6.4 if count < 100 else 4.9 if count < 1000 else 4.0
        start = x - metrics("sans-bold").width(number, small) / 2
        yield _text(number, start, middle + small * 0.34, small, colour if fill == "white" else "white", bold=True)


def _labels(marks: Sequence[Mark], middle: float, wide: float, colour: str, month_first: bool) -> Iterator[str]:
    """Words under single marks: each in the first of two lines that has room; where neither has, none."""
    ends = [0.0, 0.0]
    for mark in marks:
        if len(mark.moments) > 1:
            continue
        text = _short(mark.moments[0], month_first)
        width = metrics("sans").width(text, SMALL)
        start = min(max(mark.at - width / 2, NAMES), wide - width)
        for line, end in enumerate(ends):
            if start >= end + 4:
                ends[line] = start + width
                yield _text(text, start, middle + 11.4 + 7.4 * line, SMALL, colour)
                break


def _short(one: Moment, month_first: bool) -> str:
    """A moment's day and words, short."""
    words = on_one_line(one.words)
    words = words if len(words) <= 30 else f"{words[:29].rstrip()}\N{HORIZONTAL ELLIPSIS}"
    parts = one.date.split("-")
    if len(parts) == 1:
        return f"{parts[0]} {words}"
    month = MONTHS[int(parts[1]) - 1][:3]
    if len(parts) == 2:
        return f"{month} {parts[0]} {words}"
    day = str(int(parts[2]))
    return f"{month} {day} {words}" if month_first else f"{day} {month} {words}"


def _axis(scale: Scale, top: float, wide: float) -> Iterator[str]:
    """The axis, cut where a long spell without entries is left out."""
    yield _path(f"M{_n(NAMES)} {_n(top)}H{_n(wide)}", INK, 0.8)
    for start, stop in scale.cuts:
        x = (scale.at(start) + scale.at(stop)) / 2
        yield f'<rect x="{_n(x - 3)}" y="{_n(HEAD)}" width="6" height="{_n(top + 2 - HEAD)}" fill="white"/>'
        for shift in (-3.0, 3.0):
            yield _path(f"M{_n(x + shift - 1.6)} {_n(top + 3.4)}l3.2 -6.8", INK, 0.8)


def _ticks_drawn(scale: Scale, top: float, wide: float, as_of: date, *, month_first: bool) -> Iterator[str]:
    """Years, months or days below the axis, and the packet's day."""
    for x, words in _ticks(scale, month_first=month_first):
        yield _path(f"M{_n(x)} {_n(top)}v3", INK, 0.6)
        yield _centred(words, x, top + 11, wide, INK)
    end = scale.at(as_of.toordinal())
    yield _path(f"M{_n(end)} {_n(top - 5)}v10", INK, 1.6)
    yield _centred("as of", end, top + 19, wide, GREY)


def _ticks(scale: Scale, *, month_first: bool) -> list[tuple[float, str]]:
    """The finest of weeks, months, quarters and years whose words do not run into each other."""
    first, last = date.fromordinal(scale.first), date.fromordinal(scale.last)
    for days in _steps(first, last):
        shown = [day for day in days if not any(start < day.toordinal() < end for start, end in scale.cuts)]
        words = [_named(day, before, month_first) for before, day in zip([None, *shown], shown, strict=False)]
        ticks = [(scale.at(day.toordinal()), told) for day, told in zip(shown, words, strict=True)]
        edges = [
            (x - metrics("sans").width(told, SMALL) / 2, x + metrics("sans").width(told, SMALL) / 2)
            for x, told in ticks
        ]
        if ticks and all(right[0] - left[1] >= _TICK_ROOM for left, right in pairwise(edges)):
            return ticks
    return [(scale.at(scale.first), _named(first, None, month_first))]


def _steps(first: date, last: date) -> Iterator[list[date]]:
    """Days for ticks, from the finest to the coarsest."""
    if (last - first).days <= 120:
        monday = first + timedelta(days=-first.weekday() % 7)
        yield [monday + timedelta(days=7 * week) for week in range((last - monday).days // 7 + 1)]
    for months in (1, 3, 6, 12, 24, 60, 120, 240):
        every = (date(at // 12, at % 12 + 1, 1) for at in range(first.year * 12, last.year * 12 + 12, months))
        yield [day for day in every if first <= day <= last]


def _named(day: date, before: date | None, month_first: bool) -> str:
    """A tick's words: a year at its beginning, else month and year; a day within a month has its year once."""
    if day.day == 1:
        return str(day.year) if day.month == 1 else f"{MONTHS[day.month - 1][:3]} {day.year}"
    month = MONTHS[day.month - 1][:3]
    told = f"{month} {day.day}" if month_first else f"{day.day} {month}"
    if before is not None and before.year == day.year:
        return told
    return f"{told}, {day.year}" if month_first else f"{told} {day.year}"


def _centred(words: str, x: float, y: float, wide: float, colour: str) -> str:
    """Small words below a point, within the drawing."""
    width = metrics("sans").width(words, SMALL)
    return _text(words, min(x - width / 2, wide - width), y, SMALL, colour)


def _path(drawn: str, colour: str, width: float) -> str:
    return f'<path d="{drawn}" stroke="{colour}" stroke-width="{_n(width)}" fill="none"/>'


def _text(words: str, x: float, y: float, size: float, colour: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-family="Frkit Sans" font-size="{_n(size)}" fill="{colour}"{weight}>'
        f"{escape(words)}</text>"
    )


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".") or "0"
