"""The shape of ``jurisdiction.yaml``: one class is the type, the check of every mistake, and the editors' schema.

A key that is absent means *unknown*. ``none_stated`` means that the law was read and names no figure.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator

from frkit.base.models import Data, Date, Many, PartialDate
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
    "court",
    "pre_suit",
    "guideline",
]
Basis = Literal["statute", "regulation", "policy", "advice"]
Confidence = Literal["high", "medium", "low"]
SourceKind = Literal["web", "repository", "print", "recalled"]
Day = Literal["dated", "sent", "posted", "received", "published"]
Binds = Literal["agency", "requester", "reviewer"]


class Start(Data):
    """What starts a clock: a kind of event (or ``due:<clock id>``), and which day of it."""

    on: Many[str]
    """Kinds of event, or ``due:<clock id>``: the last day of another clock. A limit of the agency counts from that day
    in any case; a limit of the requester or a reviewer only if the day passed without an answer."""
    day: Day = "dated"


class Clock(Data):
    """One period that the law, or a policy, gives: whom it binds, how long, from when, and how days are counted."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    role: Role
    binds: Binds
    when: dict[str, str] = {}
    """Conditions on the request's ``given`` inputs; all must hold."""
    length: Annotated[Length, BeforeValidator(parse_length)]
    starts: Many[Start]
    satisfied_by: Many[str] = ()
    """Kinds of event that answer this clock, where the role's usual ones do not fit."""
    yields_to: Many[str] = ()
    """Ids of clocks that take this one's place as soon as they run to a date."""
    counts: Literal["day_zero", "day_one"] = "day_zero"
    """``day_zero``: the day of the event is not counted; ``day_one``: it is the first day."""
    rolls: Literal["forward", "back", "no", "unknown"] = "unknown"
    """Where a last day falls that is closed; ``unknown`` computes both dates and shows the cautious one."""
    basis: Basis
    binding: Literal["hard", "target", "prompt"] = "hard"
    citation: str
    roll_citation: str | None = None
    source: Many[str] = ()
    """Ids of entries under ``sources``."""
    valid_from: Date | None = None
    valid_to: Date | None = None
    note: str | None = None


class Extension(Data):
    """By how much, why and how an agency may put off its answer; so that a claimed extension can be audited."""

    of: str
    """The id of the clock that it extends."""
    mode: Literal["additional", "total", "from_event", "open_date", "agreement", "reviewer_leave", "none"]
    length: Annotated[Length, BeforeValidator(parse_length)] | None = None
    """The most that the law allows: on top (additional), in all (total), or from the event (from_event)."""
    reasons: Many[str] = ()
    notice: str | None = None
    notice_within: Literal["original_limit", "none_stated"] | None = None
    """``original_limit``: the notice must come before the first limit ends, else it moves nothing."""
    basis: Basis = "statute"
    citation: str
    source: Many[str] = ()
    guideline: Annotated[Length, BeforeValidator(parse_length)] | None = None
    """What a regulator advises as the most; never printed as statutory."""
    guideline_citation: str | None = None
    note: str | None = None


Trigger = Literal["clarification", "fee", "deposit", "identity", "third_party", "transfer"]


class Tolling(Data):
    """What one trigger does to the agency's clock, and the limit it sets for the requester."""

    trigger: Trigger
    effect: Literal["reset", "suspend", "add", "extend", "start_later", "none"]
    of: Many[str] = ()
    """Ids of the clocks it touches; absent means the determination and production clocks."""
    by: Annotated[Length, BeforeValidator(parse_length)] | None = None
    """For ``add`` and ``extend``: how much."""
    first_day_out: bool = False
    """True where the day on which the agency asked is itself not counted."""
    once: bool = False
    """True where only the agency's first such question stops the clock."""
    requester_limit: Annotated[Length, BeforeValidator(parse_length)] | None = None
    requester_limit_counts: Literal["day_zero", "day_one"] = "day_zero"
    requester_limit_effect: str | None = None
    ended_by: Many[str] = ()
    """Kinds of event that end the spell and meet the requester's limit, where the trigger's usual ones do not fit."""
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
    after: Many[str] = ()
    """Ids of the clocks whose lapse has this effect."""
    citation: str | None = None
    source: Many[str] = ()
    note: str | None = None


class Remedy(Data):
    """One step against a refusal or silence, in the order in which they are taken."""

    id: str
    kind: Literal[
        "appeal", "internal_review", "petition", "complaint", "mediation", "opinion", "notice", "court", "tribunal"
    ]
    """``notice``: a letter that must come before the next step, and that nobody decides."""
    body: str
    mandatory: bool | None = None
    """True where the next step may be refused if this one was skipped; absent where that is not known."""
    unless: str | None = None
    parallel: bool = False
    clocks: Many[str] = ()
    """Ids of the clocks that belong to this step."""
    copy_to: str | None = None
    citation: str | None = None
    source: Many[str] = ()
    note: str | None = None


class Fees(Data):
    """What may be charged."""

    summary: str
    currency: str
    search_chargeable: bool | None = None
    review_chargeable: bool | None = None
    application: str | None = None
    per_page: str | None = None
    free: str | None = None
    waiver: str | None = None
    estimate_rule: str | None = None
    lost_when_late: str | None = None
    citation: str | None = None
    source: Many[str] = ()
    note: str | None = None


class Limits(Data):
    """Ceilings on cost and series of requests."""

    cost_ceiling: str | None = None
    hours: int | None = None
    aggregation: str | None = None
    series_rule: str | None = None
    note: str | None = None
    citation: str | None = None
    source: Many[str] = ()


