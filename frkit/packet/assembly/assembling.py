"""Sections become one PDF in one pass: pages copied and stamped, page tree, labels, bookmarks and links written."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path
from typing import Any, TypeVar

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from frkit import __version__
from frkit.base.files import flush_file
from frkit.evidence.pdf.copy import complete
from frkit.packet.assembly.geometry import frame_of
from frkit.packet.assembly.going_back import PRINTED, add_link_back
from frkit.packet.assembly.kept import KeptFile
from frkit.packet.assembly.layers import Layers
from frkit.packet.assembly.linking import LinkedPages, source_of
from frkit.packet.assembly.outline import Entry, write_outline
from frkit.packet.assembly.pdf_file import PdfFile, Written
from frkit.packet.assembly.skeleton import write_skeleton
from frkit.packet.assembly.slots import OPENING, lead_to_pages
from frkit.packet.assembly.stamp_font import stamp_font
from frkit.packet.assembly.stamping import FONT, MARK, Drawing, Placement, Stamp, Stamper, contents_of
from frkit.packet.verify.digests import PageDigest, page_digests, value_digest

PAGES_A_NODE = 50
Progress = Callable[[int, int, str], None]
T = TypeVar("T")


@dataclass(frozen=True)
class Section:
    """Some pages that belong together: the front matter, an exhibit, or one attached file."""

    pdf: bytes | KeptFile
    """Pages made by frkit with free lower corners, whose links may lead to any packet page; or those of a document."""
    stamps: tuple[Stamp, ...]
    """One for each page, in order."""
    what: str = ""
    """Words for the progress bar."""
    span: tuple[int, int] | None = None
    """The pages of ``pdf`` that it has, from 0, the last not among them; None: all."""

    def of(self, pages: Sequence[T]) -> Sequence[T]:
        """Its share of what there is for each page of ``pdf``."""
        return pages if self.span is None else pages[slice(*self.span)]


class Assembled:
    """A PDF that only has to be written: where on each page its stamp stands, and what each page holds."""

    def __init__(
        self, pdf: Pdf, placed: Sequence[_Placed], digests: Sequence[PageDigest], shared: _Shared, first_page: int
    ) -> None:
        self.pdf = pdf
        """All but the pages of documents: what it says of itself may still be changed."""
        self.first_page = first_page
        self.digests = tuple(digests)
        """The hashes of all pages, as they are in the file that will be written."""
        self.placements: tuple[Placement, ...] = tuple(one.placement for some in placed for one in some.drawings)
        self._placed, self._shared = placed, shared

    def write(self, path: Path, progress: Progress | None = None) -> Written:
        """Write it to a new file. The same sections give the same bytes, anywhere and at any time."""
        with path.open("xb") as out:
            with PdfFile(out) as file:
                written = self._write(file, progress)
            flush_file(out)
        return written

    def _write(self, file: PdfFile, progress: Progress | None) -> Written:
        linked = [some for some in self._placed if some.linked is not None]
        stand_ins = {place.objgen[0] for some in linked for place in some.pages}
        besides = (self._shared.opening, self._shared.font) if linked else ()
        skeleton = write_skeleton(self.pdf, stand_ins, besides, file)
        opening, font = (skeleton.reference(one) for one in besides) if linked else (b"", b"")
        back = None if self._shared.back is None else skeleton.reference(self._shared.back)
        done = 0
        for some in self._placed:
            if progress:
                progress(done, len(self.placements), f"Writing pages, {some.what or 'front'}")
            if some.linked is not None:
                some.linked.write(file, skeleton, opening, font, back)
            done += len(some.pages)
        info = self.pdf.trailer.get("/Info")
        root = skeleton.numbers[self.pdf.Root.objgen[0]]
        return file.finish(root, None if info is None else skeleton.numbers[info.objgen[0]])


def assemble(
    sections: Sequence[Section],
    bookmarks: Sequence[Entry],
    title: str,
    *,
    first_page: int = 1,
    back_to: int | None = None,
) -> Assembled:
    """One PDF from sections: every page stamped, labelled with its number from ``first_page``, bookmarked, linked.

    Links of made pages are packet pages, from 0; those that lead to no page of this PDF are left out. The stamp of
    every page leads to the packet page ``back_to``, one of this PDF.
    """
    packet = Pdf.new()
    more = "".join(stamp.legend or "" for section in sections for stamp in section.stamps[:1])
    font = stamp_font("".join(sorted(set(more))))
    shared = _Shared(Stamper(font), font.embed(packet), packet.make_stream(OPENING))
    shared.opening[MARK] = True
    layers, placed = Layers(), []
    with ExitStack() as opened:
        made = _MadePages(packet, layers, shared, opened)
        for section in sections:
            found = _linked(packet, layers, shared, section) if isinstance(section.pdf, KeptFile) else made.of(section)
            if len(found.pages) != len(section.stamps):
                raise AssertionError(f"{section.what}: {len(found.pages)} pages, but numbers for {len(section.stamps)}")
            placed.append(found)
    pages = [page for some in placed for page in some.pages]
    shared.back = None if back_to is None else pages[back_to - first_page]
    for some in placed:
        if some.linked is None:
            for page, drawing in zip(some.pages, some.drawings, strict=True):
                lead_to_pages(page, pages, first_page - 1)
                if shared.back is not None and page.objgen != shared.back.objgen:
                    add_link_back(page, drawing, shared.back)
    _page_tree(packet, pages)
    _catalog(packet, pages, title, first_page)
    write_outline(packet, bookmarks, pages)
    layers.write(packet)
    digests = _digests(packet, sections, placed, shared, first_page, back_to)
    return Assembled(packet, placed, digests, shared, first_page)


@dataclass
class _Shared:
    """What draws all stamps, and the objects of the packet that all pages share: font, and what stands before all."""

    stamper: Stamper
    font: Object
    opening: Object
    back: Object | None = None
    """The page to which all stamps lead."""


@dataclass(frozen=True)
class _Placed:
    """The pages of a section as objects of the packet."""

    pages: Sequence[Object]
    drawings: Sequence[Drawing]
    what: str
    linked: LinkedPages | None = None
    """Where they come from, if they are a document's: then each object only stands for its page."""


