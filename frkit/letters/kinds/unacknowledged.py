"""Asks whether the request arrived: the limit to confirm it passed, or nothing was heard where the law sets none."""

from __future__ import annotations

from datetime import date
from typing import Any

from frkit.base.errors import FrkitError
from frkit.letters.facts.fitting import must_be_open
from frkit.letters.facts.limits import TO_ACKNOWLEDGE, clock_facts, most_late, passed_facts
from frkit.letters.facts.our_letters import written_about
from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.matter import Matter
from frkit.tracking.order import effective
from frkit.tracking.starts import NAMES, SHOWS_RECEIPT, is_automatic


def _facts(matter: Matter) -> Facts:
    must_be_open(matter, "there is nothing to confirm")
    _must_be_unheard(matter)
    limit = _passed(matter)
    if limit is None:
        _must_not_run(matter)
    return {
        "unacknowledged": {
            "limit": limit,
            "asks": _asks_without_number(matter),
            "asked_on": written_about(matter.stand, "acknowledgement"),
            "machine_on": _answered_by_a_machine(matter),
        }
    }


def _must_be_unheard(matter: Matter) -> None:
    """Whatever the agency wrote by hand shows that the request is there."""
    for _, event in reversed(effective(matter.stand.events)):
        if event.kind in SHOWS_RECEIPT and not is_automatic(event):
            raise FrkitError(
                f"The request has arrived: on {event.date} {NAMES[event.kind]}.",
                remedy=f"if the answer is late: frkit letter {matter.file.id} overdue",
            )


def _passed(matter: Matter) -> dict[str, Any] | None:
    late = most_late(matter.stand, TO_ACKNOWLEDGE)
    known = late is not None and late.due.date is not None and matter.stand.law_confirmed
    return passed_facts(matter.stand, late) if late is not None and known else None


def _must_not_run(matter: Matter) -> None:
    """Nobody is asked while the limit to confirm still runs."""
    for one in matter.stand.clocks:
        running = one.state == "running" and one.clock.role in TO_ACKNOWLEDGE and not one.needs
        if running and one.due.date is not None and matter.stand.law_confirmed:
            raise FrkitError(
                f"The agency has until {one.due.date} to confirm the request.",
                place=one.clock.citation,
                remedy=f"to see the count: frkit why {matter.file.id}",
            )


def _asks_without_number(matter: Matter) -> dict[str, Any] | None:
    """A limit of law to confirm that names no number: promptly."""
    for clock in matter.file.law.clocks_of("acknowledgement"):
        if clock.length.soft == "prompt" and clock.only_if is None and not clock.when and matter.stand.law_confirmed:
            return clock_facts(clock)
    return None


def _answered_by_a_machine(matter: Matter) -> date | None:
    """The day of an automatic reply, which proves that something arrived and confirms nothing."""
    found = [event.date for _, event in effective(matter.stand.events) if is_automatic(event)]
    return found[-1] if found else None


KIND = LetterKind(
    name="unacknowledged",
    purpose="asks to confirm the request, where nothing was heard of it",
    logged_as="followed_up",
    about="acknowledgement",
    facts=_facts,
)
