"""What a person must still fill in or check before a letter goes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from frkit.letters.letter_kind import LetterKind
from frkit.letters.masking import PLACEHOLDERS
from frkit.letters.matter import Matter
from frkit.tracking.types import Requester, RequestFile

BLANK = re.compile(r"\[[^\[\]]{3,120}\]")
"""What a person has to fill in."""


def to_do(
    kind: LetterKind, matter: Matter, text: str, facts: dict[str, Any], requester: Requester | None
) -> tuple[str, ...]:
    """Each thing to do, as a sentence; empty for a letter that can go out as it is."""
    found = [*_about_requester(requester, matter.file), *blanks(text), *_about_law(kind, facts, matter.file)]
    if kind.to_agency and not facts["agency"]["request_address"]:
        found.append(f"Look up where {facts['agency']['name']} takes requests; frkit ships no addresses.")
    return (*found, *kind.to_do(matter, facts))


def _about_requester(requester: Requester | None, file: RequestFile) -> Iterator[str]:
    if requester is None:
        name = file.request.requester or "me"
        also = "" if file.request.requester else f", and 'requester: {name}' in request.yaml"
        yield (
            f"Say who asks: write private/requesters/{name}.yaml with the keys name, address, email, telephone{also}."
        )
    elif not (requester.email or requester.address):
        yield "Give the agency a way to answer: add an email or an address to the requester's file."


def blanks(text: str) -> Iterator[str]:
    """What a template leaves to be filled in stands in square brackets."""
    for blank in dict.fromkeys(BLANK.findall(" ".join(text.split()))):
        if blank not in PLACEHOLDERS:
            yield f"Fill in: {blank[1:-1]}."


def _about_law(kind: LetterKind, facts: dict[str, Any], file: RequestFile) -> Iterator[str]:
    law = file.law
    if law.confidence == "low" and not facts["clocks"]:
        yield f"The law of {law.name} on file is uncertain, so no limit is named: read it, then log law-confirmed."
    if kind.logged_as == "sent":  # a first letter tells the rest before all else
        return
    if law.requester and law.requester.residency_required and not facts["given"]["resident"]:
        yield f"{law.law.name}: {law.requester.who} If that is you, add 'resident: yes' under 'given' in request.yaml."
    if law.form and law.form.prescribed:
        yield f"The law prescribes a form: {law.form.prescribed}"
