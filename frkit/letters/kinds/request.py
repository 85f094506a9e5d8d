"""The first letter: what is asked for, under which law, within which limits."""

from __future__ import annotations

from collections.abc import Iterator

from frkit.asking.before_sending import by_law
from frkit.asking.rules import form_wanted, to_be_stated
from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.matter import Matter
from frkit.pages.wording import long_date
from frkit.tracking.fees import due_with_request
from frkit.tracking.types import Requester


def _warnings(matter: Matter) -> Iterator[str]:
    """What stops a request by its law; the fee that is due with it is told below, with how to log it."""
    for one in by_law(matter.file.request, matter.file.law, matter.today):
        if one.grade == "stop" and one.about != "fee":
            yield one.text


def _to_do(matter: Matter, facts: Facts) -> Iterator[str]:
    yield from _missing(matter, facts)
    yield from (one.text for one in form_wanted(matter.file.law) if (one.grade, one.about) == ("look", "form"))
    yield from _too_long(matter, facts)
    yield from _about_fee(matter)
    yield from _levers_to_open(facts)
    yield from _about_period(facts)


def _missing(matter: Matter, facts: Facts) -> Iterator[str]:
    """What the law wants stated of whoever asks and the requester's file does not have."""
    known = facts["requester"]
    person = Requester(
        name=known["name"],
        address=tuple(known["address"]),
        email=known["email"] or None,
        telephone=known["telephone"] or None,
    )
    for one in to_be_stated(matter.file.law, person):
        if one.grade == "stop":
            yield one.text


def _too_long(matter: Matter, facts: Facts) -> Iterator[str]:
    """Where the law sets a number of words: whether the items alone have more."""
    form = matter.file.law.form
    if form is None or form.most_words is None:
        return
    words = sum(len(f"{item['title']} {item['ask']} {item['narrower']}".split()) for item in facts["items"])
    if words > form.most_words:
        yield (
            f"The items alone have {words} words, and the request may have {form.most_words}: ask for fewer items in "
            "each request."
        )
    else:
        yield f"The request may have at most {form.most_words} words: count them before it goes out."


def _about_fee(matter: Matter) -> Iterator[str]:
    """What is due with the request: in some places the time for the answer does not begin before it is paid."""
    fee = due_with_request(matter.file.law)
    if fee:
        log = f"frkit log fee-paid {matter.file.id} --date DATE --amount AMOUNT"
        yield f"This is due with the request: {fee}. Once it is paid: {log}."


def _levers_to_open(facts: Facts) -> Iterator[str]:
    for lever in facts["levers"]["duties"]:
        if any(word in lever["caution"].casefold() for word in ("open the", "from memory")):
            yield f"Before the letter cites {lever['citation']}: {lever['caution']}"


def _about_period(facts: Facts) -> Iterator[str]:
    period = facts["period"]
    if period and period["assumed"]:
        since = period["since"]
        yield (
            f"No period is set, so the letter says from {long_date(since, facts['style'])} on: to set another, "
            f"write 'period:' with 'since: {since}' below it, and the day you want, in request.yaml."
        )


KIND = LetterKind(name="request", purpose="asks for the records", logged_as="sent", warnings=_warnings, to_do=_to_do)
