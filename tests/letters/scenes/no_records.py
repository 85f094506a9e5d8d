"""The agency says that it does not own such a system and, of one item, that somebody else has the records."""

from __future__ import annotations

from datetime import date

from letters.scenes.scene import SENT_ON, Scene

from frkit.law.types import Jurisdiction
from frkit.pages.wording import long_date

SENT = ("sent", SENT_ON, {"method": "email"})
ANSWERED_ON = "2026-03-11"
WORDING = "A diligent search was made. The Department does not own a facial recognition system."


def scene(law: Jurisdiction) -> Scene | str:
    none = ("no_records", ANSWERED_ON, {"items": [1, 3, 4], "wording": WORDING})
    elsewhere = ("not_custodian", ANSWERED_ON, {"items": [5], "names": "the county sheriff"})
    named = (long_date(date.fromisoformat(ANSWERED_ON), law.date_style), "the county sheriff", WORDING.rstrip("."))
    return Scene(
        today="2026-03-18", events=(SENT, none, elsewhere), request={"vendors": ("clearview",)}, must_say=named
    )
