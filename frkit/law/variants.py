"""Checks of the clocks that hold only under conditions: questions asked, answers known, no two for one case. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from frkit.base.findings import did_you_mean
from frkit.law.faults import Fault, Location
from frkit.law.rule_types import MAIN_ROLES, Clock, Conditions
from frkit.law.types import Jurisdiction

RESERVED: dict[str, tuple[str, ...]] = {
    "channel": ("email", "post", "portal", "fax", "hand", "other"),
    "answer": ("refusal", "grant"),
    "component": ("right", "wrong"),
    "deposit": ("yes", "no"),
}
"""Inputs that need no question: known from the events, or the same everywhere."""
USUAL = {"component": "right"}
"""Answers that are taken everywhere, if nothing else was said."""


def variant_faults(law: Jurisdiction) -> list[Fault]:
    """Every fault of the conditions in a law."""
    return [*_unknown_inputs(law), *_questions(law), *_contradictions(law)]


def _unknown_inputs(law: Jurisdiction) -> Iterator[Fault]:
    known = {key: tuple(question.answers) for key, question in law.given.items()} | RESERVED
    for at, when in _conditions(law):
        for key, wanted in when.items():
            if key not in known:
                message = f"nothing asks for '{key}': define it under 'given', with a question and its answers"
                yield Fault((*at, key), message + did_you_mean(key, known))
                continue
            for answer in choices(wanted):
                if answer not in known[key]:
                    message = f"'{answer}' is no answer to '{key}'; it can be {', '.join(known[key])}"
                    yield Fault((*at, key), message)


def _questions(law: Jurisdiction) -> Iterator[Fault]:
    used = {key for _, when in _conditions(law) for key in when} | {"head_decided"}
    for key, question in law.given.items():
        if key not in used:
            yield Fault(("given", key), f"no condition uses '{key}'", warn=True)
        if question.usual is not None and question.usual not in question.answers:
            yield Fault(("given", key, "usual"), f"'{question.usual}' is none of the answers to '{key}'")


def _conditions(law: Jurisdiction) -> Iterator[tuple[Location, Conditions]]:
    for number, clock in enumerate(law.clocks):
        yield ("clocks", number, "when"), clock.when
        for place, start in enumerate(clock.starts):
            yield ("clocks", number, "starts", place, "when"), start.when
    for name in ("extension", "tolling", "remedies"):
        for number, one in enumerate(getattr(law, name)):
            yield (name, number, "when"), one.when


def _contradictions(law: Jurisdiction) -> Iterator[Fault]:
    """Two limits of the agency for one thing, from one start, that hold for the same request and differ."""
    main = [(number, one) for number, one in enumerate(law.clocks) if one.role in MAIN_ROLES and one.binds == "agency"]
    for (_, first), (number, second) in combinations(main, 2):
        if first.role != second.role or first.length == second.length or not _same_start(first, second):
            continue
        if first.binding != second.binding:  # a day to expect an answer by, beside the limit proper
            continue
        if _together(first, second, law) and _at_one_time(first, second) and not _gives_way(first, second):
            message = (
                f"'{first.id}' ({first.length}) and '{second.id}' ({second.length}) contradict each other: both hold "
                "for the same request. Say under 'when' which holds for whom"
            )
            yield Fault(("clocks", number, "id"), message)


def _same_start(first: Clock, second: Clock) -> bool:
    kinds = [{on for start in clock.starts for on in start.on} for clock in (first, second)]
    return bool(kinds[0] & kinds[1])


def _gives_way(first: Clock, second: Clock) -> bool:
    return second.id in first.yields_to or first.id in second.yields_to


def _at_one_time(first: Clock, second: Clock) -> bool:
    begin = max(first.valid_from or date.min, second.valid_from or date.min)
    return begin <= min(first.valid_to or date.max, second.valid_to or date.max)


def _together(first: Clock, second: Clock, law: Jurisdiction) -> bool:
    """Whether some request could meet the conditions of both."""
    answers = {key: tuple(question.answers) for key, question in law.given.items()} | RESERVED
    for key in first.when.keys() & second.when.keys():
        possible = set(answers.get(key, ()))
        if not _fitting(first.when[key], possible) & _fitting(second.when[key], possible):
            return False
    return True


def _fitting(wanted: str, possible: Iterable[str]) -> set[str]:
    return {answer for answer in possible if fits(answer, wanted)}


def choices(wanted: str) -> list[str]:
    """The answers that a condition names: two in ``email|fax`` and in ``not email|fax``."""
    return [part.strip() for part in wanted.removeprefix("not ").split("|")]


def fits(answer: str, wanted: str) -> bool:
    """Whether an answer meets a condition: ``email|fax`` is one of them; ``not email|fax`` is none of them."""
    return (answer in choices(wanted)) != wanted.startswith("not ")
