"""Which sort of body an agency is: by its level, and where the level does not say it, by its name. Pure."""

from __future__ import annotations

import re

from frkit.catalogue.search import plain
from frkit.catalogue.types import Agency

BODY_KINDS = {
    "police": "a police department, force or other body with police in its name; sheriffs are not among them",
    "sheriff": "a sheriff's office",
    "transit": "the police of railways, buses and underground lines",
    "force": "a territorial or special police force, as in the United Kingdom",
    "state": "a body of a state or province",
    "federal": "a body of a federation",
    "national": "a body of a country, such as a ministry",
    "regional": "a body that several others share",
}
"""Kind -> what it means. The catalogue holds the level of a body; ``police``, ``sheriff`` and ``transit`` are read
from its names, so that a body with an unusual name is found by ``--agency`` only."""

_POLICE = re.compile(
    r"\bpolic|poliz|politiet|politidistrikt|\bpoliti\b|politie\b|\bpolis|polisen|poliisi"
    r"|constabul|gendarm|carabinier|guardia civil|\bgarda\b|mossos|ertzaintza|\bpd\b"
)
_SHERIFF = re.compile(r"\bsheriffs?\b")
_TRANSIT = re.compile(r"\btransit\b|\btransport\b|\brailway|\brail\b|\bbart\b|\bbahn|subway|underground")
_BY_LEVEL = ("force", "state", "federal", "national", "regional")


def kinds_of(agency: Agency) -> frozenset[str]:
    """The kinds that a body is of; several may hold, and none."""
    names = "\n".join(plain(name).replace("'", "") for name in (agency.name, *agency.aliases))
    found = {str(agency.level)} & set(_BY_LEVEL)
    if _SHERIFF.search(names):
        found.add("sheriff")
    elif agency.level == "force" or _POLICE.search(names):
        found.add("police")
    if _TRANSIT.search(names):
        found.add("transit")
    return frozenset(found)
