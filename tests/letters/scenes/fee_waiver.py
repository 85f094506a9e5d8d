"""A fee was estimated; the person says how the public will learn of the records."""

from __future__ import annotations

from letters.scenes.scene import SENT_ON, Scene

from frkit.law.types import Jurisdiction
from frkit.letters.matter import Said

SENT = ("sent", SENT_ON, {"method": "email"})
ESTIMATED = ("fee_estimated", "2026-03-12", {"amount": "1250.00", "deposit": "500.00"})
HOW = "I write a free newsletter on police technology and publish there what I learn."


def scene(law: Jurisdiction) -> Scene | str:
    if law.kind == "regime":
        return "one's own data is asked for, on which no public interest bears"
    words = (law.fees.waiver or "") if law.fees else ""
    by_the_agency = "in the public interest" in words and not words.startswith("A court")
    cited = (law.fees.citation,) if law.fees and law.fees.citation and by_the_agency else ()
    return Scene(today="2026-03-14", events=(SENT, ESTIMATED), said=Said(text=HOW), must_say=("1,250.00", HOW, *cited))
