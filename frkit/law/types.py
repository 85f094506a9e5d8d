"""The shape of ``jurisdiction.yaml``: one class is the type, the check of every mistake, and the editors' schema.

A key that is absent means *unknown*. ``none_stated`` means that the law was read and names no figure.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field, field_validator

from frkit.base.models import Data, Many, PartialDate
from frkit.law.retention_types import DutyToPreserve, LawRetention
from frkit.law.rule_types import ALength, Clock, Conditions, Extension, Question, Role, Silence, Tolling
from frkit.law.triggers import in_dependency_order, requester_limits

Confidence = Literal["high", "medium", "low"]
Stated = Literal[
    "records",
    "law",
    "name",
    "real_name",
    "signature",
    "contact",
    "postal_address",
    "home_address",
    "email",
    "telephone",
    "format",
    "fee",
    "identity_proof",
    "resident_ground",
    "resident_oath",
    "commercial_use",
    "no_solicitation",
    "efforts",
    "language",
]
"""What a law may want said in a request: ``contact`` is any address, ``home_address`` one in the law's own country."""
SourceKind = Literal["web", "repository", "print", "recalled"]


class Remedy(Data):
    """One step against a refusal or silence, in the order in which they are taken."""

    id: str
    kind: Literal[
        "appeal",
        "internal_review",
        "petition",
        "decision_request",
        "complaint",
        "mediation",
        "opinion",
        "notice",
        "court",
        "tribunal",
    ]
    """``notice``: a letter that must come before the next step, and that nobody decides; ``decision_request``: a formal
    decision must be asked for, since nothing else can be appealed."""
    body: str
    when: Conditions = {}
    """Where the step is open only to some, or another body decides for some."""
    against: Many[Literal["refusal", "silence"]] = ()
    """Against what it is open; absent means both."""
    mandatory: bool | None = None
    """True where the next step may be refused if this one was skipped; absent where that is not known."""
    unless: str | None = None
    optional_when: Many[Literal["silence", "head_decided"]] = ()
    """Where the next step may be taken without this one: against ``silence``, or where the head of the body decided."""
    skipped_when: Many[Literal["silence", "head_decided"]] = ()
    """Where this step is not open at all."""
    excludes: Many[str] = ()
    """Ids of steps that are lost by taking this one: a choice of one forum."""
    blocks: Many[str] = ()
    """Ids of steps that are not open while this one is taken and undecided."""
    parallel: bool = False
    """True where it may run beside the others and stops no time."""
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
    review: str | None = None
    """What an appeal or review costs."""
    indexed_for: str | None = None
    """The year for which indexed amounts were read."""
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
    aggregated_within: ALength | None = None
    """How close together requests must come to be costed as one, where the law says it in days."""
    series: int | None = Field(default=None, gt=1)
    """From how many like requests to different bodies on the law has a rule of its own for them."""
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
    age: str | None = None
    citation: str | None = None
    source: Many[str] = ()
    note: str | None = None


class Expedited(Data):
    """How a requester may ask for an answer before its turn, where the law has a way to."""

    citation: str
    grounds: Many[str]
    """In which cases, each as it follows "where": ``the information concerns the life or liberty of a person``."""
    must_state: Many[str] = ()
    """What the letter has to show or contain."""
    certified: bool = False
    """True where the reasons must be certified as true by whoever asks."""
    decided_within: ALength | None = None
    """How long the agency has to say whether it agrees."""
    clocks: Many[str] = ()
    """Ids of the limits to answer that hold once it agrees; none where the law names no number for that."""
    source: Many[str] = ()
    note: str | None = None


