"""What an answer calls for: a refusal is answered, what was passed on is followed, what came is closed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from frkit.law.explaining import long_day
from frkit.tracking.agency_events import Denied
from frkit.tracking.next_step import REMINDED, NextStep
from frkit.tracking.outcomes import ANSWERS, MOVED
from frkit.tracking.remedies import RemedyStanding
from frkit.tracking.remedy_steps import LETTERS, WRITTEN, command_of, does
from frkit.tracking.situation import Situation, at_work, step


def after_refusal(now: Situation, limits: Iterable[NextStep]) -> Iterator[NextStep]:
    """The letter that answers what was refused, kept back or not found, unless a limit of ours names it already."""
    left = [] if now.refused else now.left_out
    if not (now.refused or left) or now.under_review or any(one.letter == "appeal" for one in limits):
        return
    found = _against_refusal(now, {now.outcomes[number] for number in now.refused})
    if found is not None and found.command not in {one.command for one in limits}:
        told = _refused_words(now) if now.refused else _left_words(left)
        lost = f" {now.names['exemptions_lost'].message}" if "exemptions_lost" in now.names else ""
        yield replace(found, text=f"{told}: {found.text}.{lost}")


def _against_refusal(now: Situation, outcomes: set[str]) -> NextStep | None:
    """What to do about it, in words that end a sentence.

    The rules in order: first the question behind an answer that found nothing or says nothing, where no last day to
    appeal presses; then the appeal, the complaint or the decision that the law gives; where it gives none, the wish
    that the agency think again; then what may run beside other steps, notice and court.
    """
    fresh = _never_appealed(now)
    steps = [one for one in now.open_steps() if fresh or one.remedy.kind not in WRITTEN]
    letters = [one for one in steps if LETTERS.get(one.remedy.kind) in ("appeal", "complaint", "decision")]
    by_letter = [one for one in letters if not one.remedy.parallel or one.remedy.kind in WRITTEN]
    pressing = any(one.until for one in by_letter if one.remedy.kind in WRITTEN)
    asked = None if pressing else _asked_behind(now, outcomes)
    if asked is not None or by_letter:
        return asked or _taken(now, by_letter[0])
    if fresh:
        return _think_again(now)
    others = [*letters, *(one for one in steps if LETTERS.get(one.remedy.kind)), *steps]
    return _taken(now, others[0]) if others else None


def _think_again(now: Situation) -> NextStep:
    if any(one.state == "over" and one.remedy.kind in WRITTEN for one in now.remedies):
        words = "the time to appeal has passed, ask whether it is taken late all the same"
        return step(words, now.letter("appeal"), "answer")
    return step("ask the agency to think again", now.letter("appeal"), "refused")


def _asked_behind(now: Situation, outcomes: set[str]) -> NextStep | None:
    """The letter that asks behind such an answer, once; it is left to work before the next step comes."""
    behind = (_WHO_ASKS, *_BEHIND) if _for_who_asks(now) else _BEHIND
    for kinds, events, about, letter, words in behind:
        if not outcomes or not outcomes <= kinds:
            continue
        wrote = now.wrote(about, now.last(*events))
        if not wrote:
            return step(words, now.letter(letter), "wait_ends")
        works = at_work(now, wrote[-1])
        if works:
            words = f"an answer to our letter of {long_day(wrote[-1])} may come"
            return replace(step(words, now.letter(letter), "look"), can_wait=works)
    return None


def _for_who_asks(now: Situation) -> bool:
    """Whether the last refusal rests only on where the requester lives or the like, and no proof went out since."""
    denied = now.last("denied")
    proved = now.last("identity_proved")
    claims = [
        claim.cited
        for _, event in now.events
        if isinstance(event, Denied) and event.date == denied
        for claim in event.exemptions
    ]
    who = now.file.law.requester
    sections = set(_SECTION.findall(who.citation or "")) if who is not None and who.residency_required else set()
    fits = [bool(_TIES.search(cited) or sections & set(_SECTION.findall(cited))) for cited in claims]
    return bool(fits) and all(fits) and (proved is None or denied is None or proved < denied)


_TIES = re.compile(r"(?i)\b(?:non-?)?(?:residents?|residency|residence|citizens?|citizenship|domicil\w*)\b")
_SECTION = re.compile(r"\d[\d.:-]*\d(?:\(\w+\))*")
_WHO_ASKS = (
    frozenset({"denied"}),
    ("denied",),
    "identity",
    "identity",
    "answer what it says of who may ask",
)


_BEHIND = (
    (
        frozenset({"no_records", "not_custodian"}),
        ("no_records", "not_custodian"),
        "no_records",
        "no-records",
        "ask how they searched and who else may hold it",
    ),
    (
        frozenset({"glomar"}),
        ("neither_confirm_nor_deny",),
        "neither_confirm_nor_deny",
        "neither",
        "ask for what can be said without that",
    ),
)
"""Outcomes, the answers that bring them, what the letter about them is about, its kind, and what it does."""


def _never_appealed(now: Situation) -> bool:
    """Whether no appeal has gone out since the last answer, so that the agency can be asked to think again."""
    answered, appealed = now.last(*ANSWERS), now.last("appeal_sent")
    return appealed is None or (answered is not None and appealed < answered)


def _taken(now: Situation, one: RemedyStanding) -> NextStep:
    command = command_of(now.file.id, now.file.law, one.remedy)
    if LETTERS.get(one.remedy.kind):
        return step(does(one.remedy), command, "refused")
    return step(f"{does(one.remedy)}, or close it with thanks ({now.letter('thanks')})", command, "look")


def _refused_words(now: Situation) -> str:
    """``Items 2, 3 were refused; item 4 was not found``."""
    lots: dict[str, list[int]] = {}
    for number in now.refused:
        lots.setdefault(_CAME_TO.get(now.outcomes[number], "not given"), []).append(number)
    told = [
        f"item{'s' * (len(lot) > 1)} {', '.join(map(str, lot))} {'were' if len(lot) > 1 else 'was'} {words}"
        for words, lot in lots.items()
    ]
    text = "; ".join(told)
    return f"{text[0].upper()}{text[1:]}"


_CAME_TO = {
    "denied": "refused",
    "partial": "kept back in part",
    "no_records": "not found",
    "not_custodian": "said to lie with another body",
    "glomar": "neither confirmed nor denied",
}


def _left_words(left: list[int]) -> str:
    return f"The final answer says nothing of item{'s' * (len(left) > 1)} {', '.join(map(str, left))}"


def after_transfer(now: Situation) -> Iterator[NextStep]:
    """What was passed on is followed by a letter: to the body that had it, or to the one that has it since."""
    moved = bool(set(now.outcomes.values()) & set(MOVED))
    since = now.last(*MOVED) if moved else now.handed_over
    if since is None or now.heard_since(since):
        return
    wrote = now.wrote("transfer", since)
    late = (now.passed_on or not moved) and now.answer_late
    if wrote and not (late and moved and (now.today - wrote[-1]).days >= REMINDED):
        return
    told = "All of it" if now.passed_on else "A part of it" if moved else "The request"
    asks = "ask who has it now, and since when" if moved else "ask the body that has it now to confirm that"
    again = f" (the last letter about it went out on {long_day(wrote[-1])})" if wrote else ""
    yield step(f"{told} was passed on: {asks}{again}.", now.letter("transfer"), "overdue" if late else "look", since)


def at_the_end(now: Situation) -> NextStep:
    """What is left when no limit runs and the next move is ours."""
    pending = [number for number, outcome in now.outcomes.items() if outcome == "pending"]
    if pending:
        text = f"No answer came on item{'s' * (len(pending) > 1)} {', '.join(map(str, pending))}: ask for it."
        return step(text, now.log("call", "--said", "WORDS"), "answer")
    if now.passed_on:
        return step(
            "All of it was passed on: follow it where it went, and close this request.", now.log("accepted"), "look"
        )
    kept = [str(number) for number, outcome in now.outcomes.items() if outcome not in ("granted", *MOVED)]
    text = "Everything asked for came: look at it, then accept with thanks."
    if kept:
        items = f"item{'s' * (len(kept) > 1)} {', '.join(kept)}"
        text = f"All is answered, but not in full ({items}): accept with thanks, or go on."
    return step(text, now.letter("thanks"), "look")
