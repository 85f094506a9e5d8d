"""The sheet before each exhibit: its label for all to see, what it is, and where its pages are."""

from __future__ import annotations

import io
from dataclasses import dataclass

from pikepdf import Pdf

from frkit.packet.assembly.exhibits import MadeExhibit, Piece
from frkit.packet.parts.made_part import FrontFacts
from frkit.packet.parts.refs import Book
from frkit.pages.wording import on_one_line, plural

MOST_ATTACHED = 8
"""Attached files that a sheet names; the contents name all."""
LONGEST_NAME = 90
"""Letters of a file's name, or of a body's, that a sheet gives: it has one page, whatever a sender called a file."""
_LONG, _LONGER = 60, 130
"""Letters from which a title is set smaller, so that it keeps to a few lines."""


@dataclass(frozen=True)
class Sheet:
    """What one sheet says."""

    label: str
    title: str
    size: str
    """``short``, ``long`` or ``longer``: how large the title is set."""
    legend: str
    facts: tuple[tuple[str, str], ...]
    attached: tuple[str, ...]
    more: str
    sha256: str


def sheet_of(book: Book, made: MadeExhibit) -> Sheet:
    """The sheet of an exhibit."""
    own, *attached = made.pieces
    title = on_one_line(made.exhibit.title)
    size = "short" if len(title) <= _LONG else "long" if len(title) <= _LONGER else "longer"
    left = len(attached) - MOST_ATTACHED
    return Sheet(
        label=made.label,
        title=title,
        size=size,
        legend=made.exhibit.legend or book.packet.legend or "",
        facts=tuple(_facts(book, made)),
        attached=tuple(_attached(book, piece) for piece in attached[:MOST_ATTACHED]),
        more=f"and {plural(left, 'more file')}, named in the contents" if left > 0 else "",
        sha256=own.pages.sha256,
    )


def make_exhibit_sheets(facts: FrontFacts) -> bytes:
    """One PDF with a page for each exhibit, in the packet's order; empty where the packet has no sheets."""
    if not any(made.sheet for made in facts.exhibits):
        return b""
    sheets = [sheet_of(facts.book, made) for made in facts.exhibits]
    specimen = facts.campaign.campaign.specimen
    for close in (False, True):
        shown = {"sheets": sheets, "specimen": specimen, "matter": facts.packet.matter or "", "close": close}
        pdf = facts.setting.page("packet/exhibit_sheets.html.j2", facts.packet.title, shown)
        if _pages_of(pdf) == len(sheets):
            return pdf
    raise AssertionError(f"{len(sheets)} exhibit sheets took {_pages_of(pdf)} pages")


def _pages_of(pdf: bytes) -> int:
    with Pdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def _facts(book: Book, made: MadeExhibit) -> list[tuple[str, str]]:
    own = made.pieces[0]
    rows = [
        ("Date", book.day(made.exhibit.date or made.document.event.date)),
        ("Request to", shortened(made.dossier.agency_name)),
        ("Bates numbers", _bates(book, [number for piece in made.pieces for number in piece.numbers])),
        ("Pages", str(made.count)),
        ("File", f"{shortened(on_one_line(own.pages.name))}, {plural(own.pages.size, 'byte')}"),
    ]
    if own.pages.slip is not None:
        rows.append(("Shown as", "slip sheet: the file itself gives no pages"))
    return rows


def _attached(book: Book, piece: Piece) -> str:
    return f"{shortened(on_one_line(piece.pages.name))} ({_bates(book, list(piece.numbers))})"


def _bates(book: Book, numbers: list[int]) -> str:
    """The numbers as ranges; the first and the last where there are more ranges than a sheet has room for."""
    ranges = book.bates(numbers)
    if len(ranges) <= LONGEST_NAME:
        return ranges
    return f"{book.bates([min(numbers)])} to {book.bates([max(numbers)])}, not all in a row: see the contents"


def shortened(text: str) -> str:
    """A text with its middle left out where it is too long for a sheet; the end of a file's name tells its kind."""
    if len(text) <= LONGEST_NAME:
        return text
    half = (LONGEST_NAME - 3) // 2
    return f"{text[:half]} \N{HORIZONTAL ELLIPSIS} {text[-half:]}"
