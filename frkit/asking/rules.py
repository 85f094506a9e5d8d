"""What a law wants of somebody who asks: who may, in which form, what must be stated, what is due. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from frkit.asking.warned import Grade, Warned
from frkit.law.first_limits import main_clocks
from frkit.law.types import Form, Jurisdiction
from frkit.pages.wording import on_one_line, without_stop
from frkit.tracking.fees import due_with_request
from frkit.tracking.types import Requester

_NOTHING = re.compile(
    r"(none\b|no\b|not\b|may not\b|only to\b|only for\b|nothing\b|see the note|the (agency|body|authority) may not\b"
    r"|reasons may not|it may not|may be asked only|(a )?name( and a way to be reached)?\.?$)",
    re.IGNORECASE,
)
"""How a text begins that says that nothing is wanted of a usual request."""
_BY_MAIL = re.compile(r"e-mail|electronic|online|in writing|^written$", re.IGNORECASE)
_PIECES = {
    "postal_address": ("address", "your postal address"),
    "home_address": ("address", "an address in its own country"),
    "telephone": ("telephone", "your telephone number"),
    "email": ("email", "your e-mail address"),
}
"""What must be stated -> the key of the requester's file that holds it, and how it is called."""
_BY_ITSELF = {"records", "law", "name", "contact", "format"}
"""What every letter states anyway."""
_BLANKS = {
    "resident_ground": "on what your right to ask rests",
    "resident_oath": "a declaration, under oath or affirmation, whether you are a resident",
    "no_solicitation": "that you will not use the records to solicit business",
    "efforts": "what you have done already to get the information",
}
"""What only a person can state: the letter has a blank for it."""


def open_questions(law: Jurisdiction, given: Mapping[str, str], day: date) -> Iterator[Warned]:
    """What must be said before a limit of the agency can be chosen, each question with its answers."""
    asked = dict.fromkeys(key for clock in main_clocks(law, day) for key in clock.when)
    for key in asked:
        question = law.given.get(key)
        if question is not None and key not in given and question.usual is None:
            answers = "; ".join(f"{answer}: {words}" for answer, words in question.answers.items())
            told = f"No limit can be named until it is known: {question.ask} Write '{key}' under given ({answers})."
            yield Warned("look", "question", told)


def who_may_ask(law: Jurisdiction, given: Mapping[str, str]) -> Iterator[Warned]:
    """Rules of residence, name, identity, age and purpose."""
    who = law.requester
    if who is None:
        return
    if who.residency_required:
        yield _residency(law, given.get("resident", ""))
    if who.pseudonym is False or (law.form and "real_name" in law.form.states):
        yield Warned("look", "pseudonym", _real_name(who.identity))
    elif _wants(who.identity):
        yield Warned("know", "identity", f"Identity: {_told(who.identity)}.")
    if who.age:
        yield Warned("know", "age", f"Age: {_told(who.age)}.")
    if _wants(who.purpose):
        yield Warned("know", "purpose", f"Purpose: {_told(who.purpose)}.")
    if who.note:
        yield Warned("know", "requester", f"{_told(who.note)}.")


def _real_name(identity: str | None) -> str:
    told = f"{_told(identity)}." if identity else ""
    return told if re.search(r"\b(real|true) name\b", told) else f"Sign with your real name. {told}".rstrip()


def _residency(law: Jurisdiction, resident: str) -> Warned:
    assert law.requester is not None
    rule = f"{law.law.name} asks for residency: {_told(law.requester.who)}."
    if resident == "yes":
        proof = f" Be ready to show it: {_told(law.requester.identity)}." if _wants(law.requester.identity) else ""
        return Warned("know", "residency", rule + proof)
    if resident == "no":
        return Warned("stop", "residency", f"{rule} Let somebody ask who is one of these: --requester ID.")
    return Warned("stop", "residency", f"{rule} If that is you, say so with --given resident=yes.")


_LETTER_WILL_DO = "equivalent writing"
"""Among the channels of a law: a letter that says what its form asks for is as good as the form."""


