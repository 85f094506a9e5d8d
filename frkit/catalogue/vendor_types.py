"""The shapes of a vendor and of its pledges: names to search for, promises with their limits, dealings with police."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from frkit.base.models import Data, Many, PartialDate
from frkit.catalogue.entry_types import Code, Id, Sourced, precision

Tier = Literal["pledge", "core", "secondary", "adjacent", "operator", "integrator", "web-tool", "historic"]
Act = Literal["offer", "sale", "use", "access", "free_account"]
Buyer = Literal["police", "police_departments", "state_or_local_government", "private"]
ChangeKind = Literal["extended", "widened", "narrowed", "measure", "reading", "conduct"]


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
    agencies: Many[Id] = ()
    """Of a local law: the bodies on file that its words bind."""
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
    weak_terms: Many[str] = ()
    """Those of its names that are short or ordinary words: in a record they count only beside a second term."""
    other_meanings: Many[str] = ()
    """Phrases in which one of the names means something else, as they stand in records: ``Clearview Avenue``."""
    false_friends: Many[str] = ()
    """Hits to expect that are not about the vendor, in words for people."""
    resellers: Many[str] = ()
    reseller_names: Many[str] = ()
    """Sellers of its products by name, as an invoice shows them; they sell other things too."""
    works_with: tuple[Partner, ...] = ()
    pledges: tuple[Pledge, ...] = ()
    documented_use: tuple[DocumentedUse, ...] = ()
    not_established: tuple[DocumentedUse, ...] = ()
    """Said, alleged or asked, and not shown: a lead, never to be cited as use."""
    open_questions: Many[str] = ()
    note: str | None = None


class SeenWith(Data):
    """A vendor that a source names together with a way to buy."""

    vendor: Id
    how: str


class PurchaseVehicle(Sourced):
    """A way to buy without a tender of one's own: a framework, a cooperative, a grant."""

    id: Id
    name: str
    aliases: Many[str] = ()
    region: Code
    """Where it is used: ``us``, ``gb``."""
    what: str
    """What it is, and why no contract may lie at the body that uses it."""
    ask_for: str
    """The records that exist instead, for the person who asks."""
    search_terms: Annotated[Many[str], Field(min_length=1)]
    weak_terms: Many[str] = ()
    """Those that are short or ordinary words: in a record they count only beside a second term."""
    seen_with: tuple[SeenWith, ...] = ()


class PurchaseVehicles(Data):
    """``purchase-vehicles.yaml``: all of them in one file, for they are few."""

    vehicles: tuple[PurchaseVehicle, ...]
