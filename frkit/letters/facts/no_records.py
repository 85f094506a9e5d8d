"""What an answer "no records" rests on, and where else to look, from its words, the record types and the law."""

from __future__ import annotations

import re
from typing import Any

from frkit.base.errors import FrkitError
from frkit.catalogue.loading import load_agency, load_record_category
from frkit.law.types import Jurisdiction
from frkit.letters.facts.account import chosen_items
from frkit.letters.facts.law_steps import deadline_facts, step_for
from frkit.letters.facts.limits import never_sent
from frkit.letters.facts.phrases import meanings, table
from frkit.letters.letter_kind import Facts
from frkit.letters.matter import Matter
from frkit.letters.spelling import spelled_for
from frkit.pages.wording import on_one_line, without_stop
from frkit.tracking.events import NoRecords, NotCustodian
from frkit.tracking.order import effective
from frkit.tracking.outcomes import touched
from frkit.tracking.remedy_steps import WRITTEN
from frkit.tracking.types import OTHER

MOST_TERMS = 12
"""Further words for a search that one letter names."""
_LOOK_FOR = re.compile(r"Ask for (?P<what>[^.]+)\.$")


def no_records_facts(matter: Matter) -> Facts:
    """The answers, what they rest on, and where else to look; raises FrkitError where no such answer is on file."""
    file, stand = matter.file, matter.stand
    if stand.sent_on is None:
        raise never_sent(file, stand, "there is no answer to it")
    answers = [_answer(matter, event) for event in _answers(matter)]
    if not answers:
        raise FrkitError(
            "No answer is on file that says that there are no records, or that another body has them.",
            remedy=f"log it first: frkit log no-records {file.id} --date DATE --wording WORDS",
        )
    numbers = sorted({number for one in answers for number in one["numbers"]})
    return {
        "answers": answers,
        "numbers": numbers,
        "all_items": len(numbers) == len(file.request.items),
        "reasons": _reasons(matter, answers),
        "terms": _terms(matter, numbers),
        "custodians": _custodians(matter, numbers),
        "look_for": _look_for(matter, numbers),
        "transfer_citation": transfer_citation(file.law),
        "appeal": open_appeal(matter),
    }


def search_facts(matter: Matter) -> Facts | None:
    """What the answers "no records" rest on and words to search for, for an appeal; None where there are none."""
    answers = [_answer(matter, event) for event in _answers(matter)]
    if not answers:
        return None
    numbers = sorted({number for one in answers for number in one["numbers"]})
    return {"reasons": _reasons(matter, answers), "terms": _terms(matter, numbers)}


def _answers(matter: Matter) -> list[NoRecords | NotCustodian]:
    """The answers of this kind whose items are still without records, in order."""
    chosen, outcomes = chosen_items(matter), matter.stand.item_outcomes
    still = {number for number, outcome in outcomes.items() if outcome in ("no_records", "not_custodian")}
    wanted = chosen or still
    found = [event for _, event in effective(matter.stand.events) if isinstance(event, NoRecords | NotCustodian)]
    return [event for event in found if wanted & set(touched(matter.file.request, event))]


def _answer(matter: Matter, event: NoRecords | NotCustodian) -> dict[str, Any]:
    request, chosen = matter.file.request, chosen_items(matter)
    numbers = [one for one in touched(request, event) if not chosen or one in chosen]
    words = event.wording if isinstance(event, NoRecords) else event.names
    received = getattr(event, "received", None)
    return {
        "kind": event.kind,
        "date": event.date,
        "received": received if received != event.date else None,
        "numbers": numbers,
        "all_items": len(numbers) == len(request.items),
        "wording": on_one_line(words or ""),
        "reference": on_one_line(event.reference or ""),
    }


def _reasons(matter: Matter, answers: list[dict[str, Any]]) -> list[str]:
    """What the answers rest on, by their words; both use and search are asked about where these say nothing."""
    phrases = table("no-records", matter.language, matter.overlay)
    told = [name for one in answers if one["kind"] == "no_records" for name in meanings(one["wording"], phrases)]
    if any(one["kind"] == "not_custodian" for one in answers):
        told.append("other_body")
    found = set(told) or {"ownership"}
    return [name for name in phrases if name in found]


def _terms(matter: Matter, numbers: list[int]) -> list[str]:
    """Words that the record types, the makers and the request name for a search; each once."""
    items, country = [item for item in matter.file.request.items if item.number in numbers], matter.file.law.code[:2]
    own = [on_one_line(term) for item in items for term in item.terms]
    typed = [load_record_category(item.category).search_terms for item in items if item.category != OTHER]
    usual = [spelled_for(country, on_one_line(term)) for terms in typed for term in terms if _is_known(term, country)]
    distinct = {word.casefold(): word for word in reversed([*own, *usual])}
    return list(reversed(distinct.values()))[:MOST_TERMS]


def _is_known(term: str, country: str) -> bool:
    """Whether a word for a search means something there: names such as JNET are of systems in the United States."""
    return country == "us" or (term == term.lower() and not term.startswith("fusion cent"))


def _custodians(matter: Matter, numbers: list[int]) -> list[str]:
    """The units that the request itself names for these items; each once."""
    items = [item for item in matter.file.request.items if item.number in numbers]
    return list(dict.fromkeys(on_one_line(name) for item in items for name in item.custodians))


def _look_for(matter: Matter, numbers: list[int]) -> list[dict[str, Any]]:
    """What else to look for, item by item, as the record type says for an answer of "none"."""
    found = []
    for item in matter.file.request.items:
        match = _LOOK_FOR.match(advice_of(item.category)) if item.number in numbers else None
        if match:
            what = re.sub(r",? and for ", " and ", match["what"])
            found.append({"number": item.number, "what": spelled_for(matter.file.law.code[:2], without_stop(what))})
    return found


def advice_of(category: str) -> str:
    """What a record type advises where the answer is "none"; empty where it says nothing."""
    if category == OTHER:
        return ""
    return on_one_line(load_record_category(category).if_they_say_none or "")


def transfer_citation(law: Jurisdiction) -> str:
    """Where the law speaks of passing a request on to the body that has the records; empty where it is not known to."""
    rule = next((one for one in law.tolling if one.trigger == "transfer" and one.citation), None)
    return on_one_line(rule.citation or "") if rule is not None else ""


def open_appeal(matter: Matter) -> dict[str, Any] | None:
    """The appeal that stays open beside this letter: its kind and last safe day; None where there is none."""
    step = step_for(Matter(matter.file, matter.stand, matter.today, matter.overlay), WRITTEN)
    if step is None:
        return None
    deadline = deadline_facts(matter.stand, step)
    open_until = deadline["cautious"] if deadline and deadline["in_time"] else None
    return {"kind": step.kind, "until": open_until}


def hosts_of(matter: Matter) -> list[str]:
    """The bodies that may run the search for this one, by name, with the id where the catalogue holds them."""
    found = []
    for other in load_agency(matter.file.request.agency, matter.overlay).ask_also:
        if other.role == "host":
            name = other.describe or load_agency(str(other.agency), matter.overlay).name
            found.append(f"{name} ({other.agency})" if other.agency else name)
    return found


def is_for_us(category: str) -> bool:
    """Whether what a record type advises is for the person who asks, and no letter to this body can print it."""
    advice = advice_of(category)
    return bool(advice) and _LOOK_FOR.match(advice) is None
