"""The first letter: what is asked for, under which law, within which limits."""

from __future__ import annotations

from collections.abc import Iterator

from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.matter import Matter
from frkit.pages.wording import long_date
from frkit.tracking.fees import due_with_request


def _to_do(matter: Matter, facts: Facts) -> Iterator[str]:
    yield from _about_fee(matter)
    yield from _levers_to_open(facts)
    yield from _about_period(facts)


def _about_fee(matter: Matter) -> Iterator[str]:
    """What is due with the request: in some places the time for the answer does not begin before it is paid."""
    fee = due_with_request(matter.file.law)
    if fee:
        log = f"frkit log fee-paid {matter.file.id} --date DATE --amount AMOUNT"
        yield f"This is due with the request: {fee}. Once it is paid: {log}."


def _levers_to_open(facts: Facts) -> Iterator[str]:
    for lever in facts["levers"]["duties"]:
        if "open the" in lever["caution"].casefold():
            yield f"Before the letter cites {lever['citation']}: {lever['caution']}"


def _about_period(facts: Facts) -> Iterator[str]:
    period = facts["period"]
    if period and period["assumed"]:
        since = period["since"]
        yield (
            f"No period is set, so the letter says from {long_date(since, facts['style'])} on: to set another, "
            f"write 'period:' with 'since: {since}' below it, and the day you want, in request.yaml."
        )


KIND = LetterKind(name="request", purpose="asks for the records", logged_as="sent", to_do=_to_do)
