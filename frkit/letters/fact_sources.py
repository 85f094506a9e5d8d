"""Where a fact of a letter stands: the file and line, the provision, the sources behind it, the events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from frkit.base.bundled import bundled
from frkit.base.yaml_places import Location, read_yaml
from frkit.catalogue.loading import AGENCIES, CATEGORIES, VENDORS, load_agency, own_agency_file, records_folder
from frkit.catalogue.own_files import contact_files, read_contact
from frkit.law.loading import law_file
from frkit.law.types import Jurisdiction
from frkit.letters.lookup import in_language, language_file
from frkit.letters.matter import Matter
from frkit.tracking.contacts import contacts_of
from frkit.tracking.order import effective
from frkit.tracking.types import OTHER

FactPath = tuple[str | int, ...]
_CALLED = {"clocks": "clock", "remedies": "remedy", "exemptions": "exemption", "levers": "lever"}
_MEANT = {"remedy": "remedies", "grounds": "exemptions", "duties": "levers", "hints": "levers"}
"""Which of these a step of a fact's path speaks of; of the others ids may be shared."""
_TOLD_BY = {
    "sent_on": "sent",
    "method": "sent",
    "acknowledged_on": "acknowledged",
    "reference": "acknowledged",
    "received_on": "received_by_agency",
    "reminded_on": "followed_up",
}
_OF_LAW: dict[str, Location] = {
    "code": ("code",),
    "place": ("name",),
    "name": ("law", "name"),
    "short": ("law", "short"),
    "citation": ("law", "citation"),
    "fees_citation": ("fees", "citation"),
    "currency": ("fees", "currency"),
    "search_chargeable": ("fees", "search_chargeable"),
    "review_chargeable": ("fees", "review_chargeable"),
    "cost_hours": ("limits", "hours"),
    "cost_citation": ("limits", "citation"),
    "residency_required": ("requester", "residency_required"),
    "requester_citation": ("requester", "citation"),
    "silence": ("silence",),
    "silence_citation": ("silence",),
}


@dataclass(frozen=True)
class FactSource:
    """Where a fact stands, as far as that is one place."""

    file: str
    """As seen from the campaign or from frkit: ``jurisdictions/us/ca/jurisdiction.yaml``; or in words."""
    line: int | None = None
    entry: str = ""
    """What it belongs to there: ``clock determination``."""
    citation: str = ""
    sources: tuple[str, ...] = ()
    """Titles of what the fact was read in."""
    confidence: str = ""
    events: tuple[str, ...] = ()
    """Ids of the events that tell it."""


def shown_file(path: Path, overlay: Path | None) -> str:
    """A path as seen from the campaign, or from what ships with frkit."""
    roots = [*([overlay] if overlay is not None else []), bundled("templates").parent]
    for root in roots:
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return path.name


def source_of(path: FactPath, facts: dict[str, Any], matter: Matter) -> FactSource:
    """Where the fact at a path of the letter's facts stands."""
    first = str(path[0])
    found = _of_entry(path, facts, matter)
    if found is not None:
        return found
    if first == "law":
        return _of_law(matter, _law_location(str(path[1])) if len(path) > 1 else ())
    plain = {
        "items": _of_item,
        "vendors": _of_vendor,
        "agency": _of_agency,
        "history": _of_events,
        "preservation": _of_retention,
    }.get(first)
    return plain(path, facts, matter) if plain is not None else _of_rest(first, path, facts, matter)


def _of_entry(path: FactPath, facts: dict[str, Any], matter: Matter) -> FactSource | None:
    """The clock, step, exemption or duty of the law that the fact belongs to, by its id or citation."""
    meant = [_MEANT[step] for step in path if isinstance(step, str) and step in _MEANT] or list(_CALLED)
    for part in reversed(list(_mappings(path, facts))):
        for name in meant:
            for entry in getattr(matter.file.law, name):
                same = part.get("id") == entry.id and "id" in part
                lever = name == "levers" and "duty" in part and part.get("citation") == entry.citation
                if same or lever:
                    return _of_law(matter, (name, entry.id), entry)
    return None


