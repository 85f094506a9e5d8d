"""Statistics of a campaign: how long answers take, how late they are, what they are, what is charged. Pure.

Nobody who still waits is averaged away: a median is that of what came, and beside it stands how many wait, and how
long the one that waits longest. docs/statistics.md holds every definition.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Literal

from frkit.tracking.figures import Figures, Span, figures_of, item_figures_of, why_left_out
from frkit.tracking.standing import Standing
from frkit.tracking.types import RequestFile

By = Literal["agency", "place", "law", "vendor", "item", "month"]
GROUPINGS: tuple[By, ...] = ("agency", "place", "law", "vendor", "item", "month")
FEWEST_FOR_PERCENT = 5
"""Below this many cases a percentage says more than is known."""
REFUSED = ("denied", "glomar")
OPEN = ("pending", "transferred")
"""Outcomes of items that are no answer of this agency."""
_KEYS: dict[By, Callable[[Figures], tuple[str, ...]]] = {
    "agency": lambda one: (one.agency,),
    "place": lambda one: one.places,
    "law": lambda one: (one.law,),
    "vendor": lambda one: tuple(dict.fromkeys(one.vendors)) or ("",),
    "item": lambda one: (one.item or "",),
    "month": lambda one: (f"{one.sent_on:%Y-%m}",),
}


@dataclass(frozen=True)
class Share:
    """A part of a number of cases; a percentage only where there are enough of them."""

    count: int
    of: int

    @property
    def percent(self) -> float | None:
        """With one decimal; None for fewer than five cases."""
        return round(100 * self.count / self.of, 1) if self.of >= FEWEST_FOR_PERCENT else None


@dataclass(frozen=True)
class Duration:
    """How long something took over several cases, with those in which it has not come."""

    came: int
    median: float | None
    """Of those in which it came, in days; None where it came in none."""
    shortest: int | None
    longest: int | None
    business: int
    """In how many of these the agency's open days are known."""
    business_median: float | None
    waiting: int
    longest_wait: int | None
    """Of those that wait, in days up to now."""
    without: int
    """Closed without it, or answered by something else."""
    unclear: int
    """Dated before the request was sent: left out."""


@dataclass(frozen=True)
class Summary:
    """The figures of one group."""

    key: str
    """Id of the agency, code, month ...; empty where the requests name none."""
    requests: int
    """For record types: the items asked for."""
    receipt_proven: int
    first_reply: Duration
    first_answer: Duration
    records: Duration
    overdue: Share
    """Late now, of those with a dated limit of law."""
    ever_late: Share
    extended: Share
    extended_unlawfully: int
    outcomes: dict[str, int]
    """What became of the items -> how many."""
    refused: Share
    """Refused, or neither confirmed nor denied, of the items that were answered."""
    no_records: Share
    in_full: Share
    billed: int
    """Requests for which the agency named a price."""
    fees_asked: dict[str | None, Decimal]
    """Currency -> the sum of the last bills; never of two currencies together."""
    fees_paid: dict[str | None, Decimal]


@dataclass(frozen=True)
class Statistics:
    """The groups, all of them together, and what was left out."""

    by: By | None
    as_of: date
    groups: tuple[Summary, ...]
    total: Summary
    left_out: dict[str, tuple[str, ...]]
    """Why -> the requests: not sent, withdrawn, joined to another, not understood."""
    unconfirmed: tuple[str, ...]
    """Requests under a law that nobody has confirmed: in every figure but those of lateness."""
    figures: tuple[Figures, ...]
    """Of the requests, one each, whatever they are grouped by."""


def statistics_of(placed: Iterable[tuple[RequestFile, Standing]], today: date, by: By | None = None) -> Statistics:
    """The statistics of some requests as of a day; a request with several vendors or places counts in each group."""
    left_out: dict[str, list[str]] = {}
    unconfirmed: list[str] = []
    figures: list[Figures] = []
    grouped: list[Figures] = []
    for file, stand in placed:
        reason = why_left_out(stand)
        one = figures_of(file, stand, today)
        if reason is not None or one is None:
            left_out.setdefault(reason or "not_sent", []).append(file.id)
            continue
        figures.append(one)
        grouped += item_figures_of(file, stand, today) if by == "item" else [one]
        if not stand.law_confirmed:
            unconfirmed.append(file.id)
    return Statistics(
        by=by,
        as_of=today,
        groups=tuple(summed(key, members) for key, members in _grouped(grouped, by)),
        total=summed("", figures),
        left_out={reason: tuple(ids) for reason, ids in sorted(left_out.items())},
        unconfirmed=tuple(unconfirmed),
        figures=tuple(figures),
    )


def grouped_figures(figures: Iterable[Figures], by: By) -> list[tuple[str, list[Figures]]]:
    """The figures of requests by group, as charts show them."""
    return _grouped(figures, by)


def summed(key: str, members: Sequence[Figures]) -> Summary:
    """The figures of one group of requests or items."""
    outcomes = Counter(outcome for one in members for _, outcome in one.outcomes)
    answered = sum(count for outcome, count in outcomes.items() if outcome not in OPEN)
    judged = [one for one in members if one.punctual != "no_limit"]
    return Summary(
        key=key,
        requests=len(members),
        receipt_proven=sum(one.receipt_proven for one in members),
        first_reply=_duration([one.first_reply for one in members]),
        first_answer=_duration([one.first_answer for one in members]),
        records=_duration([one.records for one in members]),
        overdue=Share(sum(one.punctual == "overdue" for one in judged), len(judged)),
        ever_late=Share(sum(one.was_late for one in judged), len(judged)),
        extended=Share(sum(one.extended for one in members), len(members)),
        extended_unlawfully=sum(one.extended_unlawfully for one in members),
        outcomes=dict(sorted(outcomes.items())),
        refused=Share(sum(outcomes[word] for word in REFUSED), answered),
        no_records=Share(outcomes["no_records"], answered),
        in_full=Share(outcomes["granted"], answered),
        billed=sum(bool(one.asked) for one in members),
        fees_asked=_sums(one.asked.items() for one in members),
        fees_paid=_sums(one.paid.items() for one in members),
    )


def _grouped(figures: Iterable[Figures], by: By | None) -> list[tuple[str, list[Figures]]]:
    groups: dict[str, list[Figures]] = {}
    if by is not None:
        for one in figures:
            for key in _KEYS[by](one):
                groups.setdefault(key, []).append(one)
    return sorted(groups.items(), key=lambda group: (not group[0], group[0]))


def _duration(spans: Sequence[Span]) -> Duration:
    days = [one.days for one in spans if one.state == "came"]
    business = [one.business_days for one in spans if one.state == "came" and one.business_days is not None]
    waiting = [one.days for one in spans if one.state == "waiting"]
    return Duration(
        came=len(days),
        median=_plain(median(days)) if days else None,
        shortest=min(days, default=None),
        longest=max(days, default=None),
        business=len(business),
        business_median=_plain(median(business)) if business else None,
        waiting=len(waiting),
        longest_wait=max(waiting, default=None),
        without=sum(one.state == "none" for one in spans),
        unclear=sum(one.state == "unclear" for one in spans),
    )


def _plain(number: float) -> float:
    """A whole number as one: 12 and not 12.0."""
    return int(number) if number == int(number) else number


def _sums(amounts: Iterable[Iterable[tuple[str | None, Decimal]]]) -> dict[str | None, Decimal]:
    sums: dict[str | None, Decimal] = {}
    for one in amounts:
        for currency, amount in one:
            sums[currency] = sums.get(currency, Decimal(0)) + amount
    return dict(sorted(sums.items(), key=lambda entry: entry[0] or ""))
