"""Every kind of thing that can happen to a request, as a closed union of frozen types.

An event is written once and never changed. ``date`` is the local date at the agency; ``entered`` is the moment at
which somebody typed it, in UTC, and is never used to compute anything.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, TypeAdapter

from frkit.base.models import Amount, Data, Date, Many, PartialDate

Audience = Literal["packet", "team", "counsel"]
Method = Literal["email", "post", "portal", "fax", "hand", "other"]
Track = Literal["request", "appeal", "complaint", "lawsuit"]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Time = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$")]
EventId = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}-[a-z-]+-[0-9a-f]{8}$")]


class FileRecord(Data):
    """One file that an event brought: where it lies, its hash, and the sender's own name for it."""

    file: str
    sha256: Sha256
    size: int = Field(ge=0)
    name: str | None = None
    role: Literal["reply", "record", "proof", "letter", "other"] = "other"


class ExemptionClaim(Data):
    """A ground that the agency gave, for which items, in its own words."""

    id: str | None = None
    cited: str
    items: Many[int] = ()


class Event(Data):
    """What every event carries."""

    kind: str
    date: Date
    time: Time | None = None
    zone: str | None = None
    entered: str
    by: str
    audience: Audience = "packet"
    documents: tuple[FileRecord, ...] = ()
    note: str | None = None
    """Free text for the team; never printed in a packet."""
    reply_to: EventId | None = Field(default=None, alias="in")
    """The ``arrived`` event whose documents this event interprets."""
    after: Many[EventId] = ()
    """Ids of events that this one came after, where the dates leave it open."""


class Sent(Event):
    """The request left for the agency."""

    kind: Literal["sent"] = "sent"
    method: Method
    to: str | None = None
    letter_sha256: Sha256 | None = None
    """Hash of the letter byte for byte as sent, kept in ``private/sent``."""
    masked_sha256: Sha256 | None = None
    """Hash of the masked text kept in ``letters/``."""
    law_file: str | None = None
    law_sha256: Sha256 | None = None


class ReceivedByAgency(Event):
    """Proof came that the agency has the request."""

    kind: Literal["received_by_agency"] = "received_by_agency"
    proof: str | None = None


class DeliveryFailed(Event):
    """The request came back or never arrived."""

    kind: Literal["delivery_failed"] = "delivery_failed"
    reason: str | None = None


class Arrived(Event):
    """Something came; nobody has read it yet."""

    kind: Literal["arrived"] = "arrived"
    channel: Method = "email"
    sender: str | None = None
    message_id: str | None = None
    automatic: bool = False


class Acknowledged(Event):
    """The agency confirmed the request, perhaps with a number and a date by which it will answer."""

    kind: Literal["acknowledged"] = "acknowledged"
    reference: str | None = None
    promised: Date | None = None
    automatic: bool = False


class ExtensionClaimed(Event):
    """The agency put off its answer, by days or to a date, for a reason."""

    kind: Literal["extension_claimed"] = "extension_claimed"
    until: Date | None = None
    days: Annotated[int, Field(gt=0, le=3660)] | None = None
    unit: Literal["business", "calendar"] | None = None
    reason: str | None = None


class ClarificationAsked(Event):
    """The agency asked what is meant."""

    kind: Literal["clarification_asked"] = "clarification_asked"
    question: str | None = None


class Clarified(Event):
    """We answered the agency's question."""

    kind: Literal["clarified"] = "clarified"


class ScopeNarrowed(Event):
    """We made the request smaller."""

    kind: Literal["scope_narrowed"] = "scope_narrowed"
    items: Many[int] = ()
    to: str | None = None


class FeeEstimated(Event):
    """The agency named a price."""

    kind: Literal["fee_estimated"] = "fee_estimated"
    amount: Amount
    currency: str | None = None
    items: Many[int] = Field(default=(), alias="for")
    deposit: Amount | None = None
    basis: str | None = None


