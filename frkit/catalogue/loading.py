"""Reading the catalogue: one small file for each body, vendor, record type, pack and event.

A single entry costs one file; the ids come from the file names alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from frkit.base.bundled import bundled
from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.findings import Finding, did_you_mean, errors_in, shown_path
from frkit.base.models import check_model
from frkit.base.yaml_places import Document, kept_yaml, read_yaml
from frkit.catalogue.own_files import contact_files, own_file, own_files, read_contact
from frkit.catalogue.types import Agency, Drafting, Pack, PublicEvent, RecordCategory, Vendor, names_of
from frkit.catalogue.vendor_types import PurchaseVehicle, PurchaseVehicles
from frkit.law.loading import jurisdictions_folder

GROUPS = ("deal", "access", "system", "rules", "use", "testing", "law", "pledge", "meta")
"""The groups of record types, in the order in which lists show them."""

E = TypeVar("E", Agency, Vendor, RecordCategory, Pack, PublicEvent)
A = TypeVar("A", Agency, Vendor, RecordCategory, Pack, PublicEvent, Drafting)
R = TypeVar("R")
VEHICLES_FILE = "purchase-vehicles.yaml"
_LISTED = "'frkit {0} list' shows the ids, 'frkit {0} search WORDS' finds one"


@dataclass(frozen=True)
class Shelf(Generic[E]):
    """All entries of one kind: which class reads them, what to call one, where the files lie."""

    model: type[E]
    called: str
    remedy: str
    files: Callable[[], Iterable[Path]]

    def paths(self) -> dict[str, Path]:
        """Id -> file of every bundled entry, sorted by id; reads no file."""
        return dict(_bundled_paths(self))

    def load(self, entry_id: str) -> E:
        """The entry of that id; raises WrongUsage with a suggestion if there is none."""
        return self.entry(self.paths()[self.known(entry_id)])

    def known(self, entry_id: str) -> str:
        """The id itself, if there is such an entry; raises WrongUsage with a suggestion otherwise."""
        paths = self.paths()
        if entry_id not in paths:
            raise self.unknown(entry_id, paths)
        return entry_id

    def all(self) -> list[E]:
        """Every entry, sorted by id."""
        return [self.entry(path) for path in self.paths().values()]

    def entry(self, path: Path) -> E:
        """The entry in a file; raises FrkitError with all its mistakes."""
        return _sound(self.model, kept_yaml(path)) or _or_error(*check_model(self.model, read_yaml(path)), path)

    def unknown(self, entry_id: str, known: Collection[str]) -> WrongUsage:
        """The error for an id that no entry has, with the nearest id or the entry that goes by that name."""
        hint = self._by_name(entry_id) or did_you_mean(entry_id, known)
        return WrongUsage(f"The catalogue has no {self.called} with the id '{entry_id}'{hint}", remedy=self.remedy)

    def _by_name(self, name: str) -> str:
        """``; did you mean 'us-ca-lapd'?`` for an entry called by a name it goes by; reads files only for an error."""
        wanted = name.strip().casefold()
        found = [entry.id for entry in self.all() if wanted in {known.casefold() for known in names_of(entry)}]
        return "; did you mean " + " or ".join(f"'{one}'" for one in found) + "?" if found else ""


@cache
def _bundled_paths(shelf: Shelf[Any]) -> tuple[tuple[str, Path], ...]:
    """The bundled files do not change while a program runs."""
    return tuple(sorted((path.stem, path) for path in shelf.files()))


@lru_cache(maxsize=1024)
def _sound(model: type[A], document: Document) -> A | None:
    """The entry in one reading of a file; None where it has mistakes."""
    entry, findings = check_model(model, document)
    return None if errors_in(findings) else entry


AGENCIES: Shelf[Agency] = Shelf(
    Agency, "agency", _LISTED.format("agencies"), lambda: jurisdictions_folder().glob("**/agencies/*.yaml")
)
VENDORS: Shelf[Vendor] = Shelf(
    Vendor, "vendor", _LISTED.format("vendors"), lambda: (jurisdictions_folder() / "vendors").glob("*.yaml")
)
CATEGORIES: Shelf[RecordCategory] = Shelf(
    RecordCategory, "record type", _LISTED.format("records"), lambda: (records_folder() / "categories").glob("*.yaml")
)
PACKS: Shelf[Pack] = Shelf(
    Pack, "pack", "'frkit records packs' shows the packs there are", lambda: (records_folder() / "packs").glob("*.yaml")
)
EVENTS: Shelf[PublicEvent] = Shelf(
    PublicEvent, "event", _LISTED.format("events"), lambda: jurisdictions_folder().glob("**/events/*.yaml")
)


SHELVES: dict[str, Shelf[Any]] = {
    "agencies": AGENCIES,
    "vendors": VENDORS,
    "events": EVENTS,
    "categories": CATEGORIES,
    "packs": PACKS,
}
"""The name of a folder says what its files hold."""


def records_folder() -> Path:
    """The folder of record types, packs and drafting rules that ship with frkit."""
    return bundled("templates") / "records"


def load_agency(agency_id: str, overlay: Path | None = None) -> Agency:
    """A body, with what the campaign folder ``overlay`` adds to it: its own file, and the contacts found.

    Raises WrongUsage for an unknown id, and FrkitError for a broken file.
    """
    bundled_file, own = AGENCIES.paths().get(agency_id), own_file(agency_id, overlay)
    if bundled_file is None and own is None:
        raise AGENCIES.unknown(agency_id, [*AGENCIES.paths(), *own_files(overlay)])
    return _agency(agency_id, bundled_file, own, overlay)


def all_agencies(overlay: Path | None = None) -> list[Agency]:
    """Every body, the campaign's own included, sorted by id."""
    bundled_files, own = AGENCIES.paths(), own_files(overlay)
    return [_agency(one, bundled_files.get(one), own.get(one), overlay) for one in sorted({*bundled_files, *own})]


