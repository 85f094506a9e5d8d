"""Sections become one PDF in one pass: pages copied and stamped, page tree, labels, bookmarks and links written."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from frkit import __version__
from frkit.evidence.pdf.copy import complete, save
from frkit.packet.assembly.ink import InkMap
from frkit.packet.assembly.layers import Layers
from frkit.packet.assembly.outline import Entry, write_outline
from frkit.packet.assembly.stamp_font import stamp_font
from frkit.packet.assembly.stamping import Placement, Stamp, Stamper

PAGES_A_NODE = 50
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Section:
    """Some pages that belong together: the front matter, an exhibit, or one attached file."""

    pdf: bytes
    stamps: tuple[Stamp, ...]
    """One for each page, in order."""
    made: bool = False
    """True for pages made by frkit with a free lower right corner, whose links may lead to any packet page."""
    what: str = ""
    """Words for the progress bar."""
    first: int = 0
    """The first of its pages in ``pdf``, from 0: sheets of all exhibits are one PDF, each a section of one page."""


@dataclass(frozen=True)
class Assembled:
    """The finished PDF, and where on each page its stamp stands."""

    pdf: bytes
    placements: tuple[Placement, ...]


def assemble(
    sections: Sequence[Section],
    bookmarks: Sequence[Entry],
    title: str,
    *,
    first_page: int = 1,
    progress: Progress | None = None,
) -> Assembled:
    """One PDF from sections: every page stamped, labelled with its number from ``first_page``, bookmarked, linked.

    The same sections give the same bytes, whenever and wherever they are assembled.
    """
    packet = Pdf.new()
    stamper, layers = Stamper(packet, stamp_font()), Layers()
    pages: list[Object] = []
    placements: list[Placement] = []
    linked: list[tuple[list[Object], bool]] = []
    sources: dict[int, Pdf] = {}
    with ExitStack() as opened:
        for number, section in enumerate(sections):
            if progress:
                progress(number, len(sections), section.what)
            source = sources.get(id(section.pdf))
            if source is None:
                source = sources[id(section.pdf)] = opened.enter_context(Pdf.open(io.BytesIO(section.pdf)))
                _take_layers(packet, source, layers)
            copied = _copied(packet, source, section)
            placements += _stamped(stamper, copied, section)
            linked.append((copied, section.made))
            pages += copied
        for copied, made in linked:
            _link(copied, pages if made else copied)
        _page_tree(packet, pages)
        _catalog(packet, pages, title, first_page)
        write_outline(packet, bookmarks, pages)
        layers.write(packet)
        return Assembled(save(packet), tuple(placements))


def _copied(packet: Pdf, source: Pdf, section: Section) -> list[Object]:
    """The pages of a section as objects of the packet."""
    copied = []
    for page in source.pages[section.first : section.first + len(section.stamps)] if section.made else source.pages:
        complete(page.obj)
        copied.append(packet.copy_foreign(page.obj))
    return copied


def _take_layers(packet: Pdf, source: Pdf, layers: Layers) -> None:
    properties = source.Root.get("/OCProperties")
    if properties is not None:
        layers.take(packet.copy_foreign(source.make_indirect(properties)))


def _stamped(stamper: Stamper, pages: list[Object], section: Section) -> list[Placement]:
    if len(pages) != len(section.stamps):
        raise AssertionError(f"{section.what}: {len(pages)} pages, but numbers for {len(section.stamps)}")
    if section.made:
        return [stamper.put(page, stamp, None, 0) for page, stamp in zip(pages, section.stamps, strict=True)]
    with InkMap(section.pdf) as ink:
        return [
            stamper.put(page, stamp, ink, index)
            for index, (page, stamp) in enumerate(zip(pages, section.stamps, strict=True))
        ]


def _link(pages: list[Object], among: Sequence[Object]) -> None:
    """Page numbers in links become the pages themselves."""
    for page in pages:
        for annotation in page.get("/Annots", ()):
            destination = annotation.get("/Dest") if isinstance(annotation, Dictionary) else None
            if isinstance(destination, Array) and len(destination) and isinstance(destination[0], int):
                if 0 <= destination[0] < len(among):
                    annotation.Dest = Array([among[destination[0]], *list(destination)[1:]])
                else:
                    del annotation["/Dest"]


def _page_tree(packet: Pdf, pages: list[Object]) -> None:
    """A tree of two levels, written at once: to append page by page takes longer with every page."""
    root = packet.make_indirect(Dictionary(Type=Name.Pages, Count=len(pages)))
    nodes = []
    for first in range(0, len(pages), PAGES_A_NODE):
        kids = pages[first : first + PAGES_A_NODE]
        node = packet.make_indirect(Dictionary(Type=Name.Pages, Parent=root, Count=len(kids), Kids=Array(kids)))
        for page in kids:
            page.Parent = node
        nodes.append(node)
    root.Kids = Array(nodes)
    packet.Root.Pages = root


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
