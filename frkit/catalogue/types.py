"""The shapes of what may be asked for, of whom, and what is publicly known: bodies, vendors, records, events.

A key that is absent means *unknown*. Nothing here is filled in from what is merely likely.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, TypeAdapter, ValidationError, model_validator

from frkit.base.models import Data, Date, Many, PartialDate
from frkit.law.retention_types import RetentionPeriod
from frkit.law.types import Confidence


def _id(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value) or len(value) > 75:
        raise ValueError(f"'{value}' is not an id: lower-case letters, digits and single hyphens, at most 75")
    return value


def _code(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2}(-[a-z0-9]+(-[a-z0-9]+)*)?", value):
        raise ValueError(f"'{value}' is not the code of a place like us-or, us-ny-new-york or gb")
    return value


def _flag(value: object) -> object:
    if value not in (True, False, "true", "false"):
        raise ValueError(f"'{value}' is neither true nor false")
    return value


Id = Annotated[str, AfterValidator(_id)]
"""It is also the name of the file."""
Code = Annotated[str, AfterValidator(_code)]
"""Code of a jurisdiction, such as ``us-ny-new-york``."""
Flag = Annotated[bool, BeforeValidator(_flag)]

Level = Literal["city", "town", "township", "county", "district", "regional", "state", "federal", "force", "national"]
SystemKind = Literal["retrospective", "live", "mobile", "private", "none_allowed", "video_analytics", "image_analysis"]
AskRole = Literal["host", "licence", "grant", "reseller", "other"]
Tier = Literal["pledge", "core", "secondary", "adjacent", "operator", "integrator", "web-tool", "historic"]
Act = Literal["offer", "sale", "use", "access", "free_account"]
Buyer = Literal["police", "police_departments", "state_or_local_government", "private"]
ChangeKind = Literal["extended", "widened", "narrowed", "measure", "reading", "conduct"]
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


def _web_address(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise ValueError(f"'{url}' is not a web address; it must begin with https:// or http://")
    return url


class Source(Data):
    """Where a fact was found, and whether its text was read or only recalled."""

    title: str = Field(min_length=1)
    url: Annotated[str, AfterValidator(_web_address)] | None = None
    text_read: Flag
    """True: the text, or an excerpt, at that address was read. False: recalled; open it before citing it."""
    supports: Many[str] = ()
    """The facts of this entry that it was read for; absent means the entry as a whole."""
    note: str | None = None


class Confirmation(Data):
    """A fact that was checked a second time, with the source that confirmed it."""

    fact: str
    title: str
    url: Annotated[str, AfterValidator(_web_address)] | None = None


class Sourced(Data):
    """What every entry of the catalogue carries: its sources, how sure it is, and what to beware of."""

    caution: str | None = None
    confirmed: tuple[Confirmation, ...] = ()
    confidence: Confidence | None = None
    """Absent only in a campaign's own file."""
    sources: tuple[Source, ...] = ()


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


# Vendors


class Product(Data):
    """Something a vendor sells or sold, and the names it goes by."""

    name: str
    aliases: Many[str] = ()
    kind: str


class Partner(Data):
    """Another vendor whose product stands beside or inside this one's."""

    vendor: Id
    how: str | None = None


class Covers(Data):
    """What a pledge covers, one limb of it, as far as the source's own words say; an absent key: cannot tell."""

    acts: Many[Act] = ()
    buyers: Many[Buyer] = ()
    buyer_countries: Many[Code] = ()
    buyer_places: Many[Code] = ()
    products: Many[str] = ()
    """Names of products as listed by this vendor."""
    product_words: Many[str] = ()
    """The source's words where it names a kind of product and not a product."""
    purposes: Many[str] = ()
    until: PartialDate | None = None
    """End of this limb alone."""


_PARTIAL_DATE: TypeAdapter[str] = TypeAdapter(PartialDate)
UNTIL_WORDS = ("further_notice", "national_law", "none_stated")
"""Ends that are no date: until further notice; until a national law; the words name no end."""


def _until(value: str) -> str:
    if value in UNTIL_WORDS:
        return value
    try:
        return _PARTIAL_DATE.validate_python(value)
    except ValidationError:
        words = ", ".join(UNTIL_WORDS)
        raise ValueError(f"'{value}' is neither a date like 2021-06-10 or 2027-05 nor one of {words}") from None


Until = Annotated[str, AfterValidator(_until)]


class Terms(Sourced):
    """The terms of a pledge, or of a change of it, that a machine can compare; only what the words say."""

    date: PartialDate
    """The day, month or year in which it was said, done or first seen; no finer than the source."""
    covers: Many[Covers] = ()
    excepted: Many[str] = ()
    from_: PartialDate | None = Field(default=None, alias="from")
    """The start that the words name; absent where they name none (compare with ``date``)."""
    until: Until | None = None

    @property
    def precision(self) -> Literal["year", "month", "day"]:
        """How exact the date is."""
        return precision(self.date)


class PledgeChange(Terms):
    """What happened to a pledge later; each term given here stands beside the earlier one, never in its place."""

    kind: ChangeKind
    """``measure``: how it was carried out; ``reading``: how the vendor later read its words; ``conduct``: an act."""
    change: str


class Pledge(Terms):
    """A public promise of a vendor: who said what, for whom it holds, and what it leaves out."""

    by: str
    promise: str
    scope: str
    not_covered: str
    ends: str
    later: tuple[PledgeChange, ...] = ()


class DocumentedUse(Sourced):
    """Dealings of a vendor with a police body; ``what`` says how far they went."""

    agency: str
    agency_ids: Many[Id] = ()
    years: str
    what: str


class Vendor(Sourced):
    """A maker, seller or operator: the names to search for, its pledges, and what is known of police use."""

    id: Id
    name: str
    tier: Tier
    legal_names: Many[str] = ()
    aliases: Many[str] = ()
    products: tuple[Product, ...] = ()
    search_terms: Many[str] = ()
    """Strings for text search in released records; pair a short one with a second term."""
    false_friends: Many[str] = ()
    """Hits to expect that are not about the vendor."""
    resellers: Many[str] = ()
    works_with: tuple[Partner, ...] = ()
    pledges: tuple[Pledge, ...] = ()
    documented_use: tuple[DocumentedUse, ...] = ()
    not_established: tuple[DocumentedUse, ...] = ()
    """Said, alleged or asked, and not shown: a lead, never to be cited as use."""
    open_questions: Many[str] = ()
    note: str | None = None


# Records to ask for


class Suits(Data):
    """Where a record type makes sense: kinds of system, countries."""

    systems: Many[Literal["live", "retrospective"]] = ()
    countries: Many[Code] = ()


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

    @property
    def precision(self) -> Literal["year", "month", "day"]:
        """How exact the date is."""
        return precision(self.date)


def precision(partial_date: str) -> Literal["year", "month", "day"]:
    """How exact a partial date is: 2020, 2020-06 or 2020-06-10."""
    return "year" if len(partial_date) == 4 else "month" if len(partial_date) == 7 else "day"


def names_of(entry: Sourced | Pack) -> list[str]:
    """The names an entry goes by: its title or name, legal names, short names, products."""
    names = [getattr(entry, key) for key in ("name", "title") if hasattr(entry, key)]
    for key in ("legal_names", "aliases"):
        names += getattr(entry, key, ())
    for product in getattr(entry, "products", ()):
        names += [product.name, *product.aliases]
    return names
