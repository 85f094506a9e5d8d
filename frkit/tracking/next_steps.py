"""What to do now, ranked by what would be lost, each with the command that does it. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from frkit.law.event_kinds import DUE
from frkit.law.explaining import long_day
from frkit.law.types import Remedy
from frkit.tracking.case import RunningClock
from frkit.tracking.flags import Flag, first_to_end, is_hidden, items_words
from frkit.tracking.order import Logged
from frkit.tracking.our_events import FollowedUp
from frkit.tracking.outcomes import MOVED
from frkit.tracking.remedies import RemedyStanding
from frkit.tracking.remedy_steps import WRITTEN, command_of, does, listed, open_steps
from frkit.tracking.steps import FILINGS, remedy_of_clock
from frkit.tracking.types import RequestFile

SOON = 14
LONG_BEFORE = 120
"""Days before a limit of court proceedings at which it begins to be shown."""
_READ = "Read what came and log what it says."
REMINDED = 14
"""Days for which a reminder that went out is left to work before the next one is urgent."""
_SORTS = ("lapsing", "wait_ends", "refused", "overdue", "answer", "late", "read", "send", "look")
"""``overdue``: past a limit of law for the answer; ``late``: past a promise, a target or the day of a receipt."""
_RANK = {sort: rank for rank, sort in enumerate(_SORTS)}


def rank_of(sort: str) -> int:
    """How urgent a sort of step is: ``lapsing``, ``refused``, ``look`` and the like; 0 is the most."""
    return _RANK[sort]


@dataclass(frozen=True)
class NextStep:
    """One thing to do: in words, as a command, by when, and how urgent (0 is the most)."""

    text: str
    command: str
    by: date | None
    rank: int
    since: date | None = None
    """The day from which somebody has been late."""
    after_silence: bool = False
    """Whether it rests on there being no reply, so that one which nobody has read may change it."""

    @property
    def urgency(self) -> tuple[int, date, date]:
        """What steps are sorted by: rank, then the day that comes first, then who has been late the longest."""
        return self.rank, self.by or date.max, self.since or date.max


def next_steps(
    file: RequestFile,
    ball: str,
    clocks: tuple[RunningClock, ...],
    flags: tuple[Flag, ...],
    outcomes: dict[int, str],
    today: date,
    *,
    tracks: tuple[str, ...],
    remedies: tuple[RemedyStanding, ...],
    events: tuple[Logged, ...],
) -> tuple[NextStep, ...]:
    """The steps for one request, the one with the most to lose first; ``events`` are those that count, in order."""
    if ball == "closed":
        return ()
    if ball == "newer_frkit":
        return (
            NextStep("Install a newer frkit: an event here is of a kind that this one does not know.", "", None, 0),
        )
    if ball in ("draft", "ready"):
        text = "Read the letter, send it, then log that it was sent."
        return (*_waiting(file, flags), NextStep(text, f"frkit letter {file.id}", None, _RANK["send"]))
    limits = [*_limits(file, clocks, flags)]
    late = [*_late(file, clocks, flags, remedies, _Wrote(events, today))]
    waiting = [step for step in _waiting(file, flags) if step.command not in {one.command for one in limits}]
    steps = [*limits, *_unless_unread(late, waiting), *waiting]
    pending = _appeal_open(clocks) or bool({"appeal", "complaint", "lawsuit"} & set(tracks))
    if not any(step.command.endswith(" appeal") for step in limits) and not pending:
        steps += _after_the_answer(file, outcomes)
    if not steps and ball == "us":
        steps = [_at_the_end(file, outcomes)]
    return tuple(sorted(_once(steps), key=lambda step: (*step.urgency, step.text)))


def _unless_unread(late: list[NextStep], waiting: list[NextStep]) -> list[NextStep]:
    """What silence calls for, unless a reply lies there unread: then reading comes in its place and is as urgent."""
    unread = [number for number, step in enumerate(waiting) if step.text.startswith(_READ)]
    if not unread:
        return late
    silence = [step for step in late if step.after_silence]
    for number in unread if silence else ():
        first = min(silence, key=lambda step: step.urgency)
        waiting[number] = replace(waiting[number], rank=min(first.rank, waiting[number].rank), since=first.since)
    return [step for step in late if not step.after_silence]


def _appeal_open(clocks: tuple[RunningClock, ...]) -> bool:
    """Whether an appeal waits for its decision; one that nobody is known to have filed does not."""
    decisions = [one for one in clocks if one.clock.role == "appeal_decision"]
    certain = [one for one in decisions if not one.needs or one.clock.starts_at == "all" or _is_filed(one)]
    return any(one.state in ("running", "lapsed", "no_date") for one in certain)


def _is_filed(one: RunningClock) -> bool:
    return one.due.start.kind in FILINGS


def _at_the_end(file: RequestFile, outcomes: dict[int, str]) -> NextStep:
    """What is left when no limit runs and the next move is ours."""
    open_items = [str(number) for number, outcome in outcomes.items() if outcome == "pending"]
    if open_items:
        text = f"No answer came on item{'s' * (len(open_items) > 1)} {', '.join(open_items)}: ask for it."
        return NextStep(text, f"frkit letter {file.id}", None, _RANK["answer"])
    if outcomes and set(outcomes.values()) <= set(MOVED):
        text = "All of it was passed on: follow it where it went, and close this request."
        return NextStep(text, f"frkit log accepted {file.id} --date DATE", None, _RANK["look"])
    kept = [str(number) for number, outcome in outcomes.items() if outcome not in ("granted", *MOVED)]
    text = "Everything asked for came: look at it, then accept."
    if kept:
        text = f"All is answered, but not in full (item{'s' * (len(kept) > 1)} {', '.join(kept)}): accept, or go on."
    return NextStep(text, f"frkit log accepted {file.id} --date DATE", None, _RANK["look"])


def _after_the_answer(file: RequestFile, outcomes: dict[int, str]) -> Iterator[NextStep]:
    refused = [number for number, outcome in outcomes.items() if outcome not in ("granted", "pending", *MOVED)]
    if not refused:
        return
    numbers = ", ".join(map(str, refused))
    item = f"Item {numbers} was" if len(refused) == 1 else f"Items {numbers} were"
    yield NextStep(
        f"{item} refused, kept back in part or not found: write back.",
        f"frkit letter {file.id}",
        None,
        _RANK["refused"],
    )


def _limits(file: RequestFile, clocks: tuple[RunningClock, ...], flags: tuple[Flag, ...]) -> Iterator[NextStep]:
    """The requester's own limits that still run: what lapses cannot be won back."""
    for one, items in _ours(clocks):
        until = one.due.cautious
        if until is None:
            continue
        day = f"{long_day(until)}{items_words(items)}"
        remedy = remedy_of_clock(file.law, one.clock)
        if one.clock.role == "withdrawal":
            waits, command = _answer(file, flags)
            text = f"Answer the agency by {day}, or it may close the request.{waits}"
        elif one.clock.role in ("appeal", "pre_suit"):
            text, command = f"{_remedy(file, one)} by {day}.", f"frkit letter {file.id} appeal"
        elif one.clock.role == "complaint" or (one.clock.role == "court" and (one.days_left or 0) <= LONG_BEFORE):
            text = f"{_remedy(file, one)} by {day}, then log it."
            command = command_of(file.id, file.law, remedy) if remedy else f"frkit why {file.id}"
        else:
            continue
        if _needless(file, one):
            yield NextStep(f"{text} After silence it is not needed.", command, until, _RANK["look"])
            continue
        soon = one.days_left is not None and one.days_left <= SOON
        yield NextStep(text, command, until, _RANK["lapsing"] if soon else _RANK["refused"])


