"""The answer is late: the limit to answer has passed, or a promised day; else four months."""

from __future__ import annotations

from letters.scenes.scene import SENT_ON, Scene
from letters.scenes.staging import day_of, lapsed, soon_after, stand_on

from frkit.law.types import Jurisdiction
from frkit.pages.wording import long_date
from frkit.tracking.standing import Standing

SENT = ("sent", SENT_ON, {"method": "email"})
PROMISED = ("acknowledged", "2026-03-04", {"reference": "R-26-118", "promised": "2026-04-20"})
MUCH_LATER = "2026-07-06"
ANSWERS = ("production", "determination", "notice")
WAYS = ((ANSWERS, (SENT,)), (ANSWERS, (SENT, PROMISED)))


def scene(law: Jurisdiction) -> Scene | str:
    for roles, events in WAYS:
        stand = soon_after(law, roles, *events)
        late = lapsed(stand, *roles) if stand is not None and stand.law_confirmed else None
        if stand is not None and late is not None and late.due.date is not None:
            named = (long_date(late.due.date, law.date_style),)
            return Scene(today=day_of(stand), events=events, must_say=named)
    if asks_for_promptness(stand_on(law, MUCH_LATER, SENT)):
        return Scene(today=MUCH_LATER, events=(SENT,))
    return "no limit of law binds the agency to answer"


def asks_for_promptness(stand: Standing) -> bool:
    """Whether some limit to answer is open without a date: prompt, or of a law too uncertain to quote."""
    return any(
        one.clock.binds == "agency"
        and one.clock.role in ANSWERS
        and (one.state == "no_date" or (not stand.law_confirmed and one.state in ("running", "lapsed")))
        for one in stand.clocks
    )
