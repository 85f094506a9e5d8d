"""A page that is one picture is read in the scanner's own dots, if they are what its reader sees; else it is drawn."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageOps, ImageStat

from frkit.evidence.text.page_images import MOST_PIXELS, pdf_page_image
from frkit.evidence.text.scanned_pages import scanned_page

INCHES = (3, 2)


def scan(mode: str, dpi: int = 300) -> Image.Image:
    """A dark half, a light half, and lines."""
    size = (INCHES[0] * dpi, INCHES[1] * dpi)
    picture = Image.new("L", size, 250)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, size[0] // 4, size[1]), fill=30)
    for at in range(20, size[1], 40):
        draw.line((size[0] // 3, at, size[0] - 20, at), fill=0, width=5)
    return picture.convert(mode)


def page_of(picture: Image.Image, content: str = "q 216 0 0 144 0 0 cm /I Do Q", **more: Any) -> bytes:
    """A page of three by two inches that draws a picture; ``more`` are keys of the picture."""
    pdf = pikepdf.new()
    raw = picture.tobytes()
    space = {"1": "/DeviceGray", "L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}[picture.mode]
    image = pikepdf.Stream(pdf, raw)
    bits = 1 if picture.mode == "1" else 8
    image.update({
        "/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": picture.width,
        "/Height": picture.height, "/BitsPerComponent": bits, "/ColorSpace": pikepdf.Name(space),
    })  # fmt: skip
    image.update({f"/{key}": value for key, value in more.items()})
    if "ImageMask" in more:
        del image["/ColorSpace"]
    page = pdf.add_blank_page(page_size=(216, 144))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=pdf.make_indirect(image)))
    page.Contents = pikepdf.Stream(pdf, content.encode())
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def taken(data: bytes) -> tuple[Image.Image, int] | None:
    document = pypdfium2.PdfDocument(data)
    return scanned_page(document[0], MOST_PIXELS)


def looks_like_the_page(data: bytes, own: Image.Image) -> bool:
    """Whether a picture is what the drawn page shows, looked at from afar."""
    drawn = pypdfium2.PdfDocument(data)[0].render(scale=1, grayscale=True).to_pil().convert("L")
    apart = ImageChops.difference(drawn, own.resize(drawn.size, Image.Resampling.BOX))
    return ImageStat.Stat(apart).mean[0] < 12


@pytest.mark.parametrize("mode, dpi", [("L", 300), ("RGB", 300), ("1", 300), ("L", 400), ("RGB", 260)])
def test_a_scan_gives_its_own_dots(mode: str, dpi: int) -> None:
    data = page_of(scan(mode, dpi))
    found = taken(data)
    assert found is not None
    own, told = found
    assert (own.size, told) == ((INCHES[0] * dpi, INCHES[1] * dpi), dpi)
    assert own.tobytes() == scan(mode, dpi).convert("L").tobytes()
    assert looks_like_the_page(data, own)


def test_a_scan_stored_as_a_negative_is_read_as_it_is_shown() -> None:
    data = page_of(ImageOps.invert(scan("L")), Decode=pikepdf.Array([1, 0]))
    found = taken(data)
    assert found is None or looks_like_the_page(data, found[0])
    image = pdf_page_image(data, 1)
    assert looks_like_the_page(data, Image.frombytes("L", (image.width, image.height), image.grey))


FULL = "q 216 0 0 144 0 0 cm /I Do Q"
OTHERS = {
    "upside down": "q -216 0 0 -144 216 144 cm /I Do Q",
    "mirrored": "q -216 0 0 144 216 0 cm /I Do Q",
    "lying on its side": "q 0 144 -216 0 216 0 cm /I Do Q",
    "in a corner": "q 108 0 0 72 0 0 cm /I Do Q",
    "beyond the edge": "q 432 0 0 288 0 0 cm /I Do Q",
    "with a line over it": f"{FULL} 0 0 m 216 144 l S",
    "twice": f"{FULL} {FULL}",
}


@pytest.mark.parametrize("content", OTHERS.values(), ids=OTHERS.keys())
def test_a_picture_that_is_not_the_whole_page_is_drawn(content: str) -> None:
    data = page_of(scan("L"), content)
    assert taken(data) is None
    image = pdf_page_image(data, 1)
    assert looks_like_the_page(data, Image.frombytes("L", (image.width, image.height), image.grey))


def test_coarse_and_fine_scans_are_drawn_at_300() -> None:
    for dpi in (100, 600):
        assert taken(page_of(scan("L", dpi))) is None
        assert pdf_page_image(page_of(scan("L", dpi)), 1).dpi == 300


def test_a_stencil_and_press_colours_are_drawn() -> None:
    assert taken(page_of(scan("CMYK"))) is None
    assert taken(page_of(scan("1"), ImageMask=True)) is None


@pytest.mark.parametrize("how", ["soft mask", "colour left out", "half transparent", "clipped"])
def test_a_picture_that_lets_the_paper_through_is_drawn(how: str) -> None:
    before = {"half transparent": "/G gs ", "clipped": "50 50 50 50 re W n "}.get(how, "")
    with pikepdf.open(io.BytesIO(page_of(scan("L"), before + FULL))) as pdf:
        page = pdf.pages[0]
        if how == "soft mask":
            half = Image.new("L", (2, 2), 128)
            with pikepdf.open(io.BytesIO(page_of(half))) as other:
                page.Resources.XObject.I.SMask = pdf.copy_foreign(other.pages[0].Resources.XObject.I)
        elif how == "colour left out":
            page.Resources.XObject.I.Mask = pikepdf.Array([20, 40])
        page.Resources.ExtGState = pikepdf.Dictionary(G=pikepdf.Dictionary(ca=0.5, CA=0.5))
        out = io.BytesIO()
        pdf.save(out)
    assert taken(out.getvalue()) is None


def test_a_turned_or_cropped_page_and_one_with_a_note_are_drawn(tmp_path: Path) -> None:
    for change in ("turned", "cropped", "noted"):
        with pikepdf.open(io.BytesIO(page_of(scan("L")))) as pdf:
            page = pdf.pages[0]
            if change == "turned":
                page.Rotate = 90
            elif change == "cropped":
                page.CropBox = pikepdf.Array([20, 20, 196, 124])
            else:
                note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square,
                                          Rect=pikepdf.Array([10, 10, 50, 50]))  # fmt: skip
                page.Annots = pikepdf.Array([pdf.make_indirect(note)])
            out = io.BytesIO()
            pdf.save(out)
        assert taken(out.getvalue()) is None, change
