"""Checking law files: every mistake at once, each with its line; for volunteers and for the tests."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from frkit.base.errors import FrkitError
from frkit.base.findings import Finding, did_you_mean, errors_in, shown_path
from frkit.base.models import emptiness
from frkit.base.yaml_places import Document
from frkit.law.calendars import ClosedDays
from frkit.law.citations import foreign_citations, marks_by_code
from frkit.law.faults import Fault, Location
from frkit.law.inheritance import JOINED
from frkit.law.loading import (
    CLOSED_FILE,
    CLOSED_SUFFIX,
    LAW_FILE,
    closed_days_file,
    code_of,
    document_at,
    jurisdictions_folder,
    law_citations,
    law_file,
    names_on_file,
    overlay_of,
    own_document,
    read_closed_days,
    read_jurisdiction,
)
from frkit.law.place_names import CODE, near_code
from frkit.law.rule_types import Clock
from frkit.law.rules import faults_of
from frkit.law.staleness import stale_faults
from frkit.law.types import Jurisdiction

_GRADES = ("low", "medium", "high")


def law_files(paths: Iterable[Path] = ()) -> list[Path]:
    """The law files and closed days among these files and below these folders; the bundled ones if none is named."""
    found: list[Path] = []
    for path in tuple(paths) or (jurisdictions_folder(),):
        found += sorted(below for below in path.rglob("*.yaml") if _is_law(below)) if path.is_dir() else [path]
    return found


def check_files(paths: Iterable[Path] = (), today: date | None = None) -> list[Finding]:
    """Every mistake and warning in these files, in the order of file and line; ``today`` dates the check.

    What should be read again is told for files that are named; for all together, ``frkit law stale`` ranks it.
    """
    day, chosen = today or date.today(), tuple(paths)
    marks = marks_by_code(law_citations())
    return sorted({one for path in law_files(chosen) for one in _check(path, day, marks, ages=bool(chosen))})


def local_law_files(overlay: Path) -> list[Path]:
    """A campaign's own law files and closed days, those that lie or are named so that frkit never reads them included.

    Texts for people (README.md and the like) and what an editor leaves hidden are not among them.
    """
    folder = overlay / "jurisdictions"
    found = sorted(folder.rglob("*")) if folder.is_dir() else []
    data = [path for path in found if path.suffix.lower() in (".yaml", ".yml", ".json") and not path.is_dir()]
    return [path for path in data if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def check_local(overlay: Path, today: date | None = None) -> list[Finding]:
    """Every mistake and warning in a campaign's ``jurisdictions/``: broken files, and files that are never read."""
    found: set[Finding] = set()
    day, marks = today or date.today(), marks_by_code(law_citations())
    for path in local_law_files(overlay):
        unread = _never_read(path, overlay)
        found |= {Finding(shown_path(path), 1, 1, unread)} if unread else {*_check(path, day, marks)}
    return sorted(found)


def _never_read(path: Path, overlay: Path) -> str | None:
    """Why frkit does not read a file of a campaign, and how it should be called."""
    if path.parent != overlay / "jurisdictions":
        return "frkit never reads this file: a campaign's law lies in jurisdictions/ itself, as CODE.yaml"
    if path.suffix != ".yaml":
        return f"frkit never reads this file: its name must end in .yaml, not in {path.suffix}"
    code = code_of(path)
    if CODE.fullmatch(code):
        return None
    lower = code.lower().replace("_", "-")
    better = f"; did you mean {lower}{path.name[len(code) :]}?" if CODE.fullmatch(lower) else ""
    return f"frkit never reads this file: '{code}' is not a code like us-or or us-ny-new-york{better}"


def _is_law(path: Path) -> bool:
    return path.name in (LAW_FILE, CLOSED_FILE) or overlay_of(path) is not None


def _check(path: Path, today: date, marks: Mapping[str, str], *, ages: bool = False) -> list[Finding]:
    is_days = path.name == CLOSED_FILE or path.name.endswith(CLOSED_SUFFIX)
    try:
        return _check_days(path, today) if is_days else _check_law(path, today, marks, ages)
    except FrkitError as error:
        return [_of_error(error, path)]


def _check_law(path: Path, today: date, marks: Mapping[str, str], ages: bool) -> list[Finding]:
    overlay = overlay_of(path)
    document = document_at(path, overlay)
    own = own_document(path)
    law, findings = read_jurisdiction(path, overlay)
    empty = list(_empty(own))
    if law is None:
        return [*findings, *empty]
    read = [(("sources", number, "read"), source.read) for number, source in enumerate(law.sources)]
    faults = [*faults_of(law), *_place_faults(law, overlay), *_to_come(read, today), *foreign_citations(law, marks)]
    if ages:
        faults += stale_faults(law, today)
    told = {(one.line, one.column) for one in empty}
    here = [_finding(document, fault) for fault in faults if _stands_here(fault, own)]
    return [*findings, *empty, *(one for one in here if (one.line, one.column) not in told)]


def _empty(own: Document) -> Iterator[Finding]:
    """Keys and entries without anything behind them: absent means unknown, empty means forgotten."""
    for at in own.places:
        value = own.data
        for step in at:
            value = value[step]
        if value is None or value == "":
            yield own.finding(at, emptiness(at))


