"""Which step of the ladder of remedies an event belongs to. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from frkit.law.rule_types import Clock
from frkit.law.types import Jurisdiction, Remedy
from frkit.tracking.conditions import Given
from frkit.tracking.events import Event
from frkit.tracking.order import Logged
from frkit.tracking.outcomes import DECISIONS

FILED_AS = {
    "appeal": "appeal_sent",
    "internal_review": "appeal_sent",
    "petition": "appeal_sent",
    "tribunal": "appeal_sent",
    "complaint": "complaint_filed",
    "mediation": "complaint_filed",
    "opinion": "complaint_filed",
    "court": "suit_filed",
    "notice": "notice_given",
    "decision_request": "decision_requested",
}
"""Kind of remedy -> the event with which it is taken."""
FILINGS = tuple(dict.fromkeys(FILED_AS.values()))
_DECIDES = {
    "appeal_decided": ("appeal_sent", "decision_requested"),
    "complaint_decided": ("complaint_filed",),
    "court_event": ("suit_filed",),
}


class Steps:
    """For one request: the remedy that each filing, receipt, registration and decision belongs to."""

    def __init__(self, law: Jurisdiction, events: Iterable[Logged], given: Given) -> None:
        self._remedies = [remedy for remedy in law.remedies if given.judge(remedy.when)[0]]
        self._known = {remedy.id for remedy in law.remedies}
        self._remedy: dict[str, str | None] = {}
        self._answers = {remedy.id: _answers_that_decide(law, remedy) for remedy in self._remedies}
        self._undecided: list[tuple[str, str | None]] = []
        """Kind of filing and remedy of each step that was taken and that nobody has decided yet."""
        self._taken: set[str | None] = set()
        for event_id, event in events:
            self._remedy[event_id] = self._belongs_to(event)

    def remedy_of(self, event_id: str) -> str | None:
        """The id of the remedy that an event belongs to, or None."""
        return self._remedy.get(event_id)

    def _belongs_to(self, event: Event) -> str | None:
        named = getattr(event, "remedy", None)
        named = named if named in self._known else None  # a slip, or the name in an older text of the law
        if event.kind in FILINGS:
            remedy = named or self._meant_by(event.kind)
            self._undecided.append((event.kind, remedy))
            self._taken.add(remedy)
            return remedy
        if event.kind in _DECIDES:
            return self._decided(_DECIDES[event.kind], named)
        if event.kind in DECISIONS:
            return self._decided_by_answer(event)
        of = getattr(event, "of", None)
        return self._remedy.get(of) if isinstance(of, str) else named

    def _decided(self, kinds: tuple[str, ...], named: str | None) -> str | None:
        waiting = next((one for filed, one in reversed(self._undecided) if filed in kinds), None)
        alone = kinds[0] == "appeal_sent" and not self._taken  # a complaint may have been decided that others made
        remedy = named or waiting or (self._meant_by(kinds[0]) if alone else None)
        self._undecided = [(filed, one) for filed, one in self._undecided if filed not in kinds or one != remedy]
        return remedy

    def _decided_by_answer(self, event: Event) -> str | None:
        """The step that waits and that, by the law, the agency decides with an answer of its own.

        In France the authority confirms its refusal in words after the commission has had the case.
        """
        waiting = [remedy for _, remedy in self._undecided if event.kind in self._answers.get(remedy or "", ())]
        if not waiting:
            return None
        self._undecided = [one for one in self._undecided if one[1] != waiting[-1]]
        return waiting[-1]

    def _meant_by(self, kind: str) -> str | None:
        """What a filing that names no step means: a copy of one that waits, else the first that is still free."""
        waiting = next((remedy for filed, remedy in reversed(self._undecided) if filed == kind), None)
        if waiting is not None:
            return waiting
        fitting = [remedy for remedy in self._remedies if FILED_AS[remedy.kind] == kind]
        free = next((one.id for one in fitting if one.id not in self._taken and not one.parallel), None)
        return free or (fitting[-1].id if fitting else None)


def _answers_that_decide(law: Jurisdiction, remedy: Remedy) -> frozenset[str]:
    """The answers with which an agency decides a step, as the clock of that decision says."""
    clocks = [law.clock(clock_id) for clock_id in remedy.clocks]
    theirs = [clock for clock in clocks if clock is not None and clock.binds == "reviewer"]
    return frozenset(kind for clock in theirs for kind in clock.satisfied_by if kind in DECISIONS)


def remedy_of_clock(law: Jurisdiction, clock: Clock) -> Remedy | None:
    """The step that a clock belongs to, or None."""
    return next((remedy for remedy in law.remedies if clock.id in remedy.clocks), None)