def _ours(clocks: tuple[RunningClock, ...]) -> Iterator[tuple[RunningClock, tuple[int, ...]]]:
    """Each limit of ours to tell, with its items: limits of one kind that end on one day are told once."""
    open_ours = first_to_end(clocks)
    told: dict[tuple[str, date | None, bool], tuple[RunningClock, list[tuple[int, ...]]]] = {}
    for one in clocks:
        if one.needs or one.state != "running" or one.clock.binds != "requester" or is_hidden(one, open_ours):
            continue
        silent = one.due.start.kind.startswith(DUE)
        told.setdefault((one.clock.id, one.due.cautious, silent), (one, []))[1].append(one.items)
    refused = {key[:2] for key in told if not key[2]}
    for (name, day, silent), (one, lots) in told.items():
        if silent and (name, day) in refused:
            continue
        every = [*lots, *(told[(name, day, True)][1] if not silent and (name, day, True) in told else [])]
        yield one, tuple(sorted(set().union(*every))) if all(every) else ()


def _answer(file: RequestFile, flags: tuple[Flag, ...]) -> tuple[str, str]:
    """What the agency waits for, behind a blank, and the command that logs our answer to it."""
    kinds = {"clarify_wait": "clarified", "identity_wait": "identity-proved", "fee_wait": "fee-disputed"}
    for flag in flags:
        if flag.name in kinds:
            return f" {flag.message}", f"frkit log {kinds[flag.name]} {file.id} --date DATE"
    return "", f"frkit why {file.id}"


def _needless(file: RequestFile, one: RunningClock) -> bool:
    """Whether a limit belongs to a step that may be left out, since only silence started it."""
    remedy = remedy_of_clock(file.law, one.clock)
    return remedy is not None and "silence" in remedy.optional_when and one.due.start.kind.startswith(DUE)