class Form(Data):
    """In what form a request must come."""

    summary: str | None = None
    channels: Many[str] = ()
    must_state: Many[str] = ()
    states: Many[Stated] = ()
    """The same in fixed words, so that a letter says it and a person is told what is missing."""
    called: str | None = None
    """What the request must call itself, as it follows "treat this letter as": ``a public records request``."""
    must_cite: bool | None = None
    """Whether the request must name the law."""
    one_body: bool | None = None
    """True where one request may not go to several bodies."""
    most_words: int | None = Field(default=None, gt=0)
    """How many words a request may have."""
    email_body: bool | None = None
    """True where a request by e-mail must stand in the message itself, not in an attachment."""
    prescribed: str | None = None
    """A form or procedure that must be used."""
    citation: str | None = None
    source: Many[str] = ()
    note: str | None = None


class Coverage(Data):
    """Whether this law reaches police bodies."""

    police: Literal["yes", "partly", "no"]
    use_instead: str | None = None
    """The code whose law to use where this one does not reach the police."""
    note: str | None = None
    citation: str | None = None
    source: Many[str] = ()


class Exemption(Data):
    """One ground on which an agency may withhold, how agencies write it, and what to answer."""

    id: str
    label: str
    citation: str
    patterns: Many[str]
    """The ways agencies write the citation."""
    topic: Literal["tech", "invest", "trade", "privacy", "delib", "security", "cost", "other"] | None = None
    effect: (
        Literal[
            "absolute",
            "qualified",
            "conditional",
            "procedural",
            "mandatory",
            "discretionary",
            "exclusion",
            "temporary",
            "mixed",
        ]
        | None
    ) = None
    """``qualified``: weighed against the public interest; ``exclusion``: outside the law altogether; ``temporary``:
    for a time only; ``procedural``: about the request, not the record."""
    test: str | None = None
    """What must be shown: harm, public interest, confidence."""
    scope: str | None = None
    counter: str | None = None
    """What to answer."""
    note: str | None = None
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
    supports: str | None = None
    """Which fact it supports, where it is not named at the fact itself."""
    read: PartialDate | None = None
    """When somebody last read it; never filled in without having read."""
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
    given: dict[str, Question] = {}
    """The inputs that conditions (``when``) ask for."""
    clocks: tuple[Clock, ...] = ()
    extension: Many[Extension] = ()
    tolling: tuple[Tolling, ...] = ()
    silence: Many[Silence] = ()
    remedies: tuple[Remedy, ...] = ()
    fees: Fees | None = None
    limits: Limits | None = None
    requester: Requester | None = None
    form: Form | None = None
    expedited: Expedited | None = None
    receipt_rules: dict[str, str] = {}
    close_of_day: str | None = None
    exemptions: tuple[Exemption, ...] = ()
    holidays: Holidays | None = None
    levers: tuple[Lever, ...] = ()
    retention: tuple[LawRetention, ...] = ()
    """How long kinds of records are kept here, by law or by what is known of the agencies."""
    duty_to_preserve: tuple[DutyToPreserve, ...] = ()
    """What forbids destroying records that somebody has asked for."""
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

    @cached_property
    def every_clock(self) -> tuple[Clock, ...]:
        """The clocks of the law, and the requester's own limits to answer the agency's questions and bills."""
        return (*self.clocks, *requester_limits(self.tolling))

    @cached_property
    def clocks_in_order(self) -> tuple[Clock, ...]:
        """Every clock, so that one that depends on another's last day comes after it."""
        return in_dependency_order(self.every_clock)

    def clock(self, clock_id: str) -> Clock | None:
        """The clock of that id, or None."""
        return next((clock for clock in self.clocks if clock.id == clock_id), None)

    def clocks_of(self, role: Role) -> tuple[Clock, ...]:
        """The clocks of one role, in the order of the file."""
        return tuple(clock for clock in self.clocks if clock.role == role)

    def silence_after(self, clock: Clock) -> tuple[Silence, ...]:
        """What it means when this clock passes without an answer."""
        return tuple(one for one in self.silence if clock.id in one.after)

    def means(self, effect: str) -> Silence | None:
        """The rule by which silence has this effect, or None."""
        return next((one for one in self.silence if one.effect == effect), None)

    def source(self, source_id: str) -> Source | None:
        """The source of that id, or None."""
        return next((source for source in self.sources if source.id == source_id), None)
