"""The agency asked what is meant; the person answers for two items."""

from __future__ import annotations

from datetime import date

from letters.scenes.scene import SENT_ON, Scene

from frkit.law.types import Jurisdiction
from frkit.letters.matter import Said
from frkit.pages.wording import long_date

SENT = ("sent", SENT_ON, {"method": "email"})
ASKED_ON = "2026-03-06"
QUESTION = "Which units do you mean?"
ANSWER = "Please search the units for investigation and for procurement."


def scene(law: Jurisdiction) -> Scene | str:
    asked = ("clarification_asked", ASKED_ON, {"question": QUESTION})
    named = (long_date(date.fromisoformat(ASKED_ON), law.date_style), QUESTION, ANSWER, "items 1 and 3")
    return Scene(today="2026-03-09", events=(SENT, asked), said=Said(text=ANSWER, items=(1, 3)), must_say=named)
