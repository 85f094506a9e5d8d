"""What the agency, or whoever reviews it, does."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from frkit.base.models import Amount, Date, Many
from frkit.tracking.event_base import Audience, Event, EventId, ExemptionClaim, Sha256


class AgencyLetter(Event):
    """What a body writes may bear a number of its own."""

    reference: str | None = None
    """The number that whoever wrote gave it, or gave the request in it."""


class ReceivedByAgency(AgencyLetter):
    """Proof came that the agency has the request."""

    kind: Literal["received_by_agency"] = "received_by_agency"
    of: EventId | None = None
    """Id of the appeal or notice that was received; the request itself if left out."""
    competent: bool = False
    """This is the body, or the part of it, that must answer, after another had the request first."""
    proof: str | None = None


class Registered(Event):
    """The agency entered the request in its register, or accepted it as valid; or a reviewer did so with an appeal."""

    kind: Literal["registered"] = "registered"
    of: EventId | None = None
    """Id of the appeal or complaint that was registered; the request itself if left out."""
    remedy: str | None = None
    reference: str | None = None


class Acknowledged(Event):
    """The agency confirmed the request, perhaps with a number and a date by which it will answer."""

    kind: Literal["acknowledged"] = "acknowledged"
    reference: str | None = None
    promised: Date | None = None
    automatic: bool = False


class ExtensionClaimed(AgencyLetter):
    """The agency put off its answer, by days or to a date, for a reason."""

    kind: Literal["extension_claimed"] = "extension_claimed"
    until: Date | None = None
    days: Annotated[int, Field(gt=0, le=3660)] | None = None
    unit: Literal["business", "calendar"] | None = None
    reason: str | None = None
    items: Many[int] = ()
    remedy: str | None = None
    """Id of the step whose reviewer put off its decision; the agency's own answer if left out."""
    approved_by: Literal["requester", "reviewer"] | None = None
    """Who allowed it, where the law wants that: we agreed, or the reviewing body gave its leave."""


class ClarificationAsked(AgencyLetter):
    """The agency asked what is meant."""

    kind: Literal["clarification_asked"] = "clarification_asked"
    question: str | None = None


class IdentityAsked(AgencyLetter):
    """The agency wants to know who asks, or that a person does."""

    kind: Literal["identity_asked"] = "identity_asked"
    question: str | None = None


class ConsultationStarted(Event):
    """The agency hears others before it answers: a third party, or the reviewing body for its leave."""

    kind: Literal["consultation_started"] = "consultation_started"
    about: Literal["third_party", "leave"] = "third_party"


class ConsultationEnded(Event):
    """What the others had to say is in, or their time is over."""

    kind: Literal["consultation_ended"] = "consultation_ended"
    about: Literal["third_party", "leave"] = "third_party"


class Referred(AgencyLetter):
    """The agency asked somebody above it, as in Texas the attorney general, whether it may withhold."""

    kind: Literal["referred"] = "referred"
    to: str | None = None
    items: Many[int] = ()


class FeeEstimated(AgencyLetter):
    """The agency named a price."""

    kind: Literal["fee_estimated"] = "fee_estimated"
    amount: Amount
    currency: str | None = None
    items: Many[int] = Field(default=(), alias="for")
    deposit: Amount | None = None
    basis: str | None = None
    """How it reckoned, in a few words."""


class FeeRefunded(Event):
    """The agency paid back what it had taken, or a part."""

    kind: Literal["fee_refunded"] = "fee_refunded"
    amount: Amount
    currency: str | None = None


class WaiverGranted(AgencyLetter):
    """The agency gave up its fee."""

    kind: Literal["waiver_granted"] = "waiver_granted"


class WaiverDenied(AgencyLetter):
    """The agency refused to give up its fee; that is not yet a bill."""

    kind: Literal["waiver_denied"] = "waiver_denied"
    reason: str | None = None


class Granted(AgencyLetter):
    """The agency decided to give access; the records are still to come."""

    kind: Literal["granted"] = "granted"
    items: Many[int] = ()
    received: Date | None = None


class Produced(AgencyLetter):
    """Records came."""

    kind: Literal["produced"] = "produced"
    items: Many[int] = ()
    final: bool = False
    partial: bool = False
    """Some of what these items ask for was withheld; log the grounds beside it: denied, with --exemption."""
    pages: int | None = None


class Denied(AgencyLetter):
    """The agency refused."""

    kind: Literal["denied"] = "denied"
    items: Many[int] = ()
    exemptions: tuple[ExemptionClaim, ...] = ()
    final: bool = False
    received: Date | None = None
    """The day on which we received the decision, where the letter bears an earlier date."""


class NoRecords(AgencyLetter):
    """The agency says that it holds none; its wording decides the next letter."""

    kind: Literal["no_records"] = "no_records"
    items: Many[int] = ()
    wording: str | None = None
    received: Date | None = None


class NotCustodian(AgencyLetter):
    """The agency says that somebody else holds the records."""

    kind: Literal["not_custodian"] = "not_custodian"
    items: Many[int] = ()
    names: str | None = None


class NeitherConfirmNorDeny(AgencyLetter):
    """The agency will not say whether it holds any."""

    kind: Literal["neither_confirm_nor_deny"] = "neither_confirm_nor_deny"
    items: Many[int] = ()
    exemptions: tuple[ExemptionClaim, ...] = ()
    received: Date | None = None


class Transferred(AgencyLetter):
    """The agency passed the request on."""

    kind: Literal["transferred"] = "transferred"
    to: str
    items: Many[int] = ()
    request: str | None = None
    """Id of the request here that follows what was passed on; it has clocks of its own."""


class Split(AgencyLetter):
    """The agency made several requests out of one."""

    kind: Literal["split"] = "split"
    into: Many[str] = ()
    """Ids of the requests here that follow the parts, or the agency's names for them."""
    items: Many[int] = ()
    """The items that left this request; none left it if left out."""


class Consolidated(AgencyLetter):
    """The agency joined this request to another."""

    kind: Literal["consolidated"] = "consolidated"
    into: str
    """Id of the request here in which it goes on, or the agency's name for it."""


class AppealDecided(AgencyLetter):
    """The appeal was decided."""

    kind: Literal["appeal_decided"] = "appeal_decided"
    result: Literal["upheld", "reversed", "remanded", "partly_reversed"]
    """What became of the refusal: upheld (it stands), reversed, partly_reversed, or remanded (to decide anew)."""
    items: Many[int] = ()
    remedy: str | None = None
    received: Date | None = None


class ComplaintDecided(AgencyLetter):
    """That body decided."""

    kind: Literal["complaint_decided"] = "complaint_decided"
    body: str | None = None
    items: Many[int] = ()
    remedy: str | None = None
    result: str | None = None
    received: Date | None = None


class ClawbackDemanded(Event):
    """The agency wants something back; no packet takes the documents until counsel clears them."""

    kind: Literal["clawback_demanded"] = "clawback_demanded"
    of: Many[Sha256]
    reason: str | None = None
    audience: Audience = "team"
