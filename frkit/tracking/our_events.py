"""What we do, and what we note."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from frkit.base.models import Amount, Date, Many, PartialDate
from frkit.catalogue.vendor_types import Act, Buyer
from frkit.law.retention_types import From, KeptOrHeld, Means, RetentionBasis
from frkit.tracking.event_base import Audience, Event, EventId, Method, Sha256

FollowUp = Literal[
    "overdue",
    "acknowledgement",
    "extension",
    "no_records",
    "neither_confirm_nor_deny",
    "fee",
    "preservation",
    "expedited",
    "identity",
    "clawback",
    "transfer",
    "correction",
    "other",
]
"""What a letter that starts and stops no clock is about."""


class OurLetter(Event):
    """What we send may be a letter of which the text is kept."""

    letter_sha256: Sha256 | None = None
    """Hash of the letter byte for byte as sent, kept in ``private/sent``."""
    masked_sha256: Sha256 | None = None
    """Hash of the masked text kept in ``letters/``."""


class Sent(OurLetter):
    """The request left for the agency."""

    kind: Literal["sent"] = "sent"
    method: Method
    to: str | None = None
    law_file: str | None = None
    law_sha256: Sha256 | None = None


class DeliveryFailed(Event):
    """The request came back or never arrived."""

    kind: Literal["delivery_failed"] = "delivery_failed"
    of: EventId | None = None
    """Id of the sending that failed, if it was not the last one."""
    reason: str | None = None


class Arrived(Event):
    """Something came; nobody has read it yet."""

    kind: Literal["arrived"] = "arrived"
    channel: Method = "email"
    sender: str | None = None
    message_id: str | None = None
    automatic: bool = False


class Clarified(OurLetter):
    """We answered the agency's question."""

    kind: Literal["clarified"] = "clarified"


class IdentityProved(OurLetter):
    """We showed who asks."""

    kind: Literal["identity_proved"] = "identity_proved"


class ScopeNarrowed(OurLetter):
    """We made the request smaller."""

    kind: Literal["scope_narrowed"] = "scope_narrowed"
    items: Many[int] = ()
    to: str | None = None


class FollowedUp(OurLetter):
    """We wrote again: a reminder, an objection or a further question. It starts and stops no clock."""

    kind: Literal["followed_up"] = "followed_up"
    about: FollowUp = "other"
    method: Method = "email"
    to: str | None = None


class FeeAgreed(OurLetter):
    """We agreed to a price."""

    kind: Literal["fee_agreed"] = "fee_agreed"
    amount: Amount | None = None
    currency: str | None = None


class FeePaid(Event):
    """We paid."""

    kind: Literal["fee_paid"] = "fee_paid"
    amount: Amount
    currency: str | None = None


class FeeDisputed(OurLetter):
    """We objected to the price."""

    kind: Literal["fee_disputed"] = "fee_disputed"
    reason: str | None = None


class WaiverRequested(OurLetter):
    """We asked the agency to give up its fee."""

    kind: Literal["waiver_requested"] = "waiver_requested"
    reason: str | None = None


class DecisionRequested(OurLetter):
    """We asked for a formal decision, where nothing else can be appealed."""

    kind: Literal["decision_requested"] = "decision_requested"
    method: Method = "email"
    to: str | None = None


class NoticeGiven(OurLetter):
    """We gave a notice that must come before the next step: of default, or before a suit."""

    kind: Literal["notice_given"] = "notice_given"
    remedy: str | None = None
    method: Method = "email"
    to: str | None = None


class AppealSent(OurLetter):
    """An appeal, petition or request for internal review left for whoever decides it."""

    kind: Literal["appeal_sent"] = "appeal_sent"
    items: Many[int] = ()
    remedy: str | None = None
    method: Method = "email"
    to: str | None = None


class ComplaintFiled(OurLetter):
    """A complaint went to an ombuds, commissioner, counselor or attorney general."""

    kind: Literal["complaint_filed"] = "complaint_filed"
    body: str
    items: Many[int] = ()
    remedy: str | None = None
    reference: str | None = None