class FeeAgreed(Event):
    """We agreed to a price."""

    kind: Literal["fee_agreed"] = "fee_agreed"
    amount: Amount | None = None
    currency: str | None = None


class FeePaid(Event):
    """We paid."""

    kind: Literal["fee_paid"] = "fee_paid"
    amount: Amount
    currency: str | None = None


class FeeDisputed(Event):
    """We objected to the price."""

    kind: Literal["fee_disputed"] = "fee_disputed"
    reason: str | None = None


class WaiverGranted(Event):
    """The agency gave up its fee."""

    kind: Literal["waiver_granted"] = "waiver_granted"


class WaiverDenied(Event):
    """The agency refused to give up its fee; that is not yet a bill."""

    kind: Literal["waiver_denied"] = "waiver_denied"
    reason: str | None = None


class Produced(Event):
    """Records came."""

    kind: Literal["produced"] = "produced"
    items: Many[int] = ()
    final: bool = False
    partial: bool = False
    """True where the agency withheld some of what these items ask for."""
    pages: int | None = None


class Denied(Event):
    """The agency refused."""

    kind: Literal["denied"] = "denied"
    items: Many[int] = ()
    exemptions: tuple[ExemptionClaim, ...] = ()
    final: bool = False
    received: Date | None = None
    """The day on which we received the decision, where the letter bears an earlier date."""


class NoRecords(Event):
    """The agency says that it holds none; its wording decides the next letter."""

    kind: Literal["no_records"] = "no_records"
    items: Many[int] = ()
    wording: str | None = None
    received: Date | None = None


class NotCustodian(Event):
    """The agency says that somebody else holds the records."""

    kind: Literal["not_custodian"] = "not_custodian"
    items: Many[int] = ()
    names: str | None = None


class NeitherConfirmNorDeny(Event):
    """The agency will not say whether it holds any."""

    kind: Literal["neither_confirm_nor_deny"] = "neither_confirm_nor_deny"
    items: Many[int] = ()
    exemptions: tuple[ExemptionClaim, ...] = ()
    received: Date | None = None


class Transferred(Event):
    """The agency passed the request on."""

    kind: Literal["transferred"] = "transferred"
    to: str
    items: Many[int] = ()
    request: str | None = None


class Split(Event):
    """The agency made several requests out of one."""

    kind: Literal["split"] = "split"
    into: Many[str] = ()


class Consolidated(Event):
    """The agency joined this request to another."""

    kind: Literal["consolidated"] = "consolidated"
    into: str


class AppealSent(Event):
    """An appeal, petition or request for internal review left for whoever decides it."""

    kind: Literal["appeal_sent"] = "appeal_sent"
    remedy: str | None = None
    method: Method = "email"
    to: str | None = None
    letter_sha256: Sha256 | None = None
    masked_sha256: Sha256 | None = None


class AppealDecided(Event):
    """The appeal was decided."""

    kind: Literal["appeal_decided"] = "appeal_decided"
    result: Literal["upheld", "reversed", "remanded", "partly_reversed"]
    remedy: str | None = None
    received: Date | None = None


class ComplaintFiled(Event):
    """A complaint went to an ombuds, commissioner, counselor or attorney general."""

    kind: Literal["complaint_filed"] = "complaint_filed"
    body: str
    reference: str | None = None


class ComplaintDecided(Event):
    """That body decided."""

    kind: Literal["complaint_decided"] = "complaint_decided"
    body: str | None = None
    result: str | None = None


class SuitFiled(Event):
    """A suit was filed."""

    kind: Literal["suit_filed"] = "suit_filed"
    court: str
    docket: str | None = None


class CourtEvent(Event):
    """Something happened in court."""

    kind: Literal["court_event"] = "court_event"
    what: str
    closes: bool = False


class Call(Event):
    """A telephone call: with whom, what was said, what was promised."""

    kind: Literal["call"] = "call"
    person: str | None = None
    said: str
    promised: Date | None = None
    audience: Audience = "team"