def _linked(packet: Pdf, layers: Layers, shared: _Shared, section: Section) -> _Placed:
    """The pages of a document, which need not be opened."""
    if not isinstance(section.pdf, KeptFile):
        raise TypeError("made pages are not linked")
    source, measured = source_of(section.pdf, section.span), section.pdf.measured
    seen = zip(section.stamps, section.of(measured.frames), section.of(measured.clear), strict=False)
    drawings = tuple(shared.stamper.drawing(*one) for one in seen)
    places = tuple(packet.make_indirect(Dictionary(Type=Name.Page)) for _ in source.linkage.pages)
    groups: tuple[Object, ...] = ()
    if source.linkage.layers:
        with source.pdf() as pdf:
            groups = layers.take_from(pdf, packet)
    return _Placed(places, drawings, section.what, LinkedPages(source, places, drawings, groups))


class _MadePages:
    """Takes over pages that frkit made itself; each PDF is opened once."""

    def __init__(self, packet: Pdf, layers: Layers, shared: _Shared, opened: ExitStack) -> None:
        self._packet, self._layers, self._shared, self._opened = packet, layers, shared, opened
        self._known: dict[int, Pdf] = {}

    def of(self, section: Section) -> _Placed:
        """The pages of a section, with their stamps."""
        source = self._source(section)
        pages = [page.obj for page in section.of(list(source.pages))]
        for page in pages:
            complete(page)
            _for_the_archive(page)
        copied = [self._packet.copy_foreign(page) for page in pages]
        stamped = zip(copied, section.stamps, strict=False)
        return _Placed(copied, [self._stamp(one, stamp) for one, stamp in stamped], section.what)

    def _source(self, section: Section) -> Pdf:
        if isinstance(section.pdf, KeptFile):
            raise TypeError("pages of documents are linked")
        known = self._known.get(id(section.pdf))
        if known is None:
            known = self._known[id(section.pdf)] = self._opened.enter_context(Pdf.open(io.BytesIO(section.pdf)))
            self._layers.take_from(known, self._packet)
        return known

    def _stamp(self, page: Object, stamp: Stamp) -> Drawing:
        drawing = self._shared.stamper.drawing(stamp, frame_of(page), None)
        drawn = self._packet.make_stream(drawing.content)
        drawn[MARK] = True
        page["/Contents"] = Array([self._shared.opening, *contents_of(page), drawn])
        resources: Any = copy.copy(page.get("/Resources", Dictionary()))
        fonts: Any = copy.copy(resources.get("/Font", Dictionary()))
        fonts[FONT] = self._shared.font
        resources["/Font"] = fonts
        page["/Resources"] = resources
        return drawing


def _for_the_archive(page: Object) -> None:
    """What PDF/A asks of a page: links say that they are printed (ISO 19005-2, 6.3.2), no list of colours is empty."""
    for annotation in page.get("/Annots", ()):
        if "/F" not in annotation:
            annotation.F = PRINTED
    for kind in ("/Pattern", "/Shading"):
        if kind in page.Resources and not len(page.Resources[kind]):
            del page.Resources[kind]


def _digests(
    packet: Pdf,
    sections: Sequence[Section],
    placed: Sequence[_Placed],
    shared: _Shared,
    first_page: int,
    back_to: int | None,
) -> list[PageDigest]:
    """The hashes of all pages: of made ones from their objects, of others from what is known of them."""
    starts = [0, *accumulate(len(some.pages) for some in placed)]
    made = [at for first, some in zip(starts, placed, strict=False) if some.linked is None
            for at in range(first, first + len(some.pages))]  # fmt: skip
    of_made = iter(page_digests(packet, first_page, made))
    font = bytes.fromhex(value_digest(shared.font))
    found: list[PageDigest] = []
    for section, some, start in zip(sections, placed, starts, strict=False):
        if some.linked is None or not isinstance(section.pdf, KeptFile):
            found += islice(of_made, len(some.pages))
        else:
            found += some.linked.digests(section.of(section.pdf.measured.bodies), font, first_page + start, back_to)
    return found


def _page_tree(packet: Pdf, pages: list[Object]) -> None:
    """A tree of two levels, written at once: to append page by page takes longer with every page."""
    root = packet.make_indirect(Dictionary(Type=Name.Pages, Count=len(pages)))
    nodes = []
    for some in _in_nodes(pages):
        node = packet.make_indirect(Dictionary(Type=Name.Pages, Parent=root, Count=len(some), Kids=Array(some)))
        for page in some:
            page.Parent = node
        nodes.append(node)
    root.Kids = Array(nodes)
    packet.Root.Pages = root


def _in_nodes(pages: list[Object]) -> Iterator[list[Object]]:
    for first in range(0, len(pages), PAGES_A_NODE):
        yield pages[first : first + PAGES_A_NODE]


def _catalog(packet: Pdf, pages: list[Object], title: str, first_page: int) -> None:
    """What a reader's program does at first: 100 per cent, bookmarks shown, its page counter equal to the stamps."""
    root = packet.Root
    root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=first_page)]))
    root.OpenAction = Array([pages[0], Name.XYZ, None, None, 1])
    root.PageMode = Name.UseOutlines
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.Lang = String("en")
    with packet.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as metadata:
        metadata["dc:title"] = title
        metadata["pdf:Producer"] = f"frkit {__version__}"