class Requester(Data):
    """Who may ask, and what they must say about themselves."""

    who: str
    residency_required: bool | None = None
    identity: str | None = None
    purpose: str | None = None
    pseudonym: bool | None = None
    citation: str | None = None
    source: Many[str] = ()


class Form(Data):
    """In what form a request must come."""

    summary: str | None = None
    channels: Many[str] = ()
    must_state: Many[str] = ()
    must_cite: bool | None = None
    prescribed: str | None = None
    citation: str | None = None
    source: Many[str] = ()


class Coverage(Data):
    """Whether this law reaches police bodies."""

    police: Literal["yes", "partly", "no"]
    use_instead: str | None = None
    note: str | None = None
    citation: str | None = None


class Exemption(Data):
    """One ground on which an agency may withhold, how agencies write it, and what to answer."""

    id: str
    label: str
    citation: str
    patterns: Many[str]
    """The ways agencies write the citation."""
    topic: Literal["tech", "invest", "trade", "privacy", "delib", "security", "cost", "other"] | None = None
    effect: Literal["absolute", "qualified", "procedural", "mandatory", "discretionary"] | None = None
    test: str | None = None
    scope: str | None = None
    counter: str | None = None
    source: Many[str] = ()


class Holidays(Data):
    """How this law says which days are not counted."""

    base: str | None = None
    """The code whose closed days are used, where it is not this place's own."""
    library: Many[str] = ()
    """Calendars of the ``holidays`` library whose union a draft of the closed days is made from: ``GB-SCT``."""
    definition: str | None = None
    statute_defines_business_day: bool | None = None
    plus: Many[str] = ()
    minus: Many[str] = ()
    citation: str | None = None
    source: Many[str] = ()


class Lever(Data):
    """A record that some law obliges an agency to keep, publish or release."""

    id: str
    law: str
    citation: str | None = None
    record: str
    duty: str
    who: str | None = None
    when: str | None = None
    obliges: bool
    """False where no legal duty is known: a letter may ask for it and must not say that the law obliges."""
    use: str | None = None
    caution: str | None = None
    source: Many[str] = ()


class Context(Data):
    """A law or decision about face recognition that bears on a request without obliging a record."""

    text: str
    citation: str | None = None
    status: str | None = None
    source: Many[str] = ()


class Change(Data):
    """A change of the law, recent or pending."""

    text: str
    status: Literal["in_force", "pending", "expired", "unknown"] = "unknown"
    date: PartialDate | None = None
    source: Many[str] = ()


class Enforcement(Data):
    """What a court or regulator can do, and who pays."""

    attorney_fees: str | None = None
    penalties: str | None = None
    citation: str | None = None
    note: str | None = None
    source: Many[str] = ()


class Source(Data):
    """Where a fact was read; ``recalled`` caps confidence at medium."""

    id: str
    title: str
    kind: SourceKind
    url: str | None = None
    read: PartialDate | None = None
    note: str | None = None


class Law(Data):
    """The access law itself: how it is called and cited."""

    name: str
    short: str
    citation: str
    url: str | None = None
    acts: Many[str] = ()
    source: Many[str] = ()
    """Sources for the law as a whole."""
    note: str | None = None


class Jurisdiction(Data):
    """One place (or one regime of a place) and everything known of its access law."""

    code: str = Field(pattern=r"^[a-z]{2}(-[a-z0-9]+(-[a-z0-9-]+)?)?$")
    name: str
    kind: Literal["place", "regime"] = "place"
    languages: Many[str] = ("en",)
    paper: Literal["Letter", "A4"] = "A4"
    date_style: Literal["month_first", "day_first"] = "day_first"
    timezone: str
    same_as: str | None = None
    """The code whose law holds here too; everything not listed in ``overrides`` is taken from it."""
    overrides: Many[str] = ()
    law: Law
    coverage: Coverage
    clocks: tuple[Clock, ...] = ()
    extension: Many[Extension] = ()
    tolling: tuple[Tolling, ...] = ()
    silence: Silence | None = None
    remedies: tuple[Remedy, ...] = ()
    fees: Fees | None = None
    limits: Limits | None = None
    requester: Requester | None = None
    form: Form | None = None
    receipt_rules: dict[str, str] = {}
    close_of_day: str | None = None
    exemptions: tuple[Exemption, ...] = ()
    holidays: Holidays | None = None
    levers: tuple[Lever, ...] = ()
    context: tuple[Context, ...] = ()
    enforcement: Enforcement | None = None
    changes: tuple[Change, ...] = ()
    local_note: str | None = None
    sources: tuple[Source, ...]
    text_read: str | None = None
    confidence: Confidence
    unsure: Many[str] = ()

    @field_validator("clocks")
    @classmethod
    def _ids_once(cls, clocks: tuple[Clock, ...]) -> tuple[Clock, ...]:
        seen: set[str] = set()
        for clock in clocks:
            if clock.id in seen:
                raise ValueError(f"two clocks are called '{clock.id}'; each needs its own id")
            seen.add(clock.id)
        return clocks

    def clock(self, clock_id: str) -> Clock | None:
        """The clock of that id, or None."""
        return next((clock for clock in self.clocks if clock.id == clock_id), None)

    def clocks_of(self, role: Role) -> tuple[Clock, ...]:
        """The clocks of one role, in the order of the file."""
        return tuple(clock for clock in self.clocks if clock.role == role)

    def source(self, source_id: str) -> Source | None:
        """The source of that id, or None."""
        return next((source for source in self.sources if source.id == source_id), None)
