"""What an entry must keep to beyond its form: references, sources, sane dates, words that a letter can print. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from frkit.base.findings import did_you_mean
from frkit.catalogue.types import (
    UNTIL_WORDS,
    Agency,
    Covers,
    Drafting,
    Pack,
    Pledge,
    PublicEvent,
    RecordCategory,
    Sourced,
    Terms,
    Vendor,
    names_of,
)
from frkit.catalogue.vendor_types import PurchaseVehicles

Location = tuple[str | int, ...]
EARLIEST, LATEST = "1990", "2100"
"""Years outside are slips of the pen: no entry is older than police face search."""
_PERSONAL = re.compile(r"\b(I|we|We|my|My|our|Our|me|you|You|your|Your|please|Please)\b")
_ORDER = re.compile(r"(Ask|Name|Send|Provide|Give|Quote|Cite|Search|Use|Say|Limit|Include)\b")
_DOUBT = r"\b(recalled|uncertain|not certain|not confirmed)"
_DAY_IN_DOUBT = re.compile(rf"\b(day|date)s?\b[^.;]*{_DOUBT}", re.IGNORECASE)
_MONTH_IN_DOUBT = re.compile(rf"\bmonth\b[^,.;]*{_DOUBT}", re.IGNORECASE)
_ONE_COUNTRY = re.compile(
    r"\b(licen[cs]e|licen[cs]es|authori[sz]\w*|organi[sz]\w*|cent(?:re|er)s?|defen[cs]e|offen[cs]es?"
    r"|programmes?|neighbou?r\w*|colou?r|acknowledge?ments?|cheques?|judge?ments?|lineups?|line-ups?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Fault:
    """A mistake, or a warning, at a location in an entry."""

    location: Location
    message: str
    warn: bool = False


@dataclass(frozen=True)
class Known:
    """The ids and codes that entries may refer to."""

    agencies: frozenset[str]
    vendors: frozenset[str]
    categories: frozenset[str]
    codes: frozenset[str]
    """Places whose law is on file."""


def faults_of(entry: Sourced | Pack | Drafting, known: Known) -> Iterator[Fault]:
    """Everything that is wrong with an entry whose form is right, but for its own sources: :func:`source_faults`."""
    if isinstance(entry, Agency):
        yield from agency_faults(entry, known)
    elif isinstance(entry, Vendor):
        yield from vendor_faults(entry, known)
    elif isinstance(entry, RecordCategory):
        yield from category_faults(entry)
    elif isinstance(entry, Pack):
        yield from pack_faults(entry, known)
    elif isinstance(entry, PublicEvent):
        yield from event_faults(entry, known)
    elif isinstance(entry, Drafting):
        yield from drafting_faults(entry)


def source_faults(entry: Sourced, at: Location) -> Iterator[Fault]:
    """An entry without a source or a grade, or with more confidence than its sources bear."""
    if not entry.sources:
        yield Fault(at, "a source is missing: say where this was found")
    if entry.confidence is None:
        yield Fault(at, "the key 'confidence' is missing here")
    if entry.confidence == "high" and entry.sources and not any(source.text_read for source in entry.sources):
        message = "no source was read, only recalled: confidence can be medium at most"
        yield Fault((*at, "confidence"), message)
    for number, source in enumerate(entry.sources):
        if source.text_read and source.url is None:
            message = "a text that was read needs the address where it was read"
            yield Fault((*at, "sources", number, "text_read"), message)


def agency_faults(agency: Agency, known: Known) -> Iterator[Fault]:
    """References and addressees of a body."""
    yield from _places([(("law",), agency.law), *_numbered(("places",), agency.places)], known)
    for number, system in enumerate(agency.systems):
        yield from _unknown("vendor", _numbered(("systems", number, "vendors"), system.vendors), known.vendors)
    others = [(("ask_also", number, "agency"), one.agency) for number, one in enumerate(agency.ask_also) if one.agency]
    yield from _unknown("agency", others, known.agencies)
    yield from (Fault(at, "a body cannot be asked instead of itself") for at, other in others if other == agency.id)
    for number, kept in enumerate(agency.retention):
        yield from retention_faults(kept.categories, ("retention", number, "categories"), known)
    if not agency.addressee and not agency.caution:
        yield Fault(("addressee",), "say in 'caution' why no letter can go to this entry")


def retention_faults(categories: Iterable[str], at: Location, known: Known) -> Iterator[Fault]:
    """Record types of a retention period that the catalogue does not have."""
    yield from _unknown("record type", _numbered(at, categories), known.categories)


def shipped_retention_faults(agency: Agency) -> Iterator[Fault]:
    """A bundled period without a source or a grade, or with more confidence than its sources bear."""
    for number, kept in enumerate(agency.retention):
        yield from source_faults(kept, ("retention", number))


def law_retention_faults(periods: object, known: Known) -> Iterator[Fault]:
    """Retention periods of a place's law that name record types which the catalogue does not have."""
    for number, period in enumerate(periods if isinstance(periods, list) else []):
        named = period.get("categories") if isinstance(period, dict) else None
        if isinstance(named, str):
            yield from _unknown("record type", [(("retention", number, "categories"), named)], known.categories)
        elif isinstance(named, list):
            yield from retention_faults(map(str, named), ("retention", number, "categories"), known)


