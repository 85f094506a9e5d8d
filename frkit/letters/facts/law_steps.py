"""Which step of a law a letter takes, to whom that goes, within which limit, and how long a decision may take."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.findings import did_you_mean
from frkit.law.types import Jurisdiction, Remedy
from frkit.letters.facts.limits import clock_facts, holds
from frkit.letters.letter_kind import Facts
from frkit.letters.matter import Matter
from frkit.letters.spelling import spelled_for
from frkit.pages.wording import on_one_line, sentence_start
from frkit.tracking.case import RunningClock
from frkit.tracking.remedy_steps import LETTERS, about_fee, command_of
from frkit.tracking.standing import Standing
from frkit.tracking.steps import FILED_AS
from frkit.tracking.types import RequestFile

UNSETTLED = ("open", "not_yet", "after")
"""States of a step under which ``why`` tells what it waits for or depends on."""
LONGEST_CHOICE = 90
"""Characters of the names to choose from that a blank in a letter still holds."""
_WITHIN = re.compile(
    r"(?:The )?(?:head|agency's head|chief (?:administrative|executive|officer)|principal|top|superior of"
    r"|relevant authority|first appellate|monitoring authority|responsabile|governing)\b",
    re.IGNORECASE,
)
_AGENCY_ITSELF = re.compile(
    r"The (?:same|authority|agency(?!')|organisation|institution|controller|custodian|public)\b", re.IGNORECASE
)
# What a law file says beside the name of a body: an aside in small letters, or what the step is called there.
_ASIDE = re.compile(r"\s*\((?=[a-zäöåøé])[^()]*\)")
_CALLED = re.compile(
    r",\s+(?:(?:an? )?(?:request|complaint|review|IC review|expedited complaint|mediation)\b"
    r"|who\b|by\b|even\b|also\b|about\b).*$"
)
_SEVERAL = re.compile(r";|\bor\b|\bwhere\b|\bfor the\b|\bon a request to\b")


def step_for(matter: Matter, kinds: Collection[str]) -> Remedy | None:
    """The step of some kinds that this request is at, or the one that the person named; None where there is none.

    The first that is open; else the first that is to come or whose time has passed; else one that was taken. What may
    run beside the others comes after them. Raises WrongUsage for an id that the law does not have.
    """
    if matter.said.remedy is not None:
        return _named(matter, matter.said.remedy, kinds)
    return usual_step(matter.file.law, matter.stand, kinds)


def needed_step(matter: Matter, letter: str, what: str, kinds: Collection[str]) -> Remedy:
    """Like :func:`step_for`; raises FrkitError, naming the steps that the law does have, where there is none."""
    remedy = step_for(matter, kinds)
    if remedy is None:
        raise no_such_step(matter, letter, what, kinds)
    return remedy


def remedy_option(law: Jurisdiction, remedy: Remedy | None) -> dict[str, str]:
    """The option that names the step in the log, where the law has several that are logged alike."""
    alike = [one for one in law.remedies if remedy is not None and FILED_AS[one.kind] == FILED_AS[remedy.kind]]
    return {"remedy": remedy.id} if remedy is not None and len(alike) > 1 else {}


def usual_step(law: Jurisdiction, stand: Standing, kinds: Collection[str]) -> Remedy | None:
    """The step of some kinds that a request is at, where nobody named one; None where there is none."""
    if not stand.law_confirmed:
        usual = (step for step in law.remedies if step.kind in kinds and not step.when and not about_fee(step))
        return next(usual, None)
    found = [one for one in stand.remedies if one.remedy.kind in kinds and not about_fee(one.remedy)]
    steps = sorted(found, key=lambda one: one.remedy.parallel)
    for states in (("open",), ("not_yet", "after", "over"), ("taken", "decided")):
        first = next((one.remedy for one in steps if one.state in states), None)
        if first is not None:
            return first
    return None


def _named(matter: Matter, wanted: str, kinds: Collection[str]) -> Remedy:
    law = matter.file.law
    remedy = next((step for step in law.remedies if step.id == wanted), None)
    if remedy is None:
        ids = [step.id for step in law.remedies]
        raise WrongUsage(
            f"{law.law.name} has no step '{wanted}'{did_you_mean(wanted, ids) or '.'}",
            remedy=f"one of: {', '.join(ids)}" if ids else f"to read the law: frkit law show {law.code}",
        )
    if remedy.kind not in kinds:
        instead = command_of(matter.file.id, law, remedy)
        raise WrongUsage(
            f"The step '{wanted}' is taken otherwise: it is {_a(remedy.kind)}.", remedy=f"for that step: {instead}"
        )
    return remedy


def _a(kind: str) -> str:
    words = kind.replace("_", " ")
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def no_such_step(matter: Matter, letter: str, what: str, kinds: Collection[str]) -> FrkitError:
    """The error for a letter that this law has no use for, naming each step that the law does have."""
    law = matter.file.law
    other = next((step for step in law.remedies if step.kind in kinds and step.when), None)
    if other is not None:
        when = " and ".join(f"'{key}' is '{answer}'" for key, answer in other.when.items())
        return FrkitError(
            f"The letter '{letter}' does not fit this request: {law.law.name} has such a step only where {when}.",
            place=other.citation or "",
            remedy="if that is so, say it under 'given' in request.yaml, or name the step:\n"
            f"    frkit letter {matter.file.id} {letter} --remedy {other.id}",
        )
    commands = [
        f"    {remedy.kind.replace('_', ' ')}: {command_of(matter.file.id, law, remedy)}" for remedy in _open_to(matter)
    ]
    fact = f"The letter '{letter}' does not fit here: {law.law.name} has no {what}."
    if not commands:
        return FrkitError(fact, remedy=f"to read the law on file: frkit law show {law.code}")
    return FrkitError(fact, remedy="what it has instead:\n" + "\n".join(commands))


def _open_to(matter: Matter) -> list[Remedy]:
    """The steps of the law, without those that are known not to be open to this request."""
    return [one.remedy for one in matter.stand.remedies] or list(matter.file.law.remedies)


def step_facts(remedy: Remedy, stand: Standing, country: str) -> dict[str, Any]:
    """A step: id, kind, body, citation; ``to`` says how a letter addresses it, ``doubt`` what it depends on."""
    doubt = next((one.why for one in stand.remedies if one.remedy is remedy and one.state in UNSETTLED), "")
    return {
        "id": remedy.id,
        "kind": remedy.kind,
        "body": spelled_for(country, on_one_line(remedy.body)),
        "to": addressee(remedy, country),
        "citation": on_one_line(remedy.citation or ""),
        "copy_to": on_one_line(remedy.copy_to or ""),
        "mandatory": bool(remedy.mandatory),
        "against_silence": remedy.against == ("silence",),
        "doubt": doubt,
    }


def addressee(remedy: Remedy, country: str) -> dict[str, Any]:
    """How a letter addresses the body of a step.

    ``role`` is ``agency`` (the office that answers requests), ``within`` (an officer of the same body) or ``other``;
    ``name`` is empty where the law names several or describes the body: then ``choice`` holds them, if short.
    """
    body = on_one_line(remedy.body)
    name = spelled_for(country, _CALLED.sub("", _ASIDE.sub("", body)).strip())
    role = "within" if _WITHIN.match(body) else "agency" if _is_agency(remedy, body) else "other"
    several = bool(_SEVERAL.search(name)) or (role == "other" and re.match(r"(?:The (?!Mayor)|A )", name) is not None)
    if role == "within" and re.search(r"\(for |\(the .*,", body):
        several = True
    choice = spelled_for(country, body) if several and len(body) <= LONGEST_CHOICE else ""
    plain = sentence_start(re.sub(r"^The ", "", name))
    return {"role": role, "name": "" if several or role == "agency" else plain, "choice": choice}


def _is_agency(remedy: Remedy, body: str) -> bool:
    if remedy.kind in ("notice", "decision_request"):
        return True
    return bool(_AGENCY_ITSELF.match(body)) and not body.startswith("The public ")


def own_limit(stand: Standing, remedy: Remedy | None) -> RunningClock | None:
    """The requester's own limit for a step: the one still running that ends first, else the last one."""
    if remedy is None:
        return None
    own = [one for one in stand.clocks if one.clock.binds == "requester" and one.clock.id in remedy.clocks]
    running = [one for one in own if one.state == "running" and one.due.cautious is not None]
    if running:
        return min(running, key=lambda one: one.due.cautious or one.due.start.day)
    return own[-1] if own else None


