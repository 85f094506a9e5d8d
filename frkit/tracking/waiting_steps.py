"""What waits for a word or an act of ours, as steps: a question, a fee, a demand, something unread. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from frkit.law.types import Jurisdiction
from frkit.tracking.flags import Flag
from frkit.tracking.next_step import NextStep
from frkit.tracking.order import failures, in_order, without_corrected
from frkit.tracking.our_events import FollowedUp
from frkit.tracking.situation import WAITS, Situation, step

READ = "Read what came and log what it says."
_PUBLIC = re.compile(
    r"(?i)public (interest|understanding|purpose)|general (public|welfare)|benefits the public|widely to the public"
)
_NOBODY_WAIVES = re.compile(r"(?i)\W*none\b|a court\b")
"""What is no waiver by the agency."""
_ABOUT = {
    "overdue": "overdue",
    "acknowledgement": "unacknowledged",
    "extension": "extension",
    "no_records": "no-records",
    "neither_confirm_nor_deny": "neither",
    "fee": "fee",
    "preservation": "preservation",
    "expedited": "expedited",
    "identity": "identity",
    "clawback": "clawback",
    "transfer": "transfer",
    "correction": "correction",
}
"""What a letter of ours is about -> its kind."""
_FILED_WITH = {
    "sent": "request",
    "appeal_sent": "appeal",
    "complaint_filed": "complaint",
    "decision_requested": "decision",
    "notice_given": "notice",
}
"""What was sent -> the letter by which."""


def waiting_steps(now: Situation) -> Iterator[NextStep]:
    """One step for each thing that waits for us."""
    for flag in now.flags:
        told = _by_letter(now, flag) or _by_hand(now, flag)
        if told is not None:
            text, command, sort = told
            yield step(f"{text} {flag.message}", command, sort, flag.since)


def fee_letter(now: Situation) -> str:
    """The letter that answers a fee.

    ``fee-waiver`` where the law waives it in the public interest and nobody asked for that yet, else ``fee``: what an
    agency may merely choose to give up comes after what it may not charge.
    """
    asked = any(event.kind in ("waiver_requested", "waiver_denied") for _, event in now.events)
    return "fee-waiver" if waived_for_the_public(now.file.law) and not asked else "fee"


def waived_for_the_public(law: Jurisdiction) -> bool:
    """Whether the law on file knows a waiver by the agency on a ground of public interest."""
    words = " ".join((law.fees.waiver or "").split()) if law.fees is not None else ""
    return bool(_PUBLIC.search(words)) and not _NOBODY_WAIVES.match(words)


def _by_letter(now: Situation, flag: Flag) -> tuple[str, str, str] | None:
    """What a letter of ours answers: the words, the command, how urgent."""
    if flag.name == "demanded_back":
        return _demanded_back(now, flag)
    if flag.name == "undelivered":
        return "Send it again another way, then log it.", _sent_again(now), "answer"
    if flag.name == "clarify_wait":
        return "Answer the agency's question.", now.letter(WAITS[flag.name]), "answer"
    if flag.name == "identity_wait":
        return "Show who asks, or say why that is not needed.", now.letter(WAITS[flag.name]), "answer"
    if flag.name == "fee_wait":
        return _about_fee(now)
    return None


def _demanded_back(now: Situation, flag: Flag) -> tuple[str, str, str]:
    if now.wrote("clawback", flag.since):
        log = now.log("cleared-by-counsel", "--of", "SHA256")
        return "Let counsel look at it, then log what counsel says.", log, "answer"
    return "Talk to counsel before you answer or give anything back.", now.letter("clawback"), "lapsing"


def _about_fee(now: Situation) -> tuple[str, str, str]:
    letter = fee_letter(now)
    other = now.letter("fee") if letter == "fee-waiver" else now.letter("narrowing")
    words = "Ask for the fee to be waived" if letter == "fee-waiver" else "Object to the fee, or agree to it"
    less = "object to it item by item" if letter == "fee-waiver" else "ask for less"
    return f"{words}; or pay it; or {less} ({other}).", now.letter(letter), "answer"


def _sent_again(now: Situation) -> str:
    """The letter that came back, written again."""
    history = in_order(now.file.events)
    failed = failures(without_corrected(history))
    last = next((event for event_id, event in reversed(history) if event_id in failed), None)
    if isinstance(last, FollowedUp):
        return now.letter(_ABOUT[last.about]) if last.about in _ABOUT else f"frkit letter {now.file.id}"
    return now.letter(_FILED_WITH.get(last.kind, "request") if last is not None else "request")


def _by_hand(now: Situation, flag: Flag) -> tuple[str, str, str] | None:
    """What no letter does: something to read, to pay, to log or to mend."""
    show = f"frkit request show {now.file.id}"
    read_law = f"frkit law show {now.file.law.code}"
    table = {
        "law_unconfirmed": (
            "No date is shown until a person has read the law.",
            now.log("law-confirmed", "--source", "WHERE"),
            "answer",
        ),
        "answer_unknown": ("Correct what is given.", read_law, "answer"),
        "question_open": ("Say what the law asks.", read_law, "answer"),
        "fee_with_request": (
            "Pay what is due with the request, then log it.",
            now.log("fee-paid", "--amount", "AMOUNT"),
            "answer",
        ),
        "promise_passed": ("Ask what became of the promise.", now.log("call", "--said", "WORDS"), "late"),
        "overpaid": ("Ask for the money back.", now.log("fee-refunded", "--amount", "AMOUNT"), "look"),
        "unread": (READ, show, "read"),
        "contradictory": ("Mend the contradiction.", show, "look"),
        "order_unclear": ("Say what came first.", show, "look"),
        "no_exemption_named": ("Log which exemption the refusal names, or ask for it.", show, "look"),
    }
    return table.get(flag.name)
