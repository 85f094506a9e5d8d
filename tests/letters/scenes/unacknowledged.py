"""Nothing was heard: the limit to confirm the request passed a week ago, or two weeks went by where there is none."""

from __future__ import annotations

from letters.scenes.scene import SENT_ON, Scene
from letters.scenes.staging import day_of, lapsed, soon_after

from frkit.law.types import Jurisdiction
from frkit.pages.wording import long_date

SENT = ("sent", SENT_ON, {"method": "email"})
TWO_WEEKS_LATER = "2026-03-16"
ROLE = ("acknowledgement",)


def scene(law: Jurisdiction) -> Scene | str:
    stand = soon_after(law, ROLE, SENT)
    late = lapsed(stand, *ROLE) if stand is not None and stand.law_confirmed else None
    if stand is None or late is None or late.due.date is None:
        return Scene(today=TWO_WEEKS_LATER, events=(SENT,), must_say=("It is 14 days since",))
    named = (late.clock.citation, long_date(late.due.date, law.date_style))
    return Scene(today=day_of(stand), events=(SENT,), must_say=named)
