"""Objects to a fee, point by point against what the law says of fees."""

from __future__ import annotations

from collections.abc import Iterator

from frkit.base.errors import FrkitError
from frkit.letters.facts.account import chosen_items
from frkit.letters.facts.fee_facts import about_items, estimate_facts, lost_facts, must_be_disputable, rule_facts
from frkit.letters.facts.fitting import must_be_open
from frkit.letters.facts.items import items_facts
from frkit.letters.facts.pauses import pause_facts
from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.matter import Matter


def _facts(matter: Matter) -> Facts:
    must_be_open(matter, "there is no fee to object to")
    must_be_disputable(matter)
    estimate = estimate_facts(matter)
    if estimate is None:
        raise FrkitError("No fee is logged.", remedy=f"frkit log fee-estimated {matter.file.id} --date DATE --amount X")
    numbers = sorted(chosen_items(matter)) or about_items(matter, estimate["numbers"])
    items = items_facts(matter.file.request, matter.file.law, matter.stand.item_outcomes)
    smaller = [one for one in items if one["number"] in numbers and one["narrower"]]
    return {
        "fee": {
            **estimate,
            "about": numbers,
            "rule": rule_facts(matter.file.law),
            "lost": lost_facts(matter),
            "smaller": [{key: one[key] for key in ("number", "title", "narrower")} for one in smaller],
            "pause": pause_facts(matter.file, matter.stand, "fee", "fee_disputed"),
        }
    }


def _to_do(matter: Matter, facts: Facts) -> Iterator[str]:
    fee, law = facts["fee"], matter.file.law
    if not fee["basis"]:
        yield "How the agency reckoned is not logged: if its letter says so, answer that point by point."
    if law.fees is not None and law.fees.note:
        yield f"On the fees of this law: {' '.join(law.fees.note.split())}"
    if fee["lost"] is not None:
        yield f"Open {fee['lost']['lost_citation'] or law.law.citation}: exceptions may let the fee stand."


KIND = LetterKind(
    name="fee",
    purpose="objects to a fee, point by point against the law",
    logged_as="fee_disputed",
    facts=_facts,
    to_do=_to_do,
)
