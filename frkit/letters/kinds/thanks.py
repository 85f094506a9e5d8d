"""Thanks, and that we close the request; what was not given stays open to every step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from frkit.base.errors import FrkitError
from frkit.law.explaining import long_day
from frkit.letters.facts.limits import never_sent
from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.matter import Matter
from frkit.pages.wording import listed
from frkit.tracking.events import Produced
from frkit.tracking.order import effective
from frkit.tracking.outcomes import ANSWERS, MOVED
from frkit.tracking.standing import Standing


def _facts(matter: Matter) -> Facts:
    """What came, and what did not, item by item."""
    stand = matter.stand
    if stand.sent_on is None:
        raise never_sent(matter.file, stand, "no letter can follow it")
    events = [event for _, event in effective(stand.events)]
    answers = [event for event in events if event.kind in ANSWERS]
    if not answers:
        raise FrkitError(
            "There is nothing yet to give thanks for: no answer is on file.",
            remedy=f"to take the request back instead: frkit log withdrawn {matter.file.id} --date DATE",
        )
    outcomes = stand.item_outcomes
    return {
        "thanks": {
            "came": [_came(event) for event in events if isinstance(event, Produced)],
            "answered_on": answers[-1].date,
            "refused": [number for number, one in outcomes.items() if one not in ("granted", "pending", *MOVED)],
            "unanswered": [number for number, one in outcomes.items() if one == "pending"],
            "moved": [number for number, one in outcomes.items() if one in MOVED],
        }
    }


def _came(event: Produced) -> dict[str, Any]:
    return {"date": event.date, "numbers": list(event.items), "pages": event.pages, "partial": event.partial}


def _to_do(matter: Matter, facts: Facts) -> Iterator[str]:
    thanks = facts["thanks"]
    left = sorted({*thanks["refused"], *thanks["unanswered"]})
    if left:
        items = f"item{'s' * (len(left) != 1)} {listed(left)}"
        yield f"Be sure: {items} did not come in full, and once you log this, frkit reminds you of no limit any more."
    yield from _limits(matter.stand)
    if set(matter.stand.tracks) & {"appeal", "complaint", "lawsuit"}:
        waiting = listed(one for one in matter.stand.tracks if one != "request")
        yield f"Still undecided: the {waiting}. This letter does not take that back; write there too, if you mean to."


def _limits(stand: Standing) -> Iterator[str]:
    """The steps that are still open to us."""
    for one in stand.remedies:
        if one.state == "open" and one.until is not None:
            yield f"Still open to you: {one.remedy.kind.replace('_', ' ')} until {long_day(one.until)}."


KIND = LetterKind(
    name="thanks",
    purpose="gives thanks and closes the request, with what is left named",
    logged_as="accepted",
    facts=_facts,
    to_do=_to_do,
)
