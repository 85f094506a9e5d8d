"""What drafts to be signed have in common: the form that the profile names, its rules, exhibits by who made them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from frkit.packet.assembly.exhibits import MadeExhibit
from frkit.packet.parts.event_words import side
from frkit.packet.parts.made_part import FrontFacts
from frkit.packet.parts.refs import Book, Ref
from frkit.packet.plan.profiles import Profile, Rule, load_profile


@dataclass(frozen=True)
class RuleLine:
    """A rule that a draft follows, and where it can be read."""

    citation: str
    dated: str
    source: str
    address: str
    read: str
    unsure: tuple[str, ...]


def profile_of(front: FrontFacts) -> Profile:
    """The profile of the packet's plan; raises FrkitError where there is none of that name."""
    return load_profile(front.packet.profile, front.campaign.overlay)


def rule_lines(book: Book, rules: Iterable[Rule]) -> list[RuleLine]:
    """Rules as a draft names them below its signature."""
    return [
        RuleLine(
            citation=rule.citation,
            dated=book.style.partial(rule.dated) if rule.dated else "",
            source=rule.source.title,
            address=rule.source.url,
            read=book.day(rule.source.read) if rule.source.read else "",
            unsure=tuple(rule.unsure),
        )
        for rule in rules
    ]


def common_facts(front: FrontFacts) -> dict[str, Any]:
    """What declaration and certification both show."""
    packet = front.packet
    return {
        "form": profile_of(front).declaration,
        "court": packet.court or "",
        "case": packet.matter or "",
        "linked": {part: part in packet.parts for part in ("chronology", "requests", "custody")},
    }


def exhibits_where(book: Book, wanted: Callable[[MadeExhibit], bool]) -> tuple[Ref, ...]:
    """The exhibits of a kind; those that follow each other are one reference."""
    return book.together(made for made in book.exhibits if wanted(made))


def is_own_letter(made: MadeExhibit) -> bool:
    """Whether it is a letter of the requester."""
    document = made.document
    return document.letter or (document.role == "letter" and side(document.event) == "requester")


def is_proof(made: MadeExhibit) -> bool:
    """Whether it was kept to show that something was sent or received."""
    return made.document.role == "proof"


def is_public(made: MadeExhibit) -> bool:
    """Whether the requester added it from elsewhere."""
    return made.document.event.kind == "evidence_added"


def is_received(made: MadeExhibit) -> bool:
    """Whether it came from a body that was asked, or from another."""
    return not (is_own_letter(made) or is_proof(made) or is_public(made))
