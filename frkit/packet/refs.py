"""References from the front matter to exhibits: exhibit, Bates number, packet page, and the link that leads there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from frkit.packet.event_words import Style
from frkit.packet.exhibits import MadeExhibit, Piece
from frkit.packet.numbers import Registry
from frkit.packet.types import Packet

LINK = "frkit:"
"""Scheme of links in made pages; assembly turns ``frkit:17`` into a link to packet page 17."""


@dataclass(frozen=True)
class Ref:
    """Where something is found in the packet."""

    label: str
    """``Exhibit 3``."""
    bates: str
    """``FRK-000012`` or ``FRK-000012 – 000015``."""
    page: int
    last: int
    link: str


@dataclass(frozen=True)
class Book:
    """What all parts of the front matter look things up in."""

    packet: Packet
    exhibits: tuple[MadeExhibit, ...]
    registry: Registry
    front: int
    """Number of pages before the first exhibit."""

    @cached_property
    def style(self) -> Style:
        """How dates are written: as usual on the packet's paper."""
        return Style(month_first=self.packet.paper == "Letter")

    def day(self, day: date) -> str:
        """A day in words."""
        return self.style.day(day)

    def ref(self, made: MadeExhibit, pieces: Iterable[Piece] = ()) -> Ref:
        """The reference to an exhibit, or to some pieces of it."""
        parts = tuple(pieces) or made.pieces
        numbers = [number for piece in parts for number in piece.numbers]
        first = self.front + parts[0].offset + 1
        last = self.front + parts[-1].offset + parts[-1].pages.count
        return Ref(made.label, self.bates(numbers), first, last, f"{LINK}{first}")

    def bates(self, numbers: list[int]) -> str:
        """Bates numbers as a range, or as ranges where a page was numbered in an earlier packet."""
        runs: list[list[int]] = []
        for number in numbers:
            if runs and number == runs[-1][-1] + 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        texts = []
        for run in runs:
            first, last = self.registry.shown(run[0]), self.registry.shown(run[-1])
            texts.append(first if run[0] == run[-1] else f"{first} – {last.rsplit('-', 1)[-1]}")
        return ", ".join(texts)

    @cached_property
    def _by_event(self) -> dict[tuple[str, str], list[MadeExhibit]]:
        found: dict[tuple[str, str], list[MadeExhibit]] = {}
        for made in self.exhibits:
            found.setdefault((made.dossier.id, made.document.event_id), []).append(made)
        return found

    def of_event(self, request_id: str, *event_ids: str | None) -> tuple[Ref, ...]:
        """References to the exhibits that these events of a request brought."""
        found = [self._by_event.get((request_id, event_id), []) for event_id in event_ids if event_id]
        return tuple(self.ref(made) for several in found for made in several)
