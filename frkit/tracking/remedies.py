"""How far each step against a refusal or silence has come: open, taken, skipped, lost, or waiting for another. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from frkit.law.explaining import long_day
from frkit.law.types import Remedy
from frkit.tracking.case import Case, RunningClock
from frkit.tracking.ladder import Ladder

StepState = Literal["not_yet", "open", "after", "taken", "decided", "skipped", "lost", "over"]


@dataclass(frozen=True)
class RemedyStanding:
    """One step: whether it can be taken now, until when, and why not."""

    remedy: Remedy
    state: StepState
    until: date | None = None
    """The safe day by which it must be taken; None where the law names none."""
    why: str = ""
    last: date | None = None
    """The last day that the law gives, which may be later than the safe one."""
    needed: bool | None = None
    """Whether the next step may be refused if this one is left out, as the request stands; None if not known."""
    items: tuple[int, ...] = ()
    """The items for which it is open, where not for all."""


def remedies_of(case: Case) -> tuple[RemedyStanding, ...]:
    """Each step of the law that is open to this request, in order; needs the clocks of the case to have run."""
    ladder = Ladder(case)
    steps = [remedy for remedy in case.law.remedies if case.given.judge(remedy.when)[0]]
    return tuple(_whole(remedy, steps[:number], ladder) for number, remedy in enumerate(steps))


def _whole(remedy: Remedy, before: list[Remedy], ladder: Ladder) -> RemedyStanding:
    """The standing of a step, with the inputs on which it depends and that nobody has said."""
    one = next(found for found in (judge(remedy, before, ladder) for judge in _JUDGES) if found is not None)
    if remedy is not ladder.case.law.remedies[-1]:
        one = replace(one, needed=remedy.mandatory and not ladder.may_be_left_out(remedy))
    if remedy.mandatory is None:
        one = replace(one, needed=None)
    limits = [clock.when for clock in ladder.own_limits(remedy) if ladder.case.done.get(clock.id)]
    needs = [need for when in (remedy.when, *limits) for need in ladder.case.given.judge(when)[1]]
    if not needs or one.state in ("taken", "decided"):
        return one
    words = f"depends on: {', '.join(_plain(need) for need in dict.fromkeys(needs))}"
    return replace(one, why=f"{one.why}; {words}" if one.why else words)


def _begun(remedy: Remedy, before: list[Remedy], ladder: Ladder) -> RemedyStanding | None:
    if ladder.open_again(remedy):
        return None
    if ladder.decided(remedy):
        return RemedyStanding(remedy, "decided")
    return RemedyStanding(remedy, "taken") if ladder.taken(remedy) else None


def _given_up(remedy: Remedy, before: list[Remedy], ladder: Ladder) -> RemedyStanding | None:
    for other in ladder.case.law.remedies:
        if remedy.id in other.excludes and ladder.taken(other):
            return RemedyStanding(remedy, "lost", why=f"another forum was chosen: {_plain(other.id)}")
    skipped = ladder.why_skipped(remedy)
    return RemedyStanding(remedy, "skipped", why=skipped) if skipped else None


def _nothing_to_attack(remedy: Remedy, before: list[Remedy], ladder: Ladder) -> RemedyStanding | None:
    if ladder.running(remedy) or ladder.grounds:
        return None
    if not ladder.own_limits(remedy) and any(ladder.decided(one) for one in before):
        return None
    return RemedyStanding(remedy, "not_yet", why="there is nothing yet to take it against")


def _too_early(remedy: Remedy, before: list[Remedy], ladder: Ladder) -> RemedyStanding | None:
    """A day that must pass before a step opens, as three months before an action for failure to act in Germany."""
    clocks = (ladder.case.law.clock(clock_id) for clock_id in remedy.clocks)
    waits = [clock.id for clock in clocks if clock and clock.binds == "agency" and clock.role == "guideline"]
    for one in (one for name in waits for one in ladder.case.done.get(name, [])):
        if one.state == "running" and one.due.date is not None:
            why = f"as a rule open once {long_day(one.due.date)} has passed"
            return RemedyStanding(remedy, "not_yet", why=why)
    return None


def _behind_another(remedy: Remedy, before: list[Remedy], ladder: Ladder) -> RemedyStanding | None:
    first = None if remedy.parallel else next((one for one in before if ladder.stands_in_the_way(one)), None)
    if first is not None:
        return RemedyStanding(remedy, "after", why=f"first: {_plain(first.id)}")
    blocking = next((one for one in before if remedy.id in one.blocks and ladder.pending(one)), None)
    if blocking is not None:
        return RemedyStanding(remedy, "after", why=f"not while this is pending: {_plain(blocking.id)}")
    return None


def _before_a_decision(remedy: Remedy, before: list[Remedy], ladder: Ladder) -> RemedyStanding | None:
    own = ladder.running(remedy)
    if not own and ladder.against_a_decision(remedy):
        return RemedyStanding(remedy, "not_yet", why="there is no decision yet that it could be taken against")
    waiting = {one.id for one in before if ladder.pending(one)}
    to_come = [clock for clock in ladder.own_limits(remedy) if not ladder.case.done.get(clock.id)]
    begins = any(start.remedy in waiting for clock in to_come for start in clock.starts)
    if begins and own and all(one.state == "lapsed" for one in own):
        return RemedyStanding(remedy, "after", why="its time begins with the decision that is pending")
    return None


def _open_or_over(remedy: Remedy, before: list[Remedy], ladder: Ladder) -> RemedyStanding:
    own = ladder.running(remedy)
    running = [one for one in own if one.state in ("running", "no_date")]
    binding = [one for one in own if one.clock.basis in ("statute", "regulation")]
    if binding and not running and all(one.state == "lapsed" for one in own):
        last = max(binding, key=lambda one: one.due.date or date.min)
        return RemedyStanding(remedy, "over", last.due.cautious, _why_over(last, ladder.case), last.due.date)
    dated = [one.due.cautious for one in running if one.due.cautious is not None]
    ends = [one.due.date for one in running if one.due.date is not None]
    advised = next((one for one in own if one.state == "lapsed" and one not in binding), None)
    doubt = "if the delay is no longer prompt" if ladder.grounds == {"delay"} else ""
    if advised is not None and advised.due.date is not None and not binding:
        doubt = f"best before {long_day(advised.due.date)}{_PASSED}; no limit of law is known to have begun"
    lots = [set(one.items) for one in running]
    items = tuple(sorted(set().union(*lots))) if lots and all(lots) else ()
    return RemedyStanding(remedy, "open", min(dated, default=None), doubt, min(ends, default=None), items=items)


_PASSED = ", which has passed"


def before_it_passed(one: RemedyStanding, case: Case) -> RemedyStanding:
    """A step whose time has passed as it stood before: open until the first of its limits."""
    if one.state != "over":
        return replace(one, why=one.why.replace(_PASSED, ""))
    own = [limit.due for limit in Ladder(case).running(one.remedy)]
    safe = min((due.cautious for due in own if due.cautious is not None), default=None)
    last = min((due.date for due in own if due.date is not None), default=None)
    return replace(one, state="open", until=safe, last=last, why="")


def _why_over(one: RunningClock, case: Case) -> str:
    """That a time has passed, and on what that rests: nobody is told "too late" on a mere presumption."""
    usual = [f"{_plain(key)} is '{case.given.known[key]}'" for key in one.clock.when if key in case.given.presumed]
    doubts = [f"taken as usual: {', '.join(usual)}"] if usual else []
    doubts += [f"read otherwise, {one.clock.also_read}, it may still run"] if one.clock.also_read else []
    return "; ".join(["its time has passed", *doubts])


_JUDGES: tuple[Callable[[Remedy, list[Remedy], Ladder], RemedyStanding | None], ...] = (
    _begun,
    _given_up,
    _nothing_to_attack,
    _too_early,
    _behind_another,
    _before_a_decision,
    _open_or_over,
)
"""The questions about a step in the order in which they are asked; the first that has an answer decides."""


def _plain(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")
