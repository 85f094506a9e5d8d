"""Answers that are given once for a whole batch, and reach the requests under those laws that ask for them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from frkit.asking.batch_fees import CAP, cap_for
from frkit.asking.batch_requesters import RESIDENT, asks_residence
from frkit.asking.batch_types import Noticed, Planned, Wanted
from frkit.asking.new_request import Asked
from frkit.base.findings import did_you_mean
from frkit.law.answers import ANYWHERE, answer_faults
from frkit.law.types import Jurisdiction
from frkit.law.variants import RESERVED


def answered(row: Wanted, law: Jurisdiction) -> Asked:
    """What was asked, with the answers of the whole batch that this law asks for and knows."""
    fitting = {key: value for key, value in row.said.items() if asks(law, key) and fits(law, key, value)}
    cap = cap_for(law, row.caps)
    capped = {CAP: cap} if cap is not None else {}
    return replace(row.asked, given={**capped, **fitting, **row.asked.given})


def unused(rows: Sequence[Planned], wanted: Sequence[Wanted]) -> Iterator[Noticed]:
    """Answers that no law of the batch asks for: slips, most likely."""
    said = dict.fromkeys(key for row in wanted for key in row.said)
    laws = {row.law.code: row.law for row in rows}.values()
    for key in said if laws else ():
        if not any(asks(law, key) for law in laws):
            known = sorted({*ANYWHERE, *RESERVED, *(one for law in laws for one in law.given)})
            message = f"No law of these asks for '{key}'{did_you_mean(key, known) or '.'}"
            yield Noticed(
                "error", message, remedy="frkit law show CODE lists what a law asks; leave it out, or mend it"
            )


def unfitting(rows: Sequence[Planned]) -> Iterator[Noticed]:
    """Answers that some law asks for and does not know: there nothing is said."""
    found: dict[tuple[str, str, str, str], list[int]] = {}
    for row in rows:
        for key, value in row.wanted.said.items():
            if key not in row.wanted.asked.given and asks(row.law, key) and not fits(row.law, key, value):
                question = row.law.given.get(key)
                answers = ", ".join(question.answers if question else RESERVED.get(key, ()))
                found.setdefault((row.law.code, key, value, answers), []).append(row.number)
    for (code, key, value, answers), numbers in found.items():
        message = f"{code}: '{value}' is no answer to '{key}' there ({answers}), so nothing is said."
        yield Noticed("look", message, tuple(numbers), f"give it in a table, in a column given.{key}")


def asks(law: Jurisdiction, key: str) -> bool:
    """Whether a law, or every letter, has a use for an answer."""
    if key == RESIDENT:
        return key in law.given or asks_residence(law)
    return key in law.given or key in ANYWHERE or key in RESERVED


def fits(law: Jurisdiction, key: str, value: str) -> bool:
    """Whether a law knows an answer."""
    return not any(answer_faults(law, {key: value}))
