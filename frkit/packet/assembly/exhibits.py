"""The plan's exhibits with their pages: each original checked against its hash, converted, and numbered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from frkit.base.errors import FrkitError
from frkit.base.files import sha256_of
from frkit.base.findings import did_you_mean, shown_path
from frkit.evidence.conversion.made_pages import Setting
from frkit.evidence.conversion.many_files import Failed, Order, many_pages, order_for
from frkit.evidence.conversion.one_file import Pages, letter_pages_of, pages_without
from frkit.evidence.opening.what_is import what_is
from frkit.packet.numbers.registry import SLIP, Key, Registry
from frkit.packet.plan.dossiers import Document, Dossier
from frkit.packet.plan.types import Exhibit, Packet
from frkit.tracking.privacy import found_in_text

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Piece:
    """The pages of one file of an exhibit: the document itself, or one attached to it."""

    pages: Pages
    numbers: tuple[int, ...]
    """The Bates number of each page."""
    offset: int
    """How many pages stand before it, after the front matter; sheets count."""


@dataclass(frozen=True)
class MadeExhibit:
    """One exhibit of the plan, with the event that brought it and all its pages."""

    exhibit: Exhibit
    dossier: Dossier
    document: Document
    pieces: tuple[Piece, ...]
    sheet: bool = False
    """Whether a sheet with its label and title stands before it."""

    @property
    def count(self) -> int:
        """Number of its pages."""
        return sum(piece.pages.count for piece in self.pieces)

    @property
    def offset(self) -> int:
        """How many pages stand before its first one, after the front matter."""
        return self.pieces[0].offset

    @property
    def opening(self) -> int:
        """How many pages stand before it and its sheet."""
        return self.offset - self.sheet

    @property
    def label(self) -> str:
        """``Exhibit 3``."""
        return f"Exhibit {self.exhibit.label}"


def find_document(exhibit: Exhibit, dossier: Dossier) -> Document:
    """The document that an exhibit of the plan names; raises FrkitError where no event that may be shown brought it."""
    document = dossier.document(exhibit.path)
    if document is None:
        known = [one.path for one in dossier.documents]
        raise FrkitError(
            f"Exhibit {exhibit.label} names {exhibit.path!r}, and no event that this audience may see brought it"
            f"{did_you_mean(exhibit.path, known)}",
            place=shown_path(dossier.file.folder),
            remedy="take the exhibit out of packet.yaml, name another file, or log the event that brought it",
        )
    if exhibit.sha256 is not None and exhibit.sha256 != document.sha256:
        raise FrkitError(
            f"Exhibit {exhibit.label} is another document than the plan says: the SHA-256 differs.",
            place=f"{dossier.id}: {exhibit.path}",
            remedy="look which one is meant, then put its sha256 into packet.yaml or take the line out",
        )
    _refuse_demanded(exhibit, dossier, [document.sha256])
    return document


def _refuse_demanded(exhibit: Exhibit, dossier: Dossier, hashes: Iterable[str]) -> None:
    """Raise FrkitError where a document, or a file within it, was demanded back and counsel has not cleared it."""
    held = [digest for digest in hashes if digest in dossier.kept_back]
    if held:
        raise FrkitError(
            f"Exhibit {exhibit.label} was demanded back by the agency, and counsel has not cleared it.",
            place=f"{dossier.id}: {exhibit.path}",
            remedy="take it out of packet.yaml, or log the clearance: frkit log cleared-by-counsel",
        )


def make_exhibits(
    packet: Packet, dossiers: Mapping[str, Dossier], setting: Setting, registry: Registry, progress: Progress
) -> tuple[MadeExhibit, ...]:
    """All exhibits with pages and numbers, in the plan's order."""
    found = [(one, dossiers[one.request], find_document(one, dossiers[one.request])) for one in packet.exhibits]
    _refuse_twice(found)
    every: list[tuple[Pages, ...]] = []
    converted = _converted(found, setting)
    for number, (exhibit, dossier, document) in enumerate(found):
        progress(number, len(found), f"Exhibit {exhibit.label}")
        every.append(_pages(exhibit, dossier, document, setting, converted).every())
        _refuse_demanded(exhibit, dossier, (one.sha256 for one in every[-1]))
    keys = [key for pages in every for one in pages for key in keys_of(one, pages[0].sha256)]
    numbers = registry.number_all(keys)
    made, offset = [], 0
    for (exhibit, dossier, document), pages in zip(found, every, strict=True):
        pieces = []
        offset += packet.exhibit_sheets
        for one in pages:
            pieces.append(Piece(one, tuple(numbers[key] for key in keys_of(one, pages[0].sha256)), offset))
            offset += one.count
        made.append(MadeExhibit(exhibit, dossier, document, tuple(pieces), packet.exhibit_sheets))
    return tuple(made)


