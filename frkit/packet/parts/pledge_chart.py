"""The line of time of pledges and records, as numbers for the template to draw: charts of at most one page each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from frkit.evidence.pledges.comparison import STATES, State
from frkit.evidence.pledges.spans import Span, span_of

WIDTH, LEFT, RIGHT = 680.0, 226.0, 14.0
"""Units of the drawing, which fills the width between the margins: whole, of the names, free at the right."""
ROW, ABOVE, BELOW = 16.0, 8.0, 20.0
MOST_ROWS = 30
_MOST_TICKS = 7
_NAME = 43
"""Characters of a name that fit at the left."""


@dataclass(frozen=True)
class Mark:
    """A dated document, at the middle of the days that its date can mean."""

    x: float
    y: float
    state: State
    x1: float
    x2: float
    """Ends of those days; the same where the date is one day."""


@dataclass(frozen=True)
class Line:
    """One row: a pledge or law, or the documents of a body."""

    name: str
    y: float
    marks: tuple[Mark, ...] = ()
    x: float = 0.0
    """Of a pledge or law: where its upright stroke stands."""


@dataclass(frozen=True)
class Chart:
    """A line of time: public facts above, documents below, years at the foot."""

    height: float
    facts: tuple[Line, ...]
    bodies: tuple[Line, ...]
    ticks: tuple[tuple[float, str], ...]
    foot: float
    words: str
    """What it shows, for those who do not see it."""


def charts(
    facts: Sequence[tuple[str, str]], documents: Sequence[tuple[str, str, tuple[State, ...]]]
) -> tuple[Chart, ...]:
    """Charts of (name, date) of facts and (body, date, states) of documents; the facts stand in each of them."""
    if not facts or not documents:
        return ()
    spans = [span_of(day) for _, day in facts] + [span_of(day) for _, day, _ in documents]
    scale = _Scale(min(one.first for one in spans), max(one.last for one in spans))
    bodies = list(dict.fromkeys(body for body, _, _ in documents))
    room = max(6, MOST_ROWS - len(facts))
    made = []
    for begin in range(0, len(bodies), room):
        some = bodies[begin : begin + room]
        made.append(_chart(scale, facts, some, [one for one in documents if one[0] in some]))
    return tuple(made)


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def at(self, day: date) -> float:
        """Where a day stands, with a little room before the first and behind the last."""
        whole = max(60, (self.last - self.first).days)
        share = (day.toordinal() - self.first.toordinal() + whole * 0.03) / (whole * 1.06)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def middle(self, span: Span) -> float:
        """Where a span of days has its middle."""
        return round((self.at(span.first) + self.at(span.last)) / 2, 1)

    def ticks(self) -> Iterator[tuple[float, str]]:
        """First days of months or years, as many as can be read."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        step = next((one for one in (1, 3, 6, 12, 24, 60) if months / one <= _MOST_TICKS), 120)
        for number in range(self.first.year * 12, self.last.year * 12 + 13, step):
            day = date(number // 12, number % 12 + 1, 1)
            if self.first <= day <= self.last:
                yield self.at(day), str(day.year) if step >= 12 else f"{day:%b %Y}"


def _chart(
    scale: _Scale,
    facts: Sequence[tuple[str, str]],
    bodies: Sequence[str],
    documents: Sequence[tuple[str, str, tuple[State, ...]]],
) -> Chart:
    above = tuple(
        Line(_short(name), ABOVE + ROW * (number + 0.5), x=scale.middle(span_of(day)))
        for number, (name, day) in enumerate(facts)
    )
    below = tuple(
        _body(scale, body, ABOVE + ROW * (len(facts) + number + 0.9), documents) for number, body in enumerate(bodies)
    )
    foot = ABOVE + ROW * (len(facts) + len(bodies) + 0.9)
    told = [f"{name}." for name, _ in facts]
    told += [f"{body}: {day}." for body, day, _ in documents]
    return Chart(foot + BELOW, above, below, tuple(scale.ticks()), foot, " ".join(told))


def _body(scale: _Scale, body: str, y: float, documents: Sequence[tuple[str, str, tuple[State, ...]]]) -> Line:
    marks = []
    for name, day, states in documents:
        if name == body:
            span = span_of(day)
            distinct = [one for one in STATES if one in states]
            for number, state in enumerate(distinct):
                shift = (number - (len(distinct) - 1) / 2) * 5.2
                marks.append(
                    Mark(scale.middle(span), round(y + shift, 1), state, scale.at(span.first), scale.at(span.last))
                )
    return Line(_short(body), y, tuple(dict.fromkeys(marks)))


def _short(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"
