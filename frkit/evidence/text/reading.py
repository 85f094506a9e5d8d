"""Reads the words of originals and of files inside them, a bounded share at a time. Runs in a process of its own."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from frkit.evidence.contents.part import Part
from frkit.evidence.contents.parts import parts_of
from frkit.evidence.text.not_on_pages import words_not_on_pages
from frkit.evidence.text.pdf_text import opened_pdf, page_text
from frkit.evidence.text.types import PageText
from frkit.evidence.text.words import words_of_html, words_of_mail, words_of_office, words_of_text
from frkit.evidence.unreadable import Unreadable

PAGES = 200
SIGNS = 4 << 20
"""Pages, and characters, that one answer holds at most, so that the memory of both sides is bounded."""
NO_WORDS = {"archive", "media", "empty", "missing", "unknown"}
"""Kinds of files that have no words of their own."""


@dataclass(frozen=True)
class Unit:
    """One file to read: its place inside the original, what it is, and the PDF that stands for it, if one was kept."""

    part: str
    sha256: str
    kind: str
    pages_in: str = ""
    password: str = ""


@dataclass(frozen=True)
class Errand:
    """Some files of one original, or some pages of one file."""

    original: str
    units: tuple[Unit, ...]
    first: int = 0
    """First page of the first unit, from 0."""
    count: int = PAGES
    """Pages in all; 0 only counts those of the first unit."""
    whole: bool = True
    """Whether all that does not fit is wanted too; else only these pages are."""
    passwords: tuple[str, ...] = ()
    """Those that may open what the units lie in."""


@dataclass(frozen=True)
class Answer:
    """What was read of one unit: how many pages it has in all, and some of them; or why it cannot be read."""

    unit: Unit
    total: int
    first: int = 0
    pages: tuple[PageText, ...] = ()
    problem: str = ""


def read(errand: Errand) -> tuple[Answer, ...]:
    """The words of an errand, as much as fits; what is missing has to be asked for again."""
    answers: list[Answer] = []
    pages_left, signs_left = errand.count, SIGNS
    for number, unit in enumerate(errand.units):
        first = errand.first if number == 0 else 0
        answer = _read_one(errand, unit, first, pages_left, signs_left)
        answers.append(answer)
        pages_left -= max(1, len(answer.pages))
        signs_left -= sum(len(page.text) for page in answer.pages)
        if pages_left <= 0 or signs_left <= 0:
            break
    return tuple(answers)


def _read_one(errand: Errand, unit: Unit, first: int, most_pages: int, most_signs: int) -> Answer:
    try:
        if unit.pages_in or unit.kind == "pdf":
            source = unit.pages_in or source_of(errand.original, unit.part, errand.passwords)
            answer = _of_pdf(unit, source, first, most_pages, most_signs)
            return _and_what_they_hide(answer, errand, most_pages) if unit.pages_in else answer
        return _of_words(unit, errand, first, most_pages, most_signs)
    except (Unreadable, RecursionError) as error:
        return Answer(unit, 0, problem=str(error) or "it cannot be read")


def _of_pdf(unit: Unit, source: str | bytes, first: int, most_pages: int, most_signs: int) -> Answer:
    document = opened_pdf(source, unit.password)
    try:
        total = len(document)
        made: list[PageText] = []
        for number in range(first, min(total, first + most_pages)):
            made.append(page_text(document, number))
            most_signs -= len(made[-1].text)
            if most_signs <= 0:
                break
        return Answer(unit, total, first, tuple(made))
    finally:
        document.close()


def _and_what_they_hide(answer: Answer, errand: Errand, most_pages: int) -> Answer:
    """Behind the pages of a conversion: what the file says and they do not show."""
    maker = _MAKERS.get(answer.unit.kind)
    if maker is None:
        return answer
    hidden = _hidden(errand.original, answer.unit, errand.passwords)
    made, behind = list(answer.pages), answer.total
    if answer.first + len(made) >= behind:
        begin = max(0, answer.first - behind)
        made += hidden[begin : begin + most_pages - len(made)]
    return replace(answer, total=behind + len(hidden), pages=tuple(made))


@lru_cache(maxsize=1)
def _hidden(original: str, unit: Unit, passwords: tuple[str, ...]) -> tuple[PageText, ...]:
    data = bytes_of(original, unit.part, passwords)
    return words_not_on_pages(data, unit.pages_in, _MAKERS[unit.kind])


def _of_words(unit: Unit, errand: Errand, first: int, most_pages: int, most_signs: int) -> Answer:
    if unit.kind == "image":
        return _of_image(unit, errand)
    maker = _MAKERS.get(unit.kind)
    if maker is None:
        return Answer(unit, 0)
    coming = iter(maker(bytes_of(errand.original, unit.part, errand.passwords)))
    made: list[PageText] = []
    for piece in itertools.islice(coming, first, first + most_pages):
        made.append(piece)
        most_signs -= len(piece.text)
        if most_signs <= 0:
            break
    more = sum(1 for _ in coming)
    return Answer(unit, first + len(made) + more, first, tuple(made))


def _of_image(unit: Unit, errand: Errand) -> Answer:
    from frkit.evidence.text.page_images import frames_of

    count = frames_of(source_of(errand.original, unit.part, errand.passwords))
    return Answer(unit, count, 0, tuple(PageText(number + 1, "", "text", "a picture") for number in range(count)))


def source_of(original: str, part: str, passwords: tuple[str, ...] = ()) -> str | bytes:
    """The path of an original, which need not be in memory whole, or the bytes of a file inside it."""
    return bytes_of(original, part, passwords) if part else original


def bytes_of(original: str, part: str, passwords: tuple[str, ...] = ()) -> bytes:
    """The bytes of an original, or of a file inside it; raises Unreadable where there is none."""
    if not part:
        return Path(original).read_bytes()
    above, _, last = part.rpartition("/")
    for one in _parts(original, above, passwords):
        if one.number == last:
            return one.data
    raise Unreadable(f"it holds no file number {part}")


@lru_cache(maxsize=2)
def _parts(original: str, part: str, passwords: tuple[str, ...]) -> tuple[Part, ...]:
    """The files in an original, or in a file inside it; kept, since the next errand is often about its neighbour."""
    source = bytes_of(original, part, passwords) if part else Path(original)
    return parts_of(source, passwords=passwords)


_MAKERS: dict[str, Callable[[bytes], Iterator[PageText]]] = {
    "mail": words_of_mail,
    "outlook": words_of_mail,
    "text": words_of_text,
    "html": words_of_html,
    "office": words_of_office,
}