def _mappings(path: FactPath, facts: Any) -> Iterator[dict[str, Any]]:
    for step in path:
        if isinstance(facts, dict):
            yield facts
        facts = _step(facts, step)
    if isinstance(facts, dict):
        yield facts


def _step(facts: Any, step: str | int) -> Any:
    try:
        return facts[step]
    except (KeyError, IndexError, TypeError):
        return None


def value_at(path: FactPath, facts: Any) -> Any:
    """The fact at a path."""
    for step in path:
        facts = _step(facts, step)
    return facts


def _law_location(key: str) -> Location:
    return _OF_LAW.get(key, ("form",) if key in ("must_state", "states", "called") else ())


def _of_law(matter: Matter, location: Location, entry: Any = None) -> FactSource:
    law = matter.file.law
    file, line = _place_in_law(matter, location)
    part = entry if entry is not None else getattr(law, str(location[0]), None) if location else None
    words = [_CALLED.get(str(location[0]), str(location[0])), *map(str, location[1:])] if location else []
    return FactSource(
        file,
        line,
        " ".join(words),
        str(getattr(part, "citation", "") or ""),
        _titles(law, part),
        law.confidence,
    )


def _place_in_law(matter: Matter, location: Location) -> tuple[str, int | None]:
    if matter.file.law_frozen:
        return f"requests/{matter.file.id}/{matter.file.law_frozen}", None
    law, overlay = matter.file.law, matter.overlay
    for code in (law.code, law.same_as):
        path = law_file(code, overlay) if code else None
        if path is None:
            continue
        document = read_yaml(path)
        steps = _in_list(document.data, location)
        if steps is not None:
            return shown_file(path, overlay), document.place(steps)[0]
    return shown_file(law_file(law.code, overlay), overlay), None


def _in_list(data: Any, location: Location) -> Location | None:
    """The location with an id replaced by its number in the list; None where this file does not hold it."""
    if not location or not isinstance(data, dict) or location[0] not in data:
        return None
    part = data[location[0]]
    if len(location) == 2 and isinstance(part, list):
        numbers = [number for number, one in enumerate(part) if isinstance(one, dict) and one.get("id") == location[1]]
        return (location[0], numbers[0]) if numbers else None
    return location


def _titles(law: Jurisdiction, part: Any) -> tuple[str, ...]:
    ids = getattr(part, "source", ()) or ()
    found = [law.source(one) for one in ids]
    return tuple(
        f"{one.title} ({one.kind}{f', read {one.read}' if one.read else ''})" for one in found if one is not None
    )


def _of_item(path: FactPath, facts: dict[str, Any], matter: Matter) -> FactSource:
    number = int(path[1]) if len(path) > 1 else 0
    item = matter.file.request.items[number]
    key = str(path[2]) if len(path) > 2 else ""
    if key == "outcome":
        return _of_standing(matter)
    typed = {"ask": item.text, "narrower": item.narrower, "title": None}
    if key not in typed or item.category == OTHER or typed[key]:
        return _of_request(matter, f"item {item.number}")
    own = language_file(matter.language, "records.yaml", matter.overlay)
    if own is not None and f"\n  {item.category}:" in own.read_text(encoding="utf-8"):
        return FactSource(shown_file(own, matter.overlay), None, item.category)
    category = CATEGORIES.load(item.category)
    return _of_catalogue(CATEGORIES.paths()[item.category], category, matter, key, f"record type {item.category}")


def _of_vendor(path: FactPath, facts: dict[str, Any], matter: Matter) -> FactSource:
    vendor = matter.file.request.vendors[int(path[1]) if len(path) > 1 else 0]
    return _of_catalogue(VENDORS.paths()[vendor], VENDORS.load(vendor), matter, "name", f"vendor {vendor}")


def _of_agency(path: FactPath, facts: dict[str, Any], matter: Matter) -> FactSource:
    agency_id, key = matter.file.request.agency, str(path[1]) if len(path) > 1 else "name"
    if key.endswith("_address"):
        return _of_contact(agency_id, key.removesuffix("_address"), matter)
    own = own_agency_file(agency_id, matter.overlay)
    if own is not None and key in read_yaml(own).data:
        return FactSource(shown_file(own, matter.overlay), None, f"agency {agency_id}")
    known = AGENCIES.paths()[agency_id]
    return _of_catalogue(known, AGENCIES.entry(known), matter, "name", f"agency {agency_id}")


