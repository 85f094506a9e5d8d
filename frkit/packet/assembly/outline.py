"""The bookmarks of a packet: its parts and exhibits, and under each exhibit those that the document brought itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, Pdf, String


@dataclass(frozen=True)
class Entry:
    """One bookmark: how deep it stands, its words, and the number of the page that it opens, from 1."""

    level: int
    title: str
    page: int


@dataclass
class _Node:
    item: Object
    level: int
    children: list[_Node] = field(default_factory=list)


def write_outline(pdf: Pdf, entries: Sequence[Entry], pages: Sequence[Object], *, open_levels: int = 1) -> None:
    """Give a PDF its bookmarks; those below ``open_levels`` stay folded until a reader opens them."""
    root = _Node(pdf.make_indirect(Dictionary(Type=Name.Outlines)), -1)
    above = [root]
    for entry in entries:
        while above[-1].level >= entry.level:
            above.pop()
        title = String(" ".join(entry.title.split())[:200])
        destination = Array([pages[entry.page - 1], Name.XYZ, None, None, None])
        node = _Node(pdf.make_indirect(Dictionary(Title=title, Dest=destination)), entry.level)
        above[-1].children.append(node)
        above.append(node)
    if root.children:
        _link(root, open_levels)
        pdf.Root.Outlines = root.item


def _link(node: _Node, open_levels: int) -> int:
    """Chain a node's children; gives how many bookmarks show below it while it is open."""
    shown = 0
    for number, child in enumerate(node.children):
        child.item.Parent = node.item
        if number:
            child.item.Prev = node.children[number - 1].item
            node.children[number - 1].item.Next = child.item
        below = _link(child, open_levels)
        shown += 1 + (below if child.level < open_levels else 0)
    if node.children:
        node.item.First, node.item.Last = node.children[0].item, node.children[-1].item
        node.item.Count = shown if node.level < open_levels else -shown
    return shown
