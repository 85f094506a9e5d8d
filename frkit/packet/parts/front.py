"""The pages before the first exhibit: cover, contents, chronology, requests log, custody and method.

They are set in two pieces. The tables cite exhibits by Bates number, which does not depend on how long they are
themselves; so they are set first and once. Cover and contents print packet pages and are set when those are known.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf

from frkit.evidence.pdf.copy import save
from frkit.evidence.pdf.destinations import Destinations
from frkit.packet.assembly.exhibits import MadeExhibit
from frkit.packet.numbers.registry import Registry
from frkit.packet.parts.custody import not_here
from frkit.packet.parts.long_tables import without_long_tables
from frkit.packet.parts.made_part import FrontFacts
from frkit.packet.parts.refs import EXHIBIT_PAGE, PART, Book, Ref
from frkit.packet.parts.registry import TABLES, title_of
from frkit.packet.plan.dossiers import Dossier
from frkit.packet.plan.profiles import load_profile
from frkit.packet.plan.types import Part, Wording
from frkit.pages.environment import environment, render
from frkit.pages.flow.drawing import Link
from frkit.pages.wording import on_one_line, plural

_OPENING: tuple[Part, ...] = ("cover", "contents")
_MADE_FOR = {"packet": "everybody", "team": "the team; not for others", "counsel": "counsel; not for others"}
_MOST_TRIES = 4
_BOX = "unsupported by fonts: "
"""What WeasyPrint says of a sign that it shows as a box."""
LINES = 40
"""Lines of the contents that a page takes, about: a right guess saves a round."""


@dataclass(frozen=True)
class Front:
    """The front matter as PDFs whose links are page numbers, and on which packet pages each part stands."""

    pieces: tuple[tuple[bytes, int], ...]
    """Each with its number of pages."""
    parts: tuple[tuple[Part, str, int, int], ...]
    """Part, title, first and last page."""

    @property
    def count(self) -> int:
        """Number of pages."""
        return sum(count for _, count in self.pieces)

    @property
    def way_back(self) -> int | None:
        """The page to which stamps lead: the first of the contents, or else of what there is before the exhibits."""
        contents = [first for part, _, first, _ in self.parts if part == "contents"]
        return next(iter(contents), 1 if self.count else None)


@dataclass(frozen=True)
class ContentsLine:
    """One line of the contents: an exhibit, or a file attached to it."""

    label: str
    title: str
    date: str
    ref: Ref
    start: int
    """Its first page, counted like those of ``ref``: the sheet before an exhibit, where it has one."""
    attached: bool
    slip: bool

    @property
    def link(self) -> str:
        """The address that leads to its first page."""
        return f"{EXHIBIT_PAGE}{self.start}"


@dataclass(frozen=True)
class _Piece:
    """Some parts set together: their pages, and on which of them each part starts, from 1."""

    pdf: bytes
    count: int
    starts: dict[Part, int]
    links: dict[int, tuple[Link, ...]] = field(default_factory=dict)
    """The links on pages with drawn tables, by the page's index; other pages have theirs in the PDF."""


def make_front(facts: FrontFacts) -> Front:
    """The front matter of a packet: the parts that its plan names, cover and contents first."""
    opening = [part for part in _OPENING if part in facts.packet.parts]
    tables = [part for part in facts.packet.parts if part not in _OPENING]
    common = _common(facts)
    body = _set(facts, tables, {**common, **_tables(facts, tables)}) if tables else _Piece(b"", 0, {})
    head = _set_opening(facts, opening, body, common) if opening else _Piece(b"", 0, {})
    starts = {**head.starts, **{part: head.count + start for part, start in body.starts.items()}}
    count = head.count + body.count
    pieces = tuple((_linked(one, starts, count), one.count) for one in (head, body) if one.count)
    order = [*opening, *tables]
    ends = [*(starts[part] - 1 for part in order[1:]), count][: len(order)]
    spans = tuple(
        (part, title_of(part, facts.packet), starts[part], end) for part, end in zip(order, ends, strict=True)
    )
    return Front(pieces, spans)


