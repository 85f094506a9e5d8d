"""The limits of the law as facts for a letter, from the same clocks that the tracker runs."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from frkit.base.errors import FrkitError
from frkit.law.rule_types import Clock
from frkit.law.types import Jurisdiction
from frkit.tracking.case import RunningClock
from frkit.tracking.conditions import given_for
from frkit.tracking.order import effective
from frkit.tracking.standing import Standing
from frkit.tracking.types import RequestFile

ANSWERS = ("production", "determination", "notice")
"""Roles of the limits to answer, the ones that matter most first; an acknowledgement is no answer."""
LATE_ROLES = (*ANSWERS, "acknowledgement")
TO_ACKNOWLEDGE = ("acknowledgement",)
_FROM_LATER_STEPS = re.compile(r"fee_|decision_requested|consultation_|appeal_|clarified|scope_")
"""What may never happen: a first letter names no limit that is counted from it."""


def clock_facts(clock: Clock) -> dict[str, Any]:
    """One limit: its length in words, its number and unit (0 and '' where the law names none), where it stands."""
    return {
        "id": clock.id,
        "role": clock.role,
        "binds": clock.binds,
        "length": str(clock.length),
        "number": clock.length.number or 0,
        "unit": clock.length.unit or "",
        "soft": clock.length.soft or "",
        "citation": clock.citation,
        "basis": clock.basis,
        "binding": clock.binding,
        "in_doubt": clock.also_read is not None,
        "from": clock.starts[0].on[0],
    }


def clocks_facts(law: Jurisdiction, stand: Standing) -> dict[str, dict[str, Any]]:
    """Every limit of the law by its id; none where the law on file is too uncertain to quote a number from."""
    if not stand.law_confirmed:
        return {}
    return {clock.id: clock_facts(clock) for clock in law.clocks}


def answer_limits(file: RequestFile, stand: Standing, today: date) -> list[dict[str, Any]]:
    """The limits of law, not of policy, that bind the agency to acknowledge and to answer, in the order of the law.

    Of limits that hold under conditions only those whose conditions are known to hold, on the day of sending. What one
    citation says once is said once; what can be read in two ways, or is counted from a later step, is left out.
    """
    day = stand.sent_on or today
    found = [clock for clock in file.law.clocks if stand.law_confirmed and _binds_to_answer(clock)]
    holding = [clock for clock in found if holds(clock, file, stand, day) and clock.also_read is None]
    told = {(clock.citation, str(clock.length)): clock for clock in reversed(holding)}
    return [clock_facts(clock) for clock in holding if told[clock.citation, str(clock.length)] is clock]


def holds(clock: Clock, file: RequestFile, stand: Standing, day: date) -> bool:
    """Whether a limit is in force on a day, and its conditions are known to hold for the request."""
    given = given_for(file.law, file.request, effective(stand.events))
    in_force = (clock.valid_from or day) <= day <= (clock.valid_to or day)
    return in_force and given.judge(clock.when) == (True, ())


def _binds_to_answer(clock: Clock) -> bool:
    law = clock.binds == "agency" and clock.basis in ("statute", "regulation") and clock.only_if is None
    role = clock.role in ("acknowledgement", *ANSWERS) and clock.length.soft not in ("by_agency_date", "none_stated")
    return law and role and not _FROM_LATER_STEPS.match(clock.starts[0].on[0])


def late_facts(file: RequestFile, stand: Standing, roles: tuple[str, ...] = LATE_ROLES) -> dict[str, Any]:
    """The limit of one of these roles that the agency has let pass, with its start, last day and days late.

    Where the law names no number: the limit to answer alone, with ``prompt``. Raises FrkitError where none has passed.
    """
    if stand.sent_on is None:
        raise never_sent(file, stand, "nothing is overdue")
    late = most_late(stand, roles)
    if late is not None and late.due.date is not None and stand.law_confirmed:
        return passed_facts(stand, late)
    without = _without_number(stand)
    if without is None:
        raise _not_late(file, stand)
    undated = {"prompt": True, "due": None, "days_late": 0, "agency_date": False, "extension": None}
    return {**clock_facts(without.clock), **undated}


def passed_facts(stand: Standing, late: RunningClock) -> dict[str, Any]:
    """A limit with a last day that has passed: where it began, the day on which it fell, how long ago that is."""
    return {
        **clock_facts(late.clock),
        "prompt": False,
        "due": late.due.date,
        "days_late": late.days_late or 0,
        "start": late.due.start.day,
        "start_kind": late.due.start.kind,
        "start_proven": late.due.confirmed,
        "agency_date": late.clock.length.soft in ("by_agency_date", "by_agreement"),
        "start_role": role_before(stand, late),
        "extension": extension_facts(late),
    }


def never_sent(file: RequestFile, stand: Standing, so: str) -> FrkitError:
    """The error for a letter that follows a sending, where none is logged or the last one failed."""
    if stand.flag("undelivered") is not None:
        return FrkitError(
            f"The last sending failed, so {so}.",
            remedy=f"write the request again and send it another way: frkit letter {file.id} request",
        )
    return FrkitError(
        f"No 'sent' is logged for the request, so {so}.",
        remedy=f"frkit log sent {file.id} --date DATE --method email",
    )


def most_late(stand: Standing, roles: tuple[str, ...] = LATE_ROLES) -> RunningClock | None:
    """The lapsed limit that a reminder is about: one to answer before one to acknowledge."""
    lapsed = [one for one in stand.clocks if one.state == "lapsed" and one.clock.binds == "agency" and not one.needs]
    lapsed = [one for one in lapsed if one.clock.only_if is None]
    for role in roles:
        found = [one for one in lapsed if one.clock.role == role]
        if found:
            return found[-1]
    return None


def late_answer(stand: Standing) -> RunningClock | None:
    """The limit to answer, not the one to acknowledge, that has passed, or that asks for promptness and still waits."""
    late = most_late(stand, ANSWERS)
    if late is not None:
        return late
    waiting = _without_number(stand)
    return waiting if waiting is not None and waiting.state == "no_date" else None


def role_before(stand: Standing, late: RunningClock) -> str:
    """The role of the limit after whose last day this one is counted, or empty."""
    before = stand.clock(late.due.start.kind.removeprefix("due:"))
    return before.clock.role if before is not None else ""


def extension_facts(late: RunningClock) -> dict[str, Any] | None:
    """The claimed extension that is worked into the last day; ``cut`` where the law allows less than was claimed."""
    found = late.due.extension
    if found is None or found.rules is None:
        return None
    return {"claimed_on": found.claim.made_on, "citation": found.citation or "", "cut": not found.lawful}


def _without_number(stand: Standing) -> RunningClock | None:
    """A limit to answer that still waits and for which no date can be given: promptly, or a law not yet confirmed."""
    for one in stand.clocks:
        waits = one.state == "no_date" or (not stand.law_confirmed and one.state in ("running", "lapsed"))
        if waits and one.clock.binds == "agency" and one.clock.role in ANSWERS:
            return one
    return None


def _not_late(file: RequestFile, stand: Standing) -> FrkitError:
    silent = most_late(stand, TO_ACKNOWLEDGE)
    if silent is not None and stand.law_confirmed:
        return FrkitError(
            f"No answer is overdue yet, but the agency had to confirm the request by {silent.due.date}.",
            place=silent.clock.citation,
            remedy=f"ask for that: frkit letter {file.id} unacknowledged",
        )
    running = next((one for one in stand.clocks if one.state == "running" and one.clock.role in LATE_ROLES), None)
    if running is not None and running.due.date is not None:
        return FrkitError(
            f"Nothing is overdue: the agency has until {running.due.date}.",
            remedy=f"to see the count: frkit why {file.id}",
        )
    return FrkitError(
        "Nothing is overdue: no limit of the agency has passed.", remedy=f"to see who must act: frkit status {file.id}"
    )