def _remedy(file: RequestFile, one: RunningClock) -> str:
    remedy = remedy_of_clock(file.law, one.clock)
    if remedy is None:
        return {"appeal": "Appeal", "court": "Go to court"}.get(one.clock.role, "Complain")
    return _capital(does(remedy))


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


class _Wrote:
    """What we have written to the agency: when we reminded it last, and whether we objected."""

    def __init__(self, events: tuple[Logged, ...], today: date) -> None:
        self._letters = [event for _, event in events if isinstance(event, FollowedUp)]
        self._today = today

    def reminder(self, file: RequestFile, message: str, sort: str, since: date | None) -> NextStep:
        """To remind the agency; not urgent again until a reminder that went out has had its time."""
        command = f"frkit letter {file.id} overdue"
        last = max((one.date for one in self._letters if one.about == "overdue"), default=None)
        if last is None or (since is not None and last <= since):
            return NextStep(f"Remind the agency{message}", command, None, _RANK[sort], since, True)
        words = f"Remind the agency again (the last reminder went out on {long_day(last)}){message}"
        rank = _RANK["look"] if (self._today - last).days < REMINDED else _RANK[sort]
        return NextStep(words, command, None, rank, since, True)

    def objected(self, since: date | None) -> bool:
        """Whether we objected to an extension since that day."""
        return any(one.about == "extension" and one.date >= (since or date.min) for one in self._letters)


def _late(
    file: RequestFile,
    clocks: tuple[RunningClock, ...],
    flags: tuple[Flag, ...],
    remedies: tuple[RemedyStanding, ...],
    wrote: _Wrote,
) -> Iterator[NextStep]:
    names = {flag.name: flag for flag in flags}
    appealed = _appeal_open(clocks)
    if not appealed:
        if "deemed_refused" in names and "appeal_open_until" not in names:
            rank = _RANK["overdue" if "overdue" in names else "late"]
            yield from _after_deemed_refusal(file, clocks, remedies, rank)
        yield from _after_silence(file, names)
    yield from _reminders(file, clocks, names, wrote, appealed=appealed)
    yield from _each_late(file, flags, remedies)
    still_open = "appeal_open_until" in names or any(
        one.remedy.kind in WRITTEN for one in open_steps(remedies, file.law)
    )
    if "appeal_lapsed" in names and not appealed and not still_open:
        text = f"Ask anew, or find out whether an appeal is taken late. {names['appeal_lapsed'].message}"
        yield NextStep(text, _anew(file), None, _RANK["answer"], names["appeal_lapsed"].since)
    certain = all(one.due.extension.certain for one in clocks if one.due.extension)
    if "extension_unlawful" in names and certain and not wrote.objected(names["extension_unlawful"].since):
        text = f"Object. {names['extension_unlawful'].message}"
        command = f"frkit log followed-up {file.id} --date DATE --about extension --letter FILE"
        yield NextStep(text, command, None, _RANK["overdue"])


def _anew(file: RequestFile) -> str:
    """The command that makes the same request again."""
    asked = file.request
    what = [("--pack", asked.pack)] if asked.pack else [("--item", item.category) for item in asked.items]
    more = [("--vendor", vendor) for vendor in asked.vendors]
    return shlex.join(["frkit", "request", "new", "--agency", asked.agency, *chain.from_iterable((*what, *more))])


def _reminders(
    file: RequestFile, clocks: tuple[RunningClock, ...], names: dict[str, Flag], wrote: _Wrote, *, appealed: bool
) -> Iterator[NextStep]:
    """The one reminder that fits: of a limit of law before a receipt, a target, or a law that names no number."""
    waits_for_us = bool({"fee_wait", "clarify_wait", "identity_wait"} & set(names))
    answer_due = not appealed and not waits_for_us
    prompt = next((one for one in clocks if one.state == "no_date" and one.clock.binding == "prompt"), None)
    if "overdue" in names and answer_due:
        yield wrote.reminder(file, f". {names['overdue'].message}", "overdue", names["overdue"].since)
    elif "ack_late" in names:
        yield wrote.reminder(file, f". {names['ack_late'].message}", "late", names["ack_late"].since)
    elif "target_passed" in names and answer_due:
        yield wrote.reminder(file, f". {names['target_passed'].message}", "late", names["target_passed"].since)
    elif prompt is not None and prompt.clock.binds == "agency" and not waits_for_us:
        message = f": the law says {prompt.clock.length} ({prompt.clock.citation})."
        yield wrote.reminder(file, message, "look", None)


