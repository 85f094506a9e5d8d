"""A fee was estimated for two items, with a deposit and a reckoning in a few words; the person objects."""

from __future__ import annotations

from letters.scenes.scene import SENT_ON, Scene

from frkit.law.types import Jurisdiction

SENT = ("sent", SENT_ON, {"method": "email"})
ESTIMATED = (
    "fee_estimated",
    "2026-03-12",
    {"amount": "1250.00", "deposit": "500.00", "for": [2, 3], "basis": "search in three offices"},
)


def scene(law: Jurisdiction) -> Scene | str:
    points = (law.fees.per_page, law.fees.free, law.fees.estimate_rule) if law.fees else ()
    cited = (law.fees.citation,) if law.fees and law.fees.citation and any(map(_says_something, points)) else ()
    said = ("1,250.00", "500.00", "items 2 and 3", "search in three offices")
    return Scene(today="2026-03-14", events=(SENT, ESTIMATED), must_say=(*said, *cited))


def _says_something(words: str | None) -> bool:
    return bool(words) and not str(words).lower().startswith(("none", "nothing"))
