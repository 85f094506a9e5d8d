"""A mistake of ours can be put right under every law."""

from __future__ import annotations

from datetime import date

from letters.scenes.scene import SENT_ON, Scene

from frkit.law.types import Jurisdiction
from frkit.letters.matter import Said
from frkit.pages.wording import long_date

WORDS = "It names the wrong unit. The right one is the forensic services unit."


def scene(law: Jurisdiction) -> Scene | str:
    return Scene(
        today="2026-03-04",
        events=(("sent", SENT_ON, {"method": "email"}),),
        said=Said(text=WORDS, items=(2,)),
        must_say=(WORDS, "item 2", long_date(date.fromisoformat(SENT_ON), law.date_style)),
    )
