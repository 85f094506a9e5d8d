"""The plan's exhibits with their pages: each original checked against its hash, converted, and numbered."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from frkit.base.errors import FrkitError
from frkit.base.files import sha256_of, sha256_of_bytes
from frkit.base.findings import did_you_mean, shown_path
from frkit.evidence.conversion.made_pages import Setting
from frkit.evidence.conversion.many_files import Failed, Order, many_pages, order_for
from frkit.evidence.conversion.one_file import Pages, letter_pages_of, pages_without
from frkit.evidence.opening.passwords import passwords_of
from frkit.evidence.opening.what_is import what_is
from frkit.packet.assembly.kept import Keeping, KeptFile, KeptPages, PageStore
from frkit.packet.numbers.registry import SLIP, Key, Registry
from frkit.packet.plan.dossiers import Document, Dossier
from frkit.packet.plan.types import Exhibit, Packet

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Piece:
    """The pages of one file of an exhibit: the document itself, or one attached to it."""

    pages: Pages
    """What became of the file; its bytes are in ``file``."""
    file: KeptFile
    """The pages themselves, on disk."""
    numbers: tuple[int, ...]
    """The Bates number of each page."""
    offset: int
    """How many pages stand before its first page, after the front matter; sheets count."""
    breaks: tuple[int, ...] = ()
    """Which of its pages, from 0, stand behind the sheet of a volume that begins there."""

    def before(self, page: int) -> int:
        """How many pages stand before one of its pages, from 0, after the front matter; sheets count."""
        return self.offset + page + bisect_right(self.breaks, page) - (0 in self.breaks)

    @property
    def end(self) -> int:
        """How many pages stand before and in it, after the front matter."""
        return self.before(self.pages.count - 1) + 1

    @property
    def stretches(self) -> tuple[tuple[int, int], ...]:
        """Its pages between sheets of volumes, as (first, the one after the last), from 0."""
        edges = sorted({0, *self.breaks, self.pages.count})
        return tuple(pairwise(edges))


@dataclass(frozen=True)
class MadeExhibit:
    """One exhibit of the plan, with the event that brought it and all its pages."""

    exhibit: Exhibit
    dossier: Dossier
    document: Document
    pieces: tuple[Piece, ...]
    sheet: bool = False
    """Whether a sheet with its label and title stands before it."""
    volume_sheet: bool = False
    """Whether a volume begins with it, whose sheet stands before its own."""

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
        """How many pages stand before it and its sheet, after the front matter."""
        return self.offset - self.sheet

    @property
    def sheets(self) -> int:
        """How many sheets stand before it and within it: its own, and those of volumes."""
        return self.sheet + self.volume_sheet + sum(len(piece.breaks) for piece in self.pieces)

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
    packet: Packet,
    dossiers: Mapping[str, Dossier],
    setting: Setting,
    registry: Registry,
    store: PageStore,
    progress: Progress,
) -> tuple[MadeExhibit, ...]:
    """All exhibits with pages and numbers, in the plan's order; pages that ``store`` has are not made again."""
    known = sha256_of_bytes(repr(sorted(passwords_of(setting.folder).items())).encode())
    found = [
        _Found(one, dossiers[one.request], find_document(one, dossiers[one.request]), known) for one in packet.exhibits
    ]
    _refuse_twice(found)
    every: list[KeptPages] = []
    kept_before = {one.exhibit.label: kept for one in found if (kept := store.find(one.order.kept_in, *one.key))}
    converted = _converted([one for one in found if one.exhibit.label not in kept_before], setting, store)
    for number, one in enumerate(found):
        progress(number, len(found), f"Making pages, Exhibit {one.exhibit.label}")
        every.append(_pages(one, setting, store, kept_before.get(one.exhibit.label), converted))
        _refuse_demanded(one.exhibit, one.dossier, (piece.sha256 for piece in every[-1].pages.every()))
    keys = [key for kept in every for one in kept.pages.every() for key in keys_of(one, kept.pages.sha256)]
    numbers = registry.number_all(keys)
    made, offset = [], 0
    for one, kept in zip(found, every, strict=True):
        pieces = []
        offset += packet.exhibit_sheets
        for pages, file in zip(kept.pages.every(), kept.files, strict=True):
            theirs = tuple(numbers[key] for key in keys_of(pages, kept.pages.sha256))
            pieces.append(Piece(pages, file, theirs, offset))
            offset += pages.count
        made.append(MadeExhibit(one.exhibit, one.dossier, one.document, tuple(pieces), packet.exhibit_sheets))
    return tuple(made)


def pages_of_each(
    exhibits: Sequence[tuple[Exhibit, Dossier]], setting: Setting, store: PageStore
) -> Iterator[KeptPages | FrkitError]:
    """The pages of each exhibit, one after the other, as a build makes them; the error for one that gives none."""
    known = sha256_of_bytes(repr(sorted(passwords_of(setting.folder).items())).encode())
    found: list[_Found | FrkitError] = []
    for exhibit, dossier in exhibits:
        try:
            found.append(_Found(exhibit, dossier, find_document(exhibit, dossier), known))
        except FrkitError as error:
            found.append(error)
    kept = [None if isinstance(one, FrkitError) else store.find(one.order.kept_in, *one.key) for one in found]
    fresh = [one for one, before in zip(found, kept, strict=True) if isinstance(one, _Found) and before is None]
    converted = _converted(fresh, setting, store)
    for one, before in zip(found, kept, strict=True):
        try:
            yield one if isinstance(one, FrkitError) else _pages(one, setting, store, before, converted)
        except FrkitError as error:
            yield error


