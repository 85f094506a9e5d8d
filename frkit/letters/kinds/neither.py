"""The answer to "we neither confirm nor deny", where no appeal is wanted yet: item by item, what shows no operation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from frkit.base.errors import FrkitError
from frkit.catalogue.loading import load_record_category
from frkit.law.types import Exemption, Jurisdiction
from frkit.letters.facts.account import chosen_items
from frkit.letters.facts.grounds import decisions_facts
from frkit.letters.facts.limits import never_sent
from frkit.letters.facts.no_records import open_appeal
from frkit.letters.facts.phrases import table
from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.matter import Matter
from frkit.pages.wording import on_one_line
from frkit.tracking.events import NeitherConfirmNorDeny
from frkit.tracking.order import Logged, effective
from frkit.tracking.outcomes import touched
from frkit.tracking.types import OTHER

_DUTY = "neither confirm nor deny"
"""How the label or citation of an exemption from the duty to confirm or deny calls it."""


def _facts(matter: Matter) -> Facts:
    file, stand = matter.file, matter.stand
    if stand.sent_on is None:
        raise never_sent(file, stand, "there is no answer to it")
    answers = decisions_facts(file.law, file.request, _answers(matter))
    if not answers:
        raise FrkitError(
            "No answer is on file that neither confirms nor denies.",
            remedy=f"log it first: frkit log neither-confirm-nor-deny {file.id} --date DATE",
        )
    chosen = chosen_items(matter)
    numbers = sorted({number for one in answers for number in one["numbers"] if not chosen or number in chosen})
    return {
        "neither": {
            "answers": answers,
            "numbers": numbers,
            "all_items": len(numbers) == len(file.request.items),
            "can_say": _can_say(matter, numbers),
            "provisions": _provisions(file.law, answers),
            "appeal": open_appeal(matter),
        }
    }


def _answers(matter: Matter) -> list[Logged]:
    """The answers of this kind about the items meant, in order."""
    chosen, outcomes = chosen_items(matter), matter.stand.item_outcomes
    wanted = chosen or {number for number, outcome in outcomes.items() if outcome == "glomar"}
    found = [one for one in effective(matter.stand.events) if isinstance(one[1], NeitherConfirmNorDeny)]
    return [one for one in found if wanted & set(touched(matter.file.request, one[1]))]


def _can_say(matter: Matter, numbers: list[int]) -> list[dict[str, Any]]:
    """For each item what can be answered without showing an operation, by the group of its record type."""
    words = table("neither", matter.language, matter.overlay)
    found = []
    for item in matter.file.request.items:
        if item.number in numbers:
            group = "other" if item.category == OTHER else load_record_category(item.category).group
            found.append({"number": item.number, "what": on_one_line(str(words.get(group) or words["other"]))})
    return found


def _provisions(law: Jurisdiction, answers: list[dict[str, Any]]) -> list[str]:
    """Where the law on file has a provision of its own for such an answer, if the agency named none of them."""
    own = [one for one in law.exemptions if _is_own(one)]
    claimed = {ground["citation"] for answer in answers for ground in answer["grounds"]}
    if any(one.citation in claimed for one in own):
        return []
    return list(dict.fromkeys(_provision(one, law) for one in own))


def _provision(exemption: Exemption, law: Jurisdiction) -> str:
    """The section about such an answer, without the name of the law, which the letter names above."""
    citation = on_one_line(exemption.citation).removeprefix(f"{law.law.name}, ")
    named = re.search(rf"{_DUTY}, (?P<section>[^;]+)$", citation, re.IGNORECASE)
    return named["section"] if named else citation


def _is_own(exemption: Exemption) -> bool:
    return any(_DUTY in text.casefold() for text in (exemption.label, exemption.citation, exemption.scope or ""))


def _to_do(matter: Matter, facts: Facts) -> Iterator[str]:
    appeal = facts["neither"]["appeal"]
    if appeal and appeal["until"]:
        what = appeal["kind"].replace("_", " ")
        command = f"frkit letter {matter.file.id} appeal"
        yield f"This letter stops no time: the {what} has to be there by {appeal['until']}: {command}."
    for answer in facts["neither"]["answers"]:
        if not answer["grounds"]:
            yield f"No provision is logged for the answer of {answer['date']}: if the letter names one, log it first."


KIND = LetterKind(
    name="neither",
    purpose="answers 'we neither confirm nor deny': asks item by item for what shows no operation",
    logged_as="followed_up",
    about="neither_confirm_nor_deny",
    facts=_facts,
    to_do=_to_do,
)
