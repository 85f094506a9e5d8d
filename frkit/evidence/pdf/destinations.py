"""Where links and bookmarks inside a PDF lead, as page numbers: names are looked up, dead ends dropped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

MOST_BOOKMARKS = 2000
DEEPEST = 6
Target = tuple[int, tuple[Any, ...]]
"""Index of the page, and how it is shown: ``(/XYZ, left, top, zoom)`` and its like."""


@dataclass(frozen=True)
class Bookmark:
    """One bookmark of a document: how deep it stands, its words, and the index of the page that it opens."""

    level: int
    title: str
    page: int


class Destinations:
    """The places inside one PDF that its links and bookmarks name."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        self._names: dict[bytes, Object] | None = None

    def target(self, destination: Any) -> Target | None:
        """The page and view that a destination, or the name of one, means; None where it leads nowhere."""
        for _ in range(3):
            if isinstance(destination, Array):
                return self._explicit(destination)
            if isinstance(destination, Dictionary):
                destination = destination.get("/D")
            elif isinstance(destination, String | Name):
                destination = self._named().get(_key(destination))
            else:
                return None
        return self._explicit(destination) if isinstance(destination, Array) else None

    def of_action(self, action: Any) -> Target | None:
        """Where an action leads if it only goes to a place in this document."""
        if isinstance(action, Dictionary) and action.get("/S") == Name.GoTo:
            return self.target(action.get("/D"))
        return None

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """The document's own bookmarks that open a page of it, in order."""
        outlines = self._pdf.Root.get("/Outlines")
        return tuple(self._walk(outlines, 0, set())) if isinstance(outlines, Dictionary) else ()

    def _explicit(self, destination: Array) -> Target | None:
        if len(destination) == 0:
            return None
        page, *view = list(destination)
        if isinstance(page, Object) and getattr(page, "objgen", (0, 0)) in self._pages:
            return self._pages[page.objgen], tuple(view)
        if isinstance(page, int) and 0 <= page < len(self._pages):
            return page, tuple(view)
        return None

    def _named(self) -> dict[bytes, Object]:
        if self._names is None:
            found: dict[bytes, Object] = {}
            old = self._pdf.Root.get("/Dests")
            if isinstance(old, Dictionary):
                found.update({_key(Name(name)): value for name, value in old.items()})
            tree = self._pdf.Root.get("/Names")
            if isinstance(tree, Dictionary):
                found.update(_leaves(tree.get("/Dests"), set()))
            self._names = found
        return self._names

    def _walk(self, parent: Dictionary, level: int, seen: set[tuple[int, int]]) -> Iterator[Bookmark]:
        item = parent.get("/First")
        while isinstance(item, Dictionary) and item.objgen not in seen and len(seen) < MOST_BOOKMARKS:
            seen.add(item.objgen)
            target = self.target(item.get("/Dest")) or self.of_action(item.get("/A"))
            title = str(item.get("/Title", "")).strip()
            if target is not None and title:
                yield Bookmark(level, title, target[0])
            if level + 1 < DEEPEST:
                yield from self._walk(item, level + (target is not None and bool(title)), seen)
            item = item.get("/Next")


def _key(name: Any) -> bytes:
    return bytes(name) if isinstance(name, String) else str(name).removeprefix("/").encode("utf-8", "surrogateescape")


def _leaves(node: Any, seen: set[tuple[int, int]]) -> Iterator[tuple[bytes, Object]]:
    if not isinstance(node, Dictionary) or (node.is_indirect and node.objgen in seen):
        return
    seen.add(node.objgen)
    names = node.get("/Names")
    if isinstance(names, Array):
        for number in range(0, len(names) - 1, 2):
            if isinstance(names[number], String):
                yield bytes(names[number]), names[number + 1]
    for child in node.get("/Kids", ()):
        yield from _leaves(child, seen)
