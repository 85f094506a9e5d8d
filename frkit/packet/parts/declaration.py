"""A declaration to be checked, filled in and signed: what the log holds, each statement to keep or to strike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from frkit import __version__
from frkit.packet.parts.event_words import sentence
from frkit.packet.parts.forms import (
    common_facts,
    exhibits_where,
    is_own_letter,
    is_proof,
    is_public,
    is_received,
    profile_of,
    rule_lines,
)
from frkit.packet.parts.made_part import FrontFacts, MadePart
from frkit.packet.parts.refs import Book, Citation
from frkit.packet.plan.dossiers import Dossier

RULES = ("usc-1746", "statement-of-truth")
"""Ids of the rules of a profile that say how such a statement is made."""


@dataclass(frozen=True)
class Sent:
    """One request as its log has it: to whom, when and how it was sent, and the exhibit that shows it."""

    agency: str
    words: str
    cited: Citation


def _facts(front: FrontFacts) -> dict[str, Any]:
    book = front.book
    return {
        "declaration": {
            **common_facts(front),
            "rules": rule_lines(book, (rule for rule in profile_of(front).rules if rule.id in RULES)),
            "sent": [one for dossier in front.dossiers.values() for one in _sent(book, dossier)],
            "own": exhibits_where(book, is_own_letter),
            "received": exhibits_where(book, is_received),
            "proofs": exhibits_where(book, is_proof),
            "public": exhibits_where(book, is_public),
            "version": __version__,
        }
    }


def _sent(book: Book, dossier: Dossier) -> list[Sent]:
    style = book.style_of(dossier)
    return [
        Sent(
            dossier.agency_name,
            f"{style.day(event.date)}. {sentence(event, style)}",
            book.of_event(dossier, event_id, event),
        )
        for event_id, event in dossier.events
        if event.kind == "sent"
    ]


PART = MadePart("declaration", "Declaration (draft to sign)", _facts)