def _check_days(path: Path, today: date) -> list[Finding]:
    days, findings = read_closed_days(path)
    document = own_document(path)
    if days is None:
        return findings
    faults = [*_days_faults(days), *_to_come([(("reviewed",), days.reviewed)], today)]
    return findings + [_finding(document, fault) for fault in faults]


def _to_come(dates: Iterable[tuple[Location, str | None]], today: date) -> Iterator[Fault]:
    """What is said to have been read or reviewed on a day that has not come yet."""
    for at, day in dates:
        if day is not None and (day + "-01-01")[:10] > today.isoformat():
            yield Fault(at, f"{day} has not come yet: nobody can have read anything then")


def _place_faults(law: Jurisdiction, overlay: Path | None) -> Iterator[Fault]:
    """What must hold between this file and others: time zone, the place whose law it takes, its closed days."""
    zones = _time_zones()
    if zones and law.timezone not in zones:
        yield Fault(("timezone",), f"there is no time zone '{law.timezone}'{did_you_mean(law.timezone, zones)}")
    if law.same_as is not None:
        yield from _borrowed_confidence(law, overlay)
    base = law.holidays.base if law.holidays else None
    for at, code in ((("holidays", "base"), base), (("coverage", "use_instead"), law.coverage.use_instead)):
        known = names_on_file(overlay) if code is not None else {}
        if code is not None and code not in known:
            near = near_code(code, known)
            yield Fault(at, f"no law is on file for '{code}'" + (f"; did you mean '{near}'?" if near else ""))
    needing = next((number for number, clock in enumerate(law.clocks) if _needs_days(clock)), None)
    if needing is not None and not _has_days(law, overlay):
        message = f"no closed days are on file for '{law.code}', and this clock counts or rolls by them"
        yield Fault(("clocks", needing, "length"), message, warn=True)


@lru_cache(maxsize=1)
def _time_zones() -> frozenset[str]:
    """The time zones that this computer knows; reading them all takes longer than checking a file."""
    return frozenset(zoneinfo.available_timezones())


def _borrowed_confidence(law: Jurisdiction, overlay: Path | None) -> Iterator[Fault]:
    base, _ = read_jurisdiction(law_file(str(law.same_as), None if law.same_as == law.code else overlay))
    if base is not None and not law.overrides and _GRADES.index(law.confidence) > _GRADES.index(base.confidence):
        message = f"confidence cannot be higher than that of '{law.same_as}' ({base.confidence}), whose law this is"
        yield Fault(("confidence",), message)


def _needs_days(clock: Clock) -> bool:
    return clock.length.unit == "business" or clock.rolls in ("forward", "back")


def _has_days(law: Jurisdiction, overlay: Path | None) -> bool:
    try:
        return closed_days_file(law.code, overlay).is_file()
    except FrkitError:
        return False


def _days_faults(days: ClosedDays) -> Iterator[Fault]:
    years = sorted(days.years)
    names = {name for named in days.years.values() for name in named.values()} | {one.name for one in days.closedowns}
    for number, name in enumerate(days.uncertain):
        if name not in names:
            yield Fault(("uncertain", number), f"no day on file is called '{name}'{did_you_mean(name, names)}")
    missing = sorted(set(range(years[0], years[-1] + 1)) - set(years)) if years else []
    if missing:
        yield Fault(("years",), f"a year is missing between {years[0]} and {years[-1]}: {missing[0]}")
    for year in years:
        if not days.years[year]:
            yield Fault(("years", str(year)), f"{year} has no closed day at all; leave the year out if it is not known")
        for day, name in days.years[year].items():
            if not name.strip():
                yield Fault(("years", str(year), day), "every closed day needs its name: a derivation prints it")
    if not days.reviewed:
        message = "nobody has reviewed these days; compare them with the statute and say when under 'reviewed'"
        yield Fault(("code",), message, warn=True)


def _stands_here(fault: Fault, own: Document) -> bool:
    """Whether a fault lies in this file and not in the one it inherits from, which is checked by itself."""
    data = own.data
    if not isinstance(data, dict) or "same_as" not in data or not fault.location:
        return True
    key = fault.location[0]
    if key not in data:
        return False
    joined = key in JOINED and isinstance(data[key], list) and len(fault.location) > 1
    return not joined or int(fault.location[1]) < len(data[key])


def _finding(document: Document, fault: Fault) -> Finding:
    return document.finding(_in_file(document, fault.location), fault.message, warn=fault.warn)


def _in_file(document: Document, location: Iterable[str | int]) -> tuple[str | int, ...]:
    """A location in the record as it stands in the file: a list of one may be written without the list."""
    steps: tuple[str | int, ...] = ()
    for step in location:
        if isinstance(step, int) and (*steps, step) not in document.places:
            continue
        steps = (*steps, step)
    return steps


def _of_error(error: FrkitError, path: Path) -> Finding:
    place = re.search(r":(\d+):(\d+)$", error.place)
    line, column = (int(place[1]), int(place[2])) if place else (1, 1)
    return Finding(shown_path(path), line, column, error.fact.rstrip("."))


__all__ = ["check_files", "check_local", "errors_in", "law_files", "local_law_files"]
