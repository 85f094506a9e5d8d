"""Which page is meant: by a Bates number, by a page of a packet, or by the agency's own number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.findings import shown_path
from frkit.packet.numbers.registry import Key, Registry
from frkit.packet.where.built import BuiltPacket, MadePage, find_built
from frkit.packet.where.passport import Passport, Records
from frkit.packet.where.typed import Typed, plain_number, read_number


@dataclass(frozen=True)
class Answer:
    """One page that was asked for: its passport, or that frkit made it."""

    passport: Passport | None
    made: MadePage | None = None
    agency_numbers: tuple[str, ...] = ()
    """What the agency itself printed on the page, where it looks like a number of its own."""
    found_by: tuple[str, ...] = ()
    """How it was found, where that was not by its own number."""


def ask(records: Records, typed: str, packet: str | None = None) -> Iterator[Answer]:
    """The pages that were asked for; raises WrongUsage with what to do for a number that no page has."""
    if packet is not None:
        yield _on_page(records, find_built(records.campaign, packet), typed)
        return
    own = records.campaign.campaign.bates_prefix
    number = read_number(typed, records.prefixes, own)
    if number is None or number.prefix is None:
        found = list(_by_agency_number(records, typed)) if number else []
        if not found:
            raise _unknown_series(records, typed, number)
        yield from found
        return
    registry = records.registry(number.prefix)
    key = next((key for key, given in registry.numbers.items() if given == number.number), None)
    if key is None:
        raise _no_page(records, registry, number)
    yield _answer(records, records.passport(key, number.prefix))


def _answer(records: Records, passport: Passport, found_by: tuple[str, ...] = ()) -> Answer:
    """A passport with what the agency itself printed on the page."""
    key = passport.key
    stamped = records.agency_numbers.on_page(key.sha256, key.part, key.page) if key.page else ()
    return Answer(passport, agency_numbers=tuple(one.shown for one in stamped), found_by=found_by)


def _by_agency_number(records: Records, typed: str) -> Iterator[Answer]:
    """The pages on which an agency printed that number itself."""
    for series in records.agency_numbers.series:
        for one in series.stamped:
            if plain_number(one.shown) == plain_number(typed):
                key = Key(one.document.record.sha256, one.document.part, one.page)
                prefix = next((each for each in _own_first(records) if key in records.registry(each).numbers), None)
                said = f"{one.shown}, as it can be made out at the margin; {series.why}"
                yield _answer(records, records.passport(key, prefix), (said,))


def _own_first(records: Records) -> list[str]:
    own = records.campaign.campaign.bates_prefix
    return sorted(records.prefixes, key=lambda prefix: (prefix != own, prefix))


def _on_page(records: Records, built: BuiltPacket, typed: str) -> Answer:
    if not re.fullmatch(r"[0-9]{1,9}", typed.strip()):
        raise WrongUsage(
            f"'{typed}' is no page of a packet.", remedy=f"type the number in the dark box: --packet {built.name} 17"
        )
    place = built.on_page(int(typed))
    if place is None:
        raise WrongUsage(
            f"The packet '{built.name}' has {len(built.manifest.pages)} pages, and no page {int(typed)}.",
            place=shown_path(built.folder),
            remedy="type the number in the dark box at the lower right of the page, or its Bates number",
        )
    if isinstance(place, MadePage):
        return Answer(None, place)
    passport = records.passport(place.key, _series_of(records, place.key, built.manifest.bates.prefix))
    if passport.bates and place.bates and passport.bates != place.bates:
        raise FrkitError(
            f"Page {place.page} of '{built.name}' bears {place.bates}, but the campaign's registry gave it "
            f"{passport.bates}.",
            place=shown_path(built.folder),
            remedy="the packet or the registry was exchanged: frkit packet verify, and get numbers/ from git",
        )
    return _answer(records, passport)


def _series_of(records: Records, key: Key, prefix: str) -> str | None:
    return prefix if prefix in records.prefixes and key in records.registry(prefix).numbers else None


def _unknown_series(records: Records, typed: str, number: Typed | None) -> WrongUsage:
    root = records.campaign.root
    known = ", ".join(records.prefixes) or "none yet; frkit packet build numbers the first pages"
    if number is None:
        return WrongUsage(
            f"'{typed}' is no number of a page.", remedy=f"type it as it is printed; series here: {known}"
        )
    return WrongUsage(
        f"No series of this campaign prints '{typed}', nor can it be made out as an agency's own on a page that came.",
        place=shown_path(root / "numbers"),
        remedy=f"series here: {known}; frkit packet gaps lists the agencies' own",
    )


def _no_page(records: Records, registry: Registry, wanted: Typed) -> WrongUsage:
    """Why no page has a number: it was passed over, its file of the registry is missing, or it was never given."""
    shown = registry.shown(wanted.number)
    fact = f"No page has the number {shown}"
    if not registry.ranges:
        remedy = "frkit packet build numbers the first pages"
        return WrongUsage(f"{fact}: none of the series {registry.prefix} is given yet.", remedy=remedy)
    place = shown_path(registry.folder)
    if any(first <= wanted.number <= last for first, last in registry.free):
        return WrongUsage(f"{fact}: a plan made the series start above it.", place=place, remedy=_range(registry))
    for built in records.built:
        page = next((one.page for one in built.places if one.bates == shown), None)
        if page is not None:
            return WrongUsage(
                f"{fact} in the registry, but page {page} of the packet '{built.name}' bears it.",
                place=place,
                remedy=f"a file of this folder is missing: get it from git or a copy; frkit where --packet "
                f"{built.name} {page} tells what the packet says",
            )
    if wanted.number < registry.highest:
        remedy = "a file of this folder is missing: get it from git or a copy"
        return WrongUsage(f"{fact}, though higher ones are given.", place=place, remedy=remedy)
    return WrongUsage(f"{fact}.", place=place, remedy=_range(registry))


def _range(registry: Registry) -> str:
    return f"numbers of this series are given up to {registry.shown(registry.highest)}"
