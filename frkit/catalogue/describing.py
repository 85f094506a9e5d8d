"""An entry of the catalogue as text for a person: what is known, how surely, from where, and what is not. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from datetime import date

from frkit.catalogue.types import (
    Agency,
    AgencyRetention,
    AskAlso,
    Contact,
    Covers,
    DocumentedUse,
    Pack,
    Pledge,
    PledgeChange,
    PublicEvent,
    RecordCategory,
    Source,
    Sourced,
    System,
    Terms,
    Vendor,
)
from frkit.catalogue.vendor_types import PurchaseVehicle
from frkit.law.retention import retention_words

WIDTH = 80
NO_CONTACT = (
    "None is known, and frkit never guesses one. Look it up on the body's own site on the day you send, and keep it, "
    "with where and when you found it: frkit agencies contact {id} --help"
)
UNTIL = {
    "further_notice": "until further notice",
    "national_law": "until there is a national law",
    "none_stated": "no end is stated",
}
CHANGES = {
    "extended": "extended",
    "widened": "widened",
    "narrowed": "narrowed",
    "measure": "how it was carried out",
    "reading": "how the vendor read its own words",
    "conduct": "what the vendor did",
}
TIERS = {
    "pledge": "made a pledge in 2020",
    "core": "sells face search to police",
    "secondary": "some or older police use",
    "adjacent": "no face recognition of its own, but tied to it",
    "operator": "operates a system",
    "integrator": "integrates other makers' engines",
    "web-tool": "public face search site",
    "historic": "historic",
}


class Page:
    """Lines of at most 80 characters: headings, labelled fields, paragraphs and lists."""

    def __init__(self, title: str) -> None:
        self.lines = textwrap.wrap(title, WIDTH)

    def field(self, label: str, value: str | None) -> None:
        """``label   value``, if there is a value."""
        if value:
            start = f"  {label:<13} "
            self.lines += textwrap.wrap(value, WIDTH, initial_indent=start, subsequent_indent=" " * len(start))

    def part(self, heading: str, entries: str | Sequence[str], *, unknown: str = "") -> None:
        """A headed paragraph, or a list with one entry a line; ``unknown`` is said where there is none."""
        texts = [entries] if isinstance(entries, str) else list(entries)
        bullet = "" if isinstance(entries, str) else "- "
        if not any(texts):
            texts, bullet = [unknown], ""
        if not texts[0]:
            return
        self.lines += ["", heading]
        for text in texts:
            self.paragraph(text, bullet=bullet)

    def paragraph(self, text: str, *, bullet: str = "") -> None:
        """A text indented by two; further lines stand under its first word, lines that begin with ``* `` hang.

        Long addresses are never broken.
        """
        start = f"  {bullet}"
        for number, line in enumerate(text.split("\n")):
            margin = " " * len(start)
            self.lines += textwrap.wrap(
                line,
                WIDTH,
                initial_indent=start if number == 0 else margin,
                subsequent_indent=margin + ("  " if line.startswith("* ") else ""),
                break_long_words=False,
                break_on_hyphens=False,
            )

    def __str__(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines)


def agency_text(agency: Agency, *, today: date, own_file: str | None = None, no_law: str | None = None) -> str:
    """A body as text; contacts come with their age on the day ``today``, ``no_law`` says that its law is missing."""
    page = Page(f"{agency.name} ({agency.id})")
    page.field("also called", ", ".join(agency.aliases))
    page.field("law", agency.law)
    page.field("local law of", ", ".join(agency.places))
    page.field("level", ", ".join(filter(None, (agency.level, agency.city))))
    page.field("confidence", agency.confidence or "not graded")
    page.field("your own file", own_file)
    if not agency.addressee:
        page.part("No letter can go to this entry", "It stands for a body that is not settled; see the caution below.")
    page.part("The law of this place is not on file yet", no_law or "")
    page.part("The access law does not reach this body", agency.outside_law or "")
    page.part("Systems", [_system(one) for one in agency.systems], unknown="No system is known here.")
    page.part("Why it is listed", agency.why_listed or "")
    page.part("Ask also", [_ask_also(one) for one in agency.ask_also])
    contacts = [_contact(one, today) for one in agency.contacts]
    unknown = NO_CONTACT.format(id=agency.id) if agency.addressee and not agency.outside_law else ""
    page.part("Contact for requests", contacts, unknown=unknown)
    page.part("How long it keeps records", [_kept(one) for one in agency.retention])
    _trust(page, agency)
    return str(page)


def vehicle_text(vehicle: PurchaseVehicle) -> str:
    """A purchase vehicle as text: how it works, what to ask for instead of a contract, what to search for."""
    page = Page(f"{vehicle.name} ({vehicle.id})")
    page.field("also called", ", ".join(vehicle.aliases))
    page.field("used in", vehicle.region)
    page.field("confidence", vehicle.confidence or "not graded")
    page.part("How it works", vehicle.what)
    page.part("Ask for", vehicle.ask_for)
    page.part("Search released records for", ", ".join(vehicle.search_terms))
    page.part("Only beside a second term", ", ".join(vehicle.weak_terms))
    page.part("Named together with", [f"{one.vendor}: {one.how}" for one in vehicle.seen_with])
    _trust(page, vehicle)
    return str(page)


def vendor_text(vendor: Vendor, vehicles: Sequence[tuple[PurchaseVehicle, str]] = ()) -> str:
    """A vendor as text: names to search for, pledges word for word as summarised, and dealings with police.

    ``vehicles`` are the ways to buy that a source names together with it, and how.
    """
    page = Page(f"{vendor.name} ({vendor.id})")
    page.field("kind", TIERS[vendor.tier])
    page.field("legal names", "; ".join(vendor.legal_names))
    page.field("also called", ", ".join(vendor.aliases))
    page.field("resellers", "; ".join(vendor.resellers))
    page.field("works with", ", ".join(one.vendor for one in vendor.works_with))
    page.field("confidence", vendor.confidence or "not graded")
    products = [f"{one.name}: {one.kind}" + _also(one.aliases) for one in vendor.products]
    page.part("Products", products, unknown="None is known.")
    page.part("Search released records for", ", ".join(vendor.search_terms))
    page.part("Only beside a second term", ", ".join(vendor.weak_terms))
    page.part("Not meant by", ", ".join(vendor.other_meanings))
    page.part("False friends", vendor.false_friends)
    page.part("Purchase vehicles named with it", [f"{one.name} ({one.id}): {how}" for one, how in vehicles])
    page.part("Pledges", [_pledge(one) for one in vendor.pledges], unknown="No pledge of this vendor is known.")
    uses = [_use(one) for one in vendor.documented_use]
    page.part("Documented dealings with police", uses, unknown="None is documented here; that is no proof of none.")
    page.part("Said or asked, but not established: never cite", [_use(one) for one in vendor.not_established])
    page.part("Open questions", vendor.open_questions)
    page.part("Note", vendor.note or "")
    _trust(page, vendor)
    return str(page)


def category_text(category: RecordCategory) -> str:
    """A record type as text: the wording of the letter, why it is asked for, and what agencies tend to answer."""
    page = Page(f"{category.title} ({category.id})")
    page.field("group", category.group)
    page.field("suits", _suits(category))
    page.field("confidence", category.confidence or "not graded")
    page.part("What the letter asks for", category.ask)
    page.part("Why", category.why)
    page.part("Advice", category.advice)
    page.part("A narrower version of this item", category.narrower)
    page.part("If they say there is none", category.if_they_say_none or "")
    page.part("Who may hold it", ", ".join(category.custodians))
    page.part("Search terms", ", ".join(category.search_terms))
    claims = [
        f"{country}: {claim}" for country, all_claims in category.usual_exemptions.items() for claim in all_claims
    ]
    page.part("What agencies tend to claim (the local law decides)", claims)
    _trust(page, category)
    return str(page)


def pack_text(pack: Pack, titles: dict[str, str]) -> str:
    """A pack as text; ``titles`` gives the title of each record type."""
    page = Page(f"{pack.title} ({pack.id})")
    page.field("use", pack.use)
    page.part("Record types, in the order of the letter", [f"{item}: {titles[item]}" for item in pack.items])
    return str(page)


def event_text(event: PublicEvent) -> str:
    """A public event as text."""
    page = Page(f"{event.title} ({event.id})")
    page.field("date", " to ".join(filter(None, (event.date, event.end))))
    page.field("kind", event.kind)
    page.field("place", event.place)
    page.field("people", ", ".join(event.people))
    page.field("agencies", ", ".join(event.agencies))
    page.field("vendors", ", ".join(event.vendors))
    page.field("confidence", event.confidence or "not graded")
    page.part("Facts", event.facts)
    page.part("Cite for", event.cite_for or "")
    _trust(page, event)
    return str(page)


def terms_text(terms: Terms) -> list[str]:
    """The terms of a pledge that can be compared, in words; what its own words leave open is said to be open."""
    texts = [f"covers: {_limb(limb)}" for limb in terms.covers]
    texts += [f"excepted: {text}" for text in terms.excepted]
    if terms.from_:
        texts.append(f"from: {terms.from_}")
    if terms.until:
        texts.append(UNTIL.get(terms.until) or f"until: {terms.until}")
    return texts


def _trust(page: Page, entry: Sourced) -> None:
    """What to beware of, what was confirmed, and where it was found."""
    page.part("Caution", entry.caution or "")
    page.part("Checked a second time", [f"{one.fact}: {one.title}\n{one.url or ''}" for one in entry.confirmed])
    page.part("Sources", [_source(one) for one in entry.sources], unknown="None is given.")


def _source(source: Source) -> str:
    lines = [source.title + (f" (for {', '.join(source.supports)})" if source.supports else "")]
    lines += [
        source.url or "no address",
        "" if source.text_read else "Written from memory, not re-read: open it before citing it.",
    ]
    return "\n".join([*filter(None, lines), *filter(None, [source.note])])


def _system(system: System) -> str:
    words = " and ".join(kind.replace("_", " ") for kind in system.kinds)
    vendors = ", ".join(system.vendors) or "vendor not known"
    return f"{system.system} ({words}), {system.years}; {vendors}" + (f"\n{system.note}" if system.note else "")


def _ask_also(one: AskAlso) -> str:
    words = {
        "host": "runs or hosts searches",
        "licence": "driver-licensing photos",
        "grant": "pays",
        "reseller": "sells",
    }
    role = words.get(one.role)
    return (one.agency or one.describe or "") + (f" ({role})" if role else "") + (f": {one.note}" if one.note else "")


def _contact(contact: Contact, today: date) -> str:
    days = (today - contact.found_when).days
    age = f"{days} days ago" if days > 1 else "yesterday" if days == 1 else "today" if days == 0 else "a date to come"
    found = f"found on {contact.found_when} ({age}): {contact.found_where}"
    return "\n".join([f"{contact.purpose}: {', '.join(contact.address)}", found])


def _kept(one: AgencyRetention) -> str:
    return "\n".join(filter(None, (retention_words(one), one.citation, one.note, *_grade(one))))


def _suits(category: RecordCategory) -> str:
    return "; ".join(", ".join(some) for some in (category.suits.systems, category.suits.countries) if some)


def _also(aliases: Iterable[str]) -> str:
    names = ", ".join(aliases)
    return f" (also {names})" if names else ""


def _pledge(pledge: Pledge) -> str:
    lines = [f"{pledge.date}, {pledge.by}: {pledge.promise}."]
    lines += [f"scope: {pledge.scope}", f"not covered: {pledge.not_covered}", f"ends: {pledge.ends}"]
    lines += ["in terms that can be compared:"]
    lines += [f"* {text}" for text in terms_text(pledge)] or ["* none; its words do not say"]
    lines += _grade(pledge)
    return "\n".join(lines + (["later:"] if pledge.later else []) + [_change(one) for one in pledge.later])


def _change(change: PledgeChange) -> str:
    parts = [f"* {change.date}, {CHANGES[change.kind]}: {change.change}", *terms_text(change), *_grade(change)]
    return "; ".join(part.rstrip(".") for part in parts)


def _use(use: DocumentedUse) -> str:
    ids = f" [{', '.join(use.agency_ids)}]" if use.agency_ids else ""
    return "\n".join([f"{use.agency}{ids}, {use.years}: {use.what}", *_grade(use)])


def _grade(entry: Sourced) -> list[str]:
    caution = [f"caution: {entry.caution}"] if entry.caution else []
    return [*caution, f"confidence {entry.confidence or 'not graded'}{_brief_sources(entry)}"]


def _brief_sources(entry: Sourced) -> str:
    texts = [source.title + ("" if source.text_read else ", recalled") for source in entry.sources]
    return f" (source: {'; '.join(texts)})" if texts else ""


def _limb(limb: Covers) -> str:
    things = ", ".join([*limb.products, *limb.product_words]) or "product not stated"
    buyers = ", ".join(word.replace("_", " ") for word in limb.buyers) or "buyers not stated"
    places = ", ".join([*limb.buyer_countries, *limb.buyer_places]) or "country not stated"
    acts = " or ".join(word.replace("_", " ") for word in limb.acts) or "act not stated"
    purposes = f", for {', '.join(limb.purposes)}" if limb.purposes else ""
    until = f", until {limb.until}" if limb.until else ""
    return f"{acts} of {things}; {buyers}; {places}{purposes}{until}"
