"""The shapes of the rules about time: clocks and what starts them, extensions, tolling, silence.

A key that is absent means *unknown*. ``none_stated`` means that the law was read and names no figure.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from frkit.base.models import Data, Date, Many
from frkit.law.lengths import Length, parse_length

Role = Literal[
    "routing",
    "acknowledgement",
    "determination",
    "production",
    "notice",
    "referral",
    "deemed_denial",
    "withdrawal",
    "appeal",
    "appeal_decision",
    "opinion",
    "complaint",
    "complaint_decision",
    "pre_suit",
    "court",
    "hearing",
    "compliance",
    "finality",
    "guideline",
]
"""What a clock is for. ``compliance``: to obey a decision; ``finality``: a refusal becomes final; ``hearing``: a court
must hear the case; ``guideline``: what a regulator expects, beside the law's own limit."""
MAIN_ROLES: tuple[Role, ...] = ("acknowledgement", "determination", "production")
"""Roles of the clocks that a request sets running against an agency."""
Basis = Literal["statute", "regulation", "policy", "advice"]
Day = Literal["dated", "sent", "posted", "received", "published"]
Binds = Literal["agency", "requester", "reviewer"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Counts = Literal["day_zero", "day_one"]
ALength = Annotated[Length, BeforeValidator(parse_length)]
Conditions = dict[str, str]
"""Input of the request -> the answer it must have: ``yes``, ``email|fax`` (either), ``not commercial`` (any other)."""


class Question(Data):
    """What the law wants to know about a request before a clock can be chosen: asked once, kept under ``given``."""

    ask: str
    answers: dict[str, str]
    """Each answer that the conditions use, with the words that explain it."""
    usual: str | None = None
    """The answer that is taken if nothing was said, and said to be taken; only where it cannot well be otherwise."""
    citation: str | None = None
    source: Many[str] = ()


class Start(Data):
    """What starts a clock: a kind of event (or ``due:<clock id>``), and which day of it."""

    on: Many[str]
    """Kinds of event, or ``due:<clock id>``: the last day of another clock. A limit of the agency counts from that day
    in any case; a limit of the requester or a reviewer only if the day passed without an answer."""
    day: Day = "dated"
    remedy: str | None = None
    """Only events of this step: an appeal to it, its registration, its decision."""
    result: Many[str] = ()
    """Only decisions with one of these results: upheld, reversed, remanded, partly_reversed."""
    when: Conditions = {}
    fee: Literal["application", "estimate"] | None = None
    """Which payment ``fee_paid`` means: the one due with the request, or one that the agency estimated before."""
    not_before: str | None = None
    """Id of a clock before whose last day the count does not begin, even if the event came sooner."""
    only_after: Many[str] = ()
    """Only an event after the last day of one of these clocks: a notice that came too early starts nothing."""
    if_lapsed: Many[str] = ()
    """Only once one of these clocks has passed unanswered, though the count runs from this day: Massachusetts gives 90
    days from the request to appeal against silence."""
    deemed: ALength | None = None
    """The law takes that day to be so much later: a letter deemed received on the fifth business day after its date."""


class Clock(Data):
    """One period that the law, or a policy, gives: whom it binds, how long, from when, and how days are counted."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    role: Role
    binds: Binds
    when: Conditions = {}
    """Conditions on the request's ``given`` inputs; all must hold."""
    length: ALength
    also_read: ALength | None = None
    """Another reading of the same limit that cannot be excluded: for the agency the later day is taken, for the
    requester the earlier."""
    starts: Many[Start]
    starts_at: Literal["first", "last", "all"] = "first"
    """Which start counts where several came: ``last`` for "from the latest of the request, the proof and the fee";
    ``all`` for the latest too, but not before each of them has come."""
    satisfied_by: Many[str] = ()
    """Kinds of event that answer this clock, where the role's usual ones do not fit."""
    yields_to: Many[str] = ()
    """Ids of clocks that take this one's place as soon as they run to a date."""
    counts: Counts = "day_zero"
    """``day_zero``: the day of the event is not counted; ``day_one``: it is the first day."""
    also_closed: Many[Weekday] = ()
    """Days of the week that this clock leaves out besides those of the place: ``saturday`` in Canada, whose statutory
    holidays include Sunday only, for limits in business days."""
    rolls: Literal["forward", "back", "no", "unknown"] = "unknown"
    """Where a last day falls that is closed; ``unknown`` computes both dates and shows the cautious one."""
    basis: Basis
    binding: Literal["hard", "target", "prompt"] = "hard"
    """``target``: an answer is to be expected by then, but its lapse alone is no breach."""
    only_if: str | None = None
    """What must be so on the agency's side for the limit to bind it, where no event shows it: it wants to withhold."""
    citation: str
    roll_citation: str | None = None
    source: Many[str] = ()
    """Ids of entries under ``sources``."""
    valid_from: Date | None = None
    """The rule holds for clocks that start on this day or later."""
    valid_to: Date | None = None
    """The rule holds for clocks that start on this day or before."""
    note: str | None = None


class Extension(Data):
    """By how much, why and how an agency may put off its answer; so that a claimed extension can be audited."""

    of: str
    """The id of the clock that it extends."""
    mode: Literal[
        "additional", "total", "from_event", "open_date", "agreement", "reviewer_leave", "unknown_cap", "none"
    ]
    """``open_date``: no cap in the law; ``unknown_cap``: whether there is one is not known; ``agreement``: only if the
    requester agreed; ``reviewer_leave``: only if the reviewing body allowed it."""
    length: ALength | None = None
    """The most that the law allows: on top (additional), in all (total), or from the event (from_event)."""
    max: ALength | None = None
    """The most on all grounds together, counted like ``length``, where one ground alone gives only ``length``."""
    repeatable: bool = False
    """True where each further notice may add as much again."""
    part_only: bool = False
    """True where it puts off only the part that needs it: the rest of the answer stays due."""
    when: Conditions = {}
    reasons: Many[str] = ()
    notice: str | None = None
    notice_within: Literal["original_limit", "none_stated"] | None = None
    """``original_limit``: the notice must come before the first limit ends, else it moves nothing."""
    notice_by: ALength | None = None
    """The notice must come within so long of the clock's start, where that is sooner than the limit."""
    basis: Basis = "statute"
    citation: str
    source: Many[str] = ()
    guideline: ALength | None = None
    """What a regulator advises as the most; never printed as statutory."""
    guideline_citation: str | None = None
    note: str | None = None


Trigger = Literal["clarification", "fee", "deposit", "identity", "third_party", "leave", "transfer"]
"""``third_party``: others are heard; ``leave``: the reviewing body is asked for its leave."""


class Tolling(Data):
    """What one trigger does to the agency's clock, and the limit it sets for the requester."""

    trigger: Trigger
    effect: Literal["reset", "suspend", "add", "extend", "start_later", "none"]
    """``reset``: counted anew from the answer; ``suspend``: stands still until it; ``add``: the days of waiting are
    added at the end; ``extend``: longer ``by`` a fixed time (as long as the wait, where the law names none);
    ``start_later``: begins only with the answer."""
    of: Many[str] = ()
    """Ids of the clocks it touches; absent means the determination and production clocks."""
    when: Conditions = {}
    by: ALength | None = None
    """For ``extend`` (and ``add`` of a fixed time): how much."""
    first_day_out: bool = False
    """True where the day on which the agency asked is itself not counted."""
    once: bool = False
    """True where only the agency's first such question stops the clock."""
    ask_within: ALength | None = None
    """The question counts only if it came within so long of the clock's start."""
    requester_limit: ALength | None = None
    requester_limit_counts: Counts = "day_zero"
    requester_limit_effect: str | None = None
    ended_by: Many[str] = ()
    """Kinds of event that end the spell and meet the requester's limit, where the trigger's usual ones do not fit."""
    basis: Basis = "statute"
    valid_from: Date | None = None
    """The rule holds for questions asked on this day or later."""
    citation: str | None = None
    source: Many[str] = ()
    note: str | None = None


class Silence(Data):
    """What it means when the last day passes without an answer."""

    effect: Literal[
        "none",
        "refusal",
        "granted",
        "exemptions_lost",
        "fees_lost",
        "complaint_only",
        "ask_for_decision",
        "notice_of_default",
        "two_stage",
    ]
    """``none``: the law gives it no meaning; ``two_stage``: a refusal that a second silence must confirm."""
    after: Many[str] = ()
    """Ids of the clocks whose lapse has this effect."""
    citation: str | None = None
    source: Many[str] = ()
    note: str | None = None
