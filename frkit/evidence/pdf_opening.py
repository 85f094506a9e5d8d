"""A PDF opened however damaged it is: by its own tables, by what qpdf rebuilds, or page by page from what is left."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from pikepdf import DataDecodingError, Dictionary, Name, Object, Page, PasswordError, Pdf, PdfError

from frkit.evidence.unreadable import Unreadable

BROKEN = (PdfError, DataDecodingError, ValueError, TypeError, KeyError, AttributeError, RuntimeError, RecursionError)
"""What pikepdf raises for damaged files."""
_DEEPEST = 200


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
        raise Unreadable("it is encrypted, and its password is not known") from None
    except BROKEN as error:
        return _by_another_reader(data, error)
    try:
        if len(pdf.pages) > 0:
            return Opened(pdf)
        problem = "it has no pages"
    except BROKEN as error:
        problem = f"its list of pages is damaged ({short(error)})"
    with pdf:
        return _from_loose_pages(pdf, problem)


def _from_loose_pages(pdf: Pdf, problem: str) -> Opened:
    """A new PDF of the pages that lie in the file though its list does not name them."""
    fresh = Pdf.new()
    for page in _loose_pages(pdf):
        try:
            _without_way_up(page)
            fresh.pages.append(Page(fresh.copy_foreign(page)))
        except BROKEN:
            continue
    count = len(fresh.pages)
    if count == 0:
        fresh.close()
        raise Unreadable(problem)
    said = f"damaged: its list of pages is broken; the {count:,} page{'s' * (count != 1)} found in the file are shown"
    return Opened(fresh, ("list of pages rebuilt by qpdf from the pages that the file holds",), (said,))


def _loose_pages(pdf: Pdf) -> Iterator[Object]:
    for one in pdf.objects:
        try:
            if isinstance(one, Dictionary) and one.get("/Type") == Name.Page and "/Contents" in one:
                yield one
        except BROKEN:
            continue


def _without_way_up(page: Object) -> None:
    """Give a page what it has from above, then cut the way up, which may go in circles."""
    seen: set[tuple[int, int]] = set()
    node = page.get("/Parent")
    while isinstance(node, Dictionary) and node.objgen not in seen and len(seen) < _DEEPEST:
        seen.add(node.objgen)
        for key in ("/Resources", "/MediaBox", "/CropBox", "/Rotate"):
            if key in node and key not in page:
                page[key] = node[key]
        node = node.get("/Parent")
    if "/Parent" in page:
        del page["/Parent"]


def _by_another_reader(data: bytes, first: Exception) -> Opened:
    """What pdfium makes of a file that qpdf cannot open; raises Unreadable where it cannot either."""
    import pypdfium2

    damaged = Unreadable(f"it is damaged and cannot be repaired ({short(first)})")
    out = io.BytesIO()
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            document.save(out)
        finally:
            document.close()
        pdf = Pdf.open(io.BytesIO(out.getvalue()), suppress_warnings=True)
        if len(pdf.pages) == 0:
            raise damaged
    except (pypdfium2.PdfiumError, *BROKEN) as error:
        raise damaged from error
    return Opened(pdf, ("repaired by PDFium",), ("damaged, and read with repairs",))


def short(error: BaseException) -> str:
    """The last words of an error, for a slip sheet."""
    return " ".join(str(error).split(":")[-1].split())[:120] or type(error).__name__
