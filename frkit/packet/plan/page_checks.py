"""What the pages of exhibits miss: text that can be searched, data that must not be shown, sizes beyond all paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from frkit.evidence.apart.running import each_apart
from frkit.evidence.contents.parts import part_at
from frkit.evidence.opening.passwords import passwords_of
from frkit.evidence.text.documents import Document as Searched
from frkit.evidence.text.documents import documents_of
from frkit.evidence.text.gathering import Progress
from frkit.evidence.text.page_texts import each_page_texts
from frkit.evidence.text.papers import papers_of
from frkit.evidence.text.pdf_text import opened_pdf
from frkit.evidence.text.types import OCR, PageText
from frkit.evidence.unreadable import Unreadable
from frkit.packet.plan.dossiers import Document, Dossier
from frkit.packet.plan.gap_checks import gap_misses
from frkit.packet.plan.leaving_out import MASKED_KINDS
from frkit.packet.plan.misses import Miss, severity_of
from frkit.packet.plan.profiles import Profile
from frkit.packet.plan.types import Exhibit, Packet, Paper
from frkit.tracking.privacy import found_in_text

LARGEST = 14_400
"""Units of 1/72 inch, and so 200 inches: the largest page that every PDF reader shows."""
_SHEETS = 4
"""A page of more than so many sheets of the packet's paper is told."""
PAPERS: dict[Paper, tuple[float, float]] = {"Letter": (612.0, 792.0), "A4": (595.28, 841.89)}
_WORD = re.compile(r"[^\W\d_]{4,}")
"""Words that are long enough not to stand in a stamp by chance."""
_PAGED = ("pdf", "image", "office")
"""Kinds of files whose pages are shown as they are, so that a person sees what stands on them."""


_NO_PAGES = {"media": "it is a recording", "unknown": "frkit does not know its kind", "empty": "it is empty"}


@dataclass(frozen=True)
class _Measured:
    """A PDF to be measured in a process of its own."""

    original: str
    part: str
    password: str
    passwords: tuple[str, ...]


@dataclass(frozen=True)
class ReadByOcr:
    """A page without text of its own, and words on it that OCR read."""

    exhibit: str
    part: str
    page: int
    words: tuple[str, ...]


def page_misses(
    packet: Packet,
    dossiers: Mapping[str, Dossier],
    profile: Profile,
    progress: Progress | None = None,
    read: list[ReadByOcr] | None = None,
) -> Iterator[Miss]:
    """What is seen only by reading the exhibits; the words of what was read before come from the search's store.

    ``read`` takes the pages that OCR has read, to be looked for in the built packet.
    """
    shown = _shown(packet, dossiers)
    if not shown:
        return
    folder = next(iter(dossiers.values())).folder
    papers = [papers_of(folder, one) for one in dossiers]
    wanted = {(one.request, sha256) for sha256, one in shown.items()}
    came = list(documents_of(folder, papers, with_parts=True, left_out=True))
    every = [one for one in came if (one.request, one.record.sha256) in wanted]
    values = {} if packet.audience == "counsel" else folder.private_values()
    for document, pages in each_page_texts(folder, every, progress):
        exhibit = shown[document.record.sha256]
        found = (*_unshown(document), *_searchable(document, pages, profile), *_private(document, pages, values))
        for miss in found:
            yield replace(miss, exhibit=exhibit.label, file=_called(document))
        if read is not None and document.kind in _PAGED:
            read += _by_ocr(exhibit, document, pages)
    yield from _sizes(packet, every, shown, passwords_of(folder.root), profile)
    yield from gap_misses(folder, came, shown)


def _shown(packet: Packet, dossiers: Mapping[str, Dossier]) -> dict[str, Exhibit]:
    """The exhibits that have a document, by its hash; those whose bytes are gone are left out."""
    found: dict[str, Exhibit] = {}
    for exhibit in packet.exhibits:
        dossier = dossiers.get(exhibit.request)
        document = dossier.document(exhibit.path) if dossier is not None else None
        if dossier is not None and document is not None and _is_there(dossier, document):
            found.setdefault(document.sha256, exhibit)
    return found


def _is_there(dossier: Dossier, document: Document) -> bool:
    return document.sha256 not in dossier.forgotten and dossier.original(document).is_file()


def _called(document: Searched) -> str:
    return f"{document.path}, part {document.part} ({document.name})" if document.part else document.path


def _searchable(document: Searched, pages: Sequence[PageText], profile: Profile) -> Iterator[Miss]:
    """Pages that a search in the packet will not find; what frkit sets as text itself has none."""
    if document.kind not in _PAGED:
        return
    lacking = [one for one in pages if one.lacks]
    unread = [one.page or 1 for one in lacking if one.how != OCR]
    severity, rule = severity_of(profile, "searchable"), profile.rule_for("searchable")
    if unread:
        why = " and ".join(dict.fromkeys(one.lacks for one in lacking if one.how != OCR))
        fact = f"Nothing on {_these(unread)} can be searched: {why}."
        remedy = f"frkit ocr {document.request}; if it finds no words, say in the title what the page shows"
        yield Miss("searchable", severity, fact, remedy, pages=tuple(unread), rule=rule)
    wordless = [one.page or 1 for one in lacking if one.how == OCR and not one.text.strip()]
    if wordless:
        fact = f"OCR found no words on {_these(wordless)}."
        remedy = "look at it; if words stand on it, say in the title what it shows"
        yield Miss("searchable", "look", fact, remedy, pages=tuple(wordless), rule=rule)
    if document.kind == "image" and not pages:
        fact = "It is a picture whose words nobody has read."
        yield Miss("searchable", severity, fact, f"frkit ocr {document.request}", pages=(1,), rule=rule)


