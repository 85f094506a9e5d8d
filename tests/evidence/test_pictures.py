"""Pictures as agencies send them: faxes, scans cut short, sixteen bits, animations, and some that are far too large."""

from __future__ import annotations

import io
import struct
import zlib

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from frkit.evidence.conversion.images import image_pages
from frkit.evidence.conversion.jpeg import cleaned
from frkit.evidence.unreadable import Unreadable


def coded(picture: Image.Image, form: str, **how) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **how)
    return out.getvalue()


def noise(size: tuple[int, int] = (300, 200)) -> Image.Image:
    return Image.effect_noise(size, 80).convert("RGB")


def looks(pdf: bytes, index: int = 0, scale: float = 1.0) -> Image.Image:
    return pypdfium2.PdfDocument(pdf)[index].render(scale=scale).to_pil().convert("RGB")


def box_of_dark(picture: Image.Image) -> tuple[int, int, int, int]:
    found = picture.convert("L").point(lambda shade: 255 if shade < 128 else 0).getbbox()
    assert found is not None
    return found


@pytest.mark.parametrize("compression", ["group3", "group4"])
@pytest.mark.parametrize("tags", [{"dpi": (204, 98)}, {"tiffinfo": {282: 204.0, 283: 98.0, 296: 1}}])
def test_a_fax_keeps_its_proportion(compression: str, tags: dict) -> None:
    """A standard fax has 204 dots across and 98 down on an inch: a square of 102 by 49 dots is square on paper."""
    fax = Image.new("1", (1728, 1078), 1)
    fax.paste(0, (400, 400, 400 + 408, 400 + 196))
    made = image_pages(coded(fax, "TIFF", compression=compression, **tags), "Letter")
    page = looks(made.pdf, scale=2)
    assert page.height > page.width
    left, top, right, bottom = box_of_dark(page)
    assert abs((right - left) - (bottom - top)) <= 2


def test_a_group_4_fax_goes_in_as_it_is() -> None:
    fax = Image.new("1", (1728, 1078), 1)
    fax.paste(0, (100, 100, 300, 300))
    made = image_pages(coded(fax, "TIFF", compression="group4"), "A4")
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        (image,) = pdf.pages[0].Resources.XObject.values()
        assert "CCITTFaxDecode" in str(list(image.Filter))


def png_head(wide: int, high: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")


def test_a_picture_that_is_far_too_large_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(Unreadable, match="60,000 x 60,000 pixels"):
        image_pages(png_head(60_000, 60_000), "Letter")


def test_a_photo_cut_short_shows_what_there_is_and_says_so() -> None:
    whole = coded(noise((600, 400)), "JPEG")
    made = image_pages(whole[: len(whole) // 2], "Letter")
    assert made.warnings == ("damaged: its end is missing; the pages show what there is",)
    assert box_of_dark(looks(made.pdf))
    assert image_pages(whole, "Letter").warnings == ()


def test_a_photo_with_a_second_one_behind_it_carries_neither_place_nor_the_second() -> None:
    first = noise()
    exif = first.getexif()
    exif.get_ifd(0x8825)[2] = (37.0, 48.0, 0.0)
    both = coded(first, "JPEG", exif=exif) + coded(noise(), "JPEG", exif=exif)
    left = cleaned(both)
    assert left.stripped and left.whole and len(left.data) < 0.7 * len(both)
    assert b"Exif" not in left.data
    assert left.data.endswith(b"\xff\xd9") and left.data.count(b"\xff\xd8\xff") == 1
    assert "camera and place data left out of the copy" in image_pages(both, "A4").steps


def test_a_progressive_photo_is_walked_through_to_its_end() -> None:
    whole = coded(noise(), "JPEG", progressive=True, comment=b"who took it")
    left = cleaned(whole + b"more")
    assert left.whole and left.stripped and b"who took it" not in left.data
    assert Image.open(io.BytesIO(left.data)).tobytes() == Image.open(io.BytesIO(whole)).tobytes()


@pytest.mark.parametrize(
    ("picture", "form", "shade"),
    [
        (Image.new("I;16", (200, 100), 0x8000), "TIFF", 128),
        (Image.new("I;16", (200, 100), 0x8000), "PNG", 128),
        (Image.new("LA", (200, 100), (0, 128)), "PNG", 127),
        (Image.new("RGBA", (200, 100), (0, 0, 0, 0)), "WEBP", 255),
        (Image.new("CMYK", (200, 100), (0, 0, 0, 127)), "JPEG", 128),
        (Image.new("CMYK", (200, 100), (0, 0, 0, 127)), "TIFF", 128),
        (Image.new("1", (200, 100), 0), "BMP", 0),
        (Image.new("L", (200, 100), 77), "JPEG2000", 77),
    ],
)
def test_shades_come_out_as_they_are(picture: Image.Image, form: str, shade: int) -> None:
    page = looks(image_pages(coded(picture, form), "Letter").pdf)
    middle = page.getpixel((page.width // 2, page.height // 2))
    assert isinstance(middle, tuple)
    assert all(abs(part - shade) <= 30 for part in middle)


def test_of_an_animation_the_first_picture_is_shown_and_the_rest_said() -> None:
    frames = [noise((60, 40)).convert("P") for _ in range(5)]
    made = image_pages(coded(frames[0], "GIF", save_all=True, append_images=frames[1:]), "Letter")
    assert len(pypdfium2.PdfDocument(made.pdf)) == 1
    assert made.warnings == ("a moving picture: only the first of 5 frames is shown",)


def test_the_pages_of_a_scan_are_each_as_they_lie() -> None:
    pages = [Image.new("L", (600, 400), 90), Image.new("L", (400, 600), 90), Image.new("L", (600, 400), 90)]
    made = image_pages(coded(pages[0], "TIFF", save_all=True, append_images=pages[1:]), "Letter")
    sizes = [page.get_size() for page in pypdfium2.PdfDocument(made.pdf)]
    assert [wide > high for wide, high in sizes] == [True, False, True]


def test_a_telephone_picture_that_nobody_here_can_read_says_what_it_is() -> None:
    with pytest.raises(Unreadable, match="HEIC"):
        image_pages(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100), "Letter")


def test_nonsense_about_the_size_on_paper_is_not_believed() -> None:
    tiny = image_pages(coded(Image.new("L", (300, 200), 0), "PNG", dpi=(30_000, 30_000)), "Letter")
    left, top, right, bottom = box_of_dark(looks(tiny.pdf))
    assert right - left >= 30 and bottom - top >= 20
