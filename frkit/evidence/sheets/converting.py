"""Workbooks to PDF in three steps of LibreOffice: into one form, laid out by us, and printed; many at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from frkit.evidence.office.libreoffice import Task, convert
from frkit.evidence.sheets.layout import LaidOut, Paper, laid_out, numbered
from frkit.evidence.sheets.saved_values import with_saved_values
from frkit.evidence.unreadable import Unreadable

T = TypeVar("T")
Apart = Callable[..., Any]
_PRINTED = "calc_pdf_Export"


@dataclass(frozen=True)
class Printed:
    """The pages of a workbook, and what they do not show."""

    pdf: bytes
    notes: tuple[str, ...] = ()


def print_workbooks(
    program: str, books: Sequence[bytes], paper: Paper, run: Apart = lambda work, *arguments: work(*arguments)
) -> list[Printed | Unreadable]:
    """The pages of each workbook, in their order; ``run`` calls what opens a stranger's bytes, in a process apart."""
    saved = [_tried(run, with_saved_values, book) for book in books]
    ods = _converted(program, [one if isinstance(one, Unreadable) else one.data for one in saved], "ods", "calc8")
    laid = [one if isinstance(one, Unreadable) else _tried(run, laid_out, one, paper) for one in ods]
    pdfs = _converted(program, [one if isinstance(one, Unreadable) else one.data for one in laid], "pdf", _PRINTED)
    counts = [_counts(run, one, pdf) for one, pdf in zip(laid, pdfs, strict=True)]
    again = [
        numbered(one.data, count) if count and isinstance(one, LaidOut) else Unreadable("no more than one page")
        for one, count in zip(laid, counts, strict=True)
    ]
    better = _converted(program, again, "pdf", _PRINTED)
    made: list[Printed | Unreadable] = []
    for first, layout, pdf, second in zip(saved, laid, pdfs, better, strict=True):
        if isinstance(pdf, Unreadable) or isinstance(layout, Unreadable) or isinstance(first, Unreadable):
            made.append(next(one for one in (first, layout, pdf) if isinstance(one, Unreadable)))
        else:
            notes = (*layout.notes, *(f"{one[:1].upper()}{one[1:]}." for one in dict.fromkeys(first.notes)))
            made.append(Printed(second if isinstance(second, bytes) else pdf, notes))
    return made


def _converted(program: str, data: Sequence[bytes | Unreadable], into: str, options: str) -> list[bytes | Unreadable]:
    """Those that there are, converted together; reasons stay where they are."""
    tasks = [Task(one, into, options) for one in data if isinstance(one, bytes)]
    done = iter(convert(program, tasks))
    return [next(done) if isinstance(one, bytes) else one for one in data]


def _tried(run: Apart, work: Callable[..., T], *arguments: Any) -> T | Unreadable:
    try:
        result: T = run(work, *arguments)
    except Unreadable as problem:
        return problem
    return result


def _counts(run: Apart, laid: LaidOut | Unreadable, pdf: bytes | Unreadable) -> dict[str, int]:
    """The number of pages of each sheet."""
    if isinstance(laid, Unreadable) or isinstance(pdf, Unreadable):
        return {}
    counts = _tried(run, pages_of_sheets, pdf, laid.sheets)
    return {} if isinstance(counts, Unreadable) else counts


def pages_of_sheets(pdf: bytes, sheets: tuple[str, ...]) -> dict[str, int]:
    """How many pages each sheet has, by the bookmarks that LibreOffice makes."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        starts = []
        for mark in document.get_toc(max_depth=1):
            target = mark.get_dest()
            if target is not None and target.get_index() is not None:
                starts.append((mark.get_title(), target.get_index()))
        ends = [*(start for _, start in starts[1:]), len(document)]
        return {name: end - start for (name, start), end in zip(starts, ends, strict=True) if name in sheets}
    finally:
        document.close()


__all__ = ["Printed", "pages_of_sheets", "print_workbooks"]
