"""Which body a person means by an id or by a name: found, or told; never guessed."""

from __future__ import annotations

from collections.abc import Iterable

from frkit.base.errors import WrongUsage
from frkit.base.findings import did_you_mean
from frkit.catalogue.search import plain
from frkit.catalogue.types import Agency


class AgencyNames:
    """Bodies by their ids, names and short names."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self.by_id = {agency.id: agency for agency in agencies}
        self._by_name: dict[str, dict[str, Agency]] = {}
        for agency in self.by_id.values():
            for name in (agency.name, *agency.aliases):
                self._by_name.setdefault(_key(name), {})[agency.id] = agency

    def meant(self, typed: str) -> Agency:
        """The body of that id or name; raises WrongUsage where there is none, or more than one."""
        agency = self.by_id.get(typed) or self.by_id.get(typed.strip().lower())
        if agency is not None:
            return agency
        found = self._by_name.get(_key(typed), {})
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            raise WrongUsage(
                f"'{typed}' is the name of {len(found)} bodies.", remedy=f"write the id: {' or '.join(sorted(found))}"
            )
        raise WrongUsage(
            f"The catalogue has no agency called '{typed}'{self._hint(typed)}",
            remedy=f"frkit agencies search {_word(typed)} looks for it; frkit agencies new adds a body of your own",
        )

    def _hint(self, typed: str) -> str:
        near = did_you_mean(typed, self.by_id)
        if near != "":
            return near
        name = did_you_mean(_key(typed), self._by_name).removeprefix("; did you mean '").removesuffix("'?")
        ids = sorted(self._by_name.get(name, {}))
        return "; did you mean " + " or ".join(f"'{one}'" for one in ids) + "?" if ids else "."


def _key(name: str) -> str:
    return " ".join(plain(name).replace(".", "").split())


def _word(typed: str) -> str:
    """The most telling word of a name, for a search."""
    common = {"police", "department", "county", "city", "sheriff", "sheriffs", "office", "of", "the", "dept"}
    words = [word for word in _key(typed).replace("'", "").split() if word not in common and word.isalnum()]
    return max(words, key=len, default="WORD")
