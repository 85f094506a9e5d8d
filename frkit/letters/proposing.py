"""Which letter a request needs now, and why.

One rule: what was never delivered is sent again; records that vanish within days are asked to be kept; what was
refused, not found or left out is answered while that is possible; then comes a reminder, unless a fee or a question
waits for our own answer.
"""

from __future__ import annotations

import re

from frkit.base.errors import FrkitError
from frkit.law.explaining import long_day
from frkit.letters.agency_letters import waiting_for_us
from frkit.letters.appealing import appeal_clock, appeal_remedy, nothing_to_appeal, silence_facts
from frkit.letters.doubts import how_to_answer
from frkit.letters.grounds import left_out, open_refusals, unanswered
from frkit.letters.history import reminders
from frkit.letters.kinds.registry import NAMES, kind_named
from frkit.letters.limits import late_answer, most_late, never_sent
from frkit.letters.preserving import preservation_comes_first
from frkit.pages.wording import listed
from frkit.tracking.next_steps import NextStep
from frkit.tracking.order import effective
from frkit.tracking.standing import Standing
from frkit.tracking.types import RequestFile

_REFUSED = {
    "denied": "refused",
    "no_records": "answered with 'no records'",
    "not_custodian": "answered that another body holds the records",
    "neither_confirm_nor_deny": "answered with neither yes nor no",
    "produced": "released a part and kept some back",
}


def propose_kind(stand: Standing, file: RequestFile) -> tuple[str, str]:
    """The kind of letter and the reason; raises FrkitError, with what to do instead, where none is due."""
    if stand.ball == "newer_frkit":
        raise FrkitError("A newer frkit wrote events here that this one cannot judge.", remedy="install a newer frkit")
    if stand.ball == "closed":
        raise FrkitError(
            f"The request is closed ({stand.closed_as}); no letter is due.",
            remedy=f"to take it up again: frkit log reopened {file.id} --date DATE",
        )
    if stand.sent_on is None and (failed := stand.flag("undelivered")) is not None:
        since = f" on {long_day(failed.since)}" if failed.since else ""
        return "request", f"the sending failed{since}, so the agency does not have it: send it another way"
    if stand.ball in ("draft", "ready"):
        return "request", "the request has not been sent yet"
    if stand.sent_on is None:
        raise never_sent(file, stand, "no letter can follow it")
    return _after_sending(stand, file)


def _after_sending(stand: Standing, file: RequestFile) -> tuple[str, str]:
    if preservation_comes_first(stand):
        return "preservation", _reason(stand.next_steps[0])
    late = late_answer(stand) if unanswered(file.request, stand) else None
    why = _why_appeal(stand, file)
    if why and (late is None or not _appeal_lapsed(stand, file) or waiting_for_us(file.law, stand)):
        return "appeal", why + (_also_late(stand, file) if late is not None else "")
    step = _letter_step(stand)
    if why:
        return "overdue", f"{_are_late(stand, file)}; {why}"
    if step is not None:
        return _as_step_says(step, stand, file)
    if late is not None and stand.flag("unread") and not waiting_for_us(file.law, stand):
        return "overdue", _are_late(stand, file)
    raise _none_due(stand, file)


def _why_appeal(stand: Standing, file: RequestFile) -> str:
    """Why an appeal, or a request to think again, is due; empty where nothing was refused or left out."""
    refusals = open_refusals(stand)
    left = left_out(file.request, stand)
    told = []
    if refusals:
        _, event = refusals[-1]
        told.append(f"on {long_day(event.date)} the agency {_REFUSED[event.kind]}")
    if left is not None:
        told.append(f"its final answer of {long_day(left[0])} says nothing of {_items(left[1])}")
    return f"{', and '.join(told)}; {_what_the_law_gives(stand, file)}" if told else ""


def _what_the_law_gives(stand: Standing, file: RequestFile) -> str:
    remedy = appeal_remedy(file.law, stand)
    if remedy is None:
        return f"{file.law.law.name} has no appeal before court here, so the letter asks the agency to think again"
    step = remedy.kind.replace("_", " ")
    clock = appeal_clock(stand, remedy)
    if clock is None or clock.due.cautious is None:
        return f"the law sets no last day for the {step}"
    if clock.state == "lapsed":
        return f"beware, the time for the {step} ended on {long_day(clock.due.cautious)}"
    return f"the {step} is possible until {long_day(clock.due.cautious)}"


