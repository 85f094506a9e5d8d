"""Making a request: of whom, under which law, what, for which time; checked against law and catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from frkit.asking.asked_items import Words, numbered
from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.findings import did_you_mean
from frkit.catalogue.loading import all_packs, load_agency, load_record_category, load_vendor
from frkit.catalogue.types import Agency
from frkit.law.answers import refuse_unknown_answers
from frkit.law.loading import all_codes, load_jurisdiction
from frkit.law.types import Jurisdiction
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.types import Item, Period, Request


@dataclass(frozen=True)
class Asked:
    """What a person said of a request to be made; everything but the agency may be left out."""

    agency: str
    pack: str | None = None
    items: tuple[str, ...] = ()
    """Ids of record types, besides those of the pack or in its place."""
    vendors: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    custodians: tuple[str, ...] = ()
    requester: str | None = None
    """Id of a requester; the campaign's usual one if None."""
    given: Mapping[str, str] = field(default_factory=dict)
    title: str | None = None
    wave: str | None = None
    law: str | None = None
    """Another regime of the body's place, like gb-sar; the agency's usual law if None."""
    texts: tuple[str, ...] = ()
    """Items in the person's own words, after the record types."""
    terms: tuple[str, ...] = ()
    """Search terms for every item."""
    own_periods: Mapping[str, Period] = field(default_factory=dict)
    """Number or record type of an item -> its own period; so with the next three."""
    own_custodians: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    own_terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    narrower: Mapping[str, str] = field(default_factory=dict)
    """The smaller version of an item that we would take."""


def request_from(asked: Asked, folder: CampaignFolder) -> Request:
    """The request as it would be written; raises WrongUsage for what does not exist or cannot be asked."""
    agency, law = agency_and_law(asked.agency, folder.overlay, asked.law)
    refuse_unknown_answers(law, asked.given)
    return Request(
        agency=agency.id,
        law=law.code,
        places=agency.places,
        requester=asked.requester or folder.campaign.requester,
        vendors=tuple(load_vendor(vendor).id for vendor in asked.vendors),
        pack=asked.pack,
        period=period_from(asked.since, asked.until),
        given=dict(asked.given),
        items=items_from(asked),
        title=asked.title,
        wave=asked.wave,
    )


def items_from(asked: Asked) -> tuple[Item, ...]:
    """The numbered items: those of the pack, those named besides, those in the person's own words."""
    words = Words(
        custodians=asked.custodians,
        terms=asked.terms,
        own_periods=asked.own_periods,
        own_custodians=asked.own_custodians,
        own_terms=asked.own_terms,
        narrower=asked.narrower,
    )
    return numbered(categories(asked.pack, asked.items, needed=not asked.texts), asked.texts, words)


def agency_and_law(agency_id: str, overlay: Path | None, other: str | None = None) -> tuple[Agency, Jurisdiction]:
    """A body and the law to ask it under, the usual one or another regime; raises WrongUsage where none can be used."""
    agency = load_agency(agency_id, overlay)
    if not agency.addressee:
        raise WrongUsage(
            f"No request can go to {agency.name}: it is listed as a system, not as a body.",
            remedy=f"frkit agencies show {agency.id} says more, and whom to ask instead",
        )
    if agency.outside_law and other is None:
        raise WrongUsage(
            f"No request can go to {agency.name}: {agency.outside_law}",
            remedy=f"frkit agencies show {agency.id} says more, and whom to ask instead",
        )
    law = load_jurisdiction(_regime(agency, other, overlay), overlay)
    if law.coverage.police == "no":
        raise WrongUsage(
            f"{law.law.name} does not reach police bodies ({law.coverage.note or law.code}).",
            remedy=f"use {law.coverage.use_instead}" if law.coverage.use_instead else "see frkit law show " + law.code,
        )
    return agency, law


def regimes(agency: Agency, overlay: Path | None) -> list[str]:
    """Codes of the laws that can be used for a body: its usual one, then others of its country that are no place."""
    country = agency.law[:2]
    others = [code for code in all_codes(overlay) if code[:2] == country and code != agency.law]
    return [agency.law, *(code for code in others if load_jurisdiction(code, overlay).kind == "regime")]


def _regime(agency: Agency, other: str | None, overlay: Path | None) -> str:
    if other is None:
        return agency.law
    fitting = regimes(agency, overlay)
    others = fitting[1:]
    if other not in fitting:
        raise WrongUsage(
            f"{agency.name} is not asked under '{other}'{did_you_mean(other, fitting) or '.'}",
            place="--law",
            remedy=f"leave it out to ask under {agency.law}" + (f", or use {', '.join(others)}" if others else ""),
        )
    return other


def categories(pack: str | None, items: tuple[str, ...], *, needed: bool = True) -> list[str]:
    """Ids of the record types of a pack and those named besides, each once; WrongUsage if ``needed`` and none."""
    chosen: list[str] = []
    if pack is not None:
        packs = {one.id: one for one in all_packs()}
        if pack not in packs:
            remedy = "frkit records packs lists them"
            raise WrongUsage(f"There is no pack called '{pack}'{did_you_mean(pack, packs)}", remedy=remedy)
        chosen += packs[pack].items
    chosen += [load_record_category(item).id for item in items]
    if needed and not chosen:
        raise WrongUsage("The request asks for nothing yet.", remedy="add --pack first-contact, or --item ID")
    return list(dict.fromkeys(chosen))


def period_from(since: date | None, until: date | None) -> Period | None:
    """The period, where one was named; raises WrongUsage where it ends before it begins."""
    if since and until and until < since:
        raise WrongUsage(f"The period ends on {until}, before it begins on {since}.", remedy="swap the two dates")
    return Period(since=since, until=until) if since or until else None


def slug(made: Request, folder: CampaignFolder, day: date) -> str:
    """A name for the request; with the agency's place where a body elsewhere has the short one already."""
    pack = f"-{made.pack}" if made.pack else ""
    short = f"{made.agency.removeprefix(f'{made.law}-')}{pack}"
    return f"{made.agency}{pack}" if _is_anothers(f"{day:%Y-%m}-{short}", made.agency, folder) else short


def _is_anothers(name: str, agency: str, folder: CampaignFolder) -> bool:
    if name not in folder.request_ids():
        return False
    try:
        return folder.load(name).request.agency != agency
    except FrkitError:
        return False
