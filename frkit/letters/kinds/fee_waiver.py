"""Asks to waive or reduce the fee: in the public interest where the law says so, else as a plain request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from frkit.base.errors import FrkitError
from frkit.letters.facts.fee_facts import estimate_facts, rule_facts
from frkit.letters.facts.fitting import must_be_open
from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.matter import Matter
from frkit.letters.spelling import inside
from frkit.pages.wording import on_one_line
from frkit.tracking.order import effective
from frkit.tracking.standing import Standing
from frkit.tracking.waiting_steps import waived_for_the_public

_NOT_COMMERCIAL = re.compile(r"(?i)\b(neither|not|non)[- _]?commercial\b")
_COMMERCIAL = re.compile(r"(?i)^commercial\b")


def _facts(matter: Matter) -> Facts:
    if matter.file.law.kind == "regime":
        raise FrkitError(
            "A request for one's own data rests on no public interest, by which fees are waived.",
            remedy=f"if a fee was asked for, object to it: frkit letter {matter.file.id} fee",
        )
    must_be_open(matter, "there is no fee to give up")
    _must_not_be_decided(matter.stand, matter.file.id)
    rule = rule_facts(matter.file.law)
    return {
        "waiver": {
            "rule": rule["waiver"] if waived_for_the_public(matter.file.law) else "",
            "citation": rule["citation"],
            "estimate": estimate_facts(matter),
            "not_commercial": _not_commercial(matter),
            "numbers": [one.number for one in matter.file.request.items if _is_open(matter, one.number)],
        }
    }


def _must_not_be_decided(stand: Standing, request_id: str) -> None:
    for _, event in reversed(effective(stand.events)):
        if event.kind == "fee_estimated":
            return
        if event.kind == "waiver_granted":
            raise FrkitError(
                f"The agency gave up its fee on {event.date}.", remedy=f"to see it: frkit request show {request_id}"
            )


def _not_commercial(matter: Matter) -> bool:
    """Whether the request itself states a class of requester that is not commercial; nothing is taken for granted."""
    said = matter.file.request.given.get("requester_class", "")
    question = matter.file.law.given.get("requester_class")
    meant = question.answers.get(said, "") if question is not None else ""
    return bool(_NOT_COMMERCIAL.search(f"{said} {meant}"))


def _is_open(matter: Matter, number: int) -> bool:
    return matter.stand.item_outcomes.get(number) == "pending"


def _to_do(matter: Matter, facts: Facts) -> Iterator[str]:
    waiver, fees = facts["waiver"], matter.file.law.fees
    if not waiver["rule"]:
        known = f" ({inside(on_one_line(fees.waiver)).rstrip('.')})" if fees is not None and fees.waiver else ""
        yield f"The law on file names no waiver in the public interest{known}: the letter asks and cites nothing."
    if waiver["rule"]:
        yield f"Look whether all of the rule is met here: {waiver['rule']}."
    if not facts["said"]["paragraphs"]:
        yield 'Say with --text "WORDS" how you will make public what you learn: a waiver often turns on that.'
    if _COMMERCIAL.match(facts["given"]["requester_class"]):
        yield "The request says that you ask commercially: waivers in the public interest are hardly given then."


KIND = LetterKind(
    name="fee-waiver",
    purpose="asks to waive or reduce the fee",
    logged_as="waiver_requested",
    facts=_facts,
    to_do=_to_do,
)