def _appeal_lapsed(stand: Standing, file: RequestFile) -> bool:
    remedy = appeal_remedy(file.law, stand)
    clock = appeal_clock(stand, remedy) if remedy else None
    return clock is not None and clock.state == "lapsed"


def _items(numbers: list[int]) -> str:
    return f"item{'s' * (len(numbers) != 1)} {listed(numbers)}"


def _are_late(stand: Standing, file: RequestFile) -> str:
    numbers = unanswered(file.request, stand)
    return f"{_items(numbers)} {'still waits' if len(numbers) == 1 else 'still wait'} for an answer"


def _also_late(stand: Standing, file: RequestFile) -> str:
    return f"; {_are_late(stand, file)} too, for which a reminder can follow: frkit letter {file.id} overdue"


def _letter_step(stand: Standing) -> NextStep | None:
    """The most urgent next step whose command is a letter, so that 'frkit next' and 'frkit letter' agree."""
    return next((step for step in stand.next_steps if re.match(r"frkit letter \S+ [\w-]+$", step.command)), None)


def _as_step_says(step: NextStep, stand: Standing, file: RequestFile) -> tuple[str, str]:
    kind = kind_named(step.command.split()[-1]).name
    if kind == "preservation":
        return kind, _reason(step)
    why = step.text.strip().rstrip(".")
    if kind == "appeal" and silence_facts(file.law, stand) is None:
        if most_late(stand) is None:
            raise nothing_to_appeal(file, stand)
        kind, why = "overdue", "the agency is late; frkit has no letter yet for a step against silence here"
    waiting = waiting_for_us(file.law, stand)
    if waiting and kind == "overdue":
        raise _answer_first(file, stand)
    if waiting:
        why += f"; beware, {_it_waits(file, stand)}"
    if kind == "overdue" and (before := reminders(effective(stand.events))):
        why += f"; a reminder went out on {long_day(before[-1])}"
    return kind, why[:1].lower() + why[1:]


def _reason(step: NextStep) -> str:
    why = step.text.strip().rstrip(".")
    return why[:1].lower() + why[1:]


def _it_waits(file: RequestFile, stand: Standing) -> str:
    words = {"fee_estimated": "named a fee", "clarification_asked": "asked a question"}
    told = [f"{words[one['kind']]} on {long_day(one['date'])}" for one in waiting_for_us(file.law, stand)]
    return f"the agency {listed(told)} and waits for our answer"


def _answer_first(file: RequestFile, stand: Standing) -> FrkitError:
    fact = _it_waits(file, stand)
    steps = [f"    {command}" for one in waiting_for_us(file.law, stand) for command in how_to_answer(file.id, one)]
    return FrkitError(
        f"{fact[0].upper()}{fact[1:]}: a reminder does not fit before that.",
        remedy="answer it, and log which of these you did:\n"
        + "\n".join(dict.fromkeys(steps))
        + f"\n  or write all the same, with the open matter named: frkit letter {file.id} overdue",
    )


def _none_due(stand: Standing, file: RequestFile) -> FrkitError:
    if waiting_for_us(file.law, stand):
        return _answer_first(file, stand)
    step = next(iter(stand.next_steps), None)
    if step is not None:
        command = step.command
        if command.startswith("frkit log ") and "--date" not in command:
            command += " --date DATE"
        return FrkitError(f"No letter of frkit fits now. {step.text}", remedy=command)
    running = [one for one in stand.clocks if one.state == "running" and one.due.date is not None and not one.needs]
    if running:
        one = min(running, key=lambda clock: clock.due.date or clock.due.start.day)
        whose = "we have" if one.clock.binds == "requester" else f"the {one.clock.binds} has"
        return FrkitError(
            f"No letter is due: {whose} until {long_day(one.due.date or one.due.start.day)} ({one.clock.citation}).",
            remedy=f"name the kind if you want to write anyway: {', '.join(NAMES)}",
        )
    return FrkitError("No letter is due now.", remedy=f"to see who must act: frkit status {file.id}")