def shipped_contact_faults(agency: Agency) -> Iterator[Fault]:
    """A bundled file with a contact: contacts go stale, so that they live in campaigns only."""
    if agency.contacts:
        yield Fault(("contacts",), "frkit ships no contact; it belongs in a campaign's agencies/ folder")


def vendor_faults(vendor: Vendor, known: Known) -> Iterator[Fault]:
    """References, pledges and sources of a vendor."""
    partners = [(("works_with", number, "vendor"), one.vendor) for number, one in enumerate(vendor.works_with)]
    yield from _unknown("vendor", partners, known.vendors)
    for key in ("documented_use", "not_established"):
        for number, use in enumerate(getattr(vendor, key)):
            yield from _unknown("agency", _numbered((key, number, "agency_ids"), use.agency_ids), known.agencies)
            yield from source_faults(use, (key, number))
    yield from _weak_faults(vendor.weak_terms, {*names_of(vendor), *vendor.search_terms}, ())
    for number, pledge in enumerate(vendor.pledges):
        yield from pledge_faults(pledge, vendor, ("pledges", number), known)


def _weak_faults(weak: Iterable[str], names: Collection[str], at: Location) -> Iterator[Fault]:
    for number, term in enumerate(weak):
        if term not in names:
            message = f"'{term}' is none of the names and search terms{did_you_mean(term, names)}"
            yield Fault((*at, "weak_terms", number), message)


def pledge_faults(pledge: Pledge, vendor: Vendor, at: Location, known: Known) -> Iterator[Fault]:
    """Dates in a wrong order, products the vendor does not have, and missing sources of a pledge."""
    yield from _terms_faults(pledge, vendor, at, known)
    before = pledge.date
    for number, change in enumerate(pledge.later):
        here = (*at, "later", number)
        yield from _terms_faults(change, vendor, here, known)
        if _surely_before(change.date, pledge.date):
            yield Fault((*here, "date"), f"the change is dated before the pledge itself ({pledge.date})")
        elif _surely_before(change.date, before):
            yield Fault((*here, "date"), f"the changes must stand in the order of their dates; {before} comes later")
        before = change.date


def _terms_faults(terms: Terms, vendor: Vendor, at: Location, known: Known) -> Iterator[Fault]:
    yield from source_faults(terms, at)
    yield from _year((*at, "date"), terms.date)
    yield from _too_exact((*at, "date"), terms.date, terms)
    ends = terms.until if terms.until and terms.until not in UNTIL_WORDS else None
    if ends and _surely_before(ends, terms.from_ or terms.date):
        yield Fault((*at, "until"), f"the end {ends} lies before the start {terms.from_ or terms.date}")
    for number, limb in enumerate(terms.covers):
        yield from _limb_faults(limb, terms, vendor, (*at, "covers", number), known)


