"""Where each document came from and how its pages were made; and the method, in words that can be checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from frkit.packet.assembly.exhibits import MadeExhibit, Piece
from frkit.packet.parts.event_words import side
from frkit.packet.parts.made_part import FrontFacts, MadePart
from frkit.packet.parts.numbers_told import absent_numbers, own_numbers
from frkit.packet.parts.refs import Book, Ref
from frkit.packet.verify.versions import made_with
from frkit.pages.wording import on_one_line, plural
from frkit.tracking.events import Event

_CHANNELS = {"email": "by e-mail", "post": "by post", "portal": "from the portal", "fax": "by fax", "hand": "by hand"}


@dataclass(frozen=True)
class CustodyLine:
    """One file: where it is in the packet, its hash, when and from whom it came, how it is shown."""

    ref: Ref
    first: bool
    """True for an exhibit's own file, False for one attached to it."""
    name: str
    size: str
    sha256: str
    came: str
    how: tuple[str, ...]
    warnings: tuple[str, ...]


def custody(book: Book) -> Iterator[CustodyLine]:
    """A line for each file, in the order of the packet."""
    for made in book.exhibits:
        for piece in made.pieces:
            yield _line(book, made, piece)


def not_here(book: Book) -> str:
    """Bates numbers between the packet's first and last that stand on no page of it, in words; or nothing."""
    here = {number for made in book.exhibits for piece in made.pieces for number in piece.numbers}
    if not here:
        return ""
    return book.bates([number for number in range(min(here), max(here)) if number not in here])


def _line(book: Book, made: MadeExhibit, piece: Piece) -> CustodyLine:
    pages = piece.pages
    return CustodyLine(
        ref=book.ref(made, [piece]),
        first=not pages.part,
        name=on_one_line(pages.name),
        size=plural(pages.size, "byte"),
        sha256=pages.sha256,
        came=_came(book, made) if not pages.part else f"attached as file {pages.part}",
        how=(f"slip sheet: {pages.slip}",) if pages.slip else pages.how,
        warnings=() if pages.slip else pages.warnings,
    )


def _came(book: Book, made: MadeExhibit) -> str:
    event: Event = made.document.event
    day = book.day(event.date)
    if made.document.letter:
        return f"sent {day}; text kept when it was sent, private data masked"
    if made.document.role == "letter" and side(event) == "requester":
        return f"sent {day}; copy kept by the requester{_logged(event)}"
    if made.document.role == "proof":
        return f"{day}, kept as proof{_logged(event)}"
    channel = _CHANNELS.get(getattr(event, "channel", ""), "")
    sender = getattr(event, "sender", None)
    verb = "added" if event.kind == "evidence_added" else "arrived"
    return f"{verb} {day}{' ' + channel if channel else ''}{' from ' + sender if sender else ''}{_logged(event)}"


def _logged(event: Event) -> str:
    when = event.entered.replace("T", " ").removesuffix("Z")[:16]
    return f"; logged {when}{' UTC' if event.entered.endswith('Z') else ''}" if when else ""


def _facts(front: FrontFacts) -> dict[str, Any]:
    slips = sum(piece.pages.slip is not None for made in front.exhibits for piece in made.pieces)
    return {
        "custody": list(custody(front.book)),
        "own_numbers": own_numbers(front),
        "absent_numbers": absent_numbers(front),
        "slip_words": "none here" if slips == 0 else f"{plural(slips, 'such sheet')} here",
        "made_with": list(made_with().items()),
    }


PART = MadePart("custody", "Custody and method", _facts)
