"""The scanner's own dots of a page that is nothing but one picture: sharper than the page drawn anew, and quicker."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfPage

FEWEST_DPI, MOST_DPI = 250, 420
"""Dots an inch at which OCR reads well; a coarser or finer scan is drawn anew at 300."""
_EDGE = 1.5
"""Points that the picture may stand off the edges of the page."""
_ALIKE = 0.02
_SMALL = 0.3
"""Scale at which the page is drawn to be compared: some twenty dots an inch."""
_MEAN_APART, _MOST_APART = 4, 80
"""Of 255 shades of grey: how far the drawn page may stand from its picture, on the whole and in its worst spot."""


def scanned_page(page: PdfPage, most_pixels: int) -> tuple[Image, int] | None:
    """The picture that a page consists of, in grey and upright, with its dots an inch; None for any other page.

    Only a picture that covers the page, unturned, unmirrored and opaque, in grey or colours, is what its reader sees.
    """
    import pypdfium2
    from pypdfium2 import raw

    objects = list(islice(page.get_objects(max_depth=1), 2))
    if len(objects) != 1 or not isinstance(objects[0], pypdfium2.PdfImage):
        return None
    picture = objects[0]
    if page.get_rotation() or raw.FPDFPage_GetAnnotCount(page) or raw.FPDFPageObj_HasTransparency(picture):
        return None
    shown = picture.get_metadata()
    if shown.colorspace not in _colour_spaces():
        return None
    dpi = _dpi_if_it_covers(page, picture, picture.get_px_size())
    if not dpi or shown.width * shown.height > most_pixels:
        return None
    own = picture.get_bitmap().to_pil().convert("L")
    return (own, dpi) if _is_what_is_shown(page, own) else None


def _is_what_is_shown(page: PdfPage, own: Image) -> bool:
    """Whether the page, drawn small, looks like its picture: a mask or a clipping path may cover some of it."""
    from PIL import Image, ImageChops, ImageStat

    drawn = page.render(scale=_SMALL, grayscale=True).to_pil().convert("L")
    apart = ImageChops.difference(drawn, own.resize(drawn.size, Image.Resampling.BOX))
    found = ImageStat.Stat(apart)
    return found.mean[0] < _MEAN_APART and found.extrema[0][1] < _MOST_APART


def _colour_spaces() -> set[int]:
    """Those in which a picture's dots are colours, and no stencil or ink of a press."""
    from pypdfium2 import raw

    return {
        raw.FPDF_COLORSPACE_DEVICEGRAY,
        raw.FPDF_COLORSPACE_CALGRAY,
        raw.FPDF_COLORSPACE_DEVICERGB,
        raw.FPDF_COLORSPACE_CALRGB,
        raw.FPDF_COLORSPACE_ICCBASED,
        raw.FPDF_COLORSPACE_INDEXED,
    }


def _dpi_if_it_covers(page: PdfPage, picture: object, size: tuple[int, int]) -> int:
    """Dots an inch of a picture that fills the page as its reader sees it; 0 for any other."""
    a, b, c, d, e, f = picture.get_matrix().get()  # type: ignore[attr-defined]
    left, low, right, high = page.get_bbox()
    if b or c or a <= 0 or d <= 0:
        return 0
    if max(abs(e - left), abs(f - low), abs(e + a - right), abs(f + d - high)) > _EDGE:
        return 0
    across, down = size[0] / a * 72, size[1] / d * 72
    fits = abs(across - down) <= _ALIKE * down and FEWEST_DPI <= round(down) <= MOST_DPI
    return round(down) if fits else 0