def _limb_faults(limb: Covers, terms: Terms, vendor: Vendor, at: Location, known: Known) -> Iterator[Fault]:
    names = [product.name for product in vendor.products]
    for number, product in enumerate(limb.products):
        if product not in names:
            message = f"'{product}' is not among this vendor's products{did_you_mean(product, names)}"
            yield Fault((*at, "products", number), message)
    if limb.until and _surely_before(limb.until, terms.date):
        yield Fault((*at, "until"), f"the end {limb.until} lies before the pledge ({terms.date})")
    yield from _buyer_faults(limb, at, known)


def _buyer_faults(limb: Covers, at: Location, known: Known) -> Iterator[Fault]:
    places = [*_numbered((*at, "buyer_countries"), limb.buyer_countries)]
    yield from _places([*places, *_numbered((*at, "buyer_places"), limb.buyer_places)], known)
    yield from _unknown("agency", _numbered((*at, "agencies"), limb.agencies), known.agencies)


def vehicles_faults(entry: PurchaseVehicles, known: Known) -> Iterator[Fault]:
    """References, sources and ids of the purchase vehicles."""
    ids = [one.id for one in entry.vehicles]
    for number, one in enumerate(entry.vehicles):
        at: Location = ("vehicles", number)
        if one.id in ids[:number]:
            yield Fault((*at, "id"), f"'{one.id}' stands here twice")
        yield from _places([((*at, "region"), one.region)], known)
        vendors = [((*at, "seen_with", place, "vendor"), seen.vendor) for place, seen in enumerate(one.seen_with)]
        yield from _unknown("vendor", vendors, known.vendors)
        yield from _weak_faults(one.weak_terms, {*names_of(one), *one.search_terms}, at)
        yield from source_faults(one, at)


def category_faults(category: RecordCategory) -> Iterator[Fault]:
    """Wording of a record type that no letter could print as it stands."""
    yield from wording_faults(category.ask, ("ask",))
    if not category.ask.endswith(".") or not category.ask[:1].isupper():
        yield Fault(("ask",), "the wording must begin with a capital letter and end with a full stop")
    for number, narrower in enumerate(category.narrower):
        at = ("narrower", number)
        yield from wording_faults(narrower, at)
        if narrower.endswith(".") or narrower[:1].isupper():
            yield Fault(at, "it is printed after 'a narrower version of this item:': no capital letter, no full stop")
        if number == 0 and (found := re.search(r"\b(named|listed)\b", narrower)):
            yield Fault(at, f"'{found[0]}': the first narrower version must stand by itself, for a letter may print it")
    for country in category.usual_exemptions:
        if not re.fullmatch(r"[a-z]{2}", country):
            yield Fault(("usual_exemptions", country), f"'{country}' is not a country code like us or gb")


def wording_faults(text: str, at: Location) -> Iterator[Fault]:
    """Words that do not belong into a numbered item: a person, an order, a placeholder, one country's spelling."""
    if found := _PERSONAL.search(text):
        yield Fault(at, f"'{found[0]}': an item speaks neither of a person nor to one")
    if found := _ORDER.match(text):
        yield Fault(at, f"'{found[0]} ...' is advice to the person who asks; it belongs under 'advice'")
    if "{" in text or "}" in text:
        yield Fault(at, "no placeholders here: the letter adds vendors, dates and names itself")
    if found := _ONE_COUNTRY.search(text):
        yield Fault(at, f"'{found[0]}' is spelled differently elsewhere; choose a word that reads the same everywhere")


