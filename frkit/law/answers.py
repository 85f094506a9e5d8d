"""What was said of a request, set against what its law asks: slips are told, never silently passed over. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from frkit.base.errors import WrongUsage
from frkit.base.findings import did_you_mean
from frkit.law.types import Jurisdiction
from frkit.law.variants import RESERVED

ANYWHERE = ("resident", "requester_class", "fee_cap", "head_decided")
"""Inputs that letters and steps use, whether or not a law asks for them."""


def answer_faults(law: Jurisdiction, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each input that the law cannot use, with why: an unknown one, or an answer that its question does not know."""
    known = {key: tuple(question.answers) for key, question in law.given.items()}
    for key, value in given.items():
        answers = known.get(key) or RESERVED.get(key)
        if answers is None and key not in ANYWHERE:
            yield key, f"{law.law.name} asks for no '{key}'{did_you_mean(key, [*known, *RESERVED, *ANYWHERE])}"
        elif answers and value not in answers:
            yield key, f"'{value}' is no answer to '{key}'; it can be {', '.join(answers)}"


def refuse_unknown_answers(law: Jurisdiction, given: Mapping[str, str]) -> None:
    """Raise WrongUsage for an answer that the law does not know, with those that it knows."""
    for key, message in answer_faults(law, given):
        question = law.given.get(key)
        known = "; ".join(f"{answer}: {words}" for answer, words in question.answers.items()) if question else None
        fact = message if message.endswith("?") else f"{message}."
        raise WrongUsage(fact, place=f"--given {key}", remedy=known or f"frkit law show {law.code}")