def keys_of(pages: Pages, original: str) -> list[Key]:
    """The registry's key of each page of a file, or of its slip sheet."""
    if pages.slip is not None:
        return [Key(original, pages.part, SLIP)]
    return [Key(original, pages.part, number + 1) for number in range(pages.count)]


def private_on_pages(exhibits: Sequence[MadeExhibit], values: dict[str, str], registry: Registry) -> list[str]:
    """A warning for each page whose text shows a private value of the requester. Scans have no text: look at them."""
    if not values:
        return []
    import pypdfium2

    warnings = []
    for piece in (piece for made in exhibits for piece in made.pieces):
        document = pypdfium2.PdfDocument(piece.pages.pdf)
        for page, number in zip(document, piece.numbers, strict=False):
            found = found_in_text(page.get_textpage().get_text_bounded(), values)
            if found:
                warnings.append(
                    f"{registry.shown(number)} shows the {' and the '.join(found)}: look before you hand it out"
                )
        document.close()
    return warnings


def _refuse_twice(found: Sequence[tuple[Exhibit, Dossier, Document]]) -> None:
    seen: dict[str, str] = {}
    for exhibit, _, document in found:
        if document.sha256 in seen:
            raise FrkitError(
                f"Exhibits {seen[document.sha256]} and {exhibit.label} are the same document, byte for byte.",
                place=exhibit.path,
                remedy="take one of them out of packet.yaml: a page has one Bates number",
            )
        seen[document.sha256] = exhibit.label


def _converted(
    found: Sequence[tuple[Exhibit, Dossier, Document]], setting: Setting
) -> Iterator[tuple[Order, Pages | Failed]]:
    """What other processes make of all originals that need them, one after the other as they are asked for."""
    wanted = [(dossier, document) for _, dossier, document in found if _needs_conversion(dossier, document)]
    orders = [
        order_for(dossier.original(document), dossier.folder, dossier.file.folder, document.name)
        for dossier, document in wanted
    ]
    return many_pages(orders, wanted[0][0].folder, setting) if orders else iter(())


def _needs_conversion(dossier: Dossier, document: Document) -> bool:
    original = dossier.original(document)
    return document.sha256 not in dossier.forgotten and original.is_file() and not _our_letter(document, original)


def _our_letter(document: Document, original: Path) -> bool:
    return (document.letter or document.role == "letter") and what_is(original).kind in ("text", "mail")


def _pages(
    exhibit: Exhibit,
    dossier: Dossier,
    document: Document,
    setting: Setting,
    converted: Iterator[tuple[Order, Pages | Failed]],
) -> Pages:
    original = dossier.original(document)
    if document.sha256 in dossier.forgotten or not original.is_file():
        return _missing(exhibit, dossier, document, original, setting)
    if sha256_of(original) != document.sha256:
        raise FrkitError(
            f"Exhibit {exhibit.label} is not what arrived: its SHA-256 is not the one that was logged.",
            place=shown_path(original),
            remedy="the original was altered or damaged; restore it from a copy or from git before you build",
        )
    if _our_letter(document, original):
        return letter_pages_of(original, exhibit.title, setting)
    _, made = next(converted)
    if isinstance(made, Failed):
        raise made.as_error()
    return _without_forgotten(made, dossier, setting)


def _without_forgotten(pages: Pages, dossier: Dossier, setting: Setting) -> Pages:
    """A mail's pages, with a slip sheet for each attached file whose bytes were to be removed."""
    parts = []
    for part in pages.parts:
        if part.sha256 in dossier.forgotten:
            reason = dossier.why_forgotten(part.sha256)
            slip = pages_without(part.name, part.sha256, part.size, reason, setting)
            parts.append(replace(slip, part=part.part))
        else:
            parts.append(_without_forgotten(part, dossier, setting))
    return replace(pages, parts=tuple(parts))


def _missing(exhibit: Exhibit, dossier: Dossier, document: Document, original: Path, setting: Setting) -> Pages:
    if document.sha256 not in dossier.forgotten:
        private = "; it lies in private/, which git does not carry" if document.path.startswith("private/") else ""
        raise FrkitError(
            f"The file of Exhibit {exhibit.label} is not there{private}.",
            place=shown_path(original),
            remedy="restore it from a copy, or take the exhibit out of packet.yaml",
        )
    reason = dossier.why_forgotten(document.sha256)
    return pages_without(document.name, document.sha256, document.size, reason, setting)
