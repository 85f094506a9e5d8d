"""The answer to a question or refusal about who asks: what the law says of it, and what the request states of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from frkit.base.errors import FrkitError
from frkit.law.types import Requester as WhoMayAsk
from frkit.letters.facts.limits import never_sent
from frkit.letters.facts.phrases import meanings, table
from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.matter import Matter
from frkit.letters.spelling import spelled_for
from frkit.pages.wording import on_one_line
from frkit.tracking.events import ClarificationAsked, Denied, Event, IdentityAsked
from frkit.tracking.order import effective

_NONE = re.compile(
    r"(?:none|no|not required|not needed|not to be asked|may not be|reasons may not)\b"
    r"|.*\bmay not (?:be (?:required|asked)|require|ask)\b",
    re.IGNORECASE,
)
_WITH_EXCEPTIONS = re.compile(r"\b(?:but|save|except|exceptions|only|unless|though|although|portal)\b", re.IGNORECASE)
_OPEN_TO = re.compile(
    r"(?:any|anyone|anybody|every|everyone|all|residents?|citizens?|natural|legal|the|a)\b|[A-Z][\w ]+ citizens\b",
    re.IGNORECASE,
)
_NAMES_A_PEOPLE = re.compile(r"[A-Z]\w+(?: [A-Z]\w+)* citizens\b")
_TIES = re.compile(r"\b(?:resid|citizen|domicil)", re.IGNORECASE)


def _facts(matter: Matter) -> Facts:
    file, stand = matter.file, matter.stand
    if stand.sent_on is None:
        raise never_sent(file, stand, "nobody can have asked who made it")
    asked = _question(matter)
    who = file.law.requester
    return {
        "identity": {
            "question": asked,
            "topics": _topics(matter, asked),
            "citation": on_one_line(who.citation or "") if who else "",
            "who": _open_to(who, file.law.code[:2]),
            "residence": _residence(who),
            "proof": _needed(who.identity if who else None),
            "purpose": _needed(who.purpose if who else None),
            "other_name": bool(who and who.pseudonym),
            "own_data": file.law.kind == "regime",
        }
    }


def _question(matter: Matter) -> dict[str, Any]:
    """The newest question or refusal that may be about who asks; raises FrkitError where none is on file."""
    events = [event for _, event in effective(matter.stand.events)]
    for kind in (IdentityAsked, ClarificationAsked, Denied):
        found = next((event for event in reversed(events) if isinstance(event, kind)), None)
        if found is not None:
            return _asked(found)
    raise FrkitError(
        "Nothing is on file that asks who made the request, or refuses it for that.",
        remedy=f"log it first: frkit log identity-asked {matter.file.id} --date DATE --question WORDS",
    )


def _asked(event: Event) -> dict[str, Any]:
    claims = getattr(event, "exemptions", ())
    return {
        "kind": event.kind,
        "date": event.date,
        "wording": on_one_line(getattr(event, "question", None) or ""),
        "cited": [on_one_line(claim.cited) for claim in claims],
    }


def _topics(matter: Matter, asked: dict[str, Any]) -> list[str]:
    """What is asked, by its words: residence, identity, age, purpose; identity where they do not tell."""
    told = " ".join([asked["wording"], *asked["cited"]])
    found = meanings(told, table("identity", matter.language, matter.overlay))
    who = matter.file.law.requester
    if not found and who is not None and who.residency_required:
        return ["residence", "identity"]
    return found or ["identity"]


def _open_to(who: WhoMayAsk | None, country: str) -> str:
    """Who may ask, as the end of "the right is open to ..."; empty where the law file says it otherwise."""
    first = re.split(r"(?<=[.;])\s", on_one_line(who.who), maxsplit=1)[0].rstrip(".;") if who else ""
    first = re.sub(r",? and (?:nobody|no)\b.*$|, but\b.*$|: .*$|\s\(\d.*$", "", first).replace('"', "")
    if not _OPEN_TO.match(first):
        return ""
    kept = _NAMES_A_PEOPLE.match(first)
    return spelled_for(country, first if kept else first[:1].lower() + first[1:])


def _residence(who: WhoMayAsk | None) -> str:
    """Whether residence or citizenship is a condition: ``yes``, ``no``, or ``unknown``."""
    if who is None or who.residency_required is None:
        return "unknown"
    if who.residency_required:
        return "yes"
    return "unknown" if _TIES.search(who.who.split(".")[0].split(";")[0]) else "no"


def _needed(text: str | None) -> str:
    """What the law file says of asking for it: ``no``, ``limited`` to some cases, ``yes``, or ``unknown``."""
    if not text:
        return "unknown"
    if not _NONE.match(text):
        return "yes"
    return "limited" if _WITH_EXCEPTIONS.search(re.sub(r"^none for [^.;]*", "", text, flags=re.I)) else "no"


def _to_do(matter: Matter, facts: Facts) -> Iterator[str]:
    identity, who = facts["identity"], matter.file.law.requester
    if who is None:
        yield f"The law file says nothing on who may ask in {matter.file.law.name}: read the law before you send this."
    else:
        yield from _what_the_law_says(who, identity["topics"], matter.file.law.code)
    if identity["residence"] == "yes" and "residence" in identity["topics"] and facts["given"]["resident"] != "yes":
        yield (
            "The law asks for residence or the like. If that is not you, ask somebody whom it lets ask to sign with "
            "you, or to send the request in their own name; say nothing that is not so."
        )
    if identity["proof"] != "no" and "identity" in identity["topics"]:
        yield "Send a copy of a document only if you must, with all but the name blacked out, and note who got it."
    command = f"frkit log followed-up {matter.file.id} --date DATE --about identity"
    yield f"If the letter proves nothing and only says what the law says, log this instead: {command}"


def _what_the_law_says(who: WhoMayAsk, topics: list[str], code: str) -> Iterator[str]:
    told = {"residence": who.who, "identity": who.identity, "age": who.age, "purpose": who.purpose}
    for topic in topics:
        text = on_one_line(told[topic] or "")
        first = re.split(r"(?<=\w{3}[.])\s", text, maxsplit=1)[0]
        more = "" if first == text else f" (more: frkit law show {code})"
        if text:
            yield f"Of {topic} the law file says: {text[0].lower()}{first[1:].rstrip('.')}{more}."


KIND = LetterKind(
    name="identity",
    purpose="answers a question or a refusal about residence, identity, age or purpose",
    logged_as="identity_proved",
    facts=_facts,
    to_do=_to_do,
)