def _each_late(file: RequestFile, flags: tuple[Flag, ...], remedies: tuple[RemedyStanding, ...]) -> Iterator[NextStep]:
    """Every reviewer that is late and every limit of ours that has passed: one step each."""
    for flag in flags:
        if flag.name == "decision_late":
            steps = open_steps(remedies, file.law)
            after = f"Open now: {listed(steps)}." if steps else "See what is left."
            command = command_of(file.id, file.law, steps[0].remedy) if steps else f"frkit why {file.id}"
            yield NextStep(f"The reviewer is late. {flag.message} {after}", command, None, _RANK["refused"], flag.since)
        elif flag.name == "may_be_closed":
            text = f"Ask whether the request is still open. {flag.message}"
            command = f"frkit log call {file.id} --date DATE --said WORDS"
            yield NextStep(text, command, None, _RANK["refused"], flag.since)


_AFTER_SILENCE = {
    "deemed_granted": ("Ask for the records: the request counts as approved.", "letter {id} overdue"),
    "exemptions_lost": ("Ask for the records: the grounds for withholding are lost.", "letter {id} overdue"),
    "ask_for_decision": (
        "Ask for a formal decision; only that can be appealed.",
        "log decision-requested {id} --date DATE",
    ),
    "notice_of_default": ("Give notice of default.", "log notice-given {id} --date DATE"),
}
"""Flag of a silence -> what to do about it, and the command."""


def _after_silence(file: RequestFile, names: dict[str, Flag]) -> Iterator[NextStep]:
    for name, (text, command) in _AFTER_SILENCE.items():
        if name in names:
            flag = names[name]
            command = f"frkit {command.format(id=file.id)}"
            yield NextStep(f"{text} {flag.message}", command, None, _RANK["refused"], flag.since, True)


def _after_deemed_refusal(
    file: RequestFile, clocks: tuple[RunningClock, ...], remedies: tuple[RemedyStanding, ...], rank: int
) -> Iterator[NextStep]:
    """The steps that silence opens and that no limit of ours has named already; they come after a first reminder."""
    told = {remedy.id for one, _ in _ours(clocks) if (remedy := _told_by_limit(file, one)) is not None}
    steps = [one for one in open_steps(remedies, file.law, silence=True) if one.remedy.id not in told]
    if steps:
        text = f"Silence counts as a refusal here. Open now: {listed(steps)}."
        command = command_of(file.id, file.law, steps[0].remedy)
        yield NextStep(text, command, None, rank, None, True)


def _told_by_limit(file: RequestFile, one: RunningClock) -> Remedy | None:
    far = one.clock.role == "court" and (one.days_left or 0) > LONG_BEFORE
    return None if far else remedy_of_clock(file.law, one.clock)


def _waiting(file: RequestFile, flags: tuple[Flag, ...]) -> Iterator[NextStep]:
    commands = {
        "law_unconfirmed": (
            "No date is shown until a person has read the law.",
            f"frkit log law-confirmed {file.id} --date DATE --source WHERE",
            "answer",
        ),
        "undelivered": (
            "Send it again another way, then log it.",
            f"frkit log sent {file.id} --date DATE --method post",
            "answer",
        ),
        "answer_unknown": ("Correct what is given.", f"frkit law show {file.law.code}", "answer"),
        "question_open": ("Say what the law asks.", f"frkit why {file.id}", "answer"),
        "clarify_wait": ("Answer the agency's question.", f"frkit log clarified {file.id} --date DATE", "answer"),
        "fee_wait": (
            "Agree to the fee, pay it or dispute it.",
            f"frkit log fee-disputed {file.id} --date DATE",
            "answer",
        ),
        "identity_wait": ("Show who asks.", f"frkit log identity-proved {file.id} --date DATE", "answer"),
        "fee_with_request": (
            "Pay what is due with the request, then log it.",
            f"frkit log fee-paid {file.id} --date DATE --amount AMOUNT",
            "answer",
        ),
        "promise_passed": (
            "Ask what became of the promise.",
            f"frkit log call {file.id} --date DATE --said WORDS",
            "late",
        ),
        "overpaid": (
            "Ask for the money back.",
            f"frkit log fee-refunded {file.id} --date DATE --amount AMOUNT",
            "look",
        ),
        "demanded_back": (
            "Let counsel look at it, then log what counsel says.",
            f"frkit log cleared-by-counsel {file.id} --date DATE --of SHA256",
            "answer",
        ),
        "unread": (_READ, f"frkit request show {file.id}", "read"),
        "contradictory": ("Mend the contradiction.", f"frkit request show {file.id}", "look"),
        "order_unclear": ("Say what came first.", f"frkit request show {file.id}", "look"),
        "no_exemption_named": (
            "Log which exemption the refusal names, or ask for it.",
            f"frkit request show {file.id}",
            "look",
        ),
    }
    for flag in flags:
        if flag.name in commands:
            text, command, rank = commands[flag.name]
            yield NextStep(f"{text} {flag.message}", command, None, _RANK[rank], flag.since)


def _once(steps: list[NextStep]) -> list[NextStep]:
    return list({step.text: step for step in steps}.values())