def own_agency_file(agency_id: str, overlay: Path | None) -> Path | None:
    """The campaign's own file about a body, if it has one."""
    return own_file(agency_id, overlay)


def read_agency(path: Path, base: Path | None) -> tuple[Agency | None, list[Finding]]:
    """A campaign's own file about a body, laid over the bundled one: each key that it has replaces the bundled key.

    Keys that this frkit does not know are warnings; the id may be left out, for the file's name says it.
    """
    own = kept_yaml(path)
    if not isinstance(own.data, dict):
        return check_model(Agency, own)
    below = kept_yaml(base).data if base is not None else {}
    data = {"id": path.stem, **(below if isinstance(below, dict) else {}), **own.data}
    joined = Document(own.path, data, own.places, own.key_places, list(own.findings))
    if data["id"] != path.stem:
        joined.findings.append(own.finding(("id",), f"the id is '{data['id']}', but the file is called {path.name}"))
    return check_model(Agency, joined, lenient=True)


def load_vendor(vendor_id: str) -> Vendor:
    """A vendor; raises WrongUsage for an unknown id."""
    return VENDORS.load(vendor_id)


def all_vendors() -> list[Vendor]:
    """Every vendor, sorted by id."""
    return VENDORS.all()


def vehicles_file() -> Path:
    """The file of the purchase vehicles."""
    return jurisdictions_folder() / VEHICLES_FILE


def all_vehicles() -> list[PurchaseVehicle]:
    """Every purchase vehicle, sorted by id."""
    path = vehicles_file()
    kept = _sound(PurchaseVehicles, kept_yaml(path))
    entry = kept or _or_error(*check_model(PurchaseVehicles, read_yaml(path)), path)
    return sorted(entry.vehicles, key=lambda one: one.id)


def load_vehicle(vehicle_id: str) -> PurchaseVehicle:
    """A purchase vehicle by its id or a name; raises WrongUsage for one that is not on file."""
    known = {one.id: one for one in all_vehicles()}
    named = {name.casefold(): one for one in known.values() for name in names_of(one)}
    found = known.get(vehicle_id) or named.get(vehicle_id.strip().casefold())
    if found is None:
        hint = did_you_mean(vehicle_id, known) or "."
        raise WrongUsage(
            f"The catalogue has no purchase vehicle with the id '{vehicle_id}'{hint}",
            remedy="'frkit vendors vehicles list' shows the ids",
        )
    return found


def vehicles_of(vendor_id: str) -> list[tuple[PurchaseVehicle, str]]:
    """The purchase vehicles that a source names together with a vendor, and how."""
    return [(one, seen.how) for one in all_vehicles() for seen in one.seen_with if seen.vendor == vendor_id]


def load_record_category(category_id: str) -> RecordCategory:
    """A record type; raises WrongUsage for an unknown id."""
    return CATEGORIES.load(category_id)


def all_record_categories() -> list[RecordCategory]:
    """Every record type, by group and then by id."""
    return sorted(CATEGORIES.all(), key=lambda category: (GROUPS.index(category.group), category.id))


def load_pack(pack_id: str) -> Pack:
    """A pack of record types; raises WrongUsage for an unknown id."""
    return PACKS.load(pack_id)


def all_packs() -> list[Pack]:
    """Every pack, sorted by id."""
    return PACKS.all()


def load_drafting() -> Drafting:
    """The definitions and drafting rules of letters."""
    path = records_folder() / "drafting.yaml"
    return _sound(Drafting, kept_yaml(path)) or _or_error(*check_model(Drafting, read_yaml(path)), path)


def load_public_event(event_id: str) -> PublicEvent:
    """A public event; raises WrongUsage for an unknown id."""
    return EVENTS.load(event_id)


def public_events(
    *, vendors: Collection[str] = (), agencies: Collection[str] = (), places: Collection[str] = ()
) -> list[PublicEvent]:
    """The events that concern any of these vendors, bodies or places, sorted by date; all of them if none is named.

    A place is meant exactly: ``us`` gives what concerns the whole country, not every city in it.
    """
    events = EVENTS.all()
    if vendors or agencies or places:
        events = [
            event
            for event in events
            if event.place in places or set(event.vendors) & set(vendors) or set(event.agencies) & set(agencies)
        ]
    return sorted(events, key=lambda event: (event.date, event.id))


def _agency(agency_id: str, bundled_file: Path | None, own: Path | None, overlay: Path | None) -> Agency:
    if own is not None:
        agency = _or_error(*read_agency(own, bundled_file), own)
    else:
        assert bundled_file is not None
        agency = AGENCIES.entry(bundled_file)
    found = [_or_error(*read_contact(path), path) for path in contact_files(agency_id, overlay)]
    return agency.model_copy(update={"contacts": (*agency.contacts, *found)}) if found else agency


def _or_error(entry: R | None, findings: list[Finding], path: Path) -> R:
    wrong = errors_in(findings)
    if entry is not None and not wrong:
        return entry
    lines = "\n".join(f"  {finding}" for finding in sorted(wrong))
    count = "one mistake" if len(wrong) == 1 else f"{len(wrong)} mistakes"
    fact = f"The file {shown_path(path)} cannot be used: {count}.\n{lines}"
    raise FrkitError(fact, place=shown_path(path), remedy="mend that file, then try again")