def _set_opening(facts: FrontFacts, parts: Sequence[Part], body: _Piece, common: dict[str, Any]) -> _Piece:
    """Cover and contents. Their own length moves the pages that they print, so they are set until it does not."""
    lines = (
        sum(len(made.pieces) * 1.45 for made in facts.exhibits) + 1.6 * len(facts.dossiers) + len(facts.packet.parts)
    )
    contents = max(1, math.ceil((lines + 3) / LINES)) if "contents" in parts else 0
    starts: dict[Part, int] = {part: at for at, part in enumerate(parts, start=1)}
    guess = _Piece(b"", contents + ("cover" in parts), starts)
    for _ in range(_MOST_TRIES):
        made = _set(facts, parts, {**common, **_places(facts, guess, body)})
        if (made.count, made.starts) == (guess.count, guess.starts):
            return made
        guess = made
    raise AssertionError("the length of the contents depends on the page numbers in it")


def _set(facts: FrontFacts, parts: Sequence[Part], shown: dict[str, Any]) -> _Piece:
    """Some parts as one PDF."""
    listed = [
        {"id": part, "title": title_of(part, facts.packet), "lead": facts.packet.wording.get(part, Wording()).lead}
        for part in parts
    ]
    setting = facts.setting
    common = {"title": facts.packet.title, "language": setting.language, "day": setting.day, "paper": setting.paper}
    html = render(environment(setting.folder, html=True), "packet/front.html.j2", {**shown, **common, "here": listed})
    rest = without_long_tables(html, setting.paper, setting.folder)
    made = setting.typeset(rest.html)
    facts.tell(_without_font(one.partition(_BOX)[2]) for one in made.warnings if _BOX in one)
    pdf, links = rest.put_in(made.pdf)
    with Pdf.open(io.BytesIO(pdf)) as opened:
        # Each part has one heading of the first rank, and WeasyPrint makes a bookmark of it.
        headings = [mark.page + 1 for mark in Destinations(opened).bookmarks() if mark.level == 0]
        return _Piece(pdf, len(opened.pages), dict(zip(parts, headings, strict=True)), links)


def _without_font(sign: str) -> str:
    return f"no font on this computer has {sign}: a box stands for it on made pages; install a font, and build again"


def _common(facts: FrontFacts) -> dict[str, Any]:
    """What every part may show."""
    book = facts.book
    return {
        "specimen": facts.campaign.campaign.specimen,
        "as_of": book.day(facts.packet.as_of),
        "not_here": not_here(book),
        "prefix": facts.registry.prefix,
    }


def _tables(facts: FrontFacts, parts: Sequence[Part]) -> dict[str, Any]:
    """What the parts after the contents show."""
    shown: dict[str, Any] = {}
    for part in parts:
        shown |= TABLES[part].facts(facts)
    return shown


def _places(facts: FrontFacts, head: _Piece, body: _Piece) -> dict[str, Any]:
    """What cover and contents show, if they are as long as ``head``."""
    packet, book, dossiers = facts.packet, facts.book, list(facts.dossiers.values())
    front = head.count + body.count
    starts = {**head.starts, **{part: head.count + start for part, start in body.starts.items()}}
    order: tuple[Part, ...] = (*head.starts, *body.starts)
    numbers = [number for made in facts.exhibits for piece in made.pieces for number in piece.numbers]
    total = front + len(numbers) + sum(made.sheets for made in facts.exhibits)
    return {
        "matter": packet.matter or "",
        "court": packet.court or "",
        "profile": _profile(facts),
        "legend": packet.legend or "",
        "bodies": [{"name": one.agency_name, "law": one.file.law.law.short} for one in dossiers],
        "exhibit_count": _count(facts),
        "volume": _volume(facts, total),
        "volumes": facts.volumes,
        "total_pages": total,
        "bates_range": _range(numbers, facts.registry),
        "made_for": _MADE_FOR[packet.audience],
        "inputs": facts.inputs,
        "parts": [
            {"title": title_of(part, facts.packet), "link": f"{PART}{part}", "page": starts[part]} for part in order
        ],
        "groups": _groups(book, dossiers),
        "front": front,
    }


def _volume(facts: FrontFacts, total: int) -> str:
    if not facts.volumes:
        return f"1 of 1 ({plural(total, 'page')})"
    first = facts.volumes[0]
    return f"1 of {first.of} (packet pages {first.first_page} to {first.last_page}); the contents name the others"


def _profile(facts: FrontFacts) -> str:
    """The title of the profile whose rules the packet follows; nothing where it follows no court's."""
    profile = load_profile(facts.packet.profile, facts.campaign.overlay)
    return profile.title if profile.rules else ""


