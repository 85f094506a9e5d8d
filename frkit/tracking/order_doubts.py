"""Days on which it is open what came first, and on which that decides something. Pure.

Most days hold one event, or events whose order is plain: an answer follows its question. Only what is left is tried
the other way round.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import combinations

from frkit.tracking.events import Event
from frkit.tracking.flag import Flag
from frkit.tracking.order import Logged, named_before
from frkit.tracking.outcomes import ANSWERS, DECISIONS
from frkit.tracking.steps import FILINGS

MOST_TRIALS = 100
"""Pairs of one request that are tried: twelve events of one day make 66."""
_NEUTRAL = {
    "arrived",
    "note",
    "contact_learned",
    "date_confirmed",
    "figure_confirmed",
    "withholding_noted",
    "retention_learned",
    "evidence_added",
    "law_confirmed",
    "refrozen",
    "office_closed",
    "forgotten",
    "corrected",
    "clawback_demanded",
    "cleared_by_counsel",
}
"""Kinds that move nothing by coming sooner or later on one day."""
_CAUSES: dict[str, tuple[str, ...]] = {
    "clarified": ("clarification_asked",),
    "identity_proved": ("identity_asked",),
    "consultation_ended": ("consultation_started",),
    "scope_narrowed": ("clarification_asked", "fee_estimated"),
    "fee_agreed": ("fee_estimated",),
    "fee_paid": ("fee_estimated", "fee_agreed"),
    "fee_disputed": ("fee_estimated",),
    "waiver_requested": ("fee_estimated",),
    "waiver_granted": ("waiver_requested", "fee_estimated", "fee_disputed"),
    "waiver_denied": ("waiver_requested",),
    "received_by_agency": ("transferred",),
    "registered": FILINGS,
    "appeal_decided": ("appeal_sent", "decision_requested", "referred"),
    "complaint_decided": ("complaint_filed",),
    "court_event": ("suit_filed",),
    "reopened": ("accepted", "abandoned", "consolidated"),
}
"""Kind -> what it follows if both are of one day."""

Judged = tuple[object, frozenset[str]]
"""What an order of events comes to, and what is contradictory in it."""


def order_flags(
    ordered: list[Logged],
    counted: tuple[Logged, ...],
    judge: Callable[[list[Logged] | None], Judged],
    silent_since: date | None,
) -> Iterator[Flag]:
    """One flag for each day on which two events, the other way round, would change the standing.

    ``judge`` says what an order comes to, and for None what the order as it stands does; ``silent_since`` is the first
    day on which there was a silence to attack.
    """
    days = [day for day, number in Counter(event.date for _, event in counted).items() if number > 1]
    if not days:
        return
    trials = _Trials(ordered, {event_id for event_id, _ in counted}, judge, silent_since)
    for day in days:
        pair = trials.unclear_pair(day)
        if pair is not None:
            yield _flag(*pair)


class _Trials:
    """The pairs of one request that are tried the other way round; the order as it stands is judged once."""

    def __init__(
        self,
        ordered: list[Logged],
        counted: set[str],
        judge: Callable[[list[Logged] | None], Judged],
        silent_since: date | None,
    ) -> None:
        self.ordered, self.counted, self.judge, self.silent_since = ordered, counted, judge, silent_since
        self.left = MOST_TRIALS
        self._as_it_is: Judged | None = None
        self._behind: Mapping[str, set[str]] | None = None

    def unclear_pair(self, day: date) -> tuple[Logged, Logged] | None:
        """The first two events of a day whose order is open and decides something, or None."""
        of_day = [logged for logged in self.ordered if logged[1].date == day]
        timed = all(event.time for _, event in of_day)
        open_ones = [one for one in of_day if one[0] in self.counted and not _is_neutral(one[1])]
        for first, second in combinations(open_ones, 2):
            if timed and first[1].time != second[1].time:
                continue
            if self._is_plain(first, second) or self.left <= 0:
                continue
            self.left -= 1
            if self._matters(first, second):
                return first, second
        return None

    def _is_plain(self, first: Logged, second: Logged) -> bool:
        """Whether the second can only have followed the first, or is said to have."""
        one, other = first[1], second[1]
        if one.kind == "sent" and other.kind not in ("sent", "delivery_failed"):
            return True
        if _is_alike(one, other) or _of_one_letter(one, other):
            return True
        if one.kind in _CAUSES.get(other.kind, ()) and not self._was_open_before(other):
            return True
        if other.kind in FILINGS and one.kind in ANSWERS and not self._could_attack_before(one):
            return True
        return self._must_follow(first[0], second[0])

    def _was_open_before(self, answer: Event) -> bool:
        """Whether there was something else to answer before that day: a first question that still waited, for one."""
        waits = False
        for event_id, event in self.ordered:
            if event.date >= answer.date or event_id not in self.counted:
                continue
            if event.kind in _CAUSES[answer.kind]:
                waits = True
            elif event.kind == answer.kind:
                waits = False
        return waits

    def _could_attack_before(self, answer: Event) -> bool:
        """Whether there was something to appeal against before the day of an answer."""
        refused = any(
            event.kind in ANSWERS and event.date < answer.date
            for event_id, event in self.ordered
            if event_id in self.counted
        )
        return refused or (self.silent_since is not None and self.silent_since < answer.date)

    def _must_follow(self, first: str, second: str) -> bool:
        """Whether the second comes after the first, or after one between them, by what it names."""
        if self._behind is None:
            self._behind = named_before(self.ordered)
        ids = [event_id for event_id, _ in self.ordered]
        between = {*ids[ids.index(first) : ids.index(second)]}
        seen: set[str] = set()
        waiting = [*self._behind.get(second, ())]
        while waiting:
            one = waiting.pop()
            if one in between:
                return True
            if one not in seen:
                seen.add(one)
                waiting += self._behind.get(one, ())
        return False

    def _matters(self, first: Logged, second: Logged) -> bool:
        """Whether the second before the first would come to something else, and could be."""
        if self._as_it_is is None:
            self._as_it_is = self.judge(None)
        place = self.ordered.index(first)
        rest = [logged for logged in self.ordered if logged[0] != second[0]]
        found, faults = self.judge([*rest[:place], second, *rest[place:]])
        return found != self._as_it_is[0] and faults <= self._as_it_is[1]


def _is_neutral(event: Event) -> bool:
    return event.kind in _NEUTRAL or (event.kind == "call" and getattr(event, "promised", None) is None)


def _of_one_letter(one: Event, other: Event) -> bool:
    """Whether two events read the same message, or answer items that have nothing to do with each other."""
    if one.reply_to is not None and one.reply_to == other.reply_to:
        return True
    if one.kind not in DECISIONS or other.kind not in DECISIONS:
        return False
    final = getattr(one, "final", False) or getattr(other, "final", False)
    items, others = set(getattr(one, "items", ())), set(getattr(other, "items", ()))
    return bool(items and others and not final and items.isdisjoint(others))


def _is_alike(one: Event, other: Event) -> bool:
    """Whether two events say the same, or differ only in who wrote what down."""
    aside = {"entered", "by", "note", "documents", "after", "reply_to", "time", "zone"}
    return one.kind == other.kind and one.model_dump(exclude=aside) == other.model_dump(exclude=aside)


def _flag(first: Logged, second: Logged) -> Flag:
    message = (
        f"{first[0]} and {second[0]} are of one day, and which came first decides something. Taken in this order. To "
        "settle it, log one of them again with --after, or all of that day with --time, and correct the first entry."
    )
    return Flag("order_unclear", message, first[1].date, (first[0], second[0]))
