"""Where the law files lie, and reading them: one place reads one file, or two where it takes another place's law."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from frkit.base.bundled import bundled
from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.findings import Finding, errors_in, shown_path
from frkit.base.models import check_model
from frkit.base.yaml_places import Document, kept_yaml
from frkit.law.calendars import ClosedDays
from frkit.law.inheritance import INHERITED, OF_BASE, joined
from frkit.law.place_names import CODE, near_code
from frkit.law.types import Jurisdiction

LAW_FILE = "jurisdiction.yaml"
CLOSED_FILE = "closed-days.yaml"
CLOSED_SUFFIX = ".closed-days.yaml"
"""A campaign's own closed days: ``jurisdictions/<code>.closed-days.yaml``."""
LOCAL_SCHEMAS = ".schema"
"""Folder beside a campaign's own law, with the schemas for editors."""
NAMES_FILE = "places.yaml"
"""Names of places whose law is not on file."""
HEAD = 64 << 10
"""As much of a file is searched for its name."""

R = TypeVar("R")
M = TypeVar("M", Jurisdiction, ClosedDays)


def jurisdictions_folder() -> Path:
    """The folder of the law files that ship with frkit."""
    return bundled("jurisdictions")


def place_folder(code: str) -> Path:
    """The bundled folder of a place: ``us-ny-new-york`` lies in ``us/ny/new-york``."""
    return _below(jurisdictions_folder(), code)


@lru_cache(maxsize=1024)
def _below(folder: Path, code: str) -> Path:
    return folder.joinpath(*code.split("-", 2))


def code_of(path: Path) -> str:
    """The code that a law file has by where it lies: bundled by its folders, a campaign's by its name."""
    if path.name in (LAW_FILE, CLOSED_FILE):
        steps = path.resolve().parent.parts
        folder = jurisdictions_folder().resolve().parts
        below = steps[len(folder) :] if steps[: len(folder)] == folder else steps[-1:]
        return "-".join(below)
    return path.name.removesuffix(CLOSED_SUFFIX).removesuffix(".yaml")


def overlay_of(path: Path) -> Path | None:
    """The campaign folder that a law file belongs to, or None for a bundled file or one that lies loose."""
    here = Path(os.path.realpath(path))  # never raises, even where links lead in a circle
    if here.is_relative_to(jurisdictions_folder().resolve()) or here.parent.name != "jurisdictions":
        return None
    return here.parent.parent


def local_file(code: str, overlay: Path | None, suffix: str = ".yaml") -> Path | None:
    """A campaign's own law file for a place, if it has one."""
    path = f"{overlay}/jurisdictions/{code}{suffix}"
    return Path(path) if overlay is not None and os.path.isfile(path) else None


def all_codes(overlay: Path | None = None) -> list[str]:
    """The codes of every place whose law is on file, the campaign's own included, sorted."""
    found = set(_bundled_codes(jurisdictions_folder()))
    own = (overlay / "jurisdictions").glob("*.yaml") if overlay is not None else ()
    found |= {path.stem for path in own if CODE.fullmatch(path.stem) and path.is_file()}
    return sorted(found)


@lru_cache(maxsize=4)
def _bundled_codes(folder: Path) -> frozenset[str]:
    """The bundled files do not change while a program runs."""
    return frozenset(code_of(path) for depth in ("*", "*/*", "*/*/*") for path in folder.glob(f"{depth}/{LAW_FILE}"))


def place_names(overlay: Path | None = None) -> dict[str, str]:
    """Code -> name of every place that is known by name, also of those whose law is not on file."""
    listed = _read(jurisdictions_folder() / NAMES_FILE).data
    names = {str(code): str(name) for code, name in listed.items()} if isinstance(listed, dict) else {}
    return {**names, **names_on_file(overlay)}


def names_on_file(overlay: Path | None = None) -> dict[str, str]:
    """Code -> name of each place whose law is on file; a file without a readable name goes by its code."""
    names: dict[str, str] = {}
    for code in all_codes(overlay):
        path = local_file(code, overlay) or place_folder(code) / LAW_FILE
        names[code] = _name_in(path) or code
    return names


def law_citations() -> dict[str, str]:
    """Code -> how the access law of each bundled place is cited, found without reading the whole files as YAML."""
    found: dict[str, str] = {}
    for code in all_codes():
        cited = _in_head(place_folder(code) / LAW_FILE, r"^law:\n(?:(?: .*)?\n)*?  citation: *(.+)$")
        if cited is not None:
            found[code] = cited
    return found


def has_law(code: str, overlay: Path | None = None) -> bool:
    """Whether a law is on file for a code, as it stands in files."""
    return CODE.fullmatch(code) is not None and (local_file(code, overlay) or place_folder(code) / LAW_FILE).is_file()