def pack_faults(pack: Pack, known: Known) -> Iterator[Fault]:
    """Record types of a pack that do not exist or stand in it twice."""
    yield from _unknown("record type", _numbered(("items",), pack.items), known.categories)
    for number, item in enumerate(pack.items):
        if item in pack.items[:number]:
            yield Fault(("items", number), f"'{item}' stands in this pack twice")


def event_faults(event: PublicEvent, known: Known) -> Iterator[Fault]:
    """References and dates of an event, and a person tied to a vendor without a source that was read."""
    yield from _places([(("place",), event.place)], known)
    yield from _unknown("agency", _numbered(("agencies",), event.agencies), known.agencies)
    yield from _unknown("vendor", _numbered(("vendors",), event.vendors), known.vendors)
    yield from _year(("date",), event.date)
    yield from _too_exact(("date",), event.date, event)
    if event.end and _surely_before(event.end, event.date):
        yield Fault(("end",), f"the end {event.end} lies before the date {event.date}")
    if event.covers and event.kind != "law":
        yield Fault(("covers",), "only a law has terms; say the rest under 'facts'")
    for number, limb in enumerate(event.covers):
        yield from _buyer_faults(limb, ("covers", number), known)
    if event.people and event.vendors and not any(source.text_read for source in event.sources):
        yield Fault(("vendors",), "a named person may be tied to a vendor only with a source that was read")


def drafting_faults(drafting: Drafting) -> Iterator[Fault]:
    """Sentences for letters that speak of or to a person, or hold placeholders."""
    texts: list[tuple[Location, str]] = [(("definitions", term), text) for term, text in drafting.definitions.items()]
    texts += [(("rules", number, "sentence"), rule.sentence or "") for number, rule in enumerate(drafting.rules)]
    for at, text in texts:
        yield from wording_faults(text, at)


def lever_faults(levers: object) -> Iterator[Fault]:
    """Levers of a place's law that claim a duty where a body only may hold the record."""
    for number, lever in enumerate(levers if isinstance(levers, list) else []):
        duty = lever.get("duty") if isinstance(lever, dict) else None
        if isinstance(duty, str) and "may hold" in duty.lower() and str(lever.get("obliges")).lower() != "false":
            message = "a body that only 'may hold' a record has no duty: 'obliges' must be false"
            yield Fault(("levers", number, "obliges"), message)


def _unknown(called: str, references: Iterable[tuple[Location, str]], ids: frozenset[str]) -> Iterator[Fault]:
    for at, one in references:
        if one not in ids:
            yield Fault(at, f"the catalogue has no {called} '{one}'{did_you_mean(one, ids)}")


def _places(references: Iterable[tuple[Location, str]], known: Known) -> Iterator[Fault]:
    for at, code in references:
        if code not in known.codes:
            yield Fault(at, f"no law is on file for '{code}' yet", warn=True)


def _numbered(at: Location, values: Iterable[str]) -> list[tuple[Location, str]]:
    return [((*at, number), value) for number, value in enumerate(values)]


def _year(at: Location, date: str) -> Iterator[Fault]:
    if not EARLIEST <= date[:4] <= LATEST:
        yield Fault(at, f"the year of {date} cannot be right")


def _too_exact(at: Location, date: str, entry: Sourced) -> Iterator[Fault]:
    """A date finer than its own caution allows: a packet prints the date, and not always the caution."""
    if any(one.fact == "date" for one in entry.confirmed):
        return
    for finest, pattern in ((7, _DAY_IN_DOUBT), (4, _MONTH_IN_DOUBT)):
        doubt = pattern.search(entry.caution or "")
        if doubt is not None and len(date) > finest:
            message = f"the date is finer than the caution allows ('{doubt[0]}'): write what is certain"
            yield Fault(at, f"{message}, like {date[:finest]}")
            return


def _surely_before(one: str, other: str) -> bool:
    """Whether every day that a partial date can mean lies before every day that another can mean."""
    last = one + {4: "-12-31", 7: "-31"}.get(len(one), "")
    return last < (other + "-01-01")[:10]
