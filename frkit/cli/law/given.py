"""``--given KEY=VALUE``: the answers to what a law asks, checked against it."""

from __future__ import annotations

from collections.abc import Iterable

from frkit.cli.common import given_pairs
from frkit.law.answers import refuse_unknown_answers
from frkit.law.types import Jurisdiction


def given_answers(law: Jurisdiction, pairs: Iterable[str]) -> dict[str, str]:
    """The inputs as typed; raises WrongUsage for one that the law does not know, with those that it knows."""
    answers = given_pairs(pairs)
    refuse_unknown_answers(law, answers)
    return answers