def known_code(code: str, overlay: Path | None = None) -> str:
    """A code as a person typed it, in lower case; raises WrongUsage if no law is on file for it."""
    plain = code.strip().lower()
    if not has_law(plain, overlay):
        raise _unknown(plain, overlay)
    return plain


def law_file(code: str, overlay: Path | None = None) -> Path:
    """The file that holds the law of a place; raises WrongUsage for a code that has none."""
    plain = known_code(code, overlay)
    return local_file(plain, overlay) or place_folder(plain) / LAW_FILE


def is_local_law(code: str, overlay: Path | None) -> bool:
    """Whether a campaign's own file is used for a place, in place of the bundled one."""
    return local_file(code, overlay) is not None


def jurisdiction_document(code: str, overlay: Path | None = None) -> Document:
    """The law of a place as text with places, with what it takes from the place named in ``same_as``."""
    return document_at(law_file(code, overlay), overlay)


def document_at(path: Path, overlay: Path | None = None, seen: tuple[Path, ...] = ()) -> Document:
    """A law file with what it inherits; mistakes of the inheritance are among the document's findings."""
    own = _read(path)
    target = own.data.get("same_as") if isinstance(own.data, dict) else None
    if not isinstance(target, str):
        return joined(own, None)
    try:
        base_path = _base_file(target, path, overlay)
    except WrongUsage as error:
        return _with_finding(own, "same_as", error.fact)
    if base_path in (*seen, path):
        return _with_finding(own, "same_as", f"'{target}' leads back to this file; one of the files must hold the law")
    base = document_at(base_path, overlay, (*seen, path))
    return joined(own, base)


def own_document(path: Path) -> Document:
    """A law file or closed days as text with places, without what it inherits."""
    return _read(path)


def read_jurisdiction(path: Path, overlay: Path | None = None) -> tuple[Jurisdiction | None, list[Finding]]:
    """The law in a file and every mistake of form in it; keys that a campaign's file has too many are warnings."""
    document = document_at(path, overlay)
    law, findings = check_model(Jurisdiction, document, lenient=overlay_of(path) is not None)
    findings = [*findings, *_code_findings(document, path)]
    if law is None and (broken := _broken_base(document, path, overlay)):
        return None, [broken]
    if isinstance(document.data, dict) and "same_as" in document.data and document.findings:
        waiting = {f"the key '{key}' is missing here" for key in INHERITED}  # the other file is to blame, or its name
        findings = [finding for finding in findings if finding.message not in waiting]
    return law, findings


def _broken_base(document: Document, path: Path, overlay: Path | None) -> Finding | None:
    """That the law which a file takes over has mistakes, if those are all: they stand there, and are told there."""
    target = document.data.get("same_as") if isinstance(document.data, dict) else None
    if not isinstance(target, str):
        return None
    if document.findings:
        return document.findings[0] if all(OF_BASE in one.message for one in document.findings) else None
    base_path = _base_file(target, path, overlay)
    base = document_at(base_path, overlay, (path,))
    if check_model(Jurisdiction, base, lenient=overlay_of(base_path) is not None)[0] is not None:
        return None
    message = f"the law of '{target}', taken over here, has mistakes; mend {shown_path(base_path)} first"
    return document.finding(("same_as",), message)


def load_jurisdiction(code: str, overlay: Path | None = None) -> Jurisdiction:
    """The law of a place; raises WrongUsage for an unknown code and FrkitError with all mistakes of a broken file."""
    path = law_file(code, overlay)
    return _sound(Jurisdiction, path) or _or_error(
        lambda: read_jurisdiction(path, overlay), f"The law of {code} cannot be used", path
    )


def closed_days_file(code: str, overlay: Path | None = None) -> Path:
    """The file of closed days that a place uses: its own, that of its law's base, or that of its state."""
    return _closed_file(known_code(code, overlay), overlay, ())


def read_closed_days(path: Path) -> tuple[ClosedDays | None, list[Finding]]:
    """The closed days in a file and every mistake of form in it."""
    document = _read(path)
    days, findings = check_model(ClosedDays, document)
    return days, [*findings, *_code_findings(document, path)]


def load_closed_days(code: str, overlay: Path | None = None) -> ClosedDays:
    """The closed days of a place; raises FrkitError if there are none on file: another country's are never used."""
    path = closed_days_file(code, overlay)
    days = _sound(ClosedDays, path)
    return days or _or_error(lambda: read_closed_days(path), f"The closed days of {code} cannot be used", path)