def _unshown(document: Searched) -> Iterator[Miss]:
    """Files inside an exhibit for which a slip sheet will stand, and those that could not be taken out of it."""
    if document.problem:
        fact = f"It cannot be read, or not wholly: {document.problem}."
        yield Miss("damaged", "look", fact, "look at the pages that it gives: frkit pages")
    elif document.part and document.kind in _NO_PAGES:
        fact = f"A file inside it gives no pages: {_NO_PAGES[document.kind]}; a slip sheet will stand for it."
        yield Miss("slip_sheet", "look", fact, "say in the title what it is")


def _by_ocr(exhibit: Exhibit, document: Searched, pages: Sequence[PageText]) -> Iterator[ReadByOcr]:
    for one in pages:
        words = tuple(dict.fromkeys(_WORD.findall(one.text))) if one.how == OCR else ()
        if words:
            yield ReadByOcr(exhibit.label, document.part, one.page or 1, words)


def _these(pages: Sequence[int]) -> str:
    return "this page" if len(pages) == 1 else f"these {len(pages)} pages"


def _private(document: Searched, pages: Sequence[PageText], values: dict[str, str]) -> Iterator[Miss]:
    """Pages that show the requester's own data as they are; in mails and texts they are masked."""
    if not values or document.kind in MASKED_KINDS or document.ours:
        return
    on: dict[str, list[int]] = {}
    for one in pages:
        for what in found_in_text(f"{one.text}\n{one.beside}", values):
            on.setdefault(what, []).append(one.page or 1)
    for what, numbers in on.items():
        yield Miss(
            "private",
            "fault",
            f"The {what} stands on {_these(numbers)}.",
            "take the exhibit out, or make an edition for counsel: audience: counsel",
            pages=tuple(numbers),
        )


def _sizes(
    packet: Packet,
    documents: Iterable[Searched],
    shown: Mapping[str, Exhibit],
    passwords: Mapping[str, str],
    profile: Profile,
) -> Iterator[Miss]:
    """Pages that no reader shows whole, or that are far larger than paper."""
    by_task = {
        _Measured(str(one.original), one.part, passwords.get(one.sha256, ""), one.passwords): one
        for one in documents
        if one.kind == "pdf"
    }
    for task, sizes in each_apart(_page_sizes, by_task):
        if isinstance(sizes, Unreadable):
            continue
        document = by_task[task]
        for miss in _too_large(sizes, packet, profile):
            yield replace(miss, exhibit=shown[document.record.sha256].label, file=_called(document))


def _too_large(sizes: Sequence[tuple[float, float]], packet: Packet, profile: Profile) -> Iterator[Miss]:
    width, height = PAPERS[packet.paper]
    beyond = [number for number, (a, b) in enumerate(sizes, start=1) if max(a, b) > LARGEST]
    large = [
        number
        for number, (a, b) in enumerate(sizes, start=1)
        if a * b > _SHEETS * width * height and number not in beyond
    ]
    if beyond:
        fact = f"A side is longer than 200 inches on {_these(beyond)}; some readers do not show it."
        yield Miss("page_size", "look", fact, "look how it prints before you hand it in", pages=tuple(beyond))
    if large:
        fact = f"Larger than {_SHEETS} sheets of {packet.paper}: on paper it must be made smaller."
        yield Miss("page_size", "look", fact, "look whether it can still be read on paper", pages=tuple(large))
    if profile.limits.only_paper:
        other = [number for number, size in enumerate(sizes, start=1) if not _fits(size, (width, height))]
        if other:
            rule = profile.rule_for("page_size")
            fact = f"Not {packet.paper}: {_these(other)}."
            remedy = "ask the court, or print it to that paper and log that copy as your own"
            severity = severity_of(profile, "page_size")
            yield Miss("page_size", severity, fact, remedy, pages=tuple(other), rule=rule)


def _fits(size: tuple[float, float], paper: tuple[float, float]) -> bool:
    """Upright, or lying, to within a twentieth of an inch."""
    near = 72 / 20
    return any(abs(size[0] - a) <= near and abs(size[1] - b) <= near for a, b in (paper, (paper[1], paper[0])))


def _page_sizes(task: _Measured) -> list[tuple[float, float]]:
    """Width and height of each page as a reader shows it. Runs in a process of its own."""
    from pathlib import Path

    source: str | bytes = task.original
    if task.part:
        part = part_at(Path(task.original), task.part, passwords=task.passwords)
        if part is None:
            raise Unreadable(f"it holds no file number {task.part}")
        source = part.data
    document = opened_pdf(source, task.password)
    return [tuple(document.get_page_size(number)) for number in range(len(document))]
