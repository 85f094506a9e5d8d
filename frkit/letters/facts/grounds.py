"""The refusals that an appeal answers: each ground with what the law on file says about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from frkit.law.exemptions import exemption_cited
from frkit.law.types import Exemption, Jurisdiction
from frkit.letters.facts.agency_letters import final_answer_on
from frkit.letters.spelling import inside, spelled_for
from frkit.pages.wording import on_one_line, sentence_start
from frkit.tracking.events import (
    Denied,
    Event,
    ExemptionClaim,
    NeitherConfirmNorDeny,
    NoRecords,
    NotCustodian,
    Transferred,
)
from frkit.tracking.order import Logged, effective
from frkit.tracking.outcomes import touched
from frkit.tracking.standing import Standing
from frkit.tracking.types import Request

ADVERSE = ("denied", "neither_confirm_nor_deny", "no_records", "not_custodian")
_APPEALED = ("appeal_sent",)
# What a note of the law file says to the requester, and a letter to the agency must not.
_ADVICE = re.compile(
    r"(?:ask|narrow the|check|say|write|cite|open|answer|rely|see whether)\b|.*\brely on\b", re.IGNORECASE
)
_ADDED_ADVICE = re.compile(r":\s+(?P<advice>ask\b[^:]*)$", re.IGNORECASE)
_WHAT = r"(?= (?:at least|the|each|every|what|which|that|those|these|all|only|both|how|why|one|any|parts?|names?|it)\b)"
# Notes without a subject, and the words that make sentences of them.
_OPENINGS = (
    (re.compile(r"(needs|must|does|covers|applies|has|is|reaches)\b", re.IGNORECASE), "it {0}"),
    (re.compile(r"narrow: ", re.IGNORECASE), "it is narrow: "),
    (re.compile(r"(weak|strong)\b", re.IGNORECASE), "it is {0}"),
    (re.compile(r"only (?=information\b)", re.IGNORECASE), "it covers only "),
    (
        re.compile(rf"(release|redact|apply|show|weigh|name|give|explain|segregate|consider|state)\b{_WHAT}", re.I),
        "please {0}",
    ),
)
_CHANGED = re.compile(r"\bchanged the test\b", re.IGNORECASE)
"""Of a test that no longer holds as it is told."""
_STEM = 5
"""Letters by which two forms of a word are taken for one."""
_NO_STEMS = {"must", "that", "this", "with", "test"}
# Words about a test that help no requester, or that say nothing by themselves.
_NO_TEST = re.compile(
    r"(?:absolute|qualified|limited|harm clause|'required' test"
    r"|(?:larger |limited )?public interest(?: test| override)?(?:, in concrete terms)?)$"
    r"|.*\bno (?:formal )?public interest (?:test|override)\b|no balance\b|.*\bare absolute$"
    r"|courts defer\b",
    re.IGNORECASE,
)
# Notes that name a test in half a sentence, and the words that make it whole.
_TEST_OPENINGS = (
    (
        re.compile(r"(?:an? )?public interest (test|override),? (?:of )?(?=(?:s\.|ss\.|cl\.|art\.|of s\.|§))", re.I),
        r"the public interest \1 of ",
    ),
    (re.compile(r"public interest test: ", re.I), ""),
    (re.compile(r"(unless|only (?:if|where|with))\b", re.I), r"exempt \1"),
    (re.compile(r"(could|would|gives|serves)\b", re.I), r"disclosure \1"),
    (re.compile(r"((?:reasonably )?likely to)\b", re.I), r"disclosure is \1"),
)


def open_refusals(stand: Standing) -> list[Logged]:
    """The refusals that no appeal has answered yet, in order; an appeal that names items answers only those."""
    events = effective(stand.events)
    return [
        logged
        for number, logged in enumerate(events)
        if is_adverse(logged[1]) and not _is_appealed(logged[1], [event for _, event in events[number + 1 :]])
    ]


def refusals_of(stand: Standing) -> list[Logged]:
    """Every refusal, in order, whether or not an appeal has answered it."""
    return [logged for logged in effective(stand.events) if is_adverse(logged[1])]


def _is_appealed(refusal: Event, later: list[Event]) -> bool:
    """Whether the appeals that came later are against all that was refused."""
    appeals = [set(getattr(event, "items", ())) for event in later if event.kind in _APPEALED]
    refused = set(getattr(refusal, "items", ()))
    return any(not items for items in appeals) or bool(appeals and refused and refused <= set().union(*appeals))


def left_out(request: Request, stand: Standing) -> tuple[date, list[int]] | None:
    """The items without any answer when the agency called itself done, and the day on which it did; else None."""
    done = final_answer_on(stand)
    numbers = unanswered(request, stand)
    return (done, numbers) if done is not None and numbers else None


def unanswered(request: Request, stand: Standing) -> list[int]:
    """Numbers of the items that no answer has spoken of and that were not passed on to another body."""
    everything = [item.number for item in request.items]
    handed = [event for _, event in effective(stand.events) if isinstance(event, Transferred)]
    passed_on = {number for event in handed for number in event.items or everything}
    return [number for number in everything if stand.item_outcomes.get(number) == "pending" and number not in passed_on]


def is_adverse(event: Event) -> bool:
    """Whether an event refuses something: a refusal, no records, or a production that kept some back."""
    return event.kind in ADVERSE or (event.kind == "produced" and bool(getattr(event, "partial", False)))


def decisions_facts(law: Jurisdiction, request: Request, refusals: list[Logged]) -> list[dict[str, Any]]:
    """Each refusal: its kind, date, receipt, items, wording and grounds.

    A release in part says nothing more where a refusal of the same day gives its grounds.
    """
    reasoned = {event.date for _, event in refusals if event.kind in ("denied", "neither_confirm_nor_deny")}
    told = [event for _, event in refusals if not (event.kind == "produced" and event.date in reasoned)]
    return [_decision(law, request, event) for event in told]


def _decision(law: Jurisdiction, request: Request, event: Event) -> dict[str, Any]:
    received: date | None = getattr(event, "received", None)
    items = list(touched(request, event)) or [item.number for item in request.items]
    claims = event.exemptions if isinstance(event, Denied | NeitherConfirmNorDeny) else ()
    return {
        "kind": event.kind,
        "date": event.date,
        "received": received if received != event.date else None,
        "numbers": items,
        "all_items": len(items) == len(request.items),
        "wording": _wording(event),
        "grounds": [ground for claim in claims for ground in [ground_facts(law, claim)]],
    }


def limited_to(decisions: list[dict[str, Any]], chosen: set[int]) -> list[dict[str, Any]]:
    """The decisions as far as they are about some items; all of them where none is chosen."""
    if not chosen:
        return decisions
    found = []
    for one in decisions:
        numbers = [number for number in one["numbers"] if number in chosen]
        grounds = [ground for ground in one["grounds"] if not ground["numbers"] or set(ground["numbers"]) & chosen]
        if numbers:
            kept = [{**ground, "numbers": [n for n in ground["numbers"] if n in chosen]} for ground in grounds]
            found.append({**one, "numbers": numbers, "all_items": False, "grounds": kept})
    return found


def _wording(event: Event) -> str:
    if isinstance(event, NoRecords):
        return on_one_line(event.wording or "")
    if isinstance(event, NotCustodian):
        return on_one_line(event.names or "")
    return ""


def ground_facts(law: Jurisdiction, claim: ExemptionClaim) -> dict[str, Any]:
    """One ground as the agency cited it; with test and answer where the law on file knows it, else empty."""
    known = _exemption(law, claim)
    facts: dict[str, Any] = {
        "cited": on_one_line(claim.cited),
        "numbers": list(claim.items),
        "known": known is not None,
    }
    if known is None:
        return {
            **facts,
            "id": "",
            "label": "",
            "citation": "",
            "topic": "other",
            "effect": "",
            "test": "",
            "answer": "",
            "advice": "",
        }
    country = law.code[:2]
    return {
        **facts,
        "id": known.id,
        "label": spelled_for(country, inside(known.label)),
        "citation": known.citation,
        "topic": known.topic or "other",
        "effect": known.effect or "",
        "test": spelled_for(country, test_of(known)),
        "answer": spelled_for(country, as_argument(known.counter or "")),
        "advice": as_advice(known.counter or ""),
    }


def _exemption(law: Jurisdiction, claim: ExemptionClaim) -> Exemption | None:
    named = next((one for one in law.exemptions if claim.id is not None and one.id == claim.id), None)
    return named or exemption_cited(law, claim.cited)


def test_of(exemption: Exemption) -> str:
    """The condition that the law sets, as a clause; empty where the law on file names none that helps.

    What the answer to the ground says anyway is left out.
    """
    test = on_one_line(exemption.test or "")
    if not test or test.casefold().startswith("no ") or exemption.effect in ("absolute", "procedural"):
        return ""
    if _CHANGED.search(test):
        return ""
    clauses = [
        re.sub(r"^absolute, with (?:a|the) ", "", one, flags=re.I) for one in re.split(r";\s+", test.rstrip(". "))
    ]
    answer = as_argument(exemption.counter or "")
    kept = "; ".join(_whole(one) for one in clauses if not _NO_TEST.match(one) and not _said_in(answer, one))
    return sentence_start(kept) + "." if kept else ""


def _whole(clause: str) -> str:
    for opening, words in _TEST_OPENINGS:
        found = opening.match(clause)
        if found:
            return found.expand(words).lower() + clause[found.end() :]
    return clause


def _said_in(answer: str, clause: str) -> bool:
    """Whether an answer has every telling word of a clause, so that the letter would say it twice."""
    words = {word[:_STEM] for word in re.findall(r"[a-z]{4,}", clause.casefold())} - _NO_STEMS
    told = re.findall(r"[a-z]{4,}", answer.casefold())
    return bool(words) and all(any(one.startswith(word) for one in told) for word in words)


def as_argument(counter: str) -> str:
    """The counter-argument of the law file as sentences to the agency: without advice to the requester, each whole."""
    return " ".join(text for text, _ in _sentences(on_one_line(counter)) if text)


def as_advice(counter: str) -> str:
    """What the law file advises the requester beside the argument; no letter prints it."""
    return "; ".join(sentence_start(advice) for _, advice in _sentences(on_one_line(counter)) if advice)


def _sentences(counter: str) -> Iterator[tuple[str, str]]:
    """Each sentence as what the agency may read, and what only the requester may."""
    counter = re.sub(r"(?:(?<=^)|(?<=; ))s\.(?=\d)", "section ", counter)
    for sentence in re.split(r"(?<=[.!?])(?<! v\.)\s+(?=[A-Z§\"])", counter):
        added = _ADDED_ADVICE.search(sentence.rstrip(". "))
        whole = sentence[: added.start()] if added else sentence
        clauses = [clause.strip() for clause in re.split(r";\s+", whole.rstrip(". ")) if clause.strip()]
        kept = [_with_subject(clause) for clause in clauses if not _ADVICE.match(clause)]
        advice = [clause for clause in clauses if _ADVICE.match(clause)] + ([added["advice"]] if added else [])
        yield sentence_start("; ".join(kept)) + "." if kept else "", "; ".join(advice)


def _with_subject(clause: str) -> str:
    for opening, words in _OPENINGS:
        match = opening.match(clause)
        if match:
            return words.format(match[0].lower()) + clause[match.end() :]
    return clause
