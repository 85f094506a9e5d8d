"""Sections become one PDF in one pass: pages copied and stamped, page tree, labels, bookmarks and links written."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from frkit import __version__
from frkit.base.files import flush_file
from frkit.evidence.pdf.copy import complete
from frkit.packet.assembly.geometry import Frame, frame_of
from frkit.packet.assembly.ink import InkMap
from frkit.packet.assembly.kept import KeptFile
from frkit.packet.assembly.layers import Layers
from frkit.packet.assembly.outline import Entry, write_outline
from frkit.packet.assembly.places import Clear
from frkit.packet.assembly.splicing import Marks, Written
from frkit.packet.assembly.stamp_font import stamp_font
from frkit.packet.assembly.stamping import Placement, Stamp, Stamper
from frkit.packet.verify.digests import PageDigest, page_digests

PAGES_A_NODE = 50
Progress = Callable[[int, int, str], None]
T = TypeVar("T")


@dataclass(frozen=True)
class Section:
    """Some pages that belong together: the front matter, an exhibit, or one attached file."""

    pdf: bytes | KeptFile
    stamps: tuple[Stamp, ...]
    """One for each page, in order."""
    made: bool = False
    """True for pages made by frkit with free lower corners, whose links may lead to any packet page."""
    what: str = ""
    """Words for the progress bar."""
    span: tuple[int, int] | None = None
    """The pages of ``pdf`` that it has, from 0, the last not among them; None: all."""

    def of(self, pages: Sequence[T]) -> Sequence[T]:
        """Its share of what there is for each page of ``pdf``."""
        return pages if self.span is None else pages[slice(*self.span)]


@dataclass(frozen=True)
class Assembled:
    """A PDF that only has to be written: where on each page its stamp stands, and what each page holds."""

    pdf: Pdf
    placements: tuple[Placement, ...]
    bodies: tuple[str | None, ...]
    """Of each page the hash of what it draws, where it is known."""
    first_page: int
    _marks: Marks

    def digests(self) -> list[PageDigest]:
        """The hashes of all pages, as they are in the file that will be written."""
        return page_digests(self.pdf, self.first_page, self.bodies)

    def write(self, path: Path) -> Written:
        """Write it to a new file. The same sections give the same bytes, anywhere and at any time."""
        with path.open("xb") as file:
            written = self._marks.write(self.pdf, file)
            flush_file(file)
        return written


def assemble(
    sections: Sequence[Section],
    bookmarks: Sequence[Entry],
    title: str,
    *,
    first_page: int = 1,
    progress: Progress | None = None,
) -> Assembled:
    """One PDF from sections: every page stamped, labelled with its number from ``first_page``, bookmarked, linked.

    Links of made pages are packet pages, from 0; those that lead to no page of this PDF are left out.
    """
    packet = Pdf.new()
    more = "".join(stamp.legend or "" for section in sections for stamp in section.stamps[:1])
    stamper, layers, marks = Stamper(packet, stamp_font("".join(sorted(set(more))))), Layers(), Marks()
    pages: list[Object] = []
    placements: list[Placement] = []
    bodies: list[str | None] = []
    linked: list[tuple[list[Object], Section]] = []
    total = sum(len(section.stamps) for section in sections)
    with ExitStack() as opened:
        sources = _Sources(packet, layers, marks, opened)
        for section in sections:
            if progress:
                progress(len(pages), total, section.what)
            copied = sources.copied(section)
            placements += _stamped(stamper, copied, section)
            kept = section.pdf if isinstance(section.pdf, KeptFile) else None
            bodies += section.of(kept.measured.bodies) if kept else [None] * len(copied)
            linked.append((copied, section))
            pages += copied
    for copied, section in linked:
        if section.made:
            _link(copied, pages, first_page - 1)
        else:
            _link(copied, copied, section.span[0] if section.span else 0)
    _page_tree(packet, pages)
    _catalog(packet, pages, title, first_page)
    write_outline(packet, bookmarks, pages)
    layers.write(packet)
    return Assembled(packet, tuple(placements), tuple(bodies), first_page, marks)


class _Sources:
    """The PDFs that sections come from. What is copied out of a file on disk does not need it any longer."""

    def __init__(self, packet: Pdf, layers: Layers, marks: Marks, opened: ExitStack) -> None:
        self._packet, self._layers, self._marks = packet, layers, marks
        self._opened = opened
        self._in_memory: dict[int, Pdf] = {}

    def copied(self, section: Section) -> list[Object]:
        """The pages of a section as objects of the packet."""
        if isinstance(section.pdf, KeptFile):
            with Pdf.open(section.pdf.path) as source:
                self._marks.replace(source, section.pdf.path, section.pdf.measured.streams)
                self._take_layers(source)
                return self._pages(source, section)
        source_in_memory = self._in_memory.get(id(section.pdf))
        if source_in_memory is None:
            source_in_memory = self._opened.enter_context(Pdf.open(io.BytesIO(section.pdf)))
            self._in_memory[id(section.pdf)] = source_in_memory
            self._take_layers(source_in_memory)
        return self._pages(source_in_memory, section)

    def _take_layers(self, source: Pdf) -> None:
        properties = source.Root.get("/OCProperties")
        if properties is not None:
            self._layers.take(self._packet.copy_foreign(source.make_indirect(properties)))

    def _pages(self, source: Pdf, section: Section) -> list[Object]:
        first, last = section.span or (0, len(source.pages))
        pages = [page.obj for page in list(source.pages)[first:last]]
        if not isinstance(section.pdf, KeptFile):
            for page in pages:
                complete(page)
        return [self._packet.copy_foreign(page) for page in pages]


def _stamped(stamper: Stamper, pages: list[Object], section: Section) -> list[Placement]:
    if len(pages) != len(section.stamps):
        raise AssertionError(f"{section.what}: {len(pages)} pages, but numbers for {len(section.stamps)}")
    found = zip(pages, section.stamps, *_seen(section, pages), strict=True)
    return [stamper.put(page, stamp, frame, clear) for page, stamp, frame, clear in found]


def _seen(section: Section, pages: Sequence[Object]) -> tuple[Sequence[Frame], Sequence[Clear | None]]:
    """What of each page is seen and where it is clear; made pages need no look, and those of kept files had theirs."""
    if isinstance(section.pdf, KeptFile):
        return section.of(section.pdf.measured.frames), section.of(section.pdf.measured.clear)
    frames = [frame_of(page) for page in pages]
    if section.made:
        return frames, [None] * len(pages)
    with InkMap(section.pdf) as ink:
        first = section.span[0] if section.span else 0
        return frames, [ink.clear(first + at, frame) for at, frame in enumerate(frames)]


def _link(pages: list[Object], among: Sequence[Object], before: int) -> None:
    """Page numbers in links become the pages themselves; ``before`` is the number that the first of ``among`` has.

    A link to a page that is not among them goes, but no note that only led there besides.
    """
    for page in pages:
        annotations = page.get("/Annots")
        if annotations is None:
            continue
        kept = [one for one in annotations if _leads(one, among, before) or one.get("/Subtype") != Name.Link]
        if len(kept) != len(annotations):
            page["/Annots"] = Array(kept)


def _leads(annotation: Object, among: Sequence[Object], before: int) -> bool:
    destination = annotation.get("/Dest") if isinstance(annotation, Dictionary) else None
    if not (isinstance(destination, Array) and len(destination) and isinstance(destination[0], int)):
        return True
    at = int(destination[0]) - before
    if 0 <= at < len(among):
        annotation.Dest = Array([among[at], *list(destination)[1:]])
        return True
    del annotation["/Dest"]
    return False


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
