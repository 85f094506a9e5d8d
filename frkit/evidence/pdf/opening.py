"""A PDF opened however damaged it is: by its own tables, by what qpdf rebuilds, or page by page from what is left."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pikepdf import DataDecodingError, Dictionary, Name, Object, Page, PasswordError, Pdf, PdfError

from frkit.evidence.unreadable import Unreadable

BROKEN = (PdfError, DataDecodingError, ValueError, TypeError, KeyError, AttributeError, RuntimeError, RecursionError)
"""What pikepdf raises for damaged files."""
LOCKED = "it is encrypted, and its password is not known"
_ENCRYPTED = re.compile(rb"/Encrypt(?![A-Za-z])")
_DEEPEST = 200
_LARGEST_TO_COPY = 256 << 20
_EMPTY_LIST = (
    b"\n%(pages)d 0 obj\n<< /Type /Pages /Kids [%(blank)d 0 R] /Count 1 >>\nendobj\n"
    b"%(blank)d 0 obj\n<< /Type /Page /Parent %(pages)d 0 R /MediaBox [0 0 9 9] >>\nendobj\n"
    b"%(root)d 0 obj\n<< /Type /Catalog /Pages %(pages)d 0 R >>\nendobj\n"
    b"trailer\n<< /Root %(root)d 0 R /Size %(size)d >>\nstartxref\n0\n%%%%EOF\n"
)
MOST_PAGES = 50_000
"""Pages of one file; more take longer than a separate process may."""


@dataclass(frozen=True)
class Opened:
    """A PDF with at least one page, what was done to open it, and what to warn of."""

    pdf: Pdf
    steps: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def open_pdf(data: bytes) -> Opened:
    """A PDF that has pages; raises Unreadable with the reason."""
    try:
        pdf = Pdf.open(io.BytesIO(data), suppress_warnings=True)
    except PasswordError:
        return _by_another_reader(data, LOCKED)
    except BROKEN as error:
        if _ENCRYPTED.search(data):  # without its key all that is found in it would be shown as noise
            return _by_another_reader(data, f"it is encrypted in a way that cannot be opened ({short(error)})")
        damaged = f"it is damaged and cannot be repaired ({short(error)})"
        return _without_list(data) or _by_another_reader(data, damaged)
    try:
        pages = list(pdf.pages)
        if pages and (any("/Contents" in page.obj for page in pages) or not any(True for _ in _loose_pages(pdf))):
            return Opened(pdf)
        problem = "it has no pages"
    except BROKEN as error:
        problem = f"its list of pages is damaged ({short(error)})"
    with pdf:
        return _from_loose_pages(pdf, problem)


def _without_list(data: bytes) -> Opened | None:
    """The pages of a file whose list keeps qpdf from opening it at all, such as one that goes in circles; or None.

    It is read as a file whose tables are lost, with a list of one blank page put at its end.
    """
    if len(data) > _LARGEST_TO_COPY:
        return None
    spoilt = data.replace(b"startxref", b"startxxxx").replace(b"trailer", b"trailxx").replace(b"/Catalog", b"/Catalox")
    last = max((int(one) for one in re.findall(rb"\b(\d{1,6}) \d{1,5} obj\b", data)), default=0)
    added = _EMPTY_LIST % {b"pages": last + 1, b"root": last + 2, b"blank": last + 3, b"size": last + 4}
    try:
        with Pdf.open(io.BytesIO(spoilt + added), suppress_warnings=True) as pdf:
            return _from_loose_pages(pdf, "")
    except (Unreadable, *BROKEN):
        return None


def _from_loose_pages(pdf: Pdf, problem: str) -> Opened:
    """A new PDF of the pages that lie in the file though its list does not name them."""
    fresh = Pdf.new()
    for page in _loose_pages(pdf):
        try:
            _without_way_up(page)
            append_page(fresh, page)
        except BROKEN:
            continue
    count = len(fresh.pages)
    if count == 0:
        fresh.close()
        raise Unreadable(problem)
    said = f"damaged: its list of pages is broken; the {count:,} page{'s' * (count != 1)} found in the file are shown"
    return Opened(fresh, ("list of pages rebuilt by qpdf from the pages that the file holds",), (said,))


def append_page(pdf: Pdf, page: Object) -> None:
    """Add a page of another PDF; what pikepdf says about lost form fields is no news, since forms are part of pages."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pdf.pages.append(Page(pdf.copy_foreign(page)))


def _loose_pages(pdf: Pdf) -> Iterator[Object]:
    for one in pdf.objects:
        try:
            if isinstance(one, Dictionary) and one.get("/Type") == Name.Page and "/Contents" in one:
                yield one
        except BROKEN:
            continue


def _without_way_up(page: Object) -> None:
    """Give a page what it has from above, then cut the way up, which may go in circles, and any way further down."""
    seen: set[tuple[int, int]] = set()
    node = page.get("/Parent")
    while isinstance(node, Dictionary) and node.objgen not in seen and len(seen) < _DEEPEST:
        seen.add(node.objgen)
        for key in ("/Resources", "/MediaBox", "/CropBox", "/Rotate"):
            if key in node and key not in page:
                page[key] = node[key]
        node = node.get("/Parent")
    for key in ("/Parent", "/Kids", "/Count"):
        if key in page:
            del page[key]


def _by_another_reader(data: bytes, problem: str) -> Opened:
    """The pages that PDFium finds where qpdf cannot open the file; raises Unreadable where it finds none either.

    PDFium also opens files in which only the attached files are encrypted, or whose pages name a way of no encryption.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(problem) from error
    fresh = pypdfium2.PdfDocument.new()
    try:
        lost = _take_over(document, fresh)
        out = io.BytesIO()
        fresh.save(out)
        pdf = Pdf.open(io.BytesIO(out.getvalue()), suppress_warnings=True)
        count = len(list(pdf.pages))
    except (pypdfium2.PdfiumError, *BROKEN) as error:
        raise Unreadable(problem) from error
    finally:
        fresh.close()
        document.close()
    if count == 0:
        pdf.close()
        raise Unreadable(problem)
    said = "encrypted in part" if problem == LOCKED else "damaged, and read with repairs"
    without = f"; {lost:,} of its pages cannot be read" if lost else ""
    return Opened(pdf, ("pages taken over one by one by PDFium",), (f"{said}{without}",))


def _take_over(document: Any, fresh: Any) -> int:
    """Put all pages that can be read into a new document; gives the number of the others."""
    import pypdfium2

    lost = 0
    for number in range(min(len(document), MOST_PAGES)):
        try:
            fresh.import_pages(document, [number])
        except (pypdfium2.PdfiumError, ValueError):
            lost += 1
    return lost


def short(error: BaseException) -> str:
    """The last words of an error, for a slip sheet."""
    return " ".join(str(error).split(":")[-1].split())[:120] or type(error).__name__
