"""The parts of a letter, for every format that is more than lines: who writes, when, to whom, about what, and the body.

They are found by their place in the letter and by the marks of its text, never by words of a language: what stands in
kept lines before the subject is the sender, the date and the addressee; the last kept lines that begin with the
sender's name are the signature. Each line of the letter comes out once, in the order in which it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import ClassVar, Literal, TypeAlias

from frkit.letters.marks import Piece, blocks_of

Role: TypeAlias = Literal["sender", "date", "addressee", "subject", "body", "farewell", "signature", "after"]
LONGEST_FAREWELL = 80
"""Characters; a longer paragraph before the signature is part of the body."""
_SIGNS: dict[str, Callable[[int], str]] = {
    "number": lambda place: f"{place}.",
    "letter": lambda place: f"({chr(ord('a') + place - 1)})",
    "bullet": lambda place: "-",
}


@dataclass(frozen=True)
class Paragraph:
    """Running text; ``lead`` where it introduces the list that follows it."""

    shape: ClassVar = "paragraph"
    text: str
    lead: bool = False


@dataclass(frozen=True)
class Lines:
    """Lines that each stay a line of their own: an address, a signature."""

    shape: ClassVar = "lines"
    lines: tuple[str, ...]


@dataclass(frozen=True)
class ListItem:
    """One item of a list, with its marker as the letter writes it, and all that stands under it."""

    marker: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Listing:
    """Items of one kind that follow each other."""

    shape: ClassVar = "listing"
    kind: Literal["number", "letter", "bullet"]
    items: tuple[ListItem, ...]
    loose: bool
    """Whether a blank line stands between the items."""

    @property
    def counted(self) -> bool:
        """Whether the markers are those that counting gives, from 1 or from any other first one."""
        first = place_of(self.items[0].marker)
        sign = _SIGNS[self.kind]
        return all(sign(first + at) == item.marker for at, item in enumerate(self.items))


Part: TypeAlias = Paragraph | Lines | Listing


@dataclass(frozen=True)
class Block:
    """Parts of a letter that have the same role."""

    role: Role
    parts: tuple[Part, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Its lines or paragraphs, as they stand below each other."""
        return tuple(text_lines(self.parts))


@dataclass(frozen=True)
class Document:
    """A letter as its blocks, from the sender to the enclosures."""

    blocks: tuple[Block, ...]

    def lines_of(self, role: Role) -> tuple[str, ...]:
        """The lines of all blocks of a role; empty where the letter has none."""
        return tuple(line for block in self.blocks if block.role == role for line in block.lines)


def document(marked: str, day: str = "") -> Document:
    """The parts of a letter as its template gives it; ``day`` is its date as the letter writes it, if known."""
    blocks = [piece for block in blocks_of(marked) for piece in _apart(block)]
    roles = _roles(blocks, day)
    both = zip(roles, blocks, strict=True)
    return Document(tuple(Block(role, _parts([block for _, block in some])) for role, some in groupby(both, _role)))


def place_of(marker: str) -> int:
    """The place that a marker names: 12 for ``12.``, 2 for ``(b)``, 0 for a dash."""
    bare = marker.strip(".()-")
    if bare.isascii() and bare.isdigit():
        return int(bare)
    return ord(bare) - ord("a") + 1 if bare else 0


def text_lines(parts: Iterable[Part]) -> Iterator[str]:
    """Every paragraph, line and item of some parts, in order, an item's marker before its first words."""
    for part in parts:
        if isinstance(part, Paragraph):
            yield part.text
        elif isinstance(part, Lines):
            yield from part.lines
        else:
            for item in part.items:
                first, *rest = text_lines(item.parts)
                yield f"{item.marker} {first}"
                yield from rest


def _role(both: tuple[Role, object]) -> Role:
    return both[0]


def _apart(block: tuple[Piece, ...]) -> Iterator[tuple[Piece, ...]]:
    """A block in which subject, kept lines and running text do not stand together."""
    for _, pieces in groupby(block, lambda piece: piece.kind if piece.kind in ("subject", "line") else "text"):
        yield tuple(pieces)


def _roles(blocks: list[tuple[Piece, ...]], day: str) -> list[Role]:
    """What each block is."""
    subject = next((at for at, block in enumerate(blocks) if block[0].kind == "subject"), None)
    roles: list[Role] = ["body"] * len(blocks)
    if subject is not None:
        roles[: subject + 1] = [*_head_roles(blocks[:subject], day), "subject"]
    sender = next((block for role, block in zip(roles, blocks, strict=True) if role == "sender"), None)
    signed = _signature(blocks, sender, (subject or 0) + 1)
    if signed is not None:
        roles[signed] = "signature"
        roles[signed + 1 :] = ["after"] * (len(blocks) - signed - 1)
        if signed - 1 > (subject or 0) and _may_close(blocks[signed - 1]):
            roles[signed - 1] = "farewell"
    return roles