def deadline_facts(stand: Standing, remedy: Remedy | None) -> dict[str, Any] | None:
    """The requester's own limit for a step and its last day; ``in_time`` is false once that has passed.

    ``sure`` where a letter may say that it is kept: a number in a law or a published practice, read in one way only.
    """
    clock = own_limit(stand, remedy)
    if clock is None or clock.due.date is None or not stand.law_confirmed:
        return None
    in_time = clock.state in ("running", "met")
    rule = clock.clock
    sure = in_time and rule.length.number is not None and rule.also_read is None
    return {
        **clock_facts(rule),
        "last_day": clock.due.date,
        "cautious": clock.due.cautious,
        "in_time": in_time,
        "sure": sure and rule.basis != "advice" and rule.binding == "hard",
    }


def decision_limit_facts(file: RequestFile, stand: Standing, remedy: Remedy | None, today: date) -> Facts | None:
    """The limit for whoever decides on the step, where the law names a number that is known to hold."""
    if remedy is None or not stand.law_confirmed:
        return None
    roles = _OPINION if remedy.kind == "opinion" else _DECIDING
    for clock_id in remedy.clocks:
        clock = file.law.clock(clock_id)
        if clock is None or clock.role not in roles or clock.length.number is None or clock.also_read is not None:
            continue
        if clock.only_if is None and holds(clock, file, stand, today):
            return clock_facts(clock)
    return None


_DECIDING = ("appeal_decision", "complaint_decision", "opinion")
_OPINION = ("opinion", "complaint_decision")
"""An opinion may come before a decision of somebody else."""


def about_step(matter: Matter, remedy: Remedy, step: Facts, deadline: Facts | None, address: bool) -> Iterator[str]:
    """What a person must know or look up before the letter for a step goes out."""
    if step["doubt"]:
        why = f"frkit why {matter.file.id}"
        yield f"Check whether this is the step to take now ({step['doubt']}): {why}."
    if step["to"]["role"] != "agency" and not address:
        yield f"This step goes to: {step['body']}. Take the address from the agency's answer or the body's website."
    if remedy.note:
        yield f"Of this step the law file says: {remedy.note}"
    if deadline and not deadline["in_time"]:
        yield f"The time for this step ended on {deadline['last_day']} ({deadline['citation']}): ask a lawyer first."
    elif deadline and deadline["cautious"]:
        yield f"It must be there by {deadline['cautious']} to be safe ({deadline['citation']})."
    others = [one.remedy for one in matter.stand.remedies if _alike(one.remedy, remedy) and one.state == "open"]
    for other in others:
        yield f"Open as well, {other.body}: {command_of(matter.file.id, matter.file.law, other)}"


def _alike(other: Remedy, remedy: Remedy) -> bool:
    return other is not remedy and not about_fee(other) and LETTERS.get(other.kind) == LETTERS.get(remedy.kind)
