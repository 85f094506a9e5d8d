"""What a file of a letter needs to know besides its words: paper, language, day, and whom a mail goes to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from frkit.catalogue.loading import load_agency
from frkit.law.types import Jurisdiction
from frkit.letters.document import document
from frkit.letters.letter import Letter
from frkit.letters.matter import Matter
from frkit.pages.wording import long_date, on_one_line
from frkit.tracking.contacts import contacts_of
from frkit.tracking.types import Requester

# Plain addresses only: what a mail program might read in another way is left to a person.
_ADDRESS = re.compile(
    r"(?<![^\s<(,;:])[A-Za-z0-9_%+-]+(?:\.[A-Za-z0-9_%+-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?=[\s>),;]|\.?$|\.\s)"
)


@dataclass(frozen=True)
class Sheet:
    """The outside of a letter."""

    paper: Literal["Letter", "A4"]
    language: str
    """BCP 47: ``en-GB``, or ``en`` where the place has another language."""
    day: date
    """Its date; files are dated so, whenever they are made."""
    to: tuple[str, ...]
    """E-mail addresses of whom it goes to; empty where none is known for sure."""
    sender: str | None
    """The requester's own e-mail address."""
    attach_pdf: bool
    """Whether a mail may carry the letter as a PDF besides its text."""
    title: str
    """The subject with the requester masked."""
    day_in_words: str = ""
    """The date as the letter writes it: ``2 March 2026``."""
    folder: Path | None = None
    """The campaign's folder, whose own ``templates`` win."""


def sheet_for(matter: Matter, letter: Letter, requester: Requester | None) -> Sheet:
    """The outside of a letter about a request, from the law of the place and the campaign's contacts."""
    law = matter.file.law
    return Sheet(
        paper=law.paper,
        language=_language(law, letter.language),
        day=matter.today,
        to=_addresses(matter, letter),
        sender=on_one_line(requester.email or "") or None if requester is not None else None,
        attach_pdf=not (law.form and law.form.email_body),
        title=letter.subject,
        day_in_words=long_date(matter.today, law.date_style),
        folder=matter.overlay,
    )


def _language(law: Jurisdiction, language: str) -> str:
    """The language with its country, where it is one of the place's own."""
    return f"{language}-{law.code[:2].upper()}" if language in law.languages else language


def _addresses(matter: Matter, letter: Letter) -> tuple[str, ...]:
    """Those of the contact whose address the letter bears; else of another contact for that purpose."""
    purpose = _purpose(matter, letter)
    if purpose is None:
        return ()
    agency = load_agency(matter.file.request.agency, matter.overlay)
    for contact in contacts_of(agency, matter.stand.events, purpose):
        found = addresses_in(contact.address)
        if found and contact.came_back is None:
            return found
    return ()


def _purpose(matter: Matter, letter: Letter) -> str | None:
    """``appeal`` or ``request``, by whose address stands in the letter; None where it goes to somebody else."""
    agency = letter.facts["agency"]
    written = document(letter.masked_marked, long_date(matter.today, matter.file.law.date_style)).lines_of("addressee")
    for purpose in ("request", "appeal"):
        lines = agency[f"{purpose}_address"]
        if lines and set(lines) <= set(written):
            return purpose
    return None


def addresses_in(lines: Iterable[str]) -> tuple[str, ...]:
    """The e-mail addresses in lines of an address, each once."""
    return tuple(dict.fromkeys(found for line in lines for found in _ADDRESS.findall(line)))
