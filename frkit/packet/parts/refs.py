"""References from the front matter to exhibits: exhibit, Bates number, packet page, and the link that leads there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from frkit.evidence.pledges.spans import span_of
from frkit.packet.assembly.exhibits import MadeExhibit, Piece
from frkit.packet.numbers.registry import Registry
from frkit.packet.parts.event_words import Style
from frkit.packet.plan.dossiers import Dossier
from frkit.packet.plan.types import Packet
from frkit.tracking.events import Event

LINK = "frkit:"
"""Scheme of links in made pages: ``frkit:exhibit-page:17`` leads to the 17th page after the front matter."""
EXHIBIT_PAGE = f"{LINK}exhibit-page:"
PART = f"{LINK}part:"


@dataclass(frozen=True)
class Ref:
    """Where something is found in the packet."""

    label: str
    """``Exhibit 3``."""
    bates: str
    """``FRK-000012`` or ``FRK-000012 – 000015``."""
    start: int
    """Its pages, counted from the first page of the first exhibit."""
    end: int

    @property
    def link(self) -> str:
        """The address that a made page links to."""
        return f"{EXHIBIT_PAGE}{self.start}"


@dataclass(frozen=True)
class Citation:
    """The exhibits that show an event, and whether the plan leaves out some of what came with it."""

    refs: tuple[Ref, ...] = ()
    left_out: bool = False

    @property
    def gap(self) -> str:
        """What is to be said of documents that are not in the packet, or nothing."""
        if not self.left_out:
            return ""
        return "in part; not all of what came is in this packet" if self.refs else "what came is not in this packet"


NOTHING = Citation()
"""No exhibit, and none left out."""


@dataclass(frozen=True)
class Book:
    """What all parts of the front matter look things up in."""

    packet: Packet
    exhibits: tuple[MadeExhibit, ...]
    registry: Registry

    @cached_property
    def style(self) -> Style:
        """How dates are written: as usual on the packet's paper."""
        return Style(month_first=self.packet.paper == "Letter")

    def style_of(self, dossier: Dossier) -> Style:
        """How a request's events are told: with its place's currency and remedies."""
        law = dossier.file.law
        remedies = {remedy.id: remedy.kind for remedy in law.remedies}
        return replace(self.style, currency=law.fees.currency if law.fees else None, remedies=remedies)

    def day(self, day: date) -> str:
        """A day in words."""
        return self.style.day(day)

    def lies_ahead(self, partial: str) -> bool:
        """Whether a date, as exact as its source, surely lies after the packet's day."""
        return span_of(partial).first > self.packet.as_of

    def ref(self, made: MadeExhibit, pieces: Iterable[Piece] = ()) -> Ref:
        """The reference to an exhibit, or to some pieces of it."""
        parts = tuple(pieces) or made.pieces
        numbers = [number for piece in parts for number in piece.numbers]
        start, end = parts[0].offset + 1, parts[-1].end
        return Ref(made.label, self.bates(numbers), start, end)

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

    def of_event(self, dossier: Dossier, event_id: str, event: Event) -> Citation:
        """The exhibits that show an event: what it brought itself, and the message that it reads."""
        found = [self._brought_by(dossier, one) for one in (event_id, event.reply_to) if one]
        refs = self.together(made for several in found for made in several)
        return Citation(refs, self._leaves_out(dossier, event_id, event))

    def together(self, exhibits: Iterable[MadeExhibit]) -> tuple[Ref, ...]:
        """References to exhibits; those that follow each other are one."""
        runs: list[list[MadeExhibit]] = []
        for made in exhibits:
            if runs and runs[-1][-1].pieces[-1].end == made.opening:
                runs[-1].append(made)
            else:
                runs.append([made])
        return tuple(self._joined(run) for run in runs)

    def _brought_by(self, dossier: Dossier, event_id: str) -> list[MadeExhibit]:
        """The exhibits of an event; a letter that answers several requests is an exhibit of one of them only."""
        own = self._by_event.get((dossier.id, event_id), [])
        hashes = {made.document.sha256 for made in own}
        others = [one.sha256 for one in dossier.documents if one.event_id == event_id and one.sha256 not in hashes]
        found = [*own, *(self._by_hash[one] for one in others if one in self._by_hash)]
        return sorted(found, key=lambda made: made.offset)

    @cached_property
    def _by_hash(self) -> dict[str, MadeExhibit]:
        return {made.document.sha256: made for made in self.exhibits}

    def _leaves_out(self, dossier: Dossier, event_id: str, event: Event) -> bool:
        """Whether a document of the event, or of the message that it reads, is no exhibit of this packet."""
        here = {made.document.sha256 for made in self.exhibits}
        wanted = (event_id, event.reply_to)
        return any(one.sha256 not in here for one in dossier.documents if one.event_id in wanted)

    def _joined(self, run: list[MadeExhibit]) -> Ref:
        """One reference to exhibits that follow each other."""
        whole = self.ref(run[0], [piece for made in run for piece in made.pieces])
        if len(run) == 1:
            return whole
        join = "–" if len(run) > 2 else " and "
        return replace(whole, label=f"Exhibits {run[0].exhibit.label}{join}{run[-1].exhibit.label}")
