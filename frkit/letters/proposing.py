"""Which letter a request needs now, and why.

One rule: the most urgent step of ``frkit next`` that a letter does is the letter that is due, so that the two commands
never say different things. The rules here say what comes before that, what is added to the reason, and what is said
where no letter is due.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from frkit.base.errors import FrkitError
from frkit.law.explaining import long_day
from frkit.letters.facts.agency_letters import waiting_for_us
from frkit.letters.facts.appealing import appeal_clock, appeal_remedy
from frkit.letters.facts.grounds import left_out, open_refusals, unanswered
from frkit.letters.facts.limits import late_answer, never_sent
from frkit.letters.kinds.registry import NAMES
from frkit.pages.wording import listed
from frkit.tracking.next_steps import NextStep
from frkit.tracking.standing import Standing
from frkit.tracking.types import RequestFile

Proposal = tuple[str, str]
"""A kind of letter, and why it is due."""
_REFUSED = {
    "denied": "refused",
    "no_records": "answered with 'no records'",
    "not_custodian": "answered that another body holds the records",
    "neither_confirm_nor_deny": "answered with neither yes nor no",
    "produced": "released a part and kept some back",
}
_ANSWERS_OF_OURS = ("clarification", "identity", "fee-waiver", "fee")
"""Letters that answer what the agency asked."""


def propose_kind(stand: Standing, file: RequestFile) -> Proposal:
    """The kind of letter and the reason; raises FrkitError, with what to do instead, where none is due."""
    for rule in _RULES:
        found = rule(stand, file)
        if found is not None:
            return found
    raise _none_due(stand, file)


def _cannot_judge(stand: Standing, file: RequestFile) -> Proposal | None:
    if stand.ball == "newer_frkit":
        raise FrkitError("A newer frkit wrote events here that this one cannot judge.", remedy="install a newer frkit")
    return None


def _demanded_back(stand: Standing, file: RequestFile) -> Proposal | None:
    """A demand to give records back is answered whatever else the request has come to."""
    step = next((one for one in stand.next_steps if one.letter == "clawback"), None)
    idle = stand.ball == "closed" or stand.sent_on is None
    return ("clawback", _reason(step)) if step is not None and idle else None


def _closed(stand: Standing, file: RequestFile) -> Proposal | None:
    if stand.ball == "closed":
        raise FrkitError(
            f"The request is closed ({stand.closed_as}); no letter is due.",
            remedy=f"to take it up again: frkit log reopened {file.id} --date DATE",
        )
    return None


def _not_delivered(stand: Standing, file: RequestFile) -> Proposal | None:
    """What was never sent, or came back, is sent before anything else is written."""
    failed = stand.flag("undelivered") if stand.sent_on is None else None
    if failed is not None:
        since = f" on {long_day(failed.since)}" if failed.since else ""
        return "request", f"the sending failed{since}, so the agency does not have it: send it another way"
    if stand.ball in ("draft", "ready"):
        return "request", "the request has not been sent yet"
    if stand.sent_on is None:
        raise never_sent(file, stand, "no letter can follow it")
    return None


def _as_next_says(stand: Standing, file: RequestFile) -> Proposal | None:
    """The most urgent step that a letter does and that is due."""
    step = next((one for one in stand.next_steps if one.letter is not None and not one.can_wait), None)
    if step is None or step.letter is None:
        return None
    kind, waits = step.letter, waiting_for_us(file.law, stand)
    why = (_why_appeal(stand, file) if kind == "appeal" else "") or _reason(step)
    if kind == "overdue" and (refused := _why_appeal(stand, file)):
        why += f"; {refused}"
    late = late_answer(stand) if unanswered(file.request, stand) else None
    if kind == "appeal" and late is not None and open_refusals(stand):
        why += f"; {_are_late(stand, file)} too, for which a reminder can follow: frkit letter {file.id} overdue"
    if waits and kind not in _ANSWERS_OF_OURS:
        why += f"; beware, {_it_waits(waits)}"
    return kind, why


def _late_but_unread(stand: Standing, file: RequestFile) -> Proposal | None:
    """What came and nobody has read may be the answer; who writes all the same reminds the agency."""
    late = late_answer(stand) if unanswered(file.request, stand) else None
    fits = late is not None and stand.flag("unread") is not None and not waiting_for_us(file.law, stand)
    return ("overdue", _are_late(stand, file)) if fits else None


_RULES: tuple[Callable[[Standing, RequestFile], Proposal | None], ...] = (
    _cannot_judge,
    _demanded_back,
    _closed,
    _not_delivered,
    _as_next_says,
    _late_but_unread,
)
"""The rules in order; the first that has an answer decides."""


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


def _items(numbers: list[int]) -> str:
    return f"item{'s' * (len(numbers) != 1)} {listed(numbers)}"


def _are_late(stand: Standing, file: RequestFile) -> str:
    numbers = unanswered(file.request, stand)
    return f"{_items(numbers)} {'still waits' if len(numbers) == 1 else 'still wait'} for an answer"


def _reason(step: NextStep) -> str:
    why = step.text.strip().rstrip(".")
    return why[:1].lower() + why[1:]


def _it_waits(waits: list[dict[str, Any]]) -> str:
    words = {"fee_estimated": "named a fee", "clarification_asked": "asked a question"}
    told = [f"{words[one['kind']]} on {long_day(one['date'])}" for one in waits]
    return f"the agency {listed(told)} and waits for our answer"


def _none_due(stand: Standing, file: RequestFile) -> FrkitError:
    waits = next((one for one in reversed(stand.next_steps) if one.letter is not None and one.can_wait), None)
    if waits is not None:
        return FrkitError(f"No letter is due: {waits.can_wait}.", remedy=f"to write all the same: {waits.command}")
    step = next(iter(stand.next_steps), None)
    if step is not None:
        return FrkitError(f"No letter of frkit fits now. {step.text}", remedy=step.command)
    running = [one for one in stand.clocks if one.state == "running" and one.due.date is not None and not one.needs]
    if running:
        one = min(running, key=lambda clock: clock.due.date or clock.due.start.day)
        whose = "we have" if one.clock.binds == "requester" else f"the {one.clock.binds} has"
        return FrkitError(
            f"No letter is due: {whose} until {long_day(one.due.date or one.due.start.day)} ({one.clock.citation}).",
            remedy=f"name the kind if you want to write anyway: {', '.join(NAMES)}",
        )
    return FrkitError("No letter is due now.", remedy=f"to see who must act: frkit status {file.id}")
