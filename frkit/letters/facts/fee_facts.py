"""A fee beside what the law on file says about fees, in the law file's words; nothing is computed."""

from __future__ import annotations

import re
from typing import Any

from frkit.base.errors import FrkitError
from frkit.law.types import Fees, Jurisdiction
from frkit.letters.facts.limits import ANSWERS, most_late, passed_facts
from frkit.letters.matter import Matter
from frkit.letters.spelling import inside, spelled_for
from frkit.pages.wording import SYMBOLS, money, on_one_line, without_stop
from frkit.tracking.events import FeeEstimated
from frkit.tracking.fees import bill_of
from frkit.tracking.order import effective
from frkit.tracking.standing import Standing

_NOTHING = re.compile(r"(?i)^(none|nothing)\b")
_BARE_AMOUNT = re.compile(r"(?<![A-Z]{3} )(?<![\d.])\d+\.\d\d(?!\d)")
_WHOLE = (("first ", "the first "), ("free", "access is free"))
"""Beginnings without an article or a subject, and what a sentence has instead."""
_CODED = re.compile(r"\b(EUR|GBP|USD) (?=\d)")
_ADVICE = re.compile(r"(?i)(^|(?<=\. )|[;:] )(check|look)\b[^.;]*")
"""What a law file tells the requester and nobody else."""
_SETTLED = {
    "agreed": "You agreed to the fee on {}",
    "paid": "The fee named on {} is paid",
    "waived": "The agency gave up its fee on {}",
    "settled": "The fee was settled on {}",
}


def estimate_facts(matter: Matter) -> dict[str, Any] | None:
    """The agency's last estimate; None where none is logged."""
    found = last_estimate(matter.stand)
    if found is None:
        return None
    numbers = list(found.items)
    return {
        "date": found.date,
        "amount": found.amount,
        "deposit": found.deposit,
        "currency": found.currency or matter.stand.currency or "",
        "numbers": numbers,
        "basis": on_one_line(found.basis or ""),
        "reference": on_one_line(found.reference or ""),
    }


def last_estimate(stand: Standing) -> FeeEstimated | None:
    """The last price that the agency named."""
    found = [event for _, event in effective(stand.events) if isinstance(event, FeeEstimated)]
    return found[-1] if found else None


def must_be_disputable(matter: Matter) -> None:
    """Raise FrkitError where no fee is logged, or where it was agreed, paid or given up."""
    bill = bill_of(effective(matter.stand.events))
    if bill.state == "none":
        raise FrkitError(
            "No fee is logged.",
            remedy=f"log it first: frkit log fee-estimated {matter.file.id} --date DATE --amount AMOUNT",
        )
    if bill.state in _SETTLED:
        raise FrkitError(
            f"{_SETTLED[bill.state].format(bill.since)}, so there is no fee to object to.",
            remedy=f"to see what was asked and paid: frkit request show {matter.file.id}",
        )


def rule_facts(law: Jurisdiction) -> dict[str, Any]:
    """What the law file says of fees, each point by itself and empty where it says nothing."""
    fees = law.fees
    if fees is None:
        return dict.fromkeys(("summary", "copies", "free", "estimates", "waiver", "citation"), "")
    country = law.code[:2]

    def told(text: str | None) -> str:
        words = _with_signs(without_stop(_ADVICE.sub("", on_one_line(text or ""))))
        return _whole(inside(spelled_for(country, words))) if not _NOTHING.match(words) else ""

    return {
        "summary": told(fees.summary),
        "copies": _with_currency(told(fees.per_page), fees.currency),
        "free": told(fees.free),
        "estimates": told(fees.estimate_rule),
        "waiver": told(fees.waiver),
        "citation": on_one_line(fees.citation or ""),
    }


def _whole(text: str) -> str:
    return next((whole + text[len(begins) :] for begins, whole in _WHOLE if text.startswith(begins)), text)


def _with_signs(text: str) -> str:
    """Amounts as the rest of a letter writes them: €20, where the law file says EUR 20."""
    return _CODED.sub(lambda found: SYMBOLS[found[1]], text)


def _with_currency(text: str, currency: str) -> str:
    """The price of a page with its currency, where the law file gives the bare figure."""
    if text.isdigit():
        return money(text, currency)
    return _BARE_AMOUNT.sub(lambda one: money(one[0], currency), text)


def lost_facts(matter: Matter) -> dict[str, Any] | None:
    """The limit to answer that passed, where the law takes fees away for that; None where it does not."""
    late = most_late(matter.stand, ANSWERS)
    if late is None or late.due.date is None or not matter.stand.law_confirmed:
        return None
    if late.clock.basis not in ("statute", "regulation") or late.clock.binding != "hard":
        return None
    law, fees = matter.file.law, matter.file.law.fees
    silence = next((one for one in law.silence_after(late.clock) if one.effect == "fees_lost"), None)
    words = fees.lost_when_late if fees else None
    if silence is None and not words:
        return None
    return {
        **passed_facts(matter.stand, late),
        "words": inside(spelled_for(law.code[:2], without_stop(on_one_line(words)))) if words else "",
        "lost_citation": on_one_line((silence.citation if silence else None) or _citation(fees)),
    }


def _citation(fees: Fees | None) -> str:
    return (fees.citation or "") if fees else ""


def about_items(matter: Matter, numbers: list[int]) -> list[int]:
    """The open items that a fee is about: those it names, or all of them."""
    asked = numbers or [item.number for item in matter.file.request.items]
    return [number for number in asked if matter.stand.item_outcomes.get(number) == "pending"]
