"""What we have written already, as far as a new letter has to know."""

from __future__ import annotations

from datetime import date

from frkit.tracking.events import FollowedUp
from frkit.tracking.order import effective
from frkit.tracking.our_events import OurLetter
from frkit.tracking.standing import Standing


def written_about(stand: Standing, about: str, since: date | None = None) -> list[date]:
    """The days, in order, on which we wrote about a matter, from a day on if one is named."""
    events = [event for _, event in effective(stand.events) if isinstance(event, FollowedUp)]
    return [event.date for event in events if event.about == about and (since is None or event.date >= since)]


def our_letters(stand: Standing) -> list[OurLetter]:
    """Every letter of ours that went out and did not come back, in order."""
    return [event for _, event in effective(stand.events) if isinstance(event, OurLetter)]