def keys_of(pages: Pages, original: str) -> list[Key]:
    """The registry's key of each page of a file, or of its slip sheet."""
    if pages.slip is not None:
        return [Key(original, pages.part, SLIP)]
    return [Key(original, pages.part, number + 1) for number in range(pages.count)]


def private_on_pages(exhibits: Sequence[MadeExhibit], registry: Registry) -> list[str]:
    """A warning for each page whose text shows a private value of the requester. Scans have no text: look at them."""
    return [
        f"{registry.shown(piece.numbers[index])} shows the {what}: look before you hand it out"
        for made in exhibits
        for piece in made.pieces
        for index, what in piece.file.measured.private
    ]


@dataclass(frozen=True)
class _Found:
    """An exhibit of the plan with the document that it names."""

    exhibit: Exhibit
    dossier: Dossier
    document: Document
    passwords: str
    """Hash of the passwords that are known."""

    @property
    def original(self) -> Path:
        return self.dossier.original(self.document)

    @property
    def order(self) -> Order:
        return order_for(self.original, self.dossier.folder, self.dossier.file.folder, self.document.name)

    @property
    def key(self) -> tuple[str, ...]:
        """What its pages depend on: the original, its name, passwords, and what of it had to be forgotten."""
        how = f"letter {self.exhibit.title}" if self.document.letter or self.document.role == "letter" else "file"
        return (self.document.sha256, self.document.name, self.passwords, how, *sorted(self.dossier.forgotten))

    @property
    def is_gone(self) -> bool:
        return self.document.sha256 in self.dossier.forgotten or not self.original.is_file()

    @property
    def is_our_letter(self) -> bool:
        return (self.document.letter or self.document.role == "letter") and what_is(self.original).kind in (
            "text",
            "mail",
        )


@dataclass(frozen=True)
class _WithoutForgotten:
    """Puts a slip sheet in place of files whose bytes were to be removed, then keeps all pages."""

    reasons: Mapping[str, str]
    setting: Setting
    keeping: Keeping

    def __call__(self, pages: Pages) -> KeptPages:
        return self.keeping(self._cleared(pages))

    def _cleared(self, pages: Pages) -> Pages:
        parts = []
        for part in pages.parts:
            if part.sha256 in self.reasons:
                slip = pages_without(part.name, part.sha256, part.size, self.reasons[part.sha256], self.setting)
                parts.append(replace(slip, part=part.part))
            else:
                parts.append(self._cleared(part))
        return replace(pages, parts=tuple(parts))


def _refuse_twice(found: Sequence[_Found]) -> None:
    seen: dict[str, str] = {}
    for one in found:
        if one.document.sha256 in seen:
            raise FrkitError(
                f"Exhibits {seen[one.document.sha256]} and {one.exhibit.label} are the same document, byte for byte.",
                place=one.exhibit.path,
                remedy="take one of them out of packet.yaml: a page has one Bates number",
            )
        seen[one.document.sha256] = one.exhibit.label


def _converted(
    found: Sequence[_Found], setting: Setting, store: PageStore
) -> Iterator[tuple[Order, KeptPages | Failed]]:
    """What other processes make of all originals that need them, one after the other as they are asked for."""
    wanted = [one for one in found if not one.is_gone and not one.is_our_letter]
    keeping = {
        one.order: _WithoutForgotten(
            {sha256: one.dossier.why_forgotten(sha256) for sha256 in one.dossier.forgotten},
            setting,
            store.keeping(one.order.kept_in, *one.key),
        )
        for one in wanted
    }
    if not wanted:
        return iter(())
    return many_pages([one.order for one in wanted], wanted[0].dossier.folder, setting, finish=keeping.__getitem__)


def _pages(
    one: _Found,
    setting: Setting,
    store: PageStore,
    kept: KeptPages | None,
    converted: Iterator[tuple[Order, KeptPages | Failed]],
) -> KeptPages:
    if one.is_gone:
        return store.keeping(one.order.kept_in, *one.key, "missing")(_missing(one, setting))
    if sha256_of(one.original) != one.document.sha256:
        raise FrkitError(
            f"Exhibit {one.exhibit.label} is not what arrived: its SHA-256 is not the one that was logged.",
            place=shown_path(one.original),
            remedy="the original was altered or damaged; restore it from a copy or from git before you build",
        )
    if kept is not None:
        return kept
    if one.is_our_letter:
        kept = store.keeping(one.order.kept_in, *one.key)(letter_pages_of(one.original, one.exhibit.title, setting))
    else:
        _, made = next(converted)
        if isinstance(made, Failed):
            raise made.as_error()
        kept = made
    store.seal(kept, one.order.kept_in, *one.key)
    return kept


def _missing(one: _Found, setting: Setting) -> Pages:
    document = one.document
    if document.sha256 not in one.dossier.forgotten:
        private = "; it lies in private/, which git does not carry" if document.path.startswith("private/") else ""
        raise FrkitError(
            f"The file of Exhibit {one.exhibit.label} is not there{private}.",
            place=shown_path(one.original),
            remedy="restore it from a copy, or take the exhibit out of packet.yaml",
        )
    reason = one.dossier.why_forgotten(document.sha256)
    return pages_without(document.name, document.sha256, document.size, reason, setting)