class Note(Event):
    """A note for the team."""

    kind: Literal["note"] = "note"
    text: str
    audience: Audience = "team"


class ClawbackDemanded(Event):
    """The agency wants something back; no packet takes the documents until counsel clears them."""

    kind: Literal["clawback_demanded"] = "clawback_demanded"
    of: Many[Sha256]
    reason: str | None = None
    audience: Audience = "team"


class ClearedByCounsel(Event):
    """Counsel cleared documents that were demanded back."""

    kind: Literal["cleared_by_counsel"] = "cleared_by_counsel"
    of: Many[Sha256]
    counsel: str | None = None
    audience: Audience = "counsel"


class EvidenceAdded(Event):
    """A public document or other evidence was added by us."""

    kind: Literal["evidence_added"] = "evidence_added"
    title: str
    source: str | None = None
    dated: PartialDate | None = None


class LawConfirmed(Event):
    """A person read the law and confirmed a low-confidence entry, with the source."""

    kind: Literal["law_confirmed"] = "law_confirmed"
    source: str


class OfficeClosed(Event):
    """The agency's office was closed on days that no calendar knows."""

    kind: Literal["office_closed"] = "office_closed"
    days: Many[Date]
    reason: str


class Refrozen(Event):
    """The law as it applies to this request was read anew and kept in a new file."""

    kind: Literal["refrozen"] = "refrozen"
    law_file: str
    law_sha256: Sha256
    reason: str


class Forgotten(Event):
    """Bytes were removed on demand; hash and reason remain."""

    kind: Literal["forgotten"] = "forgotten"
    sha256: Sha256
    reason: str


class Accepted(Event):
    """We are content with what came."""

    kind: Literal["accepted"] = "accepted"


class Withdrawn(Event):
    """We took the request back; nothing later undoes that."""

    kind: Literal["withdrawn"] = "withdrawn"
    reason: str | None = None


class Abandoned(Event):
    """We let the request rest."""

    kind: Literal["abandoned"] = "abandoned"
    reason: str | None = None


class Reopened(Event):
    """We took up an accepted or abandoned request again."""

    kind: Literal["reopened"] = "reopened"


class Corrected(Event):
    """An earlier event was wrong: it counts for nothing and stays visible."""

    kind: Literal["corrected"] = "corrected"
    event: EventId
    reason: str
    by_event: EventId | None = None


EVENT_TYPES: tuple[type[Event], ...] = (
    Sent,
    ReceivedByAgency,
    DeliveryFailed,
    Arrived,
    Acknowledged,
    ExtensionClaimed,
    ClarificationAsked,
    Clarified,
    ScopeNarrowed,
    FeeEstimated,
    FeeAgreed,
    FeePaid,
    FeeDisputed,
    WaiverGranted,
    WaiverDenied,
    Produced,
    Denied,
    NoRecords,
    NotCustodian,
    NeitherConfirmNorDeny,
    Transferred,
    Split,
    Consolidated,
    AppealSent,
    AppealDecided,
    ComplaintFiled,
    ComplaintDecided,
    SuitFiled,
    CourtEvent,
    Call,
    Note,
    ClawbackDemanded,
    ClearedByCounsel,
    EvidenceAdded,
    LawConfirmed,
    OfficeClosed,
    Refrozen,
    Forgotten,
    Accepted,
    Withdrawn,
    Abandoned,
    Reopened,
    Corrected,
)
"""All kinds, in the order in which events of one day are taken when nothing else orders them."""

BY_KIND: dict[str, type[Event]] = {event_type.model_fields["kind"].default: event_type for event_type in EVENT_TYPES}
RANK: dict[str, int] = {kind: number for number, kind in enumerate(BY_KIND)}


def event_from(data: dict[str, Any]) -> Event:
    """The event in a mapping of plain values; raises pydantic's ValidationError, or KeyError for an unknown kind."""
    return TypeAdapter(BY_KIND[data["kind"]]).validate_python(data)
