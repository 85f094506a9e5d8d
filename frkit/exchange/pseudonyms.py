"""Names that stand for people in a copy for others: ``person-1``, ``contact-2``; the same in every copy.

Who is who is kept in ``private/pseudonyms``, one new file for each name that is given out, so that the team can look
it up, and nobody else can.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from frkit.base.files import create
from frkit.base.models import Data, Many, check_model
from frkit.base.yaml_places import dump_yaml, read_yaml
from frkit.tracking.folder import broken

Sort = Literal["person", "contact"]
_NAME = re.compile(r"(person|contact)-([1-9][0-9]{0,6})\.yaml")


class Known(Data):
    """``private/pseudonyms/person-1.yaml``: what the one behind it is called."""

    names: Many[str]


@dataclass
class Pseudonyms:
    """All names that were given out, and those given out since."""

    folder: Path
    numbers: dict[Sort, dict[str, int]] = field(default_factory=lambda: {"person": {}, "contact": {}})
    fresh: dict[tuple[Sort, int], tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls, root: Path) -> Pseudonyms:
        """The names that a campaign has given out; raises FrkitError if a file of them is broken."""
        made = cls(root / "private" / "pseudonyms")
        for path in sorted(made.folder.glob("*.yaml")):
            named = _NAME.fullmatch(path.name)
            if named is None:
                continue
            known, findings = check_model(Known, read_yaml(path), lenient=True)
            if known is None:
                raise broken(findings)
            sort: Sort = "person" if named[1] == "person" else "contact"
            for name in known.names:
                made.numbers[sort].setdefault(folded(name), int(named[2]))
        return made

    def of(self, sort: Sort, *names: str) -> str:
        """The pseudonym of whoever has these names; a new one if none of them is known."""
        known = self.numbers[sort]
        number = next((known[folded(name)] for name in names if folded(name) in known), 0)
        if not number:
            number = max(known.values(), default=0) + 1
            self.fresh[sort, number] = tuple(dict.fromkeys(names))
        for name in names:
            known.setdefault(folded(name), number)
        return f"{sort}-{number}"

    def keep(self) -> None:
        """Write down the names given out since; raises AlreadyThere if another command did so meanwhile."""
        for (sort, number), names in sorted(self.fresh.items()):
            create(self.folder / f"{sort}-{number}.yaml", dump_yaml({"names": list(names)}).encode())


def folded(name: str) -> str:
    """A name without its case and spacing."""
    return " ".join(name.split()).casefold()
