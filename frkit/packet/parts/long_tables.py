"""Long tables of the made pages are drawn row by row, since WeasyPrint takes milliseconds for each row.

A template marks them with ``<!--flow-->`` and ``<!--/flow-->``. Everything else on their pages, head and foot too, is
set by WeasyPrint as usual; a table that is short, or that has characters which no bundled font has, is so as well.
"""

from __future__ import annotations

import contextlib
import gc
import io
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from frkit.pages.flow.drawing import Drawn, Link, drawn
from frkit.pages.flow.embedded import Subset, subset_of
from frkit.pages.flow.looks import BOTTOM, PAPERS, SIDE, TOP
from frkit.pages.flow.paging import pages_of
from frkit.pages.flow.reading import Band, bands_of, words_by_font
from frkit.pages.metrics import metrics

LONG = 400
"""Rows from which the tables of a part are drawn."""
PACKING = 3
"""How hard drawings are packed: more takes longer and saves little."""
ADDRESS = "frkit:drawn:"
_MARKED = re.compile(r"<!--flow-->(.*?)<!--/flow-->", re.DOTALL)
_PLACE = '<a class="drawn-here" href="{address}{number}">&#160;</a><div class="drawn-end"></div>'
_EMPTY = '<section class="part">&#160;</section><section class="part wide">&#160;</section>'
"""A page with nothing between head and foot, upright and on its side, of which the further pages are copies."""
_SECTION = re.compile(r'<section class="part([^"]*)"')


@dataclass
class LongTables:
    """A page's markup without its long tables, and those tables."""

    html: str
    tables: list[list[Band]]
    paper: str
    """Of the upright pages; the tables of a section for wide ones are as wide as it is tall."""

    def put_in(self, pdf: bytes) -> tuple[bytes, dict[int, tuple[Link, ...]]]:
        """The PDF of the markup with the tables drawn in it, and the links of each page that got some, by its index."""
        if not self.tables:
            return pdf, {}
        with _no_garbage():
            return _put_in(pdf, self.tables)


def without_long_tables(html: str, paper: str, folder: Path) -> LongTables:
    """Take the long tables out of some markup; a campaign with a style sheet of its own keeps all to WeasyPrint."""
    tables: list[list[Band]] = []
    own_look = (folder / "templates" / "packet" / "packet.css").exists()
    sections = [(found.start(), "wide" in found[1].split()) for found in _SECTION.finditer(html)]

    def taken(found: re.Match[str]) -> str:
        if own_look or found[1].count("<tr") < max(1, LONG):
            return found[1]
        on_side = next((wide for start, wide in reversed(sections) if start < found.start()), False)
        bands = bands_of(found[1], PAPERS[paper][on_side] - 2 * SIDE)
        if not _covered(bands):
            return found[1]
        tables.append(bands)
        return _PLACE.format(address=ADDRESS, number=len(tables) - 1)

    with _no_garbage():
        rest = _MARKED.sub(taken, html)
    if tables:
        rest = rest.replace("</body>", f"{_EMPTY}</body>")
    return LongTables(rest, tables, paper)


@contextlib.contextmanager
def _no_garbage() -> Iterator[None]:
    """Many small things are made, and none stands in a circle: to look for circles takes half of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _covered(bands: list[Band]) -> bool:
    """Whether the bundled fonts have all that the tables say."""
    return all(
        metrics(font).covers("".join(one for one in characters if not one.isspace() or one == "\xa0"))
        for font, characters in words_by_font(bands).items()
    )


@dataclass
class _Fonts:
    """The fonts of all tables of a PDF, each embedded once."""

    subsets: dict[str, Subset]
    objects: dict[str, Any] = field(default_factory=dict)

    def resources(self, pdf: Any) -> Any:
        """What a page that uses them names."""
        from pikepdf import Dictionary

        if not self.objects:
            self.objects = {one.key: one.embed(pdf) for one in self.subsets.values()}
        return Dictionary({f"/{key}": value for key, value in self.objects.items()})


def _fonts(tables: list[list[Band]]) -> _Fonts:
    characters: dict[str, set[str]] = {}
    for bands in tables:
        for font, some in words_by_font(bands).items():
            characters.setdefault(font, set()).update(one for one in some if not one.isspace() or one == "\xa0")
    return _Fonts({font: subset_of(font, frozenset(some)) for font, some in characters.items()})


def _put_in(pdf: bytes, tables: list[list[Band]]) -> tuple[bytes, dict[int, tuple[Link, ...]]]:
    from pikepdf import Pdf

    from frkit.evidence.pdf.copy import save

    fonts = _fonts(tables)
    with Pdf.open(io.BytesIO(pdf)) as opened:
        pages = [page.obj for page in opened.pages]
        wide, upright = pages.pop(), pages.pop()
        links: dict[int, tuple[Link, ...]] = {}
        order: list[Any] = []
        for page in pages:
            order.append(page)
            found = _place(page)
            if found is None:
                continue
            tall, across = float(page.MediaBox[3]), float(page.MediaBox[2])
            empty = wide if across > tall else upright
            number, first_top = found[0], tall - found[1]
            laid = pages_of(tables[number], first_top, TOP, tall - BOTTOM)
            for at, rows in enumerate(laid):
                one = drawn(rows, fonts.subsets, tall)
                if at:
                    order.append(opened.make_indirect(_copy_of(empty)))
                _add(opened, order[-1], one, fonts)
                links[len(order) - 1] = one.links
        del opened.pages[-2:]
        _reorder(opened, order)
        return save(opened), links


def _place(page: Any) -> tuple[int, float] | None:
    """Which table begins on a page, and at which height; its mark is taken away."""
    for number, annotation in enumerate(page.get("/Annots", ())):
        action = annotation.get("/A")
        address = str(action.get("/URI", "")) if action is not None else ""
        if address.startswith(ADDRESS):
            high = max(float(annotation.Rect[1]), float(annotation.Rect[3]))
            del page.Annots[number]
            return int(address.removeprefix(ADDRESS)), high
    return None


def _copy_of(empty: Any) -> Any:
    """A page with the head and the foot of all others, and nothing else."""
    from pikepdf import Dictionary

    return Dictionary({key: empty[key] for key in empty if key not in ("/Parent", "/Annots", "/StructParents")})


def _add(pdf: Any, page: Any, one: Drawn, fonts: _Fonts) -> None:
    """Draw rows on a page."""
    from pikepdf import Array, Dictionary

    before = page.Contents
    before = list(before) if isinstance(before, Array) else [before]
    page.Contents = Array([pdf.make_stream(b"q\n"), *before, _packed(pdf, b"\nQ\n" + one.content)])
    resources = Dictionary(dict(page.get("/Resources", Dictionary()).items()))
    named: Mapping[str, Any] = dict(resources.get("/Font", Dictionary()).items())
    resources.Font = Dictionary({**named, **dict(fonts.resources(pdf).items())})
    page.Resources = resources


def _packed(pdf: Any, content: bytes) -> Any:
    from pikepdf import Name

    return pdf.make_stream(zlib.compress(content, PACKING), Filter=Name.FlateDecode)


def _reorder(pdf: Any, order: list[Any]) -> None:
    """Give a PDF its pages, in one node: to insert them one by one takes longer with each."""
    from pikepdf import Array

    root = pdf.Root.Pages
    for page in order:
        page.Parent = root
    root.Kids = Array(order)
    root.Count = len(order)
