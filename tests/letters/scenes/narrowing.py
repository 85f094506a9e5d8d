"""After an estimate that is too high: smaller versions of two items are offered."""

from __future__ import annotations

from letters.scenes.scene import SENT_ON, Scene

from frkit.law.types import Jurisdiction
from frkit.letters.matter import Said

SENT = ("sent", SENT_ON, {"method": "email"})
ESTIMATED = ("fee_estimated", "2026-03-12", {"amount": "1250.00"})


def scene(law: Jurisdiction) -> Scene | str:
    named = ("items 1 and 3", "an offer and not a withdrawal", "Nothing changes for items 2, 4, 5 and 6")
    return Scene(today="2026-03-14", events=(SENT, ESTIMATED), said=Said(items=(1, 3)), must_say=named)