def form_wanted(law: Jurisdiction) -> Iterator[Warned]:
    """The form and the ways of sending that a law prescribes, and how many bodies a letter may go to."""
    form = law.form
    if form is None:
        return
    if form.prescribed:
        grade: Grade = "look" if _LETTER_WILL_DO in form.channels else "stop"
        yield Warned(grade, "form", f"A form is prescribed: {_told(form.prescribed)}.")
    yield from _channels(form)
    if form.email_body:
        cited = f" ({form.citation})" if form.citation else ""
        told = "By e-mail, the whole request stands in the message itself, not in an attachment"
        yield Warned("look", "email_body", f"{told}{cited}.")
    if form.one_body:
        cited = f" ({form.citation})" if form.citation else ""
        told = "Address each body in a letter of its own, never several in one"
        yield Warned("know", "one_body", f"{told}{cited}; frkit writes one request for each body.")
    if form.most_words:
        yield Warned(
            "look", "words", f"The request may have at most {form.most_words} words: ask for few items in each."
        )
    if form.note:
        yield Warned("know", "form", f"{_told(form.note)}.")


def _channels(form: Form) -> Iterator[Warned]:
    conditions = [one for one in form.channels if "," in one or " if " in one]
    if form.channels and not any(_BY_MAIL.search(one) for one in form.channels):
        listed = ", ".join(form.channels)
        yield Warned("look", "channel", f"E-mail is not among the ways to send it: {listed}.{_summary(form)}")
    elif conditions:
        yield Warned("look", "channel", f"How it may be sent: {'; '.join(conditions)}.")


def _summary(form: Form) -> str:
    return f" {_told(form.summary)}." if form.summary else ""


def to_be_stated(law: Jurisdiction, requester: Requester | None) -> Iterator[Warned]:
    """What the law wants in the request and the letter cannot say by itself."""
    form = law.form
    if form is None:
        return
    for one in form.states:
        if one in _PIECES and requester is not None:
            key, name = _PIECES[one]
            if not getattr(requester, key):
                told = f"The law wants {name} in the request: add '{key}' to the requester's file."
                yield Warned("stop", "state", told)
            elif one == "home_address":
                yield Warned("look", "state", f"The law wants {name} in the request; check that yours is one.")
        elif one == "contact" and requester is not None and not (requester.email or requester.address):
            told = "The law wants an address for the answer: add 'email' or 'address' to the requester's file."
            yield Warned("stop", "state", told)
        elif one in _BLANKS:
            yield Warned("look", "state", f"The law wants stated: {_BLANKS[one]}; the letter has a blank for it.")
    if "identity_proof" in form.states:
        yield Warned("stop", "identity", "Proof of identity goes with the request; enclose a copy.")
    if set(form.states) - _BY_ITSELF:
        yield Warned("know", "state", f"The law wants stated: {'; '.join(form.must_state)}.")


def commercial_use(law: Jurisdiction, given: Mapping[str, str]) -> Iterator[Warned]:
    """Whether it is said what the use is, where the law wants that stated."""
    if law.form and "commercial_use" in law.form.states and not given.get("requester_class"):
        told = "The law wants stated whether the use is commercial: --given requester_class=private, or =commercial."
        yield Warned("stop", "state", told)


def fee_due(law: Jurisdiction) -> Iterator[Warned]:
    """A fee that goes with the request; a stop where the request is not valid without it."""
    fee = due_with_request(law)
    if fee:
        grave = law.form is not None and "fee" in law.form.states
        yield Warned("stop" if grave else "look", "fee", f"This is due with the request: {without_stop(fee)}.")


def about_the_law(law: Jurisdiction) -> Iterator[Warned]:
    """How far the law reaches the police, how sure it is, what an answer may cost, and in which language it is."""
    if law.coverage.police == "partly":
        instead = f" Where it does not: {law.coverage.use_instead}." if law.coverage.use_instead else ""
        note = _told(law.coverage.note) or "see frkit law show"
        yield Warned("look", "coverage", f"{law.law.name} reaches the police only in part: {note}.{instead}")
    if law.confidence == "low":
        told = "The law on file has low confidence; read it and log law-confirmed before you rely on a date."
        yield Warned("look", "confidence", told)
    if law.languages and "en" not in law.languages:
        spoken = ", ".join(law.languages)
        told = f"The language of {law.name} is {spoken} and the wording on file is English: have it translated."
        yield Warned("look", "language", told)


def _wants(text: str | None) -> bool:
    return bool(text) and not _NOTHING.match(on_one_line(text or ""))


def _told(text: str | None) -> str:
    return without_stop(on_one_line(text or ""))
