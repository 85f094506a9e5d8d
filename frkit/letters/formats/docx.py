"""A letter for a word processor: Office Open XML (ECMA-376) with a style of its own for each part of a letter.

The file is written part by part, from templates: it holds what the letter holds, and nothing about the computer or the
person at it beyond the name that signs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from frkit.letters.document import Block, Lines, Listing, ListItem, Paragraph, Part, place_of
from frkit.letters.formats.made import Made
from frkit.letters.formats.page import page_environment, page_facts
from frkit.letters.formats.sheet import Sheet
from frkit.letters.formats.sizes import lines_in
from frkit.letters.letter import Letter
from frkit.pages.environment import render

_PARTS = {
    "[Content_Types].xml": "content-types",
    "_rels/.rels": "package-rels",
    "docProps/core.xml": "core",
    "word/_rels/document.xml.rels": "document-rels",
    "word/document.xml": "document",
    "word/footer1.xml": "footer1",
    "word/header1.xml": "header1",
    "word/numbering.xml": "numbering",
    "word/settings.xml": "settings",
    "word/styles.xml": "styles",
}
_STYLES = {
    "date": "Date",
    "subject": "Subject",
    "farewell": "Closing",
    "signature": "Signature",
}
_STEPS = {1: 266, 2: 397}
"""Twentieths of a point by which an item is set in, by the signs of its marker: 4.7 and 7 mm."""
_WIDE_STEP = 510
"""The same where markers have three signs and more."""
_AFTER_LEAD = 40
_AFTER_LIST = 120
_WINDOW = 1814
"""Twentieths of a point from the address to the subject at least, which must not show in the window of an envelope."""
_UNDER_ADDRESS = 420
_ADDRESS_LINE = 276
_TO_ADDRESS = 1300
_LEAST_TO_ADDRESS = 200
"""What styles.xml.j2 leaves above and under the address; its lines, and those of a head, with their heights."""
_NAME, _GROUP, _REACH = 330, 270, 230
_NAME_POINTS, _REACH_POINTS, _WIDTH = 13.0, 8.8, 160.0
_KEPT = 2
"""Parts of the body that stay on the page of the signature."""
_EARLIEST = 1980
"""Year before which a ZIP file cannot date its parts."""


@dataclass(frozen=True)
class _Para:
    """One paragraph of the file."""

    style: str
    lines: tuple[str, ...]
    keep_next: bool = False
    before: int = 0
    after: int = 0
    """Space above and under it, where it is not that of its style."""
    list: int = 0
    """Number of the list that counts it; 0 for none."""
    marker: str = ""
    """Its marker, where it is written and not counted."""
    left: int = 0
    hanging: int = 0
    begins_item: bool = False


@dataclass(frozen=True)
class _List:
    number: int
    kind: str
    start: int
    left: int
    hanging: int


@dataclass
class _Flow:
    """Paragraphs from the parts of a letter, and the lists that they need."""

    group: int
    """How many lines after the sender's name are an organisation."""
    encloses: bool
    """Something stands under the signature."""
    to_address: int = 0
    """Space above the address, where the head is taller than usual and takes a part of it."""
    lists: list[_List] = field(default_factory=list)

    def block(self, block: Block) -> Iterator[_Para]:
        """The paragraphs of a block; each role has its style."""
        if block.role == "sender":
            yield from self._sender(block.lines[0], block.lines[1 : 1 + self.group], block.lines[1 + self.group :])
        elif block.role == "after":
            yield from self.parts(block.parts, style="Enclosure")
        elif block.role == "addressee":
            after = _WINDOW - len(block.lines) * _ADDRESS_LINE
            yield _Para("Address", block.lines, before=self.to_address, after=after if after > _UNDER_ADDRESS else 0)
        elif block.role in _STYLES:
            yield _Para(_STYLES[block.role], block.lines, keep_next=block.role == "signature" and self.encloses)
        else:
            yield from self._body(block.parts)

    def _sender(self, name: str, group: Sequence[str], reach: Sequence[str]) -> Iterator[_Para]:
        """The last paragraph bears the rule under the head."""
        more = [_NAME * (lines_in(name, _WIDTH, _NAME_POINTS) - 1), _GROUP * len(group)]
        more += [_REACH * (lines_in(" · ".join(reach), _WIDTH, _REACH_POINTS) - 1)]
        self.to_address = max(_LEAST_TO_ADDRESS, _TO_ADDRESS - sum(more)) if sum(more) else 0
        yield _Para("SenderName" if group or reach else "Sender", (name,))
        if group:
            yield _Para("SenderGroup" if reach else "Sender", tuple(group))
        if reach:
            yield _Para("Sender", (" · ".join(reach),))

    def _body(self, parts: Sequence[Part]) -> Iterator[_Para]:
        """The greeting stays with what follows, and the last two parts with the signature."""
        for at, part in enumerate(parts):
            kept = at == 0 or at >= len(parts) - _KEPT
            for one in self.parts((part,)):
                yield replace(one, keep_next=True) if kept else one

    def parts(self, parts: Iterable[Part], left: int = 0, style: str = "BodyText") -> Iterator[_Para]:
        """The paragraphs of parts that are set in by ``left``."""
        for part in parts:
            if isinstance(part, Paragraph):
                opens = part.lead or part.text.endswith(":")
                after = _AFTER_LEAD if part.lead else 0
                yield _Para("ItemText" if left else style, (part.text,), keep_next=opens, after=after, left=left)
            elif isinstance(part, Lines):
                yield _Para("Lines" if style == "BodyText" else style, part.lines, left=left)
            else:
                yield from self._listing(part, left)

    def _listing(self, listing: Listing, outer: int) -> Iterator[_Para]:
        hanging = _STEPS.get(max(len(item.marker) for item in listing.items), _WIDE_STEP)
        left = outer + hanging
        number = 0
        if listing.counted:
            number = len(self.lists) + 1
            start = place_of(listing.items[0].marker)
            self.lists.append(_List(number, listing.kind, start, left, hanging))
        style = "BulletItem" if listing.kind == "bullet" else "NumberedItem"
        for at, item in enumerate(listing.items, 1):
            under = [_first(item, style, number, left, hanging), *self.parts(item.parts[1:], left)]
            yield from under[:-1]
            yield replace(under[-1], after=_AFTER_LIST if at == len(listing.items) else under[-1].after)


def docx_letter(letter: Letter, sheet: Sheet, masked: bool) -> Made:
    """The file; the same bytes for the same letter, on any day."""
    facts = page_facts(letter, sheet, masked)
    flow = _Flow(len(facts["group"]), any(block.role == "after" for block in facts["blocks"]))
    facts["paragraphs"] = [paragraph for block in facts["blocks"] for paragraph in flow.block(block)]
    facts["lists"] = flow.lists
    made = page_environment(sheet.folder)
    stamp = (max(sheet.day.year, _EARLIEST), sheet.day.month, sheet.day.day, 12, 0, 0)
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name, template in _PARTS.items():
            entry = ZipInfo(name, stamp)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, render(made, f"pages/docx/{template}.xml.j2", facts))
    return Made(held.getvalue())


def _first(item: ListItem, style: str, number: int, left: int, hanging: int) -> _Para:
    """The paragraph that bears the marker; it stays with what follows under the same marker."""
    text = item.parts[0].text if isinstance(item.parts[0], Paragraph) else ""
    return _Para(
        style,
        (text,),
        keep_next=len(item.parts) > 1,
        list=number,
        marker="" if number else item.marker,
        left=left,
        hanging=hanging,
        begins_item=True,
    )
