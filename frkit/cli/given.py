"""``--given KEY=VALUE``: the answers to what a law asks, checked against it; and what it still asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from frkit.base.errors import WrongUsage
from frkit.cli.common import given_pairs
from frkit.law.answers import answer_faults
from frkit.law.first_limits import main_clocks
from frkit.law.types import Jurisdiction


def given_answers(law: Jurisdiction, pairs: Iterable[str]) -> dict[str, str]:
    """The inputs as typed; raises WrongUsage for one that the law does not know, with those that it knows."""
    answers = given_pairs(pairs)
    for key, message in answer_faults(law, answers):
        question = law.given.get(key)
        known = "; ".join(f"{answer}: {words}" for answer, words in question.answers.items()) if question else None
        fact = message if message.endswith("?") else f"{message}."
        raise WrongUsage(fact, place=f"--given {key}", remedy=known or f"frkit law show {law.code}")
    return answers


def open_questions(law: Jurisdiction, given: Mapping[str, str], day: date) -> Iterator[str]:
    """What must be said before a limit of the agency can be chosen, each question with its answers."""
    asked = dict.fromkeys(key for clock in main_clocks(law, day) for key in clock.when)
    for key in asked:
        question = law.given.get(key)
        if question is not None and key not in given and question.usual is None:
            answers = "; ".join(f"{answer}: {words}" for answer, words in question.answers.items())
            yield f"No limit can be named until it is known: {question.ask} Write '{key}' under given ({answers})."
