"""The shapes of what may be asked for, of whom, and what is publicly known: bodies, vendors, records, events.

A key that is absent means *unknown*. Nothing here is filled in from what is merely likely.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from frkit.base.models import Data, Date, Many, PartialDate
from frkit.catalogue.entry_types import Code, Confirmation, Flag, Id, Source, Sourced, precision
from frkit.catalogue.vendor_types import (
    UNTIL_WORDS,
    Covers,
    DocumentedUse,
    Partner,
    Pledge,
    PledgeChange,
    Product,
    PurchaseVehicle,
    Terms,
    Until,
    Vendor,
)
from frkit.law.retention_types import RetentionPeriod

Level = Literal["city", "town", "township", "county", "district", "regional", "state", "federal", "force", "national"]
SystemKind = Literal["retrospective", "live", "mobile", "private", "none_allowed", "video_analytics", "image_analysis"]
AskRole = Literal["host", "licence", "grant", "reseller", "other"]
Group = Literal["deal", "access", "system", "rules", "use", "testing", "law", "pledge", "meta"]
EventKind = Literal[
    "context",
    "contract",
    "court",
    "deployment",
    "disclosure",
    "law",
    "pledge",
    "policy",
    "regulator",
    "report",
    "study",
    "wrongful-arrest",
    "wrongful-stop",
]


# Agencies


class System(Data):
    """One system that a body ran, reached or was reported to use."""

    system: str
    kinds: Many[SystemKind]
    years: str
    """As reported; often only the year of a document."""
    vendors: Many[Id] = ()
    note: str | None = None


class AskAlso(Data):
    """Another body that may hold the same records or better ones."""

    agency: Id | None = None
    """Id of a body in this catalogue."""
    describe: str | None = None
    """A body that the catalogue does not hold, in words."""
    role: AskRole
    """``host``: it runs or hosts the search; ``licence``: driver-licensing photos; ``grant``: it pays."""
    note: str | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> AskAlso:
        if (self.agency is None) == (self.describe is None):
            raise ValueError("name either 'agency' (an id) or 'describe' (words), not both and not neither")
        return self


class Contact(Data):
    """An address for requests, with where and when somebody found it; frkit ships none and guesses none."""

    purpose: str
    address: Many[str]
    found_where: str
    found_when: Date


class AgencyRetention(Sourced, RetentionPeriod):
    """How long this body keeps one kind of record, with where that was found."""


class Agency(Sourced):
    """A police or related body, the access law that applies to it, and why it is on the list.

    Being listed is not an accusation: some bodies are here because they host, ban, refuse or were asked.
    """

    id: Id
    name: str
    aliases: Many[str] = ()
    law: Code
    """Code of the jurisdiction whose access law applies."""
    places: Many[Code] = ()
    """Further places whose local law reaches the body."""
    level: Level
    city: str | None = None
    addressee: Flag = True
    """False for an entry that stands for a body not yet settled: no letter can go to it."""
    outside_law: str | None = None
    """Why the access law of its place does not reach the body, and what to use instead."""
    systems: tuple[System, ...] = ()
    why_listed: str | None = None
    ask_also: tuple[AskAlso, ...] = ()
    contacts: tuple[Contact, ...] = ()
    retention: tuple[AgencyRetention, ...] = ()
    """How long it keeps its records: its own schedule, what it said, what it is known to do."""


# Records to ask for


class Suits(Data):
    """Where a record type makes sense: kinds of system, countries, laws."""

    systems: Many[Literal["live", "retrospective"]] = ()
    countries: Many[Code] = ()
    laws: Many[Code] = ()
    """Codes of the only laws under which it can be asked for, as a person's own data; any law if left out."""


class RecordCategory(Sourced):
    """One type of record, with the words in which a letter asks for it."""

    id: Id
    title: str
    group: Group
    ask: str = Field(min_length=1)
    """What a letter prints as one numbered item, after 'the following records:'."""
    why: str
    advice: Many[str] = ()
    """For the person who asks; never printed in a letter."""
    narrower: Many[str] = ()
    """Smaller versions; each reads after 'a narrower version of this item:'."""
    custodians: Many[str] = ()
    search_terms: Many[str] = ()
    usual_exemptions: dict[str, Many[str]] = Field(default_factory=dict)
    """Country -> what agencies there tend to claim; the local law decides."""
    suits: Suits
    if_they_say_none: str | None = None


class Pack(Data):
    """Record types that belong together for one purpose, in the order of the letter."""

    id: Id
    title: str
    use: str
    items: tuple[Id, ...] = Field(min_length=1)


class DraftingRule(Data):
    """A rule for good letters; ``sentence`` is what a letter may print to follow it."""

    id: Id
    rule: str
    sentence: str | None = None


class TwinWords(Data):
    """What is asked of another body that may hold the same records or better ones, by its role."""

    why: str
    """What its answer is good for; never printed in a letter."""
    items: Many[Id] = ()
    """Record types that suit it; none: those of the first request."""
    ask: str | None = None
    """One more item in words; ``{body}`` stands for the name of the body that was asked first."""


class Drafting(Data):
    """How letters are drafted: definitions that stand at their head, and the rules they follow."""

    definitions: dict[str, str]
    """Term -> the sentence that defines it."""
    rules: tuple[DraftingRule, ...]
    twins: dict[AskRole, TwinWords] = {}
    face_terms: Many[str] = ()
    """Words that show that a page speaks of face recognition; a star at the end stands for any ending."""


# Public events


class PublicEvent(Sourced):
    """A dated public fact that a packet may cite beside an agency's records, never as one of them."""

    id: Id
    date: PartialDate
    end: PartialDate | None = None
    kind: EventKind
    place: Code
    title: str
    facts: str
    people: Many[str] = ()
    """Names already public through courts, own statements or press."""
    agencies: Many[Id] = ()
    vendors: Many[Id] = ()
    cite_for: str | None = None
    enacted: Flag = True
    """False for a bill that did not become law."""
    covers: Many[Covers] = ()
    """Of a law: what it forbids or limits, as far as its own words say; what it covers cannot be told where absent."""
    excepted: Many[str] = ()
    from_: PartialDate | None = Field(default=None, alias="from")
    """From when a law binds, where that is not its date."""
    until: Until | None = None

    @property
    def precision(self) -> Literal["year", "month", "day"]:
        """How exact the date is."""
        return precision(self.date)


def names_of(entry: Sourced | Pack) -> list[str]:
    """The names an entry goes by: its title or name, legal names, short names, products."""
    names = [getattr(entry, key) for key in ("name", "title") if hasattr(entry, key)]
    for key in ("legal_names", "aliases"):
        names += getattr(entry, key, ())
    for product in getattr(entry, "products", ()):
        names += [product.name, *product.aliases]
    return names


__all__ = [
    "UNTIL_WORDS",
    "Agency",
    "AgencyRetention",
    "AskAlso",
    "AskRole",
    "Confirmation",
    "Contact",
    "Covers",
    "DocumentedUse",
    "Drafting",
    "DraftingRule",
    "Pack",
    "Partner",
    "Pledge",
    "PledgeChange",
    "Product",
    "PublicEvent",
    "PurchaseVehicle",
    "RecordCategory",
    "Source",
    "Sourced",
    "Suits",
    "System",
    "Terms",
    "TwinWords",
    "Vendor",
    "names_of",
    "precision",
]
"""Every shape, so that a reader needs one name; those of sources and of vendors stand in files of their own."""