def _closed_file(code: str, overlay: Path | None, seen: tuple[str, ...]) -> Path:
    own = local_file(code, overlay, CLOSED_SUFFIX)
    if own is None and not is_local_law(code, overlay) and (place_folder(code) / CLOSED_FILE).is_file():
        own = place_folder(code) / CLOSED_FILE
    if own is not None:
        return own
    data = jurisdiction_document(code, overlay).data
    holidays = data.get("holidays") if isinstance(data, dict) else None
    named = holidays.get("base") if isinstance(holidays, dict) else None
    for other in (named, code, data.get("same_as"), code.rpartition("-")[0] if code.count("-") >= 2 else None):
        found = _closed_of(other, code, overlay, (*seen, code))
        if found is not None:
            return found
    place = shown_path(closed_days_home(code, overlay))
    raise FrkitError(
        f"No closed days are on file for {code}.",
        place=place,
        remedy=f"write them with 'frkit law calendar {code} --write {shlex.quote(place)}' and review them, "
        "or name holidays.base in the law file",
    )


def closed_days_home(code: str, overlay: Path | None) -> Path:
    """Where the closed days of a place belong: beside its law, in the campaign or among the bundled files."""
    if overlay is not None and is_local_law(code, overlay):
        return overlay / "jurisdictions" / f"{code}{CLOSED_SUFFIX}"
    return place_folder(code) / CLOSED_FILE


def _closed_of(other: str | None, code: str, overlay: Path | None, seen: tuple[str, ...]) -> Path | None:
    if other == code:
        path = place_folder(code) / CLOSED_FILE
        return path if path.is_file() else None
    if not isinstance(other, str) or other in seen:
        return None
    return _closed_file(other, overlay, seen)


def _code_findings(document: Document, path: Path) -> list[Finding]:
    """A code that is another than the file's place says: a request would name one law and follow another."""
    code = document.data.get("code") if isinstance(document.data, dict) else None
    expected = code_of(path)
    bundled_file = path.name in (LAW_FILE, CLOSED_FILE)
    loose = not bundled_file and overlay_of(path) is None
    if not isinstance(code, str) or code == expected or loose:
        return []
    where = f"lies where '{expected}' belongs" if bundled_file else f"is called {path.name}; they must agree"
    return [document.finding(("code",), f"the code is '{code}', but the file {where}")]


def _base_file(target: str, path: Path, overlay: Path | None) -> Path:
    """The file that ``same_as`` names; in a campaign's file for the same place, the bundled one."""
    return law_file(target, None if target == code_of(path) else overlay)


def _with_finding(document: Document, key: str, message: str) -> Document:
    finding = document.finding((key,), message)
    findings = [*document.findings, finding]
    return Document(document.path, document.data, document.places, document.key_places, findings)


def _read(path: Path) -> Document:
    """One reading of a file as it stands; batches ask for the same law many times."""
    return kept_yaml(path)


def _sound(model: type[M], path: Path) -> M | None:
    """What a file says by itself, without any mistake; None where it needs another file, or is not in order."""
    return _sound_once(model, _read(path))


@lru_cache(maxsize=512)
def _sound_once(model: type[M], own: Document) -> M | None:
    if not isinstance(own.data, dict) or "same_as" in own.data or _code_findings(own, own.path):
        return None
    lenient = model is Jurisdiction and overlay_of(own.path) is not None
    record, findings = check_model(model, own, lenient=lenient)
    return None if errors_in(findings) else record


def _or_error(read: Callable[[], tuple[R | None, list[Finding]]], fact: str, path: Path) -> R:
    record, findings = read()
    wrong = errors_in(findings)
    if record is None or wrong:
        lines = "\n".join(f"  {finding}" for finding in sorted(set(wrong)))
        count = "one mistake" if len(wrong) == 1 else f"{len(wrong)} mistakes"
        again = f"'frkit law check {shlex.quote(shown_path(path))}' shows the same list"
        raise FrkitError(f"{fact}: {count}.\n{lines}", place=shown_path(path), remedy=f"mend the file; {again}")
    return record


def _unknown(code: str, overlay: Path | None) -> WrongUsage:
    on_file = names_on_file(overlay)
    near = near_code(code, on_file)
    if near is not None:
        fact = f"No law is on file for '{code}'; did you mean '{near}'?"
        return WrongUsage(fact, remedy="'frkit law list' shows the places there are")
    name = place_names(overlay).get(code)
    guide = shown_path(jurisdictions_folder() / "README.md")
    remedy = "'frkit law list' names the places on file, 'frkit agencies search WORD' a police body with its law; "
    remedy += f"how to add a place: {guide}"
    wider = code.rpartition("-")[0] if code.count("-") >= 2 else ""
    if wider in on_file:
        remedy = f"use '{wider}', whose law holds for its cities and counties too; or {remedy}"
    return WrongUsage(f"No law is on file for '{code}'{f' ({name})' if name else ''}.", remedy=remedy)


def _name_in(path: Path) -> str | None:
    """The name in a law file, found without reading the whole of it as YAML: it may be broken."""
    return _in_head(path, r"^name: *(.+)$")


def _in_head(path: Path, pattern: str) -> str | None:
    """What a pattern finds in the beginning of a file, without quotation marks."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            match = re.search(pattern, file.read(HEAD), re.M)
    except OSError:
        return None
    return match[1].strip("\"' ") if match is not None else None
