"""The days of a request that belong in a calendar: limits, promises, records that may vanish. Pure.

A day that no longer holds stays among them as cancelled, so that a calendar which has it learns of it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from frkit.law.explaining import basis_words, length_words, long_day
from frkit.tracking.case import Case, RunningClock
from frkit.tracking.order import Logged, effective, in_order
from frkit.tracking.outcomes import answered_on, item_outcomes
from frkit.tracking.retention import AtRisk, records_at_risk
from frkit.tracking.retention_rules import of_law
from frkit.tracking.running import run_all
from frkit.tracking.standing import Standing
from frkit.tracking.starts import stated_date
from frkit.tracking.steps import remedy_of_clock
from frkit.tracking.types import RequestFile

Status = Literal["confirmed", "tentative", "cancelled"]
Whose = Literal["requester", "agency", "reviewer", "promise", "records"]
ALARM_DAYS = (14, 7, 2, 0)
"""Days before a limit of ours at which the calendar rings."""
COURT_ALARM_DAYS = (60, 30, *ALARM_DAYS)
"""The same before a limit for going to court, which takes more time to prepare."""
_OURS = {
    "appeal": "Appeal",
    "complaint": "Complain",
    "court": "Go to court",
    "withdrawal": "Answer the agency",
    "guideline": "Best done",
}
_THEIRS = {
    "routing": "Request to be passed on",
    "acknowledgement": "Acknowledgement due",
    "determination": "Answer due",
    "production": "Records due",
    "notice": "Notice due",
    "referral": "Ruling to be asked for",
    "deemed_denial": "Last day before silence counts as refusal",
    "pre_suit": "Last day to wait before going to court",
    "guideline": "Answer expected",
    "compliance": "Decision to be carried out",
    "finality": "Refusal becomes final",
}
_REVIEWERS = {
    "appeal_decision": "Decision on the appeal due",
    "complaint_decision": "Decision on the complaint due",
    "opinion": "Opinion due",
    "hearing": "Hearing due",
    "guideline": "Decision expected",
    "notice": "Notice due",
}
_WITHOUT_EFFECT = (
    "note",
    "call",
    "arrived",
    "followed_up",
    "evidence_added",
    "date_confirmed",
    "figure_confirmed",
    "withholding_noted",
    "clawback_demanded",
    "cleared_by_counsel",
)
"""Kinds before which nothing need be looked at again: they move no limit."""


@dataclass(frozen=True)
class Entry:
    """One all-day entry of a calendar."""

    request: str
    key: str
    """What it is within its request: the clock with its number, a promise, records at risk."""
    day: date
    status: Status
    """``tentative``: it depends on what nobody has said yet; ``cancelled``: it was met, or holds no more."""
    whose: Whose
    summary: str
    description: str
    alarms: tuple[int, ...] = ()
    """Days before it on which the calendar rings, none of them past."""
    sequence: int = 0
    """Number of events logged for the request: it only grows, so that a later file wins over an earlier one."""

    def uid(self, campaign: str) -> str:
        """The same on every computer and in every run, and of no meaning to a stranger."""
        return f"{hashlib.sha256(chr(0).join((campaign, self.request, self.key)).encode()).hexdigest()[:32]}@frkit"


def calendar_entries(file: RequestFile, stand: Standing, today: date, agency: str) -> tuple[Entry, ...]:
    """The days of one request as of today, by day; none where an event is not understood.

    Where the law is unconfirmed there is no limit among them: only promises, and records that may vanish by a rule of
    another origin.

    ``agency`` is its name as the entries show it. Our own limits stand on the safe day, the agency's and a reviewer's
    on the last lawful one.
    """
    if stand.ball == "newer_frkit":
        return ()
    telling = _Telling(file, today, agency, closed=stand.closed_as is not None, confirmed=stand.law_confirmed)
    found = (*telling.limits(stand.clocks), *telling.promises(stand), *telling.at_risk(stand.at_risk))
    now = {one.key: one for one in found}
    gone = {one.key: one for one in _ever(telling) if one.key not in now}
    numbered = (replace(one, sequence=len(file.events)) for one in (*now.values(), *gone.values()))
    return tuple(sorted(numbered, key=lambda one: (one.day, one.key)))


@dataclass(frozen=True)
class _Telling:
    """One request, as the words of its entries need it."""

    file: RequestFile
    today: date
    agency: str
    closed: bool
    confirmed: bool

    def limits(self, clocks: Iterable[RunningClock]) -> Iterator[Entry]:
        """One entry for each clock that has a date, or had one until another took its place."""
        numbers: Counter[str] = Counter()
        for one in clocks if self.confirmed else ():
            numbers[one.clock.id] += 1
            if one.due.date is not None:
                yield self._limit(one, f"limit {one.clock.id} {numbers[one.clock.id]}")

    def _limit(self, one: RunningClock, key: str) -> Entry:
        ours = one.clock.binds == "requester"
        over = one.state in ("met", "met_late", "stopped") or self.closed
        day = self._day_shown(one)
        live = ours and not over and one.state == "running"
        return Entry(
            request=self.file.id,
            key=key,
            day=day,
            status="cancelled" if over else "tentative" if one.needs else "confirmed",
            whose=one.clock.binds,
            summary=f"{_before(one, over)}{self._title(one)}: {self.agency}{_behind(one, over)}",
            description="\n".join(self._lines(one, day)),
            alarms=self._ahead(day, COURT_ALARM_DAYS if one.clock.role == "court" else ALARM_DAYS) if live else (),
        )

    def _day_shown(self, one: RunningClock) -> date:
        """The safe day of a limit of ours; once that has passed and the limit still runs, its last day."""
        assert one.due.date is not None
        if one.clock.binds != "requester" or one.due.cautious is None:
            return one.due.date
        return one.due.date if one.state == "running" and one.due.cautious < self.today else one.due.cautious

    def _title(self, one: RunningClock) -> str:
        role = one.clock.role
        if one.clock.binds == "requester":
            words = _OURS.get(role, role.replace("_", " ").capitalize())
            safe_passed = one.state == "running" and one.due.cautious is not None and one.due.cautious < self.today
            return f"{words} by today at the latest, the safe day has passed" if safe_passed else f"{words} by this day"
        words = (_THEIRS if one.clock.binds == "agency" else _REVIEWERS).get(role, role.replace("_", " ").capitalize())
        return words.replace(" due", " expected") if one.clock.binding == "target" else words

    def _lines(self, one: RunningClock, day: date) -> Iterator[str]:
        """What a person needs to trust the day, without names of files or people."""
        due, clock = one.due, one.clock
        assert due.date is not None
        if clock.binds == "requester" and due.cautious is not None and due.cautious != due.date:
            yield f"Safe day: {long_day(due.cautious)}. Last day: {long_day(due.date)}; do not rely on it."
        else:
            yield f"Last day: {long_day(due.date)}."
        remedy = remedy_of_clock(self.file.law, clock)
        if remedy is not None and clock.binds != "agency":
            yield f"{'To' if clock.binds == 'requester' else 'By'}: {remedy.body}."
        provisional = "" if due.confirmed else " (provisional: receipt is not proven)"
        yield f"Counted from {long_day(due.start.day)}: {due.start.what}{provisional}."
        yield f"Rule: {length_words(clock)}; {clock.citation} ({basis_words(clock.basis, clock.binding)})."
        if one.items:
            yield f"For item{'s' * (len(one.items) > 1)} {', '.join(map(str, one.items))}."
        if clock.only_if:
            yield f"It binds only if {clock.only_if}."
        for need in one.needs:
            yield f"Applies only if '{need}' is so; say it in request.yaml under given."
        yield from due.warnings
        if self.file.closed.reviewed is None:
            yield "The closed days are a draft that nobody has compared with the statute yet."
        if one.satisfied_on is not None:
            yield f"Met on {long_day(one.satisfied_on)}."
        yield f"How it was counted: frkit why {self.file.id}"
        if clock.binds == "requester" and clock.role == "appeal":
            yield f"The letter: frkit letter {self.file.id} appeal"

    def promises(self, stand: Standing) -> Iterator[Entry]:
        """The days by which the agency promised to answer, so far as no limit of the law is that very day."""
        events = effective(logged for logged in stand.events)
        limits = {(one.due.start.event_id, one.due.date) for one in stand.clocks}
        answered = answered_on(self.file.request, events) is not None
        for event_id, event in events:
            day = stated_date(event) if event.kind in ("acknowledged", "call") else None
            if day is not None and (event_id, day) not in limits:
                over = answered or self.closed
                yield Entry(
                    request=self.file.id,
                    key=f"promise {event_id}",
                    day=day,
                    status="cancelled" if over else "confirmed",
                    whose="promise",
                    summary=f"{'No longer: ' if over else ''}Answer promised by this day: {self.agency}",
                    description=f"The agency promised it on {long_day(event.date)}. A promise is no limit of the law.\n"
                    f"The whole story: frkit status {self.file.id}",
                )

    def at_risk(self, risks: Iterable[AtRisk]) -> Iterator[Entry]:
        """The days on which the first and the last of some records go, as far as they can be counted."""
        numbers: Counter[str] = Counter()
        by_law = {rule.key for rule in of_law(self.file.law)}
        for one in risks:
            if one.rule.key in by_law and not self.confirmed:
                continue
            numbers[one.rule.key] += 1
            days = {"first": one.first if one.since is not None else None, "last": one.last}
            for which, day in days.items():
                if day is not None and not (which == "last" and day == days["first"]):
                    yield self._risk(one, which, day, f"records {one.rule.key} {numbers[one.rule.key]} {which}")

    def _risk(self, one: AtRisk, which: str, day: date, key: str) -> Entry:
        over = one.state in ("held", "permanent")
        records = "records" if one.rule.private or not one.rule.records else one.rule.records
        title = f"{'First' if which == 'first' else 'Last'} {records} may be destroyed: {self.agency}"
        return Entry(
            request=self.file.id,
            key=key,
            day=day,
            status="cancelled" if over else "confirmed",
            whose="records",
            summary=f"No longer: {title}" if over else title,
            description="\n".join(self._risk_lines(one)),
            alarms=() if over else self._ahead(day, ALARM_DAYS),
        )

    def _risk_lines(self, one: AtRisk) -> Iterator[str]:
        """Why they go, in short; a rule that was learned in confidence is not told."""
        yield f"For item{'s' * (len(one.items) > 1)} {', '.join(map(str, one.items))}."
        if not one.rule.private:
            yield f"{one.rule.period[0].upper()}{one.rule.period[1:]}."
        for day in one.asked_on:
            yield f"Asked to preserve on {long_day(day)}."
        yield f"How it was counted: frkit why {self.file.id}"
        yield f"The letter: frkit letter {self.file.id} preservation"

    def _ahead(self, day: date, days_before: Sequence[int]) -> tuple[int, ...]:
        """The alarms that can still ring: a calendar would ring past ones as soon as it reads the file."""
        return tuple(days for days in days_before if day - timedelta(days=days) >= self.today)


def _before(one: RunningClock, over: bool) -> str:
    """What became of it, as words before the title: not every calendar shows that an entry is cancelled."""
    if one.state in ("met", "met_late"):
        return "Done: "
    if over:
        return "No longer: "
    if one.state == "lapsed":
        return "Passed: "
    return "Perhaps: " if one.needs else ""


def _behind(one: RunningClock, over: bool) -> str:
    items = f", item{'s' * (len(one.items) > 1)} {', '.join(map(str, one.items))}" if one.items else ""
    return f"{items}{'' if one.due.confirmed or over else ' (provisional)'}"


def _ever(telling: _Telling) -> Iterator[Entry]:
    """Every limit and promise that an earlier state of the history gave, as cancelled.

    A calendar may hold it: from an event that was corrected since, or a clock that stands still now.
    """
    file, known = telling.file, [one for one in telling.file.events if one[1].date <= telling.today]
    ordered = in_order(known)
    for count in range(1, len(ordered)):
        if ordered[count][1].kind in _WITHOUT_EFFECT:
            continue
        until = max(event.date for _, event in ordered[: count + 1])
        before = tuple(effective(ordered[:count]))
        clocks = run_all(Case(file.law, file.request, before, file.closed, until, closed=False))
        then = replace(telling, today=until)
        outcomes = item_outcomes(file.request, before)
        risks = records_at_risk(file, before, outcomes, sent_on(before), until)
        for entry in (*then.limits(clocks), *then.at_risk(risks)):
            yield replace(entry, status="cancelled", summary=_no_longer(entry.summary), alarms=())
    kept = {event_id for event_id, _ in effective(known)}
    for event_id, event in ordered:
        day = stated_date(event) if event.kind in ("acknowledged", "call") and event_id not in kept else None
        if day is not None:
            words = f"No longer: Answer promised by this day: {telling.agency}"
            told = "What was logged of this promise was corrected."
            yield Entry(file.id, f"promise {event_id}", day, "cancelled", "promise", words, told)


def sent_on(events: Iterable[Logged]) -> date | None:
    """The day of the first sending among events that count."""
    return next((event.date for _, event in events if event.kind == "sent"), None)


def _no_longer(summary: str) -> str:
    for prefix in ("Done: ", "No longer: ", "Passed: ", "Perhaps: "):
        summary = summary.removeprefix(prefix)
    return f"No longer: {summary}"
