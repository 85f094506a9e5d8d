"""The reply to a demand to give records back: short, and never before counsel has been asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from frkit.base.errors import FrkitError
from frkit.letters.facts.our_letters import written_about
from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.matter import Matter
from frkit.tracking.clawbacks import kept_back
from frkit.tracking.events import ClawbackDemanded
from frkit.tracking.order import effective


def _facts(matter: Matter) -> Facts:
    """The days of the demands that counsel has not cleared, and of our replies to them.

    The letter names no document: which ones the agency means, it is asked to say itself.
    """
    events = effective(matter.stand.events)
    blocked = kept_back(events)
    days = [event.date for _, event in events if isinstance(event, ClawbackDemanded) and blocked & {*event.of}]
    if not days:
        raise FrkitError(
            "Nothing is demanded back that counsel has not cleared.",
            remedy=f"log the demand first: frkit log clawback-demanded {matter.file.id} --date DATE --of SHA256",
        )
    answered = written_about(matter.stand, "clawback", days[0])
    return {"clawback": {"demanded_on": sorted(set(days)), "answered_on": answered}}


def _warnings(matter: Matter) -> Iterator[str]:
    yield (
        "Talk to counsel before you answer. Send nothing, publish nothing, delete nothing, and give nothing back "
        "until then: show counsel the demand, the documents and this letter."
    )


def _to_do(matter: Matter, facts: dict[str, Any]) -> Iterator[str]:
    yield "Have counsel read the letter; it says that you do nothing more with the documents, so keep to that."
    log = f"frkit log cleared-by-counsel {matter.file.id} --date DATE --of SHA256"
    yield f"No packet takes the documents until counsel has cleared them: {log}"


KIND = LetterKind(
    name="clawback",
    purpose="answers a demand to give records back, once counsel has been asked",
    logged_as="followed_up",
    about="clawback",
    facts=_facts,
    warnings=_warnings,
    to_do=_to_do,
)