class SuitFiled(Event):
    """A suit was filed."""

    kind: Literal["suit_filed"] = "suit_filed"
    court: str
    items: Many[int] = ()
    remedy: str | None = None
    docket: str | None = None


class CourtEvent(Event):
    """Something happened in court."""

    kind: Literal["court_event"] = "court_event"
    what: str
    remedy: str | None = None
    received: Date | None = None
    closes: bool = False


class Call(Event):
    """A telephone call: with whom, what was said, what was promised."""

    kind: Literal["call"] = "call"
    direction: Literal["out", "in"] | None = None
    """``out``: we called; ``in``: they did."""
    number: str | None = None
    """The number called, or the one they called from."""
    person: str | None = None
    said: str
    promised: Date | None = None
    audience: Audience = "team"


class Note(Event):
    """A note for the team."""

    kind: Literal["note"] = "note"
    text: str
    audience: Audience = "team"


class ContactLearned(Event):
    """We learned whom to write to, or where, for a purpose; and where that was found."""

    kind: Literal["contact_learned"] = "contact_learned"
    purpose: Literal["request", "appeal", "fees", "portal", "officer", "other"]
    address: Annotated[Many[str], Field(min_length=1)]
    found_where: str
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


class DateConfirmed(Event):
    """A person looked at a document, and confirmed a date that it bears and what it shows."""

    kind: Literal["date_confirmed"] = "date_confirmed"
    of: Sha256
    """SHA-256 of the document, or of the file inside another that it is."""
    dated: PartialDate
    """The date that it bears, as exact as it stands there: 2021, 2021-06 or 2021-06-10."""
    words: str
    """The date as it stands there."""
    page: Annotated[int, Field(ge=1)] | None = None
    """The page that it stands on."""
    part: str | None = None
    """Where a file inside another lies: 2, or 2/1."""
    by_eye: bool = False
    """No text can be read there; a person saw it on the page."""
    about_vendor: str | None = None
    """Id of the vendor that it is about."""
    act: Act | None = None
    """What it shows: an offer, a sale, use, access, a free account."""
    product: str | None = None
    """The vendor's product, by the name that its file has."""
    concerns: Many[str] = ()
    """Words of a pledge that name a kind of product, and that the document is about."""
    purposes: Many[str] = ()
    """What it was for, in the words of a pledge."""
    buyers: Many[Buyer] = ()
    """What the agency is, where its name does not show it."""
    excepted: bool | None = None
    """Whether an exception of the pledge applies."""
    audience: Audience = "team"


class LawConfirmed(Event):
    """A person read the law and confirmed a low-confidence entry, with the source."""

    kind: Literal["law_confirmed"] = "law_confirmed"
    source: str


class RetentionLearned(Event):
    """We learned how long the agency keeps records: from a law, its schedule, other cases, or because it said so."""

    kind: Literal["retention_learned"] = "retention_learned"
    records: str | None = None
    """Which records, in a few words, as a letter may name them: 'search logs'."""
    items: Many[int] = ()
    categories: Many[str] = ()
    """A record type whose items it is about, like audit-logs; repeatable."""
    kept: KeptOrHeld
    """'90 days', '2 years', '72 hours', at_once, permanent; on_hold: destruction is stopped."""
    from_: From = Field(default="made", alias="from")
    """The day from which the period runs: the record was made, the incident happened, it was last used."""
    means: Means = "exactly"
    """at_least: they may be destroyed after it; at_most: they are gone after it, or sooner."""
    roughly: bool = False
    """It was given only roughly: 'about 30 days'."""
    basis: RetentionBasis
    """What it rests on; policy: a written schedule; statement: the agency said so, on that day."""
    citation: str | None = None
    """What a letter cites: the section, or the schedule and its line."""
    source: str | None = None
    """Where you found it, or who said it; no letter prints it."""


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
    size: int | None = None
    parts: Many[Sha256] = ()
    """Hashes of the files that were attached to it and went with it."""
    letter_file: str | None = None
    """The name below the request, where what was forgotten is the kept text of a letter: no other event names that."""


class Accepted(OurLetter):
    """We are content with what came."""

    kind: Literal["accepted"] = "accepted"


class Withdrawn(OurLetter):
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