def _of_contact(agency_id: str, purpose: str, matter: Matter) -> FactSource:
    """The file or the event that an address was learned from, with where it was found."""
    known = contacts_of(load_agency(agency_id, matter.overlay), matter.stand.events, purpose)[0]
    found = f"found on {known.found_when}: {known.found_where}"
    if known.event_id:
        return FactSource(f"requests/{matter.file.id}/events", None, "", "", (found,), "", (known.event_id,))
    for path in contact_files(agency_id, matter.overlay):
        contact, _ = read_contact(path)
        if contact is not None and contact.address == known.address:
            return FactSource(shown_file(path, matter.overlay), None, f"contact of {agency_id}", "", (found,))
    own = own_agency_file(agency_id, matter.overlay) or AGENCIES.paths()[agency_id]
    return FactSource(shown_file(own, matter.overlay), None, f"contact of {agency_id}", "", (found,))


def _of_catalogue(path: Path, entry: Any, matter: Matter, key: str, called: str) -> FactSource:
    sources = getattr(entry, "sources", ())
    titles = tuple(f"{one.title}{'' if one.text_read else ' (from memory, not read)'}" for one in sources)
    confidence = getattr(entry, "confidence", None) or ""
    line = read_yaml(path).place((key,))[0]
    return FactSource(shown_file(path, matter.overlay), line, called, "", titles, confidence)


def _of_retention(path: FactPath, facts: dict[str, Any], matter: Matter) -> FactSource:
    parts = reversed(list(_mappings(path, facts)))
    part: dict[str, Any] = next((one for one in parts if one.get("citation")), {})
    name = "duty_to_preserve" if "duties" in path else "retention"
    found = _of_law(matter, (name,))
    return FactSource(
        found.file, found.line, name.replace("_", " "), str(part.get("citation", "")), (), found.confidence
    )


def _of_request(matter: Matter, entry: str = "") -> FactSource:
    return FactSource(f"requests/{matter.file.id}/request.yaml", None, entry)


def _of_events(path: FactPath, facts: dict[str, Any], matter: Matter) -> FactSource:
    """The events of that date, or those that hold that word."""
    told = value_at(path, facts)
    parts = reversed(list(_mappings(path, facts)))
    part: dict[str, Any] = next((one for one in parts if one.get("kind") and one.get("date")), {})
    values = {part["date"]} if part else set(told) if isinstance(told, list) else {told}
    kinds = {part["kind"]} if part else {_TOLD_BY[step] for step in path if isinstance(step, str) and step in _TOLD_BY}
    events = [
        event_id
        for event_id, event in effective(matter.stand.events)
        if (not kinds or event.kind in kinds) and values & {one for one in vars(event).values() if _is_value(one)}
    ]
    return FactSource(f"requests/{matter.file.id}/events", None, events=tuple(events))


def _is_value(value: Any) -> bool:
    return isinstance(value, str | date) and value != ""


def _of_rest(first: str, path: FactPath, facts: dict[str, Any], matter: Matter) -> FactSource:
    overlay = matter.overlay
    if first == "requester":
        return FactSource(f"private/requesters/{matter.file.request.requester or 'me'}.yaml")
    if first == "usage":
        return FactSource(shown_file(in_language(matter.language, "usage.yaml", overlay), overlay))
    if first == "definition":
        own = language_file(matter.language, "records.yaml", overlay)
        return FactSource(shown_file(own or records_folder() / "drafting.yaml", overlay))
    if first == "period" and (facts.get("period") or {}).get("assumed"):
        return FactSource(shown_file(in_language(matter.language, "defaults.yaml", overlay), overlay))
    if first in ("period", "title", "given"):
        return _of_request(matter, first)
    if first == "said":
        return FactSource("what you typed for this letter")
    if first == "today":
        return FactSource("the day of the letter")
    told = _of_events(path, facts, matter)
    return told if told.events else _of_standing(matter)


def _of_standing(matter: Matter) -> FactSource:
    return FactSource(f"worked out from law and events: frkit why {matter.file.id}")
