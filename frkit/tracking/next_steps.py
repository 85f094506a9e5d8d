"""What to do now, ranked by what would be lost, each with the command that does it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from frkit.law.event_kinds import DUE
from frkit.law.explaining import long_day
from frkit.tracking.case import RunningClock
from frkit.tracking.flags import Flag, first_to_end, is_hidden, items_words
from frkit.tracking.outcomes import MOVED
from frkit.tracking.steps import FILINGS, remedy_of_clock
from frkit.tracking.types import RequestFile

SOON = 14
LONG_BEFORE = 120
"""Days before a limit of court proceedings at which it begins to be shown."""
_RANK = {"lapsing": 0, "wait_ends": 1, "refused": 2, "overdue": 3, "answer": 4, "read": 5, "send": 6, "look": 7}


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


def next_steps(
    file: RequestFile,
    ball: str,
    clocks: tuple[RunningClock, ...],
    flags: tuple[Flag, ...],
    outcomes: dict[int, str],
    today: date,
    tracks: tuple[str, ...] = (),
) -> tuple[NextStep, ...]:
    """The steps for one request, the one with the most to lose first."""
    if ball == "closed":
        return ()
    if ball == "newer_frkit":
        return (
            NextStep("Install a newer frkit: an event here is of a kind that this one does not know.", "", None, 0),
        )
    if ball in ("draft", "ready"):
        text = "Read the letter, send it, then log that it was sent."
        return (*_waiting(file, flags), NextStep(text, f"frkit letter {file.id}", None, _RANK["send"]))
    steps = [*_limits(file, clocks), *_late(file, clocks, flags), *_waiting(file, flags)]
    pending = _appeal_open(clocks) or bool({"appeal", "complaint", "lawsuit"} & set(tracks))
    if not any(step.command.endswith(" appeal") for step in steps) and not pending:
        steps += _after_the_answer(file, outcomes)
    if not steps and ball == "us":
        steps = [_at_the_end(file, outcomes)]
    return tuple(sorted(_once(steps), key=lambda step: (step.rank, step.by or date.max, step.text)))


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


def _limits(file: RequestFile, clocks: tuple[RunningClock, ...]) -> Iterator[NextStep]:
    """The requester's own limits that still run: what lapses cannot be won back."""
    open_ours = first_to_end(clocks)
    for one in clocks:
        if one.needs or one.state != "running" or one.clock.binds != "requester" or one.due.cautious is None:
            continue
        if is_hidden(one, open_ours):
            continue
        day = f"{long_day(one.due.cautious)}{items_words(one.items)}"
        if one.clock.role == "withdrawal":
            text, command = f"Answer the agency by {day}, or it may close the request.", f"frkit why {file.id}"
        elif one.clock.role in ("appeal", "pre_suit"):
            text, command = f"{_remedy(file, one)} by {day}.", f"frkit letter {file.id} appeal"
        elif one.clock.role == "complaint" or (one.clock.role == "court" and (one.days_left or 0) <= LONG_BEFORE):
            text, command = f"{_remedy(file, one)} by {day}.", f"frkit why {file.id}"
        else:
            continue
        if _needless(file, one):
            yield NextStep(f"{text} After silence it is not needed.", command, one.due.cautious, _RANK["look"])
            continue
        soon = one.days_left is not None and one.days_left <= SOON
        yield NextStep(text, command, one.due.cautious, _RANK["lapsing"] if soon else _RANK["refused"])


def _needless(file: RequestFile, one: RunningClock) -> bool:
    """Whether a limit belongs to a step that may be left out, since only silence started it."""
    remedy = remedy_of_clock(file.law, one.clock)
    return remedy is not None and "silence" in remedy.optional_when and one.due.start.kind.startswith(DUE)


def _remedy(file: RequestFile, one: RunningClock) -> str:
    remedy = remedy_of_clock(file.law, one.clock)
    if remedy is None:
        return {"appeal": "Appeal", "court": "Go to court"}.get(one.clock.role, "Complain")
    body = f"{remedy.body[0].lower()}{remedy.body[1:]}" if remedy.body.startswith("The ") else remedy.body
    if remedy.kind == "internal_review":
        return f"Ask {body} for an internal review"
    words = {
        "petition": "Petition",
        "complaint": "Complain to",
        "court": "File suit in",
        "tribunal": "Appeal, so that it is received in time, to",
    }
    return f"{words.get(remedy.kind, 'Appeal to')} {body}"


def _late(file: RequestFile, clocks: tuple[RunningClock, ...], flags: tuple[Flag, ...]) -> Iterator[NextStep]:
    names = {flag.name: flag for flag in flags}
    appealed = _appeal_open(clocks)
    if "deemed_refused" in names and not appealed and "appeal_open_until" not in names:
        yield from _after_deemed_refusal(file)
    waits_for_us = bool({"fee_wait", "clarify_wait", "identity_wait"} & set(names))
    if not appealed:
        yield from _after_silence(file, names)
    if "overdue" in names and not appealed and not waits_for_us:
        flag = names["overdue"]
        yield NextStep(f"Remind the agency. {flag.message}", f"frkit letter {file.id} overdue", None, _RANK["overdue"])
    elif "ack_late" in names:
        flag = names["ack_late"]
        yield NextStep(f"Remind the agency. {flag.message}", f"frkit letter {file.id} overdue", None, _RANK["overdue"])
    yield from _each_late(file, flags)
    if "extension_unlawful" in names and all(one.due.extension.certain for one in clocks if one.due.extension):
        text = f"Object. {names['extension_unlawful'].message}"
        yield NextStep(text, f"frkit why {file.id}", None, _RANK["overdue"])
    if "target_passed" in names and "overdue" not in names and not appealed and not waits_for_us:
        message = names["target_passed"].message
        yield NextStep(f"Remind the agency. {message}", f"frkit letter {file.id} overdue", None, _RANK["overdue"])
    prompt = next((one for one in clocks if one.state == "no_date" and one.clock.binding == "prompt"), None)
    if prompt is not None and prompt.clock.binds == "agency" and not waits_for_us:
        text = f"Remind the agency: the law says {prompt.clock.length} ({prompt.clock.citation})."
        yield NextStep(text, f"frkit letter {file.id} overdue", None, _RANK["look"])


def _each_late(file: RequestFile, flags: tuple[Flag, ...]) -> Iterator[NextStep]:
    """Every reviewer that is late and every limit of ours that has passed: one step each."""
    for flag in flags:
        if flag.name == "decision_late":
            text = f"The reviewer is late. {flag.message} See the next remedy."
            yield NextStep(text, f"frkit why {file.id}", None, _RANK["refused"])
        elif flag.name == "may_be_closed":
            text = f"Ask whether the request is still open. {flag.message}"
            yield NextStep(text, f"frkit why {file.id}", None, _RANK["refused"])


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
            yield NextStep(
                f"{text} {names[name].message}", f"frkit {command.format(id=file.id)}", None, _RANK["refused"]
            )


def _after_deemed_refusal(file: RequestFile) -> Iterator[NextStep]:
    text = "Silence counts as a refusal here: the remedies are open."
    yield NextStep(text, f"frkit why {file.id}", None, _RANK["refused"])


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
        "promise_passed": ("Ask what became of the promise.", f"frkit letter {file.id}", "overdue"),
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
        "unread": ("Read what came and log what it says.", f"frkit request show {file.id}", "read"),
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
            yield NextStep(f"{text} {flag.message}", command, None, _RANK[rank])


def _once(steps: list[NextStep]) -> list[NextStep]:
    return list({step.text: step for step in steps}.values())
