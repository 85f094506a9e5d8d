"""Which agency of the catalogue another place means by a name: found, or told; never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.findings import did_you_mean
from frkit.catalogue.loading import all_agencies, load_agency
from frkit.catalogue.search import plain
from frkit.catalogue.types import Agency
from frkit.exchange.csv_rows import rows_refused, sheet_of
from frkit.exchange.import_types import History
from frkit.law.loading import load_jurisdiction

MAPPING = "agencies.csv"
"""The name of the table that is looked for beside what is imported."""


@dataclass(frozen=True)
class Placed:
    """The agency and the law of an import."""

    agency: Agency
    law: str
    warnings: tuple[str, ...] = ()


class Agencies:
    """The agencies of the catalogue and the campaign by every name, and what a table or an option says of them."""

    def __init__(
        self, overlay: Path | None, *, agency: str | None = None, law: str | None = None, table: Path | None = None
    ) -> None:
        self.overlay = overlay
        self.agency = load_agency(agency, overlay).id if agency else None
        self.law = load_jurisdiction(law, overlay).code if law else None
        self.table = _mapping(table) if table is not None else {}
        self._by_name: dict[str, list[Agency]] | None = None

    def placed(self, history: History) -> Placed:
        """The agency and law of a history; raises FrkitError that says what was looked for and how to tell frkit."""
        names = [name for name in (history.agency, *history.names) if name]
        told = next((self.table[plain(name)] for name in names if plain(name) in self.table), None)
        chosen = self.agency or (told[0] if told else None)
        agency = load_agency(chosen, self.overlay) if chosen else self._named(names)
        code = self.law or (told[1] if told else None) or history.law or agency.law
        law = load_jurisdiction(code, self.overlay)
        warnings = []
        if agency.outside_law:
            warnings.append(f"{agency.name} stands outside the law of its place: {agency.outside_law}")
        if law.coverage.police == "no":
            use = f"; use {law.coverage.use_instead}" if law.coverage.use_instead else ""
            warnings.append(f"{law.law.name} does not reach police bodies{use}")
        return Placed(agency, law.code, tuple(warnings))

    def _named(self, names: Sequence[str]) -> Agency:
        known = self._names()
        found = {one.id: one for name in names for one in known.get(plain(name), ())}
        if len(found) == 1:
            return next(iter(found.values()))
        called = f"'{names[0]}'" if names else "without a name"
        table = f"or list it in a table {MAPPING} with the columns name, agency and law (--agencies FILE)"
        if found:
            remedy = f"say which: --agency {' or '.join(sorted(found))}; {table}"
            raise FrkitError(f"The agency {called} may be any of {', '.join(sorted(found))}.", remedy=remedy)
        hint = did_you_mean(plain(names[0]), known) if names else ""
        also = f" (also {', '.join(names[1:])})" if len(names) > 1 else ""
        remedy = f"name it: --agency ID (frkit agencies search finds it), {table}"
        raise FrkitError(f"No agency of the catalogue is called {called}{also}{hint or '.'}", remedy=remedy)

    def _names(self) -> dict[str, list[Agency]]:
        if self._by_name is None:
            self._by_name = {}
            for agency in all_agencies(self.overlay):
                for name in {plain(one) for one in (agency.id, agency.name, *agency.aliases)}:
                    self._by_name.setdefault(name, []).append(agency)
        return self._by_name


def mapping_beside(paths: Iterable[Path], root: Path) -> Path | None:
    """The table of agencies beside the files that are imported, or in the campaign's folder, if there is one."""
    beside = [path.parent / MAPPING for path in paths] + [root / MAPPING]
    return next((path for path in beside if path.is_file()), None)


def _mapping(path: Path) -> dict[str, tuple[str, str | None]]:
    sheet = sheet_of(path)
    if not {"name", "agency"} <= set(sheet.columns):
        remedy = "its first row must name the columns: name, agency, law (law may be left out)"
        raise WrongUsage("The table of agencies has no columns 'name' and 'agency'.", place=str(path), remedy=remedy)
    found: dict[str, tuple[str, str | None]] = {}
    faults = []
    for line, row in sheet.rows:
        name, agency = row.get("name"), row.get("agency")
        if not name or not agency:
            faults.append(f"{sheet.place(line)}: name and agency must both be there")
        elif plain(name) in found:
            faults.append(f"{sheet.place(line)}: '{name}' stands here a second time")
        else:
            found[plain(name)] = (agency, row.get("law"))
    if faults:
        raise rows_refused(faults)
    return found
