"""An extension was claimed that the law does not allow: far too long, or after the limit had passed."""

from __future__ import annotations

from datetime import date
from itertools import product

from letters.scenes.scene import SENT_ON, Scene
from letters.scenes.staging import stand_on

from frkit.law.types import Jurisdiction
from frkit.letters.facts.limits import ANSWERS
from frkit.pages.wording import long_date
from frkit.tracking.standing import Standing

RECEIVED = (("sent", SENT_ON, {"method": "email"}), ("received_by_agency", "2026-03-03"))
HISTORIES = (RECEIVED, (*RECEIVED, ("registered", "2026-03-04")))
CLAIMS = (
    ("extension_claimed", "2026-03-05", {"until": "2027-12-31", "reason": "a large number of records"}),
    ("extension_claimed", "2026-10-05", {"until": "2027-12-31"}),
)


def scene(law: Jurisdiction) -> Scene | str:
    for history, claim in product(HISTORIES, CLAIMS):
        stand = stand_on(law, claim[1], *history, claim)
        last_day = _forbidden(stand)
        if last_day is not None:
            on = long_date(date.fromisoformat(str(claim[1])), law.date_style)
            return Scene(
                today=str(claim[1]),
                events=(*history, claim),
                must_say=(on, long_date(last_day, law.date_style)),
            )
    return _why_not(law)


def _why_not(law: Jurisdiction) -> str:
    stand = stand_on(law, "2026-10-05", *RECEIVED)
    if not stand.law_confirmed:
        return "the law on file is uncertain, so that no claimed extension can be called too long"
    if not any(one.binds == "agency" and one.role in ANSWERS and one.length.number for one in law.clocks):
        return "the law names no number of days for the answer, so that no extension goes beyond it"
    return "the law on file sets no bound to an extension, or leaves its length to the agency"


def _forbidden(stand: Standing) -> date | None:
    """The last day that rules where a claim goes beyond the law; of a limit that binds without condition."""
    for one in stand.clocks:
        found, sure = one.due.extension, one.clock.only_if is None and not one.needs
        if found is not None and not found.lawful and one.clock.binds == "agency" and sure and stand.law_confirmed:
            return one.due.date
    return None