def _head_roles(blocks: list[tuple[Piece, ...]], day: str) -> Iterator[Role]:
    """Sender, date and addressee, whichever comes first; what is not in kept lines belongs to the body."""
    dated = next((at for at, block in enumerate(blocks) if len(block) == 1 and block[0].text == day), None)
    if dated is None:
        alone = (at for at, block in enumerate(blocks) if at and len(block) == 1 and _has_figure(block[0].text))
        dated = next(alone, None)
    sender_is_due = True
    for at, block in enumerate(blocks):
        if block[0].kind != "line":
            yield "body"
        elif at == dated:
            yield "date"
        elif sender_is_due:
            sender_is_due = False
            yield "sender"
        else:
            yield "addressee"


def _signature(blocks: list[tuple[Piece, ...]], sender: tuple[Piece, ...] | None, start: int) -> int | None:
    """The last block of kept lines whose first line is the first of the sender's."""
    if sender is None:
        return None
    found = [
        at
        for at, block in enumerate(blocks)
        if at >= start and block[0].kind == "line" and block[0].text == sender[0].text
    ]
    return found[-1] if found else None


def _may_close(block: tuple[Piece, ...]) -> bool:
    return len(block) == 1 and block[0].kind == "text" and len(block[0].text) <= LONGEST_FAREWELL


def _has_figure(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _parts(blocks: list[tuple[Piece, ...]]) -> tuple[Part, ...]:
    """The parts of blocks with one role: items gathered into lists, what is indented put under its item."""
    flow = [(piece, at == 0 and number > 0) for number, block in enumerate(blocks) for at, piece in enumerate(block)]
    return tuple(_gathered(flow))


def _gathered(flow: list[tuple[Piece, bool]]) -> Iterator[Part]:
    """Parts from pieces; the flag says that a blank line stands before the piece."""
    at = 0
    while at < len(flow):
        piece = flow[at][0]
        end = at + 1
        if piece.kind == "item":
            end = _end_of_list(flow, at)
            yield _listing(flow[at:end])
        elif piece.kind == "line":
            while end < len(flow) and flow[end][0].kind == "line" and not flow[end][1]:
                end += 1
            yield Lines(tuple(one.text for one, _ in flow[at:end]))
        else:
            follows = end < len(flow) and flow[end][0].kind == "item"
            yield Paragraph(piece.text, lead=follows and (not flow[end][1] or piece.text.endswith(":")))
        at = end


def _end_of_list(flow: list[tuple[Piece, bool]], start: int) -> int:
    """Where the list that begins at ``start`` is over: at another kind of marker, or at text that is not indented."""
    first = flow[start][0]
    end = start + 1
    while end < len(flow):
        piece = flow[end][0]
        under = piece.kind in ("item", "text") and piece.indent > first.indent
        if not under and not (piece.kind == "item" and _goes_on(flow, start, end)):
            break
        end += 1
    return end


def _goes_on(flow: list[tuple[Piece, bool]], start: int, at: int) -> bool:
    """Whether an item belongs to the same list: alike in kind and indent, and not a new beginning at one."""
    first, piece = flow[start][0], flow[at][0]
    if _kind(piece.marker) != _kind(first.marker) or piece.indent != first.indent:
        return False
    before = [one for one, _ in flow[start:at] if one.kind == "item" and one.indent == first.indent]
    return _kind(piece.marker) == "bullet" or place_of(piece.marker) > place_of(before[-1].marker)


def _listing(flow: list[tuple[Piece, bool]]) -> Listing:
    indent = flow[0][0].indent
    starts = [at for at, (piece, _) in enumerate(flow) if piece.kind == "item" and piece.indent == indent]
    items = []
    for start, end in zip(starts, [*starts[1:], len(flow)], strict=True):
        piece = flow[start][0]
        own = (replace(piece, kind="text", marker="", indent=0), False)
        items.append(ListItem(piece.marker, tuple(_gathered([own, *flow[start + 1 : end]]))))
    loose = any(flow[start][1] for start in starts[1:])
    return Listing(_kind(flow[0][0].marker), tuple(items), loose)


def _kind(marker: str) -> Literal["number", "letter", "bullet"]:
    if marker == "-":
        return "bullet"
    return "letter" if marker.startswith("(") else "number"
