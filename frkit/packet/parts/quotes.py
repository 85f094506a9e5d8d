"""Whether quoted words stand on the pages that are cited for them; what does not is told by the build."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from frkit.evidence.conversion.one_file import kept_below
from frkit.evidence.text.ocr_records import best_readings
from frkit.evidence.text.pdf_text import opened_pdf, page_text
from frkit.evidence.text.quotations import standing_on
from frkit.evidence.text.types import PageText
from frkit.evidence.unreadable import Unreadable
from frkit.packet.assembly.exhibits import MadeExhibit, Piece
from frkit.packet.numbers.registry import Registry
from frkit.packet.parts.refs import Citation, Ref
from frkit.pages.wording import on_one_line

State = Literal["stands", "missing", "unread"]
"""They stand there; they do not; the pages have no words that can be read, so nobody can tell."""
_LONGEST = 90
"""Characters of a quotation that a warning repeats."""


@dataclass(frozen=True)
class Quoted:
    """Quoted words beside the pages cited for them."""

    words: str
    state: State
    ref: Ref | None = None
    """The page on which they stand."""


@dataclass
class Quotes:
    """Looks up quotations on the pages of a packet's exhibits, and remembers those that do not stand there."""

    exhibits: tuple[MadeExhibit, ...]
    registry: Registry
    doubts: dict[str, None] = field(default_factory=dict)
    """What the build has to say of quotations and of rows without a page, in the order in which they were met."""
    _read: dict[int, tuple[PageText, ...]] = field(default_factory=dict)

    def look_up(self, refs: Iterable[Ref], words: str) -> Quoted:
        """Whether words stand on the cited pages, and on which; if not, the build warns of it."""
        places = [place for ref in refs for place in self._places(ref)]
        texts = [text for _, _, _, text in places]
        found = standing_on([one.text for one in texts], words)
        if found is not None:
            made, piece, at, _ = places[found]
            return Quoted(words, "stands", self._ref(made, piece, at))
        if not places:
            return Quoted(words, "missing")
        unread = any(one.lacks for one in texts)
        self._doubt(places, words, unread=unread)
        return Quoted(words, "unread" if unread else "missing")

    def narrowed(self, cited: Citation, words: str) -> Citation:
        """A citation of the very page on which some words stand; as it was where they are not found."""
        if not any(sign.isalnum() for sign in words):
            return cited
        found = self._found(cited.refs, words)
        return replace(cited, refs=(found,)) if found is not None else cited

    def _found(self, refs: Iterable[Ref], words: str) -> Ref | None:
        places = [place for ref in refs for place in self._places(ref)]
        at = standing_on([text.text for _, _, _, text in places], words)
        return self._ref(*places[at][:3]) if at is not None else None

    def page(self, made: MadeExhibit, piece: Piece, number: int) -> Ref | None:
        """The reference to one page of a file, counted from 1; None where it has no such page."""
        return self._ref(made, piece, number - 1) if 1 <= number <= piece.pages.count else None

    def _places(self, ref: Ref) -> Iterator[tuple[MadeExhibit, Piece, int, PageText]]:
        """The pages of a reference with their words."""
        at = max(0, bisect_right(self._pieces, ref.start - 1, key=lambda one: one[1].offset) - 1)
        for made, piece in self._pieces[at:]:
            if piece.offset >= ref.end:
                return
            for number, text in enumerate(self.words_of(made, piece)):
                if ref.start <= piece.before(number) + 1 <= ref.end:
                    yield made, piece, number, text

    @cached_property
    def _pieces(self) -> list[tuple[MadeExhibit, Piece]]:
        """Every file with its exhibit, in the order of the packet's pages."""
        return [(made, piece) for made in self.exhibits for piece in made.pieces]

    def words_of(self, made: MadeExhibit, piece: Piece) -> tuple[PageText, ...]:
        """The words on the pages of a file, those that OCR read among them; none for a slip sheet."""
        if piece.offset not in self._read:
            self._read[piece.offset] = () if piece.pages.slip else tuple(_page_words(made, piece))
        return self._read[piece.offset]

    def _ref(self, made: MadeExhibit, piece: Piece, at: int) -> Ref:
        page = piece.before(at) + 1
        return Ref(made.label, self.registry.shown(piece.numbers[at]), page, page)

    def _doubt(self, places: Sequence[tuple[MadeExhibit, Piece, int, PageText]], words: str, *, unread: bool) -> None:
        first, last = places[0], places[-1]
        pages = [self.registry.shown(piece.numbers[at]) for _, piece, at, _ in (first, last)]
        where = f"{first[0].label} ({' to '.join(dict.fromkeys(pages))})"
        told = on_one_line(words)
        told = told if len(told) <= _LONGEST else f"{told[:_LONGEST].rstrip()}\N{HORIZONTAL ELLIPSIS}"
        why = (
            "nobody can tell whether they stand there, since a page has no words that can be read (frkit ocr)"
            if unread
            else "they do not stand there; look at the page, and log the wording as it has it"
        )
        self.doubts[f"{where}: the words \N{LEFT DOUBLE QUOTATION MARK}{told}\N{RIGHT DOUBLE QUOTATION MARK} "
                    f"are printed without quotation marks: {why}"] = None  # fmt: skip


def _page_words(made: MadeExhibit, piece: Piece) -> Iterator[PageText]:
    """The words of each page as the packet shows it, or as OCR read them."""
    readings = _readings(made, piece)
    try:
        document = opened_pdf(str(piece.file.path))
    except Unreadable as problem:
        yield from (PageText(number + 1, "", "text", str(problem)) for number in range(piece.pages.count))
        return
    try:
        for number in range(piece.pages.count):
            own = page_text(document, number)
            read = readings.get(number + 1)
            if own.lacks and read is not None:
                yield PageText(number + 1, f"{own.text}\n{read}", "ocr")
            else:
                yield own
    finally:
        document.close()


def _readings(made: MadeExhibit, piece: Piece) -> dict[int, str]:
    """Page -> the words that OCR read there, as they are kept with the request."""
    dossier = made.dossier
    below = kept_below(dossier.original(made.document), dossier.folder.root, dossier.file.folder) / piece.pages.sha256
    return best_readings(sorted(below.glob("ocr-*.yaml"))) if below.is_dir() else {}
