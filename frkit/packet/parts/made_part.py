"""One part of a packet that frkit makes: its name, its title, and the facts that its template shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from frkit.evidence.conversion.made_pages import Setting
from frkit.packet.assembly.exhibits import MadeExhibit
from frkit.packet.numbers.registry import Registry
from frkit.packet.parts.quotes import Quotes
from frkit.packet.parts.refs import Book
from frkit.packet.plan.dossiers import Dossier
from frkit.packet.plan.types import Packet, Part
from frkit.tracking.folder import CampaignFolder


@dataclass(frozen=True)
class VolumeSpan:
    """One PDF of a packet that has several."""

    number: int
    of: int
    file: str
    first_page: int
    last_page: int
    exhibits: str
    """Labels of the first and the last that has pages in it: ``3 to 12``, or ``3, continued, to 12``."""
    bates: str
    goes_on: str = ""
    """The exhibit with which it goes on, if the volume before ends within one: ``Exhibit 3, page 12 of 40``."""


@dataclass(frozen=True)
class FrontFacts:
    """All that the made parts of a packet are made of."""

    packet: Packet
    campaign: CampaignFolder
    dossiers: Mapping[str, Dossier]
    exhibits: tuple[MadeExhibit, ...]
    registry: Registry
    setting: Setting
    inputs: str
    """SHA-256 over all files of the campaign that were used."""
    volumes: tuple[VolumeSpan, ...] = ()
    """The PDFs of a packet that has several."""

    @cached_property
    def book(self) -> Book:
        """What cites pages of exhibits."""
        return Book(self.packet, self.exhibits, self.registry)

    @cached_property
    def quotes(self) -> Quotes:
        """What looks quoted words up on the pages that are cited for them."""
        return Quotes(self.exhibits, self.registry)

    def tell(self, lines: Iterable[str]) -> None:
        """Have the build say something of the made parts, once."""
        self.quotes.doubts.update(dict.fromkeys(lines))


@dataclass(frozen=True)
class MadePart:
    """A part whose pages ``templates/packet/<name>.html.j2`` sets; its facts have names that no other part uses."""

    name: Part
    title: str
    facts: Callable[[FrontFacts], dict[str, Any]]
