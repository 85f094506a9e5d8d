"""A campaign, a request and its numbered items, as they stand in the folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from frkit.base.findings import Finding
from frkit.base.models import Data, Date, Many
from frkit.catalogue.entry_types import Code
from frkit.law.calendars import ClosedDays
from frkit.law.types import Jurisdiction
from frkit.tracking.event_base import Origin
from frkit.tracking.events import Event
from frkit.tracking.retention_rules import KnownRule

FORMAT = 1
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]


OTHER = "other"
"""The record type of an item that is worded by hand."""


class Campaign(Data):
    """``campaign.yaml``: what the folder is, and defaults for its requests."""

    format: int
    name: str
    requester: str | None = None
    """Id of the usual requester: a file in ``private/requesters``."""
    bates_prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]{0,11}$")] = "FRK"
    today: Date | None = None
    """Only in examples: the day as of which the campaign tells its story."""
    specimen: bool = False
    """True in the bundled example, whose replies were written for frkit."""


class Period(Data):
    """From when to when records are asked for; an open end runs to the day of the search."""

    since: Date | None = None
    until: Date | None = None


class Item(Data):
    """One numbered thing asked for: one record type, so that a refusal of one does not sink the rest."""

    number: int = Field(gt=0)
    category: str
    """Id of a record category, or ``other`` with ``text``."""
    text: str | None = None
    """The wording, where it differs from the category's."""
    period: Period | None = None
    custodians: Many[str] = ()
    terms: Many[str] = ()
    narrower: str | None = None
    """The smaller version that we would take."""


class Request(Data):
    """``request.yaml``: of whom, under which law, by whom, what; editable until sent."""

    format: int = FORMAT
    agency: str
    law: str
    """Code of the jurisdiction whose access law is used."""
    places: Many[str] = ()
    """Further places whose local law reaches the agency."""
    requester: str | None = None
    """Id only; name and address stay in ``private/requesters``."""
    vendors: Many[str] = ()
    pack: str | None = None
    period: Period | None = None
    given: dict[str, str] = {}
    """Non-identifying inputs of conditions in the law: resident, requester_class, channel, ..."""
    items: tuple[Item, ...] = Field(min_length=1)
    title: str | None = None
    wave: str | None = None
    """Name of the batch that the request was made in, to choose its requests together."""
    imported: Origin | None = None
    """Where the request came from, if its history was imported."""


class Requester(Data):
    """``private/requesters/<id>.yaml``: who signs. Never tracked by git, never in a packet for others."""

    name: str
    organisation: str | None = None
    address: Many[str] = ()
    email: str | None = None
    telephone: str | None = None
    resident_of: Many[Code] = ()
    """Codes of the places where this person lives, or has the standing that their laws ask for: ``us-tn``."""


@dataclass(frozen=True)
class RequestFile:
    """A request as read from its folder: itself, its events, the law that applies, what could not be read."""

    id: str
    folder: Path
    request: Request
    events: tuple[tuple[str, Event], ...]
    """(id, event), as read; ordering is :func:`frkit.tracking.order.in_order`'s task."""
    law: Jurisdiction
    closed: ClosedDays
    law_frozen: str | None
    """Name of the frozen law file, or None while the bundled law applies."""
    law_is_local: bool = False
    unknown_kinds: tuple[str, ...] = ()
    retention: tuple[KnownRule, ...] = ()
    """How long records are kept, by the law and the agency's file as they are today, whatever was frozen."""
    findings: tuple[Finding, ...] = field(default=())
