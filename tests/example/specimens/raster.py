"""Paper that went through a scanner or lay before a telephone: images only, grainy, skewed, and the same every time."""

from __future__ import annotations

import io
import math
import random
from typing import Literal

from PIL import Image, ImageChops, ImageDraw, ImageFilter

DPI = 150


def pages_as_images(pdf: bytes, *, dpi: int = DPI, colour: bool = False) -> list[Image.Image]:
    """Each page of a PDF as an image."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            page.render(scale=dpi / 72, grayscale=not colour).to_pil().convert("RGB" if colour else "L")
            for page in document
        ]
    finally:
        document.close()


def scanned(
    pdf: bytes,
    *,
    seed: int,
    skew: float = 0.7,
    quality: int = 32,
    sideways: tuple[int, ...] = (),
) -> bytes:
    """An image-only PDF of the pages of another, as an office scanner makes it.

    Landscape pages named in ``sideways`` (from 0) lie across the glass: the image is upright paper, and /Rotate 90
    turns the page for the reader.
    """
    import img2pdf
    import pikepdf

    sheets = []
    for number, page in enumerate(pages_as_images(pdf)):
        sheet = _through_scanner(page, random.Random(seed + number), skew * (-1) ** number)
        sheets.append(_jpeg(sheet.rotate(90, expand=True) if number in sideways else sheet, quality))
    plain = img2pdf.convert(sheets, nodate=True, creator="Office scanner (specimen)")
    with pikepdf.open(io.BytesIO(plain)) as document:
        for number in sideways:
            document.pages[number].Rotate = 90
        if "/ID" in document.trailer:
            del document.trailer["/ID"]
        kept = io.BytesIO()
        document.save(kept, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return kept.getvalue()


def photographed(pdf: bytes, *, seed: int, orientation: Literal[1, 6] = 6) -> bytes:
    """A JPEG of the first page of a PDF as it lies on a desk, taken by hand and from a little to the side.

    With orientation 6 the pixels lie on their side, as telephones store them, and the EXIF tag says so.
    """
    chance = random.Random(seed)
    paper = pages_as_images(pdf, dpi=130, colour=True)[0]
    desk = _desk((1380, 1800), chance)
    corners = [(118, 96), (1272, 128), (1246, 1678), (92, 1640)]
    shadow = Image.new("L", desk.size, 0)
    ImageDraw.Draw(shadow).polygon([(x + 14, y + 18) for x, y in corners], fill=150)
    desk = Image.composite(Image.new("RGB", desk.size, (28, 18, 10)), desk, shadow.filter(ImageFilter.GaussianBlur(14)))
    sheet, mask = _laid_out(paper, corners, desk.size)
    photo = Image.composite(sheet, desk, mask)
    photo = ImageChops.multiply(photo, _light(photo.size))
    photo = _with_grain(photo.filter(ImageFilter.GaussianBlur(0.6)), chance, 5)
    exif = Image.Exif()
    exif[0x010E] = "Specimen photo, generated"
    exif[0x0112] = orientation
    if orientation == 6:
        photo = photo.rotate(90, expand=True)
    kept = io.BytesIO()
    photo.save(kept, "JPEG", quality=58, exif=exif, optimize=True)
    return kept.getvalue()


def _through_scanner(page: Image.Image, chance: random.Random, skew: float) -> Image.Image:
    turned = page.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=250)
    shaded = ImageChops.multiply(turned, _scanner_light(page.size, chance))
    soft = shaded.filter(ImageFilter.GaussianBlur(0.55))
    grainy = _with_grain(soft, chance, 7)
    pen = ImageDraw.Draw(grainy)
    for height in (0.14, 0.5, 0.86):
        middle = (page.width * 0.026, page.height * height)
        _disc(pen, middle, DPI * 0.105, 70)
    for _ in range(40):
        speck = (chance.uniform(0, page.width), chance.uniform(0, page.height))
        _disc(pen, speck, chance.choice((0.7, 1.0, 1.4)), chance.randint(40, 130))
    # A small palette of greys takes the flicker out of the white, which JPEG would otherwise spend its bytes on.
    return grainy.point([255 if grey > 236 else grey for grey in range(256)])


def _scanner_light(size: tuple[int, int], chance: random.Random) -> Image.Image:
    """Light that falls off towards the spine of the book and in one streak of the sensor."""
    streak = chance.randint(size[0] // 3, size[0] - 60)
    row = Image.new("L", (size[0], 1))
    row.putdata([_grey_at(x, size[0], streak) for x in range(size[0])])
    return row.resize(size)


def _grey_at(x: int, width: int, streak: int) -> int:
    from_edge = min(x, width - x) / width
    grey = 252 - int(40 * math.exp(-from_edge * 90))
    return grey - 12 if abs(x - streak) < 2 else grey


def _with_grain(image: Image.Image, chance: random.Random, strength: int) -> Image.Image:
    width, height = image.size
    raw = Image.frombytes("L", (width, height), chance.randbytes(width * height))
    grain = raw.filter(ImageFilter.GaussianBlur(0.8)).point(
        [int((grey - 128) * strength / 30) + 128 for grey in range(256)]
    )
    layers = [ImageChops.add(band, grain, scale=1, offset=-128) for band in image.split()]
    return layers[0] if len(layers) == 1 else Image.merge(image.mode, layers)


def _disc(pen: ImageDraw.ImageDraw, middle: tuple[float, float], radius: float, grey: int) -> None:
    x, y = middle
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=grey)


def _desk(size: tuple[int, int], chance: random.Random) -> Image.Image:
    """Brown boards with a grain that runs across."""
    height = size[1]
    strip = Image.frombytes("L", (12, height), chance.randbytes(12 * height)).resize(size, Image.Resampling.BICUBIC)
    grain = strip.filter(ImageFilter.GaussianBlur(1.2))
    boards = [Image.new("L", size, level) for level in (126, 88, 56)]
    mixed = [Image.blend(board, ImageChops.multiply(board, grain), 0.35) for board in boards]
    return Image.merge("RGB", mixed)


def _laid_out(
    paper: Image.Image, corners: list[tuple[int, int]], size: tuple[int, int]
) -> tuple[Image.Image, Image.Image]:
    width, height = paper.size
    source = [(0, 0), (width, 0), (width, height), (0, height)]
    numbers = _perspective(corners, source)
    options = {"resample": Image.Resampling.BICUBIC}
    warm = ImageChops.multiply(paper, Image.new("RGB", paper.size, (250, 246, 234)))
    sheet = warm.transform(size, Image.Transform.PERSPECTIVE, numbers, **options)
    mask = Image.new("L", paper.size, 255).transform(size, Image.Transform.PERSPECTIVE, numbers, **options)
    return sheet, mask


def _light(size: tuple[int, int]) -> Image.Image:
    """A lamp at the upper left."""
    small = Image.new("L", (46, 60))
    small.putdata([255 - int(1.15 * math.hypot(x - 12, y - 10)) for y in range(60) for x in range(46)])
    wide = small.resize(size, Image.Resampling.BICUBIC)
    return Image.merge("RGB", (wide, wide, wide))


def _perspective(shown: list[tuple[int, int]], source: list[tuple[int, int]]) -> list[float]:
    """The eight numbers by which Pillow finds, for a point of the picture, the point of the paper."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(shown, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return _solved(rows)


def _solved(rows: list[list[float]]) -> list[float]:
    """The solution of a square set of linear equations, by elimination."""
    count = len(rows)
    for place in range(count):
        pivot = max(range(place, count), key=lambda row: abs(rows[row][place]))
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [value / rows[place][place] for value in rows[place]]
        for other in range(count):
            if other != place:
                factor = rows[other][place]
                rows[other] = [value - factor * own for value, own in zip(rows[other], rows[place], strict=True)]
    return [row[-1] for row in rows]


def _jpeg(image: Image.Image, quality: int) -> bytes:
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=quality, optimize=True, dpi=(DPI, DPI))
    return kept.getvalue()
