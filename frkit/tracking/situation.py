"""What the next step depends on: the request with its clocks, flags and steps as they stand on a day. Pure."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from frkit.law.explaining import long_day
from frkit.tracking.agency_events import ReceivedByAgency
from frkit.tracking.case import RunningClock
from frkit.tracking.flags import Flag
from frkit.tracking.next_step import REMINDED, NextStep, rank_of
from frkit.tracking.order import Logged
from frkit.tracking.our_events import FollowedUp
from frkit.tracking.outcomes import ANSWERS, MOVED
from frkit.tracking.remedies import RemedyStanding
from frkit.tracking.remedy_steps import about_fee, open_steps
from frkit.tracking.starts import SHOWS_RECEIPT, is_automatic
from frkit.tracking.steps import FILINGS
from frkit.tracking.types import RequestFile

WAITS = {"clarify_wait": "clarification", "identity_wait": "identity"}
"""Flag of what the agency waits for -> the letter that answers it; a fee has two."""


@dataclass(frozen=True)
class Situation:
    """All that the rules for the next step look at; ``events`` are those that count, in order."""

    file: RequestFile
    ball: str
    clocks: tuple[RunningClock, ...]
    flags: tuple[Flag, ...]
    outcomes: dict[int, str]
    today: date
    tracks: tuple[str, ...]
    remedies: tuple[RemedyStanding, ...]
    events: tuple[Logged, ...]

    @cached_property
    def names(self) -> dict[str, Flag]:
        """The flags by name; of several the last."""
        return {flag.name: flag for flag in self.flags}

    @cached_property
    def appealed(self) -> bool:
        """Whether an appeal waits for its decision; one that nobody is known to have filed does not."""
        decisions = [one for one in self.clocks if one.clock.role == "appeal_decision"]
        certain = [one for one in decisions if not one.needs or one.clock.starts_at == "all" or _is_filed(one)]
        return any(one.state in ("running", "lapsed", "no_date") for one in certain)

    @property
    def under_review(self) -> bool:
        """Whether somebody else has the matter before them now: an appeal, a complaint or a suit that is undecided."""
        return self.appealed or bool({"appeal", "complaint", "lawsuit"} & set(self.tracks))

    @property
    def waits_for_us(self) -> bool:
        """Whether the agency waits for a word of ours."""
        return bool({"fee_wait", *WAITS} & set(self.names))

    @cached_property
    def passed_on(self) -> bool:
        """Whether the agency let go of everything, so that nothing is left for it to answer."""
        return bool(self.outcomes) and set(self.outcomes.values()) <= set(MOVED)

    @cached_property
    def handed_over(self) -> date | None:
        """The day on which the body that must answer received the request from another."""
        found = [event.date for _, event in self.events if isinstance(event, ReceivedByAgency) and event.competent]
        return found[-1] if found else None

    @property
    def new_body_unasked(self) -> bool:
        """Whether the body that has it now has neither written nor been written to."""
        day = self.handed_over
        return day is not None and not self.wrote("transfer", day) and not self.heard_since(day)

    def heard_since(self, day: date) -> bool:
        """Whether the agency wrote anything by hand after a day that shows that it has the request."""
        found = [event for _, event in self.events if event.kind in SHOWS_RECEIPT and event.date > day]
        return any(not is_automatic(event) for event in found)

    @cached_property
    def refused(self) -> list[int]:
        """Numbers of the items that were refused, kept back in part or not found."""
        return [number for number, one in self.outcomes.items() if one not in ("granted", "pending", *MOVED)]

    @cached_property
    def left_out(self) -> list[int]:
        """The items without any answer when the agency called itself done, and no appeal has followed."""
        final = False
        for _, event in self.events:
            if event.kind in ANSWERS and getattr(event, "final", False):
                final = True
            elif event.kind == "appeal_sent":
                final = False
        return [number for number, one in self.outcomes.items() if one == "pending"] if final else []

    @cached_property
    def answer_late(self) -> bool:
        """Whether an answer is late: past a limit or a target, or due promptly."""
        prompt = any(one.state == "no_date" and one.clock.binding == "prompt" for one in self.clocks)
        return bool({"overdue", "target_passed"} & set(self.names)) or prompt

    def wrote(self, about: str, since: date | None = None) -> list[date]:
        """The days on which we wrote about a matter, from a day on if one is named."""
        letters = [event for _, event in self.events if isinstance(event, FollowedUp) and event.about == about]
        return [one.date for one in letters if since is None or one.date >= since]

    def last(self, *kinds: str) -> date | None:
        """The day of the last event of some kinds."""
        return next((event.date for _, event in reversed(self.events) if event.kind in kinds), None)

    def open_steps(self, *, silence: bool = False) -> list[RemedyStanding]:
        """The steps of the law that can be taken now, in the order of showing; none against a fee that nobody named."""
        billed = self.last("fee_estimated", "waiver_denied") is not None
        found = open_steps(self.remedies, self.file.law, silence=silence)
        return [one for one in found if billed or not about_fee(one.remedy)]

    def letter(self, kind: str, *more: str) -> str:
        """The command that writes a letter."""
        return shlex.join(["frkit", "letter", self.file.id, kind, *more])

    def log(self, kind: str, *more: str) -> str:
        """The command that logs what happened."""
        return shlex.join(["frkit", "log", kind, self.file.id, "--date", "DATE", *more])


def at_work(now: Situation, wrote: date) -> str:
    """That a letter of ours is left to work, in words; empty once it has had its time."""
    until = wrote + timedelta(days=REMINDED)
    return f"our letter of {long_day(wrote)} is left to work until {long_day(until)}" if now.today < until else ""


def step(text: str, command: str, sort: str, since: date | None = None, *, after_silence: bool = False) -> NextStep:
    """A step without a last day, of a sort."""
    return NextStep(text, command, None, rank_of(sort), since, after_silence)


def _is_filed(one: RunningClock) -> bool:
    return one.due.start.kind in FILINGS
