"""What there is to attack, and which steps against it were taken, decided or may be left out. Pure."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from frkit.law.event_kinds import DUE
from frkit.law.rule_types import Clock
from frkit.law.types import Remedy
from frkit.tracking.case import Case, RunningClock
from frkit.tracking.order import Logged
from frkit.tracking.outcomes import DECISIONS, left_out
from frkit.tracking.starts import starts_here
from frkit.tracking.steps import FILED_AS, FILINGS

_REFUSALS = ("denied", "no_records", "not_custodian", "neither_confirm_nor_deny", "produced", "waiver_denied")
_DECISIONS = ("appeal_decided", "complaint_decided", "court_event")
_MAIN = ("determination", "production", "deemed_denial", "referral")
_DECIDING = ("appeal_decision", "complaint_decision", "opinion")


class Ladder:
    """The steps of a law as one request stands on them; the clocks of the case must have run."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @cached_property
    def grounds(self) -> set[str]:
        """``refusal``, ``silence`` or, under a law that only says promptly, ``delay``: what there is to attack."""
        found = {"refusal"} if any(self._is_refusal(logged) for logged in self.case.events) else set()
        known = [one for ones in self.case.done.values() for one in ones if not one.needs]
        if any(one.state == "lapsed" and self._is_silence(one.clock) for one in known):
            found.add("silence")
        main = [one for one in known if one.clock.role in _MAIN and one.clock.binds == "agency"]
        prompt = any(one.state == "no_date" and one.clock.binding == "prompt" for one in main)
        if not found and prompt and not any(one.state == "running" for one in main):
            found.add("delay")
        return found

    def _is_refusal(self, logged: Logged) -> bool:
        event_id, event = logged
        if event.kind not in _REFUSALS:
            return False
        probe = next((clock for clock in self.case.law.clocks if clock.binds == "requester"), None)
        missing = event.kind == "produced" and left_out(self.case.request, self.case.events, event_id)
        return probe is None or starts_here(event, probe, leaves_out=missing)

    def _is_silence(self, clock: Clock) -> bool:
        """Whether the lapse of a clock leaves the request, or an appeal to the same body, unanswered."""
        if clock.binds != "agency":
            return False
        if clock.role == "acknowledgement":
            return any(one.effect != "none" for one in self.case.law.silence_after(clock))
        step = self.case.remedy(clock)
        of_step = clock.role == "guideline" and step is not None and "silence" in step.against
        return clock.role in _MAIN or clock.role in _DECIDING or of_step

    def taken(self, remedy: Remedy) -> bool:
        """Whether the step was taken."""
        return any(event.kind in FILINGS and self._is_of(event_id, remedy) for event_id, event in self.case.events)

    def decided(self, remedy: Remedy) -> bool:
        """Whether the step was decided."""
        return bool(self._decisions(remedy))

    def open_again(self, remedy: Remedy) -> bool:
        """Whether a refusal that came after the last decision, or is of other items, gave the step a limit anew."""
        last = max(self._decisions(remedy), default=date.max)
        if last == date.max:
            return self._open_for_the_rest(remedy)
        anew = [one.due.start for one in self.running(remedy) if one.state in ("running", "no_date", "lapsed")]
        return any(start.event_id is not None and (start.earliest or start.day) >= last for start in anew)

    def _open_for_the_rest(self, remedy: Remedy) -> bool:
        """Whether the step was taken as to some items, and its time for others still runs."""
        if not self.taken(remedy):
            return False
        partly = any(
            event.kind in FILINGS and getattr(event, "items", ()) and self._is_of(event_id, remedy)
            for event_id, event in self.case.events
        )
        runs = [one for one in self.running(remedy) if one.state == "running"]
        return any(one.due.start.event_id is not None or partly for one in runs)

    def _decisions(self, remedy: Remedy) -> list[date]:
        kinds = _DECISIONS if FILED_AS[remedy.kind] != "suit_filed" else ("court_event",)
        return [
            event.date
            for event_id, event in self.case.events
            if (event.kind in kinds or event.kind in DECISIONS)
            and self._is_of(event_id, remedy)
            and getattr(event, "closes", True)
        ]

    def _is_of(self, event_id: str, remedy: Remedy) -> bool:
        return self.case.steps.remedy_of(event_id) == remedy.id

    def may_be_left_out(self, remedy: Remedy) -> bool:
        """Whether the next step is open without this one, as the request stands."""
        silent = "silence" in remedy.optional_when and self.grounds == {"silence"}
        headed = self.case.given.known.get("head_decided") == "yes"
        return silent or ("head_decided" in remedy.optional_when and headed)

    def why_skipped(self, remedy: Remedy) -> str:
        """Why a step is not open at all, or empty."""
        if "silence" in remedy.skipped_when and self.grounds == {"silence"}:
            return "not open against silence"
        if "head_decided" in remedy.skipped_when and self.case.given.known.get("head_decided") == "yes":
            return "the head of the body decided"
        fitting = {*remedy.against, *(("delay",) if "silence" in remedy.against else ())}
        if remedy.against and self.grounds and not self.grounds & fitting:
            return f"open only against {' or '.join(remedy.against)}"
        return ""

    def own_limits(self, remedy: Remedy) -> list[Clock]:
        """The limits within which the requester must take the step."""
        clocks = [self.case.law.clock(clock_id) for clock_id in remedy.clocks]
        return [clock for clock in clocks if clock is not None and clock.binds == "requester"]

    def running(self, remedy: Remedy) -> list[RunningClock]:
        """The requester's limits for the step that have begun."""
        return [one for clock in self.own_limits(remedy) for one in self.case.done.get(clock.id, [])]

    def stands_in_the_way(self, remedy: Remedy) -> bool:
        """Whether a later step is not open before this one was taken, and decided or left undecided too long."""
        uncertain = bool(self.case.given.judge(remedy.when)[1])
        if not remedy.mandatory or uncertain or self.decided(remedy) or self.why_skipped(remedy):
            return False
        if self.may_be_left_out(remedy):
            return False
        if remedy.kind == "notice":
            return not self.taken(remedy) or self._wait_runs(remedy)
        return not self.taken(remedy) or not self.reviewer_silent(remedy)

    def pending(self, remedy: Remedy) -> bool:
        """Whether the step was taken and its decision can still be waited for."""
        return self.taken(remedy) and not self.decided(remedy) and not self.reviewer_silent(remedy)

    def _wait_runs(self, remedy: Remedy) -> bool:
        """Whether the time after a notice, which nobody decides, still runs."""
        own = [one for clock_id in remedy.clocks for one in self.case.done.get(clock_id, [])]
        return any(one.clock.role == "pre_suit" and one.state in ("running", "no_date") for one in own)

    def reviewer_silent(self, remedy: Remedy) -> bool:
        """Whether the last of the days on which a decision was to be expected has passed without one."""
        own = [one for clock_id in remedy.clocks for one in self.case.done.get(clock_id, [])]
        theirs = [one for one in own if one.clock.binds == "reviewer" or one.clock.role in _DECIDING]
        dated = [one for one in theirs if one.due.date is not None]
        return bool(dated) and all(one.state == "lapsed" for one in dated)

    def against_a_decision(self, remedy: Remedy) -> bool:
        """Whether a step is only open against the decision of another, which this request still needs."""
        starts = [start for clock in self.own_limits(remedy) for start in clock.starts]
        steps = [one for start in starts for one in self.case.law.remedies if one.id == start.remedy]
        of_decisions = all(self._is_a_decision(on) for start in starts for on in start.on)
        left_out = any(
            self.may_be_left_out(step) or self.why_skipped(step) or (self.taken(step) and self.reviewer_silent(step))
            for step in steps
        )
        return bool(starts) and of_decisions and not left_out

    def _is_a_decision(self, on: str) -> bool:
        clock = self.case.law.clock(on.removeprefix(DUE)) if on.startswith(DUE) else None
        return on in _DECISIONS if clock is None else clock.binds == "reviewer"