def _count(facts: FrontFacts) -> str:
    attached = sum(len(made.pieces) - 1 for made in facts.exhibits)
    more = f", with {plural(attached, 'attached file')}" if attached else ""
    return f"{len(facts.exhibits)}{more}"


def _range(numbers: Sequence[int], registry: Registry) -> str:
    if not numbers:
        return ""
    first, last = registry.shown(min(numbers)), registry.shown(max(numbers))
    return first if first == last else f"{first} to {last}"


def _groups(book: Book, dossiers: Sequence[Dossier]) -> list[dict[str, Any]]:
    """The exhibits under the body that each belongs to, in the plan's order."""
    groups: list[dict[str, Any]] = []
    for made in book.exhibits:
        if not groups or groups[-1]["id"] != made.dossier.id:
            groups.append({"id": made.dossier.id, "name": made.dossier.agency_name, "lines": []})
        groups[-1]["lines"] += _contents_lines(book, made)
    return groups


def _contents_lines(book: Book, made: MadeExhibit) -> list[ContentsLine]:
    lines = []
    for piece in made.pieces:
        attached = bool(piece.pages.part)
        title = f"attached: {on_one_line(piece.pages.name)}" if attached else made.exhibit.title
        date = "" if attached else book.day(made.exhibit.date or made.document.event.date)
        slip = piece.pages.slip is not None
        ref = book.ref(made, [piece])
        start = ref.start if attached else made.opening + 1
        lines.append(ContentsLine(made.exhibit.label, title, date, ref, start, attached, slip))
    return lines


def _linked(made: _Piece, starts: Mapping[Part, int], front: int) -> bytes:
    """A piece whose links are packet page numbers, from 0, which assembly turns into links to pages."""
    with Pdf.open(io.BytesIO(made.pdf)) as pdf:
        for index, page in enumerate(pdf.pages):
            kept: list[Any] = []
            seen: set[tuple[Any, ...]] = set()
            for annotation in page.obj.get("/Annots", ()):
                target = _target(annotation, starts, front)
                place = _place(annotation)
                if place is None or (target, place) in seen:
                    continue
                seen.add((target, place))
                for key in ("/A", "/Dest", "/StructParent"):
                    if key in annotation:
                        del annotation[key]
                if target is not None:
                    annotation.Dest = Array([target, Name.XYZ, None, None, None])
                    kept.append(annotation)
            kept += _drawn_links(made.links.get(index, ()), starts, front)
            if kept:
                page.obj.Annots = Array(kept)
            elif "/Annots" in page.obj:
                del page.obj["/Annots"]
        return save(pdf)


def _place(annotation: Any) -> tuple[float, ...] | None:
    """Where a link can be clicked; None for one that has no width or no height."""
    left, low, right, high = (round(float(edge), 1) for edge in annotation.Rect)
    return (left, low, right, high) if abs(right - left) >= 1 and abs(high - low) >= 1 else None


def _drawn_links(links: Iterable[Link], starts: Mapping[Part, int], front: int) -> list[Any]:
    """The links of a page with drawn tables; many at once, for there are tens of thousands."""
    told = []
    for left, low, right, high, address in links:
        target = _page_at(address, starts, front)
        if target is not None:
            box = f"{left:.2f} {low:.2f} {right:.2f} {high:.2f}"
            dest = f"[{target} /XYZ null null null]"
            told.append(f"<</Type/Annot/Subtype/Link/Rect[{box}]/Border[0 0 0]/F 4/Dest{dest}>>")
    return list(Object.parse(f"[{' '.join(told)}]".encode())) if told else []


def _target(annotation: Any, starts: Mapping[Part, int], front: int) -> int | None:
    """The index of the packet page that a made link leads to."""
    action = annotation.get("/A")
    address = str(action.get("/URI", "")) if isinstance(action, Dictionary) else ""
    return _page_at(address, starts, front)


def _page_at(address: str, starts: Mapping[Part, int], front: int) -> int | None:
    """The index of the packet page of an address."""
    if address.startswith(EXHIBIT_PAGE):
        return front + int(address.removeprefix(EXHIBIT_PAGE)) - 1
    found = [start for part, start in starts.items() if address == f"{PART}{part}"]
    return found[0] - 1 if found else None
