"""The pages before the first exhibit: cover, contents, chronology, requests log, custody and method."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf

from frkit.evidence.destinations import Destinations
from frkit.evidence.made_pages import Setting
from frkit.evidence.pdf_copy import save
from frkit.packet.chronology import chronology
from frkit.packet.custody import custody, not_here
from frkit.packet.dossiers import Dossier
from frkit.packet.exhibits import MadeExhibit
from frkit.packet.numbers import Registry
from frkit.packet.refs import LINK, Book, Ref
from frkit.packet.requests_log import section
from frkit.packet.types import Packet, Part
from frkit.packet.versions import made_with
from frkit.pages.wording import on_one_line, plural

TITLES: dict[Part, str] = {
    "cover": "Cover",
    "contents": "Contents",
    "chronology": "Chronology",
    "requests": "Requests log",
    "custody": "Custody and method",
}
_MADE_FOR = {"packet": "everybody", "team": "the team; not for others", "counsel": "counsel; not for others"}


@dataclass(frozen=True)
class Front:
    """The front matter as a PDF whose links are page numbers, and on which page each part begins."""

    pdf: bytes
    count: int
    parts: tuple[tuple[Part, str, int, int], ...]
    """Part, title, first and last page."""


@dataclass(frozen=True)
class ContentsLine:
    """One line of the contents: an exhibit, or a file attached to it."""

    label: str
    title: str
    date: str
    ref: Ref
    attached: bool
    slip: bool


@dataclass(frozen=True)
class FrontFacts:
    """All that the front matter is made of."""

    packet: Packet
    dossiers: Mapping[str, Dossier]
    exhibits: tuple[MadeExhibit, ...]
    registry: Registry
    setting: Setting
    inputs: str
    specimen: bool


def make_front(facts: FrontFacts) -> Front:
    """The front matter. Its length moves the page numbers that it prints, so it is set again until they are right."""
    if not facts.packet.parts:
        return Front(b"", 0, ())
    guess = _likely_length(facts)
    for _ in range(4):
        made = facts.setting.page("packet/front.html.j2", facts.packet.title, _all(facts, guess))
        with Pdf.open(io.BytesIO(made)) as pdf:
            if len(pdf.pages) == guess:
                return _with_links(pdf, facts.packet.parts)
            guess = len(pdf.pages)
    raise AssertionError("the length of the front matter depends on its own page numbers")


def _likely_length(facts: FrontFacts) -> int:
    """A guess that is often right, so that the pages are set only once."""
    files = sum(len(made.pieces) for made in facts.exhibits)
    events = sum(len(dossier.events) for dossier in facts.dossiers.values())
    lengths = {
        "cover": 1.0,
        "contents": (files + len(facts.dossiers) + 8) / 36,
        "chronology": (events + 2.5 * len(facts.packet.public_events) + 4) / 20,
        "requests": len(facts.dossiers) * 0.8,
        "custody": files / 9 + 0.6,
    }
    return sum(int(lengths[part] - 0.001) + 1 for part in facts.packet.parts)


def _all(facts: FrontFacts, front: int) -> dict[str, Any]:
    """What the templates show, with page numbers for a front matter of so many pages."""
    packet, dossiers = facts.packet, list(facts.dossiers.values())
    book = Book(packet, facts.exhibits, facts.registry, front)
    lines = chronology(book, dossiers)
    pieces = [piece for made in facts.exhibits for piece in made.pieces]
    numbers = [number for piece in pieces for number in piece.numbers]
    total = front + sum(made.count for made in facts.exhibits)
    return {
        "specimen": facts.specimen,
        "matter": packet.matter or "",
        "as_of": book.day(packet.as_of),
        "bodies": [{"name": one.agency_name, "law": one.file.law.law.short} for one in dossiers],
        "exhibit_count": _count(facts),
        "volume": f"1 of 1 ({plural(total, 'page')})",
        "total_pages": total,
        "bates_range": _range(numbers, facts.registry),
        "not_here": not_here(book),
        "made_for": _MADE_FOR[packet.audience],
        "inputs": facts.inputs,
        "prefix": facts.registry.prefix,
        "parts": [{"id": part, "title": TITLES[part]} for part in packet.parts],
        "groups": _groups(book, dossiers),
        "chronology": lines,
        "has_public": any(line.public for line in lines),
        "requests": [section(book, dossier, number) for number, dossier in enumerate(dossiers, start=1)],
        "custody": list(custody(book)),
        "band_words": "the manifest names each such page",
        "slip_words": plural(sum(piece.pages.slip is not None for piece in pieces), "such sheet") + " here",
        "made_with": list(made_with().items()),
    }


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
        lines.append(ContentsLine(made.exhibit.label, title, date, book.ref(made, [piece]), attached, slip))
    return lines


def _with_links(pdf: Pdf, parts: Sequence[Part]) -> Front:
    """Links between made pages and into exhibits as page numbers, which assembly turns into links to pages."""
    places = Destinations(pdf)
    starts = {part: (places.named(f"part-{part}") or (0, ()))[0] + 1 for part in parts}
    for page in pdf.pages:
        kept = []
        for annotation in page.obj.get("/Annots", ()):
            target = _target(annotation, places)
            for key in ("/A", "/Dest", "/StructParent"):
                if key in annotation:
                    del annotation[key]
            if target is not None:
                annotation.Dest = Array([target, Name.XYZ, None, None, None])
                kept.append(annotation)
        if kept:
            page.obj.Annots = Array(kept)
        elif "/Annots" in page.obj:
            del page.obj["/Annots"]
    count = len(pdf.pages)
    ends = [starts[part] - 1 for part in parts[1:]] + [count]
    spans = tuple(
        (part, TITLES[part], starts[part], max(starts[part], end)) for part, end in zip(parts, ends, strict=True)
    )
    return Front(save(pdf), count, spans)


def _target(annotation: Any, places: Destinations) -> int | None:
    """The index of the packet page that a made link leads to."""
    action = annotation.get("/A")
    uri = str(action.get("/URI", "")) if isinstance(action, Dictionary) else ""
    if uri.startswith(LINK):
        return int(uri.removeprefix(LINK)) - 1
    found = places.target(annotation.get("/Dest")) or places.of_action(action)
    return found[0] if found else None
