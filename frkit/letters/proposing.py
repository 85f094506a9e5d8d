"""Which letter a request needs now, and why."""

from __future__ import annotations

import re

from frkit.base.errors import FrkitError
from frkit.law.explaining import long_day
from frkit.letters.appealing import appeal_clock, appeal_remedy, silence_facts
from frkit.letters.grounds import open_refusals
from frkit.letters.history import reminders
from frkit.letters.letter import Kind, as_kind
from frkit.tracking.next_steps import NextStep
from frkit.tracking.order import Logged, effective
from frkit.tracking.standing import Standing
from frkit.tracking.types import RequestFile

_REFUSED = {
    "denied": "refused",
    "no_records": "answered with 'no records'",
    "not_custodian": "answered that another body holds the records",
    "neither_confirm_nor_deny": "answered with neither yes nor no",
    "produced": "released a part and kept some back",
}


def propose_kind(stand: Standing, file: RequestFile) -> tuple[Kind, str]:
    """The kind of letter and the reason; raises FrkitError, with what to do instead, where none is due."""
    if stand.ball == "newer_frkit":
        raise FrkitError("A newer frkit wrote events here that this one cannot judge.", remedy="install a newer frkit")
    if stand.ball == "closed":
        raise FrkitError(f"The request is closed ({stand.closed_as}); no letter is due.", remedy="frkit log reopened")
    if stand.ball in ("draft", "ready"):
        return "request", "the request has not been sent yet"
    if stand.sent_on is None:
        raise FrkitError("No 'sent' is logged for the request.", remedy=f"frkit log sent {file.id}")
    refusals = open_refusals(stand)
    if refusals:
        return "appeal", _why_appeal(stand, file, refusals[-1])
    step = _letter_step(stand)
    if step is not None:
        return _as_step_says(step, stand, file)
    raise _none_due(stand)


def _why_appeal(stand: Standing, file: RequestFile, last: Logged) -> str:
    _, event = last
    why = f"on {long_day(event.date)} the agency {_REFUSED[event.kind]}"
    remedy = appeal_remedy(file.law)
    if remedy is None:
        return f"{why}; {file.law.law.name} has no appeal before court, so the letter asks the agency to think again"
    clock = appeal_clock(stand, remedy)
    if clock is None or clock.due.cautious is None:
        return f"{why}; the law sets no last day for the {_step_name(remedy.kind)}"
    if clock.state == "lapsed":
        return f"{why}; beware, the time for the {_step_name(remedy.kind)} ended on {long_day(clock.due.cautious)}"
    return f"{why}; the {_step_name(remedy.kind)} is possible until {long_day(clock.due.cautious)}"


def _step_name(kind: str) -> str:
    return kind.replace("_", " ")


def _letter_step(stand: Standing) -> NextStep | None:
    """The most urgent next step whose command is a letter, so that 'frkit next' and 'frkit letter' agree."""
    return next((step for step in stand.next_steps if re.match(r"frkit letter \S+ \w+$", step.command)), None)


def _as_step_says(step: NextStep, stand: Standing, file: RequestFile) -> tuple[Kind, str]:
    kind = as_kind(step.command.split()[-1])
    why = step.text.strip().rstrip(".")
    if kind == "appeal" and silence_facts(file.law, stand) is None:
        return "overdue", "the agency is late; silence is no decision here, so a reminder comes first"
    if kind == "overdue" and (before := reminders(effective(stand.events))):
        why += f"; a reminder went out on {long_day(before[-1])}"
    return kind, why[:1].lower() + why[1:]


def _none_due(stand: Standing) -> FrkitError:
    step = next(iter(stand.next_steps), None)
    if step is not None:
        return FrkitError(f"No letter of frkit fits now. {step.text}", remedy=step.command)
    running = [one for one in stand.clocks if one.state == "running" and one.due.date is not None and not one.needs]
    if running:
        one = min(running, key=lambda clock: clock.due.date or clock.due.start.day)
        whose = "we have" if one.clock.binds == "requester" else f"the {one.clock.binds} has"
        return FrkitError(
            f"No letter is due: {whose} until {long_day(one.due.date or one.due.start.day)} ({one.clock.citation}).",
            remedy="name the kind if you want to write anyway: request, overdue or appeal",
        )
    return FrkitError("No letter is due now.", remedy="frkit status shows who must act")
